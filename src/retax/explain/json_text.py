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
from json.encoder import encode_basestring  # what the encoder writes texts with
from typing import TYPE_CHECKING, Any

from retax.explain.forms import fill_form
from retax.explain.serialize import (
    ANSWER_PARTS,
    EXPLANATION,
    ORDINARY_PARTS,
    AnswerPart,
    describe_action,
    describe_finding,
)
from retax.facts.model import ReturnedGoods, list_plain_facts
from retax.judge.rests_on import (
    gather_actions_inputs,
    gather_findings_inputs,
    gather_missing_facts,
    gather_papers_and_reliefs,
    gather_routes_and_other_way,
    get_presumptions,
    get_result,
    keep_text,
)
from retax.judge.ruling import get_case
from retax.law.outcome import A_YES
from retax.words import Lang, kept

if TYPE_CHECKING:
    from retax.judge.compiled_law import FindingBlock
    from retax.judge.ruling import Ruling
    from retax.judge.two_ways import RulingOnTwoWays


def as_json(verdict: RulingOnTwoWays, lang: Lang | None, *, brief: bool = False) -> str:
    """Return what :func:`~retax.explain.serialize.as_dict` returns as JSON text."""
    if brief:
        return f"{{{_join(_BRIEF, verdict, lang)}}}"
    pieces = _WHOLE if lang is None else _IN_WORDS
    return f"{{{_join(pieces, verdict, lang)}}}"


KeysWriter = Callable[[Any, Any], str]
"""What writes some neighbouring keys of a ruling with their values, in a language or without."""


def _join(pieces: Sequence[KeysWriter], of: Ruling, lang: Lang | None) -> str:
    return ", ".join([write(of, lang) for write in pieces])


def _write_json(plain: object) -> str:
    return _ENCODER.encode(plain)


# json.dumps() makes an encoder for each call whose options are not its defaults.
_ENCODER = json.JSONEncoder(ensure_ascii=False)


# -- pieces that are written whole -----------------------------------------------------------------


def _make_piece(
    rests_on: Callable[[Any], Hashable], *keys: str, parts: Mapping[str, AnswerPart] = ANSWER_PARTS
) -> KeysWriter:
    """Return what writes neighbouring keys, and keeps them by what they rest on."""
    name = " ".join(keys)

    def write_anew(of: Ruling, lang: Lang | None) -> str:
        return _write_json({key: parts[key](of, lang) for key in keys})[1:-1]

    def write(of: Ruling, lang: Lang | None) -> str:
        return keep_text(name, of, rests_on, write_anew, lang)

    return write


def _gather_routes_and_status(of: RulingOnTwoWays) -> Hashable:
    return of.status, gather_routes_and_other_way(of)


_ASKS = _make_piece(gather_missing_facts, "asks")
_PAPERS_AND_RELIEFS = _make_piece(gather_papers_and_reliefs, "documents", "reliefs")
_ROUTES_AND_BETTER = _make_piece(_gather_routes_and_status, "routes", "better")
_ASSUMED = _make_piece(get_presumptions, "assumed")
_OPTIONS = _make_piece(
    lambda of: (of.as_of, of.known_on),
    *("as_of", "settled", "days_off", "known_on", "law_reviewed_on", "version"),
)


# -- pieces that are joined from smaller ones ------------------------------------------------------


def _write_last_day(of: Ruling, _: Lang | None) -> str:
    return f'"last_day": {_write_day(of.last_day)}'


def _write_day(day: date | None) -> str:
    return "null" if day is None else f'"{day}"'


def _write_findings(of: Ruling, lang: Lang | None) -> str:
    if lang is None:
        return keep_text("findings", of, gather_findings_inputs, _join_findings, None)
    return _join_findings(of, lang)


def _join_findings(of: Ruling, lang: Lang | None) -> str:
    case = get_case(of)
    if lang is None:
        findings = [_write_plain_finding(of, at) for at in range(len(case.outcomes))]
    else:
        findings = [_write_block(of, block, lang) for block in case.law.blocks]
    return f'"findings": [{", ".join(findings)}]'


def _write_block(of: Ruling, block: FindingBlock, lang: Lang) -> str:
    """Write neighbouring findings with their sentences."""
    case, at = get_case(of), block.start
    if len(block.clauses) > 1:
        inputs = case.gather_block_inputs(block)
    elif case.has_days_of_its_own(at):
        return _write_with_sentence(of, at, lang)
    else:
        inputs = case.gather_finding_inputs(at)
    texts, key = case.law.texts, (lang, *inputs)
    text: str | None = texts.get(key)
    if text is None:
        places = range(at, block.stop)
        written = ", ".join([_write_with_sentence(of, place, lang) for place in places])
        text = texts.keep(key, written)
    return text


def _write_with_sentence(of: Ruling, at: int, lang: Lang) -> str:
    sentence = encode_basestring(of.findings[at].explain(lang))
    return f'{_write_plain_finding(of, at)[:-1]}, "explanation": {sentence}}}'


def _write_plain_finding(of: Ruling, at: int) -> str:
    case = get_case(of)
    texts, key = case.law.texts, case.gather_plain_inputs(at)
    text: str | None = texts.get(key)
    if text is None:
        text = texts.keep(key, _write_json(describe_finding(of.findings[at], None)))
    return text


def _write_actions(of: Ruling, lang: Lang | None) -> str:
    rests_on = gather_actions_inputs(of, in_words=lang is not None)
    if rests_on is None:
        return '"actions": []'
    return fill_form("actions", of, lang, rests_on, _write_actions_anew)


def _write_actions_anew(of: Ruling, lang: Lang | None) -> str:
    return _write_json({"actions": [describe_action(action, lang) for action in of.actions]})[1:-1]


def _write_ordinary(of: RulingOnTwoWays, lang: Lang | None) -> str:
    if of.status in A_YES:
        return '"ordinary": null'
    return f'"ordinary": {{{_join(_BY_THE_ORDINARY_ROUTE, of.ordinary, lang)}}}'


def _write_explanation(of: RulingOnTwoWays, lang: Lang) -> str:
    name, part = EXPLANATION
    return f'"{name}": {encode_basestring(part(of, lang))}'


# -- the facts -------------------------------------------------------------------------------------


def _write_facts(of: Ruling, _: Lang | None) -> str:
    goods = of.facts
    if type(goods) is not ReturnedGoods:  # a model of the user's own may hold anything
        return f'"facts": {_write_json(list_plain_facts(goods))}'
    facts = goods.__dict__.items()
    try:
        written = [f'"{n}": {_VALUES[type(v)](v)}' for n, v in facts if v is not None]
    except KeyError:  # a day may be of a class of its own, as pendulum's is
        written = [f'"{n}": {_find_writer(v)(v)}' for n, v in facts if v is not None]
    return f'"facts": {{{", ".join(written)}}}'


def _find_writer(value: Any) -> Callable[[Any], str]:
    return next(_VALUES[base] for base in type(value).__mro__ if base in _VALUES)


@kept
def _write_papers(papers: frozenset[str]) -> str:
    return _write_json(sorted(papers))


_VALUES: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    bool: {True: "true", False: "false"}.__getitem__,
    int: str,
    date: lambda day: f'"{day.isoformat()}"',
    Decimal: lambda quantity: f'"{quantity}"',
    frozenset: _write_papers,
}
"""How a fact is written, by its type."""


# -- the pieces in order ---------------------------------------------------------------------------


_BY_THE_ORDINARY_ROUTE: Sequence[KeysWriter] = (
    _make_piece(get_result, "id", "status", "cites", "caveat", "decided_by", parts=ORDINARY_PARTS),
    *(_write_last_day, _ASKS, _write_findings, _PAPERS_AND_RELIEFS, _write_actions, _ASSUMED),
)
_WHOLE: Sequence[KeysWriter] = (
    _make_piece(get_result, "status", "announcement", "cites", "caveat", "decided_by"),
    *(_write_last_day, _ASKS, _write_findings, _PAPERS_AND_RELIEFS, _write_actions),
    *(_ROUTES_AND_BETTER, _write_ordinary, _ASSUMED, _write_facts, _OPTIONS),
)
_IN_WORDS: Sequence[KeysWriter] = (*_WHOLE, _write_explanation)
_BRIEF: Sequence[KeysWriter] = (
    _make_piece(get_result, "status", "decided_by"),
    *(_write_last_day, _ASKS, _write_actions),
)
