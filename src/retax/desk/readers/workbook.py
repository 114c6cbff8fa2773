"""Workbooks of goods: which sheet holds them, and what another states for the batch."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import BinaryIO

from retax.cells.cell import get_text
from retax.desk.layout import BATCH, CHOICES, GUIDE, SETTLED, SUMMARY, TAXES
from retax.desk.readers.batch_statements import has_statements, read_batch_sheet
from retax.desk.readers.grid import PASSWORD, Grid, Workbook
from retax.desk.readers.headings import (
    GOODS_NAMES,
    LOOKED_THROUGH,
    Vocabulary,
    count_fact_names,
    find_headings,
)
from retax.desk.readers.settlement_sheet import is_settlement_sheet, read_settlement_sheet
from retax.desk.readers.table import NoHeadings, OtherReport, read_grid
from retax.desk.readers.whole_file import read_whole
from retax.desk.readers.xlsx import XlsxWorkbook
from retax.desk.source import DeskError, Source
from retax.words import Words, both, joined

_PAGE = Words(
    "内容为网页或 XML，不是工作簿（常见于系统导出）；请用 Excel 打开后另存为 .xlsx",
    "holds a web page or XML, not a workbook, as some systems export it; "
    "open it in Excel and save it as .xlsx",
)
_NO_WORKBOOK = Words(
    "内容不是工作簿；应为 .xlsx 或 .xls，文本请存为 .csv",
    "is not a workbook; accepted are .xlsx and .xls, text goes into a .csv file",
)
_NO_SUCH_SHEET = Words(
    "没有名为「{sheet}」的工作表；现有：{names}",
    "there is no sheet {sheet!r}; accepted are {names}",
)
_SEVERAL = Words(
    "有多个工作表含商品行（{names}）；请用 --sheet 指定其一，分别判断",
    "has several sheets of goods ({names}); choose one with --sheet, and judge them one by one",
)
_HIDDEN = Words("{name}（隐藏）", "{name} (hidden)")
_NO_SHEET = Words("没有商品工作表可读", "has no sheet of goods to read")
_NO_CELLS = Words("工作表都是空的", "all its sheets are empty")

_BATCH = frozenset({BATCH.zh, BATCH.en})
_OURS = frozenset(text for name in (GUIDE, SUMMARY, TAXES, CHOICES) for text in (name.zh, name.en))
"""Sheets of workbooks written here that hold no goods: nobody misses them."""
_MOST_OF_A_NOTE = 2

MOST_MEGABYTES = 512
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOOKED_AT = 1024
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class OpenedSheet:
    """A sheet of which the first rows have been looked at."""

    name: str
    grid: Grid
    head: Sequence[Sequence[object]]

    @property
    def states_facts(self) -> bool:
        """Say whether it states facts for the batch: by its headings, or its name if no goods."""
        if has_statements(self.head):
            return True
        headings = find_headings(self.head) if self.name.strip() in _BATCH else None
        is_goods = headings is not None and count_fact_names(headings.texts) > 1
        return self.name.strip() in _BATCH and not is_goods

    @property
    def looks_like_a_table(self) -> bool:
        """Say whether some of its first rows holds more than a note and what it is on."""
        return any(
            sum(1 for cell in cells if get_text(cell)) > _MOST_OF_A_NOTE for cells in self.head
        )

    @property
    def answers_questions(self) -> bool:
        """Say whether it tells what customs has answered."""
        return is_settlement_sheet(self.name, self.head)

    def read_source(self, names: Vocabulary = GOODS_NAMES) -> Source:
        """Return its rows under headings that name fields of a vocabulary, such as goods."""
        return read_grid(
            self.grid.rows,
            self.grid.width,
            hidden_rows=self.grid.hidden_rows,
            hidden_columns=self.grid.hidden_columns,
            names=names,
        )


def read_workbook(stream: BinaryIO, sheet: str | None = None) -> Source:
    """Return the goods of a workbook, what its other sheets state for the batch and of customs.

    ``sheet``: which sheet; otherwise the one with a row of headings, be it hidden. What a sheet
    holds its content says, not its name. Whether it is .xlsx or .xls its content decides.

    Raises:
        DeskError: it is no workbook, is broken, has a password, has no such sheet, no sheet
            with a row of headings, or several of them; or what it states for the batch, or says
            of answers of customs, is not accepted.
    """
    workbook = open_workbook(read_whole(stream, MOST_MEGABYTES))
    if sheet is None:
        sheets = [look_at(workbook, name) for name in workbook.sheets]
        answers = [each for each in sheets if each.answers_questions]
        statements = [each for each in sheets if each not in answers and each.states_facts]
        beside = (*answers, *statements)
        goods = _read_goods(workbook, [each for each in sheets if each not in beside])
    else:
        chosen = look_at(workbook, _find_sheet_called(workbook, sheet))
        goods = _read_source(workbook, chosen)
        looked_at = [
            _look_beside(workbook, name) for name in workbook.sheets if name != chosen.name
        ]
        others = [each for each in looked_at if each is not None]
        answers = [each for each in others if each.answers_questions]
        statements = [each for each in others if each not in answers and each.states_facts]
    goods.noticed.hidden_beside += [
        each.name for each in (*answers, *statements) if not workbook.sheets[each.name]
    ]
    settled = read_settlement_sheet(chain.from_iterable(each.grid.rows for each in answers))
    return replace(
        goods,
        batch=read_batch_sheet(*(each.grid.rows for each in statements)),
        settled=settled.settled,
        as_of=settled.as_of,
    )


def open_workbook(stream: io.BytesIO) -> Workbook:
    """Return the sheets of a workbook held in memory.

    Raises:
        DeskError: it is no workbook, or has a password.
    """
    start = stream.read(_LOOKED_AT)
    stream.seek(0)
    if start.startswith(_ZIP):
        return XlsxWorkbook(stream)
    if start.startswith(_OLE):
        # An .xlsx with a password is an OLE file as an .xls is, with its zip encrypted inside.
        if _ENCRYPTED in stream.getvalue():
            raise DeskError(PASSWORD)
        from retax.desk.readers.xls import XlsWorkbook  # few are of this kind

        return XlsWorkbook(stream)
    # A web page under the name .xls may be UTF-16, which has a NUL beside each Latin letter.
    start = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    raise DeskError(_PAGE if start.startswith(b"<") else _NO_WORKBOOK)


def look_at(workbook: Workbook, name: str) -> OpenedSheet:
    """Return a sheet with its first rows.

    Raises:
        DeskError: its cells cannot be read.
    """
    grid = workbook.read_sheet(name)
    rows = iter(grid.rows)
    head = [*islice(rows, LOOKED_THROUGH)]
    return OpenedSheet(name, replace(grid, rows=chain(head, rows)), head)


def _look_beside(workbook: Workbook, name: str) -> OpenedSheet | None:
    """Look at a sheet beside the one that was asked for; None where it cannot be read.

    One that is called as ours are must be read.
    """
    try:
        return look_at(workbook, name)
    except DeskError:
        if name.strip() in (*_BATCH, SETTLED.zh, SETTLED.en):
            raise
        return None


def _find_sheet_called(workbook: Workbook, sheet: str) -> str:
    named = [name for name in workbook.sheets if name.strip() == sheet.strip()]
    if not named:
        names = Words("、".join(workbook.sheets), ", ".join(map(repr, workbook.sheets)))
        raise DeskError(_NO_SUCH_SHEET.filled(sheet=sheet, names=names))
    return named[0]


def _read_goods(workbook: Workbook, sheets: Sequence[OpenedSheet]) -> Source:
    found: dict[str, Source] = {}
    refused: list[NoHeadings] = []
    unread: list[str] = []
    for sheet in sheets:
        try:
            found[sheet.name] = _read_source(workbook, sheet)
        except NoHeadings as error:
            refused.append(error)
            if sheet.looks_like_a_table and sheet.name not in _OURS:
                unread.append(sheet.name)
    # A sheet of headings without a row, such as a blank form beside the list, is no second one.
    if len(found) > 1:
        found = {
            name: _read_source(workbook, look_at(workbook, name))
            for name in found
            if _has_rows(workbook, name)
        } or found
    if len(found) > 1:
        names = [_name_sheet(workbook, name) for name in found]
        raise DeskError(_SEVERAL.filled(names=joined(names)))
    if found:
        (goods,) = found.values()
        goods.noticed.unread_sheets += unread
        return goods
    if not refused:
        raise DeskError(_NO_SHEET)
    if not any(sheet.grid.width for sheet in sheets):
        raise DeskError(_NO_CELLS)
    raise next((error for error in refused if isinstance(error, OtherReport)), refused[0])


def _name_sheet(workbook: Workbook, name: str) -> Words:
    return both(name) if workbook.sheets[name] else _HIDDEN.filled(name=name)


def _has_rows(workbook: Workbook, name: str) -> bool:
    return next(iter(look_at(workbook, name).read_source().rows), None) is not None


def _read_source(workbook: Workbook, sheet: OpenedSheet) -> Source:
    source = sheet.read_source()
    if not workbook.sheets[sheet.name]:
        source.noticed.hidden_sheet = sheet.name
    return source
