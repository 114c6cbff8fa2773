"""The facts by name, for the law to write ``fact.declared_on``."""

from __future__ import annotations

from retax.facts.catalogue import NAMES
from retax.logic.expressions import Fact, Parameter


class _Facts:
    """Every fact of the model as an attribute; any other name is an error when the law loads."""

    def __getattr__(self, name: str) -> Fact:
        if name not in NAMES:
            raise AttributeError(f"there is no fact {name!r}")
        return Fact(name)


fact: _Facts = _Facts()
as_of: Parameter = Parameter("as_of")
"""The day as of which the question is asked; not a fact of the case, so never asked for."""
