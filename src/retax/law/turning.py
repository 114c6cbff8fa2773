"""On which open questions a clause turns in one case.

Every choice of sides is tried. Only questions of which some reading has two different values in
this case can matter, so the others are left out first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import product
from typing import Any

from retax.goods import ReturnedGoods
from retax.law.open_questions import QUESTIONS
from retax.logic.expressions import Expression, Reading, Side
from retax.logic.scalar import Function, compiled
from retax.logic.trees import questions_of, resolve, walk

Pairs = list[tuple[Any, Any]]
"""The values on the strict and on the lenient side, one pair for each choice for the others."""


class Turning:
    """One clause, read on both sides of each of its questions."""

    def __init__(
        self, holds: Expression, settled: Mapping[str, Side], days_off: frozenset[date] | None
    ) -> None:
        questions = [q for q in QUESTIONS if q in questions_of(holds)]
        self.open = tuple(q for q in questions if q not in settled)
        self.settled = tuple(q for q in questions if q in settled)
        self._holds = holds
        self._sides = settled
        self._days_off = days_off
        self._kept: dict[tuple[str, tuple[str, ...]], Function] = {}

    def turns_on(self, facts: ReturnedGoods, as_of: date | None) -> tuple[str, ...]:
        """Return the open questions on which the clause turns.

        A question counts if for some choice of sides for the other unsettled ones exactly one of
        its own sides makes the clause hold.
        """
        return tuple(
            question
            for question, pairs in self._read(self.open, self.open, facts, as_of)
            if any((strict is True) is not (lenient is True) for strict, lenient in pairs)
        )

    def settled_by(self, facts: ReturnedGoods, as_of: date | None) -> tuple[str, ...]:
        """Return the settled questions whose two sides differ in this case.

        All other questions are tried both ways, settled ones too: of two settlements that each
        carry the case alone, neither would make a difference while the other stands.
        """
        return tuple(
            question
            for question, pairs in self._read(
                self.settled, (*self.open, *self.settled), facts, as_of
            )
            if any(strict is not lenient for strict, lenient in pairs)
        )

    def _read(
        self,
        questions: tuple[str, ...],
        vary: tuple[str, ...],
        facts: ReturnedGoods,
        as_of: date | None,
    ) -> Iterator[tuple[str, Pairs]]:
        live = self._live(facts, as_of)
        for question in questions:
            if question in live:
                others = tuple(q for q in vary if q in live and q != question)
                key = (question, others)
                if key not in self._kept:
                    sides = self._both_sides(self._holds, question, others)
                    self._kept[key] = compiled(sides, self._days_off)
                yield question, _paired(self._kept[key](facts, as_of))

    def _live(self, facts: ReturnedGoods, as_of: date | None) -> set[str]:
        """Return the questions of which some reading has two different values in this case."""
        questions, read = self._readings
        values = read(facts, as_of)
        strict, lenient = values[::2], values[1::2]
        if strict == lenient:
            return set()
        return {q for q, a, b in zip(questions, strict, lenient, strict=True) if a != b}

    @cached_property
    def _readings(self) -> tuple[tuple[str, ...], Function]:
        """Each reading in the clause, on both sides, under every choice for those inside it.

        Settled ones among them vary too: ``settled_by`` asks what their other side would bring.
        Returned are the question of each pair of values, and what computes all the values.
        """
        questions: list[str] = []
        trees: list[Expression] = []
        for node in walk(self._holds):
            if isinstance(node, Reading):
                inside = questions_of(node.strict) | questions_of(node.lenient)
                sides = self._both_sides(node, node.question, tuple(sorted(inside)))
                questions += [node.question] * (len(sides) // 2)
                trees += sides
        return tuple(questions), compiled(trees, self._days_off)

    def _both_sides(
        self, tree: Expression, question: str, others: tuple[str, ...]
    ) -> list[Expression]:
        """Resolve a tree strictly and leniently in turn, under every choice for the others."""
        sides: tuple[Side, Side] = ("strict", "lenient")
        return [
            resolve(
                tree,
                {**self._sides, **dict(zip(others, choice, strict=True)), question: side},
                "strict",
            )
            for choice in product(sides, repeat=len(others))
            for side in sides
        ]


def _paired(values: tuple[Any, ...]) -> Pairs:
    return list(zip(values[::2], values[1::2], strict=True))
