"""A pool as the law sees it: export lines of one item and what came back, as lots and backs.

Each side, strict and lenient, is a pool of ``stock`` of its own: the windows of the lines give the
keys, the returns the needs. Where no single key tells what is in time, the pool is bounded from
outside: ``hard`` is never kinder than the truth and gives the fewest, ``kind`` never harder and
gives the most. ``is_exact`` says whether the two are the same.

That is so where lines of 1210 and of other codes are in one pool and the returns are in another
order on the two clocks; where a line whose departure is unknown may have come back within days of
its release; and never for stock the ledger does not list.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from retax.matching.in_time import OUT_OF_REACH, SIDES, STRICT, InTime, Needs, Window
from retax.matching.ranges import Bounds, Ranges, RunningTotals, count_fewest, count_most
from retax.matching.records import ExportLine, ReturnedUnits
from retax.matching.stock import (
    ALWAYS,
    NEVER,
    Back,
    Lot,
    Piece,
    Shortage,
    attribute_first_in_first_out,
    attribute_most,
    count_in_time,
    find_shortage,
)

UNLISTED = -1
"""The position of stock that the ledger does not list."""


@dataclass(frozen=True, slots=True)
class PoolLine:
    """Units of an export line that no evidence takes, from the day they can come back on."""

    line: int
    day: int
    units: int
    windows: tuple[Window, Window]
    is_from_a_zone: bool
    last_day: int
    facts: object
    kindest: tuple[int, int] | None = None
    """Of stock the ledger does not list: the latest keys it can have, strictly and leniently."""


@dataclass(frozen=True, slots=True)
class PoolRow:
    """Units of a row whose line no evidence names."""

    row: int
    day: int
    units: int
    needs: tuple[Needs, Needs]
    facts: object


@dataclass(frozen=True, slots=True)
class PoolSide:
    """A pool under one reading, as hard and as kind as it can be."""

    hard_lots: list[Lot]
    hard_backs: list[Back]
    kind_lots: list[Lot]
    kind_backs: list[Back]


class Pool:
    """Lines, rows and units gone of one item whose lines nothing names."""

    def __init__(
        self,
        lines: Sequence[PoolLine],
        rows: Sequence[PoolRow],
        gone: Iterable[tuple[int, int]],
        in_time: InTime,
    ) -> None:
        self.lines = lines
        self.rows = rows
        self._gone = [Back(day, None, units) for day, units in gone]
        self._in_time = in_time
        self._of_rows: dict[tuple[int, int], Bounds] = {}
        self._of_pool: dict[int, Bounds] = {}

    @cached_property
    def sides(self) -> tuple[PoolSide, PoolSide]:
        """The pool strictly and leniently."""
        strict, lenient = (self._see(side) for side in SIDES)
        return strict, lenient

    @cached_property
    def _totals(self) -> RunningTotals:
        """The running totals: days and units are the same on every side."""
        strict = self.sides[STRICT]
        return RunningTotals(strict.hard_lots, strict.hard_backs)

    @cached_property
    def _ranges(self) -> tuple[tuple[Ranges, Ranges], ...]:
        made: list[tuple[list[Lot], Ranges]] = []
        return tuple(
            (self._get_ranges(s.hard_lots, made), self._get_ranges(s.kind_lots, made))
            for s in self.sides
        )

    def _get_ranges(self, lots: list[Lot], made: list[tuple[list[Lot], Ranges]]) -> Ranges:
        """Return the ranges of lots, one of those made before where the lots are the same."""
        # Where hard and kind, or strict and lenient, have the same lots, one set of ranges serves.
        found = next((ranges for other, ranges in made if other == lots), None)
        if found is None:
            found = Ranges(lots, self.sides[STRICT].hard_backs, self._totals)
            made.append((lots, found))
        return found

    # -- what holds of it

    @cached_property
    def is_exact(self) -> bool:
        """Whether one key of each listed line tells what is in time: ranges are then exact."""
        listed = [at for at, line in enumerate(self.lines) if line.kindest is None]
        return all(
            side.hard_backs == side.kind_backs
            and all(side.hard_lots[at] == side.kind_lots[at] for at in listed)
            for side in self.sides
        )

    def find_shortage(self) -> Shortage | None:
        """Return the day by which most units are missing; None where every unit has a line."""
        totals = self._totals
        if min(totals.slack, default=0) >= 0:
            return None
        side = self.sides[STRICT]
        return find_shortage(side.hard_lots, side.hard_backs)

    def bound(self, side: int) -> Bounds:
        """Return the fewest and the most units in time of the pool.

        It is within the sums of its rows; only where these leave it open it is swept.
        """
        side = self._choose_side(side)
        if side not in self._of_pool:
            rows = [self.bound_row(at, side) for at in range(len(self.rows))]
            sums = Bounds(sum(row.at_least for row in rows), sum(row.at_most for row in rows))
            is_settled = sums.at_least == sums.at_most
            self._of_pool[side] = sums if is_settled else self._sweep(side)
        return self._of_pool[side]

    def _sweep(self, side: int) -> Bounds:
        found = self.sides[side]
        fewest = count_fewest(found.hard_lots, found.hard_backs)
        if side != STRICT:
            return Bounds(fewest, count_most(found.kind_lots, found.kind_backs))
        pieces = self._most_strictly
        return Bounds(fewest, count_in_time(found.kind_lots, found.kind_backs, pieces))

    @cached_property
    def _most_strictly(self) -> list[Piece]:
        side = self.sides[STRICT]
        return attribute_most(side.kind_lots, side.kind_backs)

    def _choose_side(self, side: int) -> int:
        """Return the strict side for a lenient one that is the same."""
        return STRICT if self._are_sides_the_same else side

    @cached_property
    def _are_sides_the_same(self) -> bool:
        strict, lenient = self.sides
        return strict == lenient

    def bound_row(self, at: int, side: int) -> Bounds:
        """Return the fewest and the most units in time of one row."""
        side = self._choose_side(side)
        found = self._of_rows.get((at, side))
        if found is None:
            found = self._of_rows[at, side] = self._bound_row(at, side)
        return found

    def _bound_row(self, at: int, side: int) -> Bounds:
        hard, kind = self._ranges[side]
        return Bounds(
            hard.bound_row(self.sides[side].hard_backs[at]).at_least,
            kind.bound_row(self.sides[side].kind_backs[at]).at_most,
        )

    def bound_row_from_line(self, row: int, line: int) -> Bounds:
        """Return the fewest and the most units of one row from one line."""
        side = self.sides[STRICT]
        ranges = self._ranges[STRICT][0]
        return ranges.bound_row_from_lot(side.hard_backs[row], side.hard_lots[line])

    def bound_line(self, line: int) -> Bounds:
        """Return the fewest and the most units drawn of one line."""
        return self._ranges[STRICT][0].bound_lot(self.sides[STRICT].hard_lots[line])

    def find_only_line(self, row: int) -> int | None:
        """Return the line all units of a row come from whatever the others are; None for none."""
        # Such a line is the row's in every attribution, so in this one.
        line = self._line_by_fifo.get(row)
        if line is None or self.lines[line].line == UNLISTED:
            return None
        is_only = self.bound_row_from_line(row, line).at_least == self.rows[row].units
        return line if is_only else None

    @cached_property
    def _line_by_fifo(self) -> Mapping[int, int]:
        """The one line of each row that is of one line by first in, first out."""
        pieces = self.first_in_first_out
        return {p.back: p.lot for p in pieces if p.units == self.rows[p.back].units}

    def list_empty_days(self) -> list[int]:
        """Return the days at whose end the books are empty."""
        return self._ranges[STRICT][0].list_empty_days()

    @property
    def abroad(self) -> int:
        """The units still abroad."""
        return self._ranges[STRICT][0].abroad

    def bound_lapses(self) -> list[tuple[int, Bounds]]:
        """Return for each last day the fewest and the most units abroad that lapse with it."""
        of_side = self.sides[STRICT].hard_lots, self._ranges[STRICT][0]
        # A line whose last day is unknown may have lapsed long ago, or not for long.
        soonest_lots = [Lot(x.day, x.last_day, x.units) for x in self.lines]
        made = [of_side]
        soonest = self._get_ranges(soonest_lots, made)
        latest_lots = [
            Lot(x.day, ALWAYS if x.last_day == OUT_OF_REACH else x.last_day, x.units)
            for x in self.lines
        ]
        latest = self._get_ranges(latest_lots, made)
        days = sorted({x.last_day for x in self.lines if NEVER < x.last_day < ALWAYS})
        return [
            (day, Bounds(latest.bound_lapse(day).at_least, soonest.bound_lapse(day).at_most))
            for day in days
        ]

    # -- attributions

    def attribute_most(self) -> list[Piece]:
        """Return the pieces in time of an attribution with most units in time, read strictly."""
        return [p for p in self._most_strictly if self.is_in_time(p.back, p.lot, STRICT)]

    @cached_property
    def first_in_first_out(self) -> list[Piece]:
        """The pieces of the rows by first in, first out."""
        side = self.sides[STRICT]
        pieces = attribute_first_in_first_out(side.hard_lots, side.hard_backs)
        return [p for p in pieces if p.back < len(self.rows)]

    def is_in_time(self, row: int, line: int, side: int) -> bool:
        """Say whether a row is in time on a line; units gone, and unlisted stock, never are."""
        if row >= len(self.rows) or self.lines[line].line == UNLISTED:
            return False
        found, back = self.lines[line], self.rows[row]
        window = found.windows[side]
        if _get_need(back, found.is_from_a_zone, side) > window.last:
            return False
        return window.first <= back.day or self._in_time.is_in_time(found.facts, back.facts)[side]

    # -- the pool under one reading

    def _see(self, side: int) -> PoolSide:
        kind_keys = [
            line.windows[side].last if line.kindest is None else line.kindest[side]
            for line in self.lines
        ]
        hard_keys = [
            # A key cannot say that a day is too early, so the hard side does not count on such a
            # line.
            OUT_OF_REACH if self._is_doubtful(line, side) else line.windows[side].last
            for line in self.lines
        ]
        clocks = {line.is_from_a_zone for line in self.lines if line.line != UNLISTED}
        needs = [(row.needs[side].outside, row.needs[side].from_a_zone) for row in self.rows]
        # Unlisted stock has no clock of its own, so a pool with lines of one clock runs on that.
        if len(clocks) < 2:
            clock = True in clocks
            if any(need[not clock] < need[clock] for need in needs):
                kind_keys = [  # unlisted stock may be of the other clock
                    ALWAYS if line.kindest is not None else key
                    for line, key in zip(self.lines, kind_keys, strict=True)
                ]
            hard_needs = kind_needs = [need[clock] for need in needs]
        elif _is_one_order(needs):
            # The rank of a return serves as its need on either clock; the key of a line is the
            # number of needs that are in time on it.
            order = {need: at for at, need in enumerate(sorted(set(needs)), start=1)}
            hard_keys, kind_keys = (
                [
                    sum(1 for need in order if _get_need_of_pair(need, line) <= key)
                    for line, key in zip(self.lines, keys, strict=True)
                ]
                for keys in (hard_keys, kind_keys)
            )
            hard_needs = kind_needs = [order[need] for need in needs]
        else:
            # No single need serves both clocks: the later one is hard on every return, the earlier
            # one kind.
            hard_needs, kind_needs = [max(need) for need in needs], [min(need) for need in needs]
        return PoolSide(
            self._make_lots(hard_keys),
            self._make_backs(hard_needs),
            self._make_lots(kind_keys),
            self._make_backs(kind_needs),
        )

    def _make_lots(self, keys: list[int]) -> list[Lot]:
        return [Lot(x.day, key, x.units) for x, key in zip(self.lines, keys, strict=True)]

    def _make_backs(self, needs: list[int]) -> list[Back]:
        rows = [Back(x.day, need, x.units) for x, need in zip(self.rows, needs, strict=True)]
        return [*rows, *self._gone]

    @cached_property
    def _rows_by_day(self) -> tuple[list[int], list[PoolRow]]:
        rows = sorted(self.rows, key=lambda row: row.day)
        return [row.day for row in rows], rows

    def _is_doubtful(self, line: PoolLine, side: int) -> bool:
        """Say whether some row may be back so early that it is not shown to have left by a line."""
        first, last = line.windows[side]
        if not NEVER < first < ALWAYS:
            return False
        days, rows = self._rows_by_day
        return any(
            _get_need(row, line.is_from_a_zone, side) <= last
            and not self._in_time.is_in_time(line.facts, row.facts)[side]
            for row in rows[bisect_left(days, line.day) : bisect_left(days, first)]
        )


def _get_need(row: PoolRow, is_from_a_zone: bool, side: int) -> int:
    needs = row.needs[side]
    return needs.from_a_zone if is_from_a_zone else needs.outside


def _get_need_of_pair(needs: tuple[int, int], line: PoolLine) -> int:
    """Return the need on the clock of a line; unlisted stock may be of either."""
    return min(needs) if line.kindest is not None else needs[line.is_from_a_zone]


def _is_one_order(needs: Iterable[tuple[int, int]]) -> bool:
    """Say whether the returns are in the same order on both clocks."""
    second = [need[1] for need in sorted(needs)]
    return second == sorted(second)


def make_line(
    position: int, line: ExportLine, day: int, units: int, in_time: InTime, facts: object
) -> PoolLine:
    """Return what is left of an export line as the pool has it."""
    return PoolLine(
        position,
        day,
        units,
        in_time.find_windows(facts),
        in_time.is_from_a_zone(line.facts),
        in_time.find_last_day(line.facts),
        facts,
    )


def make_unlisted(units: int, latest: tuple[int, int]) -> PoolLine:
    """Return stock the ledger does not list: always there, and in time up to the latest keys."""
    nothing = Window(ALWAYS, OUT_OF_REACH)
    return PoolLine(
        UNLISTED, NEVER, units, (nothing, nothing), False, OUT_OF_REACH, None, kindest=latest
    )


def make_row(position: int, row: ReturnedUnits, day: int, units: int, in_time: InTime) -> PoolRow:
    """Return what no evidence names of a row as the pool has it."""
    return PoolRow(position, day, units, in_time.find_needs(row.facts), row.facts)
