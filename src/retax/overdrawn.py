"""Returned units against exported units over a whole file, which one verdict cannot see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from pydantic import ValidationError

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


def overdrawn(
    rows: Iterable[ReturnedGoods | Mapping[str, Any]], errors: Literal["raise", "skip"] = "raise"
) -> list[Overdrawn]:
    """Add up what comes back of each export line over a file and name the rows beyond it.

    Rows are added by ``export_entry`` and ``export_item``; a row that lacks the entry or its
    ``returned_quantity`` is passed over. ``returned_before`` (累计已退运数量) may or may not
    include earlier rows of the file: what is back before a row is its own ``returned_before`` or
    what the rows before it add up to, whichever is more. The smallest ``exported_quantity`` told
    counts as exported.

    With ``errors="skip"`` a row that cannot be read is passed over, and the others keep their
    positions: ``check_many(rows, "return")`` tells what is wrong with it.

    Raises:
        pydantic.ValidationError: a row cannot be read (with a note of its position).
        ValueError: ``errors`` is neither ``"raise"`` nor ``"skip"``.
    """
    if errors not in ("raise", "skip"):
        raise ValueError(f"errors is {errors!r}; accepted are 'raise' and 'skip'")
    lines = ExportLines()
    for position, row in enumerate(rows):
        try:
            goods = ReturnedGoods.model_validate(row)
        except ValidationError as error:
            if errors == "raise":
                error.add_note(f"at position {position}")
                raise
        else:
            lines.add(position, goods)
    return lines.overdrawn()


@dataclass(slots=True)
class _Line:
    """An export line: the quantity exported, and of each row what was returned before and by it.

    Only these are kept of a row, so that a long file can be added up while it passes.
    """

    exported: Decimal | None = None
    returns: list[tuple[Decimal, int, Decimal]] = field(default_factory=list)


class ExportLines:
    """Export lines and what comes back of each, added up row by row while a file passes."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, int | None], _Line] = {}

    def add(self, position: int, goods: ReturnedGoods) -> None:
        """Add a row, of which the position will be told; one without entry or quantity is not."""
        if goods.export_entry is None or goods.returned_quantity is None:
            return
        line = self._lines.setdefault((goods.export_entry, goods.export_item), _Line())
        before = goods.returned_before or Decimal(0)
        line.returns.append((before, position, goods.returned_quantity))
        told = goods.exported_quantity
        if told is not None:
            line.exported = told if line.exported is None else min(line.exported, told)

    def overdrawn(self) -> list[Overdrawn]:
        """Return the lines of which more came back than went out."""
        found = (_overdraft(entry, item, line) for (entry, item), line in self._lines.items())
        return [overdraft for overdraft in found if overdraft is not None]


def _overdraft(entry: str, item: int | None, line: _Line) -> Overdrawn | None:
    if line.exported is None:
        return None
    returned = Decimal(0)
    beyond = []
    # In the order in which the units came back, as far as the rows tell it.
    for told_before, position, now in sorted(line.returns, key=lambda row: row[:2]):
        returned = EXACT.add(max(returned, told_before), now)
        if returned > line.exported:
            beyond.append(position)
    if not beyond:
        return None
    return Overdrawn(entry, item, line.exported, returned, tuple(sorted(beyond)))
