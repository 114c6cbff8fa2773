from __future__ import annotations

import re
from pathlib import Path

import pytest

from retax.judge.compiled_law import get_law
from retax.law.cross_border.open_questions import QUESTIONS
from retax.law.rules import Question
from retax.logic.traversal import list_questions

# As docs/sources.md lists them.
OF_THE_SOURCES = (
    "export-date",
    "zone-exit-date",
    "return-date",
    "rest-day",
    "zone",
    "reason:order_cancelled",
    "reason:delisted",
    "reason:foreign_customs",
    "reason:wrong_goods",
    "reason:recall",
    "reason:quality_defect",
    "reason:payment_default",
    "reason:label_noncompliance",
    "reason:exhibition_sample",
    "reason:other",
    "food-heading",
    "missing-or-damaged",
    "repacking",
    "trial-without-customer",
    "other-enterprise",
    "batch-fifo",
    "batch-stated",
)
# Which clause leaves which questions open.
BY_CLAUSE = {
    "1.reason": {id_ for id_ in OF_THE_SOURCES if id_.startswith("reason:")},
    "1.six_months": {"export-date", "zone-exit-date", "return-date", "rest-day", "zone"},
    "1.destination": {"zone", "export-date", "zone-exit-date", "rest-day"},
    "1.not_food": {"food-heading"},
    "1.same_goods": {"batch-fifo", "batch-stated"},
    "2.same_enterprise": {"other-enterprise"},
    "3.same_form": {"missing-or-damaged"},
    "3.not_processed": {"repacking"},
    "3.unused": {"trial-without-customer"},
}
BY_ID = pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda question: question.id)


def test_every_question_of_the_sources_is_there_in_their_order() -> None:
    assert tuple(QUESTIONS) == OF_THE_SOURCES
    assert all(question.id == id_ for id_, question in QUESTIONS.items())


def test_each_question_is_left_open_by_the_clauses_it_belongs_to() -> None:
    found = {
        ruled.clause.id: list_questions(ruled.clause.holds)
        | list_questions(ruled.clause.outstanding)
        for ruled in get_law().clauses
    }
    assert {clause: ids for clause, ids in found.items() if ids} == BY_CLAUSE
    assert frozenset().union(*found.values()) == set(QUESTIONS)


def test_no_clause_turns_on_anything_only_outstanding_reads() -> None:
    for ruled in get_law().clauses:
        assert list_questions(ruled.clause.outstanding) <= list_questions(ruled.clause.holds)


@BY_ID
def test_a_question_has_both_sides_and_grounds_in_both_languages(question: Question) -> None:
    for words in (question.asks, question.strict, question.lenient, question.grounds):
        assert re.search("[一-鿿]", words.zh)
        assert re.search("[a-z]", words.en)
    assert question.strict != question.lenient
    assert question.asks.zh.endswith("？")
    assert question.asks.en.endswith("?")


def test_every_question_can_be_settled_but_that_of_any_other_reason() -> None:
    never = [question.id for question in QUESTIONS.values() if not question.can_be_settled]
    assert never == ["reason:other"]


def test_no_two_questions_ask_the_same() -> None:
    assert len({question.asks for question in QUESTIONS.values()}) == len(QUESTIONS)


@pytest.mark.parametrize(
    ("id_", "grounds"),
    [
        ("export-date", "2020年第44号"),
        ("rest-day", "民法典第二百零三条"),
        ("food-heading", "食品安全法第一百五十条"),
        ("batch-fifo", "2020年第44号"),
        ("batch-fifo", "190.14"),
        ("batch-stated", "第四条"),
        ("other-enterprise", "2020年第44号"),
        ("missing-or-damaged", "第三条"),
        ("reason:wrong_goods", "出口申报本身有误"),
        ("reason:recall", "滞销"),
    ],
)
def test_a_question_names_its_grounds(id_: str, grounds: str) -> None:
    assert grounds in QUESTIONS[id_].grounds.zh


def test_the_sources_say_of_every_question_in_its_order_what_leaves_it_open() -> None:
    sources = Path(__file__).parents[3] / "docs" / "sources.md"
    rows = re.findall(r"^\| `([\w:-]+)` \| [^|]+ \|$", sources.read_text("utf-8"), re.MULTILINE)
    assert tuple(rows) == OF_THE_SOURCES
