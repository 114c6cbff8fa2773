"""The records by items, and items that cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from retax.facts.model import ReturnedGoods
from retax.matching.merging import find_item_facts
from retax.matching.possible import find_day_back, find_day_out
from retax.matching.records import ExportLine, ReturnedUnits
from retax.matching.wording import name_line
from retax.matching.workings import NO_UNITS, Item, ItemKey, Workings
from retax.words import Words

GivenTwice = tuple[tuple[int, int], Words]
"""The positions of two rows for one line, and the name of the line."""


def sort_into_items(workings: Workings) -> None:
    """Put every record with its item, and block the items whose records cannot all be right."""
    differing = _drop_lines_given_twice(workings)
    _sort_exports_and_returns(workings)
    _sort_units_gone_and_counts(workings)
    exports, returned = workings.tables.exports, workings.tables.returned
    unreadable = workings.tables.unreadable
    for item in workings.items.values():
        facts = [exports[at].facts for at in item.lines]
        facts += [returned[at].facts for at in item.rows]
        item.facts = find_item_facts(facts)
        item.is_incomplete = unreadable.can_affect(item.sku, "returned", "gone")
        _block_item_that_cannot_be(workings, item, facts, differing.get(item.sku, ()))
    _remark_near_items(workings)
    if "exports" in workings.tables.unreadable.without_sku:
        workings.remark("unlisted_stock", None)


def _drop_lines_given_twice(workings: Workings) -> dict[str, list[GivenTwice]]:
    """Drop rows that repeat a line, and return by item those that give it other values."""
    first: dict[tuple[str, int], int] = {}
    differing: dict[str, list[GivenTwice]] = {}
    exports = workings.tables.exports
    for at, line in list(exports.items()):
        entry, number = line.facts.export_entry, line.facts.export_item
        if entry is None or number is None:
            continue
        other = first.setdefault((entry, number), at)
        if other == at:
            continue
        name = name_line(entry, number)
        # A ledger exported twice repeats its rows; added up, they would double what went out.
        if exports[other] == line:
            del exports[at]
            workings.remark("row_twice", line.item, one=name)
        else:
            for sku in dict.fromkeys((exports[other].item, line.item)):
                differing.setdefault(sku, []).append(((other, at), name))
    return differing


def _sort_exports_and_returns(workings: Workings) -> None:
    tables = workings.tables
    find = _ItemsAsWritten(workings).find
    back_before, day_out = workings.back_before, workings.day_out
    for at, line in tables.exports.items():
        find(line).lines.append(at)
        day_out[at] = find_day_out(line)
        back_before[at] = line.facts.returned_before or NO_UNITS
    workings.taken.update(back_before)
    item_of_row, day_back = workings.item_of_row, workings.day_back
    for at, row in tables.returned.items():
        item = item_of_row[at] = find(row)
        item.rows.append(at)
        day_back[at] = find_day_back(row)


def _sort_units_gone_and_counts(workings: Workings) -> None:
    tables = workings.tables
    for units in tables.gone.values():
        item = workings.items.get(tables.get_key(units))
        if item is not None:
            item.gone.append(units)
        else:
            workings.remark("gone_of_no_item", units.item)
    for count in tables.counts.values():
        item = workings.items.get(tables.get_key(count))
        if item is None:
            continue
        if count.place is not None and not tables.by_place:
            workings.remark("count_of_a_place", count.item)
        else:
            item.counts.append(count)


class _ItemsAsWritten:
    """The items by their numbers as records write them: each writing is normalized once."""

    def __init__(self, workings: Workings) -> None:
        self._workings = workings
        self._found: dict[ItemKey, Item] = {}

    def find(self, record: ExportLine | ReturnedUnits) -> Item:
        """Return the item of a record, a new one where it is the first of it."""
        written = record.facts.sku or "", record.place
        item = self._found.get(written)
        if item is None:
            key = self._workings.tables.get_key(record)
            item = self._workings.items.setdefault(key, Item(*key))
            self._found[written] = item
        return item


def _block_item_that_cannot_be(
    workings: Workings,
    item: Item,
    of_lines_and_rows: Sequence[ReturnedGoods],
    given_twice: Iterable[GivenTwice],
) -> None:
    for lines, name in given_twice:
        workings.block(item, "line_twice", lines, one=name)
    if item.sku in workings.tables.unreadable.skus.get("exports", ()):
        workings.block(item, "export_row_refused")
    elif not item.lines:
        workings.block(item, "unknown_item")
    facts = [
        *of_lines_and_rows,
        *(units.facts for units in item.gone),
        *(count.facts for count in item.counts),
    ]
    units = [unit for unit in dict.fromkeys(map(_get_unit, facts)) if unit is not None]
    if len(units) > 1:
        workings.block(item, "units_differ", one=units[0], other=units[1])
    if {*map(_get_is_food, facts)} >= _BOTH:
        workings.block(item, "food_differs")


_get_unit, _get_is_food = attrgetter("unit"), attrgetter("is_food")
_BOTH = frozenset((True, False))


def _remark_near_items(workings: Workings) -> None:
    near: dict[str, list[str]] = {}
    for sku in dict.fromkeys(item.sku for item in workings.items.values()):
        # Excel takes an item number for a number and drops its leading zeros.
        near.setdefault(sku.casefold().lstrip("0"), []).append(sku)
    for first, *others in near.values():
        for other in others:
            workings.remark("near_sku", first, one=other)
