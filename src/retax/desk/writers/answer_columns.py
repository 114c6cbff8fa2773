"""The answer columns of a verdict, for workbooks, CSV files and terminals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from retax import Ask, Finding, Lang, Verdict, Words
from retax.desk.judging.deadlines import count_days_to_watch
from retax.desk.judging.judge import (
    UNREADABLE,
    JudgedRow,
    describe_batch_statement,
    describe_overdrawn,
)
from retax.desk.layout import list_answer_columns
from retax.explain.findings import find_deciding_findings, name_article
from retax.explain.note import HELD, describe_all_met, describe_settled, write_assumptions
from retax.explain.other_path import NEITHER, is_neither_applicable, list_parts, summarize
from retax.explain.steps import write_step
from retax.facts.catalogue import NAMES
from retax.judge.rests_on import (
    gather_documents_inputs,
    gather_missing_facts,
    gather_questions_inputs,
    gather_routes_and_other_way,
    get_presumptions,
    keep_text,
)
from retax.law.outcome import A_YES, OUTCOMES, STATUSES
from retax.law.rules import CERTAINTIES
from retax.words import joined

Answer = str | int | Decimal | date | None
"""The value of a cell; None leaves it empty."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and what it says of a row."""

    heading: Words
    answer: Callable[[JudgedRow, Lang], Answer]


def answers(line: JudgedRow, lang: Lang, *, with_money: bool = False) -> tuple[Answer, ...]:
    """Return what every column says of a row; several points of one cell stand on lines apart.

    A row that cannot be read tells why instead of what decided, and has no other answers.
    ``with_money``: also those of the columns on money, each in its place.
    """
    return tuple(answer(line, lang) for answer in _WRITTEN[with_money])


# -- of every row -----------------------------------------------------------------------------


def _get_number(line: JudgedRow, _: Lang) -> int:
    return line.row.number


def _write_result(line: JudgedRow, lang: Lang) -> str:
    badge = UNREADABLE if line.verdict is None else STATUSES[line.verdict.status][0]
    return badge.text(lang)


def _write_overdrawn(line: JudgedRow, lang: Lang) -> str | None:
    return None if line.overdrawn is None else describe_overdrawn(line.overdrawn).text(lang)


def _write_deciding(line: JudgedRow, lang: Lang) -> str:
    verdict = line.verdict
    if verdict is None:
        return _join_lines([words.text(lang) for words in line.accepted.refused])
    sentences = [
        _join_lines([_write_finding(finding, lang) for finding in find_deciding_findings(verdict)])
    ]
    if verdict.decided_by is None:
        sentences.insert(0, describe_all_met(verdict).text(lang))
    settled = describe_settled(verdict) if verdict.settled else None
    if settled is not None:
        sentences.insert(0, settled.text(lang))
    return "\n".join(sentences)


def _write_stated(line: JudgedRow, lang: Lang) -> str | None:
    words = describe_batch_statement(line.accepted)
    return None if words is None else words.text(lang)


def _write_remarks(line: JudgedRow, lang: Lang) -> str | None:
    return _join_lines([words.text(lang) for words in line.row.remarks]) or None


# -- of a row of a file with amounts ----------------------------------------------------------


def _get_taxes(line: JudgedRow, _: Lang) -> Decimal | None:
    return None if line.stakes is None else line.stakes.total


def _get_sum_at_stake(line: JudgedRow, lang: Lang) -> str | None:
    if line.verdict is None:
        return None
    if line.stakes is not None:
        return _join_lines(line.stakes.explain_dependence(lang))
    refused = [_NOT_TAKEN.filled(why=words).text(lang) for words in line.refused_amounts]
    return _join_lines(refused or [_NO_AMOUNTS.text(lang)])


_NOT_TAKEN = Words("金额未采用：{why}", "the amounts are left out: {why}")
_NO_AMOUNTS = Words("本行未填金额", "the row has no amounts")


# -- of a row with a verdict ------------------------------------------------------------------


def _answer_by_verdict(
    answer: Callable[[Verdict, Lang], Answer],
) -> Callable[[JudgedRow, Lang], Answer]:
    def answer_row(line: JudgedRow, lang: Lang) -> Answer:
        return None if line.verdict is None else answer(line.verdict, lang)

    return answer_row


def _get_last_day(verdict: Verdict, _: Lang) -> date | None:
    # Without an announcement the day would be a period of no law.
    return None if verdict.announcement is None else verdict.last_day


def _count_days_left(verdict: Verdict, _: Lang) -> int | None:
    return count_days_to_watch(verdict)


def _write_asks(verdict: Verdict, lang: Lang) -> str | None:
    return keep_text("sheet: asks", verdict, gather_missing_facts, _list_asks, lang) or None


def _list_asks(verdict: Verdict, lang: Lang) -> str:
    return _join_lines([write_ask(ask).text(lang) for ask in verdict.asks])


def _write_readings(verdict: Verdict, lang: Lang) -> str | None:
    texts = keep_text("sheet: readings", verdict, gather_questions_inputs, _list_readings, lang)
    return texts or None


def _write_actions(verdict: Verdict, lang: Lang) -> str | None:
    steps = [write_step(action, verdict.as_of) for action in verdict.actions]
    return _join_lines([step.text(lang) for step in steps]) or None


def _write_papers(verdict: Verdict, lang: Lang) -> str | None:
    return keep_text("sheet: papers", verdict, gather_documents_inputs, _list_papers, lang) or None


def _write_routes(verdict: Verdict, lang: Lang) -> str | None:
    if verdict.status in A_YES:
        return None
    texts = keep_text("sheet: routes", verdict, gather_routes_and_other_way, _list_routes, lang)
    return texts or None


def _list_routes(verdict: Verdict, lang: Lang) -> str:
    return _join_lines([route.words.text(lang) for route in verdict.routes])


def _write_ordinary(verdict: Verdict, lang: Lang) -> str | None:
    if verdict.status in A_YES:
        return None
    lines = [summarize(verdict.ordinary), *list_parts(verdict.ordinary)]
    if is_neither_applicable(verdict):
        lines.append(NEITHER)
    return "\n".join(words.text(lang) for words in lines)


def _write_better(verdict: Verdict, lang: Lang) -> str | None:
    if verdict.better is None:
        return None
    better = _THE_ANNOUNCEMENT if verdict.better == "announcement" else verdict.ordinary.name
    return better.text(lang)


_THE_ANNOUNCEMENT = Words("本公告", "the announcement")


def _write_law(verdict: Verdict, lang: Lang) -> str | None:
    if verdict.cites is None:
        return None
    sentences = [words.text(lang) for words in (verdict.cites, verdict.caveat) if words]
    return "\n".join(sentences)


def _write_assumed(verdict: Verdict, lang: Lang) -> str | None:
    return keep_text("sheet: assumed", verdict, get_presumptions, _list_assumed, lang) or None


def _list_assumed(verdict: Verdict, lang: Lang) -> str:
    return joined(write_assumptions(verdict.presumptions), zh="；", en="; ").text(lang)


_ANSWERS: Mapping[str, Callable[[JudgedRow, Lang], Answer]] = {
    "row": _get_number,
    "result": _write_result,
    "overdrawn": _write_overdrawn,
    "last_day": _answer_by_verdict(_get_last_day),
    "days_left": _answer_by_verdict(_count_days_left),
    "taxes": _get_taxes,
    "decided": _write_deciding,
    "asks": _answer_by_verdict(_write_asks),
    "readings": _answer_by_verdict(_write_readings),
    "actions": _answer_by_verdict(_write_actions),
    "papers": _answer_by_verdict(_write_papers),
    "routes": _answer_by_verdict(_write_routes),
    "ordinary": _answer_by_verdict(_write_ordinary),
    "better": _answer_by_verdict(_write_better),
    "depends_on": _get_sum_at_stake,
    "stated": _write_stated,
    "remarks": _write_remarks,
    "assumed": _answer_by_verdict(_write_assumed),
    "law": _answer_by_verdict(_write_law),
}

COLUMNS: Mapping[str, Column] = {
    id_: Column(column.heading, _ANSWERS[id_])
    for id_, column in list_answer_columns(with_money=False).items()
}
"""Every column that does not speak of money by its id, in order.

``days_left`` is filled while something has to happen by the last day, and negative once that day
has passed. ``overdrawn`` is filled only where the file
returns more of an export line than went out; the result of such a row is that of what is left of
the line.
"""


_WRITTEN = {
    with_money: tuple(_ANSWERS[id_] for id_ in list_answer_columns(with_money=with_money))
    for with_money in (False, True)
}


def write_ask(ask: Ask) -> Words:
    """Return a question with the column that answers it before it."""
    column = Words(NAMES[ask.fact].label.zh, ask.fact)
    return Words("{column}：{asks}", "{column}: {asks}").filled(column=column, asks=ask.words)


# -- texts ------------------------------------------------------------------------------------


def _join_lines(points: Sequence[str]) -> str:
    """Put points on lines of their own, numbered where there are several."""
    if len(points) == 1:
        return points[0]
    return "\n".join([f"{number}. {point}" for number, point in enumerate(points, start=1)])


def _list_papers(verdict: Verdict, lang: Lang) -> str:
    marked = [
        Words("{words}（{certainty}，{held}）", "{words} ({certainty}, {held})").filled(
            words=document.words,
            certainty=CERTAINTIES[document.certainty],
            held=HELD[document.held],
        )
        for document in verdict.documents
    ]
    return _join_lines([words.text(lang) for words in marked])


def _list_readings(verdict: Verdict, lang: Lang) -> str:
    sides = [
        Words(
            "{asks}从严：{strict}；从宽：{lenient}（{id}）",
            "{asks} Strictly: {strict}; leniently: {lenient} ({id})",
        ).filled(
            asks=question.asks, strict=question.strict, lenient=question.lenient, id=question.id
        )
        for question in verdict.open_questions
    ]
    return _join_lines([words.text(lang) for words in sides])


_SENTENCE = Words(
    "{outcome}｜{demand}（{article}）：{statement}", "{outcome} | {demand} ({article}): {statement}"
)


def _write_finding(finding: Finding, lang: Lang) -> str:
    """Return what became of a clause, its condition and its article."""
    return _SENTENCE.text(lang).format(
        outcome=OUTCOMES[finding.outcome].text(lang),
        demand=finding.condition.text(lang),
        article=name_article(finding).text(lang),
        statement=finding.statement.text(lang),
    )
