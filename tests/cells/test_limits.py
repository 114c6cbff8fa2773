from __future__ import annotations

import pytest

from retax.cells.limits import is_beyond, is_longer_than_its_fact


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("note", "x" * 32_767, False),
        ("备注", "x" * 32_768, True),
        ("备注（选填）", "x" * 32_767, False),
        ("use", "x" * 500, False),
        ("使用情况", "x" * 501, True),
        ("papers_held", ["x" * 500] * 100, False),
        ("papers_held", ["x"] * 101, True),
        ("papers_held", ["x" * 501], True),
        ("papers_held", [None, 7], False),
        ("颜色", "x" * 200, False),
        ("颜色", "x" * 201, True),
        ("note", 10**1000, False),
    ],
)
def test_a_value_is_as_long_as_that_of_its_fact_can_be(
    name: str, value: object, expected: bool
) -> None:
    assert is_longer_than_its_fact(name, value) is expected


@pytest.mark.parametrize("number", ["1", "9" * 100, "1e99", "1E-99", "1.5e+9", "e999", "abc", ""])
def test_a_number_a_fact_may_be_is_not_beyond(number: str) -> None:
    assert not is_beyond(number)


@pytest.mark.parametrize("number", ["9" * 101, "1e100", "0E-100", "1.e999999999", "-.5 e 100"])
def test_a_number_no_fact_may_be_is_beyond(number: str) -> None:
    assert is_beyond(number)
