"""Three-valued reasoning on expressions (strong Kleene), without computing them.

Which facts an unknown value lacks, when a value is definitely true, definitely false or
determined at all, and which fact a day is counted from. Each answer that depends on the case
is an expression itself, so the compilers of the law compute it too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import reduce

from retax.logic.expressions import (
    FALSE,
    TRUE,
    UNKNOWN,
    AddMonths,
    And,
    Coalesce,
    Constant,
    Expression,
    Fact,
    IsIn,
    IsKnown,
    IsTrue,
    LongestPrefix,
    NextWorkingDay,
    Not,
    Or,
    Parameter,
    Reading,
    Value,
    When,
    all_of,
    any_of,
    can_be_unknown,
    is_false,
    is_true,
    known,
    list_children,
    when,
)
from retax.logic.traversal import Rewriter, rebuild, rewrite


def find_missing_conditions(tree: Expression) -> dict[str, Expression]:
    """Say for each fact when it is what an unknown value of the tree still lacks.

    Of a fact, itself; of a ``when`` with an unknown condition those of the condition, else those
    of the chosen branch; of ``first`` those of its last operand; of anything else those of its
    unknown operands. The conditions are themselves trees that are never unknown, so the readers
    that compute the law also compute what it lacks.
    """
    match tree:
        case Fact(name):
            return {name: ~known(tree)}
        case Parameter() | Constant() | IsKnown() | IsTrue():
            return {}
        case When(condition, then, otherwise):
            return _join_conditions(
                find_missing_conditions(condition),
                _guard(is_true(condition), find_missing_conditions(then)),
                _guard(is_false(condition), find_missing_conditions(otherwise)),
            )
        case Coalesce(operand, fallback):
            return _guard(~known(operand), find_missing_conditions(fallback))
        case And() | Or():
            lacks = _join_conditions(
                *(find_missing_conditions(child) for child in list_children(tree))
            )
            # One false operand settles an "and", whatever the others lack.
            return _guard(~known(tree), lacks)
        case _:
            return _join_conditions(
                *(find_missing_conditions(child) for child in list_children(tree))
            )


def _join_conditions(*conditions: Mapping[str, Expression]) -> dict[str, Expression]:
    names = reduce(lambda seen, more: seen | dict.fromkeys(more), conditions, dict[str, None]())
    return {name: any_of(*(c[name] for c in conditions if name in c)) for name in names}


def _guard(condition: Expression, lacks: Mapping[str, Expression]) -> dict[str, Expression]:
    return {name: condition & lack for name, lack in lacks.items()}


def find_origin_fact(tree: Expression) -> Expression:
    """Return the name of the fact a derived day is counted from, as an expression."""
    match tree:
        case Fact(name):
            return when(known(tree), name, UNKNOWN)
        case When(condition, then, otherwise):
            return when(condition, find_origin_fact(then), find_origin_fact(otherwise))
        case Coalesce(operand, fallback):
            return when(known(operand), find_origin_fact(operand), find_origin_fact(fallback))
        case AddMonths(operand, _) | NextWorkingDay(operand):
            return find_origin_fact(operand)
        case Constant(None):
            return UNKNOWN
        case _:
            raise TypeError(f"a {type(tree).__name__} is not counted from one fact")


# -- for tables, column by column ------------------------------------------------------------------


def substitute(
    tree: Expression, absent: Collection[str], supplied: Collection[str] = ()
) -> Expression:
    """Return a tree with some facts unknown for good; parameters not supplied are unknown, too."""

    def narrow(node: Expression, below: Rewriter) -> Expression:
        match node:
            case Fact(name):
                return UNKNOWN if name in absent else node
            case Parameter(name):
                return Parameter(name, supplied=True) if name in supplied else UNKNOWN
            case Constant():
                return node
        return rebuild_skipping_unknowns(node, [below(child) for child in list_children(node)])

    return rewrite(tree, narrow)


def fix_values(tree: Expression, values: Mapping[Expression, Value]) -> Expression:
    """Return a tree with the values of some of its subtrees put in their place."""

    def fix(node: Expression, below: Rewriter) -> Expression:
        if node in values:
            return Constant(values[node])
        parts = [below(child) for child in list_children(node)]
        if isinstance(node, Reading):
            return Reading(node.question, *parts)
        return rebuild_skipping_unknowns(node, parts) if parts else node

    return rewrite(tree, fix)


def rebuild_skipping_unknowns(node: Expression, parts: list[Expression]) -> Expression:
    """Return a node with other subtrees under it, some of which may be the unknown."""
    match node:
        case And() | Or() | Not() | IsKnown() | IsTrue() | When():
            return rebuild(node, parts)
        case Coalesce():
            if not can_be_unknown(parts[0]):
                return parts[0]
            known_parts = [part for part in parts if part != UNKNOWN]
            return Coalesce(*parts) if len(known_parts) == 2 else (known_parts or parts)[0]
    return UNKNOWN if UNKNOWN in parts else rebuild(node, parts)


def has_value(tree: Expression, value: Value) -> Expression:
    """Say when a tree that chooses between fixed values has this one; never unknown."""
    match tree:
        case Constant(fixed):
            return TRUE if fixed == value else FALSE
        case When(condition, then, otherwise):
            return any_of(
                all_of(is_definitely_true(condition), has_value(then, value)),
                all_of(is_definitely_false(condition), has_value(otherwise, value)),
            )
    raise TypeError(f"a {type(tree).__name__} does not choose between fixed values")


def is_definitely_true(tree: Expression) -> Expression:
    """Say when a tree is known to be true, asked of its innermost comparisons.

    Everything above them is then two-valued, which costs a table half.
    """
    match tree:
        case And(operands):
            return all_of(*map(is_definitely_true, operands))
        case Or(operands):
            return any_of(*map(is_definitely_true, operands))
        case Not(operand):
            return is_definitely_false(operand)
        case When(condition, then, otherwise):
            return _join_branches(
                condition, is_definitely_true(then), is_definitely_true(otherwise)
            )
        case IsTrue(operand):
            return is_definitely_true(operand)
        case IsKnown(operand):
            return is_determined(operand)
    return is_true(tree)


def is_definitely_false(tree: Expression) -> Expression:
    """Say when a tree is known to be false, asked of its innermost comparisons."""
    match tree:
        case And(operands):
            return any_of(*map(is_definitely_false, operands))
        case Or(operands):
            return all_of(*map(is_definitely_false, operands))
        case Not(operand):
            return is_definitely_true(operand)
        case When(condition, then, otherwise):
            return _join_branches(
                condition, is_definitely_false(then), is_definitely_false(otherwise)
            )
        case IsTrue() | IsKnown():
            return ~is_definitely_true(tree)
    return is_true(~tree)


def is_determined(tree: Expression) -> Expression:
    """Say when a tree has a value, asked of the facts it reads."""
    match tree:
        case And(operands):
            return any_of(is_definitely_false(tree), all_of(*map(is_determined, operands)))
        case Or(operands):
            return any_of(is_definitely_true(tree), all_of(*map(is_determined, operands)))
        case When(condition, then, otherwise):
            return _join_branches(condition, is_determined(then), is_determined(otherwise))
        case Coalesce(operand, fallback):
            return any_of(is_determined(operand), is_determined(fallback))
        case IsTrue() | IsKnown():
            return TRUE
        # A code that is known may have no listed prefix, so that its facts alone do not settle it.
        case Fact() | Parameter() | Constant() | IsIn(LongestPrefix()):
            return known(tree)
    return all_of(*map(is_determined, list_children(tree)))


def _join_branches(condition: Expression, then: Expression, otherwise: Expression) -> Expression:
    return any_of(
        all_of(is_definitely_true(condition), then),
        all_of(is_definitely_false(condition), otherwise),
    )
