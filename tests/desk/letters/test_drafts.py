from __future__ import annotations

import pytest

from desk.letters.addressed import OF_STATUS, addressed
from retax import Status, check
from retax.desk.letters.drafts import is_draft, to_fill_in


@pytest.mark.parametrize("status", ["eligible", "conditional", "needs_review"])
def test_what_is_to_be_done_or_asked_makes_a_draft(status: Status) -> None:
    verdict = check(addressed(OF_STATUS[status]))
    assert is_draft(verdict) == (status != "eligible")
    assert to_fill_in(verdict) == []


def test_a_name_of_the_goods_left_blank_makes_a_draft() -> None:
    verdict = check(addressed(goods_name=None))
    assert is_draft(verdict)
    (words,) = to_fill_in(verdict)
    assert words.zh == "补填商品名称"
    assert "goods_name" in words.en
