"""The law over a polars frame: columns read as facts, trees as expressions, answers as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache, reduce
from operator import or_

import narwhals.dtypes as nw
import polars as pl
from polars import selectors

from retax.frames.asked import INVALID, OUTCOMES_BY_PLACE, STATUSES, Asked, clause_column
from retax.frames.facts import Column
from retax.frames.facts_in_polars import TEXTS, PolarsFacts, all_numbered, number_column
from retax.frames.listed import groups, joined_names
from retax.law.answers import NO_WAY_ON
from retax.law.compiled import FACT_ORDER, KEPT_LAWS
from retax.law.outcome import STATUS_OF
from retax.logic.columns import COMPUTED, Steps
from retax.logic.expressions import FALSE, TRUE, Expression


def judged(frame: pl.LazyFrame, told: Mapping[str, list[Column]], asked: Asked) -> pl.LazyFrame:
    """Return a frame with the columns that judge its rows."""
    return _with_answers(frame, told, asked).select(~selectors.starts_with(COMPUTED))


def judged_at_once(
    frame: pl.DataFrame, told: Mapping[str, list[Column]], asked: Asked
) -> pl.DataFrame:
    """Return a frame with the columns that judge its rows; its own columns are not copied."""
    return frame.hstack(answers(frame, told, asked))


def answers(frame: pl.DataFrame, told: Mapping[str, list[Column]], asked: Asked) -> pl.DataFrame:
    """Return the columns that judge the rows of a frame."""
    numbered = [
        columns[0]
        for columns in told.values()
        if len(columns) == 1
        and columns[0].kind in TEXTS
        and isinstance(columns[0].dtype, nw.String)
    ]
    numbers = all_numbered([(frame[column.name], column) for column in numbered])
    read = frame.lazy().with_columns(
        each.alias(number_column(column)) for each, column in zip(numbers, numbered, strict=True)
    )
    judged_rows = _with_answers(read, told, asked, frozenset(column.name for column in numbered))
    return judged_rows.select(pl.col("^retax_.*$")).collect(engine="streaming")


def _with_answers(
    frame: pl.LazyFrame,
    told: Mapping[str, list[Column]],
    asked: Asked,
    numbered: frozenset[str] = frozenset(),
) -> pl.LazyFrame:
    every = tuple((fact, tuple(columns)) for fact, columns in told.items())
    for columns in _plan(every, asked, numbered):
        frame = frame.with_columns(columns)
    return frame


@lru_cache(maxsize=KEPT_LAWS)
def _plan(
    told: tuple[tuple[str, tuple[Column, ...]], ...], asked: Asked, numbered: frozenset[str]
) -> tuple[list[pl.Expr], ...]:
    """Return the columns to compute, step by step: the same for every table of the same kind."""
    facts = PolarsFacts(dict(told), numbered)
    steps = Steps(asked.trees(), facts, asked.days_off)
    answers = _Answers(asked, steps, facts.refused)
    return tuple(
        [expression.alias(name) for name, expression in columns.items()]
        for columns in (*facts.reading, *steps.steps, *answers.steps)
        if columns
    )


# -- the answers: conditions become numbers, numbers are looked up as words ------------------------

_MOST_BITS = 16


class _Answers:
    """The columns of the answers, step by step.

    Whatever decides a row stands in one list: its invalid fields, then the cases, worst first. The
    first that holds is the decider; it is found among sixteen at a time, by their number's lowest
    bit.
    """

    def __init__(self, asked: Asked, steps: Steps, refused: Mapping[str, list[pl.Expr]]) -> None:
        self._steps = steps
        self._answers = asked.answers
        fields = [
            *((fact, reduce(or_, refused[fact])) for fact in FACT_ORDER if fact in refused),
            *((fact, steps.value(when)) for fact, when in asked.contradictions.items()),
        ]
        cases = asked.answers.cases
        self._deciders = [*(fact for fact, _ in fields), *(case.clause for case in cases)]
        self._statuses = [*(INVALID for _ in fields), *(STATUS_OF[case.outcome] for case in cases)]
        conditions = [*(when for _, when in fields), *(steps.value(case.when) for case in cases)]
        invalid = len(fields)
        no_way = invalid + sum(case.outcome in NO_WAY_ON for case in cases)
        decider = pl.col(f"{COMPUTED}decider")
        self._valid = decider >= invalid if invalid else pl.lit(value=True)
        self._way_on = decider >= no_way if no_way else pl.lit(value=True)
        groups = {
            f"{COMPUTED}holding_{start}": _number(conditions[start : start + _MOST_BITS])
            for start in range(0, len(conditions), _MOST_BITS)
        }
        self.steps: list[dict[str, pl.Expr]] = [
            groups,
            {f"{COMPUTED}decider": _first_that_holds([*groups], len(conditions))},
            self._columns(asked.detail),
        ]

    def _columns(self, detail: bool) -> dict[str, pl.Expr]:
        answers, value = self._answers, self._steps.value
        announcement = _place([value(when) for when in answers.announcements.values()])
        columns = {
            "retax_status": self._decided(self._statuses, STATUS_OF["met"], STATUSES),
            "retax_announcement": _looked_up(
                (None, *answers.announcements), self._where(self._valid, announcement)
            ),
            "retax_last_day": pl.when(self._valid).then(value(answers.last_day).cast(pl.Date)),
            "retax_decided_by": self._decided(
                self._deciders, None, [*answers.outcomes, *FACT_ORDER]
            ),
            "retax_missing": self._listed(answers.missing),
            "retax_documents": self._listed(answers.documents),
        }
        if detail:
            for clause, outcomes in answers.outcomes.items():
                outcome = _place([value(when) for when in outcomes.values()])
                columns[clause_column(clause)] = _looked_up(
                    OUTCOMES_BY_PLACE, pl.when(self._valid).then(outcome)
                )
        return columns

    def _decided(
        self, words: Sequence[str], otherwise: str | None, known: Sequence[str]
    ) -> pl.Expr:
        """Look up what the first condition that holds says; ``otherwise`` where none does."""
        return _looked_up([*words, otherwise], pl.col(f"{COMPUTED}decider"), known)

    def _listed(self, conditions: Mapping[str, Expression]) -> pl.Expr:
        """Return the names whose conditions hold, joined with ``;``; none where no way leads on."""
        listed = {name: when for name, when in conditions.items() if when != FALSE}
        always = frozenset(name for name, when in listed.items() if when == TRUE)
        texts: list[pl.Expr] = []
        for names in groups([*listed], always, _MOST_BITS):
            number = _number([self._steps.value(listed[n]) for n in names if n not in always])
            there = _lists(names, always)
            place = pl.when(self._way_on).then(number.cast(pl.UInt32)).otherwise(len(there) - 1)
            texts.append(pl.lit(there).gather(place))
        if len(texts) < 2:
            return texts[0] if texts else pl.lit("")
        filled = [pl.when(text != "").then(text) for text in texts]
        return pl.concat_str(filled, separator=";", ignore_nulls=True)

    @staticmethod
    def _where(condition: pl.Expr, number: pl.Expr) -> pl.Expr:
        return pl.when(condition).then(number).otherwise(0)


def _first_that_holds(groups: Sequence[str], count: int) -> pl.Expr:
    """Return the place of the first condition that holds, from 0 on; their count where none does.

    Sixteen conditions at a time are the bits of a number, in the column of that name.
    """
    place = pl.lit(count, dtype=pl.UInt8)
    for at in reversed(range(len(groups))):
        holding = pl.col(groups[at])
        lowest = pl.lit(_lowest_bits() + at * _MOST_BITS).gather(holding)
        place = pl.when(holding != 0).then(lowest).otherwise(place)
    return place


@cache
def _lowest_bits() -> pl.Series:
    """Return for each number of sixteen bits the place of the lowest that is set; 0 for none."""
    lowest = [0]
    for bit in range(_MOST_BITS):
        lowest += [bit, *lowest[1:]]
    return pl.Series(lowest, dtype=pl.UInt8)


def _place(conditions: Sequence[pl.Expr]) -> pl.Expr:
    """Return the place, counted from 1, of the one condition that holds; 0 where none does."""
    bits = [
        [condition for place, condition in enumerate(conditions, 1) if place >> bit & 1]
        for bit in range(len(conditions).bit_length())
    ]
    return _number([reduce(or_, flags) for flags in bits])


def _number(bits: Sequence[pl.Expr]) -> pl.Expr:
    """Return conditions as the bits of a number, the lowest first."""
    dtype = pl.UInt8 if len(bits) <= 8 else pl.UInt16
    zero = pl.lit(0, dtype=dtype)
    return reduce(
        or_,
        [
            pl.when(flag).then(pl.lit(1 << bit, dtype=dtype)).otherwise(zero)
            for bit, flag in enumerate(bits)
        ],
        zero,
    )


def _looked_up(
    words: Sequence[str | None], place: pl.Expr, known: Sequence[str] | None = None
) -> pl.Expr:
    names = known or list(dict.fromkeys(word for word in words if word is not None))
    return pl.lit(pl.Series(words, dtype=pl.Enum(names))).gather(place)


@cache
def _lists(names: tuple[str, ...], always: frozenset[str]) -> pl.Series:
    """Return every list of some names, by the number whose bits choose them; last the empty one."""
    return pl.Series([*joined_names(names, always), ""])
