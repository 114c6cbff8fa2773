"""A named part of a rule: the name of an expression that several rules share."""

from __future__ import annotations

from typing import NamedTuple

from retax.logic.expressions import Expression
from retax.words import Words


class Definition(NamedTuple):
    """The meaning of a name."""

    words: Words
    tree: Expression


class Part(NamedTuple):
    """What to call a part of a rule; ``definition``: None where the name says it all."""

    words: Words
    definition: Definition | None = None
