"""One sentence for each finding: the values in the words of the regime, then the remarks.

Lines of a file repeat the same few sentences, so each is written once for the values it names and
kept. A sentence depends on nothing but the arguments of the function that writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from string import Formatter
from typing import TYPE_CHECKING, Any, Protocol

from retax.facts.catalogue import NAMES, format_value
from retax.law.regime import Regime
from retax.law.rules import Question
from retax.law.sentences import FindingView, label_known_values
from retax.lots.disagreement import OF_AN_EXPORT_LINE
from retax.words import Phrase, Words, joined, kept

if TYPE_CHECKING:
    from retax.judge.case import Case
    from retax.logic.expressions import Side


class WrittenFinding(FindingView, Protocol):
    """A finding as its remarks need it."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts an ``unknown`` outcome still lacks."""

    @property
    def questions(self) -> tuple[str, ...]:
        """The open questions on which an ``open`` outcome turns."""

    @property
    def presumed(self) -> tuple[str, ...]:
        """The presumed facts the outcome rests on."""


def write_finding(finding: WrittenFinding, place: int, case: Case) -> Phrase:
    """Say in one sentence what became of a clause, with the values and both readings."""
    facts = write_facts(finding, place, case)
    if finding.outcome != "open":
        return facts
    words, values = facts
    return Phrase(_add_readings(words, _get_questions(case, finding.questions)), values)


def write_facts(finding: WrittenFinding, place: int, case: Case) -> Phrase:
    """Say what became of a clause, with the values; of an open question only that it is open.

    Lines of a file repeat most sentences: each is kept by all it rests on, those on several days
    for the case alone. ``place``: that of the clause among those of the law.
    """
    texts, key = (
        (case.texts, (place,))
        if case.has_days_of_its_own(place)
        else (case.law.texts, case.gather_finding_inputs(place))
    )
    kept: Phrase | None = texts.get(key)
    return texts.keep(key, _write_facts(finding, case)) if kept is None else kept


def _write_facts(finding: WrittenFinding, case: Case) -> Phrase:
    questions = _get_questions(case, finding.settled)
    settled = tuple([(question, case.law.settled[question.id]) for question in questions])
    presumed = finding.presumed if finding.outcome != "failed" else ()
    sentence, missing = _write_values(finding, case), finding.missing
    words, values = sentence if isinstance(sentence, Phrase) else Phrase(sentence)
    lacks = case.get_lacks(finding.clause) if missing else ()
    if settled or presumed or missing:
        words = _append_remarks(words, missing, lacks, presumed, settled)
    return Phrase(words, values)


def _get_questions(case: Case, ids: tuple[str, ...]) -> tuple[Question, ...]:
    return tuple([case.law.regime.questions[id_] for id_ in ids])


@kept
def _append_remarks(
    values: Words,
    missing: tuple[str, ...],
    lacks: tuple[str, ...],
    presumed: tuple[str, ...],
    settled: tuple[tuple[Question, Side], ...],
) -> Words:
    """Add what is missing and why, what nobody stated, and what the user settled."""
    parts = [values]
    if missing:
        parts.append(
            Words("尚缺：{names}", "still missing: {names}").filled(names=_join_labels(missing))
        )
    disputed = tuple(name for name in lacks if name in OF_AN_EXPORT_LINE)
    uncounted = tuple(name for name in lacks if name not in disputed)
    if uncounted:
        parts.append(_BESIDE_OTHER_ROWS.filled(names=_join_labels(uncounted)))
    if disputed:
        parts.append(_AGAINST_OTHER_ROWS.filled(names=_join_labels(disputed)))
    if presumed:
        parts.append(
            Words("系推定：{names}", "presumed: {names}").filled(names=_join_labels(presumed))
        )
    for question, side in settled:
        reading = question.strict if side == "strict" else question.lenient
        parts.append(
            Words(
                "按企业确认的海关答复：{side}", "as customs answered the enterprise: {side}"
            ).filled(side=reading)
        )
    return _join_parts(parts)


_BESIDE_OTHER_ROWS = Words(
    "文件中另有同一出口单证的行，缺{names}则无法与其合计",
    "the file has other rows of the same export paper, with which this one cannot be added up "
    "without {names}",
)
"""Why the other rows of the file make a fact one that is asked for."""

_AGAINST_OTHER_ROWS = Words(
    "文件中同一出口单证同一项的各行，{names}填写不一致",
    "the rows of this export line in the file disagree on {names}",
)
"""Why a fact on which rows contradict each other is one that is asked for."""


@kept
def _add_readings(values: Words, questions: tuple[Question, ...]) -> Words:
    """Add both readings of the open questions."""
    readings = [
        Words(
            "「{asks}」从严：{strict}；从宽：{lenient}",
            "“{asks}” strictly: {strict}; leniently: {lenient}",
        ).filled(asks=question.asks, strict=question.strict, lenient=question.lenient)
        for question in questions
    ]
    return _join_parts([values, *readings])


def _join_labels(names: tuple[str, ...]) -> Words:
    return joined([NAMES[name].label for name in names])


def _join_parts(parts: list[Words]) -> Words:
    return joined([words for words in parts if words.zh], zh="；", en="; ")


# -- the values, in the words of the regime ------------------------------------------------------


def _write_values(finding: WrittenFinding, case: Case) -> Words | Phrase:
    if finding.outcome == "unknown":
        return _write_known_facts(finding, case)
    sentences = case.law.regime.sentences()
    in_words = sentences.in_words.get(finding.clause)
    if in_words is not None:
        return in_words(finding, case)
    template = sentences.templates.get((finding.clause, finding.outcome))
    if template is None:  # a clause that another announcement adds
        return _write_known_facts(finding, case)
    names = _list_placeholders(template.zh)
    values = tuple([getattr(case.facts, name) for name in names])
    return _fill_template(case.law.regime, template, names, values)


@lru_cache
def _list_placeholders(template: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name)


@kept
def _fill_template(
    regime: Regime, template: Words, names: tuple[str, ...], values: tuple[Any, ...]
) -> Words:
    presumed = _map_presumed_words(regime)
    return template.filled(
        **{n: _write_value(n, v, presumed) for n, v in zip(names, values, strict=True)}
    )


@lru_cache
def _map_presumed_words(regime: Regime) -> Mapping[str, Words]:
    return {presumption.fact: presumption.words for presumption in regime.presumptions}


def _write_value(name: str, value: Any, presumed: Mapping[str, Words]) -> Words:
    if value is None and name in presumed:
        return Words(f"未知（{presumed[name].zh}）", f"unknown ({presumed[name].en})")
    return format_value(name, value)


def _write_known_facts(finding: WrittenFinding, case: Case) -> Phrase:
    values = [(name, getattr(case.facts, name)) for name in finding.facts]
    return label_known_values([(name, value) for name, value in values if value is not None])
