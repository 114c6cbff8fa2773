"""The records an answer is made of: documents, reliefs, actions, routes and questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import cast

from retax.facts.catalogue import NAMES, FactKind
from retax.facts.values import YES_NO, Paper
from retax.law.regime import Regime
from retax.law.rules import ASK_CUSTOMS, Certainty, Effect, Question, Tax
from retax.names import FactName
from retax.words import Words


@cache
def read_version() -> str:
    """Return the version of retax as installed."""
    # Imported here: it costs 14 ms, and only output that names the version needs it.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("retax")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0+unknown"


@dataclass(frozen=True, slots=True)
class Document:
    """A document for the application.

    ``papers``: any one of them serves. ``certainty``: ``required``; ``expected`` (customs will
    want it); ``depends`` (on a missing fact). ``named``: whether the text names it.
    ``held``: None where the papers held are unknown. ``basis``: where it comes from.
    """

    id: str
    papers: tuple[Paper, ...]
    basis: Words
    named: bool
    certainty: Certainty
    held: bool | None
    words: Words


@dataclass(frozen=True, slots=True)
class Relief:
    """What becomes of one tax."""

    tax: Tax
    effect: Effect
    words: Words


@dataclass(frozen=True, slots=True)
class Action:
    """Something the enterprise has to do, and by when (None: no day of its own)."""

    id: str
    due: date | None
    words: Words


@dataclass(frozen=True, slots=True)
class Route:
    """Another way that may be open: a pointer, not a verdict."""

    id: str
    words: Words


@dataclass(frozen=True, slots=True)
class Ask:
    """A missing fact and the question that asks for it.

    ``kind``: of what kind the fact is (``day``, ``yes_no``, ``word``, ``code``, ``entry`` …).
    ``accepted``: the values to choose from with their words, where the fact is a word, yes or no,
    or a supervision code (of which any four digits are accepted, too); else empty.
    """

    fact: FactName
    words: Words
    kind: FactKind
    accepted: tuple[tuple[str, Words], ...]


@cache
def ask_for(regime: Regime, fact: str) -> Ask:
    """Return the question that asks for a fact, with the values to choose from."""
    entry = NAMES[fact]
    accepted = [(value, word.words) for value, word in (entry.values or {}).items()]
    if entry.kind == "code":
        accepted = [*regime.codes.items(), *accepted]
    if entry.kind == "yes_no":
        accepted = [("true", YES_NO[True]), ("false", YES_NO[False])]
    return Ask(cast("FactName", fact), entry.question or entry.label, entry.kind, tuple(accepted))


@cache
def ask_customs(question: Question) -> Action:
    """Return the action that puts an open question to customs, or the step in its place."""
    if question.instead is not None:
        return Action(question.instead.id, None, question.instead.words)
    return Action(f"ask_customs:{question.id}", None, ASK_CUSTOMS.filled(question=question.asks))
