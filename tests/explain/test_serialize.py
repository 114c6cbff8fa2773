from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

import samples
from retax import (
    Lang,
    ReturnedGoods,
    ValidationError,
    Verdict,
    check,
    goods_schema,
    verdict_schema,
)
from retax.facts.catalogue import NAMES
from samples import facts
from sizes import walk_part_and_whole
from walks import walk_points

LANGS: tuple[Lang | None, ...] = (None, "zh", "en")

PLAIN_KEYS = [
    "status",
    "announcement",
    "cites",
    "caveat",
    "decided_by",
    "last_day",
    "asks",
    "findings",
    "documents",
    "reliefs",
    "actions",
    "routes",
    "better",
    "ordinary",
    "assumed",
    "facts",
    "as_of",
    "settled",
    "days_off",
    "known_on",
    "law_reviewed_on",
    "version",
]


READ_BACK = (
    "status",
    "announcement",
    "decided_by",
    "last_day",
    "findings",
    "facts",
    "as_of",
    "settled",
    "days_off",
    "known_on",
)
"""What a stored verdict is judged by, and held against."""


def _validator(schema: dict[str, Any]) -> Draft202012Validator:
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


@cache
def _validator_of_goods() -> Draft202012Validator:
    return _validator(goods_schema())


def closed(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema in which no object may hold more than it tells."""

    def close(part: Any) -> Any:
        if isinstance(part, dict):
            inner = {key: close(value) for key, value in part.items()}
            return {"additionalProperties": False, **inner} if "properties" in part else inner
        return [close(item) for item in part] if isinstance(part, list) else part

    return cast("dict[str, Any]", close(schema))


def verdicts(seed: int, n: int) -> Iterator[Verdict]:
    for case, options in samples.random_cases(seed, n):
        yield check(case, **options)


# -- the goods ------------------------------------------------------------------------------


def test_the_schema_of_the_goods_names_every_fact_in_order() -> None:
    schema = goods_schema()
    Draft202012Validator.check_schema(schema)
    assert list(schema["properties"]) == list(samples.OTHER_NAMES)
    assert schema["additionalProperties"] is False
    assert "required" not in schema
    for fact, names in samples.OTHER_NAMES.items():
        assert set(names) <= set(schema["properties"][fact]["x-names"])
        assert schema["properties"][fact]["x-names"] == list(NAMES[fact].names)
        assert schema["properties"][fact]["title"] == names[0]
        assert schema["properties"][fact]["description"]


@walk_points("fact", samples.OTHER_NAMES)
def test_the_schema_of_the_goods_accepts_a_value_of_every_fact(fact: str) -> None:
    validator = _validator_of_goods()
    written, read = samples.ONE_VALUE[fact]
    validator.validate({fact: written})
    validator.validate({fact: None})
    validator.validate(ReturnedGoods.model_validate({fact: read}).model_dump(mode="json"))


@walk_points(
    "bad",
    [
        {"colour": "red"},
        {"reason": "lost"},
        {"reason": "滞销"},
        {"supervision_code": "961"},
        {"supervision_code": 9610},
        {"hs_code": "95030"},
        {"declared_on": 20260302},
        {"declared_on": "yesterday"},
        {"export_entry": samples.RETURN_NUMBER},
        {"return_entry": samples.LIST_NUMBER},
        {"is_food": "yes"},
        {"export_item": 0},
        {"exported_quantity": -1},
        {"returned_quantity": 0},
        {"papers_held": ["passport"]},
        {"papers_held": "export_list"},
        {"papers_held": ["export_list", "export_list"]},
        {"reference": 7},
        [],
        "goods",
    ],
)
def test_the_schema_of_the_goods_refuses_what_is_not_written_plainly(bad: object) -> None:
    assert not _validator_of_goods().is_valid(bad)


def test_schemas_are_plain_json_and_given_anew() -> None:
    for schema in (goods_schema, verdict_schema):
        assert json.loads(json.dumps(schema())) == schema()
        schema()["properties"].clear()
        assert schema()["properties"]


# -- the verdict ----------------------------------------------------------------------------


@walk_part_and_whole("lines", 150, 1200)
def test_every_verdict_fits_its_schema(lines: int) -> None:
    validator = _validator(verdict_schema())
    strictly = _validator(closed(verdict_schema()))
    for n, verdict in enumerate(verdicts(41, lines)):
        plain = json.loads(verdict.to_json(LANGS[n % 3]))
        validator.validate(plain)
        strictly.validate(plain)


def test_the_schema_refuses_what_is_no_verdict() -> None:
    validator = _validator(verdict_schema())
    good = check(samples.ELIGIBLE).to_dict("zh")
    for change in ({"status": "fine"}, {"findings": None}, {"reliefs": [{"tax": "vat"}]}):
        assert not validator.is_valid({**good, **change})
    for key in PLAIN_KEYS:
        assert not validator.is_valid({name: v for name, v in good.items() if name != key})


@walk_part_and_whole("lines", 200, 600)
def test_the_facts_of_a_verdict_fit_the_schema_of_the_goods(lines: int) -> None:
    validator = _validator(goods_schema())
    for verdict in verdicts(42, lines):
        validator.validate(json.loads(verdict.to_json())["facts"])


@walk_part_and_whole("lines", 200, 600)
def test_the_facts_of_a_verdict_are_the_facts_again(lines: int) -> None:
    for verdict in verdicts(43, lines):
        plain = json.loads(verdict.to_json())["facts"]
        assert ReturnedGoods.model_validate(plain) == verdict.facts
        assert None not in plain.values()


def test_a_verdict_can_be_asked_for_again_from_its_own_text() -> None:
    for verdict in verdicts(44, 200):
        told = json.loads(verdict.to_json())

        def day(text: str | None) -> date | None:
            return None if text is None else date.fromisoformat(text)

        again = check(
            told["facts"],
            as_of=day(told["as_of"]),
            known_on=day(told["known_on"]),
            settled=told["settled"],
            days_off=told["days_off"] and [date.fromisoformat(d) for d in told["days_off"]],
        )
        assert again == verdict


# -- read back --------------------------------------------------------------------------------


@walk_part_and_whole("lines", 120, 300)
@pytest.mark.parametrize("lang", LANGS)
def test_a_stored_verdict_is_read_back_as_it_was(lang: Lang | None, lines: int) -> None:
    for verdict in verdicts(50, lines):
        stored = json.loads(verdict.to_json(lang))
        again = Verdict.from_dict(stored)
        assert again == verdict
        assert hash(again) == hash(verdict)
        assert again.explain("zh") == verdict.explain("zh")
        assert again.to_json("en") == verdict.to_json("en")
        assert Verdict.from_dict(verdict.to_dict(lang)) == verdict


OTHER_ANSWERS: dict[str, Any] = {
    "status": "ineligible",
    "announcement": "2023-34",
    "decided_by": "1.code",
    "last_day": "2026-09-04",
}


@pytest.mark.parametrize("key", OTHER_ANSWERS)
def test_a_stored_verdict_with_another_answer_is_refused(key: str) -> None:
    stored = check(samples.ELIGIBLE).to_dict("zh")
    with pytest.raises(ValueError, match=f"has {key} '{OTHER_ANSWERS[key]}'") as caught:
        Verdict.from_dict({**stored, key: OTHER_ANSWERS[key]})
    assert repr(stored[key]) in str(caught.value)
    assert "judge its facts anew with check()" in str(caught.value)


def test_a_status_stored_as_a_yes_is_never_read_back_over_a_no() -> None:
    for verdict in verdicts(51, 300):
        stored = verdict.to_dict()
        for status in samples.BADGES:
            if status != verdict.status:
                with pytest.raises(ValueError, match="has status"):
                    Verdict.from_dict({**stored, "status": status})


def test_a_stored_verdict_with_other_outcomes_is_refused() -> None:
    stored = check(samples.ELIGIBLE).to_dict()
    stored["findings"][5]["outcome"] = "open"
    with pytest.raises(ValueError, match="has other outcomes than the law gives"):
        Verdict.from_dict(stored)
    stored = check(samples.ELIGIBLE).to_dict()
    del stored["findings"][14]
    with pytest.raises(ValueError, match="has other outcomes than the law gives"):
        Verdict.from_dict(stored)


@pytest.mark.parametrize(
    "no_verdict",
    [
        {},
        {"status": "eligible"},
        "eligible",
        None,
        7,
        [],
        {**check({}).to_dict(), "facts": {"reason": "lost"}},
        {**check({}).to_dict(), "settled": {"rest-day": "maybe"}},
        {**check({}).to_dict(), "as_of": "today"},
        {**check({}).to_dict(), "days_off": 7},
        {**check({}).to_dict(), "findings": 7},
        {**check({}).to_dict(), "findings": [{}]},
    ],
    ids=range(12),
)
def test_what_is_no_verdict_is_refused(no_verdict: Any) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        Verdict.from_dict(no_verdict)


@pytest.mark.parametrize("key", [key for key in PLAIN_KEYS if key in READ_BACK])
def test_a_stored_verdict_without_one_of_its_parts_is_refused(key: str) -> None:
    stored = check(samples.ELIGIBLE).to_dict()
    del stored[key]
    with pytest.raises(ValueError, match=f"stored is no verdict: '{key}' is missing; accepted"):
        Verdict.from_dict(stored)


def test_a_text_is_refused_with_the_way_to_read_it() -> None:
    text: Any = check(samples.ELIGIBLE).to_json()
    with pytest.raises(ValueError, match=r"json\.loads of what Verdict") as caught:
        Verdict.from_dict(text)
    assert str(caught.value).startswith("stored is of type str; accepted is")
    assert Verdict.from_dict(json.loads(text)) == check(samples.ELIGIBLE)


def test_a_part_of_another_type_is_refused_without_a_word_of_python() -> None:
    stored = {**check(samples.ELIGIBLE).to_dict(), "findings": 7}
    with pytest.raises(ValueError, match="accepted") as caught:
        Verdict.from_dict(stored)
    assert str(caught.value) == (
        "stored is no verdict: a part of it is of another type; accepted is what "
        "Verdict.to_dict() returns"
    )


# -- as a field of pydantic -------------------------------------------------------------------


class Opinion(BaseModel):
    number: str
    verdict: Verdict


def test_a_verdict_is_a_field_of_a_model_and_its_json_is_read_back() -> None:
    for verdict in verdicts(52, 100):
        opinion = Opinion(number="7", verdict=verdict)
        assert opinion.verdict is verdict
        assert opinion.model_dump()["verdict"] == verdict.to_dict()
        text = opinion.model_dump_json()
        assert json.loads(text)["verdict"] == verdict.to_dict()
        assert Opinion.model_validate_json(text) == opinion


@walk_part_and_whole("lines", 50, 200)
def test_the_schema_of_a_verdict_as_a_field_fits_what_is_written(lines: int) -> None:
    for mode in ("validation", "serialization"):
        schema = Opinion.model_json_schema(mode=mode)
        validator = _validator(schema)
        for verdict in verdicts(53, lines):
            validator.validate({"number": "7", "verdict": json.loads(verdict.to_json())})
        for other in ({"number": "7", "verdict": {"status": "eligible"}}, {"number": "7"}):
            assert not validator.is_valid(other)


@pytest.mark.parametrize("other", ["eligible", 7, None, {}, {"status": "eligible"}])
def test_a_field_for_a_verdict_takes_nothing_else(other: Any) -> None:
    with pytest.raises(ValidationError, match="verdict"):
        Opinion(number="7", verdict=other)


def test_a_field_for_a_verdict_takes_no_stored_one_with_another_answer() -> None:
    stored = {**check(samples.facts(use="used")).to_dict(), "status": "eligible"}
    with pytest.raises(ValidationError, match="has status 'eligible'"):
        Opinion.model_validate({"number": "7", "verdict": stored})


@pytest.mark.parametrize("lang", LANGS)
def test_json_is_the_dict(lang: Lang | None) -> None:
    for verdict in verdicts(45, 200):
        assert json.loads(verdict.to_json(lang)) == verdict.to_dict(lang)


@pytest.mark.parametrize("lang", LANGS)
def test_keys_are_in_one_order(lang: Lang | None) -> None:
    for verdict in verdicts(46, 100):
        added = [] if lang is None else ["explanation"]
        assert list(verdict.to_dict(lang)) == [*PLAIN_KEYS, *added]


def test_the_same_verdict_gives_the_same_text() -> None:
    for case, options in samples.random_cases(47, 200):
        shuffled = dict(reversed(case.items()))
        if "papers_held" in shuffled:
            shuffled["papers_held"] = shuffled["papers_held"][::-1]
        for key in ("settled",):
            if key in options:
                options = {**options, key: dict(reversed(options[key].items()))}
        assert check(case, **options).to_json("zh") == check(shuffled, **options).to_json("zh")


PRINT_EACH = """
import sys
import samples
from retax import check
for case, options in samples.random_cases(48, int(sys.argv[1])):
    print(ascii(check(case, **options).to_json("zh")))
"""


@walk_part_and_whole("lines", 10, 60)
def test_the_text_does_not_depend_on_the_seed_of_hashes(lines: int) -> None:
    tests = os.path.dirname(samples.__file__)
    texts = {
        subprocess.run(
            [sys.executable, "-c", PRINT_EACH, str(lines)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": tests},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(texts) == 1
    assert len(texts.pop()) > 1000


def test_a_verdict_is_written_in_plain_values() -> None:
    plain = check(
        facts(
            exported_quantity="5.50",
            returned_before=3,
            returned_quantity=4,
            export_refund="refunded",
            papers_held=["platform_return_record", "export_list", "match_record"],
        ),
        as_of=date(2026, 8, 1),
        days_off=[date(2026, 9, 4), date(2026, 9, 3)],
        settled={"rest-day": "lenient", "batch-fifo": "strict"},
        known_on=date(2026, 6, 1),
    ).to_dict()
    assert plain["status"] == "conditional"
    assert plain["announcement"] == "2026-16"
    assert plain["decided_by"] == "1.same_goods"
    assert plain["last_day"] == "2026-09-05"
    assert plain["as_of"] == "2026-08-01"
    assert plain["known_on"] == "2026-06-01"
    assert plain["days_off"] == ["2026-09-03", "2026-09-04"]
    assert list(plain["settled"].items()) == [("batch-fifo", "strict"), ("rest-day", "lenient")]
    assert plain["actions"] == [
        {"id": "split_line", "due": None},
        {"id": "repay_refund", "due": "2026-09-05"},
        {"id": "obtain:tax_certificate", "due": "2026-09-05"},
    ]
    assert plain["facts"]["declared_on"] == "2026-03-02"
    assert plain["facts"]["exported_quantity"] == "5.50"
    assert plain["facts"]["papers_held"] == [
        "export_list",
        "match_record",
        "platform_return_record",
    ]
    assert plain["documents"][0] == {
        "id": "export_record",
        "papers": ["export_list", "export_declaration", "exit_filing_list"],
        "named": True,
        "certainty": "required",
        "held": True,
    }
    assert plain["findings"][0] == {
        "clause": "1.period",
        "article": 1,
        "named": True,
        "outcome": "met",
        "facts": ["declared_on"],
        "missing": [],
        "questions": [],
        "settled": [],
        "presumed": [],
    }
    assert plain["findings"][6]["presumed"] == [
        "export_entry",
        "attribution",
        "shipped_as_declared",
    ]
    assert {"tax": "import_vat", "effect": "exempt"} in plain["reliefs"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_with_a_language_sentences_are_added_and_nothing_else_changes(lang: Lang) -> None:
    def without_sentences(part: Any) -> Any:
        if isinstance(part, dict):
            added = {"explanation", "words", "basis", "question"}
            return {k: without_sentences(v) for k, v in part.items() if k not in added}
        return [without_sentences(item) for item in part] if isinstance(part, list) else part

    for verdict in verdicts(49, 150):
        told = verdict.to_dict(lang)
        assert without_sentences(told) == verdict.to_dict()
        assert told["explanation"] == verdict.explain(lang)
        for key, words in (("cites", verdict.cites), ("caveat", verdict.caveat)):
            assert told[key] == (words and {"zh": words.zh, "en": words.en})
        assert [f["explanation"] for f in told["findings"]] == [
            f.explain(lang) for f in verdict.findings
        ]
        assert [a["question"] for a in told["asks"]] == [a.words.text(lang) for a in verdict.asks]
        for plain, ask in zip(told["asks"], verdict.asks, strict=True):
            assert (plain["fact"], plain["kind"]) == (ask.fact, ask.kind)
            assert plain["accepted"] == [
                {"value": value, "words": words.text(lang)} for value, words in ask.accepted
            ]
        assert [d["basis"] for d in told["documents"]] == [
            d.basis.text(lang) for d in verdict.documents
        ]
        for key in ("documents", "reliefs", "actions", "routes"):
            assert [row["words"] for row in told[key]] == [
                thing.words.text(lang) for thing in getattr(verdict, key)
            ]


@pytest.mark.parametrize("lang", ["fr", "ZH", "", 1])
def test_another_language_is_refused(lang: object) -> None:
    for verdict in (check(samples.ELIGIBLE), check({})):
        with pytest.raises(ValueError, match=r"zh.*en"):
            verdict.to_dict(cast("Lang", lang))
        with pytest.raises(ValueError, match=r"zh.*en"):
            verdict.to_json(cast("Lang", lang))


def test_chinese_stays_readable_in_json() -> None:
    text = check(facts(goods_name="玩具")).to_json("zh")
    assert "玩具" in text
    assert "\\u" not in text
    assert "\n" not in text


# -- the brief answer ------------------------------------------------------------------------


@walk_part_and_whole("lines", 150, 400)
def test_a_brief_answer_is_the_whole_one_less_what_no_program_acts_on(lines: int) -> None:
    for goods, options in samples.random_cases(seed=20261129, n=lines):
        verdict = check(goods, **options)
        for lang in LANGS:
            whole, brief = verdict.to_dict(lang), verdict.to_dict(lang, brief=True)
            assert [*brief] == ["status", "decided_by", "last_day", "asks", "actions"]
            assert brief == {key: whole[key] for key in brief}
            assert json.loads(verdict.to_json(lang, brief=True)) == brief


@walk_part_and_whole("lines", 100, 300)
def test_texts_kept_are_those_written_anew(lines: int, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [*samples.random_cases(seed=7, n=lines)]
    kept = [check(goods, **options).to_json(lang) for goods, options in cases for lang in LANGS]
    monkeypatch.setattr("retax.words.MOST_KEPT", 0)
    anew = [check(goods, **options).to_json(lang) for goods, options in cases for lang in LANGS]
    assert anew == kept


class _Branded(ReturnedGoods):
    """Goods of a program that knows more of them."""

    brand: str | None = None


def test_facts_that_a_model_of_the_user_adds_are_in_its_json() -> None:
    goods = _Branded.model_validate({**samples.ELIGIBLE, "brand": "甲"})
    verdict = check(goods)
    assert verdict.to_dict()["facts"]["brand"] == "甲"
    assert json.loads(verdict.to_json()) == verdict.to_dict()


class OwnDay(date):
    """A day of a library of its own, as pendulum and freezegun have them."""


@pytest.mark.parametrize("lang", [None, "zh", "en"])
def test_days_of_a_class_of_their_own_are_written_as_days(lang: Lang | None) -> None:
    days = {name: day for name, day in samples.ELIGIBLE.items() if isinstance(day, date)}
    own = {name: OwnDay(day.year, day.month, day.day) for name, day in days.items()}
    assert own
    written = check({**samples.ELIGIBLE, **own}).to_json(lang)
    assert json.loads(written) == json.loads(check(samples.ELIGIBLE).to_json(lang))
