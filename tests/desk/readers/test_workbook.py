from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwt

from desk.broken import CELLS, HEADINGS, computed, in_sheet, workbook
from retax.desk.readers.table import NoHeadings
from retax.desk.readers.workbook import read_workbook
from retax.desk.source import DeskError, Row, Source

Sheets = Mapping[str, Sequence[Sequence[object]]]
FACTS = {
    "reference": "R-1",
    "supervision_code": "9610",
    "declared_on": date(2026, 3, 2),
    "reason": "unsold",
}


def as_xlsx(path: Path, sheets: Sheets, hidden: Sequence[str] = ()) -> Path:
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm:ss"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if name in hidden:
            sheet.hide()
    if hidden:
        book.worksheets()[-1].activate()
        book.worksheets()[-1].set_first_sheet()
    book.close()
    return path


def as_openpyxl(path: Path, sheets: Sheets, hidden: Sequence[str] = ()) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path


def as_xls(path: Path, sheets: Sheets, hidden: Sequence[str] = ()) -> Path:
    book = xlwt.Workbook()
    as_day = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm:ss")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                style = as_day if isinstance(cell, date | time) else xlwt.Style.default_style
                sheet.write(number, place, cell, style)
        sheet.visibility = int(name in hidden)
    book.save(str(path))
    return path


Writer = Callable[..., Path]
each_kind = pytest.mark.parametrize("write", [as_xlsx, as_openpyxl, as_xls])


def read(path: Path, sheet: str | None = None) -> Source:
    return read_workbook(io.BytesIO(path.read_bytes()), sheet)


def rows(path: Path, sheet: str | None = None) -> list[Row]:
    return list(read(path, sheet).rows)


# -- which sheet ------------------------------------------------------------------------------


@each_kind
@pytest.mark.parametrize("name", ["三月", "汇总", "Summary", "填写说明", "批次声明", "选项"])
def test_the_one_sheet_with_headings_holds_the_goods_whatever_it_is_called(
    write: Writer, name: str, tmp_path: Path
) -> None:
    sheets = {"说明": [("请填第三张表",)], "空": [], name: [HEADINGS, CELLS], "末": [("x", "y")]}
    source = read(write(tmp_path / "goods", sheets))
    assert list(source.rows) == [Row(2, FACTS, CELLS)]
    assert source.remarks == ()


@each_kind
def test_a_hidden_sheet_of_goods_is_read_and_reported_as_hidden(
    write: Writer, tmp_path: Path
) -> None:
    path = write(tmp_path / "goods", {"三月": [HEADINGS, CELLS], "x": [("x",)]}, hidden=["三月"])
    for source in (read(path), read(path, "三月")):
        assert list(source.rows) == [Row(2, FACTS, CELLS)]
        assert [remark.en for remark in source.remarks] == [
            "sheet '三月' is hidden; its rows are read"
        ]


@each_kind
def test_a_sheet_of_rows_without_headings_is_named_as_unread(write: Writer, tmp_path: Path) -> None:
    sheets = {"三月": [HEADINGS, CELLS], "续": [("R-2", *CELLS[1:])], "说明": [("填表", "须知")]}
    source = read(write(tmp_path / "goods", {**sheets, "选项": [("a", "b", "c")]}))
    assert [remark.zh for remark in source.remarks] == ["未读取的工作表（没有列名行）：续"]


@each_kind
def test_a_hidden_sheet_beside_the_goods_is_named(write: Writer, tmp_path: Path) -> None:
    sheets = {
        "甲": [("要素", "内容"), ("商品破损", "否")],
        "乙": [("口径问题", "海关答复"), ("召回", "从宽")],
        "三月": [HEADINGS, CELLS],
    }
    path = write(tmp_path / "goods", sheets, hidden=["甲", "乙"])
    for source in (read(path), read(path, "三月")):
        assert {remark.zh for remark in source.remarks} == {
            "工作表「甲」是隐藏的，其中所填也已采用",
            "工作表「乙」是隐藏的，其中所填也已采用",
        }


@each_kind
def test_statements_with_a_column_more_are_no_sheet_to_pass_over(
    write: Writer, tmp_path: Path
) -> None:
    more = [("要素", "内容", "说明"), ("商品破损", "是", "")]
    path = write(tmp_path / "goods", {"三月": [HEADINGS, CELLS], "x": more})
    assert read(path).batch == {"damaged": True}
    path = write(
        tmp_path / "goods", {"三月": [HEADINGS, CELLS], "x": [*more, ("缺件", "否", "无")]}
    )
    with pytest.raises(DeskError, match="in two columns"):
        read(path)


@each_kind
def test_a_sheet_may_be_named(write: Writer, tmp_path: Path) -> None:
    sheets = {"三月": [HEADINGS, CELLS], "四月 ": [HEADINGS, ("R-4", *CELLS[1:])]}
    path = write(tmp_path / "goods", sheets)
    (row,) = rows(path, "四月")
    assert row.facts["reference"] == "R-4"
    with pytest.raises(DeskError) as raised:
        read(path, "五月")
    assert "三月、四月" in raised.value.words.zh
    assert "'三月', '四月 '" in raised.value.words.en


@each_kind
def test_of_several_sheets_of_goods_none_is_passed_over_in_silence(
    write: Writer, tmp_path: Path
) -> None:
    sheets = {"三月": [HEADINGS, CELLS], "四月": [HEADINGS, ("R-4", *CELLS[1:])]}
    path = write(tmp_path / "goods", sheets)
    with pytest.raises(DeskError) as raised:
        read(path)
    assert "三月、四月" in raised.value.words.zh
    assert "--sheet" in raised.value.words.en
    with pytest.raises(DeskError) as raised:
        read(write(tmp_path / "other", sheets, hidden=["三月"]))
    assert "三月（隐藏）、四月" in raised.value.words.zh
    assert "三月 (hidden), 四月" in raised.value.words.en
    still_empty = {"五月": [HEADINGS], "四月": [HEADINGS, ("R-4", *CELLS[1:])]}
    (row,) = rows(write(tmp_path / "third", still_empty))
    assert row.facts["reference"] == "R-4"


@each_kind
def test_sheets_of_goods_without_rows_have_none(write: Writer, tmp_path: Path) -> None:
    path = write(tmp_path / "goods", {"五月": [HEADINGS], "六月": [HEADINGS]})
    with pytest.raises(DeskError, match="several sheets"):
        read(path)
    assert rows(path, "六月") == []


@each_kind
def test_a_named_sheet_without_headings_is_refused(write: Writer, tmp_path: Path) -> None:
    path = write(tmp_path / "goods", {"三月": [HEADINGS, CELLS], "说明": [("请填",)]})
    with pytest.raises(DeskError, match="headings"):
        read(path, "说明")


@each_kind
def test_a_workbook_of_statements_only_is_refused(write: Writer, tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="no sheet of goods"):
        read(write(tmp_path / "goods", {"批次声明": [("使用情况", "未使用")]}))


@each_kind
def test_a_sheet_known_to_be_something_else_says_so_where_there_are_no_goods(
    write: Writer, tmp_path: Path
) -> None:
    names = ["return-date", "order-id", "sku", "fnsku", "quantity", "detailed-disposition"]
    sheets = {"说明": [("请填",)], "report": [names]}
    with pytest.raises(DeskError, match="Amazon"):
        read(write(tmp_path / "goods", sheets))
    path = write(tmp_path / "both", {**sheets, "三月": [HEADINGS, CELLS]})
    assert len(rows(path)) == 1


@each_kind
@pytest.mark.parametrize("name", ["批次声明", "Batch", " 批次声明"])
def test_a_second_sheet_states_facts_for_the_batch(
    write: Writer, name: str, tmp_path: Path
) -> None:
    statements = [("要素", "内容"), ("使用情况", "未使用"), ("出口日期", date(2026, 3, 4))]
    path = write(tmp_path / "goods", {name: statements, "商品": [HEADINGS, CELLS]})
    source = read(path)
    assert source.batch == {"use": "unused", "exported_on": date(2026, 3, 4)}
    assert len(list(source.rows)) == 1


@each_kind
@pytest.mark.parametrize("headings", [("要素", "内容"), ("Fact", "Value")])
def test_a_sheet_states_facts_for_the_batch_by_its_headings_whatever_it_is_called(
    write: Writer, headings: Sequence[str], tmp_path: Path
) -> None:
    statements = [("说明",), headings, ("使用情况", "未使用")]
    path = write(tmp_path / "goods", {"Sheet2": statements, "商品": [HEADINGS, CELLS]})
    assert read(path).batch == {"use": "unused"}
    assert read(path, "商品").batch == {"use": "unused"}


@each_kind
@pytest.mark.parametrize("statement", [("使用情况", ""), ("使用情况", "未使用")])
def test_a_single_statement_without_headings_is_no_table_of_goods(
    write: Writer, statement: Sequence[str], tmp_path: Path
) -> None:
    path = write(tmp_path / "goods", {"批次声明": [statement], "商品": [HEADINGS, CELLS]})
    assert read(path).batch == ({"use": "unused"} if statement[1] else {})


def test_a_sheet_beside_the_one_that_is_named_may_be_broken(tmp_path: Path) -> None:
    for name, is_ours in (("旧", False), ("批次声明", True)):
        sheets = {name: [HEADINGS, CELLS], "三月": [HEADINGS, CELLS]}
        path = in_sheet(as_xlsx(tmp_path / "goods.xlsx", sheets), b"</sheetData>", b"</sheet")
        with pytest.raises(DeskError, match="not a valid workbook"):
            read(path)
        if is_ours:
            with pytest.raises(DeskError, match="not a valid workbook"):
                read(path, "三月")
        else:
            assert len(rows(path, "三月")) == 1


@each_kind
def test_two_sheets_of_statements_count_together_and_never_say_a_fact_twice(
    write: Writer, tmp_path: Path
) -> None:
    sheets = {"批次声明": [("是否食品", "是")], "商品": [HEADINGS, CELLS]}
    path = write(tmp_path / "goods", {**sheets, "Batch": [("use", "unused")]})
    assert read(path).batch == {"is_food": True, "use": "unused"}
    path = write(tmp_path / "twice", {**sheets, "Batch": [("is_food", "no")]})
    with pytest.raises(DeskError, match="is_food is stated for the batch more than once"):
        read(path)


# -- cells ------------------------------------------------------------------------------------


@each_kind
def test_cells_are_what_they_are(write: Writer, tmp_path: Path) -> None:
    headings = ("出口日期", "退运进境日期", "监管方式", "商品破损", "出口数量", "备注", "自有")
    cells = (date(2026, 3, 4), datetime(2026, 7, 6, 14, 22, 10), 9610, True, 2.5, " x ", 7)
    (row,) = rows(write(tmp_path / "goods", {"S": [headings, cells]}))
    assert row.facts == {
        "exported_on": date(2026, 3, 4),
        "returned_on": date(2026, 7, 6),
        "supervision_code": "9610",
        "damaged": True,
        "exported_quantity": row.facts["exported_quantity"],
        "note": "x",
    }
    assert str(row.facts["exported_quantity"]) == "2.5"
    assert row.cells == cells
    assert len(row.remarks) == 1


@each_kind
def test_a_table_may_begin_anywhere(write: Writer, tmp_path: Path) -> None:
    blank = ("",) * 6
    table = [blank, blank, ("", "", *HEADINGS), ("", "", *CELLS), blank, ("", "", *CELLS)]
    source = read(write(tmp_path / "goods", {"S": table}))
    assert source.headings[:6] == ("", "", *HEADINGS)
    assert [(row.number, row.facts) for row in source.rows] == [(4, FACTS), (6, FACTS)]


@each_kind
def test_cells_beside_the_table_are_kept(write: Writer, tmp_path: Path) -> None:
    source = read(write(tmp_path / "goods", {"S": [HEADINGS, CELLS, (*CELLS, "", "注")]}))
    assert source.headings == (*HEADINGS, "", "")
    assert [row.cells for row in source.rows] == [(*CELLS, "", ""), (*CELLS, "", "注")]


def test_whether_it_is_xls_or_xlsx_its_content_decides(tmp_path: Path) -> None:
    for write in (as_xlsx, as_xls):
        (row,) = rows(write(tmp_path / "goods", {"S": [HEADINGS, CELLS]}))
        assert row.facts == FACTS


# -- what libraries leave blank ---------------------------------------------------------------


def in_openpyxl(path: Path, change: Callable[[Any], object], *table: Sequence[object]) -> list[Row]:
    book = openpyxl.Workbook()
    for row in table:
        book.worksheets[0].append(list(row))
    change(book.worksheets[0])
    book.save(path)
    return rows(path)


def test_cells_merged_over_rows_have_their_value_in_each(tmp_path: Path) -> None:
    path = tmp_path / "goods.xlsx"
    table = (HEADINGS, CELLS, ("R-2", "", "", "退货"), ("R-3", "9710", "2026-03-03", "退货"))
    first, second, third = in_openpyxl(path, lambda sheet: sheet.merge_cells("B2:B3"), *table)
    assert first.remarks == ()
    assert second.facts["supervision_code"] == "9610"
    assert "declared_on" not in second.facts
    assert "合并" in second.remarks[0].zh
    assert third.facts["supervision_code"] == "9710"
    assert third.remarks == ()


@pytest.mark.parametrize("left", [1, 2, 3])
def test_merged_cells_are_found_in_every_column_wherever_a_table_begins(
    tmp_path: Path, left: int
) -> None:
    names = ("reference", "reason", "use")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    lines = [names, ("R-1", "recall", "used"), ("R-2", "=1+1", "used"), ("R-3", "recall", "used")]
    for number, line in enumerate([*lines, ("R-4", None, None)], start=2):
        for place, cell in enumerate(line, start=left):
            sheet.cell(number, place, cell)
    for place in (left + 1, left + 2):
        sheet.merge_cells(start_row=5, end_row=6, start_column=place, end_column=place)
    book.save(tmp_path / "goods.xlsx")
    first, formula, _, merged = rows(tmp_path / "goods.xlsx")
    assert first.facts == {"reference": "R-1", "reason": "recall", "use": "used"}
    assert [words.en.split()[0] for words in formula.refused] == ["reason"]
    assert merged.facts == {"reference": "R-4", "reason": "recall", "use": "used"}
    assert [words.en.split()[0] for words in merged.remarks] == ["reason", "use"]


def test_a_sheet_of_one_cell_is_not_empty(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "goods.xlsx", {"说明": [("请填写",)]})
    with pytest.raises(NoHeadings):
        read(path)


def test_cells_merged_in_old_workbooks_have_their_value_in_each(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for place, heading in enumerate(HEADINGS):
        sheet.write(0, place, heading)
    sheet.write_merge(1, 2, 1, 1, "9610")
    sheet.write(1, 0, "R-1")
    sheet.write(2, 0, "R-2")
    sheet.write_merge(4, 4, 0, 1, "R-4")
    book.save(str(tmp_path / "goods.xls"))
    first, second, beside = rows(tmp_path / "goods.xls")
    assert first.facts == {"reference": "R-1", "supervision_code": "9610"}
    assert second.facts == {"reference": "R-2", "supervision_code": "9610"}
    assert "监管方式代码" in beside.refused[0].zh


def test_blank_cells_merged_stay_blank(tmp_path: Path) -> None:
    table = (HEADINGS, ("R-1", "", "", "滞销"), ("R-2", "", "", "滞销"))
    for row in in_openpyxl(tmp_path / "goods.xlsx", lambda s: s.merge_cells("B2:C3"), *table):
        assert row.facts == {"reference": row.cells[0], "reason": "unsold"}
        assert (row.remarks, row.refused) == ((), ())


def test_a_merged_formula_never_computed_refuses_each_of_its_rows(tmp_path: Path) -> None:
    table = (HEADINGS, (*CELLS[:3], "=A1"), CELLS[:3], CELLS)
    first, second, third = in_openpyxl(
        tmp_path / "goods.xlsx", lambda sheet: sheet.merge_cells("D2:D3"), *table
    )
    assert first.refused == second.refused != ()
    assert third.facts == FACTS


def test_merged_titles_and_notes_beside_the_table_disturb_nothing(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("G5:H9")

    (row,) = in_openpyxl(tmp_path / "goods.xlsx", change, ("退运商品",), HEADINGS, CELLS)
    assert (row.number, row.facts) == (3, FACTS)


def test_formulas_are_read_by_their_value(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "goods.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    for place, cell in enumerate(CELLS):
        sheet.write_formula(1, place, f'="{cell}"', None, cell)
    book.close()
    (row,) = rows(computed(tmp_path / "goods.xlsx"))
    assert row.facts == FACTS


def test_a_placeholder_for_the_value_of_a_formula_is_none(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "goods.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, (*HEADINGS, "商品破损"))
    sheet.write_row(1, 0, CELLS)
    sheet.write_formula(1, 4, '=IF(A2="","否","是")')
    book.close()
    (row,) = rows(tmp_path / "goods.xlsx")
    assert "公式" in row.refused[0].zh
    assert row.cells[-1] == '=IF(A2="","否","是")'
    (row,) = rows(computed(tmp_path / "goods.xlsx"))
    assert row.facts["damaged"] is False


def test_a_formula_of_an_array_never_computed_refuses_each_row_it_fills(tmp_path: Path) -> None:
    path = workbook(tmp_path / "goods.xlsx", (*HEADINGS, "商品破损"), (*CELLS, 1), CELLS, CELLS)
    array = b'<c r="E2"><f t="array" ref="E2:E3">A2:A3</f></c>'
    first, second, third = rows(in_sheet(path, b'<c r="E2"><v>1</v></c>', array))
    assert first.refused == second.refused != ()
    assert third.facts == FACTS


def test_a_formula_whose_value_is_an_empty_text_is_blank(tmp_path: Path) -> None:
    path = workbook(tmp_path / "goods.xlsx", HEADINGS, (*CELLS[:3], 7))
    blank = b'<c r="D2" t="str"><f>""</f><v></v></c>'
    (row,) = rows(computed(in_sheet(path, b'<c r="D2"><v>7</v></c>', blank)))
    assert (row.refused, "reason" in row.facts) == ((), False)


def test_formulas_never_computed_refuse_their_row(tmp_path: Path) -> None:
    table = (HEADINGS, (*CELLS[:3], '=IF(A1="a","滞销","")'), CELLS, ("", "", "", "=A1"))
    first, second, last = in_openpyxl(tmp_path / "goods.xlsx", lambda _: None, *table)
    assert "公式" in first.refused[0].zh
    assert first.cells[3] == '=IF(A1="a","滞销","")'
    assert second.facts == FACTS
    assert (last.number, last.cells) == (4, ("", "", "", "=A1"))
    assert last.refused


def test_a_column_of_formulas_never_computed_is_still_there(tmp_path: Path) -> None:
    table = ((*HEADINGS, "使用情况"), (*CELLS, "=A1"))
    (row,) = in_openpyxl(tmp_path / "goods.xlsx", lambda _: None, *table)
    assert "使用情况" in row.refused[0].zh


def test_shared_formulas_never_computed_are_seen(tmp_path: Path) -> None:
    path = workbook(tmp_path / "goods.xlsx", (*HEADINGS, "自有"), (*CELLS, 1))
    shared = b'<c r="E2" s="1"><f t="shared" si="0"/><v/></c>'
    (row,) = rows(in_sheet(path, b'<c r="E2"><v>1</v></c>', shared))
    assert row.cells[-1] == "="
    assert row.facts == FACTS


def test_errors_refuse_their_row_only(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "goods.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, (*HEADINGS, "自有"))
    sheet.write_row(1, 0, CELLS)
    sheet.write_row(2, 0, CELLS)
    sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
    sheet.write_formula(2, 4, "=1/0", None, "#DIV/0!")
    book.close()
    bad, good = rows(tmp_path / "goods.xlsx")
    assert "#DIV/0!" in bad.refused[0].zh
    assert good.facts == FACTS
    assert good.cells[-1] == "#DIV/0!"


def test_errors_without_a_place_refuse_the_file(tmp_path: Path) -> None:
    path = workbook(tmp_path / "goods.xlsx", HEADINGS, CELLS)
    nowhere = b'<row r="3"><c t="e"><v>#N/A</v></c></row></sheetData>'
    with pytest.raises(DeskError, match="do not say where"):
        read(in_sheet(path, b"</sheetData>", nowhere))


def test_errors_are_found_in_sheets_read_in_many_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retax.desk.readers.xml_parts._PIECE", 100)
    book = xlsxwriter.Workbook(tmp_path / "goods.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    for number in range(1, 300):
        sheet.write_row(number, 0, CELLS[: 2 if number % 2 else 4])
        if number % 2:
            sheet.write_formula(number, 3, "=1/0", None, "#DIV/0!")
    book.close()
    found = rows(tmp_path / "goods.xlsx")
    assert [row.number for row in found if row.refused] == list(range(2, 301, 2))


def test_a_sheet_with_prefixed_names_is_read_as_any(tmp_path: Path) -> None:
    path = workbook(tmp_path / "goods.xlsx", HEADINGS, CELLS)
    error = b"""</row><x:row r="3"><x:c r='D3' t='e'><x:v>#N/A</x:v></x:c></x:row></sheetData>"""
    path = in_sheet(path, b"</row></sheetData>", error)
    path = in_sheet(path, b"<worksheet ", b'<worksheet xmlns:x="http://schemas.openxmlformats.org/'
                    b'spreadsheetml/2006/main" ')  # fmt: skip
    good, bad = rows(path)
    assert good.facts == FACTS
    assert (bad.number, bool(bad.refused)) == (3, True)


def test_a_part_may_be_named_from_the_root(tmp_path: Path) -> None:
    path = workbook(tmp_path / "goods.xlsx", HEADINGS, CELLS)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    relations = "xl/_rels/workbook.xml.rels"
    parts[relations] = parts[relations].replace(b'"worksheets/', b'"/xl/worksheets/')
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    assert len(rows(path)) == 1


def test_a_zip_with_a_password_says_so(tmp_path: Path) -> None:
    path = workbook(tmp_path / "goods.xlsx", HEADINGS, CELLS)
    raw = bytearray(path.read_bytes())
    raw[raw.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(raw))
    with pytest.raises(DeskError, match="password"):
        read(path)


def test_a_large_sheet_of_equal_rows_is_no_bomb(tmp_path: Path) -> None:
    assert len(rows(workbook(tmp_path / "goods.xlsx", HEADINGS, *[CELLS] * 20_000))) == 20_000


def test_the_cells_of_all_sheets_count_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = as_xlsx(tmp_path / "goods.xlsx", {"一": [HEADINGS, *[CELLS] * 9], "二": [("x",) * 9]})
    monkeypatch.setattr("retax.desk.readers.xlsx._MOST_CELLS", 49)
    assert len(rows(path)) == 9
    monkeypatch.setattr("retax.desk.readers.xlsx._MOST_CELLS", 48)
    with pytest.raises(DeskError, match="'二' reaches to row 1, column 9"):
        read(path)


def test_rows_with_nothing_in_them_take_no_time(tmp_path: Path) -> None:
    path = workbook(tmp_path / "goods.xlsx", HEADINGS, CELLS)
    empty = b'<row r="1048576" ht="20"/></sheetData>'
    assert len(rows(in_sheet(path, b"</sheetData>", empty))) == 1


# -- old workbooks ----------------------------------------------------------------------------


def test_errors_and_moments_in_old_workbooks(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    as_day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for place, heading in enumerate(("出口日期", "备注", "商品破损", "订单号")):
        sheet.write(0, place, heading)
    for number, day in enumerate((46085.0, 46085.5, 0.5, 3e6, -1.0), start=1):
        sheet.write(number, 0, day, as_day)
        sheet.row(number).set_cell_boolean(2, number == 1)
    sheet.row(6).set_cell_error(2, 0x2A)
    book.save(str(tmp_path / "goods.xls"))
    whole, cut, clock, far, before, error = rows(tmp_path / "goods.xls")
    assert whole.facts == {"exported_on": date(2026, 3, 4), "damaged": True}
    assert cut.facts["exported_on"] == date(2026, 3, 4)
    assert cut.remarks
    assert clock.cells[0] == time(12)
    assert (far.cells[0], before.cells[0]) == (3e6, -1.0)
    assert "#N/A" in error.refused[0].zh


def test_days_counted_from_1904(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.dates_1904 = True
    sheet = book.add_sheet("S")
    sheet.write(0, 0, "出口日期")
    sheet.write(1, 0, 44623, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    book.save(str(tmp_path / "goods.xls"))
    (row,) = rows(tmp_path / "goods.xls")
    assert row.facts == {"exported_on": date(2026, 3, 4)}
    new = xlsxwriter.Workbook(tmp_path / "goods.xlsx", {"date_1904": True})
    cells = new.add_worksheet()
    cells.write(0, 0, "出口日期")
    cells.write_datetime(1, 0, date(2026, 3, 4), new.add_format({"num_format": "yyyy-mm-dd"}))
    new.close()
    (row,) = rows(tmp_path / "goods.xlsx")
    assert row.facts == {"exported_on": date(2026, 3, 4)}


# -- hidden rows and columns, headings over two rows -------------------------------------------


def as_xls_hidden(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for number, row in enumerate((HEADINGS, CELLS, CELLS, CELLS)):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    book.save(str(path))
    return path


def as_openpyxl_hidden(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (HEADINGS, CELLS, CELLS, CELLS):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.save(path)
    return path


def as_xlsx_hidden(path: Path) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate((HEADINGS, CELLS, CELLS, CELLS)):
        sheet.write_row(number, 0, row)
    sheet.autofilter(0, 0, 3, 3)
    sheet.filter_column(0, "x == R-1")
    sheet.set_row(2, options={"hidden": True})
    sheet.set_column(1, 1, 8, None, {"hidden": True})
    book.close()
    return path


@pytest.mark.parametrize("write", [as_xlsx_hidden, as_openpyxl_hidden, as_xls_hidden])
def test_rows_and_columns_that_are_hidden_are_read_with_a_word(
    write: Callable[[Path], Path], tmp_path: Path
) -> None:
    source = read(write(tmp_path / "goods"))
    found = list(source.rows)
    assert [row.facts for row in found] == [FACTS] * 3
    assert [bool(row.remarks) for row in found] == [False, True, False]
    assert [remark.zh for remark in source.remarks] == [
        "隐藏的列也已读取：监管方式代码",
        "隐藏或筛选掉的 1 行也已读取（第 3 行）",
    ]


def test_merged_groups_of_headings_are_read_with_their_parts(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.merge_cells("B1:C1")
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("D1:D2")

    (row,) = in_openpyxl(
        tmp_path / "goods.xlsx",
        change,
        ("业务编号", "出口", None, "退运原因"),
        (None, "申报日期", "放行日期", None),
        ("R-1", "2026-03-02", "2026-03-03", "滞销"),
    )
    assert set(row.facts) == {"reference", "declared_on", "released_on", "reason"}


# -- libraries that fail in ways of their own --------------------------------------------------


class PanicException(BaseException):
    """As python-calamine raises it where its own language panics."""


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (PanicException(), DeskError),
        (MemoryError(), DeskError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_whatever_a_library_raises_is_one_sentence(
    raised: BaseException,
    expected: type[BaseException],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def failing(*_: object) -> None:
        raise raised

    path = workbook(tmp_path / "goods.xlsx", HEADINGS, CELLS)
    monkeypatch.setattr("retax.desk.readers.xlsx.read_outline", failing)
    with pytest.raises(expected):
        read(path)
