"""The whole law of a regime, compiled once for each set of options.

A :class:`Law` is what a regime says as known on a day, with some open questions settled. It holds
every answer as an expression (for tables) and as functions of one case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any, NamedTuple, cast

from retax.facts.catalogue import NAMES
from retax.facts.model import ReturnedGoods
from retax.judge.pivotal_questions import PivotalQuestions
from retax.law.clause import Clause
from retax.law.instruments import Announcement
from retax.law.main_regime import MAIN_REGIME
from retax.law.outcome import outcome
from retax.law.regime import Regime
from retax.law.rules import Presumption, presumption_applies
from retax.logic.compile_python import Function, compile_function, compile_groups
from retax.logic.expressions import Expression, Side, any_of, is_true
from retax.logic.kleene import find_missing_conditions, find_origin_fact
from retax.logic.traversal import list_facts, resolve
from retax.names import FactName
from retax.words import KeptTexts

FACT_ORDER: Mapping[str, int] = {name: at for at, name in enumerate(ReturnedGoods.model_fields)}

KEPT_LAWS = 64
"""The most sets of options kept compiled; the one used longest ago goes first."""


class CompiledClause(NamedTuple):
    """A clause with the questions settled so far: its outcome and what it lacks, as expressions.

    ``presumptions``: those of the regime its outcome can rest on. ``reads_days``: hardly two lines
    of a file agree in all the facts it reads, so what it comes to is not worth keeping.
    ``names_days``: its sentence names such days whatever the outcome, and is not worth it either.
    """

    clause: Clause
    strict: Expression
    lenient: Expression
    outstanding: Expression
    outcome: Expression
    missing: Mapping[str, Expression]
    facts: tuple[str, ...]
    turning: PivotalQuestions
    presumptions: tuple[Presumption, ...]
    reads_days: bool
    names_days: bool


class Law:
    """A regime as published, under one set of options."""

    def __init__(
        self,
        regime: Regime,
        settled: Mapping[str, Side],
        days_off: frozenset[date] | None,
        known_on: date | None,
    ) -> None:
        published = regime.published_by(known_on)
        self.regime = regime
        self.known_on = known_on
        self.published = published
        self.announcements = {each.id: each for each in published}
        self.names_its_article = any(each.article is not None for each in published)
        self.settled = settled
        self.days_off = days_off
        self.clauses = tuple(
            self._compile_clause(clause) for clause in regime.clauses_known_by(published)
        )
        # presumed unless a clause asks for them
        self.requestable_facts = frozenset(
            p.fact for p in regime.presumptions if p.unless_requested
        )
        self.closes_routes = frozenset(of for r in regime.routes for of in r.unless_failed)
        self.acts_anyway = any(action.clause is None for action in regime.actions)
        self.places = {ruled.clause.id: at for at, ruled in enumerate(self.clauses)}
        self.announcement = regime.governing_id(published)
        self.clock = regime.clock_known_by(published)
        self.last_day = self.read_strictly(self.clock.last_day)
        self.last_day_leniently = self.read_leniently(self.clock.last_day)
        self.texts = KeptTexts()
        """What is written of cases under this law; it goes with the law."""
        self.forms = KeptTexts()
        """Answers of cases under this law with their days left blank."""
        self._missing: list[_MissingNames | None] = [None] * len(self.clauses)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the options: compiled code stays behind and is compiled anew."""
        # Sorted, since settlements in another order are the same law.
        settled = tuple(sorted(self.settled.items()))
        return _get_law_of, (self.regime.id, settled, self.days_off, self.known_on)

    def read_strictly(self, tree: Expression) -> Expression:
        """Read every question not settled strictly."""
        return resolve(tree, self.settled, "strict")

    def read_leniently(self, tree: Expression) -> Expression:
        """Read every question not settled leniently."""
        return resolve(tree, self.settled, "lenient")

    def compile_strict(self, trees: Iterable[Expression]) -> Function:
        """Compile trees under these options, unsettled questions read strictly."""
        return compile_function([self.read_strictly(tree) for tree in trees], self.days_off)

    def _compile_clause(self, clause: Clause) -> CompiledClause:
        strict, lenient = self.read_strictly(clause.holds), self.read_leniently(clause.holds)
        outstanding = self.read_strictly(clause.outstanding)
        everything = any_of(clause.holds, clause.outstanding, clause.uncovered)
        facts = tuple(sorted(list_facts(everything), key=FACT_ORDER.__getitem__))
        reads_days = sum(NAMES[name].kind == "day" for name in facts) > 1
        return CompiledClause(
            clause=clause,
            strict=strict,
            lenient=lenient,
            outstanding=outstanding,
            outcome=outcome(strict, lenient, outstanding, clause.uncovered),
            missing=_choose_facts_to_ask(
                find_missing_conditions(strict), find_missing_conditions(lenient)
            ),
            facts=facts,
            turning=PivotalQuestions(
                clause.holds,
                self.regime.questions,
                self.settled,
                self.days_off,
                clause.outstanding,
            ),
            presumptions=tuple(p for p in self.regime.presumptions if clause.id in p.clauses),
            reads_days=reads_days,
            names_days=reads_days and clause.id not in self.regime.sentences().name_no_day,
        )

    # -- one case: functions compiled when first needed -------------------------------------------

    @cached_property
    def outcomes_and_last_day(self) -> Function:
        """Compute what a case asks for first: every outcome, then the last day."""
        return self.compile_strict([*(ruled.outcome for ruled in self.clauses), self.last_day])

    @cached_property
    def announcement_of(self) -> Function:
        """Compute the id of the governing announcement."""
        return self.compile_strict([self.announcement])

    @cached_property
    def documents_of(self) -> Function:
        """Compute the certainty of every document, then whether each is held."""
        documents = self.regime.documents
        return self.compile_strict(
            [*(d.certainty for d in documents), *(d.held for d in documents)]
        )

    @cached_property
    def consequences_of(self) -> Callable[[ReturnedGoods, date | None], tuple[Any, ...]]:
        """Compute the parts of a :class:`~retax.judge.case.Consequences`.

        Whatever writes an answer reads all of them, and one function takes half as long as six.
        """
        of = self.regime
        groups = (
            [presumption_applies(presumption) for presumption in of.presumptions],
            [relief.when for relief in of.reliefs],
            [action.when for action in of.actions],
            [action.quantity for action in of.actions],
            [route.when for route in of.routes],
            [note for route in of.routes for note, _ in route.notes],
        )
        return compile_groups(
            [[self.read_strictly(tree) for tree in trees] for trees in groups], self.days_off
        )

    @cached_property
    def last_days_of(self) -> Function:
        """Compute the last day and the fact it is counted from, strictly and then leniently."""
        last_days = (self.last_day, self.last_day_leniently)
        return compile_function(
            [t for day in last_days for t in (day, find_origin_fact(day))], self.days_off
        )

    @cached_property
    def values_of(self) -> tuple[Callable[[ReturnedGoods], object], ...]:
        """Read, clause by clause, the values of the facts the clause reads.

        Equal values are written alike: numbers as their text, since 2.5 equals 2.50. Without the
        days of a clause whose sentence names none.
        """
        return tuple(_compile_reader(self._list_facts_of(ruled)) for ruled in self.clauses)

    def _list_facts_of(self, ruled: CompiledClause) -> tuple[str, ...]:
        if not ruled.reads_days or ruled.names_days:
            return ruled.facts
        return tuple(name for name in ruled.facts if NAMES[name].kind != "day")

    @cached_property
    def blocks(self) -> tuple[FindingBlock, ...]:
        """Cut the findings into blocks of neighbours whose facts take few values together.

        A clause that reads a day is a block of its own.
        """
        cut: list[list[int]] = []
        read = frozenset[str]()
        for at, ruled in enumerate(self.clauses):
            facts = frozenset(ruled.facts)
            dated = any(NAMES[name].kind == "day" for name in facts)
            if dated or not cut or len(read | facts) > _MOST_FACTS_OF_A_BLOCK:
                cut.append([])
                read = frozenset()
            cut[-1].append(at)
            # Whatever follows a day begins anew.
            read = frozenset(ReturnedGoods.model_fields) if dated else read | facts
        return tuple(self._make_block(places) for places in cut)

    def _make_block(self, places: list[int]) -> FindingBlock:
        ruled = [self.clauses[at] for at in places]
        facts = tuple(dict.fromkeys(name for each in ruled for name in each.facts))
        clauses = tuple(each.clause.id for each in ruled)
        return FindingBlock(places[0], places[-1] + 1, clauses, _compile_reader(facts))

    @cached_property
    def clock_of(self) -> Function:
        """Compute the parts of a :class:`~retax.law.sentences.ClockReading`."""
        clock = self.clock
        end = self.read_strictly(clock.end)
        return self.compile_strict(
            [
                *(clock.still_abroad, end, find_origin_fact(end)),
                *(clock.undeclared, clock.still_in_the_zone),
            ]
        )

    def find_missing(
        self, at: int, facts: ReturnedGoods, as_of: date | None
    ) -> tuple[FactName, ...]:
        """Return the missing facts of the clause at a place, in the order of the model."""
        lacking = self._missing[at]
        if lacking is None:
            lacking = self._missing[at] = _MissingNames(self.clauses[at].missing, self.days_off)
        return lacking[lacking.compute(facts, as_of)]

    def find_pivotal_questions(
        self, at: int, facts: ReturnedGoods, as_of: date | None
    ) -> tuple[str, ...]:
        """Return the open questions on which the clause at a place turns, which is ``open``."""
        ruled = self.clauses[at]
        turning = ruled.turning
        if len(turning.open) == 1:  # what is open turns on one at least
            return turning.open
        if ruled.reads_days:
            return turning.find_open(facts, as_of)
        key = ("questions", at, self.values_of[at](facts), as_of)
        kept: tuple[str, ...] | None = self.texts.get(key)
        if kept is None:
            kept = self.texts.keep(key, turning.find_open(facts, as_of))
        return kept


def _compile_reader(facts: tuple[str, ...]) -> Callable[[ReturnedGoods], object]:
    if not facts:
        return lambda _: ()
    values = attrgetter(*facts)
    # 2.5 == 2.50 and both hash alike, yet a sentence writes them as they were given.
    if any(NAMES[name].kind == "quantity" for name in facts):
        return lambda goods: tuple(map(str, values(goods)))
    return values


class FindingBlock(NamedTuple):
    """Neighbouring clauses, from ``start`` until before ``stop``, and what reads their facts."""

    start: int
    stop: int
    clauses: tuple[str, ...]
    values: Callable[[ReturnedGoods], object]


_MOST_FACTS_OF_A_BLOCK = 6
"""With more facts in a block too few lines of a file share it."""


class _MissingNames(dict[tuple[bool, ...], tuple[FactName, ...]]):
    """Which names stand for which of a clause's facts being missing: the same tuple every time."""

    def __init__(self, missing: Mapping[str, Expression], days_off: frozenset[date] | None) -> None:
        self._names = cast("tuple[FactName, ...]", tuple(missing))
        # Written out branch by branch it is 16,620 lines for the year of the ordinary route, which
        # took 0.2 s to compile; so it is 1,100, and no slower to run.
        self.compute = compile_function([*missing.values()], days_off, shared_first=True)

    def __missing__(self, lacks: tuple[bool, ...]) -> tuple[FactName, ...]:
        named = zip(self._names, lacks, strict=True)
        names = self[lacks] = tuple(name for name, lack in named if lack)
        return names


def _choose_facts_to_ask(*lacks: Mapping[str, Expression]) -> dict[str, Expression]:
    """Join what the readings lack, without what is never asked for or is asked for last."""
    lacking = {name for lack in lacks for name in lack if NAMES[name].asking != "never"}
    joined = {
        name: is_true(any_of(*(lack[name] for lack in lacks if name in lack)))
        for name in sorted(lacking, key=FACT_ORDER.__getitem__)
    }
    # What is asked last, the day of release, is asked for only where nothing else is lacking.
    others = ~any_of(*(lack for name, lack in joined.items() if NAMES[name].asking != "last"))
    return {
        name: lack & others if NAMES[name].asking == "last" else lack
        for name, lack in joined.items()
    }


_compiled_from: dict[Regime, tuple[Announcement, ...]] = {}
"""By regime the instruments its kept laws were compiled from."""


def get_law(
    settled: tuple[tuple[str, Side], ...] = (),
    days_off: frozenset[date] | None = None,
    known_on: date | None = None,
    *,
    regime: Regime = MAIN_REGIME,
) -> Law:
    """Return the law of a regime under a set of options, compiled when first asked for.

    Days between two publications know the same law, so they share it.
    """
    instruments = regime.instruments()
    if _compiled_from.setdefault(regime, instruments) != instruments:  # the table is another now
        _compile_law.cache_clear()
        _compiled_from[regime] = instruments
    return _compile_law(regime, settled, days_off, _find_last_publication(instruments, known_on))


def find_law_beside(law: Law, known_on: date | None, regime: Regime) -> Law:
    """Return the law of another regime under the same options.

    ``known_on`` is the day asked for: a law keeps that of the last publication of its own.
    """
    settled = tuple(sorted(law.settled.items()))
    return get_law(settled, law.days_off, known_on, regime=regime)


def find_law_without_days_off(law: Law) -> Law:
    """Return the law under the same options but for the rest days, of which none are given."""
    settled = tuple(sorted(law.settled.items()))
    return get_law(settled, None, law.known_on, regime=law.regime)


def _get_law_of(
    regime: str,
    settled: tuple[tuple[str, Side], ...],
    days_off: frozenset[date] | None,
    known_on: date | None,
) -> Law:
    from retax.law.regimes import find_regime_of_id  # the others are loaded where they are needed

    return get_law(settled, days_off, known_on, regime=find_regime_of_id(regime))


def _find_last_publication(
    instruments: tuple[Announcement, ...], known_on: date | None
) -> date | None:
    """Return the last day of publication by a day; None where everything is published."""
    if known_on is None:
        return None
    days = [a.published for a in instruments]
    if all(day <= known_on for day in days):
        return None
    # Before the first publication all days know nothing, so they share one law as well.
    return max((day for day in days if day <= known_on), default=date.min)


@lru_cache(maxsize=KEPT_LAWS)
def _compile_law(
    regime: Regime,
    settled: tuple[tuple[str, Side], ...],
    days_off: frozenset[date] | None,
    known_on: date | None,
) -> Law:
    return Law(regime, dict(settled), days_off, known_on)
