"""What comes back: a verdict with its findings, documents, reliefs, actions and routes.

A verdict keeps the facts and the outcomes; everything else is worked out when it is read, and
words only when asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import repeat
from typing import Any

from retax.finding import Case, Finding
from retax.goods import ReturnedGoods
from retax.law.announcements import LAW_REVIEWED_ON
from retax.law.article_4_documents import DOCUMENTS, Certainty
from retax.law.compiled import FACT_ORDER
from retax.law.consequences import (
    ACTIONS,
    ASK_CUSTOMS,
    LAST_DAY_UNKNOWN,
    OBTAIN,
    RELIEFS,
    Effect,
    Tax,
)
from retax.law.open_questions import QUESTIONS, Question
from retax.law.outcome import Outcome, Status, worst
from retax.law.presumptions import PRESUMPTIONS
from retax.law.routes import ROUTES
from retax.logic.expressions import Side
from retax.vocabulary import NAMES, Paper
from retax.words import Lang, Words, joined


@cache
def library_version() -> str:
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
    want it); ``depends`` (on a missing fact). ``named``: whether the announcement names it.
    ``held``: None where the papers held are not told. ``basis``: where it comes from.
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
    """What becomes of one tax (Article 1)."""

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
    """A missing fact and the question that asks for it."""

    fact: str
    words: Words


class Verdict:
    """The answer for one line of returned goods; the same facts give the same one."""

    __slots__ = ("_case", "_findings", "_last_day", "_outcomes", "_worst")

    def __init__(self, case: Case) -> None:
        values = case.law.outcomes_and_last_day(case.facts, case.as_of)
        self._case = case
        self._outcomes: tuple[Outcome, ...] = values[:-1]
        self._worst = _worst(self._outcomes)
        self._findings: tuple[Finding, ...] | None = None
        self._last_day: date | None = values[-1]

    # -- what was asked -----------------------------------------------------------------------

    @property
    def facts(self) -> ReturnedGoods:
        """The facts, validated."""
        return self._case.facts

    @property
    def as_of(self) -> date | None:
        """The day as of which the question was asked."""
        return self._case.as_of

    @property
    def settled(self) -> Mapping[str, Side]:
        """The questions of law the user settled, and on which side."""
        return dict(self._case.law.settled)

    @property
    def days_off(self) -> frozenset[date] | None:
        """The rest days given; None: Saturdays and Sundays."""
        return self._case.law.days_off

    @property
    def known_on(self) -> date | None:
        """The day whose knowledge of the announcements was asked for; None: today's."""
        return self._case.known_on

    @property
    def law_reviewed_on(self) -> date:
        """Until when the announcements were last looked through for changes."""
        return LAW_REVIEWED_ON

    @property
    def version(self) -> str:
        """The version of retax that gave this verdict."""
        return library_version()

    # -- the answer ---------------------------------------------------------------------------

    @property
    def status(self) -> Status:
        """The status: the worst outcome of the clauses."""
        return self._worst[0]

    @property
    def decided_by(self) -> str | None:
        """The id of the first clause with the worst outcome; None if eligible."""
        at = self._worst[1]
        return None if at is None else self._case.law.clauses[at].clause.id

    @property
    def last_day(self) -> date | None:
        """The last day to come back, read strictly (settled questions on their settled side)."""
        return self._last_day

    @property
    def counted_from(self) -> str | None:
        """The fact from which :attr:`last_day` is counted, such as ``released_on``."""
        counted_from: str | None = self._case.law.last_days_of(self.facts, self.as_of)[1]
        return counted_from

    @property
    def counted_to(self) -> str | None:
        """The fact that ends the period: ``returned_on``, under 1210 ``domestic_on``.

        None while that day is not known.
        """
        counted_to: str | None = self._case.law.clock_of(self.facts, self.as_of)[2]
        return counted_to

    @property
    def days_left(self) -> int | None:
        """The days from the goods' return (under 1210: outside any zone) to the last day.

        From ``as_of`` on while something is still to be done by that day: the goods are abroad, or
        back in time and still to be declared. 0 on the last day itself, negative once it has
        passed; None while either day is not known, and of goods back in time of which nobody has
        said, by the last day, that they were declared.
        """
        reached, last = self._case.reached, self._last_day
        if reached is None or last is None or self._case.announcement is None:
            return None
        if self.as_of and self._case.undeclared and reached <= last:
            return (last - self.as_of).days if self.as_of <= last else None
        return (last - reached).days

    @property
    def still_abroad(self) -> bool:
        """Whether the goods count as not yet back on ``as_of`` (1210: not yet outside any zone)."""
        return self._case.still_abroad

    @property
    def back_on(self) -> date | None:
        """The day the goods came back (1210: reached 境内区外); None while it is not known."""
        return self._case.back_on

    @property
    def announcement(self) -> str | None:
        """The id of the governing announcement, such as ``2026-16``."""
        governing = self._case.announcement
        return governing.id if governing else None

    @property
    def cites(self) -> Words | None:
        """How to cite the law that governs; None where none does."""
        governing = self._case.announcement
        return governing.cites if governing else None

    @property
    def caveat(self) -> Words | None:
        """What of the governing announcement is not certain; None where all is."""
        governing = self._case.announcement
        return governing.caveat if governing else None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What became of each clause, in order."""
        if self._findings is None:
            outcomes = self._outcomes
            parts = zip(range(len(outcomes)), outcomes, repeat(self._case), strict=False)
            self._findings = tuple(map(Finding, parts))
        return self._findings

    def finding(self, clause: str) -> Finding:
        """Return the finding on a clause by its id; ValueError, naming the ids, for another."""
        found = next((finding for finding in self.findings if finding.clause == clause), None)
        if found is None:
            ids = ", ".join(finding.clause for finding in self.findings)
            raise ValueError(f"clause is {clause!r}; accepted are {ids}")
        return found

    @property
    def documents(self) -> tuple[Document, ...]:
        """The papers to file; none for ``ineligible`` and ``not_covered``."""
        if self._worst[0] in _NO_WAY_ON:
            return ()
        return _documents(self._case.law.documents_of(self._case.facts, self._case.as_of))

    @property
    def reliefs(self) -> tuple[Relief, ...]:
        """What becomes of each tax; only for ``eligible`` and ``conditional``."""
        if self.status not in _A_YES:
            return ()
        applies = self._case.law.reliefs_of(self._case.facts, self._case.as_of)
        return tuple(
            Relief(rule.tax, rule.effect, rule.words)
            for rule, here in zip(RELIEFS, applies, strict=True)
            if here
        )

    @property
    def actions(self) -> tuple[Action, ...]:
        """What is to be done, in order; none for ``ineligible`` and ``not_covered``."""
        if self.status in _NO_WAY_ON:
            return ()
        return (*self._steps(), *self._papers_to_obtain(), *self._questions_to_ask())

    def _steps(self) -> list[Action]:
        outstanding = {f.clause for f in self.findings if f.outcome == "outstanding"}
        if not outstanding:
            return []
        values = self._case.law.actions_of(self._case.facts, self._case.as_of)
        fits, quantities = values[: len(ACTIONS)], values[len(ACTIONS) :]
        return [
            Action(
                rule.id,
                self.last_day if rule.due_on_last_day else None,
                rule.words.filled(
                    day=self.last_day or LAST_DAY_UNKNOWN, n=_plain(quantity), unit=self._unit()
                ),
            )
            for rule, fit, quantity in zip(ACTIONS, fits, quantities, strict=True)
            if fit and rule.clause in outstanding
        ]

    def _unit(self) -> Words:
        unit = " ".join((self.facts.unit or "").split())
        return Words(unit, f" {unit}" if unit else "")

    def _papers_to_obtain(self) -> list[Action]:
        return [
            Action(f"obtain:{document.id}", None, OBTAIN[document.id])
            for document in self.documents
            if document.certainty == "required" and document.held is False
        ]

    def _questions_to_ask(self) -> list[Action]:
        return [
            Action(f"ask_customs:{q.id}", None, ASK_CUSTOMS.filled(question=q.asks))
            for q in self.open_questions
        ]

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The open questions of law on which the case turns, each with both sides."""
        if "open" not in self._outcomes:
            return ()
        ids = (q for finding in self.findings for q in finding.questions)
        return tuple(QUESTIONS[q] for q in dict.fromkeys(ids))

    @property
    def deciding_settlements(self) -> tuple[Question, ...]:
        """The settled questions of law whose two sides differ for this case."""
        ids = (q for finding in self.findings for q in finding.settled)
        return tuple(QUESTIONS[q] for q in dict.fromkeys(ids))

    @property
    def routes(self) -> tuple[Route, ...]:
        """Other ways that may be open; for statuses other than ``eligible`` and ``conditional``."""
        if self.status in _A_YES:
            return ()
        law, facts, as_of = self._case.law, self._case.facts, self._case.as_of
        failed = {f.clause for f in self.findings if f.outcome == "failed"}
        notes = iter(law.route_notes_of(facts, as_of))
        routes = []
        for rule, here in zip(ROUTES, law.routes_of(facts, as_of), strict=True):
            said = [rule.words, *(words for _, words in rule.notes if next(notes))]
            if here and failed.isdisjoint(rule.unless_failed):
                routes.append(Route(rule.id, joined(said, zh="；", en="; ")))
        return tuple(routes)

    @property
    def asks(self) -> tuple[Ask, ...]:
        """The missing facts, in the order of the model; none where the case is decided anyway."""
        if self.status in _NO_WAY_ON or "unknown" not in self._outcomes:
            return ()
        names = {name for finding in self.findings for name in finding.missing}
        return tuple(
            Ask(name, NAMES[name].question or NAMES[name].label)
            for name in sorted(names, key=FACT_ORDER.__getitem__)
        )

    @property
    def assumed(self) -> tuple[str, ...]:
        """The presumed facts the case rests on, in the order of the model."""
        rests_on = self._case.law.assumed_of(self._case.facts, self._case.as_of)
        return tuple(p.fact for p, here in zip(PRESUMPTIONS, rests_on, strict=True) if here)

    # -- for people and for programs ---------------------------------------------------------

    def explain(self, lang: Lang = "zh") -> str:
        """Explain the verdict for people, in Chinese (``zh``) or English (``en``)."""
        from retax.explain import note  # words only when asked for

        return note(self, lang)

    def to_dict(self, lang: Lang | None = None) -> dict[str, Any]:
        """Return the verdict as plain values for programs; with ``lang`` sentences are added."""
        from retax.data import as_dict

        return as_dict(self, lang)

    def to_json(self, lang: Lang | None = None) -> str:
        """Return :meth:`to_dict` as JSON text: same keys, same order, for the same facts."""
        return json.dumps(self.to_dict(lang), ensure_ascii=False)

    def __repr__(self) -> str:
        return f"Verdict({self.status!r}, decided_by={self.decided_by!r}, last_day={self.last_day})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Verdict) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash((self._outcomes, self.last_day))


_NO_WAY_ON: frozenset[Status] = frozenset({"ineligible", "not_covered"})
_A_YES: frozenset[Status] = frozenset({"eligible", "conditional"})
_KEPT = 10_000

_worst_kept: dict[tuple[Outcome, ...], tuple[Status, int | None]] = {}
_documents_kept: dict[tuple[Any, ...], tuple[Document, ...]] = {}


def _worst(outcomes: tuple[Outcome, ...]) -> tuple[Status, int | None]:
    found = _worst_kept.get(outcomes)
    if found is None:
        found = worst(outcomes)
        if len(_worst_kept) < _KEPT:
            _worst_kept[outcomes] = found
    return found


def _documents(values: tuple[Any, ...]) -> tuple[Document, ...]:
    """Return the documents for certainties and papers held; the same ones for the same values."""
    found = _documents_kept.get(values)
    if found is None:
        certainties, held = values[: len(DOCUMENTS)], values[len(DOCUMENTS) :]
        found = tuple(
            Document(d.id, d.papers, d.basis, d.named, certainty, here, d.words)
            for d, certainty, here in zip(DOCUMENTS, certainties, held, strict=True)
            if certainty is not None
        )
        if len(_documents_kept) < _KEPT:
            _documents_kept[values] = found
    return found


def _plain(quantity: Decimal | None) -> str:
    return "" if quantity is None else f"{quantity:f}"
