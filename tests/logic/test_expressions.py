from __future__ import annotations

import copy
import gc
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal
from threading import Barrier
from typing import Any
from weakref import ref

import pytest

from nodes import AS_OF, ONE_OF_EACH, A, B, C
from retax.logic.expressions import (
    _IN_USE,
    FALSE,
    TRUE,
    UNKNOWN,
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
    When,
    YearStart,
    all_of,
    any_of,
    as_expression,
    can_be_unknown,
    days,
    first,
    is_false,
    is_true,
    known,
    list_children,
    longest_prefix,
    months,
    reading,
    when,
    working_day,
    year_start,
)
from walks import walk_points


def rebuilt(tree: Expression) -> Expression:
    """Return the tree made again from its leaves."""
    parts = [
        rebuilt(part)
        if isinstance(part, Expression)
        else tuple(rebuilt(p) if isinstance(p, Expression) else p for p in part)
        if isinstance(part, tuple)
        else part
        for part in (getattr(tree, name) for name in tree.__match_args__)
    ]
    return type(tree)(*parts)


# -- equal trees are one object -----------------------------------------------------------


@walk_points("tree", ONE_OF_EACH)
def test_a_tree_built_anew_is_the_same_object(tree: Expression) -> None:
    assert rebuilt(tree) is tree


@walk_points("tree", ONE_OF_EACH)
def test_a_copy_or_a_pickle_of_a_tree_is_the_tree(tree: Expression) -> None:
    assert copy.copy(tree) is tree
    assert copy.deepcopy(tree) is tree
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(tree, protocol)) is tree  # noqa: S301


def test_a_tree_from_another_process_is_the_tree_of_this_one() -> None:
    there = "import pickle, sys; from retax.logic.expressions import Fact, months\n"
    there += "sys.stdout.buffer.write(pickle.dumps(months(Fact('a'), 6) <= Fact('b')))"
    pickled = subprocess.run([sys.executable, "-c", there], capture_output=True, check=True).stdout
    assert pickle.loads(pickled) is (AddMonths(A, 6) <= B)  # noqa: S301


def test_a_parameter_without_a_word_is_not_supplied() -> None:
    assert Parameter("as_of") is Parameter("as_of", supplied=False)
    assert Parameter("as_of") is not Parameter("as_of", supplied=True)


def test_a_tree_that_nothing_holds_is_given_up() -> None:
    gc.collect()
    before = len(_IN_USE)
    held = ref(tree := ~(Fact("held nowhere else") <= Constant(date(1999, 1, 1))))
    assert len(_IN_USE) == before + 4
    del tree
    assert held() is None
    assert len(_IN_USE) == before


def test_threads_that_make_a_tree_at_once_get_the_same_object() -> None:
    together = Barrier(8)

    def make(_: int) -> list[Expression]:
        trees: list[Expression] = []
        for at in range(200):
            if at % 20 == 0:
                together.wait()
            trees.append(IsIn(Fact(f"of threads {at}"), (f"{at}",)))
        return trees

    switched = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            first, *others = threads.map(make, range(8))
    finally:
        sys.setswitchinterval(switched)
    for trees in others:
        assert [id(tree) for tree in trees] == [id(tree) for tree in first]


def test_no_two_kinds_of_node_are_equal() -> None:
    assert len(set(ONE_OF_EACH)) == len(ONE_OF_EACH)
    assert not any(a == b for i, a in enumerate(ONE_OF_EACH) for b in ONE_OF_EACH[i + 1 :])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Fact("a"), Fact("b")),
        (Fact("as_of"), Parameter("as_of")),
        (AddMonths(A, 6), AddMonths(A, 12)),
        (When(A, B, C), When(A, C, B)),
        (Coalesce(A, B), Coalesce(B, A)),
        (Reading("q", A, B), Reading("r", A, B)),
        (IsIn(A, ("x", "y")), IsIn(A, ("x",))),
        (Compare(A, "<", B), Compare(B, "<", A)),
        (Constant(0), Constant(False)),
        (Constant(1), Constant(True)),
        (Constant(1), Constant(Decimal(1))),
        (Constant(-1), Constant(-2)),  # of which the hashes are the same
        (Constant("1"), Constant(1)),
        (Constant(None), Constant(False)),
    ],
    ids=repr,
)
def test_trees_that_differ_in_any_part_differ(one: Expression, other: Expression) -> None:
    assert one != other
    assert len({one, other}) == 2


def test_a_tree_equals_nothing_that_is_no_tree() -> None:
    others: list[object] = [1, "a", []]
    assert Constant(1) != others[0]
    assert Fact("a") != others[1]
    assert Fact("a") != others[2]  # which has no hash


def test_a_node_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        A.name = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del A.name
    assert A.name == "a"


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


@walk_points(
    "written, tree",
    [
        (A & B, And((A, B))),
        (A | B, Or((A, B))),
        (~A, Not(A)),
        (A <= B, Compare(A, "<=", B)),
        (A < B, Compare(A, "<", B)),
        (A >= B, Compare(B, "<=", A)),
        (A > B, Compare(B, "<", A)),
        (A <= 1, Compare(A, "<=", Constant(1))),
        (A + B, Add(A, B)),
        (A - B, Subtract(A, B)),
        (A.is_("x"), IsIn(A, ("x",))),
        (A.is_in("x", "y"), IsIn(A, ("x", "y"))),
        (A.contains_any("x", "y"), ContainsAny(A, ("x", "y"))),
        (A.matches("x"), Matches(A, "x")),
        (known(A), IsKnown(A)),
        (is_true(A), IsTrue(A)),
        (is_false(A), IsTrue(Not(A))),
        (when(A, B, C), When(A, B, C)),
        (when(A, "x", None), When(A, Constant("x"), UNKNOWN)),
        (first(A, B), Coalesce(A, B)),
        (reading("q", True, B), Reading("q", TRUE, B)),
        (months(A, 6), AddMonths(A, 6)),
        (working_day(A), NextWorkingDay(A)),
        (days(A, 10), AddDays(A, 10)),
        (year_start(A, 4), YearStart(A, 4)),
        (longest_prefix(A, {"02": "y", "01": "x"}), LongestPrefix(A, (("01", "x"), ("02", "y")))),
        (as_expression("x"), Constant("x")),
        (as_expression(A), A),
    ],
)
def test_what_the_law_writes_becomes_this_tree(written: Expression, tree: Expression) -> None:
    assert written == tree


def test_a_comparison_may_have_its_plain_value_on_the_left() -> None:
    new_year = date(2026, 1, 1)
    assert (new_year <= A) == Compare(Constant(new_year), "<=", A)
    assert (new_year > A) == Compare(A, "<", Constant(new_year))


# -- folding ------------------------------------------------------------------------------


@walk_points(
    "written, tree",
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
        (when(TRUE, "x", B), Constant("x")),
        (known(UNKNOWN), FALSE),
        (known(FALSE), TRUE),
        (known(Constant("x")), TRUE),
        (known(IsKnown(A)), TRUE),
        (known(first(A, TRUE)), TRUE),
        (is_true(TRUE), TRUE),
        (is_true(FALSE), FALSE),
        (is_true(UNKNOWN), FALSE),
        (is_true(Constant("x")), FALSE),
        (is_true(IsKnown(A)), IsKnown(A)),
        (is_true(IsKnown(A) & IsKnown(B)), IsKnown(A) & IsKnown(B)),
        (is_false(UNKNOWN), FALSE),
        (is_false(FALSE), TRUE),
        (is_false(IsKnown(A)), Not(IsKnown(A))),
    ],
)
def test_what_is_fixed_is_folded(written: Expression, tree: Expression) -> None:
    assert written == tree


# -- what a tree can be, and what it is made of --------------------------------------------


@walk_points(
    "tree, possible",
    [
        (A, True),
        (AS_OF, True),
        (UNKNOWN, True),
        (TRUE, False),
        (Constant("x"), False),
        (IsKnown(A), False),
        (IsTrue(A), False),
        (Not(A), True),
        (Not(IsKnown(A)), False),
        (And((IsKnown(A), B)), True),
        (And((IsKnown(A), IsTrue(B))), False),
        (Or((IsKnown(A), IsTrue(B))), False),
        (Coalesce(A, B), True),
        (Coalesce(A, Constant(0)), False),
        (Coalesce(Constant(0), A), False),
        (When(A, TRUE, FALSE), True),
        (When(IsKnown(A), TRUE, FALSE), False),
        (When(IsKnown(A), B, FALSE), True),
        (Compare(Coalesce(A, Constant(0)), "<=", Constant(1)), False),
        (Compare(A, "<=", Constant(1)), True),
        (LongestPrefix(Constant("01"), (("02", "x"),)), True),
        (AddDays(A, 10), True),
        (AddDays(Constant(date(2026, 1, 1)), 10), False),
        (YearStart(A, 4), True),
        (Reading("q", A, TRUE), True),
        (Reading("q", FALSE, TRUE), False),
    ],
)
def test_a_tree_can_be_unknown_only_where_something_in_it_can(
    tree: Expression, possible: bool
) -> None:
    assert can_be_unknown(tree) is possible


@walk_points(
    "tree, below",
    [
        (A, ()),
        (AS_OF, ()),
        (TRUE, ()),
        (Not(A), (A,)),
        (And((A, B, C)), (A, B, C)),
        (Or((A, B, C)), (A, B, C)),
        (Compare(A, "<", B), (A, B)),
        (Add(A, B), (A, B)),
        (Subtract(A, B), (A, B)),
        (IsIn(A, ("x",)), (A,)),
        (ContainsAny(A, ("x",)), (A,)),
        (Matches(A, "x"), (A,)),
        (IsKnown(A), (A,)),
        (IsTrue(A), (A,)),
        (When(A, B, C), (A, B, C)),
        (Coalesce(A, B), (A, B)),
        (Reading("q", A, B), (A, B)),
        (AddMonths(A, 6), (A,)),
        (NextWorkingDay(A), (A,)),
        (AddDays(A, 10), (A,)),
        (YearStart(A, 4), (A,)),
        (LongestPrefix(A, ()), (A,)),
    ],
)
def test_the_children_of_a_node_are_the_trees_directly_under_it(
    tree: Expression, below: tuple[Expression, ...]
) -> None:
    assert list_children(tree) == below
