"""The record of a fact: everything the library knows of it beside the law that reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from retax.facts.values import Word
from retax.words import Words

FactKind = Literal[
    "text", "entry", "code", "hs", "day", "yes_no", "quantity", "count", "word", "papers"
]
"""How a fact is read, held in a table and written."""

Asking = Literal["when_missing", "last", "by_label", "never"]
"""How a verdict asks for a fact a clause lacks.

``when_missing``: by its question. ``last``: by its question, where nothing else is missing for the
clause, because the answer seldom turns on it. ``by_label``: no clause of today lacks it, so it has
no question. ``never``: another fact of the clause is asked for instead.
"""

FactEvidence = Literal["goods", "amount", "paper", "reason", "circumstance", "tax", "none"]
"""Where a letter states a fact, and so who states it.

Papers state ``goods`` and ``amount`` (the columns of the table of goods) and ``paper`` (beside the
table). The enterprise states the ``reason``, each ``circumstance``, and what happened to a ``tax``.
``none``: it tells whose line this is, has a table of its own, or goes into no letter.
"""

LetterNeed = Literal["always", "final", "not_presumed"]
"""What letters need of a fact.

``always``: without it no letter is written. ``final``: without it a letter is a draft (草稿).
``not_presumed``: so it is where the verdict rests on presuming the fact.
"""

Ledger = Literal["export", "return", "both", "neither"]
"""Which rows give a fact when returned units are matched to export lines; neither: it is found."""


class FactRecord(NamedTuple):
    """The record of a fact: its names, how it is asked for and read, and where it is stated.

    Beside its record a fact has one other place, its field of :class:`ReturnedGoods`.

    Args:
        kind: how it is read.
        label: its name in Chinese and in English.
        evidence: where a letter states it.
        help: the question that asks for it; of a fact without one, what it means.
        asking: how it is asked for.
        aliases: the other names it is read under, Chinese first, then CEB.
        near: parts of a name by which another name comes near to this fact.
        values: the values of a word, with their names.
        is_positive: a quantity of zero is refused.
        is_of_one_row: it belongs to a single row and is never stated for a whole batch.
        if_blank: what becomes of the result where it is left blank, of a fact that is neither
            asked for nor presumed; None: the result stays the same.
        statements: a letter's sentence for yes and for no.
        letters: what letters need of it.
        event: what happened on that day.
        ledger: which rows give it to the matching.
        column_after: the column of the blank workbook behind which it comes; None: that of the
            fact before it in the catalogue.
    """

    kind: FactKind
    label: Words
    evidence: FactEvidence
    help: Words
    asking: Asking = "when_missing"
    aliases: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    values: Mapping[str, Word] | None = None
    is_positive: bool = False
    is_of_one_row: bool = False
    if_blank: Words | None = None
    statements: tuple[str, str] | None = None
    letters: LetterNeed | None = None
    event: Words | None = None
    ledger: Ledger = "return"
    column_after: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Return every name accepted beside the English one: Chinese first, then CEB."""
        return (self.label.zh, *self.aliases)

    @property
    def question(self) -> Words | None:
        """Return the question that asks for it; None where it has none."""
        return self.help if self.asking in ("when_missing", "last") else None
