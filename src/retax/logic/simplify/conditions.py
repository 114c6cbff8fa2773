"""Simplify two-valued expressions, such as ``kleene.is_definitely_true`` returns them.

The parts of a conjunction are assumed while each other is simplified; a disjunction is the
negation of a conjunction. A conjunction is kept as a list of literals and clauses; a clause is
a negated conjunction. Assumptions from outside may be given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache

from retax.logic.expressions import (
    FALSE,
    And,
    Constant,
    Expression,
    IsKnown,
    Not,
    Or,
    all_of,
    any_of,
)
from retax.logic.simplify.literals import (
    find_implied_facts,
    find_literal,
    require_literal,
    write_literal,
)
from retax.logic.simplify.premises import ContradictionError, Premises, split_conjunction
from retax.logic.simplify.value_sets import (
    ANY_KNOWN,
    ANYTHING,
    CACHE_SIZE,
    NO_VALUES,
    ONLY_TRUE,
    ONLY_UNKNOWN,
    ValueSet,
)
from retax.logic.traversal import walk

_WORTH_A_SPLIT = 30
"""Expressions with at least this many nodes are worth a case split."""


# -- two-valued trees ------------------------------------------------------------------------------


def to_and_not(tree: Expression) -> Expression:
    """Write a two-valued tree with "and" and "not" only."""
    match tree:
        case And(operands):
            return all_of(*map(to_and_not, operands))
        case Or(operands):
            return ~all_of(*(~to_and_not(operand) for operand in operands))
        case Not(operand):
            return ~to_and_not(operand)
    return write_literal(*require_literal(tree))


class Simplifier:
    """Shrinks two-valued trees, given what is known to hold wherever their values count."""

    def __init__(self, premises: Premises | None = None) -> None:
        self._premises = Premises() if premises is None else premises

    def copy(self) -> Simplifier:
        """Return one that assumes the same, and may come to assume more."""
        return Simplifier(self._premises.copy())

    def assume(self, tree: Expression) -> None:
        """Note that a tree holds wherever the trees to come count."""
        with suppress(ContradictionError):  # contradictory assumptions: the branch is unreachable
            for part in split_conjunction(to_and_not(tree)):
                found = find_literal(part)
                if found is not None:
                    self._premises.add(*found)
                elif isinstance(part, Not):
                    self._premises.add_false_conjunctions([part.operand])
            self._premises.propagate()

    def simplify(self, tree: Expression) -> Expression:
        """Return a smaller tree with the same value wherever what is assumed holds."""
        return from_and_not(_split(_simplify(to_and_not(tree), self._premises), self._premises))

    def can_hold(self, tree: Expression) -> bool:
        """Say whether a tree is not proved to be never true where what is assumed holds.

        The answer is that of ``simplify(tree) != FALSE``. One side that holds is enough,
        so it takes a third of the time with the largest clauses.
        """
        return _can_hold(_simplify(to_and_not(tree), self._premises), self._premises)


def _simplify(tree: Expression, premises: Premises) -> Expression:
    value = premises.find_value(tree)
    if value is not None:
        return Constant(value)
    if isinstance(tree, Not) and isinstance(tree.operand, And):
        return ~_simplify_conjunction(tree.operand.operands, premises)
    return _simplify_conjunction(split_conjunction(tree), premises)


def _split(tree: Expression, premises: Premises) -> Expression:
    """Split a large tree by its most frequent literal, if its two sides are smaller together."""
    size = _count_nodes(tree)
    if size <= _WORTH_A_SPLIT:
        return tree
    sides: list[Expression] = []
    for literal, smaller, inside in _split_by_literal(tree, premises):
        if _count_nodes(smaller) < size:  # else nothing is gained, however often it is split
            smaller = _split(smaller, inside)
        sides.append(all_of(literal, smaller))
    together = _simplify(~all_of(*(~side for side in sides)), premises)
    return together if _count_nodes(together) < size else tree


def _can_hold(tree: Expression, premises: Premises) -> bool:
    """Say whether a simplified tree is not "never", nor split into sides that all are."""
    size = _count_nodes(tree)
    if size <= _WORTH_A_SPLIT:
        return tree != FALSE
    return any(
        _count_nodes(smaller) >= size or _can_hold(smaller, inside)
        for _, smaller, inside in _split_by_literal(tree, premises)
    )


def _split_by_literal(
    tree: Expression, premises: Premises
) -> Iterator[tuple[Expression, Expression, Premises]]:
    """Yield a tree by its most frequent literal: the literal or its negation, and what is left.

    The premises of each side hold the literal.
    """
    subject, among = _find_most_frequent_literal(tree)
    for side in (among, ~among):
        inside = premises.copy()
        with suppress(ContradictionError):  # what cannot be has no side
            inside.add(subject, side)
            yield write_literal(subject, side), _simplify(tree, inside), inside


def _count_nodes(tree: Expression) -> int:
    return sum(1 for _ in walk(tree))


def _find_most_frequent_literal(tree: Expression) -> tuple[Expression, ValueSet]:
    """Return the literal with the most places; of several the first."""
    parents: Counter[tuple[Expression, ValueSet]] = Counter()
    for node in walk(tree):
        if isinstance(node, And):
            for part in node.operands:
                found = find_literal(part)
                if found is not None:
                    subject, among = found
                    parents[subject, min(among, ~among, key=lambda side: side.unknown)] += 1
    return max(parents, key=parents.__getitem__)


def _simplify_conjunction(parts: Iterable[Expression], premises: Premises) -> Expression:
    try:
        return _Conjunction(parts, premises).build_tree()
    except ContradictionError:
        return FALSE


class _Conjunction:
    """An "and" in the making: its literals by subject, and its clauses."""

    def __init__(self, parts: Iterable[Expression], premises: Premises) -> None:
        self._outside = premises
        self._here = premises.copy()
        self._literals: dict[Expression, ValueSet] = {}
        self._clauses: list[Expression] = []
        self._take(parts)
        self._follow()
        while self._shrink_clauses():
            self._follow()

    def build_tree(self) -> Expression:
        """Return the tree, without literals that follow from the others."""
        literals = self._literals
        # “Is known” is tried first: it follows from any other literal on the same subject.
        for subject in sorted(literals, key=lambda subject: literals[subject] != ANY_KNOWN):
            among = literals.pop(subject)
            rest = self._outside.copy()
            for other, values in literals.items():
                rest.add(other, values)
            rest.propagate()
            allowed = rest.find_values(subject)
            if not allowed.issubset(among):
                for at, values in _as_fact_literals(subject, among, allowed, rest):
                    literals[at] = literals.get(at, ANYTHING) & values
        return all_of(*(write_literal(*item) for item in literals.items()), *self._clauses)

    def _follow(self) -> None:
        self._here.propagate()
        if any(self._here.find_values(subject) == NO_VALUES for subject in self._literals):
            raise ContradictionError

    def _take(self, parts: Iterable[Expression]) -> None:
        for part in parts:
            found = find_literal(part)
            if found is not None:
                subject, among = found
                self._here.add(subject, among)
                self._literals[subject] = self._literals.get(subject, ANYTHING) & among
            elif isinstance(part, And):
                self._take(part.operands)
            elif part not in self._clauses:
                self._clauses.append(part)

    def _shrink_clauses(self) -> bool:
        """Let each clause take all else for granted; say whether anything changed."""
        changed = False
        for clause in self._clauses.copy():
            others = tuple(_negate(other) for other in self._clauses if other is not clause)
            inside = self._here.copy()
            inside.add_false_conjunctions(others)
            smaller = _simplify(clause, inside)
            if smaller != clause:
                changed = True
                if smaller == FALSE:
                    raise ContradictionError
                at = self._clauses.index(clause)
                if find_literal(smaller) is None and not isinstance(smaller, And):
                    self._clauses[at] = smaller
                else:
                    del self._clauses[at]
                    self._take((smaller,))
        return changed


def _negate(clause: Expression) -> Expression:
    assert isinstance(clause, Not)  # noqa: S101  # for the type checker
    return clause.operand


def _as_fact_literals(
    subject: Expression, among: ValueSet, allowed: ValueSet, premises: Premises
) -> Iterator[tuple[Expression, ValueSet]]:
    """Say the same of the facts behind a subject where it only matters whether it is known."""
    facts, both = find_implied_facts(subject)
    unsure = [fact for fact in facts if premises.find_values(fact).unknown]
    plainest = _choose_smallest(among, allowed)
    if both and plainest == ANY_KNOWN:
        yield from ((fact, ANY_KNOWN) for fact in sorted(unsure, key=repr))
    elif both and plainest == ONLY_UNKNOWN and len(unsure) == 1:
        yield unsure[0], ONLY_UNKNOWN
    else:
        yield subject, plainest


@lru_cache(CACHE_SIZE)
def _choose_smallest(among: ValueSet, allowed: ValueSet) -> ValueSet:
    """Return the set that costs least of those that differ only where nothing is allowed."""
    least, most = among & allowed, ~(~among & allowed)
    positive = [s._replace(unknown=False) for s in (among, least) if not s.others]
    negative = [s._replace(unknown=True) for s in (among, most) if s.others]
    for candidate in (ANY_KNOWN, ONLY_UNKNOWN, ~ONLY_TRUE, *positive, *negative):
        if least.issubset(candidate) and candidate.issubset(most):
            return candidate
    return among


# -- written out -----------------------------------------------------------------------------------


def from_and_not(tree: Expression) -> Expression:
    """Write a tree of "and" and "not" with as few negations as "or" allows."""
    plain, negated = _push_not(tree)
    return ~plain if negated else plain


@lru_cache(CACHE_SIZE)
def _push_not(tree: Expression) -> tuple[Expression, bool]:
    """Return the cheaper of a tree and its negation, and whether it is the negation."""
    match tree:
        case Not(operand):
            plain, negated = _push_not(operand)
            return plain, not negated
        case And(operands):
            parts = [_push_not(operand) for operand in operands]
            if sum(negated for _, negated in parts) * 2 > len(parts):
                return any_of(*(part if negated else ~part for part, negated in parts)), True
            return all_of(*(~part if negated else part for part, negated in parts)), False
        case IsKnown():  # whether something is null is what libraries say
            return ~tree, True
    return tree, False
