"""The same answer row by row: a plain loop, if and else, ``relativedelta``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import polars as pl
from dateutil.relativedelta import relativedelta

from tables.headings import look_up_screen

name = "loop by hand"

SIX_MONTHS = relativedelta(months=6)
CODE = re.compile(r"[0-9]{4}|none")
HS_CODE = re.compile(r"[0-9]{4}(?:[0-9]{2}){0,3}")
CODES = {"1210", "9610", "9710", "9810"}
CODES_OF_THE_RETURN = {"1261", "4561", "9661"}
DESTINATIONS = {"domestic", "zone"}
PLAIN = {"unsold", "customer_return", "refused", "undeliverable"}
ARGUABLE = {
    "order_cancelled",
    "delisted",
    "foreign_customs",
    "wrong_goods",
    "recall",
    "quality_defect",
    "payment_default",
    "label_noncompliance",
    "exhibition_sample",
    "other",
}
NO_RETURN = {"repair", "force_majeure"}
REASONS = PLAIN | ARGUABLE | NO_RETURN
RETURNED = {
    "customer_return",
    "refused",
    "undeliverable",
    "order_cancelled",
    "foreign_customs",
    "wrong_goods",
    "recall",
}
STATED = {
    "delisted",
    "quality_defect",
    "payment_default",
    "label_noncompliance",
    "exhibition_sample",
    "other",
}
NOBODY_TOOK = {"refused", "undeliverable"}
CUSTOMER_HAD_THEM = {"customer_return", "quality_defect", "wrong_goods", "recall"}
PAID_BACK = {"not_refunded", "repaid"}
PENDING = {"claimed", "refunded"}
TRIALS = {"trial_found_defect", "customer_trial"}
USES = TRIALS | {"unused", "used"}
ATTRIBUTIONS = {"traced", "fifo", "stated", "none"}
EXPORT_RECORDS = {"export_list", "export_declaration", "exit_filing_list"}
RETURN_RECORDS = {
    "platform_return_record",
    "refusal_record",
    "other_return_record",
    "return_agreement",
}
TRIAL_EVIDENCE = {"inspection_report", "customer_trial_record", "platform_return_record"}
EXIT_RECORDS = {"exit_filing_list", "gate_release", "export_list"}
PAPERS = EXPORT_RECORDS | RETURN_RECORDS | TRIAL_EVIDENCE | EXIT_RECORDS
PAPERS |= {"tax_certificate", "self_declaration", "match_record", "export_duty_receipt"}
FIRST, TURN, LAST = date(2023, 1, 30), date(2026, 1, 1), date(2027, 12, 31)
ORDER = (
    "supervision_code",
    "declared_on",
    "released_on",
    "exported_on",
    "left_zone_on",
    "returned_on",
    "domestic_on",
    "return_declared_on",
    "destination",
    "reason",
    "is_food",
    "export_refund",
    "same_form",
    "parts_added",
    "processed",
    "use",
    "shipped_as_declared",
)
# Presumed wherever they are unknown, before and after those that depend on other facts.
PRESUMED = ("parts_missing", "damaged", "repacked", "importer_differs", "attribution")
QUANTITIES = ("exported_quantity", "returned_quantity", "returned_before")
TEN_DAYS = timedelta(days=10)
WORST_FIRST = ("ineligible", "needs_facts", "needs_review", "conditional")


class Row(NamedTuple):
    """One line of returned goods, as the table has it."""

    supervision_code: str | None
    declared_on: date | None
    released_on: date | None
    exported_on: date | None
    left_zone_on: date | None
    returned_on: date | None
    domestic_on: date | None
    return_declared_on: date | None
    destination: str | None
    reason: str | None
    hs_code: str | None
    is_food: bool | None
    export_refund: str | None
    same_form: bool | None
    parts_added: bool | None
    processed: bool | None
    use: str | None
    parts_missing: bool | None
    damaged: bool | None
    repacked: bool | None
    importer_differs: bool | None
    attribution: str | None
    shipped_as_declared: bool | None
    exported_quantity: int | None
    returned_quantity: int | None
    returned_before: int | None
    export_duty_paid: bool | None
    papers_held: str | None


Answer = tuple[str, str | None, date | None, str, str, str, str]
SCHEMA = {
    "retax_status": pl.String,
    "retax_announcement": pl.String,
    "retax_last_day": pl.Date,
    "retax_decided_by": pl.String,
    "retax_missing": pl.String,
    "retax_documents": pl.String,
    "retax_assumed": pl.String,
}


def run(frame: pl.DataFrame) -> pl.DataFrame:
    """Judge a table."""
    rows = frame.select(Row._fields).rows()
    return pl.DataFrame([judge_row(Row(*row)) for row in rows], schema=SCHEMA, orient="row")


def judge_row(row: Row) -> Answer:
    """Judge one row."""
    wrong = find_blamed(row)
    if wrong is not None:
        return "invalid", None, None, wrong, "", "", ""
    last_day = find_strict_last_day(row)
    presumed = list_assumed(row, last_day)
    announcement = find_governing(row.declared_on)
    if row.declared_on is not None and row.declared_on > LAST:
        return "not_covered", announcement, last_day, "1.period", "", "", presumed
    worst, decided_by, missing = find_worst(row, last_day)
    if worst == "ineligible":
        return worst, announcement, last_day, decided_by, "", "", presumed
    asked = ";".join(fact for fact in ORDER if fact in missing) if missing else ""
    return worst, announcement, last_day, decided_by, asked, list_documents(row), presumed


def find_worst(row: Row, last_day: date | None) -> tuple[str, str, set[str]]:
    """Find the worst status, the first clause with it, and every missing fact."""
    found: dict[str, str] = {}
    missing: set[str] = set()
    for clause, status, lacking in judge_clauses(row, last_day):
        if status == "ineligible":
            return status, clause, missing
        found.setdefault(status, clause)
        missing.update(lacking)
    for status in WORST_FIRST:
        if status in found:
            return status, found[status], missing
    return "eligible", "", missing


def judge_clauses(row: Row, last_day: date | None) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Judge clause by clause; say nothing where one is met."""
    if row.declared_on is None:
        yield "1.period", "needs_facts", ("declared_on",)
    elif row.declared_on < FIRST:
        yield "1.period", "ineligible", ()
    if row.supervision_code is None:
        yield "1.code", "needs_facts", ("supervision_code",)
    elif row.supervision_code not in CODES:
        yield "1.code", "ineligible", ()
    if row.reason is None:
        yield "1.reason", "needs_facts", ("reason",)
    elif row.reason in ARGUABLE:
        yield "1.reason", "needs_review", ()
    elif row.reason in NO_RETURN:
        yield "1.reason", "ineligible", ()
    status, lacking = judge_six_months(row, last_day)
    if status:
        yield "1.six_months", status, lacking
    yield from judge_destination(row)
    yield from judge_not_food(row)
    yield from judge_same_goods(row)
    if row.export_refund is None:
        yield "2.refund_repaid", "needs_facts", ("export_refund",)
    elif row.export_refund in PENDING:
        yield "2.refund_repaid", "conditional", ()
    if row.importer_differs:
        yield "2.same_enterprise", "needs_review", ()
    yield from judge_original_state(row)
    yield from judge_papers(row)


def judge_six_months(row: Row, last_day: date | None) -> tuple[str, tuple[str, ...]]:
    """Judge the six months; an empty status where they are met."""
    if row.supervision_code is None:
        return "needs_facts", ("supervision_code",)
    if can_have_stayed(row):
        return "needs_facts", ("exported_on",)
    zone = row.supervision_code == "1210"
    if zone and row.destination == "zone":
        return judge_goods_in_zone(row, last_day)
    end = strict_end = row.domestic_on if zone else row.returned_on
    if end is not None and row.domestic_on is not None:
        strict_end = max(end, row.domestic_on)  # came by way of a zone
    back = row.return_declared_on
    end_in_time = is_in_time(row, strict_end, last_day)
    declared_in_time = is_in_time(row, back, last_day)
    if end_in_time is True and back is None:
        return "conditional", ()
    if end_in_time is True and declared_in_time is True:
        return "", ()
    leniently = None
    if end is not None and row.exported_on is not None:
        leniently = end <= find_working_day(row.exported_on + SIX_MONTHS)
    if leniently is False:
        return "ineligible", ()
    strictly = False if end_in_time is False or declared_in_time is False else None
    if strictly is False and leniently is True:
        return "needs_review", ()
    return "needs_facts", list_lacking_days(row, end, strictly is None, last_day)


def can_have_stayed(row: Row) -> bool:
    """Say whether goods look like those taken back from the terminal."""
    back = row.domestic_on if row.returned_on is None else row.returned_on
    start = row.left_zone_on if row.supervision_code == "1210" else row.released_on
    if row.exported_on is not None or back is None or start is None:
        return False
    return back <= start + TEN_DAYS


def judge_goods_in_zone(row: Row, last_day: date | None) -> tuple[str, tuple[str, ...]]:
    """Judge goods in a zone: they need only be declared out of it in time, if at all."""
    back = row.return_declared_on
    lacking = () if row.exported_on is not None else ("exported_on",)
    if last_day is None:
        return "needs_facts", ("left_zone_on", *lacking)
    if back is None or back <= last_day:
        return "conditional", ()
    return ("needs_facts", lacking) if lacking else ("needs_review", ())


def list_lacking_days(
    row: Row, end: date | None, strictly: bool, last_day: date | None
) -> tuple[str, ...]:
    """Name the days for want of which the six months cannot be judged."""
    zone = row.supervision_code == "1210"
    back = row.return_declared_on
    missing = set()
    if end is None:
        missing.add("domestic_on" if zone else "returned_on")
    if row.exported_on is None:
        missing.add("exported_on")
    if strictly:
        if back is None:
            missing.add("return_declared_on")
        if zone and last_day is None:
            missing.add("left_zone_on")
        if not zone and row.declared_on is None:
            missing.add("declared_on")
        if not zone and row.released_on is None and not missing:
            missing.add("released_on")
    return tuple(missing)


def is_in_time(row: Row, day: date | None, last_day: date | None) -> bool | None:
    """Say whether a day is in time, on the strict reading."""
    if day is None or last_day is None:
        return None
    if row.supervision_code == "1210":
        return day <= last_day
    if day <= last_day:
        known = row.released_on is not None or row.exported_on is not None
        return True if known else None
    # By an unknown release goods can be in time, but not late.
    return None if row.released_on is None or row.declared_on is None else False


def find_strict_last_day(row: Row) -> date | None:
    """Return the last day to come back, on the strict reading."""
    if row.supervision_code is None:
        return None
    if row.supervision_code == "1210":
        start = row.left_zone_on
    else:
        start = row.released_on if row.released_on is not None else row.declared_on
    return None if start is None else start + SIX_MONTHS


def find_working_day(day: date) -> date:
    """Return the first day from this one on that is no Saturday or Sunday."""
    weekday = day.weekday()
    return day if weekday < 5 else day + timedelta(days=7 - weekday)


def judge_destination(row: Row) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Judge where the goods go."""
    clause = "1.destination"
    if row.supervision_code == "1210":
        if row.destination is None:
            yield clause, "needs_facts", ("destination",)
        elif row.destination == "zone":
            yield clause, "conditional", ()
    elif row.supervision_code is None:
        yield clause, "needs_facts", ("supervision_code",)
    elif row.destination == "zone":
        yield clause, "conditional", ()


def judge_not_food(row: Row) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Judge whether the goods are food."""
    clause = "1.not_food"
    says = None if row.hs_code is None else look_up_screen(row.hs_code)
    if row.is_food is None:
        if says != "not_food":
            yield clause, "needs_facts", ("is_food",)
    elif row.is_food:
        yield clause, "needs_review" if says == "not_food" else "ineligible", ()
    elif says == "food":
        yield clause, "needs_review", ()


def judge_same_goods(row: Row) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Judge whether the goods are those exported."""
    exported, returned, before = row.exported_quantity, row.returned_quantity, row.returned_before
    before = before or 0
    none_left = exported is not None and before >= exported
    if none_left or row.shipped_as_declared is False:
        yield "1.same_goods", "ineligible", ()
    elif row.shipped_as_declared is None and row.reason == "wrong_goods":
        yield "1.same_goods", "needs_facts", ("shipped_as_declared",)
    elif row.attribution is not None and row.attribution != "traced":
        yield "1.same_goods", "needs_review", ()
    elif exported is not None and returned is not None and before + returned > exported:
        yield "1.same_goods", "conditional", ()


def judge_original_state(row: Row) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Judge the four clauses of Article 3."""
    if row.same_form is None:
        yield "3.same_form", "needs_facts", ("same_form",)
    elif not row.same_form:
        yield "3.same_form", "ineligible", ()
    elif row.parts_missing or row.damaged:
        yield "3.same_form", "needs_review", ()
    if row.parts_added is None:
        yield "3.no_parts_added", "needs_facts", ("parts_added",)
    elif row.parts_added:
        yield "3.no_parts_added", "ineligible", ()
    if row.processed is None:
        yield "3.not_processed", "needs_facts", ("processed",)
    elif row.processed:
        yield "3.not_processed", "ineligible", ()
    elif row.repacked:
        yield "3.not_processed", "needs_review", ()
    if row.use is None:
        yield "3.unused", "needs_facts", ("use",)
    elif row.use == "used":
        yield "3.unused", "ineligible", ()
    elif row.use in TRIALS and row.reason is not None and row.reason not in CUSTOMER_HAD_THEM:
        yield "3.unused", "needs_review", ()


def judge_papers(row: Row) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Judge whether the papers are held; unknown facts they depend on are asked for before."""
    if row.papers_held is None:
        return
    held = set(row.papers_held.split(";"))
    if "tax_certificate" not in held:
        yield "2.certificate", "conditional", ()
    if (
        held.isdisjoint(EXPORT_RECORDS)
        or (row.reason == "unsold" and "self_declaration" not in held)
        or (row.reason in RETURNED and held.isdisjoint(RETURN_RECORDS))
        or (
            row.reason in STATED
            and "self_declaration" not in held
            and held.isdisjoint(RETURN_RECORDS)
        )
        or (row.use in TRIALS and held.isdisjoint(TRIAL_EVIDENCE))
        or (row.supervision_code == "9810" and "match_record" not in held)
        or (row.supervision_code == "1210" and held.isdisjoint(EXIT_RECORDS))
        or (row.export_duty_paid and "export_duty_receipt" not in held)
    ):
        yield "4.papers", "conditional", ()


def list_assumed(row: Row, last_day: date | None) -> str:
    """Name the unknown facts that count as something; no row has the number of its export."""
    code, reason = row.supervision_code, row.reason
    other = code is not None and code != "1210"
    listed = ["export_entry"]
    days_back = (row.returned_on, row.domestic_on, row.return_declared_on)
    if row.exported_on is None and any(day is not None for day in days_back):
        _, asked = judge_six_months(row, last_day)
        if "exported_on" not in asked:
            listed.append("exported_on")
    returned = row.returned_on is not None and row.destination != "zone"
    if other and returned and row.domestic_on is None:
        listed.append("domestic_on")
    if other and row.destination is None:
        listed.append("destination")
    if row.hs_code is None:
        listed.append("hs_code")
    elif row.is_food is None and look_up_screen(row.hs_code) == "not_food":
        listed.append("is_food")
    listed += [fact for fact in PRESUMED if getattr(row, fact) is None]
    if row.shipped_as_declared is None and reason is not None and reason != "wrong_goods":
        listed.append("shipped_as_declared")
    listed += [fact for fact in QUANTITIES if getattr(row, fact) is None]
    if row.papers_held is None:
        listed.append("papers_held")
    return ";".join(listed)


def list_documents(row: Row) -> str:
    """List the papers to file."""
    code, reason, use = row.supervision_code, row.reason, row.use
    listed = ["export_record", "tax_certificate"]
    if reason is None or reason == "unsold":
        listed.append("self_declaration")
    if reason is None or reason in RETURNED:
        listed.append("return_record")
    if reason is None or reason in STATED:
        listed.append("reason_statement")
    if (code is None or code == "9710") and reason not in NOBODY_TOOK:
        listed.append("return_agreement")
    if use is None or use in TRIALS:
        listed.append("trial_evidence")
    listed.append("match_record")
    if code is None or code == "1210":
        listed.append("zone_exit_record")
    if row.export_duty_paid:
        listed.append("export_duty_receipt")
    return ";".join(listed)


def find_governing(declared_on: date | None) -> str | None:
    """Name the announcement that governs exports of a day."""
    if declared_on is None or not FIRST <= declared_on <= LAST:
        return None
    return "2023-34" if declared_on < TURN else "2026-16"


def find_blamed(row: Row) -> str | None:
    """Name the fact to blame where a row cannot be."""
    return find_odd_fact(row) or find_contradiction(row)


def find_odd_fact(row: Row) -> str | None:
    """Name the first fact that alone cannot be."""
    if row.supervision_code is not None and not CODE.fullmatch(row.supervision_code):
        return "supervision_code"
    if row.destination is not None and row.destination not in DESTINATIONS:
        return "destination"
    if row.reason is not None and row.reason not in REASONS:
        return "reason"
    if row.hs_code is not None and not HS_CODE.fullmatch(row.hs_code):
        return "hs_code"
    refund = row.export_refund
    if refund is not None and refund not in PAID_BACK and refund not in PENDING:
        return "export_refund"
    if row.use is not None and row.use not in USES:
        return "use"
    if row.attribution is not None and row.attribution not in ATTRIBUTIONS:
        return "attribution"
    if row.exported_quantity is not None and row.exported_quantity <= 0:
        return "exported_quantity"
    if row.returned_quantity is not None and row.returned_quantity <= 0:
        return "returned_quantity"
    if row.returned_before is not None and row.returned_before < 0:
        return "returned_before"
    if row.papers_held is not None and not PAPERS.issuperset(row.papers_held.split(";")):
        return "papers_held"
    return None


def find_contradiction(row: Row) -> str | None:
    """Name the first fact that cannot stand beside another."""
    if row.supervision_code in CODES_OF_THE_RETURN:
        return "supervision_code"
    declared, released, exported, left = out = row[1:5]
    if declared is not None and released is not None and released < declared:
        return "released_on"
    if exported is not None:
        if declared is not None and exported < declared:
            return "exported_on"
        if released is not None and exported < released:
            return "exported_on"
        if left is not None and left > exported:
            return "left_zone_on"
    last_out = max((day for day in out if day is not None), default=None)
    if last_out is not None:
        for fact, day in zip(Row._fields[5:8], row[5:8], strict=True):
            if day is not None and day < last_out:
                return fact
    if row.domestic_on is not None:
        if row.returned_on is not None and row.domestic_on < row.returned_on:
            return "domestic_on"
        if row.destination == "zone":
            return "destination"
    if row.export_refund in PENDING and "tax_certificate" in (row.papers_held or ""):
        return "papers_held"
    return None
