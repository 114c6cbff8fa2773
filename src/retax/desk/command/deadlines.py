"""The last days of a file of goods, on the terminal and in the calendar."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from retax import Lang, Words
from retax.desk.command.check import (
    InputOptions,
    OutputOptions,
    RunSummary,
    apply_answers_of,
    print_reminders_written,
    warn_unread_columns,
)
from retax.desk.command.options import get_today_in_china
from retax.desk.exit_codes import ALL_WELL, NOT_ACCEPTED, OVERDUE, TO_BE_CLARIFIED
from retax.desk.judging.deadlines import Deadline, Deadlines, WithoutLastDay, list_deadlines
from retax.desk.judging.judge import JudgeOptions, judge_rows, shown_of
from retax.desk.streams import encode_in_utf_8, leave_unescaped, print_to_stderr
from retax.desk.writers.atomic_file import refuse_to_overwrite
from retax.desk.writers.json import to_json_line


def watch_file(
    goods: InputOptions,
    judging: JudgeOptions,
    target: OutputOptions,
    workbook: str | None = None,
) -> int:
    """List the last days of a file, also in a calendar and a workbook, and return a code.

    Days count from ``judging.as_of``, else the day in the workbook, else today in China. Exit code:
    2 a row cannot be read, 1 a last day has passed, 3 one is not known for want of facts, or more
    comes back of an export line than went out, else 0.

    Raises:
        DeskError: the file cannot be read, or the calendar not written.
    """
    for output in {target.output, workbook, None}:  # the calendar, the workbook, the list
        refuse_to_overwrite(output, *goods.list_files_read())
    source, lines = goods.open()
    today = get_today_in_china()
    judging = apply_answers_of(source, judging, today)
    as_of = judging.as_of or today
    seen = RunSummary()
    kept = list(lines)
    found = list_deadlines(seen.pass_on(judge_rows(kept, judging, shown_of(kept))), as_of)
    if workbook is None:
        _show(found, target)
    warn_unread_columns(source, target.lang)
    overdrawn = seen.report_overdrawn(target.lang)
    seen.report_disagreements(target.lang)
    seen.report_repetitions(target.lang)
    if target.output is not None:
        _write_calendar(found, target.output, target.lang)
    if workbook is not None:
        from retax.desk.deadlines.workbook import write_deadlines

        write_deadlines(workbook, found, target.lang)
        print_to_stderr(_WRITTEN.filled(file=workbook), target.lang)
    if found.left_out.get("refused"):
        return NOT_ACCEPTED
    if found.overdue:
        return OVERDUE
    return TO_BE_CLARIFIED if found.undated or overdrawn else ALL_WELL


_WRITTEN = Words("已写入 {file}", "{file} written")


def _show(found: Deadlines, target: OutputOptions) -> None:
    if target.format == "table":
        from rich.console import Console

        from retax.desk.deadlines.table import lay_out_deadlines

        Console(file=leave_unescaped(sys.stdout)).print(lay_out_deadlines(found, target.lang))
        return
    lines: tuple[Deadline | WithoutLastDay, ...] = (*found.listed, *found.undated)
    with encode_in_utf_8(sys.stdout) as out:
        for line in lines:
            out.write(to_json_line(as_object(line, target.lang)) + "\n")


def as_object(line: Deadline | WithoutLastDay, lang: Lang) -> Mapping[str, Any]:
    """Return a last day as plain values for programs."""
    found: dict[str, Any] = {
        "row": line.row,
        "goods": line.label.text(lang),
        "status": line.status,
        "missing": list(line.missing),
    }
    if isinstance(line, WithoutLastDay):
        return found | {"last_day": None}
    return found | {
        "last_day": line.last_day.isoformat(),
        "days_left": line.days_left,
        "action": line.kind,
        "certificate": line.certificate,
        "words": line.words.text(lang),
        "warning": line.warning.text(lang) if line.warning else None,
    }


def _write_calendar(found: Deadlines, file: str, lang: Lang) -> None:
    from retax.desk.deadlines.ics import write_ics

    print_reminders_written(write_ics(file, found, lang), file, lang)
