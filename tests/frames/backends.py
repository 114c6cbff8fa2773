"""The same rows as a table of each kind, and the answers of each kind as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import duckdb
import pandas as pd
import polars as pl

Make = Callable[[pl.DataFrame], Any]


def _nullable(frame: pl.DataFrame) -> Any:
    """Return a pandas frame whose numbers, texts and truths are of pandas' own nullable types."""
    pandas = frame.to_pandas()
    kinds: dict[str, str] = {}
    for name, dtype in frame.schema.items():
        if dtype == pl.Boolean:
            kinds[name] = "boolean"
        elif dtype == pl.Int64:
            kinds[name] = "Int64"
        elif dtype == pl.Float64:
            kinds[name] = "Float64"
        elif dtype == pl.String:
            kinds[name] = "string"
    return pandas.astype({name: kind for name, kind in kinds.items() if name in pandas})


def _numpy(frame: pl.DataFrame) -> Any:
    """Return a pandas frame of numpy's types; whole numbers stay whole where one is missing."""
    pandas = frame.to_pandas()
    whole = [name for name, dtype in frame.schema.items() if dtype == pl.Int64]
    objects = {name: pd.Series(frame[name].to_list(), dtype=object) for name in whole}
    return pandas.assign(**objects)


MAKE: Mapping[str, Make] = {
    "polars": lambda frame: frame,
    "lazy polars": lambda frame: frame.lazy(),
    "pandas of Arrow types": lambda frame: frame.to_pandas(use_pyarrow_extension_array=True),
    "pandas of nullable types": _nullable,
    "pandas of numpy types": _numpy,
    "pyarrow": lambda frame: frame.to_arrow(),
    "DuckDB": lambda frame: duckdb.from_arrow(frame.to_arrow()),
}
"""By kind of table, how a polars frame becomes one."""


def answers_of(table: Any) -> Iterator[Mapping[str, Any]]:
    """Return the columns that judge the rows, row by row."""
    return in_polars(table).select(pl.col("^retax_.*$")).iter_rows(named=True)


def in_polars(table: Any) -> pl.DataFrame:
    """Return a table of any kind as a polars frame."""
    if isinstance(table, pl.LazyFrame):
        return pl.DataFrame(table.collect())
    if isinstance(table, pl.DataFrame):
        return table
    if isinstance(table, duckdb.DuckDBPyRelation):
        return pl.DataFrame(pl.from_arrow(table.to_arrow_table()))
    if hasattr(table, "toArrow"):
        return pl.DataFrame(pl.from_arrow(table.toArrow()))
    if hasattr(table, "iloc"):
        return pl.DataFrame(pl.from_pandas(table))
    return pl.DataFrame(pl.from_arrow(table))
