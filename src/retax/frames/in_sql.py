"""The law over DuckDB relations and Spark frames, as SQL text.

Columns are read as facts, trees become expressions, answers columns; nothing is collected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from retax.frames.asked import INVALID, Asked, clause_column
from retax.frames.facts import Column
from retax.frames.facts_in_sql import SqlFacts
from retax.frames.listed import groups, joined_names
from retax.frames.sql_text import DUCKDB, NULL, SPARK, Dialect, Sql, case, fixed
from retax.law.answers import NO_WAY_ON
from retax.law.compiled import FACT_ORDER
from retax.law.outcome import STATUS_OF
from retax.logic.columns import COMPUTED, Steps
from retax.logic.expressions import FALSE, TRUE, Expression


def judged_in_duckdb(relation: Any, told: Mapping[str, list[Column]], asked: Asked) -> Any:
    """Return a DuckDB relation with the columns that judge its rows."""
    for columns in _projections(relation.columns, told, asked, DUCKDB):
        relation = relation.project(", ".join(columns))
    return relation


def judged_in_spark(frame: Any, told: Mapping[str, list[Column]], asked: Asked) -> Any:
    """Return a Spark frame with the columns that judge its rows."""
    for columns in _projections(frame.columns, told, asked, SPARK):
        frame = frame.selectExpr(*columns)
    return frame


def _projections(
    own: Sequence[str], told: Mapping[str, list[Column]], asked: Asked, dialect: Dialect
) -> list[list[str]]:
    """Return the columns to select, step by step."""
    _refuse_one_name_for_two(own)
    facts = SqlFacts(told, dialect)
    steps = Steps(asked.trees(), facts, asked.days_off, only_costly=True)
    answers = _Answers(asked, steps, facts.refused, dialect)
    computed = [columns for columns in (*facts.reading, *steps.steps, *answers.steps) if columns]
    named = [
        [f"{expression} as {dialect.name(name)}" for name, expression in columns.items()]
        for columns in computed
    ]
    kept = [str(dialect.name(name)) for name in own]
    return [*(["*", *columns] for columns in named[:-1]), [*kept, *named[-1]]]


def _refuse_one_name_for_two(own: Sequence[str]) -> None:
    """ValueError for two columns SQL cannot tell apart: it would read one of them for both."""
    alike = Counter(name.casefold() for name in own)
    twice = [name for name in own if alike[name.casefold()] > 1]
    if twice:
        raise ValueError(f"columns {twice!r} have one name in SQL; accepted is a name for each")


_MOST_BITS = 7
"""Of so many names every list is written out."""


class _Answers:
    """The columns of the answers, step by step.

    Whatever decides a row stands in one list: its invalid fields, then the cases, worst first. The
    place of the first that holds is computed once.
    """

    def __init__(
        self, asked: Asked, steps: Steps, refused: Mapping[str, list[Sql]], dialect: Dialect
    ) -> None:
        self._steps = steps
        self._answers = asked.answers
        self._dialect = dialect
        fields = [
            *((fact, reduce(or_, refused[fact])) for fact in FACT_ORDER if fact in refused),
            *((fact, steps.value(when)) for fact, when in asked.contradictions.items()),
        ]
        cases = asked.answers.cases
        self._deciders = [*(fact for fact, _ in fields), *(each.clause for each in cases)]
        self._statuses = [*(INVALID for _ in fields), *(STATUS_OF[each.outcome] for each in cases)]
        conditions = [*(when for _, when in fields), *(steps.value(each.when) for each in cases)]
        no_way = len(fields) + sum(each.outcome in NO_WAY_ON for each in cases)
        self._decider = dialect.name(f"{COMPUTED}decider")
        self._valid = Sql(f"{self._decider} >= {len(fields)}")
        self._way_on = Sql(f"{self._decider} >= {no_way}")
        places = ((when, fixed(at)) for at, when in enumerate(conditions))
        self.steps = [
            {f"{COMPUTED}decider": case(places, otherwise=fixed(len(conditions)))},
            self._columns(asked.detail),
        ]

    def _columns(self, detail: bool) -> dict[str, Sql]:
        answers, value = self._answers, self._steps.value
        columns = {
            "retax_status": self._decided([*self._statuses, STATUS_OF["met"]]),
            "retax_announcement": self._of_valid(answers.announcements, None),
            "retax_last_day": case([(self._valid, value(answers.last_day))]),
            "retax_decided_by": self._decided([*self._deciders, None]),
            "retax_missing": self._missing(),
            "retax_documents": self._documents(),
        }
        if detail:
            for clause, outcomes in answers.outcomes.items():
                columns[clause_column(clause)] = self._of_valid(outcomes, "met")
        return columns

    def _decided(self, texts: Sequence[str | None]) -> Sql:
        """Look up what the first condition that holds says."""
        return self._dialect.item(self._dialect.texts(texts), self._decider)

    def _of_valid(self, texts: Mapping[Any, Expression], otherwise: str | None) -> Sql:
        """Return the text whose condition holds; null for an invalid row."""
        chosen = [
            (self._steps.value(when), self._dialect.text(text)) for text, when in texts.items()
        ]
        fallback = NULL if otherwise is None else self._dialect.text(otherwise)
        return case([(~self._valid, NULL), *chosen], otherwise=fallback)

    def _missing(self) -> Sql:
        """Return the facts to ask for; most rows lack none, so a list is joined only where some."""
        lacking = {
            name: self._steps.value(when)
            for name, when in self._answers.missing.items()
            if when != FALSE
        }
        nothing = self._dialect.text("")
        if not lacking:
            return nothing
        names = [case([(when, self._dialect.text(name))]) for name, when in lacking.items()]
        some = self._way_on & reduce(or_, lacking.values())
        return case([(some, self._dialect.joined(names))], otherwise=nothing)

    def _documents(self) -> Sql:
        nothing = self._dialect.text("")
        listed = {name: when for name, when in self._answers.documents.items() if when != FALSE}
        always = frozenset(name for name, when in listed.items() if when == TRUE)
        texts = [
            self._dialect.item(
                self._dialect.texts(joined_names(names, always)),
                _number(self._steps.value(listed[n]) for n in names if n not in always),
            )
            for names in groups([*listed], always, _MOST_BITS)
        ]
        if len(texts) > 1:
            texts = [self._dialect.joined(Sql(f"nullif({text}, {nothing})") for text in texts)]
        return case([(self._way_on, text) for text in texts], otherwise=nothing)


def _number(bits: Iterable[Sql]) -> Sql:
    """Return conditions as the bits of a number, the lowest first."""
    added = [str(case([(bit, fixed(1 << at))], fixed(0))) for at, bit in enumerate(bits)]
    return Sql(f"({' + '.join(added) or '0'})")
