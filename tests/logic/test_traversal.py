from __future__ import annotations

from typing import Any

import pytest

from nodes import AS_OF, ONE_OF_EACH, A, B, C
from retax.logic.expressions import (
    FALSE,
    TRUE,
    Add,
    AddDays,
    AddMonths,
    And,
    Coalesce,
    Compare,
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
    Reading,
    Side,
    Subtract,
    When,
    YearStart,
    list_children,
    reading,
)
from retax.logic.traversal import list_facts, list_questions, resolve, walk


def test_walking_a_tree_meets_each_distinct_subtree_once() -> None:
    tree = And((Or((A, B)), Not(A), Or((Fact("a"), Fact("b")))))
    met = list(walk(tree))
    assert len(met) == len(set(met))
    assert set(met) == {tree, Or((A, B)), Not(A), A, B}


def test_walking_a_tree_meets_a_node_only_after_one_above_it() -> None:
    tree = When(A, Add(B, C), Coalesce(AddMonths(B, 6), C))
    met = list(walk(tree))
    assert met[0] == tree
    for at, node in enumerate(met[1:], start=1):
        assert any(node in list_children(earlier) for earlier in met[:at])


def test_facts_are_found_on_both_sides_of_a_question_but_what_is_given_is_none() -> None:
    tree = reading("q", A & (AS_OF <= B), reading("r", C, Fact("d")))
    assert list_facts(tree) == {"a", "b", "c", "d"}


def test_questions_are_found_inside_questions() -> None:
    tree = A & reading("q", B, reading("r", B, C))
    assert list_questions(tree) == {"q", "r"}
    assert list_questions(A & B) == frozenset()


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
        lambda x: ContainsAny(x, ("w",)),
        lambda x: Matches(x, "w"),
        lambda x: IsKnown(x),
        lambda x: IsTrue(x),
        lambda x: When(x, C, C),
        lambda x: When(C, x, A),
        lambda x: When(C, A, x),
        lambda x: Coalesce(x, C),
        lambda x: Coalesce(C, x),
        lambda x: Add(x, C),
        lambda x: Subtract(C, x),
        lambda x: AddMonths(x, 6),
        lambda x: AddDays(x, 10),
        lambda x: YearStart(x, 4),
        lambda x: NextWorkingDay(x),
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
    assert resolve(IsKnown(question), {}, "strict") == TRUE
    assert resolve(IsTrue(question), {}, "strict") == FALSE
