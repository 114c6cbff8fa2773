"""Findings as lines of a note: which of them decide, and how each is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retax.judge.finding import write_statement
from retax.law.clause import write_article
from retax.law.outcome import OUTCOMES
from retax.words import Phrase, Words, kept

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
    condition, clause, article = finding.condition, finding.clause, name_article(finding)
    line = _write_line(OUTCOMES[finding.outcome], condition, clause, article, words)
    return Phrase(line, values)


@kept
def _write_line(
    outcome: Words, condition: Words, clause: str, article: Words, values: Words
) -> Words:
    return Words(
        f"{outcome.zh}｜{condition.zh}（{clause}，{article.zh}）：{values.zh}",
        f"{outcome.en} | {condition.en} ({clause}, {article.en}): {values.en}",
    )


def name_article(finding: Finding) -> Words:
    """Name the article of a clause, and whether it is inferred."""
    named = write_article(finding.article)
    return named if finding.named else Words(f"{named.zh}，推定", f"{named.en}, inferred")
