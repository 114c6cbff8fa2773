from __future__ import annotations

from typing import get_args

import pytest

from desk.letters.addressed import OF_STATUS, addressed
from retax import ReturnReason, Status, check
from retax.desk.letters.kinds import KINDS, LetterKind, is_fitting, select_kinds
from retax.desk.source import DeskError
from walks import walk_points

ALWAYS = {"checklist", "file_note", "match_list"}


def test_every_kind_has_a_title() -> None:
    assert tuple(KINDS) == get_args(LetterKind)


@pytest.mark.parametrize("reason", get_args(ReturnReason))
def test_unsold_goods_are_declared_and_any_other_reason_is_explained(reason: str) -> None:
    verdict = check(addressed(reason=reason))
    own = "self_declaration" if reason == "unsold" else "reason_statement"
    fitting = {kind for kind in KINDS if is_fitting(kind, verdict)}
    assert fitting - {"consultation", "missing_facts"} == {own, *ALWAYS}


@walk_points("reason", get_args(ReturnReason))
@walk_points("status", OF_STATUS)
def test_customs_is_asked_where_its_answer_decides_and_the_client_where_facts_are_missing(
    reason: str, status: Status
) -> None:
    verdict = check(addressed(OF_STATUS[status], reason=reason))
    answerable = any(question.can_be_settled for question in verdict.open_questions)
    asks = verdict.status == "needs_review" and answerable
    assert is_fitting("consultation", verdict) == asks
    assert is_fitting("missing_facts", verdict) == (verdict.status == "needs_facts")


def test_kinds_come_in_their_own_order_and_all_of_them_unless_some_are_asked_for() -> None:
    assert select_kinds(None) == tuple(KINDS)
    assert select_kinds(["file_note", "checklist"]) == ("checklist", "file_note")


def test_a_kind_there_is_none_of_is_refused_with_those_there_are() -> None:
    with pytest.raises(DeskError) as raised:
        select_kinds(["novel"])  # type: ignore[list-item]
    for sentence in (raised.value.words.zh, raised.value.words.en):
        assert "novel" in sentence
        assert all(kind in sentence for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_may_be_given_by_its_chinese_title_and_is_named_with_it(kind: LetterKind) -> None:
    assert select_kinds([KINDS[kind].zh]) == (kind,)  # type: ignore[list-item]
    with pytest.raises(DeskError) as refused:
        select_kinds(["滞销"])  # type: ignore[list-item]
    assert f"{kind}（{KINDS[kind].zh}）" in refused.value.words.zh
    assert KINDS[kind].zh not in refused.value.words.en
