"""What a verdict says, each part as a tree of its own: for whoever computes whole tables.

Every tree but the last day is two-valued.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from retax.law.article_4_documents import DOCUMENTS
from retax.law.compiled import FACT_ORDER, Law
from retax.law.outcome import OUTCOMES, Outcome, cases
from retax.logic.expressions import FALSE, Expression, all_of, any_of
from retax.logic.simplified import within_branches
from retax.logic.trees import narrowed, surely, value_is

BUT_MET: tuple[Outcome, ...] = tuple(outcome for outcome in OUTCOMES if outcome != "met")
NO_WAY_ON: tuple[Outcome, ...] = ("not_covered", "failed")
"""Where the worst outcome is one of these there is nothing to ask for and nothing to file."""


@dataclass(frozen=True)
class Case:
    """What may decide a verdict: an outcome of a clause."""

    outcome: Outcome
    clause: str
    when: Expression


@dataclass(frozen=True)
class Answers:
    """The parts of a verdict, in the order in which it tells them.

    ``cases``: the worst first; the first that holds decides, if none does every clause is met.
    ``missing`` by fact and ``documents`` by id count unless the worst outcome leaves no way on.
    ``announcements``: by id. ``outcomes``: by clause, its outcomes other than met.
    """

    cases: tuple[Case, ...]
    missing: Mapping[str, Expression]
    documents: Mapping[str, Expression]
    announcements: Mapping[str, Expression]
    last_day: Expression
    outcomes: Mapping[str, Mapping[Outcome, Expression]]


def answers(
    law: Law, absent: Collection[str], as_of: date | None, *, detail: bool = True
) -> Answers:
    """Return what a verdict says where some facts are absent and the question is as of a day.

    Without ``detail`` the outcomes of clauses are left out.
    """

    def asked(tree: Expression) -> Expression:
        return within_branches(narrowed(tree, absent, {"as_of": as_of}))

    by_clause = {
        ruled.clause.id: cases(
            asked(ruled.strict),
            asked(ruled.lenient),
            asked(ruled.outstanding),
            asked(ruled.clause.uncovered),
        )
        for ruled in law.clauses
    }
    announcement = asked(law.announcement)
    lacks: dict[str, list[Expression]] = {}
    for ruled in law.clauses:
        unknown = by_clause[ruled.clause.id]["unknown"]
        for fact, lack in ruled.missing.items():
            lacks.setdefault(fact, []).append(all_of(unknown, surely(asked(lack))))
    return Answers(
        cases=tuple(
            Case(outcome, clause, of[outcome])
            for outcome in BUT_MET
            for clause, of in by_clause.items()
            if of[outcome] != FALSE
        ),
        missing={fact: any_of(*lacks[fact]) for fact in sorted(lacks, key=FACT_ORDER.__getitem__)},
        documents={
            document.id: ~value_is(asked(law.strictly(document.certainty)), None)
            for document in DOCUMENTS
        },
        announcements={a.id: value_is(announcement, a.id) for a in law.published},
        last_day=asked(law.last_day),
        outcomes={
            ruled.clause.id: _by_outcome(asked(ruled.outcome)) if detail else {}
            for ruled in law.clauses
        },
    )


def _by_outcome(outcome: Expression) -> dict[Outcome, Expression]:
    return {each: value_is(outcome, each) for each in BUT_MET}
