"""Returns of files matched to an export ledger: what the command ``match`` does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from retax import Lang, Words
from retax.desk.command.check import apply_answers_of, print_reminders_written
from retax.desk.command.options import get_today_in_china
from retax.desk.command.short_lists import print_first
from retax.desk.judging.summary import name_result, write_summary_line
from retax.desk.listing import take_first
from retax.desk.matching.answers import describe_rows, describe_totals
from retax.desk.matching.layout import TableId
from retax.desk.matching.matched_tables import MatchedTables, MatchOptions, match_tables
from retax.desk.matching.open_tables import open_tables
from retax.desk.readers.batch_statements import parse_statements
from retax.desk.source import DeskError
from retax.desk.streams import print_to_stderr, print_to_stdout
from retax.desk.writers.atomic_file import refuse_to_overwrite
from retax.desk.writers.json import to_json_line
from retax.desk.writers.report import open_json_file


@dataclass(frozen=True, slots=True)
class MatchFiles:
    """The files of a matching; ``named``: by table those that are it whatever they hold.

    ``batch``: facts stated for all rows. ``beside``: other files the run reads. ``carry``: columns
    of the user's own that are not read.
    """

    files: Sequence[str]
    named: Mapping[TableId, Sequence[str]]
    batch: Sequence[str] = ()
    beside: Sequence[str] = ()
    carry: Sequence[str] = ()

    def list_files_read(self) -> tuple[str, ...]:
        """Return every file the run reads, none of which it may write to."""
        named = (file for files in self.named.values() for file in files)
        return (*self.files, *named, *self.beside)


@dataclass(frozen=True, slots=True)
class MatchTarget:
    """Where the answers go: a workbook or JSON, else words on standard output; and a calendar."""

    lang: Lang
    output: str | None = None
    ics: str | None = None


_NO_FORMAT = Words(
    "不知道以何种格式写入 {file}；应以 .xlsx 或 .json 结尾",
    "in which format {file} is to be written is not said; accepted are names that end in .xlsx or "
    ".json",
)
_WRITTEN = Words("已写入 {file}（{rows}）", "{file} written ({rows})")


def match_files(files: MatchFiles, matching: MatchOptions, target: MatchTarget) -> int:
    """Match the tables of files, write the answers and return the exit code.

    Raises:
        DeskError: a file cannot be read, or the answers cannot be written.
    """
    for output in {target.output, target.ics}:
        refuse_to_overwrite(output, *files.list_files_read())
    write = _choose_writer(target.output)
    batch = parse_statements(files.batch)
    tables = open_tables(files.files, named=files.named, batch=batch, carry=files.carry)
    # A calendar reminds from a day on; without one a matching asks what holds on any day, and only
    # its last days are counted from today.
    today = get_today_in_china()
    judging = apply_answers_of(tables.answers, matching.judging, today if target.ics else None)
    matching = replace(matching, judging=judging, today=today)
    found = match_tables(tables, matching)
    write(found, target)
    for notice in (*tables.notices, *tables.untold):
        print_to_stderr(notice, target.lang)
    if target.output is not None:
        _print_contradictions(found, target.lang)
    if target.ics is not None:
        _write_calendar(found, target.ics, target.lang)
    return found.exit_code


def _print_contradictions(found: MatchedTables, lang: Lang) -> None:
    contradictions = take_first(found.matched.contradictions)
    print_first(contradictions, lambda contradiction: contradiction.words, _MORE, lang)


_MORE = Words("另有 {n} 处矛盾未一一列出", "{n} more contradictions are not named")


def _choose_writer(output: str | None) -> Callable[[MatchedTables, MatchTarget], None]:
    """Return what writes the answers to a file of this name; DeskError for another name."""
    if output is None:
        return _print
    match Path(output).suffix.lower():
        case ".xlsx":
            return _write_workbook
        case ".json":
            return _write_json
    raise DeskError(_NO_FORMAT.filled(file=output))


def _print(found: MatchedTables, target: MatchTarget) -> None:
    for label, words in describe_totals(found):
        line = Words("{label}：{words}", "{label}: {words}")
        print_to_stdout(line.filled(label=label, words=words), target.lang)
    for words in describe_rows(found):
        print_to_stdout(words, target.lang)


def _write_workbook(found: MatchedTables, target: MatchTarget) -> None:
    from retax.desk.matching.workbook import write_matched

    output = str(target.output)
    write_matched(output, found, target.lang)
    results = Counter(map(name_result, found.lines))
    overdrawn = sum(line.overdrawn is not None for line in found.lines)
    rows = write_summary_line(results, overdrawn)
    print_to_stderr(_WRITTEN.filled(file=output, rows=rows), target.lang)


def _write_json(found: MatchedTables, target: MatchTarget) -> None:
    origins = {
        table: [
            {"file": row.origin.file, "sheet": row.origin.sheet, "row": row.origin.number}
            for row in rows
        ]
        for table, rows in found.tables.rows.items()
    }
    with open_json_file(target.output) as out:
        out.write(to_json_line({**found.matched.to_dict(target.lang), "origins": origins}) + "\n")
    print_to_stderr(_WRITTEN_JSON.filled(file=target.output), target.lang)


_WRITTEN_JSON = Words("已写入 {file}", "{file} written")


def _write_calendar(found: MatchedTables, file: str, lang: Lang) -> None:
    from retax.desk.matching.lapses import write_lapses

    print_reminders_written(write_lapses(file, found, lang), file, lang)
