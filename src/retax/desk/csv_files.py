"""Files of goods in CSV: encoding and separator are found out, rows read one after another."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import chain, islice
from typing import BinaryIO

from retax.desk.rows import Source, Unreadable
from retax.desk.tables import LOOKED_THROUGH, facts_named, source_of_grid
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

_SEPARATORS = (",", ";", "\t")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_WITHOUT_MARK = ("utf-8", "gb18030")
_PIECE = 1 << 20
_NO_TEXT = "\0"


def read_csv(stream: BinaryIO) -> Source:
    """Return the goods of a CSV file under its headings; rows are read as they are walked.

    UTF-8, GB18030, or UTF-16 with a byte order mark; parted by commas, semicolons or tabs.

    Raises:
        Unreadable: the encoding is none of these, there is no row of headings, or (while the rows
            are walked) a quotation mark is never closed.
    """
    text = io.TextIOWrapper(stream, encoding=_encoding(stream), newline="")
    separator = _separator(list(islice(text, LOOKED_THROUGH)))
    text.seek(0)
    return source_of_grid(_records(text, separator))


def _encoding(stream: BinaryIO) -> str:
    """Return the encoding in which the whole file is text; leave the stream at its start."""
    start = stream.read(_PIECE)
    marked = [encoding for mark, encoding in _MARKS.items() if start.startswith(mark)]
    if not marked and _NO_TEXT.encode() in start:
        raise Unreadable(_NUL)
    for encoding in marked or _WITHOUT_MARK:
        stream.seek(0)
        if _is_text(stream, encoding):
            stream.seek(0)
            return encoding
    raise Unreadable(_UNDECODABLE)


def _is_text(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := stream.read(_PIECE):
            if _NO_TEXT in decoder.decode(piece):
                raise Unreadable(_NUL)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _separator(lines: list[str]) -> str:
    """Return the separator by which a line names the most facts; the comma where none does."""

    def most_named(separator: str) -> int:
        return max(
            (facts_named(cell.strip(' "\r\n') for cell in line.split(separator)) for line in lines),
            default=0,
        )

    return max(_SEPARATORS, key=most_named)


def _records(text: io.TextIOWrapper, separator: str) -> Iterator[list[str]]:
    # The reader takes an open quotation for a cell that ends with the file: a last line of our
    # own, which no text holds, shows whether it was swallowed.
    number = 0
    reader = csv.reader(chain(text, [_NO_TEXT]), delimiter=separator)
    try:
        while (record := next(reader)) != [_NO_TEXT]:
            number += 1
            if record and record[-1].endswith(_NO_TEXT):
                raise Unreadable(_QUOTATION.filled(row=number))
            yield record
    except csv.Error:  # longer than a cell may be
        raise Unreadable(_QUOTATION.filled(row=number + 1)) from None
