"""The reader of a table: the steps all engines have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from itertools import combinations
from operator import or_
from typing import Any, Generic, TypeVar

from retax.facts.parse_value import EXPORT_ENTRY, RETURN_ENTRY
from retax.frames.schema import FactColumn
from retax.judge.compiled_law import FACT_ORDER
from retax.logic.compile_columns import COMPUTED
from retax.logic.expressions import Value

Expr = TypeVar("Expr")

MOST_WHOLE = 10**18
"""The limit of whole numbers: 64 bits hold the sum of two below it."""

REFUSED_TEXT = ""
"""The code of an invalid text; no valid value is encoded as it."""

REFUSED_LIST = "????????E"
"""The code of an invalid number that looks like a list's: its ninth character is E."""

ENTRY, ITEM = "export_entry", "export_item"
_TURN = {ENTRY: 1, ITEM: 2}
"""Facts that are read after the others, in this order."""

ENTRIES: Mapping[str, str] = {"export_entry": EXPORT_ENTRY, "return_entry": RETURN_ENTRY}
"""What numbers of papers look like."""

LONGEST_PLAIN = 20
"""The length of the longest of them; with an item it is longer."""

FOUR_DIGITS, EIGHT_DIGITS = "^[0-9]{4}$", "^[0-9]{8}$"
NO_DAY = date(1, 1, 1)
"""The day of a text that is no day; the model accepts no such day."""

ABOVE_0 = ("exported_quantity", "returned_quantity")
"""The quantities of which there is at least something."""


class FactReader(Generic[Expr]):
    """The facts of a table.

    ``reading``: what to compute first, step by step. ``refused``: by fact, when a value of it is.
    ``conflicts``: by fact, when two columns of it tell different values. ``items``: read the items
    of export papers as numbers; else only whether they are accepted.
    """

    def __init__(
        self,
        columns_by_fact: Mapping[str, Sequence[FactColumn]],
        steps: int,
        *,
        items: bool = False,
    ) -> None:
        self.reading: list[dict[str, Expr]] = [{} for _ in range(steps)]
        self.refused: dict[str, list[Expr]] = {}
        self.conflicts: dict[str, list[Expr]] = {}
        self._facts: dict[str, Expr] = {}
        in_numbers = self._read_items_in_numbers(columns_by_fact, items)
        self._columns = dict(columns_by_fact) | (
            {ITEM: columns_by_fact.get(ITEM, ())} if in_numbers else {}
        )
        self._lists_count: Any = None
        # The code of an export decides which of its numbers counts, and so which items do.
        for fact, columns in sorted(self._columns.items(), key=lambda item: _TURN.get(item[0], 0)):
            others = self._choose_items(in_numbers) if fact == ITEM else []
            alone = len(columns) == 1 and not others
            whole = items and fact == ITEM
            read = [self._read(column, alone=alone and not whole) for column in columns]
            self._facts[fact] = read[0] if alone else self._merge_columns(fact, read + others)
            if columns and columns[0].kind == "entry":
                # Of an overridden number it does not matter whether it is well formed.
                for refused in (REFUSED_TEXT, REFUSED_LIST):
                    self._refuse(fact, self._is_same(self._facts[fact], self.make_literal(refused)))

    def _read_items_in_numbers(
        self, columns_by_fact: Mapping[str, Sequence[FactColumn]], items: bool
    ) -> list[Expr]:
        """Return the items that declarations' numbers of 21 digits tell, where they matter."""
        numbers = columns_by_fact.get(ENTRY, ())
        if not items and ITEM not in columns_by_fact and len(numbers) < 2:
            return []
        return [self._read_item(column) for column in numbers if column.can_hold_an_item]

    def list_invalid(self) -> list[tuple[str, Expr]]:
        """Return which facts make a row invalid, and when, in the order the model looks at them.

        First come those that two columns tell differently, then those of which a value is refused.
        """
        conflicts = [
            (fact, self.conflicts[fact]) for fact in self._columns if fact in self.conflicts
        ]
        refused = [(fact, self.refused[fact]) for fact in FACT_ORDER if fact in self.refused]
        return [(fact, reduce(or_, when)) for fact, when in (*conflicts, *refused)]

    # -- reading columns -----------------------------------------------------------------------

    @abstractmethod
    def _read(self, column: FactColumn, *, alone: bool) -> Expr:
        """Return the values of a column, and note when they are refused."""

    @abstractmethod
    def _read_item(self, column: FactColumn) -> Expr:
        """Return the item at the end of a number of 21 digits, as a column of items is read."""

    @abstractmethod
    def _is_same(self, one: Expr, other: Expr) -> Any:
        """Say that two values are the same; unknown where either is."""

    @abstractmethod
    def _is_number_of_a_list(self, entry: Expr) -> Any:
        """Say that an export number is that of a list under 9610."""

    def _add_step(self, level: int, name: str, expression: Expr) -> Expr:
        self.reading[level][f"{COMPUTED}{name}"] = expression
        return self.get_column(f"{COMPUTED}{name}")

    def _refuse(self, fact: str, when: Any) -> None:
        self.refused.setdefault(fact, []).append(when.fill_null(value=False))

    def _choose_items(self, in_numbers: list[Expr]) -> list[Expr]:
        """Under 9610 the item of a declaration's number does not count beside a list's number."""
        if self._lists_count is None:
            return in_numbers
        return [
            self.choose(~self._lists_count, item, self.make_literal(None)) for item in in_numbers
        ]

    def _merge_columns(self, fact: str, read: list[Expr]) -> Expr:
        """Return the filled one of several columns of a fact; note where they differ."""
        if fact == ENTRY and "supervision_code" in self._facts:
            read = self._prefer_list_numbers(read)
        for one, other in combinations(read, 2):
            # Where one of the two is blank the comparison is unknown: they do not differ.
            differ: Any = ~self._is_same(one, other)
            self.conflicts.setdefault(fact, []).append(differ.fill_null(value=False))
        value = self._restore_encoding(fact, reduce(self.take_first, read))
        step = 3 if fact in _TURN else 2  # these may read the code of two columns
        return self._add_step(step, f"{fact}_merged", value)

    def _restore_encoding(self, _: str, value: Expr) -> Expr:
        """Return a value, once it is compared, as the trees read it."""
        return value

    def _prefer_list_numbers(self, read: list[Expr]) -> list[Expr]:
        """Under 9610 a list's number wins over a declaration's."""
        is_list = [self._is_number_of_a_list(entry).fill_null(value=False) for entry in read]
        code: Any = self.is_in("supervision_code", ["9610"])
        self._lists_count = code.fill_null(value=False) & reduce(or_, is_list)
        return [
            self.choose(~self._lists_count | of_a_list, entry, self.make_literal(None))
            for entry, of_a_list in zip(read, is_list, strict=True)
        ]

    # -- what the trees are made of --------------------------------------------------------------

    @abstractmethod
    def get_column(self, name: str) -> Expr:
        """Return a column by its name."""

    def __contains__(self, name: str) -> bool:
        return name in self._facts

    def get_fact(self, name: str) -> Expr:
        """Return the values of a fact."""
        return self._facts[name]

    @abstractmethod
    def make_literal(self, value: Value) -> Expr:
        """Return a fixed value."""

    def get_parameter(self, name: str) -> Expr:
        """Return the column that holds a parameter: a plan serves any day ``as_of``."""
        return self.get_column(f"{COMPUTED}{name}")

    @abstractmethod
    def choose(self, condition: Expr, then: Expr, otherwise: Expr) -> Expr:
        """Choose by a condition that is never null."""

    @abstractmethod
    def take_first(self, operand: Expr, fallback: Expr) -> Expr:
        """Take the first of two that is not null."""

    @abstractmethod
    def is_in(self, fact: str, words: Sequence[str]) -> Expr:
        """Say that a fact is one of the words."""
