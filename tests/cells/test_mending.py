from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import openpyxl
import pandas as pd
import pytest

from retax import ValidationError, Words, check, mended, refusals_of
from retax.desk.readers.open_source import open_source
from retax.desk.source import Row
from retax.money import split_row
from samples import ELIGIBLE, LIST_NUMBER


class Mend(NamedTuple):
    """A cell of a column, the value of the fact, and a part of the remark (None: no remark)."""

    fact: str
    cell: object
    value: object
    remark: str | None = None


TEXTS = (
    Mend("supervision_code", "9610", "9610"),
    Mend("supervision_code", " 9610 ", "9610"),
    Mend("supervision_code", "９６１０", "9610"),
    Mend("supervision_code", "9610.0", "9610"),
    Mend("supervision_code", '="9610"', "9610"),
    Mend("supervision_code", "'9610", "9610"),
    Mend("supervision_code", "无", "none"),
    Mend("declared_on", "2026-03-05", date(2026, 3, 5)),
    Mend("declared_on", "2026/3/5", date(2026, 3, 5)),
    Mend("declared_on", "2026.3.5", date(2026, 3, 5)),
    Mend("declared_on", "2026年3月5日", date(2026, 3, 5)),
    Mend("declared_on", "20260305", date(2026, 3, 5)),
    Mend("declared_on", "２０２６／３／５", date(2026, 3, 5)),
    Mend("declared_on", "2026-03-05 00:00:00", date(2026, 3, 5)),
    Mend("declared_on", "2026-03-05 14:22", date(2026, 3, 5), "时刻已舍去（按北京时间）"),
    Mend("declared_on", "2026-03-05T14:22:01", date(2026, 3, 5), "时刻已舍去"),
    Mend("declared_on", "2026年3月5日 下午2:22", date(2026, 3, 5), "时刻已舍去"),
    Mend("hs_code", "9503008900", "9503008900"),
    Mend("hs_code", "9503.00.8900", "9503008900"),
    Mend("hs_code", "902110000", "0902110000", "首位的0已补回：0902110000"),
    Mend("returned_quantity", "12.50", "12.50"),
    Mend("returned_quantity", "1,200", "1200"),
    Mend("returned_quantity", "１２", "12"),
    Mend("export_item", "3", 3),
    Mend("export_item", "3.0", 3),
    Mend("is_food", "否", False),
    Mend("is_food", "Ｎ", False),
    Mend("damaged", "√", True),
    Mend("damaged", "YES", True),
    Mend("reason", "滞销", "unsold"),
    Mend("reason", " 客户退货\n", "customer_return"),
    Mend("attribution", "先进先出", "fifo"),
    Mend("use", "UNUSED", "unused"),
    Mend("papers_held", "出口申报清单；返货协议", ["export_list", "return_agreement"]),
    Mend("export_entry", LIST_NUMBER.lower(), LIST_NUMBER),
    Mend("export_entry", "291020260000123000", "291020260000123000", "末三位均为0"),
    Mend("sku", "'=A1", "=A1"),
    Mend("order_no", "2.91020E+17", None, "未予采用"),
)
"""What a text is mended to, whichever way it comes in."""

NUMBERS_AND_DAYS = (
    Mend("supervision_code", 9610, "9610"),
    Mend("supervision_code", 9610.0, "9610"),
    Mend("declared_on", 20260305, date(2026, 3, 5)),
    Mend("declared_on", date(2026, 3, 5), date(2026, 3, 5)),
    Mend("declared_on", datetime(2026, 3, 5), date(2026, 3, 5)),
    Mend("declared_on", datetime(2026, 3, 5, 14, 22), date(2026, 3, 5), "时刻已舍去"),
    Mend("hs_code", 9503008900, "9503008900"),
    Mend("hs_code", 902110000, "0902110000", "首位的0已补回：0902110000"),
    Mend("hs_code", 902, "0902", "首位的0已补回：0902"),
    Mend("returned_quantity", 12, 12),
    Mend("returned_quantity", 12.5, Decimal("12.5")),
    Mend("export_item", 3.0, 3),
    Mend("is_food", 0, False),
    Mend("is_food", False, False),
    Mend("damaged", 1.0, True),
    Mend("sku", 12345, "12345"),
    Mend("sku", True, "TRUE"),
    Mend("order_no", 2.9e17, None, "未予采用"),
)
"""What the cells of a workbook hold that those of a CSV file cannot."""

REFUSED_TEXTS = (
    Mend("declared_on", "46086", "表格的日期序号"),
    Mend("declared_on", "46086.5", "表格的日期序号"),
    Mend("declared_on", "2026-03-05T14:22+08:00", "带有时区"),
    Mend("declared_on", "2026-03-05 14:22 UTC", "带有时区"),
    Mend("hs_code", "901.21", "可能已丢失"),
    Mend("export_entry", "2.91020E+17", "第15位以后的数字已丢失"),
    Mend("returned_quantity", "1e999", "位数或指数过大"),
    Mend("reason", "#N/A", "表格的错误值 #N/A"),
    Mend("damaged", "#REF!", "表格的错误值 #REF!"),
    Mend("supervision_code", "9" * 501, "内容过长"),
)
REFUSED_NUMBERS = (
    Mend("declared_on", 46086, "表格的日期序号"),
    Mend("declared_on", 46086.75, "表格的日期序号"),
    Mend("hs_code", 901.21, "可能已丢失"),
    Mend("export_entry", 2.910202600000001e17, "第15位以后的数字已丢失"),
)
"""What can only be guessed at; ``value`` is a part of the sentence."""


def row_of_csv(folder: Path, fact: str, cell: object) -> Row:
    file = folder / "g.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([[*_beside(fact), fact], [*_beside(fact).values(), cell]])
    (row,) = open_source(str(file)).rows
    return row


def row_of_workbook(folder: Path, fact: str, cell: Any) -> Row:
    file = folder / "g.xlsx"
    book = openpyxl.Workbook()
    book.active.append([*_beside(fact), fact])
    book.active.append([*_beside(fact).values(), None])
    book.active.cell(2, len(_beside(fact)) + 1).value = cell
    held = book.active.cell(2, len(_beside(fact)) + 1)
    if isinstance(cell, str):
        held.data_type = "s"  # openpyxl takes ="9610" for a formula, #N/A for an error
    book.save(file)
    (row,) = open_source(str(file)).rows
    return row


def _beside(fact: str) -> dict[str, Any]:
    """Return two facts that make headings, other than the one a test is about."""
    return {"企业名称": "甲公司", "计量单位": "件"} if fact != "unit" else {"企业名称": "甲公司"}


def read_of(row: Row, fact: str) -> tuple[object, tuple[Words, ...]]:
    assert row.refused == ()
    assert isinstance(row.facts, Mapping)
    return row.facts.get(fact), row.remarks


def test_a_mend_is_what_the_table_says() -> None:
    for fact, cell, value, remark in (*TEXTS, *NUMBERS_AND_DAYS):
        facts, remarks = mended({fact: cell})
        assert facts == ({} if value is None else {fact: value}), cell
        assert type(facts.get(fact)) is type(value), cell
        assert len(remarks) == (remark is not None), cell
        assert all(str(remark) in words.zh for words in remarks), cell


@pytest.mark.parametrize("mend", TEXTS, ids=lambda mend: f"{mend.fact} {mend.cell!r}")
def test_a_text_is_mended_alike_in_a_program_a_workbook_and_a_csv_file(
    tmp_path: Path, mend: Mend
) -> None:
    facts, remarks = mended({mend.fact: mend.cell})
    expected = facts.get(mend.fact), remarks
    assert read_of(row_of_workbook(tmp_path, mend.fact, mend.cell), mend.fact) == expected
    assert read_of(row_of_csv(tmp_path, mend.fact, mend.cell), mend.fact) == expected


@pytest.mark.parametrize("mend", NUMBERS_AND_DAYS, ids=lambda mend: f"{mend.fact} {mend.cell!r}")
def test_a_number_or_a_day_is_mended_alike_in_a_program_and_a_workbook(
    tmp_path: Path, mend: Mend
) -> None:
    facts, remarks = mended({mend.fact: mend.cell})
    row = row_of_workbook(tmp_path, mend.fact, mend.cell)
    if mend.fact == "order_no":  # the workbook writes it otherwise
        assert read_of(row, mend.fact)[0] is None
        assert len(row.remarks) == len(remarks)
    else:
        assert read_of(row, mend.fact) == (facts.get(mend.fact), remarks)


@pytest.mark.parametrize("mend", TEXTS, ids=lambda mend: f"{mend.fact} {mend.cell!r}")
def test_what_is_mended_is_accepted(mend: Mend) -> None:
    facts, _ = mended({mend.fact: mend.cell})
    check(facts)


@pytest.mark.parametrize(
    "mend", [*REFUSED_TEXTS, *REFUSED_NUMBERS], ids=lambda mend: f"{mend.fact} {mend.cell!r:.30}"
)
def test_what_can_only_be_guessed_at_is_refused_alike_everywhere(
    tmp_path: Path, mend: Mend
) -> None:
    with pytest.raises(ValidationError) as caught:
        mended({mend.fact: mend.cell})
    (error,) = caught.value.errors()
    assert str(mend.value) in error["ctx"]["zh"]
    assert (error["type"], error["loc"]) == ("unreadable", (mend.fact,))
    rows = [row_of_workbook(tmp_path, mend.fact, mend.cell)]
    if isinstance(mend.cell, str):
        rows.append(row_of_csv(tmp_path, mend.fact, mend.cell))
    for row in rows:
        (words,) = row.refused
        assert str(mend.value) in words.zh
        if isinstance(mend.cell, str):
            assert words.zh == error["ctx"]["zh"]


def test_everything_that_can_only_be_guessed_at_is_reported_at_once() -> None:
    with pytest.raises(ValidationError) as caught:
        mended({"declared_on": 46086, "hs_code": 901.21, "use": "unused"})
    assert [error["loc"] for error in caught.value.errors()] == [("declared_on",), ("hs_code",)]


# -- names ----------------------------------------------------------------------------------------


def test_names_stay_as_they_are() -> None:
    row = {"出口申报日期（必填）": "2026/3/5", " Supervision_Code ": 9610, "use": "unused"}
    facts, _ = mended(row)
    assert list(facts) == list(row)
    goods = check(facts).facts
    assert (goods.declared_on, goods.supervision_code) == (date(2026, 3, 5), "9610")


@pytest.mark.parametrize("name", ["仓位", "破损情况", "batch_traced", "", 7, None])
def test_a_name_that_is_no_fact_stays_with_its_value_and_is_refused_by_check(name: Any) -> None:
    given = {**ELIGIBLE, name: " ２０２６／３／５ "}
    facts, remarks = mended(given)
    assert facts[name] == " ２０２６／３／５ "
    assert remarks == ()
    with pytest.raises(ValidationError) as caught:
        check(facts)
    assert [error["type"] for error in caught.value.errors()] == ["unknown_name"]


def test_a_fact_under_two_names_stays_under_both_for_check_to_compare() -> None:
    facts, _ = mended({"退运原因": "滞销", "reason": "客户退货"})
    with pytest.raises(ValidationError, match="given twice"):
        check(facts)


def test_a_row_that_needs_nothing_comes_back_as_it_is() -> None:
    assert mended(ELIGIBLE) == (dict(ELIGIBLE), ())
    assert mended({}) == ({}, ())


# -- values of numpy and pandas -------------------------------------------------------------------


@pytest.mark.parametrize(
    "nothing",
    [
        None,
        "",
        " \u200b\t",
        float("nan"),
        np.float64("nan"),
        Decimal("NaN"),
        pd.NaT,
        pd.NA,
        np.datetime64("NaT"),
    ],
    ids=repr,
)
@pytest.mark.parametrize("fact", ["declared_on", "returned_quantity", "reason", "damaged", "sku"])
def test_what_says_nothing_is_left_out(fact: str, nothing: object) -> None:
    assert mended({fact: nothing}) == ({}, ())


@pytest.mark.parametrize(
    ("fact", "given", "value"),
    [
        ("declared_on", pd.Timestamp("2026-03-05"), date(2026, 3, 5)),
        ("declared_on", np.datetime64("2026-03-05"), date(2026, 3, 5)),
        ("declared_on", np.datetime64("2026-03-05T00:00:00.000000000"), date(2026, 3, 5)),
        ("declared_on", np.int64(20260305), date(2026, 3, 5)),
        ("supervision_code", np.int64(9610), "9610"),
        ("supervision_code", np.float64(9610), "9610"),
        ("export_item", np.uint8(3), 3),
        ("returned_quantity", np.int32(4), 4),
        ("returned_quantity", np.float64(2.5), Decimal("2.5")),
        ("damaged", np.bool_(True), True),
        ("is_food", np.bool_(False), False),
        ("reason", np.str_("滞销"), "unsold"),
        ("papers_held", np.array(["出口申报清单"]), ["export_list"]),
        ("papers_held", {"export_list"}, ["export_list"]),
        ("papers_held", ("返货协议",), ["return_agreement"]),
    ],
    ids=repr,
)
def test_values_of_numpy_and_pandas_become_pythons_own(
    fact: str, given: object, value: object
) -> None:
    facts, remarks = mended({fact: given})
    assert (facts, remarks) == ({fact: value}, ())
    assert type(facts[fact]) is type(value)
    check(facts)


def test_a_time_of_pandas_is_cut_with_the_remark_of_a_workbook() -> None:
    facts, (remark,) = mended({"declared_on": pd.Timestamp("2026-03-05 14:22")})
    assert facts == {"declared_on": date(2026, 3, 5)}
    assert "2026-03-05 14:22:00，时刻已舍去（按北京时间）：2026-03-05" in remark.zh


@pytest.mark.parametrize(
    "given",
    [
        pd.Timestamp("2026-03-05 20:00", tz="UTC"),
        pd.Timestamp("2026-03-05", tz="Asia/Shanghai"),
        datetime(2026, 3, 5, 20, tzinfo=UTC),
        datetime(2026, 3, 5, tzinfo=UTC),
    ],
    ids=str,
)
def test_a_time_with_a_zone_is_refused_since_it_may_be_another_day_in_china(given: object) -> None:
    with pytest.raises(ValidationError, match="with a time zone"):
        mended({"declared_on": given})


@pytest.mark.parametrize(
    ("fact", "given"),
    [
        ("reason", ["unsold"]),
        ("reason", {"of": "unsold"}),
        ("damaged", [True]),
        ("declared_on", {"day": 5}),
        ("papers_held", {"of": "export_list"}),
        ("returned_quantity", Decimal("sNaN")),
    ],
)
def test_what_no_cell_holds_stays_and_is_refused_by_check(fact: str, given: Any) -> None:
    facts, remarks = mended({fact: given})
    assert (facts, remarks) == ({fact: given}, ())
    with pytest.raises(ValidationError):
        check(facts)


def test_a_frame_of_pandas_is_mended_row_by_row() -> None:
    frame = pd.DataFrame([{**ELIGIBLE, "reference": "A"}, {**ELIGIBLE, "damaged": True}])
    for column in ("declared_on", "released_on", "exported_on"):
        frame[column] = pd.to_datetime(frame[column])
    rows: Any = frame.to_dict("records")
    first, second = (check(mended(row)[0]) for row in rows)
    assert first == check({**ELIGIBLE, "reference": "A"})
    assert second == check({**ELIGIBLE, "damaged": True})


@pytest.mark.parametrize("row", [None, [1], "x"])
def test_what_is_no_row_is_refused_as_check_refuses_it(row: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        mended(row)
    (refusal,) = refusals_of(caught.value)
    assert (refusal.fact, refusal.value, refusal.code) == ("", row, "unreadable")
    assert "accepted" in refusal.words.en


def test_a_row_of_pandas_is_mended_and_parted_as_a_mapping_is() -> None:
    row = {"released_on": "2026/3/5", "vat_rate": "13%"}
    series: Any = pd.Series(row)
    assert split_row(series) == split_row(row)
    assert mended(pd.Series({"released_on": "2026/3/5"}))[0] == {"released_on": date(2026, 3, 5)}  # type: ignore[arg-type]
