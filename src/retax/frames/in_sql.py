"""The law over tables that speak SQL underneath (DuckDB, PySpark …), through narwhals.

Columns are read as facts, trees become expressions, answers columns; nothing is collected.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any

import narwhals as nw

from retax.frames.asked import INVALID, Asked, clause_column
from retax.frames.facts import Column
from retax.frames.reading import ENTRIES, REFUSED_TEXT, Reading
from retax.goods import (
    CODE,
    FIRST_DAY,
    HS_CODE,
    LAST_DAY,
    MOST_DIGITS,
)
from retax.law.answers import NO_WAY_ON
from retax.law.compiled import FACT_ORDER
from retax.law.outcome import STATUS_OF
from retax.logic.columns import COMPUTED, Steps
from retax.logic.expressions import FALSE, Expression
from retax.logic.scalar import NextWorkingDays
from retax.vocabulary import (
    NO_WORDS,
    PAPER_SEPARATORS,
    PAPERS,
    VALUE_OF_WORD,
    YES_WORDS,
)

Table = nw.LazyFrame[Any]


def judged(table: Table, told: Mapping[str, list[Column]], asked: Asked) -> Table:
    """Return a table with the columns that judge its rows."""
    own = list(table.collect_schema())
    table, told = _lists_as_texts(table, told)
    facts = SqlFacts(told)
    steps = Steps(asked.trees(), facts, asked.days_off)
    for columns in (*facts.reading, *steps.steps, *_answers(asked, steps, facts.refused)):
        if columns:
            table = table.with_columns(**columns)
    new = [name for name in table.collect_schema() if name.startswith("retax_")]
    return table.select(*own, *new)


def _lists_as_texts(
    table: Table, told: Mapping[str, list[Column]]
) -> tuple[Table, dict[str, list[Column]]]:
    """Put a parted text in place of each column of lists; a null in a list is a paper refused.

    It ends with a semicolon: an empty list is no blank text.
    """
    as_texts: dict[str, list[Column]] = {}
    for fact, columns in told.items():
        as_texts[fact] = []
        for column in columns:
            if isinstance(column.dtype, nw.List):
                name = f"{COMPUTED}list_{column.name}"
                table = _list_as_text(table, column.name, name)
                column = Column(name, fact, nw.String())
            as_texts[fact].append(column)
    return table, as_texts


def _list_as_text(table: Table, name: str, text: str) -> Table:
    native: Any = table.to_native()
    if table.implementation.is_duckdb():
        quoted = '"' + name.replace('"', '""') + '"'
        parted = (
            f"array_to_string(list_transform({quoted}, lambda x: coalesce(x, '?')), ';') || ';'"
        )
        native = native.project(f'*, {parted} AS "{text}"')
    elif table.implementation.is_pyspark():
        from pyspark.sql import functions

        joined = functions.array_join(name, ";", "?")
        native = native.withColumn(text, functions.concat(joined, functions.lit(";")))
    else:
        raise ValueError(f"column {name!r} holds lists; accepted here are texts parted by ';'")
    found: Table = nw.from_native(native)
    return found


class SqlFacts(Reading[nw.Expr]):
    """The facts of a table, and what SQL does in its own way.

    ``reading``: what to compute first, step by step. ``refused``: by fact, when a value of it is.
    """

    def __init__(self, told: Mapping[str, list[Column]]) -> None:
        super().__init__(nw, told, steps=3)

    # -- reading columns -----------------------------------------------------------------------

    def _read(self, column: Column, *, alone: bool) -> nw.Expr:  # noqa: ARG002
        """Return the values of a column, and note when they are refused."""
        values = nw.col(column.name)
        if column.kind == "day":
            return self._day(column, values)
        if column.kind == "quantity":
            return self._quantity(column, values)
        if isinstance(column.dtype, nw.Boolean):
            return values
        text = values.cast(nw.String()).str.strip_chars()
        text = self._step(0, column.name, nw.when(text != "").then(text))
        if column.kind == "yes_no":
            lower = text.str.to_lowercase()
            known = lower.is_in([*YES_WORDS, *NO_WORDS])
            self._refuse(column.fact, ~known)
            return nw.when(known).then(lower.is_in([*YES_WORDS]))
        read = self._step(1, f"{column.name}_read", self._text(column, text))
        if column.kind != "entry":  # of one that does not count it is no matter what it is
            self._refuse(column.fact, read == REFUSED_TEXT)
        return read

    def _day(self, column: Column, values: nw.Expr) -> nw.Expr:
        day = values
        if not isinstance(column.dtype, nw.Date):
            day = values.dt.date()
            self._refuse(column.fact, values != values.dt.truncate("1d"))
        self._refuse(column.fact, (day < FIRST_DAY) | (day > LAST_DAY))
        in_range = (day >= FIRST_DAY) & (day <= LAST_DAY)
        return self._step(0, column.name, nw.when(in_range).then(day))

    def _quantity(self, column: Column, values: nw.Expr) -> nw.Expr:
        too_low = values <= 0 if column.fact == "returned_quantity" else values < 0
        if isinstance(column.dtype, nw.Int64):
            self._refuse(column.fact, too_low)
            return values
        # SQL puts NaN above every number.
        fits = (values > -(10.0**MOST_DIGITS)) & (values < 10.0**MOST_DIGITS)
        self._refuse(column.fact, too_low | ~fits)
        exact = nw.when(fits).then(values.cast(nw.Decimal(38, 9)))
        return self._step(0, column.name, exact)

    def _text(self, column: Column, text: nw.Expr) -> nw.Expr:
        """Return a text as the model has it, REFUSED_TEXT where it refuses it."""
        match column.kind:
            case "word":
                return _by_names(text.str.to_lowercase(), VALUE_OF_WORD[column.fact])
            case "papers":
                return _papers(text)
            case "entry":
                return _if_like(text.str.to_uppercase(), ENTRIES[column.fact])
            case "hs":
                digits = text.str.replace_all("[. ]", "")
                length = digits.str.len_chars()
                digits = nw.when(length == 13).then(digits.str.slice(0, 10)).otherwise(digits)
                return _if_like(digits, HS_CODE)
            case "count":
                return _if_like(text, "^0{0,8}[1-9][0-9]{0,8}$")
        return _if_like(text, CODE)

    # -- what the trees are made of --------------------------------------------------------------

    def is_in(self, fact: str, words: Sequence[str]) -> nw.Expr:
        """Say that a fact is one of the words."""
        return reduce(or_, [self._facts[fact] == word for word in words])

    def is_unknown(self, fact: str) -> nw.Expr:
        """Say that a fact is unknown."""
        return self._facts[fact].is_null()

    def is_surely_in(self, fact: str, words: Sequence[str], *, negated: bool) -> nw.Expr:
        """Say that a fact is known to be one of the words, or to be none of them: never null."""
        is_in = self.is_in(fact, words)
        return _certain(~is_in if negated else is_in)

    def prefix_is_surely_in(
        self, fact: str, table: Mapping[str, str], words: Sequence[str]
    ) -> nw.Expr:
        """Say that a prefix is listed and its word is one of the words: never null."""
        return _certain(self.prefix_is_in(fact, table, words))

    def holds(self, fact: str, words: Sequence[str]) -> nw.Expr:
        """Say that a fact, a set of papers, holds one of the words."""
        held = self._facts[fact]
        return reduce(or_, [held.str.contains(f";{word};", literal=True) for word in words])

    def matches(self, fact: str, pattern: str) -> nw.Expr:
        """Say that a fact, a text, matches a regular expression from its start on."""
        return self._facts[fact].str.contains(f"^(?:{pattern})")

    def prefix_is_in(self, fact: str, table: Mapping[str, str], words: Sequence[str]) -> nw.Expr:
        """Say that the word of a code's longest listed prefix is one of the words."""
        found: nw.Expr = nw.lit(None, dtype=nw.Boolean())
        for length in sorted({len(prefix) for prefix in table}):
            prefix = self._facts[fact].str.slice(0, length)
            listed = [p for p in table if len(p) == length]
            said = prefix.is_in([p for p in listed if table[p] in words] or [REFUSED_TEXT])
            found = nw.when(_certain(prefix.is_in(listed))).then(said).otherwise(found)
        return found

    def months_later(self, day: nw.Expr, months: int) -> nw.Expr:
        """Return the day some calendar months later."""
        return day.dt.offset_by(f"{months}mo").cast(nw.Date())

    def working_day(
        self, day: nw.Expr, days_off: Collection[date] | None, months: int = 0
    ) -> nw.Expr:
        """Return the first day from a day on, or from some months after it, that is no rest day."""
        if months:
            day = self.months_later(day, months)
        if days_off is None:
            weekday = day.dt.weekday() % 7  # narwhals counts Sunday as 0 on Spark, elsewhere as 7
            saturday, sunday = _certain(weekday == 6), _certain(weekday == 0)
            return (
                nw.when(saturday)
                .then(_days_later(day, 2))
                .otherwise(nw.when(sunday).then(_days_later(day, 1)).otherwise(day))
            )
        working = NextWorkingDays(days_off)
        moved = day
        by_distance = sorted(days_off, key=lambda rest: working[rest] - rest)
        for distance, rests in groupby(by_distance, key=lambda rest: working[rest] - rest):
            rest = _certain(day.is_in([*rests]))
            moved = nw.when(rest).then(_days_later(day, distance // timedelta(1))).otherwise(moved)
        return moved


def _certain(condition: nw.Expr) -> nw.Expr:
    return condition.fill_null(value=False)


def _days_later(day: nw.Expr, days: int) -> nw.Expr:
    return day.dt.offset_by(f"{days}d").cast(nw.Date())


def _if_like(text: nw.Expr, pattern: str) -> nw.Expr:
    refused = nw.when(~text.is_null()).then(nw.lit(REFUSED_TEXT))
    return nw.when(_certain(text.str.contains(pattern))).then(text).otherwise(refused)


def _by_names(text: nw.Expr, names: Mapping[str, str]) -> nw.Expr:
    """Return the value whose name a text is; REFUSED_TEXT where it is none."""
    found: nw.Expr = nw.when(~text.is_null()).then(nw.lit(REFUSED_TEXT))
    for value in dict.fromkeys(names.values()):
        of_value = [name for name, named in names.items() if named == value]
        found = nw.when(_certain(text.is_in(of_value))).then(nw.lit(value)).otherwise(found)
    return found


def _papers(text: nw.Expr) -> nw.Expr:
    """Return papers by their English names, each between semicolons of its own."""
    parted = text.str.to_lowercase().str.replace_all(rf"\s*[{PAPER_SEPARATORS}]\s*", ";;")
    parted = nw.concat_str(nw.lit(";"), parted, nw.lit(";")).str.replace_all(";;;;", ";;")
    rest = parted
    for paper in PAPERS:
        names = [n for n, value in VALUE_OF_WORD["papers_held"].items() if value == paper]
        of_paper = ";(?:" + "|".join(re.escape(name) for name in names) + ");"
        parted = parted.str.replace_all(of_paper, f";{paper};")
        rest = rest.str.replace_all(of_paper, "")
    refused = nw.when(~text.is_null()).then(nw.lit(REFUSED_TEXT))
    return nw.when(_certain(rest.str.replace_all(";", "") == "")).then(parted).otherwise(refused)


# -- the answers -----------------------------------------------------------------------------------


def _answers(
    asked: Asked, steps: Steps, refused: Mapping[str, list[nw.Expr]]
) -> list[dict[str, nw.Expr]]:
    """Return the columns of the answers in two steps: what decides first, then the rest."""
    answers, value = asked.answers, steps.value
    deciding: list[tuple[nw.Expr, str, str]] = [
        *((reduce(or_, refused[f]), INVALID, f) for f in FACT_ORDER if f in refused),
        *((value(when), INVALID, fact) for fact, when in asked.contradictions.items()),
        *((value(c.when), STATUS_OF[c.outcome], c.clause) for c in answers.cases),
    ]
    status = nw.lit(STATUS_OF["met"])
    decider = nw.lit(None, dtype=nw.String())
    for here, of_status, of_decider in reversed(deciding):
        status = nw.when(here).then(nw.lit(of_status)).otherwise(status)
        decider = nw.when(here).then(nw.lit(of_decider)).otherwise(decider)
    said = nw.col("retax_status")
    valid = said != INVALID
    way_on = ~said.is_in([INVALID, *(STATUS_OF[outcome] for outcome in NO_WAY_ON)])
    announcement = nw.lit(None, dtype=nw.String())
    for id_, when in answers.announcements.items():
        announcement = nw.when(value(when)).then(nw.lit(id_)).otherwise(announcement)
    columns = {
        "retax_announcement": nw.when(valid).then(announcement),
        "retax_last_day": nw.when(valid).then(value(answers.last_day).cast(nw.Date())),
        "retax_decided_by": nw.col(f"{COMPUTED}decider"),
        "retax_missing": _listed(answers.missing, steps, way_on),
        "retax_documents": _listed(answers.documents, steps, way_on),
    }
    if asked.detail:
        for clause, outcomes in answers.outcomes.items():
            found = nw.lit("met")
            for outcome, when in outcomes.items():
                found = nw.when(value(when)).then(nw.lit(outcome)).otherwise(found)
            columns[clause_column(clause)] = nw.when(valid).then(found)
    return [{"retax_status": status, f"{COMPUTED}decider": decider}, columns]


def _listed(conditions: Mapping[str, Expression], steps: Steps, way_on: nw.Expr) -> nw.Expr:
    """Return the names whose conditions hold, joined with ``;``; none where no way leads on."""
    names = [
        nw.when(steps.value(condition) & way_on).then(nw.lit(name))
        for name, condition in conditions.items()
        if condition != FALSE
    ]
    if not names:
        return nw.lit("")
    return nw.concat_str(nw.lit(""), *names, separator=";", ignore_nulls=True).str.slice(1)
