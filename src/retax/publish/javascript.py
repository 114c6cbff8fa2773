"""The law as one JavaScript module without dependencies, and its type declarations."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from retax.logic.compile_javascript import JavaScriptModule
from retax.publish.law_in_words import Options, law_in_words
from retax.publish.published_law import READ_LENIENTLY, PublishedLaw, find_last_to_ask
from retax.publish.rules import GIVEN_FACTS, ClauseRules, Rules, compile_rules
from retax.publish.template import fill_template


def build_javascript_module(law: PublishedLaw, options: Options) -> str:
    """Return the module: the law in words, its compiled rules, and how a case is judged by them."""
    rules = compile_rules(law)
    module = JavaScriptModule(rules.kinds(), _parameters(law), rules.trees())
    table = _object(_members(rules, module))
    return fill_template(
        "law.mjs",
        {
            "/*{law}*/ null": _pretty(law_in_words(law, options)),
            "/*{functions}*/": "\n".join(module.lines),
            "/*{rules}*/ null": table,
        },
    )


def _parameters(law: PublishedLaw) -> Mapping[str, str]:
    sides = {READ_LENIENTLY + id_: f"o.lenient[{at}]" for at, id_ in enumerate(law.questions)}
    return sides | {name: f"o.{name}" for name in (*GIVEN_FACTS, "as_of")}


def _members(rules: Rules, module: JavaScriptModule) -> Mapping[str, str]:
    known = [
        _object(
            {
                "since": _json(None if law.since is None else str(law.since)),
                "announcement": module.define_function(announcement),
                "clauses": _list([_clause(clause, module) for clause in clauses]),
            }
        )
        for law, announcement, clauses in rules.known
    ]
    return {
        **{name: module.define_function(trees) for name, trees in rules.groups.items()},
        "last_to_ask": _json(find_last_to_ask()),
        "known": _list(known),
    }


def _clause(rules: ClauseRules, module: JavaScriptModule) -> str:
    published = rules.published
    return _object(
        {
            "id": _json(published.clause.id),
            "facts": _json(published.facts),
            "questions": _json(published.questions),
            "may_miss": _json([*published.missing]),
            "always": _json(sorted(published.readings.always)),
            "looked_at": _json([reading.question for reading in published.readings.looked_at]),
            **{name: module.define_function(trees) for name, trees in rules.groups.items()},
        }
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _object(members: Mapping[str, str]) -> str:
    return f"{{ {', '.join(f'{name}: {code}' for name, code in members.items())} }}"


def _list(items: Sequence[str]) -> str:
    return "[\n" + "".join(f"    {item},\n" for item in items) + "]"


def _pretty(value: Mapping[str, Any]) -> str:
    """Return plain values with a line for each entry of a table."""
    lines = []
    for name, part in value.items():
        if isinstance(part, list):
            entries = "".join(f"        {_json(entry)},\n" for entry in part)
            lines.append(f"    {name}: [\n{entries}    ],\n")
        else:
            lines.append(f"    {name}: {_json(part)},\n")
    return "{\n" + "".join(lines) + "}"


# -- type declarations -----------------------------------------------------------------------------


def build_javascript_types(law: PublishedLaw, options: Options) -> str:
    """Return the type declarations of the module."""
    words = law_in_words(law, options)
    unions = {
        "FactId": [fact["id"] for fact in words["facts"]],
        "Kind": [*dict.fromkeys(fact["kind"] for fact in words["facts"])],
        "ClauseId": [clause["id"] for clause in words["clauses"]],
        "QuestionId": [question["id"] for question in words["questions"]],
        "Status": [status["id"] for status in words["statuses"]],
        "Outcome": [outcome["id"] for outcome in words["outcomes"]],
        "Certainty": [certainty["id"] for certainty in words["certainties"]],
    }
    facts = "\n".join(
        f"    /** {fact['label']['zh']}: {fact['label']['en']} */\n"
        f"    {fact['id']}?: {_type(fact)} | null;"
        for fact in words["facts"]
    )
    types = "\n".join(f"export type {name} = {_union(ids)};" for name, ids in unions.items())
    return fill_template("law.d.ts", {"/*{types}*/": types, "/*{facts}*/": facts})


def _union(values: Sequence[str]) -> str:
    return " | ".join(map(_json, values))


def _type(fact: Mapping[str, Any]) -> str:
    values = _union([one["value"] for one in fact["accepted"]])
    match fact["kind"]:
        case "word":
            return values
        case "papers":
            return f"({values})[]"
    return _TYPES.get(fact["kind"], "string")


_TYPES: Mapping[str, str] = {
    "day": "Day",
    "yes_no": "boolean",
    "quantity": "number | string",
    "count": "number",
}
