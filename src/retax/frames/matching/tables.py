"""Tables of a matching in polars: which columns tell what, and rows as the records take them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import narwhals as nw
import polars as pl

from retax.facts.catalogue import NAMES
from retax.facts.item_numbers import normalize_sku
from retax.facts.placeholders import is_placeholder
from retax.frames.arrow import list_index_levels
from retax.frames.schema import Unread, reject_index, reject_near_names
from retax.matching.own_fields import OWN_FIELDS
from retax.matching.records import Record, find_field
from retax.matching.tables import TableId

_ITEMS_WHOLE = (
    "{table} is a {kind}; a matching takes whole items in memory: accepted are a polars DataFrame "
    "or LazyFrame, a pandas DataFrame and a pyarrow Table. Of a DuckDB relation take .pl(), of "
    "Spark group by the item and use applyInArrow"
)


@dataclass(frozen=True)
class MatchTable:
    """A table in polars: the columns that are read, and the item of each row.

    ``items``: item numbers as they are compared; null where a row tells none.
    """

    name: TableId
    rows: pl.DataFrame
    items: pl.Series


def read_match_table(
    name: TableId, kind: type[Record], frame: object, unread: Unread
) -> MatchTable:
    """Return a table with the columns that name fields of its records.

    Raises:
        TypeError: it is no table in memory.
        ValueError: no column holds the item, or one that is neither text nor whole numbers does;
            or a column's name comes near that of a fact; or a level of a pandas index is called
            as a column that is read.
    """
    table, levels = _to_polars(name, frame)
    reject_near_names(_find_near_names(levels, kind.FACTS), unread)
    reject_index(levels, "carry", lambda level: find_field(kind, level))
    fields = {column: find_field(kind, column) for column in table.columns}
    others = [column for column, field in fields.items() if field is None]
    reject_near_names(_find_near_names(others, kind.FACTS), unread)
    read = {column: field for column, field in fields.items() if field is not None}
    items = [column for column, field in read.items() if field == "sku"]
    if not items and "sku" in kind.NEEDED:
        raise ValueError(
            f"{name} has no column of the item; accepted is one called sku, 货号 or another of its "
            "names"
        )
    rows = table.select([_to_plain(table[column], field) for column, field in read.items()])
    if not items:
        return MatchTable(name, rows, pl.Series("item", [None] * rows.height, dtype=pl.String))
    return MatchTable(name, rows, _read_items(name, [rows[column] for column in items]))


def _find_near_names(names: Collection[str], facts: Collection[str]) -> Iterator[str]:
    """Return the names of columns that come near a fact such a table may tell."""
    from retax.facts.name_matching import find_near_fact

    for name in names:
        if find_near_fact(name.strip()) in facts:
            yield name


def _to_polars(name: str, frame: object) -> tuple[pl.DataFrame, list[str]]:
    """Return a table in polars, and the names of the levels of its index."""
    if isinstance(frame, pl.LazyFrame):
        return frame.collect(), []
    if isinstance(frame, pl.DataFrame):
        return frame, []
    try:
        table = nw.from_native(cast("Any", frame), eager_only=True)
    except TypeError:
        kind = type(frame).__name__
        raise TypeError(_ITEMS_WHOLE.format(table=name, kind=kind)) from None
    return cast("pl.DataFrame", table.to_polars()), list_index_levels(table)


def _to_plain(column: pl.Series, field: str) -> pl.Series:
    """Return a column of values as the records read them."""
    dtype = column.dtype
    if isinstance(dtype, pl.Categorical | pl.Enum):
        return column.cast(pl.String)
    if isinstance(dtype, pl.Datetime) and dtype.time_zone is None:
        is_day = (column.dt.time() == pl.Series([0]).cast(pl.Time)[0]).all()
        return column.dt.date() if is_day else column
    like = OWN_FIELDS[field].like if field in OWN_FIELDS else field
    if dtype.is_float() and NAMES[like].kind != "quantity":
        whole = column.cast(pl.Int64, strict=False)
        return whole if (whole == column).all() and _has_exact_digits(column) else column
    return column


_EXACT_UP_TO = 2**53


def _has_exact_digits(column: pl.Series) -> bool:
    most = cast("float | None", column.abs().max())
    return most is None or most < _EXACT_UP_TO


def _read_items(name: str, columns: list[pl.Series]) -> pl.Series:
    columns_of_items = [_read_item(name, column) for column in columns]
    found = columns_of_items[0]
    for other in columns_of_items[1:]:
        found = found.zip_with(found.is_not_null(), other)
    return found.alias("item")


def _read_item(name: str, column: pl.Series) -> pl.Series:
    if column.dtype == pl.Null:
        return column.cast(pl.String)
    if column.dtype != pl.String and not column.dtype.is_integer():
        raise ValueError(
            f"column {column.name!r} of {name} (sku) holds {column.dtype}; accepted are texts or "
            "whole numbers"
        )
    texts = column.cast(pl.String)
    known: Mapping[str, str | None] = {
        text: None if is_placeholder(text) else normalize_sku(text)
        for text in texts.drop_nulls().unique()
    }
    return texts.replace_strict(known, default=None, return_dtype=pl.String)
