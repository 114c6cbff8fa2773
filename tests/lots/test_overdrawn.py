from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import samples
from retax import Overdrawn, ValidationError, overdrawn
from retax.lots.overdrawn import LACKS, Beyond, ExportLines, RunningLines, Shown
from samples import validate


def row(returned: Any = 1, exported: Any = 5, item: int | None = 1, **more: Any) -> dict[str, Any]:
    return {
        "export_entry": samples.LIST_NUMBER,
        "export_item": item,
        "exported_quantity": exported,
        "returned_quantity": returned,
        **more,
    }


def test_a_line_returned_in_full_is_not_overdrawn() -> None:
    assert overdrawn([row(2), row(3)]) == []
    assert overdrawn([]) == []


def test_the_rows_beyond_the_exported_quantity_are_named() -> None:
    assert overdrawn([row(2), row(3), row(1), row(1)]) == [
        Overdrawn(samples.LIST_NUMBER, 1, Decimal(5), Decimal(7), (2, 3))
    ]


def test_a_row_that_goes_over_is_beyond_as_a_whole() -> None:
    (found,) = overdrawn([row(4), row(2)])
    assert found.rows == (1,)


def test_items_of_one_paper_are_lines_of_their_own() -> None:
    assert overdrawn([row(3, item=1), row(3, item=2), row(3, item=None)]) == []
    found = overdrawn([row(3, item=1), row(6, item=2), row(6, item=None)])
    assert [(one.export_item, one.rows) for one in found] == [(2, (1,)), (None, (2,))]


def test_papers_are_kept_apart() -> None:
    other = samples.LIST_NUMBER[:-1] + "9"
    assert overdrawn([row(3), row(3, export_entry=other)]) == []


@pytest.mark.parametrize("lacks", ["export_entry", "returned_quantity"])
def test_a_row_without_number_or_quantity_is_passed_over(lacks: str) -> None:
    assert overdrawn([row(5), row(5, **{lacks: None})]) == []


def test_a_line_of_which_nobody_tells_the_exported_quantity_is_passed_over() -> None:
    assert overdrawn([row(5, exported=None)]) == []


def test_one_row_may_tell_the_exported_quantity_for_all() -> None:
    (found,) = overdrawn([row(3, exported=None), row(3, exported=5)])
    assert found.rows == (1,)


@pytest.mark.parametrize("exported", [*permutations([9, 5, None])])
def test_the_smallest_exported_quantity_counts(exported: tuple[Any, ...]) -> None:
    rows = [row(3, exported=quantity) for quantity in exported]
    (found,) = overdrawn(rows)
    assert found.exported == 5
    lines = RunningLines()
    so_far = [lines.add(validate(**each)).beyond for each in rows]
    assert so_far[2] == Beyond(Decimal(5), Decimal(6))


def test_what_came_back_before_counts_once() -> None:
    assert overdrawn([row(2, returned_before=1), row(2, returned_before=1)]) == []
    (found,) = overdrawn([row(2, returned_before=1), row(2, returned_before=4)])
    assert (found.returned, found.rows) == (Decimal(6), (1,))


def test_what_came_back_before_may_include_the_rows_before_it() -> None:
    assert overdrawn([row(2, returned_before=0), row(3, returned_before=2)]) == []
    later = row(3, returned_before=2, returned_on="2026-07-02")
    assert overdrawn([later, row(2, returned_before=0, returned_on="2026-07-01")]) == []
    (found,) = overdrawn([row(3, returned_before=2), row(2, returned_before=0)])
    assert (found.returned, found.rows) == (Decimal(7), (1,))
    (found,) = overdrawn([row(2, returned_before=0), row(4, returned_before=2)])
    assert (found.returned, found.rows) == (Decimal(6), (1,))


def test_rows_are_taken_in_the_order_in_which_the_units_came_back() -> None:
    first: dict[str, Any] = {"returned_on": "2026-07-01"}
    second: dict[str, Any] = {"returned_on": "2026-07-02"}
    (found,) = overdrawn([row(4, **second), row(3, **first)])
    assert found.rows == (0,)
    (found,) = overdrawn([row(4, **first), row(3, **second)])
    assert found.rows == (1,)


def test_of_one_day_the_first_row_came_back_first() -> None:
    (found,) = overdrawn([row(3, returned_on="2026-07-01"), row(3, returned_on="2026-07-01")])
    assert found.rows == (1,)


def test_a_row_without_a_day_comes_last_in_the_order_of_the_file() -> None:
    (found,) = overdrawn([row(3), row(1), row(4, returned_on="2026-12-31")])
    assert found.rows == (0, 1)


def test_the_day_outside_any_zone_counts_where_no_day_of_return_is_stated() -> None:
    zone: dict[str, Any] = {"domestic_on": "2026-07-02"}
    border: dict[str, Any] = {"returned_on": "2026-07-03"}
    (found,) = overdrawn([row(3, **border), row(3, **zone)])
    assert found.rows == (0,)
    both: dict[str, Any] = {"returned_on": "2026-07-01", "domestic_on": "2026-07-09"}
    (found,) = overdrawn([row(3, **zone), row(3, **both)])
    assert found.rows == (0,)


def test_the_rows_beyond_are_named_in_the_order_of_the_file() -> None:
    days = ("2026-07-04", "2026-07-01", "2026-07-03", "2026-07-02")
    (found,) = overdrawn([row(2, exported=3, returned_on=day) for day in days])
    assert (found.rows, found.returned) == ((0, 2, 3), Decimal(8))


def test_positions_count_all_rows_of_the_file() -> None:
    (found,) = overdrawn([{}, row(5), {}, row(1)])
    assert found.rows == (3,)


def test_rows_may_be_models_and_come_from_a_generator() -> None:
    def rows() -> Iterator[Any]:
        yield validate(**row(5))
        yield row(1)

    (found,) = overdrawn(rows())
    assert found.rows == (1,)


def test_names_and_quantities_may_be_written_in_chinese() -> None:
    chinese = {
        "清单编号": samples.LIST_NUMBER,
        "项号": "1",
        "出口数量": "1.0",
        "本次退运数量": "1.5",
    }
    (found,) = overdrawn([chinese])
    assert (found.exported, found.returned) == (Decimal("1.0"), Decimal("1.5"))


def test_a_row_that_cannot_be_read_is_reported_with_its_position() -> None:
    with pytest.raises(ValidationError) as caught:
        overdrawn([row(), row(), row(-1)])
    assert any("2" in note for note in caught.value.__notes__)


def test_rows_that_cannot_be_read_can_be_passed_over_and_the_others_keep_their_positions() -> None:
    (found,) = overdrawn([row(3), row(-1), row(3)], errors="skip")
    assert found.rows == (2,)


def test_another_way_to_treat_errors_is_refused() -> None:
    with pytest.raises(ValueError, match="errors is 'return'; accepted are 'raise' and 'skip'"):
        overdrawn([row()], errors="return")  # type: ignore[arg-type]


@pytest.mark.parametrize(("rows", "given"), [(None, "None"), (row(), "a single dict")])
def test_what_is_not_many_rows_is_refused(rows: Any, given: str) -> None:
    with pytest.raises(ValueError, match=f"^rows is {given}; accepted are many lines of goods$"):
        overdrawn(rows)


def test_many_digits_are_added_exactly() -> None:
    big = "123456789012345678901234"
    small = "0.00000000000000000000001"
    assert overdrawn([row(big, exported=big)]) == []
    (found,) = overdrawn([row(big, exported=big), row(small, exported=big)])
    assert found.returned == Decimal("123456789012345678901234.00000000000000000000001")


DAYS = (None, *(date(2026, 7, n) for n in (1, 2, 3)))


@given(
    st.lists(
        st.tuples(
            st.integers(1, 3),
            st.decimals("0.001", 10, places=3),
            st.sampled_from(DAYS),
            st.none() | st.decimals(0, 10, places=3),
        ),
        min_size=1,
        max_size=12,
    ),
    st.decimals("0.001", 30, places=3),
)
def test_it_agrees_with_adding_up_by_hand(
    returns: list[tuple[int, Decimal, date | None, Decimal | None]], exported: Decimal
) -> None:
    rows = [
        row(quantity, exported, item, returned_on=day, returned_before=before)
        for item, quantity, day, before in returns
    ]
    found = {one.export_item: one for one in overdrawn(rows)}
    for item in (1, 2, 3):
        total, beyond = Decimal(0), []
        for day in (*DAYS[1:], None):  # those without a day are the last
            for position, (of, quantity, of_day, before) in enumerate(returns):
                if of == item and of_day == day:
                    total = max(total, before or Decimal(0)) + quantity
                    if total > exported:
                        beyond.append(position)
        if beyond:
            assert found[item].rows == tuple(sorted(beyond))
            assert found[item].returned == total
        else:
            assert item not in found


# -- a stream -----------------------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(
            st.integers(1, 2),
            st.decimals("0.5", 6, places=1),
            st.none() | st.decimals(0, 6, places=1),
            st.sampled_from(DAYS[1:]),
        ),
        max_size=12,
    ),
    st.decimals("0.5", 20, places=1),
)
def test_a_stream_in_the_order_of_the_days_adds_up_as_a_file_does(
    returns: list[tuple[int, Decimal, Decimal | None, date]], exported: Decimal
) -> None:
    in_order = sorted(returns, key=lambda each: each[3])
    goods = [
        validate(**row(quantity, exported, item, returned_before=before, returned_on=day))
        for item, quantity, before, day in in_order
    ]
    whole, running = ExportLines(), RunningLines()
    for position, each in enumerate(goods):
        whole.add(position, each)
    shown = whole.find_shown()
    for position, each in enumerate(goods):
        so_far = running.add(each)
        assert (so_far != Shown()) == (position in shown)
        line = so_far.overdrawn
        if line is not None:
            in_all = shown[position].overdrawn
            assert in_all is not None
            assert so_far.beyond == shown[position].beyond
            assert (line.export_entry, line.export_item) == (each.export_entry, each.export_item)
            assert line.exported == in_all.exported
            assert line.rows == ()


def test_of_a_stream_a_row_without_entry_or_quantity_is_passed_over() -> None:
    lines = RunningLines()
    assert lines.add(validate(**row(9, export_entry=None))) == Shown()
    assert lines.add(validate(**row(None))) == Shown()
    assert lines.add(validate(**row(5, returned_before=0))) == Shown()
    found = lines.add(validate(**row(1))).overdrawn
    assert found is not None
    assert found.returned == 6


def test_a_row_beyond_is_seen_with_what_was_exported_and_back_before_it() -> None:
    lines = ExportLines()
    goods = [validate(**row(3, None)), validate(**row(3, None, returned_before=1))]
    for position, each in enumerate(goods):
        lines.add(position, each)
    assert lines.find_shown() == {}
    third = validate(**row(4, 7))
    lines.add(2, third)
    shown = lines.find_shown()[2]
    line = shown.overdrawn
    assert line is not None
    assert (line.exported, line.returned, line.rows) == (Decimal(7), Decimal(10), (2,))
    beyond = shown.complete(third)
    assert (beyond.exported_quantity, beyond.returned_before) == (Decimal(7), Decimal(6))
    assert beyond.returned_quantity == 4


# -- rows of a stream that cannot be added up ----------------------------------------------------

COMPLETE, UNCOUNTED, UNPLACED = (
    validate(**row(3)),
    validate(**row(None)),
    validate(**row(3, item=None)),
)


def lacks_in_turn(*rows: Any) -> list[tuple[str, ...]]:
    lines = RunningLines()
    return [lines.add(each).lacks for each in rows]


def test_of_a_stream_a_row_is_asked_for_what_the_rows_before_it_make_it_lack() -> None:
    assert lacks_in_turn(COMPLETE, UNCOUNTED, UNPLACED) == [
        (),
        ("returned_quantity",),
        ("export_item",),
    ]
    elsewhere = COMPLETE.but(export_item=2)
    assert lacks_in_turn(UNCOUNTED, elsewhere) == [(), ()]
    assert lacks_in_turn(COMPLETE, UNCOUNTED, COMPLETE) == [(), ("returned_quantity",), ()]


def test_of_a_stream_rows_of_another_paper_hide_nothing() -> None:
    elsewhere = samples.LIST_NUMBER[:-1] + "9"
    for first in (COMPLETE, UNCOUNTED, UNPLACED):
        for then in (COMPLETE, UNCOUNTED, UNPLACED):
            assert lacks_in_turn(first, then.but(export_entry=elsewhere)) == [(), ()]


@pytest.mark.parametrize("first", [UNCOUNTED, UNPLACED, UNPLACED.but(returned_quantity=None)])
def test_after_a_first_row_nobody_can_add_up_what_was_returned_before_is_asked_for(
    first: Any,
) -> None:
    asked = ("returned_before",)
    assert lacks_in_turn(first, COMPLETE, COMPLETE) == [(), asked, asked]
    told_before = COMPLETE.but(returned_before=0)
    assert lacks_in_turn(first, told_before, COMPLETE) == [(), (), ()]


def test_after_a_first_row_without_quantity_rows_without_item_are_asked_too() -> None:
    bare = UNPLACED.but(returned_quantity=None)
    assert lacks_in_turn(bare, UNPLACED) == [(), ("returned_before",)]
    assert lacks_in_turn(UNCOUNTED, UNPLACED) == [(), ("export_item", "returned_before")]
    assert lacks_in_turn(UNPLACED, UNPLACED) == [(), ()]
    assert lacks_in_turn(UNCOUNTED, UNCOUNTED) == [(), ("returned_quantity", "returned_before")]


def test_of_a_stream_nothing_is_asked_for_until_a_row_tells_what_went_out() -> None:
    silent = [each.but(exported_quantity=None) for each in (UNCOUNTED, COMPLETE, UNCOUNTED)]
    assert lacks_in_turn(*silent, COMPLETE) == [(), (), (), ("returned_before",)]
    other_item = COMPLETE.but(export_item=2)
    assert lacks_in_turn(silent[0], other_item, silent[1]) == [(), (), ()]


def test_a_row_lacks_at_most_what_is_named_in_one_place() -> None:
    asked = [UNCOUNTED, COMPLETE, UNCOUNTED, UNPLACED]
    assert {fact for lacks in lacks_in_turn(*asked) for fact in lacks} == {*LACKS}


def test_a_row_beyond_is_completed_only_once_nothing_is_lacking() -> None:
    lines = RunningLines()
    lines.add(COMPLETE)
    shown = lines.add(validate(**row(6, item=None)))
    assert shown.overdrawn is not None
    assert shown.lacks == ("export_item",)
    goods = validate(**row(6, item=None))
    assert shown.complete(goods) is goods
