"""What can be said of a tree without computing it.

Its facts and open questions, the tree with sides chosen, which facts an unknown value still lacks,
and the fact a day is counted from. The answers that depend on the case are trees themselves, so
whoever computes the law computes them too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import reduce

from retax.logic.expressions import (
    FALSE,
    TRUE,
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
    Value,
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
            return rebuilt(tree, [resolve(child, sides, otherwise) for child in children(tree)])


def rebuilt(tree: Expression, parts: list[Expression]) -> Expression:
    """Return a node with other subtrees under it; fixed values among them are worked in."""
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


# -- for whoever computes tables -------------------------------------------------------------------


def narrowed(tree: Expression, absent: Collection[str], given: Mapping[str, Value]) -> Expression:
    """Return a tree with some facts unknown for good, and with what is given as fixed values."""
    done: dict[Expression, Expression] = {}

    def narrow(node: Expression) -> Expression:
        if node not in done:
            done[node] = _narrowed(node, absent, given, narrow)
        return done[node]

    return narrow(tree)


def _narrowed(
    node: Expression,
    absent: Collection[str],
    given: Mapping[str, Value],
    narrow: Callable[[Expression], Expression],
) -> Expression:
    match node:
        case Fact(name):
            return UNKNOWN if name in absent else node
        case Given(name):
            return Literal(given.get(name))
        case Literal():
            return node
    return rebuilt_around_unknowns(node, [narrow(child) for child in children(node)])


def rebuilt_around_unknowns(node: Expression, parts: list[Expression]) -> Expression:
    """Return a node with other subtrees under it, some of which may be the unknown."""
    match node:
        case And() | Or() | Not() | Known() | IsTrue() | When():
            return rebuilt(node, parts)
        case First():
            known_parts = [part for part in parts if part != UNKNOWN]
            return First(*parts) if len(known_parts) == 2 else (known_parts or parts)[0]
    return UNKNOWN if UNKNOWN in parts else rebuilt(node, parts)


def value_is(tree: Expression, value: Value) -> Expression:
    """Say when a tree that chooses between fixed values has this one; never unknown."""
    match tree:
        case Literal(fixed):
            return TRUE if fixed == value else FALSE
        case When(condition, then, otherwise):
            return any_of(
                all_of(surely(condition), value_is(then, value)),
                all_of(surely_not(condition), value_is(otherwise, value)),
            )
    raise TypeError(f"a {type(tree).__name__} does not choose between fixed values")


def surely(tree: Expression) -> Expression:
    """Say when a tree is known to be true, asked of its innermost comparisons.

    Everything above them is then two-valued, which costs a table half.
    """
    match tree:
        case And(operands):
            return all_of(*map(surely, operands))
        case Or(operands):
            return any_of(*map(surely, operands))
        case Not(operand):
            return surely_not(operand)
        case When(condition, then, otherwise):
            return _chosen(condition, surely(then), surely(otherwise))
        case IsTrue(operand):
            return surely(operand)
        case Known(operand):
            return surely_known(operand)
    return is_true(tree)


def surely_not(tree: Expression) -> Expression:
    """Say when a tree is known to be false, asked of its innermost comparisons."""
    match tree:
        case And(operands):
            return any_of(*map(surely_not, operands))
        case Or(operands):
            return all_of(*map(surely_not, operands))
        case Not(operand):
            return surely(operand)
        case When(condition, then, otherwise):
            return _chosen(condition, surely_not(then), surely_not(otherwise))
        case IsTrue() | Known():
            return ~surely(tree)
    return is_true(~tree)


def surely_known(tree: Expression) -> Expression:
    """Say when a tree has a value, asked of the facts it reads."""
    match tree:
        case And(operands):
            return any_of(surely_not(tree), all_of(*map(surely_known, operands)))
        case Or(operands):
            return any_of(surely(tree), all_of(*map(surely_known, operands)))
        case When(condition, then, otherwise):
            return _chosen(condition, surely_known(then), surely_known(otherwise))
        case First(operand, fallback):
            return any_of(surely_known(operand), surely_known(fallback))
        case IsTrue() | Known():
            return TRUE
        case Fact() | Literal() | IsIn(LongestPrefix()):
            return known(tree)
    return all_of(*map(surely_known, children(tree)))


def _chosen(condition: Expression, then: Expression, otherwise: Expression) -> Expression:
    return any_of(all_of(surely(condition), then), all_of(surely_not(condition), otherwise))
