from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator

import samples
from retax import Lang, ReturnedGoods, Verdict, check, goods_schema, verdict_schema
from samples import facts

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
    "assumed",
    "facts",
    "as_of",
    "settled",
    "days_off",
    "known_on",
    "law_reviewed_on",
    "version",
]


def _validator(schema: dict[str, Any]) -> Draft202012Validator:
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


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
        assert schema["properties"][fact]["x-names"] == list(names)
        assert schema["properties"][fact]["title"] == names[0]
        assert schema["properties"][fact]["description"]


@pytest.mark.parametrize("fact", samples.OTHER_NAMES)
def test_the_schema_of_the_goods_accepts_a_value_of_every_fact(fact: str) -> None:
    validator = _validator(goods_schema())
    written, read = samples.ONE_VALUE[fact]
    validator.validate({fact: written})
    validator.validate({fact: None})
    validator.validate(ReturnedGoods.model_validate({fact: read}).model_dump(mode="json"))


@pytest.mark.parametrize(
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
    assert not _validator(goods_schema()).is_valid(bad)


def test_schemas_are_plain_json_and_given_anew() -> None:
    for schema in (goods_schema, verdict_schema):
        assert json.loads(json.dumps(schema())) == schema()
        schema()["properties"].clear()
        assert schema()["properties"]


# -- the verdict ----------------------------------------------------------------------------


def test_every_verdict_fits_its_schema() -> None:
    validator = _validator(verdict_schema())
    strictly = _validator(closed(verdict_schema()))
    for n, verdict in enumerate(verdicts(41, 1200)):
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


def test_the_facts_of_a_verdict_fit_the_schema_of_the_goods() -> None:
    validator = _validator(goods_schema())
    for verdict in verdicts(42, 600):
        validator.validate(json.loads(verdict.to_json())["facts"])


def test_the_facts_of_a_verdict_are_the_facts_again() -> None:
    for verdict in verdicts(43, 600):
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
        if told["days_off"] != []:
            assert again == verdict


@pytest.mark.parametrize("lang", LANGS)
def test_json_is_the_dict(lang: Lang | None) -> None:
    for verdict in verdicts(45, 200):
        assert json.loads(verdict.to_json(lang)) == verdict.to_dict(lang)


@pytest.mark.parametrize("lang", LANGS)
def test_keys_stand_in_one_order(lang: Lang | None) -> None:
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


PRINT_ONE = """
import samples
from retax import check
for case, options in samples.random_cases(48, 60):
    print(ascii(check(case, **options).to_json("zh")))
"""


def test_the_text_does_not_depend_on_the_seed_of_hashes() -> None:
    tests = os.path.dirname(samples.__file__)
    texts = {
        subprocess.run(
            [sys.executable, "-c", PRINT_ONE],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": tests},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(texts) == 1
    assert len(texts.pop()) > 1000


def test_a_verdict_is_told_in_plain_values() -> None:
    plain = check(
        facts(
            exported_quantity="5.50",
            returned_before=3,
            returned_quantity=4,
            export_refund="refunded",
            papers_held=["tax_certificate", "export_list", "platform_return_record"],
        ),
        as_of=date(2026, 8, 1),
        days_off=[date(2026, 9, 4), date(2026, 9, 3)],
        settled={"rest-day": "lenient", "batch": "strict"},
        known_on=date(2026, 6, 1),
    ).to_dict()
    assert plain["status"] == "conditional"
    assert plain["announcement"] == "2026-16"
    assert plain["decided_by"] == "1.same_goods"
    assert plain["last_day"] == "2026-09-05"
    assert plain["as_of"] == "2026-08-01"
    assert plain["known_on"] == "2026-06-01"
    assert plain["days_off"] == ["2026-09-03", "2026-09-04"]
    assert list(plain["settled"].items()) == [("batch", "strict"), ("rest-day", "lenient")]
    assert plain["actions"] == [
        {"id": "split_line", "due": None},
        {"id": "repay_refund", "due": None},
    ]
    assert plain["facts"]["declared_on"] == "2026-03-02"
    assert plain["facts"]["exported_quantity"] == "5.50"
    assert plain["facts"]["papers_held"] == [
        "export_list",
        "platform_return_record",
        "tax_certificate",
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
    }
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
