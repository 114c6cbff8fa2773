from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from retax.cells.cell import MERGED_COLUMNS, NEVER_COMPUTED, FaultyCell, MergedCell
from retax.desk.readers.batch_statements import parse_statements, read_batch_sheet
from retax.desk.source import DeskError


def refused(*pairs: str) -> str:
    with pytest.raises(DeskError) as raised:
        parse_statements(pairs)
    return raised.value.words.zh


def refused_sheet(*rows: Sequence[object]) -> str:
    with pytest.raises(DeskError) as raised:
        read_batch_sheet(rows)
    return raised.value.words.zh


# -- options ----------------------------------------------------------------------------------


@pytest.mark.parametrize("pair", ["use=unused", "使用情况=未使用", " use = unused ", "use=未使用"])
def test_a_statement_is_taken_under_any_name_and_word(pair: str) -> None:
    assert parse_statements([pair]) == {"use": "unused"}


def test_statements_are_mended_as_cells_are() -> None:
    assert parse_statements(["出口申报日期=2026/3/2", "is_food=否", "监管方式=9610"]) == {
        "declared_on": date(2026, 3, 2),
        "is_food": False,
        "supervision_code": "9610",
    }


def test_no_statement_is_none() -> None:
    assert parse_statements([]) == {}


@pytest.mark.parametrize("pair", ["use", "use=", "use= ", "", "unused"])
def test_what_is_no_pair_is_refused(pair: str) -> None:
    assert "使用情况=未使用" in refused(pair)


def test_a_value_may_hold_an_equals_sign() -> None:
    assert parse_statements(["note=a=b"]) == {"note": "a=b"}


@pytest.mark.parametrize("pair", ["colour=red", "=unused"])
def test_what_is_no_fact_is_refused(pair: str) -> None:
    assert "要素" in refused(pair)


@pytest.mark.parametrize("pair", ["use=perhaps", "declared_on=1/2/2026", "hs_code=901"])
def test_a_value_that_is_not_accepted_is_refused(pair: str) -> None:
    sentence = refused(pair)
    assert sentence.startswith("批次声明")
    assert pair.split("=")[1] in sentence


def test_a_value_that_can_only_be_guessed_is_refused() -> None:
    assert "北京时间" in refused("declared_on=2026-03-02T14:00Z")


@pytest.mark.parametrize(
    "name",
    [
        "reference",
        "order_no",
        "运单号",
        "export_entry",
        "清单编号",
        "退运报关单号",
        "项号",
        "出口数量",
        "本次退运数量",
        "returned_before",
    ],
)
def test_what_belongs_to_single_rows_is_refused(name: str) -> None:
    assert "逐行" in refused(f"{name}=1")


def test_a_fact_stated_twice_is_refused() -> None:
    assert "使用情况" in refused("use=unused", "使用情况=未使用")


# -- the sheet --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "above",
    [
        [],
        [("要素", "内容")],
        [("Fact", "Value")],
        [("字段", "值")],
        [("批次声明", ""), (), ("要素", "内容")],
        [("批次声明", FaultyCell("", MERGED_COLUMNS)), ("要素", "内容")],
    ],
)
def test_a_sheet_states_facts_below_its_headings(above: list[Sequence[object]]) -> None:
    stated = read_batch_sheet(
        [*above, ("使用情况", "未使用"), ("", None), ("出口申报日期", date(2026, 3, 2)), ()]
    )
    assert stated == {"use": "unused", "declared_on": date(2026, 3, 2)}


def test_an_empty_sheet_states_nothing() -> None:
    assert read_batch_sheet([]) == {}
    assert read_batch_sheet([("要素", "内容"), ("", "")]) == {}


def test_facts_without_a_value_are_left_out() -> None:
    assert read_batch_sheet([("使用情况", " "), ("是否食品",), ("商品破损", "否")]) == {
        "damaged": False
    }


def test_a_time_of_day_is_cut() -> None:
    assert read_batch_sheet([("出口日期", "2026-03-02 14:00")]) == {"exported_on": date(2026, 3, 2)}


@pytest.mark.parametrize(
    "rows",
    [
        [("使用", "未使用")],
        [("要素", "内容"), ("颜色", "红")],
        [("使用情况", "未使用"), ("要素", "内容")],
        [("使用情况", "未使用"), ("颜色", "")],
    ],
)
def test_a_name_that_is_no_fact_is_refused(rows: list[Sequence[object]]) -> None:
    assert "不是可识别的要素" in refused_sheet(*rows)


@pytest.mark.parametrize("row", [("", "未使用"), ("使用情况", "未使用", "x")])
def test_more_or_other_than_two_columns_are_refused(row: Sequence[object]) -> None:
    assert "第2行" in refused_sheet(("要素", "内容"), row)


def test_a_cell_without_a_usable_value_is_refused() -> None:
    assert "=A1" in refused_sheet(("企业名称", FaultyCell("=A1", NEVER_COMPUTED)))
    assert "#N/A" in refused_sheet(("企业名称", "#N/A"))


def test_a_value_merged_over_rows_is_that_of_each() -> None:
    stated = read_batch_sheet([("商品破损", "否"), ("缺少配件或部件", MergedCell("否"))])
    assert stated == {"damaged": False, "parts_missing": False}


def test_a_statement_whose_digits_are_lost_is_refused() -> None:
    with pytest.raises(DeskError, match="digits after the fifteenth are lost"):
        parse_statements(["enterprise=1.2E+10"])
