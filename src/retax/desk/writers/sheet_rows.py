"""The rows of a workbook of verdicts: their own cells, and the answers beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from retax import Lang
from retax.desk.judging.judge import JudgedRow
from retax.desk.judging.summary import RowEntry, describe_row
from retax.desk.writers.answer_columns import Answer, answers
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


class SheetRow(NamedTuple):
    """A row of a sheet of verdicts, and what it adds to the summary."""

    own: Sequence[object]
    answers: tuple[Answer, ...]
    entry: RowEntry


class AsRead:
    """The columns of the file, its cells as they stood."""

    def __init__(self, headings: Sequence[str]) -> None:
        self.headings = tuple(headings)

    def get_cells(self, line: JudgedRow) -> Sequence[object]:
        """Return one value a heading."""
        cells = line.row.cells
        lacking = len(self.headings) - len(cells)
        return (*cells, *[None] * lacking) if lacking else cells


class AsFacts:
    """A column for every fact, and amount, for rows that have no cells of their own."""

    def __init__(self, lang: Lang, *, with_money: bool) -> None:
        self._amounts = tuple(AMOUNTS if with_money else ())
        self.headings = (
            *(write_fact_heading(fact, lang) for fact in NAMES),
            *(get_amount_heading(amount, lang) for amount in self._amounts),
        )
        self._lang: Lang = lang

    def get_cells(self, line: JudgedRow) -> Sequence[object]:
        """Return one value a heading: as validated, or as written where the row is refused."""
        return [*self._list_facts(line), *self._list_money(line)]

    def _list_facts(self, line: JudgedRow) -> Iterator[object]:
        goods = line.accepted.goods
        if goods is None:
            facts = read_raw_facts(line.row)
            yield from (facts.get(name) for name in NAMES)
        else:
            yield from (write_fact_value(name, getattr(goods, name), self._lang) for name in NAMES)

    def _list_money(self, line: JudgedRow) -> Iterator[object]:
        given = list_given_amounts(line.accepted) if self._amounts else {}
        yield from (make_amount_value(given.get(name), self._lang) for name in self._amounts)


OwnColumns = AsRead | AsFacts


def choose_own_columns(headings: Sequence[str], lang: Lang, *, with_money: bool) -> OwnColumns:
    """Return the columns of a file with these headings; without any every fact gets a column."""
    return AsRead(headings) if headings else AsFacts(lang, with_money=with_money)


@dataclass(frozen=True, slots=True)
class InSheet:
    """The cells of a row in a workbook under some columns of its own."""

    own: OwnColumns
    lang: Lang
    with_money: bool = False

    def write(self, line: JudgedRow) -> SheetRow:
        """Return the cells of a row."""
        return SheetRow(
            self.own.get_cells(line),
            answers(line, self.lang, with_money=self.with_money),
            describe_row(line, with_money=self.with_money),
        )
