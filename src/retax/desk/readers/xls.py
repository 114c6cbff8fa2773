"""Workbooks of the kind .xls, read with xlrd.

python-calamine reads them too, but gives cells with an error as blank; a blank circumstance counts
as "no".
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from typing import Any, BinaryIO

from retax.cells.cell import NEVER_COMPUTED, SPREADSHEET_ERROR, FaultyCell
from retax.desk.extras import require_extra
from retax.desk.readers.grid import (
    BROKEN,
    PASSWORD,
    Grid,
    Merged,
    mark_faults_and_merges,
    refuse_overlapping,
)
from retax.desk.readers.xls_formulas import find_never_computed
from retax.desk.source import DeskError

with require_extra("excel"):
    import xlrd

_AS_THEY_ARE = frozenset(
    {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_BLANK}
)


class XlsWorkbook:
    """An open .xls workbook.

    Raises:
        DeskError: it is none, is broken or has a password.
    """

    def __init__(self, stream: BinaryIO) -> None:
        try:
            content = stream.read()
            # xlrd tells merged cells and hidden rows and columns only with `formatting_info`, and
            # prints what it finds odd on standard output unless it has a `logfile`.
            self._book = xlrd.open_workbook(
                file_contents=content, formatting_info=True, logfile=io.StringIO()
            )
            names = [sheet.name for sheet in self._book.sheets()]
            # The list is empty where a program that computes its formulas made the workbook.
            self._never_computed = dict(zip(names, find_never_computed(content), strict=False))
        except Exception as error:  # xlrd raises whatever a broken file makes of its reading
            # xlrd has no error of its own for a password, only the sentence "Workbook is
            # encrypted".
            raise DeskError(PASSWORD if "encrypted" in str(error) else BROKEN) from None

    @property
    def sheets(self) -> Mapping[str, bool]:
        """Return the names of its sheets, in order, and whether each is visible."""
        # 1 is hidden; 2 is hidden from Excel's own list of hidden sheets, which only a macro
        # undoes.
        return {sheet.name: sheet.visibility == 0 for sheet in self._book.sheets()}

    def read_sheet(self, sheet: str) -> Grid:
        """Return the cells of a sheet."""
        cells = self._book.sheet_by_name(sheet)
        merged = [
            # The ranges of xlrd end before their last row and column.
            Merged(top, left, below - 1, right - 1)
            for top, below, left, right in cells.merged_cells
        ]
        refuse_overlapping(merged, cells.nrows, cells.ncols)
        rows = _read_rows(cells, self._book.datemode)
        return Grid(
            mark_faults_and_merges(rows, cells.ncols, self._find_faults(cells), merged),
            cells.ncols,
            {row for row, about in cells.rowinfo_map.items() if about.hidden},
            {column for column, about in cells.colinfo_map.items() if about.hidden},
        )

    def _find_faults(self, sheet: Any) -> dict[int, dict[int, FaultyCell]]:
        faults = _find_errors(sheet)
        for row, column in self._never_computed.get(sheet.name, ()):
            faults.setdefault(row, {})[column] = FaultyCell("=", NEVER_COMPUTED)
        return faults


def _read_rows(sheet: Any, datemode: int) -> Iterator[Sequence[object]]:
    for number in range(sheet.nrows):
        kinds = sheet.row_types(number)
        values: list[object] = sheet.row_values(number)
        if not _AS_THEY_ARE.issuperset(kinds):
            values = [
                _read_cell(kind, value, datemode) for kind, value in zip(kinds, values, strict=True)
            ]
        yield values


def _read_cell(kind: int, value: Any, datemode: int) -> object:
    # xlrd gives yes and no as the numbers 1 and 0.
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_DATE:
        return _read_day(value, datemode)
    # The value of a cell with an error is the number of the error, which would be read as a number.
    return "" if kind == xlrd.XL_CELL_ERROR else value


def _read_day(number: float, datemode: int) -> object:
    # Excel shows no day for a negative number; xlrd makes a day of 1899 of it.
    if number < 0:
        return number
    try:
        moment = xlrd.xldate_as_datetime(number, datemode)
    except (ValueError, OverflowError):  # after 9999
        return number
    # A time without a day is a part of day 0.
    if number < 1:
        return moment.time()
    return moment.date() if moment.time() == time() else moment


def _find_errors(sheet: Any) -> dict[int, dict[int, FaultyCell]]:
    faults: dict[int, dict[int, FaultyCell]] = {}
    for number in range(sheet.nrows):
        kinds = sheet.row_types(number)
        if xlrd.XL_CELL_ERROR in kinds:
            faults[number] = {
                place: FaultyCell(
                    xlrd.error_text_from_code[sheet.cell_value(number, place)], SPREADSHEET_ERROR
                )
                for place, kind in enumerate(kinds)
                if kind == xlrd.XL_CELL_ERROR
            }
    return faults
