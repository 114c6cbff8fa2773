from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import cases
from ordinary_cases import CAUSES, ordinary
from retax.judge.answer import Document
from retax.law.tariff_law_39.documents import DOCUMENTS

IDS = (
    "export_record",
    "tax_certificate",
    "cause_statement",
    "return_record",
    "quality_evidence",
    "force_majeure_evidence",
    "extension_approval",
    "export_duty_receipt",
)


def documents(**changes: Any) -> dict[str, Document]:
    return {document.id: document for document in ordinary(**changes).documents}


def certainties(**changes: Any) -> dict[str, str]:
    return {id_: document.certainty for id_, document in documents(**changes).items()}


def test_the_documents_are_these_in_this_order() -> None:
    assert tuple(document.id for document in DOCUMENTS) == IDS
    for document in DOCUMENTS:
        for words in (document.words, document.basis):
            assert not words.zh.isascii()
            assert words.en.isascii()
        assert not document.named  # the article itself names no paper


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        ("quality", {"cause_statement": "required", "quality_evidence": "expected"}),
        ("specification", {"cause_statement": "required", "quality_evidence": "expected"}),
        ("force_majeure", {"cause_statement": "required", "force_majeure_evidence": "expected"}),
        ("damage_or_shortage", {}),
    ],
)
def test_the_cause_brings_its_papers(cause: str, expected: dict[str, str]) -> None:
    always = {
        "export_record": "required",
        "tax_certificate": "required",
        "return_record": "expected",
    }
    assert certainties(cause=cause) == {**always, **expected}
    assert cause in CAUSES


@pytest.mark.parametrize(
    ("reason", "use", "cause"),
    [
        ("quality_defect", "unused", "quality"),
        ("customer_return", "trial_found_defect", "quality"),
        ("force_majeure", "trial_found_defect", "force_majeure"),
        ("force_majeure", "unused", "force_majeure"),
        ("wrong_goods", "unused", "damage_or_shortage"),  # no paper of its own either
    ],
)
def test_a_cause_that_is_taken_brings_the_same_papers(reason: str, use: str, cause: str) -> None:
    taken = certainties(cause=None, reason=reason, use=use)
    assert taken == certainties(cause=cause)


def test_while_the_cause_is_asked_for_its_papers_depend() -> None:
    for reason in (None, "customer_return", "recall"):
        found = certainties(cause=None, reason=reason, use="unused")
        for id_ in ("cause_statement", "quality_evidence", "force_majeure_evidence"):
            assert found[id_] == "depends"


def test_the_approval_is_needed_where_one_is_stated() -> None:
    assert "extension_approval" not in certainties()
    assert certainties(extended_until=date(2027, 9, 1))["extension_approval"] == "required"


@pytest.mark.parametrize(("paid", "needed"), [(None, False), (False, False), (True, True)])
def test_the_receipt_is_needed_where_export_duty_was_paid(paid: bool | None, needed: bool) -> None:
    assert ("export_duty_receipt" in certainties(export_duty_paid=paid)) == needed


@pytest.mark.parametrize(
    ("id_", "papers"),
    [
        ("export_record", {"export_declaration", "export_list", "exit_filing_list"}),
        ("tax_certificate", {"tax_certificate"}),
        ("cause_statement", {"cause_statement"}),
        (
            "return_record",
            {
                "platform_return_record",
                "refusal_record",
                "other_return_record",
                "return_agreement",
            },
        ),
        ("quality_evidence", {"inspection_report", "platform_return_record"}),
        ("extension_approval", {"extension_approval"}),
    ],
)
def test_any_one_of_its_papers_serves(id_: str, papers: set[str]) -> None:
    more: dict[str, Any] = {"extended_until": date(2027, 9, 1)}
    assert {*documents(**more)[id_].papers} == papers
    for paper in papers:
        assert documents(**more, papers_held=[paper])[id_].held is True
    assert documents(**more, papers_held=[])[id_].held is False
    assert documents(**more, papers_held=None)[id_].held is None


def test_force_majeure_is_shown_by_a_paper_of_its_own() -> None:
    held = documents(cause="force_majeure", papers_held=["force_majeure_evidence"])
    assert held["force_majeure_evidence"].held is True


def test_papers_not_held_are_to_be_obtained_and_decide_nothing() -> None:
    ruling = ordinary(papers_held=["tax_certificate"], extended_until=date(2027, 9, 1))
    assert ruling.status == "eligible"
    assert [action.id for action in ruling.actions] == [
        "obtain:export_record",
        "obtain:cause_statement",
        "obtain:extension_approval",
    ]
    paid = ordinary(papers_held=["tax_certificate", "export_list", "cause_statement"])
    assert paid.actions == ()


def test_every_required_paper_can_be_come_by() -> None:
    for refund in cases.REFUNDS:
        found = ordinary(
            papers_held=[],
            export_refund=refund,
            export_duty_paid=True,
            extended_until=date(2027, 9, 1),
        )
        required = {d.id for d in found.documents if d.certainty == "required"}
        obtained = {
            a.id.removeprefix("obtain:") for a in found.actions if a.id.startswith("obtain")
        }
        assert obtained == required
