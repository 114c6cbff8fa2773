"""The law as other languages have it: every rule in one record, its options chosen at run time.

The trees are those of the regime, with open questions as readings. What depends on them in more
than one way (which facts are missing, from which day is counted) has each reading written as a
choice by a parameter, so that a port computes it for any settlement. What depends on when one could
know of an announcement is there once for each day of publication.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from retax.facts.catalogue import NAMES
from retax.facts.consistency import CONTRADICTIONS, ContradictionRule
from retax.judge.answer import read_version
from retax.judge.compiled_law import FACT_ORDER, get_law
from retax.judge.pivotal_questions import Readings, build_outcome, build_readings
from retax.law.clause import Clause
from retax.law.instruments import Announcement
from retax.law.main_regime import MAIN_REGIME
from retax.law.outcome import outcome
from retax.law.regime import Regime
from retax.law.rules import (
    ActionRule,
    DocumentRule,
    Presumption,
    Question,
    ReliefRule,
    RouteRule,
    presumption_applies,
)
from retax.logic.expressions import (
    Constant,
    Expression,
    Fact,
    Parameter,
    Reading,
    When,
    list_children,
)
from retax.logic.kleene import find_missing_conditions, find_origin_fact
from retax.logic.traversal import Rewriter, list_questions, rebuild, rewrite
from retax.words import Words

READ_LENIENTLY = "lenient:"
"""How the name of a parameter begins that says whether a question is read leniently."""

READ_AS_STRICT, READ_AS_LENIENT, OUTSTANDING, UNCOVERED, HOLDS = (
    Parameter(name) for name in ("strict", "lenient", "outstanding", "uncovered", "holds")
)
OUTCOME = outcome(READ_AS_STRICT, READ_AS_LENIENT, OUTSTANDING, UNCOVERED)
"""The outcome of a clause, given its truth on either reading and what else was found."""

BECOMES = build_outcome(HOLDS, OUTSTANDING)
"""What a clause comes to, as its settled questions are asked about."""


@dataclass(frozen=True)
class PublishedClause:
    """A clause as known from a day on: its trees, the facts it reads and the questions it asks.

    ``missing``: by fact when it is asked for, on the reading the parameters choose.
    """

    clause: Clause
    facts: tuple[str, ...]
    questions: tuple[str, ...]
    missing: Mapping[str, Expression]
    readings: Readings


@dataclass(frozen=True)
class KnownLaw:
    """The law known from a day of publication on; ``since`` is None before the first one."""

    since: date | None
    announcements: tuple[str, ...]
    announcement: Expression
    clauses: tuple[PublishedClause, ...]


@dataclass(frozen=True)
class PublishedLaw:
    """All that a port computes and says.

    ``known``: the law by what was published, the whole of it last. ``origins``: the fact the last
    day is counted from, and the one that ends the period.
    """

    regime: Regime
    version: str
    reviewed_on: date
    announcements: tuple[Announcement, ...]
    clauses: tuple[Clause, ...]
    known: tuple[KnownLaw, ...]
    questions: Mapping[str, Question]
    documents: tuple[DocumentRule, ...]
    obtain: Mapping[str, Words]
    obtained_last: tuple[str, str]
    reliefs: tuple[ReliefRule, ...]
    actions: tuple[ActionRule, ...]
    routes: tuple[RouteRule, ...]
    presumptions: tuple[Presumption, ...]
    contradictions: tuple[ContradictionRule, ...]
    last_day: Expression
    end: Expression
    still_abroad: Expression
    still_in_the_zone: Expression
    undeclared: Expression

    @property
    def origins(self) -> tuple[Expression, Expression]:
        """Return the fact the last day is counted from, and the one that ends the period."""
        return find_origin_fact(replace_readings(self.last_day)), find_origin_fact(
            replace_readings(self.end)
        )

    @property
    def presumed(self) -> tuple[Expression, ...]:
        """Return when each fact is presumed, those a clause asks for among them."""
        return tuple(presumption_applies(presumption) for presumption in self.presumptions)


def gather_published_law(regime: Regime = MAIN_REGIME, version: str | None = None) -> PublishedLaw:
    """Gather the law of a regime as it is now; ``version``: if not given that of retax."""
    days = sorted({a.published for a in regime.instruments()})
    known = tuple(_gather_known_law(regime, day) for day in (None, *days))
    # The law as known on the last day comes last, so that its wording of a clause stays.
    clauses = {ruled.clause.id: ruled.clause for law in known for ruled in law.clauses}
    clock = regime.clock_known_by(regime.published_by(None))
    return PublishedLaw(
        regime=regime,
        version=read_version() if version is None else version,
        reviewed_on=regime.reviewed_on,
        announcements=regime.published_by(None),
        clauses=tuple(clauses.values()),
        known=known,
        questions=regime.questions,
        documents=regime.documents,
        obtain=regime.obtain,
        obtained_last=regime.obtained_last,
        reliefs=regime.reliefs,
        actions=regime.actions,
        routes=regime.routes,
        presumptions=regime.presumptions,
        contradictions=CONTRADICTIONS,
        last_day=clock.last_day,
        end=clock.end,
        still_abroad=clock.still_abroad,
        still_in_the_zone=clock.still_in_the_zone,
        undeclared=clock.undeclared,
    )


def _gather_known_law(regime: Regime, day: date | None) -> KnownLaw:
    # To get_law() None is all that is published; before the first day nothing was.
    law = get_law((), None, date.min if day is None else day, regime=regime)
    return KnownLaw(
        since=day,
        announcements=tuple(a.id for a in law.published),
        announcement=law.announcement,
        clauses=tuple(_gather_clause(regime, ruled.clause, ruled.facts) for ruled in law.clauses),
    )


def _gather_clause(regime: Regime, clause: Clause, facts: tuple[str, ...]) -> PublishedClause:
    read = list_questions(clause.holds) | list_questions(clause.outstanding)
    lacks = find_missing_conditions(replace_readings(clause.holds))
    return PublishedClause(
        clause=clause,
        facts=facts,
        questions=tuple(question for question in regime.questions if question in read),
        missing={name: lacks[name] for name in order_facts(lacks) if NAMES[name].asking != "never"},
        readings=build_readings(build_outcome(clause.holds, clause.outstanding)),
    )


def order_facts(names: Mapping[str, object] | Sequence[str]) -> list[str]:
    """Return names of facts in the order of the model."""
    return sorted(names, key=FACT_ORDER.__getitem__)


def find_last_to_ask() -> str:
    """Return the fact that is asked for only where nothing else is missing for the clause."""
    (last,) = (name for name, record in NAMES.items() if record.asking == "last")
    return last


def replace_readings(tree: Expression) -> Expression:
    """Return a tree with each reading as a choice by a parameter, which a port supplies."""

    def choose(node: Expression, below: Rewriter) -> Expression:
        match node:
            case Reading(question, strict, lenient):
                # A port always supplies the side, so that the choice is never unknown.
                lenient_side = Parameter(READ_LENIENTLY + question, supplied=True)
                return When(lenient_side, below(lenient), below(strict))
            case Fact() | Parameter() | Constant():
                return node
        return rebuild(node, [below(child) for child in list_children(node)])

    return rewrite(tree, choose)
