"""The sets of values a fact or a comparison may have, of which unknown is one."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from retax.logic.expressions import (
    Value,
)

CACHE_SIZE = 10_000


BOOLEANS = frozenset({True, False})


class ValueSet(NamedTuple):
    """A set of values: those listed or, with ``others``, all but those; and perhaps unknown."""

    # Few sets meet each other millions of times while a law is simplified: what comes of two is
    # kept, and a tuple hashes three times as fast as a dataclass.

    values: frozenset[Value]
    others: bool
    unknown: bool

    def __and__(self, other: ValueSet) -> ValueSet:
        return _join_by_and(self, other)

    def __invert__(self) -> ValueSet:
        return _negate(self)

    def issubset(self, other: ValueSet) -> bool:
        """Say whether every value here is there too."""
        return _join_by_and(self, other) == self


@lru_cache(CACHE_SIZE)
def _join_by_and(one: ValueSet, other: ValueSet) -> ValueSet:
    unknown = one.unknown and other.unknown
    match one.others, other.others:
        case True, True:
            return _make_value_set(one.values | other.values, others=True, unknown=unknown)
        case True, False:
            return _make_value_set(other.values - one.values, others=False, unknown=unknown)
        case False, True:
            return _make_value_set(one.values - other.values, others=False, unknown=unknown)
    return _make_value_set(one.values & other.values, others=False, unknown=unknown)


@lru_cache(CACHE_SIZE)
def _negate(some: ValueSet) -> ValueSet:
    return _make_value_set(some.values, others=not some.others, unknown=not some.unknown)


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
