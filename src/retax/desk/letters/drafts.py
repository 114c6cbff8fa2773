"""Why a letter is a draft (草稿): what is still to be done, to be asked or to be filled in."""

from __future__ import annotations

from retax import Status, Verdict, Words
from retax.desk.letter_facts import NEEDED_TO_BE_FINAL
from retax.vocabulary import NAMES

DRAFTS: frozenset[Status] = frozenset({"conditional", "needs_review"})
"""The statuses whose letters are drafts."""


def is_draft(verdict: Verdict) -> bool:
    """Say that a letter of this line is a draft."""
    return verdict.status in DRAFTS or bool(to_fill_in(verdict))


def to_fill_in(verdict: Verdict) -> list[Words]:
    """Say which facts a final letter would name and the line leaves blank."""
    return [
        Words("补填{label}", "fill in {name} ({label})").filled(label=NAMES[name].label, name=name)
        for name in NEEDED_TO_BE_FINAL
        if getattr(verdict.facts, name) is None
    ]
