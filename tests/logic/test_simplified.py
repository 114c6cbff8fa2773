from __future__ import annotations

from itertools import pairwise, product
from random import Random
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retax.law.answers import answers
from retax.law.compiled import law_under
from retax.logic.expressions import (
    FALSE,
    TRUE,
    Compare,
    Expression,
    Fact,
    First,
    IsIn,
    Literal,
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
from retax.logic.scalar import compiled
from retax.logic.simplified import Among, Simplifier, within_branches
from retax.logic.trees import surely, walk

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
    Compare(LOW, "<=", Literal(1)),
    Compare(When(WORD.is_("a"), LOW, HIGH), "<=", Literal(1)),
    Compare(First(LOW, Literal(2)), "<=", HIGH),
    Compare(First(LOW, HIGH), "<=", Literal(1)),
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
two_valued = three_valued.map(surely)


def values(*trees: Expression) -> list[tuple[object, ...]]:
    function = compiled(trees)
    return [function(case, None) for case in CASES]


@pytest.mark.parametrize(
    ("words", "more"), [(("a", "b", "c"), ("another",)), ((True, False), ())], ids=str
)
def test_sets_of_values_are_sets(words: tuple[str | bool, ...], more: tuple[str, ...]) -> None:
    def holds(among: Among, value: object) -> bool:
        if value is None:
            return among.unknown
        return (value in among.values) is not among.others

    listed = {frozenset[str | bool](), *map(frozenset, product(words, repeat=2))}
    written = [Among(*each) for each in product(listed, (False, True), (False, True))]
    sets = [~~among for among in written]
    for among, same in zip(written, sets, strict=True):
        assert all(holds(among, value) is holds(same, value) for value in (*words, *more, None))
    for one, other in product(sets, repeat=2):
        both, within = one & other, True
        for value in (*words, *more, None):
            assert holds(both, value) == (holds(one, value) and holds(other, value))
            assert holds(~one, value) is not holds(one, value)
            within = within and (holds(other, value) or not holds(one, value))
        assert one.within(other) is within


def test_sets_of_values() -> None:
    some = Among(frozenset({"a", "b"}), others=False, unknown=False)
    assert ~~some == some
    assert some & ~some == Among(frozenset(), others=False, unknown=False)
    assert Among(frozenset({"a"}), others=False, unknown=False).within(some)
    assert not (~some).within(some)


def size(trees: list[Expression]) -> tuple[int, int]:
    """Count the nodes of trees, each once, and in all the places where it stands."""
    places = [node for tree in trees for node in walk(tree)]
    return len(set(places)), len(places)


def test_the_law_becomes_as_small_as_it_is_worth_to_whoever_computes_tables() -> None:
    found = answers(law_under(), absent=(), as_of=None, detail=False)
    others = [*found.missing.values(), *found.documents.values()]
    trees = [*(case.when for case in found.cases), *others]
    assert size(trees) == (613, 2543)
    # A law that has become smaller still is welcome to smaller numbers.
    assert size([Simplifier().simplified(tree) for tree in trees]) == (350, 772)
    undecided, first = Simplifier(), []
    for case in found.cases:
        first.append(undecided.simplified(case.when))
        undecided.assume(~case.when)
    assert size(first) == (303, 523)


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
    trees = [surely(at_random(numbers, 30)) for _ in range(400)]
    assert size(trees) == (3181, 14637)
    assert size([Simplifier().simplified(tree) for tree in trees]) == (1927, 9740)
    within = []
    for told, tree in pairwise(trees):
        simplifier = Simplifier()
        simplifier.assume(told)
        within.append(simplifier.simplified(tree))
    assert size(within) == (1701, 8588)
    three_ways = [at_random(numbers, 30) for _ in range(400)]
    assert size(three_ways) == (3047, 9972)
    assert size([within_branches(tree) for tree in three_ways]) == (2877, 9527)


def test_what_follows_is_left_out() -> None:
    in_time = is_true(Compare(LOW, "<=", HIGH))
    late = is_false(Compare(LOW, "<=", HIGH))
    simplified = Simplifier().simplified
    assert simplified(all_of(in_time, known(LOW), known(HIGH))) == in_time
    assert simplified(all_of(in_time, late)) == FALSE
    assert simplified(any_of(in_time, late, ~known(LOW), ~known(HIGH))) == TRUE
    assert simplified(any_of(known(YES), all_of(known(YES), in_time))) == known(YES)
    assert simplified(any_of(all_of(in_time, known(YES)), all_of(late, in_time))) == all_of(
        known(YES), in_time
    )


def test_what_is_said_of_a_fact_and_of_what_it_stands_behind_is_said_of_the_fact() -> None:
    one_or_unknown, starts = ~is_true(~CODE.is_("11")), Matches(CODE, "1")
    simplified = Simplifier().simplified
    assert simplified(all_of(one_or_unknown, known(starts))) == is_true(CODE.is_("11"))
    assert simplified(all_of(known(starts), one_or_unknown)) == is_true(CODE.is_("11"))


def test_of_the_values_left_the_plainest_set_is_named() -> None:
    simplifier = Simplifier()
    simplifier.assume(~is_true(~WORD.is_in("a", "b", "c")))
    assert simplifier.simplified(~is_true(~WORD.is_in("a", "b"))) == ~is_true(WORD.is_("c"))
    assert simplifier.simplified(is_true(~WORD.is_in("a", "b"))) == is_true(WORD.is_("c"))


def test_what_is_assumed_is_taken_for_granted() -> None:
    yes, no, in_time = is_true(YES), is_false(YES), is_true(Compare(LOW, "<=", HIGH))
    simplifier = Simplifier()
    simplifier.assume(~all_of(yes, in_time))
    assert simplifier.simplified(all_of(yes, in_time)) == FALSE
    assert simplifier.simplified(~all_of(yes, in_time)) == TRUE
    assert simplifier.simplified(all_of(no, in_time)) == all_of(known(YES), in_time)
    copied = simplifier.copy()
    copied.assume(yes)
    assert copied.simplified(in_time) == FALSE
    assert simplifier.simplified(in_time) == in_time
    assert copied.copy().simplified(yes) == TRUE
    assert Simplifier().simplified(yes) == yes


def test_what_is_said_of_one_fact_is_one_set_of_values() -> None:
    simplified = Simplifier().simplified
    either = any_of(is_true(IsIn(WORD, ("a",))), is_true(IsIn(WORD, ("b",))))
    assert simplified(either) == is_true(IsIn(WORD, ("a", "b")))
    assert simplified(all_of(known(WORD), ~is_true(IsIn(WORD, ("a",))))) == is_true(
        ~IsIn(WORD, ("a",))
    )
    assert simplified(all_of(~is_true(YES), ~is_false(YES))) == ~known(YES)


def test_a_branch_knows_its_condition() -> None:
    nested = When(WORD.is_("a"), When(WORD.is_("a"), LOW, HIGH), When(WORD.is_("a"), HIGH, LOW))
    assert within_branches(nested) == When(WORD.is_("a"), LOW, LOW)
    again = When(is_true(YES), LOW, When(is_true(YES), LOW, HIGH))
    assert within_branches(again) == When(is_true(YES), LOW, HIGH)
    guarded = When(known(LOW), known(LOW), Compare(LOW, "<=", HIGH))
    assert within_branches(guarded) == When(known(LOW), TRUE, Literal(None))


def test_negations_are_joined() -> None:
    parts = [is_true(YES), ~known(WORD), is_true(Compare(LOW, "<=", HIGH))]
    written = Simplifier().simplified(~all_of(*(~part for part in parts)))
    assert isinstance(written, Or)
    assert set(written.operands) == set(parts)


@given(two_valued)
@settings(max_examples=400, deadline=None)
def test_a_simplified_tree_has_the_same_value(tree: Expression) -> None:
    assert all(one == other for one, other in values(tree, Simplifier().simplified(tree)))


@given(st.lists(two_valued, min_size=1, max_size=3), two_valued)
@settings(max_examples=400, deadline=None)
def test_only_where_what_is_assumed_holds(told: list[Expression], tree: Expression) -> None:
    simplifier = Simplifier()
    for each in told:
        simplifier.assume(each)
    for *holds, before, after in values(*told, tree, simplifier.simplified(tree)):
        assert before == after or not all(holds)


@given(three_valued)
@settings(max_examples=400, deadline=None)
def test_branches_that_use_their_condition_have_the_same_value(tree: Expression) -> None:
    assert all(one == other for one, other in values(tree, within_branches(tree)))
