"""The law over DuckDB relations and Spark frames, as SQL text.

Columns are read as facts, trees become expressions, answers columns; nothing is collected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from retax.frames.query import BETTER, INVALID, KEPT_PLANS, ORDINARY, TableQuery, name_clause_column
from retax.frames.schema import FactColumn
from retax.frames.sql.dialect import DUCKDB, NULL, SPARK, Dialect, Sql, write_case, write_constant
from retax.frames.sql.reader import SqlFacts
from retax.frames.subset_names import chunk_names, list_subsets
from retax.law.outcome import FINAL_OUTCOMES, RANKS, STATUS_OF
from retax.logic.compile_columns import COMPUTED, ColumnPlan
from retax.logic.expressions import FALSE, TRUE, Expression


def append_verdicts_in_duckdb(
    relation: Any,
    columns_by_fact: Mapping[str, list[FactColumn]],
    query: TableQuery,
    as_of: date | None,
) -> Any:
    """Return a DuckDB relation with the columns that judge its rows."""
    for columns in _list_projections(relation.columns, columns_by_fact, query, as_of, DUCKDB):
        relation = relation.project(", ".join(columns))
    return relation


def append_verdicts_in_spark(
    frame: Any,
    columns_by_fact: Mapping[str, list[FactColumn]],
    query: TableQuery,
    as_of: date | None,
) -> Any:
    """Return a Spark frame with the columns that judge its rows."""
    for columns in _list_projections(frame.columns, columns_by_fact, query, as_of, SPARK):
        frame = frame.selectExpr(*columns)
    return frame


def append_better_in_duckdb(relation: Any) -> Any:
    """Return a relation with the column of the better way in, beside those of both."""
    return relation.project(f"*, {_choose_better(DUCKDB)}")


def append_better_in_spark(frame: Any) -> Any:
    """Return a Spark frame with the column of the better way in, beside those of both."""
    return frame.selectExpr("*", str(_choose_better(SPARK)))


def _choose_better(dialect: Dialect) -> Sql:
    here, there = (_rank(dialect, name) for name in ("retax_status", ORDINARY))
    # Of an invalid row the ordinary route has no status, so no comparison holds.
    better = write_case(
        [
            (Sql(f"({here} >= {there} and {here} > 0)"), dialect.write_text("announcement")),
            (Sql(f"({here} < {there})"), dialect.write_text("ordinary")),
        ]
    )
    return Sql(f"{better} as {dialect.write_name(BETTER)}")


def _rank(dialect: Dialect, column: str) -> Sql:
    name = dialect.write_name(column)
    ranks = (
        (Sql(f"({name} = {dialect.write_text(status)})"), write_constant(rank))
        for status, rank in RANKS.items()
    )
    return write_case(ranks)


def _list_projections(
    own: Sequence[str],
    columns_by_fact: Mapping[str, list[FactColumn]],
    query: TableQuery,
    as_of: date | None,
    dialect: Dialect,
) -> list[list[str]]:
    """Return the columns to select, step by step."""
    reject_case_collisions(own)
    every = tuple((fact, tuple(columns)) for fact, columns in columns_by_fact.items())
    plan = _plan(tuple(own), every, query, dialect)
    if as_of is None:
        return plan
    return [["*", f"{write_constant(as_of)} as {dialect.write_name(f'{COMPUTED}as_of')}"], *plan]


@lru_cache(maxsize=KEPT_PLANS)
def _plan(
    own: tuple[str, ...],
    columns_by_fact: tuple[tuple[str, tuple[FactColumn, ...]], ...],
    query: TableQuery,
    dialect: Dialect,
) -> list[list[str]]:
    """Return the columns to select: the same for every table of the same kind, on any day."""
    facts = SqlFacts(dict(columns_by_fact), dialect)
    steps = ColumnPlan(query.list_trees(), facts, query.days_off, only_costly=True)
    answers = _Answers(query, steps, facts.list_invalid(), dialect)
    computed = [columns for columns in (*facts.reading, *steps.steps, *answers.steps) if columns]
    named = [
        [f"{expression} as {dialect.write_name(name)}" for name, expression in columns.items()]
        for columns in computed
    ]
    kept = [str(dialect.write_name(name)) for name in own]
    # The last step selects the user's own columns by name, which drops all that was computed.
    return [*(["*", *columns] for columns in named[:-1]), [*kept, *named[-1]]]


def reject_case_collisions(own: Sequence[str]) -> None:
    """ValueError for two columns SQL cannot tell apart: it would read one of them for both."""
    alike = Counter(name.casefold() for name in own)
    twice = [name for name in own if alike[name.casefold()] > 1]
    if twice:
        raise ValueError(f"columns {twice!r} have one name in SQL; accepted is a name for each")


_MOST_BITS = 7
"""The most names of which every list is written out."""


class _Answers:
    """The columns of the answers, step by step.

    One list holds all that can decide a row: its invalid fields, then the cases, worst first. The
    place of the first that holds is computed once.
    """

    def __init__(
        self,
        query: TableQuery,
        steps: ColumnPlan,
        unreadable: Sequence[tuple[str, Sql]],
        dialect: Dialect,
    ) -> None:
        self._steps = steps
        self._answers = query.answers
        self._is_ordinary = query.is_ordinary
        self._dialect = dialect
        contradictions = [(fact, steps.get_result(when)) for fact, when in query.contradictions]
        fields = [*unreadable, *contradictions]
        cases = query.answers.cases
        self._deciders = [*(fact for fact, _ in fields), *(each.clause for each in cases)]
        self._statuses = [*(INVALID for _ in fields), *(STATUS_OF[each.outcome] for each in cases)]
        conditions = [
            *(when for _, when in fields),
            *(steps.get_result(each.when) for each in cases),
        ]
        no_way = len(fields) + sum(each.outcome in FINAL_OUTCOMES for each in cases)
        self._decider = dialect.write_name(f"{COMPUTED}decider")
        self._valid = Sql(f"{self._decider} >= {len(fields)}")
        self._way_on = Sql(f"{self._decider} >= {no_way}")
        places = ((when, write_constant(at)) for at, when in enumerate(conditions))
        self.steps = [
            {f"{COMPUTED}decider": write_case(places, otherwise=write_constant(len(conditions)))},
            query.name_columns(self._build_columns(query.detail)),
        ]

    def _build_columns(self, detail: bool) -> dict[str, Sql]:
        answers, value = self._answers, self._steps.get_result
        status = self._look_up_decider([*self._statuses, STATUS_OF["met"]])
        columns = {
            "retax_status": write_case([(self._valid, status)]) if self._is_ordinary else status,
            "retax_announcement": self._choose_text(answers.announcements, None),
            "retax_last_day": write_case([(self._valid, value(answers.last_day))]),
            "retax_decided_by": self._look_up_decider([*self._deciders, None]),
            "retax_missing": self._join_missing(),
            "retax_documents": self._join_names(answers.documents, self._way_on),
            "retax_assumed": self._join_names(answers.assumed, self._valid),
        }
        if detail:
            for clause, outcomes in answers.outcomes.items():
                columns[name_clause_column(clause)] = self._choose_text(outcomes, "met")
        return columns

    def _look_up_decider(self, texts: Sequence[str | None]) -> Sql:
        """Look up what the first condition that holds says."""
        # A list looked up by place costs one access; a case would test the conditions once more.
        return self._dialect.get_item(self._dialect.write_texts(texts), self._decider)

    def _choose_text(self, texts: Mapping[Any, Expression], otherwise: str | None) -> Sql:
        """Return the text whose condition holds; null for an invalid row."""
        chosen = [
            (self._steps.get_result(when), self._dialect.write_text(text))
            for text, when in texts.items()
        ]
        fallback = NULL if otherwise is None else self._dialect.write_text(otherwise)
        return write_case([(~self._valid, NULL), *chosen], otherwise=fallback)

    def _join_missing(self) -> Sql:
        """Return the facts to ask for; most rows lack none, so a list is joined only where some."""
        lacking = {
            name: self._steps.get_result(when)
            for name, when in self._answers.missing.items()
            if when != FALSE
        }
        nothing = self._dialect.write_text("")
        if not lacking:
            return nothing
        names = [
            write_case([(when, self._dialect.write_text(name))]) for name, when in lacking.items()
        ]
        some = self._way_on & reduce(or_, lacking.values())
        return write_case([(some, self._dialect.join(names))], otherwise=nothing)

    def _join_names(self, conditions: Mapping[str, Expression], counts: Sql) -> Sql:
        """Return the names whose conditions hold, looked up by the number those make."""
        nothing = self._dialect.write_text("")
        listed = {name: when for name, when in conditions.items() if when != FALSE}
        always = frozenset(name for name, when in listed.items() if when == TRUE)
        texts = [
            self._dialect.get_item(
                self._dialect.write_texts(list_subsets(names, always)),
                _pack_bits(self._steps.get_result(listed[n]) for n in names if n not in always),
            )
            for names in chunk_names([*listed], always, _MOST_BITS)
        ]
        if len(texts) > 1:
            # concat_ws passes over null but not over an empty text, which would leave a stray “;”.
            texts = [self._dialect.join(Sql(f"nullif({text}, {nothing})") for text in texts)]
        return write_case([(counts, text) for text in texts], otherwise=nothing)


def _pack_bits(bits: Iterable[Sql]) -> Sql:
    """Return conditions as the bits of a number, the lowest first."""
    added = [
        str(write_case([(bit, write_constant(1 << at))], write_constant(0)))
        for at, bit in enumerate(bits)
    ]
    return Sql(f"({' + '.join(added) or '0'})")
