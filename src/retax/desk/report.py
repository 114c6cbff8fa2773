"""What comes of a file of goods, in the format asked for."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TextIO, get_args

from retax import Lang, Words
from retax.desk import json_out
from retax.desk.cells import STARTS_A_FORMULA
from retax.desk.judged import Asked, Judged, more_than_went_out, stated_for_batch
from retax.desk.new_file import new_file
from retax.desk.rows import Unreadable

Format = Literal["table", "note", "json", "jsonl", "csv", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True, slots=True)
class Report:
    """Judged rows under the headings of their file, and how they are to be told.

    ``batch``: the facts stated for all rows that leave them blank.
    ``sentences``: whether JSON says everything in words as well. ``output``: the file to write;
    None: standard output.
    """

    lines: Iterable[Judged]
    headings: tuple[str, ...]
    unread: tuple[str, ...]
    batch: Mapping[str, Any]
    asked: Asked
    rows: int
    lang: Lang
    sentences: bool
    output: str | None


def write(report: Report, format_: Format) -> None:
    """Write a report; Unreadable where its file cannot be written.

    JSON Lines are no report: they are written line by line, before the last is read.
    """
    _WRITERS[format_](report)


def _table(report: Report) -> None:
    from rich.console import Console

    from retax.desk.terminal import show

    with text_file(report.output) as out:
        show(Console(file=out), report.lines, report.lang)


def _note(report: Report) -> None:
    """Write the internal opinion on each row, with assumptions and both readings."""
    with text_file(report.output) as out:
        for line in report.lines:
            said = [words.text(report.lang) for words in _around_the_verdict(line)]
            if line.verdict is not None:
                said.append(line.verdict.explain(report.lang))
            out.write("\n".join(said) + "\n\n")


def _around_the_verdict(line: Judged) -> Iterator[Words]:
    """Say of a row what its verdict does not know, before the verdict."""
    yield Words(f"【第 {line.row.number} 行】", f"[row {line.row.number}]")
    yield from line.accepted.refused
    if line.overdrawn is not None:
        yield more_than_went_out(line.overdrawn)
    stated = stated_for_batch(line.accepted)
    if stated is not None:
        yield stated
    yield from line.row.remarks


def _json(report: Report) -> None:
    with text_file(report.output) as out:
        json_out.write_list(out, report.lines, report.lang, sentences=report.sentences)


def _csv(report: Report) -> None:
    from retax.desk.columns import HEADINGS, answers

    # Excel takes a CSV file for Chinese only if it begins with a byte order mark.
    with text_file(report.output, encoding="utf-8-sig") as out:
        rows = csv.writer(out, lineterminator="\r\n" if report.output else "\n")
        added = [heading.text(report.lang) for heading in HEADINGS]
        rows.writerow(map(in_csv, (*report.headings, *added)))
        for line in report.lines:
            rows.writerow(map(in_csv, (*line.row.cells, *answers(line, report.lang))))


def in_csv(value: object) -> str:
    """Return a value as a cell of a CSV file that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in STARTS_A_FORMULA else text


def _xlsx(report: Report) -> None:
    from retax.desk.workbooks_out import write_verdicts

    if report.output is None:
        raise Unreadable(
            Words(
                "工作簿须写入文件：请用 -o 指定，如 -o verdicts.xlsx",
                "a workbook goes into a file: name it with -o, as in -o verdicts.xlsx",
            )
        )
    write_verdicts(
        report.output,
        report.headings,
        report.lines,
        asked=report.asked,
        unread=report.unread,
        batch=report.batch,
        rows=report.rows,
        lang=report.lang,
    )


_WRITERS: Mapping[Format, Callable[[Report], None]] = {
    "table": _table,
    "note": _note,
    "json": _json,
    "csv": _csv,
    "xlsx": _xlsx,
}


@contextmanager
def text_file(output: str | None, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Open a file to write text to, standard output if None is named."""
    if output is None:
        yield sys.stdout
        return
    with (
        new_file(output) as raw,
        # half a character, as a file may hold, is written as its escape
        io.TextIOWrapper(raw, encoding, errors="backslashreplace", newline="") as out,
    ):
        yield out
