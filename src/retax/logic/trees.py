"""What can be said of a tree without computing it.

Its facts and open questions, the tree with sides chosen, which facts an unknown value still lacks,
and the fact a day is counted from. The answers that depend on the case are trees themselves, so
whoever computes the law computes them too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce

from retax.logic.expressions import (
    UNKNOWN,
    And,
    Compare,
    Expression,
    Fact,
    First,
    Given,
    Holds,
    IsIn,
    IsTrue,
    Known,
    Literal,
    LongestPrefix,
    Matches,
    Months,
    Not,
    Or,
    Reading,
    Side,
    When,
    WorkingDay,
    all_of,
    any_of,
    children,
    is_false,
    is_true,
    known,
    when,
)


def walk(tree: Expression) -> Iterator[Expression]:
    """Go through a tree, each distinct subtree once, parents first."""
    seen: dict[Expression, None] = {tree: None}
    todo = [tree]
    while todo:
        node = todo.pop()
        yield node
        for child in children(node):
            if child not in seen:
                seen[child] = None
                todo.append(child)


def facts_of(tree: Expression) -> frozenset[str]:
    """Return the names of the facts a tree reads."""
    return frozenset(node.name for node in walk(tree) if isinstance(node, Fact))


def questions_of(tree: Expression) -> frozenset[str]:
    """Return the open questions a tree turns on."""
    return frozenset(node.question for node in walk(tree) if isinstance(node, Reading))


def resolve(tree: Expression, sides: Mapping[str, Side], otherwise: Side) -> Expression:
    """Choose a side for every open question: the one in ``sides``, else ``otherwise``."""
    match tree:
        case Reading(question, strict, lenient):
            chosen = strict if sides.get(question, otherwise) == "strict" else lenient
            return resolve(chosen, sides, otherwise)
        case Fact() | Given() | Literal():
            return tree
        case _:
            return _rebuilt(tree, [resolve(child, sides, otherwise) for child in children(tree)])


def _rebuilt(tree: Expression, parts: list[Expression]) -> Expression:
    match tree:
        case And():
            return all_of(*parts)
        case Or():
            return any_of(*parts)
        case Not():
            return ~parts[0]
        case When():
            return when(*parts)
        case Known():
            return known(parts[0])
        case IsTrue():
            return is_true(parts[0])
        case Compare(_, sign, _):
            return Compare(parts[0], sign, parts[1])
        case IsIn(_, values):
            return IsIn(parts[0], values)
        case Holds(_, values):
            return Holds(parts[0], values)
        case Matches(_, pattern):
            return Matches(parts[0], pattern)
        case Months(_, number):
            return Months(parts[0], number)
        case LongestPrefix(_, table):
            return LongestPrefix(parts[0], table)
        case _:  # Plus, Minus, First, WorkingDay: nothing but their parts
            return type(tree)(*parts)


def missing(tree: Expression) -> dict[str, Expression]:
    """Say for each fact when it is what an unknown value of the tree still lacks.

    Of a fact, itself; of a ``when`` with an unknown condition those of the condition, else those
    of the chosen branch; of ``first`` those of its last operand; of anything else those of its
    unknown operands. The conditions are themselves trees that are never unknown, so the readers
    that compute the law also compute what it lacks.
    """
    match tree:
        case Fact(name):
            return {name: ~known(tree)}
        case Given() | Literal() | Known() | IsTrue():
            return {}
        case When(condition, then, otherwise):
            return _either(
                missing(condition),
                _where(is_true(condition), missing(then)),
                _where(is_false(condition), missing(otherwise)),
            )
        case First(operand, fallback):
            return _where(~known(operand), missing(fallback))
        case And() | Or():
            lacks = _either(*(missing(child) for child in children(tree)))
            return _where(~known(tree), lacks)
        case _:
            return _either(*(missing(child) for child in children(tree)))


def _either(*conditions: Mapping[str, Expression]) -> dict[str, Expression]:
    names = reduce(lambda seen, more: seen | dict.fromkeys(more), conditions, dict[str, None]())
    return {name: any_of(*(c[name] for c in conditions if name in c)) for name in names}


def _where(condition: Expression, lacks: Mapping[str, Expression]) -> dict[str, Expression]:
    return {name: condition & lack for name, lack in lacks.items()}


def source(tree: Expression) -> Expression:
    """Return the name of the fact a derived day is counted from, as an expression."""
    match tree:
        case Fact(name):
            return when(known(tree), name, UNKNOWN)
        case When(condition, then, otherwise):
            return when(condition, source(then), source(otherwise))
        case First(operand, fallback):
            return when(known(operand), source(operand), source(fallback))
        case Months(operand, _) | WorkingDay(operand):
            return source(operand)
        case _:
            raise TypeError(f"a {type(tree).__name__} is not counted from one fact")
