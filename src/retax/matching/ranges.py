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
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from retax.matching.stock import (
    ALWAYS,
    Back,
    Lot,
    count_attributed,
)


class Bounds(NamedTuple):
    """The fewest and the most units."""

    at_least: int
    at_most: int


def bound_pool(lots: Sequence[Lot], backs: Sequence[Back]) -> Bounds:
    """Return the fewest and the most units in time of the whole pool (theorems 2 and 3).

    Raises:
        Inconsistent: the pool is not consistent.
    """
    return Bounds(count_fewest(lots, backs), count_most(lots, backs))


def count_fewest(lots: Sequence[Lot], backs: Sequence[Back]) -> int:
    """Return the fewest units in time of the whole pool (theorem 3)."""
    return count_attributed(lots, backs, most=False)


def count_most(lots: Sequence[Lot], backs: Sequence[Back]) -> int:
    """Return the most units in time of the whole pool (theorem 2)."""
    return count_attributed(lots, backs, most=True)


class RunningTotals:
    """The units available and taken by each day: the same whatever the keys and needs."""

    def __init__(self, lots: Sequence[Lot], backs: Sequence[Back]) -> None:
        available = sorted((lot.day, lot.units) for lot in lots)
        taken = sorted((back.day, back.units) for back in backs)
        self.lot_days = [day for day, _ in available]
        self.available_sums = [0, *accumulate(units for _, units in available)]
        self.back_days = [day for day, _ in taken]
        self.taken_sums = [0, *accumulate(units for _, units in taken)]
        self.days = sorted({*self.lot_days, *self.back_days})
        self.slack = [self.count_available(day) - self.count_taken(day) for day in self.days]

    def count_available(self, day: int) -> int:
        """Return the units that became available by a day."""
        return self.available_sums[bisect_right(self.lot_days, day)]

    def count_taken(self, day: int) -> int:
        """Return the units that came back or went by a day."""
        return self.taken_sums[bisect_right(self.back_days, day)]

    def count_taken_before(self, day: int) -> int:
        """Return the units that came back or went before a day."""
        return self.taken_sums[bisect_left(self.back_days, day)]

    @cached_property
    def least_slack(self) -> _RangeMinimum:
        """The least slack of stretches of days."""
        return _RangeMinimum(self.slack)


class Ranges:
    """The running totals of a consistent pool, and the ranges read off them.

    ``totals``: those of a pool of the same days and units, whose keys and needs may differ.
    """

    def __init__(
        self, lots: Sequence[Lot], backs: Sequence[Back], totals: RunningTotals | None = None
    ) -> None:
        self.totals = totals or RunningTotals(lots, backs)
        in_order = sorted(lots)  # by day, then by key
        self._lot_days = self.totals.lot_days
        self._lot_keys = [lot.key for lot in in_order]
        self._lot_units = [lot.units for lot in in_order]
        self._keys_rise = self._lot_keys == sorted(self._lot_keys)
        self._available_sums = [0, *accumulate(self._lot_units)]
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

    def bound_row(self, back: Back) -> Bounds:
        """Return the fewest and the most units in time of one row of the pool.

        Raises:
            ValueError: the row is of units gone for good.
        """
        if back.need is None:
            raise ValueError("units gone for good are neither in time nor late")
        late, timely = self._count_late_and_timely(back.day, back.need, back.units)
        return Bounds(back.units - late, timely)

    def bound_lapse(self, key: int) -> Bounds:
        """Return how many units abroad are of lots with a key not above this one (theorem 6)."""
        late, timely = self._count_late_and_timely(ALWAYS + 1, key + 1, self.abroad)
        return Bounds(self.abroad - timely, late)

    def bound_row_from_lot(self, back: Back, lot: Lot) -> Bounds:
        """Return the fewest and the most units of one row of the pool from one of its lots."""
        if lot.day > back.day:
            return Bounds(0, 0)
        # Theorem 4 of one lot: before its day every slack counts with the whole lot.
        most = self._find_least_slack(lot.day, back.day, min(back.units, lot.units))
        # Of all other lots: what they have after all that was taken before the lot was there.
        others = (
            self.totals.count_available(back.day)
            - lot.units
            - self.totals.count_taken_before(lot.day)
        )
        return Bounds(max(0, back.units - others), most)

    def _count_late_and_timely(self, day: int, need: int, units: int) -> tuple[int, int]:
        """Return the most units of a row from lots too late for it, and from lots in time."""
        # Under one clock a later export has a later last day, so this is the usual pool: two
        # look-ups take the place of a walk over all its days.
        if self._keys_rise:
            return self._count_where_keys_rise(day, need, units)
        there = bisect_right(self._lot_days, day)
        late = timely = units
        late_after = timely_after = 0
        at = there
        # Event −1 is the t = −∞ of theorem 4: slack 0, and every lot became available after it.
        for event in range(bisect_left(self._days, day) - 1, -2, -1):
            since = self._days[event] if event >= 0 else None
            while at and (since is None or self._lot_days[at - 1] > since):
                at -= 1
                if self._lot_keys[at] < need:
                    late_after += self._lot_units[at]
                else:
                    timely_after += self._lot_units[at]
            slack = self._slack[event] if event >= 0 else 0
            late = min(late, slack + late_after)
            timely = min(timely, slack + timely_after)
        return late, timely

    def _count_where_keys_rise(self, day: int, need: int, units: int) -> tuple[int, int]:
        """Return the same where the late lots are the oldest: two of the terms are then least."""
        there = bisect_right(self._lot_days, day)
        late_lots = min(bisect_left(self._lot_keys, need), there)
        late_units = self._available_sums[late_lots]
        timely = min(units, self._available_sums[there] - late_units)
        if not late_lots:
            return 0, timely
        last_late = self._lot_days[late_lots - 1]
        before = late_units - self.totals.count_taken_before(last_late)
        return self._find_least_slack(last_late, day, min(units, before)), timely

    def _find_least_slack(self, first: int, before: int, most: int) -> int:
        """Return the least slack from a day on and before another; the limit where that is less."""
        start, stop = bisect_left(self._days, first), bisect_left(self._days, before)
        return min(most, self.totals.least_slack.find(start, stop)) if start < stop else most

    # -- theorem 5

    def bound_lot(self, lot: Lot) -> Bounds:
        """Return the fewest and the most units drawn of one lot of the pool."""
        least = self.totals.least_slack.find(bisect_left(self._days, lot.day), len(self._days))
        after = self.totals.taken_sums[-1] - self.totals.count_taken_before(lot.day)
        return Bounds(max(0, lot.units - least), min(lot.units, after))


class _RangeMinimum:
    """Least values of stretches of a list, from the least of stretches of 1, 2, 4 … values."""

    def __init__(self, values: list[int]) -> None:
        self._levels = [values]
        step = 1
        while 2 * step <= len(values):
            below = self._levels[-1]
            self._levels.append(list(map(min, below, below[step:])))
            step *= 2

    def find(self, start: int, stop: int) -> int:
        """Return the least value from a place on and before another; they must not be the same."""
        level = (stop - start).bit_length() - 1
        values = self._levels[level]
        # The two stretches may overlap, which does not change a minimum.
        return min(values[start], values[stop - (1 << level)])
