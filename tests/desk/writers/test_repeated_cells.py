"""A sheet whose cells xlsxwriter writes once holds what a sheet of xlsxwriter holds."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from retax.desk.writers.atomic_workbook import open_new_workbook
from retax.desk.writers.repeated_cells import RepeatedCells, RowsBelow, RowsOfSheet
from retax.desk.writers.workbook_styles import CELL, TEXT, CellMaker, Formats

TEXTS = ("text", "", None, "=1+1", "两行\n文字", " <b>&'\" ", "_x0041_", "\x1b", "<r>x</r>")
LONG = ("x" * 300, "\U00020000" * 32_767, "\ud800", "</c></row>", '<row r="9"/>')
NUMBERS = (True, False, 1, 0, -7, 12.5, 0.1, 1.0, Decimal("1.10"), 10**14, 10**20, float("nan"))
DAYS = (date(2026, 3, 2), date(1900, 1, 1), datetime(2026, 3, 2, 13, 30), time(8, 15))
OTHERS = (timedelta(hours=30), timedelta(hours=-1), ["一", Decimal(2)])
VALUES: tuple[object, ...] = (*TEXTS, *LONG, *NUMBERS, *DAYS, *OTHERS)


def fill(file: Path, repeated: RepeatedCells | None, rows: int = 40) -> Path:
    """Write a workbook whose second sheet has rows of values of every sort."""
    complete = None if repeated is None else repeated.complete
    with open_new_workbook(file, complete=complete) as workbook:
        formats = Formats(workbook)
        workbook.add_worksheet("first").write_string(0, 0, "two", formats.get({"bold": True}))
        sheet = workbook.add_worksheet("rows")
        sheet.set_row(0, 32)
        sheet.write_row(0, 0, ["heading", "text"], formats.get({"italic": True}))
        below: RowsBelow = RowsOfSheet(sheet)
        if repeated is not None:
            repeated.start(workbook, sheet)
            below = repeated
        write_rows(below, formats, rows)
        sheet.set_column(0, 2, 30)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, rows, 9)
        if repeated is not None:
            repeated.finish()
        workbook.add_worksheet("last").write_string(0, 0, "text", formats.get({"bold": True}))
    return file


def write_rows(below: RowsBelow, formats: Formats, rows: int) -> None:
    plain, blank = CellMaker(formats, TEXT, blanks=False), CellMaker(formats, CELL)
    for row in range(1, rows + 1):
        make = (plain if row % 2 else blank).make
        made = [make(value) for value in (*VALUES[row % 7 :], f"of row {row}")]
        cells = [None if cell is None else below.take(cell) for cell in made]
        below.write_row(row, cells, (17.0, 15.0, 31.0, 409.0)[row % 4])


def list_cells(file: Path) -> Iterator[tuple[object, ...]]:
    for sheet in openpyxl.load_workbook(file):
        yield (sheet.title, sheet.dimensions, sheet.freeze_panes, sheet.auto_filter.ref)
        for row in sheet.iter_rows():
            yield (sheet.row_dimensions[row[0].row].height,)
            for cell in row:
                looks = (cell.number_format, cell.font, cell.fill, cell.border, cell.alignment)
                yield (cell.coordinate, cell.value, cell.data_type, *map(repr, looks))


@pytest.mark.parametrize("rows", [0, 1, 40])
def test_it_holds_what_the_sheet_of_the_library_holds(tmp_path: Path, rows: int) -> None:
    own = fill(tmp_path / "own.xlsx", None, rows)
    repeated = fill(tmp_path / "repeated.xlsx", RepeatedCells(), rows)
    assert list(list_cells(repeated)) == list(list_cells(own))


def test_each_different_cell_is_given_to_the_library_once() -> None:
    class Sheet:
        def __init__(self) -> None:
            self.written: list[tuple[Any, ...]] = []

        def write_string(self, *cell: Any) -> None:
            self.written.append(cell)

    class Book:
        def worksheets(self) -> list[Sheet]:
            return [sheet]

    sheet, repeated = Sheet(), RepeatedCells()
    repeated.start(Book(), sheet)
    one, other = ("write_string", "a", None), ("write_string", "b", None)
    assert [repeated.take(cell) for cell in (one, other, one)] == [0, 1, 0]
    assert sheet.written == [(16, 0, "a", None), (16, 1, "b", None)]


def test_more_different_cells_than_fit_in_a_row_go_on_in_the_next(tmp_path: Path) -> None:
    file, repeated = tmp_path / "a.xlsx", RepeatedCells()
    with open_new_workbook(file, complete=repeated.complete) as workbook:
        sheet = workbook.add_worksheet("rows")
        sheet.write_string(0, 0, "heading")
        repeated.start(workbook, sheet)
        for row in range(1, 6_001):
            cell = repeated.take(("write_number", row, None))
            height = 0.75 * (
                row % 99 + 1
            )  # whole pixels: later versions of xlsxwriter round to them
            repeated.write_row(row, [cell], height)
        repeated.finish()
    read = openpyxl.load_workbook(file)["rows"]
    assert [cell.value for cell in read["A"][1:]] == [*range(1, 6_001)]
    assert [read.row_dimensions[row].height for row in (2, 99, 100, 6_001)] == [
        *(1.5, 74.25, 0.75, 45.75),
    ]


def test_the_other_parts_of_the_workbook_are_those_of_the_library(tmp_path: Path) -> None:
    own, repeated = io.BytesIO(), io.BytesIO()
    own.write(fill(tmp_path / "own.xlsx", None).read_bytes())
    repeated.write(fill(tmp_path / "repeated.xlsx", RepeatedCells()).read_bytes())
    with ZipFile(own) as one, ZipFile(repeated) as other:
        assert one.namelist() == other.namelist()
        differing = {name for name in one.namelist() if one.read(name) != other.read(name)}
    # The table of texts counts how often they are used, and the core names the moment.
    assert {"xl/worksheets/sheet2.xml"} <= differing
    assert differing <= {
        *("xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "docProps/core.xml"),
    }
