"""A verdict as JSON text, joined from pieces that the lines of a file repeat.

The text is that of :func:`json.dumps` on :func:`~retax.explain.serialize.as_dict`. A piece is one
key or several neighbours, written from the same parts as the dict and kept with the law by all it
rests on; what no two lines share, such as the facts, is written anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from json.encoder import encode_basestring  # what the encoder writes texts with
from typing import TYPE_CHECKING, Any

from retax.explain.serialize import (
    EXPLANATION,
    ORDINARY_PARTS,
    PARTS,
    AnswerPart,
    finding_as_dict,
)
from retax.facts.model import ReturnedGoods, plain_facts
from retax.judge.rests_on import (
    actions_rest_on,
    all_but_days_and_routes,
    documents_rest_on,
    keep_text,
    missing_facts,
    presumptions_of,
    reliefs_rest_on,
    result_of,
    routes_and_other_way,
    routes_rest_on,
)
from retax.judge.ruling import case_of
from retax.law.outcome import A_YES
from retax.words import Lang, kept

if TYPE_CHECKING:
    from retax.judge.ruling import Ruling
    from retax.judge.two_ways import RulingOnTwoWays


def as_json(verdict: RulingOnTwoWays, lang: Lang | None, *, brief: bool = False) -> str:
    """Return what :func:`~retax.explain.serialize.as_dict` returns as JSON text."""
    if brief:
        return _join(_BRIEF, verdict, lang)
    return _write_without_words(verdict) if lang is None else _join(_IN_WORDS, verdict, lang)


Piece = Callable[[Any, Any], str]
"""What writes some neighbouring keys of a ruling with their values, in a language or without."""


def _join(pieces: Sequence[Piece], of: Ruling, lang: Lang | None) -> str:
    return f"{{{', '.join([write(of, lang) for write in pieces])}}}"


def _json(plain: object) -> str:
    return _ENCODER.encode(plain)


_ENCODER = json.JSONEncoder(ensure_ascii=False)


# -- pieces that are written whole -----------------------------------------------------------------


def _piece(
    rests_on: Callable[[Any], Hashable], *keys: str, parts: Mapping[str, AnswerPart] = PARTS
) -> Piece:
    """Return what writes neighbouring keys, and keeps them by what they rest on."""
    name = " ".join(keys)

    def anew(of: Ruling, lang: Lang | None) -> str:
        return _json({key: parts[key](of, lang) for key in keys})[1:-1]

    def write(of: Ruling, lang: Lang | None) -> str:
        return keep_text(name, of, rests_on, anew, lang)

    return write


_ASKS = _piece(missing_facts, "asks")
_DOCUMENTS = _piece(documents_rest_on, "documents")
_RELIEFS = _piece(reliefs_rest_on, "reliefs")
_ACTIONS = _piece(actions_rest_on, "actions")
_ROUTES = _piece(routes_and_other_way, "routes")
_ASSUMED = _piece(presumptions_of, "assumed")
_BETTER = _piece(lambda of: of.better, "better")
_OPTIONS = _piece(
    lambda of: (of.as_of, of.known_on),
    *("as_of", "settled", "days_off", "known_on", "law_reviewed_on", "version"),
)


# -- pieces that are joined from smaller ones ------------------------------------------------------


def _last_day(of: Ruling, _: Lang | None) -> str:
    return f'"last_day": {_day(of.last_day)}'


def _day(day: date | None) -> str:
    return "null" if day is None else f'"{day}"'


def _asks_and_findings(of: Ruling, lang: Lang) -> str:
    case = case_of(of)
    findings = [_finding(of, at, lang) for at in range(len(case.outcomes))]
    return f'{_ASKS(of, lang)}, "findings": [{", ".join(findings)}]'


def _finding(of: Ruling, at: int, lang: Lang) -> str:
    case = case_of(of)
    texts = case.law.texts
    if not case.law.clauses[at].reads_days:
        key = (lang, *case.rests_on(at))
        text: str | None = texts.get(key)
        if text is None:
            text = texts.keep(key, _json(finding_as_dict(of.findings[at], lang)))
        return text
    finding = of.findings[at]
    values = (finding.missing, finding.questions, finding.settled, finding.presumed)
    key = ("finding", at, finding.outcome, case.article, case.lacks, *values)
    plain: str | None = texts.get(key)
    if plain is None:
        plain = texts.keep(key, _json(finding_as_dict(finding, None)))
    return f'{plain[:-1]}, "explanation": {encode_basestring(finding.explain(lang))}}}'


def _ordinary(of: RulingOnTwoWays, lang: Lang) -> str:
    if of.status in A_YES:
        return '"ordinary": null'
    return f'"ordinary": {_join(_OF_THE_ORDINARY_ROUTE, of.ordinary, lang)}'


def _explanation(of: RulingOnTwoWays, lang: Lang) -> str:
    name, part = EXPLANATION
    return f'"{name}": {encode_basestring(part(of, lang))}'


# -- the facts -------------------------------------------------------------------------------------


def _facts(of: Ruling, _: Lang | None) -> str:
    goods = of.facts
    if type(goods) is not ReturnedGoods:  # a model of the user's own may hold anything
        return f'"facts": {_json(plain_facts(goods))}'
    written = [
        f'"{name}": {_VALUES[type(value)](value)}'
        for name, value in goods.__dict__.items()
        if value is not None
    ]
    return f'"facts": {{{", ".join(written)}}}'


@kept
def _papers(papers: frozenset[str]) -> str:
    return _json(sorted(papers))


_VALUES: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    bool: {True: "true", False: "false"}.__getitem__,
    int: str,
    date: lambda day: f'"{day.isoformat()}"',
    Decimal: lambda quantity: f'"{quantity}"',
    frozenset: _papers,
}
"""How a fact is written, by its type."""


# -- without words nearly all of a ruling repeats, and is one piece --------------------------------


def _write_without_words(verdict: RulingOnTwoWays) -> str:
    before, after, assumed = _alike(verdict, PARTS)
    ordinary = "null"
    if verdict.status not in A_YES:
        *both, last = _alike(verdict.ordinary, ORDINARY_PARTS)
        ordinary = f"{{{both[0]}, {_last_day(verdict.ordinary, None)}, {both[1]}, {last}}}"
    return (
        f"{{{before}, {_last_day(verdict, None)}, {after}, {_ROUTE_IDS(verdict, None)}, "
        f'{_BETTER(verdict, None)}, "ordinary": {ordinary}, {assumed}, '
        f"{_facts(verdict, None)}, {_OPTIONS(verdict, None)}}}"
    )


def _alike(of: Ruling, parts: Mapping[str, AnswerPart]) -> tuple[str, ...]:
    """Return the keys before the last day, those from there to the routes, and what is presumed."""
    return keep_text("alike", of, all_but_days_and_routes, partial(_write_alike, parts), None)


def _write_alike(parts: Mapping[str, AnswerPart], of: Ruling, _: None) -> tuple[str, ...]:
    keys = [*parts]
    before = keys[: keys.index("last_day")]
    after = keys[keys.index("asks") : keys.index("actions") + 1]
    groups = (before, after, ["assumed"])
    return tuple(_json({key: parts[key](of, None) for key in group})[1:-1] for group in groups)


_ROUTE_IDS = _piece(routes_rest_on, "routes")


# -- the pieces in order ---------------------------------------------------------------------------

_IN_WORDS: tuple[Piece, ...] = (
    _piece(result_of, "status", "announcement", "cites", "caveat", "decided_by"),
    *(_last_day, _asks_and_findings, _DOCUMENTS, _RELIEFS, _ACTIONS, _ROUTES, _BETTER, _ordinary),
    *(_ASSUMED, _facts, _OPTIONS, _explanation),
)
_BRIEF: tuple[Piece, ...] = (
    _piece(result_of, "status", "decided_by"),
    *(_last_day, _ASKS, _ACTIONS),
)
_OF_THE_ORDINARY_ROUTE: tuple[Piece, ...] = (
    _piece(result_of, "id", "status", "cites", "caveat", "decided_by", parts=ORDINARY_PARTS),
    *(_last_day, _asks_and_findings, _DOCUMENTS, _RELIEFS, _ACTIONS, _ASSUMED),
)
