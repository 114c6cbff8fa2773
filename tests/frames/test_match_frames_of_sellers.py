"""``match_frames`` says of made-up sellers what ``match_returns`` says, whatever they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from matching.ledger import back, line
from matching.warehouse import FIRST, Seller, make_seller
from retax import match_frames, match_returns
from retax.frames.matching.answers import SCHEMAS, build_frame, list_answer_rows
from retax.frames.matching.columns import MOST_UNITS

Row = dict[str, Any]
Tables = dict[str, list[Row]]

QUICK = settings(
    max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)
MANY = settings(QUICK, max_examples=600)

seeds = st.integers(0, 2**32)
options = st.fixed_dictionaries(
    {
        "convention": st.sampled_from([None, "fifo"]),
        "complete_since": st.sampled_from([None, None, FIRST + timedelta(60)]),
        "as_of": st.sampled_from([None, date(2026, 9, 1), date(2027, 1, 1)]),
        "settled": st.sampled_from([{}, {"rest-day": "lenient"}, {"rest-day": "strict"}]),
        "by_place": st.booleans(),
    }
)


def make_tables(random: Random) -> Tables:
    """Return what a seller holds, with counts, traces, places and mistakes of all kinds."""
    seller = make_seller(
        random,
        items=random.randint(1, 4),
        lines=random.randint(1, 7),
        rows=random.randint(1, 20),
        evidence=random.choice([0, 0.3, 0.9]),
        forgotten=random.choice([0, 0, 0.1, 0.5]),
        codes=random.choice([("9810",), ("9610",), ("9810", "1210"), ("9810", "9610", "1210")]),
    )
    exports, returned, gone = seller.exports, seller.returned, seller.gone
    counts = [_make_count(random) for _ in range(random.choice([0, 0, 2]))]
    traces = [_make_trace(random, seller) for _ in range(random.choice([0, 0, 3]))]
    for row in returned if traces else ():
        row[random.choice(["serial_no", "carton_no", "order_no", "lot_no"])] = "T-1"
    for row in (*exports, *returned, *gone, *counts):
        if random.random() < 0.9:
            row["place"] = random.choice(["X", "X", "Ｙ"])
    _make_mistakes(random, exports, returned)
    return {
        "exports": exports,
        "returned": returned,
        "gone": gone,
        "counts": counts,
        "traces": traces,
    }


def _make_count(random: Random) -> Row:
    day = FIRST + timedelta(random.randrange(20, 400))
    return {"sku": f"SKU-{random.randrange(3)}", "counted": random.choice([0, 3]), "盘点日期": day}


def _make_trace(random: Random, seller: Seller) -> Row:
    return {
        "kind": random.choice(["serial", "carton", "order", "lot"]),
        "value": "T-1",
        "export_entry": random.choice(seller.whole_exports)["export_entry"],
        "export_item": random.choice([1, None, 2]),
        "quantity": random.choice([None, 1]),
    }


def _make_mistakes(random: Random, exports: list[Row], returned: list[Row]) -> None:
    for row in exports:
        row["unit"] = random.choice(["件"] * 30 + ["千克"])
        row["arrived_on"] = random.choice([None, FIRST + timedelta(random.randrange(200))])
    if random.random() < 0.2:
        exports.append({**random.choice(exports), "exported_quantity": random.choice([99, 0])})
    if random.random() < 0.2:
        exports.append({**random.choice(exports), "sku": random.choice([None, "sku-0", "0SKU-1"])})
    if returned and random.random() < 0.3:
        row = random.choice(returned)
        wrong = {"returned_quantity": -1, "returned_on": date(2020, 1, 1), "export_item": 0}
        name = random.choice(list(wrong))
        row[name] = wrong[name]


def to_frame(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), infer_schema_length=None)


def compare(tables: Tables, at_once: int, **options: Any) -> None:
    """Compare all tables of answers of a matching."""
    frames = {name: to_frame(rows) for name, rows in tables.items() if rows}
    for name, needed in (("returned", "returned_quantity"), ("exports", "exported_quantity")):
        frames.setdefault(name, pl.DataFrame(schema={"sku": pl.String, needed: pl.Int64}))
    # What a row of a frame tells is what its columns hold: 1 beside 2.5 is 1.0.
    whole = match_returns(
        **{name: frame.to_dicts() for name, frame in frames.items()},  # type: ignore[arg-type]
        errors="return",
        **options,
    )
    expected = list_answer_rows(whole, {name: range(99) for name in tables})  # type: ignore[misc]
    found = match_frames(**frames, at_once=at_once, **options)  # type: ignore[arg-type]
    for name in SCHEMAS:
        of_name = build_frame(name, expected[name])
        assert getattr(found, name).equals(of_name), name


@QUICK
@given(seeds, options, st.sampled_from([1, 10**6]))
def test_frames_say_what_records_say(seed: int, options: Mapping[str, Any], at_once: int) -> None:
    compare(make_tables(Random(seed)), at_once, **options)


@pytest.mark.long
@MANY
@given(seeds, options, st.sampled_from([1, 10**6]))
def test_many_frames_say_what_records_say(
    seed: int, options: Mapping[str, Any], at_once: int
) -> None:
    compare(make_tables(Random(seed)), at_once, **options)


@pytest.mark.parametrize("quantity", [Decimal("10.5"), MOST_UNITS, 10**20])
def test_quantities_of_more_digits_are_exact(quantity: Decimal | int) -> None:
    exports = [line(1, "2026-01-10", 20), line(2, "2026-05-20", 20, sku="B")]
    ledger = to_frame(exports).with_columns(
        exported_quantity=pl.Series([Decimal(20), Decimal(quantity)], dtype=pl.Decimal(30, 1))
    )
    rows = to_frame([back("2026-07-01", 5), back("2026-09-01", 6, sku="B")])
    found = match_frames(ledger, rows)
    (of_b,) = found.export_lines.filter(sku="B").to_dicts()
    assert of_b["left_at_most"] == quantity - 6
    assert found.items["quantity"].to_list() == [6, 5]
    assert found.lines["returned_quantity"].to_list() == [5, 6]
