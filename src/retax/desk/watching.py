"""The last days of a file of goods, on the terminal and in the calendar."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from retax import Lang, Words
from retax.desk.checking import Goods, Seen, Telling, tell_unread
from retax.desk.deadlines import Deadline, Deadlines, Undated, deadlines
from retax.desk.judged import REFUSED, Asked, judged

OVERDUE = 1
UNCLEAR = 3


def watch_file(goods: Goods, asked: Asked, telling: Telling) -> int:
    """List the last days of a file, write them to a calendar where one is named, and return a code.

    ``asked.as_of`` is needed. Exit code: 2 a row cannot be read, 1 a last day has passed, 3 one is
    not known for want of facts, or more comes back of an export line than went out, else 0.

    Raises:
        Unreadable: the file cannot be read, or the calendar not written.
    """
    if asked.as_of is None:
        raise ValueError("as_of is None; accepted is the day from which days are counted")
    source, lines = goods.opened()
    seen = Seen()
    found = deadlines(seen.each(judged(lines, asked)), asked.as_of)
    _show(found, telling)
    tell_unread(source, telling.lang)
    overdrawn = seen.tell_overdrawn(telling.lang)
    if telling.output is not None:
        _write_calendar(found, telling.output, telling.lang)
    if found.left_out.get("refused"):
        return REFUSED
    return OVERDUE if found.overdue else UNCLEAR if found.undated or overdrawn else 0


def _show(found: Deadlines, telling: Telling) -> None:
    if telling.format == "table":
        from rich.console import Console

        from retax.desk.deadlines_table import deadlines_table

        Console().print(deadlines_table(found, telling.lang))
        return
    lines: tuple[Deadline | Undated, ...] = (*found.listed, *found.undated)
    for line in lines:
        print(json.dumps(as_object(line, telling.lang), ensure_ascii=False))


def as_object(line: Deadline | Undated, lang: Lang) -> Mapping[str, Any]:
    """Return a last day as plain values for programs."""
    told: dict[str, Any] = {
        "row": line.row,
        "goods": line.label.text(lang),
        "status": line.status,
        "missing": list(line.missing),
    }
    if isinstance(line, Undated):
        return told | {"last_day": None}
    return told | {
        "last_day": line.last_day.isoformat(),
        "days_left": line.days_left,
        "action": line.kind,
        "certificate": line.certificate,
        "words": line.words.text(lang),
        "warning": line.warning.text(lang) if line.warning else None,
    }


def _write_calendar(found: Deadlines, file: str, lang: Lang) -> None:
    from retax.desk.reminders import write_ics

    written = write_ics(file, found, lang)
    said = Words(
        f"已写入 {written} 项提醒：{file}" if written else "没有尚未届满的期限，未写入日历",
        f"{written} reminders written: {file}" if written else "no last day to come: no calendar",
    )
    print(said.text(lang), file=sys.stderr)
