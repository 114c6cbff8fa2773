"""Which trees a port computes, in groups: what of them is one function, and what it is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from retax.facts.catalogue import NAMES, FactKind
from retax.logic.expressions import Expression
from retax.logic.value_kinds import ValueKind
from retax.publish.published_law import (
    BECOMES,
    OUTCOME,
    READ_LENIENTLY,
    KnownLaw,
    PublishedClause,
    PublishedLaw,
    by_parameters,
)

Trees = Expression | tuple[Expression, ...]
"""What one function computes: one value, or several."""

_KINDS: Mapping[FactKind, ValueKind] = {
    "text": "word",
    "entry": "word",
    "code": "word",
    "hs": "word",
    "word": "word",
    "day": "day",
    "yes_no": "truth",
    "quantity": "quantity",
    "count": "quantity",
    "papers": "words",
}


@dataclass(frozen=True)
class ClauseRules:
    """The trees of a clause as known from a day on."""

    published: PublishedClause
    holds: Expression
    outstanding: Expression
    uncovered: Expression
    missing: tuple[Expression, ...]
    readings: tuple[Expression, ...]

    @property
    def groups(self) -> Mapping[str, Trees]:
        """Return its functions by name."""
        return {
            "holds": self.holds,
            "outstanding": self.outstanding,
            "uncovered": self.uncovered,
            "missing": self.missing,
            "readings": self.readings,
        }


@dataclass(frozen=True)
class Rules:
    """The trees of the law. ``groups``: those that are the same whatever one knows, by name."""

    law: PublishedLaw
    groups: Mapping[str, Trees]
    known: tuple[tuple[KnownLaw, Expression, tuple[ClauseRules, ...]], ...]

    def trees(self) -> Iterator[Expression]:
        """Yield every tree."""
        groups = [self.groups]
        for _, announcement, clauses in self.known:
            yield announcement
            groups += [clause.groups for clause in clauses]
        for group in groups:
            for trees in group.values():
                yield from (trees,) if isinstance(trees, Expression) else trees

    def kinds(self) -> Mapping[str, ValueKind]:
        """Return the kind of each fact and parameter."""
        facts = {name: _KINDS[entry.kind] for name, entry in NAMES.items()}
        sides: dict[str, ValueKind] = {READ_LENIENTLY + id_: "truth" for id_ in self.law.questions}
        return facts | sides | dict.fromkeys(GIVEN_FACTS, "truth") | {"as_of": "day"}


GIVEN_FACTS = ("strict", "lenient", "outstanding", "uncovered", "holds")
"""What is given to the trees that make an outcome of truths."""


def compile_rules(law: PublishedLaw) -> Rules:
    """Group the trees of the law."""
    groups: dict[str, Trees] = {
        "outcome": OUTCOME,
        "becomes": BECOMES,
        "last_day": by_parameters(law.last_day),
        "clock": _several(law.still_abroad, law.still_in_the_zone, law.end, law.undeclared),
        "origins": law.origins,
        "documents": _several(
            *(document.certainty for document in law.documents),
            *(document.held for document in law.documents),
        ),
        "reliefs": _several(*(relief.when for relief in law.reliefs)),
        "actions": _several(
            *(action.when for action in law.actions), *(action.quantity for action in law.actions)
        ),
        "routes": _several(
            *(route.when for route in law.routes),
            *(note for route in law.routes for note, _ in route.notes),
        ),
        "presumed": _several(*law.presumed),
        "contradictions": _several(*(each.when for each in law.contradictions)),
    }
    known = tuple(
        (each, by_parameters(each.announcement), tuple(map(_clause_rules, each.clauses)))
        for each in law.known
    )
    return Rules(law, groups, known)


def _several(*trees: Expression) -> tuple[Expression, ...]:
    return tuple(by_parameters(tree) for tree in trees)


def _clause_rules(published: PublishedClause) -> ClauseRules:
    clause = published.clause
    return ClauseRules(
        published=published,
        holds=by_parameters(clause.holds),
        outstanding=by_parameters(clause.outstanding),
        uncovered=by_parameters(clause.uncovered),
        missing=tuple(published.missing.values()),
        readings=_several(
            *(
                side
                for reading in published.readings.looked_at
                for side in (reading.strict, reading.lenient)
            )
        ),
    )
