"""Ranges of one pool: what holds in every attribution, of a row, of a lot, of a row from a lot.

Numbers in, numbers out, over the lots and backs of ``stock``. slack(t) is what was available by a
day less what was taken by it; a pool is consistent where it is never negative.

4. (Hall on nested sets) At most min(row, min over t before the row of slack(t) + the units of S
   that became available after t and by the row's day) units of a row come from a set S of lots;
   t = −∞ counts with slack 0. With S the lots too late for it this gives the fewest units in time,
   with S those in time the most, with S one lot, or all but one, the range of the row from it.
5. Of a lot, at least its units less the least slack from its day on are drawn, and at most what
   was taken from its day on.
6. The units still abroad are one more row, of slack(∞) units on day +∞: theorem 4 with S the lots
   whose key is not after a day says how many lapse with it.

Rows are bounded each with the others free, so their ranges must not be added up.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate, repeat
from operator import sub
from typing import NamedTuple

from retax.matching.stock import (
    ALWAYS,
    NEVER,
    AnyBack,
    AnyLot,
    count_attributed,
)

BEFORE_ALL = NEVER - 1
"""Before the day of every lot."""


class Bounds(NamedTuple):
    """The fewest and the most units."""

    at_least: int
    at_most: int


class ManyBounds(NamedTuple):
    """The fewest and the most units of many rows, lots or days, side by side."""

    at_least: list[int]
    at_most: list[int]

    def get(self, at: int) -> Bounds:
        """Return the bounds of one of them."""
        return Bounds(self.at_least[at], self.at_most[at])

    def pick(self, places: Sequence[int]) -> ManyBounds:
        """Return the bounds of some of them, in order."""
        if len(places) == len(self.at_least):
            return self
        at_least, at_most = self
        return ManyBounds([at_least[at] for at in places], [at_most[at] for at in places])


def bound_pool(lots: Sequence[AnyLot], backs: Sequence[AnyBack]) -> Bounds:
    """Return the fewest and the most units in time of the whole pool (theorems 2 and 3).

    Raises:
        Inconsistent: the pool is not consistent.
    """
    return Bounds(count_fewest(lots, backs), count_most(lots, backs))


def count_fewest(lots: Sequence[AnyLot], backs: Sequence[AnyBack]) -> int:
    """Return the fewest units in time of the whole pool (theorem 3)."""
    return count_attributed(lots, backs, most=False)


def count_most(lots: Sequence[AnyLot], backs: Sequence[AnyBack]) -> int:
    """Return the most units in time of the whole pool (theorem 2)."""
    return count_attributed(lots, backs, most=True)


class RunningTotals:
    """The units available and taken by each day: the same whatever the keys and needs."""

    def __init__(self, lots: Sequence[AnyLot], backs: Sequence[AnyBack]) -> None:
        arriving: dict[int, int] = defaultdict(int)
        for day, _, units in lots:
            arriving[day] += units
        leaving: dict[int, int] = defaultdict(int)
        for day, _, units in backs:
            leaving[day] += units
        self.days = sorted({*arriving, *leaving})
        self.place_of = {day: at for at, day in enumerate(self.days)}
        self.available = list(accumulate(map(arriving.get, self.days, repeat(0)), initial=0))
        """By the place of the next day, the units that became available before it."""
        self.taken_before = list(accumulate(map(leaving.get, self.days, repeat(0)), initial=0))
        """By the place of a day, the units that came back or went before it; in the end, all."""
        self.slack = list(map(sub, self.available[1:], self.taken_before[1:]))
        self.least_slack_from = list(accumulate(reversed(self.slack), min))[::-1]
        """By the place of a day, the least slack from it on."""

    @cached_property
    def least_slack(self) -> _RangeMinimum:
        """The least slack of stretches of days."""
        return _RangeMinimum(self.slack)


class Ranges:
    """The running totals of a consistent pool, and the ranges read off them.

    ``totals``: those of a pool of the same days and units, whose keys and needs may differ.
    """

    def __init__(
        self, lots: Sequence[AnyLot], backs: Sequence[AnyBack], totals: RunningTotals | None = None
    ) -> None:
        self.totals = totals or RunningTotals(lots, backs)
        in_order = sorted(lots)  # by day, then by key
        self._lot_days = [lot[0] for lot in in_order]
        self._lot_places = list(map(self.totals.place_of.__getitem__, self._lot_days))
        self._lot_keys = [lot[1] for lot in in_order]
        self._lot_units = [lot[2] for lot in in_order]
        self._keys_rise = self._lot_keys == sorted(self._lot_keys)
        self._available_sums = list(accumulate(self._lot_units, initial=0))
        self._days = self.totals.days
        self._slack = self.totals.slack

    # -- running totals

    def is_consistent(self) -> bool:
        """Say whether every unit has a lot."""
        return min(self._slack, default=0) >= 0

    def list_empty_days(self) -> list[int]:
        """Return the days at whose end nothing is left: nothing of before can come back later."""
        return [day for day, slack in zip(self._days, self._slack, strict=True) if slack == 0]

    @property
    def abroad(self) -> int:
        """The units left in the end."""
        return self._slack[-1] if self._slack else 0

    # -- theorem 4

    def bound_row(self, back: AnyBack) -> Bounds:
        """Return the fewest and the most units in time of one row of the pool.

        Raises:
            ValueError: the row is of units gone for good.
        """
        day, need, units = back
        if need is None:
            raise ValueError("units gone for good are neither in time nor late")
        return self.bound_rows([(day, need, units)]).get(0)

    def bound_rows(self, rows: Sequence[tuple[int, int, int]]) -> ManyBounds:
        """Return the fewest and the most units in time of rows of the pool.

        Each is given by its day, its need and its units.
        """
        late, timely = self._count_late_and_timely(rows)
        return ManyBounds(list(map(sub, [row[2] for row in rows], late)), timely)

    def bound_lapse(self, key: int) -> Bounds:
        """Return how many units abroad are of lots with a key not above this one (theorem 6)."""
        return self.bound_lapses([key]).get(0)

    def bound_lapses(self, keys: Sequence[int]) -> ManyBounds:
        """Return how many units abroad are of lots with a key not above each (theorem 6)."""
        abroad = self.abroad
        if self._keys_rise:
            return self._bound_lapses_where_keys_rise(keys, abroad)
        late, timely = self._count_late_and_timely([(ALWAYS + 1, key + 1, abroad) for key in keys])
        return ManyBounds([abroad - units for units in timely], late)

    def _bound_lapses_where_keys_rise(self, keys: Iterable[int], abroad: int) -> ManyBounds:
        """Return the same where the lots that lapse are the oldest: no day is after the row's."""
        places, sums = self._lot_places, self._available_sums
        taken_before, least_from = self.totals.taken_before, self.totals.least_slack_from
        in_all = sums[-1]
        at_least, at_most = [], []
        for key in keys:
            lapsing = bisect_right(self._lot_keys, key)
            of_these = sums[lapsing]
            at_least.append(max(0, abroad - in_all + of_these))
            if lapsing:
                since = places[lapsing - 1]
                at_most.append(min(abroad, of_these - taken_before[since], least_from[since]))
            else:
                at_most.append(0)
        return ManyBounds(at_least, at_most)

    def bound_row_from_lot(self, back: AnyBack, lot: AnyLot) -> Bounds:
        """Return the fewest and the most units of one row of the pool from one of its lots."""
        (day, _, units), (since, _, of_lot) = back, lot
        if since > day:
            return Bounds(0, 0)
        # Theorem 4 of one lot: before its day every slack counts with the whole lot.
        most = self._find_least_slack(since, day, min(units, of_lot))
        (others,) = self.count_others([(back, lot)])
        return Bounds(max(0, units - others), most)

    def count_others(self, pairs: Iterable[tuple[AnyBack, AnyLot]]) -> list[int]:
        """Return what all lots but one have for a row after all taken before that one was there.

        Each lot is available by the day of its row; where nothing is left but for it, all units of
        the row are of it whatever the others are.
        """
        days, available, taken_before = self._days, self.totals.available, self.totals.taken_before
        return [
            available[bisect_right(days, day)] - units - taken_before[bisect_left(days, since)]
            for (day, _, _), (since, _, units) in pairs
        ]

    def _count_late_and_timely(
        self, rows: Iterable[tuple[int, int, int]]
    ) -> tuple[list[int], list[int]]:
        """Return the most units of rows from lots too late for them, and from lots in time."""
        # Under one clock a later export has a later last day, so this is the usual pool: two
        # look-ups take the place of a walk over all its days.
        if self._keys_rise:
            return self._count_where_keys_rise(rows)
        walked: dict[tuple[int, int], tuple[int, int]] = {}
        of_rows_late, of_rows_timely = [], []
        for day, need, units in rows:
            if (day, need) not in walked:
                walked[day, need] = self._walk_over_days(day, need)
            late, timely = walked[day, need]
            of_rows_late.append(min(units, late))
            of_rows_timely.append(min(units, timely))
        return of_rows_late, of_rows_timely

    def _walk_over_days(self, day: int, need: int) -> tuple[int, int]:
        """Return the least of the terms of theorem 4 for lots too late, and for lots in time."""
        stacks, days, slack = self._stacks, self._days, self._slack
        at = bisect_right(stacks, day, key=lambda stack: stack[0])
        late_after = timely_after = 0
        terms_late: list[int] = []
        terms_timely: list[int] = []
        # Event −1 is the t = −∞ of theorem 4: slack 0, and every lot became available after it.
        for event in range(bisect_left(days, day) - 1, -2, -1):
            since, left = (days[event], slack[event]) if event >= 0 else (BEFORE_ALL, 0)
            while at and stacks[at - 1][0] > since:
                at -= 1
                _, key, units = stacks[at]
                if key < need:
                    late_after += units
                else:
                    timely_after += units
            terms_late.append(left + late_after)
            terms_timely.append(left + timely_after)
        return min(terms_late), min(terms_timely)

    @cached_property
    def _stacks(self) -> list[AnyLot]:
        """The lots, those of one day and key together: there are at most as many as days can be."""
        units: dict[tuple[int, int], int] = {}
        for day, key, of_lot in zip(self._lot_days, self._lot_keys, self._lot_units, strict=True):
            units[day, key] = units.get((day, key), 0) + of_lot
        return [(day, key, of_both) for (day, key), of_both in units.items()]

    def _count_where_keys_rise(
        self, rows: Iterable[tuple[int, int, int]]
    ) -> tuple[list[int], list[int]]:
        """Return the same where the late lots are the oldest: two of the terms are then least."""
        lot_days, lot_keys, sums = self._lot_days, self._lot_keys, self._available_sums
        places, days, taken_before = self._lot_places, self._days, self.totals.taken_before
        slack, find = self._slack, self.totals.least_slack.find
        of_rows_late, of_rows_timely = [], []
        for day, need, units in rows:
            there = bisect_right(lot_days, day)
            late_lots = bisect_left(lot_keys, need, 0, there)
            late = 0
            if late_lots:
                since = places[late_lots - 1]
                late = sums[late_lots] - taken_before[since]
                before = bisect_left(days, day)
                if since < before and late:
                    is_short = before - since <= SHORT
                    least = min(slack[since:before]) if is_short else find(since, before)
                    if least < late:
                        late = least
            timely = sums[there] - sums[late_lots]
            # The less of two, without a call for each row.
            of_rows_late.append(late if late < units else units)
            of_rows_timely.append(timely if timely < units else units)
        return of_rows_late, of_rows_timely

    def _find_least_slack(self, first: int, before: int, most: int) -> int:
        """Return the least slack from a day on and before another; the limit where that is less."""
        start, stop = bisect_left(self._days, first), bisect_left(self._days, before)
        return min(most, self.totals.least_slack.find(start, stop)) if start < stop else most

    # -- theorem 5

    def bound_lot(self, lot: AnyLot) -> Bounds:
        """Return the fewest and the most units drawn of one lot of the pool."""
        return self.bound_lots([lot]).get(0)

    def bound_lots(self, lots: Iterable[AnyLot]) -> ManyBounds:
        """Return the fewest and the most units drawn of lots of the pool."""
        place_of, least_slack_from = self.totals.place_of, self.totals.least_slack_from
        taken_before = self.totals.taken_before
        in_all = taken_before[-1]
        at_least, at_most = [], []
        for day, _, units in lots:
            at = place_of[day]
            kept, left = least_slack_from[at], in_all - taken_before[at]
            at_least.append(units - kept if units > kept else 0)
            at_most.append(left if left < units else units)
        return ManyBounds(at_least, at_most)


class _RangeMinimum:
    """Least values of stretches of a list, from the least of stretches of 1, 2, 4 … values."""

    def __init__(self, values: list[int]) -> None:
        self._values = values

    @cached_property
    def _levels(self) -> list[list[int]]:
        levels = [self._values]
        step = 1
        while 2 * step <= len(self._values):
            below = levels[-1]
            levels.append(list(map(min, below, below[step:])))
            step *= 2
        return levels

    def find(self, start: int, stop: int) -> int:
        """Return the least value from a place on and before another; they must not be the same."""
        level = (stop - start).bit_length() - 1
        values = self._levels[level]
        # The two stretches may overlap, which does not change a minimum.
        return min(values[start], values[stop - (1 << level)])


SHORT = 64
"""Values that are looked through faster than the least of them is looked up."""
