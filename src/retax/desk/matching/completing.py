"""Rows of messages and reports completed by the tables that are filled in, and the other way round.

A list or a declaration names its line by number and item and cannot tell the seller's item number;
a ledger that is kept by hand may tell it, and lack the days. Where both are of one line and agree,
they are one row. Where they do not agree both stay, and the matching says that a line is given
twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from retax import ReturnedGoods, ValidationError
from retax.cells.blank import is_blank
from retax.desk.matching.layout import TABLES, TableId
from retax.desk.matching.tables import MatchTables, TableRow, add_file_name
from retax.facts.catalogue import NAMES
from retax.matching.records import find_field
from retax.words import Words

LineKey = tuple[str, int]

_BY_ENTRY = Words(
    "退运报关单 {entry} 的日期已补入退货清单所列各行",
    "the days of the return declaration {entry} are filled into the rows that name it",
)


def complete_reported_rows(tables: MatchTables) -> None:
    """Complete what reports tell by what tables tell, and the other way round."""
    if not any(row.is_reported for rows in tables.rows.values() for row in rows):
        return
    _join_exports(tables)
    _fill_days_of_returns(tables)
    _fill_items_of_returns(tables)


def map_fields(table: TableId, row: TableRow) -> dict[str, Any]:
    """Return what a row tells by fields; of two columns of one field the first."""
    record = TABLES[table].record
    facts: dict[str, Any] = {}
    for name, value in row.facts.items():
        field = find_field(record, name)
        if field is not None and not is_blank(value):
            facts.setdefault(field, value)
    return facts


def _read(facts: Mapping[str, Any], name: str) -> Any:
    """Return a fact as it is read; None where it cannot be."""
    try:
        return getattr(ReturnedGoods.model_validate({name: facts.get(name)}), name)
    except ValidationError:
        return None


def _find_line(facts: Mapping[str, Any]) -> LineKey | None:
    entry, item = _read(facts, "export_entry"), _read(facts, "export_item")
    return None if entry is None or item is None else (entry, item)


# -- exports ---------------------------------------------------------------------------------------


def _join_exports(tables: MatchTables) -> None:
    rows = tables.of("exports")
    if len({row.is_reported for row in rows}) < 2:
        return
    by_line: dict[LineKey, TableRow] = {}
    for row in rows:
        line = None if row.is_reported or row.refused else _find_line(map_fields("exports", row))
        if line is not None:
            by_line.setdefault(line, row)
    joined: list[TableRow] = []
    # By `id`: a row holds mappings, so it has no hash.
    taken: set[int] = set()
    for row in rows:
        if not row.is_reported:
            continue
        line = None if row.refused else _find_line(map_fields("exports", row))
        other = None if line is None else by_line.get(line)
        if line is None or other is None:
            joined.append(row)
            continue
        both = _join(row, other)
        if both is not None:
            taken.add(id(other))
        items = {line: map_fields("exports", other).get("sku")}
        joined.append(both or _add_item("exports", row, items))
    kept = [row for row in rows if not row.is_reported and id(row) not in taken]
    tables.rows["exports"] = [*joined, *kept]


def _join(reported: TableRow, filled_in: TableRow) -> TableRow | None:
    """Return two rows of one line as one; None where they tell different things."""
    one, other = (
        map_fields("exports", reported),
        map_fields("exports", filled_in),
    )
    for field in one.keys() & other.keys():
        # As they are read, so that 100 and 100.00 agree.
        if field in NAMES and _read(one, field) != _read(other, field):
            return None
    remarks = (*reported.remarks, *filled_in.remarks)
    return replace(reported, facts={**other, **one}, remarks=remarks)


# -- returns ---------------------------------------------------------------------------------------

_DAYS = ("returned_on", "return_declared_on")


def _fill_days_of_returns(tables: MatchTables) -> None:
    """Fill the days of a return declaration into the rows that name it, which it then repeats."""
    rows = tables.of("returned")
    days = {
        facts["return_entry"]: facts
        for row in rows
        if row.is_reported and not row.refused
        if "return_entry" in (facts := map_fields("returned", row))
    }
    used: set[str] = set()
    kept: list[TableRow] = []
    for row in rows:
        facts = map_fields("returned", row)
        entry = facts.get("return_entry")
        if entry is not None and not row.is_reported and entry in days:
            used.add(entry)
            given = {day: days[entry][day] for day in _DAYS if day in days[entry]}
            lacking = {day: value for day, value in given.items() if day not in facts}
            row = replace(row, facts={**row.facts, **lacking})
        kept.append(row)
    if used:
        tables.rows["returned"] = [row for row in kept if not _is_repeated(row, used)]
        tables.notices += [
            add_file_name(_find_file(rows, entry), _BY_ENTRY.filled(entry=entry))
            for entry in sorted(used)
        ]


def _is_repeated(row: TableRow, used: set[str]) -> bool:
    return row.is_reported and map_fields("returned", row).get("return_entry") in used


def _find_file(rows: Sequence[TableRow], entry: str) -> str:
    return next(row.origin.file for row in rows if _is_repeated(row, {entry}))


def _fill_items_of_returns(tables: MatchTables) -> None:
    """Fill the item of an export line into rows of returns that name the line and no item."""
    rows = tables.of("returned")
    if all("sku" in map_fields("returned", row) for row in rows if not row.refused):
        return
    items = {
        line: facts["sku"]
        for row in tables.of("exports")
        if "sku" in (facts := map_fields("exports", row))
        and (line := _find_line(facts)) is not None
    }
    tables.rows["returned"] = [_add_item("returned", row, items) for row in rows]


def _add_item(table: TableId, row: TableRow, items: Mapping[LineKey, Any]) -> TableRow:
    facts = map_fields(table, row)
    line = None if row.refused or "sku" in facts else _find_line(facts)
    sku = None if line is None else items.get(line)
    return row if sku is None else replace(row, facts={**row.facts, "sku": sku})
