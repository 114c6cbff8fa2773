"""One pool of interchangeable units: lots that became available, and units that came back or went.

Numbers in, numbers out. A :class:`Lot` is available from its day on and in time for every need up
to its key. A :class:`Back` takes units on its day; ``need`` None marks units gone for good, neither
in time nor late. In an attribution every unit of a back comes from a lot available by its day, and
no lot gives more than it has.

What is available on one day is available on every later one, so the sets are nested. Three theorems
rest on that alone:

1. Taken in the order of their days, the backs can draw on any available lots: whatever is chosen,
   the rest can still be attributed, if it ever could.
2. Most in time: each unit takes the smallest key that is in time for it; if there is none, the
   smallest key of all. A unit gone takes the smallest.
3. Fewest in time: each unit takes the largest key that is too late for it; if there is none, the
   largest of all. A unit gone takes the largest.

Proof of 2 and 3 by exchange: an earlier unit and a later one may always swap lots, for both lots
were available to the earlier unit, hence to the later one.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple, TypeAlias

NEVER = -(10**9)
ALWAYS = 10**9
"""Before and after every day that has a number of its own."""


class Lot(NamedTuple):
    """Units available from a day on, in time for needs up to the key."""

    day: int
    key: int
    units: int


class Back(NamedTuple):
    """Units that came back on a day, or went for good (``need`` None)."""

    day: int
    need: int | None
    units: int


AnyLot: TypeAlias = tuple[int, int, int]
"""A :class:`Lot`, or its numbers alone, which cost a third of it."""

AnyBack: TypeAlias = tuple[int, int | None, int]
"""A :class:`Back`, or its numbers alone."""


class Piece(NamedTuple):
    """Units of one back from one lot, by their places in the lists given."""

    back: int
    lot: int
    units: int


class Shortage(NamedTuple):
    """The first day by which most units are missing: what was taken, and what was available."""

    day: int
    taken: int
    available: int

    @property
    def units(self) -> int:
        """The units without any lot."""
        return self.taken - self.available


class Inconsistent(ValueError):
    """More units came back, or went, by some day than were available by it."""


def find_shortage(lots: Sequence[AnyLot], backs: Sequence[AnyBack]) -> Shortage | None:
    """Return the day by which most units are missing; None where every unit has a lot."""
    changes: dict[int, list[int]] = {}
    for day, _, units in lots:
        changes.setdefault(day, [0, 0])[0] += units
    for day, _, units in backs:
        changes.setdefault(day, [0, 0])[1] += units
    days = sorted(changes)
    available = accumulate(changes[day][0] for day in days)
    taken = accumulate(changes[day][1] for day in days)
    sums = map(Shortage, days, taken, available)
    worst = max(sums, key=lambda found: found.units, default=None)
    return worst if worst is not None and worst.units > 0 else None


def attribute_most(lots: Sequence[AnyLot], backs: Sequence[AnyBack]) -> list[Piece]:
    """Attribute every unit so that most are in time (theorem 2).

    Raises:
        Inconsistent: a unit has no lot.
    """
    return _attribute(lots, backs, most=True)


def attribute_fewest(lots: Sequence[AnyLot], backs: Sequence[AnyBack]) -> list[Piece]:
    """Attribute every unit so that fewest are in time (theorem 3).

    Raises:
        Inconsistent: a unit has no lot.
    """
    return _attribute(lots, backs, most=False)


def attribute_first_in_first_out(lots: Sequence[AnyLot], backs: Sequence[AnyBack]) -> list[Piece]:
    """Attribute every unit to the oldest lot; within a day, what is gone leaves first.

    Raises:
        Inconsistent: a unit has no lot.
    """
    days, _, units_of = zip(*lots, strict=True) if lots else ((), (), ())
    # Lots of one day and key are in the order given.
    lot_order = [lot[:2] for lot in lots]
    oldest_first = iter(sorted(range(len(lots)), key=lot_order.__getitem__))
    # False sorts before True: of one day, units gone leave first.
    back_order = [(day, need is not None) for day, need, _ in backs]
    in_order = sorted(range(len(backs)), key=back_order.__getitem__)
    pieces: list[Piece] = []
    lot, left = -1, 0
    for back in in_order:
        day, _, rest = backs[back]
        while rest:
            while not left:
                lot = next(oldest_first, -1)
                if lot < 0 or days[lot] > day:
                    raise Inconsistent(f"{rest} units of back {back} have no lot")
                left = units_of[lot]
            taken = min(rest, left)
            pieces.append(Piece(back, lot, taken))
            rest -= taken
            left -= taken
    return pieces


def count_in_time(lots: Sequence[AnyLot], backs: Sequence[AnyBack], pieces: Sequence[Piece]) -> int:
    """Count the units that are in time under an attribution."""
    return sum([units for _, _, units in list_in_time(lots, backs, pieces)])


def list_in_time(
    lots: Sequence[AnyLot], backs: Sequence[AnyBack], pieces: Iterable[Piece]
) -> list[Piece]:
    """Return the pieces that are in time."""
    keys = [key for _, key, _ in lots]
    needs = [ALWAYS_LATE if need is None else need for _, need, _ in backs]
    return [piece for piece in pieces if needs[piece[0]] <= keys[piece[1]]]


def count_attributed(lots: Sequence[AnyLot], backs: Sequence[AnyBack], *, most: bool) -> int:
    """Return the most, or the fewest, units that can be in time (theorems 2 and 3).

    Raises:
        Inconsistent: a unit has no lot.
    """
    needs = [ALWAYS_LATE if need is None else need for _, need, _ in backs]
    taken = _take_keys(lots, backs, most=most)
    return sum([units for j, key, units in taken if needs[j] <= key])


AFTER_ALL = ALWAYS + 1
"""After the day of every back."""

ALWAYS_LATE = 10**10
"""A need above every key: that of units gone."""


# -- the sweep of theorems 2 and 3


def _attribute(lots: Sequence[AnyLot], backs: Sequence[AnyBack], *, most: bool) -> list[Piece]:
    """Return which units of backs are of which lots: of those of one key the oldest goes first."""
    of_key: dict[int, deque[int]] = {}
    for i in sorted(range(len(lots)), key=lots.__getitem__):
        of_key.setdefault(lots[i][1], deque()).append(i)
    left = [units for _, _, units in lots]
    pieces: list[Piece] = []
    for back, key, rest in _take_keys(lots, backs, most=most):
        waiting = of_key[key]
        while rest:
            i = waiting[0]
            units = min(rest, left[i])
            if units:  # a line may be used up by what its evidence takes
                pieces.append(Piece(back, i, units))
            rest -= units
            left[i] -= units
            if not left[i]:
                waiting.popleft()
    return pieces


def _take_keys(
    lots: Sequence[AnyLot], backs: Sequence[AnyBack], *, most: bool
) -> list[tuple[int, int, int]]:
    """Take the backs by their days, each from the lots of the key that is picked in stock.

    Returns how many units of a back are of lots of a key; those of one key are interchangeable.
    """
    arriving = sorted(lots)
    # One that never arrives, so that the walk need not look for the end of the list.
    arriving.append((AFTER_ALL, 0, 0))
    arrived = 0
    keys: list[int] = []  # distinct keys in stock, ascending
    stock: dict[int, int] = {}
    taken: list[tuple[int, int, int]] = []
    for j in sorted(range(len(backs)), key=[day for day, _, _ in backs].__getitem__):
        day, need, rest = backs[j]
        while arriving[arrived][0] <= day:
            _, key, units = arriving[arrived]
            arrived += 1
            if key in stock:
                stock[key] += units
            elif units:
                insort(keys, key)
                stock[key] = units
        while rest:
            if not keys:
                raise Inconsistent(f"{rest} units of back {j} have no lot")
            if most:  # the smallest key in time, else the smallest of all
                at = 0 if need is None else bisect_left(keys, need)
                if at == len(keys):
                    at = 0
            else:  # the largest key too late, else the largest of all
                at = -1 if need is None else bisect_left(keys, need) - 1
            key = keys[at]
            has = stock[key]
            if has > rest:
                taken.append((j, key, rest))
                stock[key] = has - rest
                break
            taken.append((j, key, has))
            rest -= has
            del stock[key], keys[at]
    return taken
