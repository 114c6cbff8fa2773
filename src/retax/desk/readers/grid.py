"""A workbook as rows of raw cells: what .xlsx and .xls have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from retax.cells.cell import MERGED_COLUMNS, STRUCK_OUT, FaultyCell, MergedCell
from retax.desk.readers.table import RowWithNotes
from retax.desk.source import DeskError
from retax.words import Words

BROKEN = Words(
    "不是有效的工作簿，或文件不完整；请用 Excel 打开后另存为 .xlsx",
    "not a valid workbook, or only a part of one; open it in Excel and save it as .xlsx",
)
PASSWORD = Words(
    "工作簿设有打开密码；请取消密码后另存", "the workbook has a password; save it without one"
)


class Merged(NamedTuple):
    """Cells merged into one: its first and last row and column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a sheet, from the first one on, and how many columns it has.

    ``hidden_rows`` and ``hidden_columns``: the places, from 0, that nobody sees who opens it.
    """

    rows: Iterable[Sequence[object]]
    width: int
    hidden_rows: Collection[int] = ()
    hidden_columns: Collection[int] = ()


class Workbook(Protocol):
    """An open workbook."""

    @property
    def sheets(self) -> Mapping[str, bool]:
        """Return the names of its sheets, in order, and whether each is visible."""

    def read_sheet(self, sheet: str) -> Grid:
        """Return the cells of a sheet; DeskError where they cannot be read."""


def refuse_overlapping(merged: Sequence[Merged], rows: int, columns: int) -> None:
    """Refuse merged cells that hold more than the sheet: some are merged twice.

    Raises:
        DeskError: they do; without this a few bytes could have each cell looked at for ever.
    """
    heights = ((min(area.bottom + 1, rows) - area.top, area) for area in merged)
    widths = ((height, min(area.right + 1, columns) - area.left) for height, area in heights)
    if sum(max(height, 0) * max(width, 0) for height, width in widths) > rows * columns:
        raise DeskError(BROKEN)


def mark_struck(
    rows: Iterable[Sequence[object]], struck: Mapping[int, Iterable[int]]
) -> Iterator[Sequence[object]]:
    """Put a :class:`FaultyCell` in place of each filled cell that is struck through.

    ``struck``: the columns of such cells by row.
    """
    for number, cells in enumerate(rows):
        places = [at for at in struck.get(number, ()) if at < len(cells) and cells[at] != ""]
        if not places:
            yield cells
            continue
        odd = RowWithNotes(cells)
        for at in places:
            odd[at] = FaultyCell(odd[at], STRUCK_OUT)
        yield odd


def mark_faults_and_merges(
    rows: Iterable[Sequence[object]],
    width: int,
    faults: Mapping[int, Mapping[int, FaultyCell]],
    merged: Iterable[Merged],
) -> Iterator[Sequence[object]]:
    """Put into rows of ``width`` cells what their library leaves blank.

    ``faults``: faulty cells by row and column. A merged cell has its value in the first row and
    column only: the cells below it are a :class:`MergedCell` of it, those beside it a
    :class:`FaultyCell`.
    """
    beginning: dict[int, list[Merged]] = {}
    for area in merged:
        beginning.setdefault(area.top, []).append(area)
    if not beginning and not faults:
        yield from rows
        return
    spreading: list[tuple[Merged, object]] = []
    for number, cells in enumerate(rows):
        odd = RowWithNotes(cells)
        for column, fault in faults.get(number, {}).items():
            odd[column] = fault
        spreading = [(area, value) for area, value in spreading if area.bottom >= number]
        for area in beginning.get(number, ()):
            if area.left < width and odd[area.left] not in ("", None):
                spreading.append((area, odd[area.left]))
        for area, value in spreading:
            if number > area.top:
                odd[area.left] = value if isinstance(value, FaultyCell) else MergedCell(value)
            for column in range(area.left + 1, min(area.right + 1, width)):
                odd[column] = FaultyCell("", MERGED_COLUMNS)
        yield odd if spreading or number in faults else cells
