from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product
from typing import Any

import pytest

import cases
from retax.check import check
from retax.facts.model import ReturnedGoods
from retax.judge.compiled_law import get_law
from retax.law.cross_border.open_questions import QUESTIONS
from retax.law.cross_border.presumptions import PRESUMPTIONS
from retax.law.rules import presumption_applies
from retax.logic.expressions import FALSE, Side
from retax.logic.kleene import has_value, is_definitely_true
from retax.logic.simplify.branches import simplify_branches
from retax.logic.simplify.conditions import Simplifier

ALWAYS = (
    "export_entry",
    "hs_code",
    "parts_missing",
    "damaged",
    "repacked",
    "importer_differs",
    "attribution",
    "shipped_as_declared",
    "exported_quantity",
    "returned_quantity",
    "returned_before",
    "papers_held",
)
PRESUMED = {*ALWAYS, "exported_on", "returned_on", "domestic_on", "destination", "is_food"}
NOT_BACK: dict[str, Any] = {"returned_on": None, "domestic_on": None, "return_declared_on": None}
AS_OF = date(2026, 8, 1)


def complete(code: str, **changes: Any) -> ReturnedGoods:
    """Return a case of which all is known, the way outside 1210 too: by no zone."""
    no_zone = {} if code == "1210" else {"domestic_on": cases.COMPLETE[code]["returned_on"]}
    return cases.goods(code, **{**no_zone, **changes})


def assumed(goods: Any, as_of: date | None = None) -> tuple[str, ...]:
    return check(goods, as_of=as_of).assumed


def test_the_presumed_facts_are_in_the_order_of_the_model() -> None:
    facts = [presumption.fact for presumption in PRESUMPTIONS]
    assert set(facts) == PRESUMED
    order = list(ReturnedGoods.model_fields)
    assert facts == sorted(facts, key=order.index)
    # Of two kinds of goods a day outside any zone says two things; any other fact says one.
    assert [name for name, times in Counter(facts).items() if times > 1] == ["domestic_on"]


@pytest.mark.parametrize("code", cases.CODES)
def test_where_everything_is_known_nothing_is_assumed(code: str) -> None:
    assert assumed(complete(code)) == ()


@pytest.mark.parametrize("fact", ALWAYS)
@pytest.mark.parametrize("code", cases.CODES)
def test_an_unknown_fact_that_is_always_presumed_is_named_and_the_case_goes_on(
    code: str, fact: str
) -> None:
    verdict = check(complete(code, **{fact: None}))
    assert verdict.assumed == (fact,)
    assert verdict.status == "eligible"


@pytest.mark.parametrize(
    "fact", sorted(set(cases.COMPLETE["1210"]) - PRESUMED - {"export_duty_paid", "taxed_at_export"})
)
def test_a_fact_that_is_not_presumed_is_never_assumed(fact: str) -> None:
    assert assumed(complete("1210", **{fact: None})) == ()


@pytest.mark.parametrize(("code", "presumed"), [("1210", False), ("9610", True), ("9810", True)])
def test_the_destination_is_presumed_outside_1210(code: str, presumed: bool) -> None:
    assert assumed(complete(code, destination=None)) == (("destination",) if presumed else ())


def test_without_the_code_no_destination_is_presumed() -> None:
    assert assumed(complete("9610", supervision_code=None, destination=None)) == ()


@pytest.mark.parametrize(
    ("hs_code", "presumed"),
    [("6109100010", True), ("0902100000", False), ("1301", False), ("7701", False)],
)
def test_not_food_is_presumed_only_where_the_heading_says_so(hs_code: str, presumed: bool) -> None:
    goods = complete("9610", hs_code=hs_code, is_food=None)
    assert assumed(goods) == (("is_food",) if presumed else ())


def test_without_a_heading_only_the_heading_is_assumed_to_say_nothing() -> None:
    assert assumed(complete("9610", hs_code=None, is_food=None)) == ("hs_code",)


@pytest.mark.parametrize(("code", "end"), [("1210", "domestic_on"), ("9610", "returned_on")])
def test_as_of_a_day_goods_without_a_return_day_are_assumed_to_be_abroad(
    code: str, end: str
) -> None:
    assert assumed(complete(code, **NOT_BACK), AS_OF) == (end,)
    assert assumed(complete(code, **NOT_BACK)) == ()


@pytest.mark.parametrize(("code", "end"), [("1210", "domestic_on"), ("9610", "returned_on")])
def test_a_return_declared_is_not_assumed_to_be_abroad(code: str, end: str) -> None:
    goods = complete(code, **NOT_BACK | {"return_declared_on": AS_OF})
    assert assumed(goods, AS_OF) == ()
    assert check(goods, as_of=AS_OF).asks[0].fact == end


def test_a_known_fact_is_never_assumed_whatever_else_is_unknown() -> None:
    for fact in ALWAYS:
        alone = {"supervision_code": "9610", fact: cases.COMPLETE["9610"][fact]}
        assert fact not in assumed(alone, AS_OF)


@pytest.mark.parametrize("side", [None, "strict", "lenient"])
def test_no_clause_asks_for_a_fact_while_it_is_presumed_but_where_the_presumption_says_so(
    side: Side | None,
) -> None:
    law = get_law(tuple((id_, side) for id_ in QUESTIONS if side))
    compared = set()
    for presumption in PRESUMPTIONS:
        asking = [ruled for ruled in law.clauses if presumption.fact in ruled.missing]
        for ruled in asking if not presumption.unless_requested else []:
            is_asked = has_value(ruled.outcome, "unknown") & ruled.missing[presumption.fact]
            both = simplify_branches(law.read_strictly(presumption_applies(presumption)) & is_asked)
            assert Simplifier().simplify(is_definitely_true(both)) == FALSE
            compared.add(presumption.fact)
    assert {"returned_on", "domestic_on", "is_food", "papers_held"} <= compared


def test_presuming_is_the_same_as_stating_the_presumed_value() -> None:
    told: dict[str, Any] = {
        "destination": "domestic",
        "is_food": False,
        "parts_missing": False,
        "damaged": False,
        "repacked": False,
        "importer_differs": False,
        "attribution": "traced",
        "shipped_as_declared": True,
        "returned_before": 0,
    }
    changes: tuple[dict[str, Any], ...] = (
        {},
        {"use": "used"},
        {"reason": "recall"},
        {"same_form": None},
        {"export_refund": "claimed", "papers_held": None},
    )
    for change, (fact, value) in product(changes, told.items()):
        silent = check(complete("9610", **{**change, fact: None}))
        spoken = check(complete("9610", **{**change, fact: value}))
        assert [f.outcome for f in silent.findings] == [f.outcome for f in spoken.findings]


@pytest.mark.parametrize("reason", [None, *cases.REASONS])
def test_goods_are_presumed_to_be_those_declared_for_any_reason_but_wrong_goods(
    reason: str | None,
) -> None:
    goods = complete("9610", reason=reason, shipped_as_declared=None, papers_held=None)
    presumed = reason not in (None, "wrong_goods")
    assert ("shipped_as_declared" in assumed(goods)) == presumed
    missing = check(goods).finding("1.same_goods").missing
    assert missing == {None: ("reason",), "wrong_goods": ("shipped_as_declared",)}.get(reason, ())


@pytest.mark.parametrize(
    ("code", "changes", "presumed"),
    [
        ("9610", {}, True),
        ("9810", {}, True),
        ("9610", {"destination": None}, True),
        ("9610", {"destination": "zone"}, False),
        ("9610", {"returned_on": None}, False),
        ("9610", {"domestic_on": date(2026, 8, 3)}, False),
        ("1210", {"domestic_on": None}, False),
        ("9610", {"supervision_code": None}, False),
    ],
)
def test_goods_of_the_other_codes_are_presumed_to_come_by_no_zone(
    code: str, changes: dict[str, Any], presumed: bool
) -> None:
    verdict = check(cases.goods(code, **changes))
    assert ("domestic_on" in verdict.assumed) == presumed
    assert ("domestic_on" in verdict.finding("1.six_months").presumed) == presumed
    said = "运至境内区外日期：未说明，按未经区内退运处理" in verdict.explain("zh")
    assert said == presumed


OF_A_CLAUSE = {
    "1.six_months": {"exported_on", "returned_on", "domestic_on"},
    "1.destination": {"destination"},
    "1.not_food": {"hs_code", "is_food"},
    "1.same_goods": {
        "export_entry",
        "attribution",
        "shipped_as_declared",
        "exported_quantity",
        "returned_quantity",
        "returned_before",
    },
    "2.certificate": {"papers_held"},
    "2.same_enterprise": {"importer_differs"},
    "3.same_form": {"parts_missing", "damaged"},
    "3.not_processed": {"repacked"},
    "4.papers": {"papers_held"},
}


def test_each_presumed_fact_belongs_to_the_clauses_that_rest_on_it() -> None:
    found: dict[str, set[str]] = {}
    for presumption in PRESUMPTIONS:
        for clause in presumption.clauses:
            found.setdefault(clause, set()).add(presumption.fact)
    assert found == OF_A_CLAUSE


@pytest.mark.parametrize("fact", ALWAYS)
def test_a_finding_names_what_it_presumes_and_no_other_does(fact: str) -> None:
    verdict = check(complete("9610", **{fact: None}))
    naming = {finding.clause for finding in verdict.findings if fact in finding.presumed}
    assert naming == {clause for clause, facts in OF_A_CLAUSE.items() if fact in facts}


@pytest.mark.parametrize(
    ("clause", "changes"),
    [
        ("1.same_goods", {"shipped_as_declared": False}),
        ("1.same_goods", {"exported_quantity": 10, "returned_before": 10}),
        ("3.same_form", {"same_form": False}),
        ("3.not_processed", {"processed": True}),
        ("1.not_food", {"is_food": True, "hs_code": None}),
        ("1.six_months", {"returned_on": date(2026, 12, 1), "return_declared_on": None}),
    ],
)
def test_a_finding_that_fails_on_what_is_stated_presumes_nothing(
    clause: str, changes: dict[str, Any]
) -> None:
    silent = dict.fromkeys(name for name in ALWAYS if name not in changes)
    finding = check(cases.goods("9610", **{**silent, **changes})).finding(clause)
    assert (finding.outcome, finding.presumed) == ("failed", ())


@pytest.mark.parametrize(("code", "end"), [("1210", "domestic_on"), ("9610", "returned_on")])
def test_a_finding_that_fails_on_goods_presumed_abroad_names_them(code: str, end: str) -> None:
    finding = check(complete(code, **NOT_BACK), as_of=date(2026, 12, 1)).finding("1.six_months")
    assert (finding.outcome, finding.presumed) == ("failed", (end,))


def test_a_period_of_no_law_presumes_nothing() -> None:
    verdict = check({"declared_on": "2028-01-05"})
    assert (verdict.finding("1.period").outcome, verdict.finding("1.period").presumed) == (
        "not_covered",
        (),
    )


def test_every_presumption_is_worded_in_both_languages() -> None:
    for presumption in PRESUMPTIONS:
        assert not presumption.words.zh.isascii()
        assert presumption.words.en.isascii()


def test_an_export_paper_that_is_not_stated_is_that_of_the_line_described() -> None:
    (words,) = (each.words for each in PRESUMPTIONS if each.fact == "export_entry")
    assert words.zh == "按所述出口单证项下货物处理"
    assert words.en == "presumed to be that of the line described"
