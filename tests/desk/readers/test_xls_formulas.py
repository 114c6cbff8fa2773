"""Formulas of .xls workbooks written by a library that computes nothing."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import pytest
import xlwt

from retax.desk.readers.open_source import open_source
from retax.desk.readers.xls_formulas import _list_records, find_never_computed
from samples import ELIGIBLE

MADE_BY_A_PROGRAM = "\x05SummaryInformation".encode("utf-16-le")


def workbook(*sheets: dict[tuple[int, int], Any]) -> bytes:
    """Return a workbook with sheets of cells."""
    book, out = xlwt.Workbook(), io.BytesIO()
    for number, cells in enumerate(sheets):
        sheet = book.add_sheet(f"S{number}")
        for place, value in cells.items():
            sheet.write(*place, value)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("formula", ['"是"', "1+1", 'IF(A1="","否","是")', "A1", '""'])
def test_a_formula_never_computed_is_seen(formula: str) -> None:
    content = workbook({(0, 0): "a", (3, 2): xlwt.Formula(formula), (3, 3): 5})
    assert find_never_computed(content) == [{(3, 2)}]


def test_each_sheet_has_its_own() -> None:
    formula = xlwt.Formula("1")
    content = workbook({(0, 0): formula}, {(0, 0): "a"}, {(1, 1): formula, (2, 1): formula})
    assert find_never_computed(content) == [{(0, 0)}, set(), {(1, 1), (2, 1)}]


def test_a_large_workbook_is_looked_through_as_a_small_one() -> None:
    cells: dict[tuple[int, int], Any] = {(row, 0): f"text {row}" for row in range(3000)}
    assert find_never_computed(workbook({**cells, (2999, 5): xlwt.Formula("1")})) == [{(2999, 5)}]


def test_of_a_program_that_computes_an_empty_text_is_what_the_formula_comes_to() -> None:
    content = workbook({(0, 0): xlwt.Formula("1")})
    assert find_never_computed(content + MADE_BY_A_PROGRAM) == []


def test_such_a_formula_refuses_its_row_and_is_no_blank(tmp_path: Path) -> None:
    told = {**ELIGIBLE, "damaged": xlwt.Formula('"是"')}
    rows: dict[tuple[int, int], Any] = {}
    for column, (name, value) in enumerate(told.items()):
        rows[0, column] = name
        is_written = isinstance(value, xlwt.Formula)
        rows[1, column] = value if is_written else str(value)
        rows[2, column] = "否" if is_written else str(value)
    file = tmp_path / "goods.xls"
    file.write_bytes(workbook(rows))
    first, second = open_source(str(file)).rows
    assert ["公式" in words.zh for words in first.refused] == [True]
    assert second.refused == ()


def test_a_stream_that_ends_within_a_sheet_is_looked_through_to_its_end() -> None:
    begin, cell = struct.pack("<HHI", 0x0809, 4, 0), struct.pack("<HHI", 0x0203, 4, 0)
    assert list(_list_records(begin + cell, 0)) == [(0x0809, 4, 4), (0x0203, 12, 4)]
    assert list(_list_records(begin + cell[:3], 0)) == [(0x0809, 4, 4)]
