"""Rows of JSON as rows of a table: a column for every fact that any of them has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from retax import Lang, Words
from retax.desk.judging.judge import ValidatedRow
from retax.desk.writers.fact_cells import cell_value, fact_heading, raw_facts
from retax.facts.catalogue import NAMES

MOST_OTHERS = 500
"""The most names that are no fact and get columns of their own."""


def as_table(
    lines: Iterable[ValidatedRow], lang: Lang
) -> tuple[tuple[str, ...], Iterator[ValidatedRow]]:
    """Return the headings and the rows with cells; values in words, days as days.

    The rows are walked twice. A refused row shows its values as written; what is
    no fact comes last, under the name it was given.
    """
    columns = _columns(lines)
    headings = tuple(fact_heading(c, lang) if c in NAMES else c for c in columns)
    return headings, (_in_cells(line, columns, lang) for line in lines)


def _columns(lines: Iterable[ValidatedRow]) -> tuple[str, ...]:
    """Return the facts of all rows, in the order of the model, then the names of no fact."""
    named: dict[str, None] = {}
    others = 0
    for line in lines:
        for name in _given_facts(line):
            if name not in named and (name in NAMES or others < MOST_OTHERS):
                named[name] = None
                others += name not in NAMES
    facts = [name for name in NAMES if name in named]
    return (*facts, *(name for name in named if name not in NAMES))


def _in_cells(line: ValidatedRow, columns: tuple[str, ...], lang: Lang) -> ValidatedRow:
    given = _given_facts(line)
    cells = tuple(_cell(line, given, column, lang) for column in columns)
    left_out = len(given.keys() - set(columns))
    remarks = (_LEFT_OUT.filled(n=left_out),) if left_out else ()
    return replace(line, row=replace(line.row, cells=cells, remarks=(*line.row.remarks, *remarks)))


_LEFT_OUT = Words(
    f"另有 {{n}} 个名称不是要素、栏目已满 {MOST_OTHERS} 个的值未列出",
    f"{{n}} values under names that are no fact are left out, for want of columns ({MOST_OTHERS})",
)


def _given_facts(line: ValidatedRow) -> Mapping[str, object]:
    if line.goods is not None:
        return {name: value for name, value in line.goods if value is not None}
    return raw_facts(line.row)


def _cell(line: ValidatedRow, given: Mapping[str, object], column: str, lang: Lang) -> object:
    value = given.get(column)
    return value if line.goods is None else cell_value(column, value, lang)
