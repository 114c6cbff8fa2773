from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, combinations
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import samples
from retax import ReturnedGoods, ValidationError, check
from retax.facts.messages import RejectionCode, quote
from retax.facts.parse import normalize_mapping
from retax.facts.parse_value import (
    LONGEST_TEXT,
    LONGEST_VALUE,
    MOST_PAPERS,
    is_too_long,
    normalize_value,
)
from samples import refusal, refusals, validate
from walks import walk_points

# -- names ----------------------------------------------------------------------------------

NAMED = [(name, other) for name, others in samples.OTHER_NAMES.items() for other in others]


@walk_points("name, other", NAMED)
def test_a_fact_is_read_under_every_other_name(name: str, other: str) -> None:
    written, read = samples.ONE_VALUE[name]
    assert getattr(validate(**{other: written}), name) == read


@walk_points("name, other", NAMED)
def test_space_around_a_name_does_not_matter(name: str, other: str) -> None:
    written, read = samples.ONE_VALUE[name]
    assert getattr(validate(**{f" {other}\u3000": written}), name) == read


def test_an_unknown_name_is_refused_with_a_near_one() -> None:
    line = refusal(decleared_on="2026-03-05")
    assert line.field == "decleared_on"
    assert "declared_on" in line.en
    assert "declared_on" in line.zh


def test_an_unknown_chinese_name_is_refused_with_a_near_one() -> None:
    assert "出口申报日期" in refusal(出口申报日期2="2026-03-05").zh


def test_a_name_like_no_other_is_refused_alone() -> None:
    line = refusal(颜色="red")
    assert line.field == "颜色"
    assert "颜色" in line.en
    assert "是否为" not in line.zh


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("原因", "退运原因"),
        ("退货原因分类", "退运原因"),
        ("退运进境的日期", "退运进境日期"),
        ("是否为食品类", "是否食品"),
        ("hscodes", "hs_code"),
        ("破损情况", "商品破损"),
        ("batch_traced", "attribution"),
        ("可对应原出口批次", "与原出口批次的对应方式"),
        ("declared", "declared_on"),
        ("goods", "goods_name"),
    ],
)
def test_a_name_that_is_much_alike_is_guessed(name: str, near: str) -> None:
    assert refusal(**{name: "x"}).zh.endswith(f"是否为“{near}”？")


@pytest.mark.parametrize("name", ["foo", "colour", "id", "仓位"])
def test_a_name_that_is_hardly_alike_is_not_guessed(name: str) -> None:
    assert "是否为" not in refusal(**{name: "x"}).zh


def test_the_former_name_of_the_attribution_is_a_name_no_more() -> None:
    line = refusal(batch_traced=True)
    assert (line.field, line.code) == ("batch_traced", "unknown_name")
    assert "'attribution'" in line.en


def test_capitals_brackets_and_signs_in_a_name_do_not_matter() -> None:
    assert validate(Reason="unsold").reason == "unsold"
    assert validate(**{"退运原因（必填）": "滞销"}).reason == "unsold"
    assert validate(**{"*Declared-On": "2026-03-02"}).declared_on == date(2026, 3, 2)


def test_two_spellings_of_one_name_are_two_names_of_a_fact() -> None:
    assert validate(reason="unsold", Reason="滞销").reason == "unsold"
    line = refusal(**{"reason": "unsold", "退运原因（必填）": "拒收"})
    assert (line.field, line.code) == ("reason", "conflicting_names")
    assert "退运原因（必填）" in line.zh


@pytest.mark.parametrize("key", [1, 0, True, None, 1.5, (1, 2), b"reason", date(2026, 1, 1), ()])
def test_a_name_that_is_no_text_is_refused(key: object) -> None:
    with pytest.raises(ValidationError) as caught:
        ReturnedGoods.model_validate({key: "unsold"})
    assert len(caught.value.errors()) == 1
    assert str(caught.value)


@pytest.mark.parametrize(
    "key",
    ["\ud800", "reasons\udfff", "a\x00b", "", "（必填）", pytest.param("x" * 100_000, id="long")],
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
    assert normalize_value(fact, written) == value


class Incomparable:
    """A value that says of nothing whether it is equal, as an array of several numbers."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        raise ValueError("ambiguous")


def test_a_value_that_cannot_be_compared_is_refused_as_any_other() -> None:
    for name in ("supervision_code", "export_entry", "is_food"):
        assert refusal(**{name: Incomparable()}).field == name
    line = refusal(supervision_code="9610", export_entry=7)
    assert (line.field, line.code) == ("export_entry", "unreadable")


def test_a_letter_in_the_number_of_a_list_may_be_small() -> None:
    assert validate(export_entry=samples.LIST_NUMBER.lower()).export_entry == samples.LIST_NUMBER


# -- one fact told twice ----------------------------------------------------------------------


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_of_two_names_of_a_fact_the_filled_one_counts(blank: str | None) -> None:
    assert validate(reason=blank, 退运原因="滞销").reason == "unsold"
    assert validate(退运原因="滞销", reason=blank).reason == "unsold"
    assert validate(reason=blank, 退运原因=blank).reason is None
    assert validate(exported_quantity=blank, qty=blank).exported_quantity is None


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
def test_the_same_value_given_twice_counts_once(name: str, other: str, one: Any, same: Any) -> None:
    goods = validate(**{name: one, other: same})
    assert getattr(goods, name) == getattr(validate(**{name: one}), name)


def test_of_equal_values_the_first_counts_as_it_is_written() -> None:
    assert str(validate(exported_quantity="5.0", qty="5.00").exported_quantity) == "5.0"


@pytest.mark.parametrize(
    ("name", "other", "one", "two"),
    [
        ("declared_on", "出口申报日期", "2026-03-05", "20260306"),
        ("exported_quantity", "qty", "5", "6"),
        ("exported_quantity", "qty", "five", "six"),
        ("papers_held", "已备单证", ["export_list"], ["gate_release"]),
        ("order_no", "订单号", "1", samples.LIST_NUMBER),
    ],
)
def test_values_of_each_kind_that_differ_are_an_error(
    name: str, other: str, one: Any, two: Any
) -> None:
    line = refusal(supervision_code="9610", **{name: one, other: two})
    assert (line.field, line.code) == (name, "conflicting_names")


def test_a_conflict_names_the_first_two_values_that_differ_and_the_names_they_have() -> None:
    given_ = {"supervision_code": "9710", "监管方式": "9810", "tradeMode": "1210"}
    with pytest.raises(ValidationError) as caught:
        ReturnedGoods.model_validate(given_)
    (error,) = caught.value.errors()
    assert error["input"] == "9710"
    assert error["ctx"]["en"] == (
        "supervision_code is given twice: supervision_code is '9710', 监管方式 is '9810'; "
        "accepted is one of the two"
    )
    assert error["ctx"]["zh"] == (
        "监管方式代码填了两个不同的值：supervision_code为“9710”，监管方式为“9810”；应只填一个"
    )


def test_days_in_conflict_are_shown_as_people_write_them() -> None:
    line = refusal(exported_on=date(2026, 3, 7), 离境日期=date(2026, 3, 9))
    assert line.zh.endswith("exported_on为2026-03-07，离境日期为2026-03-09；应只填一个")
    assert "exported_on is 2026-03-07, 离境日期 is 2026-03-09" in line.en


def test_two_different_values_of_a_fact_are_an_error() -> None:
    line = refusal(reason="unsold", 退运原因="拒收")
    assert line.field == "reason"
    for value in ("unsold", "拒收"):
        assert value in line.en
        assert value in line.zh
    assert "退运原因" in line.en


def test_three_names_of_a_fact_may_agree() -> None:
    assert (
        validate(supervision_code="9710", 监管方式="9710", tradeMode="9710").supervision_code
        == "9710"
    )
    assert refusal(supervision_code="9710", 监管方式="9710", tradeMode="9810").field == (
        "supervision_code"
    )


@pytest.mark.parametrize("list_first", [True, False])
def test_under_9610_the_list_number_wins_over_a_declaration_number(list_first: bool) -> None:
    entries = {"清单编号": samples.LIST_NUMBER, "报关单号": samples.DECLARATION_NUMBER}
    if not list_first:
        entries = dict(reversed(entries.items()))
    goods = validate(监管方式="9610", **entries)
    assert goods.export_entry == samples.LIST_NUMBER
    assert validate(**entries, 监管方式="9610").export_entry == samples.LIST_NUMBER


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


def test_a_fact_given_twice_and_wrongly_is_refused_once_only() -> None:
    lines = refusals({"reason": "lost", "退运原因": "stolen"})
    assert {line.field for line in lines} == {"reason"}
    assert len(lines) == 1


# -- values ---------------------------------------------------------------------------------


@walk_points(
    "name, value, chinese",
    [
        (name, value, chinese)
        for name, words in samples.WORDS.items()
        for value, chinese_words in words.items()
        for chinese in chinese_words
    ],
)
def test_every_word_is_accepted_in_chinese(name: str, value: str, chinese: str) -> None:
    assert getattr(validate(**{name: chinese}), name) == value
    assert getattr(validate(**{name: f" {chinese} "}), name) == value


@pytest.mark.parametrize("written", ["Unsold", "UNSOLD", " unsold "])
def test_capitals_in_a_word_do_not_matter(written: str) -> None:
    assert validate(reason=written).reason == "unsold"


@walk_points("name", samples.YES_NO)
@walk_points("yes", ["是", "Y", "y", 1, "1", "√", "✓", " ✔", "yes", "true", " 是 "])
def test_yes_is_written_in_many_ways(name: str, yes: object) -> None:
    assert getattr(validate(**{name: yes}), name) is True


@walk_points("name", samples.YES_NO)
@walk_points("no", ["否", "N", "n", 0, "0", "×", "✗", "✘ ", "no", "false"])
def test_no_is_written_in_many_ways(name: str, no: object) -> None:
    assert getattr(validate(**{name: no}), name) is False


@walk_points("name", samples.YES_NO)
@walk_points(
    "neither",
    [
        *(2, -1, 10**5_000, "2", "maybe", "未知", "on", "off", "t", "f"),
        *("x", "X", "无", "没有", "有"),
        *(1.0, 0.0, Decimal(1), [], {}),
    ],
    name=lambda neither: "huge" if neither == 10**5_000 else repr(neither),
)
def test_what_is_neither_yes_nor_no_is_an_error(name: str, neither: object) -> None:
    line = refusal(**{name: neither})
    assert line.field == name
    assert "是（Y、1、√）或否（N、0、×）" in line.zh
    assert "yes (true, Y, 1, 是, √) or no (false, N, 0, 否, ×)" in line.en


@walk_points(
    "paper, chinese",
    [(paper, chinese) for paper, words in samples.PAPER_WORDS.items() for chinese in words],
)
def test_every_paper_is_accepted_in_chinese(paper: str, chinese: str) -> None:
    assert validate(papers_held=[chinese]).papers_held == frozenset({paper})
    assert validate(已备单证=chinese).papers_held == frozenset({paper})


@pytest.mark.parametrize("separator", [";", "；", "、", ","])
def test_papers_may_be_one_text_parted_by_signs(separator: str) -> None:
    for space in ("", " "):
        text = f"{space}{separator}{space}".join(["核放单", "export_list", "检测记录"])
        goods = validate(papers_held=text)
        assert goods.papers_held == frozenset({"gate_release", "export_list", "inspection_report"})


def test_nothing_between_two_signs_is_no_paper() -> None:
    assert validate(papers_held="核放单；；").papers_held == frozenset({"gate_release"})
    assert validate(papers_held=["核放单", " "]).papers_held == frozenset({"gate_release"})


@pytest.mark.parametrize("kind", [list, tuple, set, frozenset])
def test_papers_come_in_any_collection_of_words(kind: Any) -> None:
    papers = validate(papers_held=kind(["核放单", "检测记录"])).papers_held
    assert papers == frozenset({"gate_release", "inspection_report"})


def test_signs_alone_are_no_papers_held() -> None:
    assert validate(papers_held="；").papers_held == frozenset()


def test_one_bad_paper_among_good_ones_is_an_error() -> None:
    line = refusal(papers_held="出口申报清单；passport、证明")
    assert line.zh.startswith("已备单证中有“passport”、“证明”，不在可填范围内；请改填下列单证")
    assert line.en.startswith("papers_held holds 'passport', '证明'; accepted is ")


def test_a_bad_paper_is_reported_as_it_was_written_among_translated_ones() -> None:
    line = refusal(papers_held=["export_list", "证明", None])
    assert line.zh.startswith("已备单证中有“证明”、None，不在可填范围内；")


def test_many_bad_papers_are_shortened_in_the_sentence() -> None:
    assert len(refusal(papers_held=["x" * 40] * 100).en) < 600


def test_what_is_no_list_of_papers_is_reported_as_a_whole() -> None:
    assert refusal(papers_held=7).zh.startswith("已备单证7不在可填范围内；")


# -- HS codes -------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [".", " "])
@pytest.mark.parametrize("digits", [4, 6, 8, 10])
def test_a_dot_or_space_in_an_hs_code_follows_digits_4_6_and_8_only(
    digits: int, separator: str
) -> None:
    code = "9503008900"[:digits]
    for places in chain.from_iterable(combinations(range(1, digits), n) for n in range(4)):
        written = "".join(
            digit + (separator if at in places else "") for at, digit in enumerate(code, start=1)
        )
        if set(places) <= {4, 6, 8}:
            assert validate(hs_code=written).hs_code == code
        else:
            line = refusal(hs_code=written)
            assert (line.field, line.code) == ("hs_code", "unreadable")
            assert "zero" in line.en


@pytest.mark.parametrize(
    "written",
    ["902.1", "90.21", "9021..10", "9021. 10", ".9021", "9021.", "9021.1", "9503.00.890", "95 03"],
)
def test_a_code_that_lost_a_zero_is_refused(written: str) -> None:
    assert refusal(hs_code=written).code == "unreadable"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("9503008900999", True),
        ("9503008900 999", True),
        ("9503.00.89.00 999", True),
        ("9503.0089.00999", True),
        ("9503008900.999", False),
        ("9503.00.89.00.999", False),
        ("95030089009.99", False),
        ("9503008900  999", False),
    ],
)
def test_of_13_digits_the_last_three_are_set_off_by_a_space_at_most(
    written: str, read: bool
) -> None:
    if read:
        assert validate(hs_code=written).hs_code == "9503008900"
    else:
        assert refusal(hs_code=written).code == "unreadable"


def check_digit(twelve: str) -> str:
    """Return the last digit of an EAN-13, as GS1 computes it."""
    thrice = sum(int(digit) for digit in twelve[1::2])
    once = sum(int(digit) for digit in twelve[::2])
    return str((10 - (3 * thrice + once) % 10) % 10)


def test_the_check_digit_is_that_of_known_barcodes() -> None:
    for barcode in ("4006381333931", "6901234567892", "9780306406157", "0000000000000"):
        assert check_digit(barcode[:12]) == barcode[12]


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.sampled_from("0123456789"))
def test_a_valid_barcode_is_no_code_of_goods_and_other_13_digits_are_cut(
    twelve: str, last: str
) -> None:
    if last == check_digit(twelve):
        line = refusal(hs_code=twelve + last)
        assert (line.field, line.code) == ("hs_code", "not_accepted")
        assert "barcode (EAN-13)" in line.en
        assert "商品条码（EAN-13）" in line.zh
    else:
        assert validate(hs_code=twelve + last).hs_code == twelve[:10]


@pytest.mark.parametrize("written", ["4006.3813.33 931", "4006381333 931", " 4006381333931 "])
def test_a_barcode_with_signs_in_it_is_one_too(written: str) -> None:
    assert refusal(hs_code=written).code == "not_accepted"


# -- numbers of papers with an item -------------------------------------------------------------

DECLARATION = samples.DECLARATION_NUMBER


@pytest.mark.parametrize("item", [1, 9, 10, 99])
@pytest.mark.parametrize("name", ["export_entry", "报关单号", "出口单证号"])
def test_21_digits_are_a_declaration_and_the_item_of_it(name: str, item: int) -> None:
    goods = validate(**{name: f"{DECLARATION}0{item:02}"})
    assert (goods.export_entry, goods.export_item) == (DECLARATION, item)
    assert validate(**{name: f" {DECLARATION}0{item:02} "}) == goods


@pytest.mark.parametrize(
    "number",
    [
        f"{DECLARATION}000",  # there is no item 0
        f"{DECLARATION}101",
        f"{DECLARATION}901",
        f"{DECLARATION}01",
        f"{DECLARATION}0101",
        f"{samples.LIST_NUMBER}001",
        f"{samples.RETURN_NUMBER}001",
        f"{DECLARATION}0٠1",
    ],
)
def test_another_number_of_21_characters_is_refused_whole(number: str) -> None:
    line = refusal(export_entry=number)
    assert (line.field, line.code) == ("export_entry", "unreadable")
    assert number[:18] in line.en


def test_a_return_has_no_number_of_21_digits() -> None:
    assert refusal(return_entry=f"{samples.RETURN_NUMBER}001").field == "return_entry"


@pytest.mark.parametrize("item", [3, "3", " 3 "])
def test_the_item_may_be_given_beside_if_it_is_the_same(item: object) -> None:
    goods = validate(export_entry=f"{DECLARATION}003", export_item=item)
    assert (goods.export_entry, goods.export_item) == (DECLARATION, 3)


@pytest.mark.parametrize("item", [4, "33"])
def test_another_item_beside_is_a_conflict(item: object) -> None:
    line = refusal(export_entry=f"{DECLARATION}003", 项号=item)
    assert (line.field, line.code) == ("export_item", "conflicting_names")


def test_a_conflict_shows_the_number_with_its_item_under_the_name_it_has() -> None:
    number, other = f"{DECLARATION}003", DECLARATION[:-1] + "4"
    line = refusal(报关单号=number, 项号=4)
    assert line.en.startswith(f"export_item is given twice: 项号 is 4, 报关单号 is '{number}';")
    line = refusal(报关单号=number, export_entry=other)
    assert line.en.startswith(
        f"export_entry is given twice: 报关单号 is '{number}', export_entry is '{other}';"
    )


def test_a_number_with_an_item_has_its_item_beside_a_list_under_any_other_code() -> None:
    lines = refusals(
        {
            "监管方式": "9710",
            "清单编号": samples.LIST_NUMBER,
            "报关单号": f"{DECLARATION}003",
            "项号": 4,
        }
    )
    assert [line.field for line in lines] == ["export_entry", "export_item"]


def test_the_number_with_its_item_and_without_are_the_same_number() -> None:
    goods = validate(报关单号=f"{DECLARATION}003", export_entry=DECLARATION)
    assert (goods.export_entry, goods.export_item) == (DECLARATION, 3)


def test_under_9610_a_number_of_21_digits_is_the_summary_too() -> None:
    line = refusal(supervision_code="9610", export_entry=f"{DECLARATION}003")
    assert (line.field, line.code) == ("export_entry", "contradiction")
    assert "list" in line.en


def test_under_9610_the_item_of_a_summary_goes_where_its_number_gives_way_to_the_lists() -> None:
    goods = validate(监管方式="9610", 清单编号=samples.LIST_NUMBER, 报关单号=f"{DECLARATION}005")
    assert (goods.export_entry, goods.export_item) == (samples.LIST_NUMBER, None)


# -- the codes of the return --------------------------------------------------------------------


@pytest.mark.parametrize("code", ["4561", "9661", "1261"])
def test_a_code_of_the_return_is_refused_with_the_wish_for_that_of_the_export(code: str) -> None:
    line = refusal(supervision_code=code)
    assert (line.field, line.code) == ("supervision_code", "not_accepted")
    assert line.en == f"supervision_code {code} is a code of the return; give the export's code"
    assert line.zh == f"监管方式代码 {code} 是退运的监管方式；请填原出口单证的监管方式代码"


def test_left_without_a_paper_is_no_code_of_the_four() -> None:
    assert check({"supervision_code": "无"}).finding("1.code").outcome == "failed"


# -- lengths --------------------------------------------------------------------------------

TOO_LONG: Mapping[str, Any] = {
    **dict.fromkeys(samples.TEXTS, "x" * (LONGEST_TEXT + 1)),
    **dict.fromkeys(samples.DAYS, "2" * (LONGEST_VALUE + 1)),
    **dict.fromkeys(samples.YES_NO, "是" * (LONGEST_VALUE + 1)),
    **dict.fromkeys(samples.QUANTITIES, "1" * (LONGEST_VALUE + 1)),
    **dict.fromkeys(samples.WORDS, "退" * (LONGEST_VALUE + 1)),
    **dict.fromkeys(("export_entry", "return_entry", "supervision_code"), "1" * 100_000),
    "export_item": "1" * (LONGEST_VALUE + 1),
    "hs_code": "9503." * LONGEST_VALUE,
    "papers_held": "；" * (LONGEST_VALUE + 1),
}


@walk_points("name", samples.OTHER_NAMES)
def test_a_value_longer_than_any_is_refused_by_its_length_and_not_shown(name: str) -> None:
    line = refusal(**{name: TOO_LONG[name]})
    assert (line.field, line.code) == (name, "unreadable")
    assert f"{name} has a length of {len(TOO_LONG[name])}, beyond any accepted value" in line.en
    assert f"过长（{len(TOO_LONG[name])}个字符）" in line.zh
    assert len(line.en) < 1_000
    assert is_too_long(name, TOO_LONG[name])
    as_bytes: Any = b"x" * len(TOO_LONG[name])
    assert "has a length of" in refusal(**{name: as_bytes}).en


def test_no_value_is_longer_than_promised() -> None:
    assert (LONGEST_TEXT, LONGEST_VALUE, MOST_PAPERS) == (32_767, 2_000, 1_000)


@walk_points("name", samples.OTHER_NAMES)
def test_space_alone_is_no_value_however_much_of_it_but_too_long_is_too_long(name: str) -> None:
    longest = LONGEST_TEXT if name in samples.TEXTS else LONGEST_VALUE
    assert getattr(validate(**{name: " " * longest}), name) is None
    assert refusal(**{name: " " * (longest + 1)}).field == name


def test_a_text_as_long_as_a_cell_can_hold_is_carried_through() -> None:
    assert validate(note="x" * LONGEST_TEXT).note == "x" * LONGEST_TEXT


@pytest.mark.parametrize("kind", [list, tuple])
def test_more_papers_than_there_are_are_refused_by_their_number(kind: Any) -> None:
    held = validate(papers_held=kind(["核放单"] * MOST_PAPERS)).papers_held
    assert held == frozenset({"gate_release"})
    line = refusal(papers_held=kind(["核放单"] * (MOST_PAPERS + 1)))
    assert line.field == "papers_held"
    assert str(MOST_PAPERS + 1) in line.en


@pytest.mark.parametrize("kind", [set, frozenset])
def test_more_different_papers_than_there_are_are_refused_by_their_number(kind: Any) -> None:
    line = refusal(papers_held=kind(map(str, range(MOST_PAPERS + 1))))
    assert "has a length of 1001" in line.en
    assert "has a length of" not in refusal(papers_held=kind(map(str, range(MOST_PAPERS)))).en


@pytest.mark.parametrize("bits", [255, 256, 257, 300])
def test_a_whole_number_as_a_text_has_a_limit_of_bits(bits: int) -> None:
    number = 2**bits - 1
    if bits <= 256:
        assert validate(order_no=number).order_no == str(number)
    else:
        assert refusal(order_no=number).field == "order_no"


# -- codes of refusals for programs -------------------------------------------------------------

EACH_CODE: tuple[tuple[str, dict[Any, Any], str], ...] = (
    ("unknown_name", {"colour": "red"}, "colour"),
    ("unknown_name", {"颜色": None}, "颜色"),
    ("conflicting_names", {"reason": "unsold", "退运原因": "拒收"}, "reason"),
    ("conflicting_names", {"hs_code": "9503", "税号": "9504"}, "hs_code"),
    ("contradiction", {"declared_on": "2026-03-05", "released_on": "2026-03-04"}, "released_on"),
    ("contradiction", {"destination": "zone", "domestic_on": "2026-03-04"}, "destination"),
    ("contradiction", {"export_entry": DECLARATION, "declared_on": "2027-02-01"}, "export_entry"),
    (
        "contradiction",
        {"export_refund": "claimed", "papers_held": ["tax_certificate"]},
        "papers_held",
    ),
    ("contradiction", {"taxed_at_export": True, "export_refund": "repaid"}, "taxed_at_export"),
    ("not_accepted", {"supervision_code": "4561"}, "supervision_code"),
    ("unreadable", {"supervision_code": "961"}, "supervision_code"),
    ("unreadable", {"supervision_code": 9610}, "supervision_code"),
    ("not_accepted", {"reason": "lost"}, "reason"),
    ("unreadable", {"reason": 7}, "reason"),
    ("not_accepted", {"use": "新"}, "use"),
    ("not_accepted", {"attribution": "None"}, "attribution"),
    ("not_accepted", {"is_food": "maybe"}, "is_food"),
    ("unreadable", {"is_food": 2}, "is_food"),
    ("not_accepted", {"papers_held": ["passport"]}, "papers_held"),
    ("not_accepted", {"papers_held": "核放单；passport"}, "papers_held"),
    ("unreadable", {"papers_held": 7}, "papers_held"),
    ("not_accepted", {"hs_code": "4006381333931"}, "hs_code"),
    ("unreadable", {"hs_code": "902.1"}, "hs_code"),
    ("unreadable", {"hs_code": 9503}, "hs_code"),
    ("not_accepted", {"export_entry": samples.RETURN_NUMBER}, "export_entry"),
    ("not_accepted", {"return_entry": samples.LIST_NUMBER}, "return_entry"),
    ("unreadable", {"export_entry": "29102026"}, "export_entry"),
    ("unreadable", {"return_entry": 7}, "return_entry"),
    ("not_accepted", {"declared_on": date(1999, 12, 31)}, "declared_on"),
    ("not_accepted", {"declared_on": "1999-12-31"}, "declared_on"),
    ("not_accepted", {"declared_on": "22000101"}, "declared_on"),
    ("unreadable", {"declared_on": "2026-02-30"}, "declared_on"),
    ("unreadable", {"declared_on": "today"}, "declared_on"),
    ("unreadable", {"declared_on": datetime(2026, 1, 31)}, "declared_on"),
    ("unreadable", {"declared_on": 20260131}, "declared_on"),
    ("not_accepted", {"exported_quantity": 0}, "exported_quantity"),
    ("not_accepted", {"returned_quantity": "-1"}, "returned_quantity"),
    ("not_accepted", {"returned_before": Decimal("1e30")}, "returned_before"),
    ("unreadable", {"returned_before": "five"}, "returned_before"),
    ("unreadable", {"returned_before": float("nan")}, "returned_before"),
    ("unreadable", {"returned_before": True}, "returned_before"),
    ("not_accepted", {"export_item": 0}, "export_item"),
    ("not_accepted", {"export_item": "1.5"}, "export_item"),
    ("unreadable", {"export_item": "one"}, "export_item"),
    ("unreadable", {"note": 1.5}, "note"),
    ("unreadable", {"note": True}, "note"),
    ("unreadable", {"note": "x" * (LONGEST_TEXT + 1)}, "note"),
)


@walk_points("code, given_, field", EACH_CODE)
def test_a_refusal_has_a_code_and_names_its_field_for_programs(
    code: str, given_: dict[Any, Any], field: str
) -> None:
    line = refusal(**given_)
    assert (line.field, line.code) == (field, code)


def test_every_code_there_is_comes_and_what_is_no_mapping_is_unreadable() -> None:
    assert {code for code, _, _ in EACH_CODE} == set(get_args(RejectionCode))
    for given_ in (7, None, ["reason"], "goods"):
        assert [(line.field, line.code) for line in refusals(given_)] == [("", "unreadable")]


@walk_points("name", samples.OTHER_NAMES)
def test_a_refusal_lists_the_values_accepted_where_they_are_words(name: str) -> None:
    bad: Any = b"\xff"
    with pytest.raises(ValidationError) as caught:
        ReturnedGoods.model_validate({name: bad})
    (error,) = caught.value.errors()
    assert set(error["ctx"]) == {"zh", "en", "field", "accepted"}
    # Of a supervision code the word none alone is one: it would pass for the whole choice.
    words = {**samples.WORDS, "papers_held": samples.PAPER_WORDS}
    expected = ["true", "false"] if name in samples.YES_NO else list(words.get(name, ()))
    assert error["ctx"]["accepted"] == expected
    for value in expected:
        assert ReturnedGoods.model_validate({name: [value] if name == "papers_held" else value})


def test_the_error_of_an_unknown_name_lists_no_values() -> None:
    with pytest.raises(ValidationError) as caught:
        ReturnedGoods.model_validate({"colour": "red"})
    assert caught.value.errors()[0]["input"] == "red"
    assert caught.value.errors()[0]["ctx"]["accepted"] == []
    assert json.loads(caught.value.json())[0]["type"] == "unknown_name"


# -- refusals -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["{zh}", "{en}", "{0}", "{", "}", "{zh", "%s", "{reason}", "\n", "\x00", "\ud800"]
)
def test_signs_in_a_value_do_not_garble_the_sentence(text: str) -> None:
    line = refusal(reason=f"a{text}b")
    assert repr(f"a{text}b") in line.en
    assert f"“{repr(f'a{text}b')[1:-1]}”" in line.zh


def test_a_long_value_is_shortened_in_the_sentence() -> None:
    line = refusal(reason="x" * 1_000)
    assert "xxxxxxxxxx" in line.en
    assert "x" * 100 not in line.en
    assert quote("x" * 10_000).endswith("...")


def test_a_number_of_json_is_shown_as_it_is() -> None:
    assert quote(Decimal("1.0")) == "1.0"
    assert refusal(export_item=Decimal("1.0")).zh.startswith("项号1.0不在可填范围内；")


class Broken:
    def __repr__(self) -> str:
        raise RuntimeError("no words")


def test_a_value_without_words_is_named_by_its_type() -> None:
    assert quote(Broken()) == "<Broken>"
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
    facts, written, refused = normalize_mapping({"reason": "lost", "colour": "red"})
    assert facts == written == {"reason": "lost"}
    assert [refusal.fact for refusal in refused] == ["colour"]
