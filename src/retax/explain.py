"""A verdict in words: the note of a careful colleague, for the file of the broker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from retax.law.article_4_documents import CERTAINTIES
from retax.law.clause import article_words
from retax.law.outcome import OUTCOMES, STATUSES
from retax.law.presumptions import PRESUMPTIONS
from retax.vocabulary import NAMES
from retax.words import Lang, Words, both, joined

if TYPE_CHECKING:
    from retax.finding import Finding
    from retax.verdict import Document, Verdict

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


def note(verdict: Verdict, lang: Lang) -> str:
    """Explain a verdict: status, what decided it, what to do, papers, assumptions, limits."""
    return "\n".join(line.text(lang) for line in _lines(verdict))


def _lines(verdict: Verdict) -> Iterator[Words]:
    yield _status(verdict)
    yield from _law(verdict)
    yield from _section(Words("判定依据", "What decides"), _deciding(verdict))
    yield from _section(
        Words("请补充以下要素", "Please state"), [ask.words for ask in verdict.asks]
    )
    yield from _section(Words("两种理解", "Two readings"), _readings(verdict))
    yield from _section(Words("待办事项", "To do"), [action.words for action in verdict.actions])
    yield from _section(Words("税款", "Taxes"), [relief.words for relief in verdict.reliefs])
    yield from _section(Words("单证", "Papers"), [_paper(d) for d in verdict.documents])
    yield from _section(
        Words("其他可能途径", "Other routes"), [route.words for route in verdict.routes]
    )
    yield from _section(Words("本意见所依据的推定", "Assumptions"), assumptions(verdict.assumed))
    if verdict.caveat is not None:
        yield Words("注：{caveat}", "Note: {caveat}").filled(caveat=verdict.caveat)
    yield RESPONSIBILITY


def _section(title: Words, lines: list[Words]) -> Iterator[Words]:
    if lines:
        yield Words(f"{title.zh}：", f"{title.en}:")
        for line in lines:
            yield Words(f"  · {line.zh}", f"  - {line.en}")


def _status(verdict: Verdict) -> Words:
    badge, sentence = STATUSES[verdict.status]
    settled = as_settled(verdict)
    if settled is not None:
        badge = Words(f"{badge.zh}（{settled.zh}）", f"{badge.en} ({settled.en})")
    return Words("结论：{badge}。{sentence}", "Result: {badge}. {sentence}").filled(
        badge=badge, sentence=sentence
    )


def as_settled(verdict: Verdict) -> Words | None:
    """Say on which questions the answer rests on what the user settled; None where on none."""
    settled = [question.asks for question in verdict.deciding_settlements]
    if not settled:
        return None
    return Words(
        "其中「{questions}」按使用者确认的口径处理", "with “{questions}” as the user settled it"
    ).filled(questions=joined(settled, zh="」「", en="” “"))


def _law(verdict: Verdict) -> Iterator[Words]:
    if verdict.facts.reference:
        yield Words("业务编号：{of}", "Reference: {of}").filled(
            of=" ".join(verdict.facts.reference.split())
        )
    if verdict.cites is not None:
        yield Words("依据：{cites}", "Basis: {cites}").filled(cites=verdict.cites)
    if verdict.as_of is not None:
        yield Words("查询日期：{day}", "As of: {day}").filled(day=both(verdict.as_of))
    if verdict.known_on is not None:
        yield Words(
            "仅按 {day} 以前（含当日）公布的公告判断",
            "Judged by the announcements published until {day} only",
        ).filled(day=both(verdict.known_on))
    # Without an announcement the day would be a period of no law.
    if verdict.last_day is not None and verdict.announcement is not None:
        yield Words("期限届满日：{day}", "Last day: {day}").filled(day=both(verdict.last_day))


def _deciding(verdict: Verdict) -> list[Words]:
    said = [_finding(finding) for finding in deciding(verdict)]
    return said if verdict.decided_by else [all_met(verdict), *said]


def deciding(verdict: Verdict) -> list[Finding]:
    """Return the findings with the worst outcome; where all are met, the clock speaks for them."""
    if verdict.decided_by is None:
        return [verdict.finding("1.six_months")]
    worst = verdict.finding(verdict.decided_by).outcome
    return [finding for finding in verdict.findings if finding.outcome == worst]


def all_met(verdict: Verdict) -> Words:
    """Say that every condition is met."""
    return Words("{n} 项条件均符合", "each of the {n} conditions is met").filled(
        n=len(verdict.findings)
    )


def _finding(finding: Finding) -> Words:
    return Words(
        "{outcome}｜{clause}（{id}，{article}）：{account}",
        "{outcome} | {clause} ({id}, {article}): {account}",
    ).filled(
        outcome=OUTCOMES[finding.outcome],
        clause=finding.condition,
        id=finding.clause,
        article=article(finding),
        account=finding.statement,
    )


def article(finding: Finding) -> Words:
    """Name the article a clause stands in, and whether it is inferred."""
    named = article_words(finding.article)
    return named if finding.named else Words(f"{named.zh}，推定", f"{named.en}, inferred")


def _readings(verdict: Verdict) -> list[Words]:
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


def _paper(document: Document) -> Words:
    return Words(
        "{words}（{certainty}，{held}；{basis}）", "{words} ({certainty}, {held}; {basis})"
    ).filled(
        words=document.words,
        certainty=CERTAINTIES[document.certainty],
        held=HELD[document.held],
        basis=document.basis,
    )


def assumptions(assumed: Iterable[str]) -> list[Words]:
    """Return what was presumed of the facts assumed, facts presumed alike in one line."""
    presumed = {presumption.fact: presumption.words for presumption in PRESUMPTIONS}
    alike: dict[Words, list[Words]] = {}
    for name in assumed:
        alike.setdefault(presumed[name], []).append(NAMES[name].label)
    return [
        Words("{facts}：未说明，{presumed}", "{facts}: not stated, {presumed}").filled(
            facts=joined(labels), presumed=words
        )
        for words, labels in alike.items()
    ]
