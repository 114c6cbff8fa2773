"""Rows of a file that repeat an earlier row whole."""

from __future__ import annotations

from hashlib import blake2b

from retax.facts.model import ReturnedGoods

Fingerprint = bytes
"""A digest of all facts of a row, the same in every process."""

_BYTES = 16

ROWS_COMPARED = 100_000
"""The most rows of a stream a later row is compared with: the last ones."""


def make_fingerprint(goods: ReturnedGoods) -> Fingerprint:
    """Return a digest of all facts of a row; equal only for rows that state the same."""
    values = [*vars(goods).values()]  # in the order of the model
    if goods.papers_held is not None:  # a set has another order in each process
        values.append(sorted(goods.papers_held))
        values.remove(goods.papers_held)
    return blake2b(repr(values).encode(), digest_size=_BYTES).digest()


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
