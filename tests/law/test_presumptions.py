from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest

import cases
from retax.check import check
from retax.goods import ReturnedGoods
from retax.law.presumptions import PRESUMPTIONS

ALWAYS = (
    "export_entry",
    "hs_code",
    "parts_missing",
    "damaged",
    "repacked",
    "importer_differs",
    "batch_traced",
    "exported_quantity",
    "returned_quantity",
    "returned_before",
    "papers_held",
)
PRESUMED = {*ALWAYS, "returned_on", "domestic_on", "destination", "is_food"}
NOT_BACK: dict[str, Any] = {"returned_on": None, "domestic_on": None, "return_declared_on": None}
AS_OF = date(2026, 8, 1)


def assumed(goods: Any, as_of: date | None = None) -> tuple[str, ...]:
    return check(goods, as_of=as_of).assumed


def test_the_presumed_facts_stand_in_the_order_of_the_model() -> None:
    facts = [presumption.fact for presumption in PRESUMPTIONS]
    assert set(facts) == PRESUMED
    assert facts == [name for name in ReturnedGoods.model_fields if name in PRESUMED]


@pytest.mark.parametrize("code", cases.CODES)
def test_where_everything_is_known_nothing_is_assumed(code: str) -> None:
    assert assumed(cases.goods(code)) == ()


@pytest.mark.parametrize("fact", ALWAYS)
@pytest.mark.parametrize("code", cases.CODES)
def test_an_unknown_fact_that_is_always_presumed_is_named_and_the_case_goes_on(
    code: str, fact: str
) -> None:
    verdict = check(cases.goods(code, **{fact: None}))
    assert verdict.assumed == (fact,)
    assert verdict.status == "eligible"


@pytest.mark.parametrize(
    "fact", sorted(set(cases.COMPLETE["1210"]) - PRESUMED - {"export_duty_paid", "taxed_at_export"})
)
def test_a_fact_that_is_not_presumed_is_never_assumed(fact: str) -> None:
    assert assumed(cases.goods("1210", **{fact: None})) == ()


@pytest.mark.parametrize(("code", "presumed"), [("1210", False), ("9610", True), ("9810", True)])
def test_the_destination_is_presumed_outside_1210(code: str, presumed: bool) -> None:
    assert assumed(cases.goods(code, destination=None)) == (("destination",) if presumed else ())


def test_without_the_code_no_destination_is_presumed() -> None:
    assert assumed(cases.goods("9610", supervision_code=None, destination=None)) == ()


@pytest.mark.parametrize(
    ("hs_code", "presumed"),
    [("6109100010", True), ("0902100000", False), ("1301", False), ("7701", False)],
)
def test_not_food_is_presumed_only_where_the_heading_says_so(hs_code: str, presumed: bool) -> None:
    goods = cases.goods("9610", hs_code=hs_code, is_food=None)
    assert assumed(goods) == (("is_food",) if presumed else ())


def test_without_a_heading_only_the_heading_is_assumed_to_say_nothing() -> None:
    assert assumed(cases.goods("9610", hs_code=None, is_food=None)) == ("hs_code",)


@pytest.mark.parametrize(("code", "end"), [("1210", "domestic_on"), ("9610", "returned_on")])
def test_as_of_a_day_goods_without_a_return_day_are_assumed_to_be_abroad(
    code: str, end: str
) -> None:
    assert assumed(cases.goods(code, **NOT_BACK), AS_OF) == (end,)
    assert assumed(cases.goods(code, **NOT_BACK)) == ()


@pytest.mark.parametrize(("code", "end"), [("1210", "domestic_on"), ("9610", "returned_on")])
def test_a_return_declared_is_not_assumed_to_be_abroad(code: str, end: str) -> None:
    goods = cases.goods(code, **NOT_BACK | {"return_declared_on": AS_OF})
    assert assumed(goods, AS_OF) == ()
    assert check(goods, as_of=AS_OF).asks[0].fact == end


def test_a_known_fact_is_never_assumed_whatever_else_is_unknown() -> None:
    for fact in ALWAYS:
        alone = {"supervision_code": "9610", fact: cases.COMPLETE["9610"][fact]}
        assert fact not in assumed(alone, AS_OF)


def test_presuming_is_the_same_as_telling_the_presumed_value() -> None:
    told: dict[str, Any] = {
        "destination": "domestic",
        "is_food": False,
        "parts_missing": False,
        "damaged": False,
        "repacked": False,
        "importer_differs": False,
        "batch_traced": True,
        "returned_before": 0,
    }
    changes: tuple[dict[str, Any], ...] = (
        {},
        {"use": "used"},
        {"reason": "recall"},
        {"same_form": None},
        {"export_refund": "claimed"},
    )
    for change, (fact, value) in product(changes, told.items()):
        silent = check(cases.goods("9610", **{**change, fact: None}))
        spoken = check(cases.goods("9610", **{**change, fact: value}))
        assert [f.outcome for f in silent.findings] == [f.outcome for f in spoken.findings]


def test_every_presumption_is_worded_in_both_languages() -> None:
    for presumption in PRESUMPTIONS:
        assert not presumption.words.zh.isascii()
        assert presumption.words.en.isascii()


def test_an_export_paper_that_is_not_told_is_that_of_the_line_described() -> None:
    (words,) = (each.words for each in PRESUMPTIONS if each.fact == "export_entry")
    assert words.zh == "按所述出口单证项下货物处理"
    assert words.en == "presumed to be that of the line described"
