"""The taxes in whole fen, from the words of the law alone: no Decimal and nothing of retax.

Amounts are whole fen, rates and units whole millionths (of a yuan, where a unit bears yuan). A tax
is rounded half up to the fen, once.
"""

from __future__ import annotations

from dataclasses import dataclass

MILLION = 10**6
FEN_OF_UNITS = 10**10
"""Millionths of a yuan times millionths of a unit make so many parts of a fen."""


def half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


@dataclass(frozen=True)
class Import:
    """One import: its value, its rates, and what is levied on each unit."""

    value: int
    duty_rate: int
    vat_rate: int
    consumption_tax_rate: int = 0
    duty_per_unit: int = 0
    duty_units: int = 0
    consumption_tax_per_unit: int = 0
    consumption_tax_units: int = 0

    def duty(self) -> int:
        """计税价格 × 比例税率 + 数量 × 定额税率 (Tariff Law 23)."""
        by_value = self.value * self.duty_rate * (FEN_OF_UNITS // MILLION)
        return half_up(by_value + self.duty_per_unit * self.duty_units, FEN_OF_UNITS)

    def consumption_tax(self, duty: int) -> int:
        """(价格 + 关税 + 数量 × 定额) ÷ (1 − t) × t + 数量 × 定额 (regulations 5 and 9)."""
        by_units = self.consumption_tax_per_unit * self.consumption_tax_units
        base = (self.value + duty) * FEN_OF_UNITS + by_units  # times 1 − t
        rate, remainder = self.consumption_tax_rate, MILLION - self.consumption_tax_rate
        return half_up(base * rate + by_units * remainder, FEN_OF_UNITS * remainder)

    def vat(self, duty: int, consumption_tax: int) -> int:
        """(关税计税价格 + 关税 + 消费税) × 税率 (VAT Law 14)."""
        return half_up((self.value + duty + consumption_tax) * self.vat_rate, MILLION)

    def taxes(self) -> tuple[int, int, int]:
        """Duty, consumption tax and VAT."""
        duty = self.duty()
        consumption_tax = self.consumption_tax(duty)
        return duty, consumption_tax, self.vat(duty, consumption_tax)

    def taxes_without_duty(self) -> tuple[int, int, int]:
        """What is left where the duty is not levied: it is in no base either."""
        consumption_tax = self.consumption_tax(0)
        return 0, consumption_tax, self.vat(0, consumption_tax)
