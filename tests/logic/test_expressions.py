from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from nodes import ONE_OF_EACH
from retax.logic.expressions import (
    FALSE,
    TRUE,
    UNKNOWN,
    And,
    Compare,
    Expression,
    Fact,
    First,
    Given,
    Holds,
    IsIn,
    IsTrue,
    Known,
    Literal,
    LongestPrefix,
    Matches,
    Minus,
    Months,
    Not,
    Or,
    Plus,
    Reading,
    When,
    WorkingDay,
    all_of,
    any_of,
    as_expression,
    can_be_unknown,
    children,
    first,
    is_false,
    is_true,
    known,
    longest_prefix,
    months,
    reading,
    when,
    working_day,
)

A, B, C = Fact("a"), Fact("b"), Fact("c")
AS_OF = Given("as_of")


def rebuilt(tree: Expression) -> Expression:
    """Return an equal tree that shares no node with the first."""
    parts = [
        rebuilt(part)
        if isinstance(part, Expression)
        else tuple(rebuilt(p) if isinstance(p, Expression) else p for p in part)
        if isinstance(part, tuple)
        else part
        for part in (getattr(tree, name) for name in tree.__match_args__)
    ]
    return type(tree)(*parts)


# -- trees are compared by structure ------------------------------------------------------


@pytest.mark.parametrize("tree", ONE_OF_EACH, ids=repr)
def test_a_tree_built_anew_is_equal_and_has_the_same_hash(tree: Expression) -> None:
    again = rebuilt(tree)
    assert again is not tree
    assert again == tree
    assert hash(again) == hash(tree)


def test_no_two_kinds_of_node_are_equal() -> None:
    assert len(set(ONE_OF_EACH)) == len(ONE_OF_EACH)
    assert not any(a == b for i, a in enumerate(ONE_OF_EACH) for b in ONE_OF_EACH[i + 1 :])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Fact("a"), Fact("b")),
        (Fact("as_of"), Given("as_of")),
        (Months(A, 6), Months(A, 12)),
        (When(A, B, C), When(A, C, B)),
        (First(A, B), First(B, A)),
        (Reading("q", A, B), Reading("r", A, B)),
        (IsIn(A, ("x", "y")), IsIn(A, ("x",))),
        (Compare(A, "<", B), Compare(B, "<", A)),
        (Literal(0), Literal(False)),
        (Literal(1), Literal(True)),
        (Literal(1), Literal(Decimal(1))),
        (Literal(-1), Literal(-2)),  # of which the hashes are the same
        (Literal("1"), Literal(1)),
        (Literal(None), Literal(False)),
    ],
    ids=repr,
)
def test_trees_that_differ_in_any_part_differ(one: Expression, other: Expression) -> None:
    assert one != other
    assert len({one, other}) == 2


def test_a_tree_equals_nothing_that_is_no_tree() -> None:
    assert Literal(1) != 1
    assert Fact("a") != "a"
    assert Fact("a") != []  # which has no hash


def test_a_node_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        A.name = "b"  # type: ignore[misc]


# -- writing trees ------------------------------------------------------------------------


@pytest.mark.parametrize("write", [lambda: A and B, lambda: A or B, lambda: not A])
def test_and_or_and_not_raise_instead_of_choosing_silently(write: Any) -> None:
    with pytest.raises(TypeError) as raised:
        write()
    assert str(raised.value) == (
        "an expression has no truth of its own: write & | ~, not and or not"
    )


def test_if_on_a_tree_raises() -> None:
    with pytest.raises(TypeError):
        bool(A <= B)


def test_a_chained_comparison_raises() -> None:
    with pytest.raises(TypeError):
        _ = A <= B <= C


@pytest.mark.parametrize(
    ("written", "tree"),
    [
        (A & B, And((A, B))),
        (A | B, Or((A, B))),
        (~A, Not(A)),
        (A <= B, Compare(A, "<=", B)),
        (A < B, Compare(A, "<", B)),
        (A >= B, Compare(B, "<=", A)),
        (A > B, Compare(B, "<", A)),
        (A <= 1, Compare(A, "<=", Literal(1))),
        (A + B, Plus(A, B)),
        (A - B, Minus(A, B)),
        (A.is_("x"), IsIn(A, ("x",))),
        (A.is_in("x", "y"), IsIn(A, ("x", "y"))),
        (A.holds("x", "y"), Holds(A, ("x", "y"))),
        (A.matches("x"), Matches(A, "x")),
        (known(A), Known(A)),
        (is_true(A), IsTrue(A)),
        (is_false(A), IsTrue(Not(A))),
        (when(A, B, C), When(A, B, C)),
        (when(A, "x", None), When(A, Literal("x"), UNKNOWN)),
        (first(A, B), First(A, B)),
        (reading("q", True, B), Reading("q", TRUE, B)),
        (months(A, 6), Months(A, 6)),
        (working_day(A), WorkingDay(A)),
        (longest_prefix(A, {"02": "y", "01": "x"}), LongestPrefix(A, (("01", "x"), ("02", "y")))),
        (as_expression("x"), Literal("x")),
        (as_expression(A), A),
    ],
    ids=repr,
)
def test_what_the_law_writes_becomes_this_tree(written: Expression, tree: Expression) -> None:
    assert written == tree


def test_a_comparison_may_have_its_plain_value_on_the_left() -> None:
    new_year = date(2026, 1, 1)
    assert (new_year <= A) == Compare(Literal(new_year), "<=", A)
    assert (new_year > A) == Compare(A, "<", Literal(new_year))


# -- folding ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "tree"),
    [
        (all_of(), TRUE),
        (any_of(), FALSE),
        (all_of(A), A),
        (any_of(A), A),
        (A & TRUE, A),
        (A & FALSE, FALSE),
        (FALSE & UNKNOWN, FALSE),
        (TRUE & TRUE, TRUE),
        (A | FALSE, A),
        (A | TRUE, TRUE),
        (TRUE | UNKNOWN, TRUE),
        (FALSE | FALSE, FALSE),
        (A & UNKNOWN, And((A, UNKNOWN))),
        (A | UNKNOWN, Or((A, UNKNOWN))),
        (A & A, A),
        (A | A, A),
        ((A & B) & C, And((A, B, C))),
        (A & (B & C), And((A, B, C))),
        ((A & B) & (A & C), And((A, B, C))),
        ((A | B) | (B | C), Or((A, B, C))),
        ((A & B) | C, Or((And((A, B)), C))),
        ((A | B) & C, And((Or((A, B)), C))),
        (A & And((B, FALSE)), FALSE),
        (~~A, A),
        (~TRUE, FALSE),
        (~FALSE, TRUE),
        (~UNKNOWN, UNKNOWN),
        (when(TRUE, A, B), A),
        (when(FALSE, A, B), B),
        (when(UNKNOWN, A, A), UNKNOWN),
        (when(TRUE, "x", B), Literal("x")),
        (known(UNKNOWN), FALSE),
        (known(FALSE), TRUE),
        (known(Literal("x")), TRUE),
        (known(Known(A)), TRUE),
        (known(first(A, TRUE)), TRUE),
        (is_true(TRUE), TRUE),
        (is_true(FALSE), FALSE),
        (is_true(UNKNOWN), FALSE),
        (is_true(Literal("x")), FALSE),
        (is_true(Known(A)), Known(A)),
        (is_true(Known(A) & Known(B)), Known(A) & Known(B)),
        (is_false(UNKNOWN), FALSE),
        (is_false(FALSE), TRUE),
        (is_false(Known(A)), Not(Known(A))),
    ],
    ids=repr,
)
def test_what_is_fixed_is_folded(written: Expression, tree: Expression) -> None:
    assert written == tree


# -- what a tree can be, and what it is made of --------------------------------------------


@pytest.mark.parametrize(
    ("tree", "possible"),
    [
        (A, True),
        (AS_OF, True),
        (UNKNOWN, True),
        (TRUE, False),
        (Literal("x"), False),
        (Known(A), False),
        (IsTrue(A), False),
        (Not(A), True),
        (Not(Known(A)), False),
        (And((Known(A), B)), True),
        (And((Known(A), IsTrue(B))), False),
        (Or((Known(A), IsTrue(B))), False),
        (First(A, B), True),
        (First(A, Literal(0)), False),
        (First(Literal(0), A), False),
        (When(A, TRUE, FALSE), True),
        (When(Known(A), TRUE, FALSE), False),
        (When(Known(A), B, FALSE), True),
        (Compare(First(A, Literal(0)), "<=", Literal(1)), False),
        (Compare(A, "<=", Literal(1)), True),
        (LongestPrefix(Literal("01"), (("02", "x"),)), True),
        (Reading("q", A, TRUE), True),
        (Reading("q", FALSE, TRUE), False),
    ],
    ids=repr,
)
def test_a_tree_can_be_unknown_only_where_something_in_it_can(
    tree: Expression, possible: bool
) -> None:
    assert can_be_unknown(tree) is possible


@pytest.mark.parametrize(
    ("tree", "below"),
    [
        (A, ()),
        (AS_OF, ()),
        (TRUE, ()),
        (Not(A), (A,)),
        (And((A, B, C)), (A, B, C)),
        (Or((A, B, C)), (A, B, C)),
        (Compare(A, "<", B), (A, B)),
        (Plus(A, B), (A, B)),
        (Minus(A, B), (A, B)),
        (IsIn(A, ("x",)), (A,)),
        (Holds(A, ("x",)), (A,)),
        (Matches(A, "x"), (A,)),
        (Known(A), (A,)),
        (IsTrue(A), (A,)),
        (When(A, B, C), (A, B, C)),
        (First(A, B), (A, B)),
        (Reading("q", A, B), (A, B)),
        (Months(A, 6), (A,)),
        (WorkingDay(A), (A,)),
        (LongestPrefix(A, ()), (A,)),
    ],
    ids=repr,
)
def test_the_children_of_a_node_are_the_trees_directly_under_it(
    tree: Expression, below: tuple[Expression, ...]
) -> None:
    assert children(tree) == below
