from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import samples
from retax import ReturnedGoods, ValidationError
from retax.as_written import quoted, translated, translated_value
from samples import refusal, refusals, told

# -- names ----------------------------------------------------------------------------------

NAMED = [(name, other) for name, others in samples.OTHER_NAMES.items() for other in others]


@pytest.mark.parametrize(("name", "other"), NAMED)
def test_a_fact_is_read_under_every_other_name(name: str, other: str) -> None:
    written, read = samples.ONE_VALUE[name]
    assert getattr(told(**{other: written}), name) == read


@pytest.mark.parametrize(("name", "other"), NAMED)
def test_space_around_a_name_does_not_matter(name: str, other: str) -> None:
    written, read = samples.ONE_VALUE[name]
    assert getattr(told(**{f" {other}\u3000": written}), name) == read


def test_an_unknown_name_is_refused_with_a_near_one() -> None:
    line = refusal(decleared_on="2026-03-05")
    assert line.field == "decleared_on"
    assert "declared_on" in line.en
    assert "declared_on" in line.zh


def test_an_unknown_chinese_name_is_refused_with_a_near_one() -> None:
    assert "出口申报日期" in refusal(出口申报日="2026-03-05").zh


def test_a_name_like_no_other_is_refused_alone() -> None:
    line = refusal(颜色="red")
    assert line.field == "颜色"
    assert "颜色" in line.en
    assert "是否为" not in line.zh


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("原因", "退运原因"),
        ("退货原因", "退运原因"),
        ("进境日期", "退运进境日期"),
        ("食品", "是否食品"),
        ("hscode", "hs_code"),
        ("declared", "declared_on"),
        ("goods", "goods_name"),
    ],
)
def test_a_name_that_is_much_alike_is_guessed(name: str, near: str) -> None:
    assert refusal(**{name: "x"}).zh.endswith(f"是否为“{near}”？")


@pytest.mark.parametrize("name", ["foo", "colour", "id", "仓位"])
def test_a_name_that_is_hardly_alike_is_not_guessed(name: str) -> None:
    assert "是否为" not in refusal(**{name: "x"}).zh


def test_names_are_told_apart_by_their_letters() -> None:
    assert refusal(Reason="unsold").field == "Reason"


@pytest.mark.parametrize("key", [1, 0, True, None, 1.5, (1, 2), b"reason", date(2026, 1, 1), ()])
def test_a_name_that_is_no_text_is_refused(key: object) -> None:
    with pytest.raises(ValidationError) as caught:
        ReturnedGoods.model_validate({key: "unsold"})
    assert len(caught.value.errors()) == 1
    assert str(caught.value)


@pytest.mark.parametrize(
    "key", ["\ud800", "reason\udfff", "a\x00b", "", pytest.param("x" * 100_000, id="long")]
)
def test_a_strange_name_is_refused(key: str) -> None:
    with pytest.raises(ValidationError) as caught:
        ReturnedGoods.model_validate({key: "unsold"})
    assert caught.value.errors()[0]["ctx"]["zh"]
    assert str(caught.value)


def test_good_facts_beside_a_bad_name_do_not_hide_it() -> None:
    assert [line.field for line in refusals({**samples.ELIGIBLE, "colour": "red"})] == ["colour"]


@pytest.mark.parametrize(
    ("fact", "written", "value"),
    [
        ("reason", " 滞销 ", "unsold"),
        ("is_food", "否", False),
        ("hs_code", "9503.00", "950300"),
        ("note", "   ", None),
        ("reason", "不明", "不明"),
        ("exported_on", date(2026, 3, 5), date(2026, 3, 5)),
    ],
)
def test_a_value_alone_is_translated_or_left_as_it_is(
    fact: str, written: object, value: object
) -> None:
    assert translated_value(fact, written) == value


# -- one fact told twice ----------------------------------------------------------------------


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_of_two_names_of_a_fact_the_filled_one_counts(blank: str | None) -> None:
    assert told(reason=blank, 退运原因="滞销").reason == "unsold"
    assert told(退运原因="滞销", reason=blank).reason == "unsold"
    assert told(reason=blank, 退运原因=blank).reason is None


@pytest.mark.parametrize(
    ("name", "other", "one", "same"),
    [
        ("reason", "退运原因", "unsold", "滞销"),
        ("reason", "退运原因", "customer_return", "退货"),
        ("is_food", "是否食品", False, "否"),
        ("declared_on", "出口申报日期", "2026-01-31", "20260131"),
        ("declared_on", "出口申报日期", date(2026, 1, 31), "2026-01-31"),
        ("declared_on", "出口申报日期", "20260131", date(2026, 1, 31)),
        ("hs_code", "税号", "9503.00", "950300"),
        ("export_item", "gnum", 3, "3"),
        ("exported_quantity", "qty", 5, "5"),
        ("exported_quantity", "qty", Decimal("5.0"), "5"),
        ("exported_quantity", "qty", 0.5, "0.50"),
        ("order_no", "订单号", 7, "7"),
        ("papers_held", "已备单证", ["export_list", "gate_release"], "核放单；出口申报清单"),
        ("papers_held", "已备单证", {"export_list"}, ["export_list"]),
    ],
)
def test_the_same_told_twice_counts_once(name: str, other: str, one: Any, same: Any) -> None:
    goods = told(**{name: one, other: same})
    assert getattr(goods, name) == getattr(told(**{name: one}), name)


def test_two_different_values_of_a_fact_are_an_error() -> None:
    line = refusal(reason="unsold", 退运原因="拒收")
    assert line.field == "reason"
    for value in ("unsold", "拒收"):
        assert value in line.en
        assert value in line.zh
    assert "退运原因" in line.en


def test_three_names_of_a_fact_may_agree() -> None:
    assert (
        told(supervision_code="9710", 监管方式="9710", tradeMode="9710").supervision_code == "9710"
    )
    assert refusal(supervision_code="9710", 监管方式="9710", tradeMode="9810").field == (
        "supervision_code"
    )


@pytest.mark.parametrize("list_first", [True, False])
def test_under_9610_the_list_number_wins_over_a_declaration_number(list_first: bool) -> None:
    entries = {"清单编号": samples.LIST_NUMBER, "报关单号": samples.DECLARATION_NUMBER}
    if not list_first:
        entries = dict(reversed(entries.items()))
    goods = told(监管方式="9610", **entries)
    assert goods.export_entry == samples.LIST_NUMBER
    assert told(**entries, 监管方式="9610").export_entry == samples.LIST_NUMBER


@pytest.mark.parametrize("code", ["9710", "9810", "1210", None])
def test_under_other_codes_two_numbers_are_an_error(code: str | None) -> None:
    line = refusal(
        supervision_code=code, 清单编号=samples.LIST_NUMBER, 报关单号=samples.DECLARATION_NUMBER
    )
    assert line.field == "export_entry"


def test_under_9610_two_lists_are_an_error() -> None:
    other = samples.LIST_NUMBER[:-1] + "4"
    line = refusal(supervision_code="9610", 清单编号=samples.LIST_NUMBER, invtNo=other)
    assert line.field == "export_entry"
    assert samples.LIST_NUMBER in line.zh
    assert other in line.zh


def test_under_9610_two_declarations_are_an_error() -> None:
    other = samples.DECLARATION_NUMBER[:-1] + "4"
    line = refusal(supervision_code="9610", 报关单号=samples.DECLARATION_NUMBER, invtNo=other)
    assert line.field == "export_entry"


def test_a_fact_told_twice_and_wrongly_is_refused_once_only() -> None:
    lines = refusals({"reason": "lost", "退运原因": "stolen"})
    assert {line.field for line in lines} == {"reason"}
    assert len(lines) == 1


# -- values ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "chinese"),
    [
        (name, value, chinese)
        for name, words in samples.WORDS.items()
        for value, chinese_words in words.items()
        for chinese in chinese_words
    ],
)
def test_every_word_is_accepted_in_chinese(name: str, value: str, chinese: str) -> None:
    assert getattr(told(**{name: chinese}), name) == value
    assert getattr(told(**{name: f" {chinese} "}), name) == value


@pytest.mark.parametrize("written", ["Unsold", "UNSOLD", " unsold "])
def test_capitals_in_a_word_do_not_matter(written: str) -> None:
    assert told(reason=written).reason == "unsold"


@pytest.mark.parametrize("name", samples.YES_NO)
@pytest.mark.parametrize("yes", ["是", "Y", "y", 1, "1", "√", "yes", "true", " 是 "])
def test_yes_is_written_in_many_ways(name: str, yes: object) -> None:
    assert getattr(told(**{name: yes}), name) is True


@pytest.mark.parametrize("name", samples.YES_NO)
@pytest.mark.parametrize("no", ["否", "N", "n", 0, "0", "no", "false"])
def test_no_is_written_in_many_ways(name: str, no: object) -> None:
    assert getattr(told(**{name: no}), name) is False


@pytest.mark.parametrize("name", samples.YES_NO)
@pytest.mark.parametrize("neither", [2, -1, "2", "maybe", "未知", 1.0, 0.0, [], {}])
def test_what_is_neither_yes_nor_no_is_an_error(name: str, neither: object) -> None:
    line = refusal(**{name: neither})
    assert line.field == name
    assert "是" in line.zh


@pytest.mark.parametrize(
    ("paper", "chinese"),
    [(paper, chinese) for paper, words in samples.PAPER_WORDS.items() for chinese in words],
)
def test_every_paper_is_accepted_in_chinese(paper: str, chinese: str) -> None:
    assert told(papers_held=[chinese]).papers_held == frozenset({paper})
    assert told(已备单证=chinese).papers_held == frozenset({paper})


@pytest.mark.parametrize("separator", [";", "；", "、", ","])
def test_papers_may_be_one_text_parted_by_signs(separator: str) -> None:
    for space in ("", " "):
        text = f"{space}{separator}{space}".join(["核放单", "export_list", "检测记录"])
        goods = told(papers_held=text)
        assert goods.papers_held == frozenset({"gate_release", "export_list", "inspection_report"})


def test_nothing_between_two_signs_is_no_paper() -> None:
    assert told(papers_held="核放单；；").papers_held == frozenset({"gate_release"})
    assert told(papers_held=["核放单", " "]).papers_held == frozenset({"gate_release"})


def test_signs_alone_are_no_papers_held() -> None:
    assert told(papers_held="；").papers_held == frozenset()


def test_one_bad_paper_among_good_ones_is_an_error() -> None:
    line = refusal(papers_held="出口申报清单；passport、证明")
    assert line.zh.startswith("已备单证中有“passport”、“证明”，不可接受；应为")
    assert line.en.startswith("papers_held holds 'passport', '证明'; accepted is ")


def test_a_bad_paper_is_told_as_it_was_written_among_translated_ones() -> None:
    line = refusal(papers_held=["export_list", "证明", None])
    assert line.zh.startswith("已备单证中有“证明”、None，不可接受；")


def test_many_bad_papers_are_shortened_in_the_sentence() -> None:
    assert len(refusal(papers_held=["x" * 40] * 100).en) < 600


def test_what_is_no_list_of_papers_is_told_as_a_whole() -> None:
    assert refusal(papers_held=7).zh.startswith("已备单证为7，不可接受；")


# -- refusals -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["{zh}", "{en}", "{0}", "{", "}", "{zh", "%s", "{reason}", "\n", "\x00", "\ud800"]
)
def test_signs_in_a_value_do_not_garble_the_sentence(text: str) -> None:
    line = refusal(reason=f"a{text}b")
    assert repr(f"a{text}b") in line.en
    assert f"“{repr(f'a{text}b')[1:-1]}”" in line.zh


def test_a_long_value_is_shortened_in_the_sentence() -> None:
    line = refusal(reason="x" * 10_000)
    assert "xxxxxxxxxx" in line.en
    assert "x" * 100 not in line.en
    assert quoted("x" * 10_000).endswith("...")


def test_a_number_of_json_is_told_as_it_stands() -> None:
    assert quoted(Decimal("1.0")) == "1.0"
    assert refusal(export_item=Decimal("1.0")).zh.startswith("项号为1.0，不可接受；")


class Broken:
    def __repr__(self) -> str:
        raise RuntimeError("no words")


def test_a_value_without_words_is_named_by_its_type() -> None:
    assert quoted(Broken()) == "<Broken>"
    assert "Broken" in refusal(reason=Broken()).en


def test_the_value_as_written_is_in_the_refusal_not_its_translation() -> None:
    assert "'95.0'" in refusal(税号="95.0").en
    assert "'2026-02-30'" in refusal(出口申报日期="2026-02-30").en
    assert "'20260230'" in refusal(出口申报日期="20260230").en


def test_the_value_as_written_is_that_of_the_filled_name() -> None:
    assert "'lost'" in refusal(reason="", 退运原因="lost").en


def test_the_input_is_left_as_it_was() -> None:
    given: dict[str, Any] = {"退运原因": "滞销", "已备单证": ["核放单"], "qty": "5"}
    before = {name: list(v) if isinstance(v, list) else v for name, v in given.items()}
    ReturnedGoods.model_validate(given)
    assert given == before


def test_translation_alone_decides_nothing() -> None:
    facts, written, refused = translated({"reason": "lost", "colour": "red"})
    assert facts == written == {"reason": "lost"}
    assert [name for name, _, _ in refused] == ["colour"]
