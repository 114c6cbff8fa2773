from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

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
    Side,
    When,
    WorkingDay,
    all_of,
    any_of,
    as_expression,
    can_be_unknown,
    children,
    facts_of,
    first,
    is_false,
    is_true,
    known,
    longest_prefix,
    missing,
    months,
    questions_of,
    reading,
    resolve,
    source,
    walk,
    when,
    working_day,
)
from retax.logic.scalar import compiled

A, B, C = Fact("a"), Fact("b"), Fact("c")
AS_OF = Given("as_of")

ONE_OF_EACH: tuple[Expression, ...] = (
    A,
    AS_OF,
    Literal(1),
    Not(A),
    And((A, B)),
    Or((A, B)),
    Compare(A, "<=", B),
    Compare(A, "<", B),
    IsIn(A, ("x",)),
    Holds(A, ("x",)),
    Matches(A, "x"),
    Known(A),
    IsTrue(A),
    When(A, B, C),
    First(A, B),
    Reading("q", A, B),
    Plus(A, B),
    Minus(A, B),
    Months(A, 6),
    WorkingDay(A),
    LongestPrefix(A, (("01", "x"),)),
)
"""One tree of each kind of node, Compare with both signs."""


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


class Facts:
    """Facts by name; what is not given is unknown."""

    def __init__(self, **facts: Any) -> None:
        self.__dict__.update(facts)

    def __getattr__(self, name: str) -> None:
        return None


def value(tree: Expression, as_of: date | None = None, **facts: Any) -> Any:
    (computed,) = compiled([tree])(Facts(**facts), as_of)
    return computed


def lacked(tree: Expression, **facts: Any) -> set[str]:
    return {name for name, lack in missing(tree).items() if value(lack, **facts)}


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


def test_a_node_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        A.name = "b"  # type: ignore[misc]


# -- writing trees ------------------------------------------------------------------------


@pytest.mark.parametrize("write", [lambda: A and B, lambda: A or B, lambda: not A])
def test_and_or_and_not_raise_instead_of_choosing_silently(write: Any) -> None:
    with pytest.raises(TypeError, match=r"write & \| ~"):
        write()


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


def test_walking_a_tree_meets_each_distinct_subtree_once() -> None:
    tree = And((Or((A, B)), Not(A), Or((Fact("a"), Fact("b")))))
    met = list(walk(tree))
    assert len(met) == len(set(met))
    assert set(met) == {tree, Or((A, B)), Not(A), A, B}


def test_walking_a_tree_meets_a_node_only_after_one_it_stands_under() -> None:
    tree = When(A, Plus(B, C), First(Months(B, 6), C))
    met = list(walk(tree))
    assert met[0] == tree
    for at, node in enumerate(met[1:], start=1):
        assert any(node in children(earlier) for earlier in met[:at])


def test_facts_are_found_on_both_sides_of_a_question_but_what_is_given_is_none() -> None:
    tree = reading("q", A & (AS_OF <= B), reading("r", C, Fact("d")))
    assert facts_of(tree) == {"a", "b", "c", "d"}


def test_questions_are_found_inside_questions() -> None:
    tree = A & reading("q", B, reading("r", B, C))
    assert questions_of(tree) == {"q", "r"}
    assert questions_of(A & B) == frozenset()


# -- choosing sides -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sides", "otherwise", "chosen"),
    [
        ({}, "strict", A),
        ({}, "lenient", B),
        ({"q": "lenient"}, "strict", B),
        ({"q": "strict"}, "lenient", A),
        ({"another": "lenient"}, "strict", A),
    ],
)
def test_a_question_gets_the_side_it_is_settled_on_else_the_other_default(
    sides: dict[str, Side], otherwise: Side, chosen: Expression
) -> None:
    assert resolve(reading("q", A, B), sides, otherwise) == chosen


def test_a_question_inside_the_chosen_side_of_another_is_resolved_too() -> None:
    tree = reading("q", reading("r", A, B), C)
    assert resolve(tree, {"r": "lenient"}, "strict") == B
    assert resolve(tree, {"r": "lenient"}, "lenient") == C


@pytest.mark.parametrize("tree", [t for t in ONE_OF_EACH if not isinstance(t, Reading)], ids=repr)
def test_a_tree_without_questions_stays_what_it_is(tree: Expression) -> None:
    assert resolve(tree, {}, "strict") == tree


@pytest.mark.parametrize(
    "around",
    [
        lambda x: Not(x),
        lambda x: And((x, C)),
        lambda x: Or((C, x)),
        lambda x: Compare(x, "<", C),
        lambda x: Compare(C, "<=", x),
        lambda x: IsIn(x, ("w", "v")),
        lambda x: Holds(x, ("w",)),
        lambda x: Matches(x, "w"),
        lambda x: Known(x),
        lambda x: IsTrue(x),
        lambda x: When(x, C, C),
        lambda x: When(C, x, A),
        lambda x: When(C, A, x),
        lambda x: First(x, C),
        lambda x: First(C, x),
        lambda x: Plus(x, C),
        lambda x: Minus(C, x),
        lambda x: Months(x, 6),
        lambda x: WorkingDay(x),
        lambda x: LongestPrefix(x, (("01", "w"),)),
    ],
)
def test_a_question_is_resolved_inside_any_node(around: Any) -> None:
    assert resolve(around(reading("q", A, B)), {}, "strict") == around(A)
    assert resolve(around(reading("q", A, B)), {}, "lenient") == around(B)


def test_a_chosen_side_that_is_fixed_folds_what_is_around_it() -> None:
    question = reading("q", FALSE, TRUE)
    assert resolve(A & question, {}, "strict") == FALSE
    assert resolve(A & question, {}, "lenient") == A
    assert resolve(Not(question), {}, "strict") == TRUE
    assert resolve(When(question, A, B), {}, "strict") == B
    assert resolve(Known(question), {}, "strict") == TRUE
    assert resolve(IsTrue(question), {}, "strict") == FALSE


# -- what an unknown value still lacks ------------------------------------------------------


def test_an_unknown_fact_lacks_itself_and_a_known_one_nothing() -> None:
    assert lacked(A) == {"a"}
    assert lacked(A, a=False) == set()


def test_what_is_given_or_fixed_is_never_missing() -> None:
    assert missing(AS_OF) == {}
    assert missing(UNKNOWN) == {}
    assert missing(Known(A)) == {}
    assert missing(IsTrue(A)) == {}


@pytest.mark.parametrize(
    ("facts", "lacks"),
    [
        ({}, {"a"}),
        ({"a": True}, {"b"}),
        ({"a": False}, {"c"}),
        ({"a": True, "b": 1}, set()),
        ({"b": 1, "c": 1}, {"a"}),
        ({"a": False, "c": 1}, set()),
    ],
)
def test_a_choice_lacks_its_condition_else_what_the_chosen_branch_lacks(
    facts: dict[str, Any], lacks: set[str]
) -> None:
    assert lacked(When(A, B, C), **facts) == lacks


def test_the_first_known_lacks_what_its_last_operand_lacks() -> None:
    tree = first(A, first(B, C))
    assert lacked(tree) == {"c"}
    assert lacked(tree, a=1) == set()
    assert lacked(tree, b=1) == set()


def test_the_first_known_with_a_fixed_last_operand_lacks_nothing() -> None:
    assert lacked(first(A, Literal(0))) == set()


@pytest.mark.parametrize("kind", [And, Or])
def test_a_junction_lacks_its_unknown_operands_while_it_is_unknown(kind: type[And | Or]) -> None:
    ruling = kind is Or
    tree = kind((A, B, C))
    assert lacked(tree) == {"a", "b", "c"}
    assert lacked(tree, a=not ruling) == {"b", "c"}
    assert lacked(tree, a=ruling) == set()
    assert lacked(tree, a=not ruling, b=not ruling, c=not ruling) == set()


@pytest.mark.parametrize("tree", [Compare(A, "<=", B), Plus(A, B), Minus(A, B)], ids=repr)
def test_what_combines_two_values_lacks_those_that_are_unknown(tree: Expression) -> None:
    one = Decimal(1)
    assert lacked(tree) == {"a", "b"}
    assert lacked(tree, a=one) == {"b"}
    assert lacked(tree, b=one) == {"a"}
    assert lacked(tree, a=one, b=one) == set()


@pytest.mark.parametrize(
    ("tree", "known_value"),
    [
        (Not(A), True),
        (IsIn(A, ("x",)), "x"),
        (Holds(A, ("x",)), frozenset({"x"})),
        (Matches(A, "x"), "x"),
        (Months(A, 6), date(2026, 1, 1)),
        (WorkingDay(A), date(2026, 1, 1)),
        (LongestPrefix(A, (("01", "x"),)), "99"),
    ],
    ids=repr,
)
def test_what_reads_one_value_lacks_it_while_it_is_unknown(
    tree: Expression, known_value: object
) -> None:
    assert lacked(tree) == {"a"}
    assert lacked(tree, a=known_value) == set()


def test_a_fact_missing_for_two_reasons_is_named_while_either_stands() -> None:
    tree = When(A, Not(B), Compare(B, "<", C))
    assert lacked(tree, a=False, c=1) == {"b"}
    assert lacked(tree, a=False) == {"b", "c"}
    assert lacked(tree, a=True) == {"b"}


# -- from which fact a day is counted -------------------------------------------------------


@pytest.mark.parametrize(
    ("tree", "facts", "name"),
    [
        (A, {"a": 1}, "a"),
        (A, {}, None),
        (Months(A, 6), {"a": 1}, "a"),
        (WorkingDay(Months(A, 6)), {"a": 1}, "a"),
        (First(A, B), {"a": 1, "b": 1}, "a"),
        (First(A, B), {"b": 1}, "b"),
        (First(A, B), {}, None),
        (When(C, A, Months(B, 6)), {"c": True, "a": 1, "b": 1}, "a"),
        (When(C, A, Months(B, 6)), {"c": False, "a": 1, "b": 1}, "b"),
        (When(C, A, Months(B, 6)), {"a": 1, "b": 1}, None),
    ],
)
def test_the_source_of_a_day_is_the_fact_it_is_counted_from(
    tree: Expression, facts: dict[str, Any], name: str | None
) -> None:
    assert value(source(tree), **facts) == name


@pytest.mark.parametrize("tree", [TRUE, A & B, Plus(A, B), AS_OF, Reading("q", A, B)], ids=repr)
def test_what_is_not_counted_from_one_fact_has_no_source(tree: Expression) -> None:
    with pytest.raises(TypeError, match="not counted from one fact"):
        source(tree)
