"""Files of goods of every kind, read into rows."""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Literal

from retax.desk.csv_files import read_csv
from retax.desk.json_files import read_either, read_json, read_json_lines
from retax.desk.rows import Row, Source, Unreadable
from retax.words import Words, both

Kind = Literal["json", "jsonl", "csv", "parquet", "xlsx", "xls"]

STANDARD_INPUT = "-"

_KIND_OF_SUFFIX: Mapping[str, Kind] = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
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

_FAILURES: Mapping[int, Words] = {
    errno.ENOENT: Words("文件不存在", "there is no such file"),
    errno.ENOTDIR: Words("文件不存在", "there is no such file"),
    errno.EISDIR: Words("是文件夹，不是文件", "is a folder, not a file"),
    errno.EACCES: Words("没有读取权限", "you may not read it"),
    errno.EPERM: Words("没有读取权限", "you may not read it"),
    errno.ELOOP: Words("链接循环指向自身", "is a link that leads back to itself"),
    errno.ENAMETOOLONG: Words("文件名过长", "the name is too long"),
}
_FAILED = Words("无法读取", "cannot be read")


def read(file: str, *, kind: Kind | None = None, sheet: str | None = None) -> Source:
    """Return the goods of a file; ``-`` is standard input.

    ``kind`` says of which kind it is; otherwise its suffix does, and standard input is JSON or
    JSON Lines. ``sheet`` names the sheet of a workbook. JSON Lines, CSV and Parquet are read as the
    rows are walked; of JSON Lines nothing is read ahead.

    Raises:
        Unreadable: the file cannot be used, in one sentence that names it; also while its rows are
            walked. What is wrong with a single row stands in :attr:`Row.refused`.
        MissingExtra: the library that reads this kind is not installed.
    """
    name = Words("标准输入", "standard input") if file == STANDARD_INPUT else both(_shown(file))
    with _named(name), ExitStack() as open_files:
        if file == STANDARD_INPUT:
            stream: BinaryIO = sys.stdin.buffer
        else:
            stream = open_files.enter_context(open(file, "rb"))
            _refuse_empty(stream)
        source = _reader(file, kind, sheet)(stream)
        to_close = open_files.pop_all()
    return replace(source, rows=_rows(source, name, to_close))


def reason(error: OSError) -> Words:
    """Say why the system could not read a file."""
    return _FAILURES.get(error.errno or 0, _FAILED)


def _shown(file: str) -> str:
    name = Path(file).name or file
    return name if name.isprintable() else ascii(name)


def _refuse_empty(stream: BinaryIO) -> None:
    known = os.fstat(stream.fileno())
    if stat.S_ISREG(known.st_mode) and known.st_size == 0:
        raise Unreadable(_EMPTY)


def _reader(file: str, kind: Kind | None, sheet: str | None) -> Callable[[BinaryIO], Source]:
    if file == STANDARD_INPUT and kind is None:
        return read_either
    known = kind or _KIND_OF_SUFFIX.get(Path(file).suffix.lower())
    if known in ("xlsx", "xls"):
        from retax.desk.workbooks_in import read_workbook

        return lambda stream: read_workbook(stream, sheet)
    if sheet is not None and known is not None:
        raise Unreadable(_NO_SHEETS)
    match known:
        case "json":
            return read_json
        case "jsonl":
            return read_json_lines
        case "csv":
            return lambda stream: read_csv(_seekable(stream))
        case "parquet":
            from retax.desk.parquet_files import read_parquet

            return lambda stream: read_parquet(_seekable(stream))
    raise Unreadable(_NO_KIND.filled(accepted=both(" ".join(_KIND_OF_SUFFIX))))


def _seekable(stream: BinaryIO) -> BinaryIO:
    """Return what a pipe gives as a whole: these kinds are not read from start to end once."""
    if stream is sys.stdin.buffer or not stream.seekable():
        return io.BytesIO(stream.read())
    return stream


def _rows(source: Source, name: Words, to_close: ExitStack) -> Iterator[Row]:
    with to_close, _named(name):
        are_there = False
        for row in source.rows:
            are_there = True
            yield row
        if not are_there:
            raise Unreadable(_NO_ROWS)


@contextmanager
def _named(name: Words) -> Iterator[None]:
    """Say of which file a sentence is; make one of what the system says."""
    try:
        yield
    except Unreadable as error:
        words = error.words
    except OSError as error:
        words = reason(error)
    except ValueError as error:
        if "null byte" not in str(error):
            raise
        words = _FAILURES[errno.ENOENT]
    else:
        return
    zh, en = _in_one_line(words.zh), _in_one_line(words.en)
    raise Unreadable(Words(f"{name.zh}：{zh}", f"{name.en}: {en}"))


def _in_one_line(text: str) -> str:
    """Return a sentence without what a heading or a sheet's name may break it with."""
    return "".join(character if character.isprintable() else " " for character in text)
