"""The result of a row beside what is written of it: all a run notes once the row is judged."""

from __future__ import annotations

from typing import Any, NamedTuple

from retax.desk.judging.judge import JudgedRow, choose_exit_code
from retax.desk.judging.summary import Result, name_result
from retax.lots.disagreement import Disagreement
from retax.lots.overdrawn import Overdrawn
from retax.lots.shared_serials import SharedSerial


class RowResult(NamedTuple):
    """What becomes of a row.

    ``code``: what it makes of the exit code. The others: as in
    :class:`~retax.desk.judging.judge.JudgedRow`. ``is_example``: it is one of the blank workbook.
    """

    number: int
    result: Result
    code: int
    overdrawn: Overdrawn | None
    disagreement: Disagreement | None
    is_example: bool
    repeats: int | None
    shared: tuple[SharedSerial, ...]


def name_row_result(line: JudgedRow) -> RowResult:
    """Return what becomes of a row, with its number."""
    return RowResult(
        line.row.number,
        name_result(line),
        choose_exit_code(line),
        line.overdrawn,
        line.disagreement,
        line.is_example,
        line.repeats,
        line.shared,
    )


class WrittenRow(NamedTuple):
    """A row as some form writes it, and what became of it."""

    result: RowResult
    written: Any
