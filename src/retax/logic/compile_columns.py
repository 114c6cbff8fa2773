"""A whole table at a time: trees become dataframe columns.

The trees are those of ``compile_python``,
computed as expressions of a dataframe library. Subtrees that
several trees share become columns of their own, step by step, so that each is computed once
whatever the library makes of repeated expressions. Unknown is null throughout.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from retax.logic.expressions import (
    Add,
    AddDays,
    AddMonths,
    And,
    Coalesce,
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
    Or,
    Parameter,
    Reading,
    Subtract,
    Value,
    When,
    YearStart,
    can_be_unknown,
    list_children,
)
from retax.logic.traversal import walk

COMPUTED = "__retax_"
"""How the names of the columns begin that are computed on the way."""


class ColumnBackend(Protocol):
    """Backend interface: how facts are stored as columns, and what differs by engine.

    Its expressions have ``&``, ``|``, ``~``, ``<=``, ``<``, ``+``, ``-``, ``is_null`` and
    ``fill_null`` in common.
    """

    def get_column(self, name: str) -> Any:
        """Return a column by its name."""

    def get_fact(self, name: str) -> Any:
        """Return the values of a fact."""

    def is_unknown(self, fact: str) -> Any:
        """Say that a fact is unknown."""

    def make_literal(self, value: Value) -> Any:
        """Return a fixed value."""

    def get_parameter(self, name: str) -> Any:
        """Return the value of a parameter, the same in every row."""

    def is_in(self, fact: str, words: Sequence[str]) -> Any:
        """Say that a fact is one of the words."""

    def is_definitely_in(self, fact: str, words: Sequence[str], *, negated: bool) -> Any:
        """Say that a fact is known to be one of the words, or to be none of them: never null."""

    def is_prefix_definitely_in(
        self, fact: str, table: Mapping[str, str], words: Sequence[str]
    ) -> Any:
        """Say that a prefix is listed and its word is one of the words: never null."""

    def contains_any(self, fact: str, words: Sequence[str]) -> Any:
        """Say that a fact, a set, holds one of the words."""

    def matches(self, fact: str, pattern: str) -> Any:
        """Say that a fact, a text, matches a regular expression from its start on."""

    def is_prefix_in(self, fact: str, table: Mapping[str, str], words: Sequence[str]) -> Any:
        """Say that the word of a code's longest listed prefix is one of the words."""

    def add_months(self, day: Any, months: int) -> Any:
        """Return the day some calendar months later, cut to the month's last day."""

    def add_days(self, day: Any, days: int) -> Any:
        """Return the day some days later."""

    def find_year_start(self, fact: str, place: int) -> Any:
        """Return the first of January of the year four digits of a fact, a text, name."""

    def find_working_day(self, day: Any, days_off: Collection[date] | None, months: int = 0) -> Any:
        """Return the first day from a day on, or from some months after it, that is no rest day."""

    def choose(self, condition: Any, then: Any, otherwise: Any) -> Any:
        """Choose by a condition that is never null."""

    def take_first(self, operand: Any, fallback: Any) -> Any:
        """Take the first of two that is not null."""


class ColumnPlan:
    """Evaluation plan: the columns of each ``with_columns`` step, and the column of each result.

    The results become columns, and so do trees with several parents; where columns
    cost more than conditions on one fact (``only_costly``), only trees with several parents that
    is more than that.
    """

    def __init__(
        self,
        trees: Iterable[Expression],
        library: ColumnBackend,
        days_off: Collection[date] | None,
        *,
        only_costly: bool = False,
    ) -> None:
        trees = list(trees)
        self.steps: list[dict[str, Any]] = []
        self._library = library
        self._days_off = days_off
        self._shared = _find_worth_a_column(trees) if only_costly else _find_shared(trees)
        self._at: dict[Expression, tuple[int, Any]] = {}
        for tree in trees:
            self._place(tree)

    def get_result(self, tree: Expression) -> Any:
        """Return the values of one of the trees, once all steps are computed."""
        return self._place(tree)[1]

    def _place(self, tree: Expression) -> tuple[int, Any]:
        """Return the first step in which a tree can be computed, and its expression."""
        if tree in self._at:
            return self._at[tree]
        below = [self._place(child) for child in _list_operands(tree)]
        level = max((step for step, _ in below), default=0)
        found = level, self._write_formula(tree, [expression for _, expression in below])
        if tree in self._shared:
            name = f"{COMPUTED}{len(self._at)}"
            self._put(level, name, found[1])
            found = level + 1, self._library.get_column(name)
        self._at[tree] = found
        return found

    def _put(self, level: int, name: str, expression: Any) -> None:
        while len(self.steps) <= level:
            self.steps.append({})
        self.steps[level][name] = expression

    def _write_formula(self, tree: Expression, operands: list[Any]) -> Any:
        library = self._library
        match tree:
            case Fact(name):
                return library.get_fact(name)
            case Constant(value):
                return library.make_literal(_to_int_if_whole(value))
            case Parameter(name, supplied=True):
                return library.get_parameter(name)
            # A prefix is only ever asked for its word, so no column of words is made.
            case IsIn(LongestPrefix(Fact(name), table), words):
                return library.is_prefix_in(name, dict(table), words)
            case IsIn(Fact(name), words):
                return library.is_in(name, words)
            case ContainsAny(Fact(name), words):
                return library.contains_any(name, words)
            case Matches(Fact(name), pattern):
                return library.matches(name, pattern)
            case IsKnown(Fact(name)):
                return ~library.is_unknown(name)
            case Not(IsKnown(Fact(name))):
                return library.is_unknown(name)
            case IsTrue(IsIn(Fact(name), words)):
                return library.is_definitely_in(name, words, negated=False)
            case IsTrue(Not(IsIn(Fact(name), words))):
                return library.is_definitely_in(name, words, negated=True)
            case IsTrue(IsIn(LongestPrefix(Fact(name), table), words)):
                return library.is_prefix_definitely_in(name, dict(table), words)
            case And():
                return _join_balanced(operands, lambda a, b: a & b)
            case Or():
                return _join_balanced(operands, lambda a, b: a | b)
            case When(condition):
                return self._choose(can_be_unknown(condition), *operands)
            # A fixed value needs no column of its own.
            case Coalesce(_, Constant(fixed)):
                return operands[0].fill_null(_to_int_if_whole(fixed))
            case Coalesce():
                return library.take_first(*operands)
            case AddMonths(_, number):
                return library.add_months(operands[0], number)
            case AddDays(_, number):
                return library.add_days(operands[0], number)
            case YearStart(Fact(name), place):
                return library.find_year_start(name, place)
            case NextWorkingDay(AddMonths(_, number)):
                return library.find_working_day(operands[0], self._days_off, months=number)
            case NextWorkingDay():
                return library.find_working_day(operands[0], self._days_off)
            case Reading(question):
                raise ValueError(f"the question {question!r} is still open in this tree")
        return _write_plain_formula(tree, operands)

    def _choose(self, three_ways: bool, condition: Any, then: Any, otherwise: Any) -> Any:
        if not three_ways:
            return self._library.choose(condition, then, otherwise)
        nothing = self._library.make_literal(None)
        # `choose` takes null for false, so an unknown condition needs a third way of its own.
        not_true = self._library.choose((~condition).fill_null(value=False), otherwise, nothing)
        return self._library.choose(condition.fill_null(value=False), then, not_true)


def _to_int_if_whole(value: Value) -> Value:
    """Return a whole number as such: not every library mixes decimals with other numbers."""
    return int(value) if isinstance(value, Decimal) and value == int(value) else value


def _write_plain_formula(tree: Expression, operands: list[Any]) -> Any:
    match tree:
        case Not(IsKnown()):
            return operands[0].is_null()
        case Not():
            return ~operands[0]
        case IsKnown():
            return ~operands[0].is_null()
        case IsTrue():
            return operands[0].fill_null(value=False)
        case Compare(_, "<=", _):
            return operands[0] <= operands[1]
        case Compare():
            return operands[0] < operands[1]
        case Add():
            return operands[0] + operands[1]
        case Subtract():
            return operands[0] - operands[1]
    raise TypeError(f"no way to compute {tree} in a table")


def _list_operands(tree: Expression) -> tuple[Expression, ...]:
    # Facts that are words, sets and texts are asked for what the law asks, not for their values.
    match tree:
        case IsIn() | ContainsAny() | Matches() | YearStart():
            return ()
        case IsTrue(IsIn(Fact() | LongestPrefix(Fact()))) | IsTrue(Not(IsIn(Fact()))):
            return ()
        case IsKnown(Fact()) | Not(IsKnown(Fact())):
            return ()
        case NextWorkingDay(AddMonths(operand)):
            return (operand,)
        case Not(IsKnown(operand)):
            return (operand,)
    return list_children(tree)


def _join_balanced(operands: list[Any], join: Callable[[Any, Any], Any]) -> Any:
    """Join operands pairwise, as a balanced tree: libraries recurse into what they are given."""
    while len(operands) > 1:
        pairs = [operands[at : at + 2] for at in range(0, len(operands), 2)]
        operands = [join(*pair) if len(pair) == 2 else pair[0] for pair in pairs]
    return operands[0]


def _find_shared(trees: Sequence[Expression]) -> set[Expression]:
    """Return what is asked for in several places, and what is asked for at the end."""
    shared = {node for node, number in _count_parents(trees).items() if number > 1} | set(trees)
    return {node for node in shared if not isinstance(node, Fact | Parameter | Constant)}


def _find_worth_a_column(trees: Sequence[Expression]) -> set[Expression]:
    """Return what is asked for in several places and is more than a condition on one fact."""
    places = _count_parents(trees) + Counter(trees)
    return {node for node, number in places.items() if number > 1 and not _is_plain(node)}


def _count_parents(trees: Sequence[Expression]) -> Counter[Expression]:
    """Return the number of parents of each node."""
    places: Counter[Expression] = Counter()
    for node in {node for tree in trees for node in walk(tree)}:
        places.update(set(_list_operands(node)))
    return places


def _is_plain(tree: Expression) -> bool:
    """Say whether a tree is a fixed value, a fact or a condition on one."""
    match tree:
        case Not(operand) | IsTrue(operand) | IsKnown(operand):
            return _is_plain(operand)
        case Constant() | Parameter() | Fact() | IsIn(Fact() | LongestPrefix()):
            return True
    return False
