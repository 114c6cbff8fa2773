from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cases
from retax.check import check, last_day
from retax.law.cross_border.article_1_six_months import SIX_MONTHS_PERIOD
from retax.logic.compile_python import compile_function
from retax.logic.expressions import Fact, Side, months
from retax.logic.traversal import resolve

ONE_DAY = timedelta(days=1)

# Start and last day by the Civil Code (Articles 200 to 203), counted by hand, and leap years.
VECTORS = (
    (date(2026, 3, 15), date(2026, 9, 15)),
    (date(2026, 1, 31), date(2026, 7, 31)),
    (date(2026, 3, 31), date(2026, 9, 30)),
    (date(2026, 8, 28), date(2027, 2, 28)),
    (date(2026, 8, 29), date(2027, 2, 28)),
    (date(2026, 8, 30), date(2027, 2, 28)),
    (date(2026, 8, 31), date(2027, 2, 28)),
    (date(2025, 8, 31), date(2026, 2, 28)),
    (date(2027, 8, 28), date(2028, 2, 28)),
    (date(2027, 8, 29), date(2028, 2, 29)),
    (date(2027, 8, 30), date(2028, 2, 29)),
    (date(2027, 8, 31), date(2028, 2, 29)),
    (date(2026, 2, 28), date(2026, 8, 28)),
    (date(2027, 12, 31), date(2028, 6, 30)),
    (date(2023, 8, 31), date(2024, 2, 29)),
    (date(2024, 2, 29), date(2024, 8, 29)),
)
EXPORT_DAYS = tuple(date(2022, 12, 1) + n * ONE_DAY for n in range(2223))
"""Every day from December 2022 to December 2028."""
NO_DAY_RESTS: dict[str, Side] = {"rest-day": "strict"}


def plain_six_months(start: date) -> date:
    """Return the corresponding day of the sixth month after, or that month's last day."""
    year, month0 = divmod(start.year * 12 + start.month - 1 + 6, 12)
    month = month0 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def start(code: str, day: date, **changes: Any) -> dict[str, Any]:
    """Return a complete case whose days out are all one day, with no day back yet."""
    out = ("declared_on", "released_on", "exported_on", "left_zone_on")
    back = ("returned_on", "domestic_on", "return_declared_on")
    days = {**dict.fromkeys(out, day), **dict.fromkeys(back)}
    return {**cases.COMPLETE[code], "export_entry": None, **days, **changes}


def back(day: date) -> dict[str, date]:
    return dict.fromkeys(("returned_on", "domestic_on", "return_declared_on"), day)


def six_months(goods: dict[str, Any], **options: Any) -> Any:
    (found,) = (f for f in check(goods, **options).findings if f.clause == "1.six_months")
    return found


# -- the arithmetic ------------------------------------------------------------------------------


def test_the_days_swept_are_those_of_six_years() -> None:
    assert EXPORT_DAYS[-1] == date(2028, 12, 31)


@pytest.mark.parametrize(("day", "last"), VECTORS)
def test_the_counting_rule_of_the_civil_code(day: date, last: date) -> None:
    assert plain_six_months(day) == last
    for code in cases.CODES:
        assert last_day(start(code, day)) == last


def test_every_export_day_has_the_corresponding_day_of_the_sixth_month_after() -> None:
    law = compile_function([months(Fact("exported_on"), 6)])
    for day in EXPORT_DAYS:
        last = plain_six_months(day)
        assert law(SimpleNamespace(exported_on=day), None) == (last,)
        assert last_day({"supervision_code": "9610", "declared_on": day}) == last


def test_six_months_are_181_to_184_days_never_always_180() -> None:
    lengths = {(plain_six_months(day) - day).days for day in EXPORT_DAYS}
    assert min(lengths) <= 181 < max(lengths) == 184


@given(st.dates(date(2000, 1, 1), date(2199, 6, 30)), st.integers(0, 40))
def test_a_later_start_never_ends_earlier(day: date, later: int) -> None:
    law = compile_function([months(Fact("day"), 6)])

    def ends(start: date) -> Any:
        return law(SimpleNamespace(day=start), None)

    assert ends(day) <= ends(min(day + later * ONE_DAY, date(2199, 12, 31)))


@given(st.dates(date(2000, 1, 1), date(2199, 6, 30)))
def test_the_last_day_lies_in_the_sixth_month_after(day: date) -> None:
    (last,) = compile_function([months(Fact("day"), 6)])(SimpleNamespace(day=day), None)
    assert (last.year - day.year) * 12 + last.month - day.month == 6
    assert last.day <= day.day
    assert last.day == day.day or (last + ONE_DAY).day == 1


# -- the last day, the day after -------------------------------------------------------------------


@pytest.mark.parametrize("code", cases.CODES)
@pytest.mark.parametrize(("day", "last"), VECTORS)
def test_a_return_on_the_last_day_is_in_time_and_one_day_later_is_not(
    code: str, day: date, last: date
) -> None:
    in_time, late = start(code, day, **back(last)), start(code, day, **back(last + ONE_DAY))
    assert six_months(in_time, settled=NO_DAY_RESTS).outcome == "met"
    assert six_months(late, settled=NO_DAY_RESTS).outcome == "failed"


@pytest.mark.parametrize("code", ["1210", "9610"])
def test_on_every_export_day_the_last_day_is_in_time_and_the_next_is_not(code: str) -> None:
    for day in EXPORT_DAYS:
        last = plain_six_months(day)
        in_time, late = start(code, day, **back(last)), start(code, day, **back(last + ONE_DAY))
        assert six_months(in_time, settled=NO_DAY_RESTS).outcome == "met", day
        assert six_months(late, settled=NO_DAY_RESTS).outcome == "failed", day


def test_a_return_on_the_day_of_export_is_in_time() -> None:
    day = date(2026, 3, 2)
    assert six_months(start("9610", day, **back(day))).outcome == "met"


# -- rest days ----------------------------------------------------------------------------------

# 5 March 2026 → Saturday 5 September; 6 March → Sunday 6; 4 March → Friday 4.
SATURDAY, SUNDAY, MONDAY = date(2026, 9, 5), date(2026, 9, 6), date(2026, 9, 7)


@pytest.mark.parametrize(
    ("day", "returned", "outcome"),
    [
        (date(2026, 3, 5), SATURDAY, "met"),
        (date(2026, 3, 5), SUNDAY, "open"),
        (date(2026, 3, 5), MONDAY, "open"),
        (date(2026, 3, 5), MONDAY + ONE_DAY, "failed"),
        (date(2026, 3, 6), SUNDAY, "met"),
        (date(2026, 3, 6), MONDAY, "open"),
        (date(2026, 3, 6), MONDAY + ONE_DAY, "failed"),
        (date(2026, 3, 4), date(2026, 9, 4), "met"),
        (date(2026, 3, 4), SATURDAY, "failed"),
    ],
)
@pytest.mark.parametrize("code", cases.CODES)
def test_where_the_last_day_rests_the_next_working_day_is_open(
    code: str, day: date, returned: date, outcome: str
) -> None:
    goods = start(code, day, **back(returned))
    found = six_months(goods)
    assert found.outcome == outcome
    assert found.questions == (("rest-day",) if outcome == "open" else ())
    settled = {"strict": "failed", "lenient": "met"}
    for side, then in settled.items():
        expected = then if outcome == "open" else outcome
        assert six_months(goods, settled={"rest-day": side}).outcome == expected


def test_days_off_given_are_exactly_the_rest_days() -> None:
    goods = start("9610", date(2026, 3, 5), **back(MONDAY))  # ends on a Saturday
    assert six_months(goods, days_off=[MONDAY]).outcome == "failed"
    assert six_months(goods, days_off=[SATURDAY]).outcome == "failed"
    assert six_months(goods, days_off=[SATURDAY, SUNDAY]).outcome == "open"
    assert six_months(goods, days_off=[date(2026, 1, 1)]).outcome == "failed"


@pytest.mark.parametrize("days_off", [None, [], [date(2025, 9, 7)], [date(2027, 9, 6)]])
def test_in_a_year_of_which_no_day_is_given_saturdays_and_sundays_rest(
    days_off: list[date] | None,
) -> None:
    goods = start("9610", date(2026, 3, 5), **back(MONDAY))  # ends on a Saturday
    found = six_months(goods, days_off=days_off)
    assert (found.outcome, found.questions) == ("open", ("rest-day",))
    late = start("9610", date(2026, 3, 5), **back(MONDAY + ONE_DAY))
    assert six_months(late, days_off=days_off).outcome == "failed"


def test_the_days_given_for_one_year_say_nothing_of_the_next() -> None:
    # 30 June 2027 → Thursday 30 December, which moves on by the days given to Friday the 31st,
    # by the weekend to Sunday 2 January; the 3rd is a Monday.
    given_rest = [date(2027, 12, 30), date(2027, 12, 31)]
    goods = start("9610", date(2027, 6, 30))
    assert six_months({**goods, **back(date(2028, 1, 3))}, days_off=given_rest).outcome == "open"
    assert six_months({**goods, **back(date(2028, 1, 4))}, days_off=given_rest).outcome == "failed"
    more = [*given_rest, date(2028, 1, 3)]
    assert six_months({**goods, **back(date(2028, 1, 1))}, days_off=more).outcome == "open"
    assert six_months({**goods, **back(date(2028, 1, 2))}, days_off=more).outcome == "failed"


def test_a_holiday_on_a_weekday_moves_the_last_day_only_where_it_is_given() -> None:
    # 1 April 2026 → Thursday 1 October, the first of eight days of holiday.
    holiday = [date(2026, 10, 1) + n * ONE_DAY for n in range(8)]
    goods = start("9810", date(2026, 4, 1), **back(date(2026, 10, 9)))
    assert six_months(goods).outcome == "failed"
    assert six_months(goods, days_off=holiday).outcome == "open"


@given(
    st.dates(date(2023, 1, 30), date(2027, 12, 31)),
    st.none() | st.frozensets(st.dates(date(2023, 6, 1), date(2028, 7, 15)), max_size=20),
)
def test_the_lenient_last_day_is_the_first_working_day_from_the_strict_one_on(
    day: date, days_off: frozenset[date] | None
) -> None:
    tree = SIX_MONTHS_PERIOD.months_from(Fact("day"))
    strict, lenient = compile_function(
        [resolve(tree, {}, "strict"), resolve(tree, {}, "lenient")], days_off
    )(SimpleNamespace(day=day), None)

    def rests(d: date) -> bool:
        given = {day for day in days_off or () if day.year == d.year}
        return d in given if given else d.weekday() in (5, 6)

    passed = [strict + n * ONE_DAY for n in range((lenient - strict).days)]
    assert strict == plain_six_months(day)
    assert all(rests(d) for d in passed)
    assert not rests(lenient)


# -- which day starts the clock ------------------------------------------------------------------


@pytest.mark.parametrize("code", ["9610", "9710", "9810"])
@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        (date(2026, 9, 3), "met"),  # six months from release
        (date(2026, 9, 4), "open"),
        (date(2026, 9, 5), "open"),  # six months from departure
        (date(2026, 9, 8), "failed"),
    ],
)
def test_the_clock_starts_with_release_or_with_departure(
    code: str, day: date, outcome: str
) -> None:
    assert six_months({**cases.COMPLETE[code], **back(day)}).outcome == outcome


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        (date(2026, 9, 3), "met"),
        (date(2026, 9, 4), "met"),  # six months from leaving the zone
        (date(2026, 9, 5), "open"),  # six months from leaving the country
        (date(2026, 9, 8), "failed"),
    ],
)
def test_under_1210_it_starts_with_leaving_the_zone_or_the_country(day: date, outcome: str) -> None:
    assert six_months({**cases.COMPLETE["1210"], **back(day)}).outcome == outcome


def test_under_1210_the_period_ends_outside_any_zone_not_at_the_border() -> None:
    goods = {**cases.COMPLETE["1210"], "returned_on": date(2026, 8, 3)}
    assert six_months({**goods, "domestic_on": date(2026, 9, 4)}).outcome == "met"
    assert six_months({**goods, "domestic_on": date(2026, 10, 4)}).outcome == "failed"


@pytest.mark.parametrize("code", ["9610", "9710", "9810"])
@pytest.mark.parametrize(
    ("domestic_on", "outcome"),
    [
        (None, "met"),
        (date(2026, 8, 3), "met"),  # the day of return
        (date(2026, 8, 4), "met"),
        (date(2026, 9, 3), "met"),  # the last day
        (date(2026, 9, 4), "open"),
        (date(2026, 10, 4), "open"),
    ],
)
def test_under_the_other_codes_it_ends_at_the_border_or_where_goods_leave_a_zone(
    code: str, domestic_on: date | None, outcome: str
) -> None:
    goods = {**cases.COMPLETE[code], "domestic_on": domestic_on}
    found = six_months(goods)
    assert found.outcome == outcome
    assert ("zone" in found.questions) == (outcome == "open")
    assert six_months(goods, settled={"zone": "lenient"}).outcome == "met"


def test_whether_goods_that_leave_a_zone_late_are_late_can_be_settled() -> None:
    late = {**cases.COMPLETE["9610"], "domestic_on": date(2026, 10, 4)}
    assert six_months(late).questions == ("zone",)
    strict = six_months(late, settled={"zone": "strict"})
    assert (strict.outcome, strict.settled) == ("failed", ("zone",))
    lenient = six_months(late, settled={"zone": "lenient"})
    assert (lenient.outcome, lenient.settled) == ("met", ("zone",))


def test_a_day_outside_any_zone_without_a_day_of_return_has_it_asked_for() -> None:
    for as_of in (None, date(2026, 8, 1), date(2026, 12, 1)):
        goods = {**cases.COMPLETE["9610"], "returned_on": None, "domestic_on": date(2026, 8, 4)}
        found = six_months(goods, as_of=as_of)
        assert (found.outcome, found.missing) == ("unknown", ("returned_on",))


def test_the_declaration_may_show_that_goods_are_in_time_but_never_that_they_are_late() -> None:
    no_release = {**cases.COMPLETE["9610"], "released_on": None}
    assert (
        six_months({**no_release, **back(date(2026, 9, 2)), "domestic_on": None}).outcome == "met"
    )
    just_after = six_months({**no_release, **back(date(2026, 9, 3)), "domestic_on": None})
    assert (just_after.outcome, just_after.missing) == ("unknown", ("released_on",))


def test_a_declaration_on_the_day_of_departure_is_one_of_this_export() -> None:
    declared = cases.COMPLETE["9610"]["declared_on"]
    goods = {**cases.COMPLETE["9610"], "released_on": None, "exported_on": declared}
    assert six_months({**goods, **back(date(2026, 9, 2))}).outcome == "met"


def test_the_declaration_shows_nothing_while_the_day_of_departure_is_unknown() -> None:
    only_declared = {**cases.COMPLETE["9610"], "released_on": None, "exported_on": None}
    found = six_months(only_declared)
    assert (found.outcome, found.missing) == ("unknown", ("exported_on",))


def test_the_last_day_is_the_strict_one_or_that_of_the_settled_sides() -> None:
    expected: list[tuple[str, dict[str, Side], date]] = [
        ("9610", {}, date(2026, 9, 3)),
        ("9610", {"export-date": "lenient"}, date(2026, 9, 5)),
        ("9610", {"export-date": "lenient", "rest-day": "lenient"}, date(2026, 9, 7)),
        ("9610", {"zone-exit-date": "lenient"}, date(2026, 9, 3)),
        ("1210", {}, date(2026, 9, 4)),
        ("1210", {"zone-exit-date": "lenient"}, date(2026, 9, 5)),
        ("1210", {"export-date": "lenient"}, date(2026, 9, 4)),
    ]
    for code, settled, day in expected:
        assert last_day(cases.goods(code), settled=settled) == day


def test_without_a_starting_day_there_is_no_last_day() -> None:
    assert last_day({"supervision_code": "9610"}) is None
    assert last_day({"supervision_code": "9610", "exported_on": "2026-03-05"}) is None
    assert last_day({"declared_on": "2026-03-05"}) is None
    assert last_day({"supervision_code": "1210", "declared_on": "2026-03-05"}) is None


# -- the declaration of the return -----------------------------------------------------------------


@pytest.mark.parametrize("code", cases.CODES)
def test_goods_back_in_time_but_declared_late_are_open(code: str) -> None:
    goods = {**cases.COMPLETE[code], "return_declared_on": date(2026, 10, 8)}
    found = six_months(goods)
    assert (found.outcome, found.questions) == ("open", ("return-date",))
    assert six_months(goods, settled={"return-date": "lenient"}).outcome == "met"
    assert six_months(goods, settled={"return-date": "strict"}).outcome == "failed"


@pytest.mark.parametrize("code", cases.CODES)
def test_goods_back_in_time_and_not_yet_declared_have_the_declaration_to_do(code: str) -> None:
    goods = {**cases.COMPLETE[code], "return_declared_on": None}
    last = {"1210": date(2026, 9, 4)}.get(code, date(2026, 9, 3))
    assert six_months(goods).outcome == "outstanding"
    assert six_months(goods, as_of=last).outcome == "outstanding"
    assert six_months(goods, as_of=last + ONE_DAY).outcome != "outstanding"
    assert six_months(goods, settled={"return-date": "lenient"}).outcome == "met"


@pytest.mark.parametrize("shown", [{"returned_on": None}, {"destination": None}])
def test_1210_goods_outside_any_zone_in_time_have_only_the_declaration_to_do(
    shown: dict[str, Any],
) -> None:
    verdict = check({**cases.COMPLETE["1210"], "return_declared_on": None, **shown})
    (action,) = verdict.actions
    assert (action.id, action.due) == ("declare_return", date(2026, 9, 4))


@pytest.mark.parametrize("as_of", [None, date(2026, 8, 10), date(2026, 12, 1)])
@pytest.mark.parametrize("code", cases.CODES)
def test_a_return_known_by_its_number_has_the_day_of_its_declaration_asked_for(
    code: str, as_of: date | None
) -> None:
    goods = {**cases.COMPLETE[code], "return_declared_on": None, "return_entry": RETURN_ENTRY}
    found = six_months(goods, as_of=as_of)
    assert (found.outcome, found.missing) == ("unknown", ("return_declared_on",))
    assert six_months(goods, settled={"return-date": "lenient"}).outcome == "met"


def test_a_return_declared_in_advance_still_needs_its_day_of_arrival() -> None:
    goods = {**cases.COMPLETE["9610"], "returned_on": None}
    found = six_months(goods, as_of=date(2026, 8, 5))
    assert (found.outcome, found.missing) == ("unknown", ("returned_on",))


# -- still abroad ------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["9610", "9710", "9810"])
@pytest.mark.parametrize(
    ("as_of", "outcome"),
    [
        (date(2026, 8, 1), "outstanding"),
        (date(2026, 9, 3), "outstanding"),
        (date(2026, 9, 4), "open"),
        (date(2026, 9, 7), "open"),
        (date(2026, 9, 8), "failed"),
    ],
)
def test_as_of_a_day_goods_not_back_can_still_come_back_until_the_last_day(
    code: str, as_of: date, outcome: str
) -> None:
    goods = {**cases.COMPLETE[code], "returned_on": None, "return_declared_on": None}
    assert six_months(goods, as_of=as_of).outcome == outcome


RETURN_ENTRY = "290120261000000013"


@pytest.mark.parametrize("as_of", [date(2026, 8, 1), date(2026, 9, 8), date(2030, 1, 1)])
@pytest.mark.parametrize(
    ("code", "shown", "end"),
    [
        ("9610", {"return_entry": RETURN_ENTRY}, "returned_on"),
        ("9610", {"domestic_on": date(2026, 8, 4)}, "returned_on"),
        ("1210", {"return_entry": RETURN_ENTRY}, "domestic_on"),
        ("1210", {"returned_on": date(2026, 8, 4)}, "domestic_on"),
        ("1210", {"returned_on": date(2026, 8, 4), "destination": None}, "domestic_on"),
    ],
)
def test_goods_that_something_shows_to_be_back_are_asked_for_their_day_at_any_time(
    code: str, shown: dict[str, Any], end: str, as_of: date
) -> None:
    not_told = {"returned_on": None, "domestic_on": None, "return_declared_on": None}
    found = six_months({**cases.COMPLETE[code], **not_told, **shown}, as_of=as_of)
    assert found.outcome == "unknown"
    assert end in found.missing


@pytest.mark.parametrize(
    ("as_of", "outcome"),
    [(date(2026, 9, 4), "outstanding"), (date(2026, 9, 7), "open"), (date(2026, 9, 8), "failed")],
)
@pytest.mark.parametrize("returned_on", [None, date(2026, 8, 4)])
def test_1210_goods_in_a_zone_can_come_out_of_it_until_the_last_day(
    returned_on: date | None, as_of: date, outcome: str
) -> None:
    in_the_zone = {"destination": "zone", "domestic_on": None, "return_declared_on": None}
    goods = {**cases.COMPLETE["1210"], **in_the_zone, "returned_on": returned_on}
    assert six_months(goods, as_of=as_of).outcome == outcome


IN_THE_ZONE: dict[str, Any] = {"destination": "zone", "domestic_on": None}


@pytest.mark.parametrize(
    ("declared", "as_of", "outcome", "questions"),
    [
        (None, None, "outstanding", ()),
        (None, date(2026, 9, 4), "outstanding", ()),
        (date(2026, 9, 4), None, "outstanding", ()),
        (date(2026, 8, 5), date(2026, 9, 4), "outstanding", ()),
        (date(2026, 8, 5), date(2026, 9, 5), "open", ("zone-exit-date",)),
        (date(2026, 8, 5), date(2026, 9, 8), "failed", ()),
        # declared out of the zone after the last day
        (date(2026, 9, 10), None, "open", ("return-date",)),
        (date(2026, 9, 10), date(2026, 9, 4), "open", ("return-date",)),
        (date(2026, 9, 10), date(2026, 9, 8), "failed", ()),
    ],
)
def test_1210_goods_in_a_zone_have_still_to_come_out_declared_or_not(
    declared: date | None, as_of: date | None, outcome: str, questions: tuple[str, ...]
) -> None:
    goods = {**cases.COMPLETE["1210"], **IN_THE_ZONE, "return_declared_on": declared}
    found = six_months(goods, as_of=as_of)
    assert (found.outcome, found.questions) == (outcome, questions)


@pytest.mark.parametrize("as_of", [None, date(2026, 8, 10), date(2026, 12, 1)])
@pytest.mark.parametrize("declared", [None, date(2026, 8, 5)])
def test_1210_goods_in_a_zone_are_asked_for_the_start_and_never_for_the_day_outside_it(
    declared: date | None, as_of: date | None
) -> None:
    goods = {**cases.COMPLETE["1210"], **IN_THE_ZONE, "return_declared_on": declared}
    found = six_months({**goods, "left_zone_on": None, "exported_on": None}, as_of=as_of)
    assert (found.outcome, found.missing) == ("unknown", ("exported_on", "left_zone_on"))
    found = six_months({**goods, "left_zone_on": None}, as_of=date(2026, 8, 10))
    assert (found.outcome, found.missing) == ("unknown", ("left_zone_on",))


def test_1210_goods_in_a_zone_known_by_a_number_have_the_day_of_declaration_asked_for() -> None:
    goods = {**cases.COMPLETE["1210"], **IN_THE_ZONE, "return_declared_on": None}
    found = six_months({**goods, "return_entry": RETURN_ENTRY})
    assert (found.outcome, found.missing) == ("unknown", ("return_declared_on",))


# -- a return that is planned --------------------------------------------------------------------


@pytest.mark.parametrize("declared", [None, date(2026, 7, 1), date(2026, 8, 30)])
@pytest.mark.parametrize("code", cases.CODES)
def test_before_the_day_stated_the_return_is_planned_and_still_to_do(
    code: str, declared: date | None
) -> None:
    day = date(2026, 8, 20)
    goods = {**cases.COMPLETE[code], **back(day), "return_declared_on": declared}
    end = "domestic_on" if code == "1210" else "returned_on"
    verdict = check(goods, as_of=day - ONE_DAY)
    assert verdict.finding("1.six_months").outcome == "outstanding"
    assert [a.id for a in verdict.actions] == ["return_by"]
    assert verdict.actions[0].due == verdict.last_day
    assert (verdict.still_abroad, verdict.counted_to, verdict.back_on) == (False, end, day)
    told = six_months(goods, as_of=day).outcome
    assert told == ("outstanding" if declared is None else "met")


@pytest.mark.parametrize("code", cases.CODES)
def test_a_plan_that_misses_the_last_day_is_judged_as_given(code: str) -> None:
    goods = {**cases.COMPLETE[code], **back(date(2026, 9, 8))}
    assert six_months(goods, as_of=date(2026, 8, 1)).outcome == "failed"
    open_ = {**cases.COMPLETE[code], **back(date(2026, 9, 5))}
    assert six_months(open_, as_of=date(2026, 8, 1)).outcome == "open"


def test_a_declaration_planned_after_an_end_that_has_passed_is_judged_as_given() -> None:
    goods = {**cases.COMPLETE["9610"], "return_declared_on": date(2026, 9, 1)}
    assert six_months(goods, as_of=date(2026, 8, 10)).outcome == "met"
    late = {**goods, "return_declared_on": date(2026, 9, 20)}
    assert six_months(late, as_of=date(2026, 8, 10)).outcome == "open"


def test_1210_goods_in_the_country_with_the_day_outside_a_zone_ahead_are_planned() -> None:
    goods = {**cases.COMPLETE["1210"], "domestic_on": date(2026, 8, 20)}
    verdict = check(goods, as_of=date(2026, 8, 10))
    assert verdict.finding("1.six_months").outcome == "outstanding"
    assert [a.id for a in verdict.actions] == ["return_by"]


@pytest.mark.parametrize("code", cases.CODES)
def test_no_return_that_lies_ahead_is_ever_met(code: str) -> None:
    sides: tuple[Side | None, ...] = (None, "strict", "lenient")
    clock = ("return-date", "zone-exit-date" if code == "1210" else "export-date")
    for choice in product(sides, repeat=2):
        settled = {q: side for q, side in zip(clock, choice, strict=True) if side}
        for ahead, declared in product((1, 30, 150), (None, date(2026, 4, 1), date(2026, 8, 30))):
            goods = {**cases.COMPLETE[code], **back(date(2026, 8, 20))}
            goods["return_declared_on"] = declared
            as_of = date(2026, 8, 20) - ahead * ONE_DAY
            assert six_months(goods, as_of=as_of, settled=settled).outcome == "outstanding"


# -- goods that may never have left ----------------------------------------------------------------

START_OF = {"1210": "left_zone_on", "9610": "released_on", "9810": "released_on"}


@pytest.mark.parametrize(("days", "asked"), [(0, True), (9, True), (10, True), (11, False)])
@pytest.mark.parametrize("code", START_OF)
def test_goods_back_within_ten_days_are_asked_whether_they_ever_left(
    code: str, days: int, asked: bool
) -> None:
    day = cases.COMPLETE[code][START_OF[code]] + days * ONE_DAY
    goods = {**cases.COMPLETE[code], **back(day), "exported_on": None}
    found = six_months(goods)
    assert found.outcome == ("unknown" if asked else "met")
    assert found.missing == (("exported_on",) if asked else ())
    assert found.presumed == (() if asked else ("exported_on",))
    assert six_months({**goods, "exported_on": day}).outcome == "met"


@pytest.mark.parametrize("code", START_OF)
def test_whether_they_left_is_asked_before_anything_is_still_to_do(code: str) -> None:
    day = cases.COMPLETE[code][START_OF[code]] + 5 * ONE_DAY
    goods = {**cases.COMPLETE[code], **back(day), "exported_on": None, "return_declared_on": None}
    found = six_months(goods)
    assert (found.outcome, found.missing) == ("unknown", ("exported_on",))
    assert six_months({**goods, "exported_on": day}).outcome == "outstanding"


def test_under_1210_the_day_outside_any_zone_shows_them_back_where_no_other_is_known() -> None:
    day = date(2026, 3, 9)
    goods = {**cases.COMPLETE["1210"], **back(day), "exported_on": None, "returned_on": None}
    assert six_months(goods).missing == ("exported_on",)
    later = {**goods, **back(date(2026, 3, 20)), "returned_on": None}
    assert six_months(later).outcome == "met"


def test_late_is_late_whether_or_not_they_ever_left() -> None:
    day = cases.COMPLETE["1210"]["left_zone_on"] + 5 * ONE_DAY
    late = {"domestic_on": date(2026, 12, 1), "return_declared_on": date(2026, 12, 1)}
    goods = {**cases.COMPLETE["1210"], "exported_on": None, "returned_on": day, **late}
    settled: dict[str, Side] = {"zone-exit-date": "strict"}
    assert six_months(goods, settled=settled).outcome == "failed"


NOT_SHOWN_BACK: dict[str, Any] = dict.fromkeys(("returned_on", "domestic_on", "return_declared_on"))


@pytest.mark.parametrize(
    ("code", "changes", "presumed"),
    [
        ("9610", {}, True),
        ("9610", {"return_declared_on": None}, True),
        ("9610", {"return_declared_on": None, "return_entry": RETURN_ENTRY}, False),
        ("9610", {"exported_on": date(2026, 3, 5)}, False),
        ("9610", NOT_SHOWN_BACK, False),
        # the clock asks for it: the declaration counts only beside a day of departure
        ("9610", {"released_on": None}, False),
        ("9610", {"returned_on": None}, False),
        ("1210", {}, True),
        ("1210", {"domestic_on": None}, True),
        ("1210", {"returned_on": None, "domestic_on": None}, True),
        ("1210", {**NOT_SHOWN_BACK, "return_entry": RETURN_ENTRY}, True),
        ("1210", {**NOT_SHOWN_BACK, "returned_on": date(2026, 8, 3)}, True),
        ("1210", NOT_SHOWN_BACK, False),
    ],
)
def test_departure_is_presumed_where_a_return_is_shown_and_the_clock_does_not_ask(
    code: str, changes: dict[str, Any], presumed: bool
) -> None:
    # Settled, for the other side counts from the departure and asks for it.
    settled: dict[str, Side] = {"export-date": "strict", "zone-exit-date": "strict"}
    goods = {**cases.COMPLETE[code], "exported_on": None, **changes}
    verdict = check(goods, settled=settled)
    assert ("exported_on" in verdict.assumed) == presumed
    assert ("exported_on" in verdict.finding("1.six_months").presumed) == presumed


def test_a_departure_that_is_asked_for_is_not_presumed() -> None:
    goods = {**cases.COMPLETE["9610"], "exported_on": None, "returned_on": None}
    verdict = check(goods)
    assert "exported_on" in verdict.finding("1.six_months").missing
    assert "exported_on" not in verdict.assumed


def test_the_days_left_are_none_on_the_last_day_itself() -> None:
    goods = {**cases.COMPLETE["9610"], "returned_on": None, "return_declared_on": None}
    verdict = check(goods, as_of=date(2026, 9, 3))
    (action,) = (a for a in verdict.actions if a.id == "return_by")
    assert action.due == verdict.last_day == date(2026, 9, 3)
    (found,) = (f for f in verdict.findings if f.clause == "1.six_months")
    assert "0 days" in found.explain("en")


def test_a_day_further_from_the_export_is_never_better() -> None:
    worst_first = ("failed", "open", "outstanding", "met")
    days = [date(2026, 8, 28) + n * ONE_DAY for n in range(16)]
    for code, settled in product(cases.CODES, ({}, {"rest-day": "lenient"})):
        ranks = [
            worst_first.index(
                six_months({**cases.COMPLETE[code], **back(day)}, settled=settled).outcome
            )
            for day in days
        ]
        assert ranks == sorted(ranks, reverse=True)
        assert ranks[0] > ranks[-1]
