from __future__ import annotations

from itertools import product
from types import SimpleNamespace

import pytest

from retax.law.outcome import (
    OUTCOMES,
    STATUS_OF,
    STATUSES,
    Outcome,
    find_worst,
    list_first_match_cases,
    outcome,
)
from retax.logic.compile_python import compile_function
from retax.logic.expressions import Constant, Fact

WORST_FIRST: tuple[Outcome, ...] = (
    "not_covered",
    "failed",
    "unknown",
    "open",
    "outstanding",
    "met",
)
STATUS = {
    "not_covered": "not_covered",
    "failed": "ineligible",
    "unknown": "needs_facts",
    "open": "needs_review",
    "outstanding": "conditional",
    "met": "eligible",
}
TRUTHS = (True, False, None)

# Strict and lenient side → outcome, where nothing is outstanding and the day is covered.
BY_READINGS = {
    (True, True): "met",
    (True, None): "met",
    (True, False): "met",
    (False, False): "failed",
    (None, False): "failed",
    (False, None): "unknown",
    (None, None): "unknown",
    (None, True): "unknown",
    (False, True): "open",
}


def test_the_outcome_is_the_first_line_of_the_table_that_fits() -> None:
    names = ("strict", "lenient", "outstanding", "uncovered")
    law = compile_function([outcome(*(Fact(name) for name in names))])
    for strict, lenient, outstanding, uncovered in product(TRUTHS, repeat=4):
        facts = SimpleNamespace(
            strict=strict, lenient=lenient, outstanding=outstanding, uncovered=uncovered
        )
        if uncovered is True:
            expected = "not_covered"
        elif outstanding is True:
            expected = "outstanding"
        else:
            expected = BY_READINGS[strict, lenient]
        assert law(facts, None) == (expected,), facts


def test_a_clause_known_from_the_start_folds_to_its_outcome() -> None:
    yes, no = Constant(True), Constant(False)
    assert outcome(yes, yes, no, no) == Constant("met")
    assert outcome(no, yes, no, no) == Constant("open")
    assert outcome(no, no, yes, no) == Constant("outstanding")


def first_of(found: dict[Outcome, bool]) -> Outcome:
    return next((name for name in WORST_FIRST if found.get(name)), "met")


def test_gone_through_from_the_worst_the_first_case_that_holds_is_the_outcome() -> None:
    facts = {name: Fact(name) for name in ("strict", "lenient", "outstanding", "uncovered")}
    when = list_first_match_cases(*facts.values())
    law = compile_function([outcome(*facts.values()), *when.values()])
    for values in product(TRUTHS, repeat=4):
        here = dict(zip(facts, values, strict=True))
        if here["strict"] is True and here["lenient"] is False:
            continue  # what is true strictly is not false leniently
        told, *holds = law(SimpleNamespace(**here), None)
        assert set(holds) <= {True, False}
        assert first_of(dict(zip(when, holds, strict=True))) == told, here


def test_where_both_readings_are_the_same_nothing_is_open() -> None:
    one, no = Fact("one"), Constant(False)
    assert list_first_match_cases(one, one, no, no)["open"] == no
    assert set(list_first_match_cases(Constant(True), Constant(True), no, no).values()) == {no}


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_the_worst_outcome_gives_the_status_and_the_first_clause_with_it_decides(
    length: int,
) -> None:
    for outcomes in product(WORST_FIRST, repeat=length):
        bad = min(outcomes, key=WORST_FIRST.index)
        decides = None if bad == "met" else outcomes.index(bad)
        assert find_worst(outcomes) == (STATUS[bad], decides)


def test_without_a_clause_there_is_no_verdict() -> None:
    with pytest.raises(ValueError, match=r"^a verdict has at least one clause$"):
        find_worst(())


def test_the_outcomes_come_worst_first_and_each_gives_a_status_of_its_own() -> None:
    assert tuple(OUTCOMES) == WORST_FIRST
    assert STATUS_OF == STATUS
    assert list(STATUSES) == list(STATUS.values())


def test_each_status_has_the_badge_it_is_known_by() -> None:
    assert {status: badge.zh for status, (badge, _) in STATUSES.items()} == {
        "not_covered": "无适用公告",
        "ineligible": "不符合本公告",
        "needs_facts": "资料待补",
        "needs_review": "口径待核",
        "conditional": "附条件符合",
        "eligible": "符合免税条件",
    }


SENTENCES = {
    "not_covered": (
        "该出口申报日期不在已知公告的适用期内，暂无法判断，不等于不能免税。",
        "The export was declared outside the periods of the known announcements; that is no "
        "answer yet, and not a no.",
    ),
    "ineligible": (
        "不能按本公告免税，但不等于一定征税；如有其他可能途径，列于下文。",
        "No exemption under this announcement; that does not yet mean the goods are taxed. Other "
        "routes, where one is known, are listed below.",
    ),
    "needs_facts": (
        "资料不足以判断，请补充下列资料。",
        "What is known does not decide the case; please supply the facts below.",
    ),
    "needs_review": (
        "已知事实足以判断，结论取决于对规定的理解，请先向主管海关核实。",
        "The facts stated suffice; the answer depends on how the rule is read. Please ask the "
        "competent customs office first.",
    ),
    "conditional": (
        "按所述事实，其余条件均已满足；下列事项办妥后可申请退运免税，以海关审核为准。",
        "On the facts stated every other condition is met; once the steps below are taken, the "
        "exemption can be applied for. Customs decides.",
    ),
    "eligible": (
        "按所述事实，各项条件均已满足；凭所列单证可申请退运免税，以海关审核为准。",
        "On the facts stated every condition is met; with the papers listed the exemption can be "
        "applied for. Customs decides.",
    ),
}


def test_each_status_promises_exactly_so_much_and_leaves_the_decision_to_customs() -> None:
    assert {name: (s.zh, s.en) for name, (_, s) in STATUSES.items()} == SENTENCES
