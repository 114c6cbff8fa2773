from __future__ import annotations

from typing import Any

import pytest

import cases
from retax.check import check
from retax.logic.expressions import Side


def found(clause: str, /, settled: dict[str, Side] | None = None, **changes: Any) -> Any:
    verdict = check(cases.goods("9610", **changes), settled=settled or {})
    (finding,) = (f for f in verdict.findings if f.clause == clause)
    return finding


@pytest.mark.parametrize(
    ("refund", "outcome"),
    [
        ("not_refunded", "met"),
        ("repaid", "met"),
        ("claimed", "outstanding"),
        ("refunded", "outstanding"),
        (None, "unknown"),
    ],
)
def test_a_refund_obtained_or_claimed_must_be_settled_first(
    refund: str | None, outcome: str
) -> None:
    finding = found("2.refund_repaid", export_refund=refund, papers_held=None)
    assert finding.outcome == outcome
    assert finding.missing == (("export_refund",) if outcome == "unknown" else ())


@pytest.mark.parametrize(
    ("papers", "outcome"),
    [
        (None, "met"),
        (["tax_certificate"], "met"),
        (["tax_certificate", "export_list"], "met"),
        (["export_list"], "outstanding"),
        ([], "outstanding"),
    ],
)
def test_the_certificate_is_presumed_to_be_filed_until_the_papers_are_stated(
    papers: list[str] | None, outcome: str
) -> None:
    assert found("2.certificate", papers_held=papers).outcome == outcome


@pytest.mark.parametrize("refund", cases.REFUNDS)
def test_the_certificate_is_needed_whatever_became_of_the_refund(refund: str) -> None:
    assert found("2.certificate", export_refund=refund, papers_held=[]).outcome == "outstanding"


@pytest.mark.parametrize(("differs", "outcome"), [(None, "met"), (False, "met"), (True, "open")])
def test_another_enterprise_than_the_exporter_is_an_open_question(
    differs: bool | None, outcome: str
) -> None:
    finding = found("2.same_enterprise", importer_differs=differs)
    assert finding.outcome == outcome
    assert finding.questions == (("other-enterprise",) if outcome == "open" else ())
    assert not finding.named


@pytest.mark.parametrize(("side", "outcome"), [("strict", "failed"), ("lenient", "met")])
def test_the_question_of_another_enterprise_can_be_settled(side: Side, outcome: str) -> None:
    finding = found("2.same_enterprise", {"other-enterprise": side}, importer_differs=True)
    assert finding.outcome == outcome
