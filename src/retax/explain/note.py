"""A verdict in words: the note of a careful colleague, for the file of the broker."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from retax.explain.findings import find_deciding_findings, write_finding_line
from retax.explain.forms import fill_form
from retax.explain.other_path import (
    NEITHER,
    is_neither_applicable,
    list_parts,
    name_path,
)
from retax.explain.steps import write_step
from retax.facts.catalogue import NAMES
from retax.judge.rests_on import (
    gather_actions_inputs,
    gather_conditions_inputs,
    gather_documents_inputs,
    gather_missing_facts,
    gather_questions_inputs,
    gather_reliefs_inputs,
    gather_routes_and_other_way,
    get_presumptions,
    keep_text,
)
from retax.law.outcome import A_YES, STATUSES, Status
from retax.law.rules import CERTAINTIES, Presumption
from retax.notebook import write_html_table
from retax.words import Lang, Phrase, Words, both, joined, kept

if TYPE_CHECKING:
    from retax.judge.answer import Ask, Document, Route
    from retax.judge.ruling import Ruling
    from retax.judge.two_ways import RulingOnTwoWays

RESPONSIBILITY = Words(
    "企业对所提交材料的真实性承担法律责任；本意见供内部参考，以海关审核为准。",
    "The enterprise answers for the truth of papers and statements. "
    "This is an internal opinion; customs decides.",
)
"""What every opinion says of its limits."""

HELD: Mapping[bool | None, Words] = {
    True: Words("已备", "held"),
    False: Words("未备", "not held"),
    None: Words("待确认", "to be confirmed"),
}
"""Whether a document is held."""


def write_note(verdict: RulingOnTwoWays, lang: Lang) -> str:
    """Explain a verdict: status, what decided it, what to do, papers, assumptions, limits."""
    return "\n".join([part for part in _list_parts(verdict, lang) if part])


def _write_basis(verdict: RulingOnTwoWays, lang: Lang) -> str:
    """Write the law, the days and the findings that decide: what hardly two notes share."""
    lines = [words.text(lang) for words in _describe_law(verdict)]
    return "\n".join([*lines, _write_section(_DECIDING, _describe_deciding(verdict), lang)])


def note_in_html(verdict: RulingOnTwoWays) -> str:
    """Return a verdict as an HTML table in Chinese, its findings behind a line to click."""
    findings = write_html_table(
        (f"{finding.clause} {finding.condition.zh}", finding.outcome_words.zh, finding.explain())
        for finding in verdict.findings
    )
    status = f"{verdict.status_words.zh} <code>{verdict.status}</code>"
    return (
        f"<p><strong>{status}</strong></p>{write_html_table(_list_rows(verdict))}"
        f"<details><summary>逐条判定</summary>{findings}</details>"
    )


def _list_rows(verdict: RulingOnTwoWays) -> Iterator[tuple[str, str]]:
    if verdict.decided_by is not None:
        yield _DECIDING.zh, verdict.finding(verdict.decided_by).condition.zh
    if verdict.last_day is not None and verdict.announcement is not None:
        yield _LAST_DAY.zh, str(verdict.last_day)
    sections: tuple[tuple[Words, Sequence[Words]], ...] = (
        (_ASKS, _list_words(verdict.asks)),
        (_ACTIONS, _write_steps(verdict)),
        (_DOCUMENTS, _list_words(verdict.documents)),
        (_ROUTES, _list_words(verdict.routes)),
    )
    for title, lines in sections:
        if lines:
            yield title.zh, "\n".join(line.zh for line in lines)


def _list_words(things: Iterable[Ask | Document | Route]) -> list[Words]:
    return [thing.words for thing in things]


def _write_steps(verdict: Ruling) -> list[Words]:
    return [write_step(action, verdict.as_of) for action in verdict.actions]


def _list_parts(verdict: RulingOnTwoWays, lang: Lang) -> Iterator[str]:
    """Yield the parts of a note, each of some lines or, where the verdict lacks it, of none."""
    yield _describe_status(verdict.status, describe_settled(verdict)).text(lang)
    if verdict.status not in A_YES:
        yield from _write_other_path(verdict, lang)
    yield _write_basis(verdict, lang)
    for title, rests_on, write in _BEFORE_THE_ACTIONS:
        yield keep_text(title, verdict, rests_on, write, lang)
    yield _write_actions(verdict, lang)
    for title, rests_on, write in _AFTER_THE_ACTIONS:
        yield keep_text(title, verdict, rests_on, write, lang)
    if verdict.caveat is not None:
        yield _fill_caveat(verdict.caveat).text(lang)
    yield RESPONSIBILITY.text(lang)


def _write_actions(verdict: RulingOnTwoWays, lang: Lang) -> str:
    rests_on = gather_actions_inputs(verdict, in_words=True)
    if rests_on is None:
        return ""
    if verdict.as_of is not None:  # steps say how late they are
        return _write_actions_anew(verdict, lang)
    return fill_form("note: actions", verdict, lang, rests_on, _write_actions_anew)


def _write_actions_anew(verdict: RulingOnTwoWays, lang: Lang) -> str:
    return _write_section(_ACTIONS, _write_steps(verdict), lang)


def _write_section(title: Words, lines: Sequence[Words | Phrase], lang: Lang) -> str:
    if not lines:
        return ""
    bullet = _BULLETS.text(lang)
    bullets = [f"{bullet}{line.text(lang)}" for line in lines]
    return "\n".join([title.text(lang) + _COLON.text(lang), *bullets])


def _write_other_path(verdict: RulingOnTwoWays, lang: Lang) -> Iterator[str]:
    yield name_path(verdict.ordinary).text(lang)
    for part in list_parts(verdict.ordinary):
        yield f"{_BULLETS.text(lang)}{part.text(lang)}"
    if is_neither_applicable(verdict):
        yield NEITHER.text(lang)


_BULLETS = Words("  · ", "  - ")
_COLON = Words("：", ":")
_DECIDING = Words("判定依据", "What decides")
_ASKS = Words("请补充以下资料", "Please state")
_READINGS = Words("两种理解", "Two readings")
_ACTIONS = Words("待办事项", "To do")
_RELIEFS = Words("税款", "Taxes")
_DOCUMENTS = Words("单证", "Papers")
_ROUTES = Words("其他可能途径", "Other routes")
_ASSUMPTIONS = Words("本意见所依据的推定", "Assumptions")
_LAST_DAY = Words("期限届满日", "Last day")
_LAST_DAY_IS = Words(f"{_LAST_DAY.zh}：{{day}}", f"{_LAST_DAY.en}: {{day}}")


@kept
def _describe_status(status: Status, settled: Words | None) -> Words:
    badge, sentence = STATUSES[status]
    if settled is not None:
        badge = Words(f"{badge.zh}（{settled.zh}）", f"{badge.en} ({settled.en})")
    return Words("结论：{badge}。{sentence}", "Result: {badge}. {sentence}").filled(
        badge=badge, sentence=sentence
    )


def describe_settled(verdict: Ruling) -> Words | None:
    """Say on which questions the answer rests on what the user settled; None where on none."""
    settled = [question.asks for question in verdict.deciding_settlements]
    if not settled:
        return None
    return Words(
        "「{questions}」按企业确认的海关答复处理",
        "“{questions}” as customs answered, on the enterprise's word",
    ).filled(questions=joined(settled, zh="」「", en="” “"))


def _describe_law(verdict: Ruling) -> Iterator[Words]:
    if verdict.facts.reference:
        # A reference of several lines would begin lines of the note by itself.
        reference = " ".join(verdict.facts.reference.split())
        yield Words(f"业务编号：{reference}", f"Reference: {reference}")
    if verdict.cites is not None:
        yield _fill_basis(verdict.cites)
    if verdict.as_of is not None:
        yield _fill_day(Words("判断基准日：{day}", "As of: {day}"), verdict.as_of)
    if verdict.known_on is not None:
        yield _describe_known(verdict.known_on, verdict.law_reviewed_on)
    # Without an announcement the day would be a period of no law.
    if verdict.last_day is not None and verdict.announcement is not None:
        yield _fill_day(_LAST_DAY_IS, verdict.last_day)


@kept
def _fill_day(words: Words, day: date) -> Words:
    return words.filled(day=day)


@kept
def _fill_basis(cites: Words) -> Words:
    return Words("依据：{cites}", "Basis: {cites}").filled(cites=cites)


@kept
def _fill_caveat(caveat: Words) -> Words:
    return Words("注：{caveat}", "Note: {caveat}").filled(caveat=caveat)


def _describe_known(known_on: date, reviewed_on: date) -> Words:
    if known_on <= reviewed_on:
        return Words(
            "仅按 {day} 以前（含当日）公布的公告判断",
            "Judged by the announcements published until {day} only",
        ).filled(day=both(known_on))
    # Nobody has looked at what is published after the day of review.
    return Words(
        "按 {reviewed} 以前（含当日）核查到的公告判断；其后至 {day} 公布的公告未及核查",
        "Judged by the announcements found until {reviewed}, the day the law was last reviewed; "
        "what is published from then until {day} is not known here",
    ).filled(day=both(known_on), reviewed=both(reviewed_on))


def _describe_deciding(verdict: Ruling) -> list[Words | Phrase]:
    findings: list[Words | Phrase] = [*map(write_finding_line, find_deciding_findings(verdict))]
    return findings if verdict.decided_by else [describe_all_met(verdict), *findings]


def describe_all_met(verdict: Ruling) -> Words:
    """Say that every condition is met, and how many of them by presumption."""
    return keep_text("all met", verdict, gather_conditions_inputs, _write_all_met, None)


def _write_all_met(verdict: Ruling, _: None) -> Words:
    presumed = sum(1 for finding in verdict.findings if finding.presumed)
    if not presumed:
        return Words(
            "{n} 项条件按所填内容均符合", "each of the {n} conditions is met as stated"
        ).filled(n=len(verdict.findings))
    return Words(
        "{n} 项条件按所填内容及推定均符合，其中 {presumed} 项系推定",
        "each of the {n} conditions is met as stated or presumed, {presumed} of them presumed",
    ).filled(n=len(verdict.findings), presumed=presumed)


_NO_ROUTE = Words("未见其他可能途径", "none is known")


def _describe_routes(verdict: RulingOnTwoWays) -> list[Words]:
    routes = [route.words for route in verdict.routes]
    return routes or ([_NO_ROUTE] if verdict.status == "ineligible" else [])


def _describe_readings(verdict: Ruling) -> list[Words]:
    if any(finding.outcome == "failed" for finding in verdict.findings):
        return []  # no answer of customs to them changes the result
    return [
        Words(
            "{asks} 从严：{strict}。从宽：{lenient}。理由：{grounds}。",
            "{asks} Strictly: {strict}. Leniently: {lenient}. Grounds: {grounds}.",
        ).filled(
            asks=question.asks,
            strict=question.strict,
            lenient=question.lenient,
            grounds=question.grounds,
        )
        for question in verdict.open_questions
    ]


@kept
def _describe_paper(document: Document) -> Words:
    return Words(
        "{words}（{certainty}，{held}；{basis}）", "{words} ({certainty}, {held}; {basis})"
    ).filled(
        words=document.words,
        certainty=CERTAINTIES[document.certainty],
        held=HELD[document.held],
        basis=document.basis,
    )


@kept
def write_assumptions(presumptions: tuple[Presumption, ...]) -> tuple[Words, ...]:
    """Return what presumed facts count as, facts presumed alike in one line."""
    alike: dict[Words, list[Words]] = {}
    for presumption in presumptions:
        alike.setdefault(presumption.words, []).append(NAMES[presumption.fact].label)
    return tuple(
        Words("{facts}：未说明，{presumed}", "{facts}: not stated, {presumed}").filled(
            facts=joined(labels), presumed=words
        )
        for words, labels in alike.items()
    )


Section = Callable[[Any, Lang], str]
"""What writes a section of a note, in one language."""


def _make_section(title: Words, lines: Callable[[Any], Sequence[Words]]) -> Section:
    return lambda verdict, lang: _write_section(title, lines(verdict), lang)


Sections = Sequence[tuple[str, Callable[[Any], Hashable], Section]]
"""Sections whose lines are those of many verdicts: name, what they rest on, what writes them.

Actions name days, so that hardly two verdicts have the same.
"""

_BEFORE_THE_ACTIONS: Sections = (
    (
        _ASKS.en,
        gather_missing_facts,
        _make_section(_ASKS, lambda verdict: [ask.words for ask in verdict.asks]),
    ),
    (_READINGS.en, gather_questions_inputs, _make_section(_READINGS, _describe_readings)),
)
_AFTER_THE_ACTIONS: Sections = (
    (
        _RELIEFS.en,
        gather_reliefs_inputs,
        _make_section(_RELIEFS, lambda verdict: [relief.words for relief in verdict.reliefs]),
    ),
    (
        _DOCUMENTS.en,
        gather_documents_inputs,
        _make_section(
            _DOCUMENTS, lambda verdict: [_describe_paper(each) for each in verdict.documents]
        ),
    ),
    (_ROUTES.en, gather_routes_and_other_way, _make_section(_ROUTES, _describe_routes)),
    (
        _ASSUMPTIONS.en,
        get_presumptions,
        _make_section(_ASSUMPTIONS, lambda verdict: write_assumptions(verdict.presumptions)),
    ),
)
