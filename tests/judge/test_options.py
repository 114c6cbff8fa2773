from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

import samples
from retax import Side, Verdict, check, check_lines, check_many, governing
from samples import facts
from walks import walk_points

DAY = date(2026, 8, 1)


def _all(goods: Any, **options: Any) -> list[Verdict]:
    return list(check_many([goods], **options))


def _lines(goods: Any, **options: Any) -> list[Verdict]:
    return [verdict for verdict, _ in check_lines([goods], **options)]


ENTRANCES: tuple[Callable[..., Any], ...] = (check, _all, _lines)


@walk_points("enter", ENTRANCES)
@walk_points(
    "question",
    ["reason", "reason:", "reason:unsold", "rest_day", "REST-DAY", "", "1.six_months", 7],
)
def test_a_question_that_is_not_there_cannot_be_settled(
    enter: Callable[..., Any], question: object
) -> None:
    with pytest.raises(ValueError, match="rest-day") as caught:
        enter(samples.ELIGIBLE, settled={question: "strict"})
    assert repr(question) in str(caught.value)


@walk_points("enter", ENTRANCES)
@walk_points("side", ["Strict", "", "no", None, True, 1, ["strict"]])
def test_a_question_is_settled_strictly_or_leniently(
    enter: Callable[..., Any], side: object
) -> None:
    with pytest.raises(ValueError, match="'strict' and 'lenient'") as caught:
        enter(samples.ELIGIBLE, settled={"rest-day": side})
    assert repr(side) in str(caught.value)


@pytest.mark.parametrize("enter", ENTRANCES)
@pytest.mark.parametrize("settled", ["rest-day", ["rest-day"], {"rest-day"}, 7])
def test_settled_questions_are_a_mapping(enter: Callable[..., Any], settled: object) -> None:
    with pytest.raises(ValueError, match="settled"):
        enter(samples.ELIGIBLE, settled=settled)


@walk_points("question", samples.SETTLEABLE)
@walk_points("side", samples.SIDES)
def test_every_question_but_one_can_be_settled_on_either_side(question: str, side: Side) -> None:
    verdict = check(samples.ELIGIBLE, settled={question: side})
    assert verdict.settled == {question: side}
    assert verdict.status == "eligible"


@pytest.mark.parametrize("enter", ENTRANCES)
@pytest.mark.parametrize("side", samples.SIDES)
def test_no_answer_settles_every_other_reason(enter: Callable[..., Any], side: Side) -> None:
    with pytest.raises(ValueError, match="'reason:other'") as caught:
        enter(samples.ELIGIBLE, settled={"rest-day": "strict", "reason:other": side})
    assert "name the reason of the return instead" in str(caught.value)


@walk_points("enter", ENTRANCES)
@walk_points("name", ["as_of", "known_on"])
@walk_points(
    "day", ["2026-08-01", datetime(2026, 8, 1), datetime(2026, 8, 1, 9), 20260801, 0, "", True]
)
def test_an_option_that_is_a_day_has_no_time_of_day(
    enter: Callable[..., Any], name: str, day: object
) -> None:
    with pytest.raises(ValueError, match=name) as caught:
        enter(samples.ELIGIBLE, **{name: day})
    assert repr(day) in str(caught.value)


@pytest.mark.parametrize("enter", ENTRANCES)
@pytest.mark.parametrize(
    "days", ["2026-08-01", ["2026-08-01"], [datetime(2026, 8, 1)], [DAY, None], 7, DAY]
)
def test_days_off_are_a_collection_of_days(enter: Callable[..., Any], days: object) -> None:
    with pytest.raises(ValueError, match="days_off"):
        enter(samples.ELIGIBLE, days_off=days)


@pytest.mark.parametrize("days", [[DAY], (DAY,), {DAY}, frozenset({DAY}), {DAY: "holiday"}])
def test_days_off_may_be_any_collection(days: Any) -> None:
    assert check(samples.ELIGIBLE, days_off=days).days_off == frozenset({DAY})


def test_no_days_off_are_no_year_of_which_days_are_given() -> None:
    saturday = facts(
        released_on=date(2026, 3, 5),
        exported_on=date(2026, 3, 5),
        declared_on=date(2026, 3, 5),
        returned_on=date(2026, 9, 7),
        return_declared_on=date(2026, 9, 7),
    )
    assert check(saturday).status == "needs_review"
    assert check(saturday, days_off=[]).status == "needs_review"
    assert check(saturday, days_off=[]).days_off == frozenset()
    assert check(saturday, days_off=[date(2025, 9, 7)]).status == "needs_review"
    assert check(saturday, days_off=[date(2026, 1, 1)]).status == "ineligible"
    assert check(saturday, settled={"rest-day": "lenient"}).status == "eligible"
    assert check(saturday, settled={"rest-day": "strict"}).status == "ineligible"


def test_known_on_leaves_out_what_was_not_published() -> None:
    assert check(samples.ELIGIBLE, known_on=date(2026, 2, 9)).status == "eligible"
    assert check(samples.ELIGIBLE, known_on=date(2026, 2, 8)).status == "not_covered"
    assert check({}, known_on=date(2023, 1, 31)).status == "not_covered"


def test_as_of_says_what_is_still_abroad() -> None:
    abroad = facts(returned_on=None, return_declared_on=None)
    assert check(abroad).status == "needs_facts"
    assert check(abroad, as_of=date(2026, 9, 3)).status == "conditional"
    assert check(abroad, as_of=date(2026, 9, 5)).status == "ineligible"


@pytest.mark.parametrize("day", ["2026-08-01", datetime(2026, 8, 1), 20260801, None])
def test_the_governing_announcement_is_asked_for_by_day(day: Any) -> None:
    with pytest.raises(ValueError, match=r"^declared_on is "):
        governing(day)


@pytest.mark.parametrize("day", ["2026-08-01", datetime(2026, 8, 1), 20260801])
def test_what_was_known_is_asked_for_by_day(day: Any) -> None:
    with pytest.raises(ValueError, match=r"^known_on is "):
        governing(DAY, day)


def test_without_a_day_of_knowledge_every_announcement_is_known() -> None:
    announcement = governing(date(2026, 3, 2))
    assert announcement is not None
    assert announcement.id == "2026-16"
    assert governing(date(2026, 3, 2), None) is announcement
    assert governing(date(2026, 3, 2), date(2026, 2, 9)) is announcement
    assert governing(date(2026, 3, 2), date(2026, 2, 8)) is None
