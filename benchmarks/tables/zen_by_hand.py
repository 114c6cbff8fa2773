"""The same answer as a JDM decision of zen-engine: expressions, one table of cases, row by row.

Days come as days since 1970, and the last days, strict and lenient, are found before the engine
runs; all else is in the decision. ``null and true`` is an error there and so is a comparison with
null, so every fact is asked for null first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import polars as pl
import zen
from dateutil.relativedelta import relativedelta

from tables.headings import HEADINGS, SCREEN

name = "zen-engine by hand"

EPOCH = date(1970, 1, 1)
DAYS = (
    "declared_on",
    "released_on",
    "exported_on",
    "left_zone_on",
    "returned_on",
    "domestic_on",
    "return_declared_on",
)
RETURNED = (
    "customer_return",
    "refused",
    "undeliverable",
    "order_cancelled",
    "foreign_customs",
    "wrong_goods",
    "recall",
)
STATED = (
    "delisted",
    "quality_defect",
    "payment_default",
    "label_noncompliance",
    "exhibition_sample",
    "other",
)
NO_RETURN = ("repair", "force_majeure")
CUSTOMER_HAD_THEM = ("customer_return", "quality_defect", "wrong_goods", "recall")
PLAIN = ("unsold", "customer_return", "refused", "undeliverable")
TRIALS = ("trial_found_defect", "customer_trial")
WORDS = {
    "destination": ("domestic", "zone"),
    "reason": ("unsold", *RETURNED, *STATED, *NO_RETURN),
    "export_refund": ("not_refunded", "repaid", "claimed", "refunded"),
    "use": ("unused", "used", *TRIALS),
    "attribution": ("traced", "fifo", "stated", "none"),
}
EXPORT_RECORDS = ("export_list", "export_declaration", "exit_filing_list")
RETURN_RECORDS = (
    "platform_return_record",
    "refusal_record",
    "other_return_record",
    "return_agreement",
)
TRIAL_EVIDENCE = ("inspection_report", "customer_trial_record", "platform_return_record")
EXIT_RECORDS = ("exit_filing_list", "gate_release", "export_list")
OTHER_PAPERS = ("tax_certificate", "self_declaration", "match_record", "export_duty_receipt")
PAPERS = (*EXPORT_RECORDS, *RETURN_RECORDS, *TRIAL_EVIDENCE, *EXIT_RECORDS, *OTHER_PAPERS)


def count_days(day: date) -> int:
    """Return the days since 1970."""
    return (day - EPOCH).days


def write_list(texts: Iterable[str]) -> str:
    """Write a list of texts."""
    return "[" + ", ".join(f"'{text}'" for text in texts) + "]"


def is_screened_as(digits: int, kind: str) -> str:
    """Ask whether the screen says so of the first digits of the HS code."""
    prefixes = [prefix for prefix, said in SCREEN.items() if len(prefix) == digits and said == kind]
    return f"hs_code[0:{digits - 1}] in {write_list(prefixes)}"  # both ends are included


def is_heading() -> str:
    """Ask whether the heading of the HS code is one."""
    return f"hs_code[0:3] in {write_list(sorted(HEADINGS))}"


def is_before(later: str, earlier: str) -> str:
    """Ask whether the later day is the earlier one, both known."""
    return f"{later} != null and {earlier} != null and {later} < {earlier}"


def is_other_than(fact: str, words: Iterable[str]) -> str:
    """Ask whether a known word is none of these."""
    return f"{fact} != null and {fact} not in {write_list(words)}"


def is_lacking(*papers: str) -> str:
    """Ask whether none of these papers is on the list."""
    return " and ".join(f"not contains(papers_held, '{paper}')" for paper in papers)


FACTS = {
    "in_zone": "supervision_code == '1210'",
    "other": "supervision_code != null and supervision_code != '1210'",
    "to_zone": "supervision_code == '1210' and destination == 'zone'",
    "back": "returned_on ?? domestic_on",
    "known_start": "supervision_code == '1210' ? left_zone_on : released_on",
    "strict_end": "supervision_code == '1210' ? domestic_on :"
    " returned_on != null and domestic_on != null and domestic_on > returned_on ? domestic_on :"
    " returned_on",
    "end": "supervision_code == '1210' ? domestic_on : returned_on",
    "can_be_in_time": "last_day != null"
    " and (supervision_code == '1210' or released_on != null or exported_on != null)",
    "can_be_late": "last_day != null"
    " and (supervision_code == '1210' or (released_on != null and declared_on != null))",
    "says": f"hs_code == null ? '' : {is_screened_as(4, 'food')} ? 'food' :"
    f" {is_screened_as(4, 'not_food')} ? 'not_food' : {is_screened_as(4, 'depends')} ? '' :"
    f" {is_screened_as(2, 'food')} ? 'food' :"
    f" {is_screened_as(2, 'not_food')} and {is_heading()} ? 'not_food' : ''",
}
TIMES = {
    "end_in_time": "can_be_in_time and strict_end != null and strict_end <= last_day",
    "end_late": "can_be_late and strict_end != null and strict_end > last_day",
    "stayed": "supervision_code != null and exported_on == null and back != null"
    " and known_start != null and back <= known_start + 10",
    "back_in_time": "can_be_in_time and return_declared_on != null"
    " and return_declared_on <= last_day",
    "back_late": "can_be_late and return_declared_on != null and return_declared_on > last_day",
    "compared": "supervision_code != null and end != null and lenient_day != null",
}
SIX_MONTHS = {
    "six": "stayed ? 'unknown' :"
    " to_zone and last_day != null and (return_declared_on == null or back_in_time)"
    " ? 'outstanding' :"
    " to_zone and back_late and exported_on != null ? 'open' :"
    " end_in_time and return_declared_on == null ? 'outstanding' :"
    " end_in_time and back_in_time ? 'met' :"
    " compared and end > lenient_day ? 'failed' :"
    " compared and (end_late or back_late) ? 'open' :"
    " supervision_code == null ? '' : 'unknown'",
}
CASES = (
    (
        "invalid",
        "supervision_code",
        "supervision_code != null and not matches(supervision_code, '^([0-9]{4}|none)$')",
    ),
    ("invalid", "destination", is_other_than("destination", WORDS["destination"])),
    ("invalid", "reason", is_other_than("reason", WORDS["reason"])),
    (
        "invalid",
        "hs_code",
        "hs_code != null and not matches(hs_code, '^[0-9]{4}([0-9]{2}){0,3}$')",
    ),
    ("invalid", "export_refund", is_other_than("export_refund", WORDS["export_refund"])),
    ("invalid", "use", is_other_than("use", WORDS["use"])),
    ("invalid", "attribution", is_other_than("attribution", WORDS["attribution"])),
    ("invalid", "exported_quantity", "exported_quantity != null and exported_quantity <= 0"),
    ("invalid", "returned_quantity", "returned_quantity != null and returned_quantity <= 0"),
    ("invalid", "returned_before", "returned_before != null and returned_before < 0"),
    (
        "invalid",
        "papers_held",
        "papers_held != null and not matches(papers_held,"
        f" '^({'|'.join(PAPERS)})(;({'|'.join(PAPERS)}))*$')",
    ),
    ("invalid", "supervision_code", "supervision_code in ['1261', '4561', '9661']"),
    ("invalid", "released_on", is_before("released_on", "declared_on")),
    ("invalid", "exported_on", is_before("exported_on", "declared_on")),
    ("invalid", "exported_on", is_before("exported_on", "released_on")),
    ("invalid", "left_zone_on", is_before("exported_on", "left_zone_on")),
    *(
        ("invalid", back, is_before(back, out))
        for back in ("returned_on", "domestic_on", "return_declared_on")
        for out in ("declared_on", "released_on", "exported_on", "left_zone_on")
    ),
    ("invalid", "domestic_on", is_before("domestic_on", "returned_on")),
    ("invalid", "destination", "destination == 'zone' and domestic_on != null"),
    (
        "invalid",
        "papers_held",
        "export_refund in ['claimed', 'refunded'] and papers_held != null"
        " and contains(papers_held, 'tax_certificate')",
    ),
    (
        "not_covered",
        "1.period",
        f"declared_on != null and declared_on > {count_days(date(2027, 12, 31))}",
    ),
    (
        "ineligible",
        "1.period",
        f"declared_on != null and declared_on < {count_days(date(2023, 1, 30))}",
    ),
    (
        "ineligible",
        "1.code",
        is_other_than("supervision_code", ("1210", "9610", "9710", "9810")),
    ),
    ("ineligible", "1.reason", f"reason in {write_list(NO_RETURN)}"),
    ("ineligible", "1.six_months", "six == 'failed'"),
    ("ineligible", "1.not_food", "is_food == true and says != 'not_food'"),
    (
        "ineligible",
        "1.same_goods",
        "shipped_as_declared == false"
        " or (exported_quantity != null and (returned_before ?? 0) >= exported_quantity)",
    ),
    ("ineligible", "3.same_form", "same_form == false"),
    ("ineligible", "3.no_parts_added", "parts_added == true"),
    ("ineligible", "3.not_processed", "processed == true"),
    ("ineligible", "3.unused", "use == 'used'"),
    ("needs_facts", "1.period", "declared_on == null"),
    ("needs_facts", "1.code", "supervision_code == null"),
    ("needs_facts", "1.reason", "reason == null"),
    ("needs_facts", "1.six_months", "six == 'unknown'"),
    ("needs_facts", "1.destination", "in_zone and destination == null"),
    ("needs_facts", "1.not_food", "is_food == null and says != 'not_food'"),
    (
        "needs_facts",
        "1.same_goods",
        "shipped_as_declared == null and reason == 'wrong_goods'",
    ),
    ("needs_facts", "2.refund_repaid", "export_refund == null"),
    ("needs_facts", "3.same_form", "same_form == null"),
    ("needs_facts", "3.no_parts_added", "parts_added == null"),
    ("needs_facts", "3.not_processed", "processed == null"),
    ("needs_facts", "3.unused", "use == null"),
    ("needs_review", "1.reason", f"reason not in {write_list(PLAIN)}"),
    ("needs_review", "1.six_months", "six == 'open'"),
    ("needs_review", "1.not_food", "is_food == true or says == 'food'"),
    ("needs_review", "1.same_goods", "attribution != null and attribution != 'traced'"),
    ("needs_review", "2.same_enterprise", "importer_differs == true"),
    ("needs_review", "3.same_form", "parts_missing == true or damaged == true"),
    ("needs_review", "3.not_processed", "repacked == true"),
    (
        "needs_review",
        "3.unused",
        f"use in {write_list(TRIALS)} and reason not in {write_list(CUSTOMER_HAD_THEM)}",
    ),
    ("conditional", "1.six_months", "six == 'outstanding'"),
    ("conditional", "1.destination", "destination == 'zone'"),
    (
        "conditional",
        "1.same_goods",
        "exported_quantity != null and returned_quantity != null"
        " and (returned_before ?? 0) + returned_quantity > exported_quantity",
    ),
    ("conditional", "2.refund_repaid", "export_refund in ['claimed', 'refunded']"),
    ("conditional", "2.certificate", f"papers_held != null and {is_lacking('tax_certificate')}"),
    *(
        ("conditional", "4.papers", f"papers_held != null and {when} and {is_lacking(*papers)}")
        for when, papers in (
            ("true", EXPORT_RECORDS),
            ("reason == 'unsold'", ("self_declaration",)),
            (f"reason in {write_list(RETURNED)}", RETURN_RECORDS),
            (f"reason in {write_list(STATED)}", ("self_declaration", *RETURN_RECORDS)),
            (f"use in {write_list(TRIALS)}", TRIAL_EVIDENCE),
            ("supervision_code == '9810'", ("match_record",)),
            ("in_zone", EXIT_RECORDS),
            ("export_duty_paid == true", ("export_duty_receipt",)),
        )
    ),
    ("eligible", "", "true"),
)
ASKED = {
    "supervision_code": "supervision_code == null",
    "declared_on": "declared_on == null",
    "released_on": "six == 'unknown' and not in_zone and not stayed and released_on == null"
    " and exported_on != null and returned_on != null"
    " and declared_on != null and return_declared_on != null",
    "exported_on": "six == 'unknown' and exported_on == null",
    "left_zone_on": "in_zone and left_zone_on == null",
    "returned_on": "other and returned_on == null and not stayed",
    "domestic_on": "in_zone and domestic_on == null and not stayed and not to_zone",
    "return_declared_on": "six == 'unknown' and return_declared_on == null and not end_late"
    " and not stayed and not to_zone",
    "destination": "in_zone and destination == null",
    "reason": "reason == null",
    "is_food": "is_food == null and says != 'not_food'",
    "export_refund": "export_refund == null",
    "same_form": "same_form == null",
    "parts_added": "parts_added == null",
    "processed": "processed == null",
    "use": "use == null",
    "shipped_as_declared": "shipped_as_declared == null and reason == 'wrong_goods'",
}
PRESUMED = {
    "export_entry": "true",
    "exported_on": "exported_on == null and six != 'unknown'"
    " and (back != null or return_declared_on != null)",
    "domestic_on": "other and domestic_on == null and returned_on != null"
    " and destination != 'zone'",
    "destination": "other and destination == null",
    "hs_code": "hs_code == null",
    "is_food": "is_food == null and says == 'not_food'",
    "parts_missing": "parts_missing == null",
    "damaged": "damaged == null",
    "repacked": "repacked == null",
    "importer_differs": "importer_differs == null",
    "attribution": "attribution == null",
    "shipped_as_declared": "shipped_as_declared == null and reason != null"
    " and reason != 'wrong_goods'",
    "exported_quantity": "exported_quantity == null",
    "returned_quantity": "returned_quantity == null",
    "returned_before": "returned_before == null",
    "papers_held": "papers_held == null",
}
LISTED = {
    "export_record": "true",
    "tax_certificate": "true",
    "self_declaration": "reason == null or reason == 'unsold'",
    "return_record": f"reason == null or reason in {write_list(RETURNED)}",
    "reason_statement": f"reason == null or reason in {write_list(STATED)}",
    "return_agreement": "(supervision_code == null or supervision_code == '9710')"
    " and (reason == null or reason not in ['refused', 'undeliverable'])",
    "trial_evidence": f"use == null or use in {write_list(TRIALS)}",
    "match_record": "true",
    "zone_exit_record": "supervision_code == null or in_zone",
    "export_duty_receipt": "export_duty_paid == true",
}


def join_names(conditions: dict[str, str]) -> str:
    """Join the names whose conditions hold, each with the mark behind it."""
    return " + ".join(f"(({when}) ? '{each};' : '')" for each, when in conditions.items())


TEXTS = {
    "missing": f"status == 'needs_facts' ? {join_names(ASKED)} : ''",
    "documents": "status in ['eligible', 'conditional', 'needs_review', 'needs_facts'] ?"
    f" {join_names(LISTED)} : ''",
    "assumed": f"status == 'invalid' ? '' : {join_names(PRESUMED)}",
}


def write_decision() -> str:
    """Write the decision: input, four steps of expressions, the table of cases, output."""
    contents: list[tuple[str, str, Any]] = [("inputNode", "facts", {})]
    for step, expressions in enumerate((FACTS, TIMES, SIX_MONTHS)):
        contents.append(("expressionNode", f"step {step}", write_expressions(expressions)))
    contents.append(("decisionTableNode", "cases", write_table()))
    contents.append(("expressionNode", "texts", write_expressions(TEXTS)))
    contents.append(("outputNode", "answer", {}))
    nodes = [
        {"id": str(at), "type": kind, "name": title, "content": content}
        for at, (kind, title, content) in enumerate(contents)
    ]
    edges = [
        {"id": f"e{at}", "type": "edge", "sourceId": str(at), "targetId": str(at + 1)}
        for at in range(len(nodes) - 1)
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def write_expressions(expressions: dict[str, str]) -> dict[str, Any]:
    """Write a step of expressions; what came in goes on."""
    return {
        "expressions": [
            {"id": key, "key": key, "value": value} for key, value in expressions.items()
        ],
        "passThrough": True,
    }


def write_table() -> dict[str, Any]:
    """Write the table: the first case that holds decides."""
    return {
        "hitPolicy": "first",
        "inputs": [{"id": "when", "name": "When"}],
        "outputs": [
            {"id": "status", "name": "Status", "field": "status"},
            {"id": "decider", "name": "Decided by", "field": "decided_by"},
        ],
        "rules": [
            {"_id": str(at), "when": when, "status": f"'{status}'", "decider": f"'{decider}'"}
            for at, (status, decider, when) in enumerate(CASES)
        ],
        "passThrough": True,
    }


SIX = relativedelta(months=6)
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
    judge = zen.ZenEngine().create_decision(write_decision())
    answers = []
    for row in frame.iter_rows(named=True):
        last = find_last_day(row)
        verdict = judge.evaluate(make_context(row, last))["result"]
        valid = verdict["status"] != "invalid"
        answers.append(
            (
                verdict["status"],
                find_governing(row["declared_on"]) if valid else None,
                last if valid else None,
                verdict["decided_by"],
                verdict["missing"][:-1],
                verdict["documents"][:-1],
                verdict["assumed"][:-1],
            )
        )
    return pl.DataFrame(answers, schema=SCHEMA, orient="row")


def make_context(row: dict[str, Any], last: date | None) -> dict[str, Any]:
    """Put numbers in place of the days, and add the last ones."""
    facts = dict(row)
    for fact in DAYS:
        if facts[fact] is not None:
            facts[fact] = count_days(facts[fact])
    exported = row["exported_on"]
    facts["last_day"] = None if last is None else count_days(last)
    facts["lenient_day"] = (
        None if exported is None else count_days(find_working_day(exported + SIX))
    )
    return facts


def find_last_day(row: dict[str, Any]) -> date | None:
    """Return the last day to come back, on the strict reading."""
    if row["supervision_code"] is None:
        return None
    if row["supervision_code"] == "1210":
        start = row["left_zone_on"]
    else:
        start = row["released_on"] or row["declared_on"]
    return None if start is None else start + SIX


def find_working_day(day: date) -> date:
    """Return the first day from this one on that is no Saturday or Sunday."""
    weekday = day.weekday()
    return day if weekday < 5 else day + timedelta(days=7 - weekday)


def find_governing(declared_on: date | None) -> str | None:
    """Name the announcement that governs exports of a day."""
    if declared_on is None or not date(2023, 1, 30) <= declared_on <= date(2027, 12, 31):
        return None
    return "2023-34" if declared_on < date(2026, 1, 1) else "2026-16"
