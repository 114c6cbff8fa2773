"""The plain second reading of the ordinary route: Tariff Law Article 39, before it Article 43.

Article 43 is that of the former Regulations on Import and Export Duties. One small function a
clause, in the order of the clauses. What the ordinary route shares with the announcement is
called from its plain reading; the clock, which runs for a year and can be prolonged, is written
here. A value is True, False or None (unknown).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import plain_law
from plain_law import (
    LENIENT,
    STATUS_OF,
    STRICT,
    Facts,
    Finding,
    Settled,
    Truth,
    both,
    bound_for_a_zone,
    clock_questions,
    divided_finding,
    either,
    end_name,
    end_of_period,
    has_left_the_country,
    is_in,
    is_planned,
    is_rest_day,
    is_to_be_declared,
    never_by_way_of_a_zone,
    not_after,
    outcome_of,
    plain_finding,
    settled_questions,
    shown_back,
    start_question,
    still_abroad,
    turning_questions,
    zone_side,
)

TARIFF_LAW = "tariff-law-39"
REGULATIONS = "regulations-43"

# The law is promulgated on the one day, and governs returns from the other.
TARIFF_LAW_KNOWN_FROM = date(2024, 4, 26)
TARIFF_LAW_IN_FORCE_FROM = date(2024, 12, 1)

CLAUSES = (
    "39.in_force",
    "39.procedure",
    "39.cause",
    "39.one_year",
    "39.same_goods",
    "39.refund_repaid",
    "39.certificate",
    "39.same_enterprise",
    "39.same_form",
    "39.no_parts_added",
    "39.not_processed",
    "39.unused",
    "39.import_taxes",
)

EXTENSION = "39:extension"

# The questions of the ordinary route alone; the others are those of the announcement.
QUESTIONS = (
    "39:procedure",
    "39:from-a-zone",
    "39:damage",
    "39:wrong-goods",
    EXTENSION,
    "39:used",
    "39:import-taxes",
)

# An approval of customs is a fact of the case (`extended_until`), not an answer for all cases.
NEVER_SETTLED = (EXTENSION,)

# The questions of the announcement that divide clauses of the ordinary route, too.
SHARED_QUESTIONS = (
    "export-date",
    "zone-exit-date",
    "return-date",
    "rest-day",
    "zone",
    "missing-or-damaged",
    "repacking",
    "other-enterprise",
    "batch-fifo",
    "batch-stated",
)

CAUSES = ("quality", "specification", "force_majeure", "damage_or_shortage", "none")

# The facts the ordinary route reads or asks for.
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
    "extended_until",
    "destination",
    "reason",
    "cause",
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
    "papers_held",
)

# Processing trade, temporary export, repair and outward processing have rules of their own.
PROCEDURES_OF_THEIR_OWN = ("0214", "0255", "0615", "0654", "0715", "2600", "1300", "1427")

# Reasons that are presumed to have none of the causes of the article.
REASONS_WITHOUT_CAUSE = ("unsold", "delisted", "undeliverable", "order_cancelled")
# In place of a cause: the reason on which the question of wrong goods turns.
WRONG_GOODS = "wrong_goods"

# Any one of these papers serves.
PAPERS_OF = {
    "export_record": ("export_declaration", "export_list", "exit_filing_list"),
    "tax_certificate": ("tax_certificate",),
    "cause_statement": ("cause_statement",),
    "return_record": plain_law.RETURN_RECORDS,
    "quality_evidence": ("inspection_report", "platform_return_record"),
    "force_majeure_evidence": ("force_majeure_evidence",),
    "extension_approval": ("extension_approval",),
    "export_duty_receipt": ("export_duty_receipt",),
}


class Case(NamedTuple):
    """One line of returned goods, the options it is judged under, and the law of its return."""

    facts: Facts
    as_of: date | None
    settled: Settled
    days_off: frozenset[date] | None
    law: str


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """The facts named, each once, in the order of the facts above."""
    return tuple(sorted(set(names), key=FACTS.index))


# 39.in_force


def day_of_return(facts: Facts, as_of: date | None) -> date | None:
    """The day the return is declared, else the day the goods are back, else the day asked as of."""
    for name in ("return_declared_on", "returned_on", "domestic_on"):
        day: date | None = facts.get(name)
        if day is not None:
            return day
    return as_of


def is_known_law(known_on: date | None) -> bool:
    """The Tariff Law is promulgated by that day; it is if no day is given."""
    return known_on is None or known_on >= TARIFF_LAW_KNOWN_FROM


def governing(facts: Facts, as_of: date | None, known_on: date | None) -> str:
    """The article that governs the return; before the Tariff Law is known, the one before it.

    A return of which no day is known is read under the Tariff Law: its first clause asks for it.
    """
    if not is_known_law(known_on):
        return REGULATIONS
    day = day_of_return(facts, as_of)
    if day is not None and day < TARIFF_LAW_IN_FORCE_FROM:
        return REGULATIONS
    return TARIFF_LAW


def clause_in_force(case: Case) -> Finding:
    """Returned on or after the day the law comes into force."""
    day = day_of_return(case.facts, case.as_of)
    if case.law == REGULATIONS and day is not None:
        return Finding("met")  # chosen for the day of the return
    return plain_finding(not_after(TARIFF_LAW_IN_FORCE_FROM, day), ("returned_on",))


# 39.procedure


def clause_procedure(case: Case) -> Finding:
    """Exported by an ordinary procedure; goods of a zone and of other procedures are a question."""
    code = case.facts.get("supervision_code")
    if code is None:
        # Under an unknown code both questions can arise: it is asked for unless both are closed.
        sides = [case.settled.get(question) for question in ("39:procedure", "39:from-a-zone")]
        closed = sides == [LENIENT, LENIENT]
        return Finding("met") if closed else Finding("unknown", ("supervision_code",))
    if code == "1210":
        return divided_finding("39:from-a-zone", False, True, case.settled)
    ordinary = code not in PROCEDURES_OF_THEIR_OWN
    return divided_finding("39:procedure", ordinary, True, case.settled)


# 39.cause


def cause_of_return(facts: Facts) -> str | None:
    """The cause stated, else the one that reason and use show; none while they leave it open.

    A return for force majeure has no other cause. A defect found on trial is a cause of quality
    whatever the reason; so while the use is unknown, no other reason shows that there is none.
    """
    cause: str | None = facts.get("cause")
    reason = facts.get("reason")
    use = facts.get("use")
    if cause is not None:
        return cause
    if reason == "force_majeure":
        return "force_majeure"
    if reason == "quality_defect" or use == "trial_found_defect":
        return "quality"
    if use is None:
        return None
    if reason == "wrong_goods":
        return WRONG_GOODS
    if reason in REASONS_WITHOUT_CAUSE:
        return "none"
    return None


def is_cause_presumed(facts: Facts) -> bool:
    """Goods are presumed to come back for none of the causes, by the reason stated."""
    return facts.get("cause") is None and cause_of_return(facts) == "none"


def causes_of_the_law(law: str) -> tuple[str, ...]:
    """The causes named; Article 43 does not know force majeure."""
    if law == REGULATIONS:
        return ("quality", "specification")
    return ("quality", "specification", "force_majeure")


def fact_that_shows_the_cause(facts: Facts) -> str:
    """The fact to ask for where the cause is open: the use where that can change what is shown."""
    reason = facts.get("reason")
    if reason == "wrong_goods" or reason in REASONS_WITHOUT_CAUSE:
        return "use"
    return "cause"


def clause_cause(case: Case) -> Finding:
    """Back for quality, specification or force majeure; damage and wrong goods are questions."""
    facts = case.facts
    cause = cause_of_return(facts)
    if cause is None and facts.get("reason") == "wrong_goods":
        # Leniently they are covered whatever the use is.
        return divided_finding("39:wrong-goods", None, True, case.settled, ("use",))
    if cause is None:
        return Finding("unknown", (fact_that_shows_the_cause(facts),))
    if cause == "damage_or_shortage":
        return divided_finding("39:damage", False, True, case.settled)
    if cause == WRONG_GOODS:
        return divided_finding("39:wrong-goods", False, True, case.settled)
    stated = facts.get("cause") is not None or facts.get("reason") is not None
    if case.law == REGULATIONS and not stated:
        # Shown by the use alone: the reason, once known, may be force majeure.
        return Finding("unknown", ("reason",))
    day_unknown = case.law == TARIFF_LAW and day_of_return(facts, case.as_of) is None
    if day_unknown and not stated:
        return Finding("unknown", ("returned_on", "reason"))  # Article 43 may govern
    if cause == "force_majeure" and day_unknown:
        return Finding("unknown", ("returned_on",))  # Article 43 does not know it
    return plain_finding(cause in causes_of_the_law(case.law))


# 39.one_year


def year_after(start: date) -> date:
    """The corresponding day of the next year; the last of February where there is none."""
    if start.month == 2 and start.day == 29:
        return date(start.year + 1, 2, 28)
    return date(start.year + 1, start.month, start.day)


def end_of_year_from(case: Case, start: date | None, rest_day: str) -> date | None:
    """The last day of the year from this start, or the first working day from there on."""
    if start is None:
        return None
    day = year_after(start)
    if rest_day == LENIENT:
        while is_rest_day(day, case.days_off):
            day += timedelta(days=1)
    return day


def approved_until(case: Case) -> date | None:
    """The day until which customs has prolonged the year; Article 43 knows no prolongation."""
    if case.law == REGULATIONS:
        return None
    day: date | None = case.facts.get("extended_until")
    return day


def may_be_prolonged(case: Case, sides: Settled) -> bool:
    """Leniently, where no approval is stated, customs may still approve."""
    if case.law == REGULATIONS or approved_until(case) is not None:
        return False
    if day_of_return(case.facts, case.as_of) is None:
        return False  # Article 43 may govern
    return sides.get(EXTENSION, STRICT) == LENIENT


def questions_of_the_year(case: Case) -> tuple[str, ...]:
    """The questions of the clock, and whether customs prolongs the year."""
    questions = clock_questions(case.facts.get("supervision_code"))
    if case.law == REGULATIONS:
        return questions
    return (*questions, EXTENSION)


def all_sides(case: Case, side: str) -> dict[str, str]:
    """Every question of the year on this side, settled ones on their settled side."""
    return {q: case.settled.get(q, side) for q in questions_of_the_year(case)}


def later_of(a: date | None, b: date | None) -> date | None:
    """The later of two days; of one day known, that one."""
    if a is None or b is None:
        return b if a is None else a
    return max(a, b)


def last_day(case: Case, sides: Settled) -> date | None:
    """The last day of the year or of its prolongation, with the questions on these sides."""
    facts = case.facts
    code = facts.get("supervision_code")
    if code is None:
        return approved_until(case)
    if sides.get(start_question(code), STRICT) == LENIENT:
        start = facts.get("exported_on")
    elif code == "1210":
        start = facts.get("left_zone_on")
    elif facts.get("released_on") is not None:
        start = facts.get("released_on")
    else:
        start = facts.get("declared_on")
    year = end_of_year_from(case, start, sides.get("rest-day", STRICT))
    return later_of(year, approved_until(case))


def within_the_year(case: Case, day: date | None, sides: Settled) -> Truth:
    """The day is within the year, with each question on the given side."""
    facts = case.facts
    code = facts.get("supervision_code")
    if code is None:
        return None

    def within_a_year_from(start: str) -> Truth:
        return not_after(day, end_of_year_from(case, facts.get(start), sides["rest-day"]))

    if sides[start_question(code)] == LENIENT:
        return within_a_year_from("exported_on")
    if code == "1210":
        return within_a_year_from("left_zone_on")
    declared_before_export = not_after(facts.get("declared_on"), facts.get("exported_on"))
    return either(
        within_a_year_from("released_on"),
        both(declared_before_export, within_a_year_from("declared_on")),
    )


def in_time(case: Case, day: date | None, sides: Settled) -> Truth:
    """The day is within the year, or within the prolongation that is or may be approved."""
    if may_be_prolonged(case, sides):
        return True
    approved = approved_until(case)
    if approved is None:
        return within_the_year(case, day, sides)
    return either(within_the_year(case, day, sides), not_after(day, approved))


def missing_in_time(case: Case, name: str, day: date | None, sides: Settled) -> set[str]:
    """The facts for want of which it is unknown whether the day of this name is in time."""
    if in_time(case, day, sides) is not None:
        return set()
    facts = case.facts
    code = facts.get("supervision_code")
    if code is None:
        return {"supervision_code"}

    missing = set()
    if day is None:
        missing.add(name)
    if sides[start_question(code)] == LENIENT:
        starts = ["exported_on"]
    elif code == "1210":
        starts = ["left_zone_on"]
    else:
        starts = ["released_on"]
        before_export = not_after(facts.get("declared_on"), facts.get("exported_on"))
        end = end_of_year_from(case, facts.get("declared_on"), sides["rest-day"])
        if both(before_export, not_after(day, end)) is None:
            starts += ["declared_on", "exported_on"]
    missing.update(start for start in starts if facts.get(start) is None)
    return missing


def can_leave_the_zone(case: Case, sides: Settled) -> Truth:
    """1210: the last day to be outside any zone is known, and not past."""
    if may_be_prolonged(case, sides):
        return True
    if case.as_of is None:  # it is enough that the start of the year is known
        unextended = case._replace(facts={**case.facts, "extended_until": None})
        return None if last_day(unextended, sides) is None else True
    return in_time(case, case.as_of, sides)


def return_in_time(case: Case, sides: Settled) -> Truth:
    """Back in time, with each question on the given side."""
    facts = case.facts
    declared_in_time = in_time(case, facts.get("return_declared_on"), sides)
    if bound_for_a_zone(facts):
        can_leave = can_leave_the_zone(case, sides)
        if sides["return-date"] == LENIENT or is_undeclared(facts):
            return can_leave
        return both(can_leave, declared_in_time)
    if still_abroad(facts, case.as_of):
        if facts.get("supervision_code") is None:
            return None  # under 1210 they would have to be out of any zone
        return in_time(case, case.as_of, sides)
    back_in_time = in_time(case, end_of_period(facts, zone_side(sides)), sides)
    if sides["return-date"] == LENIENT:
        return back_in_time
    return both(back_in_time, declared_in_time)


def is_undeclared(facts: Facts) -> bool:
    """Nothing shows that the return is declared: neither its day nor its number."""
    return facts.get("return_declared_on") is None and facts.get("return_entry") is None


def one_year_holds(case: Case, sides: Settled) -> Truth:
    """Left the country, and back within the year."""
    return both(has_left_the_country(case.facts), return_in_time(case, sides))


def one_year_missing(case: Case, sides: Settled) -> set[str]:
    """The missing facts of an unknown value on these sides."""
    facts = case.facts
    if one_year_holds(case, sides) is not None:
        return set()
    if has_left_the_country(facts) is None:
        return {"exported_on"}
    if bound_for_a_zone(facts):
        missing = set()
        if can_leave_the_zone(case, sides) is None:
            leniently = sides["zone-exit-date"] == LENIENT
            missing.add("exported_on" if leniently else "left_zone_on")
        has_number_alone = facts.get("return_entry") and facts.get("return_declared_on") is None
        if sides["return-date"] == STRICT and has_number_alone:
            missing.add("return_declared_on")
        declared = facts.get("return_declared_on")
        if sides["return-date"] == STRICT and declared is not None:
            missing |= missing_in_time(case, "return_declared_on", declared, sides)
        return missing
    if still_abroad(facts, case.as_of):
        if facts.get("supervision_code") is None:
            return {"supervision_code"}
        return missing_in_time(case, "as_of", case.as_of, sides)
    zone = zone_side(sides)
    missing = missing_in_time(case, end_name(facts, zone), end_of_period(facts, zone), sides)
    if sides["return-date"] == STRICT:
        declared = facts.get("return_declared_on")
        missing |= missing_in_time(case, "return_declared_on", declared, sides)
    return missing


def is_return_by_outstanding(case: Case) -> bool:
    """Still abroad, and the strict last day is not over."""
    if not still_abroad(case.facts, case.as_of) or case.facts.get("supervision_code") is None:
        return False
    return not_after(case.as_of, last_day(case, case.settled)) is True


def is_planned_return_outstanding(case: Case) -> bool:
    """A return that is still ahead, and is in time on the strict side."""
    if not is_planned(case.facts, case.as_of, zone_side(case.settled)):
        return False
    return one_year_holds(case, all_sides(case, STRICT)) is True


def is_declaration_outstanding(case: Case) -> bool:
    """Back in time, not yet declared, and the strict last day is not known to be over."""
    if not is_to_be_declared(case.facts, case.settled):
        return False
    back = end_of_period(case.facts, zone_side(case.settled))
    if in_time(case, back, all_sides(case, STRICT)) is not True:
        return False
    return case.as_of is None or not_after(case.as_of, last_day(case, case.settled)) is True


def is_one_year_outstanding(case: Case) -> bool:
    """Something is left to be done by the last day, of goods that have left the country."""
    if has_left_the_country(case.facts) is None:
        return False
    if bound_for_a_zone(case.facts):
        return return_in_time(case, all_sides(case, STRICT)) is True
    return (
        is_return_by_outstanding(case)
        or is_planned_return_outstanding(case)
        or is_declaration_outstanding(case)
    )


def clause_one_year(case: Case) -> Finding:
    """Back within a year of export, or within the prolongation that customs has approved."""

    def holds(sides: Settled) -> Truth:
        return one_year_holds(case, sides)

    def answer(sides: Settled) -> Truth | str:
        # By way of a zone, the return can be a plan on one side and over on the other.
        if holds(sides) is True and is_planned(case.facts, case.as_of, zone_side(sides)):
            return "planned"
        return holds(sides)

    questions = questions_of_the_year(case)
    strict, lenient = all_sides(case, STRICT), all_sides(case, LENIENT)
    outcome = outcome_of(holds(strict), holds(lenient), is_one_year_outstanding(case))
    settled_here = settled_questions(questions, case.settled, answer)

    if outcome == "unknown":
        missing = one_year_missing(case, strict) | one_year_missing(case, lenient)
        if missing != {"released_on"}:
            missing.discard("released_on")
        return Finding(outcome, in_order(missing), (), settled_here)
    if outcome == "open":
        turning = turning_questions(questions, case.settled, holds)
        return Finding(outcome, (), turning, settled_here)
    return Finding(outcome, (), (), settled_here)


# 39.unused


def clause_unused(case: Case) -> Finding:
    """Unused or used on trial, whatever the reason; any other use is a question."""
    unused = is_in(case.facts.get("use"), ("unused", *plain_law.TRIAL_USES))
    return divided_finding("39:used", unused, True, case.settled, ("use",))


# 39.import_taxes


def clause_import_taxes(case: Case) -> Finding:
    """Import VAT and consumption tax are not levied either: the article speaks of duty only."""
    return divided_finding("39:import-taxes", False, True, case.settled)


# What comes back


def is_approval_stated(case: Case) -> bool:
    """An approval is stated, of a return that Article 43 does not govern."""
    day = day_of_return(case.facts, case.as_of)
    may_be_prolonged = day is None or day >= TARIFF_LAW_IN_FORCE_FROM
    return may_be_prolonged and case.facts.get("extended_until") is not None


def document_rows(case: Case) -> list[tuple[str, str, Truth]]:
    """Every document, how certain it is where its condition holds, and that condition."""
    facts = case.facts
    cause = cause_of_return(facts)
    return [
        ("export_record", "required", True),
        ("tax_certificate", "required", True),
        ("cause_statement", "required", is_in(cause, CAUSES[:3])),
        ("return_record", "expected", True),
        ("quality_evidence", "expected", is_in(cause, ("quality", "specification"))),
        ("force_majeure_evidence", "expected", is_in(cause, ("force_majeure",))),
        ("extension_approval", "required", is_approval_stated(case)),
        ("export_duty_receipt", "required", facts.get("export_duty_paid") is True),
    ]


def is_held(document: str, papers: frozenset[str] | None) -> Truth:
    """Any one of the papers that serve is held."""
    if papers is None:
        return None
    return any(paper in papers for paper in PAPERS_OF[document])


def listed_documents(case: Case) -> list[tuple[str, str, Truth]]:
    """The papers to file: id, certainty, held."""
    papers = case.facts.get("papers_held")
    listed = []
    for document, certainty, condition in document_rows(case):
        if condition is False:
            continue
        certainty = "depends" if condition is None else certainty
        listed.append((document, certainty, is_held(document, papers)))
    return listed


def is_duty_not_levied(outcomes: Mapping[str, str]) -> bool:
    """Every clause that the duty turns on is met, or can be: all but that of the other taxes."""
    return all(
        outcome in ("met", "outstanding")
        for clause, outcome in outcomes.items()
        if clause != "39.import_taxes"
    )


def listed_reliefs(case: Case, outcomes: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is certain of each tax, also where the import taxes keep the status from a yes."""
    if not is_duty_not_levied(outcomes):
        return []
    effect = {None: "not_levied_if_so_read", LENIENT: "not_levied", STRICT: "due"}
    import_taxes = effect[case.settled.get("39:import-taxes")]
    reliefs = [
        ("import_duty", "not_levied"),
        ("import_vat", import_taxes),
        ("import_consumption_tax", import_taxes),
    ]
    if case.facts.get("export_duty_paid") is not False:  # if any was paid
        reliefs.append(("export_duty", "refund_on_application"))
    return reliefs


def actions_of_the_clock(case: Case) -> list[str]:
    """What an outstanding return leaves to do; in a zone nothing is left but to leave it."""
    facts = case.facts
    if bound_for_a_zone(facts):
        return ["leave_zone"] if shown_back(facts) else ["return_by"]  # out of any zone
    if is_planned(facts, case.as_of, zone_side(case.settled)) or is_return_by_outstanding(case):
        return ["return_by"]
    return ["declare_return"]


def listed_actions(
    case: Case, findings: Mapping[str, Finding], documents: list[tuple[str, str, Truth]]
) -> list[tuple[str, date | None]]:
    """What is left to do, with the day it is due."""
    facts = case.facts
    last = last_day(case, case.settled)
    refund_to_repay = findings["39.refund_repaid"].outcome == "outstanding"
    actions: list[tuple[str, date | None]] = []
    if findings["39.one_year"].outcome == "outstanding":
        actions.extend((action, last) for action in actions_of_the_clock(case))
    if findings["39.same_goods"].outcome == "outstanding":
        actions.append(("split_line", None))
    if refund_to_repay:
        claimed = facts.get("export_refund") == "claimed"
        actions.append(("withdraw_claim" if claimed else "repay_refund", last))
    for document, certainty, held in documents:
        if document == "tax_certificate" and refund_to_repay:
            continue  # issued once the refund is repaid: the last action
        if certainty == "required" and held is False:
            actions.append(("obtain:" + document, None))
    asked = open_questions(findings)
    actions.extend(("ask_customs:" + question, None) for question in asked if question != EXTENSION)
    if EXTENSION in asked:
        actions.append(("apply_extension", None))
    if facts.get("export_duty_paid") is True:
        actions.append(("apply_export_duty_refund", None))
    if refund_to_repay:
        actions.append(("obtain:tax_certificate", last))
    return actions


def open_questions(findings: Mapping[str, Finding]) -> list[str]:
    """The questions on which open clauses turn, each once, in the order of the clauses."""
    return list(dict.fromkeys(q for finding in findings.values() for q in finding.questions))


def missing(findings: Mapping[str, Finding]) -> set[str]:
    """The facts the unknown clauses ask for."""
    return {name for finding in findings.values() for name in finding.missing}


def listed_assumptions(case: Case, findings: Mapping[str, Finding]) -> list[str]:
    """The unknown facts that counted as something."""
    facts = case.facts
    assumed = {
        name
        for name in (
            "export_entry",
            "parts_missing",
            "damaged",
            "repacked",
            "importer_differs",
            "attribution",
            "exported_quantity",
            "returned_quantity",
            "returned_before",
            "papers_held",
        )
        if facts.get(name) is None
    }
    if is_cause_presumed(facts):
        assumed.add("cause")
    if facts.get("shipped_as_declared") is None and plain_law.shipped_as_declared(facts) is True:
        assumed.add("shipped_as_declared")
    if facts.get("domestic_on") is None and never_by_way_of_a_zone(facts):
        assumed.add("domestic_on")
    # A declaration some days before the arrival could still choose the older law.
    if facts.get("return_declared_on") is None and "return_declared_on" not in missing(findings):
        day = facts.get("returned_on") or facts.get("domestic_on")
        if day is not None and day < TARIFF_LAW_IN_FORCE_FROM + timedelta(days=14):
            assumed.add("return_declared_on")
    asked_for = "exported_on" in findings["39.one_year"].missing
    if facts.get("exported_on") is None and shown_back(facts) and not asked_for:
        assumed.add("exported_on")
    if facts.get("supervision_code") is not None and still_abroad(facts, case.as_of):
        assumed.add(end_name(facts))
    return list(in_order(assumed))


# What cannot be


def contradictions(facts: Facts) -> tuple[str, ...]:
    """The facts that cannot be beside each other, those of the announcement's reading included."""
    found = set(plain_law.contradictions(facts))
    reason = facts.get("reason")
    cause = facts.get("cause")
    if reason == "force_majeure" and cause not in (None, "force_majeure"):
        found.update(("reason", "cause"))
    if reason == "quality_defect" and cause in ("none", "force_majeure"):
        found.update(("reason", "cause"))
    if not_after(facts.get("exported_on"), facts.get("extended_until")) is False:
        found.update(("exported_on", "extended_until"))
    return tuple(sorted(found))


# The ruling


def judge(
    facts: Mapping[str, Any],
    *,
    as_of: date | None = None,
    settled: Mapping[str, str] = {},
    days_off: frozenset[date] | None = None,
    known_on: date | None = None,
) -> dict[str, Any]:
    """The ruling of the ordinary route on one line of returned goods."""
    settled = {q: side for q, side in settled.items() if q not in NEVER_SETTLED}
    case = Case(facts, as_of, settled, days_off, governing(facts, as_of, known_on))
    findings = {
        "39.in_force": clause_in_force(case),
        "39.procedure": clause_procedure(case),
        "39.cause": clause_cause(case),
        "39.one_year": clause_one_year(case),
        "39.same_goods": plain_law.clause_same_goods(facts, settled),
        "39.refund_repaid": plain_law.clause_refund_repaid(facts),
        "39.certificate": plain_law.clause_certificate(facts),
        "39.same_enterprise": plain_law.clause_same_enterprise(facts, settled),
        "39.same_form": plain_law.clause_same_form(facts, settled),
        "39.no_parts_added": plain_law.clause_no_parts_added(facts),
        "39.not_processed": plain_law.clause_not_processed(facts, settled),
        "39.unused": clause_unused(case),
        "39.import_taxes": clause_import_taxes(case),
    }
    outcomes = {clause: finding.outcome for clause, finding in findings.items()}

    worst = next(outcome for outcome in STATUS_OF if outcome in outcomes.values())
    status = STATUS_OF[worst]
    decided_by = None
    if status != "eligible":
        decided_by = next(clause for clause, outcome in outcomes.items() if outcome == worst)

    documents: list[tuple[str, str, Truth]] = []
    actions: list[tuple[str, date | None]] = []
    asks: tuple[str, ...] = ()
    if status != "ineligible" or is_duty_not_levied(outcomes):  # a no for the import taxes alone
        documents = listed_documents(case)
        actions = listed_actions(case, findings, documents)
    if status != "ineligible":
        asks = in_order(name for finding in findings.values() for name in finding.missing)

    return {
        "id": case.law,
        "status": status,
        "decided_by": decided_by,
        "last_day": last_day(case, settled),
        "outcomes": outcomes,
        "missing": {clause: finding.missing for clause, finding in findings.items()},
        "questions": {clause: finding.questions for clause, finding in findings.items()},
        "settled": {clause: finding.settled for clause, finding in findings.items()},
        "documents": documents,
        "reliefs": listed_reliefs(case, outcomes),
        "actions": actions,
        "open_questions": open_questions(findings),
        "asks": list(asks),
        "assumed": listed_assumptions(case, findings),
    }


# The better of two


RANK = {
    "eligible": 3,
    "conditional": 3,
    "needs_review": 2,
    "needs_facts": 1,
    "ineligible": 0,
    "not_covered": 0,
}


def better(announcement_status: str, ordinary_status: str) -> str | None:
    """The route that promises more; of equals the announcement, of two that fail none."""
    if RANK[announcement_status] == 0 and RANK[ordinary_status] == 0:
        return None
    if RANK[ordinary_status] > RANK[announcement_status]:
        return "ordinary"
    return "announcement"
