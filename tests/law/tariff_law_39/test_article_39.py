"""The clauses of the ordinary route but for the law, the cause and the year."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

import cases
from ordinary_cases import IMPORT_TAXES_FOLLOW, finding, ordinary
from retax import check
from retax.judge.compiled_law import get_law
from retax.law.clause import Clause
from retax.law.cross_border.announcements import CLAUSES as OF_THE_ANNOUNCEMENT
from retax.law.regimes import ORDINARY_REGIME, REGIMES, find_regime_of_id
from retax.law.tariff_law_39.article_39 import OF_THE_ANNOUNCEMENT as CLAUSE_HERE
from retax.law.tariff_law_39.procedures import WITH_RULES_OF_THEIR_OWN

IDS = (
    "39.in_force",
    "39.procedure",
    "39.cause",
    "39.one_year",
    "39.same_goods",
    "39.refund_repaid",
    "39.certificate",
    "39.same_enterprise",
    "39.same_form",
    "39.no_parts_added",
    "39.not_processed",
    "39.unused",
    "39.import_taxes",
)
INFERRED = {
    "39.procedure",
    "39.same_goods",
    "39.refund_repaid",
    "39.certificate",
    "39.same_enterprise",
    "39.unused",
    "39.import_taxes",
}
HERE = [ruled.clause for ruled in get_law(regime=ORDINARY_REGIME).clauses]
WORDED = pytest.mark.parametrize("clause", HERE, ids=lambda clause: clause.id)


def test_the_clauses_are_in_the_order_of_the_article() -> None:
    assert tuple(clause.id for clause in HERE) == IDS
    assert find_regime_of_id("tariff_law_39") is ORDINARY_REGIME is REGIMES[1]


def test_what_is_not_in_the_words_of_the_article_is_marked_as_inferred() -> None:
    assert {clause.id for clause in HERE if not clause.named} == INFERRED
    for clause in HERE:
        is_marked = "（推定条件）" in clause.words.zh and "(inferred)" in clause.words.en
        assert is_marked == (clause.id in INFERRED)


@WORDED
def test_a_clause_is_worded_in_chinese_and_in_english(clause: Clause) -> None:
    assert re.search("[一-鿿]", clause.words.zh)
    assert clause.words.en.isascii()
    assert clause.article == 39


def test_the_trees_of_the_announcement_are_those_of_the_announcement() -> None:
    there = {clause.id: clause for clause in OF_THE_ANNOUNCEMENT}
    here = {clause.id: clause for clause in HERE}
    for id_, same in CLAUSE_HERE.items():
        if id_ != "1.six_months":  # six months are no year
            assert here[same].holds is there[id_].holds
            assert here[same].outstanding is there[id_].outstanding
    assert len(CLAUSE_HERE) == 8


def test_a_complete_case_is_free_where_the_import_taxes_follow() -> None:
    ruling = ordinary()
    assert [found.outcome for found in ruling.findings] == ["met"] * 13
    assert (ruling.status, ruling.decided_by) == ("eligible", None)
    assert ruling.status_words.zh == "符合不征税条件"
    assert ruling.deciding_settlements[0].id == "39:import-taxes"


def test_nothing_is_a_yes_while_the_import_taxes_are_open() -> None:
    ruling = ordinary(settled={})
    assert (ruling.status, ruling.decided_by) == ("needs_review", "39.import_taxes")
    assert [q.id for q in ruling.open_questions] == ["39:import-taxes"]
    assert ordinary(settled={"39:import-taxes": "strict"}).status == "ineligible"
    assert finding("39.import_taxes", settled={}).facts == ()


# -- 39.procedure ------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["0110", "1039", "9610", "9710", "9810", "4400", "none"])
def test_any_export_may_come_back(code: str) -> None:
    assert finding("39.procedure", supervision_code=code).outcome == "met"
    assert ordinary(supervision_code=code).status == "eligible"


@pytest.mark.parametrize("code", ["0214", "0255", "0615", "0654", "0715", "2600", "1300", "1427"])
def test_procedures_with_rules_of_their_own_are_an_open_question(code: str) -> None:
    assert code in WITH_RULES_OF_THEIR_OWN
    assert len(WITH_RULES_OF_THEIR_OWN) == 8
    found = finding("39.procedure", supervision_code=code)
    assert (found.outcome, found.questions) == ("open", ("39:procedure",))
    for side, outcome in (("strict", "failed"), ("lenient", "met")):
        settled = {"39:procedure": side}
        assert finding("39.procedure", supervision_code=code, settled=settled).outcome == outcome


def test_1210_goods_are_an_open_question_of_their_own() -> None:
    found = finding("39.procedure", supervision_code="1210")
    assert (found.outcome, found.questions) == ("open", ("39:from-a-zone",))
    for side, outcome in (("strict", "failed"), ("lenient", "met")):
        settled = {"39:from-a-zone": side}
        assert finding("39.procedure", supervision_code="1210", settled=settled).outcome == outcome


def test_without_a_code_the_code_is_asked_for_with_those_of_ordinary_trade() -> None:
    ruling = ordinary(supervision_code=None)
    assert ruling.finding("39.procedure").outcome == "unknown"
    (ask,) = (ask for ask in ruling.asks if ask.fact == "supervision_code")
    offered = [value for value, _ in ask.accepted]
    assert offered[:5] == ["0110", "1210", "9610", "9710", "9810"]
    assert {*WITH_RULES_OF_THEIR_OWN, "none"} <= {*offered}


# -- the trees of the announcement -------------------------------------------------------------


@pytest.mark.parametrize(
    ("clause", "changes", "outcome", "questions"),
    [
        ("39.same_goods", {"returned_before": Decimal(10)}, "failed", ()),
        ("39.same_goods", {"returned_quantity": Decimal(11)}, "outstanding", ()),
        ("39.same_goods", {"attribution": "fifo"}, "open", ("batch-fifo",)),
        ("39.same_goods", {"attribution": "stated"}, "open", ("batch-stated",)),
        ("39.same_goods", {"shipped_as_declared": False}, "failed", ()),
        ("39.refund_repaid", {"export_refund": "repaid"}, "met", ()),
        ("39.refund_repaid", {"export_refund": "claimed"}, "outstanding", ()),
        ("39.refund_repaid", {"export_refund": "refunded"}, "outstanding", ()),
        ("39.refund_repaid", {"export_refund": None}, "unknown", ()),
        ("39.certificate", {}, "met", ()),
        ("39.certificate", {"papers_held": ["export_declaration"]}, "outstanding", ()),
        ("39.same_enterprise", {"importer_differs": True}, "open", ("other-enterprise",)),
        ("39.same_form", {"same_form": False}, "failed", ()),
        ("39.same_form", {"damaged": True}, "open", ("missing-or-damaged",)),
        ("39.same_form", {"parts_missing": True}, "open", ("missing-or-damaged",)),
        ("39.no_parts_added", {"parts_added": True}, "failed", ()),
        ("39.not_processed", {"processed": True}, "failed", ()),
        ("39.not_processed", {"repacked": True}, "open", ("repacking",)),
    ],
)
def test_shared_clauses_decide_here_as_there(
    clause: str, changes: dict[str, Any], outcome: str, questions: tuple[str, ...]
) -> None:
    given = {"papers_held": None, **changes}
    found = finding(clause, **given)
    assert (found.outcome, found.questions) == (outcome, questions)
    assert found.explain("zh")


# -- 39.unused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("use", "outcome"),
    [
        ("unused", "met"),
        ("trial_found_defect", "met"),
        ("customer_trial", "met"),
        ("used", "open"),
        (None, "unknown"),
    ],
)
@pytest.mark.parametrize("reason", [None, "unsold", "customer_return"])
def test_whether_used_goods_are_in_original_state_is_a_question(
    use: str | None, outcome: str, reason: str | None
) -> None:
    found = finding("39.unused", use=use, reason=reason)
    assert found.outcome == outcome
    assert found.questions == (("39:used",) if outcome == "open" else ())
    assert found.missing == (("use",) if outcome == "unknown" else ())


def test_the_question_of_used_goods_can_be_settled() -> None:
    for side, outcome in (("strict", "failed"), ("lenient", "met")):
        settled = {**IMPORT_TAXES_FOLLOW, "39:used": side}
        assert finding("39.unused", use="used", settled=settled).outcome == outcome
    assert finding("39.unused", use=None, settled={"39:used": "lenient"}).outcome == "met"


# -- what the announcement excludes and the article does not -------------------------------------


def test_food_is_not_excluded() -> None:
    food: dict[str, Any] = {"supervision_code": "9610", "hs_code": "0902100000", "is_food": True}
    verdict = check(
        cases.goods("9610", reason="quality_defect", hs_code="0902100000", is_food=True)
    )
    assert verdict.decided_by == "1.not_food"
    assert ordinary(**food).status == "eligible"
    read = {fact for found in ordinary().findings for fact in found.facts}
    assert not read & {"is_food", "hs_code"}
