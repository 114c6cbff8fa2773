"""A sheet of many rows for a workbook: each cell is written as XML when it comes.

xlsxwriter keeps an object for each cell and goes through all of them three more times when the
workbook is closed: of a workbook of 100,000 rows that is a third of the whole run.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from retax.desk.extras import require_extra

with require_extra("excel"):
    from xlsxwriter.utility import xl_col_to_name
    from xlsxwriter.worksheet import Worksheet

_PIXELS_OF_A_ROW = 20
"""The height of a row that nobody has set."""


class SheetInXml(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A sheet whose rows are written from the top down, each as a whole before the next."""

    def __init__(self) -> None:
        super().__init__()
        self._row, self._number = -1, ""
        self._cells: dict[int, str] = {}
        self._attributes = ""
        self._rows: list[str] = []

    def write_string(self, row: int, column: int, text: str, look: Any) -> None:
        """Write a text, which has as many characters as a cell can hold."""
        if len(text) > self.xls_strmax // 2:  # those beyond the first plane count twice
            text = text.encode("utf-16-le")[: 2 * self.xls_strmax].decode("utf-16-le", "ignore")
        index = self.str_table._get_shared_string_index(text)
        self._add(row, column, look, ' t="s"', index)

    def write_number(self, row: int, column: int, number: float | Decimal, look: Any) -> None:
        """Write a finite number."""
        self._add(row, column, look, "", f"{number:.16G}")

    def write_boolean(self, row: int, column: int, value: bool, look: Any) -> None:
        """Write yes or no."""
        self._add(row, column, look, ' t="b"', int(value))

    def write_datetime(
        self, row: int, column: int, value: date | time | timedelta, look: Any
    ) -> None:
        """Write a day, a time of day, both, or a span of time."""
        self.write_number(row, column, self._convert_date_time(value), look)

    def write_blank(self, row: int, column: int, _: None, look: Any) -> None:
        """Write the look of a cell without a value."""
        self._start_row(row)
        place = f"{_COLUMNS[column]}{self._number}"
        self._cells[column] = f'<c r="{place}" s="{look._get_xf_index()}"/>'

    def _add(self, row: int, column: int, look: Any, kind: str, value: object) -> None:
        if row != self._row:
            self._start_row(row)
        place = f"{_COLUMNS[column]}{self._number}"
        self._cells[column] = f'<c r="{place}" s="{look._get_xf_index()}"{kind}><v>{value}</v></c>'

    def set_row(self, row: int, height: float) -> None:
        """Set the height of a row in points."""
        self._start_row(row)
        pixels = int(height * 4 / 3 + 0.5)
        if pixels != _PIXELS_OF_A_ROW:
            self._attributes = f' ht="{pixels * 0.75:.16g}" customHeight="1"'

    def _start_row(self, row: int) -> None:
        if row != self._row:
            self._finish_row()
            self._row, self._number = row, str(row + 1)

    def _finish_row(self) -> None:
        cells = self._cells
        if not cells and not self._attributes:
            return
        for column in (min(cells, default=0), max(cells, default=0)):
            self._check_dimensions(self._row, column)
        in_order = "".join([cells[column] for column in sorted(cells)])
        self._rows.append(f'<row r="{self._number}"{self._attributes}>{in_order}</row>')
        self._cells, self._attributes = {}, ""

    def _write_rows(self) -> None:
        """Write all rows into the file of the sheet, in the place of xlsxwriter's own method."""
        self._finish_row()
        self.fh.writelines(self._rows)


class _Columns(dict[int, str]):
    """The letters of each column, by its place."""

    def __missing__(self, place: int) -> str:
        name: str = xl_col_to_name(place)
        self[place] = name
        return name


_COLUMNS: Mapping[int, str] = _Columns()
