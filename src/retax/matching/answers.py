"""Answers on an item whose lines no evidence names, and the lines left for its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from retax.facts.numbers import write_number
from retax.matching.books import ItemBooks
from retax.matching.evidence import Evidence, Named
from retax.matching.in_time import LENIENT, STRICT
from retax.matching.matched import ItemRange, Lapse, LineRange, OpenUnits, PossibleLine, ToProve
from retax.matching.pools import UNLISTED
from retax.matching.possible import as_date
from retax.matching.ranges import Bounds
from retax.matching.stock import NEVER, Piece
from retax.matching.wording import UNKNOWN_DAY
from retax.matching.workings import Item, Workings


class ItemAnswers:
    """Ranges, last days and what to prove, item by item."""

    def __init__(self, workings: Workings, convention: str | None) -> None:
        self._workings = workings
        self._convention = convention
        self.open: list[OpenUnits] = []
        self.items: list[ItemRange] = []
        self.export_lines: list[LineRange] = []
        self.deadlines: list[Lapse] = []
        self.to_prove: list[ToProve] = []

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
        if not item.is_incomplete and not books.is_unlimited:
            self._add_deadlines(item, books)
            self._add_export_lines(item, books)
        if pool.rows:
            self._add_ranges(item, books)

    def _add_ranges(self, item: Item, books: ItemBooks) -> None:
        pool = books.pool
        strict = pool.bound(STRICT)
        no_fifo = books.find_reason_against_fifo()
        self.items.append(_describe_item(item, books, strict, no_fifo))
        is_by_fifo = self._convention is not None and no_fifo is None
        of_rows = _group_by_row(pool.first_in_first_out) if is_by_fifo else {}
        still_open = self._add_rows(item, books, of_rows)
        if strict.at_least < strict.at_most:
            for piece in pool.attribute_most():
                if piece.back in still_open:
                    self._add_proof(books, piece)

    def _add_rows(
        self, item: Item, books: ItemBooks, of_rows: Mapping[int, Sequence[Piece]]
    ) -> set[int]:
        """Add what holds of each row; return those of which not all units are in time.

        ``of_rows``: the pieces of the rows where a convention names their lines.
        """
        pool = books.pool
        only_lines = pool.find_only_lines()
        still_open: set[int] = set()
        for at, row in enumerate(pool.rows):
            if at in only_lines:
                self._name_line(books, Piece(at, only_lines[at], row.units), "only_line")
            elif of_rows:
                for piece in of_rows[at]:
                    self._name_line(books, piece, "fifo")
            else:
                units = self._describe_open(item, books, at)
                self.open.append(units)
                if units.strict.at_least < units.quantity:
                    still_open.add(at)
        return still_open

    def _name_line(self, books: ItemBooks, piece: Piece, evidence: Evidence) -> None:
        line, row = books.pool.lines[piece.lot], books.pool.rows[piece.back]
        quantity = books.as_quantity(piece.units)
        self._workings.named.append((row.row, Named(line.line, quantity, evidence, "")))

    def _describe_open(self, item: Item, books: ItemBooks, at: int) -> OpenUnits:
        pool, row = books.pool, books.pool.rows[at]
        strict, lenient = (books.as_range(pool.bound_rows(side).get(at)) for side in (STRICT, LENIENT))
        quantity = books.as_quantity(row.units)
        is_open = strict.at_least < quantity and strict.at_most > 0
        return OpenUnits(
            row.row,
            item.sku,
            item.place,
            quantity,
            strict,
            lenient,
            pool.is_exact,
            books.list_asks(row.row) if is_open or strict != lenient else (),
            partial(self._list_possible, books, at),
        )

    def _list_possible(self, books: ItemBooks, row: int) -> tuple[PossibleLine, ...]:
        pool = books.pool
        found: list[PossibleLine] = []
        for at, line in enumerate(pool.lines):
            bounds = pool.bound_row_from_line(row, at)
            if bounds.at_most and line.line != UNLISTED:
                facts = self._workings.tables.exports[line.line].facts
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

    def _add_proof(self, books: ItemBooks, piece: Piece) -> None:
        line = books.pool.lines[piece.lot]
        facts = self._workings.tables.exports[line.line].facts
        self.to_prove.append(
            ToProve(
                books.pool.rows[piece.back].row,
                line.line,
                books.as_quantity(piece.units),
                facts.export_entry,
                facts.export_item,
                as_date(line.last_day),
            )
        )

    def _add_deadlines(self, item: Item, books: ItemBooks) -> None:
        pool = books.pool
        if not pool.abroad:
            return
        days, bounds = pool.bound_lapses()
        for day, at_least, at_most in zip(days, *bounds, strict=True):
            last_day = date.fromordinal(day)
            is_past = self._workings.as_of is not None and last_day < self._workings.as_of
            if at_most and not is_past:
                self.deadlines.append(
                    Lapse(
                        item.sku,
                        item.place,
                        last_day,
                        books.as_quantity(pool.abroad),
                        books.as_range(Bounds(at_least, at_most)),
                    )
                )

    def _add_export_lines(self, item: Item, books: ItemBooks) -> None:
        lines = books.pool.lines
        for line, at_least, at_most in zip(lines, *books.pool.bound_lines(), strict=True):
            drawn = Bounds(at_least, at_most)
            left = Bounds(line.units - at_most, line.units - at_least)
            self.export_lines.append(
                LineRange(line.line, item.sku, books.as_range(drawn), books.as_range(left))
            )


def _describe_item(item: Item, books: ItemBooks, strict: Bounds, no_fifo: str | None) -> ItemRange:
    pool = books.pool
    by_fifo = None
    if no_fifo is None:
        pieces = pool.first_in_first_out
        timely = sum(p.units for p in pieces if pool.is_in_time(p.back, p.lot, STRICT))
        by_fifo = books.as_quantity(timely)
    return ItemRange(
        item.sku,
        item.place,
        books.as_quantity(sum(row.units for row in pool.rows)),
        books.as_range(strict),
        books.as_range(pool.bound(LENIENT)),
        pool.is_exact,
        by_fifo,
        no_fifo,
        tuple(day for at in pool.list_empty_days() if (day := as_date(at)) is not None),
    )


def _group_by_row(pieces: Iterable[Piece]) -> dict[int, list[Piece]]:
    of_rows: dict[int, list[Piece]] = {}
    for piece in pieces:
        of_rows.setdefault(piece.back, []).append(piece)
    return of_rows
