"""The law as one JavaScript module without dependencies, and its type declarations."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from retax.logic.compile_javascript import JavaScriptModule
from retax.publish.law_in_words import Options, gather_law_in_words
from retax.publish.published_law import READ_LENIENTLY, PublishedLaw, find_last_to_ask
from retax.publish.rules import GIVEN_FACTS, ClauseRules, Rules, compile_rules
from retax.publish.template import fill_template


def build_javascript_module(law: PublishedLaw, options: Options) -> str:
    """Return the module: the law in words, its compiled rules, and how a case is judged by them."""
    rules = compile_rules(law)
    module = JavaScriptModule(rules.map_kinds(), _list_parameters(law), rules.list_trees())
    table = _write_object(_write_members(rules, module))
    return fill_template(
        "law.mjs",
        {
            # A comment and null, so that the template as it is can be read as JavaScript by
            # editors.
            "/*{law}*/ null": _write_pretty(gather_law_in_words(law, options)),
            "/*{functions}*/": "\n".join(module.lines),
            "/*{rules}*/ null": table,
        },
    )


def _list_parameters(law: PublishedLaw) -> Mapping[str, str]:
    sides = {READ_LENIENTLY + id_: f"o.lenient[{at}]" for at, id_ in enumerate(law.questions)}
    return sides | {name: f"o.{name}" for name in (*GIVEN_FACTS, "as_of")}


def _write_members(rules: Rules, module: JavaScriptModule) -> Mapping[str, str]:
    known = [
        _write_object(
            {
                "since": _write_json(None if law.since is None else str(law.since)),
                "announcement": module.define_function(announcement),
                "clauses": _write_list([_write_clause(clause, module) for clause in clauses]),
            }
        )
        for law, announcement, clauses in rules.known
    ]
    return {
        **{name: module.define_function(trees) for name, trees in rules.groups.items()},
        "last_to_ask": _write_json(find_last_to_ask()),
        "known": _write_list(known),
    }


def _write_clause(rules: ClauseRules, module: JavaScriptModule) -> str:
    published = rules.published
    return _write_object(
        {
            "id": _write_json(published.clause.id),
            "facts": _write_json(published.facts),
            "questions": _write_json(published.questions),
            "may_miss": _write_json([*published.missing]),
            "always": _write_json(sorted(published.readings.always)),
            "looked_at": _write_json(
                [reading.question for reading in published.readings.looked_at]
            ),
            **{name: module.define_function(trees) for name, trees in rules.groups.items()},
        }
    )


def _write_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _write_object(members: Mapping[str, str]) -> str:
    return f"{{ {', '.join(f'{name}: {code}' for name, code in members.items())} }}"


def _write_list(items: Sequence[str]) -> str:
    return "[\n" + "".join(f"    {item},\n" for item in items) + "]"


def _write_pretty(value: Mapping[str, Any]) -> str:
    """Return plain values with a line for each entry of a table."""
    lines = []
    for name, part in value.items():
        if isinstance(part, list):
            entries = "".join(f"        {_write_json(entry)},\n" for entry in part)
            lines.append(f"    {name}: [\n{entries}    ],\n")
        else:
            lines.append(f"    {name}: {_write_json(part)},\n")
    return "{\n" + "".join(lines) + "}"


# -- type declarations -----------------------------------------------------------------------------


def build_javascript_types(law: PublishedLaw, options: Options) -> str:
    """Return the type declarations of the module."""
    words = gather_law_in_words(law, options)
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
        f"    {fact['id']}?: {_write_type(fact)} | null;"
        for fact in words["facts"]
    )
    types = "\n".join(f"export type {name} = {_write_union(ids)};" for name, ids in unions.items())
    return fill_template("law.d.ts", {"/*{types}*/": types, "/*{facts}*/": facts})


def _write_union(values: Sequence[str]) -> str:
    return " | ".join(map(_write_json, values))


def _write_type(fact: Mapping[str, Any]) -> str:
    values = _write_union([one["value"] for one in fact["accepted"]])
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
