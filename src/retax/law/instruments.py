"""Legal instruments: an announcement or a law, the window it governs, the words of its clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from retax.law.clause import Article, Clause, fact
from retax.logic.expressions import (
    Expression,
    all_of,
    as_expression,
)
from retax.words import Words


@dataclass(frozen=True, slots=True)
class Announcement:
    """One instrument: when it was issued and published, and what it governs.

    An announcement governs goods *declared for export* from ``first_day`` to ``last_day``, both
    included, whenever they come back; a law governs *returns* of these days. ``cites`` is how a
    verdict under it cites the law; ``caveat`` is what of it is not certain. ``changes`` are the
    clauses it words anew, by id, or adds: of each count the words, ``holds`` and ``outstanding``.
    The period is no clause to change; it is the days. ``article``: the one article of a law that
    is the regime; None: that of each clause. ``name``: what a heading calls it; None: as its
    regime.
    """

    id: str
    issued: date
    published: date
    first_day: date
    last_day: date
    cites: Words
    changes: tuple[Clause, ...] = ()
    caveat: Words | None = None
    article: Article | None = None
    name: Words | None = None

    def governs(self, day: Expression) -> Expression:
        """Say that a day lies in the window."""
        return (as_expression(self.first_day) <= day) & (day <= self.last_day)


def governs_last(announcement: Announcement, published: Sequence[Announcement]) -> Expression:
    """Say that an announcement governs the day of export, and none issued after it."""
    later = published[published.index(announcement) + 1 :]
    day = fact.declared_on
    return all_of(announcement.governs(day), *(~other.governs(day) for other in later))


def name_clause(clause: Clause, announcement: Announcement | None) -> Words:
    """Return the words of a clause as the governing announcement has them."""
    changes = announcement.changes if announcement else ()
    return next((change.words for change in changes if change.id == clause.id), clause.words)
