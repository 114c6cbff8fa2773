from __future__ import annotations

import tracemalloc
from decimal import Decimal

import pytest

from retax.facts.numbers import LONGEST_WRITTEN_OUT, write_number
from walks import walk_points


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-12, "-12"),
        (Decimal("1E+3"), "1000"),
        (Decimal("2.50"), "2.50"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("9" * 24 + "." + "9" * 24), "9" * 24 + "." + "9" * 24),
        (Decimal("1E+50000000"), "1E+50000000"),
        (Decimal("0E-50000000"), "0E-50000000"),
        (Decimal("0E+50000000"), "0E+50000000"),
        (Decimal("-1.5E-999999999"), "-1.5E-999999999"),
        (Decimal("NaN"), "NaN"),
        (Decimal("-Infinity"), "-Infinity"),
    ],
)
def test_a_number_is_written_out_as_far_as_that_is_short(value: Decimal | int, text: str) -> None:
    tracemalloc.start()
    assert write_number(value) == text
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 500_000


@walk_points("exponent", range(-2 * LONGEST_WRITTEN_OUT, 2 * LONGEST_WRITTEN_OUT))
def test_what_is_written_is_the_same_number(exponent: int) -> None:
    for digits in ("0", "7", "123456789"):
        number = Decimal(f"{digits}E{exponent}")
        text = write_number(number)
        assert Decimal(text) == number
        assert len(text) <= LONGEST_WRITTEN_OUT + len(digits) + 2


def test_a_whole_number_may_be_longer_than_python_writes() -> None:
    assert write_number(10**5_000) == "1" + "0" * 5_000
