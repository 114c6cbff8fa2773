"""On which open questions a clause turns in one case.

Every choice of sides is tried. A question that has one side only in this case cannot matter, so as
many as are easily seen to are left out first, and with them the branches the case does not take.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import product
from typing import Any, NamedTuple

from retax.facts.model import ReturnedGoods
from retax.logic.compile_python import Function, compile_function
from retax.logic.expressions import (
    FALSE,
    Expression,
    Reading,
    Side,
    When,
    any_of,
    is_true,
    when,
)
from retax.logic.kleene import fix_values
from retax.logic.traversal import list_questions, resolve, walk

_SIDES: tuple[Side, Side] = ("strict", "lenient")

_KEPT = 256
"""How many compiled choices, and trees without the branches not taken, one clause keeps."""


def build_outcome(holds: Expression, outstanding: Expression) -> Expression:
    """Return what a clause comes to: its truth, or that a step is still to be done.

    A settlement also decides where it makes a step still to be done of what is met.
    """
    return when(is_true(holds) & is_true(outstanding), "outstanding", holds)


class Readings(NamedTuple):
    """The readings of a tree: questions that may always matter, and readings to be looked at.

    A reading with others inside it has too many values to be looked at each time.
    """

    always: frozenset[str]
    looked_at: tuple[Reading, ...]


def build_readings(tree: Expression) -> Readings:
    """Return the readings of a tree."""
    readings = [node for node in walk(tree) if isinstance(node, Reading)]
    inside = {node: list_questions(node.strict) | list_questions(node.lenient) for node in readings}
    return Readings(
        frozenset(node.question for node in readings if inside[node]),
        tuple(node for node in readings if not inside[node]),
    )


def list_guards(tree: Expression) -> tuple[Expression, ...]:
    """Return the conditions without a question that choose between branches of other questions."""
    branches = (node for node in walk(tree) if isinstance(node, When))
    return tuple(
        dict.fromkeys(
            node.condition
            for node in branches
            if list_questions(node.then) != list_questions(node.otherwise)
            and not list_questions(node.condition)
        )
    )


class PivotalQuestions:
    """One clause, read on both sides of each of its questions."""

    def __init__(
        self,
        holds: Expression,
        all_questions: Iterable[str],
        settled: Mapping[str, Side],
        days_off: frozenset[date] | None,
        outstanding: Expression = FALSE,
    ) -> None:
        read = list_questions(any_of(holds, outstanding))
        questions = [q for q in all_questions if q in read]
        self.open = tuple(q for q in questions if q not in settled)
        self.settled = tuple(q for q in questions if q in settled)
        self._holds = holds
        self._becomes = build_outcome(holds, outstanding)
        self._sides = settled
        self._days_off = days_off
        # Facts of goods choose the branches, so hostile input may ask for any number of them.
        self._read_every_choice = lru_cache(_KEPT)(self._compile_every_choice)
        self._leave_untaken_branches = lru_cache(_KEPT)(self._fix_guards)

    def find_open(self, facts: ReturnedGoods, as_of: date | None) -> tuple[str, ...]:
        """Return the open questions on which the clause turns.

        A question counts if for some choice of sides for the other unsettled ones exactly one of
        its own sides makes the clause hold.
        """
        varied, values = self._read(self._holds, self.open, facts, as_of)
        return _list_differing(varied, [value is True for value in values])

    def find_settled(self, facts: ReturnedGoods, as_of: date | None) -> tuple[str, ...]:
        """Return the settled questions whose two sides differ in this case.

        All other questions are tried both ways, settled ones too: of two settlements that each
        carry the case alone, neither would make a difference while the other stays.
        """
        every = (*self.open, *self.settled)
        varied, values = self._read(self._becomes, every, facts, as_of)
        return tuple(q for q in _list_differing(varied, values) if q in self.settled)

    def _read(
        self,
        tree: Expression,
        questions: Iterable[str],
        facts: ReturnedGoods,
        as_of: date | None,
    ) -> tuple[tuple[str, ...], Sequence[Any]]:
        """Return the questions that may matter, and a value for every choice of their sides."""
        always, at_readings, read = self._readings
        values = read(facts, as_of)
        split = len(values) - len(self._guards)
        here, read_here = self._leave_untaken_branches(tree, tuple(values[split:]))
        pairs = zip(at_readings, values[:split:2], values[1:split:2], strict=True)
        differ = {question for question, strict, lenient in pairs if strict != lenient}
        may_matter = read_here & (always | differ)
        varied = tuple(question for question in questions if question in may_matter)
        return varied, self._read_every_choice(here, varied)(facts, as_of)

    def _fix_guards(
        self, tree: Expression, values: tuple[Any, ...]
    ) -> tuple[Expression, frozenset[str]]:
        """Return a tree without the branches that guards of these values do not take.

        The questions it still reads come with it: to walk the tree for each case takes as long as
        to judge it.
        """
        taken = fix_values(tree, dict(zip(self._guards, values, strict=True)))
        return taken, list_questions(taken)

    def _compile_every_choice(self, tree: Expression, varied: tuple[str, ...]) -> Function:
        """Return what computes the tree for every choice of sides for the questions varied."""
        choices = product(_SIDES, repeat=len(varied))
        sides = ({**self._sides, **dict(zip(varied, choice, strict=True))} for choice in choices)
        trees = [resolve(tree, chosen, "strict") for chosen in sides]
        return compile_function(trees, self._days_off)

    @cached_property
    def _guards(self) -> tuple[Expression, ...]:
        return list_guards(self._becomes)

    @cached_property
    def _readings(self) -> tuple[frozenset[str], tuple[str, ...], Function]:
        """Return the readings, with what computes the values of those to be looked at.

        The questions that may always matter; the question of each pair of values; the values, and
        behind them those of the guards.
        """
        readings = build_readings(self._becomes)
        return (
            readings.always,
            tuple(node.question for node in readings.looked_at),
            compile_function(
                [
                    *(side for node in readings.looked_at for side in (node.strict, node.lenient)),
                    *self._guards,
                ],
                self._days_off,
            ),
        )


def _list_differing(questions: tuple[str, ...], values: Sequence[Any]) -> tuple[str, ...]:
    """Return the questions whose sides have different values for some choice for the others.

    `product` changes the side of the last question with every value, that of the first once.
    """
    if values.count(values[0]) == len(values):  # as mostly
        return ()
    last = len(questions) - 1
    return tuple(
        q
        for place, q in enumerate(questions)
        if _has_sides_that_differ(values, 1 << (last - place))
    )


def _has_sides_that_differ(values: Sequence[Any], step: int) -> bool:
    """Return whether a question matters whose side changes every ``step`` values."""
    return any(
        values[at : at + step] != values[at + step : at + 2 * step]
        for at in range(0, len(values), 2 * step)
    )
