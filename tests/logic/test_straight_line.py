from __future__ import annotations

from retax.logic.expressions import Compare, Fact, IsIn, Not, When
from retax.logic.straight_line import find_hoisted, find_used_once

A, B, C, D = (Fact(name) for name in ("hs_code", "reason", "use", "destination"))
CHOICE = IsIn(A, ("1", "2"))
OTHER_CHOICE = IsIn(D, ("domestic",))


def test_a_fact_that_several_places_read_is_computed_up_front() -> None:
    assert find_hoisted([Compare(A, "<=", B), Compare(A, "<=", C)]) == {A}


def test_a_fact_that_one_place_reads_twice_waits_for_it() -> None:
    assert find_hoisted([Compare(A, "<=", A)]) == frozenset()


def test_a_condition_of_several_choices_is_computed_up_front() -> None:
    trees = [When(CHOICE, B, C), When(CHOICE, C, B), When(OTHER_CHOICE, B, B)]
    assert CHOICE in find_hoisted(trees)
    assert OTHER_CHOICE not in find_hoisted(trees)


def test_a_condition_of_one_choice_waits_for_it() -> None:
    assert find_hoisted([When(CHOICE, B, C)]) == frozenset()


def test_a_condition_that_is_no_question_of_words_waits_for_its_choices() -> None:
    condition = Compare(A, "<=", D)
    assert find_hoisted([When(condition, B, C), When(condition, C, B)]) == {B, C}


def test_what_is_computed_apart_counts_neither_itself_nor_what_is_below_it() -> None:
    inner = Compare(A, "<=", B)
    outer = Not(inner)
    assert find_hoisted([outer, Compare(A, "<=", C)]) == {A}
    assert find_hoisted([outer, Compare(A, "<=", C)], frozenset({inner})) == frozenset()
    assert find_hoisted([When(CHOICE, B, C), When(CHOICE, C, B)], frozenset({CHOICE})) == {B, C}


def test_what_is_below_the_tree_itself_counts_though_others_have_it_computed_apart() -> None:
    tree = When(CHOICE, Compare(A, "<=", B), Compare(B, "<=", C))
    assert find_hoisted([tree], frozenset({tree})) == {A, B}


def test_a_tree_that_two_places_ask_for_is_walked_once() -> None:
    shared = Compare(A, "<=", B)
    assert find_hoisted([Not(shared), When(shared, C, D)]) == frozenset()


def test_a_tree_that_is_asked_for_by_itself_counts_as_a_place() -> None:
    inner = Compare(A, "<=", B)
    assert inner in find_used_once([Not(inner)])
    assert inner not in find_used_once([Not(inner), inner])
