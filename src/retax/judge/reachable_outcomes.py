"""The outcomes a clause can reach at all, and its facts while they are unknown.

Both are found in the trees of the clause: what no facts can bring about shrinks to "never".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from retax.facts.catalogue import NAMES
from retax.judge.compiled_law import CompiledClause
from retax.law.outcome import OUTCOMES, Outcome, list_first_match_cases
from retax.logic.expressions import FALSE, TRUE, Expression, Fact, all_of, is_true
from retax.logic.kleene import find_missing_conditions, is_definitely_true
from retax.logic.simplify.branches import simplify_branches
from retax.logic.simplify.conditions import Simplifier
from retax.words import Words, joined

_REQUESTED = Words("须补充", "asked for")
_NOT_REQUESTED = Words("不要求补充", "not asked for")
_IN_SOME_CASES = Words(
    "部分情形下{presumed}，其余{otherwise}", "in some cases {presumed}, else {otherwise}"
)

ByOutcome = Mapping[Outcome, Expression]
"""When each outcome but ``met`` is the one."""


@dataclass(frozen=True)
class ReachableOutcomes:
    """What is possible of a clause.

    ``outcomes``: those it can have, the best first, its questions open or settled.
    ``while_unknown``: by fact, what it counts as while unknown, or that it is asked for.
    """

    outcomes: tuple[Outcome, ...]
    while_unknown: Mapping[str, Words]


def find_reachable_outcomes(ruled: CompiledClause) -> ReachableOutcomes:
    """Find what is possible of a clause."""
    by_outcome = _split_cases(ruled, ruled.strict, ruled.lenient)
    found = {outcome for outcome, when in by_outcome.items() if _can_be(when)}
    if _can_be(_split_cases(ruled, ruled.strict, ruled.strict)["failed"]):  # settled strictly
        found.add("failed")
    return ReachableOutcomes(
        tuple(outcome for outcome in reversed([*OUTCOMES]) if outcome in {"met", *found}),
        {name: _describe_while_unknown(ruled, name, by_outcome) for name in ruled.facts},
    )


def _split_cases(ruled: CompiledClause, strict: Expression, lenient: Expression) -> ByOutcome:
    trees = (strict, lenient, ruled.outstanding, ruled.clause.uncovered)
    return list_first_match_cases(*map(simplify_branches, trees))


def _describe_while_unknown(ruled: CompiledClause, name: str, by_outcome: ByOutcome) -> Words:
    otherwise = (
        _REQUESTED if _can_be_lacking(ruled, name, by_outcome["unknown"]) else _NOT_REQUESTED
    )
    here = [p for p in ruled.presumptions if p.fact == name]
    if not here:
        return otherwise
    presumed = joined([presumption.words for presumption in here], zh="或", en=" or ")
    if any(presumption.when == TRUE for presumption in here):
        return presumed
    return _IN_SOME_CASES.filled(presumed=presumed, otherwise=otherwise)


def _can_be_lacking(ruled: CompiledClause, name: str, unknown: Expression) -> bool:
    """Say whether the fact can be what an unknown outcome lacks, on either reading."""
    lacks = [
        find_missing_conditions(reading).get(name, FALSE)
        for reading in (ruled.lenient, ruled.strict)
    ]
    return name in ruled.missing and any(
        _can_be(all_of(unknown, is_definitely_true(simplify_branches(is_true(lack)))))
        for lack in lacks
    )


def _can_be(when: Expression) -> bool:
    return _make_simplifier().can_hold(when)


def _make_simplifier() -> Simplifier:
    """Return one that knows which words each fact may have."""
    knowing = Simplifier()
    for name, entry in NAMES.items():
        if entry.kind == "word" and entry.values:
            knowing.assume(~is_true(~Fact(name).is_in(*entry.values)))
    return knowing
