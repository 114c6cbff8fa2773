"""The names that headings of each table of a matching are read by, and which table a sheet is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, partial

from retax.desk.matching.layout import TABLES, TableId
from retax.desk.readers.headings import Vocabulary
from retax.facts.catalogue import NAMES
from retax.matching.own_fields import OWN_FIELDS
from retax.matching.records import find_field
from retax.words import Words, joined


def get_field_label(field: str) -> Words:
    """Return the Chinese name of a field, in English its id."""
    zh = OWN_FIELDS[field].label.zh if field in OWN_FIELDS else NAMES[field].label.zh
    return Words(zh, field)


def find_fact_like(field: str) -> str:
    """Return a fact of the kind of a field: itself, where it is one."""
    return OWN_FIELDS[field].like if field in OWN_FIELDS else field


@cache
def get_vocabulary(table: TableId) -> Vocabulary:
    """Return the names of a table."""
    record = TABLES[table].record
    return Vocabulary(
        find=partial(find_field, record),
        own={field: (OWN_FIELDS[field].label, OWN_FIELDS[field].like) for field in record.OWN},
        weighs_texts=True,
        examples=joined([get_field_label(field) for field in record.NEEDED]),
    )


def _find_in_any(name: str) -> str | None:
    found = (find_field(sheet.record, name) for sheet in TABLES.values())
    return next((field for field in found if field is not None), None)


ANY_TABLE = Vocabulary(
    find=_find_in_any,
    own={field: (own.label, own.like) for field, own in OWN_FIELDS.items()},
    weighs_texts=True,
    examples=joined([get_field_label(field) for field in ("sku", "returned_quantity")]),
)
"""The names of all tables, to find the headings of a sheet before it is known which it is."""


def find_table_called(name: str) -> TableId | None:
    """Return the table that a sheet, or a file, is called as."""
    called = name.strip().casefold()
    return next(
        (
            table
            for table, sheet in TABLES.items()
            if called in (sheet.name.zh, sheet.name.en.casefold())
        ),
        None,
    )


def find_table_with(headings: Iterable[str]) -> TableId | None:
    """Return the table that alone has most of the headings; None where they tell none."""
    scores = count_own_headings(headings)
    best = max(scores.values())
    found = [table for table, score in scores.items() if score == best]
    return found[0] if best and len(found) == 1 else None


def count_own_headings(headings: Iterable[str]) -> Mapping[TableId, int]:
    """Count by table the headings that name something in it and nothing in any other."""
    scores: dict[TableId, int] = dict.fromkeys(TABLES, 0)
    for heading in headings:
        named = [table for table in TABLES if get_vocabulary(table).find(heading) is not None]
        if len(named) == 1:
            scores[named[0]] += 1
    return scores
