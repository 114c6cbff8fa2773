from __future__ import annotations

import pytest

from retax.facts.name_matching import find_fact, find_near_fact
from retax.money import Amounts
from retax.money.catalogue import AMOUNTS, GIVEN_TOGETHER, find_amount, find_near_amount
from walks import walk_points


def test_there_is_one_record_for_each_amount_in_the_order_of_the_model() -> None:
    assert [*AMOUNTS] == [*Amounts.model_fields]


NAMES = [(amount, name) for amount, r in AMOUNTS.items() for name in (amount, *r.names)]


@walk_points("amount, name", NAMES)
def test_an_amount_is_read_under_each_of_its_names_and_no_other_is(amount: str, name: str) -> None:
    for written in (name, f" {name}（必填）", name.upper()):
        assert find_amount(written) == amount


@walk_points("name", [name for _, name in NAMES])
def test_no_name_of_an_amount_is_that_of_a_fact(name: str) -> None:
    # Amounts and facts can be in one row, so amounts are looked for first where one is near.
    assert find_fact(name) is None
    assert find_near_fact(name) == ("export_duty_paid" if name == "已缴出口关税" else None)


def test_no_name_is_that_of_two_amounts() -> None:
    assert len({name for _, name in NAMES}) == len(NAMES)


@pytest.mark.parametrize("name", ["关税", "价格", "", "x" * 10_000, "出口数量"])
def test_another_name_is_no_amount(name: str) -> None:
    assert find_amount(name) is None


def test_pairs_are_of_amounts() -> None:
    assert {name for pair in GIVEN_TOGETHER for name in pair} <= set(AMOUNTS)


def test_every_amount_says_where_it_comes_from_in_both_languages() -> None:
    for record in AMOUNTS.values():
        for words in (record.label, record.accepted, record.help):
            assert words.zh
            assert words.en
            chinese = [c for c in words.en if "\u4e00" <= c <= "\u9fff"]
            assert set(chinese) <= {"是", "否"}  # as they are written in a cell


@pytest.mark.parametrize(
    ("name", "amount"),
    [
        ("关税", "duty_rate"),
        ("完税价格USD", "dutiable_value"),
        ("出口退税率", "refund_rate"),
        ("退税金额", "refund_received"),
        ("duty rates", "duty_rate"),
        ("关税税率（元）", None),
        ("vat_rate", None),
        ("金额", None),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_a_name_near_an_amount_is_known_as_such(name: str, amount: str | None) -> None:
    assert find_near_amount(name) == amount
