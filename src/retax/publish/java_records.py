"""The rows of the tables of the law as Java constructs them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from retax.logic.compile_java import JavaMethods, write_java_text
from retax.publish.rules import ClauseRules


def write_enum_name(id_: str) -> str:
    """Return the name of an id among the constants of an enum: REASON_RECALL for reason:recall."""
    return "".join(sign if sign.isalnum() else "_" for sign in id_).upper()


def write_construction(kind: str, *arguments: str) -> str:
    """Return the construction of a record."""
    return f"new {kind}({', '.join(arguments)})"


def write_words_code(words: Mapping[str, str] | None) -> str:
    """Return words as Java constructs them."""
    if words is None:
        return "null"
    return write_construction("Words", write_java_text(words["zh"]), write_java_text(words["en"]))


def write_java_list(items: Iterable[str]) -> str:
    """Return a list of items that cannot be changed."""
    return f"List.of({', '.join(items)})"


def write_java_set(items: Iterable[str]) -> str:
    """Return a set of items that cannot be changed."""
    return f"Set.of({', '.join(items)})"


def write_java_map(entries: Iterable[tuple[str, str]]) -> str:
    """Return a map of any number of entries that cannot be changed."""
    return f"Map.ofEntries({', '.join(f'Map.entry({key}, {value})' for key, value in entries)})"


def write_words_list(several: Iterable[Mapping[str, str]]) -> str:
    """Return a list of words."""
    return write_java_list(map(write_words_code, several))


def _write_texts(several: Iterable[str]) -> str:
    return write_java_list(map(write_java_text, several))


def _write_constants(kind: str, ids: Iterable[str]) -> str:
    return write_java_list(f"{kind}.{write_enum_name(id_)}" for id_ in ids)


def _write_truth(truth: bool) -> str:
    return str(truth).lower()


def write_document(row: Mapping[str, Any]) -> str:
    """Return a document."""
    return write_construction(
        "Document",
        write_java_text(row["id"]),
        _write_constants("Paper", row["papers"]),
        write_words_code(row["basis"]),
        _write_truth(row["named"]),
        write_words_code(row["words"]),
        write_words_code(row["obtain"]),
    )


def write_relief(row: Mapping[str, Any]) -> str:
    """Return what becomes of a tax."""
    return write_construction(
        "Answer.Relief",
        write_java_text(row["tax"]),
        write_java_text(row["effect"]),
        write_words_code(row["words"]),
    )


def write_action(row: Mapping[str, Any]) -> str:
    """Return an action."""
    return write_construction(
        "Action",
        write_java_text(row["id"]),
        write_java_text(row["clause"]),
        write_words_code(row["words"]),
        _write_truth(row["due_on_last_day"]),
    )


def write_route(row: Mapping[str, Any]) -> str:
    """Return a route."""
    return write_construction(
        "Route",
        write_java_text(row["id"]),
        write_words_code(row["words"]),
        write_words_list(row["notes"]),
        _write_texts(row["unless_failed"]),
    )


def write_presumption(row: Mapping[str, Any]) -> str:
    """Return a presumption."""
    return write_construction(
        "Presumption",
        f"Fact.{write_enum_name(row['fact'])}",
        write_words_code(row["words"]),
        _write_texts(row["clauses"]),
        _write_truth(row["unless_requested"]),
        _write_truth(row["can_fail"]),
    )


def write_contradiction(row: Mapping[str, Any]) -> str:
    """Return facts that cannot hold together."""
    return write_construction(
        "Contradiction",
        f"Fact.{write_enum_name(row['fact'])}",
        write_java_text(row["code"]),
        _write_constants("Fact", row["facts"]),
        write_words_code(row["words"]),
    )


def write_announcement(row: Mapping[str, Any]) -> str:
    """Return an announcement."""
    days = (row[name] for name in ("issued", "published", "first_day", "last_day"))
    return write_construction(
        "Announcement",
        write_java_text(row["id"]),
        *(f'LocalDate.parse("{day}")' for day in days),
        write_words_code(row["cites"]),
        write_words_code(row["caveat"]),
        write_java_map(
            (write_java_text(id_), write_words_code(each)) for id_, each in row["clauses"].items()
        ),
    )


def write_clause_rules(row: Mapping[str, Any], rules: ClauseRules, methods: JavaMethods) -> str:
    """Return a clause as known from a day on, with its rules."""
    published = rules.published
    return write_construction(
        "Clause",
        write_java_text(row["id"]),
        str(row["article"]),
        _write_truth(row["named"]),
        write_words_code(row["words"]),
        _write_constants("Fact", published.facts),
        _write_constants("Question", published.questions),
        _write_constants("Fact", published.missing),
        _write_constants("Question", sorted(published.readings.always)),
        _write_constants(
            "Question", (reading.question for reading in published.readings.looked_at)
        ),
        *(f"Rules::{methods.define_function(trees)}" for trees in rules.groups.values()),
    )
