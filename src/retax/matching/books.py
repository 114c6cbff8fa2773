"""The books of one item as a pool of whole numbers, and what its records allow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from operator import attrgetter
from typing import ClassVar

from retax.facts.numbers import write_number
from retax.logic.compile_python import EXACT
from retax.matching.matched import Range
from retax.matching.merging import complete
from retax.matching.pools import UNLISTED, Pool, PoolLine, PoolRow, make_unlisted
from retax.matching.possible import DAYS_OUT, as_date
from retax.matching.ranges import Bounds
from retax.matching.stock import ALWAYS
from retax.matching.wording import NO_FIRST_IN_FIRST_OUT
from retax.matching.workings import NO_UNITS, Item, Workings

PARCELS = "9610"
"""Direct mail to consumers: its parcels are no stock from which the oldest is taken first."""


class ItemBooks:
    """An item as a pool of whole numbers, and what its records allow."""

    def __init__(self, workings: Workings, item: Item) -> None:
        self._workings = workings
        self._item = item
        tables = workings.tables
        self._exports = [(at, tables.exports[at]) for at in item.lines]
        self._returned = [(at, tables.returned[at]) for at in item.rows]
        self._line_facts = [complete(x.facts, item.facts) for _, x in self._exports]
        self._places = self._count_places()
        self._as_units: Callable[[Decimal], int] = (
            int if not self._places else self._count_smallest_units
        )
        self.is_unlimited: bool = self._is_a_quantity_unknown()
        day_back, in_time = workings.day_back, workings.in_time
        find_needs, as_units = in_time.find_needs, self._as_units
        rows = [
            PoolRow(at, day_back[at], as_units(q), find_needs(facts), facts)
            for at, q in sorted(item.open.items())
            for facts in (tables.returned[at].facts,)
        ]
        gone = [
            (units.gone_on.toordinal() if units.gone_on else ALWAYS, self._as_units(units.quantity))
            for units in item.gone_of_pool
        ]
        self.impossible_count: dict[str, object] = {}
        self._gone_by_count = self._infer_gone() if self._can_infer_gone() else []
        gone += self._gone_by_count
        everything = sum([row.units for row in rows]) + sum([units for _, units in gone])
        lines = self._list_lines(everything)
        unlisted = self._find_unlisted_keys()
        if unlisted is not None:
            lines.append(make_unlisted(everything, unlisted))
            self.is_unlimited = True
        self.pool: Pool = Pool(lines, rows, gone, in_time)
        self._find_impossible_count()

    def _list_lines(self, everything: int) -> list[PoolLine]:
        """Return what evidence leaves of each line; of an unknown quantity, all that was taken."""
        workings = self._workings
        taken, day_out = workings.taken, workings.day_out
        find_border, as_units = workings.in_time.find_border, self._as_units
        lines: list[PoolLine] = []
        for (at, line), facts in zip(self._exports, self._line_facts, strict=True):
            rest = line.facts.exported_quantity
            if rest is not None and taken[at]:
                rest = EXACT.subtract(rest, taken[at])
            units = everything if rest is None else as_units(rest)
            if units:
                lines.append(PoolLine(at, day_out[at], units, *find_border(facts), facts))
        return lines

    def _has_unlisted(self) -> bool:
        return any(line.line == UNLISTED for line in self.pool.lines)

    def _find_unlisted_keys(self) -> tuple[int, int] | None:
        workings = self._workings
        if "exports" in workings.tables.unreadable.without_sku:
            return ALWAYS, ALWAYS
        since = workings.complete_since
        if since is None:
            return None
        # Stock of before the ledger had left by the day before it: no key of it is later.
        return workings.in_time.find_latest_key_of(since - timedelta(days=1))

    # -- quantities as whole numbers

    @property
    def is_in_whole_numbers(self) -> bool:
        """Whether a unit of the pool is one of the quantities."""
        return not self._places

    def _count_places(self) -> int:
        """Return the most digits after the point of any quantity, and so of what is left of it."""
        taken = self._workings.taken
        quantities = [
            *map(_get_exported, self._line_facts),
            *(taken[at] for at in self._item.lines if taken[at]),
            *(x.facts.returned_quantity for _, x in self._returned),
            *(units.quantity for units in self._item.gone),
            *(count.counted for count in self._item.counts),
        ]
        # Most ledgers count pieces: only numbers that are not whole are looked at digit by digit.
        parted = [q for q in quantities if q is not None and q != int(q)]
        return max(map(_count_decimals, parted), default=0)

    def _count_smallest_units(self, quantity: Decimal) -> int:
        return int(EXACT.scaleb(quantity, self._places))

    def as_quantity(self, units: int) -> Decimal:
        """Return a whole number of the pool as a quantity."""
        if not self._places:
            return Decimal(units)
        quantity = EXACT.scaleb(Decimal(units), -self._places)
        # Without a context of its own `normalize` rounds to the 28 digits of the default one.
        return Decimal(int(quantity)) if quantity == int(quantity) else quantity.normalize(EXACT)

    def as_range(self, bounds: Bounds) -> Range:
        """Return bounds of the pool as a range of quantities."""
        return Range(self.as_quantity(bounds.at_least), self.as_quantity(bounds.at_most))

    # -- counts

    def _sum_counts_by_day(self) -> list[tuple[int, int]]:
        by_day: dict[int, int] = {}
        for count in self._item.counts:
            day = count.counted_on.toordinal()
            by_day[day] = by_day.get(day, 0) + self._as_units(count.counted)
        return sorted(by_day.items())

    def _can_infer_gone(self) -> bool:
        """Say whether what a count lacks is surely gone: no sale is listed, no row left out."""
        is_left_out = self._item.is_incomplete or self._workings.tables.unreadable.can_affect(
            self._item.sku, "counts"
        )
        return not self._item.gone and not is_left_out

    def _infer_gone(self) -> list[tuple[int, int]]:
        """Return the units that are surely gone by each count, beyond those of the one before.

        Surely there were the units of lines known to have arrived; perhaps out already was every
        row that is not known to have left the warehouse later.
        """
        inferred: list[tuple[int, int]] = []
        found = 0
        for day, counted in self._sum_counts_by_day():
            arrived = sum(
                self._as_units(x.facts.exported_quantity)
                - self._as_units(x.facts.returned_before or NO_UNITS)
                for _, x in self._exports
                if x.facts.exported_quantity is not None
                and x.arrived_on is not None
                and x.arrived_on.toordinal() <= day
            )
            perhaps_out = sum(
                self._as_units(x.facts.returned_quantity or NO_UNITS)
                for _, x in self._returned
                # A row that does not tell its day out of the warehouse may have left before the
                # count.
                if x.shipped_on is None or x.shipped_on.toordinal() <= day
            )
            more = arrived - perhaps_out - counted - found
            if more > 0:
                found += more
                inferred.append((day, more))
        return inferred

    def _find_impossible_count(self) -> None:
        if self.is_unlimited:
            return
        for day, counted in self._sum_counts_by_day():
            most = self._count_stock(day)
            if counted > most:
                self.impossible_count = {
                    "day": as_date(day),
                    "taken": write_number(self.as_quantity(counted)),
                    "available": write_number(self.as_quantity(max(0, most))),
                }
                return

    def _count_stock(self, day: int) -> int:
        """Return the units in stock by the books at the end of a day."""
        workings = self._workings
        out = sum(
            self._as_units(x.facts.exported_quantity or NO_UNITS)
            for at, x in self._exports
            if workings.day_out[at] <= day
        )
        back = sum(
            self._as_units(x.facts.returned_quantity or NO_UNITS)
            for at, x in self._returned
            if workings.day_back[at] <= day
        )
        gone = sum(
            self._as_units(units.quantity)
            for units in self._item.gone
            # Units gone on no day that is known may still have been there: this is the most there
            # can be.
            if units.gone_on is not None and units.gone_on.toordinal() <= day
        )
        return out - back - gone

    # -- what the records allow

    def find_reason_against_fifo(self) -> str | None:
        """Return why first in, first out may not be used; None where it may."""
        return next(
            (reason for reason in NO_FIRST_IN_FIRST_OUT if self._REASONS[reason](self)), None
        )

    def _has_undated_gone(self) -> bool:
        return any(units.gone_on is None for units in self._item.gone_of_pool)

    def _has_gone_by_count(self) -> bool:
        return bool(self._gone_by_count)

    def _has_counts_that_disagree(self) -> bool:
        return any(counted != self._count_stock(day) for day, counted in self._sum_counts_by_day())

    def _has_parcels(self) -> bool:
        return PARCELS in map(_get_code, self._line_facts)

    def _is_a_row_left_out(self) -> bool:
        item = self._item
        return item.is_incomplete or self._workings.tables.unreadable.can_affect(item.sku, "counts")

    def _is_a_day_unknown(self) -> bool:
        """Say whether the day a line left, or an open row came back, is unknown."""
        returned = self._workings.tables.returned
        # Most records tell the first day that is looked for, and no day is false.
        if not all(map(_get_exported_on, self._line_facts)) and any(
            line.facts.exported_on is None and line.arrived_on is None for _, line in self._exports
        ):
            return True
        rows = self.pool.rows
        return not all(map(_get_returned_on, map(_get_facts, rows))) and any(
            x.facts.returned_on is None and x.facts.domestic_on is None and x.shipped_on is None
            for x in (returned[row.row] for row in rows)
        )

    def _is_a_quantity_unknown(self) -> bool:
        # It is above 0 where it is known; a number compared with None takes five times as long.
        return not all(map(_get_exported, self._line_facts))

    _REASONS: ClassVar[Mapping[str, Callable[[ItemBooks], bool]]] = {
        "undated_gone": _has_undated_gone,
        "gone_by_count": _has_gone_by_count,
        "counts_disagree": _has_counts_that_disagree,
        "parcels": _has_parcels,
        "rows_left_out": _is_a_row_left_out,
        "day_unknown": _is_a_day_unknown,
        "quantity_unknown": _is_a_quantity_unknown,
        "ledger_open": _has_unlisted,
    }
    """When each reason against first in, first out is so."""

    def list_asks(self, rows: Iterable[PoolRow]) -> list[tuple[str, ...]]:
        """Return for each row the names of records that may narrow what is open of it."""
        is_from_a_zone = any(line.is_from_a_zone for line in self.pool.lines)
        days, get_days = _DAYS_OF_ROWS[is_from_a_zone]
        of_lines = self._list_asks_of_lines(is_from_a_zone)
        asks: list[tuple[str, ...]] = []
        for row in rows:
            of_row = get_days(row.facts)
            if None in of_row:
                own = [day for day, known in zip(days, of_row, strict=True) if known is None]
                asks.append((*own, *of_lines))
            else:
                asks.append(of_lines)
        return asks

    def _list_asks_of_lines(self, is_from_a_zone: bool) -> tuple[str, ...]:
        """Return the names of records of the lines, and of the stock, that may narrow what is open.

        A row with bounds that are open has a line, so there are some.
        """
        lines = self._line_facts
        columns = zip(*map(_get_records_of_line, lines), strict=True)
        # No day, code or exported quantity that is known is false.
        asks = [
            fact
            for fact, known in zip(_RECORDS_OF_LINES, columns, strict=True)
            if not all(known) and (fact != "left_zone_on" or is_from_a_zone)
        ]
        if (None, None) in map(_get_goods, lines):
            asks.append("is_food")
        if len(lines) > 1:
            is_parcel = self._has_parcels()
            asks.append("order_no" if is_parcel else "lot_no")
            gone = self._item.gone_of_pool
            if not is_parcel and (not gone or any(units.gone_on is None for units in gone)):
                asks.append("gone_on")
        return tuple(asks)


_DAYS_OF_ROWS = tuple(
    (days, attrgetter(*days))
    for days in (
        ("returned_on", "return_declared_on"),
        ("returned_on", "return_declared_on", "domestic_on"),
    )
)
"""The days of rows on which the law may turn: without, and with, lines that left a zone."""

_RECORDS_OF_LINES = (*DAYS_OUT, "supervision_code", "exported_quantity")
_get_records_of_line = attrgetter(*_RECORDS_OF_LINES)
_get_facts, _get_returned_on = attrgetter("facts"), attrgetter("returned_on")
_get_exported_on = attrgetter("exported_on")
_get_code, _get_exported = attrgetter("supervision_code"), attrgetter("exported_quantity")
_get_goods = attrgetter("is_food", "hs_code")


def _count_decimals(quantity: Decimal) -> int:
    """Return the digits after the point."""
    exponent = quantity.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
