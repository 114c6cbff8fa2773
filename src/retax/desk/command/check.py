"""A file of goods judged and reported: the command ``check``."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retax import QUESTIONS, Lang, Overdrawn, Words
from retax.desk.command.short_lists import print_first
from retax.desk.exit_codes import ALL_WELL, TO_BE_CLARIFIED, choose_worst_exit_code
from retax.desk.jobs.judge_here import FileHere, cut_in_chunks
from retax.desk.judging.disagreement import describe_disagreement
from retax.desk.judging.example_rows import LEFT_IN
from retax.desk.judging.judge import (
    JudgedRow,
    JudgeOptions,
    ValidatedRow,
    describe_overdrawn,
    judge_rows_in_order,
    validate_rows,
)
from retax.desk.judging.repeated_rows import describe_repetition, describe_shared_serials
from retax.desk.judging.row_result import RowResult, WrittenRow, name_row_result
from retax.desk.judging.summary import Result, write_summary_line
from retax.desk.layout import AS_OF, SETTLED
from retax.desk.listing import First, name_rows, name_texts, take_first
from retax.desk.readers.batch_statements import parse_statements
from retax.desk.readers.open_source import STANDARD_INPUT, FileKind, open_source
from retax.desk.readers.settlement_sheet import SettlementSheet
from retax.desk.settlements import SIDE_WORDS
from retax.desk.source import DeskError, Source
from retax.desk.streams import print_to_stderr
from retax.desk.writers.atomic_file import refuse_to_overwrite
from retax.desk.writers.json import InJson, write_lines
from retax.desk.writers.json_as_table import write_column_heading
from retax.desk.writers.report import (
    FORMATS,
    Format,
    Report,
    choose_form,
    open_json_file,
    write,
)
from retax.lots.disagreement import Disagreement
from retax.lots.shared_serials import SharedSerial
from retax.words import both

if TYPE_CHECKING:
    from retax.desk.jobs.judge_in_jobs import FileInJobs
    from retax.desk.jobs.processes import WorkerProcesses


@dataclass(frozen=True, slots=True)
class InputOptions:
    """A file of goods to be judged: where it is, of what kind, and what is stated for all rows.

    ``beside``: the other files the run reads. ``carry``: columns of the user's own whose headings
    come near a fact's, or whose cells speak of one.
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
        source = self.open_rows()
        return source, validate_rows(source.rows, source.batch)

    def open_rows(self) -> Source:
        """Open the file; its rows are not validated."""
        stated = parse_statements(self.batch)
        source = open_source(self.file, kind=self.kind, sheet=self.sheet, carry=self.carry)
        return replace(source, batch={**source.batch, **stated})


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

    @property
    def in_json(self) -> InJson:
        """How verdicts are written as JSON."""
        return InJson(self.lang, self.sentences, self.brief)


def check_file(
    goods: InputOptions,
    judging: JudgeOptions,
    target: OutputOptions,
    otherwise: date | None = None,
    jobs: int = 1,
) -> int:
    """Judge a file, write the report and return the exit code.

    ``otherwise``: the day to judge on where neither an option nor the workbook names one.
    ``jobs``: how many processes judge; what is written is the same.

    Raises:
        DeskError: the file cannot be read, or the report cannot be written.
    """
    refuse_to_overwrite(target.output, *goods.list_files_read())
    source = goods.open_rows()
    judging = apply_answers_of(source, judging, otherwise)
    seen = RunSummary()
    with _start_workers(jobs, source, judging, target, goods.carry) as workers:
        if target.format == "jsonl":
            rows = _judge_in_turn(goods, source, judging, target, workers)
            _write_line_by_line(seen, rows, target)
        else:
            with _pause_gc():
                _write_report(seen, source, judging, target, workers)
    warn_unread_columns(source, target.lang)
    seen.report_examples(target.lang)
    seen.report_overdrawn(target.lang)
    seen.report_disagreements(target.lang)
    seen.report_repetitions(target.lang)
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


def _is_stream(goods: InputOptions) -> bool:
    """Say whether the goods are JSON Lines, or whatever standard input gives."""
    is_named_so = goods.kind is None and Path(goods.file).suffix.lower() in _LINE_BY_LINE
    return goods.file == STANDARD_INPUT or goods.kind == "jsonl" or is_named_so


_LINE_BY_LINE = (".jsonl", ".ndjson")
_WRITTEN = Words("已写入 {file}（{rows}）", "{file} written ({rows})")


def _write_line_by_line(
    seen: RunSummary, rows: Iterable[Iterable[WrittenRow]], target: OutputOptions
) -> None:
    with open_json_file(target.output) as out:
        for some in rows:
            write_lines(out, seen.pass_written_on(some))


def _judge_in_turn(
    goods: InputOptions,
    source: Source,
    judging: JudgeOptions,
    target: OutputOptions,
    workers: WorkerProcesses | None,
) -> Iterator[Iterable[WrittenRow]]:
    """Judge the rows of a stream as they come, those of any other file with the whole of it."""
    form = target.in_json
    if not _is_stream(goods):
        yield from cut_in_chunks(_gather_rows(source, judging, workers).write(form))
    elif workers is None:
        for line in judge_rows_in_order(validate_rows(source.rows, source.batch), judging):
            yield [WrittenRow(name_row_result(line), form.write(line))]
    else:
        from retax.desk.jobs.judge_in_jobs import StreamInJobs, read_batches

        yield from StreamInJobs(workers, form).judge(read_batches(source))


def _write_report(
    seen: RunSummary,
    source: Source,
    judging: JudgeOptions,
    target: OutputOptions,
    workers: WorkerProcesses | None,
) -> None:
    from retax.desk import console  # rich takes 40 ms, and JSON Lines do without it

    file = _gather_rows(source, judging, workers, console.show_progress)
    headings, columns = source.headings, None
    if not headings and target.format == "csv":
        columns = file.choose_columns()
        headings = tuple(write_column_heading(column, target.lang) for column in columns)
    form = choose_form(
        target.format,
        target.in_json,
        headings,
        columns=columns,
        with_money=file.has_amounts,
    )
    written = file.write(form)
    if target.output is not None:
        written = console.show_progress(written, file.count)
    report = Report(
        rows=seen.pass_written_on(written),
        form=form,
        headings=headings,
        unread=source.unread,
        noticed=source.noticed,
        batch=source.batch,
        options=judging,
        count=file.count,
        lang=target.lang,
        output=target.output,
    )
    write(report, target.format)


def _gather_rows(
    source: Source,
    judging: JudgeOptions,
    workers: WorkerProcesses | None,
    watch: Callable[[Iterable[Any]], Iterator[Any]] = iter,
) -> FileHere | FileInJobs:
    """Read all rows of a file, which are passed through ``watch`` on the way."""
    if workers is None:
        return FileHere(validate_rows(watch(source.rows), source.batch), judging)
    from retax.desk.jobs.judge_in_jobs import FileInJobs

    if source.batches is None:
        return FileInJobs(workers, cut_in_chunks(watch(source.rows)))
    lines = chain.from_iterable(batch.lines for batch in source.batches)
    return FileInJobs(workers, cut_in_chunks(watch(lines)))


@contextmanager
def _start_workers(
    jobs: int,
    source: Source,
    judging: JudgeOptions,
    target: OutputOptions,
    carried: Sequence[str],
) -> Iterator[WorkerProcesses | None]:
    """Start the processes that judge the rows; None where this one does."""
    if jobs == 1 or target.format == "table":  # a terminal shows no more than one can judge
        yield None
        return
    from retax.desk.jobs.processes import WorkerProcesses
    from retax.desk.jobs.requests import JobSettings

    settings = JobSettings(
        judging,
        source.batch,
        lists_names=target.format == "csv" and not source.headings,
        carried=carried,
    )
    with WorkerProcesses(jobs, settings) as workers:
        yield workers


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
    """Running notes while rows pass: their results, the worst, and what is wrong with lines.

    Of export lines those overdrawn, and those whose rows contradict each other.
    """

    def __init__(self) -> None:
        self.code: int = ALL_WELL
        self.results: Counter[Result] = Counter()
        self._examples: First[int] = First()
        self._beyond: dict[tuple[str, int | None], tuple[Overdrawn, First[int]]] = {}
        self._disputed: dict[tuple[str, int | None], Disagreement] = {}
        self._repeated: dict[int, First[int]] = {}
        self._of_units_before: First[tuple[int, tuple[SharedSerial, ...]]] = First()

    def pass_on(self, lines: Iterable[JudgedRow]) -> Iterator[JudgedRow]:
        """Pass rows on."""
        for line in lines:
            self._add(name_row_result(line))
            yield line

    def pass_written_on(self, rows: Iterable[WrittenRow]) -> Iterator[Any]:
        """Pass on what is written of rows."""
        for result, written in rows:
            self._add(result)
            yield written

    def _add(self, row: RowResult) -> None:
        self.code = choose_worst_exit_code(self.code, row.code)
        self.results[row.result] += 1
        if row.is_example:
            self._examples.add(row.number)
        found = row.overdrawn
        if found is not None:
            key = (found.export_entry, found.export_item)
            _, rows = self._beyond.get(key, (found, First()))
            rows.add(row.number)
            self._beyond[key] = found, rows  # of a stream the last row shows the whole sum
        if row.disagreement is not None:
            disputed = row.disagreement
            self._disputed[disputed.export_entry, disputed.export_item] = disputed
        if row.repeats is not None:
            self._repeated.setdefault(row.repeats, First()).add(row.number)
        if row.shared:
            self._of_units_before.add((row.number, row.shared))

    def _list_overdrawn(self) -> Iterable[tuple[Overdrawn, First[int]]]:
        return self._beyond.values()

    def describe_counts(self) -> Words:
        """Say how many rows came out how."""
        overdrawn = sum(rows.count for _, rows in self._list_overdrawn())
        return write_summary_line(self.results, overdrawn)

    def report_examples(self, lang: Lang) -> None:
        """Name on standard error the example rows of the blank workbook that were left in."""
        if self._examples.count:
            words = _ABOUT_ROWS.filled(rows=name_rows(self._examples), what=LEFT_IN)
            print_to_stderr(words, lang)

    def report_overdrawn(self, lang: Lang) -> bool:
        """Name on standard error the rows beyond their export line; return whether there are any.

        They decide the exit code, too. A long file names the first of its lines and of their rows.
        """
        lines: First[tuple[Overdrawn, First[int]]] = First()
        for line in self._list_overdrawn():
            lines.add(line)
        print_first(lines, _describe_beyond, _MORE_LINES, lang)
        if lines.count:
            self.code = choose_worst_exit_code(self.code, TO_BE_CLARIFIED)
        return lines.count > 0

    def report_disagreements(self, lang: Lang) -> None:
        """Say on standard error in what the rows of export lines contradict each other."""
        lines = take_first([*self._disputed.values()])
        print_first(lines, describe_disagreement, _MORE_DISPUTED, lang)

    def report_repetitions(self, lang: Lang) -> None:
        """Name on standard error the rows that repeat an earlier row whole, or units of one."""
        repeated = take_first([*self._repeated.items()])
        print_first(repeated, _describe_repeated, _MORE_REPEATED, lang)
        print_first(self._of_units_before, _describe_shared, _MORE_OF_UNITS_BEFORE, lang)


_MORE_REPEATED = Words(
    "另有 {n} 行的各要素在后面的行中重复，未一一列出",
    "{n} more rows are repeated in every fact by later ones",
)
_MORE_OF_UNITS_BEFORE = Words(
    "另有 {n} 行的序列号在前面的行中已有，未一一列出",
    "of {n} more rows earlier ones have serial numbers",
)
_MORE_DISPUTED = Words(
    "另有 {n} 个出口单证项目的各行填写矛盾，未一一列出",
    "of {n} more lines of export papers the rows contradict each other",
)
_ABOUT_ROWS = Words("{rows}：{what}", "{rows}: {what}")

_MORE_LINES = Words(
    "另有 {n} 个出口单证项目超量退运，未一一列出",
    "of {n} more lines of export papers more comes back than went out",
)


def _describe_repeated(repeated: tuple[int, First[int]]) -> Words:
    first, rows = repeated
    return describe_repetition(name_rows(rows), first)


def _describe_shared(shared: tuple[int, tuple[SharedSerial, ...]]) -> Words:
    number, serials = shared
    return describe_shared_serials(name_rows(First(1, [number])), serials)


def _describe_beyond(beyond: tuple[Overdrawn, First[int]]) -> Words:
    found, rows = beyond
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
