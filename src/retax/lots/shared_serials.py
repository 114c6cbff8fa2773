"""Serial numbers that an earlier row of a file has: one unit cannot come back twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from retax.facts.item_numbers import normalize_sku, split_serials
from retax.facts.model import ReturnedGoods
from retax.facts.placeholders import is_placeholder

SERIALS_NAMED = 10
"""The most serial numbers named of a row."""


class SharedSerial(NamedTuple):
    """A serial number of a row, and the number of the first row that has it."""

    serial: str
    row: int


class Units(NamedTuple):
    """The units a row names: their item number, where it is known, and serial numbers."""

    sku: str | None
    serials: tuple[str, ...]


NAMES_NO_UNIT = Units(None, ())


def list_units(goods: ReturnedGoods) -> Units:
    """Return the units a row names; "0" and what has no digit ("见附件") are no serial numbers."""
    if goods.serial_no is None:
        return NAMES_NO_UNIT
    serials = split_serials(goods.serial_no)
    sku = None if goods.sku is None else normalize_sku(goods.sku)
    return Units(sku, tuple(filter(_is_serial, serials)))


def _is_serial(text: str) -> bool:
    return any(map(str.isdigit, text)) and not is_placeholder(text)


class FirstSerials:
    """The numbers of the rows that were the first to name a unit.

    Serial numbers of different items are different units; a row without an item number may be of
    any item. ``most``: how many serial numbers are kept, the last ones; None: all.
    """

    def __init__(self, most: int | None = None) -> None:
        self._most = most
        self._rows: dict[str, dict[str | None, int]] = {}

    def find_or_add(self, units: Units, number: int) -> tuple[SharedSerial, ...]:
        """Return the serial numbers of a row that earlier rows have, the first of many."""
        shared: list[SharedSerial] = []
        for serial in units.serials:
            by_sku = self._rows.setdefault(serial, {})
            first = _find_first(by_sku, units.sku)
            if first is None:
                by_sku[units.sku] = number
            elif len(shared) < SERIALS_NAMED:
                shared.append(SharedSerial(serial, first))
            if self._most is not None and len(self._rows) > self._most:
                del self._rows[next(iter(self._rows))]
        return tuple(shared)


def _find_first(by_sku: dict[str | None, int], sku: str | None) -> int | None:
    may_be: Iterable[str | None] = by_sku if sku is None else (sku, None)
    return min((by_sku[each] for each in may_be if each in by_sku), default=None)
