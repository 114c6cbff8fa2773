"""The whole law, compiled once for each set of options.

A :class:`Law` is what the announcements say as known on a day, with some open questions settled.
It holds every answer as an expression (for whoever computes tables) and as functions of one case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from retax.goods import ReturnedGoods
from retax.law import announcements
from retax.law.announcements import Announcement, clauses_known_by, governing_id, published_by
from retax.law.article_1_six_months import END, LAST_DAY, STILL_ABROAD, UNDECLARED
from retax.law.article_4_documents import DOCUMENTS
from retax.law.clause import Clause
from retax.law.consequences import ACTIONS, RELIEFS
from retax.law.outcome import outcome
from retax.law.presumptions import PRESUMPTIONS, assumed_when
from retax.law.routes import ROUTES
from retax.law.turning import Turning
from retax.logic.expressions import Expression, Side, any_of, is_true
from retax.logic.scalar import Function, compiled
from retax.logic.trees import facts_of, missing, resolve, source

FACT_ORDER: Mapping[str, int] = {name: at for at, name in enumerate(ReturnedGoods.model_fields)}

NEVER_ASKED = "hs_code"
ASKED_LAST = "released_on"
"""Only where nothing else is missing for the clause: the answer seldom turns on it."""

KEPT_LAWS = 64
"""So many sets of options are kept compiled; the one used longest ago goes first."""


@dataclass(frozen=True)
class RuledClause:
    """A clause with the questions settled so far: its outcome and what it lacks, as expressions."""

    clause: Clause
    strict: Expression
    lenient: Expression
    outstanding: Expression
    outcome: Expression
    missing: Mapping[str, Expression]
    facts: tuple[str, ...]
    turning: Turning


class Law:
    """The announcements as published, under one set of options."""

    def __init__(
        self,
        settled: Mapping[str, Side],
        days_off: frozenset[date] | None,
        known_on: date | None,
    ) -> None:
        published = published_by(known_on)
        self.known_on = known_on
        self.published = published
        self.settled = settled
        self.days_off = days_off
        self.clauses = tuple(self._ruled(clause) for clause in clauses_known_by(published))
        self.announcement = governing_id(published)
        self.last_day = self.strictly(LAST_DAY)
        self.last_day_leniently = self.leniently(LAST_DAY)
        self._missing: list[_Missing | None] = [None] * len(self.clauses)
        # what a case asks for first, in one function: every outcome, then the last day
        self.outcomes_and_last_day = self.strictly_compiled(
            [*(ruled.outcome for ruled in self.clauses), self.last_day]
        )

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the options: compiled code stays behind and is compiled anew."""
        return law_under, (tuple(sorted(self.settled.items())), self.days_off, self.known_on)

    def strictly(self, tree: Expression) -> Expression:
        """Read every question not settled strictly."""
        return resolve(tree, self.settled, "strict")

    def leniently(self, tree: Expression) -> Expression:
        """Read every question not settled leniently."""
        return resolve(tree, self.settled, "lenient")

    def strictly_compiled(self, trees: Iterable[Expression]) -> Function:
        """Compile trees under these options, unsettled questions read strictly."""
        return compiled([self.strictly(tree) for tree in trees], self.days_off)

    def _ruled(self, clause: Clause) -> RuledClause:
        strict, lenient = self.strictly(clause.holds), self.leniently(clause.holds)
        outstanding = self.strictly(clause.outstanding)
        everything = any_of(clause.holds, clause.outstanding, clause.uncovered)
        return RuledClause(
            clause=clause,
            strict=strict,
            lenient=lenient,
            outstanding=outstanding,
            outcome=outcome(strict, lenient, outstanding, clause.uncovered),
            missing=_asked(missing(strict), missing(lenient)),
            facts=tuple(sorted(facts_of(everything), key=FACT_ORDER.__getitem__)),
            turning=Turning(clause.holds, self.settled, self.days_off),
        )

    # -- one case: functions compiled when first needed -------------------------------------------

    @cached_property
    def announcement_of(self) -> Function:
        """Compute the id of the governing announcement."""
        return self.strictly_compiled([self.announcement])

    @cached_property
    def documents_of(self) -> Function:
        """Compute the certainty of every document, then whether each is held."""
        return self.strictly_compiled(
            [*(d.certainty for d in DOCUMENTS), *(d.held for d in DOCUMENTS)]
        )

    @cached_property
    def reliefs_of(self) -> Function:
        """Compute which reliefs apply."""
        return self.strictly_compiled([relief.when for relief in RELIEFS])

    @cached_property
    def actions_of(self) -> Function:
        """Compute which actions fit an outstanding clause, then the quantity of each."""
        return self.strictly_compiled([*(a.when for a in ACTIONS), *(a.quantity for a in ACTIONS)])

    @cached_property
    def routes_of(self) -> Function:
        """Compute which routes are open."""
        return self.strictly_compiled([route.when for route in ROUTES])

    @cached_property
    def route_notes_of(self) -> Function:
        """Compute which notes belong to the routes."""
        return self.strictly_compiled([note for route in ROUTES for note, _ in route.notes])

    @cached_property
    def assumed_of(self) -> Function:
        """Compute which presumptions a case rests on."""
        return self.strictly_compiled([assumed_when(presumption) for presumption in PRESUMPTIONS])

    @cached_property
    def last_days_of(self) -> Function:
        """Compute the last day and the fact it is counted from, strictly and then leniently."""
        last_days = (self.last_day, self.last_day_leniently)
        return compiled([t for day in last_days for t in (day, source(day))], self.days_off)

    @cached_property
    def clock_of(self) -> Function:
        """Compute whether still abroad, the end of the period, its fact, and whether undeclared."""
        return self.strictly_compiled([STILL_ABROAD, END, source(END), UNDECLARED])

    def missing_of(self, at: int, facts: ReturnedGoods, as_of: date | None) -> tuple[str, ...]:
        """Return the missing facts of the clause at a place, in the order of the model."""
        lacking = self._missing[at]
        if lacking is None:
            lacking = self._missing[at] = _Missing(self.clauses[at].missing, self.days_off)
        return lacking[lacking.compute(facts, as_of)]


class _Missing(dict[tuple[bool, ...], tuple[str, ...]]):
    """Which names stand for which of a clause's facts being missing: the same tuple every time."""

    def __init__(self, missing: Mapping[str, Expression], days_off: frozenset[date] | None) -> None:
        self._names = tuple(missing)
        self.compute = compiled([*missing.values()], days_off)

    def __missing__(self, lacks: tuple[bool, ...]) -> tuple[str, ...]:
        named = zip(self._names, lacks, strict=True)
        names = self[lacks] = tuple(name for name, lack in named if lack)
        return names


def _asked(*lacks: Mapping[str, Expression]) -> dict[str, Expression]:
    """Join what the readings lack, without what is never asked for or is asked for last."""
    names = sorted(set().union(*lacks) - {NEVER_ASKED}, key=FACT_ORDER.__getitem__)
    joined = {
        name: is_true(any_of(*(lack[name] for lack in lacks if name in lack))) for name in names
    }
    if ASKED_LAST in joined:
        others = any_of(*(lack for name, lack in joined.items() if name != ASKED_LAST))
        joined[ASKED_LAST] = joined[ASKED_LAST] & ~others
    return joined


_compiled_from: tuple[Announcement, ...] = ()


def law_under(
    settled: tuple[tuple[str, Side], ...] = (),
    days_off: frozenset[date] | None = None,
    known_on: date | None = None,
) -> Law:
    """Return the law under a set of options, compiled when first asked for.

    Days between two publications know the same law, so they share it.
    """
    global _compiled_from
    if announcements.ANNOUNCEMENTS is not _compiled_from:  # the table is another one now
        _law_under.cache_clear()
        _compiled_from = announcements.ANNOUNCEMENTS
    return _law_under(settled, days_off, _last_publication(known_on))


def _last_publication(known_on: date | None) -> date | None:
    """Return the last day of publication by a day; None where everything is published."""
    if known_on is None:
        return None
    days = [a.published for a in announcements.ANNOUNCEMENTS]
    if all(day <= known_on for day in days):
        return None
    return max((day for day in days if day <= known_on), default=date.min)


@lru_cache(maxsize=KEPT_LAWS)
def _law_under(
    settled: tuple[tuple[str, Side], ...],
    days_off: frozenset[date] | None,
    known_on: date | None,
) -> Law:
    return Law(dict(settled), days_off, known_on)
