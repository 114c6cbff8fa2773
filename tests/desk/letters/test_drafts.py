from __future__ import annotations

from datetime import date

import pytest

from desk.letters.addressed import OF_STATUS, addressed
from retax import Status, check
from retax.desk.letters.drafts import (
    is_draft,
    list_days_ahead,
    list_missing_for_final,
    to_come_true,
)


@pytest.mark.parametrize("status", ["eligible", "conditional", "needs_review"])
def test_what_is_to_be_done_or_asked_makes_a_draft(status: Status) -> None:
    verdict = check(addressed(OF_STATUS[status]))
    assert is_draft(verdict) == (status != "eligible")
    assert list_missing_for_final(verdict) == []


@pytest.mark.parametrize("name", [None, "同上", "-", "待补", "N/A"])
def test_a_name_of_the_goods_left_blank_makes_a_draft(name: str | None) -> None:
    verdict = check(addressed(goods_name=name))
    assert is_draft(verdict)
    (words,) = list_missing_for_final(verdict)
    assert words.zh == "补填商品名称"
    assert "goods_name" in words.en


def test_that_the_goods_have_left_is_not_presumed_in_a_final_letter() -> None:
    verdict = check(addressed(exported_on=None))
    assert (verdict.status, "exported_on" in verdict.assumed) == ("eligible", True)
    assert is_draft(verdict)
    (words,) = list_missing_for_final(verdict)
    assert words.zh == "补填出口日期"
    assert "exported_on" in words.en


def test_a_day_of_departure_that_is_given_makes_no_draft() -> None:
    assert not is_draft(check(addressed()))


def test_a_day_after_that_of_the_letter_is_still_to_come() -> None:
    verdict = check(addressed())
    assert list_days_ahead(verdict, date(2026, 7, 7)) == []
    assert list_days_ahead(verdict, date(2026, 7, 6)) == ["return_declared_on"]
    assert list_days_ahead(verdict, date(2026, 7, 5)) == ["returned_on", "return_declared_on"]
    (words,) = to_come_true(verdict, date(2026, 7, 6))
    assert words.zh == "退运进口申报日期（2026-07-07）晚于本文书日期，届时核实"
    assert "return_declared_on" in words.en
    assert "2026-07-07" in words.en
