from __future__ import annotations

import pytest

from retax import QUESTIONS
from retax.desk.settlements import find_questions, settle
from retax.desk.source import DeskError
from retax.words import both
from samples import SETTLEABLE
from walks import walk_points

HERE = both("here")


@walk_points("question", QUESTIONS.values(), name=lambda question: question.id)
def test_a_question_is_known_by_its_id_and_its_whole_words(question: object) -> None:
    for name in (question.id, question.asks.zh, f" {question.asks.zh[:-1]}?"):  # type: ignore[attr-defined]
        assert find_questions(name) == [question]


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("召回", "reason:recall"),
        ("取消订单", "reason:order_cancelled"),
        ("其他", "reason:other"),
        ("先进先出", "batch-fifo"),
        ("休息日", "rest-day"),
        ("破损", "missing-or-damaged"),
    ],
)
def test_a_question_is_known_by_its_reason_or_a_part_of_its_words(name: str, id_: str) -> None:
    assert [question.id for question in find_questions(name)] == [id_]


@pytest.mark.parametrize("name", ["", "  ", "？", "recall", "六月"])
def test_what_names_no_question_finds_none(name: str) -> None:
    assert find_questions(name) == []


def test_questions_are_settled_by_any_name_on_either_side() -> None:
    pairs = [("召回", "从宽"), ("rest-day", "strict"), ("reason:recall", "lenient")]
    assert settle(pairs, HERE) == {"reason:recall": "lenient", "rest-day": "strict"}


@pytest.mark.parametrize(
    ("pairs", "named"),
    [
        ([("颜色", "从宽")], "没有名为“颜色”的口径问题"),
        ([("退回", "从宽")], "可能指几个口径问题"),
        ([("滞销", "从宽")], "reason:delisted（平台下架、封店是否属于滞销？）、"),
        ([("其他", "从宽")], "不能整体确定"),
        ([("召回", "也许")], "reason:recall=lenient（从宽）"),
        ([("召回", "")], "为“召回”；请改填"),
        ([("召回", "从宽"), ("reason:recall", "从严")], "两个不同的口径"),
    ],
)
def test_what_settles_nothing_is_refused_in_one_sentence(
    pairs: list[tuple[str, str]], named: str
) -> None:
    with pytest.raises(DeskError) as raised:
        settle(pairs, HERE)
    assert named in raised.value.words.zh
    assert "here" in raised.value.words.en
    assert "accepted" in raised.value.words.en or "name the reason" in raised.value.words.en


def test_an_unknown_question_is_answered_with_those_that_can_be_settled() -> None:
    with pytest.raises(DeskError) as raised:
        settle([("颜色", "从宽")], HERE)
    for words in (raised.value.words.zh, raised.value.words.en):
        assert all(id_ in words for id_ in SETTLEABLE)
        assert "reason:other" not in words
        assert "39:extension" not in words
