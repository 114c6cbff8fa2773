"""What is struck through in a workbook is not read as if it still counted."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.styles import Font

from desk.matching.files import LEDGER, back, find_headings
from desk.run import run
from retax.desk.readers.open_source import open_source
from retax.desk.readers.xlsx_styles_xml import read_struck_styles
from retax.desk.readers.xlsx_xml import scan_sheet
from retax.desk.source import DeskError, Row
from samples import facts

STRUCK = Font(strike=True)
CASE = {**facts(), "goods_name": "毛绒玩具", "店铺": "甲"}


def write(
    path: Path, strike: Callable[[Any], None] = lambda _: None, rows: int = 3, **sheets: Any
) -> Path:
    book = openpyxl.Workbook()
    book.active.append([*CASE])
    for _ in range(rows):
        book.active.append([{True: "是", False: "否"}.get(v, v) for v in CASE.values()])
    for name, of_sheet in sheets.items():
        other = book.create_sheet(name)
        for cells in of_sheet:
            other.append(cells)
    strike(book)
    book.save(path)
    return path


def rows_of(path: Path) -> list[Row]:
    return [*open_source(str(path)).rows]


def strike_cells(*places: str, sheet: int = 0) -> Callable[[Any], None]:
    def strike(book: Any) -> None:
        for place in places:
            book.worksheets[sheet][place].font = STRUCK

    return strike


def test_a_row_that_is_struck_out_is_refused_in_one_sentence(tmp_path: Path) -> None:
    def strike(book: Any) -> None:
        for cell in book.active[3]:
            cell.font = STRUCK

    first, struck, last = rows_of(write(tmp_path / "t.xlsx", strike))
    assert (first.refusals, last.refusals) == ((), ())
    (refused,) = struck.refused
    assert refused.zh.endswith(
        "个单元格有删除线，是否仍有效不明；已作废的请删除本行，有效的请去掉删除线"
    )
    assert refused.en.endswith("delete the row, or take the lines off")
    assert struck.cells[0] == first.cells[0]


def test_a_cell_of_a_fact_that_is_struck_out_is_refused_with_what_it_shows(tmp_path: Path) -> None:
    place = openpyxl.utils.get_column_letter([*CASE].index("reason") + 1)
    _, row, _ = rows_of(write(tmp_path / "t.xlsx", strike_cells(f"{place}3")))
    ((fact, words),) = [(each.fact, each.words.zh) for each in row.refusals]
    assert fact == "reason"
    assert words.startswith(f"退运原因（{CASE['reason']}）有删除线")


def test_blank_cells_headings_and_columns_of_ones_own_may_be_struck_out(tmp_path: Path) -> None:
    place = openpyxl.utils.get_column_letter(len(CASE))
    strike = strike_cells("A1", "B1", f"{place}2", "A9", "ZZ2")
    assert [row.refusals for row in rows_of(write(tmp_path / "t.xlsx", strike))] == [(), (), ()]


def test_a_merged_cell_that_is_struck_out_counts_in_none_of_its_rows(tmp_path: Path) -> None:
    place = openpyxl.utils.get_column_letter([*CASE].index("reason") + 1)

    def strike(book: Any) -> None:
        book.active.merge_cells(f"{place}2:{place}3")
        book.active[f"{place}2"].font = STRUCK

    rows = rows_of(write(tmp_path / "t.xlsx", strike))
    assert [[each.fact for each in row.refusals] for row in rows] == [["reason"], ["reason"], []]


@pytest.mark.parametrize("places", [("B2",), ("A2", "B2")])
def test_a_statement_for_the_batch_that_is_struck_out_is_not_made(
    tmp_path: Path, places: tuple[str, ...]
) -> None:
    sheet = [["要素", "内容"], ["商品破损", "否"]]
    path = write(tmp_path / "t.xlsx", strike_cells(*places, sheet=1), 批次声明=sheet)
    with pytest.raises(DeskError, match="struck through"):
        open_source(str(path))


@pytest.mark.parametrize("place", ["A2", "B2"])
def test_an_answer_of_customs_that_is_struck_out_is_none(tmp_path: Path, place: str) -> None:
    sheet = [["口径问题", "海关答复"], ["召回是否属于退货？", "从宽"]]
    path = write(tmp_path / "t.xlsx", strike_cells(place, sheet=1), 已获海关答复的口径=sheet)
    with pytest.raises(DeskError, match="struck through"):
        open_source(str(path))


def test_a_returned_row_that_is_struck_out_is_matched_to_no_line(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "出口台账"
    returned = book.create_sheet("退货清单")
    for sheet, rows in ((book.active, LEDGER), (returned, [back(1), back(2)])):
        sheet.append(find_headings(rows))
        for row in rows:
            sheet.append([*row.values()])
    for cell in returned[3]:
        cell.font = STRUCK
    book.save(tmp_path / "t.xlsx")
    done = run("match", tmp_path / "t.xlsx")
    assert done.code == 2
    assert "有删除线" in done.out + done.err


# -- styles -----------------------------------------------------------------------------------


def read_styles(fonts: str, styles: str) -> frozenset[str]:
    xml = (
        f"<styleSheet><fonts>{fonts}</fonts><fills><fill/></fills><cellStyleXfs><xf fontId='1'/>"
        f"</cellStyleXfs><cellXfs>{styles}</cellXfs><dxfs><dxf><font><strike/></font></dxf></dxfs>"
        "</styleSheet>"
    )
    written = io.BytesIO()
    with ZipFile(written, "w") as book:
        book.writestr("xl/styles.xml", xml)
    with ZipFile(written) as book:
        return read_struck_styles(book)


@pytest.mark.parametrize(
    ("strike", "is_struck"),
    [
        ("<strike/>", True),
        ('<strike val="1"/>', True),
        ('<strike val="true"/>', True),
        ('<strike val="0"/>', False),
        ('<strike val="false"/>', False),
        ("", False),
    ],
)
def test_the_font_of_a_style_says_whether_it_strikes_through(strike: str, is_struck: bool) -> None:
    fonts = f"<font><sz/></font><font><b/>{strike}</font><font/>"
    styles = '<xf/><xf fontId="1"/><xf fontId="2"/><xf fontId="1" applyFont="0"/>'
    assert read_styles(fonts, styles) == (frozenset({"1", "3"}) if is_struck else frozenset())


def test_a_workbook_without_styles_strikes_nothing_through() -> None:
    written = io.BytesIO()
    with ZipFile(written, "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
    with ZipFile(written) as book:
        assert read_struck_styles(book) == frozenset()


def test_struck_cells_are_seen_in_plain_rows_and_others() -> None:
    rows = (
        '<row r="1"><c r="A1" s="7"><v>1</v></c><c r="B1" s="1"><v>2</v></c></row>'
        '<row r="2"><c r="A2" s="1"><v>1</v></c><c r="B2"><v>2</v></c></row>'
        '<row r="3"><c r="A3"><v>1</v></c><c s="7" r="C3" t="str"><f>1</f><v>2</v></c></row>'
    )
    xml = f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()
    assert scan_sheet(io.BytesIO(xml), struck={"7"}).struck == {0: [0], 2: [2]}
    assert scan_sheet(io.BytesIO(xml)).struck == {}
