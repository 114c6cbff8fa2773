from __future__ import annotations

import re
from dataclasses import FrozenInstanceError
from typing import get_args

import pytest

from retax.judge.compiled_law import get_law
from retax.law.clause import Article, Clause, as_of, fact, write_article
from retax.law.cross_border.announcements import CLAUSES, list_published_by
from retax.logic.expressions import FALSE, TRUE, Fact, Parameter
from retax.words import Words

IDS = (
    "1.period",
    "1.code",
    "1.reason",
    "1.six_months",
    "1.destination",
    "1.not_food",
    "1.same_goods",
    "2.refund_repaid",
    "2.certificate",
    "2.same_enterprise",
    "3.same_form",
    "3.no_parts_added",
    "3.not_processed",
    "3.unused",
    "4.papers",
)
WORDED = pytest.mark.parametrize(
    "clause", [r.clause for r in get_law().clauses], ids=lambda clause: clause.id
)


def test_the_clauses_are_in_the_order_of_the_announcement() -> None:
    assert tuple(ruled.clause.id for ruled in get_law().clauses) == IDS
    assert tuple(clause.id for clause in CLAUSES) == IDS[1:]
    assert len(list_published_by(None)) == 3


@WORDED
def test_a_clause_begins_with_the_number_of_its_article(clause: Clause) -> None:
    assert clause.id.split(".")[0] == str(clause.article)


@WORDED
def test_a_clause_is_worded_in_chinese_and_in_english(clause: Clause) -> None:
    assert re.search("[一-鿿]", clause.words.zh)
    assert clause.words.en.isascii()


def test_only_two_conditions_are_inferred() -> None:
    inferred = [clause for clause in CLAUSES if not clause.named]
    assert [clause.id for clause in inferred] == ["1.same_goods", "2.same_enterprise"]
    assert all("推定" in clause.words.zh and "inferred" in clause.words.en for clause in inferred)


def test_unless_a_clause_says_so_nothing_is_outstanding_or_uncovered_and_it_is_named() -> None:
    clause = Clause("9.sample", 1, Words("样", "sample"), holds=TRUE)
    assert (clause.outstanding, clause.uncovered, clause.named) == (FALSE, FALSE, True)


def test_a_clause_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        CLAUSES[0].holds = TRUE  # type: ignore[misc]


def test_the_law_can_only_name_facts_the_model_has() -> None:
    assert fact.declared_on == Fact("declared_on")
    assert as_of == Parameter("as_of")
    with pytest.raises(AttributeError, match="declared_no"):
        _ = fact.declared_no


def test_an_article_is_cited_in_both_languages() -> None:
    cited = [write_article(article) for article in get_args(Article)]
    assert [words.zh for words in cited] == [
        "第一条",
        "第二条",
        "第三条",
        "第四条",
        "第三十九条",
        "第四十三条",
    ]
    assert [words.en for words in cited] == [f"Article {n}" for n in (1, 2, 3, 4, 39, 43)]
