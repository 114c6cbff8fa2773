"""The law over a polars frame: columns read as facts, trees as expressions, answers as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache, reduce
from operator import or_
from typing import TypeVar, get_args

import narwhals.dtypes as nw
import polars as pl
from polars import selectors

from retax.frames.polars.reader import TEXTS, PolarsFacts, name_number_column
from retax.frames.polars.text_codes import encode_columns
from retax.frames.query import (
    BETTER,
    INVALID,
    KEPT_PLANS,
    ORDINARY,
    OUTCOMES_BY_PLACE,
    ROW_STATUSES,
    TableQuery,
    name_clause_column,
)
from retax.frames.schema import FactColumn
from retax.frames.subset_names import chunk_names, list_subsets
from retax.judge.compiled_law import FACT_ORDER
from retax.law.outcome import FINAL_OUTCOMES, RANKS, STATUS_OF, Path
from retax.logic.compile_columns import COMPUTED, ColumnPlan
from retax.logic.expressions import FALSE, TRUE, Expression


def append_verdicts(
    frame: pl.LazyFrame,
    columns_by_fact: Mapping[str, list[FactColumn]],
    query: TableQuery,
    as_of: date | None,
) -> pl.LazyFrame:
    """Return a frame with the columns that judge its rows."""
    return _append_answers(frame, columns_by_fact, query, as_of).select(
        ~selectors.starts_with(COMPUTED)
    )


def compute_verdicts(
    frame: pl.DataFrame,
    columns_by_fact: Mapping[str, list[FactColumn]],
    query: TableQuery,
    as_of: date | None,
) -> pl.DataFrame:
    """Return the columns that judge the rows of a frame."""
    numbered = [
        columns[0]
        for columns in columns_by_fact.values()
        if len(columns) == 1
        and columns[0].kind in TEXTS
        and isinstance(columns[0].dtype, nw.String)
    ]
    numbers = encode_columns([(frame[column.name], column) for column in numbered])
    read = frame.lazy().with_columns(
        each.alias(name_number_column(column))
        for each, column in zip(numbers, numbered, strict=True)
    )
    names = frozenset(column.name for column in numbered)
    judged_rows = _append_answers(read, columns_by_fact, query, as_of, names)
    return judged_rows.select(pl.col("^retax_.*$")).collect(engine="streaming")


def _append_answers(
    frame: pl.LazyFrame,
    columns_by_fact: Mapping[str, list[FactColumn]],
    query: TableQuery,
    as_of: date | None,
    numbered: frozenset[str] = frozenset(),
) -> pl.LazyFrame:
    if as_of is not None:
        frame = frame.with_columns(pl.lit(as_of).alias(f"{COMPUTED}as_of"))
    every = tuple((fact, tuple(columns)) for fact, columns in columns_by_fact.items())
    for columns in _plan(every, query, numbered):
        frame = frame.with_columns(columns)
    return frame


@lru_cache(maxsize=KEPT_PLANS)
def _plan(
    columns_by_fact: tuple[tuple[str, tuple[FactColumn, ...]], ...],
    query: TableQuery,
    numbered: frozenset[str],
) -> tuple[list[pl.Expr], ...]:
    """Return the columns to compute, step by step: the same for every table of the same kind."""
    facts = PolarsFacts(dict(columns_by_fact), numbered)
    steps = ColumnPlan(query.list_trees(), facts, query.days_off)
    answers = _Answers(query, steps, facts.list_invalid())
    return tuple(
        [expression.alias(name) for name, expression in columns.items()]
        for columns in (*facts.reading, *steps.steps, *answers.steps)
        if columns
    )


def append_better(frame: _Frame) -> _Frame:
    """Return a frame with the column of the better way in, beside those of both."""
    here, there = (_rank(pl.col(name)) for name in ("retax_status", ORDINARY))
    known = pl.col("retax_status") != INVALID
    better = (
        pl.when(known & (here >= there) & (here > 0))
        .then(pl.lit("announcement"))
        .when(known & (here < there))
        .then(pl.lit("ordinary"))
    )
    return frame.with_columns(better.cast(_PATHS).alias(BETTER))


def _rank(status: pl.Expr) -> pl.Expr:
    return status.cast(pl.String).replace_strict(RANKS, default=0, return_dtype=pl.UInt8)


_PATHS = pl.Enum(get_args(Path))
_Frame = TypeVar("_Frame", pl.DataFrame, pl.LazyFrame)


# -- the answers: conditions become numbers, numbers are looked up as words ------------------------

# Of an invalid row several outcomes may hold: their places together are one that must be there.
_OUTCOMES = pl.Series(
    [*OUTCOMES_BY_PLACE, *OUTCOMES_BY_PLACE[:1] * (8 - len(OUTCOMES_BY_PLACE))],
    dtype=pl.Enum(OUTCOMES_BY_PLACE),
)
_MOST_BITS = 16
_GROUP = 12
"""The number of conditions that are bits of one number of sixteen; the bits above are the group."""


class _Answers:
    """The columns of the answers, step by step.

    One list holds all that can decide a row: its invalid fields, then the cases, worst first. The
    first that holds is the decider. It is found by groups: the conditions of each are the bits of a
    number, the group's place in its highest bits; the number of the first group of which one holds
    is looked up.
    """

    def __init__(
        self, query: TableQuery, steps: ColumnPlan, unreadable: Sequence[tuple[str, pl.Expr]]
    ) -> None:
        self._steps = steps
        self._answers = query.answers
        self._is_ordinary = query.is_ordinary
        contradictions = [(fact, steps.get_result(when)) for fact, when in query.contradictions]
        invalid = [*unreadable, *contradictions]
        cases = [(case, steps.get_result(case.when)) for case in query.answers.cases]
        no_way = [(case, when) for case, when in cases if case.outcome in FINAL_OUTCOMES]
        others = [(case, when) for case, when in cases if case.outcome not in FINAL_OUTCOMES]
        self._deciders = [*(fact for fact, _ in invalid), *(case.clause for case, _ in cases)]
        self._statuses = [*(INVALID for _ in invalid), *(STATUS_OF[c.outcome] for c, _ in cases)]
        chunks: list[list[pl.Expr]] = []
        starts: list[int] = []
        for part in (invalid, no_way, others):
            starts.append(len(chunks))
            conditions = [when for _, when in part]
            chunks += [conditions[at : at + _GROUP] for at in range(0, len(part), _GROUP)]
        _, no_way_from, others_from = starts
        self._decider_places = _build_decider_table(tuple(map(len, chunks)))
        decider = pl.col(f"{COMPUTED}decider")
        self._valid = decider >= no_way_from << _GROUP
        self._way_on = decider >= others_from << _GROUP
        self._decided = decider < len(chunks) << _GROUP
        numbers = {
            f"{COMPUTED}holding_{at}": _pack_bits(group, at << _GROUP)
            for at, group in enumerate(chunks)
        }
        self.steps: list[dict[str, pl.Expr]] = [
            numbers,
            {f"{COMPUTED}decider": _find_first_true_group([*numbers])},
            {
                **query.name_columns(self._build_columns(query.detail)),
                **{name: steps.get_result(when) for name, when in query.conditions.items()},
            },
        ]

    def _build_columns(self, detail: bool) -> dict[str, pl.Expr]:
        answers, value = self._answers, self._steps.get_result
        deciders = [*answers.outcomes, *FACT_ORDER]
        # Null where nothing decides: a table to look up costs five times as much with a null in it.
        decided_by = self._look_up(self._deciders, deciders[0], deciders)
        status = self._look_up(self._statuses, STATUS_OF["met"], ROW_STATUSES)
        columns = {
            "retax_status": pl.when(self._valid).then(status) if self._is_ordinary else status,
            "retax_announcement": self._find_announcement(answers.announcements),
            "retax_last_day": pl.when(self._valid).then(value(answers.last_day).cast(pl.Date)),
            "retax_decided_by": pl.when(self._decided).then(decided_by),
            "retax_missing": self._join_names(answers.missing, self._way_on),
            "retax_documents": self._join_names(answers.documents, self._way_on),
            "retax_assumed": self._join_names(answers.assumed, self._valid),
        }
        if detail:
            for clause, outcomes in answers.outcomes.items():
                outcome = _find_choice_index([value(when) for when in outcomes.values()])
                word = pl.lit(_OUTCOMES).gather(outcome)
                columns[name_clause_column(clause)] = pl.when(self._valid).then(word)
        return columns

    def _find_announcement(self, announcements: Mapping[str, Expression]) -> pl.Expr:
        words = pl.Enum([*announcements])
        found: pl.Expr = pl.lit(None, dtype=words)
        for announcement, when in announcements.items():
            word = pl.lit(announcement, dtype=words)
            found = pl.when(self._steps.get_result(when)).then(word).otherwise(found)
        return pl.when(self._valid).then(found)

    def _look_up(self, words: Sequence[str], otherwise: str, known: Sequence[str]) -> pl.Expr:
        """Look up what the decider says; ``otherwise`` where there is none."""
        texts = pl.Series([*words, otherwise], dtype=pl.Enum(known)).gather(self._decider_places)
        return pl.lit(texts).gather(pl.col(f"{COMPUTED}decider"))

    def _join_names(self, conditions: Mapping[str, Expression], counts: pl.Expr) -> pl.Expr:
        """Return the names whose conditions hold, joined with ``;``; none where none counts."""
        listed = {name: when for name, when in conditions.items() if when != FALSE}
        always = frozenset(name for name, when in listed.items() if when == TRUE)
        texts: list[pl.Expr] = []
        for names in chunk_names([*listed], always, _MOST_BITS):
            number = _pack_bits(
                [self._steps.get_result(listed[n]) for n in names if n not in always]
            )
            there = _list_subsets(names, always)
            if there[0] == "":
                place = pl.when(counts).then(number).otherwise(0)
            else:
                number = number.cast(pl.UInt32)
                place = pl.when(counts).then(number).otherwise(len(there) - 1)
            texts.append(pl.lit(there).gather(place))
        if len(texts) < 2:
            return texts[0] if texts else pl.lit("")
        filled = [pl.when(text != "").then(text) for text in texts]
        return pl.concat_str(filled, separator=";", ignore_nulls=True)


def _find_first_true_group(groups: Sequence[str]) -> pl.Expr:
    """Return the number of the first group of which a condition holds; past all where none does."""
    number = pl.lit(len(groups) << _GROUP, dtype=pl.UInt16)
    for at in reversed(range(len(groups))):
        group = pl.col(groups[at])
        number = pl.when(group != at << _GROUP).then(group).otherwise(number)
    return number


@lru_cache(maxsize=KEPT_PLANS)
def _build_decider_table(sizes: tuple[int, ...]) -> pl.Series:
    """Return for each number of a group the place of its first condition that holds.

    ``sizes``: how many conditions each group has. Past all groups it is how many there are in all.
    """
    places: list[int] = []
    for at, size in enumerate(sizes):
        lowest = [0]
        for bit in range(size):
            lowest += [bit, *lowest[1:]]
        there = [sum(sizes[:at]) + place for place in lowest]
        places += there + [0] * ((1 << _GROUP) - len(there))  # no number has bits above
    return pl.Series([*places, sum(sizes)])


def _find_choice_index(conditions: Sequence[pl.Expr]) -> pl.Expr:
    """Return the place, counted from 1, of the one condition that holds; 0 where none does."""
    bits = [
        [condition for place, condition in enumerate(conditions, 1) if place >> bit & 1]
        for bit in range(len(conditions).bit_length())
    ]
    return _pack_bits([reduce(or_, flags) for flags in bits])


def _pack_bits(bits: Sequence[pl.Expr], beside: int = 0) -> pl.Expr:
    """Return conditions as the bits of a number, the lowest first, beside others always set."""
    low, high = bits[:8], bits[8:]
    if not high and beside < 2**8:
        return _pack_byte(low, beside)
    # Two bytes put together cost two thirds of as many bits of a number of two bytes.
    return _pack_byte(low, beside % 2**8) | _pack_byte(high, beside >> 8).cast(pl.UInt16) * 2**8


def _pack_byte(bits: Sequence[pl.Expr], beside: int) -> pl.Expr:
    none = pl.lit(beside, dtype=pl.UInt8)
    flags = [
        pl.when(flag).then(pl.lit(beside | 1 << bit, dtype=pl.UInt8)).otherwise(none)
        for bit, flag in enumerate(bits)
    ]
    return reduce(or_, flags) if flags else none


@lru_cache(maxsize=KEPT_PLANS)
def _list_subsets(names: tuple[str, ...], always: frozenset[str]) -> pl.Series:
    """Return every list of some names, by the number whose bits choose them; last the empty one."""
    return pl.Series([*list_subsets(names, always), ""])
