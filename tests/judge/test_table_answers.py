"""What is asked of tables, computed one case at a time and compared with the verdicts."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

import cases
from cases import SPACES, Space
from retax.check import check
from retax.facts.model import ReturnedGoods
from retax.judge.compiled_law import get_law
from retax.judge.table_answers import BUT_MET, Answers, compile_answers
from retax.law.cross_border.presumptions import PRESUMPTIONS
from retax.law.outcome import FINAL_OUTCOMES, OUTCOMES, STATUS_OF
from retax.logic.compile_python import compile_function
from retax.logic.expressions import Expression, Side

BY_NAME = pytest.mark.parametrize("space", SPACES, ids=lambda space: space.name)
SETTLED: tuple[dict[str, Side], ...] = (
    {},
    {"zone": "lenient", "rest-day": "lenient", "batch-fifo": "strict", "repacking": "lenient"},
)


def test_the_outcomes_come_worst_first_without_met() -> None:
    assert (*BUT_MET, "met") == tuple(OUTCOMES)
    assert [STATUS_OF[outcome] for outcome in FINAL_OUTCOMES] == ["not_covered", "ineligible"]


@pytest.mark.long
@pytest.mark.no_cover
@pytest.mark.parametrize("settled", SETTLED, ids=str)
@BY_NAME
def test_the_first_case_of_a_clause_that_holds_is_its_outcome(
    space: Space, settled: dict[str, Side]
) -> None:
    law = get_law(tuple(sorted(settled.items())))
    (ruled,) = (ruled for ruled in law.clauses if ruled.clause.id == space.clause)
    by_dated: dict[bool, Any] = {}
    for point, facts, as_of in space.points:
        dated = as_of is not None
        if dated not in by_dated:
            found = compile_answers(law, absent=(), dated=dated)
            here = [case for case in found.cases if case.clause == space.clause]
            exact = found.outcomes[space.clause]
            by_dated[dated] = (
                [case.outcome for case in here],
                compile_function([ruled.outcome, *(case.when for case in here), *exact.values()]),
            )
        names, read = by_dated[dated]
        outcome, *holds = read(facts, as_of)
        first = next((name for name, here in zip(names, holds, strict=False) if here), "met")
        assert first == outcome, (point, settled)
        assert [o for o, here in zip(BUT_MET, holds[len(names) :], strict=True) if here] == (
            [] if outcome == "met" else [outcome]
        )


@cache
def answered() -> Answers:
    return compile_answers(get_law(), absent=(), dated=False)


@cache
def reader_of(*trees: Expression) -> Any:
    return compile_function(trees)  # once for all cases


def values(trees: dict[str, Expression], goods: ReturnedGoods) -> list[str]:
    found = reader_of(*trees.values())(goods, None)
    assert set(found) <= {True, False}
    return [name for name, here in zip(trees, found, strict=True) if here]


@pytest.mark.parametrize("code", cases.CODES)
@pytest.mark.parametrize("fact", [None, *cases.COMPLETE["1210"]])
def test_what_is_missing_and_to_be_filed_is_that_of_the_verdict(
    code: str, fact: str | None
) -> None:
    goods = cases.goods(code, **({fact: None} if fact else {}))
    verdict, found = check(goods), answered()
    assert values(dict(found.missing), goods) == [ask.fact for ask in verdict.asks]
    assert values(dict(found.documents), goods) == [each.id for each in verdict.documents]
    assert values(dict(found.assumed), goods) == list(verdict.assumed)
    assert values(dict(found.announcements), goods) == (
        [verdict.announcement] if verdict.announcement else []
    )
    assert reader_of(found.last_day)(goods, None) == (verdict.last_day,)
    holds = reader_of(*(case.when for case in found.cases))(goods, None)
    first = next((case for case, here in zip(found.cases, holds, strict=True) if here), None)
    assert (first.clause if first else None) == verdict.decided_by
    assert STATUS_OF[first.outcome if first else "met"] == verdict.status
    for finding in verdict.findings:
        of = found.outcomes[finding.clause]
        outcome = values({str(each): when for each, when in of.items()}, goods)
        assert outcome == ([] if finding.outcome == "met" else [finding.outcome])


@pytest.mark.parametrize("code", cases.CODES)
@pytest.mark.parametrize("unknown", [("exported_on",), ("exported_on", "return_declared_on")])
@pytest.mark.parametrize("returned_on", [None, date(2026, 3, 9), date(2026, 8, 3)])
def test_a_day_of_departure_is_presumed_only_where_the_clock_does_not_ask_for_it(
    code: str, unknown: tuple[str, ...], returned_on: date | None
) -> None:
    changes = dict.fromkeys(unknown) | {"returned_on": returned_on, "domestic_on": returned_on}
    goods = cases.goods(code, return_entry=None, **{"return_declared_on": None} | changes)
    verdict, found = check(goods), answered()
    assert values(dict(found.assumed), goods) == list(verdict.assumed)


def test_two_presumptions_of_one_fact_are_named_once() -> None:
    facts = [presumption.fact for presumption in PRESUMPTIONS]
    assert facts.count("domestic_on") == 2
    assert list(answered().assumed) == list(dict.fromkeys(facts))


def test_without_detail_no_outcome_of_a_clause_is_computed() -> None:
    found = compile_answers(get_law(), absent=(), dated=False, detail=False)
    assert found.outcomes == {finding.clause: {} for finding in check({}).findings}
    assert (found.cases, found.missing) == (answered().cases, answered().missing)


@pytest.mark.parametrize("as_of", [date(2026, 9, 3), date(2026, 9, 4)])
def test_one_set_of_trees_answers_for_every_day_asked_as_of(as_of: date) -> None:
    goods = cases.goods("9610", returned_on=None, return_declared_on=None)
    found = compile_answers(get_law(), absent=(), dated=True)
    first = next((c for c in found.cases if compile_function([c.when])(goods, as_of)[0]), None)
    assert STATUS_OF[first.outcome if first else "met"] == check(goods, as_of=as_of).status


def test_absent_facts_are_unknown_for_good() -> None:
    goods = cases.goods("9610")
    without = compile_answers(get_law(), absent=("reason", "hs_code"), dated=False)
    assert values(dict(without.missing), goods) == ["reason"]
    everything = compile_answers(get_law(), absent=tuple(ReturnedGoods.model_fields), dated=False)
    asked = [ask.fact for ask in check({}).asks]
    assert values(dict(everything.missing), goods) == asked
