"""A sheet written as XML holds what xlsxwriter's own sheet holds, cell by cell."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import xlsxwriter

from retax.desk.writers.sheet_in_xml import SheetInXml
from retax.desk.writers.workbook_styles import CELL, TEXT, Cells, Formats

VALUES: tuple[object, ...] = (
    *(
        "text",
        "",
        None,
        "=1+1",
        "两行\n文字",
        " <b>&'\" ",
        "_x0041_",
        "\x1b",
        "<r>x</r>",
        "x" * 300,
    ),
    *(True, False, 0, -7, 12.5, 0.1, Decimal("1.10"), 10**14, 10**20, float("nan")),
    *(date(2026, 3, 2), date(1900, 1, 1), datetime(2026, 3, 2, 13, 30), time(8, 15)),
    *(
        timedelta(hours=30),
        timedelta(hours=-1),
        ["一", Decimal(2)],
        "\U00020000" * 32_767,
        "\ud800",
    ),
)


def fill(kind: Any) -> io.BytesIO:
    """Return a workbook whose sheet of a kind holds values of every sort, behind another sheet."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as workbook:
        formats = Formats(workbook)
        workbook.add_worksheet("first").write_string(0, 0, "two", formats.get({"bold": True}))
        sheet = workbook.add_worksheet("rows", kind)
        sheet.set_row(0, 32)
        plain, blank = Cells(sheet, formats, TEXT, blanks=False), Cells(sheet, formats, CELL)
        for at in range(3):
            for column, value in reversed(list(enumerate(VALUES))):
                (plain if at % 2 else blank).write(at * 2, column * 3, value)
            sheet.set_row(at * 2, (17.0, 15.0, 409.0)[at])
        sheet.set_row(7, 31)
        sheet.set_column(0, 2, 30)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, 4, 9)
    return held


def list_cells(workbook: io.BytesIO) -> Iterator[tuple[object, ...]]:
    book = openpyxl.load_workbook(workbook)
    for sheet in book:
        yield (sheet.dimensions, sheet.freeze_panes, sheet.auto_filter.ref)
        for row in sheet.iter_rows(max_row=8):
            yield (sheet.row_dimensions[row[0].row].height,)
            for cell in row:
                looks = (cell.number_format, cell.font, cell.fill, cell.border, cell.alignment)
                yield (cell.coordinate, cell.value, cell.data_type, *map(repr, looks))


def test_it_holds_what_the_sheet_of_the_library_holds() -> None:
    assert list(list_cells(fill(SheetInXml))) == list(list_cells(fill(None)))


def test_a_sheet_without_rows_is_empty() -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as workbook:
        workbook.add_worksheet("rows", SheetInXml)
    assert openpyxl.load_workbook(held)["rows"].dimensions == "A1:A1"
