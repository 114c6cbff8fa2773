"""Formulas of an .xls workbook that were never computed, which xlrd gives as an empty text.

A program that computes writes the same for a formula that comes to an empty text. It also writes
who made the workbook and when; xlwt and other libraries, which compute nothing, do not.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from struct import unpack_from

from retax.desk.extras import require_extra

with require_extra("excel"):
    from xlrd.compdoc import CompDoc

# The directory of an OLE file keeps the names of its streams in UTF-16.
_SUMMARY = "\x05SummaryInformation".encode("utf-16-le")
# Up to Excel 95 the stream was called Book.
_STREAMS = ("Workbook", "Book")

# Kinds of records: the versions of the format begin their parts with BOF records of their own. A
# formula whose result is an empty text has 3 and FFFF in place of a number.
_BEGINS, _ENDS = frozenset({0x0009, 0x0209, 0x0409, 0x0809}), 0x000A
_SHEET, _CELLS = 0x0085, 0
_FORMULAS = frozenset({0x0006, 0x0206, 0x0406})
_EMPTY_TEXT = b"\x03", b"\xff\xff"
# Row, column and format take two bytes each, the result eight.
_LEAST = 14

Places = set[tuple[int, int]]


def find_never_computed(content: bytes) -> list[Places]:
    """Return for each sheet of cells, in order, the rows and columns of such formulas, from 0.

    Empty where the workbook was made by a program that computes. Whatever a broken workbook makes
    of its reading is raised.
    """
    if _SUMMARY in content:
        return []
    parts = CompDoc(content, logfile=io.StringIO())
    stream = next(filter(None, map(parts.get_named_stream, _STREAMS)), b"")
    starts = [
        unpack_from("<I", stream, at)[0]
        for kind, at, _ in _list_records(stream, 0)
        # Charts, macros and Visual Basic have sheets of other kinds; xlrd lists none of them.
        if kind == _SHEET and stream[at + 5] == _CELLS
    ]
    return [set(_find_empty_formulas(stream, start)) for start in starts]


def _find_empty_formulas(stream: bytes, start: int) -> Iterator[tuple[int, int]]:
    for kind, at, length in _list_records(stream, start):
        result = stream[at + 6 : at + 7], stream[at + 12 : at + 14]
        if kind in _FORMULAS and length >= _LEAST and result == _EMPTY_TEXT:
            yield unpack_from("<HH", stream, at)


def _list_records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Return the kind, place and length of each record up to the end that belongs to the first."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, at)
        depth += (kind in _BEGINS) - (kind == _ENDS)
        if depth <= 0:
            return
        yield kind, at + 4, length
        at += 4 + length
