"""Pools for the tests: every attribution written out, an independent flow, and pools at random."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations_with_replacement, product
from random import Random

from retax.matching.ranges import Bounds
from retax.matching.stock import Back, Lot

Matrix = tuple[tuple[int, ...], ...]
"""Units of each back (row) from each lot (column)."""


def write_out(lots: Sequence[Lot], backs: Sequence[Back]) -> Iterator[Matrix]:
    """Yield every attribution of a pool."""

    def go_on(at: int, left: tuple[int, ...]) -> Iterator[Matrix]:
        if at == len(backs):
            yield ()
            return
        for row in parts(backs[at].units, at, left):
            rest = tuple(units - taken for units, taken in zip(left, row, strict=True))
            for rows in go_on(at + 1, rest):
                yield (row, *rows)

    def parts(units: int, at: int, left: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        most = [
            min(units, left[i]) if lot.day <= backs[at].day else 0 for i, lot in enumerate(lots)
        ]
        for row in product(*(range(n + 1) for n in most)):
            if sum(row) == units:
                yield row

    yield from go_on(0, tuple(lot.units for lot in lots))


def bound(attributions: Sequence[Matrix], count: Callable[[Matrix], int]) -> Bounds:
    counts = [count(matrix) for matrix in attributions]
    return Bounds(min(counts), max(counts))


def is_in_time(lot: Lot, back: Back) -> bool:
    """Say whether a unit of the back is in time on the lot."""
    return back.need is not None and back.need <= lot.key


def in_time_of_row(lots: Sequence[Lot], backs: Sequence[Back], j: int) -> Callable[[Matrix], int]:
    timely = [i for i, lot in enumerate(lots) if is_in_time(lot, backs[j])]
    return lambda matrix: sum(matrix[j][i] for i in timely)


def in_time(lots: Sequence[Lot], backs: Sequence[Back]) -> Callable[[Matrix], int]:
    rows = [in_time_of_row(lots, backs, j) for j in range(len(backs))]
    return lambda matrix: sum(row(matrix) for row in rows)


# -- pools


def every_pool(
    most_lots: int, most_backs: int, days: int, keys: int, units: int
) -> Iterator[tuple[list[Lot], list[Back]]]:
    """Yield every pool up to a size; those that differ only in gaps between numbers, once."""
    some_lots = [Lot(*lot) for lot in product(range(days), range(keys), range(1, units + 1))]
    needs = [None, *range(keys)]
    some_backs = [Back(*back) for back in product(range(days), needs, range(1, units + 1))]
    for n, m in product(range(1, most_lots + 1), range(1, most_backs + 1)):
        for lots in combinations_with_replacement(some_lots, n):
            for backs in combinations_with_replacement(some_backs, m):
                if is_dense([lot.day for lot in lots] + [back.day for back in backs]):
                    numbers = [lot.key for lot in lots]
                    if is_dense(numbers + [b.need for b in backs if b.need is not None]):
                        yield list(lots), list(backs)


def is_dense(numbers: list[int]) -> bool:
    return set(numbers) == set(range(max(numbers) + 1))


def random_pool(
    random: Random, lots: int, backs: int, days: int, keys: int, units: int
) -> tuple[list[Lot], list[Back]]:
    """Return a consistent pool: every back was cut out of lots available by its day."""
    some = [
        Lot(random.randrange(days), random.randrange(keys), random.randint(1, units))
        for _ in range(random.randint(1, lots))
    ]
    left = [lot.units for lot in some]
    found: list[Back] = []
    for _ in range(random.randint(1, backs)):
        day = random.randrange(days)
        units_back = 0
        for i, lot in enumerate(some):
            if lot.day <= day and left[i] and random.random() < 0.5:
                taken = random.randint(1, left[i])
                left[i] -= taken
                units_back += taken
        if units_back:
            need = None if random.random() < 0.25 else random.randrange(keys)
            found.append(Back(day, need, units_back))
    return some, found


# -- a flow of least cost, which knows nothing of days or keys but which pairs go together


class _Arc:
    def __init__(self, to: int, units: int, cost: int) -> None:
        self.to, self.units, self.cost = to, units, cost
        self.back: _Arc


def cheapest_flow(
    supplies: Sequence[int], demands: Sequence[int], cost: Callable[[int, int], int | None]
) -> int | None:
    """Return the least cost of serving every demand; None where they cannot all be served.

    ``cost(demand, supply)``: of one unit; None where the pair does not go together. By successive
    shortest paths (Bellman-Ford).
    """
    source, sink = len(supplies) + len(demands), len(supplies) + len(demands) + 1
    arcs: list[list[_Arc]] = [[] for _ in range(sink + 1)]

    def connect(start: int, end: int, units: int, price: int) -> None:
        there, back = _Arc(end, units, price), _Arc(start, 0, -price)
        there.back, back.back = back, there
        arcs[start].append(there)
        arcs[end].append(back)

    for i, units in enumerate(supplies):
        connect(source, i, units, 0)
    for j, units in enumerate(demands):
        connect(len(supplies) + j, sink, units, 0)
        for i in range(len(supplies)):
            price = cost(j, i)
            if price is not None:
                connect(i, len(supplies) + j, units, price)
    total, rest = 0, sum(demands)
    while rest:
        best: dict[int, tuple[int, _Arc | None]] = {source: (0, None)}
        changed = {source}
        while changed:
            at = changed.pop()
            for arc in arcs[at]:
                there = best[at][0] + arc.cost
                if arc.units and (arc.to not in best or there < best[arc.to][0]):
                    best[arc.to] = there, arc
                    changed.add(arc.to)
        if sink not in best:
            return None
        way: list[_Arc] = []
        at = sink
        while at != source:
            arc_in = best[at][1]
            assert arc_in is not None
            way.append(arc_in)
            at = arc_in.back.to
        units = min(rest, *(arc.units for arc in way))
        for arc in way:
            arc.units -= units
            arc.back.units += units
        total += units * best[sink][0]
        rest -= units
    return total


def bound_by_flow(
    lots: Sequence[Lot], backs: Sequence[Back], counts: Callable[[int, int], bool]
) -> Bounds | None:
    """Return the fewest and the most units on the pairs (back, lot) that count."""

    def price(sign: int) -> Callable[[int, int], int | None]:
        def of_pair(j: int, i: int) -> int | None:
            return None if lots[i].day > backs[j].day else sign * counts(j, i)

        return of_pair

    supplies, demands = [lot.units for lot in lots], [back.units for back in backs]
    fewest = cheapest_flow(supplies, demands, price(1))
    most = cheapest_flow(supplies, demands, price(-1))
    return None if fewest is None or most is None else Bounds(fewest, -most)
