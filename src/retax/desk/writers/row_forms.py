"""The forms of a row in a report: each writes a judged row by itself, without the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from retax import Lang, Words
from retax.desk.judging.judge import JudgedRow, describe_batch_statement, describe_overdrawn


class RowForm(Protocol):
    """A form of the rows of a report."""

    def write(self, line: JudgedRow) -> Any:
        """Return a row in this form."""


@dataclass(frozen=True, slots=True)
class AsJudged:
    """The row itself, for a table that is laid out as a whole."""

    def write(self, line: JudgedRow) -> JudgedRow:
        """Return the row."""
        return line


@dataclass(frozen=True, slots=True)
class InNote:
    """The internal opinion on a row, with assumptions and both readings."""

    lang: Lang

    def write(self, line: JudgedRow) -> str:
        """Return the opinion on a row."""
        lang = self.lang
        sentences = [words.text(lang) for words in _describe_around_verdict(line)]
        if line.verdict is not None:
            sentences.append(line.verdict.explain(lang))
        if line.stakes is not None:
            sentences.append(line.stakes.explain(lang))
        return "\n".join(sentences)


def _describe_around_verdict(line: JudgedRow) -> Iterator[Words]:
    """Say of a row what its verdict does not know, before the verdict."""
    yield Words(f"【第 {line.row.number} 行】", f"[row {line.row.number}]")
    yield from line.accepted.refused
    if line.overdrawn is not None:
        yield describe_overdrawn(line.overdrawn)
    stated = describe_batch_statement(line.accepted)
    if stated is not None:
        yield stated
    yield from line.row.remarks
    yield from line.refused_amounts
