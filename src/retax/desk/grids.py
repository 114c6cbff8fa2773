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
        odd = OddCells(cells)
        for column, fault in faults.get(number, {}).items():
            odd[column] = fault
        spreading = [(area, value) for area, value in spreading if area.bottom >= number]
        for area in beginning.get(number, ()):
            if area.left < width and odd[area.left] not in ("", None):
                spreading.append((area, odd[area.left]))
        for area, value in spreading:
            if number > area.top:
                odd[area.left] = value if isinstance(value, Fault) else Spread(value)
            for column in range(area.left + 1, min(area.right + 1, width)):
                odd[column] = Fault("", MERGED_COLUMNS)
        yield odd if spreading or number in faults else cells
