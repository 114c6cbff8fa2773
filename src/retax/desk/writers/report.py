"""The report on a file of goods, in any of its formats."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TextIO, get_args

from retax import Lang, Words
from retax.cells.cell import STARTS_A_FORMULA
from retax.desk.judging.judge import (
    JudgedRow,
    JudgeOptions,
    describe_batch_statement,
    describe_overdrawn,
)
from retax.desk.source import DeskError, Noticed
from retax.desk.streams import encode_in_utf_8, leave_unescaped, make_harmless
from retax.desk.writers import json as writers_json
from retax.desk.writers.atomic_file import open_new_file
from retax.desk.writers.json import InJson
from retax.facts.numbers import write_number

Format = Literal["table", "note", "json", "jsonl", "csv", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True, slots=True)
class Report:
    """Judged rows under the headings of their file, and the form of their report.

    ``noticed``: what is noticed of the file while its rows are walked. ``batch``: the facts stated
    for all rows that leave them blank. ``sentences``: whether JSON says everything in words as
    well; ``brief``: whether it holds the answer alone. ``output``: the file to write; None:
    standard output. ``with_money``: some row carries amounts.
    """

    lines: Iterable[JudgedRow]
    headings: tuple[str, ...]
    unread: tuple[str, ...]
    noticed: Noticed
    batch: Mapping[str, Any]
    options: JudgeOptions
    rows: int
    lang: Lang
    sentences: bool
    output: str | None
    brief: bool = False
    with_money: bool = False

    @property
    def in_json(self) -> InJson:
        """How its verdicts are written as JSON."""
        return InJson(self.lang, self.sentences, self.brief)


def write(report: Report, format_: Format) -> None:
    """Write a report; DeskError where its file cannot be written.

    JSON Lines are no report: they are written line by line, before the last is read.
    """
    _WRITERS[format_](report)


def _write_table(report: Report) -> None:
    from rich.console import Console

    from retax.desk.writers.terminal import show

    with open_text_file(report.output) as out:
        show(Console(file=leave_unescaped(out)), report.lines, report.lang)


def _note(report: Report) -> None:
    """Write the internal opinion on each row, with assumptions and both readings."""
    with open_text_file(report.output) as out:
        for line in report.lines:
            sentences = [words.text(report.lang) for words in _describe_around_verdict(line)]
            if line.verdict is not None:
                sentences.append(line.verdict.explain(report.lang))
            if line.stakes is not None:
                sentences.append(line.stakes.explain(report.lang))
            out.write("\n".join(sentences) + "\n\n")


def _describe_around_verdict(line: JudgedRow) -> Iterator[Words]:
    """Say of a row what its verdict does not know, before the verdict."""
    yield Words(f"【第 {line.row.number} 行】", f"[row {line.row.number}]")
    yield from line.accepted.refused
    if line.overdrawn is not None:
        yield describe_overdrawn(line.overdrawn)
    stated = describe_batch_statement(line.accepted)
    if stated is not None:
        yield stated
    yield from line.row.remarks
    yield from line.refused_amounts


def _write_json(report: Report) -> None:
    with open_json_file(report.output) as out:
        writers_json.write_list(out, report.lines, report.in_json)


def _write_csv(report: Report) -> None:
    from retax.desk.layout import list_answer_columns
    from retax.desk.writers.answer_columns import answers

    with _open_csv_file(report.output) as out:
        rows = csv.writer(out, lineterminator="\r\n" if report.output else "\n")
        columns = list_answer_columns(with_money=report.with_money).values()
        added = [column.heading.text(report.lang) for column in columns]
        rows.writerow(map(write_csv_cell, (*report.headings, *added)))
        for line in report.lines:
            added_cells = answers(line, report.lang, with_money=report.with_money)
            rows.writerow(map(write_csv_cell, (*line.row.cells, *added_cells)))


@contextmanager
def _open_csv_file(output: str | None) -> Iterator[TextIO]:
    """Open a file to write CSV to; on a terminal its controls are visible, elsewhere unchanged."""
    if output is None:
        yield sys.stdout if sys.stdout.isatty() else leave_unescaped(sys.stdout)
        return
    # Excel takes a CSV file for Chinese only if it begins with a byte order mark.
    with open_data_file(output, "utf-8-sig") as out:
        yield out


_EXACT_UP_TO = 10**15


def write_csv_cell(value: object) -> str:
    """Return a value as a cell of a CSV file that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT_UP_TO:
        return str(int(value))  # a workbook keeps every number with decimals
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return write_number(value)
    text = str(value).replace("\0", r"\x00")  # no reader takes a file with NUL for a text
    return f"'{text}" if isinstance(value, str) and text[:1] in STARTS_A_FORMULA else text


def _write_xlsx(report: Report) -> None:
    from retax.desk.writers.workbook import write_verdicts

    if report.output is None:
        raise DeskError(
            Words(
                "工作簿须写入文件：请用 -o 指定，如 -o verdicts.xlsx",
                "a workbook goes into a file: name it with -o, as in -o verdicts.xlsx",
            )
        )
    write_verdicts(
        report.output,
        report.headings,
        report.lines,
        options=report.options,
        unread=report.unread,
        noticed=report.noticed,
        batch=report.batch,
        rows=report.rows,
        with_money=report.with_money,
        lang=report.lang,
    )


_WRITERS: Mapping[Format, Callable[[Report], None]] = {
    "table": _write_table,
    "note": _note,
    "json": _write_json,
    "csv": _write_csv,
    "xlsx": _write_xlsx,
}


@contextmanager
def open_text_file(output: str | None) -> Iterator[TextIO]:
    """Open a file to write words for people to, standard output if None is named.

    Controls of a terminal are written visibly.
    """
    if output is None:
        yield sys.stdout
        return
    with open_data_file(output) as out:
        yield make_harmless(out)


@contextmanager
def open_json_file(output: str | None) -> Iterator[TextIO]:
    """Open a file to write JSON to, standard output if None is named; UTF-8 either way."""
    with encode_in_utf_8(sys.stdout) if output is None else open_data_file(output) as out:
        yield out


@contextmanager
def open_data_file(output: str, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Open a file to write data to as they are."""
    with open_new_file(output) as raw:
        # half a character, as a file may hold, is written as its escape
        out = io.TextIOWrapper(raw, encoding, errors="backslashreplace", newline="")
        try:
            yield out
            out.flush()
        finally:
            with suppress(OSError):  # reported when it was flushed
                out.detach()
