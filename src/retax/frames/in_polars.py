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
from retax.frames.facts_in_polars import TEXTS, PolarsFacts, number_column
from retax.frames.listed import groups, joined_names
from retax.frames.texts_in_polars import all_numbered
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
_GROUP = 12
"""So many conditions at a time are bits of a number of sixteen; the bits above tell the group."""


class _Answers:
    """The columns of the answers, step by step.

    Whatever decides a row stands in one list: its invalid fields, then the cases, worst first. The
    first that holds is the decider. It is found by groups: the conditions of each are the bits of a
    number, the group's place in its highest bits; the number of the first group of which one holds
    is looked up.
    """

    def __init__(self, asked: Asked, steps: Steps, refused: Mapping[str, list[pl.Expr]]) -> None:
        self._steps = steps
        self._answers = asked.answers
        invalid = [
            *((fact, reduce(or_, refused[fact])) for fact in FACT_ORDER if fact in refused),
            *((fact, steps.value(when)) for fact, when in asked.contradictions.items()),
        ]
        cases = [(case, steps.value(case.when)) for case in asked.answers.cases]
        no_way = [(case, when) for case, when in cases if case.outcome in NO_WAY_ON]
        others = [(case, when) for case, when in cases if case.outcome not in NO_WAY_ON]
        self._deciders = [*(fact for fact, _ in invalid), *(case.clause for case, _ in cases)]
        self._statuses = [*(INVALID for _ in invalid), *(STATUS_OF[c.outcome] for c, _ in cases)]
        groups: list[list[pl.Expr]] = []
        starts: list[int] = []
        for part in (invalid, no_way, others):
            starts.append(len(groups))
            conditions = [when for _, when in part]
            groups += [conditions[at : at + _GROUP] for at in range(0, len(part), _GROUP)]
        _, no_way_from, others_from = starts
        self._places = _deciding(tuple(map(len, groups)))
        decider = pl.col(f"{COMPUTED}decider")
        self._valid = decider >= no_way_from << _GROUP
        self._way_on = decider >= others_from << _GROUP
        self._decided = decider < len(groups) << _GROUP
        numbers = {
            f"{COMPUTED}holding_{at}": _number(group, at << _GROUP)
            for at, group in enumerate(groups)
        }
        self.steps: list[dict[str, pl.Expr]] = [
            numbers,
            {f"{COMPUTED}decider": _first_that_holds([*numbers])},
            self._columns(asked.detail),
        ]

    def _columns(self, detail: bool) -> dict[str, pl.Expr]:
        answers, value = self._answers, self._steps.value
        deciders = [*answers.outcomes, *FACT_ORDER]
        # Null where nothing decides: a table to look up costs five times as much with a null in it.
        decided_by = self._said(self._deciders, deciders[0], deciders)
        columns = {
            "retax_status": self._said(self._statuses, STATUS_OF["met"], STATUSES),
            "retax_announcement": self._announcement(answers.announcements),
            "retax_last_day": pl.when(self._valid).then(value(answers.last_day).cast(pl.Date)),
            "retax_decided_by": pl.when(self._decided).then(decided_by),
            "retax_missing": self._listed(answers.missing),
            "retax_documents": self._listed(answers.documents),
        }
        if detail:
            for clause, outcomes in answers.outcomes.items():
                outcome = _place([value(when) for when in outcomes.values()])
                words = pl.Series(OUTCOMES_BY_PLACE, dtype=pl.Enum(OUTCOMES_BY_PLACE))
                columns[clause_column(clause)] = pl.when(self._valid).then(
                    pl.lit(words).gather(outcome)
                )
        return columns

    def _announcement(self, announcements: Mapping[str, Expression]) -> pl.Expr:
        words = pl.Enum([*announcements])
        found: pl.Expr = pl.lit(None, dtype=words)
        for announcement, when in announcements.items():
            word = pl.lit(announcement, dtype=words)
            found = pl.when(self._steps.value(when)).then(word).otherwise(found)
        return pl.when(self._valid).then(found)

    def _said(self, words: Sequence[str], otherwise: str, known: Sequence[str]) -> pl.Expr:
        """Look up what the decider says; ``otherwise`` where there is none."""
        said = pl.Series([*words, otherwise], dtype=pl.Enum(known)).gather(self._places)
        return pl.lit(said).gather(pl.col(f"{COMPUTED}decider"))

    def _listed(self, conditions: Mapping[str, Expression]) -> pl.Expr:
        """Return the names whose conditions hold, joined with ``;``; none where no way leads on."""
        listed = {name: when for name, when in conditions.items() if when != FALSE}
        always = frozenset(name for name, when in listed.items() if when == TRUE)
        texts: list[pl.Expr] = []
        for names in groups([*listed], always, _MOST_BITS):
            number = _number([self._steps.value(listed[n]) for n in names if n not in always])
            there = _lists(names, always)
            if there[0] == "":
                place = pl.when(self._way_on).then(number).otherwise(0)
            else:
                number = number.cast(pl.UInt32)
                place = pl.when(self._way_on).then(number).otherwise(len(there) - 1)
            texts.append(pl.lit(there).gather(place))
        if len(texts) < 2:
            return texts[0] if texts else pl.lit("")
        filled = [pl.when(text != "").then(text) for text in texts]
        return pl.concat_str(filled, separator=";", ignore_nulls=True)


def _first_that_holds(groups: Sequence[str]) -> pl.Expr:
    """Return the number of the first group of which a condition holds; past all where none does."""
    number = pl.lit(len(groups) << _GROUP, dtype=pl.UInt16)
    for at in reversed(range(len(groups))):
        group = pl.col(groups[at])
        number = pl.when(group != at << _GROUP).then(group).otherwise(number)
    return number


@cache
def _deciding(sizes: tuple[int, ...]) -> pl.Series:
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


def _place(conditions: Sequence[pl.Expr]) -> pl.Expr:
    """Return the place, counted from 1, of the one condition that holds; 0 where none does."""
    bits = [
        [condition for place, condition in enumerate(conditions, 1) if place >> bit & 1]
        for bit in range(len(conditions).bit_length())
    ]
    return _number([reduce(or_, flags) for flags in bits])


def _number(bits: Sequence[pl.Expr], beside: int = 0) -> pl.Expr:
    """Return conditions as the bits of a number, the lowest first, beside others always set."""
    low, high = bits[:8], bits[8:]
    if not high and beside < 2**8:
        return _byte(low, beside)
    # Two bytes put together cost two thirds of as many bits of a number of two bytes.
    return _byte(low, beside % 2**8) | _byte(high, beside >> 8).cast(pl.UInt16) * 2**8


def _byte(bits: Sequence[pl.Expr], beside: int) -> pl.Expr:
    none = pl.lit(beside, dtype=pl.UInt8)
    flags = [
        pl.when(flag).then(pl.lit(beside | 1 << bit, dtype=pl.UInt8)).otherwise(none)
        for bit, flag in enumerate(bits)
    ]
    return reduce(or_, flags) if flags else none


@cache
def _lists(names: tuple[str, ...], always: frozenset[str]) -> pl.Series:
    """Return every list of some names, by the number whose bits choose them; last the empty one."""
    return pl.Series([*joined_names(names, always), ""])
