"""The contract of a regime's sentences: what they may ask of a finding and of its case.

A sentence names the values a finding rests on and what they come to. It asks for these views
alone, so that a regime writes its sentences without knowing how a case is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from retax.facts.catalogue import NAMES, FactKind, format_value
from retax.facts.model import ReturnedGoods
from retax.law.instruments import Announcement
from retax.law.outcome import Outcome
from retax.words import BLANK, Phrase, Words, joined, kept


class ClockReading(NamedTuple):
    """Where a case is on the clock of its regime, questions not settled read strictly.

    ``end``: the day that must be in time; ``end_fact``: the fact it comes from. ``undeclared``: a
    return declaration in time is asked for and none is known.
    """

    still_abroad: bool
    end: date | None
    end_fact: str | None
    undeclared: bool
    still_in_the_zone: bool


class LastDays(NamedTuple):
    """The last day to come back on both readings, each with the fact it is counted from."""

    strict: date | None
    counted_from: str | None
    lenient: date | None
    lenient_counted_from: str | None


class FindingView(Protocol):
    """What a sentence may ask of a finding."""

    @property
    def clause(self) -> str:
        """The id of the clause."""

    @property
    def outcome(self) -> Outcome:
        """What became of it."""

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts it reads."""

    @property
    def settled(self) -> tuple[str, ...]:
        """The settled questions it turns on."""


class CaseView(Protocol):
    """What a sentence may ask of a case."""

    @property
    def facts(self) -> ReturnedGoods:
        """The facts, validated."""

    @property
    def as_of(self) -> date | None:
        """The day as of which the question is asked."""

    @property
    def known_on(self) -> date | None:
        """The day whose knowledge of the law counts."""

    @property
    def published(self) -> Sequence[Announcement]:
        """The instruments published by then."""

    @property
    def announcement(self) -> Announcement | None:
        """The one that governs."""

    @property
    def clock(self) -> ClockReading:
        """Where the case is on the clock."""

    @property
    def last_days(self) -> LastDays:
        """The last day on both readings."""

    @property
    def reached(self) -> date | None:
        """The day held against the last day."""

    @property
    def papers_to_file(self) -> tuple[object, ...]:
        """The certainty of every document of the regime, then whether each is held."""


SentenceWriter = Callable[[FindingView, CaseView], Words | Phrase]


@dataclass(frozen=True, eq=False)
class Sentences:
    """The sentences of a regime.

    ``templates``: by clause and outcome, with the facts as placeholders. ``in_words``: by clause,
    those that depend on more than the outcome. ``name_no_day``: the clauses on several days whose
    sentences name none of them, and rest on them through the outcome and the law that governs
    alone. Of facts that are asked for the sentence names those known, be they days or not.
    """

    templates: Mapping[tuple[str, Outcome], Words]
    in_words: Mapping[str, SentenceWriter]
    name_no_day: frozenset[str] = frozenset()


def label_values(values: Sequence[tuple[str, Words]]) -> Words:
    """Write facts with their values, each behind the name of the fact."""
    return joined([_label_value(name, value) for name, value in values], zh="，")


@kept
def _label_value(name: str, value: Words) -> Words:
    label = Words("{label}：{value}", "{label}: {value}")
    return label.filled(label=NAMES[name].label, value=value)


_SAME_IN_BOTH: frozenset[FactKind] = frozenset({"text", "entry", "hs", "day", "quantity", "count"})
"""The kinds of facts whose values are written alike in both languages."""


def label_known_values(facts: Sequence[tuple[str, object]]) -> Phrase:
    """Write facts with their values; what is the same in both languages goes into blanks."""
    blanks = [NAMES[name].kind in _SAME_IN_BOTH for name, _ in facts]
    pairs = [*zip(facts, blanks, strict=True)]
    labelled = tuple([(name, BLANK if blank else value) for (name, value), blank in pairs])
    values = [format_value(name, value).zh for (name, value), blank in pairs if blank]
    return Phrase(_label_values_in_words(labelled), tuple(values))


_A_BLANK = Words(BLANK, BLANK)


@kept
def _label_values_in_words(facts: tuple[tuple[str, object], ...]) -> Words:
    return label_values(
        [(name, _A_BLANK if value == BLANK else format_value(name, value)) for name, value in facts]
    )
