"""The catalogue of facts: one record a fact, in the order and the sections of the model."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from retax.facts.catalogue.carried import CARRIED_FACTS
from retax.facts.catalogue.consequences import CONSEQUENCE_FACTS
from retax.facts.catalogue.days import DAY_FACTS
from retax.facts.catalogue.papers import PAPER_FACTS
from retax.facts.catalogue.quantities import QUANTITY_FACTS
from retax.facts.catalogue.record import FactEvidence, FactKind, FactRecord, Ledger
from retax.facts.catalogue.returns import FACTS_OF_THE_RETURN
from retax.facts.catalogue.state import STATE_FACTS
from retax.facts.numbers import write_number
from retax.facts.values import PAPER_WORDS, YES_NO, map_words
from retax.words import Words

__all__ = [
    "FACT_OF_NAME",
    "NAMES",
    "VALUE_OF_WORD",
    "FactEvidence",
    "FactKind",
    "FactRecord",
    "Ledger",
    "format_value",
]

NAMES: Mapping[str, FactRecord] = {
    **CARRIED_FACTS,
    **PAPER_FACTS,
    **DAY_FACTS,
    **FACTS_OF_THE_RETURN,
    **STATE_FACTS,
    **QUANTITY_FACTS,
    **CONSEQUENCE_FACTS,
}
"""Every fact, in the order of the model."""


VALUE_OF_WORD: Mapping[str, Mapping[str, str]] = {
    name: map_words(entry.values) for name, entry in NAMES.items() if entry.values
}
"""For each fact that is a word: every accepted word and its value."""


FACT_OF_NAME: Mapping[str, str] = {
    name: fact for fact, entry in NAMES.items() for name in (fact, *entry.names)
}
"""Every accepted name of a fact and the name of its field."""


def format_value(fact: str, value: object) -> Words:
    """Say a value of a fact in words: 滞销, 2026-03-05, 是."""
    if value is None:
        return Words("未知", "unknown")
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, frozenset):
        held = [word.words for paper, word in PAPER_WORDS.items() if paper in value]
        return Words("、".join(w.zh for w in held) or "无", ", ".join(w.en for w in held) or "none")
    values = NAMES[fact].values or {}
    if isinstance(value, str) and value in values:
        return values[value].words
    text = write_number(value) if isinstance(value, Decimal) else str(value)
    return Words(text, text)
