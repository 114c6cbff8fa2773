"""The law over whole tables: ``check_frame``, ``overdrawn_frame``, and files larger than memory.

Needs the extra ``frames``. The clauses, documents and missing facts are compiled from
the same expressions as the verdict of one line, into the columns of a dataframe library.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, TypeVar, cast

try:
    import narwhals as nw
    import polars as pl
except ModuleNotFoundError as _missing:
    from retax.extras import write_install_line

    raise ModuleNotFoundError(
        f"tables need {_missing.name}: {write_install_line('frames')}", name=_missing.name
    ) from _missing

from retax.frames import arrow
from retax.frames.matching.match import MatchedFrames, match_frames
from retax.frames.money import (
    append_money,
    find_readable_amount,
    match_amounts,
    reject_near_amounts,
)
from retax.frames.polars import backend as polars_backend
from retax.frames.polars import overdrawn as polars_overdrawn
from retax.frames.query import BETTER, CONDITION, ORDINARY_COLUMNS, TableQuery, build_query
from retax.frames.scan import read_goods
from retax.frames.schema import (
    FactColumn,
    Unread,
    find_readable_fact,
    match_columns,
    reject_index,
    reject_near_names,
    reject_reserved_columns,
)
from retax.frames.sql import backend as sql_backend
from retax.frames.sql import overdrawn as sql_overdrawn
from retax.judge.compiled_law import find_law_beside
from retax.judge.options import NOTHING_SETTLED, find_law
from retax.law.regimes import ORDINARY_REGIME

Frame = TypeVar("Frame")

__all__ = ["MatchedFrames", "check_frame", "match_frames", "overdrawn_frame", "read_goods"]


def check_frame(
    frame: Frame,
    *,
    as_of: date | None = None,
    settled: Mapping[str, str] = NOTHING_SETTLED,
    days_off: Collection[date] | None = None,
    known_on: date | None = None,
    detail: bool = False,
    ordinary: bool = False,
    money: bool = False,
    unread: Unread = "refuse",
    rows: int | None = None,
) -> Frame:
    """Judge every row of a table, as :func:`retax.check` judges a line.

    Args:
        frame: a polars ``DataFrame`` or ``LazyFrame``, a pandas ``DataFrame``, a pyarrow ``Table``,
            a DuckDB relation or a PySpark ``DataFrame``.
            Columns are found by the names of the facts, English, Chinese or CEB603, without regard
            to case, spaces, width and remarks in brackets; a fact without a column is unknown in
            every row, other columns are carried through. Days are dates, datetimes at midnight
            without a time zone, or texts as the model reads them; codes and numbers of papers are
            texts or whole numbers; words are texts or categories, English or Chinese; quantities
            are numbers (whole ones below 10^18; floating point is read to nine decimals, a decimal
            of more is refused); papers are texts parted by ``;`` or lists of texts.
        as_of: as for :func:`retax.check`.
        settled: as for :func:`retax.check`.
        days_off: as for :func:`retax.check`.
        known_on: as for :func:`retax.check`.
        detail: add a column for each clause, such as ``retax_1_six_months``, with its outcome.
        ordinary: judge each row by the ordinary route as well (``Verdict.ordinary``), and add
            ``retax_ordinary`` (its status), ``retax_ordinary_last_day``,
            ``retax_ordinary_missing`` (the facts it asks for) and ``retax_better``
            (``announcement`` or ``ordinary``; null where neither has a way on).
        money: add what each row is worth, as :func:`retax.money.stakes` computes it from columns
            of amounts (found by the names of ``retax.money.Amounts``; numbers, or texts such as
            ``6.5%``), in whole fen: ``retax_duty``, ``retax_consumption_tax``, ``retax_vat`` and
            ``retax_taxes`` (their sum) if nothing is exempt, ``retax_due_strict`` and
            ``retax_due_lenient`` (what falls due by the better of both ways in). A sum that lacks
            an amount is null; ``retax_amounts_missing`` names those the taxes lack and
            ``retax_amounts_refused`` those that cannot be read or contradict one another or a
            fact, for which the row has no sums; joined with ``;``. Sums of 2^63 fen and more are
            null. Of tables in memory and lazy polars frames alone.
        unread: a column whose name comes near that of a fact is refused; with ``"carry"`` it is
            carried through, and its fact stays unknown. With ``money`` so is one whose name comes
            near that of an amount without a column.
        rows: about how many rows of such tables are judged in all, if that is more than this table
            shows (it is lazy, or the first of many). From ten million on, some seconds spent once
            make every row cheaper by about a sixth. The answers are the same.

    Returns:
        A table of the same kind with its rows and columns as they were, and these added:
        ``retax_status`` (the status of the verdict, or ``invalid`` where a value cannot be read or
        contradicts another), ``retax_announcement``, ``retax_last_day``, ``retax_decided_by`` (the
        first clause with the worst outcome, of an invalid row the fact; null if eligible),
        ``retax_missing`` (the facts to ask for), ``retax_documents`` (the documents to file,
        expected ones too) and ``retax_assumed`` (the presumed facts the row rests on), each joined
        with ``;``. Of an invalid row the others are empty.
        Lazy in, lazy out: nothing is collected.

    Raises:
        ValueError: an option, or the type of a column, is not one of those accepted, or the name
            of a column comes near that of a fact, or a level of a pandas index tells one; or
            ``money`` is asked for of a DuckDB relation or a PySpark frame.
        TypeError: this is no table that can be read.
    """
    law = find_law(as_of, settled, days_off, known_on)
    table = _require_readable(frame, unread)
    if money:
        _reject_amounts(table, unread)
    native, columns_by_fact = _read(table, with_amounts=money)
    # A lazy table would have to be computed to tell how many rows it has.
    here = len(native) if isinstance(native, pl.DataFrame) else 0
    dated, rows_in_all = as_of is not None, max(here, rows or 0)
    build = partial(build_query, dated=dated, rows=rows_in_all, with_money=money)
    queries = [build(law, columns_by_fact, detail=detail)]
    if ordinary or money:
        beside = find_law_beside(law, known_on, ORDINARY_REGIME)
        queries.append(build(beside, columns_by_fact, detail=False))
    if not money:
        return cast("Frame", _judge_rows(table, native, columns_by_fact, queries, as_of))
    found = _judge_rows_with_money(
        table, native, columns_by_fact, queries, as_of, ordinary=ordinary
    )
    return cast("Frame", found)


def _reject_amounts(table: Any, unread: Unread) -> None:
    """ValueError for a table of which no money can be computed, or some that would go unread."""
    if isinstance(table, nw.LazyFrame) and not table.implementation.is_polars():
        kind = table.implementation.name.lower()
        raise ValueError(
            f"money is True and frame a table of {kind}; accepted are polars, pandas and pyarrow "
            "tables: judge it without, or fetch it first, as in relation.pl() or frame.toArrow()"
        )
    reject_near_amounts(table.collect_schema(), unread)
    reject_index(arrow.list_index_levels(table), unread, find_readable_amount)


def _judge_rows_with_money(
    table: Any,
    native: Any,
    columns_by_fact: Mapping[str, list[FactColumn]],
    queries: Sequence[TableQuery],
    as_of: date | None,
    *,
    ordinary: bool,
) -> Any:
    """Return a table with the columns of both ways in and of what they are worth."""
    schema = nw.from_native(native).collect_schema()
    own = schema.names()
    amounts = match_amounts(dict(schema), _find_null_columns(native))
    if isinstance(native, pl.DataFrame):
        judged = native.hstack(_compute_columns(native, columns_by_fact, queries, as_of)).lazy()
    else:
        judged = _judge_rows(table, native, columns_by_fact, queries, as_of)
    beside = () if ordinary else (*ORDINARY_COLUMNS.values(), BETTER)
    kept = [
        name
        for name in judged.collect_schema().names()
        if name not in beside and not name.startswith(CONDITION)
    ]
    found = append_money(judged, amounts, kept)
    if isinstance(native, pl.LazyFrame):
        return found
    whole = found.collect()
    if arrow.is_arrow_like(table):
        return arrow.append_columns(table, whole.drop(own))
    return whole


def _judge_rows(
    table: Any,
    native: Any,
    columns_by_fact: Mapping[str, list[FactColumn]],
    queries: Sequence[TableQuery],
    as_of: date | None,
) -> Any:
    """Return a table with the columns of every query, and of two the better way in."""
    if isinstance(native, pl.DataFrame):
        columns = _compute_columns(native, columns_by_fact, queries, as_of)
        if arrow.is_arrow_like(table):
            return arrow.append_columns(table, columns)
        return native.hstack(columns)  # its own columns are not copied
    append, append_better = _APPENDING[
        "polars"
        if isinstance(native, pl.LazyFrame)
        else "duckdb"
        if table.implementation.is_duckdb()
        else "spark"
    ]
    for query in queries:
        native = append(native, columns_by_fact, query, as_of)
    return append_better(native) if len(queries) > 1 else native


def _compute_columns(
    native: pl.DataFrame,
    columns_by_fact: Mapping[str, list[FactColumn]],
    queries: Sequence[TableQuery],
    as_of: date | None,
) -> pl.DataFrame:
    parts = [
        polars_backend.compute_verdicts(native, columns_by_fact, query, as_of) for query in queries
    ]
    columns = pl.concat(parts, how="horizontal")
    return polars_backend.append_better(columns) if len(queries) > 1 else columns


_APPENDING: Mapping[str, tuple[Callable[..., Any], Callable[[Any], Any]]] = {
    "polars": (polars_backend.append_verdicts, polars_backend.append_better),
    "duckdb": (sql_backend.append_verdicts_in_duckdb, sql_backend.append_better_in_duckdb),
    "spark": (sql_backend.append_verdicts_in_spark, sql_backend.append_better_in_spark),
}
"""By kind of lazy table what appends the columns of a query, and what that of the better way in."""


def overdrawn_frame(frame: Frame, *, unread: Unread = "refuse") -> Frame:
    """Return the rows of a table beyond their export line, as :func:`overdrawn` counts them.

    Rows are added up by the number and item of their export, in the order of the days they come
    back (``returned_on``, else ``domestic_on``; rows without a day last). What is back before a row
    is its own ``returned_before`` or what the rows before it add up to, whichever is more; the
    smallest ``exported_quantity`` of the line counts. Rows of one day are added up in the order of
    the table; DuckDB and Spark know none and take that of all their columns, from the first one on
    (Spark without those of maps). A row that :func:`check_frame` calls ``invalid`` is passed over.

    No row here says that one cannot be added up: one without ``returned_quantity`` is passed over,
    and those without ``export_item`` are a line of their own, whatever other rows of the paper say.
    Nor does any say that rows of one export line contradict each other in a fact of it.
    :func:`retax.check_lines` asks for these facts.

    Args:
        frame: as for :func:`check_frame`.
        unread: as for :func:`check_frame`.

    Returns:
        A table of the same kind: the rows that are beyond, with their own columns and
        ``retax_exported`` (what of the line went out), ``retax_returned_with`` (what of it is back
        with the row) and ``retax_beyond`` (by how much that is more), as decimals.
        Lazy in, lazy out: nothing is collected.

    Raises:
        ValueError: the type of a column is not one of those accepted, the name of a column comes
            near that of a fact, or a level of a pandas index tells one.
        TypeError: this is no table that can be read.
    """
    table = _require_readable(frame, unread)
    native, columns_by_fact = _read(table)
    if arrow.is_arrow_like(table):
        rows = polars_overdrawn.locate_overdrawn(native, columns_by_fact)
        found: Any = arrow.take_rows(table, rows)
    elif isinstance(native, pl.LazyFrame):
        found = polars_overdrawn.find_overdrawn(native, columns_by_fact)
    elif isinstance(native, pl.DataFrame):
        found = polars_overdrawn.find_overdrawn(native.lazy(), columns_by_fact).collect()
    elif table.implementation.is_duckdb():
        found = sql_overdrawn.find_overdrawn_in_duckdb(native, columns_by_fact)
    else:
        found = sql_overdrawn.find_overdrawn_in_spark(native, columns_by_fact)
    return cast("Frame", found)


def __dir__() -> list[str]:
    """Name what is public: the modules inside are not."""
    return sorted([*__all__, "__doc__", "__name__"])


def _read(table: Any, *, with_amounts: bool = False) -> tuple[Any, dict[str, list[FactColumn]]]:
    """Return the columns that tell facts, of a table in memory in polars, and which facts.

    ``with_amounts``: those that tell amounts come along.
    """

    def is_read(name: str) -> object:
        return find_readable_fact(name) or (find_readable_amount(name) if with_amounts else None)

    facts = nw.from_native(arrow.to_polars(table, is_read)) if arrow.is_arrow_like(table) else table
    native = facts.to_native()
    dialect = table.implementation.name.lower()
    return native, match_columns(dict(facts.collect_schema()), dialect, _find_null_columns(native))


def _require_readable(frame: object, unread: Unread) -> Any:
    """Return a table whose columns can be read as facts; ValueError for a name that is refused."""
    table = _wrap(frame)
    names = list(table.collect_schema())
    reject_reserved_columns(names)
    reject_near_names(names, unread)
    reject_index(arrow.list_index_levels(table), unread)
    return table


def _find_null_columns(native: Any) -> frozenset[str]:
    """Return the columns whose type is that of null alone; other types unknown are not nothing."""
    if isinstance(native, pl.DataFrame | pl.LazyFrame):
        types = {name: str(dtype) for name, dtype in native.collect_schema().items()}
    elif hasattr(native, "types"):  # a DuckDB relation
        types = dict(zip(native.columns, map(str, native.types), strict=True))
    else:
        types = {field.name: field.dataType.typeName() for field in native.schema.fields}
    return frozenset(name for name, dtype in types.items() if dtype in _NULL)


_NULL = frozenset({"Null", '"NULL"', "NULL", "void"})
"""What polars, DuckDB and Spark call the type of null."""

_LAZY = frozenset(
    {
        nw.Implementation.POLARS,
        nw.Implementation.DUCKDB,
        nw.Implementation.PYSPARK,
        nw.Implementation.PYSPARK_CONNECT,
    }
)


def _wrap(frame: object) -> Any:
    try:
        table = nw.from_native(cast("Any", frame))
    except TypeError:
        table = None
    if isinstance(table, nw.LazyFrame) and table.implementation in _LAZY:
        return table
    if isinstance(table, nw.DataFrame) and (
        table.implementation.is_polars() or arrow.is_arrow_like(table)
    ):
        return table
    raise TypeError(
        f"frame is a {type(frame).__name__}; accepted are a polars DataFrame or LazyFrame, a "
        "pandas DataFrame, a pyarrow Table, a DuckDB relation and a PySpark DataFrame"
    )
