"""The fields of a letter's template, and what they hold in one letter.

A template is a .docx with Jinja marks as docxtpl reads them: ``{{ enterprise }}``, or
``{%tr for line in lines %}`` in a table's row. The fields:

title, draft, enterprise, enterprise_code, export_entry, date, basis, requests, lines, reasons,
evidence, papers_say, enterprise_states, circumstances, period, clauses, refund, documents,
enclosed, actions, law_reviewed_on and version. :data:`FIELDS` says what each holds, and
docs/letters.md the same in a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from retax.desk.letters.by_line import grouped, of_lines, sentences
from retax.desk.letters.clauses import certificate, period, row_of
from retax.desk.letters.letter import Letter, Line
from retax.desk.letters.papers import actions, documents, enclosed, evidence
from retax.desk.letters.told import (
    BESIDE_THE_TABLE,
    ENTERPRISE_STATES,
    PAPERS_SAY,
    is_stated,
    said,
    value,
)
from retax.law.clause import Article, article_words
from retax.law.consequences import RELIEFS, ReliefRule
from retax.vocabulary import NAMES
from retax.words import Words

Row = Mapping[str, str]

FIELDS: Mapping[str, Words] = {
    "title": Words("标题，草稿时附“（草稿）”", "the title, marked where the letter is a draft"),
    "draft": Words("是否草稿（真假值）", "whether it is a draft (true or false)"),
    "enterprise": Words("企业名称", "the enterprise"),
    "enterprise_code": Words("统一社会信用代码，未填为空", "its social credit code, or empty"),
    "export_entry": Words("出口单证号", "the number of the export list or declaration"),
    "date": Words("编制日期，如 2026年7月20日", "the day it is drawn up, as 2026年7月20日"),
    "basis": Words("依据的公告及条款（列表）", "the announcement and its articles (list)"),
    "requests": Words("申请事项，逐税种（列表）", "what is asked for, tax by tax (list)"),
    "lines": Words(
        "商品各行：number 为序号，其余为各要素的英文名（如 line.goods_name；备注除外），未填为空",
        "the lines: number, and every fact but the note by its English name, such as "
        "line.goods_name; empty where not given",
    ),
    "reasons": Words("退运原因（列表）", "the reasons of the return (list)"),
    "evidence": Words("已备的退货凭据（列表）", "the evidence of the return at hand (list)"),
    "papers_say": Words(
        "单证记载的事项，商品各行所列除外：label、value",
        "what papers say but for the table of goods: label, value",
    ),
    "enterprise_states": Words("企业声明的事项（列表）", "what the enterprise states (list)"),
    "circumstances": Words(
        "企业声明的事项，退运原因除外（列表）", "what it states but for the reason (list)"
    ),
    "period": Words("期限计算（列表）", "how the six months are counted (list)"),
    "clauses": Words(
        "逐条对照：article、condition、statement、outcome",
        "the announcement clause by clause: article, condition, statement, outcome",
    ),
    "refund": Words("出口退税及证明（列表）", "the export tax refund and the certificate (list)"),
    "documents": Words(
        "应备单证：name、basis、certainty、held", "the papers to file: name, basis, certainty, held"
    ),
    "enclosed": Words(
        "随附及待补单证：name、basis、state", "papers enclosed and to come: name, basis, state"
    ),
    "actions": Words("待办事项（列表）", "what is still to be done (list)"),
    "law_reviewed_on": Words("法规核对日期", "until when the law was reviewed"),
    "version": Words("retax 版本", "the version of retax"),
}
"""Every field and what it holds."""


def fields_of(letter: Letter) -> Mapping[str, object]:
    """Return the fields of a letter with their values."""
    lines = letter.lines
    verdict = lines[0].verdict
    return {
        "title": letter.title.zh,
        "draft": letter.draft,
        "enterprise": letter.enterprise,
        "enterprise_code": letter.enterprise_code,
        "export_entry": letter.export_entry,
        "date": f"{letter.on.year}年{letter.on.month}月{letter.on.day}日",
        "basis": sentences([_basis(line) for line in lines]),
        "requests": _requests(lines),
        "lines": [_line(number, line) for number, line in enumerate(lines, start=1)],
        "reasons": sentences([value(line, "reason") for line in lines]),
        "evidence": evidence(lines),
        "papers_say": list(_papers_say(lines)),
        "enterprise_states": _stated(lines, ENTERPRISE_STATES),
        "circumstances": _stated(lines, [name for name in ENTERPRISE_STATES if name != "reason"]),
        "period": sentences([period(line.verdict) for line in lines]),
        "clauses": list(_clauses(lines)),
        "refund": _refund(lines),
        "documents": documents(lines),
        "enclosed": enclosed(lines),
        "actions": actions(lines),
        "law_reviewed_on": str(verdict.law_reviewed_on),
        "version": verdict.version,
    }


def _basis(line: Line) -> str:
    articles: list[Article] = [finding.article for finding in line.verdict.findings]
    named = [article_words(article).zh for article in dict.fromkeys(articles)]
    cites = "" if line.verdict.cites is None else line.verdict.cites.zh
    return cites + "、".join(named)


def _requests(lines: Sequence[Line]) -> list[str]:
    """Return the reliefs asked for; those that hang on a fact not given are left out."""
    return [
        sentence
        for relief in RELIEFS
        for sentence in sentences(
            [relief.words.zh if _is_asked(line, relief) else None for line in lines]
        )
    ]


def _is_asked(line: Line, relief: ReliefRule) -> bool:
    if relief.effect == "exempt":
        return True
    given = relief.effect in ("refund", "as_domestic_return")
    return given and any(found.words == relief.words for found in line.verdict.reliefs)


def _line(number: int, line: Line) -> Row:
    facts = {name: value(line, name) for name in NAMES if name != "note"}
    return {"number": str(number), **facts}


def _papers_say(lines: Sequence[Line]) -> Iterator[Row]:
    for name in BESIDE_THE_TABLE:
        values = [None if is_stated(line, name) else value(line, name) or None for line in lines]
        if any(values):
            yield {"label": NAMES[name].label.zh, "value": "；".join(sentences(values))}


def _stated(lines: Sequence[Line], names: Sequence[str]) -> list[str]:
    """Return what the enterprise states of these facts, and what it states for the batch."""
    return [
        sentence
        for name in (*names, *PAPERS_SAY)
        for sentence in sentences(
            [said(line, name) if is_stated(line, name) else None for line in lines]
        )
    ]


def _clauses(lines: Sequence[Line]) -> Iterator[Row]:
    for at in range(len(lines[0].verdict.findings)):
        rows = [row_of(line, line.verdict.findings[at]) for line in lines]
        for numbers, row in grouped(rows):
            yield {
                "article": row.article,
                "condition": row.condition,
                "statement": of_lines(row.statement, numbers),
                "outcome": row.outcome,
            }


def _refund(lines: Sequence[Line]) -> list[str]:
    refund = sentences([said(line, "export_refund") for line in lines])
    return refund + sentences([certificate(line) for line in lines])
