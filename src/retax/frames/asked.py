"""What is asked of a table: answers and contradictions, as trees over the facts it tells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from weakref import WeakKeyDictionary

from retax.contradictions import CONTRADICTIONS
from retax.goods import ReturnedGoods
from retax.law.answers import BUT_MET, NO_WAY_ON, Answers, Case, answers
from retax.law.compiled import KEPT_LAWS, Law
from retax.law.outcome import STATUS_OF, Outcome
from retax.logic.expressions import FALSE, Expression, any_of
from retax.logic.simplified import Simplifier
from retax.logic.trees import narrowed, surely

OUTCOMES_BY_PLACE: tuple[Outcome, ...] = ("met", *BUT_MET)
"""What becomes of a clause, by place: met, then the others with the worst first."""

_Name = TypeVar("_Name", bound=str)

INVALID = "invalid"
"""What ``retax_status`` says of a row that cannot be read."""

STATUSES: tuple[str, ...] = (*STATUS_OF.values(), INVALID)
"""What ``retax_status`` can say."""


@dataclass(frozen=True, eq=False)
class Asked:
    """The answers to give for each row, and by field what makes a row contradictory.

    Asked twice in the same way it is the same object, by which plans are kept.
    """

    answers: Answers
    contradictions: Mapping[str, Expression]
    days_off: Collection[date] | None
    detail: bool

    def trees(self) -> Iterator[Expression]:
        """Return every tree that is computed."""
        yield from (case.when for case in self.answers.cases)
        for answered in (
            self.answers.missing,
            self.answers.documents,
            self.answers.announcements,
            self.contradictions,
        ):
            yield from answered.values()
        yield self.answers.last_day
        if self.detail:
            for outcomes in self.answers.outcomes.values():
                yield from outcomes.values()


_Question = tuple[frozenset[str], date | None, bool]

_kept: WeakKeyDictionary[Law, dict[_Question, Asked]] = WeakKeyDictionary()
"""What was asked under each law that is still kept."""


def asked_of(law: Law, told: Collection[str], as_of: date | None, detail: bool) -> Asked:
    """Return what is asked of a table that tells some facts."""
    absent = frozenset(ReturnedGoods.model_fields) - frozenset(told)
    kept = _kept.setdefault(law, {})
    question = (absent, as_of, detail)
    if question not in kept:
        if len(kept) == KEPT_LAWS:
            kept.clear()
        kept[question] = _asked(law, *question)
    return kept[question]


def _asked(law: Law, absent: frozenset[str], as_of: date | None, detail: bool) -> Asked:
    contradictions: dict[str, Expression] = {}
    for contradiction in CONTRADICTIONS:
        found = surely(narrowed(contradiction.when, absent, {}))
        fact = contradiction.fact
        contradictions[fact] = any_of(contradictions.get(fact, FALSE), found)
    valid = Simplifier()
    found_at_all = {
        fact: valid.simplified(when) for fact, when in contradictions.items() if when != FALSE
    }
    for when in found_at_all.values():
        valid.assume(~when)
    all_answers = answers(law, absent, as_of, detail=detail)
    return Asked(_where_they_count(all_answers, valid), found_at_all, law.days_off, detail)


def _where_they_count(told: Answers, valid: Simplifier) -> Answers:
    """Return smaller trees with the same values wherever those count.

    None counts where facts contradict each other, a case none where one before it holds.
    """
    undecided, way_on = valid.copy(), valid.copy()
    cases: list[Case] = []
    for case in told.cases:
        when = undecided.simplified(case.when)
        undecided.assume(~when)
        if case.outcome in NO_WAY_ON:
            way_on.assume(~when)
        if when != FALSE:
            cases.append(replace(case, when=when))
    return Answers(
        cases=tuple(cases),
        missing=_smaller(told.missing, way_on),
        documents=_smaller(told.documents, way_on),
        announcements=_smaller(told.announcements, valid),
        last_day=told.last_day,
        outcomes={clause: _smaller(of, valid) for clause, of in told.outcomes.items()},
    )


def _smaller(trees: Mapping[_Name, Expression], within: Simplifier) -> dict[_Name, Expression]:
    return {name: within.simplified(tree) for name, tree in trees.items()}


def clause_column(clause: str) -> str:
    """Return the name of the column that holds the outcome of a clause."""
    return "retax_" + clause.replace(".", "_")
