"""Of what kind the value of a tree is, for languages that compare kinds in different ways."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from retax.logic.expressions import (
    Add,
    AddDays,
    AddMonths,
    Coalesce,
    Constant,
    Expression,
    Fact,
    LongestPrefix,
    NextWorkingDay,
    Parameter,
    Subtract,
    Value,
    When,
    YearStart,
)

ValueKind = Literal["truth", "day", "quantity", "word", "words"]
"""A truth, a day, an exact number, a text or word, or a set of words."""


def find_value_kind(tree: Expression, kinds: Mapping[str, ValueKind]) -> ValueKind | None:
    """Return the kind of a tree's value, given those of its facts and parameters.

    None for the unknown itself, which has no kind, and where branches differ in kind.
    """
    match tree:
        case Fact(name) | Parameter(name):
            return kinds[name]
        case Constant(value):
            return _find_kind_of_constant(value)
        case AddMonths() | AddDays() | YearStart() | NextWorkingDay():
            return "day"
        case Add() | Subtract():
            return "quantity"
        case LongestPrefix():
            return "word"
        case When(_, one, other) | Coalesce(one, other):
            found = {find_value_kind(one, kinds), find_value_kind(other, kinds)} - {None}
            return found.pop() if len(found) == 1 else None
    return "truth"


def _find_kind_of_constant(value: Value) -> ValueKind | None:
    match value:
        case None:
            return None
        case bool():
            return "truth"
        case date():
            return "day"
        case Decimal() | int():
            return "quantity"
    return "word"
