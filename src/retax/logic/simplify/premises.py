"""Assumptions in force at a node: possible values per operand, and false conjunctions."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from retax.logic.expressions import (
    And,
    Expression,
    Fact,
    Not,
)
from retax.logic.simplify.literals import find_implied_facts, find_literal
from retax.logic.simplify.value_sets import (
    ANY_KNOWN,
    ANYTHING,
    CACHE_SIZE,
    NO_VALUES,
    ONLY_UNKNOWN,
    ValueSet,
)

# -- what is known ---------------------------------------------------------------------------------


class ContradictionError(Exception):
    """The premises contradict each other: the place is never reached."""


class Premises:
    """Assumptions in force at a node: possible values per operand, and false conjunctions."""

    def __init__(self) -> None:
        self._values: dict[Expression, ValueSet] = {}
        self._false_conjunctions: dict[Expression, None] = {}
        self._news: set[Expression] = set()

    def copy(self) -> Premises:
        """Return the same, to add to."""
        same = Premises()
        same._values = self._values.copy()
        same._false_conjunctions = self._false_conjunctions.copy()
        same._news = self._news.copy()
        return same

    def find_values(self, subject: Expression) -> ValueSet:
        """Return the values a subject may have."""
        among = self._values.get(subject, ANYTHING)
        # What is known of the facts behind a subject can only rule out that it is unknown, or
        # known.
        if not among.unknown or isinstance(subject, Fact):
            return among
        facts, both = find_implied_facts(subject)
        for fact in facts:
            behind = self._values.get(fact, ANYTHING)
            if behind == ONLY_UNKNOWN:
                return ONLY_UNKNOWN
            both = both and not behind.unknown
        return among & ANY_KNOWN if both else among

    def add(self, subject: Expression, among: ValueSet) -> None:
        """Note that a subject has one of some values."""
        before = self.find_values(subject)
        now = before & among
        if now == NO_VALUES:
            raise ContradictionError
        if now == before:
            return
        self._values[subject] = now
        self._news.add(subject)
        facts, both = find_implied_facts(subject)
        if not now.unknown:
            for fact in facts:
                self.add(fact, ANY_KNOWN)
        elif now == ONLY_UNKNOWN and both:
            open_facts = [fact for fact in facts if self.find_values(fact).unknown]
            # Of several facts behind an unknown subject it is open which one is unknown.
            if len(open_facts) == 1:
                self.add(open_facts[0], ONLY_UNKNOWN)

    def add_false_conjunctions(self, trees: Iterable[Expression]) -> None:
        """Note that "ands" do not hold."""
        new = [tree for tree in trees if tree not in self._false_conjunctions]
        self._false_conjunctions.update(dict.fromkeys(new))
        for tree in new:
            self._follow(tree)

    def propagate(self) -> None:
        """Note what follows from the "ands" that do not hold, where all but one part does."""
        while self._news:
            # Following one conjunction may add news for another, so the walk goes on until there is
            # none.
            news, self._news = self._news, set()
            for tree in self._false_conjunctions:
                if not news.isdisjoint(_list_subjects(tree)):
                    self._follow(tree)

    def _follow(self, tree: Expression) -> None:
        left: Expression | None = None
        for part in split_conjunction(tree):
            value = self.find_value(part)
            if value is False or (value is None and left is not None):
                return
            if value is None:
                left = part
        if left is None:
            raise ContradictionError
        found = find_literal(left)
        if found is not None:
            self.add(found[0], ~found[1])

    def find_value(self, tree: Expression) -> bool | None:
        """Return what is known of a tree's value, as far as it is plain to see."""
        found = find_literal(tree)
        if found is None:
            if tree in self._false_conjunctions:
                return False
            return (
                True if isinstance(tree, Not) and tree.operand in self._false_conjunctions else None
            )
        subject, among = found
        here = self.find_values(subject)
        if here.issubset(among):
            return True
        return False if here & among == NO_VALUES else None


def split_conjunction(tree: Expression) -> tuple[Expression, ...]:
    """Return the operands of a conjunction; of anything else itself."""
    return tree.operands if isinstance(tree, And) else (tree,)


@lru_cache(CACHE_SIZE)
def _list_subjects(tree: Expression) -> frozenset[Expression]:
    """Return the subjects of the literals of an "and", and the facts behind them."""
    subjects = {
        found[0] for part in split_conjunction(tree) if (found := find_literal(part)) is not None
    }
    return frozenset(subjects).union(*(find_implied_facts(subject)[0] for subject in subjects))
