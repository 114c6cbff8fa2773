"""The sets of values a fact or a comparison may have, of which unknown is one."""

from __future__ import annotations

from dataclasses import dataclass

from retax.logic.expressions import (
    Value,
)

CACHE_SIZE = 10_000


BOOLEANS = frozenset({True, False})


@dataclass(frozen=True, slots=True)
class ValueSet:
    """A set of values: those listed or, with ``others``, all but those; and perhaps unknown."""

    values: frozenset[Value]
    others: bool
    unknown: bool

    def __and__(self, other: ValueSet) -> ValueSet:
        unknown = self.unknown and other.unknown
        match self.others, other.others:
            case True, True:
                return _make_value_set(self.values | other.values, others=True, unknown=unknown)
            case True, False:
                return _make_value_set(other.values - self.values, others=False, unknown=unknown)
            case False, True:
                return _make_value_set(self.values - other.values, others=False, unknown=unknown)
        return _make_value_set(self.values & other.values, others=False, unknown=unknown)

    def __invert__(self) -> ValueSet:
        return _make_value_set(self.values, others=not self.others, unknown=not self.unknown)

    def issubset(self, other: ValueSet) -> bool:
        """Say whether every value here is there too."""
        return self & other == self


def _make_value_set(values: frozenset[Value], *, others: bool, unknown: bool) -> ValueSet:
    """Write a set in one way only: of True and False both are all there are."""
    # “All but True” of a truth is “False”: one spelling each, or equal sets would compare unequal.
    if values <= BOOLEANS:
        if others:
            values, others = BOOLEANS - values, False
        if values == BOOLEANS:
            values, others = frozenset(), True
    return ValueSet(values, others, unknown)


ANYTHING = ValueSet(frozenset(), others=True, unknown=True)


NO_VALUES = ~ANYTHING


ANY_KNOWN = ValueSet(frozenset(), others=True, unknown=False)


ONLY_UNKNOWN = ~ANY_KNOWN


ONLY_TRUE = ValueSet(frozenset({True}), others=False, unknown=False)
