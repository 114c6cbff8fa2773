"""A named part of a rule: the name of an expression that several rules share."""

from __future__ import annotations

from dataclasses import dataclass

from retax.logic.expressions import Expression
from retax.words import Words


@dataclass(frozen=True)
class Definition:
    """The meaning of a name."""

    words: Words
    tree: Expression


@dataclass(frozen=True)
class Part:
    """What to call a part of a rule; ``definition``: None where the name says it all."""

    words: Words
    definition: Definition | None = None
