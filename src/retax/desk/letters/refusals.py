"""Why no letter is written for a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from retax import Overdrawn, Status, Verdict
from retax.desk.credit_code import is_credit_code
from retax.desk.judging.disagreement import describe_disagreement
from retax.desk.judging.example_rows import is_example
from retax.desk.judging.judge import JudgedRow, write_wrong_code
from retax.desk.letters.drafts import DRAFTS, is_left_blank
from retax.desk.letters.kinds import KINDS, NEVER_DRAFTS, LetterKind, is_fitting
from retax.explain.other_path import summarize
from retax.facts.catalogue import NAMES, format_value
from retax.facts.numbers import write_number
from retax.law.outcome import STATUSES
from retax.words import Words, joined

WRITTEN_FOR: frozenset[Status] = DRAFTS | {"eligible"}
"""The statuses letters are written for."""


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line no letter is written for, and why.

    ``kind``: the kind it is refused for; None where it is refused for every kind. Its row number
    is ``line.row.number``.
    """

    line: JudgedRow
    kind: LetterKind | None
    words: Words


def list_refusal_reasons(line: JudgedRow) -> Iterator[Words]:
    """Say why a line goes into no letter of any kind; nothing where it may go into one."""
    if line.verdict is None:
        yield from line.accepted.refused
        return
    facts = line.verdict.facts
    if is_example(facts):
        yield _EXAMPLE
        return
    if line.verdict.status not in WRITTEN_FOR:
        yield _describe_status(line.verdict)
    if line.overdrawn is not None:
        yield _describe_too_many(line.overdrawn)
    if line.disagreement is not None:
        yield describe_disagreement(line.disagreement)
    yield from (
        _describe_lacking(name, getattr(facts, name))
        for name, record in NAMES.items()
        if record.letters == "always" and is_left_blank(getattr(facts, name))
    )
    if facts.enterprise_code is not None and not is_credit_code(facts.enterprise_code):
        wrong = write_wrong_code(facts.enterprise_code)
        yield Words(
            "{wrong}；更正前不能出具文书", "{wrong}; until it is mended no letter is written"
        ).filled(wrong=wrong)


_EXAMPLE = Words(
    "本行是表样中的示例，不出具文书；请删除",
    "the row is an example of the blank workbook; no letter is written for it; delete it",
)


def _describe_lacking(name: str, written: str | None) -> Words:
    if written is not None:
        return Words(
            "{label}为“{written}”，不能出具文书；请逐行填写{label}",
            "{name} ({label}) is {written!r}, which names nothing; a letter cannot do without",
        ).filled(label=NAMES[name].label, name=name, written=written)
    return Words(
        "缺少{label}，不能出具文书", "{name} ({label}) is missing; a letter cannot do without"
    ).filled(label=NAMES[name].label, name=name)


def _describe_too_many(found: Overdrawn) -> Words:
    item = "" if found.export_item is None else f" {found.export_item}"
    return Words(
        "出口单证 {entry}{item}出口数量为 {exported}，文件内累计退运 {returned}，"
        "请先核对数量再出具文书",
        "of export_entry {entry}{item} {exported} went out and {returned} come back in this file; "
        "mend the quantities first",
    ).filled(
        entry=found.export_entry,
        item=Words(f" 第{item} 项" if item else " ", f" item{item}" if item else ""),
        exported=write_number(found.exported),
        returned=write_number(found.returned),
    )


def _describe_status(verdict: Verdict) -> Words:
    badge = STATUSES[verdict.status][0]
    if verdict.status == "needs_facts":
        why = Words("尚缺：{facts}", "missing: {facts}").filled(
            facts=joined([NAMES[ask.fact].label for ask in verdict.asks], zh="；", en="; ")
        )
    else:
        why = Words("未满足的条件：{condition}", "condition not met: {condition}").filled(
            condition=verdict.finding(str(verdict.decided_by)).condition
        )
    refused = Words(
        "结论为「{badge}」，不出具文书。{why}",
        "the result is “{badge}”; no letter is written; {why}",
    ).filled(badge=badge, why=why)
    if verdict.status == "needs_facts" or verdict.better != "ordinary":
        return refused
    return Words(
        "{refused}；较优路径须另行申请——{other}",
        "{refused}; the better way in is applied for by itself: {other}",
    ).filled(refused=refused, other=summarize(verdict.ordinary))


def describe_wrong_kind(kind: LetterKind, verdict: Verdict) -> Words:
    """Say that the reason of a line does not go with a kind of letter, and which one does."""
    if kind in NEVER_DRAFTS:
        return Words(
            "结论为「{badge}」，不适用《{title}》",
            "the result is “{badge}”; the {title} is not for it",
        ).filled(badge=STATUSES[verdict.status][0], title=KINDS[kind])
    fitting = next(other for other in KINDS if is_fitting(other, verdict))
    return Words(
        "退运原因为{reason}，不适用《{title}》，可出具《{other}》",
        "the reason of the return is: {reason}; the {title} is not for it, the {other} is",
    ).filled(
        reason=format_value("reason", verdict.facts.reason), title=KINDS[kind], other=KINDS[fitting]
    )
