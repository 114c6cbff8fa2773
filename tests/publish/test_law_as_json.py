from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from publish.ports.announced import announced_2028
from publish.ports.asked import at_random, of_the_announcement, read_facts
from publish.ports.machines import NO_OPTIONS
from retax import check, governing
from retax.facts.catalogue import NAMES
from retax.law.cross_border.announcements import ANNOUNCEMENTS
from retax.law.cross_border.open_questions import QUESTIONS
from retax.logic.compile_python import MonthsLater, NextWorkingDays, PrefixTable
from retax.publish.law_as_json import FORMAT, gather_law_values, write_law_as_json
from retax.publish.published_law import gather_published_law

TEXT = write_law_as_json(gather_published_law(), NO_OPTIONS)
LAW: Mapping[str, Any] = json.loads(TEXT)


# -- a reader of the trees, written from the description of the form -------------------------------


def computed(
    law: Mapping[str, Any], facts: Mapping[str, Any], given: Mapping[str, Any]
) -> list[Any]:
    """Return the value of every node, from the first to the last."""
    values: list[Any] = []
    for node in law["nodes"]:
        parts = [values[place] for place in node.get("of", [])]
        values.append(value_of(node, parts, facts, given))
    return values


def value_of(
    node: Mapping[str, Any],
    parts: Sequence[Any],
    facts: Mapping[str, Any],
    given: Mapping[str, Any],
) -> Any:
    match node["op"]:
        case "fact":
            return facts.get(node["name"])
        case "parameter":
            return given.get(node["name"])
        case "value":
            kinds: Mapping[str, Callable[[Any], Any]]
            kinds = {"date": date.fromisoformat, "Decimal": Decimal}
            return kinds.get(node["kind"], lambda value: value)(node["value"])
        case "and":
            return False if False in parts else None if None in parts else True
        case "or":
            return True if True in parts else None if None in parts else False
        case "is_known":
            return parts[0] is not None
        case "is_true":
            return parts[0] is True
        case "when":
            return None if parts[0] is None else parts[1] if parts[0] else parts[2]
        case "first":
            return parts[1] if parts[0] is None else parts[0]
    return None if None in parts else plain_value_of(node, *parts)


def plain_value_of(node: Mapping[str, Any], one: Any, other: Any = None) -> Any:
    match node["op"]:
        case "not":
            return not one
        case "<=":
            return one <= other
        case "<":
            return one < other
        case "add":
            return one + other
        case "subtract":
            return one - other
        case "is_in":
            return one in node["values"]
        case "contains_any":
            return not set(one).isdisjoint(node["values"])
        case "matches":
            return re.match(node["pattern"], one) is not None
        case "add_months":
            return MonthsLater(node["number"])[one]
        case "add_days":
            return one + timedelta(days=node["number"])
        case "year_start":
            return date(int(one[node["place"] : node["place"] + 4]), 1, 1)
        case "next_working_day":
            return NextWorkingDays(None)[one]
        case "longest_prefix":
            lists = node["prefixes"].items()
            return PrefixTable([(p, word) for word, ps in lists for p in ps.split()])[one]
    raise AssertionError(node["op"])


def outcomes(facts: Mapping[str, Any], as_of: date | None) -> dict[str, str]:
    known = LAW["known"][-1]
    given = {"as_of": as_of}
    sides = [
        computed(LAW, facts, given | {f"lenient:{question}": side for question in QUESTIONS})
        for side in (False, True)
    ]
    found = {}
    for clause in known["clauses"]:
        truths = {
            "strict": sides[0][clause["holds"]],
            "lenient": sides[1][clause["holds"]],
            "outstanding": sides[0][clause["outstanding"]],
            "uncovered": sides[0][clause["uncovered"]],
        }
        found[clause["id"]] = computed(LAW, {}, truths)[LAW["rules"]["outcome"]]
    return found


# -- the form --------------------------------------------------------------------------------------


def test_the_law_names_its_form_and_has_every_fact_question_and_announcement() -> None:
    assert LAW["format"] == FORMAT
    assert [fact["id"] for fact in LAW["facts"]] == [*NAMES]
    assert [question["id"] for question in LAW["questions"]] == [*QUESTIONS]
    assert [each["id"] for each in LAW["announcements"]] == [each.id for each in ANNOUNCEMENTS]


def test_a_fact_has_its_kind_its_names_its_values_and_its_words() -> None:
    reason = next(fact for fact in LAW["facts"] if fact["id"] == "reason")
    assert (reason["kind"], reason["label"]["zh"]) == ("word", "退运原因")
    assert "退货原因" in reason["names"]
    assert reason["accepted"][0]["value"] == "unsold"
    assert reason["accepted"][0]["words"] == {"zh": "滞销", "en": "unsold"}


def test_a_node_comes_after_those_it_is_made_of() -> None:
    for at, node in enumerate(LAW["nodes"]):
        assert all(place < at for place in node.get("of", []))


def test_the_law_is_the_same_every_time_and_a_line_for_each_node() -> None:
    assert write_law_as_json(gather_published_law(), NO_OPTIONS) == TEXT
    assert len(TEXT.splitlines()) > len(LAW["nodes"]) + len(LAW["vectors"])


def test_the_trees_give_the_outcomes_of_check() -> None:
    judged = 0
    for asked in at_random(5, 300, laws=0):
        goods = read_facts(asked)
        if goods is not None:
            as_of = asked.options.get("as_of")
            day = None if as_of is None else date.fromisoformat(as_of)
            verdict = check(goods, as_of=day)
            facts = dict(goods.known_facts())
            assert outcomes(facts, day) == {f.clause: f.outcome for f in verdict.findings}, asked
            judged += 1
    assert judged > 100


# -- the test vectors ------------------------------------------------------------------------------


def test_a_vector_has_the_answer_of_check() -> None:
    for vector in LAW["vectors"][::7]:
        if "answer" in vector:
            options = vector["options"]
            days = options["days_off"]
            verdict = check(
                vector["facts"],
                as_of=_day(options.get("as_of")),
                settled=options["settled"],
                days_off=None if days is None else [date.fromisoformat(day) for day in days],
                known_on=_day(options["known_on"]),
            )
            assert vector["answer"] == of_the_announcement(verdict)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def test_the_vectors_have_every_status_and_refusals_with_code_and_field() -> None:
    statuses = {v["answer"]["status"] for v in LAW["vectors"] if "answer" in v}
    assert statuses == {status["id"] for status in LAW["statuses"]}
    refused = [refusal for v in LAW["vectors"] for refusal in v.get("refused", ())]
    assert {"code": "contradiction", "field": "released_on"} in refused


def test_every_question_is_settled_on_both_sides_in_some_vector() -> None:
    sides = {pair for v in LAW["vectors"] for pair in v["options"]["settled"].items()}
    for question in QUESTIONS.values():
        for side in ("strict", "lenient"):
            assert ((question.id, side) in sides) is question.can_be_settled


def test_a_new_announcement_is_in_the_law_and_its_vectors() -> None:
    with announced_2028():
        assert governing(date(2028, 6, 1)) is not None
        law = gather_law_values(gather_published_law(), NO_OPTIONS)
    announced = json.dumps(law["announcements"])
    for text in ("2028-3", "3.sealed", "the seal of 2028 is unbroken"):
        assert text in announced
        assert text not in TEXT
    assert "2028-3" in {v["answer"]["announcement"] for v in law["vectors"] if "answer" in v}
