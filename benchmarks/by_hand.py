"""The same answer written by hand: if and else, ``relativedelta``, one finding a clause.

What a careful developer would write for one case, without settled questions: the fifteen outcomes
with their missing facts, the documents and the last day. The benchmark compares every one of its
answers with those of retax before it times anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from retax import ReturnedGoods
from retax.law.cross_border.food_headings import FOOD_HEADINGS
from retax.law.hs_headings import HEADINGS

SIX_MONTHS = relativedelta(months=6)
CODES = ("1210", "9610", "9710", "9810")
UNSOLD_OR_RETURNED = ("unsold", "customer_return", "refused", "undeliverable")
NO_RETURN = ("repair", "force_majeure")
TRIALS = ("trial_found_defect", "customer_trial")
CUSTOMER_HAD_THEM = ("customer_return", "quality_defect", "wrong_goods", "recall")
RETURNS = (
    "customer_return",
    "refused",
    "undeliverable",
    "order_cancelled",
    "foreign_customs",
    "wrong_goods",
    "recall",
)
STATED_REASONS = (
    "delisted",
    "quality_defect",
    "payment_default",
    "label_noncompliance",
    "exhibition_sample",
    "other",
)
RETURN_PAPERS = (
    "platform_return_record",
    "refusal_record",
    "other_return_record",
    "return_agreement",
)
PAPERS = {
    "export_record": ("export_list", "export_declaration", "exit_filing_list"),
    "tax_certificate": ("tax_certificate",),
    "self_declaration": ("self_declaration",),
    "return_record": RETURN_PAPERS,
    "reason_statement": ("self_declaration", *RETURN_PAPERS),
    "return_agreement": ("return_agreement",),
    "trial_evidence": ("inspection_report", "customer_trial_record", "platform_return_record"),
    "match_record": ("match_record",),
    "zone_exit_record": ("exit_filing_list", "gate_release", "export_list"),
    "export_duty_receipt": ("export_duty_receipt",),
}
WORST_FIRST = ("not_covered", "failed", "unknown", "open", "outstanding", "met")
STATUS = {
    "not_covered": "not_covered",
    "failed": "ineligible",
    "unknown": "needs_facts",
    "open": "needs_review",
    "outstanding": "conditional",
    "met": "eligible",
}


@dataclass(slots=True)
class Finding:
    clause: str
    outcome: str
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class Document:
    id: str
    certainty: str
    held: bool | None


@dataclass(slots=True)
class Result:
    status: str
    findings: list[Finding]
    documents: list[Document]
    last_day: date | None


def judge(goods: ReturnedGoods, as_of: date | None = None) -> Result:
    """Judge one case with no question settled."""
    last_day = find_strict_last_day(goods)
    findings = [
        judge_period(goods),
        judge_code(goods),
        judge_reason(goods),
        judge_six_months(goods, as_of, last_day),
        judge_destination(goods, as_of, last_day),
        judge_not_food(goods),
        judge_same_goods(goods),
        judge_refund_repaid(goods),
        judge_certificate(goods),
        Finding("2.same_enterprise", "open" if goods.importer_differs else "met"),
        judge_same_form(goods),
        judge_no_parts_added(goods),
        judge_not_processed(goods),
        judge_unused(goods),
        judge_papers(goods),
    ]
    outcomes = [finding.outcome for finding in findings]
    status = next(STATUS[outcome] for outcome in WORST_FIRST if outcome in outcomes)
    listed = [] if status in ("ineligible", "not_covered") else list_documents(goods)
    return Result(status, findings, listed, last_day)


def judge_period(goods: ReturnedGoods) -> Finding:
    declared = goods.declared_on
    if declared is None:
        return Finding("1.period", "unknown", ("declared_on",))
    if declared > date(2027, 12, 31):
        return Finding("1.period", "not_covered")
    return Finding("1.period", "met" if declared >= date(2023, 1, 30) else "failed")


def judge_code(goods: ReturnedGoods) -> Finding:
    if goods.supervision_code is None:
        return Finding("1.code", "unknown", ("supervision_code",))
    return Finding("1.code", "met" if goods.supervision_code in CODES else "failed")


def judge_reason(goods: ReturnedGoods) -> Finding:
    if goods.reason is None:
        return Finding("1.reason", "unknown", ("reason",))
    if goods.reason in UNSOLD_OR_RETURNED:
        return Finding("1.reason", "met")
    return Finding("1.reason", "failed" if goods.reason in NO_RETURN else "open")


def judge_six_months(goods: ReturnedGoods, as_of: date | None, last_day: date | None) -> Finding:
    if goods.supervision_code is None:
        return Finding("1.six_months", "unknown", ("supervision_code",))
    finding = judge_return(goods, as_of, last_day)
    if finding.outcome != "failed" and can_have_stayed(goods):
        return Finding("1.six_months", "unknown", ("exported_on",))
    return finding


def can_have_stayed(goods: ReturnedGoods) -> bool:
    back = goods.returned_on if goods.returned_on is not None else goods.domestic_on
    start = goods.left_zone_on if goods.supervision_code == "1210" else goods.released_on
    if goods.exported_on is not None or back is None or start is None:
        return False
    return back <= start + timedelta(days=10)


def judge_return(goods: ReturnedGoods, as_of: date | None, last_day: date | None) -> Finding:
    clause = "1.six_months"
    from_a_zone = goods.supervision_code == "1210"
    if from_a_zone and goods.destination == "zone":
        return judge_goods_in_zone(goods, as_of)
    if as_of is not None and is_still_abroad(goods, from_a_zone):
        if last_day is not None and as_of <= last_day:
            return Finding(clause, "outstanding")
        strict, missing = check_strictly(goods, as_of, "")
        lenient, missing_too = check_leniently(goods, as_of, "")
        return judge_both_readings(clause, strict, lenient, missing | missing_too)
    end_name = "domestic_on" if from_a_zone else "returned_on"
    end = goods.domestic_on if from_a_zone else goods.returned_on
    strict_end = end
    if not from_a_zone and end is not None and goods.domestic_on is not None:
        strict_end = max(end, goods.domestic_on)  # came by way of a zone
    declared = goods.return_declared_on
    is_declared = declared is not None or goods.return_entry is not None
    end_strictly, missing = check_strictly(goods, strict_end, end_name)
    can_be_declared = as_of is None or (last_day is not None and as_of <= last_day)
    if not is_declared and end_strictly is True and can_be_declared:
        return Finding(clause, "outstanding")
    declared_in_time, missing_declared = check_strictly(goods, declared, "return_declared_on")
    if end_strictly is False or declared_in_time is False:
        strict, missing = False, set()
    elif end_strictly is None or declared_in_time is None:
        strict, missing = None, missing | missing_declared
    else:
        is_planned = as_of is not None and strict_end is not None and as_of < strict_end
        return Finding(clause, "outstanding" if is_planned else "met")
    lenient, missing_leniently = check_leniently(goods, end, end_name)
    return judge_both_readings(clause, strict, lenient, missing | missing_leniently)


def judge_goods_in_zone(goods: ReturnedGoods, as_of: date | None) -> Finding:
    now, name = (goods.left_zone_on, "left_zone_on") if as_of is None else (as_of, "")
    strict, missing = check_strictly(goods, now, name)
    if goods.return_declared_on is not None or goods.return_entry is not None:
        declared, missing_declared = check_strictly(
            goods, goods.return_declared_on, "return_declared_on"
        )
        if strict is False or declared is False:
            strict, missing = False, set()
        elif strict is None or declared is None:
            strict, missing = None, missing | missing_declared
    if strict is True:
        return Finding("1.six_months", "outstanding")
    later, name = (goods.exported_on, "exported_on") if as_of is None else (as_of, "")
    lenient, missing_leniently = check_leniently(goods, later, name)
    return judge_both_readings("1.six_months", strict, lenient, missing | missing_leniently)


def is_still_abroad(goods: ReturnedGoods, from_a_zone: bool) -> bool:
    if goods.return_declared_on is not None or goods.return_entry is not None:
        return False
    if from_a_zone:
        in_the_country = goods.returned_on is not None and goods.destination != "zone"
        return goods.domestic_on is None and not in_the_country
    return goods.returned_on is None and goods.domestic_on is None


def check_strictly(
    goods: ReturnedGoods, day: date | None, name: str
) -> tuple[bool | None, set[str]]:
    if goods.supervision_code == "1210":
        if day is not None and goods.left_zone_on is not None:
            return day <= goods.left_zone_on + SIX_MONTHS, set()
        return None, list_lacking((day, name), (goods.left_zone_on, "left_zone_on"))
    released, exported, declared = goods.released_on, goods.exported_on, goods.declared_on
    if day is not None and released is not None and day <= released + SIX_MONTHS:
        return True, set()
    if day is not None and declared is not None:
        if day <= declared + SIX_MONTHS:
            if exported is not None:
                return True, set()
        elif released is not None:
            return False, set()
    missing = list_lacking((day, name), (released, "released_on"), (declared, "declared_on"))
    if day is None or declared is None or day <= declared + SIX_MONTHS:
        missing |= list_lacking((exported, "exported_on"))
    return None, missing


def check_leniently(
    goods: ReturnedGoods, day: date | None, name: str
) -> tuple[bool | None, set[str]]:
    exported = goods.exported_on
    if day is None or exported is None:
        return None, list_lacking((day, name), (exported, "exported_on"))
    return day <= find_working_day(exported + SIX_MONTHS), set()


def list_lacking(*facts: tuple[object, str]) -> set[str]:
    return {name for value, name in facts if value is None}


def judge_both_readings(
    clause: str, strict: bool | None, lenient: bool | None, missing: set[str]
) -> Finding:
    if strict is True:
        return Finding(clause, "met")
    if lenient is False:
        return Finding(clause, "failed")
    if strict is None or lenient is None:
        if missing != {"released_on"}:
            missing.discard("released_on")
        return Finding(clause, "unknown", tuple(sorted(missing, key=ORDER.__getitem__)))
    return Finding(clause, "open")


ORDER = {name: at for at, name in enumerate(ReturnedGoods.model_fields)}


def find_working_day(day: date) -> date:
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day


def find_strict_last_day(goods: ReturnedGoods) -> date | None:
    if goods.supervision_code is None:
        return None
    if goods.supervision_code == "1210":
        start = goods.left_zone_on
    else:
        start = goods.released_on if goods.released_on is not None else goods.declared_on
    return None if start is None else start + SIX_MONTHS


def judge_destination(goods: ReturnedGoods, as_of: date | None, last_day: date | None) -> Finding:
    clause = "1.destination"
    if goods.supervision_code is None:
        return Finding(clause, "unknown", ("supervision_code",))
    if goods.supervision_code != "1210":
        if goods.destination != "zone":
            return Finding(clause, "met")
        if as_of is None or last_day is None or as_of <= last_day:
            return Finding(clause, "outstanding")
        strict, missing = check_strictly(goods, as_of, "")
        return judge_both_readings(clause, strict, True, missing)
    if goods.destination is None:
        return Finding(clause, "unknown", ("destination",))
    if goods.destination == "domestic":
        return Finding(clause, "met")
    if as_of is None or last_day is None or as_of <= last_day:
        return Finding(clause, "outstanding")
    lenient, missing = check_leniently(goods, as_of, "")
    return judge_both_readings(clause, False, lenient, missing)


def judge_not_food(goods: ReturnedGoods) -> Finding:
    hs_code = goods.hs_code
    screen = None
    if hs_code is not None:
        screen = FOOD_HEADINGS.get(hs_code[:4]) or FOOD_HEADINGS.get(hs_code[:2])
        if screen == "not_food" and hs_code[:4] not in HEADINGS:
            screen = None
    if goods.is_food is None:
        if screen == "not_food":
            return Finding("1.not_food", "met")
        return Finding("1.not_food", "unknown", ("is_food",))
    if goods.is_food:
        return Finding("1.not_food", "open" if screen == "not_food" else "failed")
    return Finding("1.not_food", "open" if screen == "food" else "met")


def judge_same_goods(goods: ReturnedGoods) -> Finding:
    exported, returned = goods.exported_quantity, goods.returned_quantity
    before = goods.returned_before if goods.returned_before is not None else Decimal(0)
    if exported is not None and before >= exported:
        return Finding("1.same_goods", "failed")
    if goods.shipped_as_declared is False:
        return Finding("1.same_goods", "failed")
    if goods.shipped_as_declared is None and goods.reason in (None, "wrong_goods"):
        lacks = "reason" if goods.reason is None else "shipped_as_declared"
        return Finding("1.same_goods", "unknown", (lacks,))
    if goods.attribution not in (None, "traced"):
        return Finding("1.same_goods", "open")
    if exported is not None and returned is not None and before + returned > exported:
        return Finding("1.same_goods", "outstanding")
    return Finding("1.same_goods", "met")


def judge_refund_repaid(goods: ReturnedGoods) -> Finding:
    if goods.export_refund is None:
        return Finding("2.refund_repaid", "unknown", ("export_refund",))
    if goods.export_refund in ("claimed", "refunded"):
        return Finding("2.refund_repaid", "outstanding")
    return Finding("2.refund_repaid", "met")


def judge_certificate(goods: ReturnedGoods) -> Finding:
    if goods.papers_held is None or "tax_certificate" in goods.papers_held:
        return Finding("2.certificate", "met")
    return Finding("2.certificate", "outstanding")


def judge_same_form(goods: ReturnedGoods) -> Finding:
    if goods.same_form is None:
        return Finding("3.same_form", "unknown", ("same_form",))
    if not goods.same_form:
        return Finding("3.same_form", "failed")
    return Finding("3.same_form", "open" if goods.parts_missing or goods.damaged else "met")


def judge_no_parts_added(goods: ReturnedGoods) -> Finding:
    if goods.parts_added is None:
        return Finding("3.no_parts_added", "unknown", ("parts_added",))
    return Finding("3.no_parts_added", "failed" if goods.parts_added else "met")


def judge_not_processed(goods: ReturnedGoods) -> Finding:
    if goods.processed is None:
        return Finding("3.not_processed", "unknown", ("processed",))
    if goods.processed:
        return Finding("3.not_processed", "failed")
    return Finding("3.not_processed", "open" if goods.repacked else "met")


def judge_unused(goods: ReturnedGoods) -> Finding:
    if goods.use is None:
        arguable = goods.reason is None
        return Finding("3.unused", "unknown", ("reason", "use") if arguable else ("use",))
    if goods.use == "unused":
        return Finding("3.unused", "met")
    if goods.use == "used":
        return Finding("3.unused", "failed")
    if goods.reason is None:
        return Finding("3.unused", "unknown", ("reason",))
    return Finding("3.unused", "met" if goods.reason in CUSTOMER_HAD_THEM else "open")


def list_required(goods: ReturnedGoods) -> list[tuple[str, bool | None, str]]:
    """Return each document with whether it is required, and the fact that depends on."""
    code, reason, use = goods.supervision_code, goods.reason, goods.use
    return [
        ("export_record", True, ""),
        ("tax_certificate", True, ""),
        ("self_declaration", None if reason is None else reason == "unsold", "reason"),
        ("return_record", None if reason is None else reason in RETURNS, "reason"),
        (
            "reason_statement",
            None if reason is None else reason in STATED_REASONS,
            "reason",
        ),
        ("return_agreement", is_agreement_expected(code, reason), ""),
        ("trial_evidence", None if use is None else use in TRIALS, "use"),
        ("match_record", None if code is None else code == "9810", "supervision_code"),
        ("zone_exit_record", None if code is None else code == "1210", "supervision_code"),
        ("export_duty_receipt", goods.export_duty_paid is True, ""),
    ]


def is_agreement_expected(code: str | None, reason: str | None) -> bool | None:
    if code not in (None, "9710") or reason in ("refused", "undeliverable"):
        return False
    return None if code is None or reason is None else True


def judge_papers(goods: ReturnedGoods) -> Finding:
    held = goods.papers_held
    if held is None:
        return Finding("4.papers", "met")
    missing = set()
    for document, is_required, fact in list_required(goods):
        if document in ("tax_certificate", "return_agreement") or is_required is False:
            continue
        if held.isdisjoint(PAPERS[document]):
            if is_required:
                return Finding("4.papers", "outstanding")
            missing.add(fact)
    if missing:
        return Finding("4.papers", "unknown", tuple(sorted(missing, key=ORDER.__getitem__)))
    return Finding("4.papers", "met")


def list_documents(goods: ReturnedGoods) -> list[Document]:
    listed = []
    held = goods.papers_held
    for document, is_required, _ in list_required(goods):
        if document == "match_record":
            certainty = "required" if is_required else "expected"
        elif is_required is False:
            continue
        elif is_required is None:
            certainty = "depends"
        else:
            certainty = "expected" if document == "return_agreement" else "required"
        have = None if held is None else not held.isdisjoint(PAPERS[document])
        listed.append(Document(document, certainty, have))
    return listed
