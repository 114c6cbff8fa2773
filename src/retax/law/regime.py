"""A regime: one set of rules under which returned goods come in free of import tax, as data.

Whatever judges, explains or tabulates reads a regime through this record and knows none by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from retax.law.clause import Clause
from retax.law.instruments import Announcement
from retax.law.named_part import Part
from retax.law.outcome import Status
from retax.law.rules import (
    ActionRule,
    DocumentRule,
    Presumption,
    Question,
    ReliefRule,
    RouteRule,
)
from retax.law.sentences import Sentences
from retax.logic.expressions import Expression
from retax.words import Words


class Clock(NamedTuple):
    """The period of a regime in expressions.

    ``last_day`` to come back; ``end``: the day that must be in time; ``still_abroad``: the goods
    count as not yet back; ``still_in_the_zone``: they have still to come out of a zone;
    ``undeclared``: a return declaration in time is asked for and none is known.
    """

    last_day: Expression
    end: Expression
    still_abroad: Expression
    still_in_the_zone: Expression
    undeclared: Expression


# Equal by identity: laws are kept by their regime, and its mappings have no hash.
@dataclass(frozen=True, eq=False)
class Regime:
    """The law of one regime.

    Attributes:
        id: its name in code.
        name: what a heading calls it.
        instruments: returns all its announcements or laws, as they are now.
        published_by: returns those published by a day (all for None), in the order of their issue.
        governing_id: returns, of some published, the id of the one that governs, as an expression.
        clauses_known_by: returns every clause as those published have it, in order.
        clock_known_by: returns the period as those published have it.
        clock_clause: the clause on the period; it speaks where every clause is met.
        same_goods: the clause on the identity of the goods, which other rows of a file bear on.
        codes: the supervision codes to choose from, in words.
        documents, reliefs, actions, routes, presumptions, questions: its tables, in order.
        obtain: by document how to come by one that is required and not held.
        obtained_last: the document to obtain last, and the clause whose steps come before it.
        reviewed_on: until when the instruments were last looked through for changes.
        named_parts: returns what to call the expressions that stand in several places of it.
        sentences: returns its sentences (a function, since words are loaded when needed).
        statuses: each status as a badge and as a sentence.
        import_taxes: the clause on import taxes, whose outcome decides on these taxes alone; None
            where the text itself speaks of them.
    """

    id: str
    name: Words
    instruments: Callable[[], tuple[Announcement, ...]]
    published_by: Callable[[date | None], tuple[Announcement, ...]]
    governing_id: Callable[[Sequence[Announcement]], Expression]
    clauses_known_by: Callable[[Sequence[Announcement]], tuple[Clause, ...]]
    clock_known_by: Callable[[Sequence[Announcement]], Clock]
    clock_clause: str
    same_goods: str
    codes: Mapping[str, Words]
    documents: tuple[DocumentRule, ...]
    reliefs: tuple[ReliefRule, ...]
    actions: tuple[ActionRule, ...]
    routes: tuple[RouteRule, ...]
    presumptions: tuple[Presumption, ...]
    questions: Mapping[str, Question]
    obtain: Mapping[str, Words]
    obtained_last: tuple[str, str]
    reviewed_on: date
    named_parts: Callable[[], Mapping[Expression, Part]]
    sentences: Callable[[], Sentences]
    statuses: Mapping[Status, tuple[Words, Words]]
    import_taxes: str | None = None
