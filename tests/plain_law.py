"""The plain second reading of the law, with which the engine is compared.

One small function a clause, in the order of the announcement. A value is True, False or None
(unknown).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta

Truth = bool | None
Facts = Mapping[str, Any]
Settled = Mapping[str, str]

STRICT = "strict"
LENIENT = "lenient"

# The facts the law reads or asks for, in the order of the model.
FACTS = (
    "export_entry",
    "return_entry",
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
    "hs_code",
    "is_food",
    "export_refund",
    "same_form",
    "parts_added",
    "processed",
    "use",
    "parts_missing",
    "damaged",
    "repacked",
    "importer_differs",
    "attribution",
    "shipped_as_declared",
    "exported_quantity",
    "returned_quantity",
    "returned_before",
    "export_duty_paid",
    "taxed_at_export",
    "papers_held",
)

# The open questions, in the order of docs/sources.md.
QUESTIONS = (
    "export-date",
    "zone-exit-date",
    "return-date",
    "rest-day",
    "zone",
    "reason:order_cancelled",
    "reason:delisted",
    "reason:foreign_customs",
    "reason:wrong_goods",
    "reason:recall",
    "reason:quality_defect",
    "reason:payment_default",
    "reason:label_noncompliance",
    "reason:exhibition_sample",
    "reason:other",
    "food-heading",
    "missing-or-damaged",
    "repacking",
    "trial-without-customer",
    "other-enterprise",
    "batch-fifo",
    "batch-stated",
)

# "Other" names no reason, so that no answer of customs closes its question.
NEVER_SETTLED = ("reason:other",)

CODES = ("1210", "9610", "9710", "9810")

# Every reason, in the order of the model.
REASONS = (
    "unsold",
    "customer_return",
    "refused",
    "undeliverable",
    "order_cancelled",
    "quality_defect",
    "delisted",
    "foreign_customs",
    "wrong_goods",
    "recall",
    "payment_default",
    "label_noncompliance",
    "exhibition_sample",
    "other",
    "repair",
    "force_majeure",
)
PLAIN_REASONS = ("unsold", "customer_return", "refused", "undeliverable")
ARGUABLE_REASONS = (
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
)
TRIAL_REASONS = ("customer_return", "quality_defect", "wrong_goods", "recall")
RETURN_RECORD_REASONS = (
    "customer_return",
    "refused",
    "undeliverable",
    "order_cancelled",
    "foreign_customs",
    "wrong_goods",
    "recall",
)
STATEMENT_REASONS = (
    "delisted",
    "quality_defect",
    "payment_default",
    "label_noncompliance",
    "exhibition_sample",
    "other",
)
NO_AGREEMENT_REASONS = ("refused", "undeliverable")
ORDINARY_ROUTE_REASONS = (
    "customer_return",
    "refused",
    "quality_defect",
    "wrong_goods",
    "recall",
    "foreign_customs",
    "force_majeure",
    "label_noncompliance",
    "other",
)
TRIAL_USES = ("trial_found_defect", "customer_trial")

# From the worst outcome to the best, each with the status it gives.
STATUS_OF = {
    "not_covered": "not_covered",
    "failed": "ineligible",
    "unknown": "needs_facts",
    "open": "needs_review",
    "outstanding": "conditional",
    "met": "eligible",
}

RETURN_RECORDS = (
    "platform_return_record",
    "refusal_record",
    "other_return_record",
    "return_agreement",
)

# Any one of these papers serves.
PAPERS_OF = {
    "export_record": ("export_list", "export_declaration", "exit_filing_list"),
    "tax_certificate": ("tax_certificate",),
    "self_declaration": ("self_declaration",),
    "return_record": RETURN_RECORDS,
    "reason_statement": ("self_declaration", *RETURN_RECORDS),
    "return_agreement": ("return_agreement",),
    "trial_evidence": ("inspection_report", "customer_trial_record", "platform_return_record"),
    "match_record": ("match_record",),
    "zone_exit_record": ("exit_filing_list", "gate_release", "export_list"),
    "export_duty_receipt": ("export_duty_receipt",),
}


class Announcement(NamedTuple):
    id: str
    issued: date
    published: date
    first: date
    last: date


ANNOUNCEMENTS = (
    Announcement(
        "2023-4", date(2023, 1, 30), date(2023, 2, 1), date(2023, 1, 30), date(2024, 1, 30)
    ),
    Announcement(
        "2023-34", date(2023, 8, 22), date(2023, 8, 31), date(2023, 1, 30), date(2025, 12, 31)
    ),
    Announcement(
        "2026-16", date(2026, 2, 6), date(2026, 2, 9), date(2026, 1, 1), date(2027, 12, 31)
    ),
)


class Finding(NamedTuple):
    outcome: str
    missing: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    presumed: tuple[str, ...] = ()


# Three-valued logic


def both(a: Truth, b: Truth) -> Truth:
    """a and b."""
    if a is False or b is False:
        return False
    if a is None or b is None:
        return None
    return True


def either(a: Truth, b: Truth) -> Truth:
    """a or b."""
    if a is True or b is True:
        return True
    if a is None or b is None:
        return None
    return False


def neither(a: Truth, b: Truth = False) -> Truth:
    """Neither a nor b; of one value, its contrary."""
    value = either(a, b)
    if value is None:
        return None
    return not value


def is_in(value: Any, words: tuple[str, ...]) -> Truth:
    """The value is one of the words."""
    if value is None:
        return None
    return value in words


def not_after(day: date | None, last: date | None) -> Truth:
    """day <= last."""
    if day is None or last is None:
        return None
    return day <= last


# Outcomes


def outcome_of(strict: Truth, lenient: Truth, outstanding: bool = False) -> str:
    """The outcome of a clause, the first line that fits."""
    if outstanding:
        return "outstanding"
    if strict is True:
        return "met"
    if lenient is False:
        return "failed"
    if strict is None or lenient is None:
        return "unknown"
    return "open"


def in_model_order(names: Iterable[str]) -> tuple[str, ...]:
    """The facts named, each once, in the order of the model."""
    return tuple(sorted(set(names), key=FACTS.index))


def plain_finding(holds: Truth, missing: Iterable[str] = (), outstanding: bool = False) -> Finding:
    """The finding of a clause without a question; `missing` counts only where it is unknown."""
    outcome = outcome_of(holds, holds, outstanding)
    if outcome == "unknown":
        return Finding(outcome, in_model_order(missing))
    return Finding(outcome)


def divided_finding(
    question: str,
    strict: Truth,
    lenient: Truth,
    settled: Settled,
    strict_missing: Iterable[str] = (),
    lenient_missing: Iterable[str] = (),
    outstanding: bool = False,
) -> Finding:
    """The finding of a clause that one question divides."""
    settled_here: tuple[str, ...] = ()
    if question in settled:
        if strict is not lenient:
            settled_here = (question,)
        if settled[question] == STRICT:
            lenient, lenient_missing = strict, strict_missing
        else:
            strict, strict_missing = lenient, lenient_missing

    outcome = outcome_of(strict, lenient, outstanding)
    if outcome == "unknown":
        missing: set[str] = set()
        if strict is None:
            missing.update(strict_missing)
        if lenient is None:
            missing.update(lenient_missing)
        return Finding(outcome, in_model_order(missing), (), settled_here)
    if outcome == "open":
        return Finding(outcome, (), (question,), settled_here)
    return Finding(outcome, (), (), settled_here)


# 1.period


def published_by(known_on: date | None) -> list[Announcement]:
    """The announcements published by that day; all of them if no day is given."""
    return [a for a in ANNOUNCEMENTS if known_on is None or a.published <= known_on]


def governing(declared_on: date | None, known_on: date | None) -> Announcement | None:
    """The announcement that governs goods declared on that day; of several, the one issued last."""
    if declared_on is None:
        return None
    found = [a for a in published_by(known_on) if a.first <= declared_on <= a.last]
    if not found:
        return None
    return max(found, key=lambda a: a.issued)


def clause_period(facts: Facts, known_on: date | None) -> Finding:
    """Declared for export in the window of an announcement."""
    published = published_by(known_on)
    if not published:
        return Finding("not_covered")
    declared_on = facts.get("declared_on")
    if declared_on is None:
        return Finding("unknown", ("declared_on",))
    if declared_on > max(a.last for a in published):
        return Finding("not_covered")
    if governing(declared_on, known_on) is None:
        return Finding("failed")
    return Finding("met")


# 1.code


def clause_code(facts: Facts) -> Finding:
    """One of the four supervision codes."""
    return plain_finding(is_in(facts.get("supervision_code"), CODES), ("supervision_code",))


# 1.reason


def clause_reason(facts: Facts, settled: Settled) -> Finding:
    """Unsold or returned; ten reasons are arguable, each by a question of its own."""
    reason = facts.get("reason")
    if reason == "other":
        return divided_finding("reason:other", False, True, {})  # no settlement closes it
    if reason in ARGUABLE_REASONS:
        return divided_finding("reason:" + reason, False, True, settled)
    return plain_finding(is_in(reason, PLAIN_REASONS), ("reason",))


# 1.six_months


@cache
def six_months_after(start: date) -> date:
    """The corresponding day of the sixth month, or the month's last day."""
    return start + relativedelta(months=6)


def is_rest_day(day: date, days_off: frozenset[date] | None) -> bool:
    """A day off given; a Saturday or Sunday in a year for which no day off is given."""
    if days_off is not None:
        for day_off in days_off:
            if day_off.year == day.year:
                return day in days_off
    return day.weekday() >= 5


def last_day_from(
    start: date | None, rest_day: str, days_off: frozenset[date] | None
) -> date | None:
    """L(start)."""
    if start is None:
        return None
    day = six_months_after(start)
    if rest_day == LENIENT:
        while is_rest_day(day, days_off):
            day += timedelta(days=1)
    return day


def start_question(code: str | None) -> str:
    """The question which day starts the clock."""
    if code == "1210":
        return "zone-exit-date"
    return "export-date"


def clock_questions(code: str | None) -> tuple[str, ...]:
    """The questions of the six months under this code."""
    if code == "1210":
        return ("zone-exit-date", "return-date", "rest-day")
    return ("export-date", "return-date", "rest-day", "zone")


def last_day(facts: Facts, settled: Settled, days_off: frozenset[date] | None) -> date | None:
    """The strict last day, settled questions on their settled side."""
    code = facts.get("supervision_code")
    rest_day = settled.get("rest-day", STRICT)
    if code is None:
        return None
    if settled.get(start_question(code), STRICT) == LENIENT:
        return last_day_from(facts.get("exported_on"), rest_day, days_off)
    if code == "1210":
        return last_day_from(facts.get("left_zone_on"), rest_day, days_off)
    if facts.get("released_on") is not None:
        return last_day_from(facts.get("released_on"), rest_day, days_off)
    return last_day_from(facts.get("declared_on"), rest_day, days_off)


def in_time(
    day: date | None, facts: Facts, sides: Settled, days_off: frozenset[date] | None
) -> Truth:
    """The day is in time, with each question on the given side."""
    code = facts.get("supervision_code")
    rest_day = sides["rest-day"]
    if code is None:
        return None
    if sides[start_question(code)] == LENIENT:
        return not_after(day, last_day_from(facts.get("exported_on"), rest_day, days_off))
    if code == "1210":
        return not_after(day, last_day_from(facts.get("left_zone_on"), rest_day, days_off))
    by_release = not_after(day, last_day_from(facts.get("released_on"), rest_day, days_off))
    by_declaration = both(
        not_after(facts.get("declared_on"), facts.get("exported_on")),
        not_after(day, last_day_from(facts.get("declared_on"), rest_day, days_off)),
    )
    return either(by_release, by_declaration)


def missing_in_time(
    day_name: str, day: date | None, facts: Facts, sides: Settled, days_off: frozenset[date] | None
) -> set[str]:
    """The facts for want of which it is unknown whether the day is in time."""
    if in_time(day, facts, sides, days_off) is not None:
        return set()
    code = facts.get("supervision_code")
    if code is None:
        return {"supervision_code"}

    missing = set()
    if day is None:
        missing.add(day_name)
    if sides[start_question(code)] == LENIENT:
        if facts.get("exported_on") is None:
            missing.add("exported_on")
        return missing
    if code == "1210":
        if facts.get("left_zone_on") is None:
            missing.add("left_zone_on")
        return missing

    # By the release: unknown unless both days are known; then it decides or asks for nothing.
    if facts.get("released_on") is None:
        missing.add("released_on")
    # By the declaration: "declared before the export" and "in time from the declaration".
    declared_on = facts.get("declared_on")
    exported_on = facts.get("exported_on")
    before_export = not_after(declared_on, exported_on)
    from_declaration = not_after(day, last_day_from(declared_on, sides["rest-day"], days_off))
    if both(before_export, from_declaration) is None:
        if declared_on is None:
            missing.add("declared_on")
        if exported_on is None:
            missing.add("exported_on")
    return missing


def came_by_way_of_a_zone(facts: Facts) -> bool:
    """Outside 1210: outside any zone on a later day than in the country."""
    code = facts.get("supervision_code")
    if code is None or code == "1210":
        return False
    returned_on = facts.get("returned_on")
    domestic_on = facts.get("domestic_on")
    if returned_on is None or domestic_on is None:
        return False
    return bool(domestic_on > returned_on)


def end_name(facts: Facts, zone: str = LENIENT) -> str:
    """The fact that ends the period, with the question `zone` on this side.

    Under an unknown code there is none to name.
    """
    if facts.get("supervision_code") == "1210":
        return "domestic_on"
    if zone == STRICT and came_by_way_of_a_zone(facts):
        return "domestic_on"
    return "returned_on"


def end_of_period(facts: Facts, zone: str = LENIENT) -> date | None:
    """The day that ends the period, with the question `zone` on this side."""
    if facts.get("supervision_code") is None:
        return None
    return facts.get(end_name(facts, zone))


def zone_side(sides: Settled) -> str:
    """The side of the question `zone`; under 1210, where there is none, it makes no difference."""
    return sides.get("zone", STRICT)


def back_on(facts: Facts, settled: Settled) -> date | None:
    """The day that ends the period on the strict side, settled questions on their settled side."""
    return end_of_period(facts, zone_side(settled))


def counted_to(facts: Facts, settled: Settled) -> str | None:
    """The fact that holds that day; none while the day is not known."""
    if back_on(facts, settled) is None:
        return None
    return end_name(facts, zone_side(settled))


def still_abroad(facts: Facts, as_of: date | None) -> bool:
    """With a day to judge by, nothing that shows the goods back (1210: outside any zone)."""
    if as_of is None or end_of_period(facts) is not None:
        return False
    if facts.get("return_declared_on") is not None or facts.get("return_entry") is not None:
        return False
    if facts.get("supervision_code") == "1210":
        return facts.get("returned_on") is None or facts.get("destination") == "zone"
    return facts.get("returned_on") is None and facts.get("domestic_on") is None


def bound_for_a_zone(facts: Facts) -> bool:
    """1210 goods that are in a zone, or go there."""
    return facts.get("supervision_code") == "1210" and facts.get("destination") == "zone"


def shown_back(facts: Facts) -> bool:
    """Some fact of the return shows that the goods are back in the country."""
    return (
        facts.get("returned_on") is not None
        or facts.get("domestic_on") is not None
        or facts.get("return_declared_on") is not None
        or facts.get("return_entry") is not None
    )


def start_of_the_strict_clock(facts: Facts) -> date | None:
    """The release; under 1210 the gate-out of the zone."""
    code = facts.get("supervision_code")
    if code is None:
        return None
    if code == "1210":
        return facts.get("left_zone_on")
    return facts.get("released_on")


def has_left_the_country(facts: Facts) -> Truth:
    """The goods have left: presumed, but not of goods back within ten days of the clock's start.

    Goods taken back from the terminal look like that; they never left.
    """
    if facts.get("exported_on") is not None:
        return True
    back = facts.get("returned_on")
    if back is None:
        back = facts.get("domestic_on")
    start = start_of_the_strict_clock(facts)
    if back is None or start is None:
        return True
    if back - start <= timedelta(days=10):
        return None
    return True


def declared_in_time(facts: Facts, sides: Settled, days_off: frozenset[date] | None) -> Truth:
    """The return is declared in time."""
    return in_time(facts.get("return_declared_on"), facts, sides, days_off)


def can_leave_the_zone(
    facts: Facts, as_of: date | None, sides: Settled, days_off: frozenset[date] | None
) -> Truth:
    """1210: the last day to be outside any zone is known, and not past."""
    last = last_day(facts, sides, days_off)
    if last is None:
        return None
    if as_of is None:
        return True
    return as_of <= last


def zone_declaration_in_time(
    facts: Facts, sides: Settled, days_off: frozenset[date] | None
) -> Truth:
    """1210 goods in a zone: declared out of it in time, or not yet declared.

    A declaration that has a number has a day, which is asked for.
    """
    if facts.get("return_declared_on") is None and facts.get("return_entry") is None:
        return True
    return declared_in_time(facts, sides, days_off)


def return_in_time(
    facts: Facts, as_of: date | None, sides: Settled, days_off: frozenset[date] | None
) -> Truth:
    """Back within six months, of goods that have left, with each question on the given side."""
    if bound_for_a_zone(facts):
        can_leave = can_leave_the_zone(facts, as_of, sides, days_off)
        if sides["return-date"] == LENIENT:
            return can_leave
        return both(can_leave, zone_declaration_in_time(facts, sides, days_off))
    if still_abroad(facts, as_of):
        return in_time(as_of, facts, sides, days_off)
    end_in_time = in_time(end_of_period(facts, zone_side(sides)), facts, sides, days_off)
    if sides["return-date"] == LENIENT:
        return end_in_time
    return both(end_in_time, declared_in_time(facts, sides, days_off))


def six_months_holds(
    facts: Facts, as_of: date | None, sides: Settled, days_off: frozenset[date] | None
) -> Truth:
    """Left the country, and back within six months."""
    return both(has_left_the_country(facts), return_in_time(facts, as_of, sides, days_off))


def missing_in_a_zone(
    facts: Facts, as_of: date | None, sides: Settled, days_off: frozenset[date] | None
) -> set[str]:
    """1210 goods in a zone: the start of the clock, and the day of a declaration with a number."""
    missing = set()
    if can_leave_the_zone(facts, as_of, sides, days_off) is None:
        if sides["zone-exit-date"] == LENIENT:
            missing.add("exported_on")
        else:
            missing.add("left_zone_on")
    if sides["return-date"] == STRICT:
        numbered = facts.get("return_entry") is not None
        if numbered and facts.get("return_declared_on") is None:
            missing.add("return_declared_on")
    return missing


def six_months_missing(
    facts: Facts, as_of: date | None, sides: Settled, days_off: frozenset[date] | None
) -> set[str]:
    """The missing facts of an unknown value on these sides."""
    if six_months_holds(facts, as_of, sides, days_off) is not None:
        return set()
    if has_left_the_country(facts) is None:
        return {"exported_on"}
    if bound_for_a_zone(facts):
        return missing_in_a_zone(facts, as_of, sides, days_off)
    if still_abroad(facts, as_of):
        return missing_in_time("as_of", as_of, facts, sides, days_off)
    zone = zone_side(sides)
    name, end = end_name(facts, zone), end_of_period(facts, zone)
    missing = missing_in_time(name, end, facts, sides, days_off)
    if sides["return-date"] == STRICT:
        declared = facts.get("return_declared_on")
        missing |= missing_in_time("return_declared_on", declared, facts, sides, days_off)
    return missing


def is_planned(facts: Facts, as_of: date | None, zone: str) -> bool:
    """The day that ends the period is still ahead."""
    end = end_of_period(facts, zone)
    if as_of is None or end is None:
        return False
    return as_of < end


def planned_return_outstanding(
    facts: Facts, as_of: date | None, settled: Settled, days_off: frozenset[date] | None
) -> bool:
    """A return that is still ahead, and would be in time on the strict side."""
    if not is_planned(facts, as_of, zone_side(settled)):
        return False
    strict_sides = all_sides(facts, settled, STRICT)
    return six_months_holds(facts, as_of, strict_sides, days_off) is True


def return_by_outstanding(
    facts: Facts, as_of: date | None, settled: Settled, days_off: frozenset[date] | None
) -> bool:
    """Still abroad, and the strict last day is not over."""
    if not still_abroad(facts, as_of):
        return False
    return not_after(as_of, last_day(facts, settled, days_off)) is True


def is_to_be_declared(facts: Facts, settled: Settled) -> bool:
    """Nothing shows that the return is declared, and arrival alone is not settled to be enough."""
    if settled.get("return-date") == LENIENT:
        return False
    return facts.get("return_declared_on") is None and facts.get("return_entry") is None


def declare_return_outstanding(
    facts: Facts, as_of: date | None, settled: Settled, days_off: frozenset[date] | None
) -> bool:
    """Back in time, not yet declared, and the strict last day is not known to be over."""
    if not is_to_be_declared(facts, settled):
        return False
    strict_sides = all_sides(facts, settled, STRICT)
    if in_time(back_on(facts, settled), facts, strict_sides, days_off) is not True:
        return False
    if as_of is None:
        return True
    return not_after(as_of, last_day(facts, settled, days_off)) is True


def six_months_outstanding(
    facts: Facts, as_of: date | None, settled: Settled, days_off: frozenset[date] | None
) -> bool:
    """Something is left to be done by the last day, of goods that have left the country."""
    if has_left_the_country(facts) is None:
        return False
    if bound_for_a_zone(facts):
        strict_sides = all_sides(facts, settled, STRICT)
        return return_in_time(facts, as_of, strict_sides, days_off) is True
    return (
        return_by_outstanding(facts, as_of, settled, days_off)
        or planned_return_outstanding(facts, as_of, settled, days_off)
        or declare_return_outstanding(facts, as_of, settled, days_off)
    )


def days_left(
    facts: Facts, as_of: date | None, settled: Settled, days_off: frozenset[date] | None
) -> int | None:
    """The days until the strict last day, from the return, or from the day asked as of.

    From the day asked as of while something is still to be done by the last day.
    """
    last = last_day(facts, settled, days_off)
    if last is None:
        return None
    if as_of is not None and (still_abroad(facts, as_of) or bound_for_a_zone(facts)):
        return (last - as_of).days
    back = back_on(facts, settled)
    if back is None:
        return None
    if as_of is None or not is_to_be_declared(facts, settled) or back > last:
        return (last - back).days  # nothing is left to be done, or nothing can be done
    # Back in time, and nothing shows that it is declared.
    return (last - as_of).days if as_of <= last else None


def all_sides(facts: Facts, settled: Settled, side: str) -> dict[str, str]:
    """Every question of the six months on this side, settled ones on their settled side."""
    return {q: settled.get(q, side) for q in clock_questions(facts.get("supervision_code"))}


def every_choice(questions: Iterable[str]) -> Iterator[dict[str, str]]:
    """Every choice of sides for these questions."""
    questions = list(questions)
    for sides in product((STRICT, LENIENT), repeat=len(questions)):
        yield dict(zip(questions, sides, strict=False))


def turning_questions(
    questions: tuple[str, ...], settled: Settled, holds: Callable[[dict[str, str]], Truth]
) -> tuple[str, ...]:
    """The unsettled questions of which, for some choice for the others, just one side holds."""
    fixed = {q: settled[q] for q in questions if q in settled}
    found = []
    for question in questions:
        if question in settled:
            continue
        others = [q for q in questions if q not in settled and q != question]
        for choice in every_choice(others):
            strict = holds({**fixed, **choice, question: STRICT}) is True
            lenient = holds({**fixed, **choice, question: LENIENT}) is True
            if strict != lenient:
                found.append(question)
                break
    return tuple(found)


def settled_questions(
    questions: tuple[str, ...], settled: Settled, answer: Callable[[dict[str, str]], Truth | str]
) -> tuple[str, ...]:
    """The settled questions whose two sides differ, for some choice for all the others."""
    found = []
    for question in questions:
        if question not in settled:
            continue
        for choice in every_choice(q for q in questions if q != question):
            strict = answer({**choice, question: STRICT})
            lenient = answer({**choice, question: LENIENT})
            if strict != lenient:
                found.append(question)
                break
    return tuple(found)


# The facts on which the six months rest.
CLOCK = (
    "supervision_code",
    "declared_on",
    "released_on",
    "exported_on",
    "left_zone_on",
    "return_entry",
    "returned_on",
    "domestic_on",
    "return_declared_on",
    "destination",
)


@lru_cache(maxsize=10_000)
def six_months_by_sides(
    clock: tuple[Any, ...], as_of: date | None, days_off: frozenset[date] | None
) -> Mapping[frozenset[tuple[str, str]], tuple[Truth, bool]]:
    """Whether it holds on every choice of sides, and whether the return is then still a plan.

    The same whatever is settled, so that cases which differ in nothing else share it.
    """
    facts = dict(zip(CLOCK, clock, strict=True))
    return {
        frozenset(sides.items()): (
            six_months_holds(facts, as_of, sides, days_off),
            is_planned(facts, as_of, zone_side(sides)),
        )
        for sides in every_choice(clock_questions(facts["supervision_code"]))
    }


def clause_six_months(
    facts: Facts, as_of: date | None, settled: Settled, days_off: frozenset[date] | None
) -> Finding:
    """Back within six months of export."""
    by_sides = six_months_by_sides(tuple(facts.get(name) for name in CLOCK), as_of, days_off)

    def holds(sides: Settled) -> Truth:
        return by_sides[frozenset(sides.items())][0]

    def answer(sides: Settled) -> Truth | str:
        # By way of a zone, the return can be a plan on one side and over on the other.
        value, planned = by_sides[frozenset(sides.items())]
        return "planned" if value is True and planned else value

    questions = clock_questions(facts.get("supervision_code"))
    strict_sides = all_sides(facts, settled, STRICT)
    lenient_sides = all_sides(facts, settled, LENIENT)
    outstanding = six_months_outstanding(facts, as_of, settled, days_off)
    outcome = outcome_of(holds(strict_sides), holds(lenient_sides), outstanding)
    settled_here = settled_questions(questions, settled, answer)

    if outcome == "unknown":
        missing = six_months_missing(facts, as_of, strict_sides, days_off)
        missing |= six_months_missing(facts, as_of, lenient_sides, days_off)
        if missing != {"released_on"}:
            missing.discard("released_on")
        return Finding(outcome, in_model_order(missing), (), settled_here)
    if outcome == "open":
        return Finding(outcome, (), turning_questions(questions, settled, holds), settled_here)
    return Finding(outcome, (), (), settled_here)


# 1.destination


def clause_destination(
    facts: Facts, as_of: date | None, settled: Settled, days_off: frozenset[date] | None
) -> Finding:
    """1210: outside the zones. Others: into a zone is a question, and can still be mended."""
    code = facts.get("supervision_code")
    destination = facts.get("destination")
    if code is None:
        return Finding("unknown", ("supervision_code",))
    if code == "1210":
        if destination is None:
            return Finding("unknown", ("destination",))
        if destination == "domestic":
            return Finding("met", (), (), ())
        return still_in_the_zone(facts, as_of, settled, days_off)
    if destination != "zone":
        return Finding("met")
    return back_in_a_zone(facts, as_of, settled, days_off)


def still_in_the_zone(
    facts: Facts, as_of: date | None, settled: Settled, days_off: frozenset[date] | None
) -> Finding:
    """1210 goods in a zone: they can leave it until the last day, on whichever reading."""

    def can_leave(sides: Settled) -> Truth:
        return not_after(as_of, last_day(facts, sides, days_off))

    questions = (*clock_questions("1210")[:1], "rest-day")
    strict = {q: settled.get(q, STRICT) for q in questions}
    lenient = {q: settled.get(q, LENIENT) for q in questions}
    settled_here = settled_questions(questions, settled, can_leave)
    if can_leave(strict) is not False:
        return Finding("outstanding", (), (), settled_here)
    outcome = outcome_of(can_leave(strict), can_leave(lenient))
    missing = ("exported_on",) if outcome == "unknown" else ()
    turning = turning_questions(questions, settled, can_leave) if outcome == "open" else ()
    return Finding(outcome, missing, turning, settled_here)


def back_in_a_zone(
    facts: Facts, as_of: date | None, settled: Settled, days_off: frozenset[date] | None
) -> Finding:
    """Goods of another code than 1210 in a zone.

    Strictly they have to leave it, and can until the last day, on whichever reading of that day;
    leniently they are back.
    """

    def holds(sides: Settled) -> Truth:
        if sides["zone"] == LENIENT:
            return True
        if as_of is None:
            return None
        return in_time(as_of, facts, sides, days_off)

    def missing(sides: Settled) -> set[str]:
        if sides["zone"] == LENIENT:
            return set()
        return missing_in_time("as_of", as_of, facts, sides, days_off)

    questions = ("export-date", "rest-day", "zone")
    strict = {q: settled.get(q, STRICT) for q in questions}
    lenient = {q: settled.get(q, LENIENT) for q in questions}
    differing = settled_questions(questions, settled, holds)
    # On the one side the goods have something left to do, on the other they are back.
    settled_here = tuple(q for q in questions if q in differing or (q == "zone" and q in settled))

    past = not_after(as_of, last_day(facts, settled, days_off)) is False
    if strict["zone"] == STRICT and not past:
        return Finding("outstanding", (), (), settled_here)
    outcome = outcome_of(holds(strict), holds(lenient))
    if outcome == "unknown":
        names = missing(strict) | missing(lenient)
        if names != {"released_on"}:
            names.discard("released_on")
        return Finding(outcome, in_model_order(names), (), settled_here)
    if outcome == "open":
        return Finding(outcome, (), turning_questions(questions, settled, holds), settled_here)
    return Finding(outcome, (), (), settled_here)


# 1.not_food


def read_screen() -> dict[str, str]:
    """The screen: prefix of the HS code -> food, not_food or depends."""
    path = Path(__file__).parent / "data" / "food_headings.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["hs_prefix"]: row["screen"] for row in csv.DictReader(lines)}


def read_headings() -> frozenset[str]:
    """The headings of the Harmonized System, of four digits each."""
    path = Path(__file__).parent / "data" / "hs_headings.txt"
    headings: set[str] = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            headings.update(line.split())
    return frozenset(headings)


SCREEN = read_screen()
HEADINGS = read_headings()


def screen(hs_code: str | None) -> str | None:
    """What the screen says: the longest prefix that fits decides.

    Of a heading that does not exist it never says that it is no food.
    """
    if hs_code is None:
        return None
    heading = hs_code[:4]
    says = SCREEN[heading] if heading in SCREEN else SCREEN.get(hs_code[:2])
    if says == "not_food" and heading not in HEADINGS:
        return None
    return says


def clause_not_food(facts: Facts, settled: Settled) -> Finding:
    """Not food; where the declarant contradicts the heading, a question."""
    is_food = facts.get("is_food")
    says = screen(facts.get("hs_code"))
    if is_food is None:
        if says == "not_food":
            return Finding("met")
        return Finding("unknown", ("is_food",))
    strict = not is_food and says != "food"
    lenient = not is_food or says == "not_food"
    return divided_finding("food-heading", strict, lenient, settled)


# 1.same_goods


def attribution_question(attribution: str | None) -> str | None:
    """The question on which the attribution to the export line turns; traced goods have none."""
    if attribution == "fifo":
        return "batch-fifo"
    if attribution == "stated" or attribution == "none":
        return "batch-stated"
    return None


def shipped_as_declared(facts: Facts) -> Truth:
    """What left is what was declared: presumed, but not of wrong goods."""
    shipped = facts.get("shipped_as_declared")
    if shipped is not None:
        return bool(shipped)
    reason = facts.get("reason")
    if reason is None or reason == "wrong_goods":
        return None
    return True


def clause_same_goods(facts: Facts, settled: Settled) -> Finding:
    """Within the quantity exported, shipped as declared, and attributed to the export line."""
    exported = facts.get("exported_quantity")
    returned = facts.get("returned_quantity")
    before = facts.get("returned_before")
    if before is None:
        before = Decimal(0)
    if exported is not None and before >= exported:
        return Finding("failed")
    # A line beyond its quantity can be split, once nothing else is in the way.
    over = exported is not None and returned is not None and before + returned > exported

    shipped = shipped_as_declared(facts)
    missing = ("reason",) if facts.get("reason") is None else ("shipped_as_declared",)
    question = attribution_question(facts.get("attribution"))
    if question is None:
        return plain_finding(shipped, missing, outstanding=over and shipped is True)
    outstanding = over and shipped is True and settled.get(question) == LENIENT
    strict = both(shipped, False)
    return divided_finding(question, strict, shipped, settled, missing, missing, outstanding)


# Article 2


def clause_refund_repaid(facts: Facts) -> Finding:
    """No refund obtained, or repaid."""
    refund = facts.get("export_refund")
    outstanding = refund == "claimed" or refund == "refunded"
    return plain_finding(is_in(refund, ("not_refunded", "repaid")), ("export_refund",), outstanding)


def clause_certificate(facts: Facts) -> Finding:
    """The certificate of the tax office; presumed to be filed where the papers are unknown."""
    papers = facts.get("papers_held")
    if papers is None or "tax_certificate" in papers:
        return Finding("met")
    return Finding("outstanding")


def clause_same_enterprise(facts: Facts, settled: Settled) -> Finding:
    """The enterprise that exported applies."""
    return divided_finding(
        "other-enterprise", facts.get("importer_differs") is not True, True, settled
    )


# Article 3


def clause_same_form(facts: Facts, settled: Settled) -> Finding:
    """The smallest commodity form as exported; missing or broken parts are a question."""
    same_form = facts.get("same_form")
    incomplete = facts.get("parts_missing") is True
    broken = facts.get("damaged") is True
    strict = both(same_form, neither(incomplete, broken))
    return divided_finding(
        "missing-or-damaged", strict, same_form, settled, ("same_form",), ("same_form",)
    )


def clause_no_parts_added(facts: Facts) -> Finding:
    """No accessory or part added."""
    return plain_finding(neither(facts.get("parts_added")), ("parts_added",))


def clause_not_processed(facts: Facts, settled: Settled) -> Finding:
    """Not processed; a new label or packing is a question."""
    processed = facts.get("processed")
    repacked = facts.get("repacked") is True
    strict = neither(processed, repacked)
    lenient = neither(processed)
    return divided_finding("repacking", strict, lenient, settled, ("processed",), ("processed",))


def clause_unused(facts: Facts, settled: Settled) -> Finding:
    """Unused, or a trial use; a trial use without a customer is a question."""
    use = facts.get("use")
    reason = facts.get("reason")
    unused = is_in(use, ("unused",))
    trial = is_in(use, TRIAL_USES)
    fitting_reason = is_in(reason, TRIAL_REASONS)
    trial_for_reason = both(trial, fitting_reason)
    strict = either(unused, trial_for_reason)
    lenient = either(unused, trial)

    strict_missing = []
    if use is None:
        strict_missing.append("use")
    if reason is None and trial_for_reason is None:
        strict_missing.append("reason")
    return divided_finding(
        "trial-without-customer", strict, lenient, settled, strict_missing, ("use",)
    )


# Article 4


def document_rows(facts: Facts) -> list[tuple[str, Truth, str]]:
    """Every document, the condition on which it is listed, and the fact that condition reads.

    For `match_record` it is the condition on which it is required. An unpaid or unknown export duty
    needs no receipt.
    """
    code = facts.get("supervision_code")
    reason = facts.get("reason")
    use = facts.get("use")
    agreement = both(is_in(code, ("9710",)), neither(is_in(reason, NO_AGREEMENT_REASONS)))
    return [
        ("export_record", True, ""),
        ("tax_certificate", True, ""),
        ("self_declaration", is_in(reason, ("unsold",)), "reason"),
        ("return_record", is_in(reason, RETURN_RECORD_REASONS), "reason"),
        ("reason_statement", is_in(reason, STATEMENT_REASONS), "reason"),
        ("return_agreement", agreement, ""),
        ("trial_evidence", is_in(use, TRIAL_USES), "use"),
        ("match_record", is_in(code, ("9810",)), "supervision_code"),
        ("zone_exit_record", is_in(code, ("1210",)), "supervision_code"),
        ("export_duty_receipt", facts.get("export_duty_paid") is True, ""),
    ]


def is_held(document: str, papers: frozenset[str] | None) -> Truth:
    """Any one of the papers that serve is held."""
    if papers is None:
        return None
    return any(paper in papers for paper in PAPERS_OF[document])


def clause_papers(facts: Facts) -> Finding:
    """Every required document but the certificate; presumed to be filed where unknown."""
    papers = facts.get("papers_held")
    if papers is None:
        return Finding("met")
    holds: Truth = True
    missing = set()
    for document, condition, fact in document_rows(facts):
        if document == "tax_certificate" or document == "return_agreement":
            continue  # the one is a clause of its own, the other is never required
        held_if_required = either(neither(condition), is_held(document, papers))
        if held_if_required is None:
            missing.add(fact)
        holds = both(holds, held_if_required)
    return plain_finding(holds, missing, outstanding=holds is False)


# What comes back


def listed_documents(facts: Facts) -> list[tuple[str, str, Truth]]:
    """The papers to file: id, certainty, held."""
    papers = facts.get("papers_held")
    listed = []
    for document, condition, _ in document_rows(facts):
        if document == "match_record":
            certainty = "required" if condition is True else "expected"
        elif condition is False:
            continue
        elif condition is None:
            certainty = "depends"
        elif document == "return_agreement":
            certainty = "expected"
        else:
            certainty = "required"
        listed.append((document, certainty, is_held(document, papers)))
    return listed


def listed_reliefs(facts: Facts) -> list[tuple[str, str]]:
    """What becomes of each tax."""
    reliefs = [
        ("import_duty", "exempt"),
        ("import_vat", "exempt"),
        ("import_consumption_tax", "exempt"),
    ]
    paid = facts.get("export_duty_paid")
    if paid is True:
        reliefs.append(("export_duty", "refund"))
    elif paid is None:
        reliefs.append(("export_duty", "refund_if_paid"))

    taxed = facts.get("taxed_at_export")
    if facts.get("export_refund") in ("claimed", "refunded", "repaid"):
        return reliefs
    if taxed is True:
        reliefs.append(("export_vat_and_consumption_tax", "as_domestic_return"))
    elif taxed is None:
        reliefs.append(("export_vat_and_consumption_tax", "as_domestic_return_if_taxed"))
    return reliefs


def is_to_be_brought_back(
    facts: Facts, as_of: date | None, settled: Settled, days_off: frozenset[date] | None
) -> bool:
    """Of an outstanding return: the goods are abroad, or their return is a plan."""
    if bound_for_a_zone(facts):
        return not shown_back(facts)  # in the zone nothing is left but to leave it
    if is_planned(facts, as_of, zone_side(settled)):
        return True  # to be brought back, and declared, too
    return return_by_outstanding(facts, as_of, settled, days_off)


def listed_actions(
    facts: Facts,
    as_of: date | None,
    settled: Settled,
    days_off: frozenset[date] | None,
    findings: Mapping[str, Finding],
    documents: list[tuple[str, str, Truth]],
) -> list[tuple[str, date | None]]:
    """What is left to do, with the day it is due."""
    last = last_day(facts, settled, days_off)
    actions: list[tuple[str, date | None]] = []
    if findings["1.six_months"].outcome == "outstanding":
        if is_to_be_brought_back(facts, as_of, settled, days_off):
            actions.append(("return_by", last))
        elif declare_return_outstanding(facts, as_of, settled, days_off):
            actions.append(("declare_return", last))
    if findings["1.destination"].outcome == "outstanding":
        actions.append(("leave_zone", last))
    if findings["1.same_goods"].outcome == "outstanding":
        actions.append(("split_line", None))
    refund_to_repay = findings["2.refund_repaid"].outcome == "outstanding"
    if refund_to_repay:
        if facts.get("export_refund") == "refunded":
            actions.append(("repay_refund", last))
        if facts.get("export_refund") == "claimed":
            actions.append(("withdraw_claim", last))
    for document, certainty, held in documents:
        if document == "tax_certificate" and refund_to_repay:
            continue  # no certificate is issued before the refund is repaid: the last action
        if certainty == "required" and held is False:
            actions.append(("obtain:" + document, None))
    asked: list[str] = []
    for finding in findings.values():
        for question in finding.questions:
            if question not in asked:
                asked.append(question)
                actions.append(("ask_customs:" + question, None))
    if refund_to_repay:
        actions.append(("obtain:tax_certificate", last))
    return actions


def listed_routes(facts: Facts, findings: Mapping[str, Finding]) -> list[str]:
    """What is left after a "no"."""
    routes = []
    reason = facts.get("reason")
    fits = (
        reason is None
        or reason in ORDINARY_ROUTE_REASONS
        or facts.get("use") == "trial_found_defect"
    )
    changed = (
        findings["3.same_form"].outcome == "failed"
        or findings["3.no_parts_added"].outcome == "failed"
        or findings["3.not_processed"].outcome == "failed"
    )
    if fits and not changed:
        routes.append("tariff_law_39")
    if reason == "repair":
        routes.append("repair_import")
    if facts.get("supervision_code") == "1210" and facts.get("destination") == "zone":
        routes.append("stay_bonded")
    return routes


def never_by_way_of_a_zone(facts: Facts) -> bool:
    """Outside 1210: back in the country, and nothing shows a zone."""
    code = facts.get("supervision_code")
    if code is None or code == "1210":
        return False
    return facts.get("returned_on") is not None and facts.get("destination") != "zone"


def listed_assumptions(
    facts: Facts, as_of: date | None, findings: Mapping[str, Finding]
) -> list[str]:
    """The unknown facts that counted as something."""
    code = facts.get("supervision_code")
    assumed = set()
    for name in (
        "export_entry",
        "hs_code",
        "parts_missing",
        "damaged",
        "repacked",
        "importer_differs",
        "attribution",
        "exported_quantity",
        "returned_quantity",
        "returned_before",
        "papers_held",
    ):
        if facts.get(name) is None:
            assumed.add(name)
    if code is not None and code != "1210" and facts.get("destination") is None:
        assumed.add("destination")
    if facts.get("shipped_as_declared") is None and shipped_as_declared(facts) is True:
        assumed.add("shipped_as_declared")
    if facts.get("domestic_on") is None and never_by_way_of_a_zone(facts):
        assumed.add("domestic_on")
    asked_for = (
        "exported_on" in findings["1.six_months"].missing
        or "exported_on" in findings["1.destination"].missing
    )
    if facts.get("exported_on") is None and shown_back(facts) and not asked_for:
        assumed.add("exported_on")
    if facts.get("is_food") is None and screen(facts.get("hs_code")) == "not_food":
        assumed.add("is_food")
    if code is not None and still_abroad(facts, as_of):
        assumed.add(end_name(facts))
    return list(in_model_order(assumed))


# The facts of each clause that can be presumed.
CAN_BE_PRESUMED = {
    "1.period": (),
    "1.code": (),
    "1.reason": (),
    "1.six_months": ("exported_on", "returned_on", "domestic_on"),
    "1.destination": ("destination",),
    "1.not_food": ("hs_code", "is_food"),
    "1.same_goods": (
        "export_entry",
        "attribution",
        "shipped_as_declared",
        "exported_quantity",
        "returned_quantity",
        "returned_before",
    ),
    "2.refund_repaid": (),
    "2.certificate": ("papers_held",),
    "2.same_enterprise": ("importer_differs",),
    "3.same_form": ("parts_missing", "damaged"),
    "3.no_parts_added": (),
    "3.not_processed": ("repacked",),
    "3.unused": (),
    "4.papers": ("papers_held",),
}


def presumed_facts(
    clause: str, finding: Finding, facts: Facts, as_of: date | None, assumed: list[str]
) -> tuple[str, ...]:
    """The presumed facts on which the outcome of a clause rests.

    A clause that fails does so by a known fact; only goods presumed abroad fail by a presumed one.
    """
    if finding.outcome == "failed":
        if clause == "1.six_months" and still_abroad(facts, as_of):
            return tuple(name for name in assumed if name in ("returned_on", "domestic_on"))
        return ()
    return tuple(name for name in assumed if name in CAN_BE_PRESUMED[clause])


# What cannot be


def year_of_number(entry: str | None) -> int | None:
    """The year in a number of a declaration or list: its fifth to eighth digits."""
    if entry is None or not entry[4:8].isdigit():
        return None
    return int(entry[4:8])


def year_fits(year: int, day: date) -> bool:
    """The number of this year can be that of a declaration on this day.

    The number of a declaration in January may be of the year before.
    """
    return year == day.year or (year == day.year - 1 and day.month == 1)


def before_every_day_of(year: int, day: date) -> bool:
    """The day is before every day on which a declaration with a number of this year can be."""
    return day.year < year


def after_every_day_of(year: int, day: date) -> bool:
    """The day is after every day on which a declaration with a number of this year can be.

    The last of them is in January of the next year.
    """
    return day.year > year + 1 or (day.year == year + 1 and day.month > 1)


# The first of two days is never after the second.
NEVER_AFTER = (
    ("declared_on", "released_on"),
    ("declared_on", "exported_on"),
    ("released_on", "exported_on"),
    ("left_zone_on", "exported_on"),
    ("declared_on", "returned_on"),
    ("released_on", "returned_on"),
    ("exported_on", "returned_on"),
    ("left_zone_on", "returned_on"),
    ("declared_on", "return_declared_on"),
    ("released_on", "return_declared_on"),
    ("exported_on", "return_declared_on"),
    ("left_zone_on", "return_declared_on"),
    ("declared_on", "domestic_on"),
    ("released_on", "domestic_on"),
    ("exported_on", "domestic_on"),
    ("left_zone_on", "domestic_on"),
    ("returned_on", "domestic_on"),
)
DAYS_OF_THE_EXPORT = ("declared_on", "released_on", "exported_on", "left_zone_on")
DAYS_AFTER_THE_EXPORT_DECLARATION = (
    "released_on",
    "exported_on",
    "returned_on",
    "domestic_on",
    "return_declared_on",
)


def contradictory_days(facts: Facts) -> set[str]:
    """The days in an order that cannot be."""
    found: set[str] = set()
    for earlier, later in NEVER_AFTER:
        if not_after(facts.get(earlier), facts.get(later)) is False:
            found.update((earlier, later))
    if facts.get("destination") == "zone" and facts.get("domestic_on") is not None:
        found.update(("destination", "domestic_on"))
    return found


def contradictory_numbers(facts: Facts) -> set[str]:
    """The numbers whose year no day of their declaration can have beside the other days."""
    found: set[str] = set()
    export_year = year_of_number(facts.get("export_entry"))
    return_year = year_of_number(facts.get("return_entry"))

    if export_year is not None:
        declared_on = facts.get("declared_on")
        if declared_on is not None and not year_fits(export_year, declared_on):
            found.update(("export_entry", "declared_on"))
        for name in DAYS_AFTER_THE_EXPORT_DECLARATION:
            day = facts.get(name)
            if day is not None and before_every_day_of(export_year, day):
                found.update(("export_entry", name))

    if return_year is not None:
        return_declared_on = facts.get("return_declared_on")
        if return_declared_on is not None and not year_fits(return_year, return_declared_on):
            found.update(("return_entry", "return_declared_on"))
        for name in DAYS_OF_THE_EXPORT:
            day = facts.get(name)
            if day is not None and after_every_day_of(return_year, day):
                found.update(("return_entry", name))

    if export_year is not None and return_year is not None and return_year < export_year:
        found.update(("export_entry", "return_entry"))
    return found


def contradictory_quantities(facts: Facts) -> set[str]:
    """The quantities that cannot be."""
    found: set[str] = set()
    for name in ("exported_quantity", "returned_quantity"):
        quantity = facts.get(name)
        if quantity is not None and (not quantity.is_finite() or quantity <= 0):
            found.add(name)
    before = facts.get("returned_before")
    if before is not None and (not before.is_finite() or before < 0):
        found.add("returned_before")
    return found


def contradictory_taxes(facts: Facts) -> set[str]:
    """The refund beside the certificate, which is not issued before it is repaid, or the tax."""
    found: set[str] = set()
    refund = facts.get("export_refund")
    papers = facts.get("papers_held")
    certificate_held = papers is not None and "tax_certificate" in papers
    if certificate_held and (refund == "claimed" or refund == "refunded"):
        found.update(("export_refund", "papers_held"))
    if facts.get("taxed_at_export") is True and (refund == "refunded" or refund == "repaid"):
        found.update(("export_refund", "taxed_at_export"))
    return found


def contradictions(facts: Facts) -> tuple[str, ...]:
    """The facts that cannot be, alone or beside each other, in the order of the model.

    None where the facts can be those of a line of returned goods.
    """
    found = (
        contradictory_days(facts)
        | contradictory_numbers(facts)
        | contradictory_quantities(facts)
        | contradictory_taxes(facts)
    )
    entry = facts.get("export_entry")
    if facts.get("supervision_code") == "9610" and entry is not None and entry[8:9] == "0":
        found.update(("export_entry", "supervision_code"))  # the monthly summary, not the list
    return in_model_order(found)


# The verdict


def judge(
    facts: Mapping[str, Any],
    *,
    as_of: date | None = None,
    settled: Mapping[str, str] = {},
    days_off: frozenset[date] | None = None,
    known_on: date | None = None,
) -> dict[str, Any]:
    """The verdict on one line of returned goods."""
    findings = {
        "1.period": clause_period(facts, known_on),
        "1.code": clause_code(facts),
        "1.reason": clause_reason(facts, settled),
        "1.six_months": clause_six_months(facts, as_of, settled, days_off),
        "1.destination": clause_destination(facts, as_of, settled, days_off),
        "1.not_food": clause_not_food(facts, settled),
        "1.same_goods": clause_same_goods(facts, settled),
        "2.refund_repaid": clause_refund_repaid(facts),
        "2.certificate": clause_certificate(facts),
        "2.same_enterprise": clause_same_enterprise(facts, settled),
        "3.same_form": clause_same_form(facts, settled),
        "3.no_parts_added": clause_no_parts_added(facts),
        "3.not_processed": clause_not_processed(facts, settled),
        "3.unused": clause_unused(facts, settled),
        "4.papers": clause_papers(facts),
    }
    outcomes = {clause: finding.outcome for clause, finding in findings.items()}

    worst = "met"
    for outcome in STATUS_OF:  # from the worst to the best
        if outcome in outcomes.values():
            worst = outcome
            break
    status = STATUS_OF[worst]

    decided_by = None
    if status != "eligible":
        for clause, outcome in outcomes.items():
            if outcome == worst:
                decided_by = clause
                break

    documents: list[tuple[str, str, Truth]] = []
    actions: list[tuple[str, date | None]] = []
    asks: tuple[str, ...] = ()
    if status not in ("ineligible", "not_covered"):
        documents = listed_documents(facts)
        actions = listed_actions(facts, as_of, settled, days_off, findings, documents)
        asks = in_model_order(name for finding in findings.values() for name in finding.missing)

    reliefs: list[tuple[str, str]] = []
    routes: list[str] = []
    if status in ("eligible", "conditional"):
        reliefs = listed_reliefs(facts)
    else:
        routes = listed_routes(facts, findings)

    assumed = listed_assumptions(facts, as_of, findings)
    for clause, finding in findings.items():
        presumed = presumed_facts(clause, finding, facts, as_of, assumed)
        findings[clause] = finding._replace(presumed=presumed)

    announcement = governing(facts.get("declared_on"), known_on)
    return {
        "status": status,
        "announcement": None if announcement is None else announcement.id,
        "decided_by": decided_by,
        "last_day": last_day(facts, settled, days_off),
        "days_left": None if announcement is None else days_left(facts, as_of, settled, days_off),
        "still_abroad": still_abroad(facts, as_of),
        "back_on": back_on(facts, settled),
        "counted_to": counted_to(facts, settled),
        "outcomes": outcomes,
        "missing": {clause: finding.missing for clause, finding in findings.items()},
        "questions": {clause: finding.questions for clause, finding in findings.items()},
        "settled": {clause: finding.settled for clause, finding in findings.items()},
        "presumed": {clause: finding.presumed for clause, finding in findings.items()},
        "documents": documents,
        "reliefs": reliefs,
        "actions": actions,
        "routes": routes,
        "asks": list(asks),
        "assumed": assumed,
    }
