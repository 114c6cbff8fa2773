from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from nodes import AS_OF, A, B, C
from retax.logic.compile_python import compile_function
from retax.logic.expressions import (
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
    first,
    known,
    longest_prefix,
    reading,
    when,
)
from retax.logic.kleene import (
    find_missing_conditions,
    find_origin_fact,
    fix_values,
    has_value,
    is_definitely_false,
    is_definitely_true,
    is_determined,
    substitute,
)
from retax.logic.traversal import list_facts, walk


class Facts:
    """Facts by name; what is not given is unknown."""

    def __init__(self, **facts: Any) -> None:
        self.__dict__ = defaultdict(lambda: None, facts)


def value(tree: Expression, as_of: date | None = None, **facts: Any) -> Any:
    (computed,) = compile_function([tree])(Facts(**facts), as_of)
    return computed


def lacked(tree: Expression, **facts: Any) -> set[str]:
    return {name for name, lack in find_missing_conditions(tree).items() if value(lack, **facts)}


# -- what an unknown value still lacks ------------------------------------------------------


def test_an_unknown_fact_lacks_itself_and_a_known_one_nothing() -> None:
    assert lacked(A) == {"a"}
    assert lacked(A, a=False) == set()


def test_what_is_given_or_fixed_is_never_missing() -> None:
    assert find_missing_conditions(AS_OF) == {}
    assert find_missing_conditions(UNKNOWN) == {}
    assert find_missing_conditions(IsKnown(A)) == {}
    assert find_missing_conditions(IsTrue(A)) == {}


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
    assert lacked(first(A, Constant(0))) == set()


@pytest.mark.parametrize("kind", [And, Or])
def test_a_junction_lacks_its_unknown_operands_while_it_is_unknown(kind: type[And | Or]) -> None:
    ruling = kind is Or
    tree = kind((A, B, C))
    assert lacked(tree) == {"a", "b", "c"}
    assert lacked(tree, a=not ruling) == {"b", "c"}
    assert lacked(tree, a=ruling) == set()
    assert lacked(tree, a=not ruling, b=not ruling, c=not ruling) == set()


@pytest.mark.parametrize("tree", [Compare(A, "<=", B), Add(A, B), Subtract(A, B)], ids=repr)
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
        (ContainsAny(A, ("x",)), frozenset({"x"})),
        (Matches(A, "x"), "x"),
        (AddMonths(A, 6), date(2026, 1, 1)),
        (AddDays(A, 10), date(2026, 1, 1)),
        (YearStart(A, 4), "29102026E"),
        (NextWorkingDay(A), date(2026, 1, 1)),
        (LongestPrefix(A, (("01", "x"),)), "99"),
    ],
    ids=repr,
)
def test_what_reads_one_value_lacks_it_while_it_is_unknown(
    tree: Expression, known_value: object
) -> None:
    assert lacked(tree) == {"a"}
    assert lacked(tree, a=known_value) == set()


def test_a_fact_missing_for_two_reasons_is_named_while_either_holds() -> None:
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
        (AddMonths(A, 6), {"a": 1}, "a"),
        (NextWorkingDay(AddMonths(A, 6)), {"a": 1}, "a"),
        (Coalesce(A, B), {"a": 1, "b": 1}, "a"),
        (Coalesce(A, B), {"b": 1}, "b"),
        (Coalesce(A, B), {}, None),
        (When(C, A, AddMonths(B, 6)), {"c": True, "a": 1, "b": 1}, "a"),
        (When(C, A, AddMonths(B, 6)), {"c": False, "a": 1, "b": 1}, "b"),
        (When(C, A, AddMonths(B, 6)), {"a": 1, "b": 1}, None),
    ],
)
def test_the_source_of_a_day_is_the_fact_it_is_counted_from(
    tree: Expression, facts: dict[str, Any], name: str | None
) -> None:
    assert value(find_origin_fact(tree), **facts) == name


@pytest.mark.parametrize("tree", [TRUE, A & B, Add(A, B), AS_OF, Reading("q", A, B)], ids=repr)
def test_what_is_not_counted_from_one_fact_has_no_source(tree: Expression) -> None:
    kind = type(tree).__name__
    with pytest.raises(TypeError, match=f"^a {kind} is not counted from one fact$"):
        find_origin_fact(tree)


# -- for whoever computes tables --------------------------------------------------------------


def every_case(tree: Expression) -> list[dict[str, Any]]:
    """Return every choice of unknown, true and false for the facts of a tree."""
    names = sorted(list_facts(tree))
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
    IsKnown(A) & B,
    ~IsKnown(A) | ~IsTrue(B),
    IsTrue(when(A, B, C)) | C,
    IsKnown(when(A, B, C)),
    when(IsKnown(A), A, B),
    Coalesce(A, B) & C,
    ~Coalesce(A, Coalesce(B, C)),
    IsKnown(Coalesce(A, B)),
    IsTrue(A & ~B),
)


@pytest.mark.parametrize("tree", TRUTHS, ids=str)
def test_what_is_surely_so_rests_on_the_innermost_comparisons(tree: Expression) -> None:
    for told in every_case(tree):
        found = value(tree, **told)
        assert value(is_definitely_true(tree), **told) is (found is True)
        assert value(is_definitely_false(tree), **told) is (found is False)
        assert value(is_determined(tree), **told) is (found is not None)
    for asked in (is_definitely_true(tree), is_definitely_false(tree), is_determined(tree)):
        for node in walk(asked):
            if isinstance(node, IsTrue):
                assert not isinstance(node.operand, And | Or | When)


def test_a_comparison_of_derived_values_is_known_where_they_are() -> None:
    tree = AddMonths(Coalesce(A, B), 6) <= C
    for told in ({"a": FIRST}, {"a": FIRST, "c": FIRST}, {"b": FIRST, "c": FIRST}, {"c": FIRST}):
        assert value(is_determined(tree), **told) is (value(tree, **told) is not None)
    screen = longest_prefix(A, {"61": "x"}).is_("x")
    for code in (None, "61", "99"):
        assert value(is_determined(screen), a=code) is (value(screen, a=code) is not None)


FIRST = date(2026, 2, 22)


SUPPLIED = Parameter("as_of", supplied=True)


@pytest.mark.parametrize(
    ("tree", "narrow"),
    [
        (A & B, Constant(None) & B),
        (A <= B, UNKNOWN),
        (B <= C, B <= C),
        (Coalesce(A, B), B),
        (Coalesce(B, A), B),
        (Coalesce(A, A), UNKNOWN),
        (Coalesce(B, C), Coalesce(B, C)),
        (known(A), FALSE),
        (IsTrue(A), FALSE),
        (when(known(A), B, C), C),
        (AS_OF <= B, SUPPLIED <= B),
        (known(AS_OF), TRUE),
        (Coalesce(AS_OF, B), SUPPLIED),
        (Coalesce(B, AS_OF), Coalesce(B, SUPPLIED)),
        (A.is_("x"), UNKNOWN),
        (AddMonths(A, 6), UNKNOWN),
        (AddDays(A, 10), UNKNOWN),
        (AddDays(B, 10), AddDays(B, 10)),
        (YearStart(A, 4), UNKNOWN),
        (YearStart(B, 4), YearStart(B, 4)),
    ],
    ids=str,
)
def test_absent_facts_are_unknown_and_supplied_parameters_known_for_good(
    tree: Expression, narrow: Expression
) -> None:
    assert substitute(tree, {"a"}, {"as_of"}) == narrow


def test_a_parameter_that_is_not_supplied_is_unknown() -> None:
    assert substitute(known(AS_OF), ()) == FALSE
    assert substitute(known(AS_OF), (), {"other"}) == FALSE


def test_a_choice_of_words_is_resolved_word_by_word() -> None:
    tree = when(A, "x", when(B, "y", "x"))
    for told in every_case(tree):
        for word in ("x", "y", "z"):
            assert value(has_value(tree, word), **told) is (value(tree, **told) == word)
    with pytest.raises(TypeError, match="Fact"):
        has_value(A, "x")


def test_a_value_takes_the_place_of_a_subtree_and_of_the_branches_it_does_not_choose() -> None:
    lenient = ~C
    choice = when(A, reading("q", strict=B, lenient=lenient), reading("other", B, C))
    assert fix_values(choice, {A: True}) == reading("q", strict=B, lenient=lenient)
    assert fix_values(choice, {A: False}) == reading("other", B, C)
    assert fix_values(choice, {A: None}) == UNKNOWN
    assert fix_values(choice & B, {A: None}) == all_of(UNKNOWN, B)
    assert fix_values(choice, {B: None}) == when(
        A, reading("q", UNKNOWN, lenient), reading("other", UNKNOWN, C)
    )
    assert fix_values(choice, {}) == choice
