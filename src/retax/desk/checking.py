"""A file of goods judged and told: what the command ``check`` does."""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from retax import Lang, Overdrawn, Words
from retax.desk import console, json_out
from retax.desk.as_table import as_table
from retax.desk.batch import batch_of
from retax.desk.files import Kind, read
from retax.desk.judged import (
    MORE_THAN_WENT_OUT,
    Accepted,
    Asked,
    Judged,
    accepted,
    beyond,
    exit_code,
    judged,
    more_than_went_out,
    worse,
)
from retax.desk.report import FORMATS, Format, Report, text_file, write
from retax.desk.rows import Source, Unreadable
from retax.desk.tally import Result, counted, result_of
from retax.overdrawn import ExportLines
from retax.words import both, joined


@dataclass(frozen=True, slots=True)
class Goods:
    """A file of goods to be judged: where it is, of what kind, and what is stated for all rows."""

    file: str
    kind: Kind | None = None
    sheet: str | None = None
    batch: Sequence[str] = ()

    def opened(self) -> tuple[Source, Iterator[Accepted]]:
        """Open the file; its rows are validated as they are walked.

        What is stated on the command line goes before what the second sheet states.
        """
        stated = batch_of(self.batch)
        source = read(self.file, kind=self.kind, sheet=self.sheet)
        source = replace(source, batch={**source.batch, **stated})
        return source, accepted(source.rows, source.batch)


@dataclass(frozen=True, slots=True)
class Telling:
    """How verdicts are to be told, and where."""

    lang: Lang
    format: Format
    sentences: bool = False
    output: str | None = None


def check_file(goods: Goods, asked: Asked, telling: Telling) -> int:
    """Judge a file, write the report and return the exit code.

    Raises:
        Unreadable: the file cannot be read, or the report cannot be written.
    """
    _refuse_to_overwrite(goods.file, telling.output)
    source, lines = goods.opened()
    seen = Seen()
    if telling.format == "jsonl":
        _tell_line_by_line(seen, judged(lines, asked), telling)
    else:
        with _nothing_in_circles():
            _tell_as_a_whole(seen, source, lines, asked, telling)
    tell_unread(source, telling.lang)
    seen.tell_overdrawn(telling.lang)
    if telling.output is not None:
        words = _WRITTEN.filled(file=telling.output, rows=seen.counted())
        print(words.text(telling.lang), file=sys.stderr)
    return seen.code


_WRITTEN = Words("已写入 {file}（{rows}）", "{file} written ({rows})")


def _tell_line_by_line(seen: Seen, lines: Iterable[Judged], telling: Telling) -> None:
    with text_file(telling.output) as out:
        for line in seen.each(lines):
            json_out.write_line(out, line, telling.lang, sentences=telling.sentences)


def _tell_as_a_whole(
    seen: Seen, source: Source, lines: Iterable[Accepted], asked: Asked, telling: Telling
) -> None:
    kept = list(console.with_progress(lines))
    headings = source.headings
    if not headings and telling.format == "csv":
        headings, kept = as_table(kept, telling.lang)
    told = seen.each(judged(kept, asked, beyond(kept)))
    if telling.output is not None:
        told = console.with_progress(told, len(kept))
    report = Report(
        lines=told,
        headings=headings,
        unread=source.unread,
        batch=source.batch,
        asked=asked,
        rows=len(kept),
        lang=telling.lang,
        sentences=telling.sentences,
        output=telling.output,
    )
    write(report, telling.format)


@contextmanager
def _nothing_in_circles() -> Iterator[None]:
    """Leave the collector of circular references alone: looking through all rows costs a tenth."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def format_of(given: Format | None, output: str | None) -> Format:
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
    raise Unreadable(
        Words(
            f"不知道以何种格式写入 {output}；应以 .xlsx、.csv、.json 或 .jsonl 结尾，"
            "或用 --format 指定",
            f"in which format {output} is to be written is not said; accepted are names that end "
            "in .xlsx, .csv, .json or .jsonl, or --format",
        )
    )


def _refuse_to_overwrite(file: str, output: str | None) -> None:
    if output is None or file == "-" or not Path(output).exists():
        return
    if Path(file).exists() and os.path.samefile(file, output):
        raise Unreadable(
            Words(
                f"输出文件与输入文件相同（{output}）；请另取文件名",
                f"{output} is the file to be read; name another one to write to",
            )
        )


@dataclass
class Seen:
    """What is noticed while rows pass: their results, the worst, and overdrawn export lines."""

    code: int = 0
    results: Counter[Result] = field(default_factory=Counter)
    _lines: ExportLines = field(default_factory=ExportLines)

    def each(self, lines: Iterable[Judged]) -> Iterator[Judged]:
        """Pass rows on."""
        for line in lines:
            self.code = worse(self.code, exit_code(line))
            self.results[result_of(line)] += 1
            if line.accepted.goods is not None:
                self._lines.add(line.row.number, line.accepted.goods)
            yield line

    def counted(self) -> Words:
        """Say how many rows came out how."""
        overdrawn = sum(len(found.rows) for found in self._lines.overdrawn())
        return counted(self.results, overdrawn)

    def tell_overdrawn(self, lang: Lang) -> bool:
        """Name on standard error the rows beyond their export line; return whether there are any.

        They decide the exit code, too.
        """
        found = self._lines.overdrawn()
        for line in found:
            self.code = worse(self.code, MORE_THAN_WENT_OUT)
            print(_overdrawn(line).text(lang), file=sys.stderr)
        return bool(found)


def _overdrawn(found: Overdrawn) -> Words:
    return Words("第 {rows} 行{what}", "rows {rows}: {what}").filled(
        rows=joined([both(row) for row in found.rows]), what=more_than_went_out(found)
    )


def tell_unread(source: Source, lang: Lang) -> None:
    """Name on standard error the columns of a file that were not read as facts or left out."""
    if source.earlier:
        words = Words(
            "已有的 {n} 列判定结果（{first}至{last}）未带入，以本次判定为准",
            "{n} columns of earlier verdicts ({first} to {last}) are left out for the new ones",
        ).filled(n=len(source.earlier), first=source.earlier[0], last=source.earlier[-1])
        print(words.text(lang), file=sys.stderr)
    if source.unread:
        names = joined([both(heading) for heading in source.unread])
        words = Words(
            "未作为要素读取的列（原样保留）：{names}", "columns not read as facts: {names}"
        ).filled(names=names)
        print(words.text(lang), file=sys.stderr)
