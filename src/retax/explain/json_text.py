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
from typing import TYPE_CHECKING, Any, TypeVar

from retax.explain.forms import BLANK_DAY, fill_form
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
    gather_answer_inputs,
    gather_documents_inputs,
    gather_findings_inputs,
    gather_missing_facts,
    gather_reliefs_inputs,
    gather_routes_and_other_way,
    get_presumptions,
    get_result,
    keep_text,
)
from retax.judge.ruling import get_case, replace_last_day
from retax.law.outcome import A_YES
from retax.words import Lang, kept

if TYPE_CHECKING:
    from retax.judge.answer import Action
    from retax.judge.ruling import Ruling
    from retax.judge.two_ways import RulingOnTwoWays


def as_json(verdict: RulingOnTwoWays, lang: Lang | None, *, brief: bool = False) -> str:
    """Return what :func:`~retax.explain.serialize.as_dict` returns as JSON text."""
    if brief:
        return f"{{{_join(_BRIEF, verdict, lang)}}}"
    parts = [
        _write_answer(verdict, lang),
        _write_ordinary(verdict, lang),
        *[write(verdict, lang) for write in _OF_THE_CASE],
    ]
    if lang is not None:
        parts.append(_write_explanation(verdict, lang))
    return f"{{{', '.join(parts)}}}"


KeysWriter = Callable[[Any, Any], str]
"""What writes some neighbouring keys of a ruling with their values, in a language or without."""


def _join(pieces: Sequence[KeysWriter], of: Ruling, lang: Lang | None) -> str:
    return ", ".join([write(of, lang) for write in pieces])


def _write_json(plain: object) -> str:
    return _ENCODER.encode(plain)


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


_ASKS = _make_piece(gather_missing_facts, "asks")
_DOCUMENTS = _make_piece(gather_documents_inputs, "documents")
_RELIEFS = _make_piece(gather_reliefs_inputs, "reliefs")
_ROUTES = _make_piece(gather_routes_and_other_way, "routes")
_ASSUMED = _make_piece(get_presumptions, "assumed")
_BETTER = _make_piece(lambda of: of.better, "better")
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
    places = range(len(get_case(of).outcomes))
    if lang is None:
        findings = [_write_plain_finding(of, at) for at in places]
    else:
        findings = [_write_finding(of, at, lang) for at in places]
    return f'"findings": [{", ".join(findings)}]'


def _write_finding(of: Ruling, at: int, lang: Lang) -> str:
    """Write a finding with its sentence."""
    case = get_case(of)
    if case.law.clauses[at].reads_days:
        return _write_with_sentence(of, at, lang)
    texts, key = case.law.texts, (lang, *case.gather_finding_inputs(at))
    text: str | None = texts.get(key)
    return texts.keep(key, _write_with_sentence(of, at, lang)) if text is None else text


def _write_with_sentence(of: Ruling, at: int, lang: Lang) -> str:
    sentence = encode_basestring(of.findings[at].explain(lang))
    return f'{_write_plain_finding(of, at)[:-1]}, "explanation": {sentence}}}'


def _write_plain_finding(of: Ruling, at: int) -> str:
    finding, case = of.findings[at], get_case(of)
    values = (finding.missing, finding.questions, finding.settled, finding.presumed)
    texts, key = case.law.texts, (at, finding.outcome, case.article, case.lacks, *values)
    text: str | None = texts.get(key)
    return texts.keep(key, _write_json(describe_finding(finding, None))) if text is None else text


def _write_actions(of: Ruling, lang: Lang | None) -> str:
    return f'"actions": [{", ".join([_write_action(action, lang) for action in of.actions])}]'


@kept
def _write_action(action: Action, lang: Lang | None) -> str:
    return _write_json(describe_action(action, lang))


def _write_ordinary(of: RulingOnTwoWays, lang: Lang | None) -> str:
    if of.status in A_YES:
        return '"ordinary": null'
    return f'"ordinary": {{{_write_answer_by_the_ordinary_route(of.ordinary, lang)}}}'


def _write_explanation(of: RulingOnTwoWays, lang: Lang) -> str:
    name, part = EXPLANATION
    return f'"{name}": {encode_basestring(part(of, lang))}'


# -- the facts -------------------------------------------------------------------------------------


def _write_facts(of: Ruling, _: Lang | None) -> str:
    goods = of.facts
    if type(goods) is not ReturnedGoods:  # a model of the user's own may hold anything
        return f'"facts": {_write_json(list_plain_facts(goods))}'
    facts = [(name, value) for name, value in goods.__dict__.items() if value is not None]
    try:
        written = [f'"{name}": {_VALUES[type(value)](value)}' for name, value in facts]
    except KeyError:  # a day may be of a class of its own, as pendulum's is
        written = [f'"{name}": {_find_writer(value)(value)}' for name, value in facts]
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


def _write_answer(verdict: RulingOnTwoWays, lang: Lang | None) -> str:
    """Write what the announcement comes to: all up to the ordinary route, of which routes speak."""
    rests_on = gather_answer_inputs(verdict, in_words=lang is not None)
    if verdict.status not in A_YES:
        rests_on = (*rests_on, get_result(verdict.ordinary))
    return _fill_answer("verdict", _BY_THE_ANNOUNCEMENT, verdict, lang, rests_on)


def _write_answer_by_the_ordinary_route(ruling: Ruling, lang: Lang | None) -> str:
    rests_on = gather_answer_inputs(ruling, in_words=lang is not None)
    return _fill_answer("ruling", _BY_THE_ORDINARY_ROUTE, ruling, lang, rests_on)


def _fill_answer(name: str, pieces: _Pieces, of: _Of, lang: Lang | None, rests_on: Hashable) -> str:
    before, after = pieces

    def write(of: _Of, lang: Lang | None, texts: Sequence[str]) -> str:
        findings = texts[0] if texts else _write_findings(of, lang)
        return ", ".join([_join(before, of, lang), findings, _join(after, of, lang)])

    return fill_form(
        name,
        of,
        lang,
        rests_on,
        write,
        leave_blank=_leave_last_day_blank,
        last_days=(of.last_day,),
        texts=() if lang is None else (_write_findings(of, lang),),
    )


def _leave_last_day_blank(of: _Of) -> _Of:
    return replace_last_day(of, BLANK_DAY)


_Of = TypeVar("_Of", bound="Ruling")
_Pieces = tuple[Sequence[KeysWriter], Sequence[KeysWriter]]
"""What comes before the findings, and what after them."""

_BY_THE_ANNOUNCEMENT: _Pieces = (
    (
        _make_piece(get_result, "status", "announcement", "cites", "caveat", "decided_by"),
        *(_write_last_day, _ASKS),
    ),
    (_DOCUMENTS, _RELIEFS, _write_actions, _ROUTES, _BETTER),
)
_BY_THE_ORDINARY_ROUTE: _Pieces = (
    (
        _make_piece(
            get_result, "id", "status", "cites", "caveat", "decided_by", parts=ORDINARY_PARTS
        ),
        *(_write_last_day, _ASKS),
    ),
    (_DOCUMENTS, _RELIEFS, _write_actions, _ASSUMED),
)
_OF_THE_CASE: Sequence[KeysWriter] = (_ASSUMED, _write_facts, _OPTIONS)
_BRIEF: Sequence[KeysWriter] = (
    _make_piece(get_result, "status", "decided_by"),
    *(_write_last_day, _ASKS, _write_actions),
)
