"""A file of goods as the desk sees it: rows with their own cells, and the facts they tell."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from retax import Refusal, Side
from retax.facts.catalogue import NAMES
from retax.words import Words, both, joined


class DeskError(Exception):
    """A file, an option or a request that cannot be used; ``words`` says why in one sentence."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file.

    ``number``: the row's number as its reader sees it (in a workbook or CSV file that of the
    spreadsheet, the heading included; in JSON Lines the line; in a JSON list the place from 1).
    ``facts``: what it tells, under any name ``ReturnedGoods`` accepts. ``cells``: the row as it
    stood, one value a heading of its file. ``remarks``: what was mended in reading it (a time of
    day cut off, a leading zero put back). ``refusals``: why it cannot be read; such a row tells
    only the facts that can be read. ``evidence``: what ties its units to the export line, as a
    matching says it. ``amounts``: its amounts in yuan, under any name ``Amounts`` accepts;
    ``refused_amounts``: why some of them cannot be read, which costs no verdict. ``doubts``: those
    of the remarks by which its own columns contradict it; its letters are drafts.
    """

    number: int
    facts: Mapping[str, Any]
    cells: tuple[object, ...] = ()
    remarks: tuple[Words, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    evidence: str = ""
    amounts: Mapping[str, Any] = field(default_factory=dict)
    refused_amounts: tuple[Words, ...] = ()
    doubts: tuple[Words, ...] = ()

    def __reduce__(self) -> tuple[type[Row], tuple[Any, ...]]:
        """Be pickled by the fields: to look them up again takes as long as all the rest."""
        return Row, _get_fields_of_row(self)

    @property
    def refused(self) -> tuple[Words, ...]:
        """The sentences why it cannot be read."""
        return tuple(refusal.words for refusal in self.refusals)


_get_fields_of_row = attrgetter(*(of.name for of in fields(Row)))


def refuse_row(words: Words) -> Refusal:
    """Return the refusal of a row that is wrong as a whole, not in one of its facts."""
    return Refusal("", None, words, "unreadable")


NumberedLine = tuple[int, bytes]
"""A line of JSON Lines with its number."""


class LineBatch(NamedTuple):
    """Lines of JSON Lines that follow each other.

    ``is_more_at_hand``: the next ones are there, too; else the program that writes them may be
    waiting for the answers to these.
    """

    lines: list[NumberedLine]
    is_more_at_hand: bool


_FIRST = 5


@dataclass(slots=True)
class Noted:
    """Rows of which something is remarked: how many there are, and the numbers of the first."""

    count: int = 0
    first: list[int] = field(default_factory=list)

    def add(self, number: int) -> None:
        """Count a row."""
        self.count += 1
        if self.count <= _FIRST:
            self.first.append(number)

    def describe(self, one_or_more: Words) -> tuple[Words, ...]:
        """Say how many there are and which; nothing where there is none."""
        if not self.count:
            return ()
        more = Words("等", " and more") if self.count > _FIRST else Words("", "")
        rows = joined([both(number) for number in self.first])
        return (one_or_more.filled(n=self.count, rows=rows, more=more),)


_HIDDEN_SHEET = Words(
    "工作表「{sheet}」是隐藏的，其中各行也已读取", "sheet {sheet!r} is hidden; its rows are read"
)


_HIDDEN_BESIDE = Words(
    "工作表「{sheet}」是隐藏的，其中所填也已采用", "sheet {sheet!r} is hidden; what it says counts"
)


_UNREAD_SHEETS = Words(
    "未读取的工作表（没有列名行）：{names}", "sheets that are not read, without headings: {names}"
)


_HIDDEN_COLUMNS = Words("隐藏的列也已读取：{names}", "hidden columns are read, too: {names}")


_UNNAMED_COLUMNS = Words(
    "没有列名的列有内容，未读取：第 {columns} 列",
    "columns without a heading hold something and are not read: column {columns}",
)


_NEAR_HEADING = Words(
    "列「{heading}」未读取；是否为「{label}」？如是，请改列名",
    "column {heading!r} is not read; if it is {fact}, name it so",
)


_HIDDEN_ROWS = Words(
    "隐藏或筛选掉的 {n} 行也已读取（第 {rows} 行{more}）",
    "rows that are hidden or filtered out are read, too: {n} (row {rows}{more})",
)


_TOTALS = Words(
    "合计行未作为商品读取，共 {n} 行（第 {rows} 行{more}）",
    "rows of totals are not read as goods: {n} (row {rows}{more})",
)


@dataclass(slots=True)
class Noticed:
    """Remarks on a file as a whole, taken while its rows are walked.

    ``hidden_beside``: hidden sheets that state something for all rows. ``unread_sheets``: tables
    without headings, which may be goods. ``near_headings``: those that are not read, and the fact
    each may mean.
    """

    hidden_sheet: str | None = None
    hidden_beside: list[str] = field(default_factory=list)
    unread_sheets: list[str] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    unnamed_columns: list[int] = field(default_factory=list)
    near_headings: dict[str, str] = field(default_factory=dict)
    hidden_rows: Noted = field(default_factory=Noted)
    totals: Noted = field(default_factory=Noted)

    def describe(self) -> tuple[Words, ...]:
        """Say what was noticed, one sentence each."""
        found: list[Words] = []
        if self.hidden_sheet is not None:
            found.append(_HIDDEN_SHEET.filled(sheet=self.hidden_sheet))
        found += [_HIDDEN_BESIDE.filled(sheet=name) for name in self.hidden_beside]
        if self.unread_sheets:
            names = joined([both(name) for name in self.unread_sheets])
            found.append(_UNREAD_SHEETS.filled(names=names))
        if self.hidden_columns:
            names = joined([both(name) for name in self.hidden_columns])
            found.append(_HIDDEN_COLUMNS.filled(names=names))
        if self.unnamed_columns:
            columns = joined([both(number) for number in sorted(self.unnamed_columns)])
            found.append(_UNNAMED_COLUMNS.filled(columns=columns))
        found += [
            _NEAR_HEADING.filled(heading=both(heading), fact=fact, label=NAMES[fact].label.zh)
            for heading, fact in self.near_headings.items()
        ]
        return (*found, *self.hidden_rows.describe(_HIDDEN_ROWS), *self.totals.describe(_TOTALS))


@dataclass(frozen=True, slots=True)
class Source:
    """A file of goods.

    ``rows``: can be walked once. ``headings``: those of its own columns, in order (none in JSON).
    ``unread``: the headings that name no fact and are carried through. ``earlier``: those of
    verdicts written beside the rows before, which are left out. ``batch``: facts its second sheet
    states for all rows that leave them blank. ``settled`` and ``as_of``: what another sheet says of
    answers of customs and of the day to judge on. ``noticed``: what is noticed while the rows are
    walked. ``batches``: of JSON Lines the same rows before they are parsed, to be walked in their
    place.
    """

    rows: Iterable[Row]
    headings: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    batch: Mapping[str, Any] = field(default_factory=dict)
    settled: Mapping[str, Side] = field(default_factory=dict)
    as_of: date | None = None
    noticed: Noticed = field(default_factory=Noticed)
    batches: Iterable[LineBatch] | None = None

    @property
    def remarks(self) -> tuple[Words, ...]:
        """Return what was noticed of the file, complete once its rows have been walked."""
        return self.noticed.describe()


FAILURES: Mapping[int, Words] = {
    errno.ENOENT: Words("文件不存在", "there is no such file"),
    errno.ENOTDIR: Words("文件不存在", "there is no such file"),
    errno.EISDIR: Words("是文件夹，不是文件", "is a folder, not a file"),
    errno.EACCES: Words("没有读取权限", "you may not read it"),
    errno.EPERM: Words("没有读取权限", "you may not read it"),
    errno.ELOOP: Words("链接循环指向自身", "is a link that leads back to itself"),
    errno.ENAMETOOLONG: Words("文件名过长", "the name is too long"),
}


_FAILED = Words("无法读取", "cannot be read")


def explain_read_error(error: OSError) -> Words:
    """Say why the system could not read a file."""
    return FAILURES.get(error.errno or 0, _FAILED)
