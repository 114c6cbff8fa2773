from __future__ import annotations

from collections.abc import Collection
from itertools import product
from typing import Any

import pytest

import cases
from retax.check import check
from retax.facts.values import PAPER_WORDS
from retax.law.cross_border.article_4_documents import DOCUMENTS
from retax.law.regimes import REGIMES
from retax.law.rules import CERTAINTIES

RETURN_PAPERS = (
    "platform_return_record",
    "refusal_record",
    "other_return_record",
    "return_agreement",
)
# id → the papers that serve, where it comes from, whether the announcement names it
TABLE = {
    "export_record": (("export_list", "export_declaration", "exit_filing_list"), "第四条", True),
    "tax_certificate": (("tax_certificate",), "第二条", True),
    "self_declaration": (("self_declaration",), "第四条", True),
    "return_record": (RETURN_PAPERS, "第四条", True),
    "reason_statement": (("self_declaration", *RETURN_PAPERS), "第四条", True),
    "return_agreement": (("return_agreement",), "第四条", True),
    "trial_evidence": (
        ("inspection_report", "customer_trial_record", "platform_return_record"),
        "第三条",
        False,
    ),
    "match_record": (("match_record",), "海关总署公告2020年第44号", False),
    "zone_exit_record": (("exit_filing_list", "gate_release", "export_list"), "第一条", False),
    "export_duty_receipt": (("export_duty_receipt",), "第一条", False),
}
RETURNED = (
    "customer_return",
    "refused",
    "undeliverable",
    "order_cancelled",
    "foreign_customs",
    "wrong_goods",
    "recall",
)
EXPLAINED = (
    "delisted",
    "quality_defect",
    "payment_default",
    "label_noncompliance",
    "exhibition_sample",
    "other",
)
TRIAL = ("trial_found_defect", "customer_trial")


def where(value: str | None, words: Collection[str]) -> str | None:
    """Say how certain a document is that some words require."""
    if value is None:
        return "depends"
    return "required" if value in words else None


def return_agreement(code: str | None, reason: str | None) -> str | None:
    """Say whether a buyer is expected to agree: not to the return of a parcel nobody took."""
    if code not in (None, "9710") or reason in ("refused", "undeliverable"):
        return None
    return "expected" if code == "9710" and reason is not None else "depends"


def plain_certainties(
    code: str | None, reason: str | None, use: str | None, duty_paid: bool | None
) -> dict[str, str]:
    certain = {
        "export_record": "required",
        "tax_certificate": "required",
        "self_declaration": where(reason, ["unsold"]),
        "return_record": where(reason, RETURNED),
        "reason_statement": where(reason, EXPLAINED),
        "return_agreement": return_agreement(code, reason),
        "trial_evidence": where(use, TRIAL),
        "match_record": "required" if code == "9810" else "expected",
        "zone_exit_record": where(code, ["1210"]),
        "export_duty_receipt": "required" if duty_paid else None,
    }
    return {id_: certainty for id_, certainty in certain.items() if certainty is not None}


def test_the_table_of_documents_is_that_of_the_design() -> None:
    assert [document.id for document in DOCUMENTS] == list(TABLE)
    for document in DOCUMENTS:
        assert (document.papers, document.basis.zh, document.named) == TABLE[document.id]


def test_every_paper_serves_some_document() -> None:
    everywhere = (document for regime in REGIMES for document in regime.documents)
    assert {paper for document in everywhere for paper in document.papers} == set(PAPER_WORDS)
    of_article_39 = {"cause_statement", "force_majeure_evidence", "extension_approval"}
    here = {paper for document in DOCUMENTS for paper in document.papers}
    assert here == set(PAPER_WORDS) - of_article_39


def test_every_document_and_certainty_is_worded_in_both_languages() -> None:
    for words in (*(d.words for d in DOCUMENTS), *CERTAINTIES.values()):
        assert words.zh
        assert not words.zh.isascii()
        assert words.en.isascii()


@pytest.mark.parametrize("code", [None, *cases.CODES])
def test_which_documents_are_listed_and_how_certainly(code: str | None) -> None:
    for reason, use, duty_paid in product(
        (None, *cases.REASONS), (None, *cases.USES), cases.YES_NO
    ):
        verdict = check(
            cases.goods(
                "9610",
                supervision_code=code,
                reason=reason,
                use=use,
                export_duty_paid=duty_paid,
                export_entry=None,
            )
        )
        listed = {document.id: document.certainty for document in verdict.documents}
        if verdict.status == "ineligible":
            assert listed == {}
        else:
            expected = plain_certainties(code, reason, use, duty_paid)
            assert list(listed.items()) == list(expected.items())


def held(papers: list[str] | None, code: str = "1210", **changes: Any) -> dict[str, bool | None]:
    verdict = check(cases.goods(code, papers_held=papers, **changes))
    return {document.id: document.held for document in verdict.documents}


@pytest.mark.parametrize("paper", PAPER_WORDS)
def test_one_paper_is_held_for_each_document_it_serves(paper: str) -> None:
    changes: dict[str, Any] = {"reason": None, "use": "customer_trial", "export_duty_paid": True}
    found = held([paper], **changes)
    assert found == {id_: paper in TABLE[id_][0] for id_ in found}
    assert len(found) == len(TABLE) - 1  # all but the return agreement, of 9710 alone


def test_while_no_papers_are_stated_none_is_held_or_lacking() -> None:
    assert set(held(None).values()) == {None}


# -- the clause on papers --------------------------------------------------------------------------


def papers_clause(papers: Collection[str] | None, code: str = "9610", **changes: Any) -> Any:
    verdict = check(cases.goods(code, papers_held=papers, **changes))
    (finding,) = (f for f in verdict.findings if f.clause == "4.papers")
    return finding


@pytest.mark.parametrize("code", cases.CODES)
@pytest.mark.parametrize("reason", ["unsold", "refused", "exhibition_sample", "other"])
@pytest.mark.parametrize("use", ["unused", "customer_trial"])
def test_any_one_paper_serves_but_every_required_document_must_be_held(
    code: str, reason: str, use: str
) -> None:
    required = [
        id_
        for id_, certainty in plain_certainties(code, reason, use, duty_paid=True).items()
        if certainty == "required" and id_ != "tax_certificate"
    ]
    papers = {
        "export_list",
        "export_declaration",
        "self_declaration",
        "refusal_record",
        "customer_trial_record",
        "match_record",
        "gate_release",
        "export_duty_receipt",
    }
    changes: dict[str, Any] = {"reason": reason, "use": use, "export_duty_paid": True}
    assert papers_clause(papers, code, **changes).outcome == "met"
    for id_ in required:
        without = papers - set(TABLE[id_][0])
        assert papers_clause(without, code, **changes).outcome == "outstanding"


def test_the_certificate_belongs_to_another_clause() -> None:
    assert papers_clause(["export_list", "self_declaration"]).outcome == "met"


def test_papers_not_stated_are_presumed_to_be_filed() -> None:
    assert papers_clause(None, reason=None).outcome == "met"


def test_a_paper_lacking_for_certain_is_outstanding_though_the_reason_is_unknown() -> None:
    assert papers_clause([], reason=None).outcome == "outstanding"


def test_papers_that_may_be_needed_make_the_clause_wait_for_the_reason() -> None:
    finding = papers_clause(["export_list"], reason=None)
    assert (finding.outcome, finding.missing) == ("unknown", ("reason",))


def test_what_customs_merely_expect_is_not_outstanding() -> None:
    papers = ["export_declaration", "self_declaration"]
    assert papers_clause(papers, "9710").outcome == "met"
    assert papers_clause(papers, "9610").outcome == "met"
    assert papers_clause(papers, "9810").outcome == "outstanding"


def test_what_a_document_rests_on_is_cited_in_english_as_in_chinese() -> None:
    articles = {"第一条": "Article 1", "第二条": "Article 2", "第三条": "Article 3"}
    cited = articles | {"第四条": "Article 4", "海关总署公告2020年第44号": "GACC 2020 No. 44"}
    assert all(document.basis.en == cited[document.basis.zh] for document in DOCUMENTS)
