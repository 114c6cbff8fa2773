"""A case for each outcome of a clause, found by changing an eligible case as little as may be.

Nothing here knows a rule: values are tried in the order of the vocabulary, one change first, then
two, and the law itself says what came of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from typing import Any, cast

from pydantic import ValidationError

from retax import QUESTIONS, Finding, Outcome, Side, Verdict, check
from retax.facts.catalogue import NAMES
from retax.facts.values import PAPER_WORDS
from retax.judge.compiled_law import CompiledClause, get_law
from retax.judge.ruling import Ruling
from retax.law.cross_border.announcements import ANNOUNCEMENTS
from retax.law.cross_border.food_headings import FOOD_HEADINGS
from retax.law.cross_border.supervision_codes import SUPERVISION_CODES
from retax.law.outcome import OUTCOMES
from retax.law.regimes import ORDINARY_REGIME, REGIMES
from retax.logic.expressions import Parameter, any_of
from retax.logic.traversal import walk

Facts = Mapping[str, Any]

_OF_EVERY_CODE: Facts = {
    "declared_on": date(2026, 3, 5),
    "released_on": date(2026, 3, 5),
    "exported_on": date(2026, 3, 9),
    "returned_on": date(2026, 6, 18),
    "return_declared_on": date(2026, 6, 19),
    "destination": "domestic",
    "reason": "customer_return",
    "hs_code": "6109100021",
    "is_food": False,
    "export_refund": "not_refunded",
    "same_form": True,
    "parts_added": False,
    "processed": False,
    "use": "unused",
    "attribution": "traced",
    "shipped_as_declared": True,
    "exported_quantity": 100,
    "returned_quantity": 20,
    "papers_held": frozenset(
        {
            "export_list",
            "tax_certificate",
            "platform_return_record",
            "match_record",
            "gate_release",
        }
    ),
}
ELIGIBLE: Mapping[str, Facts] = {
    "9610": {**_OF_EVERY_CODE, "supervision_code": "9610"},
    "1210": {
        **_OF_EVERY_CODE,
        "supervision_code": "1210",
        "left_zone_on": date(2026, 3, 6),
        "domestic_on": date(2026, 6, 18),
    },
}
"""Two eligible cases, by supervision code, from which all others are made."""

BY_THE_ORDINARY_ROUTE: Mapping[str, Facts] = {
    "0110": {
        **_OF_EVERY_CODE,
        "supervision_code": "0110",
        "returned_on": date(2026, 12, 14),
        "domestic_on": date(2026, 12, 14),
        "return_declared_on": date(2026, 12, 15),
        "cause": "quality",
    },
    "1210": {
        **_OF_EVERY_CODE,
        "supervision_code": "1210",
        "left_zone_on": date(2026, 3, 6),
        "returned_on": date(2026, 12, 14),
        "domestic_on": date(2026, 12, 14),
        "return_declared_on": date(2026, 12, 15),
        "cause": "quality",
    },
}
"""The same for the ordinary route, where customs has answered as in :data:`ANSWERED`."""

ANSWERED: Mapping[str, Mapping[str, Side]] = {
    "0110": {"39:import-taxes": "lenient"},
    "1210": {"39:import-taxes": "lenient", "39:from-a-zone": "lenient"},
}
"""By supervision code what has to be settled for a case of the ordinary route to be a yes."""


def find_bases(clause: str) -> Mapping[str, Facts]:
    """Return the eligible cases from which those of a clause are made."""
    return BY_THE_ORDINARY_ROUTE if is_ordinary(clause) else ELIGIBLE


def is_ordinary(clause: str) -> bool:
    """Say whether a clause is one of the ordinary route."""
    return any(ruled.clause.id == clause for ruled in get_law(regime=ORDINARY_REGIME).clauses)


def list_clauses() -> tuple[CompiledClause, ...]:
    """Return the clauses of the announcement, then those of the ordinary route."""
    return tuple(ruled for regime in REGIMES for ruled in get_law(regime=regime).clauses)


AS_OF = "as_of"
_DAYS_LATE = (1, 3, 10, 40)


@dataclass(frozen=True)
class Found:
    """A case with the outcome looked for: what was changed, what was settled, and the verdict."""

    facts: Facts
    changed: tuple[str, ...]
    settled: Mapping[str, Side]
    verdict: Ruling
    finding: Finding


def find_cases(ruled: CompiledClause) -> dict[Outcome, Found]:
    """Return a case for every outcome the clause can have, the best first."""
    found = {outcome: _find_first(ruled, outcome) for outcome in OUTCOMES}
    return {outcome: case for outcome, case in reversed(found.items()) if case is not None}


def open_on(ruled: CompiledClause, question: str) -> Found | None:
    """Return a case in which nothing is open but this question, and the clause turns on it.

    Where another question is open whenever this one is, the other is settled strictly.
    """
    tried = _try_cases(ruled.clause.id)
    found = next((case for case in tried if _is_turning_on(case, question)), None)
    if found is not None:
        return found
    settled = (
        _judge(ruled, case.facts, case.changed, {**case.settled, other: "strict"})
        for other in ruled.turning.open
        if other != question and QUESTIONS[other].can_be_settled
        for case in tried
        if question in case.finding.questions
    )
    return next((case for case in settled if case and _is_turning_on(case, question)), None)


def _is_turning_on(case: Found, question: str) -> bool:
    open_questions = {open_.id for open_ in case.verdict.open_questions}
    return open_questions == {question} and question in case.finding.questions


def _find_first(ruled: CompiledClause, outcome: Outcome) -> Found | None:
    tried = _try_cases(ruled.clause.id)
    found = next((case for case in tried if case.finding.outcome == outcome), None)
    side = _SIDE_OF.get(outcome)
    if found is not None or side is None:
        return found
    settled = (
        _judge(ruled, case.facts, case.changed, {**case.settled, question: side})
        for question in ruled.turning.open
        if QUESTIONS[question].can_be_settled
        for case in tried
    )
    return next((case for case in settled if case and case.finding.outcome == outcome), None)


_SIDE_OF: Mapping[Outcome, Side] = {"failed": "strict", "met": "lenient"}
"""On which side a question is settled where an outcome takes that."""


@cache
def _try_cases(clause: str) -> tuple[Found, ...]:
    """Judge the eligible cases, then each with one change, then with two."""
    (ruled,) = (ruled for ruled in list_clauses() if ruled.clause.id == clause)
    return tuple(
        case
        for number in range(3)
        for code, facts in find_bases(clause).items()
        for case in _judge_changes(ruled, facts, number, _choose_settled(ruled, code))
    )


def _choose_settled(ruled: CompiledClause, code: str) -> Mapping[str, Side]:
    """Return what is settled in the cases of a clause: nothing that it turns on itself."""
    answered = ANSWERED.get(code, {}) if is_ordinary(ruled.clause.id) else {}
    return {
        question: side for question, side in answered.items() if question not in ruled.turning.open
    }


def _judge_changes(
    ruled: CompiledClause, facts: Facts, number: int, settled: Mapping[str, Side]
) -> Iterator[Found]:
    for changes in combinations(_list_changes(ruled, facts), number):
        changed = [name for change in changes for name in change]
        if len(set(changed)) == len(changed):
            case = dict(facts)
            for change in changes:
                case.update(change)
            judged = _judge(ruled, case, changed, settled)
            if judged is not None:
                yield judged


def _judge(
    ruled: CompiledClause, case: Facts, changed: Collection[str], settled: Mapping[str, Side]
) -> Found | None:
    facts = {name: value for name, value in case.items() if name != AS_OF}
    try:
        verdict: Ruling = check(facts, as_of=case.get(AS_OF), settled=settled)
    except ValidationError:  # the changes contradict each other
        return None
    if is_ordinary(ruled.clause.id):
        verdict = cast("Verdict", verdict).ordinary
    read = tuple(name for name in case if name in changed)
    return Found(case, read, settled, verdict, verdict.finding(ruled.clause.id))


# -- what may be changed ---------------------------------------------------------------------------


def _list_changes(ruled: CompiledClause, facts: Facts) -> list[Facts]:
    """Return what can be changed about the facts a clause reads, whole stories first."""
    changes = [*_list_stories(ruled, facts)]
    for name in ruled.facts:
        changes += [
            {name: value} for value in _list_values(name, facts) if value != facts.get(name)
        ]
    return changes


def _list_stories(ruled: CompiledClause, facts: Facts) -> Iterator[Facts]:
    clause = ruled.clause
    days = {name: day for name, day in facts.items() if isinstance(day, date)}
    if ruled.facts == ("declared_on",):  # another year: every day moves with the first
        for declared_on in _list_days_outside():
            shift = declared_on - facts["declared_on"]
            yield {name: day + shift for name, day in days.items()}
    if clause.id == "39.in_force":
        for first_day in (law.first_day for law in ORDINARY_REGIME.instruments()):
            shift = first_day - timedelta(1) - facts["return_declared_on"]
            yield {name: day + shift for name, day in days.items()}
        yield {name: None for name in ruled.facts if name in facts}
    last_day = _find_last_day(ruled, facts)
    if {"returned_on", "domestic_on"} <= set(ruled.facts):
        for late in _DAYS_LATE:
            day = last_day + timedelta(late)
            ends = {name: day for name in ("returned_on", "domestic_on") if name in facts}
            yield {**ends, "return_declared_on": day + timedelta(1)}
            if "extended_until" in ruled.facts:  # an approval that takes the year no further
                late_days = {**ends, "return_declared_on": day + timedelta(1)}
                yield {**late_days, "extended_until": last_day}
        for late in _DAYS_LATE:
            yield {"return_declared_on": last_day + timedelta(late)}
        if "domestic_on" not in facts:  # by way of a zone
            for late in _DAYS_LATE:
                yield {"domestic_on": last_day + timedelta(late)}
    if "export_refund" in ruled.facts:  # the certificate is not issued before it is repaid
        without = facts["papers_held"] - {"tax_certificate"}
        for refund in ("claimed", "refunded"):
            yield {"export_refund": refund, "papers_held": without}
    everything = any_of(clause.holds, clause.outstanding, clause.uncovered)
    if any(isinstance(node, Parameter) for node in walk(everything)):
        back = ("returned_on", "domestic_on", "return_declared_on")
        abroad = {name: None for name in back if name in facts and name in ruled.facts}
        for late in (-30, *_DAYS_LATE):
            yield {**abroad, AS_OF: last_day + timedelta(late)}
            in_a_zone: Facts = {"destination": "zone"}
            if "domestic_on" in facts:
                in_a_zone = {"domestic_on": None, "return_declared_on": None, **in_a_zone}
            yield {**in_a_zone, AS_OF: last_day + timedelta(late)}


def _find_last_day(ruled: CompiledClause, facts: Facts) -> date:
    verdict = check(facts)
    day = (verdict.ordinary if is_ordinary(ruled.clause.id) else verdict).last_day
    if day is None:
        raise ValueError("an eligible case has a last day")
    return day


def _list_days_outside() -> tuple[date, ...]:
    return (
        min(a.first_day for a in ANNOUNCEMENTS) - timedelta(1),
        max(a.last_day for a in ANNOUNCEMENTS) + timedelta(1),
    )


def _list_values(name: str, facts: Facts) -> Iterator[Any]:
    """Return the values worth a try, the telling ones first; None makes the fact unknown."""
    match NAMES[name].kind:
        case "code":
            yield from ("0110", *SUPERVISION_CODES, "2600")
        case "hs":
            screens = {screen: prefix for prefix, screen in reversed([*FOOD_HEADINGS.items()])}
            yield from (prefix.ljust(4, "0") + "900000" for prefix in screens.values())
        case "day" if name in facts:
            yield from _find_day_before(name, facts)
        case "yes_no":
            yield from (True, False)
        case "quantity":
            yield from (10, 100, 110)
        case "word":
            yield from NAMES[name].values or ()
        case "papers":
            held = facts["papers_held"]
            yield from (held - {paper} for paper in PAPER_WORDS if paper in held)
    yield None


def _find_day_before(name: str, facts: Facts) -> Iterator[date]:
    """Return the day of what comes before, so that both are of one day."""
    days = [day for day in facts.values() if isinstance(day, date) and day < facts[name]]
    if days:
        yield max(days)
