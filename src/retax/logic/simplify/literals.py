"""Literals: two-valued expressions as an operand and the set of values it has there."""

from __future__ import annotations

from functools import lru_cache

from retax.logic.expressions import (
    FALSE,
    Add,
    AddDays,
    AddMonths,
    And,
    Compare,
    Constant,
    ContainsAny,
    Expression,
    Fact,
    IsIn,
    IsKnown,
    IsTrue,
    LongestPrefix,
    Matches,
    NextWorkingDay,
    Not,
    Subtract,
    YearStart,
    can_be_unknown,
    is_true,
    known,
    list_children,
)
from retax.logic.simplify.value_sets import ANY_KNOWN, BOOLEANS, CACHE_SIZE, ONLY_TRUE, ValueSet

# -- literals --------------------------------------------------------------------------------------


@lru_cache(CACHE_SIZE)
def find_literal(tree: Expression) -> tuple[Expression, ValueSet] | None:
    """Read a two-valued tree as a subject and its values; None for an "and" and its negation."""
    match tree:
        case Not(operand):
            found = find_literal(operand)
            return None if found is None else (found[0], ~found[1])
        case And():
            return None
        case IsKnown(operand):
            return as_literal(operand)[0], ANY_KNOWN
        case IsTrue(operand):
            tree = operand
    subject, among = as_literal(tree)
    return subject, among


def as_literal(tree: Expression) -> tuple[Expression, ValueSet]:
    """Say with which values of which subject a tree is true."""
    match tree:
        case Not(operand):
            subject, among = as_literal(operand)
            return subject, ~among & ANY_KNOWN
        case IsIn(operand, words):
            return operand, ValueSet(frozenset(words), others=False, unknown=False)
        # a < b is “not b <= a”, so both directions share one subject.
        case Compare(left, "<", right):
            return as_literal(Not(Compare(right, "<=", left)))
    return tree, ONLY_TRUE


@lru_cache(CACHE_SIZE)
def write_literal(subject: Expression, among: ValueSet) -> Expression:
    """Return the tree that says that a subject has one of some values."""
    if among.unknown:
        return ~write_literal(subject, ~among)
    if not among.values:
        return known(subject) if among.others else FALSE
    if among.values <= BOOLEANS:
        return is_true(subject if True in among.values else ~subject)
    test = IsIn(subject, tuple(sorted(map(str, among.values))))
    return is_true(~test if among.others else test)


@lru_cache(CACHE_SIZE)
def find_implied_facts(subject: Expression) -> tuple[frozenset[Expression], bool]:
    """Return the facts known wherever the operand is, and whether they also suffice for it."""
    match subject:
        case Fact():
            return frozenset({subject}), True
        case Constant(value):
            return frozenset(), value is not None
        case (
            Compare()
            | Add()
            | Subtract()
            | AddMonths()
            | AddDays()
            | YearStart()
            | NextWorkingDay()
            | ContainsAny()
            | Matches()
        ):
            parts = [find_implied_facts(child) for child in list_children(subject)]
        # A known code may have no listed prefix: its word stays unknown.
        case LongestPrefix(operand):
            return find_implied_facts(operand)[0], False
        case _:
            return frozenset(), not can_be_unknown(subject)
    return frozenset().union(*(facts for facts, _ in parts)), all(both for _, both in parts)


def require_literal(tree: Expression) -> tuple[Expression, ValueSet]:
    """Return the literal of a tree that is one."""
    found = find_literal(tree)
    assert found is not None  # noqa: S101  # for the type checker
    return found
