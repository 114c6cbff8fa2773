"""Workbooks of the kind .xlsx and .xlsm, read with python-calamine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, repeat
from typing import BinaryIO
from zipfile import ZipFile

from retax.desk.extras import needs
from retax.desk.grids import BROKEN, PASSWORD, Grid, Merged, with_oddities
from retax.desk.rows import Unreadable
from retax.desk.sheet_xml import known_of, parts_of_sheets
from retax.words import Words

with needs("excel"):
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

_TOO_LARGE = Words(
    "解压后过大或压缩比异常，不予读取", "too large when unpacked, or packed beyond reason"
)
_TOO_FAR = Words(
    "工作表「{sheet}」延伸至第{rows}行、第{columns}列，超出可读取的范围；请删除数据以外的行和列",
    "sheet {sheet!r} reaches to row {rows}, column {columns}, further than can be read; "
    "delete the rows and columns beyond the data",
)
_UNPLACED = Words(
    "工作表「{sheet}」有错误值或未计算的公式，且位置不明；请用 Excel 打开并保存后再试",
    "sheet {sheet!r} has errors or formulas without a value in cells that do not say where they "
    "stand; open it in Excel, save it and try again",
)

_MOST_BYTES = 2 << 30
_ALWAYS_ALLOWED = 64 << 20
_MOST_TIMES = 300
"""Sheets of equal rows are packed to a hundredth; a bomb to a thousandth."""

_MOST_CELLS = 50_000_000
"""python-calamine takes 24 bytes for each cell of the rectangle, filled or not."""

_PIECE = 1 << 22


class XlsxWorkbook:
    """An open .xlsx workbook.

    Raises:
        Unreadable: it is none, is broken, has a password or would unpack to more than can be read.
    """

    def __init__(self, stream: BinaryIO) -> None:
        with _broken():
            self._zip = ZipFile(stream)
            _check_size(self._zip)
            self._parts = parts_of_sheets(self._zip)
            stream.seek(0)
            self._book = CalamineWorkbook.from_filelike(stream)

    @property
    def sheets(self) -> Mapping[str, bool]:
        """Return the names of its sheets, in order, and whether each is visible."""
        return {
            sheet.name: sheet.visible == SheetVisibleEnum.Visible
            for sheet in self._book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        }

    def grid(self, sheet: str) -> Grid:
        """Return the cells of a sheet; Unreadable where it is broken or reaches too far."""
        with _broken():
            with self._zip.open(self._parts[sheet]) as part:
                known = known_of(part)
            if known.unplaced:
                raise Unreadable(_UNPLACED.filled(sheet=sheet))
            if known.rows * known.columns > _MOST_CELLS:
                raise Unreadable(
                    _TOO_FAR.filled(sheet=sheet, rows=known.rows, columns=known.columns)
                )
            cells = self._book.get_sheet_by_name(sheet)
        # Of python-calamine's own totals the last row and column are missing.
        height, width = (place + 1 for place in cells.end or (-1, -1))
        last = max(known.faults, default=-1)
        width = max(
            width,
            *(place + 1 for row in known.faults.values() for place in row),
            0,
        )
        rows = _rows(cells.iter_rows(), cells.start[1], width) if cells.start else iter(())
        # A formula that was never computed is no cell to python-calamine, not even the last one.
        below = repeat([""] * width, max(0, last + 1 - height))
        merged = [Merged(*first, *last) for first, last in cells.merged_cell_ranges or ()]
        return Grid(with_oddities(chain(rows, below), width, known.faults, merged), width)


def _rows(rows: Iterator[Sequence[object]], left: int, width: int) -> Iterator[Sequence[object]]:
    before = [""] * left
    for cells in rows:
        if len(cells) == width:
            yield cells
        else:
            yield [*before, *cells, *[""] * (width - left - len(cells))]


def _check_size(workbook: ZipFile) -> None:
    """Refuse what would unpack to too much; read the parts that are not sheets to be sure."""
    parts = workbook.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(PASSWORD)
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > _MOST_BYTES or unpacked > max(_ALWAYS_ALLOWED, packed * _MOST_TIMES):
        raise Unreadable(_TOO_LARGE)
    for part in parts:
        if not part.filename.startswith("xl/worksheets/"):
            with workbook.open(part) as opened:
                while opened.read(_PIECE):
                    pass


@contextmanager
def _broken() -> Iterator[None]:
    """Turn whatever a broken workbook makes the libraries raise into one sentence."""
    try:
        yield
    except Unreadable:
        raise
    except Exception:
        raise Unreadable(BROKEN) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how python-calamine's own language fails
            raise
        raise Unreadable(BROKEN) from None
