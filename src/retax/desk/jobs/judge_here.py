"""The rows of a file as a whole, judged by this process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from retax.desk.judging.judge import JudgeOptions, ValidatedRow, judge_rows
from retax.desk.judging.kept_rows import KeptRows
from retax.desk.judging.row_result import WrittenRow, name_row_result
from retax.desk.writers.json_as_table import GivenNames, list_given_names
from retax.desk.writers.row_forms import RowForm
from retax.lots.overdrawn import ExportLines

ROWS_AT_ONCE = 200
"""The rows of a file that are judged, or written, at once."""

_Item = TypeVar("_Item")


def cut_in_chunks(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """Return items in lists."""
    items = iter(items)
    while chunk := [*islice(items, ROWS_AT_ONCE)]:
        yield chunk


class FileHere:
    """The rows of a file, all of them read before the first is judged.

    ``count``: how many there are. ``has_amounts``: whether some row tells amounts.
    """

    def __init__(self, lines: Iterable[ValidatedRow], options: JudgeOptions) -> None:
        """Read all rows."""
        self.has_amounts = False
        self._options = options
        self._export_lines = ExportLines()
        self._kept = KeptRows(self._note(lines))
        self.count = len(self._kept)

    def _note(self, lines: Iterable[ValidatedRow]) -> Iterator[ValidatedRow]:
        """Pass rows on, and add them up by their places."""
        for place, line in enumerate(lines):
            if line.goods is not None:
                self._export_lines.add(place, line.goods, line.row.number)
            if line.has_amounts:
                self.has_amounts = True
            yield line

    def choose_columns(self) -> tuple[str, ...]:
        """Return the columns for what rows of JSON give."""
        names = GivenNames()
        for line in self._kept:
            names.add(list_given_names([line]))
        return names.choose_columns()

    def write(self, form: RowForm) -> Iterator[WrittenRow]:
        """Judge the rows, and write each in a form."""
        for line in judge_rows(self._kept, self._options, self._export_lines.find_shown()):
            yield WrittenRow(name_row_result(line), form.write(line))
