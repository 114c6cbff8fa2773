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

from retax.frames.matching.answers import SCHEMAS, build_frame, join_frames, list_answer_rows
from retax.frames.matching.parts import RECORDS_AT_ONCE, split_items
from retax.frames.matching.tables import MatchTable, read_match_table
from retax.frames.schema import Unread
from retax.judge.options import NOTHING_SETTLED
from retax.logic.expressions import Side
from retax.matching import (
    ExportLine,
    ReturnedUnits,
    StockCount,
    Trace,
    UnitsGone,
    UnreadRow,
    match_returns,
)
from retax.matching.records import Record
from retax.matching.tables import TableId
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
    match_part = partial(
        _match_part,
        by_place=by_place,
        convention=convention,
        complete_since=complete_since,
        as_of=as_of,
        settled=dict(settled),
        days_off=days_off,
        known_on=known_on,
    )
    match_part(_Part({}, {}))  # an option that is not accepted is named before any work
    parts = split_items(tables, at_once)
    found: dict[str, list[pl.DataFrame]] = {name: [] for name in SCHEMAS}
    for done, frames in enumerate(_match_all(match_part, tables, parts, processes), start=1):
        for name, frame in frames.items():
            found[name].append(frame)
        if progress is not None:
            progress(done, len(parts))
    return MatchedFrames(**{name: join_frames(name, of) for name, of in found.items()})


Frames = Mapping[str, pl.DataFrame]
"""The tables of answers of a part."""


@dataclass(frozen=True)
class _Part:
    """Rows of some items, by table, and their places in the tables."""

    rows: Mapping[TableId, list[Any]]
    places: Mapping[TableId, list[int]]


def _match_all(
    match_part: Callable[[_Part], Frames],
    tables: Mapping[TableId, MatchTable],
    parts: list[pl.Series],
    processes: int,
) -> Iterator[Frames]:
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
    places = {
        name: table.items.to_frame()
        .with_row_index("at")
        .join(number, on="item", how="left", maintain_order="left")
        .group_by("part")
        .agg("at")
        for name, table in tables.items()
    }
    of_parts = {name: dict(found.iter_rows()) for name, found in places.items()}
    for part in range(max(1, len(parts))):
        rows: dict[TableId, list[Any]] = {}
        at_places: dict[TableId, list[int]] = {}
        for name, table in tables.items():
            own = of_parts[name].get(part) or []
            rows[name] = table.to_dicts(pl.Series(own, dtype=pl.Int64))
            at_places[name] = list(own)
            without = of_parts[name].get(None) or []
            if without:
                some = without if part == 0 else without[:1]
                rows[name] += (
                    table.to_dicts(pl.Series(some, dtype=pl.Int64)) if part == 0 else [_NO_ITEM]
                )
                at_places[name] += some
        yield _Part(rows, at_places)


_NO_ITEM = UnreadRow(Words("", ""))
"""In place of the rows that tell no item, in every part but the first, which names them."""


def _match_part(part: _Part, **options: Any) -> Frames:
    tables = {name: part.rows.get(name, []) for name in _RECORDS}
    with _pause_gc():
        return _match_tables(tables, part, options)


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


def _match_tables(
    tables: Mapping[TableId, list[Any]], part: _Part, options: Mapping[str, Any]
) -> Frames:
    matched = match_returns(
        tables["exports"],
        tables["returned"],
        gone=tables["gone"],
        counts=tables["counts"],
        traces=tables["traces"],
        errors="return",
        **options,
    )
    rows = list_answer_rows(matched, {name: part.places.get(name, []) for name in _RECORDS})
    return {name: build_frame(name, of_name) for name, of_name in rows.items()}
