"""What is asked of tables, computed one case at a time and compared with the verdicts."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

import cases
from cases import SPACES, Space
from retax.check import check
from retax.goods import ReturnedGoods
from retax.law.answers import BUT_MET, NO_WAY_ON, Answers, answers
from retax.law.compiled import law_under
from retax.law.outcome import OUTCOMES, STATUS_OF
from retax.logic.expressions import Expression, Side
from retax.logic.scalar import compiled
from retax.logic.trees import facts_of

BY_NAME = pytest.mark.parametrize("space", SPACES, ids=lambda space: space.name)
SETTLED: tuple[dict[str, Side], ...] = (
    {},
    {"zone": "lenient", "rest-day": "lenient", "batch": "strict", "repacking": "lenient"},
)


def test_the_outcomes_stand_worst_first_without_met() -> None:
    assert (*BUT_MET, "met") == tuple(OUTCOMES)
    assert [STATUS_OF[outcome] for outcome in NO_WAY_ON] == ["not_covered", "ineligible"]


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize("settled", SETTLED, ids=str)
@BY_NAME
def test_the_first_case_of_a_clause_that_holds_is_its_outcome(
    space: Space, settled: dict[str, Side]
) -> None:
    law = law_under(tuple(sorted(settled.items())))
    (ruled,) = (ruled for ruled in law.clauses if ruled.clause.id == space.clause)
    by_day: dict[date | None, Any] = {}
    for point, facts, as_of in space.points:
        if as_of not in by_day:
            found = answers(law, absent=(), as_of=as_of)
            here = [case for case in found.cases if case.clause == space.clause]
            exact = found.outcomes[space.clause]
            by_day[as_of] = (
                [case.outcome for case in here],
                compiled([ruled.outcome, *(case.when for case in here), *exact.values()]),
            )
        names, read = by_day[as_of]
        outcome, *holds = read(facts, as_of)
        first = next((name for name, here in zip(names, holds, strict=False) if here), "met")
        assert first == outcome, (point, settled)
        assert [o for o, here in zip(BUT_MET, holds[len(names) :], strict=True) if here] == (
            [] if outcome == "met" else [outcome]
        )


@cache
def answered() -> Answers:
    return answers(law_under(), absent=(), as_of=None)


def values(trees: dict[str, Expression], goods: ReturnedGoods) -> list[str]:
    found = compiled([*trees.values()])(goods, None)
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
    assert values(dict(found.announcements), goods) == (
        [verdict.announcement] if verdict.announcement else []
    )
    assert compiled([found.last_day])(goods, None) == (verdict.last_day,)
    first = next((c for c in found.cases if compiled([c.when])(goods, None)[0]), None)
    assert (first.clause if first else None) == verdict.decided_by
    assert STATUS_OF[first.outcome if first else "met"] == verdict.status
    for finding in verdict.findings:
        of = found.outcomes[finding.clause]
        outcome = values({str(each): when for each, when in of.items()}, goods)
        assert outcome == ([] if finding.outcome == "met" else [finding.outcome])


def test_without_detail_no_outcome_of_a_clause_is_told() -> None:
    found = answers(law_under(), absent=(), as_of=None, detail=False)
    assert found.outcomes == {finding.clause: {} for finding in check({}).findings}
    assert (found.cases, found.missing) == (answered().cases, answered().missing)


@pytest.mark.parametrize("as_of", [date(2026, 9, 3), date(2026, 9, 4)])
def test_the_day_asked_as_of_is_in_the_answers_and_not_asked_again(as_of: date) -> None:
    goods = cases.goods("9610", returned_on=None, return_declared_on=None)
    found = answers(law_under(), absent=(), as_of=as_of)
    assert not any("as_of" in facts_of(case.when) for case in found.cases)
    first = next((c for c in found.cases if compiled([c.when])(goods, None)[0]), None)
    assert STATUS_OF[first.outcome if first else "met"] == check(goods, as_of=as_of).status


def test_absent_facts_are_unknown_for_good() -> None:
    goods = cases.goods("9610")
    without = answers(law_under(), absent=("reason", "hs_code"), as_of=None)
    assert values(dict(without.missing), goods) == ["reason"]
    everything = answers(law_under(), absent=tuple(ReturnedGoods.model_fields), as_of=None)
    asked = [ask.fact for ask in check({}).asks]
    assert values(dict(everything.missing), goods) == asked
