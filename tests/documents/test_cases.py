from __future__ import annotations

from itertools import islice

import pytest

import cases as spaces_of_facts
from make_docs.cases import ELIGIBLE, cases_of, open_on
from retax import QUESTIONS, Side, check
from retax.judge.compiled_law import CompiledClause, get_law
from retax.logic.compile_python import compile_function

CLAUSES = get_law().clauses
SIDES: tuple[Side, ...] = ("strict", "lenient")
BY_CLAUSE = pytest.mark.parametrize("ruled", CLAUSES, ids=lambda ruled: ruled.clause.id)


@pytest.mark.parametrize("code", ELIGIBLE)
def test_the_cases_all_others_are_made_from_are_eligible(code: str) -> None:
    assert check(ELIGIBLE[code]).status == "eligible"


@BY_CLAUSE
def test_a_case_comes_out_as_it_is_told(ruled: CompiledClause) -> None:
    for outcome, case in cases_of(ruled).items():
        facts = {name: value for name, value in case.facts.items() if name != "as_of"}
        verdict = check(facts, as_of=case.facts.get("as_of"), settled=case.settled)
        assert verdict.finding(ruled.clause.id).outcome == outcome == case.finding.outcome
        assert verdict == case.verdict


@BY_CLAUSE
def test_no_outcome_is_left_out(ruled: CompiledClause) -> None:
    outcome_of = compile_function([ruled.outcome], None)
    spaces = [space for space in spaces_of_facts.SPACES if space.clause == ruled.clause.id]
    seen = {
        outcome_of(facts, as_of)[0]
        for space in spaces
        for _, facts, as_of in islice(space.points, 0, None, 7 if len(space.points) > 9_999 else 1)
    }
    assert seen <= set(cases_of(ruled))
    assert "met" in seen


@BY_CLAUSE
def test_every_question_of_a_clause_has_a_case_that_turns_on_it_alone(
    ruled: CompiledClause,
) -> None:
    for question in ruled.turning.open:
        case = open_on(ruled, question)
        assert case is not None
        assert [open_.id for open_ in case.verdict.open_questions] == [question]
        if not QUESTIONS[question].can_be_settled:
            continue
        facts = {name: value for name, value in case.facts.items() if name != "as_of"}
        strictly, leniently = (
            check(facts, as_of=case.facts.get("as_of"), settled={**case.settled, question: side})
            .finding(ruled.clause.id)
            .outcome
            for side in SIDES
        )
        assert strictly != leniently
        assert "open" not in (strictly, leniently)


@BY_CLAUSE
def test_what_was_changed_is_what_differs(ruled: CompiledClause) -> None:
    for case in cases_of(ruled).values():
        assert any(
            set(case.changed)
            >= {name for name in case.facts if case.facts[name] != facts.get(name, None)}
            for facts in ELIGIBLE.values()
        )
