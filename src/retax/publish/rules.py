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
    replace_readings,
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

    def list_trees(self) -> Iterator[Expression]:
        """Yield every tree."""
        groups = [self.groups]
        for _, announcement, clauses in self.known:
            yield announcement
            groups += [clause.groups for clause in clauses]
        for group in groups:
            for trees in group.values():
                yield from (trees,) if isinstance(trees, Expression) else trees

    def map_kinds(self) -> Mapping[str, ValueKind]:
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
        "last_day": replace_readings(law.last_day),
        "clock": _replace_all_readings(
            law.still_abroad, law.still_in_the_zone, law.end, law.undeclared
        ),
        "origins": law.origins,
        "documents": _replace_all_readings(
            *(document.certainty for document in law.documents),
            *(document.held for document in law.documents),
        ),
        "reliefs": _replace_all_readings(*(relief.when for relief in law.reliefs)),
        "actions": _replace_all_readings(
            *(action.when for action in law.actions), *(action.quantity for action in law.actions)
        ),
        "routes": _replace_all_readings(
            *(route.when for route in law.routes),
            *(note for route in law.routes for note, _ in route.notes),
        ),
        "presumed": _replace_all_readings(*law.presumed),
        "contradictions": _replace_all_readings(*(each.when for each in law.contradictions)),
    }
    known = tuple(
        (each, replace_readings(each.announcement), tuple(map(_compile_clause_rules, each.clauses)))
        for each in law.known
    )
    return Rules(law, groups, known)


def _replace_all_readings(*trees: Expression) -> tuple[Expression, ...]:
    return tuple(replace_readings(tree) for tree in trees)


def _compile_clause_rules(published: PublishedClause) -> ClauseRules:
    clause = published.clause
    return ClauseRules(
        published=published,
        holds=replace_readings(clause.holds),
        outstanding=replace_readings(clause.outstanding),
        uncovered=replace_readings(clause.uncovered),
        missing=tuple(published.missing.values()),
        readings=_replace_all_readings(
            *(
                side
                for reading in published.readings.looked_at
                for side in (reading.strict, reading.lenient)
            )
        ),
    )
