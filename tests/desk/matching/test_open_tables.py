from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desk.matching.files import LEDGER, NEW, OLD, RETURNS, SOLD, back, csv_file, line, workbook
from retax.desk import DeskError, MatchTables, open_tables
from retax.desk.matching.layout import TABLES, TableId
from retax.desk.matching.tables import Origin
from retax.desk.matching.vocabularies import find_table_called, find_table_with
from retax.matching import UnreadRow


def opened(*paths: Path) -> MatchTables:
    return open_tables([*map(str, paths)])


def count(tables: MatchTables) -> dict[TableId, int]:
    return {table: len(rows) for table, rows in tables.rows.items()}


@pytest.mark.parametrize(
    ("headings", "table"),
    [
        (["货号", "数量", "监管方式"], "exports"),
        (["货号", "数量", "退运原因"], "returned"),
        (["货号", "数量", "销售日期"], "gone"),
        (["货号", "数量", "盘点日期"], "counts"),
        (["凭据种类", "凭据号", "出口单证号"], "traces"),
        (["货号", "数量"], None),
        (["货号", "退运原因", "盘点日期"], None),
    ],
)
def test_what_only_one_table_has_tells_which_it_is(
    headings: list[str], table: TableId | None
) -> None:
    assert find_table_with(headings) == table


def test_a_table_is_known_by_its_name_in_both_languages() -> None:
    for table, sheet in TABLES.items():
        assert find_table_called(f" {sheet.name.zh} ") == table
        assert find_table_called(sheet.name.en.upper()) == table
    assert find_table_called("Sheet1") is None


def test_sheets_are_found_by_what_they_hold(tmp_path: Path) -> None:
    notes = [{"备忘": "x", "谁": "y"}]
    path = workbook(tmp_path / "a.xlsx", Sheet1=RETURNS, Sheet2=LEDGER, Sheet3=SOLD, 记事=notes)
    assert count(opened(path)) == {"returned": 2, "exports": 2, "gone": 1}


def test_of_two_sheets_of_a_table_the_one_that_is_called_so_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", 旧台账=LEDGER, 出口台账=LEDGER[:1], 退货清单=RETURNS)
    tables = opened(path)
    assert count(tables) == {"exports": 1, "returned": 2}
    assert [notice.zh for notice in tables.notices] == ["a.xlsx：未读取的工作表：旧台账"]


def test_two_sheets_of_a_table_are_refused_where_neither_is_called_so(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", 甲=LEDGER, 乙=LEDGER, 退货清单=RETURNS)
    with pytest.raises(DeskError, match="several sheets are the table Exports"):
        opened(path)


def test_a_table_that_tells_nothing_is_the_first_that_is_missing(tmp_path: Path) -> None:
    plain = csv_file(tmp_path / "a.csv", [{"货号": "A", "数量": 1}])
    ledger = csv_file(tmp_path / "b.csv", LEDGER)
    assert count(opened(ledger, plain)) == {"exports": 2, "returned": 1}
    tables = opened(plain, plain)
    assert [*tables.rows] == ["exports", "returned"]
    with pytest.raises(DeskError, match="which table this is cannot be seen"):
        opened(plain, plain, plain)


def test_a_plain_quantity_is_that_of_the_table(tmp_path: Path) -> None:
    ledger = [{"货号": "A", "数量": 5, "出口单证号": NEW, "监管方式": "9810"}]
    path = workbook(tmp_path / "a.xlsx", 出口台账=ledger, 退货清单=[{"货号": "A", "件数": 2}])
    tables = opened(path)
    assert tables.get_rows("exports")[0].facts["exported_quantity"] == 5
    assert tables.get_rows("returned")[0].facts["returned_quantity"] == 2


def test_a_workbook_without_any_table_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", 记事=[{"备忘": "x", "谁": "y"}])
    with pytest.raises(DeskError, match=r"a\.xlsx: no sheet is a table to match"):
        opened(path)


def test_a_sheet_called_as_a_table_needs_its_headings(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", 出口台账=[{"甲": 1, "乙": 2}], 退货清单=RETURNS)
    with pytest.raises(DeskError, match=r"a.xlsx: 出口台账: none of the first 20 rows"):
        opened(path)


def test_a_file_of_no_known_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.dat"
    path.write_text("x")
    with pytest.raises(DeskError, match="of no known kind"):
        opened(path)


def test_a_ledger_without_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "出口台账.csv"
    path.write_text("货号,出口数量\n", "utf-8")
    with pytest.raises(DeskError, match="the table Exports has no rows"):
        opened(path, csv_file(tmp_path / "退货清单.csv", RETURNS))


def test_nothing_need_have_come_back(tmp_path: Path) -> None:
    path = tmp_path / "退货清单.csv"
    path.write_text("货号,退运数量\n", "utf-8")
    assert count(opened(csv_file(tmp_path / "出口台账.csv", LEDGER), path)) == {
        "exports": 2,
        "returned": 0,
    }


def test_files_of_one_table_are_put_together_and_each_row_knows_its_place(tmp_path: Path) -> None:
    one = csv_file(tmp_path / "a.csv", LEDGER[:1])
    two = csv_file(tmp_path / "b.csv", LEDGER[1:])
    tables = opened(one, two, csv_file(tmp_path / "c.csv", RETURNS))
    assert [row.origin for row in tables.get_rows("exports")] == [
        Origin("a.csv", None, 2),
        Origin("b.csv", None, 2),
    ]
    assert tables.get_rows("exports")[1].origin.words.en == "b.csv row 2"


def test_a_table_may_be_named_whatever_its_sheet_holds(tmp_path: Path) -> None:
    plain = workbook(tmp_path / "a.xlsx", Sheet1=[{"货号": "A", "数量": 1}])
    both = workbook(tmp_path / "b.xlsx", 出口台账=LEDGER, 退货清单=RETURNS)
    tables = open_tables([str(both)], named={"gone": [str(plain)]})
    assert count(tables) == {"exports": 2, "returned": 2, "gone": 1}
    tables = open_tables([], named={"returned": [str(both)], "exports": [str(both)]})
    assert count(tables) == {"returned": 2, "exports": 2}


def test_a_row_that_cannot_be_read_keeps_what_it_is_of(tmp_path: Path) -> None:
    bad = {**LEDGER[0], "出口日期": "#REF!"}
    lost = {**bad, "货号": None}
    far = {**bad, "货号": 1e17}
    traces = [{"凭据种类": "箱号", "凭据号": "C", "出口单证号": 2.2312026e17, "数量": 1}]
    path = workbook(
        tmp_path / "a.xlsx", 出口台账=[bad, lost, far], 退货清单=RETURNS, 对应记录=traces
    )
    tables = opened(path)
    kept = [row for row in tables.to_records("exports") if isinstance(row, UnreadRow)]
    assert [row.sku for row in kept] == ["TB-0123", None, None]
    (trace,) = tables.to_records("traces")
    assert isinstance(trace, UnreadRow)
    assert (trace.sku, trace.value) == (None, "C")


def test_a_column_near_a_fact_that_is_presumed_stops_the_file(tmp_path: Path) -> None:
    rows = [back(1, 破损情况="有")]
    path = workbook(tmp_path / "a.xlsx", 出口台账=LEDGER, 退货清单=rows)
    with pytest.raises(DeskError, match="破损情况"):
        opened(path)
    ledger = [line(OLD, 3, date(2026, 1, 8), 破损情况="有")]  # no fact of an export line
    path = workbook(tmp_path / "a.xlsx", 出口台账=ledger, 退货清单=RETURNS)
    assert [notice.zh for notice in opened(path).notices] == [
        "a.xlsx 出口台账：未读取的列：破损情况"
    ]


def test_two_columns_of_one_number_are_weighed_against_each_other(tmp_path: Path) -> None:
    rows = [{**back(1), "订单号": "A", "平台订单号": "B", "order_no": "A"}]
    path = workbook(tmp_path / "a.xlsx", 出口台账=LEDGER, 退货清单=rows)
    facts = opened(path).get_rows("returned")[0].facts
    assert [*facts.values()].count("A") == 2
    twice = [{**back(1), "批号": "A", "批次号": "B"}]
    path = workbook(tmp_path / "a.xlsx", 出口台账=LEDGER, 退货清单=twice)
    with pytest.raises(DeskError, match="stands above more than one column"):
        opened(path)


def test_hidden_rows_and_totals_are_named(tmp_path: Path) -> None:
    rows = [*RETURNS, {"货号": "合计", "本次退运数量": 300}]
    path = workbook(tmp_path / "a.xlsx", 出口台账=LEDGER, 退货清单=rows)
    tables = opened(path)
    assert count(tables)["returned"] == 2
    assert [notice.zh for notice in tables.notices] == [
        "a.xlsx 退货清单：合计行未作为商品读取，共 1 行（第 4 行）"
    ]
