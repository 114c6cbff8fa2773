"""Rows of JSON as rows of a table: a column for every fact that any of them has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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


def write_column_heading(column: str, lang: Lang) -> str:
    """Return the heading of a column: that of a fact or an amount, else its own name."""
    if column in NAMES:
        return write_fact_heading(column, lang)
    return get_amount_heading(column, lang) if column in AMOUNTS else column


def as_table(
    lines: Iterable[ValidatedRow], lang: Lang
) -> tuple[tuple[str, ...], Iterator[ValidatedRow]]:
    """Return the headings and the rows with cells; the rows are walked twice."""
    names = GivenNames()
    for line in lines:
        names.add(list_given_names([line]))
    columns = names.choose_columns()
    headings = tuple(write_column_heading(column, lang) for column in columns)
    return headings, (lay_in_cells(line, columns, lang) for line in lines)


def list_given_names(lines: Iterable[ValidatedRow]) -> tuple[str, ...]:
    """Return the names that some rows give, each once, in the order in which they come."""
    return tuple(dict.fromkeys(name for line in lines for name in _get_given(line)))


class GivenNames:
    """The names that the rows of a file give, as many of them as get columns."""

    def __init__(self) -> None:
        self._named: dict[str, None] = {}
        self._others = 0

    def add(self, names: Iterable[str]) -> None:
        """Add names of further rows."""
        for name in names:
            # Each row may name something else, and a sheet has 16,384 columns.
            if name not in self._named and (name in _KNOWN or self._others < MOST_OTHERS):
                self._named[name] = None
                self._others += name not in _KNOWN

    def choose_columns(self) -> tuple[str, ...]:
        """Return the facts and the amounts in the order of their models, then the rest as given."""
        known = [name for name in _KNOWN if name in self._named]
        return (*known, *(name for name in self._named if name not in _KNOWN))


_KNOWN: Mapping[str, None] = dict.fromkeys((*NAMES, *AMOUNTS))
"""The columns that are no other names, in order."""


def lay_in_cells(line: ValidatedRow, columns: Sequence[str], lang: Lang) -> ValidatedRow:
    """Return a row with a cell a column; values in words, days as days.

    A refused row shows its values as written.
    """
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
