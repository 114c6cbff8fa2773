"""The answers on items as columns of whole numbers, which become quantities all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from operator import attrgetter, sub
from typing import Any

import polars as pl

from retax.frames.matching.answers import SCHEMAS
from retax.frames.polars.reader import QUANTITY
from retax.matching.answer_records import AnswerRecords
from retax.matching.answers import OpenRows, PoolAnswer
from retax.matching.books import ItemBooks
from retax.matching.ranges import ManyBounds
from retax.matching.stock import ALWAYS, NEVER, Piece
from retax.matching.tables import TableId
from retax.matching.workings import Item, Tables

Columns = dict[str, list[Any]]
"""The columns of one table of answers."""

MOST_UNITS = 2**62
"""Units of an item that a column of whole numbers holds, added up or not."""

_get_row, _get_units = attrgetter("row"), attrgetter("units")

_EPOCH = 719_163
"""1970-01-01, from which polars counts days, as Python numbers it."""

_TABLES = ("open", "items", "export_lines", "deadlines", "to_prove")


class AnswerColumns:
    """The answers on items side by side, in whole numbers.

    ``exact`` holds those on the few items that are counted in more digits.
    """

    def __init__(self, tables: Tables) -> None:
        self._exports = tables.exports
        self.exact = AnswerRecords(tables)
        self._items: list[Item] = []
        self._asks: dict[tuple[str, ...], int] = {}
        self._tables: dict[str, Columns] = {
            name: {column: [] for column in (*SCHEMAS[name], "item")} for name in _TABLES
        }

    def add_item(self, item: Item, books: ItemBooks, found: PoolAnswer) -> None:
        """Add what holds of all units of an item together."""
        if not _is_in_whole_numbers(books):
            self.exact.add_item(item, books, found)
            return
        columns = self._start("items", item, 1)
        columns["quantity"].append(found.units)
        columns["strict_at_least"].append(found.strict.at_least)
        columns["strict_at_most"].append(found.strict.at_most)
        columns["lenient_at_least"].append(found.lenient.at_least)
        columns["lenient_at_most"].append(found.lenient.at_most)
        columns["exact"].append(books.pool.is_exact)
        columns["by_fifo"].append(found.by_fifo)
        columns["no_fifo"].append(found.no_fifo)
        empty = books.pool.list_empty_days()
        columns["emptied_on"].append([day - _EPOCH for day in empty if NEVER < day < ALWAYS])

    def add_open(self, item: Item, books: ItemBooks, found: OpenRows) -> None:
        """Add what holds of rows whose lines nothing shows."""
        if not _is_in_whole_numbers(books):
            self.exact.add_open(item, books, found)
            return
        rows = [books.pool.rows[at] for at in found.places]
        columns, numbers = self._start("open", item, len(rows)), self._asks
        columns["row"] += map(_get_row, rows)
        columns["quantity"] += map(_get_units, rows)
        columns["strict_at_least"] += found.strict.at_least
        columns["strict_at_most"] += found.strict.at_most
        columns["lenient_at_least"] += found.lenient.at_least
        columns["lenient_at_most"] += found.lenient.at_most
        columns["exact"] += repeat(books.pool.is_exact, len(rows))
        columns["asks"] += [numbers.setdefault(asks, len(numbers)) for asks in found.asks]

    def add_export_lines(self, item: Item, books: ItemBooks, drawn: ManyBounds) -> None:
        """Add what may be drawn of each line of the pool."""
        if not _is_in_whole_numbers(books):
            self.exact.add_export_lines(item, books, drawn)
            return
        lines = books.pool.lines
        units = list(map(_get_units, lines))
        columns = self._start("export_lines", item, len(lines))
        columns["line"] += [line.line for line in lines]
        columns["drawn_at_least"] += drawn.at_least
        columns["drawn_at_most"] += drawn.at_most
        columns["left_at_least"] += map(sub, units, drawn.at_most)
        columns["left_at_most"] += map(sub, units, drawn.at_least)

    def add_deadlines(
        self, item: Item, books: ItemBooks, days: list[int], lapse: ManyBounds
    ) -> None:
        """Add last days, and how much of what is abroad lapses with each."""
        if not _is_in_whole_numbers(books):
            self.exact.add_deadlines(item, books, days, lapse)
            return
        columns = self._start("deadlines", item, len(days))
        columns["last_day"] += [day - _EPOCH for day in days]
        columns["abroad"] += repeat(books.pool.abroad, len(days))
        columns["lapse_at_least"] += lapse.at_least
        columns["lapse_at_most"] += lapse.at_most

    def add_proofs(self, books: ItemBooks, pieces: Iterable[Piece]) -> None:
        """Add pieces of an attribution with most units in time."""
        if not _is_in_whole_numbers(books):
            self.exact.add_proofs(books, pieces)
            return
        pool, columns = books.pool, self._tables["to_prove"]
        for back, lot, units in pieces:
            line = pool.lines[lot]
            facts = self._exports[line.line].facts
            columns["row"].append(pool.rows[back].row)
            columns["line"].append(line.line)
            columns["quantity"].append(units)
            columns["export_entry"].append(facts.export_entry)
            columns["export_item"].append(facts.export_item)
            is_known = NEVER < line.last_day < ALWAYS
            columns["last_day"].append(line.last_day - _EPOCH if is_known else None)

    def _start(self, table: str, item: Item, rows: int) -> Columns:
        """Return the columns of a table, in which some rows of an item follow."""
        if not self._items or self._items[-1] is not item:
            self._items.append(item)
        columns = self._tables[table]
        columns["item"] += repeat(len(self._items) - 1, rows)
        return columns

    def build_frames(self, places: Mapping[TableId, Sequence[int]]) -> dict[str, pl.DataFrame]:
        """Return the tables of answers; ``places``: of the rows that were matched."""
        of_items = {
            "sku": pl.Series([item.sku for item in self._items], dtype=pl.String),
            "place": pl.Series([item.place for item in self._items], dtype=pl.String),
        }
        of_rows = {
            "row": pl.Series(places["returned"], dtype=pl.Int64),
            "line": pl.Series(places["exports"], dtype=pl.Int64),
        }
        asks = pl.Series([";".join(asks) for asks in self._asks], dtype=pl.String)
        frames: dict[str, pl.DataFrame] = {}
        for name in _TABLES:
            columns = self._tables[name]
            at = pl.Series(columns["item"], dtype=pl.Int64)
            made: dict[str, pl.Series] = {}
            for column, dtype in SCHEMAS[name].items():
                if column in of_items:
                    made[column] = of_items[column].gather(at)
                elif column in of_rows:
                    at_rows = pl.Series(columns[column], dtype=pl.Int64)
                    made[column] = of_rows[column].gather(at_rows)
                elif column == "asks":
                    made[column] = asks.gather(pl.Series(columns[column], dtype=pl.Int64))
                else:
                    made[column] = _make_series(columns[column], dtype)
            frames[name] = pl.DataFrame(made)
        return frames


def _is_in_whole_numbers(books: ItemBooks) -> bool:
    # No number of the answers is more than there is in all: a shortage was found before.
    return books.is_in_whole_numbers and books.pool.units < MOST_UNITS


def _make_series(values: list[Any], dtype: Any) -> pl.Series:
    """Return a column of days and quantities given as whole numbers."""
    if dtype == QUANTITY:
        return pl.Series(values, dtype=pl.Int64).cast(QUANTITY)
    if dtype == pl.Date:
        return pl.Series(values, dtype=pl.Int32).cast(pl.Date)
    if dtype == pl.List(pl.Date):
        return pl.Series(values, dtype=pl.List(pl.Int32)).cast(dtype)
    return pl.Series(values, dtype=dtype)
