"""A verdict as plain values for programs, and the JSON Schemas of what goes in and comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NotRequired, cast

from typing_extensions import TypedDict

from retax.facts.catalogue import FactKind
from retax.facts.model import ReturnedGoods, list_plain_facts
from retax.facts.values import Paper
from retax.law.clause import Article
from retax.law.main_regime import MAIN_REGIME
from retax.law.outcome import A_YES, Outcome, Path, Status
from retax.law.rules import Certainty, Effect, Tax
from retax.logic.expressions import Side
from retax.lots.overdrawn import NEEDED_OF_A_ROW
from retax.words import Lang, Words

if TYPE_CHECKING:
    from retax.judge.answer import Action, Ask, Document
    from retax.judge.finding import Finding
    from retax.judge.ruling import Ruling
    from retax.judge.two_ways import RulingOnTwoWays


# Nothing is validated by these types: pydantic makes the JSON Schema of a verdict of them.
class _Words(TypedDict):
    zh: str
    en: str


class _Accepted(TypedDict):
    value: str
    words: NotRequired[str]


class _Ask(TypedDict):
    fact: str
    kind: FactKind
    accepted: list[_Accepted]
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
    presumed: list[str]
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


class RulingDict(TypedDict):
    """What the ordinary route comes to, as plain values; the facts are those of the verdict."""

    id: str | None
    status: Status
    cites: _Words | None
    caveat: _Words | None
    decided_by: str | None
    last_day: str | None
    asks: list[_Ask]
    findings: list[_Finding]
    documents: list[_Document]
    reliefs: list[_Relief]
    actions: list[_Action]
    assumed: list[str]


class VerdictDict(TypedDict):
    """A verdict as plain values; ``ordinary`` is null for a yes."""

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
    better: Path | None
    ordinary: RulingDict | None
    assumed: list[str]
    facts: dict[str, Any]
    as_of: str | None
    settled: dict[str, Side]
    days_off: list[str] | None
    known_on: str | None
    law_reviewed_on: str
    version: str
    explanation: NotRequired[str]


OF_THE_ORDINARY_ROUTE = ("better", "ordinary")
"""The keys of what the announcement alone does not say."""

BRIEF = ("status", "decided_by", "last_day", "asks", "actions")
"""The keys of a brief answer."""


def as_dict(verdict: RulingOnTwoWays, lang: Lang | None, *, brief: bool = False) -> dict[str, Any]:
    """Return a verdict as plain values; days as ISO text, quantities as text."""
    return {key: part(verdict, lang) for key, part in _list_parts(lang, brief=brief)}


# -- the parts of a verdict, in the order of its keys ----------------------------------------------


def _list_asks(verdict: Ruling, lang: Lang | None) -> list[dict[str, Any]]:
    return [_ask(ask, lang) for ask in verdict.asks]


def _ask(ask: Ask, lang: Lang | None) -> dict[str, Any]:
    accepted = [
        {"value": value, **({"words": words.text(lang)} if lang else {})}
        for value, words in ask.accepted
    ]
    plain: dict[str, Any] = {"fact": ask.fact, "kind": ask.kind, "accepted": accepted}
    if lang is not None:
        plain["question"] = ask.words.text(lang)
    return plain


def _list_findings(verdict: Ruling, lang: Lang | None) -> list[dict[str, Any]]:
    return [describe_finding(finding, lang) for finding in verdict.findings]


def describe_finding(finding: Finding, lang: Lang | None) -> dict[str, Any]:
    """Return a finding as plain values, with ``lang`` its sentence too."""
    values = [getattr(finding, key) for key in _FINDING]
    plain = zip(_FINDING, values, strict=True)
    row = {key: [*value] if isinstance(value, tuple) else value for key, value in plain}
    return row | ({"explanation": finding.explain(lang)} if lang else {})


_FINDING = (
    *("clause", "article", "named", "outcome", "facts"),
    *("missing", "questions", "settled", "presumed"),
)
"""The keys of a finding but for its sentence."""


def _list_documents(verdict: Ruling, lang: Lang | None) -> list[dict[str, Any]]:
    return [_describe_document(document, lang) for document in verdict.documents]


def _describe_document(document: Document, lang: Lang | None) -> dict[str, Any]:
    names = ("id", "papers", "named", "certainty", "held")
    (plain,) = _list_rows([document], names, lang, words="words", basis="basis")
    return plain


def _list_reliefs(verdict: Ruling, lang: Lang | None) -> list[dict[str, Any]]:
    return _list_rows(verdict.reliefs, ("tax", "effect"), lang, words="words")


def _list_actions(verdict: Ruling, lang: Lang | None) -> list[dict[str, Any]]:
    return [describe_action(action, lang) for action in verdict.actions]


def describe_action(action: Action, lang: Lang | None) -> dict[str, Any]:
    """Return an action as plain values, with ``lang`` its words too."""
    (plain,) = _list_rows([action], ("id", "due"), lang, words="words")
    return plain


def _list_routes(verdict: RulingOnTwoWays, lang: Lang | None) -> list[dict[str, Any]]:
    return _list_rows(verdict.routes, ("id",), lang, words="words")


def _describe_ordinary(verdict: RulingOnTwoWays, lang: Lang | None) -> dict[str, Any] | None:
    if verdict.status in A_YES:
        return None
    return {key: part(verdict.ordinary, lang) for key, part in ORDINARY_PARTS.items()}


def _list_days_off(verdict: Ruling, _: Lang | None) -> list[str] | None:
    return None if verdict.days_off is None else sorted(map(str, verdict.days_off))


def _write_explanation(verdict: RulingOnTwoWays, lang: Lang | None) -> str:
    from retax.explain.note import write_note  # words only when asked for

    return write_note(verdict, cast("Lang", lang))  # a part of answers in words alone


AnswerPart = Callable[[Any, Lang | None], Any]
"""What a part of a verdict, or of a ruling, is as plain values."""

ANSWER_PARTS: Mapping[str, AnswerPart] = {
    "status": lambda verdict, _: verdict.status,
    "announcement": lambda verdict, _: verdict.announcement,
    "cites": lambda verdict, _: _describe_in_both(verdict.cites),
    "caveat": lambda verdict, _: _describe_in_both(verdict.caveat),
    "decided_by": lambda verdict, _: verdict.decided_by,
    "last_day": lambda verdict, _: _write_text(verdict.last_day),
    "asks": _list_asks,
    "findings": _list_findings,
    "documents": _list_documents,
    "reliefs": _list_reliefs,
    "actions": _list_actions,
    "routes": _list_routes,
    "better": lambda verdict, _: verdict.better,
    "ordinary": _describe_ordinary,
    "assumed": lambda verdict, _: list(verdict.assumed),
    "facts": lambda verdict, _: list_plain_facts(verdict.facts),
    "as_of": lambda verdict, _: _write_text(verdict.as_of),
    "settled": lambda verdict, _: dict(sorted(verdict.settled.items())),
    "days_off": _list_days_off,
    "known_on": lambda verdict, _: _write_text(verdict.known_on),
    "law_reviewed_on": lambda verdict, _: str(verdict.law_reviewed_on),
    "version": lambda verdict, _: verdict.version,
}
"""The parts of a verdict, in the order of its keys."""

EXPLANATION: tuple[str, AnswerPart] = ("explanation", _write_explanation)
"""The last part of a verdict in words."""


def _list_parts(lang: Lang | None, *, brief: bool) -> tuple[tuple[str, AnswerPart], ...]:
    if brief:
        return _BRIEF_PARTS
    return _WHOLE_PARTS if lang is None else _PARTS_IN_WORDS


ORDINARY_PARTS: Mapping[str, AnswerPart] = {
    "id": lambda ruling, _: ruling.id,
    **{key: ANSWER_PARTS[key] for key in RulingDict.__annotations__ if key != "id"},
}
"""The parts of the ordinary route's ruling, in the order of its keys."""
_BRIEF_PARTS = tuple((key, ANSWER_PARTS[key]) for key in BRIEF)
_WHOLE_PARTS = tuple(ANSWER_PARTS.items())
_PARTS_IN_WORDS: tuple[tuple[str, AnswerPart], ...] = (*_WHOLE_PARTS, EXPLANATION)


def read_options(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options under which a stored verdict was given."""
    days_off = stored["days_off"]
    return {
        "as_of": _read_day(stored["as_of"]),
        "settled": stored["settled"],
        "days_off": None if days_off is None else [_read_day(day) for day in days_off],
        "known_on": _read_day(stored["known_on"]),
    }


def read_lacks(stored: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a stored row was asked for because of the others of its file.

    It is what the clause on the identity of the goods asked for and the law by itself never does.
    """
    missing = (
        name
        for f in stored["findings"]
        if f["clause"] == MAIN_REGIME.same_goods
        for name in f["missing"]
    )
    return tuple(name for name in missing if name in NEEDED_OF_A_ROW)


def refuse_another_answer(stored: Mapping[str, Any], verdict: RulingOnTwoWays) -> None:
    """Raise ValueError where a stored verdict is not the one the law gives here."""
    now = as_dict(verdict, None)
    for key in _ANSWER:
        if stored[key] != now[key]:
            raise _make_other_answer_error(stored, key, now[key])
    answers = [(stored, now)]
    if stored.get("ordinary") is not None:  # null for a yes; older versions lack it
        answers.append((stored["ordinary"], now["ordinary"]))
    if any(_read_outcomes(there) != _read_outcomes(here) for there, here in answers):
        raise _make_other_answer_error(stored, "findings", "others")


def _read_outcomes(answer: Mapping[str, Any]) -> dict[str, str]:
    return {finding["clause"]: finding["outcome"] for finding in answer["findings"]}


_ANSWER = ("status", "announcement", "decided_by", "last_day")


def _make_other_answer_error(stored: Mapping[str, Any], key: str, now: object) -> ValueError:
    return ValueError(
        f"the stored verdict (version {stored.get('version')}, law reviewed on "
        f"{stored.get('law_reviewed_on')}) has {key} {stored[key]!r}, the law as it is here gives "
        f"{now!r}; accepted is a verdict that is still the answer: judge its facts anew with "
        "check()"
        if key != "findings"
        else f"the stored verdict (version {stored.get('version')}) has other outcomes than the "
        "law gives here; judge its facts anew with check()"
    )


def _read_day(text: str | None) -> Any:
    return None if text is None else date.fromisoformat(text)


def _list_rows(
    things: Sequence[object], names: tuple[str, ...], lang: Lang | None, **sentences: str
) -> list[dict[str, Any]]:
    """Return things as dicts of their plain values, with ``lang`` their sentences too."""
    return [
        {
            **{name: _make_plain(getattr(thing, name)) for name in names},
            **(
                {key: getattr(thing, name).text(lang) for key, name in sentences.items()}
                if lang
                else {}
            ),
        }
        for thing in things
    ]


def _make_plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, bool | str) else str(value)


def _describe_in_both(words: Words | None) -> dict[str, str] | None:
    return None if words is None else {"zh": words.zh, "en": words.en}


def _write_text(value: object) -> str | None:
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

    return TypeAdapter(VerdictDict).json_schema() | {"title": "Verdict"}
