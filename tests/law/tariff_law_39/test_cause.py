"""39.cause: quality, specification or force majeure; what it is taken from while unknown."""

from __future__ import annotations

from itertools import product

import pytest

import cases
from ordinary_cases import CAUSES, finding, ordinary


@pytest.mark.parametrize(
    ("cause", "outcome", "questions"),
    [
        ("quality", "met", ()),
        ("specification", "met", ()),
        ("force_majeure", "met", ()),
        ("damage_or_shortage", "open", ("39:damage",)),
        ("none", "failed", ()),
    ],
)
def test_a_cause_that_is_known_decides(
    cause: str, outcome: str, questions: tuple[str, ...]
) -> None:
    found = finding("39.cause", cause=cause)
    assert (found.outcome, found.questions, found.named) == (outcome, questions, True)
    assert found.explain("zh").startswith("原因：")


@pytest.mark.parametrize(
    ("reason", "use", "outcome"),
    [
        ("quality_defect", None, "met"),
        ("quality_defect", "unused", "met"),
        ("customer_return", "trial_found_defect", "met"),
        ("unsold", "trial_found_defect", "met"),
        ("wrong_goods", "trial_found_defect", "met"),
        (None, "trial_found_defect", "met"),
        ("force_majeure", None, "met"),
        ("force_majeure", "unused", "met"),
        ("wrong_goods", "unused", "open"),
        ("unsold", "unused", "failed"),
        ("delisted", "used", "failed"),
        ("undeliverable", "unused", "failed"),
        ("order_cancelled", "customer_trial", "failed"),
    ],
)
def test_an_unknown_cause_is_taken_from_reason_and_use(
    reason: str | None, use: str | None, outcome: str
) -> None:
    found = finding("39.cause", cause=None, reason=reason, use=use)
    assert found.outcome == outcome
    assert found.questions == (("39:wrong-goods",) if outcome == "open" else ())


TAKEN = ("quality_defect", "force_majeure")
NONE_OF_THEM = ("unsold", "delisted", "undeliverable", "order_cancelled")


@pytest.mark.parametrize(
    "reason", [None, *(r for r in cases.REASONS if r not in (*TAKEN, *NONE_OF_THEM, "wrong_goods"))]
)
@pytest.mark.parametrize("use", [None, "unused", "customer_trial", "used"])
def test_with_any_other_reason_the_cause_is_asked_for(reason: str | None, use: str | None) -> None:
    found = finding("39.cause", cause=None, reason=reason, use=use)
    assert (found.outcome, found.missing) == ("unknown", ("cause",))
    assert "cause" in [ask.fact for ask in ordinary(cause=None, reason=reason, use=use).asks]


def test_a_return_by_the_customer_is_never_one_for_quality() -> None:
    found = finding("39.cause", cause=None, reason="customer_return", use="customer_trial")
    assert found.outcome == "unknown"


@pytest.mark.parametrize("reason", [*NONE_OF_THEM, "wrong_goods"])
def test_while_the_use_is_unknown_it_may_yet_be_a_defect(reason: str) -> None:
    found = finding("39.cause", cause=None, reason=reason, use=None)
    assert (found.outcome, found.missing) == ("unknown", ("use",))


@pytest.mark.parametrize("reason", [None, *cases.REASONS])
@pytest.mark.parametrize("use", [None, *cases.USES])
def test_no_cause_is_presumed_and_named_where_the_reason_is_one_of_four(
    reason: str | None, use: str | None
) -> None:
    ruling = ordinary(cause=None, reason=reason, use=use)
    presumed = reason in NONE_OF_THEM and use not in (None, "trial_found_defect")
    assert ("cause" in ruling.assumed) == presumed
    assert ("cause" in ruling.finding("39.cause").presumed) == presumed
    if ruling.finding("39.cause").outcome == "failed":
        assert presumed


@pytest.mark.parametrize("cause", CAUSES)
@pytest.mark.parametrize("reason", ["customer_return", "unsold", "wrong_goods", "recall"])
def test_a_cause_that_is_known_counts_whatever_the_reason(cause: str, reason: str) -> None:
    alone = finding("39.cause", cause=cause, reason=None)
    beside = finding("39.cause", cause=cause, reason=reason)
    assert beside.outcome == alone.outcome
    assert "cause" not in ordinary(cause=cause, reason=reason).assumed


@pytest.mark.parametrize(
    ("question", "changes"),
    [
        ("39:damage", {"cause": "damage_or_shortage"}),
        ("39:wrong-goods", {"cause": None, "reason": "wrong_goods"}),
    ],
)
def test_each_question_on_the_cause_can_be_settled(
    question: str, changes: dict[str, str | None]
) -> None:
    for side, outcome in (("strict", "failed"), ("lenient", "met")):
        found = finding("39.cause", **changes, settled={question: side})
        assert (found.outcome, found.settled) == (outcome, (question,))


def test_the_sentence_names_what_the_cause_is_taken_from() -> None:
    assert finding("39.cause", cause="quality").explain("zh") == "原因：品质不良"
    taken = {"cause": None, "reason": "unsold", "use": "trial_found_defect"}
    assert (
        finding("39.cause", **taken).explain("zh") == "退运原因：滞销，使用情况：试用才发现品质不良"
    )
    trial = {"cause": None, "reason": None, "use": "trial_found_defect"}
    assert finding("39.cause", **trial).explain("en") == "use: a defect that only trial use reveals"
    failed = finding("39.cause", cause=None, reason="delisted")
    assert failed.explain("zh") == "退运原因：平台下架或封店，不属于品质、规格原因或不可抗力"
    assert "neither quality nor" in finding("39.cause", cause="none").explain("en")


def test_the_cause_reads_no_other_facts_than_these() -> None:
    facts = ordinary().finding("39.cause").facts
    days = ("returned_on", "domestic_on", "return_declared_on")
    assert facts == (*days, "reason", "cause", "use")


def test_every_cause_with_every_use_is_judged_as_it_is_stated() -> None:
    for cause, use in product(CAUSES, cases.USES):
        assert (
            finding("39.cause", cause=cause, use=use).outcome
            == finding("39.cause", cause=cause).outcome
        )
