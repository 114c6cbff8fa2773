"""Statements of a letter on a line: facts given, in two groups, and never one presumed.

Customs weighs what papers say and what the enterprise states differently, so a file note keeps
the two apart. A fact the enterprise states for a whole batch is its statement, whatever paper
might say it too.
"""

from __future__ import annotations

from retax.desk.letters.dates import write_day
from retax.desk.letters.letter import LetterLine
from retax.facts.catalogue import NAMES, FactEvidence, format_value


def _list_facts(*evidence: FactEvidence) -> tuple[str, ...]:
    return tuple(
        name for kind in evidence for name, record in NAMES.items() if record.evidence == kind
    )


BESIDE_THE_TABLE = _list_facts("paper")
"""What papers say beside the table of goods."""

ON_PAPERS = (*_list_facts("goods", "amount"), *BESIDE_THE_TABLE)
"""What papers say (单证记载)."""

CIRCUMSTANCES = _list_facts("circumstance", "tax")
"""What the enterprise states beside the reason."""

ENTERPRISE_STATES = (*_list_facts("reason"), *CIRCUMSTANCES)
"""What the enterprise states (企业声明)."""


def is_given(line: LetterLine, name: str) -> bool:
    """Say that a fact of a line was given."""
    return getattr(line.verdict.facts, name) is not None


def write_fact(line: LetterLine, name: str) -> str:
    """Return a fact of a line in words, a quantity with its unit; empty where it was not given."""
    if not is_given(line, name):
        return ""
    value = getattr(line.verdict.facts, name)
    text = write_day(value) if NAMES[name].kind == "day" else format_value(name, value).zh
    unit = line.verdict.facts.unit
    return f"{text} {unit}" if NAMES[name].kind == "quantity" and unit else text


def describe_fact(line: LetterLine, name: str) -> str | None:
    """Say a fact of a line in a sentence of its own; None where it was not given."""
    if not is_given(line, name):
        return None
    if statements := NAMES[name].statements:
        yes, no = statements
        return yes if getattr(line.verdict.facts, name) else no
    return f"{NAMES[name].label.zh}：{write_fact(line, name)}"


def is_enterprise_statement(line: LetterLine, name: str) -> bool:
    """Say that a fact of a line is the enterprise's statement."""
    return name in ENTERPRISE_STATES or (name in line.stated and name in ON_PAPERS)
