"""The theorems of one pool against every attribution written out, and against a flow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from random import Random

import pytest

from matching.pools import (
    Matrix,
    bound,
    bound_by_flow,
    every_pool,
    in_time,
    in_time_of_row,
    is_in_time,
    random_pool,
    write_out,
)
from retax.matching.ranges import Bounds, Ranges, bound_pool
from retax.matching.stock import (
    ALWAYS,
    NEVER,
    Back,
    Inconsistent,
    Lot,
    Piece,
    attribute_fewest,
    attribute_first_in_first_out,
    attribute_most,
    count_in_time,
    find_shortage,
)

ATTRIBUTE = (attribute_most, attribute_fewest, attribute_first_in_first_out)


def as_matrix(pieces: Iterable[Piece], lots: Sequence[Lot], backs: Sequence[Back]) -> Matrix:
    units = [[0] * len(lots) for _ in backs]
    for piece in pieces:
        units[piece.back][piece.lot] += piece.units
    return tuple(map(tuple, units))


def compare_with_every_attribution(lots: list[Lot], backs: list[Back]) -> bool:
    """Compare every range of a pool; return whether the pool is consistent."""
    attributions = list(write_out(lots, backs))
    ranges = Ranges(lots, backs)
    assert ranges.is_consistent() == bool(attributions) == (find_shortage(lots, backs) is None)
    if not attributions:
        for attribute in ATTRIBUTE:
            with pytest.raises(Inconsistent):
                attribute(lots, backs)
        return False
    possible = set(attributions)
    for attribute in ATTRIBUTE:
        assert as_matrix(attribute(lots, backs), lots, backs) in possible
    assert bound_pool(lots, backs) == bound(attributions, in_time(lots, backs))
    for j, back in enumerate(backs):
        if back.need is not None:
            found = bound(attributions, in_time_of_row(lots, backs, j))
            assert ranges.bound_row(back) == found
        for i, lot in enumerate(lots):
            found = bound(attributions, lambda m, j=j, i=i: m[j][i])  # type: ignore[misc]
            assert ranges.bound_row_from_lot(back, lot) == found
    for i, lot in enumerate(lots):
        drawn = bound(attributions, lambda m, i=i: sum(row[i] for row in m))  # type: ignore[misc]
        assert ranges.bound_lot(lot) == drawn
    everything = sum(lot.units for lot in lots)
    assert ranges.abroad == everything - sum(back.units for back in backs)
    for key in {lot.key for lot in lots}:
        lapsing = [i for i, lot in enumerate(lots) if lot.key <= key]
        there = sum(lots[i].units for i in lapsing)
        lapse = bound(
            attributions,
            lambda m, lapsing=lapsing, there=there: (  # type: ignore[misc]
                there - sum(row[i] for row in m for i in lapsing)
            ),
        )
        assert ranges.bound_lapse(key) == lapse
    return True


@pytest.mark.long
@pytest.mark.parametrize(("lots", "backs"), [(3, 2), (2, 3)])
def test_every_range_of_every_small_pool_is_that_of_all_its_attributions(
    lots: int, backs: int
) -> None:
    consistent = 0
    for pool in every_pool(lots, backs, days=3, keys=3, units=2):
        consistent += compare_with_every_attribution(*pool)
    assert consistent > 10_000


def test_every_range_of_sampled_small_pools_is_that_of_all_their_attributions() -> None:
    random = Random(15)
    consistent = 0
    for _ in range(700):
        pool = (
            [
                Lot(random.randrange(3), random.randrange(3), random.randint(1, 2))
                for _ in range(random.randint(1, 3))
            ],
            [
                Back(random.randrange(3), random.choice([None, 0, 1, 2]), random.randint(1, 2))
                for _ in range(random.randint(1, 3))
            ],
        )
        consistent += compare_with_every_attribution(*pool)
    assert consistent > 200


def test_every_range_of_the_smallest_pools_is_that_of_all_their_attributions() -> None:
    for pool in every_pool(2, 1, days=3, keys=3, units=2):
        compare_with_every_attribution(*pool)


def compare_with_a_flow(lots: list[Lot], backs: list[Back], random: Random) -> None:
    def bounds(counts: Callable[[int, int], bool]) -> Bounds:
        return bound_by_flow(lots, backs, counts) or Bounds(0, 0)

    ranges = Ranges(lots, backs)
    assert bound_pool(lots, backs) == bounds(lambda j, i: is_in_time(lots[i], backs[j]))
    for row, back in enumerate(backs):
        if back.need is not None:
            of_row = partial(is_in_time_in_row, lots, backs, row)
            assert ranges.bound_row(back) == bounds(of_row)
        at = random.randrange(len(lots))
        assert ranges.bound_row_from_lot(back, lots[at]) == bounds(partial(is_pair, row, at))
    for at, lot in enumerate(lots):
        assert ranges.bound_lot(lot) == bounds(partial(is_of_lot, at))


def is_in_time_in_row(lots: list[Lot], backs: list[Back], row: int, j: int, i: int) -> bool:
    return j == row and is_in_time(lots[i], backs[j])


def is_pair(row: int, at: int, j: int, i: int) -> bool:
    return (j, i) == (row, at)


def is_of_lot(at: int, _: int, i: int) -> bool:
    return i == at


def test_every_range_of_larger_pools_is_that_of_a_flow_of_least_cost() -> None:
    random = Random(16)
    for _ in range(60):
        lots, backs = random_pool(random, lots=7, backs=9, days=8, keys=9, units=9)
        compare_with_a_flow(lots, backs, random)


def test_keys_that_rise_with_the_days_give_the_same_ranges_as_keys_that_need_not() -> None:
    random = Random(17)
    for _ in range(300):
        lots, backs = random_pool(random, lots=6, backs=6, days=6, keys=6, units=4)
        keys = sorted(lot.key for lot in lots)
        rising = [lot._replace(key=key) for lot, key in zip(sorted(lots), keys, strict=True)]
        quick, slow = Ranges(rising, backs), Ranges(rising, backs)
        slow._keys_rise = False
        assert quick._keys_rise
        for back in backs:
            if back.need is not None:
                assert quick.bound_row(back) == slow.bound_row(back)
        for key in (keys[0] - 1, *keys):
            assert quick.bound_lapse(key) == slow.bound_lapse(key)


def test_ranges_over_many_days_are_those_of_a_walk_over_all_of_them() -> None:
    random = Random(20)
    lots = [Lot(day, day + 90, random.randint(1, 9)) for day in range(0, 400, 2)]
    backs = [Back(random.randrange(401, 800), random.randrange(600), 1) for _ in range(200)]
    backs += [Back(day, day + random.randrange(90), 1) for day in range(50, 400, 7)]
    quick, slow = Ranges(lots, backs), Ranges(lots, backs)
    slow._keys_rise = False
    for back in backs:
        assert quick.bound_row(back) == slow.bound_row(back)


def test_first_in_first_out_lies_between_the_fewest_and_the_most() -> None:
    random = Random(18)
    between = 0
    for _ in range(300):
        lots, backs = random_pool(random, lots=5, backs=6, days=6, keys=6, units=4)
        count = count_in_time(lots, backs, attribute_first_in_first_out(lots, backs))
        fewest, most = bound_pool(lots, backs)
        assert fewest <= count <= most
        between += fewest < count < most
    assert between > 5


def test_first_in_first_out_takes_the_oldest_then_the_soonest_to_lapse_then_the_first_given() -> (
    None
):
    lots = [Lot(1, 5, 1), Lot(0, 9, 1), Lot(1, 4, 1), Lot(1, 4, 1)]
    pieces = attribute_first_in_first_out(lots, [Back(1, 0, 1), Back(1, 0, 3)])
    assert [(piece.back, piece.lot) for piece in pieces] == [(0, 1), (1, 2), (1, 3), (1, 0)]


def test_first_in_first_out_lets_units_gone_leave_before_those_that_come_back_that_day() -> None:
    lots = [Lot(0, 5, 2), Lot(1, 9, 2)]
    pieces = attribute_first_in_first_out(lots, [Back(3, 0, 2), Back(3, None, 2)])
    assert pieces == [Piece(1, 0, 2), Piece(0, 1, 2)]


def test_a_unit_without_a_lot_is_named() -> None:
    for attribute in ATTRIBUTE:
        with pytest.raises(Inconsistent, match="2 units of back 1 have no lot"):
            attribute([Lot(0, 0, 4)], [Back(1, 0, 3), Back(2, 0, 3)])
    with pytest.raises(Inconsistent, match="3 units of back 0 have no lot"):
        attribute_first_in_first_out([Lot(1, 0, 4)], [Back(0, 0, 3)])


def test_more_gone_or_a_later_lot_or_an_earlier_row_never_widens_a_range() -> None:
    random = Random(19)
    compared = 0
    for _ in range(400):
        lots, backs = random_pool(random, lots=4, backs=5, days=6, keys=6, units=4)
        more_lots, more_backs = list(lots), list(backs)
        at = random.randrange(len(lots))
        match random.randrange(3):
            case 0:
                more_backs.append(Back(random.randrange(6), None, random.randint(1, 3)))
            case 1:
                more_lots[at] = lots[at]._replace(day=lots[at].day + 1)
            case 2:
                more_backs = [b._replace(day=b.day - 1) for b in backs]
        if find_shortage(more_lots, more_backs) is None:
            compared += 1
            before, after = bound_pool(lots, backs), bound_pool(more_lots, more_backs)
            assert before.at_least <= after.at_least
            assert after.at_most <= before.at_most
    assert compared > 150


def test_the_fewest_are_not_what_is_left_of_the_most_late_pairs() -> None:
    # Row 1 comes back while only A has left, row 2 is late on A: it must be B, so all 20 are sure.
    lots = [Lot(0, 10, 10), Lot(5, 20, 10)]
    backs = [Back(2, 5, 10), Back(8, 15, 10)]
    assert bound_pool(lots, backs) == (20, 20)
    ranges = Ranges(lots, backs)
    assert ranges.bound_row_from_lot(backs[1], lots[1]) == (10, 10)


def test_a_shortage_names_the_day_by_which_most_is_missing() -> None:
    lots = [Lot(0, 0, 120), Lot(10, 0, 200)]
    found = find_shortage(lots, [Back(5, 0, 130), Back(12, 0, 40)])
    assert found is not None
    assert (found.day, found.taken, found.available, found.units) == (5, 130, 120, 10)


def test_a_pool_of_nothing_lacks_nothing() -> None:
    assert find_shortage([], []) is None
    assert bound_pool([], []) == (0, 0)
    assert bound_pool([Lot(0, 0, 0), Lot(0, 1, 2)], [Back(1, 0, 2)]) == (2, 2)
    emptied = [Lot(0, 1, 0), Lot(0, 1, 2)]
    assert attribute_most(emptied, [Back(1, 0, 2)]) == [Piece(0, 1, 2)]
    nothing = Ranges([], [])
    assert (nothing.is_consistent(), nothing.abroad, nothing.list_empty_days()) == (True, 0, [])


def test_every_day_lies_between_never_and_always() -> None:
    assert (NEVER, ALWAYS) == (-1_000_000_000, 1_000_000_000)
    assert NEVER < date.min.toordinal() < date.max.toordinal() < ALWAYS


def test_books_are_empty_on_the_days_nothing_is_left() -> None:
    ranges = Ranges([Lot(0, 0, 2), Lot(4, 0, 3)], [Back(2, 0, 2), Back(9, None, 1)])
    assert ranges.list_empty_days() == [2]
    assert ranges.abroad == 2


def test_what_lapses_comes_after_units_gone_on_no_day_that_is_known() -> None:
    ranges = Ranges([Lot(0, 5, 3), Lot(1, 9, 4)], [Back(ALWAYS, None, 5)])
    assert ranges.abroad == 2
    assert ranges.bound_lapse(5) == (0, 2)
    assert ranges.bound_lapse(9) == (2, 2)


def test_units_gone_have_no_range_in_time() -> None:
    gone = Back(ALWAYS, None, 1)
    with pytest.raises(ValueError, match=r"^units gone for good are neither in time nor late$"):
        Ranges([Lot(0, 0, 1)], [gone]).bound_row(gone)
