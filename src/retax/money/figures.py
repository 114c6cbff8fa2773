"""Amounts in yuan: exact arithmetic, rounding half up to the fen, and figures as text."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from retax.facts.numbers import write_number

MONEY_CONTEXT = Context(prec=100, rounding=ROUND_HALF_UP)
"""Sums and products of accepted amounts are exact; quotients have more digits than rounding asks.

A quotient by 1 − t lies on half a fen exactly, and is then exact, or is off it by more than 10⁻³⁰.
"""

FEN = Decimal("0.01")
NO_MONEY = Decimal("0.00")


def round_to_fen(amount: Decimal) -> Decimal:
    """Return an amount rounded half up to the fen."""
    # quantize() keeps the sign of −0, and would write it as -0.00; plus() drops it.
    return MONEY_CONTEXT.plus(MONEY_CONTEXT.quantize(amount, FEN))


def add_up(*amounts: Decimal | None) -> Decimal | None:
    """Return the sum; None where one is not known, since a partial sum is no sum."""
    total = NO_MONEY
    for amount in amounts:
        if amount is None:
            return None
        total = MONEY_CONTEXT.add(total, amount)
    return total


def write_money(amount: Decimal) -> str:
    """Return an amount in yuan as text: 1,234.50."""
    return f"{amount:,.2f}"


def write_rate(rate: Decimal) -> str:
    """Return a rate as text: 6.5%."""
    return f"{write_units(MONEY_CONTEXT.multiply(rate, Decimal(100)))}%"


def write_units(number: Decimal) -> str:
    """Return a number of units as text, without zeros at its end: 2.5."""
    return write_number(number.normalize(MONEY_CONTEXT))
