from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

import pytest

import cases as spaces_of_facts
import ordinary_cases
from make_docs.cases import (
    ANSWERED,
    BY_THE_ORDINARY_ROUTE,
    ELIGIBLE,
    find_bases,
    find_cases,
    is_ordinary,
    list_clauses,
    open_on,
)
from retax import QUESTIONS, Side, check
from retax.judge.compiled_law import CompiledClause
from retax.judge.ruling import Ruling
from retax.logic.compile_python import compile_function

CLAUSES = list_clauses()
SIDES: tuple[Side, ...] = ("strict", "lenient")
BY_CLAUSE = pytest.mark.parametrize("ruled", CLAUSES, ids=lambda ruled: ruled.clause.id)


@pytest.mark.parametrize("code", ELIGIBLE)
def test_the_cases_all_others_are_made_from_are_eligible(code: str) -> None:
    assert check(ELIGIBLE[code]).status == "eligible"


@pytest.mark.parametrize("code", BY_THE_ORDINARY_ROUTE)
def test_so_are_those_of_the_ordinary_route_as_customs_has_answered(code: str) -> None:
    verdict = check(BY_THE_ORDINARY_ROUTE[code], settled=ANSWERED[code])
    assert verdict.ordinary.status == "eligible"
    assert verdict.status != "eligible"


def judged(ruled: CompiledClause, facts: Mapping[str, Any], settled: Mapping[str, Side]) -> Ruling:
    told = {name: value for name, value in facts.items() if name != "as_of"}
    verdict = check(told, as_of=facts.get("as_of"), settled=settled)
    return verdict.ordinary if is_ordinary(ruled.clause.id) else verdict


@BY_CLAUSE
def test_a_case_comes_out_as_it_is_stated(ruled: CompiledClause) -> None:
    for outcome, case in find_cases(ruled).items():
        verdict = judged(ruled, case.facts, case.settled)
        assert verdict.finding(ruled.clause.id).outcome == outcome == case.finding.outcome
        assert verdict == case.verdict


@BY_CLAUSE
def test_no_outcome_is_left_out(ruled: CompiledClause) -> None:
    outcome_of = compile_function([ruled.outcome], None)
    every_space = (*spaces_of_facts.SPACES, *ordinary_cases.SPACES)
    spaces = [space for space in every_space if space.clause == ruled.clause.id]
    seen = {
        outcome_of(facts, as_of)[0]
        for space in spaces
        for _, facts, as_of in islice(space.points, 0, None, 7 if len(space.points) > 9_999 else 1)
    }
    assert seen <= set(find_cases(ruled))
    assert "met" in seen or ruled.clause.id == "39.import_taxes"


@BY_CLAUSE
def test_every_question_of_a_clause_has_a_case_that_turns_on_it_alone(
    ruled: CompiledClause,
) -> None:
    for question in ruled.turning.open:
        case = open_on(ruled, question)
        if ruled.clause.id == "39.one_year" and question in ("return-date", "zone"):
            assert case is None  # too late on either side, a longer period is a question as well
            continue
        assert case is not None
        assert [open_.id for open_ in case.verdict.open_questions] == [question]
        if not QUESTIONS[question].can_be_settled:
            continue
        strictly, leniently = (
            judged(ruled, case.facts, {**case.settled, question: side})
            .finding(ruled.clause.id)
            .outcome
            for side in SIDES
        )
        assert strictly != leniently
        assert "open" not in (strictly, leniently)


@BY_CLAUSE
def test_what_was_changed_is_what_differs(ruled: CompiledClause) -> None:
    for case in find_cases(ruled).values():
        assert any(
            set(case.changed)
            >= {name for name in case.facts if case.facts[name] != facts.get(name, None)}
            for facts in find_bases(ruled.clause.id).values()
        )
