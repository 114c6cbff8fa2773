from __future__ import annotations

import pytest

from retax.law.hs_headings import HEADINGS
from retax.money.consumption_tax_headings import (
    CONSUMPTION_TAX_HEADINGS,
    can_bear_consumption_tax,
)


def test_every_heading_of_the_screen_exists() -> None:
    assert set() == CONSUMPTION_TAX_HEADINGS - HEADINGS


@pytest.mark.parametrize(
    "hs_code", ["2203", "2208200000", "2402", "2710", "3304990090", "7113", "8703", "8711", "9102"]
)
def test_goods_that_may_bear_consumption_tax_are_screened(hs_code: str) -> None:
    assert can_bear_consumption_tax(hs_code)


@pytest.mark.parametrize("hs_code", [None, "6109100010", "8517130000", "9503008900", "2209"])
def test_other_goods_and_goods_without_a_code_are_not(hs_code: str | None) -> None:
    assert not can_bear_consumption_tax(hs_code)
