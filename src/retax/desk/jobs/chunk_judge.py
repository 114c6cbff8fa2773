"""Rows taken in chunks and judged once it is known what the other rows of their file show."""

from __future__ import annotations

from retax.desk.jobs.requests import Given, JobSettings, Query, Taken
from retax.desk.judging.judge import ValidatedRow, judge_row, validate_rows
from retax.desk.judging.kept_rows import HeldRows
from retax.desk.judging.row_result import WrittenRow, name_row_result
from retax.desk.readers.json import read_line
from retax.desk.readers.own_cells import compare_remarks
from retax.desk.source import Row
from retax.desk.writers.json_as_table import list_given_names
from retax.lots.overdrawn import NOTHING_SHOWN, LinePart, take_part


class ChunkJudge:
    """Validates rows chunk by chunk, holds them, and judges the chunk held longest."""

    def __init__(self, settings: JobSettings) -> None:
        self._settings = settings
        self._held = HeldRows()

    def take(self, given: Given) -> Taken:
        """Take rows; return what of them counts for the whole file."""
        lines = [*validate_rows(self._make_rows(given), self._settings.batch)]
        self._held.add(lines)
        return Taken(
            len(lines),
            [(at, part) for at, line in enumerate(lines) if (part := _take_part(line))],
            any(line.has_amounts for line in lines),
            list_given_names(lines) if self._settings.lists_names else (),
        )

    def _make_rows(self, given: Given) -> list[Row]:
        carried = self._settings.carried
        return [
            one if isinstance(one, Row) else compare_remarks(read_line(*one), carried)
            for one in given
        ]

    def answer(self, query: Query) -> list[WrittenRow]:
        """Judge the rows that were taken longest ago, and write them in a form."""
        options, write = self._settings.options, query.form.write
        written = []
        for at, line in enumerate(self._held.take()):
            judged = judge_row(line, options, query.shown.get(at, NOTHING_SHOWN))
            written.append(WrittenRow(name_row_result(judged), write(judged)))
        return written


def _take_part(line: ValidatedRow) -> LinePart | None:
    return None if line.goods is None else take_part(line.goods, line.row.number)
