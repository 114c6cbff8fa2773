"""The law over whole tables: ``check_frame``, and reading files larger than memory.

Needs ``pip install 'retax[frames]'``. The clauses, documents and missing facts are compiled from
the same expressions as the verdict of one line, into the columns of a dataframe library.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, TypeVar, cast

try:
    import narwhals as nw
    import polars as pl
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError(
        f"tables need {missing.name}: pip install 'retax[frames]'", name=missing.name
    ) from missing

from retax.frames import in_arrow, in_polars, in_sql
from retax.frames.asked import asked_of
from retax.frames.facts import columns_of, refuse_answers
from retax.frames.files import read_goods
from retax.logic.expressions import Side
from retax.options import NOTHING_SETTLED, law_for

Frame = TypeVar("Frame")

__all__ = ["check_frame", "read_goods"]


def check_frame(
    frame: Frame,
    *,
    as_of: date | None = None,
    settled: Mapping[str, Side] = NOTHING_SETTLED,
    days_off: Collection[date] | None = None,
    known_on: date | None = None,
    detail: bool = False,
) -> Frame:
    """Judge every row of a table, as :func:`retax.check` judges a line.

    Args:
        frame: a polars ``DataFrame`` or ``LazyFrame``, a pandas ``DataFrame``, a pyarrow ``Table``,
            a DuckDB relation or a PySpark ``DataFrame``.
            Columns are found by the names of the facts, English, Chinese or CEB603; a fact without
            a column is unknown in every row, other columns are carried through. Days are dates, or
            datetimes at midnight without a time zone; codes and numbers of papers are texts or
            whole numbers; words are texts or categories, English or Chinese; quantities are
            numbers (whole ones below 10^18; floating point is read to nine decimals); papers are
            texts parted by ``;`` or lists of texts.
        as_of: as for :func:`retax.check`.
        settled: as for :func:`retax.check`.
        days_off: as for :func:`retax.check`.
        known_on: as for :func:`retax.check`.
        detail: add a column for each clause, such as ``retax_1_six_months``, with its outcome.

    Returns:
        A table of the same kind with its rows and columns as they were, and these added:
        ``retax_status`` (the status of the verdict, or ``invalid`` where a value cannot be read or
        contradicts another), ``retax_announcement``, ``retax_last_day``, ``retax_decided_by`` (the
        first clause with the worst outcome, of an invalid row the fact; null if eligible),
        ``retax_missing`` (the facts to ask for) and ``retax_documents`` (the documents to file,
        expected ones too), both joined with ``;``. Of an invalid row the others are empty.
        Lazy in, lazy out: nothing is collected.

    Raises:
        ValueError: an option, or the type of a column, is not one of those accepted.
        TypeError: this is no table that can be read.
    """
    law = law_for(as_of, settled, days_off, known_on)
    table = _table(frame)
    refuse_answers(table.collect_schema())
    facts = nw.from_native(in_arrow.facts_of(table)) if in_arrow.is_one(table) else table
    told = columns_of(dict(facts.collect_schema()), table.implementation.name.lower())
    asked = asked_of(law, told, as_of, detail)
    native = facts.to_native()
    if in_arrow.is_one(table):
        found: Any = in_arrow.with_answers(table, in_polars.answers(native, told, asked))
    elif isinstance(native, pl.LazyFrame):
        found = in_polars.judged(native, told, asked)
    elif isinstance(native, pl.DataFrame):
        found = in_polars.judged_at_once(native, told, asked)
    elif table.implementation.is_duckdb():
        found = in_sql.judged_in_duckdb(native, told, asked)
    else:
        found = in_sql.judged_in_spark(native, told, asked)
    return cast("Frame", found)


_LAZY = frozenset(
    {
        nw.Implementation.POLARS,
        nw.Implementation.DUCKDB,
        nw.Implementation.PYSPARK,
        nw.Implementation.PYSPARK_CONNECT,
    }
)


def _table(frame: object) -> Any:
    try:
        table = nw.from_native(cast("Any", frame))
    except TypeError:
        table = None
    if isinstance(table, nw.LazyFrame) and table.implementation in _LAZY:
        return table
    if isinstance(table, nw.DataFrame) and (
        table.implementation.is_polars() or in_arrow.is_one(table)
    ):
        return table
    raise TypeError(
        f"frame is a {type(frame).__name__}; accepted are a polars DataFrame or LazyFrame, a "
        "pandas DataFrame, a pyarrow Table, a DuckDB relation and a PySpark DataFrame"
    )
