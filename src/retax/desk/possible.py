"""What can become of a clause at all, and what its facts count as while unknown.

Both are found in the trees of the clause: what no facts can bring about shrinks to "never".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from retax.law.compiled import RuledClause
from retax.law.outcome import OUTCOMES, Outcome, cases
from retax.law.presumptions import PRESUMPTIONS, Presumption
from retax.logic.expressions import FALSE, TRUE, Expression, Fact, all_of, is_true
from retax.logic.simplified import Simplifier, within_branches
from retax.logic.trees import facts_of, missing, narrowed, surely
from retax.vocabulary import NAMES
from retax.words import Words

_ASKED = Words("须补充", "asked for")
_NOT_ASKED = Words("不要求补充", "not asked for")
_IN_SOME_CASES = Words(
    "部分情形下{presumed}，其余{otherwise}", "in some cases {presumed}, else {otherwise}"
)

ByOutcome = Mapping[Outcome, Expression]
"""When each outcome but ``met`` is the one."""


@dataclass(frozen=True)
class Possible:
    """What is possible of a clause.

    ``outcomes``: those it can have, the best first, its questions open or settled.
    ``while_unknown``: by fact, what it counts as while unknown, or that it is asked for.
    """

    outcomes: tuple[Outcome, ...]
    while_unknown: Mapping[str, Words]


def possible(ruled: RuledClause) -> Possible:
    """Find what is possible of a clause."""
    by_outcome = _cases(ruled, ruled.strict, ruled.lenient)
    found = {outcome for outcome, when in by_outcome.items() if _can_be(when)}
    if _can_be(_cases(ruled, ruled.strict, ruled.strict)["failed"]):  # settled strictly
        found.add("failed")
    return Possible(
        tuple(outcome for outcome in reversed([*OUTCOMES]) if outcome in {"met", *found}),
        {name: _while_unknown(ruled, name, by_outcome) for name in ruled.facts},
    )


def _cases(ruled: RuledClause, strict: Expression, lenient: Expression) -> ByOutcome:
    trees = (strict, lenient, ruled.outstanding, ruled.clause.uncovered)
    return cases(*map(within_branches, trees))


def _while_unknown(ruled: RuledClause, name: str, by_outcome: ByOutcome) -> Words:
    otherwise = _ASKED if _is_asked(ruled, name, by_outcome["unknown"]) else _NOT_ASKED
    presumption = next((p for p in PRESUMPTIONS if p.fact == name), None)
    if presumption is None or not _counts(presumption, by_outcome):
        return otherwise
    if presumption.when == TRUE:
        return presumption.words
    return _IN_SOME_CASES.filled(presumed=presumption.words, otherwise=otherwise)


def _is_asked(ruled: RuledClause, name: str, unknown: Expression) -> bool:
    """Say whether the fact can be what an unknown outcome lacks, on either reading."""
    lacks = [missing(reading).get(name, FALSE) for reading in (ruled.lenient, ruled.strict)]
    return name in ruled.missing and any(
        _can_be(all_of(unknown, surely(within_branches(is_true(lack))))) for lack in lacks
    )


def _counts(presumption: Presumption, by_outcome: ByOutcome) -> bool:
    """Say whether the clause reads a fact where it is presumed."""
    presumed = _knowing_words()
    presumed.assume(surely(narrowed(presumption.when, [presumption.fact], {})))
    return any(
        presumption.fact in facts_of(presumed.simplified(when)) for when in by_outcome.values()
    )


def _can_be(when: Expression) -> bool:
    return _knowing_words().simplified(when) != FALSE


def _knowing_words() -> Simplifier:
    """Return one that knows which words each fact may have."""
    knowing = Simplifier()
    for name, entry in NAMES.items():
        if entry.kind == "word" and entry.values:
            knowing.assume(~is_true(~Fact(name).is_in(*entry.values)))
    return knowing
