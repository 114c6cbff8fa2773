"""The arithmetic of the taxes, held against a second one in whole fen, written from the law."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

import pytest

from money.whole_fen import FEN_OF_UNITS, MILLION, Import
from retax.money import Amounts, Taxes
from retax.money.taxes import compute_taxes

RATES = (0, 10_000, 25_000, 50_000, 65_000, 80_000, 100_000, 130_000, 250_000, 650_000)


def random_imports(number: int, seed: int = 0) -> Iterator[Import]:
    """Make up imports of 0.01 to 10^10 yuan, many of which come out at half a fen."""
    draw = random.Random(seed)

    def number_of(highest: int) -> int:
        return draw.randint(0, 10 ** draw.randint(0, len(str(highest)) - 1))

    for _ in range(number):
        per_unit = draw.random() < 0.3
        yield Import(
            value=1 + number_of(10**12 - 2),
            duty_rate=draw.choice((*RATES, draw.randint(0, 3 * MILLION))),
            vat_rate=draw.choice((130_000, 90_000, 0)),
            consumption_tax_rate=draw.choice(
                (0, 0, 50_000, 150_000, 360_000, 560_000, draw.randint(0, MILLION - 1))
            ),
            duty_per_unit=per_unit * number_of(10**10),
            duty_units=per_unit * number_of(10**10),
            consumption_tax_per_unit=per_unit * number_of(10**10),
            consumption_tax_units=per_unit * number_of(10**10),
        )


def millionths(number: int) -> Decimal:
    return Decimal(number).scaleb(-6)


def amounts_of(case: Import) -> Amounts:
    return Amounts.model_validate(
        {
            "dutiable_value": Decimal(case.value).scaleb(-2),
            # A rate of 100 % and more is written in per cent.
            "duty_rate": f"{millionths(case.duty_rate) * 100}%",
            "vat_rate": millionths(case.vat_rate),
            "duty_per_unit": millionths(case.duty_per_unit),
            "duty_units": millionths(case.duty_units),
            "consumption_tax_rate": millionths(case.consumption_tax_rate),
            "consumption_tax_per_unit": millionths(case.consumption_tax_per_unit),
            "consumption_tax_units": millionths(case.consumption_tax_units),
        }
    )


def in_fen(taxes: Taxes) -> tuple[int, ...]:
    fen = []
    for line in taxes.lines:
        assert line.amount is not None
        assert line.amount.as_tuple().exponent == -2
        fen.append(int(line.amount * 100))
    return tuple(fen)


def compare(case: Import) -> None:
    amounts = amounts_of(case)
    assert in_fen(compute_taxes(amounts, None, None)) == case.taxes()
    without_duty = compute_taxes(amounts, None, None, is_duty_levied=False)
    assert in_fen(without_duty) == case.taxes_without_duty()


def test_the_taxes_are_those_computed_in_whole_fen() -> None:
    for case in random_imports(5_000):
        compare(case)


@pytest.mark.long
def test_the_taxes_are_those_computed_in_whole_fen_in_300_000_cases() -> None:
    for case in random_imports(300_000, seed=1):
        compare(case)


def test_what_is_just_below_half_a_fen_is_not_rounded_up_however_many_digits_it_has() -> None:
    # The product of the units has 32 digits; of 28 the last ones make it half a fen.
    per_unit, units = 9_999_999_999_999_999, 9_999_995_000_000_001
    assert per_unit * units % FEN_OF_UNITS == FEN_OF_UNITS // 2 - 1
    compare(Import(1, 0, 0, duty_per_unit=per_unit, duty_units=units))


def test_half_a_fen_is_met_often_enough_to_be_tested() -> None:
    halves = [c for c in random_imports(5_000) if c.value * c.duty_rate % MILLION == MILLION // 2]
    assert len(halves) > 50


def test_no_tax_is_larger_where_the_duty_is_not_levied() -> None:
    for case in random_imports(5_000, seed=2):
        for without, taxed in zip(case.taxes_without_duty(), case.taxes(), strict=True):
            assert without <= taxed
        amounts = amounts_of(case)
        taxed_in_full = compute_taxes(amounts, None, None)
        without_duty = compute_taxes(amounts, None, None, is_duty_levied=False)
        assert without_duty.total is not None
        assert taxed_in_full.total is not None
        assert without_duty.total <= taxed_in_full.total


def test_whole_fen_and_millionths_of_a_table_fit_63_bits_and_give_the_same_taxes() -> None:
    # Up to a consumption tax of 90 %; of 95 % and 10^10 yuan the VAT would need 64 bits.
    largest = Import(10**12 - 1, 3 * MILLION, 130_000, 900_000)
    for case in (largest, *random_imports(5_000, seed=3)):
        value, d, v = case.value, case.duty_rate, case.vat_rate
        t = min(case.consumption_tax_rate, 900_000)
        products = [value * d + MILLION // 2]
        duty = products[-1] // MILLION
        products.append(2 * (value + duty) * t + (MILLION - t))
        consumption_tax = products[-1] // (2 * (MILLION - t))
        products.append((value + duty + consumption_tax) * v + MILLION // 2)
        vat = products[-1] // MILLION
        assert max(products) < 2**63
        assert (duty, consumption_tax, vat) == Import(value, d, v, t).taxes()


# -- worked samples ---------------------------------------------------------------------------


def compute(day: date | None = None, hs_code: str | None = None, **given: Any) -> Taxes:
    return compute_taxes(Amounts.model_validate(given), hs_code, day)


@pytest.mark.parametrize(
    ("given", "duty", "consumption_tax", "vat"),
    [
        (
            {
                "dutiable_value": 50_000,
                "duty_rate": "5%",
                "consumption_tax_rate": "15%",
                "vat_rate": "13%",
            },
            "2500.00",
            "9264.71",
            "8029.41",
        ),
        (
            {"dutiable_value": 1_000, "duty_rate": "6.5%", "vat_rate": "13%"},
            "65.00",
            "0.00",
            "138.45",
        ),
        (
            {"dutiable_value": 1_000, "duty_rate": "10%", "vat_rate": "13%"},
            "100.00",
            "0.00",
            "143.00",
        ),
        (
            {"dutiable_value": 230, "duty_rate": "6.5%", "vat_rate": "13%"},
            "14.95",
            "0.00",
            "31.84",
        ),
    ],
)
def test_a_worked_sample_comes_out_to_the_fen(
    given: dict[str, Any], duty: str, consumption_tax: str, vat: str
) -> None:
    taxes = compute(**given)
    assert [str(line.amount) for line in taxes.lines] == [duty, consumption_tax, vat]


def test_half_a_fen_is_rounded_up_where_binary_floats_round_it_down() -> None:
    # 2.675 is less than that as a binary float.
    assert round(2.675, 2) == 2.67
    assert compute(dutiable_value="26.75", duty_rate="10%").duty.amount == Decimal("2.68")


def test_the_callers_own_decimal_context_changes_nothing() -> None:
    with localcontext() as context:
        context.prec = 3
        taxes = compute(dutiable_value="123456.78", duty_rate="6.5%", vat_rate="13%")
        assert taxes.total == Decimal("25117.28")
        duty = compute(dutiable_value=1_000, duty_rate="6.5125%").duty
        assert duty.formula == "1,000.00 × 6.5125% = 65.13"


# -- what a line says -------------------------------------------------------------------------


def test_a_line_says_how_it_is_computed_and_by_which_article() -> None:
    taxes = compute(
        dutiable_value=5_000,
        duty_rate="5%",
        duty_per_unit="2.5",
        duty_units=3,
        consumption_tax_rate="20%",
        consumption_tax_per_unit=1,
        consumption_tax_units="1.2",
        vat_rate="13%",
    )
    assert [line.formula for line in taxes.lines] == [
        "5,000.00 × 5% + 3 × 2.5 = 257.50",
        "(5,000.00 + 257.50 + 1.2 × 1) ÷ (1 − 20%) × 20% + 1.2 × 1 = 1,315.88",
        "(5,000.00 + 257.50 + 1,315.88) × 13% = 854.54",
    ]
    assert [line.basis.zh for line in taxes.lines] == [
        "关税法第二十三条",
        "消费税暂行条例第五条、第九条",
        "增值税法第十四条",
    ]
    assert [line.base for line in taxes.lines] == [
        Decimal("5000.00"),
        Decimal("6573.38"),
        Decimal("6573.38"),
    ]
    assert [line.rate for line in taxes.lines] == [
        Decimal("0.05"),
        Decimal("0.2"),
        Decimal("0.13"),
    ]
    assert [line.specific for line in taxes.lines] == [Decimal("7.50"), Decimal("1.20"), None]
    assert [(line.words.zh, line.words.en) for line in taxes.lines] == [
        ("进口关税", "import duty"),
        ("进口环节消费税", "import consumption tax"),
        ("进口环节增值税", "import VAT"),
    ]


def test_a_tax_on_units_alone_is_written_without_a_rate() -> None:
    taxes = compute(
        dutiable_value=100,
        duty_rate=0,
        duty_per_unit=3,
        duty_units=2,
        consumption_tax_rate=0,
        consumption_tax_per_unit="0.5",
        consumption_tax_units=4,
        vat_rate="13%",
    )
    assert [line.formula for line in taxes.lines] == [
        "2 × 3 = 6.00",
        "4 × 0.5 = 2.00",
        "(100.00 + 6.00 + 2.00) × 13% = 14.04",
    ]


FORMER_DUTY = (
    "原进出口关税条例第三十六条",
    "former Regulations on Import and Export Duties, Article 36",
)
TARIFF_LAW = ("关税法第二十三条", "Tariff Law, Article 23")
FORMER_VAT = (
    "原增值税暂行条例第十四条",
    "former Provisional Regulations on VAT, Article 14",
)
VAT_LAW = ("增值税法第十四条", "VAT Law, Article 14")
CONSUMPTION_TAX = (
    "消费税暂行条例第五条、第九条",
    "Provisional Regulations on Consumption Tax, Articles 5 and 9",
)


@pytest.mark.parametrize("is_duty_levied", [True, False])
@pytest.mark.parametrize(
    ("day", "duty", "vat"),
    [
        (date(2024, 11, 30), FORMER_DUTY, FORMER_VAT),
        (date(2024, 12, 1), TARIFF_LAW, FORMER_VAT),
        (date(2025, 12, 31), TARIFF_LAW, FORMER_VAT),
        (date(2026, 1, 1), TARIFF_LAW, VAT_LAW),
        (None, TARIFF_LAW, VAT_LAW),
    ],
)
def test_the_law_is_that_of_the_day_of_import(
    day: date | None, duty: tuple[str, str], vat: tuple[str, str], is_duty_levied: bool
) -> None:
    for given in (Amounts(), Amounts.model_validate(WHOLE)):
        taxes = compute_taxes(given, None, day, is_duty_levied=is_duty_levied)
        named = [(line.basis.zh, line.basis.en) for line in taxes.lines]
        assert named == [duty, CONSUMPTION_TAX, vat]


# -- what is missing --------------------------------------------------------------------------

WHOLE: dict[str, Any] = {"dutiable_value": 1_000, "duty_rate": "10%", "vat_rate": "13%"}


@pytest.mark.parametrize(
    ("without", "hs_code", "duty", "consumption_tax", "vat"),
    [
        ("duty_rate", None, ["duty_rate"], [], ["duty_rate"]),
        ("vat_rate", None, [], [], ["vat_rate"]),
        ("dutiable_value", None, ["dutiable_value"], [], ["dutiable_value"]),
        ("", "3304990090", [], ["consumption_tax_rate"], ["consumption_tax_rate"]),
        (
            "duty_rate",
            "3304990090",
            ["duty_rate"],
            ["duty_rate", "consumption_tax_rate"],
            ["duty_rate", "consumption_tax_rate"],
        ),
    ],
)
def test_no_figure_is_given_where_an_input_is_missing(
    without: str, hs_code: str | None, duty: list[str], consumption_tax: list[str], vat: list[str]
) -> None:
    given = {name: value for name, value in WHOLE.items() if name != without}
    taxes = compute(hs_code=hs_code, **given)
    assert [list(line.lacks) for line in taxes.lines] == [duty, consumption_tax, vat]
    for line in taxes.lines:
        assert (line.amount is None) == bool(line.lacks)
        if line.lacks:
            assert (line.base, line.rate, line.specific, line.formula) == (None,) * 4
    assert taxes.total is None


def test_every_tax_is_named_whether_it_is_levied_not_known_or_none() -> None:
    names = ["import_duty", "import_consumption_tax", "import_vat"]
    for taxes in (
        compute(**WHOLE),
        compute(**WHOLE, consumption_tax_rate="15%"),
        compute(hs_code="3304990090"),
        compute_taxes(Amounts.model_validate(WHOLE), None, None, is_duty_levied=False),
    ):
        assert [line.tax for line in taxes.lines] == names


def test_consumption_tax_asks_for_what_its_base_lacks() -> None:
    for missing in ("dutiable_value", "duty_rate"):
        taxes = compute(**{**WHOLE, missing: None}, consumption_tax_rate="15%")
        assert [line.lacks for line in taxes.lines] == [(missing,)] * 3
    # Without the duty its rate is not asked for.
    given = Amounts.model_validate({"consumption_tax_rate": "15%", "vat_rate": "13%"})
    taxes = compute_taxes(given, None, None, is_duty_levied=False)
    assert [line.lacks for line in taxes.lines] == [(), ("dutiable_value",), ("dutiable_value",)]


def test_vat_asks_for_the_value_where_neither_tax_in_its_base_does() -> None:
    given = Amounts.model_validate({"consumption_tax_rate": 0, "vat_rate": "13%"})
    taxes = compute_taxes(given, None, None, is_duty_levied=False)
    assert [line.lacks for line in taxes.lines] == [(), (), ("dutiable_value",)]


def test_an_unknown_consumption_tax_counts_as_none_and_is_named() -> None:
    assert compute(**WHOLE).assumed == ("consumption_tax_rate",)
    assert compute(**WHOLE, hs_code="6109100010").assumed == ("consumption_tax_rate",)
    assert compute(**WHOLE, consumption_tax_rate=0).assumed == ()
    assert compute(**WHOLE, hs_code="2208200000").assumed == ()
    beer = compute(**WHOLE, consumption_tax_per_unit=220, consumption_tax_units="0.01")
    assert beer.assumed == ("consumption_tax_rate",)
    assert beer.consumption_tax.amount == Decimal("2.20")


def test_a_heading_that_may_bear_consumption_tax_asks_for_its_rate_beside_what_units_bear() -> None:
    spirits = compute(hs_code="2208", **WHOLE, consumption_tax_per_unit=1, consumption_tax_units=2)
    assert spirits.consumption_tax.lacks == ("consumption_tax_rate",)
