"""The answers of a matching as records, one a row, line, item or day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from retax.matching.answers import OpenRows, PoolAnswer
from retax.matching.books import ItemBooks
from retax.matching.matched import ItemRange, Lapse, LineRange, OpenUnits, PossibleLine, ToProve
from retax.matching.pools import UNLISTED
from retax.matching.possible import as_date
from retax.matching.ranges import Bounds, ManyBounds
from retax.matching.stock import NEVER, Piece
from retax.matching.workings import Item, Tables


class AnswerRecords:
    """The answers on the items, as records of quantities."""

    def __init__(self, tables: Tables, as_of: date | None = None) -> None:
        self._exports = tables.exports
        self._as_of = as_of
        self.open: list[OpenUnits] = []
        self.items: list[ItemRange] = []
        self.export_lines: list[LineRange] = []
        self.deadlines: list[Lapse] = []
        self.to_prove: list[ToProve] = []

    def add_item(self, item: Item, books: ItemBooks, found: PoolAnswer) -> None:
        """Add what holds of all units of an item together."""
        pool = books.pool
        self.items.append(
            ItemRange(
                item.sku,
                item.place,
                books.as_quantity(found.units),
                books.as_range(found.strict),
                books.as_range(found.lenient),
                pool.is_exact,
                None if found.by_fifo is None else books.as_quantity(found.by_fifo),
                found.no_fifo,
                tuple(day for at in pool.list_empty_days() if (day := as_date(at)) is not None),
            )
        )

    def add_open(self, item: Item, books: ItemBooks, found: OpenRows) -> None:
        """Add what holds of rows whose lines nothing shows."""
        pool = books.pool
        for nth, at in enumerate(found.places):
            row = pool.rows[at]
            self.open.append(
                OpenUnits(
                    row.row,
                    item.sku,
                    item.place,
                    books.as_quantity(row.units),
                    books.as_range(found.strict.get(nth)),
                    books.as_range(found.lenient.get(nth)),
                    pool.is_exact,
                    found.asks[nth],
                    partial(self._list_possible, books, at),
                )
            )

    def _list_possible(self, books: ItemBooks, row: int) -> tuple[PossibleLine, ...]:
        pool = books.pool
        found: list[PossibleLine] = []
        for at, line in enumerate(pool.lines):
            bounds = pool.bound_row_from_line(row, at)
            if bounds.at_most and line.line != UNLISTED:
                facts = self._exports[line.line].facts
                found.append(
                    PossibleLine(
                        line.line,
                        facts.export_entry,
                        facts.export_item,
                        books.as_quantity(bounds.at_least),
                        books.as_quantity(bounds.at_most),
                        as_date(max(NEVER, line.last_day)),
                    )
                )
        return tuple(sorted(found, key=lambda line: line.line))

    def add_export_lines(self, item: Item, books: ItemBooks, drawn: ManyBounds) -> None:
        """Add what may be drawn of each line of the pool."""
        for at, line in enumerate(books.pool.lines):
            bounds = drawn.get(at)
            left = Bounds(line.units - bounds.at_most, line.units - bounds.at_least)
            self.export_lines.append(
                LineRange(line.line, item.sku, books.as_range(bounds), books.as_range(left))
            )

    def add_deadlines(
        self, item: Item, books: ItemBooks, days: list[int], lapse: ManyBounds
    ) -> None:
        """Add last days, and how much of what is abroad lapses with each."""
        abroad = books.as_quantity(books.pool.abroad)
        for at, day in enumerate(days):
            bounds = books.as_range(lapse.get(at))
            self.deadlines.append(
                Lapse(item.sku, item.place, date.fromordinal(day), abroad, bounds, self._as_of)
            )

    def add_proofs(self, books: ItemBooks, pieces: Iterable[Piece]) -> None:
        """Add pieces of an attribution with most units in time."""
        pool = books.pool
        for piece in pieces:
            line = pool.lines[piece.lot]
            facts = self._exports[line.line].facts
            self.to_prove.append(
                ToProve(
                    pool.rows[piece.back].row,
                    line.line,
                    books.as_quantity(piece.units),
                    facts.export_entry,
                    facts.export_item,
                    as_date(line.last_day),
                )
            )
