from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from publish.ports.announced import announced_2028
from publish.ports.asked import Asked, of_the_announcement
from publish.ports.machines import (
    NO_OPTIONS,
    Node,
    first_difference,
    gather_quick_cases,
    needs_node,
    node,
)
from retax import ReturnedGoods, ValidationError, check
from retax.facts.catalogue import NAMES
from retax.facts.model import list_plain_facts
from retax.judge.compiled_law import get_law
from retax.law.cross_border.open_questions import QUESTIONS
from retax.publish.javascript import build_javascript_module, build_javascript_types
from retax.publish.law_in_words import to_plain_options
from retax.publish.published_law import gather_published_law

MODULE = build_javascript_module(gather_published_law(), NO_OPTIONS)
TYPES = build_javascript_types(gather_published_law(), NO_OPTIONS)


# -- the text --------------------------------------------------------------------------------------


def test_the_module_names_every_fact_clause_and_question_and_imports_nothing() -> None:
    for name in (*NAMES, *QUESTIONS, *(ruled.clause.id for ruled in get_law().clauses)):
        assert json.dumps(name) in MODULE
    assert not re.search(r"^\s*import\b|\brequire\(", MODULE, re.M)
    assert "/*{" not in MODULE
    assert "</script" not in MODULE


def test_a_function_gives_each_name_once_and_closes_its_blocks() -> None:
    # In one block let twice is an error; in two, one of them may hide the other.
    functions = MODULE.split(" => {\n")
    names = [re.findall(r"\blet (v\d+)", function) for function in functions]
    assert max(map(len, names)) > 20
    assert all(len(given) == len(set(given)) for given in names)
    assert MODULE.count("{") == MODULE.count("}")


def test_the_module_is_the_same_every_time() -> None:
    assert build_javascript_module(gather_published_law(), NO_OPTIONS) == MODULE


def test_the_types_name_every_fact_with_its_values() -> None:
    assert "/*{" not in TYPES
    for name in NAMES:
        assert f"    {name}?: " in TYPES
    assert 'use?: "unused" | "trial_found_defect" | "customer_trial" | "used" | null;' in TYPES
    assert "declared_on?: Day | null;" in TYPES
    assert "returned_quantity?: number | string | null;" in TYPES


def test_the_options_it_is_published_with_are_its_defaults() -> None:
    options = to_plain_options({"rest-day": "lenient"}, [date(2026, 10, 1)], date(2026, 3, 1))
    module = build_javascript_module(gather_published_law(), options)
    assert f"defaults: {json.dumps(options)}" in module


def test_a_new_announcement_is_in_the_module() -> None:
    with announced_2028():
        module = build_javascript_module(gather_published_law(), NO_OPTIONS)
    assert '"2028-3"' in module
    assert '"3.sealed"' in module
    assert "2028-3" not in MODULE


# -- in Node ---------------------------------------------------------------------------------------


@needs_node
def test_node_answers_as_check_does_in_every_part() -> None:
    asked, expected = gather_quick_cases()
    assert len(asked) >= 2_000
    assert first_difference(asked, expected, node().answers(asked)) is None


@needs_node
def test_node_knows_a_new_announcement_and_the_clause_it_adds() -> None:
    asked = Asked({"declared_on": "2028-06-01", "reason": "unsold"}, {"lang": "en"})
    with announced_2028():
        (found,) = Node(build_javascript_module(gather_published_law(), NO_OPTIONS)).answers(
            [asked]
        )
        verdict = check(asked.facts)
    answer = found["answer"]
    assert answer["announcement"] == verdict.announcement == "2028-3"
    assert {f["clause"]: f["outcome"] for f in answer["findings"]} == {
        finding.clause: finding.outcome for finding in verdict.findings
    }
    (sealed,) = (f for f in answer["findings"] if f["clause"] == "3.sealed")
    assert sealed["words"] == "the seal of 2028 is unbroken"


@needs_node
def test_what_is_published_with_options_answers_under_them() -> None:
    facts = {"declared_on": "2026-01-05", "reason": "recall"}
    days = [date(2026, 10, 1)]
    options = to_plain_options({"reason:recall": "lenient"}, days, date(2026, 2, 8))
    port = Node(build_javascript_module(gather_published_law(), options))
    (found,) = port.answers([Asked(facts)])
    verdict = check(
        facts, settled={"reason:recall": "lenient"}, days_off=days, known_on=date(2026, 2, 8)
    )
    expected = of_the_announcement(verdict)
    assert {name: found["answer"][name] for name in expected} == expected
    (overridden,) = port.answers(
        [Asked(facts, {"settled": {}, "days_off": None, "known_on": None})]
    )
    plain = of_the_announcement(check(facts))
    assert {name: overridden["answer"][name] for name in plain} == plain


@needs_node
@pytest.mark.parametrize(
    ("facts", "options", "code", "field"),
    [
        ({"reson": "unsold"}, {}, "unknown_name", "reson"),
        ({"退运原因": "unsold"}, {}, "unknown_name", "退运原因"),
        ({"reason": "lost"}, {}, "not_accepted", "reason"),
        ({"declared_on": "soon"}, {}, "unreadable", "declared_on"),
        ({"declared_on": "1999-12-31"}, {}, "not_accepted", "declared_on"),
        ({"declared_on": "2026-02-30"}, {}, "unreadable", "declared_on"),
        ({"returned_quantity": "0"}, {}, "not_accepted", "returned_quantity"),
        ({"returned_quantity": "1e30"}, {}, "not_accepted", "returned_quantity"),
        ({"export_item": 0}, {}, "not_accepted", "export_item"),
        ({"is_food": 1}, {}, "unreadable", "is_food"),
        ({"supervision_code": "4561"}, {}, "not_accepted", "supervision_code"),
        ({"papers_held": ["a letter"]}, {}, "not_accepted", "papers_held"),
        ({}, {"as_of": "2026-02-30"}, "not_accepted", "as_of"),
        ({}, {"asof": "2026-02-03"}, "not_accepted", "asof"),
        ({}, {"settled": {"reason:other": "strict"}}, "not_accepted", "settled"),
        ({}, {"settled": {"rest-day": "mild"}}, "not_accepted", "settled"),
        ({}, {"settled": []}, "not_accepted", "settled"),
        ({}, {"days_off": "2026-10-01"}, "not_accepted", "days_off"),
        ({}, {"days_off": ["2026"]}, "not_accepted", "days_off"),
        ({}, {"days_off": [None]}, "not_accepted", "days_off"),
        ({}, [], "not_accepted", "options"),
        ({}, 5, "not_accepted", "options"),
        ({}, None, "not_accepted", "options"),
        ({}, {"lang": "fr"}, "not_accepted", "lang"),
    ],
)
def test_node_refuses_with_a_code_and_a_field(
    facts: dict[str, Any], options: Any, code: str, field: str
) -> None:
    (found,) = node().answers([Asked(facts, options)])
    assert [refusal[:2] for refusal in found["refusals"]] == [[code, field]]
    assert all(found["refusals"][0][2:])


ODD = """
import { judge, Refused } from "./law.mjs";
const circle = {};
circle.circle = circle;
const lenient = { "reason:recall": "lenient" };
const odd = [
    [new Map([["reason", "recall"]])],
    [{ returned_before: 5n }],
    [{ use: circle }],
    [{}, new Map([["as_of", "2026-02-30"]])],
    [{}, { settled: new Map(Object.entries(lenient)) }],
    [{ reason: "recall" }, { settled: Object.create(lenient) }],
];
console.log(JSON.stringify(odd.map(([facts, options]) => {
    try {
        return judge(facts, options).findings[2].outcome;
    } catch (error) {
        return error instanceof Refused ? error.refusals[0].field : String(error);
    }
})));
"""


@needs_node
def test_node_refuses_what_is_no_object_of_names_and_values() -> None:
    # Of a Map and of what an object inherits nothing was read, and nothing said so.
    expected = ["", "returned_before", "use", "options", "settled", "open"]
    assert node().run(ODD) == expected


@needs_node
def test_node_suggests_the_name_that_is_near_a_misspelt_one() -> None:
    names = [name for name in NAMES if len(name) > 4]
    misspelt = [Asked({name[:2] + name[3:]: None}) for name in names]
    for name, found in zip(names, node().answers(misspelt), strict=True):
        ((_, _, zh, en),) = found["refusals"]
        assert name in zh, name
        assert name in en, name


# -- rows as people write them ---------------------------------------------------------------------

READ = """
import { readFacts, Refused } from "./law.mjs";
const rows = ROWS;
console.log(JSON.stringify(rows.map((row) => {
    try {
        return { facts: readFacts(row) };
    } catch (error) {
        if (!(error instanceof Refused)) throw error;
        return { refusals: error.refusals.map(({ code, field, zh, en }) => [code, field, zh, en]) };
    }
})));
"""


def rows(draw: random.Random, number: int) -> Iterator[dict[str, Any]]:
    for _ in range(number):
        named = draw.sample(sorted(NAMES), draw.choice([2, 3, 5, 8]))
        row = {_name(draw, name): _written(draw, name) for name in named}
        if draw.random() < 0.3:
            row["清单编号"] = _written(draw, "export_entry")
        yield row


def _name(draw: random.Random, name: str) -> str:
    known = draw.choice([name, *NAMES[name].names])
    return draw.choice([known, f"{known}（必填）", f" {known.upper()}", f"{known}(YYYY-MM-DD)"])


def _written(draw: random.Random, name: str) -> Any:
    entry = NAMES[name]
    values = (entry.values or {}).items()
    words = [w for value, word in values for w in (value, word.words.zh, *word.also, value.upper())]
    if draw.random() < 0.08:
        return draw.choice(["lost", "", None, "  ", 7, "2026-13-01"])
    match entry.kind:
        case "yes_no":
            return draw.choice([True, False, "是", "否", "Y", "n", "TRUE", "√", 1, 0, "yes "])
        case "word":
            return draw.choice(words)
        case "papers":
            return draw.choice(["；".join(draw.sample(words, 3)), draw.sample(words, 2), []])
        case "day":
            return draw.choice(["20260305", "2026-03-05", " 2026-04-01 "])
        case "quantity":
            return draw.choice(["10", "1e1", 10, 2.5, "0", "-1"])
        case "count":
            return draw.choice([1, "01", "2"])
        case "code":
            return draw.choice(["9610", "1210", "无", "None", "none", "NONE", 9610])
        case "hs":
            return draw.choice(
                ["6109.10.0010", "6109 10", "6901234567892", "6109100010101", "902.1"]
            )
        case "entry":
            numbers = ["29012026e000000016", "290120260000000017", "290120260000000017003"]
            return draw.choice([*numbers, "290120261000000013"])
    return draw.choice(["a", " b ", 12])


def as_the_model_reads(row: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"facts": list_plain_facts(ReturnedGoods.model_validate(row))}
    except ValidationError as error:
        lines = error.errors()
    return {
        "refusals": sorted(
            [line["type"], ".".join(map(str, line["loc"])), line["ctx"]["zh"], line["msg"]]
            for line in lines
        )
    }


@needs_node
@pytest.mark.parametrize("seed", range(2))
def test_node_reads_rows_as_the_model_does(seed: int) -> None:
    written = [*rows(random.Random(seed), 700)]
    read = node().run(READ.replace("ROWS", json.dumps(written)))
    for row, found in zip(written, read, strict=True):
        if "refusals" in found:
            found["refusals"].sort()
        assert found == as_the_model_reads(row), row
