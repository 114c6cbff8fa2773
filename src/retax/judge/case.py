"""One case under one law: what a verdict and its findings read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, cast

from retax.facts.model import ReturnedGoods
from retax.judge.compiled_law import FACT_ORDER, FindingBlock, Law
from retax.law.clause import Article
from retax.law.instruments import Announcement
from retax.law.outcome import Outcome
from retax.law.regime import Regime
from retax.law.rules import Presumption
from retax.law.sentences import ClockReading, LastDays
from retax.names import FactName, QuestionId
from retax.words import KeptTexts


class Consequences(NamedTuple):
    """What follows for a case beside its outcomes, rule by rule of its regime.

    ``presumed``: which presumptions hold, those of facts that a clause asks for among them.
    ``reliefs``: which apply. ``steps``, ``quantities``: which fit an outstanding clause, and how
    much of the goods each is about. ``routes``, ``notes``: which are open, and which notes on them
    belong here.
    """

    presumed: tuple[bool, ...]
    reliefs: tuple[bool, ...]
    steps: tuple[bool, ...]
    quantities: tuple[Decimal | None, ...]
    routes: tuple[bool, ...]
    notes: tuple[bool, ...]


class Case:
    """One case under one law: what a verdict and its findings look at.

    ``lacks``: the facts without which the row cannot be added up with the other rows of its file,
    or on which they contradict it (:data:`~retax.lots.overdrawn.NEEDED_OF_A_ROW`). That the units
    are within the export line is then one more part of the clause, and unknown; a clause that
    fails anyway fails, and asks for nothing. What is asked for is not presumed within that clause.
    """

    __slots__ = (
        *("_all_findings_rest_on", "_all_missing", "_clock", "_consequences", "_governing"),
        *("_last_days", "_missing", "_papers", "_presumed", "_questions", "_texts"),
        *("as_of", "facts", "known_on", "lacks", "last_day", "law", "outcomes"),
    )

    outcomes: tuple[Outcome, ...]
    last_day: date | None
    lacks: tuple[str, ...]

    def __init__(
        self,
        law: Law,
        facts: ReturnedGoods,
        as_of: date | None,
        known_on: date | None,
        lacks: tuple[str, ...] = (),
    ) -> None:
        self.law = law
        self.facts = facts
        self.as_of = as_of
        self.known_on = known_on
        self._questions: dict[int, tuple[QuestionId, ...]] | None = None
        self._missing: dict[int, tuple[FactName, ...]] | None = None
        self._all_missing: tuple[tuple[FactName, ...], ...] | None = None
        self._consequences: Consequences | None = None
        self._presumed: Presumed | None = None
        # In a tuple, since None is an answer, too: no announcement governs.
        self._governing: tuple[Announcement | None] | None = None
        self._clock: ClockReading | None = None
        self._last_days: LastDays | None = None
        self._all_findings_rest_on: tuple[object, ...] | None = None
        self._texts: KeptTexts | None = None
        self._papers: tuple[object, ...] | None = None
        values = law.outcomes_and_last_day(facts, as_of)
        self.outcomes, self.last_day = values[:-1], values[-1]
        self.lacks = lacks and self._withhold_identity_of_goods(lacks)

    def _get_identity(self) -> tuple[object, ...]:
        """Return what makes this case the case it is."""
        law = self.law
        # By the options, not by the law itself, which is compiled anew once it is no longer kept.
        settled = frozenset(law.settled.items())
        options = (self.as_of, self.known_on, settled, law.days_off)
        return (law.regime, self.facts, *options, self.lacks)

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Case) and self._get_identity() == other._get_identity()
        )

    def __hash__(self) -> int:
        return hash((self.facts, self.as_of))

    def _withhold_identity_of_goods(self, lacks: tuple[str, ...]) -> tuple[str, ...]:
        """Make the clause on the identity of the goods unknown, unless it fails."""
        same_goods = self.law.regime.same_goods
        at = next(n for n, of in enumerate(self.law.clauses) if of.clause.id == same_goods)
        if self.outcomes[at] == "failed":
            return ()
        self.outcomes = (*self.outcomes[:at], "unknown", *self.outcomes[at + 1 :])
        return lacks

    def get_lacks(self, clause: str) -> tuple[str, ...]:
        """Return what a clause lacks for the sake of the other rows of the file."""
        return self.lacks if clause == self.law.regime.same_goods else ()

    @property
    def published(self) -> tuple[Announcement, ...]:
        """Return the announcements the law knows."""
        return self.law.published

    @property
    def announcement(self) -> Announcement | None:
        """Return the governing announcement."""
        if self._governing is None:  # a note on a case asks for it some ten times
            (id_,) = self.law.announcement_of(self.facts, self.as_of)
            self._governing = (self.law.announcements.get(id_),)
        return self._governing[0]

    @property
    def consequences(self) -> Consequences:
        """Return what follows for the case beside its outcomes."""
        if self._consequences is None:
            values = self.law.consequences_of(self.facts, self.as_of)
            self._consequences = Consequences(*values)
        return self._consequences

    @property
    def assumed(self) -> tuple[Presumption, ...]:
        """Return the presumptions the case rests on, in the order of the model."""
        return self.presumed.all

    @property
    def presumed(self) -> Presumed:
        """Return the presumptions the case rests on, clause by clause."""
        if self._presumed is None:  # every finding asks for it
            self._presumed = _choose_presumptions(
                self.law.regime,
                self.consequences.presumed,
                self._find_requested_facts(),
                frozenset(self.lacks),
            )
        return self._presumed

    def _find_requested_facts(self) -> frozenset[str]:
        """Return the facts a clause asks for, of those otherwise presumed."""
        if "unknown" not in self.outcomes:
            return frozenset()
        return self.law.requestable_facts.intersection(chain.from_iterable(self.all_missing))

    @property
    def all_missing(self) -> tuple[tuple[FactName, ...], ...]:
        """Return the facts each unknown clause lacks, clause by clause."""
        if self._all_missing is None:  # every part of an answer asks for it
            unknown = find_places(self.outcomes, "unknown")
            # A list first, here and below: tuple() of a generator takes half as long again.
            self._all_missing = tuple([self.find_missing(at) for at in unknown])
        return self._all_missing

    def find_missing(self, at: int) -> tuple[FactName, ...]:
        """Return the facts an unknown clause at a place lacks, in the order of the model."""
        kept = self._missing  # JSON asks for them some three times
        if kept is None:
            kept = self._missing = {}
        found = kept.get(at)
        if found is None:
            found = self.law.find_missing(at, self.facts, self.as_of)
            if self.lacks:
                lacks = self.get_lacks(self.law.clauses[at].clause.id)
                found = cast("tuple[FactName, ...]", merge_in_order(found, lacks))
            kept[at] = found
        return found

    @property
    def all_questions(self) -> tuple[tuple[QuestionId, ...], ...]:
        """Return the open questions on which each open clause turns, clause by clause."""
        return tuple([self.find_questions(at) for at in find_places(self.outcomes, "open")])

    @property
    def article(self) -> Article | None:
        """Return the article of the law that governs, where a law is one article; else None."""
        governing = self.announcement if self.law.names_its_article else None
        return governing.article if governing else None

    def has_days_of_its_own(self, at: int) -> bool:
        """Say whether the sentence on the clause at a place names days that hardly two lines share.

        A clause that asks for facts names those that are known.
        """
        ruled = self.law.clauses[at]
        return ruled.reads_days and (ruled.names_days or self.outcomes[at] == "unknown")

    def gather_finding_inputs(self, at: int) -> tuple[object, ...]:
        """Return all that the finding on the clause at a place rests on, under one law.

        Of one that names its days all but them.
        """
        values = self.law.values_of[at](self.facts)
        return (values, self._gather_what_all_rest_on(), *self.gather_plain_inputs(at))

    def gather_plain_inputs(self, at: int) -> tuple[object, ...]:
        """Return all that a finding rests on but for its sentence."""
        outcome = self.outcomes[at]
        return (
            *(at, outcome, self.lacks, self.article),
            self.find_missing(at) if outcome == "unknown" else None,
            self.find_questions(at) if outcome == "open" else None,
            self.find_settled(at),
            self.presumed.list_of((self.law.clauses[at].clause.id,)),
        )

    def gather_block_inputs(self, block: FindingBlock) -> tuple[object, ...]:
        """Return all that the findings of a block of several clauses rest on, under one law."""
        return (
            block.start,
            self.outcomes[block.start : block.stop],
            block.values(self.facts),
            self._gather_what_all_rest_on(),
            self.presumed.list_of(block.clauses),
        )

    def _gather_what_all_rest_on(self) -> tuple[object, ...]:
        if self._all_findings_rest_on is None:
            id_ = self.announcement and self.announcement.id
            self._all_findings_rest_on = self.lacks, self.as_of, self.known_on, id_
        return self._all_findings_rest_on

    def find_settled(self, at: int) -> tuple[QuestionId, ...]:
        """Return the settled questions whose two sides differ for the clause at a place."""
        turning = self.law.clauses[at].turning
        if not turning.settled:
            return ()
        return cast("tuple[QuestionId, ...]", turning.find_settled(self.facts, self.as_of))

    def find_questions(self, at: int) -> tuple[QuestionId, ...]:
        """Return the open questions on which the clause at a place turns."""
        kept = self._questions  # a note on a case asks for them some four times
        if kept is None:
            kept = self._questions = {}
        found = kept.get(at)
        if found is None:
            pivotal = self.law.find_pivotal_questions(at, self.facts, self.as_of)
            found = kept[at] = cast("tuple[QuestionId, ...]", pivotal)
        return found

    @property
    def clock(self) -> ClockReading:
        """Return where the case is on the clock."""
        if self._clock is None:  # the sentence on the period alone asks for it some five times
            abroad, end, end_fact, undeclared, in_zone = self.law.clock_of(self.facts, self.as_of)
            self._clock = ClockReading(bool(abroad), end, end_fact, bool(undeclared), bool(in_zone))
        return self._clock

    @property
    def last_days(self) -> LastDays:
        """Return the last day on both readings."""
        if self._last_days is None:
            self._last_days = LastDays(*self.law.last_days_of(self.facts, self.as_of))
        return self._last_days

    @property
    def texts(self) -> KeptTexts:
        """Return what is written of this case alone."""
        if self._texts is None:
            self._texts = KeptTexts()
        return self._texts

    @property
    def papers_to_file(self) -> tuple[object, ...]:
        """Return the certainty of every document of the regime, then whether each is held."""
        if self._papers is None:
            self._papers = self.law.documents_of(self.facts, self.as_of)
        return self._papers

    @property
    def reached(self) -> date | None:
        """Return the day held against the last day: the goods' return, or the one asked as of."""
        clock = self.clock
        return self.as_of if clock.still_abroad or clock.still_in_the_zone else clock.end


@dataclass(frozen=True, slots=True, eq=False)
class Presumed:
    """The presumptions a case rests on: all of them, and by clause the facts they presume.

    ``can_fail``: only those that can themselves make the clause fail.
    """

    all: tuple[Presumption, ...]
    by_clause: Mapping[str, tuple[str, ...]]
    can_fail: Mapping[str, tuple[str, ...]]
    _of_clauses: dict[tuple[str, ...], object] = field(default_factory=dict)

    def list_of(self, clauses: tuple[str, ...]) -> object:
        """Return what is presumed within some clauses, clause by clause."""
        found = self._of_clauses.get(clauses)  # every finding asks for it
        if found is None:
            found = tuple([(self.by_clause.get(c), self.can_fail.get(c)) for c in clauses])
            self._of_clauses[clauses] = found
        return found


def find_places(outcomes: tuple[Outcome, ...], of: Outcome) -> tuple[int, ...]:
    """Return the places of the clauses of an outcome."""
    if of not in outcomes:  # which is quickly found out, and mostly so
        return ()
    return tuple([at for at, outcome in enumerate(outcomes) if outcome == of])


def merge_in_order(names: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """Return names of facts with more of them, in the order of the model."""
    return tuple(sorted({*names, *more}, key=FACT_ORDER.__getitem__)) if more else names


@lru_cache(maxsize=4096)
def _choose_presumptions(
    regime: Regime, holds: tuple[bool, ...], requested: frozenset[str], lacks: frozenset[str]
) -> Presumed:
    """Return the presumptions that hold, but those of facts that are asked for instead."""
    here = tuple(
        p
        for p, is_so in zip(regime.presumptions, holds, strict=True)
        if is_so
        and not (p.fact in lacks and regime.same_goods in p.clauses)
        and not (p.unless_requested and p.fact in requested)
    )
    clauses = {clause for presumption in here for clause in presumption.clauses}
    return Presumed(
        here,
        {c: tuple(p.fact for p in here if c in p.clauses) for c in clauses},
        {c: tuple(p.fact for p in here if c in p.clauses and p.can_fail) for c in clauses},
    )
