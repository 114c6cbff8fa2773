"""The parts of a verdict as trees, for whole tables.

Every tree but the last day is two-valued.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from retax.judge.compiled_law import FACT_ORDER, Law
from retax.law.outcome import OUTCOMES, Outcome, list_first_match_cases
from retax.law.rules import Presumption, presumption_applies
from retax.logic.expressions import FALSE, Expression, all_of, any_of
from retax.logic.kleene import has_value, is_definitely_true, substitute
from retax.logic.simplify.branches import simplify_branches

BUT_MET: tuple[Outcome, ...] = tuple(outcome for outcome in OUTCOMES if outcome != "met")


@dataclass(frozen=True)
class DecidingCase:
    """What may decide a verdict: an outcome of a clause."""

    outcome: Outcome
    clause: str
    when: Expression


@dataclass(frozen=True)
class Answers:
    """The parts of a verdict, in the order in which it tells them.

    ``cases``: the worst first; the first that holds decides, if none does every clause is met.
    ``missing`` by fact and ``documents`` by id count unless the worst outcome leaves no way on.
    ``assumed``: by fact. ``announcements``: by id. ``outcomes``: by clause, its outcomes other than
    met.
    """

    cases: tuple[DecidingCase, ...]
    missing: Mapping[str, Expression]
    documents: Mapping[str, Expression]
    assumed: Mapping[str, Expression]
    announcements: Mapping[str, Expression]
    last_day: Expression
    outcomes: Mapping[str, Mapping[Outcome, Expression]]


def compile_answers(
    law: Law, absent: Collection[str], *, dated: bool, detail: bool = True
) -> Answers:
    """Return what a verdict says where some facts are absent.

    ``dated``: the question has a day ``as_of``, a parameter of the trees. Without ``detail`` the
    outcomes of clauses are left out.
    """
    supplied = ("as_of",) if dated else ()

    def narrow(tree: Expression) -> Expression:
        return simplify_branches(substitute(tree, absent, supplied))

    by_clause = {
        ruled.clause.id: list_first_match_cases(
            narrow(ruled.strict),
            narrow(ruled.lenient),
            narrow(ruled.outstanding),
            narrow(ruled.clause.uncovered),
        )
        for ruled in law.clauses
    }
    announcement = narrow(law.announcement)
    lacks = {
        ruled.clause.id: {
            fact: all_of(by_clause[ruled.clause.id]["unknown"], is_definitely_true(narrow(lack)))
            for fact, lack in ruled.missing.items()
        }
        for ruled in law.clauses
    }
    return Answers(
        cases=tuple(
            DecidingCase(outcome, clause, of[outcome])
            for outcome in BUT_MET
            for clause, of in by_clause.items()
            if of[outcome] != FALSE
        ),
        missing=_sort_by_fact((fact, lack) for of in lacks.values() for fact, lack in of.items()),
        documents={
            document.id: ~has_value(narrow(law.read_strictly(document.certainty)), None)
            for document in law.regime.documents
        },
        assumed=_sort_by_fact(
            (
                each.fact,
                _is_assumed(
                    is_definitely_true(narrow(law.read_strictly(presumption_applies(each)))),
                    each,
                    lacks,
                ),
            )
            for each in law.regime.presumptions
        ),
        announcements={a.id: has_value(announcement, a.id) for a in law.published},
        last_day=narrow(law.last_day),
        outcomes={
            ruled.clause.id: _split_by_outcome(narrow(ruled.outcome)) if detail else {}
            for ruled in law.clauses
        },
    )


def _is_assumed(
    presumed: Expression, presumption: Presumption, lacks: Mapping[str, Mapping[str, Expression]]
) -> Expression:
    """Say when a case rests on a presumption, of a fact that a clause may ask for instead."""
    # The law's own tree says the same; here it shares what says when the fact is missing.
    if not presumption.unless_requested:
        return presumed
    requests = (of[presumption.fact] for of in lacks.values() if presumption.fact in of)
    return presumed & ~any_of(*requests)


def _sort_by_fact(conditions: Iterable[tuple[str, Expression]]) -> dict[str, Expression]:
    """Return by fact, in the order of the model, when one of its conditions holds."""
    by_fact: dict[str, list[Expression]] = {}
    for fact, when in conditions:
        by_fact.setdefault(fact, []).append(when)
    return {fact: any_of(*by_fact[fact]) for fact in sorted(by_fact, key=FACT_ORDER.__getitem__)}


def _split_by_outcome(outcome: Expression) -> dict[Outcome, Expression]:
    return {each: has_value(outcome, each) for each in BUT_MET}
