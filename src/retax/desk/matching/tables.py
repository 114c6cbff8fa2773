"""The tables of a matching as rows of files: where each row is from, and what it tells.

No row is lost: what a reader could not make out goes to the matching as such, so that nothing is
more certain for want of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from retax import Words
from retax.cells.blank import is_blank
from retax.desk.matching.layout import TABLES, TableId
from retax.desk.readers.settlement_sheet import SettlementSheet
from retax.desk.source import DeskError
from retax.facts.catalogue import NAMES
from retax.matching import UnreadRow
from retax.matching.records import find_field
from retax.words import both, joined


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row is from: the file, the sheet of a workbook, and the number of the row."""

    file: str
    sheet: str | None
    number: int

    @property
    def words(self) -> Words:
        """The row as a reader finds it."""
        place = self.file if self.sheet is None else f"{self.file} {self.sheet}"
        return Words(f"{place} 第{self.number}行", f"{place} row {self.number}")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table.

    ``facts``: what it tells, under any name of its record. ``refused``: why it cannot be read;
    such a row tells no facts but, as far as it can be read, its ``sku`` and the ``value`` of a
    trace. ``stated``: the facts it leaves blank and the enterprise states for all rows.
    ``is_reported``: it is of a message or a report, not of a table that is filled in.
    """

    origin: Origin
    facts: Mapping[str, Any]
    remarks: tuple[Words, ...] = ()
    refused: tuple[Words, ...] = ()
    sku: str | None = None
    value: str | None = None
    stated: tuple[str, ...] = ()
    is_reported: bool = False

    def record(self) -> Mapping[str, Any] | UnreadRow:
        """Return the row as ``match_returns`` takes it."""
        if self.refused:
            why = joined(self.refused, zh="；", en="; ")
            return UnreadRow(why, self.sku, self.value)
        return self.facts


@dataclass(slots=True)
class MatchTables:
    """The tables of some files.

    ``batch``: what is stated for all rows that leave it blank. ``notices``: what is noticed of the
    files. ``untold``: what files of a known kind cannot tell, each in a sentence. ``answers``: what
    sheets say of answers of customs and of the day to judge on.
    """

    rows: dict[TableId, list[TableRow]] = field(default_factory=dict)
    batch: dict[str, Any] = field(default_factory=dict)
    notices: list[Words] = field(default_factory=list)
    untold: list[Words] = field(default_factory=list)
    answers: SettlementSheet = field(default_factory=SettlementSheet)

    def of(self, table: TableId) -> Sequence[TableRow]:
        """Return the rows of a table."""
        return self.rows.get(table, ())

    def records(self, table: TableId) -> list[Mapping[str, Any] | UnreadRow]:
        """Return the rows of a table as ``match_returns`` takes them."""
        return [row.record() for row in self.of(table)]

    def name_rows(self, table: TableId, positions: Iterable[int], most: int = 10) -> Words:
        """Name rows by their places in the files; of many the first."""
        places = [*positions]
        named = joined([self.of(table)[at].origin.words for at in places[:most]])
        if len(places) <= most:
            return named
        return Words("{named}等{n}行", "{named} and {rest} more").filled(
            named=named, n=len(places), rest=len(places) - most
        )


# An item number for all rows would make one pool of goods that are not the same.
_NOT_FOR_ALL = frozenset({"sku", "serial_no"})
_OF_ONE_ROW = Words(
    "{fact}须逐行填写，不能作批次声明", "{fact} belongs to single rows and cannot be stated for all"
)
_OF_NO_TABLE = Words(
    "{fact}由对应结果得出，不能作批次声明", "{fact} is found by matching and cannot be stated"
)


def fill_blanks(tables: MatchTables, batch: Mapping[str, Any]) -> None:
    """Fill what is stated for all rows into those that leave it blank.

    What an export line may tell is filled into the ledger, so that a row of returns that tells
    otherwise goes before it; the rest into the rows of returns.

    Raises:
        DeskError: a fact belongs to single rows.
    """
    of_tables: dict[TableId, dict[str, Any]] = {"exports": {}, "returned": {}}
    for fact, value in batch.items():
        label = Words(NAMES[fact].label.zh, fact)
        if fact in _NOT_FOR_ALL:
            raise DeskError(_OF_ONE_ROW.filled(fact=label))
        table = next((t for t in of_tables if fact in TABLES[t].record.FACTS), None)
        if table is None:
            raise DeskError(_OF_NO_TABLE.filled(fact=label))
        of_tables[table][fact] = value
    for table, stated in of_tables.items():
        if stated and table in tables.rows:
            tables.rows[table] = [_fill_row(table, row, stated) for row in tables.rows[table]]
    tables.batch |= batch


def _fill_row(table: TableId, row: TableRow, stated: Mapping[str, Any]) -> TableRow:
    if row.refused:
        return row
    record = TABLES[table].record
    own = {name: value for name, value in row.facts.items() if not is_blank(value)}
    given_fields = {find_field(record, name) for name in own}
    given = {fact: value for fact, value in stated.items() if fact not in given_fields}
    return TableRow(row.origin, {**own, **given}, row.remarks, (), row.sku, row.value, tuple(given))


def list_own_fields(table: TableId, row: TableRow) -> Collection[str]:
    """Return the fields a row tells of its own."""
    record = TABLES[table].record
    given_fields = {
        find_field(record, name) for name, value in row.facts.items() if not is_blank(value)
    }
    return {name for name in given_fields if name is not None and name not in row.stated}


def add_file_name(file: str, words: Words) -> Words:
    """Say of which file a notice is."""
    return Words("{file}：{what}", "{file}: {what}").filled(file=both(file), what=words)
