"""Workbooks of goods: which sheet holds them, and what another states for the batch."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import BinaryIO

from retax.desk.batch import batch_of_sheet
from retax.desk.grids import PASSWORD, Workbook
from retax.desk.rows import Source, Unreadable
from retax.desk.sheets import BATCH, GUIDE, SUMMARY
from retax.desk.tables import NoHeadings, source_of_grid
from retax.desk.xls_in import XlsWorkbook
from retax.desk.xlsx_in import XlsxWorkbook
from retax.words import Words

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
_NO_SHEET = Words("没有可见的工作表可读", "has no visible sheet to read")
_NO_CELLS = Words("工作表都是空的", "all its sheets are empty")

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(stream: BinaryIO, sheet: str | None = None) -> Source:
    """Return the goods of a workbook and what its second sheet states for the batch.

    ``sheet``: which sheet; otherwise the one visible sheet with a row of headings. Whether it is
    .xlsx or .xls its content decides.

    Raises:
        Unreadable: it is no workbook, is broken, has a password, has no such sheet, no sheet
            with a row of headings, or several of them; or what it states for the batch is not
            accepted.
    """
    workbook = _opened(io.BytesIO(stream.read()))
    statements = [name for name in workbook.sheets if name.strip() in (BATCH.zh, BATCH.en)]
    batch = batch_of_sheet(*(workbook.grid(name).rows for name in statements))
    return replace(_goods(workbook, sheet), batch=batch)


def _opened(stream: io.BytesIO) -> Workbook:
    raw = stream.getbuffer()
    if raw[:4] == _ZIP:
        return XlsxWorkbook(stream)
    if raw[:8] == _OLE:
        if _ENCRYPTED in stream.getvalue():
            raise Unreadable(PASSWORD)
        return XlsWorkbook(stream)
    start = bytes(raw[:1024]).replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    raise Unreadable(_PAGE if start.startswith(b"<") else _NO_WORKBOOK)


def _goods(workbook: Workbook, sheet: str | None) -> Source:
    if sheet is not None:
        named = [name for name in workbook.sheets if name.strip() == sheet.strip()]
        if not named:
            names = Words("、".join(workbook.sheets), ", ".join(map(repr, workbook.sheets)))
            raise Unreadable(_NO_SUCH_SHEET.filled(sheet=sheet, names=names))
        return _source(workbook, named[0])
    refused: NoHeadings | None = None
    are_empty = True
    found: dict[str, Source] = {}
    for name in _of_goods(workbook):
        grid = workbook.grid(name)
        are_empty = are_empty and grid.width == 0
        try:
            found[name] = source_of_grid(grid.rows, grid.width)
        except NoHeadings as error:
            refused = refused or error
    if len(found) > 1:
        found = {
            name: _source(workbook, name) for name in found if _holds_rows(workbook, name)
        } or found
    if len(found) > 1:
        raise Unreadable(_SEVERAL.filled(names=Words("、".join(found), ", ".join(found))))
    if found:
        return next(iter(found.values()))
    if refused is None:
        raise Unreadable(_NO_SHEET)
    raise Unreadable(_NO_CELLS) if are_empty else refused


def _holds_rows(workbook: Workbook, name: str) -> bool:
    return next(iter(_source(workbook, name).rows), None) is not None


def _source(workbook: Workbook, name: str) -> Source:
    grid = workbook.grid(name)
    return source_of_grid(grid.rows, grid.width)


def _of_goods(workbook: Workbook) -> list[str]:
    others = {name for words in (BATCH, GUIDE, SUMMARY) for name in (words.zh, words.en)}
    return [
        name for name, visible in workbook.sheets.items() if visible and name.strip() not in others
    ]
