"""A verdict as plain values for programs, and the JSON Schemas of what goes in and comes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NotRequired

from typing_extensions import TypedDict

from retax.goods import ReturnedGoods
from retax.law.article_4_documents import Certainty
from retax.law.clause import Article
from retax.law.consequences import Effect, Tax
from retax.law.outcome import Outcome, Status
from retax.logic.expressions import Side
from retax.vocabulary import Paper
from retax.words import Lang, Words

if TYPE_CHECKING:
    from retax.finding import Finding
    from retax.verdict import Verdict


class _Words(TypedDict):
    zh: str
    en: str


class _Ask(TypedDict):
    fact: str
    question: NotRequired[str]


class _Finding(TypedDict):
    clause: str
    article: Article
    named: bool
    outcome: Outcome
    facts: list[str]
    missing: list[str]
    questions: list[str]
    settled: list[str]
    explanation: NotRequired[str]


class _Document(TypedDict):
    id: str
    papers: list[Paper]
    named: bool
    certainty: Certainty
    held: bool | None
    words: NotRequired[str]
    basis: NotRequired[str]


class _Relief(TypedDict):
    tax: Tax
    effect: Effect
    words: NotRequired[str]


class _Action(TypedDict):
    id: str
    due: str | None
    words: NotRequired[str]


class _Route(TypedDict):
    id: str
    words: NotRequired[str]


class _Verdict(TypedDict):
    status: Status
    announcement: str | None
    cites: _Words | None
    caveat: _Words | None
    decided_by: str | None
    last_day: str | None
    asks: list[_Ask]
    findings: list[_Finding]
    documents: list[_Document]
    reliefs: list[_Relief]
    actions: list[_Action]
    routes: list[_Route]
    assumed: list[str]
    facts: dict[str, Any]
    as_of: str | None
    settled: dict[str, Side]
    days_off: list[str] | None
    known_on: str | None
    law_reviewed_on: str
    version: str
    explanation: NotRequired[str]


def as_dict(verdict: Verdict, lang: Lang | None) -> dict[str, Any]:
    """Return a verdict as plain values; days as ISO text, quantities as text."""
    plain: dict[str, Any] = {
        "status": verdict.status,
        "announcement": verdict.announcement,
        "cites": _both(verdict.cites),
        "caveat": _both(verdict.caveat),
        "decided_by": verdict.decided_by,
        "last_day": _text(verdict.last_day),
        "asks": _rows(verdict.asks, ("fact",), lang, question="words"),
        "findings": [_finding(finding, lang) for finding in verdict.findings],
        "documents": _rows(
            verdict.documents,
            ("id", "papers", "named", "certainty", "held"),
            lang,
            words="words",
            basis="basis",
        ),
        "reliefs": _rows(verdict.reliefs, ("tax", "effect"), lang, words="words"),
        "actions": _rows(verdict.actions, ("id", "due"), lang, words="words"),
        "routes": _rows(verdict.routes, ("id",), lang, words="words"),
        "assumed": list(verdict.assumed),
        "facts": verdict.facts.model_dump(mode="json", exclude_none=True),
        "as_of": _text(verdict.as_of),
        "settled": dict(sorted(verdict.settled.items())),
        "days_off": None if verdict.days_off is None else sorted(map(str, verdict.days_off)),
        "known_on": _text(verdict.known_on),
        "law_reviewed_on": str(verdict.law_reviewed_on),
        "version": verdict.version,
    }
    if "papers_held" in plain["facts"]:
        plain["facts"]["papers_held"].sort()
    if lang is not None:
        plain["explanation"] = verdict.explain(lang)
    return plain


def _finding(finding: Finding, lang: Lang | None) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "clause": finding.clause,
        "article": finding.article,
        "named": finding.named,
        "outcome": finding.outcome,
        "facts": list(finding.facts),
        "missing": list(finding.missing),
        "questions": list(finding.questions),
        "settled": list(finding.settled),
    }
    if lang is not None:
        plain["explanation"] = finding.explain(lang)
    return plain


def _rows(
    things: Sequence[object], names: tuple[str, ...], lang: Lang | None, **sentences: str
) -> list[dict[str, Any]]:
    """Return things as dicts of their plain values, with ``lang`` their sentences too."""
    return [
        {
            **{name: _plain(getattr(thing, name)) for name in names},
            **(
                {key: getattr(thing, name).text(lang) for key, name in sentences.items()}
                if lang
                else {}
            ),
        }
        for thing in things
    ]


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, bool | str) else str(value)


def _both(words: Words | None) -> dict[str, str] | None:
    return None if words is None else {"zh": words.zh, "en": words.en}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def goods_schema() -> dict[str, Any]:
    """Return the JSON Schema of what is known of one line of goods: ``ReturnedGoods``.

    Each property carries its Chinese name as title and its other names under ``x-names``. Input
    may use these names and Chinese words too; the schema describes the English form.
    """
    return ReturnedGoods.model_json_schema()


def verdict_schema() -> dict[str, Any]:
    """Return the JSON Schema of ``Verdict.to_dict()`` and ``Verdict.to_json()``."""
    from pydantic import TypeAdapter

    return TypeAdapter(_Verdict).json_schema() | {"title": "Verdict"}
