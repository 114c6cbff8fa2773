"""Workbooks of the kind .xlsx and .xlsm, read with python-calamine."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, repeat
from zipfile import ZipFile

from retax.desk.extras import require_extra
from retax.desk.readers.grid import (
    BROKEN,
    PASSWORD,
    Grid,
    mark_faults_and_merges,
    mark_struck,
    refuse_overlapping,
)
from retax.desk.readers.xlsx_sheets_xml import read_outline
from retax.desk.readers.xlsx_styles_xml import read_struck_styles
from retax.desk.readers.xlsx_xml import SheetScan, scan_sheet
from retax.desk.source import DeskError
from retax.words import Words

with require_extra("excel"):
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
"""python-calamine takes 24 bytes for each cell of the rectangle, filled or not; in all sheets."""

_PIECE = 1 << 22


class XlsxWorkbook:
    """An open .xlsx workbook.

    Raises:
        DeskError: it is none, is broken, has a password or would unpack to more than can be read.
    """

    def __init__(self, stream: io.BytesIO) -> None:
        with _translate_errors():
            self._zip = ZipFile(stream)
            _check_parts(self._zip)
            self._outline = read_outline(self._zip)
            self._struck = read_struck_styles(self._zip)
            # python-calamine looks for the kind of file where the stream is, and ZipFile has moved
            # it.
            stream.seek(0)
            self._book = CalamineWorkbook.from_filelike(stream)
        self._known: dict[str, SheetScan] = {}

    @property
    def sheets(self) -> Mapping[str, bool]:
        """Return the names of its sheets, in order, and whether each is visible."""
        return {
            sheet.name: sheet.visible == SheetVisibleEnum.Visible
            for sheet in self._book.sheets_metadata
            # A chart may have a sheet of its own, which holds no cells.
            if sheet.typ == SheetTypeEnum.WorkSheet
        }

    def read_sheet(self, sheet: str) -> Grid:
        """Return the cells of a sheet; DeskError where it is broken or reaches too far."""
        with _translate_errors():
            known = self._get_scan(sheet)
            cells = self._book.get_sheet_by_name(sheet)
        # Of python-calamine's own totals the last row and column are missing.
        height, width = (place + 1 for place in cells.end or (-1, -1))
        last = max(known.faults, default=-1)
        width = max(
            width,
            *(place + 1 for row in known.faults.values() for place in row),
            0,
        )
        rows = _read_rows(cells.iter_rows(), cells.start[1], width) if cells.start else iter(())
        # A formula that was never computed is no cell to python-calamine, not even the last one.
        below = repeat([""] * width, max(0, last + 1 - height))
        whole: Iterator[Sequence[object]] = chain(rows, below)
        if known.struck:
            whole = mark_struck(whole, known.struck)
        odd = mark_faults_and_merges(whole, width, known.faults, known.merged)
        return Grid(odd, width, known.hidden_rows, known.hidden_columns)

    def _get_scan(self, sheet: str) -> SheetScan:
        """Return what the XML of a sheet tells, which is read once."""
        if sheet not in self._known:
            with self._zip.open(self._outline.parts[sheet]) as part:
                known = scan_sheet(part, computed=self._outline.computed, struck=self._struck)
            if known.unplaced:
                raise DeskError(_UNPLACED.filled(sheet=sheet))
            others = sum(other.rows * other.columns for other in self._known.values())
            if others + known.rows * known.columns > _MOST_CELLS:
                raise DeskError(
                    _TOO_FAR.filled(sheet=sheet, rows=known.rows, columns=known.columns)
                )
            refuse_overlapping(known.merged, known.rows, known.columns)
            self._known[sheet] = known
        return self._known[sheet]


def _read_rows(
    rows: Iterator[Sequence[object]], left: int, width: int
) -> Iterator[Sequence[object]]:
    # python-calamine gives the rows above the first filled one, but not the columns to the left of
    # it.
    before = [""] * left
    for cells in rows:
        if len(cells) == width:
            yield cells
        else:
            yield [*before, *cells, *[""] * (width - left - len(cells))]


def _check_parts(workbook: ZipFile) -> None:
    """Refuse what would unpack to too much; read the parts that are not sheets to be sure."""
    parts = workbook.infolist()
    # Of two parts of one name the libraries may take one each.
    # python-calamine finds a part whatever the case of its name.
    if max(Counter(part.filename.lower() for part in parts).values(), default=0) > 1:
        raise DeskError(BROKEN)
    # The first bit of a part is its encryption.
    if any(part.flag_bits & 1 for part in parts):
        raise DeskError(PASSWORD)
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > _MOST_BYTES or unpacked > max(_ALWAYS_ALLOWED, packed * _MOST_TIMES):
        raise DeskError(_TOO_LARGE)
    for part in parts:
        # The sizes in the directory of a zip may be false. ZipFile unpacks no more of a part than
        # its size says and refuses it where the checksum is another; the parts of sheets are read
        # anyway.
        if not part.filename.startswith("xl/worksheets/"):
            with workbook.open(part) as opened:
                while opened.read(_PIECE):
                    pass


@contextmanager
def _translate_errors() -> Iterator[None]:
    """Turn whatever a broken workbook makes the libraries raise into one sentence."""
    try:
        yield
    except DeskError:
        raise
    except Exception:
        raise DeskError(BROKEN) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how python-calamine's own language fails
            raise
        raise DeskError(BROKEN) from None
