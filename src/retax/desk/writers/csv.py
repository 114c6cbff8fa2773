"""Verdicts as CSV: the cells of each row, and beside them those of its verdict."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TextIO

from retax import Lang
from retax.cells.cell import STARTS_A_FORMULA
from retax.desk.judging.judge import JudgedRow
from retax.desk.layout import list_answer_columns
from retax.desk.writers.answer_columns import answers
from retax.desk.writers.json_as_table import lay_in_cells
from retax.facts.numbers import write_number


@dataclass(frozen=True, slots=True)
class InCsv:
    """The cells of a row in a CSV file, its own and those of its verdict.

    ``columns``: of rows of JSON, which have no cells of their own, the names that get a column.
    """

    lang: Lang
    with_money: bool = False
    columns: Sequence[str] | None = None

    def write(self, line: JudgedRow) -> list[str]:
        """Return the cells of a row."""
        if self.columns is not None:
            line = replace(line, accepted=lay_in_cells(line.accepted, self.columns, self.lang))
        added = answers(line, self.lang, with_money=self.with_money)
        return [*map(write_csv_cell, (*line.row.cells, *added))]


def write_csv(
    out: TextIO,
    headings: Iterable[str],
    rows: Iterable[Sequence[str]],
    *,
    form: InCsv,
    line_end: str,
) -> None:
    """Write rows under their own headings and those of the answers."""
    writer = csv.writer(out, lineterminator=line_end)
    columns = list_answer_columns(with_money=form.with_money).values()
    added = [column.heading.text(form.lang) for column in columns]
    writer.writerow(map(write_csv_cell, (*headings, *added)))
    writer.writerows(rows)


# A float holds every whole number of up to 15 digits, and a cell of Excel no more.
_EXACT_UP_TO = 10**15


def write_csv_cell(value: object) -> str:
    """Return a value as a cell of a CSV file that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT_UP_TO:
        return str(int(value))  # a workbook keeps every number with decimals
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return write_number(value)
    text = str(value).replace("\0", r"\x00")  # no reader takes a file with NUL for a text
    return f"'{text}" if isinstance(value, str) and text[:1] in STARTS_A_FORMULA else text
