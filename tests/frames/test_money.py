"""Money over tables: row for row, to the fen, what ``stakes`` says of the verdict."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import duckdb
import polars as pl
import pytest

from frames.backends import MAKE, Make, in_polars
from frames.rows import Row, frame_of, random_rows
from retax import ValidationError, check, check_frame
from retax.frames.query import WORTH_SMALLER_TREES
from retax.money import Amounts, stakes
from samples import facts
from sizes import walk_part_and_whole

SUMS = {
    "retax_taxes": "total",
    "retax_due_strict": "due_strict",
    "retax_due_lenient": "due_lenient",
}
OF_TAXES = ("retax_duty", "retax_consumption_tax", "retax_vat")
COLUMNS = (*OF_TAXES, *SUMS, "retax_amounts_missing", "retax_amounts_refused")
IN_MEMORY = {name: make for name, make in MAKE.items() if name != "DuckDB"}
EVERY_KIND = pytest.mark.parametrize("make", IN_MEMORY.values(), ids=IN_MEMORY)

AMOUNT_TYPES: Mapping[str, Any] = {
    "dutiable_value": pl.Float64,
    "关税税率": pl.String,
    "vat_rate": pl.Float64,
    "消费税税率": pl.String,
    "duty_per_unit": pl.Decimal(20, 6),
    "duty_units": pl.Int64,
    "consumption_tax_per_unit": pl.Float64,
    "consumption_tax_units": pl.String,
    "已退税额": pl.String,
    "purchase_value": pl.Float64,
    "退税率": pl.String,
    "consumption_tax_refunded": pl.Int64,
    "export_duty_amount": pl.Float64,
    "vat_deductible": pl.String,
}


def random_amounts(draw: Random) -> dict[str, Any]:
    """Make up the amounts of a row; some are missing, a few are refused."""

    def one(chance: float, *values: Any) -> Any:
        return draw.choice(values) if draw.random() < chance else None

    has_units, has_spirit, has_price = (draw.random() < 0.1 for _ in range(3))
    return {
        "dutiable_value": one(0.9, *(draw.randint(1, 10**9) / 10**k for k in (2, 2, 3, 4)), 1.005)
        if draw.random() < 0.98
        else draw.choice((0.0, -1.0, float("inf"), 10.0**10, 0.004, 123456789.005)),
        "关税税率": one(0.9, "6.5%", "10%", "0", "300%", "35%", "0.07", "5 %", "0.1234567", "8")
        if draw.random() < 0.9
        else one(0.5, " ", "abc"),
        "vat_rate": one(0.9, *[0.13] * 8, *[0.09] * 4, 0.0, 0.17),
        "消费税税率": one(0.4, "15%", "36%", "0", "0", "0.56", "0.15", "99.9999%", "100%"),
        "duty_per_unit": Decimal(draw.randint(0, 10**9)).scaleb(-6) if has_units else None,
        "duty_units": draw.randint(0, 10**6) if has_units or draw.random() < 0.01 else None,
        "consumption_tax_per_unit": draw.randint(0, 10**6) / 1000 if has_spirit else None,
        "consumption_tax_units": str(draw.randint(0, 10**4)) if has_spirit else None,
        "已退税额": one(0.2, "1,234.50", "¥12", "0", "0.00", "USD 3"),
        "purchase_value": draw.randint(0, 10**6) / 100 if has_price else None,
        "退税率": "13%" if has_price else None,
        "consumption_tax_refunded": one(0.05, 0, 7),
        "export_duty_amount": one(0.1, 0.0, 12.3),
        "vat_deductible": one(0.3, *["是"] * 8, *["否"] * 8, "x"),
    }


def random_table(number: int, seed: int) -> tuple[list[Row], list[dict[str, Any]]]:
    draw = Random(seed)
    rows = random_rows(number, seed, strange=0.02)
    return rows, [random_amounts(draw) for _ in rows]


def joined(rows: list[Row], amounts: list[dict[str, Any]]) -> pl.DataFrame:
    return frame_of(rows).hstack(pl.DataFrame(amounts, schema=AMOUNT_TYPES))


def in_fen(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount.scaleb(2))


def answer_by_line(row: Row, amounts: Mapping[str, Any], **options: Any) -> dict[str, Any]:
    """Return what a table must say of a row, by the way of a single line."""
    nothing: dict[str, Any] = dict.fromkeys(COLUMNS)
    try:
        verdict = check(row, **options)
    except ValidationError:
        return nothing
    try:
        line = stakes(verdict, amounts)
    except ValidationError as error:
        refused = {str(each["loc"][0]) for each in error.errors()}
        return {**nothing, "retax_amounts_refused": refused}
    of_taxes = {name for tax in line.taxes for name in tax.lacks}
    return {
        **{name: in_fen(tax.amount) for name, tax in zip(OF_TAXES, line.taxes, strict=True)},
        **{name: in_fen(getattr(line, figure)) for name, figure in SUMS.items()},
        "retax_amounts_missing": of_taxes,
        "retax_amounts_refused": set(),
    }


def assert_as_of_lines(
    rows: list[Row],
    amounts: list[dict[str, Any]],
    make: Make,
    *,
    more: Mapping[str, Any] = {},
    **options: Any,
) -> list[dict[str, Any]]:
    table = in_polars(check_frame(make(joined(rows, amounts)), money=True, **more, **options))
    found = [*table.select(COLUMNS).iter_rows(named=True)]
    for row, money, answers in zip(rows, amounts, found, strict=True):
        said = answer_by_line(row, money, **options)
        for name in COLUMNS:
            answer = answers[name]
            if isinstance(said[name], set):
                answer = {*answer.split(";")} - {""}
            elif name.startswith("retax_amounts"):
                answer = answer or None
            assert answer == said[name], (row, money, name)
    return found


@EVERY_KIND
def test_every_row_is_worth_what_its_line_is(make: Make) -> None:
    found = assert_as_of_lines(*random_table(400, seed=5), make)
    kinds = Counter(
        (row["retax_taxes"] is None, row["retax_due_strict"], bool(row["retax_amounts_refused"]))
        for row in found
    )
    assert len(kinds) > 50


@walk_part_and_whole("size", 600, 60_000)
def test_many_rows_are_worth_what_their_lines_are(size: int) -> None:
    assert_as_of_lines(*random_table(size, seed=6), MAKE["polars"])


@pytest.mark.parametrize(
    "options",
    [
        {"as_of": date(2026, 9, 1)},
        {"settled": {"39:import-taxes": "lenient"}},
        {"settled": {"39:import-taxes": "strict", "39:used": "lenient"}},
        {"settled": {"reason:recall": "strict"}, "as_of": date(2024, 11, 30)},
    ],
    ids=str,
)
def test_the_options_count_for_money_too(options: dict[str, Any]) -> None:
    assert_as_of_lines(*random_table(250, seed=8), MAKE["polars"], **options)


@pytest.mark.long
def test_smaller_trees_are_worth_the_same() -> None:
    more = {"rows": WORTH_SMALLER_TREES, "ordinary": True}
    assert_as_of_lines(*random_table(250, seed=9), MAKE["lazy polars"], more=more)


def test_money_adds_its_columns_and_no_other() -> None:
    frame = pl.DataFrame({"reason": ["unsold"], "计税价格": [100]})
    for ordinary in (False, True):
        plain = check_frame(frame, ordinary=ordinary)
        for kind in ("polars", "lazy polars", "pyarrow"):
            table = in_polars(check_frame(MAKE[kind](frame), ordinary=ordinary, money=True))
            assert table.columns == [*plain.columns, *COLUMNS]
    assert dict(table.select(COLUMNS).schema) == {
        **dict.fromkeys(COLUMNS[:6], pl.Int64),
        **dict.fromkeys(COLUMNS[6:], pl.String),
    }


def test_a_table_without_amounts_has_what_is_due_whatever_they_are() -> None:
    frame = pl.DataFrame([facts(), facts(use="used"), facts(hs_code="12")])
    table = check_frame(frame, money=True)
    assert table["retax_due_strict"].to_list() == [0, None, None]
    assert table["retax_taxes"].to_list() == [None] * 3
    missing = "dutiable_value;duty_rate;vat_rate"
    assert table["retax_amounts_missing"].to_list() == [missing, missing, None]


def test_a_column_of_nothing_but_nulls_tells_no_amount() -> None:
    frame = pl.DataFrame([facts()]).with_columns(计税价格=None)
    for make in IN_MEMORY.values():
        (row,) = in_polars(check_frame(make(frame), money=True)).iter_rows(named=True)
        assert row["retax_amounts_missing"] == "dutiable_value;duty_rate;vat_rate"


def test_several_columns_of_an_amount_have_to_agree_where_both_are_filled() -> None:
    values = {"计税价格": [1, 1, None, None, 1], "完税价格": ["1.00", "2", "3", None, "x"]}
    rows = pl.DataFrame([facts()] * 5).hstack(pl.DataFrame(values))
    rates = rows.with_columns(duty_rate=0.1, vat_rate=0.13)
    table = check_frame(rates, money=True)
    assert table["retax_duty"].to_list() == [10, None, 30, None, None]
    assert table["retax_amounts_refused"].to_list() == [
        *("", "dutiable_value", "", "", "dutiable_value")
    ]


def test_categories_and_truths_are_read_as_well() -> None:
    rates = pl.Series("duty_rate", ["10%"], dtype=pl.Categorical)
    frame = pl.DataFrame([facts()]).with_columns(
        rates, dutiable_value=Decimal("12.34"), vat_rate=0, vat_deductible=True
    )
    assert check_frame(frame, money=True)["retax_duty"].to_list() == [123]


def test_sums_beyond_whole_numbers_of_64_bits_are_null() -> None:
    most = {"dutiable_value": "1", "duty_rate": "0", "vat_rate": "0"}
    units = {"duty_per_unit": "9999999999.999999", "duty_units": "9999999999.999999"}
    spirits = {
        "consumption_tax_rate": "99.9999%",
        "consumption_tax_per_unit": "9999999999.999999",
        "consumption_tax_units": "9999999999.999999",
    }
    frame = pl.DataFrame([{**facts(), **most, **units, **spirits}])
    table = check_frame(frame, money=True)
    assert table["retax_taxes"].to_list() == [None]
    assert table["retax_amounts_refused"].to_list() == [""]
    assert table["retax_amounts_missing"].to_list() == [""]


@pytest.mark.parametrize(
    ("column", "sentence"),
    [
        (
            {"计税价格": [True]},
            "column '计税价格' (dutiable_value) holds Boolean; accepted are numb",
        ),
        ({"duty_rate": [[1]]}, "column 'duty_rate' (duty_rate) holds List"),
        ({"关税": ["8%"]}, "column '关税' comes near the amount 'duty_rate' (关税税率)"),
    ],
)
def test_a_column_that_may_tell_an_amount_and_does_not_is_refused(
    column: dict[str, list[Any]], sentence: str
) -> None:
    frame = pl.DataFrame({"reason": ["unsold"], **column})
    with pytest.raises(ValueError, match=re.escape(sentence)):
        check_frame(frame, money=True)
    check_frame(frame)  # without money they are the user's own


def test_a_near_name_is_carried_where_asked_for_or_beside_the_amount() -> None:
    frame = pl.DataFrame({"reason": ["unsold"], "关税": ["8%"]})
    assert check_frame(frame, money=True, unread="carry")["retax_duty"].to_list() == [None]
    both = frame.with_columns(duty_rate=0.1)
    assert check_frame(both, money=True)["关税"].to_list() == ["8%"]


def test_an_amount_in_an_index_is_refused() -> None:
    pandas = pl.DataFrame({"reason": ["unsold"], "计税价格": [100]}).to_pandas()
    with pytest.raises(ValueError, match="the index '计税价格' tells 'dutiable_value'"):
        check_frame(pandas.set_index("计税价格"), money=True)


def test_sql_is_refused_in_one_sentence() -> None:
    relation = duckdb.sql("select 'unsold' as reason, 100 as dutiable_value")
    with pytest.raises(
        ValueError, match=r"money is True and frame a table of duckdb; accepted are"
    ):
        check_frame(relation, money=True)


def test_amounts_are_read_under_every_name() -> None:
    for name in ("dutiable_value", "Dutiable_Value", " 完税价格（元） "):
        frame = pl.DataFrame([{**facts(), name: 100, "duty_rate": "10%"}])
        assert check_frame(frame, money=True)["retax_duty"].to_list() == [1000]
    assert Amounts.model_validate({"完税价格（元）": 100}).dutiable_value == 100
