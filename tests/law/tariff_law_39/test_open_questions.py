from __future__ import annotations

import re

import pytest

from retax.judge.compiled_law import get_law
from retax.law.cross_border.open_questions import QUESTIONS as OF_THE_ANNOUNCEMENT
from retax.law.regimes import ORDINARY_REGIME
from retax.law.regimes import QUESTIONS as ALL_QUESTIONS
from retax.law.rules import Question
from retax.law.tariff_law_39.open_questions import OWN_QUESTIONS, QUESTIONS, SHARED_QUESTIONS
from retax.logic.traversal import list_questions

BY_CLAUSE = {
    "39.procedure": {"39:procedure", "39:from-a-zone"},
    "39.cause": {"39:damage", "39:wrong-goods"},
    "39.one_year": {
        *("export-date", "zone-exit-date", "return-date", "rest-day", "zone"),
        "39:extension",
    },
    "39.same_goods": {"batch-fifo", "batch-stated"},
    "39.same_enterprise": {"other-enterprise"},
    "39.same_form": {"missing-or-damaged"},
    "39.not_processed": {"repacking"},
    "39.unused": {"39:used"},
    "39.import_taxes": {"39:import-taxes"},
}


def test_each_question_is_left_open_by_the_clauses_it_belongs_to() -> None:
    found = {
        ruled.clause.id: list_questions(ruled.clause.holds)
        | list_questions(ruled.clause.outstanding)
        for ruled in get_law(regime=ORDINARY_REGIME).clauses
    }
    assert {clause: ids for clause, ids in found.items() if ids} == BY_CLAUSE
    assert set(QUESTIONS) == set().union(*BY_CLAUSE.values())


def test_seven_questions_are_its_own_and_the_others_are_those_of_the_announcement() -> None:
    assert len(OWN_QUESTIONS) == 7
    assert all(question.id.startswith("39:") for question in OWN_QUESTIONS)
    assert all(QUESTIONS[id_] is OF_THE_ANNOUNCEMENT[id_] for id_ in SHARED_QUESTIONS)
    assert tuple(ALL_QUESTIONS) == (*OF_THE_ANNOUNCEMENT, *(q.id for q in OWN_QUESTIONS))


def test_a_shared_question_names_no_length_of_the_period() -> None:
    for id_ in SHARED_QUESTIONS:
        question = QUESTIONS[id_]
        for words in (question.asks, question.strict, question.lenient):
            assert not re.search("六个月|一年", words.zh)
            assert not re.search("six|year", words.en)


@pytest.mark.parametrize("question", OWN_QUESTIONS, ids=lambda question: question.id)
def test_a_question_has_both_sides_and_grounds_in_both_languages(question: Question) -> None:
    for words in (question.asks, question.strict, question.lenient, question.grounds):
        assert re.search("[一-鿿]", words.zh)
        assert re.search("[a-z]", words.en)
    assert question.strict != question.lenient
    assert question.asks.zh.endswith("？")
    assert question.asks.en.endswith("?")


def test_only_the_approval_of_a_longer_period_cannot_be_settled() -> None:
    assert [q.id for q in OWN_QUESTIONS if not q.can_be_settled] == ["39:extension"]
    instead = QUESTIONS["39:extension"].instead
    assert instead is not None
    assert instead.id == "apply_extension"


@pytest.mark.parametrize(
    ("id_", "grounds"),
    [
        ("39:import-taxes", "第七十条"),
        ("39:import-taxes", "增值税法第二十四条"),
        ("39:import-taxes", "第124号第五十七条"),
        ("39:import-taxes", "第272号"),
        ("39:damage", "第四十条"),
        ("39:damage", "4561"),
        ("39:wrong-goods", "第三十九条"),
        ("39:extension", "第三十九条第二款"),
        ("39:extension", "三年"),
        ("39:used", "第三十九条"),
        ("39:from-a-zone", "第三十六条"),
        ("39:procedure", "第三十七条"),
    ],
)
def test_a_question_names_its_grounds(id_: str, grounds: str) -> None:
    assert grounds in QUESTIONS[id_].grounds.zh
