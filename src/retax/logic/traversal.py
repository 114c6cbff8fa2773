"""Structural queries and rewrites on expressions.

The facts and open questions of an expression, the expression with sides chosen, and a node
rebuilt around other operands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from retax.logic.expressions import (
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
    Not,
    Or,
    Parameter,
    Reading,
    Side,
    When,
    YearStart,
    all_of,
    any_of,
    is_true,
    known,
    list_children,
    when,
)


def walk(tree: Expression) -> Iterator[Expression]:
    """Go through a tree, each distinct subtree once, parents first."""
    seen: dict[Expression, None] = {tree: None}
    todo = [tree]
    while todo:
        node = todo.pop()
        yield node
        for child in list_children(node):
            if child not in seen:
                seen[child] = None
                todo.append(child)


def list_facts(tree: Expression) -> frozenset[str]:
    """Return the names of the facts a tree reads."""
    return frozenset(node.name for node in walk(tree) if isinstance(node, Fact))


def list_questions(tree: Expression) -> frozenset[str]:
    """Return the open questions a tree turns on."""
    return frozenset(node.question for node in walk(tree) if isinstance(node, Reading))


Rewriter = Callable[[Expression], Expression]


def rewrite(tree: Expression, change: Callable[[Expression, Rewriter], Expression]) -> Expression:
    """Return a tree as ``change`` makes it, which takes a node and what rewrites those below it."""
    # A subtree with several parents is rewritten once: the clause on the clock has 100 nodes, but
    # 889 ways down to them.
    done: dict[Expression, Expression] = {}

    def rewrite_node(node: Expression) -> Expression:
        if node not in done:
            done[node] = change(node, rewrite_node)
        return done[node]

    return rewrite_node(tree)


def resolve(tree: Expression, sides: Mapping[str, Side], otherwise: Side) -> Expression:
    """Choose a side for every open question: the one in ``sides``, else ``otherwise``."""

    def choose(node: Expression, below: Rewriter) -> Expression:
        match node:
            case Reading(question, strict, lenient):
                return below(strict if sides.get(question, otherwise) == "strict" else lenient)
            case Fact() | Parameter() | Constant():
                return node
        return rebuild(node, [below(child) for child in list_children(node)])

    return rewrite(tree, choose)


def rebuild(tree: Expression, parts: list[Expression]) -> Expression:
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
        case IsKnown():
            return known(parts[0])
        case IsTrue():
            return is_true(parts[0])
        case Compare(_, sign, _):
            return Compare(parts[0], sign, parts[1])
        case IsIn(_, values):
            return IsIn(parts[0], values)
        case ContainsAny(_, values):
            return ContainsAny(parts[0], values)
        case Matches(_, pattern):
            return Matches(parts[0], pattern)
        case AddMonths(_, number):
            return AddMonths(parts[0], number)
        case AddDays(_, number):
            return AddDays(parts[0], number)
        case YearStart(_, place):
            return YearStart(parts[0], place)
        case LongestPrefix(_, table):
            return LongestPrefix(parts[0], table)
        case _:  # Add, Subtract, Coalesce, NextWorkingDay: nothing but their parts
            return type(tree)(*parts)
