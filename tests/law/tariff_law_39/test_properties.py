"""What every clause of the ordinary route keeps to, over representative facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

import cases
from ordinary_cases import SPACES
from retax.judge.case import Case
from retax.judge.compiled_law import CompiledClause, Law, get_law
from retax.judge.finding import Finding
from retax.judge.reachable_outcomes import find_reachable_outcomes
from retax.law.outcome import Outcome
from retax.law.regimes import ORDINARY_REGIME
from retax.logic.compile_python import compile_function
from retax.logic.expressions import Side
from retax.logic.traversal import list_questions
from sizes import spread, walk_part_and_whole

BY_NAME = pytest.mark.parametrize("space", SPACES, ids=lambda space: space.name)
FAR = walk_part_and_whole("points", 400, 10**9)
Settled = Mapping[str, Side]


def law_of(settled: Settled) -> Law:
    return get_law(tuple(sorted(settled.items())), regime=ORDINARY_REGIME)


def ruled(clause: str, settled: Settled) -> CompiledClause:
    (found,) = (r for r in law_of(settled).clauses if r.clause.id == clause)
    return found


def settlings(space: cases.Space) -> list[dict[str, Side]]:
    """Return how the questions of a clause are settled, the approval of a longer period never."""
    clause = ruled(space.clause, {}).clause
    questions = list_questions(clause.holds) | list_questions(clause.outstanding)
    return cases.settlings(tuple(sorted(questions - {"39:extension"})), space)


def test_every_clause_has_a_space_that_varies_every_fact_it_reads() -> None:
    varied: dict[str, set[str]] = {}
    for space in SPACES:
        varied.setdefault(space.clause, set()).update(space.facts)
    assert varied == {r.clause.id: set(r.facts) for r in law_of({}).clauses}


@FAR
@BY_NAME
def test_what_holds_strictly_never_fails_leniently(space: cases.Space, points: int) -> None:
    for settled in settlings(space):
        clause = ruled(space.clause, settled)
        read = compile_function([clause.strict, clause.lenient])
        for point, facts, as_of in spread(space.points, points):
            strict, lenient = read(facts, as_of)
            assert not (strict is True and lenient is False), (settled, point)


def finding_at(space: cases.Space, settled: Settled, facts: Any, as_of: Any) -> Finding:
    law = law_of(settled)
    at = [r.clause.id for r in law.clauses].index(space.clause)
    case = Case(law, facts, as_of, None)
    return Finding((at, case.outcomes[at], case))


def shows_a_return(name: str, given: Mapping[str, Any]) -> bool:
    """Say whether a fact shows, as of a day, that the goods are back."""
    return given["as_of"] is not None and name in (
        *("returned_on", "domestic_on", "return_declared_on", "return_entry"),
    )


@FAR
@BY_NAME
def test_filling_in_a_fact_that_is_not_presumed_never_changes_met_or_failed(
    space: cases.Space, points: int
) -> None:
    names, decided = tuple(space.values), 0
    for settled in settlings(space):
        read = compile_function([ruled(space.clause, settled).outcome])
        for point, facts, as_of in spread(space.points, points):
            (outcome,) = read(facts, as_of)
            if outcome not in ("met", "failed"):
                continue
            decided += 1
            told = {"as_of": None, **dict(zip(names, point, strict=True))}
            presumed = {p.fact for p in finding_at(space, settled, facts, as_of)[2].assumed}
            for at, name in enumerate(names):
                if point[at] is not None or name in ("as_of", *presumed):
                    continue
                # A cause told against what it is taken from is another case, not more of this one.
                if name == "cause" or shows_a_return(name, told):
                    continue
                for value in space.values[name]:
                    filled = (*point[:at], value, *point[at + 1 :])
                    if filled in space.accepted:
                        assert read(*space.accepted[filled])[0] == outcome, (told, name, value)
    assert decided > 0 or space.clause == "39.import_taxes"


@FAR
@BY_NAME
def test_an_unknown_outcome_names_a_missing_fact_that_is_not_known_yet(
    space: cases.Space, points: int
) -> None:
    for settled in ({}, *settlings(space)[-2:]):
        clause = ruled(space.clause, settled)
        read = compile_function([clause.outcome, *clause.missing.values()])
        for point, facts, as_of in spread(space.points, points):
            outcome, *lacks = read(facts, as_of)
            missing = [name for name, lack in zip(clause.missing, lacks, strict=True) if lack]
            assert all(getattr(facts, name) is None for name in missing), (settled, point)
            assert missing or outcome != "unknown", (settled, point)


@FAR
@BY_NAME
def test_what_a_finding_presumes_is_unknown_and_read_and_not_asked_for(
    space: cases.Space, points: int
) -> None:
    clause = ruled(space.clause, {})
    for _, facts, as_of in spread(space.points, min(points, 2000)):
        finding = finding_at(space, {}, facts, as_of)
        of_the_line = {"export_entry"} if space.clause == "39.same_goods" else set[str]()
        for name in finding.presumed:
            assert getattr(facts, name) is None
            assert name in {*clause.facts, *of_the_line}
            assert name not in finding.missing


@FAR
@BY_NAME
def test_an_open_finding_names_its_questions_and_only_it_does(
    space: cases.Space, points: int
) -> None:
    for _, facts, as_of in spread(space.points, min(points, 4000)):
        finding = finding_at(space, {}, facts, as_of)
        assert bool(finding.questions) == (finding.outcome == "open")
        assert finding.explain("zh")
        assert finding.explain("en")


OUTCOMES: Mapping[str, set[Outcome]] = {
    "39.in_force": {"met", "failed", "unknown"},
    "39.procedure": {"met", "open", "unknown", "failed"},
    "39.cause": {"met", "open", "unknown", "failed"},
    "39.one_year": {"met", "open", "unknown", "failed", "outstanding"},
    "39.same_goods": {"met", "open", "unknown", "failed", "outstanding"},
    "39.refund_repaid": {"met", "unknown", "outstanding"},
    "39.certificate": {"met", "outstanding"},
    "39.same_enterprise": {"met", "open", "failed"},
    "39.same_form": {"met", "open", "unknown", "failed"},
    "39.no_parts_added": {"met", "unknown", "failed"},
    "39.not_processed": {"met", "open", "unknown", "failed"},
    "39.unused": {"met", "open", "unknown", "failed"},
    "39.import_taxes": {"met", "open", "failed"},
}


def test_each_clause_comes_to_these_outcomes() -> None:
    found: dict[str, set[str]] = {}
    for space in SPACES:
        for settled in settlings(space):
            read = compile_function([ruled(space.clause, settled).outcome])
            here = {read(facts, as_of)[0] for _, facts, as_of in spread(space.points, 700)}
            found.setdefault(space.clause, set()).update(here)
    assert found == OUTCOMES


def test_no_clause_is_thought_to_come_to_anything_else() -> None:
    for compiled in law_of({}).clauses:
        assert {*find_reachable_outcomes(compiled).outcomes} == OUTCOMES[compiled.clause.id]
