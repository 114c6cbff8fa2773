"""Findings as lines of a note: which of them decide, and how each is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retax.judge.finding import write_statement
from retax.law.clause import write_article
from retax.law.outcome import OUTCOMES
from retax.words import Phrase, Words

if TYPE_CHECKING:
    from retax.judge.finding import Finding
    from retax.judge.ruling import Ruling


def find_deciding_findings(ruling: Ruling) -> list[Finding]:
    """Return the findings with the worst outcome; where all are met, the clock speaks for them."""
    if ruling.decided_by is None:
        return [ruling.clock_finding]
    worst = ruling.finding(ruling.decided_by).outcome
    return [finding for finding in ruling.findings if finding.outcome == worst]


def write_finding_line(finding: Finding) -> Phrase:
    """Write a finding in one line: its outcome, its clause, its statement."""
    words, values = write_statement(finding)
    place, outcome, case = finding
    governing = case.announcement and case.announcement.id
    texts, key = case.law.texts, ("line", place, outcome, governing, words)
    line: Words | None = texts.get(key)
    return Phrase(texts.keep(key, _write_line(finding, words)) if line is None else line, values)


def _write_line(finding: Finding, values: Words) -> Words:
    outcome, condition = OUTCOMES[finding.outcome], finding.condition
    clause, article = finding.clause, name_article(finding)
    return Words(
        f"{outcome.zh}｜{condition.zh}（{clause}，{article.zh}）：{values.zh}",
        f"{outcome.en} | {condition.en} ({clause}, {article.en}): {values.en}",
    )


def name_article(finding: Finding) -> Words:
    """Name the article of a clause, and whether it is inferred."""
    named = write_article(finding.article)
    return named if finding.named else Words(f"{named.zh}，推定", f"{named.en}, inferred")
