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
from retax.law.article_1_six_months import six_months_from
from retax.logic.expressions import Fact, Side, months
from retax.logic.scalar import compiled
from retax.logic.trees import resolve

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


def plain_six_months(start: date) -> date:
    """Return the corresponding day of the sixth month after, or that month's last day."""
    year, month0 = divmod(start.year * 12 + start.month - 1 + 6, 12)
    month = month0 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def start(code: str, day: date, **changes: Any) -> dict[str, Any]:
    """Return a complete case whose days out are all one day, with no day back yet."""
    out = ("declared_on", "released_on", "exported_on", "left_zone_on")
    back = ("returned_on", "domestic_on", "return_declared_on")
    return {**cases.COMPLETE[code], **dict.fromkeys(out, day), **dict.fromkeys(back), **changes}


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
    law = compiled([months(Fact("exported_on"), 6)])
    for day in EXPORT_DAYS:
        last = plain_six_months(day)
        assert law(SimpleNamespace(exported_on=day), None) == (last,)
        assert last_day({"supervision_code": "9610", "declared_on": day}) == last


def test_six_months_are_181_to_184_days_never_always_180() -> None:
    lengths = {(plain_six_months(day) - day).days for day in EXPORT_DAYS}
    assert min(lengths) <= 181 < max(lengths) == 184


@given(st.dates(date(2000, 1, 1), date(2199, 6, 30)), st.integers(0, 40))
def test_whoever_starts_later_never_ends_earlier(day: date, later: int) -> None:
    law = compiled([months(Fact("day"), 6)])

    def ends(start: date) -> Any:
        return law(SimpleNamespace(day=start), None)

    assert ends(day) <= ends(min(day + later * ONE_DAY, date(2199, 12, 31)))


@given(st.dates(date(2000, 1, 1), date(2199, 6, 30)))
def test_the_last_day_lies_in_the_sixth_month_after(day: date) -> None:
    (last,) = compiled([months(Fact("day"), 6)])(SimpleNamespace(day=day), None)
    assert (last.year - day.year) * 12 + last.month - day.month == 6
    assert last.day <= day.day
    assert last.day == day.day or (last + ONE_DAY).day == 1


# -- the last day, the day after -------------------------------------------------------------------


@pytest.mark.parametrize("code", cases.CODES)
@pytest.mark.parametrize(("day", "last"), VECTORS)
def test_a_return_on_the_last_day_is_in_time_and_one_day_later_is_not(
    code: str, day: date, last: date
) -> None:
    assert six_months(start(code, day, **back(last)), days_off=()).outcome == "met"
    assert six_months(start(code, day, **back(last + ONE_DAY)), days_off=()).outcome == "failed"


@pytest.mark.parametrize("code", ["1210", "9610"])
def test_on_every_export_day_the_last_day_is_in_time_and_the_next_is_not(code: str) -> None:
    for day in EXPORT_DAYS:
        last = plain_six_months(day)
        in_time, late = start(code, day, **back(last)), start(code, day, **back(last + ONE_DAY))
        assert six_months(in_time, days_off=()).outcome == "met", day
        assert six_months(late, days_off=()).outcome == "failed", day


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
    assert six_months(goods, days_off=[]).outcome == "failed"


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
    tree = six_months_from(Fact("day"))
    strict, lenient = compiled(
        [resolve(tree, {}, "strict"), resolve(tree, {}, "lenient")], days_off
    )(SimpleNamespace(day=day), None)

    def rests(d: date) -> bool:
        return d.weekday() in (5, 6) if days_off is None else d in days_off

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


def test_under_the_other_codes_it_ends_at_the_border() -> None:
    late_inland = {**cases.COMPLETE["9610"], "domestic_on": date(2026, 10, 4)}
    assert six_months(late_inland).outcome == "met"


def test_the_declaration_may_show_that_goods_are_in_time_but_never_that_they_are_late() -> None:
    no_release = {**cases.COMPLETE["9610"], "released_on": None}
    assert (
        six_months({**no_release, **back(date(2026, 9, 2)), "domestic_on": None}).outcome == "met"
    )
    just_after = six_months({**no_release, **back(date(2026, 9, 3)), "domestic_on": None})
    assert (just_after.outcome, just_after.missing) == ("unknown", ("released_on",))


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
    ("code", "told", "end"),
    [
        ("9610", {"return_entry": RETURN_ENTRY}, "returned_on"),
        ("9610", {"domestic_on": date(2026, 8, 4)}, "returned_on"),
        ("1210", {"return_entry": RETURN_ENTRY}, "domestic_on"),
        ("1210", {"returned_on": date(2026, 8, 4)}, "domestic_on"),
        ("1210", {"returned_on": date(2026, 8, 4), "destination": None}, "domestic_on"),
    ],
)
def test_goods_that_something_shows_to_be_back_are_asked_for_their_day_at_any_time(
    code: str, told: dict[str, Any], end: str, as_of: date
) -> None:
    not_told = {"returned_on": None, "domestic_on": None, "return_declared_on": None}
    found = six_months({**cases.COMPLETE[code], **not_told, **told}, as_of=as_of)
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
