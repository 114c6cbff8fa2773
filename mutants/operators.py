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


def one_of_two(node: cst.BinaryOperation | cst.BooleanOperation) -> Iterator[cst.CSTNode]:
    """Leave out one side of an "and" or an "or"."""
    if m.matches(node, JOINED):
        yield node.left
        yield node.right


def the_other_side(node: cst.Call) -> Iterator[cst.CSTNode]:
    """Exchange the strict and the lenient side of a reading."""
    if m.matches(node, READING):
        yield node.with_changes(args=[_exchanged(argument) for argument in node.args])


def _exchanged(argument: cst.Arg) -> cst.Arg:
    if argument.keyword is None or argument.keyword.value not in SIDES:
        return argument
    return argument.with_changes(keyword=cst.Name(SIDES[argument.keyword.value]))


def one_less(node: cst.Tuple | cst.List | cst.Set | cst.Dict) -> Iterator[cst.CSTNode]:
    """Leave out one of several things listed."""
    elements: Sequence[cst.CSTNode] = node.elements
    if len(elements) > 1:
        for at in range(len(elements)):
            yield node.with_changes(elements=[*elements[:at], *elements[at + 1 :]])


def the_contrary(node: cst.If | cst.While | cst.CompIf) -> Iterator[cst.CSTNode]:
    """Go on where one should not, and the other way round."""
    negated = cst.UnaryOperation(
        cst.Not(),
        node.test.with_changes(
            lpar=[cst.LeftParen(), *node.test.lpar], rpar=[*node.test.rpar, cst.RightParen()]
        ),
    )
    yield node.with_changes(test=negated)


def another_word(node: cst.BaseString) -> Iterator[cst.CSTNode]:
    """Spoil a word."""
    yield from islice(operator_string(node), 1)


def another_argument(node: cst.Call) -> Iterator[cst.CSTNode]:
    """Leave out an argument that has a name; put ``None`` for one that has none."""
    for at, argument in enumerate(node.args):
        if argument.keyword is not None:
            yield node.with_changes(args=[*node.args[:at], *node.args[at + 1 :]])
        elif not argument.star and not m.matches(argument.value, m.Name("None")):
            nothing = argument.with_changes(value=cst.Name("None"))
            yield node.with_changes(args=[*node.args[:at], nothing, *node.args[at + 1 :]])


def a_number_less(node: cst.Integer) -> Iterator[cst.CSTNode]:
    """Take one from a number."""
    yield cst.parse_expression(f"({node.evaluated_value - 1})")


def not_done(node: cst.Expr) -> Iterator[cst.CSTNode]:
    """Leave out what is done for its effect alone."""
    if m.matches(node.value, m.Call() | m.Yield()):
        yield node.with_changes(value=cst.Name("None"))


OPERATORS: Sequence[tuple[type[cst.CSTNode] | tuple[type[cst.CSTNode], ...], Operator]] = [
    *(
        (kind, operator)
        for kind, operator in mutation_operators
        if operator not in (operator_string, operator_arg_removal)
    ),
    (cst.BaseString, another_word),
    (cst.Call, another_argument),
    ((cst.BinaryOperation, cst.BooleanOperation), one_of_two),
    (cst.Call, the_other_side),
    ((cst.Tuple, cst.List, cst.Set, cst.Dict), one_less),
    ((cst.If, cst.While, cst.CompIf), the_contrary),
    (cst.Integer, a_number_less),
    (cst.Expr, not_done),
]


def faulty(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Return a node with each of the small faults it can have."""
    for kinds, operator in OPERATORS:
        if isinstance(node, kinds):
            yield from operator(node)
