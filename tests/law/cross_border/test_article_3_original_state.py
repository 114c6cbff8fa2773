from __future__ import annotations

from itertools import product
from typing import Any

import pytest

import cases
from retax.check import check
from retax.logic.expressions import Side
from walks import walk_points


def found(clause: str, /, settled: dict[str, Side] | None = None, **changes: Any) -> Any:
    verdict = check(cases.goods("9610", **changes), settled=settled or {})
    (finding,) = (f for f in verdict.findings if f.clause == clause)
    return finding


def expected_form(same: bool | None, bad: bool) -> str:
    if same is None:
        # Broken goods fail strictly; leniently one must know whether the form is the same.
        return "unknown"
    if not same:
        return "failed"
    return "open" if bad else "met"


@walk_points("same, missing, damaged", list(product(cases.YES_NO, cases.YES_NO, cases.YES_NO)))
def test_the_form_must_be_the_same_and_missing_or_broken_parts_are_an_open_question(
    same: bool | None, missing: bool | None, damaged: bool | None
) -> None:
    finding = found("3.same_form", same_form=same, parts_missing=missing, damaged=damaged)
    assert finding.outcome == expected_form(same, missing is True or damaged is True)
    assert finding.missing == (("same_form",) if same is None else ())
    assert finding.questions == (("missing-or-damaged",) if finding.outcome == "open" else ())


@pytest.mark.parametrize(
    ("added", "outcome"), [(None, "unknown"), (False, "met"), (True, "failed")]
)
def test_nothing_may_be_added(added: bool | None, outcome: str) -> None:
    assert found("3.no_parts_added", parts_added=added).outcome == outcome


@pytest.mark.parametrize(
    ("processed", "repacked", "outcome"),
    [
        (False, False, "met"),
        (False, None, "met"),
        (False, True, "open"),
        (True, False, "failed"),
        (True, None, "failed"),
        (True, True, "failed"),
        (None, False, "unknown"),
        (None, None, "unknown"),
        (None, True, "unknown"),
    ],
)
def test_nothing_may_be_processed_and_repacking_is_an_open_question(
    processed: bool | None, repacked: bool | None, outcome: str
) -> None:
    finding = found("3.not_processed", processed=processed, repacked=repacked)
    assert finding.outcome == outcome
    assert finding.questions == (("repacking",) if outcome == "open" else ())


A_CUSTOMER_HAD_THEM = ("customer_return", "quality_defect", "wrong_goods", "recall")


def expected_use(use: str | None, reason: str | None) -> str:
    if use is None:
        return "unknown"
    if use in ("unused", "used"):
        return "met" if use == "unused" else "failed"
    if reason is None:
        return "unknown"
    return "met" if reason in A_CUSTOMER_HAD_THEM else "open"


@walk_points("use, reason", list(product((None, *cases.USES), (None, *cases.REASONS))))
def test_only_trial_use_is_excused_and_without_a_customer_that_is_an_open_question(
    use: str | None, reason: str | None
) -> None:
    finding = found("3.unused", use=use, reason=reason)
    assert finding.outcome == expected_use(use, reason)
    assert finding.questions == (("trial-without-customer",) if finding.outcome == "open" else ())


def test_after_a_trial_the_reason_is_asked_for() -> None:
    assert found("3.unused", use="customer_trial", reason=None).missing == ("reason",)


@pytest.mark.parametrize(
    ("clause", "question", "changes"),
    [
        ("3.same_form", "missing-or-damaged", {"damaged": True}),
        ("3.same_form", "missing-or-damaged", {"parts_missing": True}),
        ("3.not_processed", "repacking", {"repacked": True}),
        ("3.unused", "trial-without-customer", {"use": "customer_trial", "reason": "unsold"}),
        ("3.unused", "trial-without-customer", {"use": "trial_found_defect", "reason": "unsold"}),
    ],
)
def test_each_question_on_the_original_state_can_be_settled(
    clause: str, question: str, changes: dict[str, Any]
) -> None:
    assert found(clause, {question: "strict"}, **changes).outcome == "failed"
    assert found(clause, {question: "lenient"}, **changes).outcome == "met"
