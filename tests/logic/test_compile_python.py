from __future__ import annotations

import decimal
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations, product
from types import SimpleNamespace
from typing import Any
from warnings import catch_warnings, simplefilter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import samples
from retax import ReturnedGoods
from retax.judge.compiled_law import get_law
from retax.law.regimes import ORDINARY_REGIME
from retax.logic.compile_python import (
    NextWorkingDays,
    PrefixTable,
    compile_function,
    compile_groups,
    list_years,
)
from retax.logic.expressions import (
    FALSE,
    TRUE,
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
    Side,
    Subtract,
    When,
    YearStart,
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
from retax.logic.kleene import find_missing_conditions
from retax.logic.traversal import resolve
from walks import walk_points

Truth = bool | None
TRUTHS: tuple[Truth, ...] = (True, False, None)

A, B, C, D, E, F = (Fact(name) for name in "abcdef")


class Recorded(dict[str, Any]):
    """Facts by name that keep a record of which were looked at; what is not given is unknown."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        super().__init__(facts)
        self.looked_at: list[str] = []

    def __getitem__(self, name: str) -> Any:
        self.looked_at.append(name)
        return self.get(name)


class Facts:
    """Goods whose facts keep a record of which were looked at."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        recorded = Recorded(facts)
        self.__dict__ = recorded
        self.looked_at = recorded.looked_at


def value(tree: Expression, as_of: date | None = None, /, **facts: Any) -> Any:
    (computed,) = compile_function([tree])(Facts(facts), as_of)
    return computed


# -- the truth tables, against the strong Kleene logic written plainly -----------------------


def plain_and(truths: tuple[Truth, ...]) -> Truth:
    if False in truths:
        return False
    return None if None in truths else True


def plain_or(truths: tuple[Truth, ...]) -> Truth:
    if True in truths:
        return True
    return None if None in truths else False


def nestings(facts: tuple[Expression, ...]) -> Iterator[Expression]:
    """Join facts with And and Or in every nesting."""
    if len(facts) == 1:
        yield facts[0]
    for kind in (And, Or):
        if len(facts) > 1:
            yield kind(facts)
        for cut in range(1, len(facts)) if len(facts) > 2 else ():
            for left, right in product(nestings(facts[:cut]), nestings(facts[cut:])):
                yield kind((left, right))


def plain_junction(tree: Expression, truths: Mapping[str, Truth]) -> Truth:
    if isinstance(tree, And):
        return plain_and(tuple(plain_junction(part, truths) for part in tree.operands))
    if isinstance(tree, Or):
        return plain_or(tuple(plain_junction(part, truths) for part in tree.operands))
    if isinstance(tree, Not):
        inner = plain_junction(tree.operand, truths)
        return None if inner is None else not inner
    if isinstance(tree, IsKnown):
        return plain_junction(tree.operand, truths) is not None
    assert isinstance(tree, Fact)
    return truths[tree.name]


@pytest.mark.parametrize("order", [o for n in (1, 2, 3) for o in permutations("abc", n)])
def test_and_and_or_follow_the_truth_tables_in_every_order_and_nesting(
    order: tuple[str, ...],
) -> None:
    for tree in nestings(tuple(Fact(name) for name in order)):
        law = compile_function([tree])
        for truths in product(TRUTHS, repeat=3):
            named = dict(zip("abc", truths, strict=True))
            assert law(Facts(named), None) == (plain_junction(tree, named),), (tree, named)


@walk_points("kind", [And, Or])
@walk_points("marks", list(product((None, Not, IsKnown), repeat=3)))
def test_junctions_with_negated_and_never_unknown_operands_follow_the_truth_tables(
    kind: type[And | Or], marks: tuple[type[Not | IsKnown] | None, ...]
) -> None:
    tree = kind(tuple(m(f) if m else f for m, f in zip(marks, (A, B, C), strict=True)))
    law = compile_function([tree])
    for truths in product(TRUTHS, repeat=3):
        named = dict(zip("abc", truths, strict=True))
        assert law(Facts(named), None) == (plain_junction(tree, named),), named


@pytest.mark.parametrize("at", range(8))
def test_a_tree_that_comes_again_where_it_is_known_is_worth_the_same(at: int) -> None:
    tree = ECHOES[at](A, B)
    law = compile_function([tree])
    for a, b in product(TRUTHS, repeat=2):
        facts = {"a": a, "b": b}
        assert law(Facts(facts), None) == (interpreted(tree, facts, None, {}),), facts


@pytest.mark.parametrize(("truth", "opposite"), [(True, False), (False, True), (None, None)])
def test_not_turns_truth_round_and_leaves_the_unknown(truth: Truth, opposite: Truth) -> None:
    assert value(Not(A), a=truth) is opposite


@pytest.mark.parametrize(
    ("condition", "chosen"), [(True, "then"), (False, "otherwise"), (None, None)]
)
def test_a_choice_is_unknown_where_its_condition_is(condition: Truth, chosen: str | None) -> None:
    assert value(when(A, "then", "otherwise"), a=condition) == chosen


def test_a_choice_between_equals_is_still_unknown_where_its_condition_is() -> None:
    assert value(when(A, "same", "same")) is None


def test_known_and_is_true_are_never_unknown() -> None:
    assert [value(IsKnown(A), a=truth) for truth in TRUTHS] == [True, True, False]
    assert [value(IsTrue(A), a=truth) for truth in TRUTHS] == [True, False, False]


def test_the_first_known_is_taken() -> None:
    assert value(first(A, B), a="x", b="y") == "x"
    assert value(first(A, B), b="y") == "y"
    assert value(first(A, B)) is None
    assert value(first(A, B), a=False, b=True) is False


# -- words, papers, texts, codes --------------------------------------------------------------


def test_a_word_is_one_of_some_words_or_not_or_unknown() -> None:
    assert value(A.is_("x"), a="x") is True
    assert value(A.is_("x"), a="y") is False
    assert value(A.is_("x")) is None
    assert value(A.is_in("x", "y"), a="y") is True
    assert value(A.is_in("x", "y"), a="z") is False
    assert value(A.is_in("x", "y")) is None
    assert value(A.is_in(), a="x") is False


def test_papers_hold_one_of_some_words_or_not_or_are_unknown() -> None:
    assert value(A.contains_any("x", "y"), a=frozenset("yz")) is True
    assert value(A.contains_any("x", "y"), a=frozenset("z")) is False
    assert value(A.contains_any("x", "y"), a=frozenset()) is False
    assert value(A.contains_any("x", "y")) is None


def test_a_text_matches_from_its_start_on() -> None:
    assert value(A.matches("[0-9]{2}0"), a="120345") is True
    assert value(A.matches("[0-9]{2}0"), a="x120") is False
    assert value(A.matches("[0-9]{2}0")) is None


def test_the_longest_listed_prefix_decides() -> None:
    screen = longest_prefix(A, {"12": "two", "1234": "four", "123456": "six"})
    assert value(screen, a="1234567890") == "six"
    assert value(screen, a="1234") == "four"
    assert value(screen, a="1235") == "two"
    assert value(screen, a="9912") is None
    assert value(screen, a="1") is None
    assert value(screen) is None


def test_prefixes_may_have_any_length_from_one() -> None:
    screen = longest_prefix(A, {"1": "one", "123": "three"})
    assert [value(screen, a=code) for code in ("1", "12", "123", "1234", "12345")] == [
        "one",
        "one",
        "three",
        "three",
        "three",
    ]


def test_a_full_memory_of_codes_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PrefixTable, "KEPT", 1)
    table = PrefixTable((("01", "x"), ("02", "y")))
    assert [table[code] for code in ("0101", "0201", "0301", "0201")] == ["x", "y", None, "y"]
    assert len(table) == 1


# -- days -------------------------------------------------------------------------------------


def test_a_saturday_or_sunday_moves_on_to_monday() -> None:
    saturday, sunday, monday = date(2026, 9, 5), date(2026, 9, 6), date(2026, 9, 7)
    law = compile_function([working_day(A)])
    assert [law(Facts({"a": day}), None) for day in (saturday, sunday, monday)] == [(monday,)] * 3
    assert law(Facts({}), None) == (None,)


def test_in_a_year_of_which_days_are_given_exactly_they_rest() -> None:
    friday, saturday = date(2026, 9, 4), date(2026, 9, 5)
    law = compile_function([working_day(A)], {friday})
    assert law(Facts({"a": friday}), None) == (saturday,)
    assert law(Facts({"a": saturday}), None) == (saturday,)


@pytest.mark.parametrize("days_off", [None, (), [date(2025, 9, 4)], [date(2027, 9, 7)]])
def test_in_a_year_of_which_no_day_is_given_weekends_rest(
    days_off: Collection[date] | None,
) -> None:
    law = compile_function([working_day(A)], days_off)
    friday, saturday, monday = date(2026, 9, 4), date(2026, 9, 5), date(2026, 9, 7)
    assert law(Facts({"a": friday}), None) == (friday,)
    assert law(Facts({"a": saturday}), None) == (monday,)


def test_over_the_turn_of_a_year_each_day_rests_by_the_days_given_for_its_own() -> None:
    thursday = date(2026, 12, 31)
    new_years_day, saturday, monday = date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 4)
    of_2026, of_both = [thursday], [thursday, new_years_day]
    assert NextWorkingDays(of_2026)[thursday] == new_years_day
    assert NextWorkingDays(of_both)[thursday] == saturday
    assert NextWorkingDays([new_years_day])[new_years_day] == saturday
    assert NextWorkingDays(None)[saturday] == monday


@given(
    st.frozensets(st.dates(date(2025, 12, 1), date(2027, 2, 1)), max_size=40),
    st.dates(date(2025, 12, 1), date(2027, 2, 1)),
)
def test_the_next_working_day_is_the_first_that_rests_by_no_rule(
    days_off: frozenset[date], day: date
) -> None:
    working = NextWorkingDays(days_off)[day]
    for n in range((working - day).days + 1):
        passed = day + timedelta(days=n)
        assert rests(passed, days_off) == (passed != working)


def test_the_years_of_days_are_those_of_which_one_is_given() -> None:
    assert list_years([date(2026, 1, 1), date(2026, 12, 31), date(2028, 1, 1)]) == {2026, 2028}
    assert list_years(()) == frozenset()


@pytest.mark.parametrize(("number", "later"), [(0, 0), (1, 1), (10, 10), (-3, -3)])
def test_days_are_counted_from_a_day(number: int, later: int) -> None:
    day = date(2024, 2, 28)
    assert value(days(A, number), a=day) == day + timedelta(days=later)
    assert value(days(A, number)) is None


def test_days_are_counted_over_the_end_of_a_month_and_a_year() -> None:
    assert value(days(A, 10), a=date(2024, 2, 20)) == date(2024, 3, 1)
    assert value(days(A, 10), a=date(2025, 2, 20)) == date(2025, 3, 2)
    assert value(days(A, 10), a=date(2026, 12, 25)) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("number", "place", "start"),
    [
        ("29102026E000000123", 4, date(2026, 1, 1)),
        ("291020991000000456", 4, date(2099, 1, 1)),
        ("20260305", 0, date(2026, 1, 1)),
        ("21990101", 0, date(2199, 1, 1)),
    ],
)
def test_the_year_in_a_number_begins_on_the_first_of_january(
    number: str, place: int, start: date
) -> None:
    assert value(year_start(A, place), a=number) == start
    assert value(year_start(A, place)) is None


def test_two_places_and_two_numbers_of_days_are_two_values() -> None:
    trees = [year_start(A, 0), year_start(A, 4), days(B, 1), days(B, 2)]
    facts = {"a": "20202026", "b": date(2026, 3, 5)}
    assert compile_function(trees)(Facts(facts), None) == (
        date(2020, 1, 1),
        date(2026, 1, 1),
        date(2026, 3, 6),
        date(2026, 3, 7),
    )


def test_a_long_holiday_is_passed_over_whole() -> None:
    holiday = [date(2026, 10, 1) + timedelta(days=n) for n in range(8)]
    law = compile_function([working_day(A)], holiday)
    assert law(Facts({"a": date(2026, 10, 3)}), None) == (date(2026, 10, 9),)


def test_what_is_given_beside_the_facts_is_read_as_given() -> None:
    day = date(2026, 1, 1)
    assert value(Parameter("as_of") <= A, day, a=day) is True
    assert value(Parameter("as_of") <= A, a=day) is None
    assert value(known(Parameter("as_of"))) is False


# -- quantities -------------------------------------------------------------------------------

MOST = Decimal("9" * 24)
LEAST = Decimal(1).scaleb(-24)


@pytest.mark.parametrize(
    "context", [decimal.DefaultContext, decimal.Context(prec=1), decimal.Context(prec=3, Emax=3)]
)
def test_sums_are_exact_whatever_the_decimal_context_of_the_caller(
    context: decimal.Context,
) -> None:
    with decimal.localcontext(context):
        total = value(A + B, a=MOST, b=LEAST)
        rest = value(A - B, a=MOST, b=LEAST)
    assert str(total) == "9" * 24 + "." + "0" * 23 + "1"
    assert str(rest) == "9" * 23 + "8." + "9" * 24


@given(
    st.decimals(0, 10**9, places=6, allow_nan=False),
    st.decimals(0, 10**9, places=6, allow_nan=False),
)
def test_sums_and_differences_are_those_of_whole_numbers_of_millionths(
    a: Decimal, b: Decimal
) -> None:
    def millionths(quantity: Decimal) -> int:
        return int(quantity.scaleb(6))

    assert millionths(value(A + B, a=a, b=b)) == millionths(a) + millionths(b)
    assert millionths(value(A - B, a=a, b=b)) == millionths(a) - millionths(b)


def test_a_tenth_and_two_tenths_are_three_tenths() -> None:
    within = (A + B) <= C
    assert value(within, a=Decimal("0.1"), b=Decimal("0.2"), c=Decimal("0.3")) is True


# -- what is computed and what is not ---------------------------------------------------------


def looked_at(tree: Expression, **facts: Any) -> set[str]:
    record = Facts(facts)
    compile_function([tree])(record, None)
    return set(record.looked_at)


def test_a_branch_not_taken_is_not_computed() -> None:
    assert looked_at(when(A, B, C), a=True) == {"a", "b"}
    assert looked_at(when(A, B, C), a=False) == {"a", "c"}
    assert looked_at(when(A, B, C)) == {"a"}


def test_a_condition_of_a_branch_not_taken_is_computed_only_if_it_is_cheap_and_shared() -> None:
    one, other = when(B.is_("x"), C, D), when(B.is_("x"), D, C)
    assert "b" not in looked_at(when(A, one, E), a=False)
    assert "b" in looked_at(when(A, one, when(C, other, E)), a=False)
    costly, too = when(B & C, D, TRUE), when(B & C, FALSE, D)
    assert "b" not in looked_at(when(A, costly & too, E), a=False)


def test_a_fallback_not_needed_is_not_computed() -> None:
    assert looked_at(first(A, B), a=1) == {"a"}


def test_a_junction_stops_at_the_operand_that_settles_it() -> None:
    assert looked_at(A & B & C, a=False) == {"a"}
    assert looked_at(A | B | C, b=True) == {"a", "b"}


def test_equal_subtrees_are_computed_once() -> None:
    record = Facts({"a": date(2026, 1, 31)})
    trees = [months(A, 6), months(A, 6) <= B, known(months(Fact("a"), 6))]
    compile_function(trees)(record, None)
    assert record.looked_at.count("a") == 1


def test_what_is_fixed_in_a_function_is_not_taken_for_something_else_that_is() -> None:
    trees = [
        *(A + B, A - B, C.is_in("1", "2"), C.is_in("2", "3"), Constant(Decimal(1)) <= A),
        *(months(D, 6), months(D, 7), working_day(D), Constant(date(2026, 1, 1)) <= D),
        *(C.matches("1"), C.matches("2"), E.contains_any("1", "2"), E.contains_any("3", "4")),
        *(longest_prefix(C, {"1": "x"}), longest_prefix(C, {"1": "y", "2": "y"})),
        *(days(D, 6), days(D, 7), year_start(F, 0), year_start(F, 4)),
    ]
    facts = SimpleNamespace(
        a=Decimal(3),
        b=Decimal(2),
        c="21",
        d=date(2026, 1, 31),
        e=frozenset({"3"}),
        f="20252026",
    )
    together = compile_function(trees)(facts, None)
    assert together == tuple(compile_function([tree])(facts, None)[0] for tree in trees)


SURE = is_true(A & B)


def lines_of(function: Callable[..., Any]) -> int:
    return max(line for *_, line in function.__code__.co_lines() if line)


@pytest.mark.parametrize(
    ("tree", "simply"),
    [
        (when(A, is_true(A), B), when(A, TRUE, B)),
        (when(A, B, is_true(A)), when(A, B, FALSE)),
        (when(A, ~A, B), when(A, FALSE, B)),
        (when(A, B, ~A), when(A, B, TRUE)),
        (when(A, known(A), B), when(A, TRUE, B)),
        (when(A, B, known(A)), when(A, B, TRUE)),
        (first(A, known(A)), first(A, FALSE)),
        (first(A, is_true(A)), first(A, FALSE)),
        (when(SURE, C, when(SURE, D, E)), when(SURE, C, E)),
    ],
)
def test_what_a_branch_gives_is_not_computed_in_it(tree: Expression, simply: Expression) -> None:
    # What is asked for once alone has no name of its own: here A is asked for twice at least.
    assert lines_of(compile_function([tree, A])) == lines_of(compile_function([simply, A]))


def test_a_choice_by_whether_the_unknown_is_true_takes_its_other_branch() -> None:
    yes = Fact("yes1")
    law = compile_function([first(yes, when(is_true(yes), TRUE, FALSE))])
    assert law(Facts({"yes1": None}), None) == (False,)


def test_what_is_never_unknown_is_not_tested_for_it() -> None:
    def by_hand(facts: Any, as_of: date | None) -> tuple[Any, ...]:  # noqa: ARG001
        goods = facts.__dict__
        v1 = not (goods["a"] is True)  # noqa: E714
        return (v1,)

    assert compile_function([Not(is_true(A))]).__code__.co_code == by_hand.__code__.co_code


# What is at hand, shared, or settles most cases is not computed again: a fault there costs time
# alone, and shows in how many lines the functions of the law have, and how many fixed values.
@pytest.mark.parametrize(
    ("function", "lines", "constants"),
    [
        ("outcomes_and_last_day", 1127, 29),
        ("documents_of", 77, 14),
        ("consequences_of", 242, 7),
        ("clock_of", 61, 0),
        ("last_days_of", 58, 2),
    ],
)
def test_the_functions_of_the_law_are_as_short_as_they_can_be(
    function: str, lines: int, constants: int
) -> None:
    written = getattr(get_law(), function)
    assert lines_of(written) == lines
    assert len(written.__globals__.keys() - {"__builtins__", "law"}) == constants


def test_what_several_places_ask_for_can_be_computed_first() -> None:
    clauses = get_law(regime=ORDINARY_REGIME).clauses
    (year,) = [ruled for ruled in clauses if ruled.clause.id == "39.one_year"]
    trees = [*year.missing.values()]
    at_once, by_branch = compile_function(trees, shared_first=True), compile_function(trees)
    assert (lines_of(at_once), lines_of(by_branch)) == (1074, 14282)
    for goods, options in samples.random_cases(7, 200):
        facts = ReturnedGoods.model_validate(goods)
        as_of = options.get("as_of")
        assert at_once(facts, as_of) == by_branch(facts, as_of)


def test_small_trees_are_computed_before_those_that_hold_them() -> None:
    whole = when(C, A & B & D, D)
    assert lines_of(compile_function([whole, A & B])) == lines_of(compile_function([A & B, whole]))
    law = compile_function([whole, A & B])
    assert law(Facts({"a": True, "b": True, "c": True, "d": None}), None) == (None, True)


def test_names_of_a_branch_are_given_again_after_it() -> None:
    # A call clears and a return releases every name: with one a value the law has 650 of them.
    law = get_law().outcomes_and_last_day
    assert law.__code__.co_nlocals == 75
    law = compile_function([when(A, is_true(B & C), D), when(E, is_true(C & D), B)])
    facts = {"a": True, "b": True, "c": True, "d": True, "e": True}
    assert law(Facts(facts), None) == (True, True)


def test_a_denial_in_a_choice_is_asked_for_by_its_operand() -> None:
    def by_hand(facts: Any, as_of: date | None) -> tuple[Any, ...]:  # noqa: ARG001
        goods = facts.__dict__
        v1 = goods["a"]
        if v1 is False:  # noqa: SIM108
            v2 = "no"
        else:
            v2 = "yes"
        return (v2,)

    law = compile_function([when(is_false(A), "no", "yes")])
    assert law.__code__.co_code == by_hand.__code__.co_code
    assert [value(when(is_false(A), "no", "yes"), a=a) for a in TRUTHS] == ["yes", "no", "yes"]


def test_a_denial_of_what_a_branch_gives_is_given_too() -> None:
    tree = when(A, when(is_false(A), B, C), D)
    assert value(tree, a=True, b=1, c=2, d=3) == 2
    assert value(tree, a=False, b=1, c=2, d=3) == 3


def test_what_one_branch_computed_is_computed_again_outside_it() -> None:
    inside = when(A, B & C, False)
    assert value(inside | (B & C), a=False, b=True, c=True) is True


def test_several_trees_give_their_values_in_order() -> None:
    law = compile_function([A, TRUE, B & FALSE, B])
    assert law(Facts({"a": 1, "b": 2}), None) == (1, True, False, 2)


def test_no_tree_gives_no_value() -> None:
    assert compile_function([])(Facts({}), None) == ()


@pytest.mark.parametrize("within", [lambda tree: A & tree, known, is_true])
def test_a_tree_with_an_open_question_is_not_compiled(
    within: Callable[[Expression], Expression],
) -> None:
    with pytest.raises(ValueError, match="'rest-day' is still open"):
        compile_function([within(reading("rest-day", B, C))])


# -- any tree, against a plain recursive interpreter ------------------------------------------

TABLE = (("01", "x"), ("0102", "y"), ("02", "z"))
REST_DAYS = frozenset({date(2026, 9, 5), date(2026, 9, 6), date(2026, 9, 7)})


def interpreted(
    tree: Expression, facts: Mapping[str, Any], as_of: date | None, sides: Mapping[str, Side]
) -> Any:
    """Say what a tree is worth, node by node."""
    below = [interpreted(child, facts, as_of, sides) for child in list_children(tree)]
    match tree:
        case Constant(fixed):
            return fixed
        case Fact(name):
            return facts.get(name)
        case Parameter():
            return as_of
        case And():
            return plain_and(tuple(below))
        case Or():
            return plain_or(tuple(below))
        case IsKnown():
            return below[0] is not None
        case IsTrue():
            return below[0] is True
        case Coalesce():
            return below[0] if below[0] is not None else below[1]
        case When():
            return None if below[0] is None else below[1] if below[0] else below[2]
        case Reading(question):
            return below[0] if sides[question] == "strict" else below[1]
    if None in below:
        return None
    match tree:
        case Not():
            return not below[0]
        case Compare(_, "<=", _):
            return below[0] <= below[1]
        case Compare(_, "<", _):
            return below[0] < below[1]
        case Add():
            return below[0] + below[1]
        case Subtract():
            return below[0] - below[1]
        case IsIn(_, words):
            return below[0] in words
        case ContainsAny(_, words):
            return any(word in below[0] for word in words)
        case Matches(_, pattern):
            return bool(re.match(pattern, below[0]))
        case AddMonths(_, number):
            return plain_months_later(below[0], number)
        case AddDays(_, number):
            return date.fromordinal(below[0].toordinal() + number)
        case YearStart(_, place):
            return date(int(below[0][place : place + 4]), 1, 1)
        case NextWorkingDay():
            day: date = below[0]
            while rests(day, REST_DAYS):
                day = date.fromordinal(day.toordinal() + 1)
            return day
        case LongestPrefix(_, table):
            fitting = [(len(p), word) for p, word in table if below[0].startswith(p)]
            return max(fitting)[1] if fitting else None
    raise AssertionError(f"a new kind of node: {tree!r}")


def rests(day: date, days_off: Collection[date]) -> bool:
    """Say whether a day rests: one of those given for its year, if none is a Saturday or Sunday."""
    if any(off.year == day.year for off in days_off):
        return day in days_off
    return f"{day:%a}" in ("Sat", "Sun")


def plain_months_later(day: date, number: int) -> date:
    """Go on by months; from a day the month has not, fall back to its last."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + number, 12)
    for day_of_month in range(day.day, 27, -1):
        try:
            return date(year, month0 + 1, day_of_month)
        except ValueError:
            continue
    return date(year, month0 + 1, day.day)


def lacking(
    tree: Expression, facts: Mapping[str, Any], as_of: date | None, sides: Mapping[str, Side]
) -> set[str]:
    """Say which facts an unknown value lacks, by the rules as they are told."""

    def worth(part: Expression) -> Any:
        return interpreted(part, facts, as_of, sides)

    def lack(part: Expression) -> set[str]:
        return lacking(part, facts, as_of, sides)

    if worth(tree) is not None:
        return set()
    match tree:
        case Fact(name):
            return {name}
        case When(condition, then, otherwise):
            if worth(condition) is None:
                return lack(condition)
            return lack(then if worth(condition) else otherwise)
        case Coalesce(_, fallback):
            return lack(fallback)
    return set().union(*(lack(child) for child in list_children(tree)))


DAYS = [date(2026, 2, 28) + timedelta(days=n) for n in range(3)] + [
    date(2026, 8, 31),
    date(2026, 9, 4),
    date(2026, 9, 5),
]
QUESTIONS = ("p", "q")

FACTS: Mapping[str, st.SearchStrategy[Any]] = {
    "yes1": st.sampled_from(TRUTHS),
    "yes2": st.sampled_from(TRUTHS),
    "yes3": st.sampled_from(TRUTHS),
    "word1": st.sampled_from(["x", "y", "z", None]),
    "word2": st.sampled_from(["x", "y", None]),
    "set1": st.sampled_from([frozenset(), frozenset("x"), frozenset("yz"), None]),
    "code1": st.sampled_from(["0102", "0103", "02", "99", None]),
    "number1": st.sampled_from(["29102026E000000123", "291020250000000123", None]),
    "day1": st.sampled_from([*DAYS, None]),
    "day2": st.sampled_from([*DAYS, None]),
    "many1": st.sampled_from([Decimal(0), Decimal("0.1"), Decimal(3), None]),
    "many2": st.sampled_from([Decimal(1), Decimal("0.2"), None]),
}


def _facts(*names: str) -> st.SearchStrategy[Expression]:
    return st.sampled_from([Fact(name) for name in names])


def _literals(*values: Any) -> st.SearchStrategy[Expression]:
    return st.sampled_from([Constant(v) for v in (*values, None)])


def _chosen(
    kind: st.SearchStrategy[Expression], conditions: st.SearchStrategy[Expression]
) -> st.SearchStrategy[Expression]:
    """Return trees of one kind, and choices between such."""
    return (
        kind
        | st.builds(when, conditions, kind, kind)
        | st.builds(first, kind, kind)
        | st.builds(reading, st.sampled_from(QUESTIONS), kind, kind)
    )


ECHOES: tuple[Callable[[Expression, Expression], Expression], ...] = (
    lambda a, b: when(a, a | b, ~a & b),
    lambda a, b: when(is_true(a), when(a, b, a), known(a) & b),
    lambda a, b: when(known(a), when(b, a, ~a), a | b),
    lambda a, b: known(a) & when(is_true(a), b, ~a),
    lambda a, b: is_true(a) | (a & b) | is_false(b),
    lambda a, b: (is_true(a) & when(a, is_true(a) & b, known(a))) | (a & ~b),
    lambda a, b: first(a, known(a) | when(a, b, ~b) | (a & b)),
    lambda a, b: And((Or((a, b)), known(a | b), Not(And((a, b))))),
)
"""Shapes in which the same tree stands again where its value is known already."""


def _larger(yes: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    """Return truths made of smaller truths and of days, words, papers, codes and quantities."""
    dates = _chosen(_facts("day1", "day2") | st.just(Parameter("as_of")) | _literals(*DAYS), yes)
    dates |= st.builds(months, dates, st.sampled_from([6, 12])) | st.builds(working_day, dates)
    dates |= st.builds(days, dates, st.sampled_from([1, 10]))
    dates |= st.builds(year_start, _chosen(_facts("number1"), yes), st.just(4))
    many = _chosen(_facts("many1", "many2") | _literals(Decimal(1)), yes)
    many |= st.builds(Add, many, many) | st.builds(Subtract, many, many)
    words = _chosen(_facts("word1", "word2") | _literals("x", "y"), yes)
    words |= st.builds(LongestPrefix, _chosen(_facts("code1"), yes), st.just(TABLE))
    papers = _chosen(_facts("set1"), yes)
    anything = yes | dates | many | words | papers
    some = st.lists(yes, min_size=2, max_size=4).map(tuple)
    one_to_three = st.lists(st.sampled_from("xyz"), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(And, some),
        st.builds(Or, some),
        st.builds(lambda a, b: a & b, yes, yes),
        st.builds(lambda a, b: a | b, yes, yes),
        st.builds(lambda a: ~a, yes),
        st.builds(Not, yes),
        st.builds(known, anything),
        st.builds(is_true, yes),
        _chosen(yes, yes),
        st.builds(lambda shape, a, b: shape(a, b), st.sampled_from(ECHOES), yes, yes),
        st.builds(Compare, dates, st.sampled_from(["<=", "<"]), dates),
        st.builds(Compare, many, st.sampled_from(["<=", "<"]), many),
        st.builds(IsIn, words, one_to_three),
        st.builds(ContainsAny, papers, one_to_three),
        st.builds(Matches, words, st.sampled_from(["x", "[yz]", "xy"])),
    )


TREES = st.recursive(
    _facts("yes1", "yes2", "yes3") | _literals(True, False), _larger, max_leaves=30
)
CASES = st.fixed_dictionaries(dict(FACTS))
AS_OFS = st.sampled_from([*DAYS, None])
SIDES: st.SearchStrategy[dict[str, Side]] = st.fixed_dictionaries(
    {q: st.sampled_from(["strict", "lenient"]) for q in QUESTIONS}
)


QUICK = settings(max_examples=150)
MANY = settings(max_examples=500)
ANY_TREE = given(TREES, st.lists(st.tuples(CASES, AS_OFS), min_size=1, max_size=8), SIDES)
Cases = list[tuple[dict[str, Any], date | None]]


@QUICK
@ANY_TREE
def test_any_tree_is_worth_what_the_plain_interpreter_says(
    tree: Expression, cases: Cases, sides: dict[str, Side]
) -> None:
    compare_with_the_plain_interpreter(tree, cases, sides)


@pytest.mark.long
@MANY
@ANY_TREE
def test_many_trees_are_worth_what_the_plain_interpreter_says(
    tree: Expression, cases: Cases, sides: dict[str, Side]
) -> None:
    compare_with_the_plain_interpreter(tree, cases, sides)


def compare_with_the_plain_interpreter(
    tree: Expression, cases: Cases, sides: dict[str, Side]
) -> None:
    law = compile_function([resolve(tree, sides, "strict")], REST_DAYS)
    for facts, as_of in cases:
        (computed,) = law(Facts(facts), as_of)
        assert computed == interpreted(tree, facts, as_of, sides)
        assert type(computed) in (bool, type(None))


@given(st.lists(TREES, min_size=2, max_size=5), CASES, AS_OFS, SIDES)
def test_trees_computed_together_are_worth_what_each_is_alone(
    trees: list[Expression], facts: dict[str, Any], as_of: date | None, sides: dict[str, Side]
) -> None:
    law = compile_function([resolve(tree, sides, "strict") for tree in trees], REST_DAYS)
    alone = tuple(interpreted(tree, facts, as_of, sides) for tree in trees)
    assert law(Facts(facts), as_of) == alone


@QUICK
@ANY_TREE
def test_any_unknown_tree_lacks_what_the_rules_say(
    tree: Expression, cases: Cases, sides: dict[str, Side]
) -> None:
    compare_what_is_lacking(tree, cases, sides)


@pytest.mark.long
@MANY
@ANY_TREE
def test_many_unknown_trees_lack_what_the_rules_say(
    tree: Expression, cases: Cases, sides: dict[str, Side]
) -> None:
    compare_what_is_lacking(tree, cases, sides)


def compare_what_is_lacking(tree: Expression, cases: Cases, sides: dict[str, Side]) -> None:
    chosen = resolve(tree, sides, "strict")
    lacks = find_missing_conditions(chosen)
    law = compile_function([*lacks.values()], REST_DAYS)
    for facts, as_of in cases:
        found = law(Facts(facts), as_of)
        assert None not in found
        named = {name for name, lack in zip(lacks, found, strict=True) if lack}
        assert named == lacking(chosen, facts, as_of, sides)


# -- a branch that is given can come down to a fixed text -----------------------------------------


@pytest.mark.parametrize(
    "tree",
    [
        when(Fact("yes"), Matches(When(Fact("yes"), Constant("x"), Fact("word")), "x"), FALSE),
        when(Fact("yes"), IsIn(When(Fact("yes"), Constant("x"), Fact("word")), ("x",)), FALSE),
        when(Fact("yes"), IsKnown(When(Fact("yes"), Constant("x"), Fact("word"))), FALSE),
        when(Fact("yes"), IsKnown(When(Fact("yes"), Constant("it's"), Fact("word"))), FALSE),
        when(~Fact("yes"), FALSE, IsKnown(When(Fact("yes"), Constant("x"), Fact("word")))),
    ],
    ids=str,
)
def test_a_fixed_text_is_not_tested_for_being_known(tree: Expression) -> None:
    with catch_warnings():
        simplefilter("error")
        function = compile_function([tree])
    assert function(SimpleNamespace(yes=True, word=None), None) == (True,)
    assert function(SimpleNamespace(yes=False, word=None), None) == (False,)
    assert function(SimpleNamespace(yes=None, word=None), None) == (None,)


def test_several_groups_of_trees_are_a_tuple_each() -> None:
    law = compile_groups([[A, A & B], [], [~A]])
    assert law(Facts({"a": True, "b": None}), None) == ((True, None), (), (False,))
