from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
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
    Side,
    When,
    WorkingDay,
    children,
    first,
    known,
    longest_prefix,
    reading,
    when,
)
from retax.logic.scalar import compiled
from retax.logic.trees import (
    facts_of,
    missing,
    narrowed,
    questions_of,
    resolve,
    source,
    surely,
    surely_known,
    surely_not,
    value_is,
    walk,
)

A, B, C = Fact("a"), Fact("b"), Fact("c")
AS_OF = Given("as_of")


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
    kind = type(tree).__name__
    with pytest.raises(TypeError, match=f"^a {kind} is not counted from one fact$"):
        source(tree)


# -- for whoever computes tables --------------------------------------------------------------


def every_case(tree: Expression) -> list[dict[str, Any]]:
    """Return every choice of unknown, true and false for the facts of a tree."""
    names = sorted(facts_of(tree))
    return [
        dict(zip(names, choice, strict=True))
        for choice in product((None, True, False), repeat=len(names))
    ]


TRUTHS: tuple[Expression, ...] = (
    A,
    ~A,
    A & B,
    ~(A | B) & C,
    when(A, B, C),
    ~when(A, B & C, ~C),
    when(A & B, TRUE, UNKNOWN),
    Known(A) & B,
    ~Known(A) | ~IsTrue(B),
    IsTrue(when(A, B, C)) | C,
    Known(when(A, B, C)),
    when(Known(A), A, B),
    First(A, B) & C,
    ~First(A, First(B, C)),
    Known(First(A, B)),
    IsTrue(A & ~B),
)


@pytest.mark.parametrize("tree", TRUTHS, ids=str)
def test_what_is_surely_so_is_asked_of_the_innermost_comparisons(tree: Expression) -> None:
    for told in every_case(tree):
        found = value(tree, **told)
        assert value(surely(tree), **told) is (found is True)
        assert value(surely_not(tree), **told) is (found is False)
        assert value(surely_known(tree), **told) is (found is not None)
    for asked in (surely(tree), surely_not(tree), surely_known(tree)):
        for node in walk(asked):
            if isinstance(node, IsTrue):
                assert not isinstance(node.operand, And | Or | When)


def test_a_comparison_of_derived_values_is_known_where_they_are() -> None:
    tree = Months(First(A, B), 6) <= C
    for told in ({"a": FIRST}, {"a": FIRST, "c": FIRST}, {"b": FIRST, "c": FIRST}, {"c": FIRST}):
        assert value(surely_known(tree), **told) is (value(tree, **told) is not None)
    screen = longest_prefix(A, {"61": "x"}).is_("x")
    for code in (None, "61", "99"):
        assert value(surely_known(screen), a=code) is (value(screen, a=code) is not None)


FIRST = date(2026, 2, 22)


@pytest.mark.parametrize(
    ("tree", "narrow"),
    [
        (A & B, Literal(None) & B),
        (A <= B, UNKNOWN),
        (B <= C, B <= C),
        (First(A, B), B),
        (First(B, A), B),
        (First(A, A), UNKNOWN),
        (First(B, C), First(B, C)),
        (known(A), FALSE),
        (IsTrue(A), FALSE),
        (when(known(A), B, C), C),
        (AS_OF <= B, Literal(FIRST) <= B),
        (A.is_("x"), UNKNOWN),
        (Months(A, 6), UNKNOWN),
    ],
    ids=str,
)
def test_absent_facts_and_what_is_given_are_put_in_for_good(
    tree: Expression, narrow: Expression
) -> None:
    assert narrowed(tree, {"a"}, {"as_of": FIRST}) == narrow


def test_what_is_given_may_be_nothing() -> None:
    assert narrowed(known(AS_OF), (), {"as_of": None}) == FALSE
    assert narrowed(known(AS_OF), (), {}) == FALSE


def test_a_choice_of_words_is_asked_word_by_word() -> None:
    tree = when(A, "x", when(B, "y", "x"))
    for told in every_case(tree):
        for word in ("x", "y", "z"):
            assert value(value_is(tree, word), **told) is (value(tree, **told) == word)
    with pytest.raises(TypeError, match="Fact"):
        value_is(A, "x")
