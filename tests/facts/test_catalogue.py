from __future__ import annotations

import re
from collections import Counter
from contextlib import nullcontext
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

import samples
from retax import (
    Attribution,
    Cause,
    Destination,
    ExportRefund,
    Paper,
    ReturnedGoods,
    ReturnReason,
    Use,
    ValidationError,
    Words,
)
from retax.facts.catalogue import FACT_OF_NAME, NAMES, format_value
from retax.facts.values import NO_WORDS, YES_WORDS
from retax.facts.values import PAPER_WORDS as PAPERS

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_every_fact_of_the_model_has_a_name_in_the_same_order() -> None:
    assert list(NAMES) == list(ReturnedGoods.model_fields) == list(samples.OTHER_NAMES)


@pytest.mark.parametrize("fact", samples.OTHER_NAMES)
def test_a_fact_has_the_names_that_are_promised(fact: str) -> None:
    promised = samples.OTHER_NAMES[fact]
    assert NAMES[fact].label.zh == promised[0]
    assert set(promised) <= set(NAMES[fact].names)
    assert all(FACT_OF_NAME[name] == fact for name in (fact, *promised))


def test_every_heading_of_real_files_is_a_name_of_its_fact_and_no_other_is() -> None:
    assert {fact: set(entry.names) for fact, entry in NAMES.items()} == {
        fact: {*samples.OTHER_NAMES[fact], *samples.HEADINGS.get(fact, ())} for fact in NAMES
    }


def test_no_name_means_two_facts() -> None:
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
        ("attribution", Attribution),
        ("cause", Cause),
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
def test_no_word_means_two_values(fact: str) -> None:
    words = [word for names in samples.WORDS[fact].values() for word in names]
    assert len(words) == len(set(words))


def test_yes_is_never_no() -> None:
    assert not YES_WORDS & NO_WORDS


def test_labels_and_questions_are_there_in_both_languages() -> None:
    for fact, entry in NAMES.items():
        for words in (entry.label, entry.help):
            assert CHINESE.search(words.zh), fact
            assert words.en.strip(), fact


def test_a_yes_or_no_has_the_sentences_of_letters_and_no_other_fact_has() -> None:
    assert [fact for fact, entry in NAMES.items() if entry.statements] == [
        fact for fact, entry in NAMES.items() if entry.kind == "yes_no"
    ]


def test_every_day_has_the_event_of_that_day_in_the_words_of_its_label() -> None:
    for fact, entry in NAMES.items():
        event = entry.event
        # nothing happens on the last day of a longer period
        assert (event is not None) == (entry.kind == "day" and fact != "extended_until"), fact
        assert event is None or f"{event.zh}日期" == entry.label.zh


def test_a_quantity_is_positive_where_the_model_refuses_zero() -> None:
    for fact, entry in NAMES.items():
        if entry.kind == "quantity":
            with pytest.raises(ValidationError) if entry.is_positive else nullcontext():
                ReturnedGoods.model_validate({fact: 0})
        else:
            assert not entry.is_positive


def test_only_a_fact_without_a_question_says_what_becomes_of_a_blank() -> None:
    assert {fact for fact, entry in NAMES.items() if entry.if_blank} == {
        "export_item",
        "return_entry",
        "extended_until",
        "export_duty_paid",
        "taxed_at_export",
    }
    assert not any(entry.if_blank and entry.question for entry in NAMES.values())


def test_a_column_named_by_a_record_is_a_fact_and_is_named_once() -> None:
    named = [entry.column_after for entry in NAMES.values() if entry.column_after]
    assert set(named) <= set(NAMES)
    assert len(set(named)) == len(named)


def test_the_record_says_how_a_fact_is_asked_for() -> None:
    assert {fact for fact, entry in NAMES.items() if entry.asking == "never"} == {"hs_code"}
    assert {fact for fact, entry in NAMES.items() if entry.asking == "last"} == {"released_on"}
    assert NAMES["released_on"].question == NAMES["released_on"].help
    assert NAMES["hs_code"].question is NAMES["damaged"].question is None


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
    assert format_value(fact, value) == words


def test_papers_are_shown_in_the_order_of_their_list() -> None:
    words = format_value("papers_held", frozenset({"gate_release", "export_list"}))
    assert words.zh == "出口申报清单、核放单"


@pytest.mark.parametrize(
    ("fact", "zh", "en"),
    [
        ("export_entry", "9610 请填清单编号", "Under 9610 give the list's"),
        ("supervision_code", "填“无”", "none: they left by post or express"),
        ("exported_on", "退关、删单的，不属退运", "are no return"),
        ("export_refund", "本次退运部分", "of the units that come back"),
        ("export_refund", "视同内销的按未退税", "counts as not_refunded"),
        ("export_refund", "1210 含货物入区时取得的退税，供货企业取得的亦算", "also the supplier's"),
        ("return_declared_on", "1210 为出区申报日期", "the declaration out of the zone"),
        ("shipped_as_declared", "就是出口单证上申报的商品", "the export paper declares"),
    ],
)
def test_a_question_says_what_is_often_mistaken(fact: str, zh: str, en: str) -> None:
    question = NAMES[fact].question
    assert question is not None
    assert zh in question.zh
    assert en in question.en


def test_no_code_is_a_word_of_its_own() -> None:
    values = NAMES["supervision_code"].values
    assert values is not None
    assert {value: word.words.zh for value, word in values.items()} == {"none": "无"}


@pytest.mark.parametrize("fact", ["reason", "use", "export_refund"])
def test_every_word_a_question_offers_is_accepted_as_its_answer(fact: str) -> None:
    question, values = NAMES[fact].question, NAMES[fact].values
    assert question is not None
    assert values is not None
    for value, word in values.items():
        assert word.words.zh in question.zh
        assert value in question.en
