"""What a verdict says to a clerk, one column an answer: for workbooks, CSV files and terminals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any

from retax import Ask, Document, Finding, Lang, Question, Verdict, Words
from retax.desk.judged import Judged, more_than_went_out, stated_for_batch
from retax.explain import (
    HELD,
    all_met,
    article,
    as_settled,
    assumptions,
    deciding,
)
from retax.law.article_4_documents import CERTAINTIES
from retax.law.outcome import OUTCOMES, STATUSES
from retax.vocabulary import NAMES
from retax.words import joined

Answer = str | int | date | None
"""What stands in a cell; None leaves it empty."""

UNREADABLE = Words("无法读取", "unreadable")
"""The result of a row that cannot be read."""

_KEPT = 10_000
"""So many texts of a kind are kept: rows of one file say much the same."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and what it says of a row."""

    heading: Words
    answer: Callable[[Judged, Lang], Answer]


def answers(line: Judged, lang: Lang) -> tuple[Answer, ...]:
    """Return what every column says of a row; several points of one cell stand on lines apart.

    A row that cannot be read tells why instead of what decided, and has no other answers.
    """
    return tuple(column.answer(line, lang) for column in _COLUMNS)


# -- of every row -----------------------------------------------------------------------------


def _number(line: Judged, _: Lang) -> int:
    return line.row.number


def _result(line: Judged, lang: Lang) -> str:
    badge = UNREADABLE if line.verdict is None else STATUSES[line.verdict.status][0]
    return badge.text(lang)


def _overdrawn(line: Judged, lang: Lang) -> str | None:
    return None if line.overdrawn is None else more_than_went_out(line.overdrawn).text(lang)


def _decided(line: Judged, lang: Lang) -> str:
    verdict = line.verdict
    if verdict is None:
        return _listed([words.text(lang) for words in line.accepted.refused])
    said = [_listed([_found(finding, verdict, lang) for finding in deciding(verdict)])]
    if verdict.decided_by is None:
        said.insert(0, all_met(verdict).text(lang))
    settled = as_settled(verdict) if verdict.settled else None
    if settled is not None:
        said.insert(0, settled.text(lang))
    return "\n".join(said)


def _stated(line: Judged, lang: Lang) -> str | None:
    words = stated_for_batch(line.accepted)
    return None if words is None else words.text(lang)


def _remarks(line: Judged, lang: Lang) -> str | None:
    return _listed([words.text(lang) for words in line.row.remarks]) or None


# -- of a row with a verdict ------------------------------------------------------------------


def _of_verdict(answer: Callable[[Verdict, Lang], Answer]) -> Callable[[Judged, Lang], Answer]:
    def of_line(line: Judged, lang: Lang) -> Answer:
        return None if line.verdict is None else answer(line.verdict, lang)

    return of_line


def _last_day(verdict: Verdict, _: Lang) -> date | None:
    # Without an announcement the day would be a period of no law.
    return None if verdict.announcement is None else verdict.last_day


def _days_left(verdict: Verdict, _: Lang) -> int | None:
    return verdict.days_left


def _asks(verdict: Verdict, lang: Lang) -> str | None:
    return _listed([asked(ask).text(lang) for ask in verdict.asks]) or None


def _readings(verdict: Verdict, lang: Lang) -> str | None:
    return _both_sides(verdict.open_questions, lang)


def _actions(verdict: Verdict, lang: Lang) -> str | None:
    return _listed([action.words.text(lang) for action in verdict.actions]) or None


def _papers(verdict: Verdict, lang: Lang) -> str | None:
    return _documents(verdict.documents, lang)


def _routes(verdict: Verdict, lang: Lang) -> str | None:
    return _listed([route.words.text(lang) for route in verdict.routes]) or None


def _law(verdict: Verdict, lang: Lang) -> str | None:
    if verdict.cites is None:
        return None
    said = [words.text(lang) for words in (verdict.cites, verdict.caveat) if words]
    return "\n".join(said)


def _assumed(verdict: Verdict, lang: Lang) -> str | None:
    return _presumed(verdict.assumed, lang)


COLUMNS: Mapping[str, Column] = {
    "row": Column(Words("原行号", "Row"), _number),
    "result": Column(Words("结论", "Result"), _result),
    "overdrawn": Column(Words("超量退运", "Too many returned"), _overdrawn),
    "last_day": Column(Words("期限届满日", "Last day"), _of_verdict(_last_day)),
    "days_left": Column(Words("剩余天数", "Days left"), _of_verdict(_days_left)),
    "decided": Column(Words("判定依据", "What decided"), _decided),
    "asks": Column(Words("待补要素", "Facts needed"), _of_verdict(_asks)),
    "readings": Column(Words("待核口径", "Open questions"), _of_verdict(_readings)),
    "actions": Column(Words("待办事项", "To do"), _of_verdict(_actions)),
    "papers": Column(Words("应备单证", "Papers"), _of_verdict(_papers)),
    "routes": Column(Words("其他可能途径", "Other routes"), _of_verdict(_routes)),
    "stated": Column(Words("批次声明", "Stated for the batch"), _stated),
    "remarks": Column(Words("读取提示", "Mended in reading"), _remarks),
    "assumed": Column(Words("所依据的推定", "Assumptions"), _of_verdict(_assumed)),
    "law": Column(Words("适用公告", "Law"), _of_verdict(_law)),
}
"""Every column by its id, in order.

``days_left`` is negative once the last day has passed. ``overdrawn`` is filled only where the file
returns more of an export line than went out: the result of such a row stands alone for what the
row itself says.
"""

HEADINGS: tuple[Words, ...] = tuple(column.heading for column in COLUMNS.values())
"""The headings of :func:`answers`."""

_COLUMNS = tuple(COLUMNS.values())


def asked(ask: Ask) -> Words:
    """Return a question with the column that answers it before it."""
    column = Words(NAMES[ask.fact].label.zh, ask.fact)
    return Words("{column}：{asks}", "{column}: {asks}").filled(column=column, asks=ask.words)


# -- texts ------------------------------------------------------------------------------------


def _listed(points: Sequence[str]) -> str:
    """Put points on lines of their own, numbered where there are several."""
    if len(points) == 1:
        return points[0]
    return "\n".join([f"{number}. {point}" for number, point in enumerate(points, start=1)])


@lru_cache(_KEPT)
def _documents(documents: tuple[Document, ...], lang: Lang) -> str | None:
    marked = [
        Words("{words}（{certainty}，{held}）", "{words} ({certainty}, {held})").filled(
            words=document.words,
            certainty=CERTAINTIES[document.certainty],
            held=HELD[document.held],
        )
        for document in documents
    ]
    return _listed([words.text(lang) for words in marked]) or None


@lru_cache(_KEPT)
def _both_sides(questions: tuple[Question, ...], lang: Lang) -> str | None:
    sides = [
        Words(
            "{asks}从严：{strict}；从宽：{lenient}（{id}）",
            "{asks} Strictly: {strict}; leniently: {lenient} ({id})",
        ).filled(
            asks=question.asks, strict=question.strict, lenient=question.lenient, id=question.id
        )
        for question in questions
    ]
    return _listed([words.text(lang) for words in sides]) or None


@lru_cache(_KEPT)
def _presumed(assumed: tuple[str, ...], lang: Lang) -> str | None:
    return joined(assumptions(assumed), zh="；", en="; ").text(lang) or None


_found_before: dict[tuple[object, ...], str] = {}


def _found(finding: Finding, verdict: Verdict, lang: Lang) -> str:
    """Say what became of a clause, what it demands and where it stands.

    The sentence is kept by all it rests on: the clause and its outcome, the facts the clause reads,
    the announcement and the options.
    """
    facts = _facts(finding.facts)
    if facts is None:
        return _sentence(finding, lang)
    rests_on = (
        lang,
        finding.clause,
        finding.outcome,
        facts(verdict.facts),
        verdict.announcement,
        verdict.as_of,
        verdict.known_on,
        verdict.days_off,
        *verdict.settled.items(),
    )
    said = _found_before.get(rests_on)
    if said is None:
        if len(_found_before) >= _KEPT:
            _found_before.clear()
        said = _found_before[rests_on] = _sentence(finding, lang)
    return said


@lru_cache(_KEPT)
def _facts(names: tuple[str, ...]) -> Callable[[object], Any] | None:
    """Return what reads these facts; None where there is none, or a quantity: 2.5 equals 2.50."""
    if not names or any(NAMES[name].kind == "quantity" for name in names):
        return None
    return attrgetter(*names)


_SENTENCE = Words(
    "{outcome}｜{demand}（{article}）：{statement}", "{outcome} | {demand} ({article}): {statement}"
)


def _sentence(finding: Finding, lang: Lang) -> str:
    return _SENTENCE.text(lang).format(
        outcome=OUTCOMES[finding.outcome].text(lang),
        demand=finding.condition.text(lang),
        article=article(finding).text(lang),
        statement=finding.statement.text(lang),
    )
