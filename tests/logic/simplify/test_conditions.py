from __future__ import annotations

from itertools import pairwise, product
from random import Random
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retax.judge.compiled_law import get_law
from retax.judge.table_answers import compile_answers
from retax.logic.compile_python import compile_function
from retax.logic.expressions import (
    FALSE,
    TRUE,
    Coalesce,
    Compare,
    Constant,
    Expression,
    Fact,
    IsIn,
    LongestPrefix,
    Matches,
    Or,
    When,
    all_of,
    any_of,
    is_false,
    is_true,
    known,
)
from retax.logic.kleene import is_definitely_true
from retax.logic.simplify.branches import simplify_branches
from retax.logic.simplify.conditions import Simplifier
from retax.logic.traversal import walk

pytestmark = pytest.mark.no_cover  # trees at random: coverage leaves their simplifier out, too

YES, WORD, LOW, HIGH = Fact("yes"), Fact("word"), Fact("low"), Fact("high")


CODE = Fact("code")


SCREEN = LongestPrefix(CODE, (("1", "a"), ("12", "b")))


VALUES = {
    "yes": (None, False, True),
    "word": (None, "a", "b", "c"),
    "low": (None, 1, 2),
    "high": (None, 1, 2),
    "code": (None, "11", "12", "99"),
}


CASES = [
    SimpleNamespace(**dict(zip(VALUES, values, strict=True)))
    for values in product(*VALUES.values())
]


COMPARISONS = (
    Compare(LOW, "<=", HIGH),
    Compare(HIGH, "<", LOW),
    Compare(LOW, "<", HIGH),
    Compare(LOW, "<=", Constant(1)),
    Compare(When(WORD.is_("a"), LOW, HIGH), "<=", Constant(1)),
    Compare(Coalesce(LOW, Constant(2)), "<=", HIGH),
    Compare(Coalesce(LOW, HIGH), "<=", Constant(1)),
    SCREEN.is_("a"),
    SCREEN.is_in("a", "b"),
    Matches(CODE, "1"),
)


tests = st.one_of(
    st.just(YES),
    st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True).map(
        lambda words: IsIn(WORD, tuple(words))
    ),
    st.sampled_from(COMPARISONS),
)


facts_known = st.sampled_from([YES, WORD, LOW, HIGH, CODE, SCREEN]).map(known)


def _deeper(trees: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(trees, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda parts: all_of(*parts)),
        several.map(lambda parts: any_of(*parts)),
        trees.map(lambda tree: ~tree),
        trees.map(is_true),
        trees.map(known),
        st.tuples(trees, trees, trees).map(lambda parts: When(*parts)),
    )


three_valued = st.recursive(tests | facts_known, _deeper, max_leaves=12)


two_valued = three_valued.map(is_definitely_true)


def values(*trees: Expression) -> list[tuple[object, ...]]:
    function = compile_function(trees)
    return [function(case, None) for case in CASES]


def size(trees: list[Expression]) -> tuple[int, int]:
    """Count the nodes of trees, each once, and in all the places where it stands."""
    places = [node for tree in trees for node in walk(tree)]
    return len(set(places)), len(places)


def test_the_law_becomes_as_small_as_it_is_worth_for_tables() -> None:
    found = compile_answers(get_law(), absent=(), dated=False, detail=False)
    others = [*found.missing.values(), *found.documents.values()]
    trees = [*(case.when for case in found.cases), *others]
    assert size(trees) == (777, 3496)
    # A law that has become smaller still is welcome to smaller numbers.
    assert size([Simplifier().simplify(tree) for tree in trees]) == (466, 1098)
    undecided, first = Simplifier(), []
    for case in found.cases:
        first.append(undecided.simplify(case.when))
        undecided.assume(~case.when)
    assert size(first) == (375, 676)


LEAVES = (
    YES,
    *(WORD.is_in(*words) for words in ("a", "ab", "bc")),
    *COMPARISONS,
    *map(known, (YES, WORD, LOW, HIGH, CODE, SCREEN)),
)


def at_random(numbers: Random, leaves: int) -> Expression:
    """Make a tree of at most so many leaves."""
    if leaves < 3:
        return numbers.choice(LEAVES)
    kind = numbers.choice(("and", "or", "and", "or", "not", "is_true", "known", "when"))
    if kind in ("and", "or"):
        several = numbers.choice((2, 3))
        parts = [at_random(numbers, leaves // several) for _ in range(several)]
        return all_of(*parts) if kind == "and" else any_of(*parts)
    if kind == "when":
        return When(*(at_random(numbers, leaves // 3) for _ in range(3)))
    tree = at_random(numbers, leaves - 1)
    return {"not": ~tree, "is_true": is_true(tree), "known": known(tree)}[kind]


def test_trees_made_at_random_become_as_small_as_they_can_be_made() -> None:
    numbers = Random(3)
    trees = [is_definitely_true(at_random(numbers, 30)) for _ in range(400)]
    assert size(trees) == (3181, 14637)
    assert size([Simplifier().simplify(tree) for tree in trees]) == (1927, 9740)
    within = []
    for told, tree in pairwise(trees):
        simplifier = Simplifier()
        simplifier.assume(told)
        within.append(simplifier.simplify(tree))
    assert size(within) == (1701, 8588)
    three_ways = [at_random(numbers, 30) for _ in range(400)]
    assert size(three_ways) == (3047, 9972)
    assert size([simplify_branches(tree) for tree in three_ways]) == (2877, 9527)


def test_what_follows_is_left_out() -> None:
    in_time = is_true(Compare(LOW, "<=", HIGH))
    late = is_false(Compare(LOW, "<=", HIGH))
    simplified = Simplifier().simplify
    assert simplified(all_of(in_time, known(LOW), known(HIGH))) == in_time
    assert simplified(all_of(in_time, late)) == FALSE
    assert simplified(any_of(in_time, late, ~known(LOW), ~known(HIGH))) == TRUE
    assert simplified(any_of(known(YES), all_of(known(YES), in_time))) == known(YES)
    assert simplified(any_of(all_of(in_time, known(YES)), all_of(late, in_time))) == all_of(
        known(YES), in_time
    )


def test_conditions_on_a_fact_and_on_what_it_falls_back_on_are_conditions_on_the_fact() -> None:
    one_or_unknown, starts = ~is_true(~CODE.is_("11")), Matches(CODE, "1")
    simplified = Simplifier().simplify
    assert simplified(all_of(one_or_unknown, known(starts))) == is_true(CODE.is_("11"))
    assert simplified(all_of(known(starts), one_or_unknown)) == is_true(CODE.is_("11"))


def test_of_the_values_left_the_plainest_set_is_named() -> None:
    simplifier = Simplifier()
    simplifier.assume(~is_true(~WORD.is_in("a", "b", "c")))
    assert simplifier.simplify(~is_true(~WORD.is_in("a", "b"))) == ~is_true(WORD.is_("c"))
    assert simplifier.simplify(is_true(~WORD.is_in("a", "b"))) == is_true(WORD.is_("c"))


def test_what_is_assumed_is_taken_for_granted() -> None:
    yes, no, in_time = is_true(YES), is_false(YES), is_true(Compare(LOW, "<=", HIGH))
    simplifier = Simplifier()
    simplifier.assume(~all_of(yes, in_time))
    assert simplifier.simplify(all_of(yes, in_time)) == FALSE
    assert simplifier.simplify(~all_of(yes, in_time)) == TRUE
    assert simplifier.simplify(all_of(no, in_time)) == all_of(known(YES), in_time)
    copied = simplifier.copy()
    copied.assume(yes)
    assert copied.simplify(in_time) == FALSE
    assert simplifier.simplify(in_time) == in_time
    assert copied.copy().simplify(yes) == TRUE
    assert Simplifier().simplify(yes) == yes


def test_conditions_on_one_fact_are_one_set_of_values() -> None:
    simplified = Simplifier().simplify
    either = any_of(is_true(IsIn(WORD, ("a",))), is_true(IsIn(WORD, ("b",))))
    assert simplified(either) == is_true(IsIn(WORD, ("a", "b")))
    assert simplified(all_of(known(WORD), ~is_true(IsIn(WORD, ("a",))))) == is_true(
        ~IsIn(WORD, ("a",))
    )
    assert simplified(all_of(~is_true(YES), ~is_false(YES))) == ~known(YES)


def test_a_branch_knows_its_condition() -> None:
    nested = When(WORD.is_("a"), When(WORD.is_("a"), LOW, HIGH), When(WORD.is_("a"), HIGH, LOW))
    assert simplify_branches(nested) == When(WORD.is_("a"), LOW, LOW)
    again = When(is_true(YES), LOW, When(is_true(YES), LOW, HIGH))
    assert simplify_branches(again) == When(is_true(YES), LOW, HIGH)
    guarded = When(known(LOW), known(LOW), Compare(LOW, "<=", HIGH))
    assert simplify_branches(guarded) == When(known(LOW), TRUE, Constant(None))


def test_negations_are_joined() -> None:
    parts = [is_true(YES), ~known(WORD), is_true(Compare(LOW, "<=", HIGH))]
    written = Simplifier().simplify(~all_of(*(~part for part in parts)))
    assert isinstance(written, Or)
    assert set(written.operands) == set(parts)


@given(two_valued)
@settings(max_examples=400, deadline=None)
def test_a_simplified_tree_has_the_same_value(tree: Expression) -> None:
    assert all(one == other for one, other in values(tree, Simplifier().simplify(tree)))


@given(st.lists(two_valued, min_size=1, max_size=3), two_valued)
@settings(max_examples=400, deadline=None)
def test_only_where_what_is_assumed_holds(assumed: list[Expression], tree: Expression) -> None:
    simplifier = Simplifier()
    for each in assumed:
        simplifier.assume(each)
    for *holds, before, after in values(*assumed, tree, simplifier.simplify(tree)):
        assert before == after or not all(holds)


@given(three_valued)
@settings(max_examples=400, deadline=None)
def test_branches_that_use_their_condition_have_the_same_value(tree: Expression) -> None:
    assert all(one == other for one, other in values(tree, simplify_branches(tree)))


def test_a_tree_can_hold_unless_it_shrinks_to_never() -> None:
    numbers = Random(11)
    trees = [is_definitely_true(at_random(numbers, 30)) for _ in range(50)]
    never = [all_of(tree, ~Simplifier().simplify(tree)) for tree in trees]
    within = [all_of(one, other) for one, other in pairwise(trees)]
    found = []
    for assumed, tree in product((TRUE, is_true(WORD.is_in("a", "b"))), (*trees, *never, *within)):
        simplifier = Simplifier()
        simplifier.assume(assumed)
        found.append(simplifier.can_hold(tree))
        assert found[-1] == (simplifier.simplify(tree) != FALSE), tree
    assert set(found) == {True, False}


def test_what_is_at_last_seen_to_be_never_true_cannot_hold() -> None:
    # No part contradicts another, so only the two sides of a split show it.
    names = [Fact(f"fact{n}") for n in range(6)]
    holds = [is_true(name) for name in names]
    pigeons = [any_of(*holds[at : at + 2]) for at in (0, 2, 4)]
    together = [
        ~all_of(holds[one], holds[other])
        for one, other in product(range(6), repeat=2)
        if one < other and one % 2 == other % 2
    ]
    tree = all_of(*pigeons, *together)
    assert not Simplifier().can_hold(tree)
    assert Simplifier().simplify(tree) == FALSE
    assert Simplifier().can_hold(all_of(*pigeons[1:], *together))
