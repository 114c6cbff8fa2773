"""Types and labels for callers are those of the law and the catalogue of facts."""

from __future__ import annotations

import types
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

import cases
import retax
import samples
from retax import GoodsDict, ReturnedGoods, Words, refusals_of, vocabulary
from retax.facts.catalogue import NAMES
from retax.facts.messages import RejectionCode
from retax.judge.compiled_law import get_law
from retax.law.cross_border.supervision_codes import SUPERVISION_CODES
from retax.law.regimes import REGIMES
from walks import walk_points

HINTS = get_type_hints(GoodsDict)


# -- literals -------------------------------------------------------------------------------------


def test_the_names_of_facts_are_those_of_the_model() -> None:
    assert get_args(retax.FactName) == tuple(NAMES) == tuple(ReturnedGoods.model_fields)


def test_the_ids_of_clauses_are_those_of_the_law() -> None:
    assert get_args(retax.ClauseId) == tuple(
        ruled.clause.id for regime in REGIMES for ruled in get_law(regime=regime).clauses
    )


def test_the_ids_of_questions_are_those_of_the_open_questions() -> None:
    assert get_args(retax.QuestionId) == tuple(retax.QUESTIONS)


# -- goods as a typed mapping ---------------------------------------------------------------------


def test_goods_as_a_mapping_have_the_facts_of_the_model() -> None:
    assert tuple(HINTS) == tuple(ReturnedGoods.model_fields)
    assert GoodsDict.__required_keys__ == frozenset()


KINDS: Mapping[str, set[Any]] = {
    "text": {str},
    "entry": {str},
    "code": {str},
    "hs": {str},
    "day": {date, str},
    "yes_no": {bool},
    "quantity": {Decimal, int, float, str},
    "count": {int},
}


@walk_points("name", NAMES)
def test_a_fact_of_the_mapping_has_the_type_of_its_kind(name: str) -> None:
    parts = get_args(HINTS[name])
    assert get_origin(HINTS[name]) in (Union, types.UnionType)
    assert type(None) in parts
    some = {part for part in parts if part is not type(None)}
    values = tuple(NAMES[name].values or {})
    if NAMES[name].kind in KINDS:
        assert some == KINDS[NAMES[name].kind]
    elif NAMES[name].kind == "papers":
        assert {get_origin(part) for part in some} == {list, tuple, set, frozenset}
        assert {get_args(get_args(part)[0]) for part in some} == {values}
    else:
        (words,) = some
        assert get_origin(words) is Literal
        assert get_args(words) == values


def test_what_the_mapping_allows_is_accepted() -> None:
    reader = TypeAdapter(GoodsDict)
    for goods in (samples.ELIGIBLE, samples.FROM_A_ZONE, *cases.COMPLETE.values()):
        assert reader.validate_python(goods, strict=True) == goods


# -- labels ---------------------------------------------------------------------------------------

TABLES: Mapping[str, Mapping[Any, Words]] = {
    name: getattr(vocabulary, name) for name in vocabulary.__all__ if name != "VALUES"
}


@pytest.mark.parametrize("name", TABLES)
def test_every_id_has_words_in_both_languages(name: str) -> None:
    assert TABLES[name]
    for id_, words in TABLES[name].items():
        assert words.zh.strip(), id_
        assert words.en.strip(), id_


def test_the_tables_have_every_id_of_their_kind() -> None:
    assert tuple(vocabulary.FACTS) == tuple(vocabulary.FACT_QUESTIONS) == tuple(NAMES)
    assert set(vocabulary.STATUSES) == set(vocabulary.STATUS_SENTENCES) == {*get_args(retax.Status)}
    assert tuple(vocabulary.OUTCOMES) == get_args(retax.Outcome)
    assert tuple(vocabulary.CLAUSES) == get_args(retax.ClauseId)
    assert tuple(vocabulary.QUESTIONS) == get_args(retax.QuestionId)
    assert set(vocabulary.PAPERS) == {*get_args(retax.Paper)}
    assert set(vocabulary.SUPERVISION_CODES) == set(SUPERVISION_CODES)


def test_values_to_choose_from_have_words() -> None:
    assert vocabulary.VALUES["reason"]["recall"] == Words("召回", "recalled")
    assert vocabulary.VALUES["is_food"]["true"].zh == "是"
    assert list(vocabulary.VALUES["supervision_code"]) == ["1210", "9610", "9710", "9810", "none"]
    assert "declared_on" not in vocabulary.VALUES


def test_labels_are_the_words_of_verdicts() -> None:
    verdict = retax.check({})
    assert vocabulary.STATUSES[verdict.status] == verdict.status_words
    for finding in verdict.findings:
        assert vocabulary.OUTCOMES[finding.outcome] == finding.outcome_words
        assert vocabulary.CLAUSES[finding.clause].zh.startswith(finding.condition.zh)
    for ask in verdict.asks:
        assert vocabulary.FACT_QUESTIONS[ask.fact] == ask.words
        assert dict(ask.accepted) == vocabulary.VALUES.get(ask.fact, {})


# -- what is refused ------------------------------------------------------------------------------


def refused(facts: object) -> ValidationError:
    with pytest.raises(ValidationError) as raised:
        ReturnedGoods.model_validate(facts)
    return raised.value


def test_a_refusal_names_the_fact_the_value_the_code_and_both_sentences() -> None:
    error = refused({"reason": "lost", "colour": "red"})
    by_name = {refusal.fact: refusal for refusal in refusals_of(error)}
    assert set(by_name) == {"reason", "colour"}
    lost = by_name["reason"]
    assert (lost.value, lost.code) == ("lost", "not_accepted")
    assert "recall" in lost.accepted
    assert by_name["colour"].code == "unknown_name"
    assert by_name["colour"].accepted == []
    for line in error.errors():
        refusal = by_name[str(line["loc"][0])]
        assert line["ctx"]["zh"] == refusal.words.zh
        assert line["ctx"]["en"] == refusal.words.en
        assert line["ctx"]["accepted"] == refusal.accepted


@pytest.mark.parametrize("code", [9610, "96100"])
def test_a_refused_supervision_code_lists_no_single_word_as_all_that_is_accepted(
    code: object,
) -> None:
    (refusal,) = refusals_of(refused({"supervision_code": code}))
    assert "four digits" in refusal.words.en
    assert refusal.accepted == []


def test_the_error_of_an_option_is_one_refusal_that_names_no_fact() -> None:
    with pytest.raises(ValueError, match="rest-day") as raised:
        retax.check({}, settled={"rest_day": "strict"})
    (refusal,) = refusals_of(raised.value)
    assert (refusal.fact, refusal.value, refusal.code) == ("", None, "not_accepted")
    assert refusal.words.zh == refusal.words.en == str(raised.value)
    assert refusal.accepted == []


def test_an_unknown_question_is_answered_with_those_that_can_be_settled() -> None:
    for unknown, meant in (("rest_day", " (perhaps 'rest-day')"), ("colour", "")):
        with pytest.raises(ValueError, match="accepted") as raised:
            retax.check({}, settled={unknown: "strict"})
        start = f"settled names the question {unknown!r}{meant}; accepted are "
        assert str(raised.value) == start + ", ".join(samples.SETTLEABLE)
    unnamed: Any = {7: "strict"}
    with pytest.raises(ValueError, match="the question 7; accepted are export-date"):
        retax.check({}, settled=unnamed)


def test_of_what_pydantic_refuses_by_itself_both_sentences_are_its_own() -> None:
    with pytest.raises(ValidationError) as raised:
        ReturnedGoods.model_validate_json("{")
    (refusal,) = refusals_of(raised.value)
    assert refusal.words.zh == refusal.words.en != ""
    assert refusal.code == "unreadable"
    assert refusal.code in get_args(RejectionCode)


class Shipment(BaseModel):
    lines: list[ReturnedGoods]


def test_what_another_model_lacks_is_refused_in_the_words_of_pydantic() -> None:
    with pytest.raises(ValidationError) as raised:
        Shipment.model_validate({})
    (refusal,) = refusals_of(raised.value)
    assert (refusal.fact, refusal.code) == ("lines", "unreadable")
    assert refusal.words.zh == refusal.words.en == "Field required"


def test_a_refusal_within_another_model_names_the_whole_way_to_the_fact() -> None:
    with pytest.raises(ValidationError) as raised:
        Shipment.model_validate({"lines": [{}, {"reason": "lost"}]})
    (refusal,) = refusals_of(raised.value)
    assert (refusal.fact, refusal.value, refusal.code) == (
        "lines.1.reason",
        "lost",
        "not_accepted",
    )
