"""A file of goods judged and reported: the command ``check``."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from retax import QUESTIONS, Lang, Overdrawn, Words
from retax.desk.exit_codes import ALL_WELL, TO_BE_CLARIFIED, choose_worst_exit_code
from retax.desk.judging.judge import (
    JudgedRow,
    JudgeOptions,
    ValidatedRow,
    choose_exit_code,
    describe_overdrawn,
    judge_rows,
    judge_rows_in_order,
    validate_rows,
)
from retax.desk.judging.kept_rows import KeptRows
from retax.desk.judging.summary import Result, name_result, write_summary_line
from retax.desk.layout import AS_OF, SETTLED
from retax.desk.listing import First, name_rows, name_texts
from retax.desk.readers.batch_statements import parse_statements
from retax.desk.readers.open_source import STANDARD_INPUT, FileKind, open_source
from retax.desk.readers.settlement_sheet import SettlementSheet
from retax.desk.settlements import SIDE_WORDS
from retax.desk.source import DeskError, Source
from retax.desk.streams import print_to_stderr
from retax.desk.writers.atomic_file import refuse_to_overwrite
from retax.desk.writers.json import InJson, write_line
from retax.desk.writers.json_as_table import as_table
from retax.desk.writers.report import FORMATS, Format, Report, open_json_file, write
from retax.lots.overdrawn import ExportLines
from retax.words import both


@dataclass(frozen=True, slots=True)
class InputOptions:
    """A file of goods to be judged: where it is, of what kind, and what is stated for all rows.

    ``beside``: the other files the run reads. ``carry``: columns of the user's own whose headings
    come near a fact's.
    """

    file: str
    kind: FileKind | None = None
    sheet: str | None = None
    batch: Sequence[str] = ()
    beside: Sequence[str] = ()
    carry: Sequence[str] = ()

    def list_files_read(self) -> tuple[str, ...]:
        """Return every file the run reads, none of which it may write to."""
        return (self.file, *self.beside)

    def open(self) -> tuple[Source, Iterator[ValidatedRow]]:
        """Open the file; its rows are validated as they are walked.

        What is stated on the command line goes before what the second sheet states.
        """
        stated = parse_statements(self.batch)
        source = open_source(self.file, kind=self.kind, sheet=self.sheet, carry=self.carry)
        source = replace(source, batch={**source.batch, **stated})
        return source, validate_rows(source.rows, source.batch)


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """The form of the report on verdicts, and its place.

    ``sentences``, ``brief``: as in :class:`~retax.desk.writers.json.InJson`.
    """

    lang: Lang
    format: Format
    sentences: bool = False
    output: str | None = None
    brief: bool = False


def check_file(
    goods: InputOptions,
    judging: JudgeOptions,
    target: OutputOptions,
    otherwise: date | None = None,
) -> int:
    """Judge a file, write the report and return the exit code.

    ``otherwise``: the day to judge on where neither an option nor the workbook names one.

    Raises:
        DeskError: the file cannot be read, or the report cannot be written.
    """
    refuse_to_overwrite(target.output, *goods.list_files_read())
    source, lines = goods.open()
    judging = apply_answers_of(source, judging, otherwise)
    seen = RunSummary()
    if target.format == "jsonl":
        _write_line_by_line(seen, _judge_in_turn(goods, lines, judging), target)
    else:
        with _pause_gc():
            _write_report(seen, source, lines, judging, target)
    warn_unread_columns(source, target.lang)
    seen.report_overdrawn(target.lang)
    if target.output is not None:
        print_to_stderr(
            _WRITTEN.filled(file=target.output, rows=seen.describe_counts()), target.lang
        )
    return seen.code


def apply_answers_of(
    source: Source | SettlementSheet, judging: JudgeOptions, otherwise: date | None = None
) -> JudgeOptions:
    """Return the options with what the workbook says of answers of customs and of the day.

    ``otherwise``: the day where neither names one.

    Raises:
        DeskError: an option contradicts the workbook.
    """
    for id_, side in source.settled.items():
        if judging.settled.get(id_, side) != side:
            sides = (SIDE_WORDS[each] for each in (side, judging.settled[id_]))
            raise DeskError(_CONTRADICTS.filled(what=_name_question(id_), **_show_both(*sides)))
    if None not in (judging.as_of, source.as_of) and judging.as_of != source.as_of:
        days = _show_both(both(source.as_of), both(judging.as_of))
        raise DeskError(_CONTRADICTS.filled(what=AS_OF, **days))
    return replace(
        judging,
        settled={**source.settled, **judging.settled},
        as_of=judging.as_of or source.as_of or otherwise,
    )


def _name_question(id_: str) -> Words:
    return Words(f"「{QUESTIONS[id_].asks.zh}」", id_)


def _show_both(in_file: Words, in_command: Words) -> dict[str, Words]:
    return {"in_file": in_file, "in_command": in_command}


_CONTRADICTS = Words(
    f"{{what}}在工作表「{SETTLED.zh}」中为{{in_file}}，在命令中为{{in_command}}；"
    "请改为一致，或删去其一",
    f"{{what}} is {{in_file}} in the sheet {SETTLED.en!r} and {{in_command}} on the command line; "
    "accepted is one of the two",
)


def _judge_in_turn(
    goods: InputOptions, lines: Iterator[ValidatedRow], judging: JudgeOptions
) -> Iterator[JudgedRow]:
    """Judge the rows of a stream as they come, those of any other file with the whole of it."""
    if _is_stream(goods):
        return judge_rows_in_order(lines, judging)
    export_lines = ExportLines()
    kept = KeptRows(_add_up(export_lines, lines))
    return judge_rows(kept, judging, export_lines.find_shown())


def _is_stream(goods: InputOptions) -> bool:
    """Say whether the goods are JSON Lines, or whatever standard input gives."""
    is_named_so = goods.kind is None and Path(goods.file).suffix.lower() in _LINE_BY_LINE
    return goods.file == STANDARD_INPUT or goods.kind == "jsonl" or is_named_so


_LINE_BY_LINE = (".jsonl", ".ndjson")
_WRITTEN = Words("已写入 {file}（{rows}）", "{file} written ({rows})")


def _write_line_by_line(
    seen: RunSummary, lines: Iterable[JudgedRow], target: OutputOptions
) -> None:
    in_json = InJson(target.lang, target.sentences, target.brief)
    with open_json_file(target.output) as out:
        for line in seen.pass_on(lines):
            write_line(out, line, in_json)


def _write_report(
    seen: RunSummary,
    source: Source,
    lines: Iterable[ValidatedRow],
    judging: JudgeOptions,
    target: OutputOptions,
) -> None:
    from retax.desk import console  # rich takes 40 ms, and JSON Lines do without it

    export_lines = ExportLines()
    kept = KeptRows(_add_up(export_lines, console.show_progress(lines)))
    headings, accepted_lines = source.headings, iter(kept)
    if not headings and target.format == "csv":
        headings, accepted_lines = as_table(kept, target.lang)
    judged = seen.pass_on(judge_rows(accepted_lines, judging, export_lines.find_shown()))
    if target.output is not None:
        judged = console.show_progress(judged, len(kept))
    report = Report(
        lines=judged,
        headings=headings,
        unread=source.unread,
        noticed=source.noticed,
        batch=source.batch,
        options=judging,
        rows=len(kept),
        lang=target.lang,
        sentences=target.sentences,
        output=target.output,
        brief=target.brief,
        with_money=any(line.has_amounts for line in kept),
    )
    write(report, target.format)


def _add_up(export_lines: ExportLines, lines: Iterable[ValidatedRow]) -> Iterator[ValidatedRow]:
    """Pass rows on and add them up by their places."""
    for place, line in enumerate(lines):
        if line.goods is not None:
            export_lines.add(place, line.goods)
        yield line


@contextmanager
def _pause_gc() -> Iterator[None]:
    """Leave the collector of circular references alone: looking through all rows costs a tenth."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def choose_format(given: Format | None, output: str | None) -> Format:
    """Return the format asked for, else that of the file to write, else what the reader is.

    A table for a terminal, JSON Lines for whatever else reads standard output.
    """
    if given is not None:
        return given
    if output is None:
        return "table" if sys.stdout.isatty() else "jsonl"
    suffix = Path(output).suffix.lower().removeprefix(".")
    for known in FORMATS:
        if known == suffix:
            return known
    raise DeskError(
        Words(
            f"不知道以何种格式写入 {output}；应以 .xlsx、.csv、.json 或 .jsonl 结尾，"
            "或用 --format 指定",
            f"in which format {output} is to be written is not said; accepted are names that end "
            "in .xlsx, .csv, .json or .jsonl, or --format",
        )
    )


class RunSummary:
    """Running notes while rows pass: their results, the worst, and overdrawn export lines."""

    def __init__(self) -> None:
        self.code: int = ALL_WELL
        self.results: Counter[Result] = Counter()
        self._beyond: dict[tuple[str, int | None], tuple[Overdrawn, First[int]]] = {}

    def pass_on(self, lines: Iterable[JudgedRow]) -> Iterator[JudgedRow]:
        """Pass rows on."""
        for line in lines:
            self.code = choose_worst_exit_code(self.code, choose_exit_code(line))
            self.results[name_result(line)] += 1
            self._look_at(line)
            yield line

    def _look_at(self, line: JudgedRow) -> None:
        found = line.overdrawn
        if found is not None:
            key = (found.export_entry, found.export_item)
            _, rows = self._beyond.get(key, (found, First()))
            rows.add(line.row.number)
            self._beyond[key] = found, rows  # of a stream the last row shows the whole sum

    def _list_overdrawn(self) -> Iterable[tuple[Overdrawn, First[int]]]:
        return self._beyond.values()

    def describe_counts(self) -> Words:
        """Say how many rows came out how."""
        overdrawn = sum(rows.count for _, rows in self._list_overdrawn())
        return write_summary_line(self.results, overdrawn)

    def report_overdrawn(self, lang: Lang) -> bool:
        """Name on standard error the rows beyond their export line; return whether there are any.

        They decide the exit code, too. A long file names the first of its lines and of their rows.
        """
        lines: First[tuple[Overdrawn, First[int]]] = First()
        for line in self._list_overdrawn():
            lines.add(line)
        for found, rows in lines.named:
            print_to_stderr(_describe_beyond(found, rows), lang)
        rest = lines.count - len(lines.named)
        if rest:
            print_to_stderr(_MORE_LINES.filled(n=rest), lang)
        if lines.count:
            self.code = choose_worst_exit_code(self.code, TO_BE_CLARIFIED)
        return lines.count > 0


_MORE_LINES = Words(
    "另有 {n} 个出口单证项目超量退运，未一一列出",
    "of {n} more lines of export papers more comes back than went out",
)


def _describe_beyond(found: Overdrawn, rows: First[int]) -> Words:
    return Words("{rows}{what}", "{rows}: {what}").filled(
        rows=name_rows(rows), what=describe_overdrawn(found)
    )


def print_reminders_written(written: int, file: str, lang: Lang) -> None:
    """Say on standard error how many reminders are in a calendar, or that none was written."""
    words = Words(
        f"已写入 {written} 项提醒：{file}" if written else "没有尚未届满的期限，未写入日历",
        f"{written} reminders written: {file}" if written else "no last day to come: no calendar",
    )
    print_to_stderr(words, lang)


def warn_unread_columns(source: Source, lang: Lang) -> None:
    """Name on standard error what of a file is not read, and what was read all the same.

    Columns that name no fact, columns of earlier verdicts, rows of totals; hidden sheets, columns
    and rows. What is noticed of rows is complete once they have been walked.
    """
    for remark in source.remarks:
        print_to_stderr(remark, lang)
    if source.earlier:
        words = Words(
            "已有的 {n} 列判定结果（{first}至{last}）未带入，以本次判定为准",
            "{n} columns of earlier verdicts ({first} to {last}) are left out for the new ones",
        ).filled(n=len(source.earlier), first=source.earlier[0], last=source.earlier[-1])
        print_to_stderr(words, lang)
    if source.unread:
        words = Words(
            "未作为要素读取的列（原样保留）：{names}", "columns not read as facts: {names}"
        ).filled(names=name_texts(source.unread))
        print_to_stderr(words, lang)
