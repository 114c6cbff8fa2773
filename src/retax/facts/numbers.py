"""Numbers as text, never longer than they need be: 1E+50000000 has no fifty million digits."""

from __future__ import annotations

from decimal import Decimal

LONGEST_WRITTEN_OUT = 60
"""A number that would be longer written out is written with its exponent.

Quantities have at most 24 digits on either side of the point.
"""


def write_number(value: Decimal | int) -> str:
    """Return a number as text with all its digits: 1000, 0.5, 1E+50000000.

    It is written out unless its exponent would make it longer than its digits warrant.
    """
    number = Decimal(value)  # exact; a whole number of thousands of digits has no str()
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):
        return str(number)  # no number, or an infinite one
    longest = max(number.adjusted(), 0) + max(-exponent, 0)
    return f"{number:f}" if longest <= LONGEST_WRITTEN_OUT or exponent == 0 else str(number)
