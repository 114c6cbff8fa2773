from __future__ import annotations

from xml.etree import ElementTree

import pytest

import cases
from retax import ReturnedGoods, check


def cells(html: str) -> list[str]:
    """Return the texts of all cells; the HTML has to be well formed."""
    page = ElementTree.fromstring(f"<html>{html.replace('<br>', '<br/>')}</html>")  # noqa: S314
    return ["".join(cell.itertext()) for cell in page.iter("td")]


@pytest.mark.parametrize("code", cases.CODES)
def test_goods_show_each_known_fact_with_its_name_and_value(code: str) -> None:
    goods = cases.goods(code)
    shown = cells(goods._repr_html_())
    assert len(shown) == 2 * len(list(goods.known_facts()))
    assert shown[shown.index("监管方式代码") + 1] == code


def test_goods_without_facts_show_an_empty_table() -> None:
    assert cells(ReturnedGoods()._repr_html_()) == []


@pytest.mark.parametrize(
    "changes",
    [{}, {"reason": None}, {"damaged": True}, {"parts_added": True}, {"export_refund": "claimed"}],
    ids=str,
)
def test_a_verdict_shows_its_status_and_every_finding(changes: dict[str, object]) -> None:
    verdict = check(cases.goods("9610", papers_held=None, **changes))
    html = verdict._repr_html_()
    assert verdict.status in html
    assert verdict.status_words.zh in html
    shown = cells(html)
    for finding in verdict.findings:
        assert finding.explain() in shown
    for ask in verdict.asks:
        assert any(ask.words.zh in cell for cell in shown)
    for action in verdict.actions:
        assert any(action.words.zh in cell for cell in shown)


def test_what_a_file_holds_is_text_and_never_markup() -> None:
    attack = "<script>alert(1)</script>&<b onclick='x'>"
    goods = ReturnedGoods(goods_name=attack, unit=attack, supervision_code="9610")
    for html in (goods._repr_html_(), check(goods)._repr_html_()):
        assert "<script" not in html
        assert "<b " not in html
    assert attack in cells(goods._repr_html_())
