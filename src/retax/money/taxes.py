"""The taxes on an import, line by line: base, rate, formula, amount and article.

Each tax is rounded half up to the fen once. The Tariff Law gives the duty (Article 23), the
regulations on consumption tax its base (Articles 5 and 9), the VAT Law that of VAT (Article 14);
before each was in force, its forerunner in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from retax.law.tariff_law_39.instruments import TARIFF_LAW_IN_FORCE
from retax.money.amounts import Amounts
from retax.money.catalogue import AMOUNTS
from retax.money.consumption_tax_headings import can_bear_consumption_tax
from retax.money.figures import (
    MONEY_CONTEXT,
    NO_MONEY,
    add_up,
    round_to_fen,
    write_money,
    write_rate,
    write_units,
)
from retax.words import Words

ImportTax = Literal["import_duty", "import_consumption_tax", "import_vat"]

TAX_WORDS: dict[ImportTax, Words] = {
    "import_duty": Words("进口关税", "import duty"),
    "import_consumption_tax": Words("进口环节消费税", "import consumption tax"),
    "import_vat": Words("进口环节增值税", "import VAT"),
}
"""The taxes, in the order in which one enters the base of the next."""

_TARIFF_LAW = Words("关税法第二十三条", "Tariff Law, Article 23")
_TARIFF_REGULATIONS = Words(
    "原进出口关税条例第三十六条", "former Regulations on Import and Export Duties, Article 36"
)
_CONSUMPTION_TAX = Words(
    "消费税暂行条例第五条、第九条", "Provisional Regulations on Consumption Tax, Articles 5 and 9"
)
_VAT_LAW = Words("增值税法第十四条", "VAT Law, Article 14")
_VAT_REGULATIONS = Words(
    "原增值税暂行条例第十四条", "former Provisional Regulations on VAT, Article 14"
)
VAT_LAW_IN_FORCE = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class TaxLine:
    """One tax on the import: its base, rate and amount, how it is computed, and by which article.

    ``base``: what the rate is taken of, to the fen (of consumption tax the composite price).
    ``specific``: the part that is a sum on each unit, to the fen. ``formula``: the computation
    with its values. All of these are None where an input is missing; ``lacks`` names it.
    """

    tax: ImportTax
    base: Decimal | None
    rate: Decimal | None
    specific: Decimal | None
    formula: str | None
    amount: Decimal | None
    basis: Words
    lacks: tuple[str, ...]

    @property
    def words(self) -> Words:
        """The name of the tax."""
        return TAX_WORDS[self.tax]


@dataclass(frozen=True, slots=True)
class Taxes:
    """The three taxes of one line, for the case that nothing is exempt.

    ``assumed``: amounts that count as none because they are unknown.
    """

    duty: TaxLine
    consumption_tax: TaxLine
    vat: TaxLine
    assumed: tuple[str, ...]

    @property
    def lines(self) -> tuple[TaxLine, ...]:
        """The taxes, in the order in which one enters the base of the next."""
        return (self.duty, self.consumption_tax, self.vat)

    @property
    def total(self) -> Decimal | None:
        """The sum of the three; None where one of them is not known."""
        return add_up(*(line.amount for line in self.lines))


def compute_taxes(
    amounts: Amounts, hs_code: str | None, day: date | None, *, is_duty_levied: bool = True
) -> Taxes:
    """Compute the taxes on an import of a day (None: under the law of today's wording).

    ``is_duty_levied`` is False under Article 39 of the Tariff Law: no duty, also in the bases of
    the other two.
    """
    duty = _compute_duty(amounts, day) if is_duty_levied else _make_no_duty(day)
    consumption_tax = _compute_consumption_tax(amounts, hs_code, duty)
    return Taxes(
        duty,
        consumption_tax,
        _compute_vat(amounts, duty, consumption_tax, day),
        ("consumption_tax_rate",) if _is_rate_assumed(amounts, hs_code) else (),
    )


# -- duty


def _choose_duty_basis(day: date | None) -> Words:
    return _TARIFF_LAW if day is None or day >= TARIFF_LAW_IN_FORCE else _TARIFF_REGULATIONS


def _make_no_duty(day: date | None) -> TaxLine:
    return TaxLine("import_duty", None, None, None, None, NO_MONEY, _choose_duty_basis(day), ())


def _compute_duty(amounts: Amounts, day: date | None) -> TaxLine:
    value, rate = amounts.dutiable_value, amounts.duty_rate
    if value is None or rate is None:
        inputs = {"dutiable_value": value, "duty_rate": rate}
        return _make_unknown("import_duty", _choose_duty_basis(day), inputs)
    specific, units = _compute_levy_on_units(amounts.duty_per_unit, amounts.duty_units)
    amount = round_to_fen(MONEY_CONTEXT.add(MONEY_CONTEXT.multiply(value, rate), specific or 0))
    parts = [f"{write_money(value)} × {write_rate(rate)}", *units]
    return TaxLine(
        "import_duty",
        value,
        rate,
        None if specific is None else round_to_fen(specific),
        # A duty on units alone is written without “× 0%”.
        _write_formula(" + ".join(units if units and rate == 0 else parts), amount),
        amount,
        _choose_duty_basis(day),
        (),
    )


# -- consumption tax


def _is_rate_assumed(amounts: Amounts, hs_code: str | None) -> bool:
    return amounts.consumption_tax_rate is None and not can_bear_consumption_tax(hs_code)


def _compute_consumption_tax(amounts: Amounts, hs_code: str | None, duty: TaxLine) -> TaxLine:
    tax: ImportTax = "import_consumption_tax"
    value, rate = amounts.dutiable_value, amounts.consumption_tax_rate
    if _is_rate_assumed(amounts, hs_code):
        rate = Decimal(0)
    specific, units = _compute_levy_on_units(
        amounts.consumption_tax_per_unit, amounts.consumption_tax_units
    )
    if rate == 0 and specific is None:  # whatever the value and the duty are
        return TaxLine(tax, None, rate, None, None, NO_MONEY, _CONSUMPTION_TAX, ())
    if value is None or duty.amount is None or rate is None:
        inputs = {"dutiable_value": value, "consumption_tax_rate": rate}
        return _make_unknown(tax, _CONSUMPTION_TAX, inputs, duty)
    sums = MONEY_CONTEXT.add(MONEY_CONTEXT.add(value, duty.amount), specific or 0)
    remainder = MONEY_CONTEXT.subtract(Decimal(1), rate)
    # (P + duty + s) ÷ (1 − t) × t + s, multiplied before it is divided
    share = MONEY_CONTEXT.divide(MONEY_CONTEXT.multiply(sums, rate), remainder)
    amount = round_to_fen(MONEY_CONTEXT.add(share, specific or 0))
    return TaxLine(
        tax,
        round_to_fen(MONEY_CONTEXT.divide(sums, remainder)),
        rate,
        None if specific is None else round_to_fen(specific),
        _write_formula(_write_consumption_tax(value, duty.amount, rate, units), amount),
        amount,
        _CONSUMPTION_TAX,
        (),
    )


def _write_consumption_tax(value: Decimal, duty: Decimal, rate: Decimal, units: list[str]) -> str:
    shown = write_rate(rate)
    by_rate = [f"{_write_sum(value, duty, *units)} ÷ (1 − {shown}) × {shown}"] if rate else []
    return " + ".join([*by_rate, *units])


# -- VAT


def _compute_vat(
    amounts: Amounts, duty: TaxLine, consumption_tax: TaxLine, day: date | None
) -> TaxLine:
    basis = _VAT_LAW if day is None or day >= VAT_LAW_IN_FORCE else _VAT_REGULATIONS
    value, rate = amounts.dutiable_value, amounts.vat_rate
    # The taxes enter the base as rounded to the fen above, which is how the formula shows them.
    base = add_up(value, duty.amount, consumption_tax.amount)
    if base is None or rate is None:
        inputs = {"dutiable_value": value, "vat_rate": rate}
        return _make_unknown("import_vat", basis, inputs, duty, consumption_tax)
    amount = round_to_fen(MONEY_CONTEXT.multiply(base, rate))
    sums = _write_sum(value, duty.amount, consumption_tax.amount)
    formula = _write_formula(f"{sums} × {write_rate(rate)}", amount)
    return TaxLine("import_vat", base, rate, None, formula, amount, basis, ())


# -- parts of a line


def _make_unknown(
    tax: ImportTax, basis: Words, inputs: Mapping[str, Decimal | None], *bases: TaxLine
) -> TaxLine:
    """Return a tax that lacks an input of its own, or one of the taxes in its base."""
    missing = {name for name, value in inputs.items() if value is None}
    missing.update(name for line in bases for name in line.lacks)
    lacks = tuple(name for name in AMOUNTS if name in missing)
    return TaxLine(tax, None, None, None, None, None, basis, lacks)


def _compute_levy_on_units(
    per_unit: Decimal | None, units: Decimal | None
) -> tuple[Decimal | None, list[str]]:
    """Return what units bear, and how it is computed; None and nothing where it is not given."""
    # Amounts accepts both or none of the two; where both are unknown nothing is levied on units.
    if per_unit is None or units is None:
        return None, []
    return MONEY_CONTEXT.multiply(per_unit, units), [
        f"{write_units(units)} × {write_units(per_unit)}"
    ]


def _write_sum(*parts: Decimal | str | None) -> str:
    """Write a sum without what is nothing."""
    written = " + ".join(
        write_money(part) if isinstance(part, Decimal) else part for part in parts if part
    )
    return f"({written})" if " + " in written else written


def _write_formula(computation: str, amount: Decimal) -> str:
    return f"{computation} = {write_money(amount)}"
