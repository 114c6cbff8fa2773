from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import samples
from retax import Overdrawn, ValidationError, overdrawn
from samples import told


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


def test_papers_are_told_apart() -> None:
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


def test_the_smallest_exported_quantity_counts() -> None:
    (found,) = overdrawn([row(3, exported=9), row(3, exported=5)])
    assert found.exported == 5


def test_what_came_back_before_counts_once() -> None:
    assert overdrawn([row(2, returned_before=1), row(2, returned_before=1)]) == []
    (found,) = overdrawn([row(2, returned_before=1), row(2, returned_before=4)])
    assert (found.returned, found.rows) == (Decimal(6), (1,))


def test_what_came_back_before_may_include_the_rows_before_it() -> None:
    assert overdrawn([row(2, returned_before=0), row(3, returned_before=2)]) == []
    assert overdrawn([row(3, returned_before=2), row(2, returned_before=0)]) == []
    (found,) = overdrawn([row(2, returned_before=0), row(4, returned_before=2)])
    assert (found.returned, found.rows) == (Decimal(6), (1,))


def test_rows_are_taken_in_the_order_in_which_the_units_came_back() -> None:
    (found,) = overdrawn([row(4, returned_before=2), row(2, returned_before=0)])
    assert found.rows == (0,)


def test_positions_count_all_rows_of_the_file() -> None:
    (found,) = overdrawn([{}, row(5), {}, row(1)])
    assert found.rows == (3,)


def test_rows_may_be_models_and_come_from_a_generator() -> None:
    def rows() -> Iterator[Any]:
        yield told(**row(5))
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


def test_a_row_that_cannot_be_read_is_told_with_its_position() -> None:
    with pytest.raises(ValidationError) as caught:
        overdrawn([row(), row(), row(-1)])
    assert any("2" in note for note in caught.value.__notes__)


def test_rows_that_cannot_be_read_can_be_passed_over_and_the_others_keep_their_positions() -> None:
    (found,) = overdrawn([row(3), row(-1), row(3)], errors="skip")
    assert found.rows == (2,)


def test_another_way_to_treat_errors_is_refused() -> None:
    with pytest.raises(ValueError, match="errors is 'return'; accepted are 'raise' and 'skip'"):
        overdrawn([row()], errors="return")  # type: ignore[arg-type]


def test_many_digits_are_added_exactly() -> None:
    big = "123456789012345678901234"
    small = "0.00000000000000000000001"
    assert overdrawn([row(big, exported=big)]) == []
    (found,) = overdrawn([row(big, exported=big), row(small, exported=big)])
    assert found.returned == Decimal("123456789012345678901234.00000000000000000000001")


@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.decimals("0.001", 10, places=3)), min_size=1, max_size=12
    ),
    st.decimals(0, 30, places=3),
)
def test_it_agrees_with_adding_up_by_hand(
    returns: list[tuple[int, Decimal]], exported: Decimal
) -> None:
    found = {
        one.export_item: one
        for one in overdrawn(row(q, exported=exported, item=item) for item, q in returns)
    }
    for item in (1, 2, 3):
        total, beyond = Decimal(0), []
        for position, (of, quantity) in enumerate(returns):
            if of == item:
                total += quantity
                if total > exported:
                    beyond.append(position)
        if beyond:
            assert found[item].rows == tuple(beyond)
            assert found[item].returned == total
        else:
            assert item not in found
