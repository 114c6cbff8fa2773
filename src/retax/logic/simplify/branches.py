"""Simplify the branches of three-valued expressions by their conditions."""

from __future__ import annotations

from collections.abc import Iterable

from retax.logic.expressions import (
    FALSE,
    TRUE,
    UNKNOWN,
    And,
    Compare,
    Constant,
    ContainsAny,
    Expression,
    Fact,
    IsIn,
    IsKnown,
    IsTrue,
    Matches,
    Not,
    Or,
    Parameter,
    When,
    list_children,
    when,
)
from retax.logic.kleene import rebuild_skipping_unknowns
from retax.logic.simplify.literals import as_literal, require_literal
from retax.logic.simplify.premises import ContradictionError, Premises
from retax.logic.simplify.value_sets import ANY_KNOWN, ONLY_UNKNOWN
from retax.logic.traversal import rebuild

# -- three-valued trees ----------------------------------------------------------------------------


def simplify_branches(tree: Expression) -> Expression:
    """Let a branch, or the operands beside a two-valued condition, use what that says."""
    return _rewrite(tree, Premises())


def _rewrite(tree: Expression, premises: Premises) -> Expression:
    match tree:
        case Constant() | Parameter():
            return tree
        case Fact():
            return UNKNOWN if premises.find_values(tree) == ONLY_UNKNOWN else tree
        case When(condition, then, otherwise):
            chosen = _rewrite(condition, premises)
            if isinstance(chosen, Constant):
                # The premises fix the condition already, so neither branch learns from it.
                return when(chosen, _rewrite(then, premises), _rewrite(otherwise, premises))
            return When(
                chosen,
                _rewrite(then, _add_assumptions(premises, [(condition, True)])),
                _rewrite(otherwise, _add_assumptions(premises, [(condition, False)])),
            )
        case And(operands) | Or(operands):
            return rebuild(
                tree, _rewrite_siblings(operands, premises, of_and=isinstance(tree, And))
            )
    found = _find_value(tree, premises)
    if found is not None:
        return found
    return rebuild_skipping_unknowns(
        tree, [_rewrite(child, premises) for child in list_children(tree)]
    )


def _rewrite_siblings(
    operands: Iterable[Expression], premises: Premises, *, of_and: bool
) -> list[Expression]:
    """Let operands use those beside them that are two-valued: where one rules, no other counts."""
    plain = [part for part in operands if _is_plain(part)]
    inside = _add_assumptions(premises, [(part, of_and) for part in plain])
    return [_rewrite(part, premises if part in plain else inside) for part in operands]


def _is_plain(tree: Expression) -> bool:
    """Say whether a tree is a two-valued condition on one fact."""
    match tree:
        case Not(operand):
            return _is_plain(operand)
        case IsKnown(Fact()) | IsTrue(Fact() | IsIn(Fact()) | Not(Fact() | IsIn(Fact()))):
            return True
    return False


def _find_value(tree: Expression, premises: Premises) -> Constant | None:
    """Return the value of a condition on one subject, as far as the premises fix it."""
    match tree:
        case IsKnown() | IsTrue():
            value = premises.find_value(tree)
            return None if value is None else Constant(value)
        case IsIn() | Compare() | ContainsAny() | Matches():
            subject, among = as_literal(tree)
            here = premises.find_values(subject)
            if here == ONLY_UNKNOWN:
                return UNKNOWN
            if here.issubset(among):
                return TRUE
            return FALSE if here.issubset(~among & ANY_KNOWN) else None
    return None


def _add_assumptions(
    premises: Premises, assumptions: Iterable[tuple[Expression, bool]]
) -> Premises:
    """Return the premises and that some conditions are true, or are false."""
    inside = premises.copy()
    try:
        for condition, value in assumptions:
            _assume(inside, condition, value=value)
    except ContradictionError:  # such a place is never reached: anything will do
        return premises
    return inside


def _assume(premises: Premises, condition: Expression, *, value: bool) -> None:
    match condition:
        case Not(operand):
            _assume(premises, operand, value=not value)
        case And(operands) if value:
            for operand in operands:
                _assume(premises, operand, value=True)
        case Or(operands) if not value:
            for operand in operands:
                _assume(premises, operand, value=False)
        case And() | Or() | When() | Constant():
            pass
        case IsKnown() | IsTrue():
            premises.add(*require_literal(condition if value else Not(condition)))
        case _:
            premises.add(*as_literal(condition if value else Not(condition)))
