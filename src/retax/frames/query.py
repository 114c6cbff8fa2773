"""The query of a table: its answers and contradictions, as trees over the facts it has."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import TypeVar

from retax.facts.consistency import CONTRADICTIONS
from retax.facts.model import ReturnedGoods
from retax.judge.compiled_law import KEPT_LAWS, Law, find_law_without_days_off
from retax.judge.table_answers import (
    BUT_MET,
    Answers,
    DecidingCase,
    compile_answers,
)
from retax.law.main_regime import MAIN_REGIME
from retax.law.outcome import FINAL_OUTCOMES, STATUS_OF, Outcome
from retax.logic.expressions import FALSE, Expression, any_of
from retax.logic.kleene import is_definitely_true, substitute
from retax.logic.simplify.conditions import Simplifier
from retax.money.conditions import list_conditions, list_turns

OUTCOMES_BY_PLACE: tuple[Outcome, ...] = ("met", *BUT_MET)
"""What becomes of a clause, by place: met, then the others with the worst first."""

_Name = TypeVar("_Name", bound=str)
_Column = TypeVar("_Column")

ORDINARY_COLUMNS: Mapping[str, str] = {
    "retax_status": "retax_ordinary",
    "retax_last_day": "retax_ordinary_last_day",
    "retax_missing": "retax_ordinary_missing",
}
"""By column of a verdict that of the ordinary route; the others have none."""

ORDINARY = ORDINARY_COLUMNS["retax_status"]
BETTER = "retax_better"

CONDITION = "retax_money_"
"""How the columns of conditions begin, which no table is given."""

INVALID = "invalid"
"""What ``retax_status`` says of a row that cannot be read."""

ROW_STATUSES: tuple[str, ...] = (*STATUS_OF.values(), INVALID)
"""What ``retax_status`` can say."""


KEPT_PLANS = 16
"""The most plans kept, one a kind of table; a plan and its look-up tables take some megabytes."""

WORTH_SMALLER_TREES = 10_000_000
"""The number of rows from which on a smaller tree saves more than it costs."""


@dataclass(frozen=True, eq=False)
class TableQuery:
    """The answers to give for each row, and what makes a row contradictory.

    ``contradictions``: the facts to blame and when, in the order in which they are looked for.
    ``conditions``: by name of a column what else is to be computed, each true or false.
    It is cached, so its identity is the key of the plan cache.
    """

    answers: Answers
    contradictions: tuple[tuple[str, Expression], ...]
    days_off: Collection[date] | None
    detail: bool
    is_ordinary: bool = False
    conditions: Mapping[str, Expression] = field(default_factory=dict)

    def name_columns(self, columns: Mapping[str, _Column]) -> dict[str, _Column]:
        """Return the columns of the answers under their names, those without a name left out."""
        names = ORDINARY_COLUMNS if self.is_ordinary else {name: name for name in columns}
        return {names[name]: column for name, column in columns.items() if name in names}

    def list_trees(self) -> Iterator[Expression]:
        """Return every tree that is computed."""
        yield from (case.when for case in self.answers.cases)
        for answered in (
            self.answers.missing,
            self.answers.documents,
            self.answers.assumed,
            self.answers.announcements,
        ):
            yield from answered.values()
        yield from (when for _, when in self.contradictions)
        yield self.answers.last_day
        yield from self.conditions.values()
        if self.detail:
            for outcomes in self.answers.outcomes.values():
                yield from outcomes.values()


def build_query(
    law: Law,
    facts: Collection[str],
    *,
    dated: bool,
    detail: bool,
    rows: int = 0,
    with_money: bool = False,
) -> TableQuery:
    """Return the query of a table that has columns for some facts.

    ``dated``: the day ``as_of`` is known; the plan does not depend on which. ``rows``: the
    number of rows to judge, as far as it is known; many are worth smaller trees. Of another law
    than the main one a table gets the columns of the ordinary route. ``with_money``: what the money
    of a row turns on is computed, too.
    """
    absent = frozenset(ReturnedGoods.model_fields) - frozenset(facts)
    # The answers read no rest days, so laws that differ in them alone share them: to build them
    # takes two thirds of the time of a plan.
    shared, is_small = find_law_without_days_off(law), rows >= WORTH_SMALLER_TREES
    query = _build_cached_query(shared, absent, dated, detail, is_small, with_money)
    return _set_days_off(query, law.days_off)


@lru_cache(maxsize=KEPT_LAWS)
def _set_days_off(query: TableQuery, days_off: frozenset[date] | None) -> TableQuery:
    return query if days_off is None else replace(query, days_off=days_off)


@lru_cache(maxsize=KEPT_LAWS)
def _build_cached_query(
    law: Law, absent: frozenset[str], dated: bool, detail: bool, small: bool, with_money: bool
) -> TableQuery:
    contradictions = _list_contradictions(absent, small)
    found = compile_answers(law, absent, dated=dated, detail=detail)
    is_ordinary = law.regime is not MAIN_REGIME
    conditions = _list_conditions(found, absent, is_ordinary) if with_money else {}
    if small:
        valid = Simplifier()
        for _, when in contradictions:
            valid.assume(~when)
        found = _shrink_answers(found, valid)
        conditions = _shrink(conditions, valid)
    if is_ordinary:  # of which nothing else has a column
        found = replace(found, documents={}, assumed={}, announcements={})
    return TableQuery(found, contradictions, law.days_off, detail, is_ordinary, conditions)


def _list_conditions(
    found: Answers, absent: frozenset[str], is_ordinary: bool
) -> dict[str, Expression]:
    """Return what the money of a row turns on: here the facts, by the ordinary route its cases."""
    if is_ordinary:
        return {f"{CONDITION}{at}": when for at, when in enumerate(list_turns(found.cases))}
    return {
        f"{CONDITION}{name}": is_definitely_true(substitute(when, absent))
        for name, when in list_conditions().items()
    }


def list_contradictions_between(facts: Collection[str]) -> tuple[tuple[str, Expression], ...]:
    """Return what makes a row of such a table contradictory, and which fact it blames.

    The order is that in which the model looks for them.
    """
    return _list_contradictions(
        frozenset(ReturnedGoods.model_fields) - frozenset(facts), small=False
    )


@lru_cache(maxsize=KEPT_LAWS)
def _list_contradictions(absent: frozenset[str], small: bool) -> tuple[tuple[str, Expression], ...]:
    simplifier = Simplifier()
    found = []
    # Neighbours that blame the same fact are looked for together; others would change the order.
    for fact, alike in groupby(CONTRADICTIONS, key=lambda each: each.fact):
        when = any_of(*(is_definitely_true(substitute(each.when, absent)) for each in alike))
        if when != FALSE:
            found.append((fact, simplifier.simplify(when) if small else when))
    return tuple(found)


def _shrink_answers(answers: Answers, valid: Simplifier) -> Answers:
    """Return smaller trees with the same values wherever those count.

    Values are irrelevant on invalid rows; a case is irrelevant where an earlier one holds.
    """
    undecided, way_on = valid.copy(), valid.copy()
    cases: list[DecidingCase] = []
    for case in answers.cases:
        when = undecided.simplify(case.when)
        undecided.assume(~when)
        if case.outcome in FINAL_OUTCOMES:
            way_on.assume(~when)
        if when != FALSE:
            cases.append(replace(case, when=when))
    return Answers(
        cases=tuple(cases),
        missing=_shrink(answers.missing, way_on),
        documents=_shrink(answers.documents, way_on),
        assumed=_shrink(answers.assumed, valid),
        announcements=_shrink(answers.announcements, valid),
        last_day=answers.last_day,
        outcomes={clause: _shrink(of, valid) for clause, of in answers.outcomes.items()},
    )


def _shrink(trees: Mapping[_Name, Expression], within: Simplifier) -> dict[_Name, Expression]:
    return {name: within.simplify(tree) for name, tree in trees.items()}


def name_clause_column(clause: str) -> str:
    """Return the name of the column that holds the outcome of a clause."""
    return "retax_" + clause.replace(".", "_")
