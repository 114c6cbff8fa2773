"""The fields of a letter's template, and what they hold in one letter.

A template is a .docx with Jinja marks as docxtpl reads them: ``{{ enterprise }}``, or
``{%tr for line in lines %}`` in a table's row. The fields:

title, draft, enterprise, enterprise_code, export_entry, contact, telephone, broker, date, basis,
requests, lines, reasons, evidence, papers_say, enterprise_states, circumstances, period, clauses,
ordinary, refund, documents, enclosed, actions, questions, missing, law_reviewed_on and version.
:data:`FIELDS` says what each holds, and docs/letters.md the same in a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from retax import QUESTIONS, Ask
from retax.desk.letters.clauses import compute_period, describe_certificate, write_clause_row
from retax.desk.letters.dates import write_day
from retax.desk.letters.kinds import list_questions_for_customs
from retax.desk.letters.letter import Letter, LetterLine
from retax.desk.letters.line_ranges import add_line_numbers, group_by_value, merge_sentences
from retax.desk.letters.other_way import write_other_way
from retax.desk.letters.papers import (
    LetterRow,
    list_actions,
    list_documents,
    list_enclosures,
    list_evidence,
)
from retax.desk.letters.statements import (
    BESIDE_THE_TABLE,
    CIRCUMSTANCES,
    ENTERPRISE_STATES,
    ON_PAPERS,
    describe_fact,
    is_enterprise_statement,
    write_fact,
)
from retax.facts.catalogue import NAMES
from retax.law.clause import Article, write_article
from retax.law.cross_border.consequences import RELIEFS
from retax.law.rules import ReliefRule
from retax.words import Words

FIELDS: Mapping[str, Words] = {
    "title": Words("标题，草稿时附“（草稿）”", "the title, marked where the letter is a draft"),
    "draft": Words("是否草稿（真假值）", "whether it is a draft (true or false)"),
    "enterprise": Words("企业名称", "the enterprise"),
    "enterprise_code": Words("统一社会信用代码，未填为空", "its social credit code, or empty"),
    "export_entry": Words("出口单证号", "the number of the export list or declaration"),
    "contact": Words("联系人，未给出为空", "the person to ask, or empty"),
    "telephone": Words("联系电话，未给出为空", "the telephone, or empty"),
    "broker": Words("申报单位（受托的报关企业），未给出为空", "who declares, or empty"),
    "date": Words("编制日期，如 2026年7月20日", "the day it is drawn up, as 2026年7月20日"),
    "basis": Words("依据的公告及条款（列表）", "the announcement and its articles (list)"),
    "requests": Words("申请事项，逐税种（列表）", "what is asked for, tax by tax (list)"),
    "lines": Words(
        "商品各行：number 为序号，match 为对应凭据的说明，其余为各要素的英文名"
        "（如 line.goods_name；备注除外），未填为空",
        "the lines: number, match (what ties the units to the export line), and every fact but the "
        "note by its English name, such as line.goods_name; empty where not given",
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
    "ordinary": Words(
        "较优路径为关税法第三十九条的，请海关一并审核的说明（列表），否则为空",
        "that the better way in is Tariff Law Article 39, for customs to look at (list), or empty",
    ),
    "refund": Words("出口退税及证明（列表）", "the export tax refund and the certificate (list)"),
    "documents": Words(
        "应备单证：name、basis、certainty、held", "the papers to file: name, basis, certainty, held"
    ),
    "enclosed": Words(
        "随附及待补单证：name、basis、state", "papers enclosed and to come: name, basis, state"
    ),
    "actions": Words("待办事项（列表）", "what is still to be done (list)"),
    "questions": Words(
        "向海关咨询的事项：asks、strict、lenient、grounds",
        "what customs is asked: asks, strict, lenient, grounds",
    ),
    "missing": Words(
        "待补资料的各行：row、names（列表）、last_day、asks（列表）",
        "the lines of which facts are missing: row, names (list), last_day, asks (list)",
    ),
    "law_reviewed_on": Words("法规核对日期", "until when the law was reviewed"),
    "version": Words("retax 版本号，如 0.1", "the release number of retax, such as 0.1"),
}
"""Every field and what it holds."""


def fill_fields(letter: Letter) -> Mapping[str, object]:
    """Return the fields of a letter with their values."""
    lines = letter.lines
    verdict = lines[0].verdict
    return {
        "title": letter.title.zh,
        "draft": letter.draft,
        "enterprise": letter.enterprise,
        "enterprise_code": letter.enterprise_code,
        "export_entry": letter.export_entry,
        "contact": letter.contact.person,
        "telephone": letter.contact.telephone,
        "broker": letter.contact.broker,
        "date": write_day(letter.on),
        "basis": merge_sentences([_describe_basis(line) for line in lines]),
        "requests": _list_requests(lines),
        "lines": [_describe_line(number, line) for number, line in enumerate(lines, start=1)],
        "reasons": merge_sentences([write_fact(line, "reason") for line in lines]),
        "evidence": list_evidence(lines),
        "papers_say": list(_list_facts_on_papers(lines)),
        "enterprise_states": _list_stated(lines, ENTERPRISE_STATES),
        "circumstances": _list_stated(lines, CIRCUMSTANCES),
        "period": merge_sentences([compute_period(line.verdict) for line in lines]),
        "clauses": list(_list_clauses(letter)),
        "ordinary": merge_sentences([write_other_way(line) for line in lines]),
        "refund": _list_refunds(lines),
        "documents": list_documents(lines),
        "enclosed": list_enclosures(lines),
        "actions": list_actions(lines, letter.on),
        "questions": _list_questions(lines),
        "missing": [_describe_missing(line) for line in lines],
        "law_reviewed_on": write_day(verdict.law_reviewed_on),
        "version": find_release(verdict.version),
    }


def find_release(version: str) -> str:
    """Return the release a version is, or is built on: 0.1 of 0.1.dev457+g18590ae8d."""
    public, _, _ = version.partition("+")
    release, _, _ = public.partition(".dev")
    return release


def _describe_basis(line: LetterLine) -> str:
    articles: list[Article] = [finding.article for finding in line.verdict.findings]
    named = [write_article(article).zh for article in dict.fromkeys(articles)]
    cites = "" if line.verdict.cites is None else line.verdict.cites.zh
    return cites + "、".join(named)


def _list_requests(lines: Sequence[LetterLine]) -> list[str]:
    """Return the reliefs asked for; those that hang on a fact not given are left out."""
    return [
        sentence
        for relief in RELIEFS
        for sentence in merge_sentences(
            [relief.words.zh if _is_requested(line, relief) else None for line in lines]
        )
    ]


def _is_requested(line: LetterLine, relief: ReliefRule) -> bool:
    if relief.effect == "exempt":
        return True
    given = relief.effect in ("refund", "as_domestic_return")
    return given and any(found.words == relief.words for found in line.verdict.reliefs)


def _describe_line(number: int, line: LetterLine) -> LetterRow:
    facts = {name: write_fact(line, name) for name in NAMES if name != "note"}
    return {"number": str(number), "match": line.row.evidence, **facts}


def _list_facts_on_papers(lines: Sequence[LetterLine]) -> Iterator[LetterRow]:
    for name in BESIDE_THE_TABLE:
        values = [
            None if is_enterprise_statement(line, name) else write_fact(line, name) or None
            for line in lines
        ]
        if any(values):
            yield {"label": NAMES[name].label.zh, "value": "；".join(merge_sentences(values))}


def _list_stated(lines: Sequence[LetterLine], names: Sequence[str]) -> list[str]:
    """Return what the enterprise states of these facts, and what it states for the batch."""
    return [
        sentence
        for name in (*names, *ON_PAPERS)
        for sentence in merge_sentences(
            [
                describe_fact(line, name) if is_enterprise_statement(line, name) else None
                for line in lines
            ]
        )
    ]


def _list_clauses(letter: Letter) -> Iterator[LetterRow]:
    for at in range(len(letter.lines[0].verdict.findings)):
        rows = [
            write_clause_row(line, line.verdict.findings[at], letter.on) for line in letter.lines
        ]
        for numbers, row in group_by_value(rows):
            yield {
                "article": row.article,
                "condition": row.condition,
                "statement": add_line_numbers(row.statement, numbers),
                "outcome": row.outcome,
            }


def _list_questions(lines: Sequence[LetterLine]) -> list[LetterRow]:
    """Return what customs is asked, each question once with the lines it is about."""
    by_question: dict[str, list[str | None]] = {}
    for at, line in enumerate(lines):
        for question in list_questions_for_customs(line.verdict):
            # A place a line: by these merge_sentences names the lines.
            by_question.setdefault(question.id, [None] * len(lines))[at] = question.asks.zh
    return [
        {
            "asks": "；".join(merge_sentences(about)),
            "strict": QUESTIONS[id_].strict.zh,
            "lenient": QUESTIONS[id_].lenient.zh,
            "grounds": QUESTIONS[id_].grounds.zh,
        }
        for id_, about in by_question.items()
    ]


def _describe_missing(line: LetterLine) -> Mapping[str, object]:
    """Return what is missing of a line, and by what it is known."""
    facts, asks = line.verdict.facts, line.verdict.asks
    dated = None if line.verdict.announcement is None else line.verdict.last_day
    return {
        "row": str(line.row.number),
        "names": [name for name in (facts.reference, facts.goods_name, facts.export_entry) if name],
        "last_day": "" if dated is None else write_day(dated),
        "asks": [_write_question(ask) for ask in asks],
    }


def _write_question(ask: Ask) -> str:
    label = NAMES[ask.fact].label.zh
    return label if ask.words.zh == label else f"{label}：{ask.words.zh}"


def _list_refunds(lines: Sequence[LetterLine]) -> list[str]:
    refund = merge_sentences([describe_fact(line, "export_refund") for line in lines])
    return refund + merge_sentences([describe_certificate(line) for line in lines])
