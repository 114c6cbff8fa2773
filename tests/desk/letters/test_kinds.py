from __future__ import annotations

from typing import get_args

import pytest

from desk.letters.addressed import addressed
from retax import ReturnReason, check
from retax.desk.letters.kinds import KINDS, Kind, asked, fits
from retax.desk.rows import Unreadable

ALWAYS = {"checklist", "file_note"}


def test_every_kind_has_a_title() -> None:
    assert tuple(KINDS) == get_args(Kind)


@pytest.mark.parametrize("reason", get_args(ReturnReason))
def test_unsold_goods_are_declared_and_any_other_reason_is_explained(reason: str) -> None:
    verdict = check(addressed(reason=reason))
    own = "self_declaration" if reason == "unsold" else "reason_statement"
    assert {kind for kind in KINDS if fits(kind, verdict)} == {own, *ALWAYS}


def test_kinds_come_in_their_own_order_and_all_of_them_unless_some_are_asked_for() -> None:
    assert asked(None) == tuple(KINDS)
    assert asked(["file_note", "checklist"]) == ("checklist", "file_note")


def test_a_kind_there_is_none_of_is_refused_with_those_there_are() -> None:
    with pytest.raises(Unreadable) as raised:
        asked(["novel"])  # type: ignore[list-item]
    for sentence in (raised.value.words.zh, raised.value.words.en):
        assert "novel" in sentence
        assert all(kind in sentence for kind in KINDS)
