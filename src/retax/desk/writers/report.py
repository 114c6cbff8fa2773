"""The report on a file of goods, in any of its formats."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Literal, TextIO, get_args

from retax import Lang, Words
from retax.desk.judging.judge import JudgeOptions
from retax.desk.source import DeskError, Noticed
from retax.desk.streams import encode_in_utf_8, leave_unescaped, make_harmless
from retax.desk.writers.atomic_file import open_new_file
from retax.desk.writers.json import InJson, write_list
from retax.desk.writers.row_forms import AsJudged, InNote, RowForm

Format = Literal["table", "note", "json", "jsonl", "csv", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True, slots=True)
class Report:
    """Rows in the form of their report, under the headings of their file.

    ``rows``: as :attr:`form` writes them. ``noticed``: what is noticed of the file while its rows
    are walked. ``batch``: the facts stated for all rows that leave them blank. ``count``: how many
    rows there are. ``output``: the file to write; None: standard output.
    """

    rows: Iterable[Any]
    form: Any
    headings: tuple[str, ...]
    unread: tuple[str, ...]
    noticed: Noticed
    batch: Mapping[str, Any]
    options: JudgeOptions
    count: int
    lang: Lang
    output: str | None


def choose_form(
    format_: Format,
    json_form: InJson,
    headings: Sequence[str] = (),
    *,
    columns: Sequence[str] | None = None,
    with_money: bool = False,
) -> RowForm:
    """Return the form of the rows of a report.

    ``json_form``: that of its JSON, with the language of every other. ``headings``, ``columns``:
    of the rows' own cells, and of rows of JSON in CSV. ``with_money``: some row carries amounts.
    """
    lang = json_form.lang
    match format_:
        case "json" | "jsonl":
            return json_form
        case "note":
            return InNote(lang)
        case "table":
            return AsJudged()
        case "csv":
            from retax.desk.writers.csv import InCsv

            return InCsv(lang, with_money, columns)
    from retax.desk.writers.sheet_rows import InSheet, choose_own_columns

    return InSheet(choose_own_columns(headings, lang, with_money=with_money), lang, with_money)


def write(report: Report, format_: Format) -> None:
    """Write a report; DeskError where its file cannot be written.

    JSON Lines are no report: they are written line by line, before the last is read.
    """
    _WRITERS[format_](report)


def _write_table(report: Report) -> None:
    # rich takes 40 ms to import, and JSON Lines are written without it.
    from rich.console import Console

    from retax.desk.writers.terminal import show

    with open_text_file(report.output) as out:
        show(Console(file=leave_unescaped(out)), report.rows, report.lang)


def _write_notes(report: Report) -> None:
    with open_text_file(report.output) as out:
        for opinion in report.rows:
            out.write(f"{opinion}\n\n")


def _write_json(report: Report) -> None:
    with open_json_file(report.output) as out:
        write_list(out, report.rows)


def _write_csv(report: Report) -> None:
    from retax.desk.writers.csv import write_csv

    # Excel ends lines with CR LF; in a pipe the CR would be a part of the last cell for cut and
    # awk.
    end = "\r\n" if report.output else "\n"
    with _open_csv_file(report.output) as out:
        write_csv(out, report.headings, report.rows, form=report.form, line_end=end)


@contextmanager
def _open_csv_file(output: str | None) -> Iterator[TextIO]:
    """Open a file to write CSV to; on a terminal its controls are visible, elsewhere unchanged."""
    if output is None:
        yield sys.stdout if sys.stdout.isatty() else leave_unescaped(sys.stdout)
        return
    # Excel takes a CSV file for Chinese only if it begins with a byte order mark.
    with open_data_file(output, "utf-8-sig") as out:
        yield out


def _write_xlsx(report: Report) -> None:
    from retax.desk.writers.workbook import write_sheets

    if report.output is None:
        raise DeskError(
            Words(
                "工作簿须写入文件：请用 -o 指定，如 -o verdicts.xlsx",
                "a workbook goes into a file: name it with -o, as in -o verdicts.xlsx",
            )
        )
    write_sheets(
        report.output,
        report.form,
        report.rows,
        options=report.options,
        unread=report.unread,
        noticed=report.noticed,
        batch=report.batch,
        rows=report.count,
    )


_WRITERS: Mapping[Format, Callable[[Report], None]] = {
    "table": _write_table,
    "note": _write_notes,
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
