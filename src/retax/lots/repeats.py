"""Rows of a file that repeat an earlier row whole."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from retax.facts.catalogue import NAMES, FactKind
from retax.facts.model import ReturnedGoods

Fingerprint = bytes
"""A digest of all facts of a row, the same in every process."""

_BYTES = 16

ROWS_COMPARED = 100_000
"""The most rows of a stream a later row is compared with: the last ones."""

_AS_PLAIN_VALUES: Mapping[FactKind, Callable[[Any], object]] = {
    "day": date.toordinal,
    "quantity": Decimal.as_integer_ratio,  # 2.5 and 2.50 are one quantity
    "papers": sorted,  # a set has another order in each process
}
"""What makes a value of a kind that marshal does not write one that it does."""


def _list_odd_facts() -> Iterator[tuple[int, Callable[[Any], object]]]:
    for place, fact in enumerate(ReturnedGoods.model_fields):
        kind = NAMES[fact].kind
        if kind in _AS_PLAIN_VALUES:
            yield place, _AS_PLAIN_VALUES[kind]


_ODD_FACTS = (*_list_odd_facts(),)

_WITHOUT_REFERENCES = 0
"""The version of marshal in which equal values are equal bytes, be they one object or two."""


def make_fingerprint(goods: ReturnedGoods) -> Fingerprint:
    """Return a digest of all facts of a row; equal only for rows that state the same."""
    values = [*vars(goods).values()]  # in the order of the model
    for place, make_plain in _ODD_FACTS:
        if (value := values[place]) is not None:
            values[place] = make_plain(value)
    # A third of the time of the digest of their repr().
    return blake2b(marshal.dumps(values, _WITHOUT_REFERENCES), digest_size=_BYTES).digest()


class FirstRows:
    """The numbers of the rows that were the first to state what they state.

    ``most``: how many of them are kept, the last ones; None: all.
    """

    def __init__(self, most: int | None = None) -> None:
        self._most = most
        self._numbers: dict[Fingerprint, int] = {}

    def find_or_add(self, fingerprint: Fingerprint, number: int) -> int | None:
        """Return the number of the row that stated the same before; None for the first."""
        first = self._numbers.setdefault(fingerprint, number)
        if first != number:
            return first
        if self._most is not None and len(self._numbers) > self._most:
            del self._numbers[next(iter(self._numbers))]
        return None
