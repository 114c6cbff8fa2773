"""The law over pandas frames and pyarrow tables: facts go to polars, answers come back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import narwhals as nw
import polars as pl

from retax.extras import write_install_line
from retax.frames.schema import find_readable_fact


def is_arrow_like(table: Any) -> bool:
    """Say whether this is a pandas frame or a pyarrow table."""
    implementation = table.implementation
    return bool(implementation.is_pandas() or implementation.is_pyarrow())


def list_index_levels(table: Any) -> list[str]:
    """Return the names of the levels of a pandas index; no other table has one."""
    index = getattr(table.to_native(), "index", None) if table.implementation.is_pandas() else None
    return [] if index is None else [str(name) for name in index.names if name is not None]


def to_polars(
    table: nw.DataFrame[Any], is_read: Callable[[str], object] = find_readable_fact
) -> pl.DataFrame:
    """Return the columns that are read as a polars frame; ValueError for one of mixed types.

    ``is_read``: returns something else than None for the name of such a column.
    """
    names = [name for name in table.columns if is_read(name) is not None]
    if not names:
        return pl.DataFrame(height=len(table))
    return pl.DataFrame([_to_series(name, table.get_column(name)) for name in names])


def _to_series(name: str, column: nw.Series[Any]) -> pl.Series:
    pyarrow = _import_pyarrow()
    native = column.to_native()
    try:
        arrow = (
            native
            if column.implementation.is_pyarrow()
            else pyarrow.array(native, from_pandas=True)
        )
        if pyarrow.types.is_date(arrow.type) and _has_times(native):
            raise TypeError("some are days, some have a time of day")
        if _is_blank(native):
            return pl.Series(name, [None] * len(native), dtype=pl.Null)
        return pl.Series(name, arrow)
    except _UNREADABLE as error:
        raise ValueError(
            f"column {name!r} cannot be read as a whole ({error}); accepted is one type a column"
        ) from error


def _import_pyarrow() -> Any:
    try:
        import pyarrow
    except ModuleNotFoundError as missing:  # pandas does without it
        raise ModuleNotFoundError(
            f"pandas tables need pyarrow: {write_install_line('frames')}", name="pyarrow"
        ) from missing
    return pyarrow


_UNREADABLE = (
    TypeError,
    ValueError,  # those of Arrow among them
    OverflowError,
    NotImplementedError,
    pl.exceptions.PolarsError,
    pl.exceptions.PanicException,
)
"""What Arrow and polars raise for a column they cannot read."""


def _has_times(column: Any) -> bool:
    """Say whether some of the Python objects of a column are datetimes: Arrow would cut them."""
    return str(getattr(column, "dtype", "")) == "object" and any(
        isinstance(value, datetime) and value == value  # no NaT
        for value in column
    )


def _is_blank(column: Any) -> bool:
    """Say whether this is what pandas makes of a column without a value: NaN in every row."""
    is_float = str(getattr(column, "dtype", "")) == "float64"
    return is_float and len(column) > 0 and bool(column.isna().all())


def append_columns(table: nw.DataFrame[Any], answers: pl.DataFrame) -> Any:
    """Return a table with the answers as columns of its own kind; categories become texts."""
    arrow = answers.with_columns(pl.col(pl.Enum).cast(pl.String)).to_arrow()
    native = table.to_native()
    if table.implementation.is_pyarrow():
        for name in arrow.column_names:
            native = native.append_column(name, arrow.column(name))
        return native
    import pandas

    columns = arrow.to_pandas(types_mapper=pandas.ArrowDtype)
    columns.index = native.index
    return native.assign(**{name: columns[name] for name in columns})


def take_rows(table: nw.DataFrame[Any], found: pl.DataFrame) -> Any:
    """Return the rows of a table at the places ``found`` names, with its other columns added."""
    places = found["row"]
    native = table.to_native()
    if table.implementation.is_pyarrow():
        rows = native.take(places.to_arrow())
    else:
        rows = native.iloc[places.to_list()]
    return append_columns(nw.from_native(rows), found.drop("row"))
