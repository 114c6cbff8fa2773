from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import product
from typing import Any

import pytest

import cases
from cases import SPACES, Facts, Space
from retax.check import check
from retax.law.clause import Clause, fact
from retax.law.compiled import law_under
from retax.law.open_questions import QUESTIONS
from retax.law.turning import Turning
from retax.logic.expressions import Expression, Side, reading
from retax.logic.scalar import compiled
from retax.logic.trees import questions_of, resolve

SIDES: tuple[Side, Side] = ("strict", "lenient")
BY_NAME = pytest.mark.parametrize("space", SPACES, ids=lambda space: space.name)


def clause_of(space: Space) -> Clause:
    (found,) = (r.clause for r in law_under().clauses if r.clause.id == space.clause)
    return found


def questions(clause: Clause) -> tuple[str, ...]:
    return tuple(q for q in QUESTIONS if q in questions_of(clause.holds))


class EveryReading:
    """What a clause says under every choice of sides for all its questions, read plainly."""

    def __init__(self, clause: Clause) -> None:
        self.questions = questions(clause)
        self.choices = list(product(SIDES, repeat=len(self.questions)))
        self._read = compiled(
            [
                resolve(clause.holds, dict(zip(self.questions, choice, strict=True)), "strict")
                for choice in self.choices
            ]
        )

    def at(self, facts: Facts, as_of: date | None) -> dict[tuple[Side, ...], Any]:
        return dict(zip(self.choices, self._read(facts, as_of), strict=True))

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


@BY_NAME
def test_a_clause_turns_on_the_questions_whose_own_side_decides_for_some_choice_of_the_others(
    space: Space,
) -> None:
    clause = clause_of(space)
    readings = EveryReading(clause)
    for settled in cases.settlings(readings.questions, space):
        turning = Turning(clause.holds, settled, None)
        outcome = compiled(
            [resolve(clause.holds, settled, "strict"), resolve(clause.holds, settled, "lenient")]
        )
        for point, facts, as_of in space.points:
            if outcome(facts, as_of) != (False, True):
                continue
            values = readings.at(facts, as_of)
            turns = tuple(
                question
                for question in readings.questions
                if question not in settled
                and any(
                    (strict is True) != (lenient is True)
                    for strict, lenient in readings.pairs(question, settled, values)
                )
            )
            assert turning.turns_on(facts, as_of) == turns, (settled, point)  # type: ignore[arg-type]
            assert turns, (settled, point)


@BY_NAME
def test_a_settled_question_counts_where_its_two_sides_differ_for_some_choice_of_the_others(
    space: Space,
) -> None:
    clause = clause_of(space)
    readings = EveryReading(clause)
    for settled in cases.settlings(readings.questions, space)[::3]:
        turning = Turning(clause.holds, settled, None)
        for point, facts, as_of in space.points[::3]:
            values = readings.at(facts, as_of)
            differ = tuple(
                question
                for question in readings.questions
                if question in settled
                and any(
                    strict is not lenient
                    for strict, lenient in readings.pairs(question, {}, values)
                )
            )
            assert turning.settled_by(facts, as_of) == differ, (settled, point)  # type: ignore[arg-type]


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


def test_a_finding_that_is_not_open_turns_on_nothing() -> None:
    assert all(not finding.questions for finding in check(cases.goods("9610")).findings)


def test_a_question_whose_sides_are_unknown_or_false_but_never_true_is_none_it_turns_on() -> None:
    undecided = reading("batch", strict=False, lenient=fact.damaged)
    holds = reading("zone", strict=undecided, lenient=True)
    nothing_known = cases.goods("9610", damaged=None)
    assert Turning(holds, {}, None).turns_on(nothing_known, None) == ("zone",)


def test_two_settlements_that_each_carry_the_case_alone_are_both_named() -> None:
    verdict = check(
        cases.goods("9610", **back(date(2026, 9, 7))),
        settled={"export-date": "lenient", "rest-day": "lenient", "return-date": "lenient"},
    )
    assert verdict.status == "eligible"
    named = {question.id for question in verdict.deciding_settlements}
    assert {"export-date", "rest-day"} <= named


INNER = reading("batch", strict=False, lenient=True)


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
    assert Turning(holds, {}, None).turns_on(cases.goods("9610"), None) == ("zone", "batch")


def test_the_rest_days_given_decide_whether_a_last_day_that_rests_matters() -> None:
    # From release to 3 September 2026, a Thursday; from departure to the Saturday after.
    goods = cases.goods("9610", **back(date(2026, 9, 4)))
    (finding,) = (
        f for f in check(goods, days_off=[date(2026, 9, 3)]).findings if f.outcome == "open"
    )
    assert finding.questions == ("export-date", "rest-day")
    (finding,) = (f for f in check(goods).findings if f.outcome == "open")
    assert finding.questions == ("export-date",)
