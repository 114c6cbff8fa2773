"""The law as JSON: its words and tables, its trees, and cases with the whole answer.

A tree is a number: the place of its node among ``nodes``. A node comes after those it is made of,
so a reader computes them one after another. ``op`` names its kind, ``of`` the nodes it is made of.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from retax.logic.expressions import (
    AddDays,
    AddMonths,
    Compare,
    Constant,
    ContainsAny,
    Expression,
    Fact,
    IsIn,
    LongestPrefix,
    Matches,
    Parameter,
    YearStart,
    list_children,
)
from retax.logic.straight_line import join_prefixes
from retax.publish.law_in_words import Options, gather_law_in_words
from retax.publish.published_law import KnownLaw, PublishedLaw, find_last_to_ask
from retax.publish.rules import ClauseRules, Trees, compile_rules
from retax.publish.vectors import build_vectors

FORMAT = "retax law 1"
"""The name of the form; another one gets another number."""


def write_law_as_json(law: PublishedLaw, options: Options) -> str:
    """Return the law as JSON text, a line for each node and each case."""
    parts = gather_law_values(law, options)
    lines = [f"{json.dumps(name)}: {_write_part(part)}" for name, part in parts.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def gather_law_values(law: PublishedLaw, options: Options) -> dict[str, Any]:
    """Return the law as plain values."""
    rules = compile_rules(law)
    nodes = _Nodes()
    groups = _place_groups(rules.groups, nodes)
    known = [_describe_known_law(*each, nodes) for each in rules.known]
    return {
        "format": FORMAT,
        **gather_law_in_words(law, options),
        "nodes": nodes.listed,
        "rules": groups,
        "last_to_ask": find_last_to_ask(),
        "known": known,
        "kinds": dict(rules.map_kinds()),
        "vectors": list(build_vectors(law, options)),
    }


def _write_part(part: object) -> str:
    if isinstance(part, list):
        return "[\n" + ",\n".join(_write_json(entry) for entry in part) + "\n]"
    return _write_json(part)


def _write_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Nodes:
    """The nodes so far, each distinct one once."""

    def __init__(self) -> None:
        self.listed: list[dict[str, Any]] = []
        self._places: dict[Expression, int] = {}

    def place(self, tree: Expression) -> int:
        """Return the place of a tree, listing it and what it is made of where they are new."""
        if tree not in self._places:
            of = [self.place(child) for child in list_children(tree)]
            self._places[tree] = len(self.listed)
            self.listed.append(_describe_node(tree) | ({"of": of} if of else {}))
        return self._places[tree]


def _describe_node(tree: Expression) -> dict[str, Any]:
    match tree:
        case Fact(name):
            return {"op": "fact", "name": name}
        case Parameter(name):
            return {"op": "parameter", "name": name}
        case Constant(value):
            # In JSON a day and a quantity are texts as words are; the kind tells them apart.
            return {"op": "value", "value": _to_plain(value), "kind": type(value).__name__}
        case Compare(_, sign, _):
            return {"op": sign}
        case IsIn(_, values):
            return {"op": "is_in", "values": list(values)}
        case ContainsAny(_, values):
            return {"op": "contains_any", "values": list(values)}
        case Matches(_, pattern):
            return {"op": "matches", "pattern": pattern}
        case AddMonths(_, number):
            return {"op": "add_months", "number": number}
        case AddDays(_, number):
            return {"op": "add_days", "number": number}
        case YearStart(_, place):
            return {"op": "year_start", "place": place}
        case LongestPrefix(_, table):
            return {"op": "longest_prefix", "prefixes": dict(join_prefixes(table))}
    return {"op": _OPS[type(tree).__name__]}


_OPS: Mapping[str, str] = {
    "Not": "not",
    "And": "and",
    "Or": "or",
    "IsKnown": "is_known",
    "IsTrue": "is_true",
    "When": "when",
    "Coalesce": "first",
    "Add": "add",
    "Subtract": "subtract",
    "NextWorkingDay": "next_working_day",
}


def _to_plain(value: object) -> object:
    # A number of JSON becomes a binary fraction in most languages; a text keeps its digits.
    return str(value) if isinstance(value, date | Decimal) else value


def _place_groups(groups: Mapping[str, Trees], nodes: _Nodes) -> dict[str, int | list[int]]:
    return {
        name: nodes.place(trees)
        if isinstance(trees, Expression)
        else [nodes.place(tree) for tree in trees]
        for name, trees in groups.items()
    }


def _describe_known_law(
    law: KnownLaw, announcement: Expression, clauses: Iterable[ClauseRules], nodes: _Nodes
) -> dict[str, Any]:
    return {
        "since": None if law.since is None else str(law.since),
        "announcements": list(law.announcements),
        "announcement": nodes.place(announcement),
        "clauses": [_describe_clause(clause, nodes) for clause in clauses],
    }


def _describe_clause(rules: ClauseRules, nodes: _Nodes) -> dict[str, Any]:
    published = rules.published
    return {
        "id": published.clause.id,
        "facts": list(published.facts),
        "questions": list(published.questions),
        "may_miss": list(published.missing),
        "always": sorted(published.readings.always),
        "looked_at": [reading.question for reading in published.readings.looked_at],
        **_place_groups(rules.groups, nodes),
    }
