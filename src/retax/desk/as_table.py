"""Rows of JSON as rows of a table: a column for every fact that is told in any of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from retax import Lang
from retax.desk.in_sheets import facts_as_told, heading, in_a_cell
from retax.desk.judged import Accepted
from retax.desk.rows import Row
from retax.vocabulary import NAMES


def as_table(lines: Sequence[Accepted], lang: Lang) -> tuple[tuple[str, ...], list[Accepted]]:
    """Return the headings and the rows with cells; values in words, days as days.

    A row that was refused shows what it told as it was written; what is no fact comes last, under
    the name it was given.
    """
    told = [_told(line) for line in lines]
    named = {name for row in told for name in row}
    facts = [name for name in NAMES if name in named]
    others = [name for row in told for name in row if name not in NAMES]
    columns = [*facts, *dict.fromkeys(others)]
    headings = tuple(heading(c, lang) if c in NAMES else c for c in columns)
    return headings, [
        replace(line, row=_with_cells(line.row, tuple(_cell(line, row, c, lang) for c in columns)))
        for line, row in zip(lines, told, strict=True)
    ]


def _told(line: Accepted) -> Mapping[str, object]:
    if line.goods is not None:
        return {name: value for name, value in line.goods if value is not None}
    return facts_as_told(line.row)


def _with_cells(row: Row, cells: tuple[object, ...]) -> Row:
    return replace(row, cells=cells)


def _cell(line: Accepted, told: Mapping[str, object], column: str, lang: Lang) -> object:
    value = told.get(column)
    return value if line.goods is None else in_a_cell(column, value, lang)
