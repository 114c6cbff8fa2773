"""Files of goods of every kind, read into rows."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Literal, TypeVar

from retax.desk.readers.csv import read_csv
from retax.desk.readers.json import read_either, read_json, read_json_lines
from retax.desk.readers.near_headings import (
    note_near_headings,
    refuse_near_headings,
    refuse_no_columns,
)
from retax.desk.readers.own_cells import compare_own_cells
from retax.desk.readers.whole_file import read_whole
from retax.desk.readers.xml_messages import read_xml
from retax.desk.source import FAILURES, DeskError, LineBatch, Row, Source, explain_read_error
from retax.words import Words, both

FileKind = Literal["json", "jsonl", "csv", "parquet", "xlsx", "xls"]


STANDARD_INPUT = "-"


_MOST_MEGABYTES_OF_A_PIPE = 2048


_KIND_OF_SUFFIX: Mapping[str, FileKind] = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
}


_NO_KIND = Words(
    "文件类型不可识别；可读 {accepted}，其他扩展名请用 --input 指明种类",
    "of no known kind; accepted are {accepted}, or --input with the kind",
)


_NO_SHEETS = Words("不是工作簿，没有工作表可选", "is no workbook and has no sheets to choose from")


_EMPTY = Words("文件是空的", "the file is empty")


_NO_ROWS = Words("没有数据行", "there are no rows of goods")


def open_source(
    file: str,
    *,
    kind: FileKind | None = None,
    sheet: str | None = None,
    carry: Collection[str] = (),
) -> Source:
    """Return the goods of a file; ``-`` is standard input.

    ``kind`` says of which kind it is; otherwise its suffix does, and standard input is JSON or
    JSON Lines. ``sheet`` names the sheet of a workbook. ``carry`` names columns of the user's own
    whose headings come near a fact's, for which the file is refused otherwise. JSON Lines, CSV and
    Parquet are read as the rows are walked; of JSON Lines nothing is read ahead.

    Raises:
        DeskError: the file cannot be used, in one sentence that names it; also while its rows are
            walked. What is wrong with a single row is in :attr:`Row.refused`.
        MissingExtra: the library that reads this kind is not installed.
    """
    name = name_file(file)
    with name_file_in_errors(name), ExitStack() as open_files:
        stream = open_files.enter_context(open_stream(file))
        source = _choose_reader(file, kind, sheet)(stream)
        refuse_no_columns(source.headings, carry)
        refuse_near_headings(source, carry)
        note_near_headings(source, carry)
        rows = compare_own_cells(source, carry)
        # What fails above closes the file here; afterwards the rows close it, once they are walked.
        to_close = open_files.pop_all()
    batches = None if source.batches is None else _read_all(source.batches, name, to_close)
    return replace(source, rows=_read_all(rows, name, to_close), batches=batches)


def name_file(file: str) -> Words:
    """Return what sentences call a file."""
    return Words("标准输入", "standard input") if file == STANDARD_INPUT else both(_show(file))


@contextmanager
def open_stream(file: str) -> Iterator[BinaryIO]:
    """Open a file, or standard input, which stays open.

    Raises:
        DeskError: it is empty.
        OSError: it cannot be opened.
    """
    if file == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    with open(file, "rb") as stream:
        _refuse_empty(stream)
        yield stream


def _show(file: str) -> str:
    name = Path(file).name or file
    return name if name.isprintable() else ascii(name)


def _refuse_empty(stream: BinaryIO) -> None:
    known = os.fstat(stream.fileno())
    # A pipe has size 0 whatever is in it.
    if stat.S_ISREG(known.st_mode) and known.st_size == 0:
        raise DeskError(_EMPTY)


def _choose_reader(
    file: str, kind: FileKind | None, sheet: str | None
) -> Callable[[BinaryIO], Source]:
    if file == STANDARD_INPUT and kind is None:
        return read_either
    if kind is None and is_xml(file):
        return read_xml
    known = kind or find_kind_of_file(file)
    if known in ("xlsx", "xls"):
        from retax.desk.readers.workbook import read_workbook

        return lambda stream: read_workbook(stream, sheet)
    if sheet is not None and known is not None:
        raise DeskError(_NO_SHEETS)
    match known:
        case "json":
            return read_json
        case "jsonl":
            return read_json_lines
        case "csv":
            return lambda stream: read_csv(make_seekable(stream))
        case "parquet":
            # polars takes 0.1 s to import.
            from retax.desk.readers.parquet import read_parquet

            return lambda stream: read_parquet(make_seekable(stream))
    raise make_unknown_kind_error()


def is_xml(file: str) -> bool:
    """Say whether a file is XML by its name."""
    return Path(file).suffix.lower() == ".xml"


def find_kind_of_file(file: str) -> FileKind | None:
    """Return the kind of a file by its name; None where that tells none."""
    return _KIND_OF_SUFFIX.get(Path(file).suffix.lower())


def make_unknown_kind_error() -> DeskError:
    """Return the error of a file whose name tells no kind."""
    return DeskError(_NO_KIND.filled(accepted=both(" ".join(_KIND_OF_SUFFIX))))


def make_seekable(stream: BinaryIO) -> BinaryIO:
    """Return what a pipe gives as a whole: these kinds are not read from start to end once."""
    if stream is sys.stdin.buffer or not stream.seekable():
        return read_whole(stream, _MOST_MEGABYTES_OF_A_PIPE)
    return stream


_Some = TypeVar("_Some", Row, LineBatch)


def _read_all(rows: Iterable[_Some], name: Words, to_close: ExitStack) -> Iterator[_Some]:
    """Return the rows of a file, or batches of them, and close it after the last."""
    with to_close, name_file_in_errors(name):
        are_there = False
        for row in rows:
            are_there = True
            yield row
        if not are_there:
            raise DeskError(_NO_ROWS)


@contextmanager
def name_file_in_errors(name: Words) -> Iterator[None]:
    """Say of which file a sentence is; make one of what the system says."""
    try:
        yield
    except DeskError as error:
        words = error.words
    except OSError as error:
        words = explain_read_error(error)
    except ValueError as error:
        # For a name with a NUL `open` raises ValueError, for any other OSError.
        if "null byte" not in str(error):
            raise
        words = FAILURES[errno.ENOENT]
    else:
        return
    zh, en = _put_in_one_line(words.zh), _put_in_one_line(words.en)
    raise DeskError(Words(f"{name.zh}：{zh}", f"{name.en}: {en}"))


def _put_in_one_line(text: str) -> str:
    """Return a sentence without what a heading or a sheet's name may break it with."""
    return "".join(character if character.isprintable() else " " for character in text)
