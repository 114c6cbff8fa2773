from __future__ import annotations

from datetime import date

import pytest

import samples
from retax.contradictions import CONTRADICTIONS, Contradiction, contradicts_itself
from samples import refusal, refusals, told

EARLY, LATE = date(2026, 3, 4), date(2026, 3, 5)

ORDERED = [
    ("declared_on", "released_on", "released_on"),
    ("declared_on", "exported_on", "exported_on"),
    ("released_on", "exported_on", "exported_on"),
    ("left_zone_on", "exported_on", "left_zone_on"),
    ("exported_on", "returned_on", "returned_on"),
    ("left_zone_on", "returned_on", "returned_on"),
    ("exported_on", "return_declared_on", "return_declared_on"),
    ("left_zone_on", "return_declared_on", "return_declared_on"),
    ("returned_on", "domestic_on", "domestic_on"),
    ("left_zone_on", "domestic_on", "domestic_on"),
    # these follow from the others: what went out cannot come back before it was declared
    ("declared_on", "returned_on", "returned_on"),
    ("released_on", "returned_on", "returned_on"),
    ("declared_on", "return_declared_on", "return_declared_on"),
    ("released_on", "return_declared_on", "return_declared_on"),
    ("declared_on", "domestic_on", "domestic_on"),
    ("released_on", "domestic_on", "domestic_on"),
    ("exported_on", "domestic_on", "domestic_on"),
]
"""The day that comes first, the day that follows, and the field that is blamed."""


@pytest.mark.parametrize(("first", "then", "blamed"), ORDERED)
def test_days_in_the_wrong_order_are_a_contradiction(first: str, then: str, blamed: str) -> None:
    line = refusal(**{first: LATE, then: EARLY})
    assert line.field == blamed
    for sentence in (line.en, line.zh):
        assert "2026-03-04" in sentence
        assert "2026-03-05" in sentence
    assert first in line.en
    assert then in line.en
    assert samples.OTHER_NAMES[first][0] in line.zh
    assert samples.OTHER_NAMES[then][0] in line.zh


@pytest.mark.parametrize(("first", "then", "blamed"), ORDERED)
def test_the_same_day_is_no_contradiction(first: str, then: str, blamed: str) -> None:
    assert getattr(told(**{first: LATE, then: LATE}), blamed) == LATE


@pytest.mark.parametrize("first", samples.DAYS)
@pytest.mark.parametrize("then", samples.DAYS)
def test_no_other_order_of_two_days_is_a_contradiction(first: str, then: str) -> None:
    if (first, then) in {(a, b) for a, b, _ in ORDERED} or first == then:
        return
    assert told(**{first: LATE, then: EARLY})


def test_a_return_may_be_declared_in_advance() -> None:
    assert told(returned_on=LATE, return_declared_on=EARLY)


def test_goods_that_are_in_a_zone_have_not_arrived_outside() -> None:
    line = refusal(destination="zone", domestic_on=LATE)
    assert line.field == "destination"
    assert "2026-03-05" in line.en
    assert "zone" in line.en
    assert "2026-03-05" in line.zh
    assert "区内" in line.zh
    assert told(destination="domestic", domestic_on=LATE)
    assert told(destination="zone", returned_on=LATE)


@pytest.mark.parametrize("refund", ["refunded", "repaid"])
def test_goods_taxed_at_export_got_no_refund(refund: str) -> None:
    line = refusal(taxed_at_export=True, export_refund=refund)
    assert line.field == "taxed_at_export"
    assert samples.WORDS["export_refund"][refund][0] in line.zh
    assert told(taxed_at_export=False, export_refund=refund)


@pytest.mark.parametrize("refund", ["not_refunded", "claimed", None])
def test_goods_taxed_at_export_may_have_any_other_refund(refund: str | None) -> None:
    assert told(taxed_at_export=True, export_refund=refund)


def test_under_9610_a_declaration_number_is_that_of_the_summary() -> None:
    line = refusal(supervision_code="9610", export_entry=samples.DECLARATION_NUMBER)
    assert line.field == "export_entry"
    assert samples.DECLARATION_NUMBER in line.en
    assert "list" in line.en
    assert samples.DECLARATION_NUMBER in line.zh
    assert "清单" in line.zh
    assert told(supervision_code="9610", export_entry=samples.LIST_NUMBER)


@pytest.mark.parametrize("code", ["9710", "9810", "1210", "0110", None])
def test_under_other_codes_a_declaration_number_is_fine(code: str | None) -> None:
    assert told(supervision_code=code, export_entry=samples.DECLARATION_NUMBER)


def test_contradictions_are_told_all_at_once() -> None:
    lines = refusals(
        {
            "declared_on": "2026-03-05",
            "released_on": "2026-03-04",
            "taxed_at_export": True,
            "export_refund": "repaid",
        }
    )
    assert [line.field for line in lines] == ["released_on", "taxed_at_export"]


def test_contradictions_are_found_in_chinese_input_too() -> None:
    line = refusal(出口申报日期="20260305", 出口放行日期="20260304")
    assert line.field == "released_on"
    assert "2026-03-04" in line.en


def test_facts_that_fit_together_contradict_themselves_in_no_way() -> None:
    goods = told(**samples.ELIGIBLE)
    assert not contradicts_itself(goods)
    assert not any(contradiction.found_in(goods) for contradiction in CONTRADICTIONS)


@pytest.mark.parametrize("contradiction", CONTRADICTIONS, ids=range(len(CONTRADICTIONS)))
def test_every_contradiction_blames_a_fact_in_its_sentence(contradiction: Contradiction) -> None:
    assert contradiction.fact in samples.OTHER_NAMES
    assert f"{{{contradiction.fact}}}" in contradiction.words.zh
    assert f"{{{contradiction.fact}}}" in contradiction.words.en
