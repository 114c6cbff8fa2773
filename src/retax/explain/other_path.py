"""The other way in, in words: what the ordinary route comes to where the announcement is no yes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from retax.explain.findings import write_finding_line
from retax.judge.rests_on import (
    gather_missing_facts,
    gather_questions_inputs,
    gather_reliefs_inputs,
    keep_text,
)
from retax.law.outcome import NO_WAY_ON
from retax.words import BLANK, Phrase, Words, joined, kept

if TYPE_CHECKING:
    from retax.judge.ruling import Ruling
    from retax.judge.two_ways import RulingOnTwoWays

NEITHER = Words(
    "两条路径均不适用：按一般进口征税",
    "Neither way in applies: the goods are taxed as any import",
)
"""The line of a note on goods for which both have failed."""

_HEADING = Words("另一条路径：{name}——{status}", "The other way in: {name} — {status}")
_NUMBERED = Words("（{number}）{text}", "({number}) {text}")
_ASKS = Words("须补充：{asks}", "to be stated: {asks}")
_QUESTIONS = Words("须向海关核实：{asks}", "to ask customs: {asks}")
_GIVES = Words("税款：{reliefs}", "taxes: {reliefs}")
_LAST_DAY = Words(f"期限届满日：{BLANK}", f"last day: {BLANK}")
_SUMMARY = Words("{name}：{status}", "{name}: {status}")
_SUMMARY_DECIDED = Words(
    f"{_SUMMARY.zh}（取决于“{{condition}}”，{{clause}}）",
    f"{_SUMMARY.en} (it turns on “{{condition}}”, {{clause}})",
)


def summarize(ruling: Ruling) -> Words:
    """Say in one sentence what a ruling comes to."""
    decided_by = ruling.decided_by
    condition = None if decided_by is None else ruling.finding(decided_by).condition
    return _write_summary(ruling.name, ruling.status_words, condition, decided_by)


@kept
def _write_summary(
    name: Words, status: Words, condition: Words | None, clause: str | None
) -> Words:
    if condition is None:
        return _SUMMARY.filled(name=name, status=status)
    return _SUMMARY_DECIDED.filled(name=name, status=status, condition=condition, clause=clause)


def name_path(ruling: Ruling) -> Words:
    """Name the other way in, and what it comes to."""
    return _write_heading(ruling.name, ruling.status_words)


@kept
def _write_heading(name: Words, status: Words) -> Words:
    return _HEADING.filled(name=name, status=status)


def list_parts(ruling: Ruling) -> Iterator[Words | Phrase]:
    """Yield what decides the other way in, what it asks, what it gives, and its last day."""
    decided_by = ruling.decided_by
    yield write_finding_line(
        ruling.clock_finding if decided_by is None else ruling.finding(decided_by)
    )
    if ruling.asks:
        yield keep_text("other way: asks", ruling, gather_missing_facts, _write_asks, None)
    if ruling.open_questions and ruling.status not in NO_WAY_ON:
        yield keep_text(
            "other way: questions", ruling, gather_questions_inputs, _write_questions, None
        )
    if ruling.reliefs:
        yield keep_text("other way: reliefs", ruling, gather_reliefs_inputs, _write_reliefs, None)
    if ruling.last_day is not None:
        yield Phrase(_LAST_DAY, (str(ruling.last_day),))


def _write_asks(ruling: Ruling, _: None) -> Words:
    return _ASKS.filled(asks=_join_numbered([ask.words for ask in ruling.asks]))


def _write_questions(ruling: Ruling, _: None) -> Words:
    return _QUESTIONS.filled(
        asks=_join_numbered([question.asks for question in ruling.open_questions])
    )


def _join_numbered(questions: Sequence[Words]) -> Words:
    """Join questions, which end in remarks of their own, each with its number."""
    if len(questions) > 1:
        questions = [
            _NUMBERED.filled(number=number, text=text) for number, text in enumerate(questions, 1)
        ]
    return joined(questions, zh="", en=" ")


def _write_reliefs(ruling: Ruling, _: None) -> Words:
    reliefs = [relief.words for relief in ruling.reliefs]
    return _GIVES.filled(reliefs=joined(reliefs, zh="；", en="; "))


def is_neither_applicable(verdict: RulingOnTwoWays) -> bool:
    """Say that both ways in have failed, the ordinary one for import duty as well."""
    ordinary = verdict.ordinary
    return verdict.status == ordinary.status == "ineligible" and not ordinary.reliefs
