from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from itertools import product
from typing import Any

import pytest

import cases
from cases import SPACES, Facts, Space
from retax.check import check
from retax.judge import pivotal_questions
from retax.judge.compiled_law import get_law
from retax.judge.pivotal_questions import PivotalQuestions, list_guards
from retax.law.clause import Clause, fact
from retax.law.cross_border.open_questions import QUESTIONS
from retax.logic.compile_python import compile_function
from retax.logic.expressions import (
    Expression,
    Parameter,
    Side,
    all_of,
    is_true,
    reading,
    when,
)
from retax.logic.traversal import list_questions, resolve
from sizes import spread

SIDES: tuple[Side, Side] = ("strict", "lenient")
BY_NAME = pytest.mark.parametrize("space", SPACES, ids=lambda space: space.name)


def clause_of(space: Space) -> Clause:
    (found,) = (r.clause for r in get_law().clauses if r.clause.id == space.clause)
    return found


def questions(clause: Clause) -> tuple[str, ...]:
    read = list_questions(clause.holds) | list_questions(clause.outstanding)
    return tuple(q for q in QUESTIONS if q in read)


def back(day: date) -> dict[str, date]:
    return {"returned_on": day, "domestic_on": day, "return_declared_on": day}


@pytest.mark.parametrize(
    ("code", "changes", "turns_on"),
    [
        ("9610", back(date(2026, 9, 4)), ("export-date",)),
        ("1210", back(date(2026, 9, 5)), ("zone-exit-date",)),
        ("9610", {"return_declared_on": date(2026, 9, 4)}, ("export-date", "return-date")),
        ("9610", {"return_declared_on": date(2026, 10, 4)}, ("return-date",)),
    ],
)
def test_a_late_case_names_each_question_that_could_save_it(
    code: str, changes: Mapping[str, Any], turns_on: tuple[str, ...]
) -> None:
    (finding,) = (
        f for f in check(cases.goods(code, **changes)).findings if f.clause == "1.six_months"
    )
    assert finding.outcome == "open"
    assert finding.questions == turns_on


def test_a_day_only_both_lenient_readings_save_turns_on_both() -> None:
    # 7 September: the last day from departure, 5 September, is a Saturday and moves on to Monday.
    (finding,) = (
        f
        for f in check(cases.goods("9610", **back(date(2026, 9, 7)))).findings
        if f.outcome == "open"
    )
    assert finding.questions == ("export-date", "rest-day")


def test_a_question_settled_leaves_the_other_on_which_the_case_then_turns() -> None:
    verdict = check(
        cases.goods("9610", **back(date(2026, 9, 7))), settled={"export-date": "lenient"}
    )
    (finding,) = (f for f in verdict.findings if f.outcome == "open")
    assert finding.questions == ("rest-day",)
    assert finding.settled == ("export-date",)


def test_a_settlement_that_matters_on_one_side_of_an_open_question_alone_is_named() -> None:
    # Late from release on any reading; from departure in time where the last day moves on.
    goods = cases.goods("9610", **back(date(2026, 9, 7)))
    finding = check(goods, settled={"rest-day": "lenient"}).finding("1.six_months")
    assert (finding.outcome, finding.questions) == ("open", ("export-date",))
    assert finding.settled == ("rest-day",)


def test_an_arguable_reason_turns_on_its_own_question_alone() -> None:
    verdict = check(cases.goods("9610", reason="delisted"))
    (finding,) = (f for f in verdict.findings if f.clause == "1.reason")
    assert finding.questions == ("reason:delisted",)


def test_settling_the_question_of_another_reason_decides_nothing() -> None:
    verdict = check(cases.goods("9610", reason="delisted"), settled={"reason:recall": "lenient"})
    (finding,) = (f for f in verdict.findings if f.clause == "1.reason")
    assert (finding.outcome, finding.questions, finding.settled) == (
        "open",
        ("reason:delisted",),
        (),
    )


def test_a_settlement_that_makes_a_step_of_what_would_be_met_is_named() -> None:
    goods = cases.goods("9610", destination="zone")
    for side, outcome in (("strict", "outstanding"), ("lenient", "met")):
        settled: dict[str, Side] = {"zone": side}  # type: ignore[dict-item]
        finding = check(goods, settled=settled, as_of=date(2026, 8, 10)).finding("1.destination")
        assert (finding.outcome, finding.settled) == (outcome, ("zone",))


def test_a_settlement_that_spares_a_declaration_is_named() -> None:
    goods = cases.goods("9610", return_declared_on=None)
    for side, outcome in (("strict", "outstanding"), ("lenient", "met")):
        settled: dict[str, Side] = {"return-date": side}  # type: ignore[dict-item]
        finding = check(goods, settled=settled).finding("1.six_months")
        assert (finding.outcome, finding.settled) == (outcome, ("return-date",))


def test_a_finding_that_is_not_open_turns_on_nothing() -> None:
    assert all(not finding.questions for finding in check(cases.goods("9610")).findings)


def test_a_question_whose_sides_are_unknown_or_false_but_never_true_is_none_it_turns_on() -> None:
    undecided = reading("batch-fifo", strict=False, lenient=fact.damaged)
    holds = reading("zone", strict=undecided, lenient=True)
    nothing_known = cases.goods("9610", damaged=None)
    assert PivotalQuestions(holds, QUESTIONS, {}, None).find_open(nothing_known, None) == ("zone",)


def test_two_settlements_that_each_carry_the_case_alone_are_both_named() -> None:
    verdict = check(
        cases.goods("9610", **back(date(2026, 9, 7))),
        settled={"export-date": "lenient", "rest-day": "lenient", "return-date": "lenient"},
    )
    assert verdict.status == "eligible"
    named = {question.id for question in verdict.deciding_settlements}
    assert {"export-date", "rest-day"} <= named


def test_a_question_whose_sides_differ_by_the_day_asked_as_of_alone_is_one_it_turns_on() -> None:
    holds = reading("zone", strict=~is_true(fact.returned_on < Parameter("as_of")), lenient=True)
    turning = PivotalQuestions(holds, QUESTIONS, {}, None)
    goods = cases.goods("9610", returned_on=date(2026, 8, 3))
    assert turning.find_open(goods, date(2026, 8, 4)) == ("zone",)
    assert turning.find_open(goods, date(2026, 8, 3)) == ()
    assert turning.find_open(goods, None) == ()


INNER = reading("batch-fifo", strict=False, lenient=True)


@pytest.mark.parametrize(
    "holds",
    [
        reading("zone", strict=False, lenient=INNER),
        reading("zone", strict=INNER, lenient=False),
    ],
)
def test_a_question_counts_where_only_one_inside_one_of_its_sides_makes_it_decide(
    holds: Expression,
) -> None:
    assert PivotalQuestions(holds, QUESTIONS, {}, None).find_open(cases.goods("9610"), None) == (
        "zone",
        "batch-fifo",
    )


def test_the_rest_days_given_decide_whether_a_last_day_that_rests_matters() -> None:
    # From release to 3 September 2026, a Thursday; from departure to the Saturday after.
    goods = cases.goods("9610", **back(date(2026, 9, 4)))
    (finding,) = (
        f for f in check(goods, days_off=[date(2026, 9, 3)]).findings if f.outcome == "open"
    )
    assert finding.questions == ("export-date", "rest-day")
    (finding,) = (f for f in check(goods).findings if f.outcome == "open")
    assert finding.questions == ("export-date",)


def test_a_last_day_that_rests_only_by_the_days_given_is_one_the_case_turns_on() -> None:
    # From release to Thursday 3 September 2026, from departure to Friday, which is given as a rest.
    goods = cases.goods("9610", exported_on=date(2026, 3, 4), **back(date(2026, 9, 5)))
    (finding,) = (
        f for f in check(goods, days_off=[date(2026, 9, 4)]).findings if f.outcome == "open"
    )
    assert finding.questions == ("export-date", "rest-day")
    assert check(goods).finding("1.six_months").outcome == "failed"


# -- at the points of its space --------------------------------------------------------------------


class EveryReading:
    """What becomes of a clause under every choice of sides for all its questions, read plainly."""

    def __init__(self, clause: Clause) -> None:
        self.questions = questions(clause)
        self.choices = list(product(SIDES, repeat=len(self.questions)))
        chosen = [dict(zip(self.questions, choice, strict=True)) for choice in self.choices]
        self._read = compile_function(
            [
                resolve(tree, sides, "strict")
                for tree in (clause.holds, clause.outstanding)
                for sides in chosen
            ]
        )

    def at(
        self, facts: Facts, as_of: date | None
    ) -> tuple[dict[tuple[Side, ...], Any], dict[tuple[Side, ...], Any]]:
        """Return whether the clause holds, and what becomes of it: a step to do, or as it holds."""
        values = self._read(facts, as_of)
        holds, outstanding = values[: len(self.choices)], values[len(self.choices) :]
        becomes = [
            "outstanding" if here is True and to_do is True else here
            for here, to_do in zip(holds, outstanding, strict=True)
        ]
        return (
            dict(zip(self.choices, holds, strict=True)),
            dict(zip(self.choices, becomes, strict=True)),
        )

    def pairs(
        self, question: str, settled: Mapping[str, Side], values: Mapping[tuple[Side, ...], Any]
    ) -> list[tuple[Any, Any]]:
        """Return the values on both sides of a question, for each choice for those unsettled."""
        at = self.questions.index(question)
        return [
            (values[choice], values[(*choice[:at], "lenient", *choice[at + 1 :])])
            for choice in self.choices
            if choice[at] == "strict"
            and all(
                side == settled.get(q, side)
                for q, side in zip(self.questions, choice, strict=True)
                if q != question
            )
        ]


@cache
def read_every_way(clause: Clause) -> EveryReading:
    """Return what becomes of a clause, compiled once for all of its spaces."""
    return EveryReading(clause)


SOME = 100


def turns_where_it_should(space: Space, points: Sequence[Any], every: int) -> None:
    clause = clause_of(space)
    readings = read_every_way(clause)
    for settled in cases.settlings(readings.questions, space)[::every]:
        turning = PivotalQuestions(clause.holds, QUESTIONS, settled, None, clause.outstanding)
        outcome = compile_function(
            [resolve(clause.holds, settled, "strict"), resolve(clause.holds, settled, "lenient")]
        )
        for point, facts, as_of in points:
            if outcome(facts, as_of) != (False, True):
                continue
            holds, _ = readings.at(facts, as_of)
            turns = tuple(
                question
                for question in readings.questions
                if question not in settled
                and any(
                    (strict is True) != (lenient is True)
                    for strict, lenient in readings.pairs(question, settled, holds)
                )
            )
            assert turning.find_open(facts, as_of) == turns, (settled, point)
            assert turns, (settled, point)


@BY_NAME
def test_a_clause_turns_on_the_questions_whose_own_side_decides_for_some_choice_of_the_others(
    space: Space,
) -> None:
    turns_where_it_should(space, spread(space.points, SOME), every=6)


@pytest.mark.long
@BY_NAME
def test_at_every_point_of_its_space_a_clause_turns_on_the_questions_that_decide(
    space: Space,
) -> None:
    turns_where_it_should(space, space.points, every=1)


def settled_where_it_should(space: Space, points: Sequence[Any], every: int) -> None:
    clause = clause_of(space)
    readings = read_every_way(clause)
    for settled in cases.settlings(readings.questions, space)[1::every]:
        turning = PivotalQuestions(clause.holds, QUESTIONS, settled, None, clause.outstanding)
        for point, facts, as_of in points:
            _, becomes = readings.at(facts, as_of)
            differ = tuple(
                question
                for question in readings.questions
                if question in settled
                and any(
                    strict != lenient for strict, lenient in readings.pairs(question, {}, becomes)
                )
            )
            assert turning.find_settled(facts, as_of) == differ, (settled, point)


@BY_NAME
def test_a_settled_question_counts_where_its_two_sides_differ_for_some_choice_of_the_others(
    space: Space,
) -> None:
    settled_where_it_should(space, spread(space.points, SOME // 2), every=7)


@pytest.mark.long
@BY_NAME
def test_at_every_third_point_of_its_space_a_settled_question_counts_where_its_sides_differ(
    space: Space,
) -> None:
    settled_where_it_should(space, space.points[::3], every=1)


def test_a_guard_chooses_between_other_questions_and_asks_none_itself() -> None:
    from_a_zone = fact.supervision_code.is_("1210")
    zone, others = reading("zone", True, False), reading("export-date", True, False)
    asked = reading("rest-day", fact.is_food, fact.damaged)
    assert list_guards(when(from_a_zone, zone, others)) == (from_a_zone,)
    assert list_guards(when(from_a_zone, zone, zone)) == ()
    assert list_guards(when(asked, zone, others)) == ()


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The questions of each function that is compiled from here on."""
    varied: list[tuple[str, ...]] = []
    compile_every_choice = PivotalQuestions._compile_every_choice

    def spy(self: PivotalQuestions, tree: Expression, questions: tuple[str, ...]) -> Any:
        varied.append(questions)
        return compile_every_choice(self, tree, questions)

    monkeypatch.setattr(PivotalQuestions, "_compile_every_choice", spy)
    return varied


def test_the_questions_of_the_other_clock_are_not_tried(tried: list[tuple[str, ...]]) -> None:
    (clause,) = (r for r in get_law().clauses if r.clause.id == "1.six_months")
    turning = PivotalQuestions(clause.clause.holds, QUESTIONS, {}, None, clause.clause.outstanding)
    late = cases.goods("9610", **back(date(2026, 9, 4)))
    assert turning.find_open(late, None) == ("export-date",)
    (varied,) = tried
    assert "zone-exit-date" not in varied
    assert "export-date" in varied


def test_a_clause_keeps_a_bounded_number_of_functions_and_trees_and_reads_right_beyond_them(
    monkeypatch: pytest.MonkeyPatch, tried: list[tuple[str, ...]]
) -> None:
    # Each of three guards leads to another question, so their values choose among eight trees.
    monkeypatch.setattr(pivotal_questions, "_KEPT", 2)
    guards = (fact.is_food, fact.damaged, fact.processed)
    questions = list(QUESTIONS)[:6]
    known = [reading(question, True, False) for question in questions]
    holds = all_of(
        *(when(is_true(guard), *known[2 * n : 2 * n + 2]) for n, guard in enumerate(guards))
    )
    turning = PivotalQuestions(holds, QUESTIONS, {}, None)
    everything = [
        dict(zip(("is_food", "damaged", "processed"), chosen, strict=True))
        for chosen in product((True, False), repeat=3)
    ]
    for given in (*everything, *everything):
        facts = cases.goods("9610", **given)
        decide = {questions[2 * n + (not value)] for n, value in enumerate(given.values())}
        assert set(turning.find_open(facts, None)) == decide, given
    assert len(tried) == 16
    assert turning._leave_untaken_branches.cache_info().currsize == 2
