"""What reading a table has in common, whichever language computes it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import combinations
from operator import or_
from typing import Any, Generic, TypeVar

from retax.frames.facts import Column
from retax.goods import EXPORT_ENTRY, RETURN_ENTRY
from retax.logic.columns import COMPUTED
from retax.logic.expressions import Value

Expr = TypeVar("Expr")

MOST_WHOLE = 10**18
"""So much a whole number may be for 64 bits to hold the sum of two of them."""

REFUSED_TEXT = ""
"""What stands for a text that is refused; no accepted value is read as it."""

ENTRIES: Mapping[str, str] = {"export_entry": EXPORT_ENTRY, "return_entry": RETURN_ENTRY}
"""What numbers of papers look like."""


class Reading(Generic[Expr]):
    """The facts of a table.

    ``reading``: what to compute first, step by step. ``refused``: by fact, when a value of it is.
    """

    def __init__(self, told: Mapping[str, Sequence[Column]], steps: int) -> None:
        self.reading: list[dict[str, Expr]] = [{} for _ in range(steps)]
        self.refused: dict[str, list[Expr]] = {}
        self._facts: dict[str, Expr] = {}
        # the code of an export counts for which of its numbers does
        for fact, columns in sorted(told.items(), key=lambda item: item[0] == "export_entry"):
            alone = len(columns) == 1
            read = [self._read(column, alone=alone) for column in columns]
            self._facts[fact] = read[0] if alone else self._told_twice(fact, read)
            if columns[0].kind == "entry":  # of one that does not count it is no matter what it is
                self._refuse(fact, self._same(self._facts[fact], self.literal(REFUSED_TEXT)))

    # -- reading columns -----------------------------------------------------------------------

    @abstractmethod
    def _read(self, column: Column, *, alone: bool) -> Expr:
        """Return the values of a column, and note when they are refused."""

    @abstractmethod
    def _same(self, one: Expr, other: Expr) -> Any:
        """Say that two values are the same; unknown where either is."""

    @abstractmethod
    def _is_number_of_a_list(self, entry: Expr) -> Any:
        """Say that an export number is that of a list under 9610."""

    def _step(self, level: int, name: str, expression: Expr) -> Expr:
        self.reading[level][f"{COMPUTED}{name}"] = expression
        return self.column(f"{COMPUTED}{name}")

    def _refuse(self, fact: str, when: Any) -> None:
        self.refused.setdefault(fact, []).append(when.fill_null(value=False))

    def _told_twice(self, fact: str, read: list[Expr]) -> Expr:
        """Return the filled one of several columns of a fact; filled and different is refused."""
        if fact == "export_entry" and "supervision_code" in self._facts:
            read = self._list_numbers_under_9610(read)
        for one, other in combinations(read, 2):
            self._refuse(fact, ~self._same(one, other))
        value = self._compared(fact, reduce(self.first, read))
        step = 3 if fact == "export_entry" else 2  # it may look at the code told twice
        return self._step(step, f"{fact}_told_twice", value)

    def _compared(self, _: str, value: Expr) -> Expr:
        """Return a value, once it is compared, as the trees read it."""
        return value

    def _list_numbers_under_9610(self, read: list[Expr]) -> list[Expr]:
        """Under 9610 a list's number wins over a declaration's."""
        is_list = [self._is_number_of_a_list(entry).fill_null(value=False) for entry in read]
        code: Any = self.is_in("supervision_code", ["9610"])
        lists_count = code.fill_null(value=False) & reduce(or_, is_list)
        return [
            self.choose(~lists_count | of_a_list, entry, self.literal(None))
            for entry, of_a_list in zip(read, is_list, strict=True)
        ]

    # -- what the trees are made of --------------------------------------------------------------

    @abstractmethod
    def column(self, name: str) -> Expr:
        """Return a column by its name."""

    def fact(self, name: str) -> Expr:
        """Return the values of a fact."""
        return self._facts[name]

    @abstractmethod
    def literal(self, value: Value) -> Expr:
        """Return a fixed value."""

    @abstractmethod
    def choose(self, condition: Expr, then: Expr, otherwise: Expr) -> Expr:
        """Choose by a condition that is never null."""

    @abstractmethod
    def first(self, operand: Expr, fallback: Expr) -> Expr:
        """Take the first of two that is not null."""

    @abstractmethod
    def is_in(self, fact: str, words: Sequence[str]) -> Expr:
        """Say that a fact is one of the words."""
