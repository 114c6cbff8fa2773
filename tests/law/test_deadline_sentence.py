"""The sentence on the period: lines alike share its words, days and numbers are their own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import samples
from retax import check
from retax.law.deadline_sentence import count_days_to_last_day, write_days_left

LAST_DAY = date(2026, 9, 3)  # of a release on 2026-03-03


def explain_return(by: int) -> tuple[str, str]:
    """Return the sentence on goods that come back some days after the last day."""
    back = LAST_DAY + timedelta(days=by)
    goods = samples.facts(returned_on=back, return_declared_on=None)
    finding = check(goods).finding("1.six_months")
    assert f"退运进境 {back}" in finding.explain()
    return finding.explain("zh"), finding.explain("en")


@pytest.mark.parametrize("days", [1, 2, 3, 17, 150])
def test_each_line_has_its_own_number_of_days(days: int) -> None:
    late_zh, late_en = explain_return(days)
    early_zh, early_en = explain_return(-days)
    s = "" if days == 1 else "s"
    assert f"超期 {days} 天" in late_zh
    assert f"{days} day{s} late" in late_en
    assert f"早于期限届满日 {days} 天" in early_zh
    assert f"{days} day{s} before the last day" in early_en


def test_the_last_day_itself_has_no_number() -> None:
    zh, en = explain_return(0)
    assert "即期限届满日当日" in zh
    assert "on the last day itself" in en


@pytest.mark.parametrize("days", [-3, -2, -1, 0, 1, 2, 3])
def test_days_left_run_on_or_have_run_out(days: int) -> None:
    n = abs(days)
    assert write_days_left(days).zh == (f"超期 {n} 天" if days < 0 else f"余 {n} 天")
    assert count_days_to_last_day(days, runs=True) == write_days_left(days)
    if days < 0:
        assert count_days_to_last_day(days, runs=False) == write_days_left(days)
    elif days:
        assert count_days_to_last_day(days, runs=False).zh == f"早于期限届满日 {n} 天"
    else:
        assert count_days_to_last_day(days, runs=False).zh == "即期限届满日当日"
