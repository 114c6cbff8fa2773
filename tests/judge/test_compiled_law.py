from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Any, NamedTuple

import pytest

import cases
from cases import COMPLETE, SPACES, Space
from plain_law import outcome_of
from retax.check import check
from retax.facts.model import ReturnedGoods
from retax.facts.terms import fact
from retax.judge import compiled_law
from retax.judge.case import Case
from retax.judge.compiled_law import CompiledClause, Law, find_law_without_days_off, get_law
from retax.law.clause import Clause
from retax.law.cross_border import announcements
from retax.law.main_regime import MAIN_REGIME
from retax.law.regime import Regime
from retax.law.regimes import ORDINARY_REGIME
from retax.logic import compile_python
from retax.logic.expressions import Side
from retax.logic.traversal import list_facts, list_questions
from retax.verdict import Finding
from retax.words import Words
from sizes import spread, walk_part_and_whole

Truth = bool | None
Settled = Mapping[str, Side]
Point = tuple[Any, ...]

BY_NAME = pytest.mark.parametrize("space", SPACES, ids=lambda space: space.name)


class Far(NamedTuple):
    """How many points and settlings of a space a test takes, at the most or somewhat more."""

    points: int
    settlings: int


PART, WHOLE = Far(300, 6), Far(10**9, 10**9)
PART_AND_WHOLE = walk_part_and_whole("far", PART, WHOLE)


def law_of(settled: Settled) -> Law:
    return get_law(tuple(sorted(settled.items())))


def ruled(clause: str, settled: Settled) -> CompiledClause:
    (found,) = (r for r in law_of(settled).clauses if r.clause.id == clause)
    return found


def questions(clause: str) -> tuple[str, ...]:
    tree = ruled(clause, {}).clause
    return tuple(sorted(list_questions(tree.holds) | list_questions(tree.outstanding)))


def settlings(space: Space, far: Far = WHOLE) -> Sequence[dict[str, Side]]:
    return spread(cases.settlings(questions(space.clause), space), far.settlings)


def test_every_clause_has_a_space_that_varies_every_fact_it_reads() -> None:
    varied = {
        clause.clause.id: max(
            (set(space.facts) for space in SPACES if space.clause == clause.clause.id), key=len
        )
        for clause in get_law().clauses
    }
    assert varied == {clause.clause.id: set(clause.facts) for clause in get_law().clauses}


# -- each clause decides a verdict by itself ------------------------------------------------------


def in_year(year: int) -> dict[str, Any]:
    days = ("declared_on", "released_on", "exported_on", "returned_on", "return_declared_on")
    in_that_year = {name: COMPLETE["9610"][name].replace(year=year) for name in days}
    return {**in_that_year, "export_entry": f"2901{year}E000000016"}


LATE_RETURN = {"returned_on": date(2026, 10, 2), "return_declared_on": date(2026, 10, 2)}
# Between the last day from release (3 September) and that from departure (5 September).
BETWEEN = {"returned_on": date(2026, 9, 4), "return_declared_on": date(2026, 9, 4)}
NO_PAPERS_TOLD: dict[str, Any] = {"papers_held": None}

DECIDES: Mapping[tuple[str, str], tuple[str, Mapping[str, Any], Mapping[str, Any]]] = {
    ("1.period", "not_covered"): ("9610", in_year(2028), {}),
    ("1.period", "failed"): ("9610", in_year(2022), {}),
    ("1.period", "unknown"): ("9610", {"declared_on": None}, {}),
    ("1.code", "failed"): ("9610", {"supervision_code": "0110"}, {}),
    ("1.code", "unknown"): ("9610", {"supervision_code": None}, {}),
    ("1.reason", "failed"): ("9610", {"reason": "repair"}, {}),
    ("1.reason", "unknown"): ("9610", {"reason": None, **NO_PAPERS_TOLD}, {}),
    ("1.reason", "open"): ("9610", {"reason": "recall", **NO_PAPERS_TOLD}, {}),
    ("1.six_months", "failed"): ("9610", LATE_RETURN, {}),
    ("1.six_months", "unknown"): ("9610", {"returned_on": None}, {}),
    ("1.six_months", "open"): ("9610", BETWEEN, {}),
    ("1.six_months", "outstanding"): ("9610", {"return_declared_on": None}, {}),
    ("1.destination", "failed"): (
        "9610",
        {"destination": "zone"},
        {"as_of": date(2026, 12, 1), "settled": {"zone": "strict"}},
    ),
    ("1.destination", "unknown"): ("1210", {"destination": None}, {}),
    ("1.destination", "open"): ("9610", {"destination": "zone"}, {"as_of": date(2026, 12, 1)}),
    ("1.destination", "outstanding"): ("9610", {"destination": "zone"}, {}),
    ("1.not_food", "failed"): ("9610", {"is_food": True, "hs_code": "0902100000"}, {}),
    ("1.not_food", "unknown"): ("9610", {"is_food": None, "hs_code": None}, {}),
    ("1.not_food", "open"): ("9610", {"is_food": False, "hs_code": "0902100000"}, {}),
    ("1.same_goods", "failed"): ("9610", {"returned_before": Decimal(10)}, {}),
    ("1.same_goods", "open"): ("9610", {"attribution": "fifo"}, {}),
    ("1.same_goods", "unknown"): (
        "9610",
        {"reason": "wrong_goods", "shipped_as_declared": None, **NO_PAPERS_TOLD},
        {"settled": {"reason:wrong_goods": "lenient"}},
    ),
    ("1.same_goods", "outstanding"): ("9610", {"returned_quantity": Decimal(11)}, {}),
    ("2.refund_repaid", "unknown"): ("9610", {"export_refund": None}, {}),
    ("2.refund_repaid", "outstanding"): (
        "9610",
        {"export_refund": "refunded", **NO_PAPERS_TOLD},
        {},
    ),
    ("2.certificate", "outstanding"): (
        "9610",
        {"papers_held": ["export_list", "self_declaration"]},
        {},
    ),
    ("2.same_enterprise", "open"): ("9610", {"importer_differs": True}, {}),
    ("2.same_enterprise", "failed"): (
        "9610",
        {"importer_differs": True},
        {"settled": {"other-enterprise": "strict"}},
    ),
    ("3.same_form", "failed"): ("9610", {"same_form": False}, {}),
    ("3.same_form", "unknown"): ("9610", {"same_form": None}, {}),
    ("3.same_form", "open"): ("9610", {"damaged": True}, {}),
    ("3.no_parts_added", "failed"): ("9610", {"parts_added": True}, {}),
    ("3.no_parts_added", "unknown"): ("9610", {"parts_added": None}, {}),
    ("3.not_processed", "failed"): ("9610", {"processed": True}, {}),
    ("3.not_processed", "unknown"): ("9610", {"processed": None}, {}),
    ("3.not_processed", "open"): ("9610", {"repacked": True}, {}),
    ("3.unused", "failed"): ("9610", {"use": "used"}, {}),
    ("3.unused", "unknown"): ("9610", {"use": None, **NO_PAPERS_TOLD}, {}),
    ("3.unused", "open"): ("9610", {"use": "customer_trial", **NO_PAPERS_TOLD}, {}),
    ("4.papers", "outstanding"): ("9610", {"papers_held": ["tax_certificate"]}, {}),
}
"""By clause and outcome: a complete case, what is changed in it, and the options."""

STATUS = {
    "not_covered": "not_covered",
    "failed": "ineligible",
    "unknown": "needs_facts",
    "open": "needs_review",
    "outstanding": "conditional",
}


@pytest.mark.parametrize("code", cases.CODES)
def test_the_complete_case_of_each_code_is_eligible(code: str) -> None:
    verdict = check(COMPLETE[code])
    assert [f.outcome for f in verdict.findings] == ["met"] * 15
    assert verdict.status == "eligible"
    assert verdict.decided_by is None


@pytest.mark.parametrize(("clause", "outcome"), DECIDES)
def test_each_clause_decides_a_verdict_with_each_bad_outcome(clause: str, outcome: str) -> None:
    code, changes, options = DECIDES[clause, outcome]
    verdict = check({**COMPLETE[code], **changes}, **options)
    assert verdict.decided_by == clause
    assert verdict.status == STATUS[outcome]
    same = [finding.clause for finding in verdict.findings if finding.outcome == outcome]
    if (clause, outcome) == ("1.code", "unknown"):
        # Which clock runs, and which destination counts, hangs on the same fact.
        assert same == ["1.code", "1.six_months", "1.destination"]
    else:
        assert same == [clause]


@PART_AND_WHOLE
def test_no_bad_outcome_is_without_a_case_but_one_that_never_comes_alone(far: Far) -> None:
    reachable = {
        (space.clause, outcome) for space in SPACES for outcome in outcomes_in(space, far) - {"met"}
    }
    assert reachable - set(DECIDES) == {("4.papers", "unknown")}
    assert set(DECIDES) <= reachable


def test_goods_that_must_still_leave_the_zone_have_not_met_the_six_months_either() -> None:
    still_to_leave = 0
    for as_of, declared in product((None, *cases.ENDS), repeat=2):
        goods = {**COMPLETE["1210"], "destination": "zone", "domestic_on": None}
        verdict = check({**goods, "return_declared_on": declared}, as_of=as_of)
        outcomes = {finding.clause: finding.outcome for finding in verdict.findings}
        if outcomes["1.destination"] == "outstanding":
            still_to_leave += 1
            assert outcomes["1.six_months"] in ("outstanding", "unknown", "failed", "open")
    assert still_to_leave > 0


def test_papers_are_unknown_only_where_a_clause_before_them_is() -> None:
    (space,) = (space for space in SPACES if space.clause == "4.papers")
    earlier = [ruled(id_, {}).outcome for id_ in ("1.code", "1.reason", "3.unused")]
    read = compile_python.compile_function([ruled("4.papers", {}).outcome, *earlier])
    unknown = 0
    for point, facts, as_of in space.points:
        papers, *others = read(facts, as_of)
        if papers == "unknown":
            unknown += 1
            assert "unknown" in others, point
    assert unknown > 0


# -- as of a day, goods not back yet are never eligible -------------------------------------------

CLOCK = ("export-date", "zone-exit-date", "return-date", "rest-day")
AROUND_THE_LAST_DAYS = [date(2026, 9, day) for day in range(2, 10)] + [date(2026, 8, 4)]


SIDES: tuple[Side | None, ...] = (None, "strict", "lenient")


@walk_part_and_whole("every", 8, 1)
@pytest.mark.parametrize("code", cases.CODES)
def test_as_of_a_day_goods_without_a_return_day_are_never_eligible(code: str, every: int) -> None:
    not_back = {"returned_on": None, "domestic_on": None}
    statuses = set()
    for choice in list(product(SIDES, repeat=len(CLOCK)))[::every]:
        settled = {q: side for q, side in zip(CLOCK, choice, strict=True) if side}
        for as_of, declared in product(AROUND_THE_LAST_DAYS, (None, date(2026, 8, 4))):
            goods = cases.goods(code, **not_back, return_declared_on=declared)
            verdict = check(goods, as_of=as_of, settled=settled)
            statuses.add(verdict.status)
            assert verdict.status != "eligible", (settled, as_of, declared)
    # Not back yet, too late, in between, or declared but with the day of arrival missing.
    assert statuses == {"conditional", "ineligible", "needs_review", "needs_facts"}


@pytest.mark.parametrize("released", [None, date(2026, 3, 3)])
@pytest.mark.parametrize("exported", [None, date(2026, 3, 5)])
@pytest.mark.parametrize("code", cases.CODES)
def test_nor_are_they_where_a_starting_day_is_unknown(
    code: str, exported: date | None, released: date | None
) -> None:
    end = "domestic_on" if code == "1210" else "returned_on"
    goods = cases.goods(
        code, exported_on=exported, released_on=released, **{end: None, "return_declared_on": None}
    )
    sides: tuple[Side, Side] = ("strict", "lenient")
    for choice in product(sides, repeat=len(CLOCK)):
        settled = dict(zip(CLOCK, choice, strict=True))
        for as_of in AROUND_THE_LAST_DAYS:
            assert check(goods, as_of=as_of, settled=settled).status != "eligible"


def test_goods_back_in_the_country_but_in_a_zone_are_not_eligible_under_1210() -> None:
    for destination, as_of in product((None, "domestic", "zone"), AROUND_THE_LAST_DAYS):
        goods = cases.goods("1210", domestic_on=None, destination=destination)
        assert check(goods, as_of=as_of).status != "eligible"


# -- what is missing is asked for ------------------------------------------------------------------


def missing(clause: str, code: str, as_of: date | None = None, **changes: Any) -> tuple[str, ...]:
    verdict = check(cases.goods(code, **changes), as_of=as_of)
    (finding,) = (f for f in verdict.findings if f.clause == clause)
    return finding.missing


def test_the_day_of_release_is_asked_for_only_where_nothing_else_is_missing() -> None:
    # 2026-09-04 is after six months from the declaration, within those from departure.
    assert missing("1.six_months", "9610", released_on=None, **BETWEEN) == ("released_on",)
    assert missing("1.six_months", "9610", released_on=None, exported_on=None, **BETWEEN) == (
        "exported_on",
    )


def test_a_declaration_day_that_suffices_spares_the_question_for_the_release() -> None:
    assert missing("1.six_months", "9610", released_on=None) == ()


def test_the_hs_code_is_never_asked_for() -> None:
    assert missing("1.not_food", "9610", is_food=None, hs_code=None) == ("is_food",)
    assert all("hs_code" not in clause.missing for clause in get_law().clauses)


def test_not_even_a_clause_that_reads_the_hs_code_itself_asks_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    textiles = Clause(
        "1.textiles", 1, Words("纺织品", "textiles"), fact.hs_code.matches("6") & fact.is_food
    )
    *earlier, last = announcements.ANNOUNCEMENTS
    changed = (*earlier, replace(last, changes=(textiles,)))
    monkeypatch.setattr(announcements, "ANNOUNCEMENTS", changed)
    clause = ruled("1.textiles", {})
    assert set(clause.facts) == {"declared_on", "hs_code", "is_food"}
    assert set(clause.missing) == {"declared_on", "is_food"}


def test_what_is_missing_for_the_six_months_is_asked_by_the_rest_days_given() -> None:
    unknown = {
        "released_on": None,
        "declared_on": date(2026, 3, 13),
        "exported_on": date(2026, 3, 17),
    }
    on_monday = {"returned_on": date(2026, 9, 14), "return_declared_on": date(2026, 9, 14)}
    goods = cases.goods("9610", **unknown, **on_monday)
    lenient: dict[str, Side] = {"rest-day": "lenient"}
    assert check(goods, settled=lenient).finding("1.six_months").outcome == "met"
    working = [date(2026, 10, 1)]  # the only day of that year that rests
    finding = check(goods, settled=lenient, days_off=working).finding("1.six_months")
    assert (finding.outcome, finding.missing) == ("unknown", ("released_on",))


def test_what_is_missing_is_the_same_tuple_every_time() -> None:
    goods = cases.goods("9610", use=None, reason=None)
    for at in range(len(get_law().clauses)):
        missing = get_law().find_missing(at, goods, None)
        assert get_law().find_missing(at, goods, None) is missing


def test_missing_facts_are_in_the_order_of_the_model() -> None:
    no_days = dict.fromkeys(("exported_on", "left_zone_on", "domestic_on", "return_declared_on"))
    assert missing("1.six_months", "1210", **no_days) == (
        "exported_on",
        "left_zone_on",
        "domestic_on",
        "return_declared_on",
    )


def test_without_the_code_only_the_code_is_asked_for() -> None:
    assert missing("1.six_months", "9610", supervision_code=None) == ("supervision_code",)
    assert missing("1.destination", "9610", supervision_code=None) == ("supervision_code",)


def test_under_1210_the_day_outside_any_zone_is_asked_for() -> None:
    assert missing("1.six_months", "1210", domestic_on=None) == ("domestic_on",)
    assert missing("1.destination", "1210", destination=None) == ("destination",)


def test_without_as_of_goods_not_back_lack_the_day_of_return() -> None:
    not_back = {"returned_on": None, "return_declared_on": None}
    assert missing("1.six_months", "9610", **not_back) == ("returned_on", "return_declared_on")
    assert missing("1.six_months", "9610", as_of=date(2026, 8, 1), **not_back) == ()


def test_as_of_a_day_goods_not_back_are_asked_for_the_day_they_left_alone() -> None:
    unknown = {"exported_on": None, "returned_on": None, "return_declared_on": None}
    day = date(2026, 9, 4)
    assert missing("1.six_months", "9610", as_of=day, **unknown) == ("exported_on",)
    assert missing("1.six_months", "9610", **unknown) == tuple(unknown)


def test_the_facts_of_a_clause_are_those_its_expressions_read_in_the_order_of_the_model() -> None:
    order = list(ReturnedGoods.model_fields)
    for clause in get_law().clauses:
        reads = list_facts(clause.clause.holds) | list_facts(clause.clause.outstanding)
        assert set(clause.facts) == reads | list_facts(clause.clause.uncovered)
        assert list(clause.facts) == sorted(clause.facts, key=order.index)


# -- the compiled laws that are kept ---------------------------------------------------------------


def test_the_same_options_give_the_same_law() -> None:
    assert get_law() is get_law()
    settled: tuple[tuple[str, Side], ...] = (("zone", "strict"),)
    assert get_law(settled) is get_law(settled)
    assert get_law(settled) is not get_law()


@pytest.mark.parametrize("regime", [MAIN_REGIME, ORDINARY_REGIME], ids=lambda each: each.id)
def test_a_law_is_copied_and_sent_elsewhere_as_its_options(regime: Regime) -> None:
    # what pickle and copy ask of an object is the same
    settled: tuple[tuple[str, Side], ...] = (("zone", "strict"),)
    law = get_law(settled, frozenset({date(2026, 10, 1)}), date(2024, 4, 25), regime=regime)
    assert copy(law) is law


@pytest.mark.parametrize("known_on", [None, date(2023, 1, 1), date(2024, 1, 1)])
def test_without_rest_days_the_law_is_that_of_the_other_options(known_on: date | None) -> None:
    settled: tuple[tuple[str, Side], ...] = (("rest-day", "lenient"), ("zone", "strict"))
    for regime in (MAIN_REGIME, ORDINARY_REGIME):
        law = get_law(settled, frozenset({date(2026, 9, 5)}), known_on, regime=regime)
        found = find_law_without_days_off(law)
        assert found is get_law(settled, None, known_on, regime=regime)
        assert found is find_law_without_days_off(found)


def test_another_table_of_announcements_gives_another_law(monkeypatch: pytest.MonkeyPatch) -> None:
    before = get_law()
    with monkeypatch.context() as patch:
        patch.setattr(announcements, "ANNOUNCEMENTS", announcements.ANNOUNCEMENTS[:2])
        assert len(get_law().published) == 2
    assert get_law() is not before
    assert [a.id for a in get_law().published] == [a.id for a in before.published]


def test_the_first_law_of_another_regime_leaves_those_that_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    instruments = {MAIN_REGIME: MAIN_REGIME.instruments()}
    monkeypatch.setattr(compiled_law, "_compiled_from", instruments)
    before = get_law()
    assert get_law(regime=ORDINARY_REGIME) is not before
    assert get_law() is before


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (date(2023, 2, 1), date(2023, 8, 30), True),
        (date(2023, 8, 30), date(2023, 8, 31), False),
        (date(2023, 8, 31), date(2026, 2, 8), True),
        (date(2026, 2, 8), date(2026, 2, 9), False),
        (date(2000, 1, 1), date(2023, 1, 31), True),
        (date(2023, 1, 31), date(2023, 2, 1), False),
    ],
)
def test_days_between_two_publications_share_one_law(one: date, other: date, same: bool) -> None:
    assert (get_law(known_on=one) is get_law(known_on=other)) is same


def test_the_day_of_the_last_publication_and_no_day_at_all_share_one_law() -> None:
    assert get_law(known_on=date(2026, 2, 9)) is get_law()


def test_asking_under_ever_new_options_keeps_a_bounded_number_of_laws() -> None:
    for day in range(compiled_law.KEPT_LAWS + 6):
        get_law(days_off=frozenset({date.fromordinal(date(2026, 3, 1).toordinal() + day)}))
    assert compiled_law._compile_law.cache_info().currsize == compiled_law.KEPT_LAWS


# -- outcomes, over the whole space of each clause ----------------------------------------------


def outcomes_at(space: Space, settled: Settled) -> Callable[[Point], str | None]:
    """Return what tells the outcome of a clause at a point; None at one the model refuses."""
    read = compile_python.compile_function([ruled(space.clause, settled).outcome])

    @cache
    def outcome_at(point: Point) -> str | None:
        return read(*space.accepted[point])[0] if point in space.accepted else None

    return outcome_at


def plain_outcome(strict: Truth, lenient: Truth, outstanding: Truth, uncovered: Truth) -> str:
    """Read the table of outcomes from the top; the first line that fits."""
    return "not_covered" if uncovered else outcome_of(strict, lenient, bool(outstanding))


@PART_AND_WHOLE
@BY_NAME
def test_the_outcome_of_a_clause_is_the_first_line_of_the_table_that_fits(
    space: Space, far: Far
) -> None:
    for settled in settlings(space, far):
        law, clause = law_of(settled), ruled(space.clause, settled)
        read = compile_python.compile_function(
            [
                clause.strict,
                clause.lenient,
                law.read_strictly(clause.clause.outstanding),
                law.read_strictly(clause.clause.uncovered),
                clause.outcome,
            ]
        )
        for point, facts, as_of in spread(space.points, far.points):
            *truths, outcome = read(facts, as_of)
            assert outcome == plain_outcome(*truths), (settled, point)


@PART_AND_WHOLE
@BY_NAME
def test_what_holds_strictly_never_fails_leniently(space: Space, far: Far) -> None:
    for settled in settlings(space, far):
        clause = ruled(space.clause, settled)
        read = compile_python.compile_function([clause.strict, clause.lenient])
        for point, facts, as_of in spread(space.points, far.points):
            strict, lenient = read(facts, as_of)
            assert not (strict is True and lenient is False), (settled, point)


ALWAYS_PRESUMED = {
    "exported_quantity",
    "returned_quantity",
    "returned_before",
    "papers_held",
    "parts_missing",
    "damaged",
    "repacked",
    "importer_differs",
    "attribution",
    "export_entry",
    "hs_code",
}
SHOW_A_RETURN = ("return_entry", "returned_on", "domestic_on", "return_declared_on")
NOT_FOOD_CODE = "6109100010"


def is_presumed(fact: str, given: Mapping[str, Any]) -> bool:
    """Say whether an unknown fact counts as something beside the facts given."""
    if fact == "destination":
        return given["supervision_code"] not in (None, "1210")
    if fact == "is_food":
        return bool(given["hs_code"] == NOT_FOOD_CODE)
    if fact == "shipped_as_declared":
        return given["reason"] not in (None, "wrong_goods")
    if fact == "domestic_on" and given["supervision_code"] != "1210":
        return True  # goods of the other codes come by way of a zone only where it is given
    if fact in SHOW_A_RETURN:
        shown = [name for name in SHOW_A_RETURN if given.get(name) is not None]
        if given["supervision_code"] == "1210" and given.get("destination") == "zone":
            shown = [name for name in shown if name != "returned_on"]
        return bool(given["as_of"]) and not shown
    if fact == "export_duty_paid":  # asks for its receipt only where it is known
        return True
    return fact in ALWAYS_PRESUMED


@PART_AND_WHOLE
@BY_NAME
def test_filling_in_a_fact_that_is_not_presumed_never_changes_met_or_failed(
    space: Space, far: Far
) -> None:
    names = tuple(space.values)
    for settled in settlings(space, far):
        outcome_at = outcomes_at(space, settled)
        for point, _, _ in spread(space.points, far.points):
            outcome = outcome_at(point)
            if outcome not in ("met", "failed"):
                continue
            told = dict(zip(names, point, strict=True))
            for at, name in enumerate(names):
                if name == "as_of" or point[at] is not None or is_presumed(name, told):
                    continue
                for value in space.values[name]:
                    filled = outcome_at((*point[:at], value, *point[at + 1 :])) or outcome
                    if filled == "unknown" and shows_that_none_left(name, value, told):
                        continue
                    assert filled == outcome, (settled, told, name, value)


def shows_that_none_left(fact: str, value: Any, given: Mapping[str, Any]) -> bool:
    """Say whether a day of return makes one ask whether 1210 goods ever left the country.

    Out of any zone more than ten days after the gate-out they are presumed to have left; a day of
    return within the ten days looks like goods taken back from the terminal. The day of return is
    no presumed fact there, and nobody would ask for it: this is the one exception.
    """
    return (
        fact == "returned_on"
        and given["supervision_code"] == "1210"
        and given["exported_on"] is None
        and value <= given["left_zone_on"] + timedelta(days=10) < given["domestic_on"]
    )


def test_a_day_of_return_within_ten_days_of_the_gate_makes_a_met_clock_ask_for_departure() -> None:
    goods = cases.goods("1210", exported_on=None, returned_on=None)
    assert check(goods).finding("1.six_months").outcome == "met"
    finding = check(goods.but(returned_on=date(2026, 3, 14))).finding("1.six_months")
    assert (finding.outcome, finding.missing) == ("unknown", ("exported_on",))
    assert check(goods.but(returned_on=date(2026, 3, 15))).status == "eligible"


def finding_at(
    clause: str, settled: Settled, outcome: Any, facts: Any, as_of: date | None
) -> Finding:
    law = law_of(settled)
    at = [ruled.clause.id for ruled in law.clauses].index(clause)
    return Finding((at, outcome, Case(law, facts, as_of, None)))


@PART_AND_WHOLE
@BY_NAME
def test_a_met_finding_names_every_unknown_fact_that_once_known_could_make_it_another(
    space: Space, far: Far
) -> None:
    names, met = tuple(space.values), 0
    for settled in ({}, *settlings(space)[-2:]):
        outcome_at = outcomes_at(space, settled)
        for point, facts, as_of in spread(space.points, min(far.points, 4000)):
            if outcome_at(point) != "met":
                continue
            met += 1
            told = dict(zip(names, point, strict=True))
            presumed = finding_at(space.clause, settled, "met", facts, as_of).presumed
            for at, name in enumerate(names):
                if point[at] is not None or name in ("as_of", *presumed, "export_duty_paid"):
                    continue
                for value in space.values[name]:
                    filled = outcome_at((*point[:at], value, *point[at + 1 :])) or "met"
                    if filled == "unknown" and shows_that_none_left(name, value, told):
                        continue
                    assert filled == "met", (settled, told, name, value)
    assert met > 0


@PART_AND_WHOLE
@BY_NAME
def test_what_a_finding_presumes_is_unknown_read_and_among_what_the_case_assumes(
    space: Space, far: Far
) -> None:
    some = spread(space.points, min(far.points, 2000))
    clause = ruled(space.clause, {})
    read = compile_python.compile_function([clause.outcome])
    for _, facts, as_of in some:
        (outcome,) = read(facts, as_of)
        finding = finding_at(space.clause, {}, outcome, facts, as_of)
        of_the_line = {"export_entry"} if space.clause == "1.same_goods" else set[str]()
        for name in finding.presumed:
            assert getattr(facts, name) is None
            assert name in {*clause.facts, *of_the_line}
            assert name in {each.fact for each in finding[2].assumed}
            assert name not in finding.missing


@PART_AND_WHOLE
@BY_NAME
def test_an_unknown_outcome_names_a_missing_fact_that_is_not_known_yet(
    space: Space, far: Far
) -> None:
    for settled in ({}, *settlings(space)[-2:]):
        clause = ruled(space.clause, settled)
        read = compile_python.compile_function([clause.outcome, *clause.missing.values()])
        for point, facts, as_of in spread(space.points, far.points):
            outcome, *lacks = read(facts, as_of)
            missing = [name for name, lack in zip(clause.missing, lacks, strict=True) if lack]
            assert all(getattr(facts, name) is None for name in missing), (settled, point)
            assert missing or outcome != "unknown", (settled, point)


def outcomes_in(space: Space, far: Far) -> set[str]:
    """Return every outcome its clause has in a space, whatever is settled."""
    found = set()
    for settled in settlings(space, far):
        read = compile_python.compile_function([ruled(space.clause, settled).outcome])
        found |= {read(facts, as_of)[0] for _, facts, as_of in spread(space.points, far.points)}
    return found
