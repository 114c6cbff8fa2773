"""``match_frames``: whole ledgers matched part by part, each with all rows of its items."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing import get_context
from typing import Any, Literal

import polars as pl

from retax.frames.matching.answers import (
    SCHEMAS,
    build_frame,
    join_frames,
    list_item_rows,
    list_line_rows,
    list_rows_of_rest,
)
from retax.frames.matching.columns import AnswerColumns
from retax.frames.matching.parts import RECORDS_AT_ONCE, split_items
from retax.frames.matching.records import list_records
from retax.frames.matching.tables import MatchTable, read_match_table
from retax.frames.schema import Unread
from retax.judge.options import NOTHING_SETTLED, find_law
from retax.logic.expressions import Side
from retax.matching import ExportLine, ReturnedUnits, StockCount, Trace, UnitsGone, UnreadRow
from retax.matching.in_time import get_in_time
from retax.matching.match import match_records, read_tables, validate_options
from retax.matching.records import Record
from retax.matching.tables import TableId
from retax.matching.workings import Workings
from retax.words import Words

_RECORDS: Mapping[TableId, type[Record]] = {
    "exports": ExportLine,
    "returned": ReturnedUnits,
    "gone": UnitsGone,
    "counts": StockCount,
    "traces": Trace,
}


@dataclass(frozen=True)
class MatchedFrames:
    """The answers of :func:`match_returns` as polars frames; positions are those in the tables.

    ``lines`` has every fact under its name, for :func:`check_frame`, and ``retax_row``,
    ``retax_line``, ``retax_evidence`` and ``retax_value``; the others are those of
    :class:`Matched`. Rows are sorted: by position, or by item.
    """

    lines: pl.DataFrame
    open: pl.DataFrame
    items: pl.DataFrame
    export_lines: pl.DataFrame
    deadlines: pl.DataFrame
    to_prove: pl.DataFrame
    contradictions: pl.DataFrame
    contradicted: pl.DataFrame
    filed: pl.DataFrame
    refused: pl.DataFrame
    remarks: pl.DataFrame


def match_frames(
    exports: object,
    returned: object,
    *,
    gone: object = None,
    counts: object = None,
    traces: object = None,
    by_place: bool = False,
    convention: Literal["fifo"] | None = None,
    complete_since: date | None = None,
    as_of: date | None = None,
    settled: Mapping[str, Side] = NOTHING_SETTLED,
    days_off: Collection[date] | None = None,
    known_on: date | None = None,
    unread: Unread = "refuse",
    processes: int = 1,
    at_once: int = RECORDS_AT_ONCE,
    progress: Callable[[int, int], object] | None = None,
) -> MatchedFrames:
    """Match the returned units of whole tables, as :func:`match_returns` does (退运对应).

    The tables are parted by items, and the parts matched one after another, so that a ledger of
    millions of lines fits into memory. The answers are those of ``match_returns`` with
    ``errors="return"``, but for the lines a row may be of.

    Args:
        exports: the export ledger: a polars ``DataFrame`` or ``LazyFrame``, a pandas ``DataFrame``
            or a pyarrow ``Table``; columns are found by the names of ``match_returns``.
        returned: what came back, in any of these.
        gone: units gone, in any of these.
        counts: stock counts, in any of these.
        traces: traces, in any of these; all items are then matched at once.
        by_place: as for :func:`match_returns`.
        convention: as for :func:`match_returns`.
        complete_since: as for :func:`match_returns`.
        as_of: as for :func:`check`.
        settled: as for :func:`check`.
        days_off: as for :func:`check`.
        known_on: as for :func:`check`.
        unread: a column whose name comes near that of a fact is refused, or with ``"carry"`` left
            unread.
        processes: on how many processes parts are matched; from two on the program needs
            ``if __name__ == "__main__":``.
        at_once: about how many rows of all tables are matched at once.
        progress: called after each part with the parts that are done and those there are.

    Raises:
        TypeError: a table is none that can be read.
        ValueError: an option, or a column, is not one of those accepted.
    """
    for name, number in (("processes", processes), ("at_once", at_once)):
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            raise ValueError(f"{name} is {number!r}; accepted are whole numbers from 1 on")
    validate_options("return", convention, by_place, complete_since)
    find_law(as_of, settled, days_off, known_on)  # an option not accepted is named before any work
    given: dict[TableId, object] = {
        "exports": exports,
        "returned": returned,
        "gone": gone,
        "counts": counts,
        "traces": traces,
    }
    tables = {
        name: read_match_table(name, _RECORDS[name], frame, unread)
        for name, frame in given.items()
        if frame is not None
    }
    options = _Options(
        by_place, convention, complete_since, as_of, dict(settled), days_off, known_on
    )
    parts = split_items(tables, at_once)
    found = {name: [pl.DataFrame(schema=dict(schema))] for name, schema in SCHEMAS.items()}
    for done, frames in enumerate(_match_all(options, tables, parts, processes), start=1):
        for name, frame in frames.items():
            found[name].append(frame)
        if progress is not None:
            progress(done, len(parts))
    # One table after another, so that only one is held twice.
    return MatchedFrames(**{name: join_frames(name, found.pop(name)) for name in SCHEMAS})


Frames = Mapping[str, pl.DataFrame]
"""The tables of answers of a part."""


@dataclass(frozen=True)
class _Options:
    by_place: bool
    convention: str | None
    complete_since: date | None
    as_of: date | None
    settled: Mapping[str, Side]
    days_off: Collection[date] | None
    known_on: date | None


@dataclass(frozen=True)
class _Part:
    """Rows of some items, by table, and their places in the tables.

    ``without_item``: the tables of which rows that tell no item are left out of this part.
    """

    rows: Mapping[TableId, pl.DataFrame]
    places: Mapping[TableId, pl.Series]
    without_item: frozenset[TableId]


def _match_all(
    options: _Options,
    tables: Mapping[TableId, MatchTable],
    parts: list[pl.Series],
    processes: int,
) -> Iterator[Frames]:
    match_part = partial(_match_part, options)
    made = _make_parts(tables, parts)
    if processes == 1 or len(parts) < 2:
        yield from map(match_part, made)
        return
    # A forked process has the locks of polars but not the threads that would open them, and may
    # hang.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting = []
        for part in made:
            waiting.append(pool.submit(match_part, part))
            if len(waiting) > processes:  # no more parts are held than are worked on
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


def _make_parts(tables: Mapping[TableId, MatchTable], parts: list[pl.Series]) -> Iterator[_Part]:
    """Return the parts with their rows; every part knows of the rows that tell no item."""
    number = pl.DataFrame(
        {
            "item": pl.concat(parts) if parts else pl.Series(dtype=pl.String),
            "part": [at for at, items in enumerate(parts) for _ in range(len(items))],
        },
        schema={"item": pl.String, "part": pl.Int64},
    )
    nowhere = pl.Series(dtype=pl.UInt32)
    of_parts: dict[TableId, dict[int | None, pl.Series]] = {}
    for name, table in tables.items():
        found = (
            table.items.to_frame()
            .with_row_index("at")
            .join(number, on="item", how="left", maintain_order="left")
            .group_by("part")
            .agg("at")
        )
        of_parts[name] = dict(zip(found["part"], found["at"], strict=True))
    for part in range(max(1, len(parts))):
        rows: dict[TableId, pl.DataFrame] = {}
        places: dict[TableId, pl.Series] = {}
        for name, table in tables.items():
            own = of_parts[name].get(part, nowhere)
            if part == 0 and None in of_parts[name]:
                own = pl.concat([own, of_parts[name][None]])
            rows[name], places[name] = table.rows[own], own
        without = frozenset(name for name in tables if part and None in of_parts[name])
        yield _Part(rows, places, without)


_NO_ITEM = UnreadRow(Words("", ""))
"""In place of the rows that tell no item, in every part but the first, which names them."""


def _match_part(options: _Options, part: _Part) -> Frames:
    with _pause_gc():
        return _match_tables(part, options)


@contextmanager
def _pause_gc() -> Iterator[None]:
    """Leave the collector of circular references alone: looking through all rows costs a third."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _match_tables(part: _Part, options: _Options) -> Frames:
    rows: dict[TableId, list[Any]] = {name: [] for name in _RECORDS}
    places: dict[TableId, list[int]] = {name: [] for name in _RECORDS}
    for name, frame in part.rows.items():
        rows[name] = list_records(_RECORDS[name], frame)
        places[name] = part.places[name].to_list()
        if name in part.without_item:
            rows[name].append(_NO_ITEM)
            places[name].append(-1)  # the row is named by the first part alone
    law = find_law(options.as_of, options.settled, options.days_off, options.known_on)
    tables = read_tables(**rows, errors="return", by_place=options.by_place)
    in_time = get_in_time(law, options.as_of)
    workings = Workings(tables, in_time, options.complete_since)
    answers = AnswerColumns(tables)
    lines = match_records(workings, options.convention, answers)
    listed = {
        "lines": list_line_rows(lines, places),
        **list_item_rows(answers.exact, places),
        **list_rows_of_rest(
            places,
            workings.contradictions,
            workings.contradicted,
            workings.filed,
            tables.unreadable.rows,
            workings.remarks,
        ),
    }
    built = {table: build_frame(table, found) for table, found in listed.items() if found}
    for table, frame in answers.build_frames(places).items():
        built[table] = pl.concat([built[table], frame]) if table in built else frame
    return built
