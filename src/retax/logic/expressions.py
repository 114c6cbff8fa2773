"""The tree in which the law is written: expressions over facts that may be unknown.

Truth is three-valued (strong Kleene): a comparison with an unknown is unknown, ``False & unknown``
is False, ``True | unknown`` is True. ``==`` compares trees, whose equal ones are one object, so it
costs no more than ``is``; the law writes ``.is_(...)``,
``.is_in(...)``, ``<=``, ``<``, ``>``, ``&``, ``|``, ``~``. An open question of law is a
:func:`reading` with a strict and a lenient side; ``resolve`` chooses sides, and only then can
a tree be evaluated.

This module holds the nodes and their constructors. Queries and rewrites are in ``traversal``,
three-valued reasoning is in ``kleene``, and evaluation is in the two compilers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal
from threading import RLock
from typing import Any, ClassVar, Literal, Self, TypeAlias, TypeVar, cast, dataclass_transform
from weakref import WeakValueDictionary

Side = Literal["strict", "lenient"]
Value: TypeAlias = bool | str | int | date | Decimal | None


class Expression:
    """A node of the tree, immutable and hash-consed: equal trees are the same object."""

    __slots__ = ("__weakref__", "_can_be_unknown")
    __match_args__: ClassVar[tuple[str, ...]] = ()
    _can_be_unknown: bool

    def __new__(cls, *parts: Any) -> Self:
        """Return the node of these parts: the one in use, else a new one."""
        key = (cls, *cls._make_key(*parts))
        node = _IN_USE.get(key)
        if node is None:
            made = object.__new__(cls)
            for name, part in zip(cls.__match_args__, parts, strict=True):
                object.__setattr__(made, name, part)
            with _MAKING:  # another thread may have made the same since: the first one counts
                node = _IN_USE.setdefault(key, made)
        return cast("Self", node)

    @classmethod
    def _make_key(cls, *parts: Any) -> tuple[Any, ...]:
        """Return what makes a node of these parts the node it is, beside its kind."""
        return parts

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __repr__(self) -> str:
        parts = [f"{name}={getattr(self, name)!r}" for name in self.__match_args__]
        return f"{type(self).__qualname__}({', '.join(parts)})"

    def __reduce__(self) -> tuple[type[Self], tuple[Any, ...]]:
        # By its parts, so that unpickling returns the node that is in use.
        return type(self), tuple([getattr(self, name) for name in self.__match_args__])

    def __and__(self, other: Expression) -> Expression:
        return all_of(self, other)

    def __or__(self, other: Expression) -> Expression:
        return any_of(self, other)

    def __invert__(self) -> Expression:
        if isinstance(self, Constant):
            return self if self.value is None else Constant(not self.value)
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
        return Add(self, other)

    def __sub__(self, other: Expression) -> Expression:
        return Subtract(self, other)

    def __bool__(self) -> bool:
        # With a truth `a and b` would be b alone, and nobody would notice.
        raise TypeError("an expression has no truth of its own: write & | ~, not and or not")

    def is_(self, value: str) -> Expression:
        """Say that this is the word ``value``."""
        return IsIn(self, (value,))

    def is_in(self, *values: str) -> Expression:
        """Say that this is one of the words ``values``."""
        return IsIn(self, values)

    def contains_any(self, *values: str) -> Expression:
        """Say that this set holds at least one of ``values``."""
        return ContainsAny(self, values)

    def matches(self, pattern: str) -> Expression:
        """Say that this text matches the regular expression ``pattern`` from its start on."""
        return Matches(self, pattern)


_IN_USE: WeakValueDictionary[tuple[Any, ...], Expression] = WeakValueDictionary()
"""The nodes by kind and parts, as long as something else holds them."""
_MAKING = RLock()

_Node = TypeVar("_Node", bound=Expression)


@dataclass_transform(frozen_default=True)
def _define_node(kind: type[_Node]) -> type[_Node]:
    """Make a node a frozen record of its parts that is made by ``Expression.__new__`` alone.

    A dataclass of each kind would take twenty times as long to create: 3 ms of every start.
    """
    parts = tuple(kind.__annotations__)
    body = {name: value for name, value in vars(kind).items() if name not in _DROPPED}
    for name in parts:
        body.pop(name, None)  # a default, which ``__new__`` fills in
    body.update(__slots__=parts, __match_args__=parts)
    return cast("type[_Node]", type(kind.__name__, kind.__bases__, body))


_DROPPED = ("__dict__", "__weakref__")
"""What a class without slots has for its instances."""


@_define_node
class Fact(Expression):
    """A fact of the case, by the name of its field; unknown where the field is None."""

    name: str


@_define_node
class Parameter(Expression):
    """A parameter of the question beside the facts, such as ``as_of``; never a missing fact.

    ``supplied``: the question always has a value for it, so it is never unknown.
    """

    name: str
    supplied: bool = False

    def __new__(cls, name: str, supplied: bool = False) -> Self:
        """Return the parameter of this name."""
        return Expression.__new__(cls, name, supplied)


@_define_node
class Constant(Expression):
    """A fixed value; ``Constant(None)`` is the unknown."""

    value: Value

    @classmethod
    def _make_key(cls, *parts: Any) -> tuple[Any, ...]:
        # In Python 0 == False: as trees they differ.
        (value,) = parts
        return (type(value), value)


@_define_node
class Not(Expression):
    """True where the operand is false; unknown where it is unknown."""

    operand: Expression


@_define_node
class And(Expression):
    """False where any operand is false, else unknown where any is unknown, else true."""

    operands: tuple[Expression, ...]


@_define_node
class Or(Expression):
    """True where any operand is true, else unknown where any is unknown, else false."""

    operands: tuple[Expression, ...]


@_define_node
class Compare(Expression):
    """``left <= right`` or ``left < right``."""

    left: Expression
    sign: Literal["<=", "<"]
    right: Expression


@_define_node
class IsIn(Expression):
    """The operand is one of the words."""

    operand: Expression
    values: tuple[str, ...]


@_define_node
class ContainsAny(Expression):
    """The operand, a set of words, holds one of the words."""

    operand: Expression
    values: tuple[str, ...]


@_define_node
class Matches(Expression):
    """The operand, a text, matches a regular expression from its start on."""

    operand: Expression
    pattern: str


@_define_node
class IsKnown(Expression):
    """The operand is known; never itself unknown."""

    operand: Expression


@_define_node
class IsTrue(Expression):
    """The operand is known to be true; never itself unknown."""

    operand: Expression


@_define_node
class When(Expression):
    """``then`` where the condition is true, ``otherwise`` where false, unknown where unknown."""

    condition: Expression
    then: Expression
    otherwise: Expression


@_define_node
class Coalesce(Expression):
    """The first operand where it is known, else the second."""

    operand: Expression
    fallback: Expression


@_define_node
class Reading(Expression):
    """An open question of law: the same text read strictly and leniently."""

    question: str
    strict: Expression
    lenient: Expression


@_define_node
class Add(Expression):
    """The exact sum of two quantities."""

    left: Expression
    right: Expression


@_define_node
class Subtract(Expression):
    """The exact difference of two quantities."""

    left: Expression
    right: Expression


@_define_node
class AddMonths(Expression):
    """The day a number of calendar months later, cut to the month's last day."""

    operand: Expression
    months: int


@_define_node
class AddDays(Expression):
    """The day a number of days later."""

    operand: Expression
    days: int


@_define_node
class YearStart(Expression):
    """The first of January of the year that four digits of a text name, from a place on."""

    operand: Expression
    place: int


@_define_node
class NextWorkingDay(Expression):
    """The first day from the operand on that is no rest day (which days rest is an option)."""

    operand: Expression


@_define_node
class LongestPrefix(Expression):
    """The word a table gives for the longest prefix that fits; unknown where none fits."""

    operand: Expression
    table: tuple[tuple[str, str], ...]


TRUE = Constant(True)
FALSE = Constant(False)
UNKNOWN = Constant(None)


def as_expression(value: Expression | Value) -> Expression:
    """Return a value as a node; a node stays what it is."""
    return value if isinstance(value, Expression) else Constant(value)


def all_of(*operands: Expression) -> Expression:
    """Join conditions that must all hold (the ``&`` of many)."""
    return _flatten(And, operands, neutral=TRUE, ruling=FALSE)


def any_of(*operands: Expression) -> Expression:
    """Join conditions of which one must hold (the ``|`` of many)."""
    return _flatten(Or, operands, neutral=FALSE, ruling=TRUE)


def _flatten(
    kind: type[And] | type[Or], operands: Iterable[Expression], neutral: Constant, ruling: Constant
) -> Expression:
    flat: list[Expression] = []
    for operand in operands:
        for part in operand.operands if isinstance(operand, kind) else (operand,):
            if part == ruling:
                return ruling
            # Equal trees are one object, so each of these tests is one of identity.
            if part != neutral and part not in flat:
                flat.append(part)
    if not flat:
        return neutral
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def when(
    condition: Expression, then: Expression | Value, otherwise: Expression | Value
) -> Expression:
    """Choose by a condition; unknown where the condition is, even if both branches agree."""
    if isinstance(condition, Constant):
        if condition.value is None:
            return UNKNOWN
        return as_expression(then if condition.value else otherwise)
    return When(condition, as_expression(then), as_expression(otherwise))


def first(operand: Expression, fallback: Expression) -> Expression:
    """Take the first of two that is known."""
    return operand if fallback is UNKNOWN else Coalesce(operand, fallback)


def known(operand: Expression) -> Expression:
    """Say that something is known."""
    if isinstance(operand, Constant):
        return Constant(operand.value is not None)
    return TRUE if not can_be_unknown(operand) else IsKnown(operand)


def is_true(operand: Expression) -> Expression:
    """Say that something is known to be true: an unknown counts as no."""
    if isinstance(operand, Constant):
        return Constant(operand.value is True)
    return operand if not can_be_unknown(operand) else IsTrue(operand)


def is_false(operand: Expression) -> Expression:
    """Say that something is known to be false."""
    return is_true(~operand)


def reading(question: str, strict: Expression | Value, lenient: Expression | Value) -> Expression:
    """Write an open question of law as its two sides."""
    return Reading(question, as_expression(strict), as_expression(lenient))


def months(operand: Expression, number: int) -> Expression:
    """Count calendar months from a day (Civil Code Articles 200-203)."""
    return AddMonths(operand, number)


def days(operand: Expression, number: int) -> Expression:
    """Count days from a day."""
    return AddDays(operand, number)


def year_start(operand: Expression, place: int) -> Expression:
    """Return the first of January of the year a number of a paper holds from a place on."""
    return YearStart(operand, place)


def working_day(operand: Expression) -> Expression:
    """Move a rest day on to the next working day."""
    return NextWorkingDay(operand)


def longest_prefix(operand: Expression, table: Mapping[str, str]) -> Expression:
    """Look a code up by the longest prefix that fits."""
    return LongestPrefix(operand, tuple(sorted(table.items())))


def list_children(tree: Expression) -> tuple[Expression, ...]:
    """Return the subtrees directly under a node."""
    match tree:
        case And(operands) | Or(operands):
            return operands
        case Compare(left, _, right) | Add(left, right) | Subtract(left, right):
            return (left, right)
        case When(condition, then, otherwise):
            return (condition, then, otherwise)
        case Coalesce(operand, fallback):
            return (operand, fallback)
        case Reading(_, strict, lenient):
            return (strict, lenient)
        case Fact() | Parameter() | Constant():
            return ()
        case _:
            return (tree.operand,)  # type: ignore[attr-defined]  # every other node has one


def can_be_unknown(tree: Expression) -> bool:
    """Say whether a tree can have an unknown value at all."""
    try:
        return tree._can_be_unknown
    except AttributeError:  # kept in the node: the compilers ask a hundred times for each
        found = _can_reach_unknown(tree)
        object.__setattr__(tree, "_can_be_unknown", found)
        return found


def _can_reach_unknown(tree: Expression) -> bool:
    match tree:
        case IsKnown() | IsTrue():
            return False
        case Constant(value):
            return value is None
        case Parameter(_, supplied):
            return not supplied
        case Fact() | LongestPrefix():
            return True
        case Coalesce(operand, fallback):
            return can_be_unknown(operand) and can_be_unknown(fallback)
        case _:
            return any(can_be_unknown(child) for child in list_children(tree))
