"""The small faults: those every program can have, and those only a law written as expressions can.

The first are mutmut's: another number or word, ``<`` for ``<=``, ``or`` for ``and``, an argument
left out, a ``not`` taken away, ``None`` for what is assigned. The others are below. Of mutmut's
three ways to spoil a word one is taken, since no word of the law differs from another in case
alone; and of its two ways to spoil an argument one, since a call rarely does without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import libcst as cst
from libcst import matchers as m
from mutmut.mutation.mutators import mutation_operators, operator_arg_removal, operator_string

Operator = Callable[[Any], Iterable[cst.CSTNode]]

JOINED = m.BinaryOperation(operator=m.BitOr() | m.BitAnd()) | m.BooleanOperation()
READING = m.Call(func=m.Name("reading"))
SIDES = {"strict": "lenient", "lenient": "strict"}


def leave_out_a_side(node: cst.BinaryOperation | cst.BooleanOperation) -> Iterator[cst.CSTNode]:
    """Leave out one side of an "and" or an "or"."""
    if m.matches(node, JOINED):
        yield node.left
        yield node.right


def exchange_sides(node: cst.Call) -> Iterator[cst.CSTNode]:
    """Exchange the strict and the lenient side of a reading."""
    if m.matches(node, READING):
        yield node.with_changes(args=[_exchange(argument) for argument in node.args])


def _exchange(argument: cst.Arg) -> cst.Arg:
    if argument.keyword is None or argument.keyword.value not in SIDES:
        return argument
    return argument.with_changes(keyword=cst.Name(SIDES[argument.keyword.value]))


def leave_out_one(node: cst.Tuple | cst.List | cst.Set | cst.Dict) -> Iterator[cst.CSTNode]:
    """Leave out one of several things listed."""
    elements: Sequence[cst.CSTNode] = node.elements
    if len(elements) > 1:
        for at in range(len(elements)):
            yield node.with_changes(elements=[*elements[:at], *elements[at + 1 :]])


def negate_condition(node: cst.If | cst.While | cst.CompIf) -> Iterator[cst.CSTNode]:
    """Go on where one should not, and the other way round."""
    negated = cst.UnaryOperation(
        cst.Not(),
        node.test.with_changes(
            lpar=[cst.LeftParen(), *node.test.lpar], rpar=[*node.test.rpar, cst.RightParen()]
        ),
    )
    yield node.with_changes(test=negated)


def replace_word(node: cst.BaseString) -> Iterator[cst.CSTNode]:
    """Spoil a word."""
    yield from islice(operator_string(node), 1)


def replace_argument(node: cst.Call) -> Iterator[cst.CSTNode]:
    """Leave out an argument that has a name; put ``None`` for one that has none."""
    for at, argument in enumerate(node.args):
        if argument.keyword is not None:
            yield node.with_changes(args=[*node.args[:at], *node.args[at + 1 :]])
        elif not argument.star and not m.matches(argument.value, m.Name("None")):
            nothing = argument.with_changes(value=cst.Name("None"))
            yield node.with_changes(args=[*node.args[:at], nothing, *node.args[at + 1 :]])


def subtract_one(node: cst.Integer) -> Iterator[cst.CSTNode]:
    """Take one from a number."""
    yield cst.parse_expression(f"({node.evaluated_value - 1})")


def drop_call(node: cst.Expr) -> Iterator[cst.CSTNode]:
    """Leave out what is done for its effect alone."""
    if m.matches(node.value, m.Call() | m.Yield()):
        yield node.with_changes(value=cst.Name("None"))


OPERATORS: Sequence[tuple[type[cst.CSTNode] | tuple[type[cst.CSTNode], ...], Operator]] = [
    *(
        (kind, operator)
        for kind, operator in mutation_operators
        if operator not in (operator_string, operator_arg_removal)
    ),
    (cst.BaseString, replace_word),
    (cst.Call, replace_argument),
    ((cst.BinaryOperation, cst.BooleanOperation), leave_out_a_side),
    (cst.Call, exchange_sides),
    ((cst.Tuple, cst.List, cst.Set, cst.Dict), leave_out_one),
    ((cst.If, cst.While, cst.CompIf), negate_condition),
    (cst.Integer, subtract_one),
    (cst.Expr, drop_call),
]


def make_faults(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Return a node with each of the small faults it can have."""
    for kinds, operator in OPERATORS:
        if isinstance(node, kinds):
            yield from operator(node)
