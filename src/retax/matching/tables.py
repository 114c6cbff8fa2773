"""The tables of a matching as read: records with their positions, and what cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from pydantic import ValidationError

from retax.facts.item_numbers import normalize_sku
from retax.facts.many_lines import refuse_a_single_line
from retax.facts.messages import Refusal
from retax.facts.name_matching import find_fact
from retax.facts.placeholders import is_placeholder
from retax.facts.validation_error import make_validation_error
from retax.matching.matched import Refused
from retax.matching.own_fields import OWN_FIELDS, find_own_field
from retax.matching.records import Record, Trace
from retax.words import Words

R = TypeVar("R", bound=Record)

Errors = Literal["raise", "return"]

TableId = Literal["exports", "returned", "gone", "counts", "traces"]
"""The tables of a matching, by the names under which ``match_returns`` takes them."""


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row that its reader cannot make out: why, and what of it can be read.

    Given among the rows of a table, it is refused like any other row that cannot be read: its
    item, or all items where its item is unknown, may lack what it tells.
    """

    why: Words
    sku: str | None = None
    value: str | None = None
    """Of a trace, the number it is of."""


@dataclass
class Unreadable:
    """The gaps left by rows that cannot be read."""

    rows: list[Refused] = field(default_factory=list)
    skus: dict[str, set[str]] = field(default_factory=dict)
    """By table, the items of such rows."""
    without_sku: set[str] = field(default_factory=set)
    """Tables with such rows of which not even the item can be read."""
    traced_values: set[str] = field(default_factory=set)

    def can_affect(self, sku: str, *tables: str) -> bool:
        """Say whether an item may lack a row of some tables."""
        return any(t in self.without_sku or sku in self.skus.get(t, ()) for t in tables)


def read_table(
    name: str,
    kind: type[R],
    rows: Iterable[R | Mapping[str, Any] | UnreadRow],
    errors: Errors,
    by_place: bool,
    unreadable: Unreadable,
) -> dict[int, R]:
    """Read a table by positions; a row that cannot be read is raised, or noted.

    Raises:
        pydantic.ValidationError: a row cannot be read, and errors are to be raised.
        ValueError: the table is a single row, or has no rows.
    """
    refuse_a_single_line(name, rows, "many rows, such as a list")
    found: dict[int, R] = {}
    for position, row in enumerate(rows):
        if type(row) is kind and not by_place:
            found[position] = row
            continue
        try:
            found[position] = _read(kind, row, by_place)
        except ValidationError as error:
            if errors == "raise":
                error.add_note(f"in {name} at position {position}")
                raise
            _note(unreadable, name, position, row, error)
    return found


def _read(kind: type[R], row: R | Mapping[str, Any] | UnreadRow, by_place: bool) -> R:
    if isinstance(row, UnreadRow):
        raise make_validation_error([Refusal("", None, row.why, "unreadable")], kind.__name__)
    record = kind.read(row)
    place = getattr(record, "place", None)
    # A trace ties a number to a line, wherever its units are kept.
    if by_place and kind is not Trace and (place is None or is_placeholder(place)):
        label = OWN_FIELDS["place"].label
        words = Words(
            f"分仓对应时各行均须填{label.zh}；本行未填",
            "places are kept apart (by_place), and place is not given; accepted is a row with it",
        )
        raise make_validation_error([Refusal("place", None, words, "unreadable")], kind.__name__)
    return record


def _note(
    unreadable: Unreadable, name: str, position: int, row: object, error: ValidationError
) -> None:
    unreadable.rows.append(Refused(name, position, error))
    sku = _find_sku(row)
    if sku is None:
        unreadable.without_sku.add(name)
    else:
        unreadable.skus.setdefault(name, set()).add(sku)
    if isinstance(row, UnreadRow) and row.value is not None:
        unreadable.traced_values.add(normalize_sku(row.value))
    if isinstance(row, Mapping) and name == "traces":
        for heading, value in row.items():
            is_value = isinstance(heading, str) and find_own_field(Trace.OWN, heading) == "value"
            if is_value and isinstance(value, str | int):
                unreadable.traced_values.add(normalize_sku(str(value)))


def _find_sku(row: object) -> str | None:
    """Return the item of a row that cannot be read as a whole."""
    if isinstance(row, Record):
        return row.item or None
    if isinstance(row, UnreadRow):
        return None if row.sku is None else _name_item(row.sku)
    if not isinstance(row, Mapping):
        return None
    for name, value in row.items():
        if isinstance(name, str) and find_fact(name.strip()) == "sku":
            is_text = isinstance(value, str | int) and not isinstance(value, bool)
            if is_text and (item := _name_item(str(value))) is not None:
                return item
    return None


def _name_item(sku: str) -> str | None:
    """Return the item a text names; None for one that names none, such as a dash."""
    return None if is_placeholder(sku) else normalize_sku(sku)
