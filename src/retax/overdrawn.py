"""Returned units against exported units over a whole file, which one verdict cannot see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from retax.goods import ReturnedGoods
from retax.logic.scalar import EXACT


@dataclass(frozen=True, slots=True)
class Overdrawn:
    """An export line of which more comes back than went out.

    ``rows``: the positions (counted from 0) of the rows beyond the exported quantity, in the order
    of the file. ``returned``: what the whole file returns of the line and what was returned
    before it.
    """

    export_entry: str
    export_item: int | None
    exported: Decimal
    returned: Decimal
    rows: tuple[int, ...]


def overdrawn(rows: Iterable[ReturnedGoods | Mapping[str, Any]]) -> list[Overdrawn]:
    """Add up what comes back of each export line over a file and name the rows beyond it.

    Rows are added by ``export_entry`` and ``export_item``; a row that lacks the entry or its
    ``returned_quantity`` is passed over. ``returned_before`` (累计已退运数量) may or may not
    include earlier rows of the file: what is back before a row is its own ``returned_before`` or
    what the rows before it add up to, whichever is more. The smallest ``exported_quantity`` told
    counts as exported.

    Raises:
        pydantic.ValidationError: a row cannot be read (with a note of its position).
    """
    lines: dict[tuple[str, int | None], list[tuple[int, ReturnedGoods]]] = {}
    for position, row in enumerate(rows):
        goods = _read(position, row)
        if goods.export_entry is not None and goods.returned_quantity is not None:
            lines.setdefault((goods.export_entry, goods.export_item), []).append((position, goods))
    found = (_overdraft(entry, item, goods) for (entry, item), goods in lines.items())
    return [overdraft for overdraft in found if overdraft is not None]


def _read(position: int, row: ReturnedGoods | Mapping[str, Any]) -> ReturnedGoods:
    try:
        return ReturnedGoods.model_validate(row)
    except ValueError as error:
        error.add_note(f"at position {position}")
        raise


def _overdraft(
    entry: str, item: int | None, goods: list[tuple[int, ReturnedGoods]]
) -> Overdrawn | None:
    told = [g.exported_quantity for _, g in goods if g.exported_quantity is not None]
    if not told:
        return None
    exported = min(told)
    returned = Decimal(0)
    beyond = []
    # In the order in which the units came back, as far as the rows tell it.
    for position, line in sorted(goods, key=lambda row: row[1].returned_before or Decimal(0)):
        before = max(returned, line.returned_before or Decimal(0))
        returned = EXACT.add(before, line.returned_quantity or Decimal(0))
        if returned > exported:
            beyond.append(position)
    return Overdrawn(entry, item, exported, returned, tuple(sorted(beyond))) if beyond else None
