"""A workbook as rows of raw cells: what .xlsx and .xls have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from retax.desk.cells import MERGED_COLUMNS, Fault, Spread
from retax.desk.tables import OddCells
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
    """The rows of a sheet, from the first one on, and how many columns it has."""

    rows: Iterable[Sequence[object]]
    width: int


class Workbook(Protocol):
    """An open workbook."""

    @property
    def sheets(self) -> Mapping[str, bool]:
        """Return the names of its sheets, in order, and whether each is visible."""

    def grid(self, sheet: str) -> Grid:
        """Return the cells of a sheet; Unreadable where they cannot be read."""


def with_oddities(
    rows: Iterable[Sequence[object]],
    width: int,
    faults: Mapping[int, Mapping[int, Fault]],
    merged: Iterable[Merged],
) -> Iterator[Sequence[object]]:
    """Put into rows of ``width`` cells what their library leaves blank.

    ``faults``: faulty cells by row and column. A merged cell has its value in the first row and
    column only: below it stands its value as a :class:`Spread`, beside it a :class:`Fault`.
    """
    beginning: dict[int, list[Merged]] = {}
    for area in merged:
        beginning.setdefault(area.top, []).append(area)
    if not beginning and not faults:
        yield from rows
        return
    spreading: list[tuple[Merged, object]] = []
    for number, cells in enumerate(rows):
        begin = [(area, _first(cells, area)) for area in beginning.get(number, ())]
        spreading = [pair for pair in spreading if pair[0].bottom >= number]
        spreading += [(area, value) for area, value in begin if value not in ("", None)]
        if not spreading and number not in faults:
            yield cells
            continue
        odd = OddCells(cells)
        for area, value in spreading:
            for column in range(area.left, min(area.right + 1, width)):
                if column > area.left:
                    odd[column] = Fault("", MERGED_COLUMNS)
                elif number > area.top:
                    odd[column] = Spread(value)
        for column, fault in faults.get(number, {}).items():
            odd[column] = fault
        yield odd


def _first(cells: Sequence[object], area: Merged) -> object:
    return cells[area.left] if area.left < len(cells) else ""
