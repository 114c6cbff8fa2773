from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

import samples
from retax import Destination, ExportRefund, Paper, ReturnedGoods, ReturnReason, Use, Words
from retax.vocabulary import FACT_OF_NAME, NAMES, NO_WORDS, PAPERS, YES_WORDS, shown

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_every_fact_of_the_model_has_a_name_in_the_same_order() -> None:
    assert list(NAMES) == list(ReturnedGoods.model_fields) == list(samples.OTHER_NAMES)


@pytest.mark.parametrize("fact", samples.OTHER_NAMES)
def test_a_fact_has_the_names_that_are_promised(fact: str) -> None:
    assert NAMES[fact].names == samples.OTHER_NAMES[fact]


def test_no_name_stands_for_two_facts() -> None:
    names = [name for fact, entry in NAMES.items() for name in {fact, *entry.names}]
    assert [name for name, n in Counter(names).items() if n > 1] == []
    assert set(FACT_OF_NAME) == set(names)


@pytest.mark.parametrize(
    ("fact", "type_"),
    [
        ("reason", ReturnReason),
        ("use", Use),
        ("export_refund", ExportRefund),
        ("destination", Destination),
    ],
)
def test_every_value_that_is_a_word_has_its_chinese_word(fact: str, type_: object) -> None:
    values = NAMES[fact].values
    assert values is not None
    assert tuple(values) == get_args(type_)
    assert set(values) == set(samples.WORDS[fact])
    for value, word in values.items():
        assert (word.words.zh, *word.also) == samples.WORDS[fact][value]


def test_every_paper_has_its_chinese_word() -> None:
    assert tuple(PAPERS) == get_args(Paper) == tuple(samples.PAPER_WORDS)
    for paper, word in PAPERS.items():
        assert word.words.zh == samples.PAPER_WORDS[paper][0]


@pytest.mark.parametrize("fact", samples.WORDS)
def test_no_word_stands_for_two_values(fact: str) -> None:
    words = [word for names in samples.WORDS[fact].values() for word in names]
    assert len(words) == len(set(words))


def test_yes_is_never_no() -> None:
    assert not YES_WORDS & NO_WORDS


def test_labels_and_questions_are_there_in_both_languages() -> None:
    for fact, entry in NAMES.items():
        for words in (entry.label, *([entry.question] if entry.question else [])):
            assert CHINESE.search(words.zh), fact
            assert words.en.strip(), fact


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("reason", "unsold", Words("滞销", "unsold")),
        ("declared_on", date(2026, 3, 5), Words("2026-03-05", "2026-03-05")),
        ("is_food", True, Words("是", "yes")),
        ("is_food", False, Words("否", "no")),
        ("is_food", None, Words("未知", "unknown")),
        ("supervision_code", "9610", Words("9610", "9610")),
        ("export_item", 7, Words("7", "7")),
        ("exported_quantity", Decimal("1E+3"), Words("1000", "1000")),
        ("exported_quantity", Decimal("2.50"), Words("2.50", "2.50")),
        ("papers_held", frozenset[str](), Words("无", "none")),
    ],
)
def test_a_value_is_shown_in_words(fact: str, value: object, words: Words) -> None:
    assert shown(fact, value) == words


def test_papers_are_shown_in_the_order_of_their_list() -> None:
    words = shown("papers_held", frozenset({"gate_release", "export_list"}))
    assert words.zh == "出口申报清单、核放单"


@pytest.mark.parametrize("fact", ["reason", "use", "export_refund"])
def test_every_word_a_question_offers_is_accepted_as_its_answer(fact: str) -> None:
    question, values = NAMES[fact].question, NAMES[fact].values
    assert question is not None
    assert values is not None
    for value, word in values.items():
        assert word.words.zh in question.zh
        assert value in question.en
