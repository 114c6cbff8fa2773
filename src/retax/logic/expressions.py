"""The tree in which the law is written: expressions over facts that may be unknown.

Truth is three-valued (strong Kleene): a comparison with an unknown is unknown, ``False & unknown``
is False, ``True | unknown`` is True. ``==`` compares trees; the law writes ``.is_(...)``,
``.is_in(...)``, ``<=``, ``<``, ``>``, ``&``, ``|``, ``~``. An open question of law is a
:func:`reading` with a strict and a lenient side; ``resolve`` chooses sides, and only then can
a tree be evaluated.

This module says what a tree *is*: its nodes. What can be said of a tree without computing it (its
facts and questions, what it lacks) is in ``trees``; how it is computed, in the readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, TypeAlias, TypeVar, dataclass_transform
from typing import Literal as OneOf

Side = OneOf["strict", "lenient"]
Value: TypeAlias = bool | str | int | date | Decimal | None


class Expression:
    """A node of the tree. Immutable and compared by structure, so equal subtrees are one."""

    __slots__ = ("_hash",)
    __match_args__: ClassVar[tuple[str, ...]] = ()
    _hash: int

    def _parts(self) -> tuple[object, ...]:
        """Return what makes this node the node it is, beside its kind."""
        return tuple([getattr(self, name) for name in self.__match_args__])

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and (
            self is other or (hash(self) == hash(other) and self._parts() == other._parts())
        )

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:  # computed once: trees are looked up often
            object.__setattr__(self, "_hash", hash((type(self), self._parts())))
            return self._hash

    def __and__(self, other: Expression) -> Expression:
        return all_of(self, other)

    def __or__(self, other: Expression) -> Expression:
        return any_of(self, other)

    def __invert__(self) -> Expression:
        if isinstance(self, Literal):
            return self if self.value is None else Literal(not self.value)
        return self.operand if isinstance(self, Not) else Not(self)

    def __le__(self, other: Expression | Value) -> Expression:
        return Compare(self, "<=", as_expression(other))

    def __lt__(self, other: Expression | Value) -> Expression:
        return Compare(self, "<", as_expression(other))

    def __ge__(self, other: Expression | Value) -> Expression:
        return Compare(as_expression(other), "<=", self)

    def __gt__(self, other: Expression | Value) -> Expression:
        return Compare(as_expression(other), "<", self)

    def __add__(self, other: Expression) -> Expression:
        return Plus(self, other)

    def __sub__(self, other: Expression) -> Expression:
        return Minus(self, other)

    def __bool__(self) -> bool:
        raise TypeError("an expression has no truth of its own: write & | ~, not and or not")

    def is_(self, value: str) -> Expression:
        """Say that this is the word ``value``."""
        return IsIn(self, (value,))

    def is_in(self, *values: str) -> Expression:
        """Say that this is one of the words ``values``."""
        return IsIn(self, values)

    def holds(self, *values: str) -> Expression:
        """Say that this set holds at least one of ``values``."""
        return Holds(self, values)

    def matches(self, pattern: str) -> Expression:
        """Say that this text matches the regular expression ``pattern`` from its start on."""
        return Matches(self, pattern)


_Node = TypeVar("_Node", bound=Expression)


@dataclass_transform(frozen_default=True)
def _node(kind: type[_Node]) -> type[_Node]:
    """Make a node a frozen dataclass; equality and hash are those of Expression."""
    return dataclass(frozen=True, slots=True, eq=False)(kind)


@_node
class Fact(Expression):
    """A fact of the case, by the name of its field; unknown where the field is None."""

    name: str


@_node
class Given(Expression):
    """What the question supplies beside the facts, such as ``as_of``; never a missing fact."""

    name: str


@_node
class Literal(Expression):
    """A fixed value; ``Literal(None)`` is the unknown."""

    value: Value

    def _parts(self) -> tuple[object, ...]:
        # In Python 0 == False: as trees they differ.
        return (type(self.value), self.value)


@_node
class Not(Expression):
    """True where the operand is false; unknown where it is unknown."""

    operand: Expression


@_node
class And(Expression):
    """False where any operand is false, else unknown where any is unknown, else true."""

    operands: tuple[Expression, ...]


@_node
class Or(Expression):
    """True where any operand is true, else unknown where any is unknown, else false."""

    operands: tuple[Expression, ...]


@_node
class Compare(Expression):
    """``left <= right`` or ``left < right``."""

    left: Expression
    sign: OneOf["<=", "<"]
    right: Expression


@_node
class IsIn(Expression):
    """The operand is one of the words."""

    operand: Expression
    values: tuple[str, ...]


@_node
class Holds(Expression):
    """The operand, a set of words, holds one of the words."""

    operand: Expression
    values: tuple[str, ...]


@_node
class Matches(Expression):
    """The operand, a text, matches a regular expression from its start on."""

    operand: Expression
    pattern: str


@_node
class Known(Expression):
    """The operand is known; never itself unknown."""

    operand: Expression


@_node
class IsTrue(Expression):
    """The operand is known to be true; never itself unknown."""

    operand: Expression


@_node
class When(Expression):
    """``then`` where the condition is true, ``otherwise`` where false, unknown where unknown."""

    condition: Expression
    then: Expression
    otherwise: Expression


@_node
class First(Expression):
    """The first operand where it is known, else the second."""

    operand: Expression
    fallback: Expression


@_node
class Reading(Expression):
    """An open question of law: the same text read strictly and leniently."""

    question: str
    strict: Expression
    lenient: Expression


@_node
class Plus(Expression):
    """The exact sum of two quantities."""

    left: Expression
    right: Expression


@_node
class Minus(Expression):
    """The exact difference of two quantities."""

    left: Expression
    right: Expression


@_node
class Months(Expression):
    """The day a number of calendar months later, cut to the month's last day."""

    operand: Expression
    months: int


@_node
class WorkingDay(Expression):
    """The first day from the operand on that is no rest day (which days rest is an option)."""

    operand: Expression


@_node
class LongestPrefix(Expression):
    """The word a table gives for the longest prefix that fits; unknown where none fits."""

    operand: Expression
    table: tuple[tuple[str, str], ...]


TRUE = Literal(True)
FALSE = Literal(False)
UNKNOWN = Literal(None)


def as_expression(value: Expression | Value) -> Expression:
    """Return a value as a node; a node stays what it is."""
    return value if isinstance(value, Expression) else Literal(value)


def all_of(*operands: Expression) -> Expression:
    """Join conditions that must all hold (the ``&`` of many)."""
    return _flat(And, operands, neutral=TRUE, ruling=FALSE)


def any_of(*operands: Expression) -> Expression:
    """Join conditions of which one must hold (the ``|`` of many)."""
    return _flat(Or, operands, neutral=FALSE, ruling=TRUE)


def _flat(
    kind: type[And] | type[Or], operands: Iterable[Expression], neutral: Literal, ruling: Literal
) -> Expression:
    flat: list[Expression] = []
    for operand in operands:
        for part in operand.operands if isinstance(operand, kind) else (operand,):
            if part == ruling:
                return ruling
            if part != neutral and part not in flat:
                flat.append(part)
    if not flat:
        return neutral
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def when(
    condition: Expression, then: Expression | Value, otherwise: Expression | Value
) -> Expression:
    """Choose by a condition; unknown where the condition is, even if both branches agree."""
    if isinstance(condition, Literal):
        if condition.value is None:
            return UNKNOWN
        return as_expression(then if condition.value else otherwise)
    return When(condition, as_expression(then), as_expression(otherwise))


def first(operand: Expression, fallback: Expression) -> Expression:
    """Take the first of two that is known."""
    return First(operand, fallback)


def known(operand: Expression) -> Expression:
    """Say that something is known."""
    if isinstance(operand, Literal):
        return Literal(operand.value is not None)
    return TRUE if not can_be_unknown(operand) else Known(operand)


def is_true(operand: Expression) -> Expression:
    """Say that something is known to be true: an unknown counts as no."""
    if isinstance(operand, Literal):
        return Literal(operand.value is True)
    return operand if not can_be_unknown(operand) else IsTrue(operand)


def is_false(operand: Expression) -> Expression:
    """Say that something is known to be false."""
    return is_true(~operand)


def reading(question: str, strict: Expression | Value, lenient: Expression | Value) -> Expression:
    """Write an open question of law as its two sides."""
    return Reading(question, as_expression(strict), as_expression(lenient))


def months(operand: Expression, number: int) -> Expression:
    """Count calendar months from a day (Civil Code Articles 200-203)."""
    return Months(operand, number)


def working_day(operand: Expression) -> Expression:
    """Move a rest day on to the next working day."""
    return WorkingDay(operand)


def longest_prefix(operand: Expression, table: Mapping[str, str]) -> Expression:
    """Look a code up by the longest prefix that fits."""
    return LongestPrefix(operand, tuple(sorted(table.items())))


def children(tree: Expression) -> tuple[Expression, ...]:
    """Return the subtrees directly under a node."""
    match tree:
        case And(operands) | Or(operands):
            return operands
        case Compare(left, _, right) | Plus(left, right) | Minus(left, right):
            return (left, right)
        case When(condition, then, otherwise):
            return (condition, then, otherwise)
        case First(operand, fallback):
            return (operand, fallback)
        case Reading(_, strict, lenient):
            return (strict, lenient)
        case Fact() | Given() | Literal():
            return ()
        case _:
            return (tree.operand,)  # type: ignore[attr-defined]  # every other node has one


def can_be_unknown(tree: Expression) -> bool:
    """Say whether a tree can have an unknown value at all."""
    match tree:
        case Known() | IsTrue():
            return False
        case Literal(value):
            return value is None
        case Fact() | Given() | LongestPrefix():
            return True
        case First(operand, fallback):
            return can_be_unknown(operand) and can_be_unknown(fallback)
        case _:
            return any(can_be_unknown(child) for child in children(tree))
