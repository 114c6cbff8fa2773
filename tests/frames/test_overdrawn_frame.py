"""The rows of a table beyond their export line, beside those that are counted one by one."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from frames.backends import MAKE, Make, in_polars
from frames.rows import DECLARATION, LIST, Row
from retax import ReturnedGoods, ValidationError, overdrawn
from retax.frames import overdrawn_frame
from retax.lots.overdrawn import ExportLines

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.no_cover

EVERY_KIND = pytest.mark.parametrize("make", MAKE.values(), ids=MAKE)
ADDED = ("retax_exported", "retax_returned_with", "retax_beyond")
D = date

TYPES: Mapping[str, Any] = {
    "place": pl.Int64,  # engines without an order of rows take that of the columns
    "清单编号": pl.String,
    "商品项号": pl.Int64,
    "supervision_code": pl.String,
    "returned_on": pl.Date,
    "domestic_on": pl.Date,
    "出口数量": pl.Float64,
    "returned_quantity": pl.Float64,
    "已退运数量": pl.Float64,
    "备注": pl.String,
}
ENTRIES = (LIST, LIST, f" {LIST.lower()}", DECLARATION, f"{DECLARATION}001", "", "E1", None)


def random_rows(number: int, seed: int) -> list[dict[str, Any]]:
    draw = random.Random(seed)
    return [{"place": place, **_row(draw)} for place in range(number)]


def _row(draw: random.Random) -> Row:
    day = D(2026, 6, 1) + timedelta(days=draw.randrange(30))
    entry = draw.choice(ENTRIES)
    has_item = entry is not None and len(entry) == 21
    return {
        "清单编号": entry,
        "商品项号": draw.choice([None, 1]) if has_item else draw.choice([None, 1, 1, 1, 1, 2, 0]),
        "supervision_code": draw.choice(["9610", "9810", "9810", "9810", "4561", None]),
        "returned_on": draw.choice([day, day, day, None]),
        "domestic_on": draw.choice([day, day, day + timedelta(days=9), None]),
        "出口数量": draw.choice([30.0, 31.5, 90.0, None, None, None, 0.0]),
        "returned_quantity": draw.choice([0.1, 1.0, 2.0, 7.0, 7.0, 9.0, None, -1.0]),
        "已退运数量": draw.choice([0.0, 0.2, None, None, None, 11.0, 25.5]),
        "备注": draw.choice(["", "x"]),
    }


def expected_of(rows: Sequence[Row]) -> list[tuple[int, Decimal, Decimal, Decimal]]:
    """Return the places of the rows beyond their line, with what went out, what is back, beyond."""
    lines, read = ExportLines(), {}
    for at, row in enumerate(rows):
        try:
            goods = ReturnedGoods.model_validate({k: v for k, v in row.items() if k != "place"})
        except ValidationError:
            continue
        read[at] = goods
        lines.add(at, goods)
    return [
        (
            rows[at]["place"],
            beyond.exported,
            returned := beyond.before + (read[at].returned_quantity or 0),
            returned - beyond.exported,
        )
        for at, row in sorted(lines.find_shown().items())
        if (beyond := row.beyond) is not None
    ]


def found_in(table: Any) -> list[tuple[Any, ...]]:
    frame = in_polars(table).sort("place")
    return frame.select("place", *(pl.col(name).cast(pl.Decimal(38, 9)) for name in ADDED)).rows()


def frame_of(rows: Sequence[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict(TYPES))


@cache
def beyond_among_150(seed: int) -> tuple[Sequence[Row], Sequence[tuple[Any, ...]]]:
    """Return rows at random and those beyond, which overdrawn() flags, too."""
    rows = random_rows(150, seed)
    expected = expected_of(rows)
    flagged = [row for line in overdrawn_of(rows) for row in line]
    assert sorted(flagged) == [place for place, *_ in expected]
    return rows, expected


@EVERY_KIND
def test_the_rows_beyond_are_those_of_overdrawn(make: Make) -> None:
    beyond = 0
    for seed in range(8):
        rows, expected = beyond_among_150(seed)
        beyond += len(expected)
        assert found_in(overdrawn_frame(make(frame_of(rows)))) == expected
    assert beyond > 100


def overdrawn_of(rows: Sequence[Row]) -> list[tuple[int, ...]]:
    told = [{name: value for name, value in row.items() if name != "place"} for row in rows]
    return [line.rows for line in overdrawn(told, errors="skip")]


@pytest.mark.long
def test_spark_finds_the_rows_of_overdrawn(spark: SparkSession) -> None:
    rows = random_rows(150, seed=1)
    table = spark.createDataFrame(frame_of(rows).to_arrow())
    found = overdrawn_frame(table)
    assert found.columns == [*table.columns, *ADDED]
    assert found_in(found) == expected_of(rows)


@EVERY_KIND
def test_the_same_kind_comes_back_with_the_columns_of_its_rows(make: Make) -> None:
    rows = random_rows(100, seed=3)
    table = make(frame_of(rows))
    found = overdrawn_frame(table)
    assert type(found) is type(table)
    back = in_polars(found)
    assert back.columns == [*TYPES, *ADDED]
    places = back["place"].to_list()
    assert back.select(*TYPES).equals(in_polars(table)[places])


def test_rows_stay_in_the_order_of_the_file() -> None:
    rows = random_rows(150, seed=2)
    for table in (frame_of(rows), frame_of(rows).lazy(), frame_of(rows).to_arrow()):
        places = in_polars(overdrawn_frame(table))["place"].to_list()
        assert places == sorted(places)


def test_a_pandas_index_stays() -> None:
    frame = pd.DataFrame({"export_entry": [LIST] * 3, "qty": [5] * 3, "退运数量": [3, 1, 4]})
    found = overdrawn_frame(frame.set_index(pd.Index(["a", "b", "c"])))
    assert list(found.index) == ["c"]
    assert found["retax_beyond"].to_list() == [Decimal(3)]


def test_pyarrow_gets_decimals() -> None:
    found = overdrawn_frame(frame_of(random_rows(50, seed=4)).to_arrow())
    assert pa.types.is_decimal(found.schema.field("retax_beyond").type)


@EVERY_KIND
@pytest.mark.parametrize("absent", ["清单编号", "returned_quantity", "出口数量"])
def test_without_number_or_quantities_no_row_is_beyond(make: Make, absent: str) -> None:
    frame = frame_of(random_rows(60, seed=5)).drop(absent)
    assert in_polars(overdrawn_frame(make(frame))).height == 0


@EVERY_KIND
def test_a_table_without_rows_or_facts_has_none_beyond(make: Make) -> None:
    assert in_polars(overdrawn_frame(make(frame_of([])))).columns == [*TYPES, *ADDED]
    own = in_polars(overdrawn_frame(make(pl.DataFrame({"colour": ["red"]}))))
    assert (own.height, own.columns) == (0, ["colour", *ADDED])


@EVERY_KIND
def test_an_item_in_the_number_is_the_item(make: Make) -> None:
    frame = pl.DataFrame(
        {
            "place": [0, 1, 2],
            "export_entry": [f"{DECLARATION}002", DECLARATION, DECLARATION],
            "export_item": ["", "02", "3"],
            "exported_quantity": [5, 5, 5],
            "returned_quantity": [3, 3, 3],
        }
    )
    assert [row[0] for row in found_in(overdrawn_frame(make(frame)))] == [1]


def test_a_name_near_that_of_a_fact_is_refused_here_as_well() -> None:
    frame = pl.DataFrame({"export_entry": [LIST], "退运数量（箱）": [1]})
    with pytest.raises(ValueError, match="returned_quantity"):
        overdrawn_frame(frame)
    assert overdrawn_frame(frame, unread="carry").height == 0


def test_an_index_of_export_lines_is_refused_as_no_column() -> None:
    frame = pd.DataFrame(
        {"export_entry": [LIST], "exported_quantity": [1], "returned_quantity": [2]}
    )
    assert len(overdrawn_frame(frame)) == 1
    with pytest.raises(ValueError, match=r"'export_entry'.*reset_index\(\)"):
        overdrawn_frame(frame.set_index("export_entry"))


def test_lazy_polars_is_not_collected() -> None:
    def never(_: pl.DataFrame) -> pl.DataFrame:
        raise AssertionError("collected")

    frame = frame_of(random_rows(5, seed=6)).lazy()
    assert isinstance(overdrawn_frame(frame.map_batches(never)), pl.LazyFrame)
