"""Files of goods in CSV: encoding and separator are found out, rows read one after another.

In files parted by tabs a quotation mark is a character of its cell, unless the cell is in quotation
marks as a whole.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

from retax.cells.swallowed_rows import has_swallowed_rows
from retax.desk.readers.headings import (
    GOODS_NAMES,
    LOOKED_THROUGH,
    Vocabulary,
    count_fact_names,
    find_headings,
)
from retax.desk.readers.table import read_grid
from retax.desk.source import DeskError, Source
from retax.words import Words

_NUL = Words(
    "含有空字符（NUL），不是文本，或为不带 BOM 的 UTF-16；请另存为 UTF-8 编码的 CSV",
    "contains NUL characters: no text, or UTF-16 without a byte order mark; "
    "save it as CSV in UTF-8",
)
_UNDECODABLE = Words(
    "编码无法识别；应为 UTF-8、GB18030（GBK）或带 BOM 的 UTF-16",
    "in no known encoding; accepted are UTF-8, GB18030 (GBK) and UTF-16 with a byte order mark",
)
_QUOTATION = Words(
    "第{row}行有未闭合的引号或过长的单元格，其后的内容无法分列",
    "row {row} has a quotation mark that is never closed, or a cell too long to be one; "
    "what comes after it cannot be parted",
)

_SWALLOWED = Words(
    '第{row}行有一个引号，其后的整行都落入同一单元格；请删去该引号，或成对写作 ""',
    "row {row} has a quotation mark that takes the rows after it into one cell; delete it, or "
    'write it twice ("")',
)

# Where decimals stand after a comma, Excel parts the cells of a CSV file by semicolons.
_SEPARATORS = (",", ";", "\t")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Excel in Chinese writes GBK, a part of GB18030. It is tried last: most bytes are text in it.
_WITHOUT_MARK = ("utf-8", "gb18030")
_PIECE = 1 << 20
_LONGEST_ROW = 1 << 20
_MOST_LINES = 100
"""In a cell of a file parted by tabs."""
# A NUL is refused before any row is read, so that none is in the text.
_NO_TEXT = "\0"
_IN_QUOTATION_MARKS = re.compile(r'"((?:[^"]|"")*)"')


@dataclass(frozen=True, slots=True)
class _Record:
    """The cells of a row, and its lines in the file."""

    cells: list[str]
    lines: Sequence[str]


def read_csv(stream: BinaryIO, names: Vocabulary = GOODS_NAMES) -> Source:
    """Return the goods of a CSV file under its headings; rows are read as they are walked.

    UTF-8, GB18030, or UTF-16 with a byte order mark; parted by commas, semicolons or tabs.

    Raises:
        DeskError: the encoding is none of these, there is no row of headings, or (while the rows
            are walked) a quotation mark is never closed or takes whole rows into its cell.
    """
    text = io.TextIOWrapper(stream, encoding=_find_encoding(stream), newline="")
    separator = _find_separator(list(islice(_read_lines(text), LOOKED_THROUGH)), names)
    text.seek(0)
    records = _read_tab_records(text) if separator == "\t" else _read_records(text, separator)
    rows = _require_whole_rows(records, separator, names)
    return read_grid(rows, decimal_comma=separator == ";", names=names)


def read_cells(stream: BinaryIO) -> Iterator[list[str]]:
    """Return the rows of a file as they stand; parted by what parts its first line most often.

    Raises:
        DeskError: the encoding is not known, or a quotation mark is never closed.
    """
    text = io.TextIOWrapper(stream, encoding=_find_encoding(stream), newline="")
    first = text.readline(_LONGEST_ROW)
    separator = max(_SEPARATORS, key=first.count)
    text.seek(0)
    records = _read_tab_records(text) if separator == "\t" else _read_records(text, separator)
    for record in records:
        yield record.cells


def _find_encoding(stream: BinaryIO) -> str:
    """Return the encoding in which the whole file is text; leave the stream at its start."""
    start = stream.read(_PIECE)
    marked = [encoding for mark, encoding in _MARKS.items() if start.startswith(mark)]
    if not marked and _NO_TEXT.encode() in start:
        raise DeskError(_NUL)
    for encoding in marked or _WITHOUT_MARK:
        stream.seek(0)
        if _is_text(stream, encoding):
            stream.seek(0)
            return encoding
    raise DeskError(_UNDECODABLE)


def _is_text(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := stream.read(_PIECE):
            if _NO_TEXT in decoder.decode(piece):
                raise DeskError(_NUL)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _find_separator(lines: list[str], names: Vocabulary) -> str:
    """Return the separator by which a line names the most facts; the comma where none does."""

    def count_most_named(separator: str) -> int:
        return max(
            (
                count_fact_names((cell.strip(' "\r\n') for cell in line.split(separator)), names)
                for line in lines
            ),
            default=0,
        )

    return max(_SEPARATORS, key=count_most_named)


def _read_lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(_LONGEST_ROW):
        yield line


class _Taken:
    """Lines on their way to what parts them; those of the row being read are kept."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._from = lines
        self._length = 0
        self.lines: list[str] = []

    def __iter__(self) -> _Taken:
        return self

    def __next__(self) -> str:
        line = next(self._from)
        self.lines.append(line)
        self._length += len(line)
        if self._length > _LONGEST_ROW:
            raise csv.Error
        return line

    def take_row(self) -> list[str]:
        """Return the lines taken since this was asked last."""
        lines, self.lines, self._length = self.lines, [], 0
        return lines


def _read_records(text: io.TextIOWrapper, separator: str) -> Iterator[_Record]:
    # The reader takes an open quotation for a cell that ends with the file: a last line of our
    # own, which no text holds, shows whether it was swallowed.
    number = 0
    taken = _Taken(chain(_read_lines(text), [_NO_TEXT]))
    reader = csv.reader(taken, delimiter=separator)
    try:
        while (cells := next(reader)) != [_NO_TEXT]:
            number += 1
            if cells and cells[-1].endswith(_NO_TEXT):
                raise DeskError(_QUOTATION.filled(row=number))
            yield _Record(cells, taken.take_row())
    except csv.Error:  # longer than a cell or a row may be
        raise DeskError(_QUOTATION.filled(row=number + 1)) from None


def _read_tab_records(text: io.TextIOWrapper) -> Iterator[_Record]:
    lines = deque[str]()
    rest = (line.rstrip("\r\n") for line in _read_lines(text))
    number = 0
    while lines or (lines := deque(islice(rest, 1))):
        number += 1
        cells = lines.popleft().split("\t")
        if cells[-1].startswith('"') and not _IN_QUOTATION_MARKS.fullmatch(cells[-1]):
            cells = _continue_row(cells, lines, rest)
        # The csv module does not read these rows, but what it refuses is refused here, too.
        if max(map(len, cells)) > csv.field_size_limit():
            raise DeskError(_QUOTATION.filled(row=number))
        yield _Record([_unquote(cell) if '"' in cell else cell for cell in cells], cells)


def _continue_row(cells: list[str], lines: deque[str], rest: Iterator[str]) -> list[str]:
    """Return the cells of a row whose last cell may go on, in quotation marks, in later lines.

    It does where one of them closes the quotation before its first tab; otherwise the mark is a
    character, and the later lines are left in ``lines``.
    """
    lines.extend(islice(rest, max(0, _MOST_LINES - len(lines))))
    whole = cells[-1]
    for place, line in enumerate(lines):
        first, tab, others = line.partition("\t")
        whole += "\n" + first
        if _IN_QUOTATION_MARKS.fullmatch(whole):
            for _ in range(place + 1):
                lines.popleft()
            return [*cells[:-1], whole, *(others.split("\t") if tab else ())]
        if tab:
            break
    return cells


def _unquote(cell: str) -> str:
    found = _IN_QUOTATION_MARKS.fullmatch(cell)
    return found[1].replace('""', '"') if found else cell


def _require_whole_rows(
    records: Iterator[_Record], separator: str, names: Vocabulary
) -> Iterator[list[str]]:
    """Return the cells of rows; refuse one below the headings that holds others in a cell."""
    head = list(islice(records, LOOKED_THROUGH))
    headings = find_headings([record.cells for record in head], names)
    width = 0 if headings is None else len(headings.texts)
    swallows = _is_cut_short if separator == "\t" else _has_swallowed_rows
    for at, record in enumerate(chain(head, records)):
        # A heading may be of several lines, which below the headings would be several rows.
        is_below = headings is not None and at > headings.place
        if is_below and swallows(record, width, separator):
            raise DeskError(_SWALLOWED.filled(row=at + 1))
        yield record.cells


def _is_cut_short(record: _Record, width: int, _separator: str) -> bool:
    """Say whether a row of tabs ends within a cell that begins with a quotation mark."""
    return len(record.cells) < width and record.cells[-1].startswith('"')


def _has_swallowed_rows(record: _Record, width: int, separator: str) -> bool:
    """Say whether a row on several lines is several rows, between two quotation marks."""
    if len(record.lines) == 1:
        return False
    try:
        list(csv.reader(record.lines, delimiter=separator, strict=True))
    except csv.Error:  # text after a closing mark: it is no closing mark
        return True
    return any(has_swallowed_rows(cell, width - 1, separator) for cell in record.cells)
