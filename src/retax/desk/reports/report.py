"""A report of a known kind: its rows in the tables of a matching, and the facts it leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from retax.desk.source import Row
from retax.facts.catalogue import NAMES
from retax.matching.own_fields import OWN_FIELDS
from retax.matching.tables import TableId
from retax.words import Words, joined

_UNTOLD = Words(
    "{what}未载明：{facts}；请在{where}中补填，或以批次声明补充",
    "{what} cannot tell {facts}; add them to the table, or state them for all rows",
)


@dataclass(slots=True)
class ReportedRows:
    """The rows of a file of a known kind.

    ``rows``: by table, each row under its number in the file. ``untold``: facts that such a file
    cannot tell. ``notices``: what is left out, and why, one sentence each.
    """

    kind: Words
    rows: dict[TableId, list[Row]] = field(default_factory=dict)
    untold: tuple[str, ...] = ()
    notices: list[Words] = field(default_factory=list)

    def add(self, table: TableId, row: Row) -> None:
        """Add a row of a table."""
        self.rows.setdefault(table, []).append(row)

    def untold_text(self) -> Words:
        """Say what such a file cannot tell."""
        facts = joined(
            [
                Words((OWN_FIELDS if name in OWN_FIELDS else NAMES)[name].label.zh, name)
                for name in self.untold
            ]
        )
        return _UNTOLD.filled(what=self.kind, facts=facts, where=Words("表", "the table"))


def leave_out_blanks(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts without those that have no value, or an empty text."""
    return {name: value for name, value in facts.items() if value is not None and value != ""}


_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ]?[\d:.]+)?(?:Z|[+-]\d{2}:?\d{2})?", re.A)


def read_day(text: str) -> date | None:
    """Return the day a message tells: 20260305, 20260305142200, 2026-03-05; None for no day."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def count_words(numbers: Iterable[int], most: int = 10) -> Words:
    """Name rows by their numbers; of many the first."""
    shown = sorted(numbers)
    named = "、".join(map(str, shown[:most]))
    more = f"等{len(shown)}行" if len(shown) > most else "行"
    rest = f" and {len(shown) - most} more" if len(shown) > most else ""
    return Words(f"第{named}{more}", f"row {named.replace('、', ', ')}{rest}")
