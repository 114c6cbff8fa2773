"""The rows of a polars frame that are beyond their export line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import or_

import polars as pl

from retax.frames.polars.reader import QUANTITY, PolarsFacts
from retax.frames.query import list_contradictions_between
from retax.frames.schema import FactColumn
from retax.logic.compile_columns import COMPUTED, ColumnPlan

ROW = f"{COMPUTED}row"

_ENTRY, _ITEM, _DAY = (f"{COMPUTED}line_{name}" for name in ("entry", "item", "day"))
_EXPORTED, _NOW, _BEFORE = (f"{COMPUTED}line_{name}" for name in ("exported", "now", "before"))
_ALL_NOW, _LEAST = f"{COMPUTED}line_all_now", f"{COMPUTED}line_least"
_LINE = [_ENTRY, _ITEM]


def find_overdrawn(
    frame: pl.LazyFrame, columns_by_fact: Mapping[str, list[FactColumn]]
) -> pl.LazyFrame:
    """Return the rows beyond their export line, in their order, and by how much they are."""
    own = pl.exclude(f"^{COMPUTED}.*$")
    columns = {
        "retax_exported": pl.col(_EXPORTED),
        "retax_returned_with": pl.col(_ALL_NOW) + pl.col(_LEAST),
    }
    beyond = pl.col("retax_returned_with") - pl.col("retax_exported")
    return (
        _add_up(_select_lines(frame, columns_by_fact))
        .select(own, **columns)
        .with_columns(retax_beyond=beyond)
        .filter(pl.col("retax_beyond") > 0)
    )


def locate_overdrawn(
    frame: pl.DataFrame, columns_by_fact: Mapping[str, list[FactColumn]]
) -> pl.DataFrame:
    """Return the places of the rows beyond their export line, and by how much they are."""
    row = pl.int_range(pl.len(), dtype=pl.Int64).alias("row")
    return (
        find_overdrawn(frame.lazy().with_columns(row), columns_by_fact)
        .select("row", "^retax_.*$")
        .collect()
    )


def _select_lines(
    frame: pl.LazyFrame, columns_by_fact: Mapping[str, list[FactColumn]]
) -> pl.LazyFrame:
    """Return the rows that count, with what each says of its export line."""
    facts = PolarsFacts(columns_by_fact, items=True)
    contradictions = list_contradictions_between(columns_by_fact)
    steps = ColumnPlan([when for _, when in contradictions], facts, None)
    for columns in (*facts.reading, *steps.steps):
        frame = frame.with_columns(**columns)
    bad = [when for _, when in facts.list_invalid()]
    bad += [steps.get_result(when) for _, when in contradictions]

    def get_fact(name: str, dtype: pl.DataType | type[pl.DataType]) -> pl.Expr:
        return facts.get_fact(name).cast(dtype) if name in facts else pl.lit(None, dtype=dtype)

    described = frame.with_columns(
        get_fact("export_entry", pl.String).alias(_ENTRY),
        get_fact("export_item", pl.String).alias(_ITEM),
        get_fact("returned_on", pl.Date).fill_null(get_fact("domestic_on", pl.Date)).alias(_DAY),
        get_fact("exported_quantity", QUANTITY).alias(_EXPORTED),
        get_fact("returned_quantity", QUANTITY).alias(_NOW),
        get_fact("returned_before", QUANTITY).fill_null(0).alias(_BEFORE),
    )
    counts = pl.col(_ENTRY).is_not_null() & pl.col(_NOW).is_not_null()
    return described.filter(counts & ~reduce(or_, bad, pl.lit(value=False)))


def _add_up(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Add up what is back with each row.

    That is the larger of its own ``returned_before`` and what is back with the row before it, and
    its own quantity. Written out, it is the sum of the quantities so far, and of the most by which
    a ``returned_before`` so far exceeds the sum before it.
    """
    order = [pl.col(_DAY).fill_null(pl.date(9999, 12, 31)), pl.col(ROW)]
    exceeding = pl.col(_BEFORE) - (pl.col(_ALL_NOW) - pl.col(_NOW))
    return (
        rows.with_row_index(ROW)
        .with_columns(
            pl.col(_NOW).cum_sum().over(_LINE, order_by=order).alias(_ALL_NOW),
            pl.col(_EXPORTED).min().over(_LINE),
        )
        .with_columns(exceeding.cum_max().over(_LINE, order_by=order).alias(_LEAST))
    )
