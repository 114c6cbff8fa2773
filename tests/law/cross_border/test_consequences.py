from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

import cases
from retax.check import check
from retax.judge.compiled_law import get_law
from retax.law.cross_border.article_4_documents import DOCUMENTS
from retax.law.cross_border.consequences import ACTIONS, OBTAIN, RELIEFS
from retax.law.rules import ASK_CUSTOMS
from retax.logic.expressions import FALSE

NOT_BACK: dict[str, Any] = {"returned_on": None, "domestic_on": None, "return_declared_on": None}


def actions(goods: Any, **options: Any) -> list[tuple[str, date | None]]:
    return [(action.id, action.due) for action in check(goods, **options).actions]


# -- reliefs ------------------------------------------------------------------------------------


def plain_reliefs(duty_paid: bool | None, taxed: bool | None, refund: str) -> list[tuple[str, str]]:
    listed = [(f"import_{tax}", "exempt") for tax in ("duty", "vat", "consumption_tax")]
    if duty_paid is not False:
        listed.append(("export_duty", "refund" if duty_paid else "refund_if_paid"))
    if taxed is not False and refund == "not_refunded":
        effect = "as_domestic_return" if taxed else "as_domestic_return_if_taxed"
        listed.append(("export_vat_and_consumption_tax", effect))
    return listed


@pytest.mark.parametrize("refund", cases.REFUNDS)
def test_what_becomes_of_each_tax(refund: str) -> None:
    for duty_paid, taxed in product(cases.YES_NO, cases.YES_NO):
        if taxed and refund in ("refunded", "repaid"):
            continue  # contradicts itself
        verdict = check(
            cases.goods(
                "9610",
                export_duty_paid=duty_paid,
                taxed_at_export=taxed,
                export_refund=refund,
                papers_held=None,
            )
        )
        assert verdict.status in ("eligible", "conditional")
        found = [(relief.tax, relief.effect) for relief in verdict.reliefs]
        assert found == plain_reliefs(duty_paid, taxed, refund)


@pytest.mark.parametrize(
    "changes",
    [
        {"use": "used"},
        {"same_form": None},
        {"damaged": True},
        {"declared_on": None},
        {"supervision_code": "0110"},
    ],
)
def test_no_relief_is_promised_where_the_answer_is_no_or_not_known(changes: Any) -> None:
    verdict = check(cases.goods("9610", **changes))
    assert verdict.status not in ("eligible", "conditional")
    assert verdict.reliefs == ()


def test_no_two_reliefs_for_one_tax_hold_together() -> None:
    taxes = {relief.tax for relief in RELIEFS}
    assert taxes == {
        "import_duty",
        "import_vat",
        "import_consumption_tax",
        "export_duty",
        "export_vat_and_consumption_tax",
    }
    for duty_paid, taxed in product(cases.YES_NO, cases.YES_NO):
        goods = cases.goods(
            "9610", export_duty_paid=duty_paid, taxed_at_export=taxed, papers_held=None
        )
        found = [relief.tax for relief in check(goods).reliefs]
        assert len(found) == len(set(found))


# -- actions ------------------------------------------------------------------------------------


def test_an_eligible_case_asks_for_nothing() -> None:
    assert all(actions(cases.goods(code)) == [] for code in cases.CODES)


@pytest.mark.parametrize(("code", "last"), [("9610", date(2026, 9, 3)), ("1210", date(2026, 9, 4))])
def test_goods_still_abroad_are_to_be_back_by_the_last_day(code: str, last: date) -> None:
    goods = cases.goods(code, **NOT_BACK)
    assert actions(goods, as_of=date(2026, 8, 1)) == [("return_by", last)]


def test_under_1210_coming_back_in_time_means_out_of_any_zone() -> None:
    last = date(2026, 9, 4)
    abroad = cases.goods("1210", **NOT_BACK)
    (action,) = check(abroad, as_of=date(2026, 8, 1)).actions
    assert (action.words.zh, action.due) == ("最迟于 2026-09-04 退运至境内区外并办理进口申报", last)
    assert action.words.en == (
        "bring the goods back, out of any zone and declare the return by 2026-09-04"
    )
    (of_the_others,) = check(cases.goods("9810", **NOT_BACK), as_of=date(2026, 8, 1)).actions
    assert of_the_others.words.zh == "最迟于 2026-09-03 退运进境并办理进口申报"
    assert of_the_others.words.en == "bring the goods back and declare the return by 2026-09-03"


def test_goods_back_but_not_declared_are_to_be_declared_by_the_last_day() -> None:
    goods = cases.goods("9610", return_declared_on=None)
    assert actions(goods) == [("declare_return", date(2026, 9, 3))]
    assert actions(goods, as_of=date(2026, 9, 3)) == [("declare_return", date(2026, 9, 3))]


def test_1210_goods_in_a_zone_are_to_leave_it_by_the_last_day() -> None:
    goods = cases.goods("1210", destination="zone", domestic_on=None, return_declared_on=None)
    last, as_of = date(2026, 9, 4), date(2026, 8, 5)
    assert actions(goods, as_of=as_of) == [("leave_zone", last)]
    on_their_way = goods.model_copy(update={"returned_on": None})
    assert actions(on_their_way, as_of=as_of) == [("return_by", last), ("leave_zone", last)]


def test_where_the_last_day_is_not_known_the_action_has_none_and_says_so() -> None:
    goods = cases.goods("1210", destination="zone", domestic_on=None, left_zone_on=None)
    (action,) = (a for a in check(goods).actions if a.id == "leave_zone")
    assert action.due is None
    assert action.words.zh == "最迟于 期限届满日（尚待确定） 运至境内区外"
    assert action.words.en == "bring the goods out of the zone by the last day (not known yet)"


def test_a_line_with_too_many_units_is_to_be_split_with_what_is_left_of_it() -> None:
    goods = cases.goods(
        "9610",
        exported_quantity=Decimal("10.50"),
        returned_before=Decimal("1"),
        returned_quantity=Decimal("9.6"),
        unit="kg",
    )
    (action,) = check(goods).actions
    assert (action.id, action.due) == ("split_line", None)
    assert "9.50 kg" in action.words.en
    assert "9.50kg" in action.words.zh


def test_without_anything_returned_before_the_whole_line_is_left() -> None:
    goods = cases.goods("9610", returned_before=None, returned_quantity=Decimal(11))
    (action,) = check(goods).actions
    assert "10" in action.words.en


@pytest.mark.parametrize(
    ("refund", "ids"),
    [
        ("refunded", ["repay_refund", "obtain:tax_certificate"]),
        ("claimed", ["withdraw_claim", "obtain:tax_certificate"]),
        ("repaid", []),
        ("not_refunded", []),
    ],
)
def test_a_refund_is_to_be_repaid_and_a_claim_withdrawn_then_the_certificate_obtained(
    refund: str, ids: list[str]
) -> None:
    held = cases.COMPLETE["9610"]["papers_held"] - {"tax_certificate"}
    due = date(2026, 9, 3)
    for papers in (None, held, frozenset[str]()):
        found = actions(cases.goods("9610", export_refund=refund, papers_held=papers))
        assert [action for action in found if action[1]] == [(id_, due) for id_ in ids]
        assert found[-1:] == [("obtain:tax_certificate", due)] or not ids
        if papers == held and ids:
            assert found == [(id_, due) for id_ in ids]


def test_what_is_due_on_the_last_day_is_so_even_past_it() -> None:
    goods = cases.goods("9610", export_refund="refunded", papers_held=None)
    due = date(2026, 9, 3)
    assert actions(goods, as_of=date(2026, 12, 1)) == [
        ("repay_refund", due),
        ("obtain:tax_certificate", due),
    ]


def test_the_certificate_of_a_settled_refund_is_obtained_with_the_other_papers() -> None:
    goods = cases.goods("9610", export_refund="repaid", papers_held=["self_declaration"])
    assert actions(goods) == [("obtain:export_record", None), ("obtain:tax_certificate", None)]


def test_actions_are_in_the_order_of_the_design() -> None:
    goods = cases.goods(
        "9610",
        **NOT_BACK,
        returned_quantity=Decimal(20),
        export_refund="refunded",
        repacked=True,
        reason="other",
        papers_held=[],
    )
    assert [id_ for id_, _ in actions(goods, as_of=date(2026, 8, 1))] == [
        "return_by",
        "split_line",
        "repay_refund",
        "obtain:export_record",
        "obtain:reason_statement",
        "ask_customs:reason:other",
        "ask_customs:repacking",
        "obtain:tax_certificate",
    ]


def test_the_reason_other_is_to_be_named_and_no_question_to_put_to_customs() -> None:
    verdict = check(cases.goods("9610", reason="other", papers_held=None))
    (action,) = verdict.actions
    assert (action.id, action.due) == ("ask_customs:reason:other", None)
    assert action.words.zh == "写明具体退运原因（“其他”不能据以办理）"
    assert action.words.en == "name the reason of the return (“other” is none to act on)"


@pytest.mark.parametrize("code", ["9610", "9710", "9810"])
def test_outside_1210_goods_in_a_zone_are_to_leave_it_by_the_last_day(code: str) -> None:
    goods = cases.goods(code, destination="zone")
    for as_of in (None, date(2026, 8, 10), date(2026, 9, 3)):
        assert actions(goods, as_of=as_of) == [("leave_zone", date(2026, 9, 3))]
        assert actions(goods, as_of=as_of, settled={"zone": "lenient"}) == []


@pytest.mark.parametrize("declared", [None, date(2026, 8, 4)])
def test_in_a_zone_under_1210_leaving_it_is_all_there_is_to_do(declared: date | None) -> None:
    goods = cases.goods("1210", destination="zone", domestic_on=None, return_declared_on=declared)
    for as_of in (None, date(2026, 8, 10)):
        assert actions(goods, as_of=as_of) == [("leave_zone", date(2026, 9, 4))]


def test_nothing_is_to_be_split_where_the_rest_of_the_line_would_not_hold() -> None:
    over: dict[str, Any] = {"returned_quantity": Decimal(11), "papers_held": None}
    assert actions(cases.goods("9610", **over)) == [("split_line", None)]
    for attribution, question in (("fifo", "batch-fifo"), ("stated", "batch-stated")):
        goods = cases.goods("9610", **over, attribution=attribution)
        assert actions(goods) == [(f"ask_customs:{question}", None)]
        assert actions(goods, settled={question: "lenient"}) == [("split_line", None)]


def test_papers_merely_expected_or_not_stated_are_not_to_be_obtained() -> None:
    papers = ["export_declaration", "tax_certificate", "self_declaration"]
    assert actions(cases.goods("9710", papers_held=papers)) == []
    assert actions(cases.goods("9710", papers_held=None)) == []


def test_a_case_decided_against_leaves_nothing_to_do() -> None:
    goods = cases.goods("9610", use="used", export_refund="refunded", papers_held=[])
    assert actions(goods) == []


def test_every_action_belongs_to_a_clause_that_can_be_outstanding() -> None:
    outstanding = {
        ruled.clause.id for ruled in get_law().clauses if ruled.clause.outstanding != FALSE
    }
    papers = {"2.certificate", "4.papers"}  # theirs are the papers to obtain
    assert {action.clause for action in ACTIONS} == outstanding - papers


def test_every_document_that_can_be_required_has_words_on_how_to_come_by_it() -> None:
    assert set(OBTAIN) == {document.id for document in DOCUMENTS if document.required != FALSE}


def test_every_action_is_worded_in_both_languages() -> None:
    for words in (*(action.words for action in ACTIONS), *OBTAIN.values(), ASK_CUSTOMS):
        assert not words.zh.isascii()
        assert words.en.replace("“", "").replace("”", "").isascii()
