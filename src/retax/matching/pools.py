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

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple, cast

from retax.matching.in_time import SIDES, STRICT, InTime, Needs
from retax.matching.ranges import (
    Bounds,
    ManyBounds,
    Ranges,
    RunningTotals,
    count_fewest,
    count_most,
)
from retax.matching.stock import (
    ALWAYS,
    NEVER,
    AnyBack,
    AnyLot,
    Piece,
    Shortage,
    attribute_first_in_first_out,
    attribute_most,
    count_in_time,
    find_shortage,
    list_in_time,
)
from retax.matching.windows import OUT_OF_REACH, Window

UNLISTED = -1
"""The position of stock that the ledger does not list."""


class PoolLine(NamedTuple):
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


class PoolRow(NamedTuple):
    """Units of a row whose line no evidence names."""

    row: int
    day: int
    units: int
    needs: tuple[Needs, Needs]
    facts: object


class PoolSide(NamedTuple):
    """A pool under one reading, as hard and as kind as it can be."""

    hard_lots: list[AnyLot]
    hard_backs: list[AnyBack]
    kind_lots: list[AnyLot]
    kind_backs: list[AnyBack]


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
        self._gone = [(day, None, units) for day, units in gone]
        self._in_time = in_time
        self._line_days = [line.day for line in lines]
        self._line_units = [line.units for line in lines]
        self._row_days = [row.day for row in rows]
        self._row_units = [row.units for row in rows]
        self._of_pool: dict[int, Bounds] = {}
        self._has_unlisted = any(line.kindest is not None for line in lines)
        self._clocks = {line.is_from_a_zone for line in lines if line.kindest is None}
        strict, lenient = (self._see(side) for side in SIDES)
        self.sides: tuple[PoolSide, PoolSide] = strict, strict if strict == lenient else lenient
        """The pool strictly and leniently; one and the same where all days are the same."""
        # Days and units are the same on every side.
        self._totals = RunningTotals(strict.hard_lots, strict.hard_backs)
        made: list[tuple[list[AnyLot], Ranges]] = []
        self._ranges = [
            (self._get_ranges(side.hard_lots, made), self._get_ranges(side.kind_lots, made))
            for side in self.sides
        ]

    def _get_ranges(self, lots: list[AnyLot], made: list[tuple[list[AnyLot], Ranges]]) -> Ranges:
        """Return the ranges of lots, one of those made before where the lots are the same."""
        # Where hard and kind, or strict and lenient, have the same lots, one set of ranges serves.
        for other, ranges in made:
            if other is lots or other == lots:
                return ranges
        made.append((lots, Ranges(lots, self.sides[STRICT].hard_backs, self._totals)))
        return made[-1][1]

    # -- what holds of it

    @property
    def units(self) -> int:
        """The units of all lines."""
        return self._totals.available[-1]

    @cached_property
    def is_exact(self) -> bool:
        """Whether one key of each listed line tells what is in time: ranges are then exact."""
        return all(map(self._is_exact_on, self.sides))

    def _is_exact_on(self, side: PoolSide) -> bool:
        if side.hard_backs is not side.kind_backs and side.hard_backs != side.kind_backs:
            return False
        return side.hard_lots is side.kind_lots or all(
            hard == kind
            for line, hard, kind in zip(self.lines, side.hard_lots, side.kind_lots, strict=True)
            if line.kindest is None
        )

    def find_shortage(self) -> Shortage | None:
        """Return the day by which most units are missing; None where every unit has a line."""
        if min(self._totals.slack, default=0) >= 0:
            return None
        side = self.sides[STRICT]
        return find_shortage(side.hard_lots, side.hard_backs)

    def bound(self, side: int) -> Bounds:
        """Return the fewest and the most units in time of the pool.

        It is within the sums of its rows; only where these, or an attribution that is at hand,
        leave it open it is swept.
        """
        side = self._choose_side(side)
        if side not in self._of_pool:
            at_least, at_most = self.bound_rows(side)
            sums = Bounds(sum(at_least), sum(at_most))
            is_settled = sums.at_least == sums.at_most
            if not is_settled:
                sums = Bounds(self._find_fewest(side, sums), self._find_most(side, sums))
            self._of_pool[side] = sums
        return self._of_pool[side]

    def _find_fewest(self, side: int, sums: Bounds) -> int:
        """Return the fewest units in time; no attribution has fewer than the rows by themselves."""
        lots, backs = self.sides[side].hard_lots, self.sides[side].hard_backs
        by_fifo = count_in_time(lots, backs, self.first_in_first_out)
        return by_fifo if by_fifo == sums.at_least else count_fewest(lots, backs)

    def _find_most(self, side: int, sums: Bounds) -> int:
        """Return the most units in time; no attribution has more than the rows by themselves."""
        lots, backs = self.sides[side].kind_lots, self.sides[side].kind_backs
        found = count_in_time(lots, backs, self._most_strictly)
        is_most = side == STRICT or found == sums.at_most
        return found if is_most else count_most(lots, backs)

    @cached_property
    def _most_strictly(self) -> list[Piece]:
        side = self.sides[STRICT]
        return attribute_most(side.kind_lots, side.kind_backs)

    def _choose_side(self, side: int) -> int:
        """Return the strict side for a lenient one that is the same."""
        strict, lenient = self.sides
        return STRICT if strict is lenient else side

    def bound_rows(self, side: int) -> ManyBounds:
        """Return the fewest and the most units in time of each row."""
        return self._rows_on_sides[self._choose_side(side)]

    @cached_property
    def _rows_on_sides(self) -> list[ManyBounds]:
        """The bounds of the rows on each side that is not the same as the strict one."""
        strict, lenient = self.sides
        sides = [strict] if strict is lenient else [strict, lenient]
        return [
            self._bound_rows(side, *ranges)
            for side, ranges in zip(sides, self._ranges, strict=False)
        ]

    def _bound_rows(self, side: PoolSide, hard: Ranges, kind: Ranges) -> ManyBounds:
        hardest = hard.bound_rows(self._list_rows(side.hard_backs))
        if hard is kind and side.hard_backs is side.kind_backs:
            return hardest
        kindest = kind.bound_rows(self._list_rows(side.kind_backs))
        return ManyBounds(hardest.at_least, kindest.at_most)

    def _list_rows(self, backs: Sequence[AnyBack]) -> list[tuple[int, int, int]]:
        """Return the day, the need and the units of each row."""
        return cast("list[tuple[int, int, int]]", backs[: len(self.rows)])

    def bound_row_from_line(self, row: int, line: int) -> Bounds:
        """Return the fewest and the most units of one row from one line."""
        side = self.sides[STRICT]
        ranges = self._ranges[STRICT][0]
        return ranges.bound_row_from_lot(side.hard_backs[row], side.hard_lots[line])

    def bound_lines(self) -> ManyBounds:
        """Return the fewest and the most units drawn of each line."""
        return self._ranges[STRICT][0].bound_lots(self.sides[STRICT].hard_lots)

    def find_only_lines(self) -> dict[int, int]:
        """Return by row the line all its units come from whatever the others are, if there is one.

        Such a line is the row's in every attribution, so in this one.
        """
        side, row_units, lines = self.sides[STRICT], self._row_units, self.lines
        whole = [piece for piece in self.first_in_first_out if piece[2] == row_units[piece[0]]]
        others = self._ranges[STRICT][0].count_others(
            [(side.hard_backs[row], side.hard_lots[line]) for row, line, _ in whole]
        )
        return {
            row: line
            for (row, line, _), left in zip(whole, others, strict=True)
            if left <= 0 and lines[line].line != UNLISTED
        }

    def list_empty_days(self) -> list[int]:
        """Return the days at whose end the books are empty."""
        return self._ranges[STRICT][0].list_empty_days()

    @property
    def abroad(self) -> int:
        """The units still abroad."""
        return self._ranges[STRICT][0].abroad

    def bound_lapses(self) -> tuple[list[int], ManyBounds]:
        """Return the last days, and for each the fewest and the most units that lapse with it."""
        lots = self.sides[STRICT].hard_lots
        last_days = [line.last_day for line in self.lines]
        days = sorted({day for day in last_days if NEVER < day < ALWAYS})
        made = [(lots, self._ranges[STRICT][0])]
        # A line whose last day is unknown may have lapsed long ago, or not for long.
        soonest = self._get_ranges(self._make_lots(last_days), made)
        if OUT_OF_REACH not in last_days:
            return days, soonest.bound_lapses(days)
        last_days = [ALWAYS if day == OUT_OF_REACH else day for day in last_days]
        latest = self._get_ranges(self._make_lots(last_days), made)
        return days, ManyBounds(
            latest.bound_lapses(days).at_least, soonest.bound_lapses(days).at_most
        )

    # -- attributions

    def attribute_most(self) -> list[Piece]:
        """Return the pieces in time of an attribution with most units in time, read strictly."""
        return self._list_in_time(self._most_strictly)

    def _list_in_time(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Return the pieces that are in time, read strictly."""
        side = self.sides[STRICT]
        lots, backs = side.hard_lots, side.hard_backs
        if lots is side.kind_lots and backs is side.kind_backs:
            # A key tells all there is to a line: no row is back too early for it.
            return list_in_time(lots, backs, pieces)
        return [p for p in pieces if self.is_in_time(p.back, p.lot, STRICT)]

    @cached_property
    def first_in_first_out(self) -> list[Piece]:
        """The pieces of the rows by first in, first out."""
        side = self.sides[STRICT]
        pieces = attribute_first_in_first_out(side.hard_lots, side.hard_backs)
        rows = len(self.rows)
        return [piece for piece in pieces if piece[0] < rows] if self._gone else pieces

    def count_in_time_by_fifo(self) -> int:
        """Return the units in time first in, first out, read strictly."""
        return sum([units for _, _, units in self._list_in_time(self.first_in_first_out)])

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
        lines = self.lines
        windows = [line.windows[side] for line in lines]
        hard_keys = [
            # A key cannot say that a day is too early, so the hard side does not count on such a
            # line.
            OUT_OF_REACH if NEVER < first < ALWAYS and self._is_doubtful(line, side) else last
            for line, (first, last) in zip(lines, windows, strict=True)
        ]
        kind_keys = [last for _, last in windows]
        if self._has_unlisted:
            kind_keys = [
                last if line.kindest is None else line.kindest[side]
                for line, last in zip(lines, kind_keys, strict=True)
            ]
        clocks = self._clocks
        needs = [row.needs[side] for row in self.rows]
        # Unlisted stock has no clock of its own, so a pool with lines of one clock runs on that.
        if len(clocks) < 2:
            clock = True in clocks
            if self._has_unlisted and any(need[not clock] < need[clock] for need in needs):
                kind_keys = [  # unlisted stock may be of the other clock
                    ALWAYS if line.kindest is not None else key
                    for line, key in zip(lines, kind_keys, strict=True)
                ]
            hard_needs = kind_needs = [need[clock] for need in needs]
        elif _is_one_order(needs):
            # The rank of a return serves as its need on either clock; the key of a line is the
            # number of needs that are in time on it.
            order = {need: at for at, need in enumerate(sorted(set(needs)), start=1)}
            on_clock = [[need[clock] for need in order] for clock in (False, True)]
            on_either = [min(need) for need in order]  # unlisted stock may be of either
            scales = [
                on_clock[line.is_from_a_zone] if line.kindest is None else on_either
                for line in lines
            ]
            hard_keys, kind_keys = (
                list(map(bisect_right, scales, keys)) for keys in (hard_keys, kind_keys)
            )
            hard_needs = kind_needs = [order[need] for need in needs]
        else:
            # No single need serves both clocks: the later one is hard on every return, the earlier
            # one kind.
            hard_needs, kind_needs = [max(need) for need in needs], [min(need) for need in needs]
        hard_lots, hard_backs = self._make_lots(hard_keys), self._make_backs(hard_needs)
        return PoolSide(
            hard_lots,
            hard_backs,
            hard_lots if kind_keys == hard_keys else self._make_lots(kind_keys),
            hard_backs if kind_needs is hard_needs else self._make_backs(kind_needs),
        )

    def _make_lots(self, keys: Sequence[int]) -> list[AnyLot]:
        return list(zip(self._line_days, keys, self._line_units, strict=True))

    def _make_backs(self, needs: Sequence[int]) -> list[AnyBack]:
        return [*zip(self._row_days, needs, self._row_units, strict=True), *self._gone]

    @cached_property
    def _rows_by_day(self) -> tuple[list[int], list[PoolRow]]:
        rows = sorted(self.rows, key=lambda row: row.day)
        return [row.day for row in rows], rows

    def _is_doubtful(self, line: PoolLine, side: int) -> bool:
        """Say whether some row may be back so early that it is not shown to have left by a line."""
        first, last = line.windows[side]
        days, rows = self._rows_by_day
        return any(
            _get_need(row, line.is_from_a_zone, side) <= last
            and not self._in_time.is_in_time(line.facts, row.facts)[side]
            for row in rows[bisect_left(days, line.day) : bisect_left(days, first)]
        )


def _get_need(row: PoolRow, is_from_a_zone: bool, side: int) -> int:
    needs = row.needs[side]
    return needs.from_a_zone if is_from_a_zone else needs.outside


def _is_one_order(needs: Iterable[Needs]) -> bool:
    """Say whether the returns are in the same order on both clocks."""
    second = [need[1] for need in sorted(needs)]
    return second == sorted(second)


def make_unlisted(units: int, latest: tuple[int, int]) -> PoolLine:
    """Return stock the ledger does not list: always there, and in time up to the latest keys."""
    nothing = Window(ALWAYS, OUT_OF_REACH)
    return PoolLine(
        UNLISTED, NEVER, units, (nothing, nothing), False, OUT_OF_REACH, None, kindest=latest
    )
