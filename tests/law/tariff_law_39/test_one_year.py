"""39.one_year: the clock of the six months with twelve, and the longer period."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import pytest

import cases
from ordinary_cases import IMPORT_TAXES_FOLLOW, NOT_BACK, finding, goods, ordinary
from retax import check
from retax.judge.finding import Finding
from walks import walk_points

ONE_DAY = timedelta(days=1)

# Start and last day by the Civil Code: the corresponding day of the twelfth month after.
VECTORS = (
    (date(2026, 3, 15), date(2027, 3, 15)),
    (date(2026, 1, 31), date(2027, 1, 31)),
    (date(2026, 2, 28), date(2027, 2, 28)),
    (date(2027, 2, 28), date(2028, 2, 28)),
    (date(2027, 3, 1), date(2028, 3, 1)),
    (date(2028, 2, 28), date(2029, 2, 28)),
    (date(2028, 2, 29), date(2029, 2, 28)),
    (date(2028, 3, 1), date(2029, 3, 1)),
    (date(2024, 2, 29), date(2025, 2, 28)),
    (date(2026, 12, 31), date(2027, 12, 31)),
    (date(2026, 4, 30), date(2027, 4, 30)),
)
NO_DAY_RESTS = {**IMPORT_TAXES_FOLLOW, "rest-day": "strict"}


def out_on(day: date, **changes: Any) -> dict[str, Any]:
    """Return changes by which the goods left on a day and are not back."""
    out = dict.fromkeys(("declared_on", "released_on", "exported_on"), day)
    return {"export_entry": None, **out, **NOT_BACK, **changes}


def back_on(day: date) -> dict[str, Any]:
    return dict.fromkeys(("returned_on", "domestic_on", "return_declared_on"), day)


def plain_year(start: date) -> date:
    year = start.year + 1
    return date(year, start.month, min(start.day, monthrange(year, start.month)[1]))


def one_year(**given: Any) -> Finding:
    return finding("39.one_year", **given)


# -- the arithmetic --------------------------------------------------------------------------


@walk_points("start, last", VECTORS)
@walk_points("code", ["0110", "9610", "1210"])
def test_the_last_day_is_the_corresponding_day_of_the_twelfth_month(
    start: date, last: date, code: str
) -> None:
    out = out_on(start, supervision_code=code, left_zone_on=start if code == "1210" else None)
    assert plain_year(start) == last
    assert ordinary(**out).last_day == last
    in_time, late = {**out, **back_on(last)}, {**out, **back_on(last + ONE_DAY)}
    assert one_year(**in_time, settled=NO_DAY_RESTS).outcome == "met"
    assert one_year(**late, settled=NO_DAY_RESTS).questions == ("39:extension",)


def test_on_every_export_day_of_four_years_the_last_day_is_the_same_day_a_year_later() -> None:
    for n in range(4 * 366):
        start = date(2025, 1, 1) + timedelta(n)
        lines = goods(**out_on(start, reason_note=None))
        assert check(lines).ordinary.last_day == plain_year(start), start


def test_beside_the_announcement_six_more_months_are_left() -> None:
    verdict = check(goods(supervision_code="9610"))
    assert (verdict.last_day, verdict.ordinary.last_day) == (date(2026, 9, 3), date(2027, 3, 3))


# -- the shared questions ----------------------------------------------------------------------

# Released on 3 March 2026, departed on 5 March: strict 3 March 2027, lenient 5 March 2027.


@pytest.mark.parametrize(
    ("days", "questions"),
    [
        (back_on(date(2027, 3, 3)), ()),
        (back_on(date(2027, 3, 4)), ("export-date", "39:extension")),
        (back_on(date(2027, 3, 5)), ("export-date", "39:extension")),
        (back_on(date(2027, 3, 6)), ("39:extension",)),
        (
            back_on(date(2027, 3, 3)) | {"return_declared_on": date(2027, 3, 8)},
            ("return-date", "39:extension"),
        ),
    ],
)
def test_between_two_readings_the_year_is_open_on_the_questions_of_the_six_months(
    days: dict[str, Any], questions: tuple[str, ...]
) -> None:
    found = one_year(**days)
    assert found.outcome == ("open" if questions else "met")
    assert found.questions == questions


def test_a_last_day_that_rests_is_the_same_question() -> None:
    # 5 March 2027 → Sunday 5 March 2028.
    out = out_on(date(2027, 3, 5))
    found = one_year(**{**out, **back_on(date(2028, 3, 6))})
    assert found.questions == ("rest-day", "39:extension")
    settled = {**IMPORT_TAXES_FOLLOW, "rest-day": "lenient"}
    assert one_year(**{**out, **back_on(date(2028, 3, 6))}, settled=settled).outcome == "met"


def test_an_answer_on_a_shared_question_counts_for_both_ways_in() -> None:
    days = back_on(date(2027, 3, 4))
    settled = {**IMPORT_TAXES_FOLLOW, "export-date": "lenient"}
    assert one_year(**days, settled=settled).outcome == "met"
    assert ordinary(**days, settled=settled).deciding_settlements[0].id == "export-date"
    assert ordinary(**days, settled=settled).last_day == date(2027, 3, 5)


def test_under_1210_the_year_runs_from_leaving_the_zone_or_the_country() -> None:
    of_a_zone: dict[str, Any] = {"supervision_code": "1210", "left_zone_on": date(2026, 3, 4)}
    assert ordinary(**of_a_zone).last_day == date(2027, 3, 4)
    days = back_on(date(2027, 3, 5))
    assert one_year(**of_a_zone, **days).questions == ("zone-exit-date", "39:extension")
    # It ends with the arrival outside any zone.
    in_zone = {**of_a_zone, "returned_on": date(2027, 3, 1), "domestic_on": date(2027, 3, 20)}
    late = {**in_zone, "return_declared_on": date(2027, 3, 20)}
    assert one_year(**late).questions == ("39:extension",)


# -- what is still to be done -------------------------------------------------------------------


def actions(**given: Any) -> dict[str, date | None]:
    return {action.id: action.due for action in ordinary(**given).actions}


LAST_DAY = date(2027, 3, 3)
PAPERS_LATER: dict[str, Any] = {"papers_held": None}


def test_until_the_last_day_goods_abroad_are_to_come_back() -> None:
    for as_of in (date(2026, 9, 1), LAST_DAY):
        found = ordinary(**NOT_BACK, **PAPERS_LATER, as_of=as_of)
        assert found.finding("39.one_year").outcome == "outstanding"
        assert found.status == "conditional"
        assert "returned_on" in found.assumed
    assert actions(**NOT_BACK, **PAPERS_LATER, as_of=LAST_DAY) == {"return_by": LAST_DAY}


def test_after_the_last_day_goods_abroad_depend_on_a_longer_period() -> None:
    found = one_year(**NOT_BACK, as_of=date(2027, 3, 20))
    assert (found.outcome, found.questions) == ("open", ("39:extension",))


def test_goods_back_in_time_are_to_be_declared() -> None:
    back = {"return_declared_on": None, **PAPERS_LATER}
    assert one_year(**back).outcome == "outstanding"
    assert actions(**back) == {"declare_return": LAST_DAY}


def test_1210_goods_in_the_zone_are_to_leave_it() -> None:
    of_a_zone = {
        "supervision_code": "1210",
        "left_zone_on": date(2026, 3, 3),
        "destination": "zone",
        "domestic_on": None,
        "settled": {**IMPORT_TAXES_FOLLOW, "39:from-a-zone": "lenient"},
        **PAPERS_LATER,
    }
    assert ordinary(**of_a_zone).status == "conditional"
    assert actions(**of_a_zone) == {"leave_zone": LAST_DAY}
    abroad = {**of_a_zone, "returned_on": None, "return_declared_on": None}
    assert actions(**abroad, as_of=date(2026, 9, 1)) == {"return_by": LAST_DAY}


def test_goods_that_may_never_have_left_lack_the_day_of_departure() -> None:
    days = back_on(date(2026, 3, 10))
    found = one_year(**days, exported_on=None)
    assert (found.outcome, found.missing) == ("unknown", ("exported_on",))


def test_without_any_day_of_return_that_day_is_asked_for() -> None:
    assert one_year(**NOT_BACK).missing == ("returned_on", "return_declared_on")


def test_without_any_day_of_departure_it_is_asked_for_too() -> None:
    found = one_year(declared_on=None, released_on=None, exported_on=None)
    assert found.outcome == "unknown"
    assert set(found.missing) <= {"declared_on", "released_on", "exported_on"}
    assert found.missing


# -- the longer period --------------------------------------------------------------------------

UNTIL = date(2027, 9, 30)


def test_a_year_that_has_run_out_may_be_prolonged_once_customs_approves() -> None:
    late = back_on(date(2027, 9, 1))
    assert one_year(**late).questions == ("39:extension",)
    found = one_year(**late, extended_until=UNTIL)
    assert found.outcome == "met"
    assert "海关批准延期至 2027-09-30" in found.explain("zh")
    assert "prolonged by customs until 2027-09-30" in found.explain("en")


def test_the_last_day_is_that_of_the_approval() -> None:
    ruling = ordinary(extended_until=UNTIL)
    assert (ruling.last_day, ruling.counted_from) == (UNTIL, "extended_until")
    assert ordinary(**NOT_BACK, extended_until=UNTIL, as_of=date(2027, 6, 1)).days_left == 121


def test_beyond_an_approval_the_goods_are_too_late() -> None:
    for day, outcome in ((UNTIL, "met"), (UNTIL + ONE_DAY, "failed")):
        found = one_year(**back_on(day), extended_until=UNTIL)
        assert (found.outcome, found.questions) == (outcome, ())
    assert ordinary(**back_on(UNTIL + ONE_DAY), extended_until=UNTIL).status == "ineligible"


def test_an_approval_within_the_year_takes_nothing_away() -> None:
    within = date(2026, 12, 1)
    assert ordinary(extended_until=within).last_day == LAST_DAY
    assert one_year(extended_until=within).outcome == "met"
    found = one_year(**back_on(date(2027, 3, 4)), extended_until=within)
    assert (found.outcome, found.questions) == ("open", ("export-date",))


def test_with_an_approval_no_day_of_departure_is_needed_up_to_its_end() -> None:
    out = {"declared_on": None, "released_on": None, "exported_on": None}
    assert one_year(**out, **back_on(UNTIL), extended_until=UNTIL).outcome == "met"
    beyond = one_year(**out, **back_on(UNTIL + ONE_DAY), extended_until=UNTIL)
    assert beyond.outcome == "unknown"


def test_goods_abroad_are_outstanding_until_the_approval_ends() -> None:
    abroad = {**NOT_BACK, "extended_until": UNTIL}
    assert one_year(**abroad, as_of=UNTIL).outcome == "outstanding"
    late = one_year(**abroad, as_of=UNTIL + ONE_DAY)
    assert (late.outcome, late.presumed) == ("failed", ("returned_on",))


def test_an_approval_cannot_be_settled_by_an_option() -> None:
    with pytest.raises(ValueError, match="extended_until"):
        check(goods(), settled={"39:extension": "lenient"})


def test_a_longer_period_is_applied_for() -> None:
    late = {**back_on(date(2027, 9, 1)), **PAPERS_LATER}
    assert actions(**late) == {"apply_extension": None}
    (action,) = ordinary(**late).actions
    assert "海关批准延期至" in action.words.zh


@pytest.mark.parametrize(
    ("returned", "beyond"), [(date(2029, 3, 3), False), (date(2029, 3, 4), True)]
)
def test_beyond_three_years_it_stays_open_with_a_word_of_caution(
    returned: date, beyond: bool
) -> None:
    found = one_year(**back_on(returned))
    assert found.outcome == "open"
    assert ("业界介绍最长三年，未核对原文" in found.statement.zh) == beyond
    assert ("three at the most by one report" in found.statement.en) == beyond


def test_within_three_years_an_approval_says_nothing_of_them() -> None:
    found = one_year(**back_on(date(2030, 3, 4)), extended_until=date(2030, 12, 31))
    assert found.outcome == "met"
    assert "三年" not in found.explain("zh")


@pytest.mark.parametrize("code", cases.CODES)
def test_the_year_is_worded_with_both_last_days(code: str) -> None:
    said = one_year(supervision_code=code, left_zone_on=date(2026, 3, 4))
    assert "期限届满日 2027-03-0" in said.explain("zh")
    assert "last day 2027-03-0" in said.explain("en")
