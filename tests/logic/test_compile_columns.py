"""Trees as columns of a small library of our own, beside the same trees computed one by one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from retax.logic.compile_columns import COMPUTED, ColumnPlan
from retax.logic.compile_python import MonthsLater, NextWorkingDays, PrefixTable, compile_function
from retax.logic.expressions import (
    UNKNOWN,
    AddDays,
    AddMonths,
    Coalesce,
    Constant,
    Expression,
    Fact,
    IsKnown,
    IsTrue,
    LongestPrefix,
    NextWorkingDay,
    Not,
    Parameter,
    Value,
    When,
    YearStart,
    longest_prefix,
    reading,
    when,
)

Row = Mapping[str, Any]
SATURDAY = date(2026, 2, 28)


class Column:
    """An expression of a library that computes row by row, null as None throughout."""

    def __init__(self, of: Callable[[Row], Any]) -> None:
        self.of = of

    def _with(self, other: Column, join: Callable[[Any, Any], Any]) -> Column:
        def of(row: Row) -> Any:
            one, two = self.of(row), other.of(row)
            return None if one is None or two is None else join(one, two)

        return Column(of)

    def __and__(self, other: Column) -> Column:
        return Column(lambda row: _ruled(self.of(row), other.of(row), by=False))

    def __or__(self, other: Column) -> Column:
        return Column(lambda row: _ruled(self.of(row), other.of(row), by=True))

    def __invert__(self) -> Column:
        return Column(lambda row: None if (value := self.of(row)) is None else not value)

    def __le__(self, other: Column) -> Column:
        return self._with(other, lambda a, b: a <= b)

    def __lt__(self, other: Column) -> Column:
        return self._with(other, lambda a, b: a < b)

    def __add__(self, other: Column) -> Column:
        return self._with(other, lambda a, b: a + b)

    def __sub__(self, other: Column) -> Column:
        return self._with(other, lambda a, b: a - b)

    def is_null(self) -> Column:
        return Column(lambda row: self.of(row) is None)

    def fill_null(self, value: Any) -> Column:
        return Column(lambda row: value if (found := self.of(row)) is None else found)

    def then(self, do: Callable[[Any], Any]) -> Column:
        return Column(lambda row: None if (value := self.of(row)) is None else do(value))


def _ruled(one: bool | None, two: bool | None, *, by: bool) -> bool | None:
    if by in (one, two):
        return by
    return None if None in (one, two) else not by


class RowByRow:
    """The library: facts are columns of the same name."""

    def get_column(self, name: str) -> Column:
        return Column(lambda row: row[name])

    def get_fact(self, name: str) -> Column:
        return self.get_column(name)

    def get_parameter(self, name: str) -> Column:  # noqa: ARG002  # there is one
        return self.make_literal(AS_OF)

    def is_unknown(self, fact: str) -> Column:
        return self.get_column(fact).is_null()

    def make_literal(self, value: Value) -> Column:
        return Column(lambda _: value)

    def is_in(self, fact: str, words: Sequence[str]) -> Column:
        return self.get_column(fact).then(lambda value: value in words)

    def is_definitely_in(self, fact: str, words: Sequence[str], *, negated: bool) -> Column:
        is_in = self.is_in(fact, words)
        return (~is_in if negated else is_in).fill_null(value=False)

    def is_prefix_in(self, fact: str, table: Mapping[str, str], words: Sequence[str]) -> Column:
        found = PrefixTable(tuple(table.items()))
        word = self.get_column(fact).then(lambda code: found[code])
        return word.then(lambda value: value in words)

    def is_prefix_definitely_in(
        self, fact: str, table: Mapping[str, str], words: Sequence[str]
    ) -> Column:
        return self.is_prefix_in(fact, table, words).fill_null(value=False)

    def contains_any(self, fact: str, words: Sequence[str]) -> Column:
        return self.get_column(fact).then(lambda held: not held.isdisjoint(words))

    def matches(self, fact: str, pattern: str) -> Column:
        import re

        return self.get_column(fact).then(lambda text: re.match(pattern, text) is not None)

    def add_months(self, day: Column, months: int) -> Column:
        return day.then(lambda value: MonthsLater(months)[value])

    def add_days(self, day: Column, days: int) -> Column:
        return day.then(lambda value: value + timedelta(days=days))

    def find_year_start(self, fact: str, place: int) -> Column:
        return self.get_column(fact).then(lambda text: date(int(text[place : place + 4]), 1, 1))

    def find_working_day(
        self, day: Column, days_off: Collection[date] | None, months: int = 0
    ) -> Column:
        if months:
            day = self.add_months(day, months)
        return day.then(lambda value: NextWorkingDays(days_off)[value])

    def choose(self, condition: Column, then: Column, otherwise: Column) -> Column:
        def of(row: Row) -> Any:
            holds = condition.of(row)
            assert holds is not None, "a choice by a null"
            return (then if holds else otherwise).of(row)

        return Column(of)

    def take_first(self, operand: Column, fallback: Column) -> Column:
        return Column(lambda row: fallback.of(row) if (v := operand.of(row)) is None else v)


def columns_of(trees: Sequence[Expression], rows: Sequence[Row], **options: Any) -> list[list[Any]]:
    """Compute trees over rows, step by step."""
    only_costly = options.get("only_costly", False)
    steps = ColumnPlan(trees, RowByRow(), options.get("days_off"), only_costly=only_costly)
    tables = [dict(row) for row in rows]
    for step in steps.steps:
        for table in tables:
            table |= {name: column.of(dict(table)) for name, column in step.items()}
    return [[steps.get_result(tree).of(table) for tree in trees] for table in tables]


A, B, C = Fact("a"), Fact("b"), Fact("c")
DAY, LATER = Fact("day"), Fact("later")
WORD, CODE, TEXT, HELD = Fact("word"), Fact("code"), Fact("text"), Fact("held")
MANY, FEW, NUMBER = Fact("many"), Fact("few"), Fact("number")
SCREEN = longest_prefix(CODE, {"61": "x", "6109": "y"})

TREES: tuple[Expression, ...] = (
    A & B & C,
    A | B | C,
    ~(A & ~B),
    when(A, B, C),
    when(A, ~B, when(B, C, A)),
    When(IsKnown(A), A, B),
    when(A, Constant(True), UNKNOWN),
    IsKnown(A),
    ~IsKnown(A),
    IsKnown(A & B),
    Not(IsKnown(A & B)),
    IsTrue(A | B),
    Coalesce(A, B),
    Coalesce(MANY, Constant(Decimal(0))),
    Coalesce(MANY, Constant(Decimal("0.5"))) <= FEW,
    DAY <= LATER,
    LATER < DAY,
    AddMonths(DAY, 6),
    AddMonths(DAY, 6) <= LATER,
    NextWorkingDay(AddMonths(DAY, 6)),
    NextWorkingDay(DAY),
    AddDays(DAY, 10),
    AddDays(DAY, 10) <= LATER,
    YearStart(NUMBER, 4),
    AddMonths(YearStart(NUMBER, 4), 13) <= DAY,
    IsKnown(YearStart(NUMBER, 4)),
    when(A, DAY, LATER),
    MANY + FEW,
    MANY - FEW,
    MANY + FEW <= MANY - FEW,
    WORD.is_("x"),
    ~WORD.is_in("x", "y"),
    IsTrue(WORD.is_in("x", "y")),
    IsTrue(~WORD.is_in("x", "y")),
    IsKnown(WORD),
    SCREEN.is_("x"),
    SCREEN.is_in("x", "y"),
    IsTrue(SCREEN.is_("y")),
    IsTrue(~SCREEN.is_("y")),
    HELD.contains_any("p", "q"),
    TEXT.matches("[0-9]{2}"),
    Constant(SATURDAY) <= DAY,
    Parameter("as_of", supplied=True) <= DAY,
    AddMonths(Parameter("as_of", supplied=True), 6) < LATER,
)
AS_OF = date(2026, 8, 28)

SPACE: Mapping[str, Sequence[Any]] = {
    "a": (None, True, False),
    "b": (None, True, False),
    "c": (True, False, None),
    "day": (None, SATURDAY, SATURDAY - timedelta(days=1)),
    "later": (None, date(2026, 8, 28), SATURDAY, date(2026, 1, 1)),
}
OTHERS: Sequence[Row] = (
    {"word": None, "code": None, "text": None, "held": None, "many": None, "few": None}
    | {"number": None},
    {
        "number": "29012026E000000016",
        "word": "x",
        "code": "6109",
        "text": "12",
        "held": frozenset({"p"}),
        "many": Decimal(2),
        "few": Decimal(1),
    },
    {
        "number": "290120250000000017",
        "word": "z",
        "code": "61",
        "text": "1",
        "held": frozenset(),
        "many": Decimal(0),
        "few": Decimal(3),
    },
    {"word": "y", "code": "99", "text": "", "held": frozenset({"r"}), "many": None, "few": None}
    | {"number": "290121990000000017"},
)


def every_row() -> list[dict[str, Any]]:
    return [
        {**dict(zip(SPACE, values, strict=True)), **others}
        for values in product(*SPACE.values())
        for others in OTHERS
    ]


class Facts:
    def __init__(self, row: Row) -> None:
        self.__dict__.update(row)


@pytest.mark.parametrize("only_costly", [False, True])
@pytest.mark.parametrize("days_off", [None, [date(2026, 8, 28)]], ids=str)
def test_columns_hold_what_the_function_of_one_case_returns(
    days_off: Any, only_costly: bool
) -> None:
    rows = every_row()
    function = compile_function(TREES, days_off)
    columns = columns_of(TREES, rows, days_off=days_off, only_costly=only_costly)
    for row, found in zip(rows, columns, strict=True):
        assert tuple(found) == function(Facts(row), AS_OF), row


@pytest.mark.parametrize("tree", TREES, ids=str)
def test_a_tree_alone_has_the_same_column(tree: Expression) -> None:
    rows = every_row()[::7]
    function = compile_function([tree])
    for row, found in zip(rows, columns_of([tree], rows), strict=True):
        assert tuple(found) == function(Facts(row), AS_OF), row


def test_what_several_trees_share_is_computed_once() -> None:
    shared = AddMonths(DAY, 6)
    steps = ColumnPlan([shared <= LATER, shared > LATER, A], RowByRow(), None)
    names = [name for step in steps.steps for name in step]
    assert len(names) == len(set(names)) == 3
    assert all(name.startswith(COMPUTED) for name in names)
    assert len(steps.steps) == 2


def test_what_one_place_reads_is_no_column_of_its_own_nor_is_a_fixed_value() -> None:
    fixed = Constant(SATURDAY)
    trees = [A & ~(B | C), when(A, DAY, fixed), when(B, LATER, fixed)]
    steps = ColumnPlan(trees, RowByRow(), None)
    assert [len(step) for step in steps.steps] == [3]


def test_a_whole_number_is_given_as_such() -> None:
    numbers = [Constant(Decimal(2)), Constant(Decimal("0.5")), Constant(Decimal("3.0"))]
    (found,) = columns_of(numbers, [{}])
    assert found == [2, Decimal("0.5"), 3]
    assert [type(number) for number in found] == [int, Decimal, int]


def test_where_columns_cost_more_only_what_is_costly_and_shared_becomes_one() -> None:
    trees = [A & (DAY <= LATER), ~A | (DAY <= LATER), WORD.is_("x"), WORD.is_("x") & IsKnown(B)]
    steps = ColumnPlan(trees, RowByRow(), None, only_costly=True)
    assert [len(step) for step in steps.steps] == [1]


@pytest.mark.parametrize(
    ("trees", "columns"),
    [
        ([DAY <= LATER, A & (DAY <= LATER)], [1]),  # asked for itself, and within another
        ([A & ~IsKnown(B), A | ~IsKnown(B)], []),
        ([A & IsTrue(WORD.is_("x")), C & IsTrue(WORD.is_("x"))], []),
    ],
    ids=str,
)
def test_where_columns_cost_more_a_condition_on_one_fact_is_none(
    trees: list[Expression], columns: list[int]
) -> None:
    steps = ColumnPlan(trees, RowByRow(), None, only_costly=True)
    assert [len(step) for step in steps.steps] == columns


def test_a_question_left_open_is_an_error() -> None:
    with pytest.raises(ValueError, match="still open"):
        ColumnPlan([reading("rest-day", A, B)], RowByRow(), None)


@pytest.mark.parametrize("tree", [Parameter("as_of"), LongestPrefix(CODE, (("61", "x"),))], ids=str)
def test_what_a_table_cannot_compute_is_an_error(tree: Expression) -> None:
    with pytest.raises(TypeError, match="no way to compute"):
        ColumnPlan([tree], RowByRow(), None)
