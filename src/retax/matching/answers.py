"""Answers on an item whose lines no evidence names, and the lines left for its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from retax.facts.numbers import write_number
from retax.matching.books import ItemBooks
from retax.matching.evidence import Evidence, Named
from retax.matching.in_time import LENIENT, STRICT
from retax.matching.possible import as_date
from retax.matching.ranges import Bounds, ManyBounds
from retax.matching.stock import Piece
from retax.matching.wording import UNKNOWN_DAY
from retax.matching.workings import Item, Workings


class PoolAnswer(NamedTuple):
    """What holds of all units of a pool together, in its whole numbers.

    ``by_fifo``: how many are in time first in, first out; None for the reason ``no_fifo``.
    """

    units: int
    strict: Bounds
    lenient: Bounds
    by_fifo: int | None
    no_fifo: str | None


class OpenRows(NamedTuple):
    """Rows of a pool whose lines nothing shows, side by side; ``places`` are those in the pool."""

    places: Sequence[int]
    strict: ManyBounds
    lenient: ManyBounds
    asks: list[tuple[str, ...]]


class AnswerTables(Protocol):
    """Where the answers on the items go, in whole numbers of their books."""

    def add_item(self, item: Item, books: ItemBooks, found: PoolAnswer) -> None:
        """Add what holds of all units of an item together."""

    def add_open(self, item: Item, books: ItemBooks, found: OpenRows) -> None:
        """Add what holds of rows whose lines nothing shows."""

    def add_export_lines(self, item: Item, books: ItemBooks, drawn: ManyBounds) -> None:
        """Add what may be drawn of each line of the pool."""

    def add_deadlines(
        self, item: Item, books: ItemBooks, days: list[int], lapse: ManyBounds
    ) -> None:
        """Add last days, and how much of what is abroad lapses with each."""

    def add_proofs(self, books: ItemBooks, pieces: Iterable[Piece]) -> None:
        """Add pieces of an attribution with most units in time."""


class ItemAnswers:
    """Ranges, last days and what to prove, item by item."""

    def __init__(self, workings: Workings, convention: str | None, tables: AnswerTables) -> None:
        self._workings = workings
        self._convention = convention
        self._tables = tables

    def add(self, item: Item) -> None:
        """Add what holds of one item."""
        if item.blocked_by is not None:
            self._workings.leave_open_rows(item, item.blocked_by)
            return
        books = ItemBooks(self._workings, item)
        if books.impossible_count:
            at = self._workings.block(item, "count_beyond_books", (), **books.impossible_count)
            self._workings.leave_open_rows(item, at)
            return
        pool = books.pool
        shortage = pool.find_shortage()
        if shortage is not None:
            at = self._workings.block(
                item,
                "more_back_than_out",
                day=as_date(shortage.day) or UNKNOWN_DAY,
                taken=write_number(books.as_quantity(shortage.taken)),
                available=write_number(books.as_quantity(shortage.available)),
                n=write_number(books.as_quantity(shortage.units)),
            )
            self._workings.leave_open_rows(item, at, books.as_quantity(shortage.units))
            return
        # With a row left out, or a quantity unknown, nobody knows what is still abroad.
        if not item.is_incomplete and not books.is_unlimited:
            self._add_deadlines(item, books)
            self._tables.add_export_lines(item, books, pool.bound_lines())
        if pool.rows:
            self._add_ranges(item, books)

    def _add_ranges(self, item: Item, books: ItemBooks) -> None:
        pool = books.pool
        strict = pool.bound(STRICT)
        no_fifo = books.find_reason_against_fifo()
        by_fifo = None if no_fifo is not None else pool.count_in_time_by_fifo()
        units = sum(row.units for row in pool.rows)
        found = PoolAnswer(units, strict, pool.bound(LENIENT), by_fifo, no_fifo)
        self._tables.add_item(item, books, found)
        is_by_fifo = self._convention is not None and no_fifo is None
        of_rows = _group_by_row(pool.first_in_first_out) if is_by_fifo else {}
        still_open = self._add_rows(item, books, of_rows)
        if strict.at_least < strict.at_most:
            pieces = [piece for piece in pool.attribute_most() if piece.back in still_open]
            self._tables.add_proofs(books, pieces)

    def _add_rows(
        self, item: Item, books: ItemBooks, of_rows: Mapping[int, Sequence[Piece]]
    ) -> set[int]:
        """Add what holds of each row; return those of which not all units are in time.

        ``of_rows``: the pieces of the rows where a convention names their lines.
        """
        rows = books.pool.rows
        only_lines = books.pool.find_only_lines()
        # First in, first out has a line for every row of the pool.
        open_rows = [] if of_rows else [at for at in range(len(rows)) if at not in only_lines]
        for at, line in only_lines.items():
            self._name_line(books, Piece(at, line, rows[at].units), "only_line")
        for at, pieces in of_rows.items():
            for piece in pieces if at not in only_lines else ():
                self._name_line(books, piece, "fifo")
        if not open_rows:
            return set()
        found = _find_open(books, open_rows)
        self._tables.add_open(item, books, found)
        at_least = found.strict.at_least
        return {at for at, least in zip(open_rows, at_least, strict=True) if least < rows[at].units}

    def _name_line(self, books: ItemBooks, piece: Piece, evidence: Evidence) -> None:
        line, row = books.pool.lines[piece.lot], books.pool.rows[piece.back]
        quantity = books.as_quantity(piece.units)
        self._workings.named.append((row.row, Named(line.line, quantity, evidence, "")))

    def _add_deadlines(self, item: Item, books: ItemBooks) -> None:
        if not books.pool.abroad:
            return
        days, lapse = books.pool.bound_lapses()
        shown = [at for at, most in enumerate(lapse.at_most) if most]
        if shown:
            self._tables.add_deadlines(item, books, [days[at] for at in shown], lapse.pick(shown))


def _find_open(books: ItemBooks, places: list[int]) -> OpenRows:
    pool = books.pool
    strict, lenient = (pool.bound_rows(side).pick(places) for side in (STRICT, LENIENT))
    rows = [pool.rows[at] for at in places]
    asks: list[tuple[str, ...]] = [()] * len(rows)
    in_doubt = [
        at
        for at, (row, least, most, least_leniently, most_leniently) in enumerate(
            zip(rows, *strict, *lenient, strict=True)
        )
        if (most and least < row.units) or least != least_leniently or most != most_leniently
    ]
    if in_doubt:
        names = books.list_asks(rows[at] for at in in_doubt)
        for at, of_row in zip(in_doubt, names, strict=True):
            asks[at] = of_row
    return OpenRows(places, strict, lenient, asks)


def _group_by_row(pieces: Iterable[Piece]) -> dict[int, list[Piece]]:
    of_rows: dict[int, list[Piece]] = {}
    for piece in pieces:
        of_rows.setdefault(piece.back, []).append(piece)
    return of_rows
