"""Rows of a sheet whose cells repeat: xlsxwriter writes each different cell once.

xlsxwriter goes through every cell of a sheet four times, which of 100,000 rows is half of the run,
and most of these cells are alike. Here its sheet gets each different cell, and each height of a
row, once, on rows of their own below the headings. Once it has saved the workbook, these rows give
way to the rows themselves, whose cells are its own cells under other addresses. Nothing is known
here of how a value, a text or a format is written; that ``r`` comes first in ``<c>`` and ``<row>``
is Excel's own order, which the tests of xlsxwriter hold it to byte by byte.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from shutil import copyfileobj
from typing import IO, Any, Protocol, cast
from zipfile import ZIP_DEFLATED, ZipFile

from retax.desk.extras import require_extra
from retax.desk.writers.workbook_styles import MadeCell, write_cell

with require_extra("excel"):
    from xlsxwriter.utility import xl_col_to_name, xl_range

_BLOCK = 16
"""The rows for which xlsxwriter notes together which columns they span."""

_WIDTH = 256
"""How many of the different cells are in a row of their own."""

_PACKED = 2
"""How hard the zip is packed: a quarter of the time of the usual 6, for a third more bytes."""


class RowsBelow(Protocol):
    """The rows of a sheet below its headings, each written as a whole."""

    def take(self, cell: MadeCell) -> Any:
        """Return the form a cell has in a row."""

    def write_row(self, row: int, cells: list[Any], height: float) -> None:
        """Write a row that has its height in points; None is a cell left out."""


class RowsOfSheet:
    """The rows of a sheet as xlsxwriter takes them."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet

    def take(self, cell: MadeCell) -> MadeCell:
        """Return the cell itself."""
        return cell

    def write_row(self, row: int, cells: list[MadeCell | None], height: float) -> None:
        """Write a row cell by cell."""
        for column, cell in enumerate(cells):
            write_cell(self._sheet, row, column, cell)
        self._sheet.set_row(row, height)


class RepeatedCells:
    """The rows of one sheet below its headings, of which xlsxwriter has each different cell."""

    def __init__(self) -> None:
        self._sheet: Any = None
        self._part = ""
        self._numbers: dict[MadeCell, int] = {}
        self._heights: dict[float, int] = {}
        self._rows: list[tuple[int, int, list[int | None]]] = []

    def start(self, workbook: Any, sheet: Any) -> None:
        """Take rows for a sheet of a workbook that has all its sheets before it."""
        self._sheet = sheet
        self._part = f"xl/worksheets/sheet{workbook.worksheets().index(sheet) + 1}.xml"

    def take(self, cell: MadeCell) -> int:
        """Return the number of a cell; xlsxwriter gets it when it comes first."""
        number = self._numbers.get(cell)
        if number is None:
            number = self._numbers[cell] = len(self._numbers)
            below, column = divmod(number, _WIDTH)
            # xlsxwriter writes into each <row> which columns its block spans: in a block of their
            # own these cells do not widen that of the headings.
            write_cell(self._sheet, _BLOCK + below, column, cell)
        return number

    def write_row(self, row: int, cells: list[int | None], height: float) -> None:
        """Keep a row as the numbers of its cells."""
        number = self._heights.setdefault(height, len(self._heights))
        self._rows.append((row, number, cells))

    # -- saved --------------------------------------------------------------------------------

    def finish(self) -> None:
        """Have the sheet hold each height once, too; after the last row, before it is saved."""
        # In a block without cells a row has no spans, so that its attributes are its height alone.
        below = _BLOCK * (2 + len(self._numbers) // _WIDTH // _BLOCK)
        for height, number in self._heights.items():
            self._sheet.set_row(below + number, height)

    def complete(self, draft: io.BytesIO, out: io.RawIOBase) -> None:
        """Write the workbook that xlsxwriter has saved with all its rows."""
        whole = ZipFile(cast("IO[bytes]", out), "w", ZIP_DEFLATED, compresslevel=_PACKED)
        with ZipFile(draft) as saved, whole:
            for part in saved.namelist():
                with saved.open(part) as given, whole.open(part, "w") as made:
                    if part == self._part:
                        for piece in self._write_sheet(given.read().decode()):
                            made.write(piece.encode())
                    else:
                        copyfileobj(given, made)

    def _write_sheet(self, draft: str) -> Iterator[str]:
        # In XML a text holds no <, so that a tag that is found here is one of xlsxwriter's own.
        before, start, after = draft.partition("<sheetData>")
        headings, end_of_row, below = after.partition("</row>")
        different, end, rest = below.partition("</sheetData>")
        columns = max((len(cells) for _, _, cells in self._rows), default=0)
        if self._rows:
            whole = f'<dimension ref="{xl_range(0, 0, self._rows[-1][0], columns - 1)}"/>'
            before = _DIMENSION.sub(whole, before, count=1)
        yield before + start + headings + end_of_row
        yield from self._write_rows(
            [f'<c r="{xl_col_to_name(column)}' for column in range(columns)],
            _CELL.findall(different),
            _EMPTY_ROW.findall(different),
        )
        yield end + rest

    def _write_rows(
        self, starts: list[str], bodies: list[str], heights: list[str]
    ) -> Iterator[str]:
        for row, height, cells in self._rows:
            own = str(row + 1)
            written = [
                start + own + bodies[number]
                for start, number in zip(starts, cells, strict=False)
                if number is not None
            ]
            yield f'<row r="{own}"{heights[height]}>{"".join(written)}</row>'


_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
_CELL = re.compile(r'<c r="[A-Z]+[0-9]+("[^/>]*(?:/>|>.*?</c>))')
_EMPTY_ROW = re.compile(r'<row r="[0-9]+"([^/>]*)/>')
