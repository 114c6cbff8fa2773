from __future__ import annotations

from functools import cache

import pytest

from cases import SPACES
from retax import QUESTIONS, Words
from retax.judge.compiled_law import CompiledClause, Law, get_law
from retax.judge.reachable_outcomes import ReachableOutcomes, find_reachable_outcomes
from retax.logic.compile_python import compile_function

CLAUSES = [ruled.clause.id for ruled in get_law().clauses]
BY_CLAUSE = pytest.mark.parametrize("clause", CLAUSES)
STRICTLY = get_law(tuple((question, "strict") for question in sorted(QUESTIONS)))
MANY = 9_999
"""Of spaces with more points than that every seventh is taken."""


def ruled(clause: str, law: Law | None = None) -> CompiledClause:
    (found,) = (r for r in (law or get_law()).clauses if r.clause.id == clause)
    return found


@cache
def possible_of(clause: str) -> ReachableOutcomes:
    return find_reachable_outcomes(ruled(clause))


def while_unknown(clause: str, fact: str) -> str:
    return possible_of(clause).while_unknown[fact].en


@cache
def seen(clause: str) -> tuple[set[str], set[str]]:
    """Return the outcomes a clause has in its spaces, and the facts it asks for there."""
    unsettled, strictly = ruled(clause), ruled(clause, STRICTLY)
    read = compile_function([unsettled.outcome, strictly.outcome, *unsettled.missing.values()])
    outcomes, asked = set(), set()
    for points in (space.points for space in SPACES if space.clause == clause):
        for _, facts, as_of in points[:: 7 if len(points) > MANY else 1]:
            outcome, settled, *lacks = read(facts, as_of)
            outcomes |= {outcome, settled}
            if outcome == "unknown":
                asked |= {name for name, lack in zip(unsettled.missing, lacks, strict=True) if lack}
    return outcomes, asked


@BY_CLAUSE
def test_the_outcomes_possible_are_those_that_come_about(clause: str) -> None:
    outcomes, _ = seen(clause)
    assert set(possible_of(clause).outcomes) == outcomes
    assert possible_of(clause).outcomes[0] == "met"


@BY_CLAUSE
def test_a_fact_counts_as_asked_for_if_some_case_asks_for_it(clause: str) -> None:
    _, asked = seen(clause)
    told = possible_of(clause).while_unknown
    assert tuple(told) == ruled(clause).facts
    said = {fact for fact, words in told.items() if words.zh.endswith("须补充")}
    assert said == asked


def test_what_is_lacking_for_a_paper_never_fails_a_clause() -> None:
    assert possible_of("2.certificate").outcomes == ("met", "outstanding")
    assert possible_of("4.papers").outcomes == ("met", "outstanding", "unknown")


@pytest.mark.parametrize(
    ("clause", "fact", "start"),
    [
        ("1.not_food", "is_food", "in some cases presumed not to be food"),
        ("1.destination", "destination", "in some cases presumed outside any zone"),
        ("1.six_months", "returned_on", "in some cases presumed not back yet"),
        ("1.six_months", "domestic_on", "in some cases presumed not yet outside any zone"),
        ("1.six_months", "domestic_on", "in some cases presumed not yet outside any zone or "),
        ("1.six_months", "exported_on", "in some cases presumed to have left the country, else"),
        ("1.same_goods", "attribution", "presumed traced"),
        ("1.same_goods", "shipped_as_declared", "in some cases presumed to be the goods"),
        ("1.not_food", "hs_code", "not screened for food headings"),
    ],
)
def test_a_presumption_that_is_not_always_made_is_listed_as_made_in_some_cases(
    clause: str, fact: str, start: str
) -> None:
    assert while_unknown(clause, fact).startswith(start)


def test_every_presumption_of_a_fact_is_listed() -> None:
    assert possible_of("1.six_months").while_unknown["domestic_on"] == Words(
        "部分情形下按尚未运至境内区外处理或按未经区内退运处理，其余须补充",
        "in some cases presumed not yet outside any zone or presumed not to have come by way of a "
        "zone, else asked for",
    )


def test_a_presumption_is_not_listed_of_a_clause_that_reads_the_fact_elsewhere_only() -> None:
    # the clock reads the destination under 1210 alone, where it is not presumed
    assert while_unknown("1.six_months", "destination") == "not asked for"


def test_a_day_whose_lack_leaves_a_clause_outstanding_is_not_asked_for() -> None:
    assert while_unknown("1.destination", "left_zone_on") == "not asked for"
    assert while_unknown("1.destination", "exported_on") == "asked for"
