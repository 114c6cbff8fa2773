"""One matching as it goes on: the tables, the items, and what is found so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from retax.logic.compile_python import EXACT
from retax.matching.evidence import Named
from retax.matching.in_time import InTime
from retax.matching.matched import Contradiction, Remark
from retax.matching.records import (
    ExportLine,
    ReturnedUnits,
    StockCount,
    Trace,
    UnitsGone,
)
from retax.matching.tables import Unreadable
from retax.matching.wording import CONTRADICTION_WORDS, REMARK_WORDS, name_line
from retax.words import Words

NO_UNITS = Decimal(0)

ItemKey: TypeAlias = tuple[str, str | None]
"""An item number and, where places are kept apart, the place."""


@dataclass(frozen=True)
class Tables:
    """The records given, by their positions."""

    exports: dict[int, ExportLine]
    returned: dict[int, ReturnedUnits]
    gone: dict[int, UnitsGone]
    counts: dict[int, StockCount]
    traces: dict[int, Trace]
    unreadable: Unreadable
    by_place: bool

    def get_key(self, record: ExportLine | ReturnedUnits | UnitsGone | StockCount) -> ItemKey:
        """Return the item of a record."""
        return record.item, record.place if self.by_place else None


@dataclass
class Item:
    """One item, as the matching goes on."""

    sku: str
    place: str | None
    lines: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    gone: list[UnitsGone] = field(default_factory=list)
    gone_of_pool: list[UnitsGone] = field(default_factory=list)
    """Those whose line the books do not name."""
    counts: list[StockCount] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    open: dict[int, Decimal] = field(default_factory=dict)
    """Units of each row that no evidence names a line for."""
    blocked_by: int | None = None
    """The place of the contradiction that leaves it without ranges."""
    is_incomplete: bool = False
    """Whether a row of it is left out: what was taken is then more than the pool shows."""


class Workings:
    """The state of a matching so far."""

    def __init__(self, tables: Tables, in_time: InTime, complete_since: date | None) -> None:
        self.tables = tables
        self.in_time = in_time
        self.complete_since = complete_since
        self.items: dict[ItemKey, Item] = {}
        self.item_of_row: dict[int, Item] = {}
        self.day_out: dict[int, int] = {}
        self.day_back: dict[int, int] = {}
        self.taken: dict[int, Decimal] = {}
        """Units of each line that are returned, or gone, by evidence."""
        self.back_before: dict[int, Decimal] = {}
        """Units of each line that came back before every row: returned before, and filed."""
        self.named: list[tuple[int, Named]] = []
        """Units of rows, by position, and the lines that are theirs."""
        self.filed: list[int] = []
        self.contradictions: list[Contradiction] = []
        self.contradicted: dict[int, Decimal] = {}
        self.remarks: dict[Remark, None] = {}
        """Each once, in the order in which they are made."""

    def find_item(self, row: int) -> Item:
        """Return the item of a returned row."""
        return self.item_of_row[row]

    def get_quantity(self, row: int) -> Decimal:
        """Return the units of a returned row."""
        return self.tables.returned[row].facts.returned_quantity or NO_UNITS

    def name(self, line: int) -> Words:
        """Name an export line by its paper."""
        facts = self.tables.exports[line].facts
        return name_line(facts.export_entry, facts.export_item)

    def take(self, line: int, quantity: Decimal) -> None:
        """Take units from a line for good."""
        self.taken[line] = EXACT.add(self.taken[line], quantity)

    # -- what cannot be

    def block(self, item: Item, id_: str, lines: tuple[int, ...] = (), **values: object) -> int:
        """Leave an item without ranges, and its rows without a line but for evidence.

        Returns the place of the contradiction.
        """
        item.is_incomplete = True
        self._contradict(item, id_, (), lines, NO_UNITS, **values)
        self.block_by_last(item)
        return len(self.contradictions) - 1

    def block_by_last(self, item: Item) -> None:
        """Leave an item without ranges for the last contradiction, if not for one before."""
        if item.blocked_by is None:
            item.blocked_by = len(self.contradictions) - 1

    def contradict_row(
        self, item: Item, row: int, id_: str, lines: tuple[int, ...] = (), **values: object
    ) -> None:
        """Leave a whole row without a line."""
        self.contradict_units(item, row, self.get_quantity(row), id_, lines, **values)

    def contradict_units(
        self,
        item: Item,
        row: int,
        quantity: Decimal,
        id_: str,
        lines: tuple[int, ...],
        **values: object,
    ) -> None:
        """Leave units of a row without a line."""
        item.is_incomplete = True
        self.contradicted[row] = EXACT.add(self.contradicted.get(row, NO_UNITS), quantity)
        self._contradict(item, id_, (row,), lines, quantity, **values)

    def _contradict(
        self,
        item: Item,
        id_: str,
        rows: tuple[int, ...],
        lines: tuple[int, ...],
        quantity: Decimal,
        **values: object,
    ) -> None:
        words = CONTRADICTION_WORDS[id_].filled(sku=item.sku, **values)
        self.contradictions.append(
            Contradiction(id_, item.sku, item.place, rows, lines, quantity, words)
        )

    def leave_open_rows(self, item: Item, at: int, quantity: Decimal | None = None) -> None:
        """Name the open rows of a blocked item under the contradiction that blocks it."""
        found = self.contradictions[at]
        total = found.quantity
        for row, units in item.open.items():
            self.contradicted[row] = units
            total = EXACT.add(total, units)
        self.contradictions[at] = replace(
            found,
            rows=(*found.rows, *item.open),
            quantity=total if quantity is None else quantity,
        )

    def remark(self, id_: str, sku: str | None, **values: object) -> None:
        """Note something a reader should know, once."""
        self.remarks[Remark(id_, sku, REMARK_WORDS[id_].filled(sku=sku, **values))] = None
