"""Rows of JSON as rows of a table: a column for every fact that any of them has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from retax import Lang, Words
from retax.desk.judging.judge import ValidatedRow
from retax.desk.writers.fact_cells import (
    get_amount_heading,
    list_given_amounts,
    make_amount_value,
    read_raw_facts,
    write_fact_heading,
    write_fact_value,
)
from retax.facts.catalogue import NAMES
from retax.money.catalogue import AMOUNTS

MOST_OTHERS = 500
"""The most names that are no fact and get columns of their own."""


def as_table(
    lines: Iterable[ValidatedRow], lang: Lang
) -> tuple[tuple[str, ...], Iterator[ValidatedRow]]:
    """Return the headings and the rows with cells; values in words, days as days.

    The rows are walked twice. A refused row shows its values as written. Amounts come behind the
    facts; what is neither comes last, under the name it was given.
    """
    columns = _list_columns(lines)
    headings = tuple(_write_heading(column, lang) for column in columns)
    return headings, (_lay_in_cells(line, columns, lang) for line in lines)


def _write_heading(column: str, lang: Lang) -> str:
    if column in NAMES:
        return write_fact_heading(column, lang)
    return get_amount_heading(column, lang) if column in AMOUNTS else column


def _list_columns(lines: Iterable[ValidatedRow]) -> tuple[str, ...]:
    """Return the facts of all rows and the amounts, in the order of their models, then the rest."""
    named: dict[str, None] = {}
    others = 0
    for line in lines:
        for name in _get_given(line):
            # Each row may name something else, and a sheet has 16,384 columns.
            if name not in named and (name in _KNOWN or others < MOST_OTHERS):
                named[name] = None
                others += name not in _KNOWN
    known = [name for name in _KNOWN if name in named]
    return (*known, *(name for name in named if name not in _KNOWN))


_KNOWN: Mapping[str, None] = dict.fromkeys((*NAMES, *AMOUNTS))
"""The columns that are no other names, in order."""


def _lay_in_cells(line: ValidatedRow, columns: tuple[str, ...], lang: Lang) -> ValidatedRow:
    given = _get_given(line)
    cells = tuple(_get_cell(line, given, column, lang) for column in columns)
    left_out = len(given.keys() - set(columns))
    remarks = (_LEFT_OUT.filled(n=left_out),) if left_out else ()
    return replace(line, row=replace(line.row, cells=cells, remarks=(*line.row.remarks, *remarks)))


_LEFT_OUT = Words(
    f"另有 {{n}} 个名称不是要素、栏目已满 {MOST_OTHERS} 个的值未列出",
    f"{{n}} values under names that are no fact are left out, for want of columns ({MOST_OTHERS})",
)


def _get_given(line: ValidatedRow) -> Mapping[str, object]:
    if line.goods is not None:
        facts = {name: value for name, value in line.goods if value is not None}
        return {**facts, **list_given_amounts(line)}
    return {**read_raw_facts(line.row), **list_given_amounts(line)}


def _get_cell(line: ValidatedRow, given: Mapping[str, object], column: str, lang: Lang) -> object:
    value = given.get(column)
    if column in AMOUNTS:
        return make_amount_value(value, lang)
    return value if line.goods is None else write_fact_value(column, value, lang)
