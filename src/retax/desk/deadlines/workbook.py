"""The last days of a file as a workbook: one row a line, the nearest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from retax.desk.deadlines.table import classify_urgency, write_caption
from retax.desk.judging.deadlines import Deadline, DeadlineLine, Deadlines, WithoutLastDay
from retax.desk.writers.atomic_workbook import open_new_workbook
from retax.desk.writers.workbook_styles import (
    ADDED,
    CELL,
    DAYS_LEFT_FORMAT,
    FILLS,
    FONT,
    SHOWN,
    Formats,
    compute_day_number,
    compute_height,
    count_lines,
    make_writable,
)
from retax.facts.catalogue import NAMES
from retax.law.outcome import STATUSES
from retax.words import Lang, Words, both, joined

_SHEET = Words("退运期限", "Last days")
_COLUMNS: tuple[tuple[Words, int], ...] = (
    (Words("期限届满日", "Last day"), 12),
    (Words("剩余天数", "Days left"), 11),
    (Words("原行号", "Row"), 8),
    (Words("业务编号等", "Goods"), 24),
    (Words("商品名称", "Name"), 20),
    (Words("企业名称", "Enterprise"), 26),
    (Words("待办事项", "To do"), 50),
    (Words("证明", "Certificate"), 32),
    (Words("待补资料", "Missing facts"), 26),
    (Words("结论", "Result"), 15),
)
_DAY, _LEFT, _ROW = range(3)
_LEVEL_FILLS: Mapping[str, str] = {
    "overdue": FILLS["ineligible"],
    "a_week": "#F8CBAD",
    "a_month": FILLS["needs_facts"],
    "more": FILLS["eligible"],
}
"""The fill of a last day by how near it is."""


def write_deadlines(file: str | Path, found: Deadlines, lang: Lang = "zh") -> None:
    """Write the last days, the unknown ones below, under what they came to.

    Raises:
        DeskError: the workbook cannot be written there.
    """
    with open_new_workbook(file) as workbook:
        formats = Formats(workbook)
        sheet = workbook.add_worksheet(_SHEET.text(lang))
        title = Words("退运期限（截至 {day}）", "Last days as of {day}").filled(
            day=both(found.as_of)
        )
        look = formats.get(FONT, bold=True, font_size=14)
        sheet.write_string(0, 0, title.text(lang), look)
        sheet.write_string(1, 0, write_caption(found).text(lang), formats.get(FONT))
        for place, (words, width) in enumerate(_COLUMNS):
            sheet.set_column(place, place, width)
            sheet.write_string(2, place, words.text(lang), formats.get(ADDED))
        lines: tuple[Deadline | WithoutLastDay, ...] = (*found.listed, *found.undated)
        for row, line in enumerate(lines, start=3):
            _write_line(sheet, formats, row, line, lang)
        _lay_out(sheet, max(len(lines), 1) + 2)


def _write_line(
    sheet: Any, formats: Formats, row: int, line: Deadline | WithoutLastDay, lang: Lang
) -> None:
    if isinstance(line, Deadline):
        fill = {"bg_color": _LEVEL_FILLS[classify_urgency(line.days_left).level]}
        shown = {"num_format": DAYS_LEFT_FORMAT.text(lang), "align": "center"}
        sheet.write_number(
            row, _DAY, compute_day_number(line.last_day), formats.get(CELL, fill, SHOWN["day"])
        )
        sheet.write_number(row, _LEFT, line.days_left, formats.get(CELL, fill, shown))
    else:
        unknown = Words("待定", "unknown").text(lang)
        sheet.write_string(row, _DAY, unknown, formats.get(CELL, align="center"))
        sheet.write_blank(row, _LEFT, None, formats.get(CELL))
    sheet.write_number(row, _ROW, line.row, formats.get(CELL, align="center"))
    most = 1
    for place, words in enumerate(_list_texts(line), start=_ROW + 1):
        text = make_writable(words.text(lang))
        sheet.write_string(row, place, text, formats.get(CELL))
        most = max(most, count_lines(text, _COLUMNS[place][1]))
    sheet.set_row(row, compute_height(most))


def _list_texts(line: Deadline | WithoutLastDay) -> Iterator[Words]:
    yield line.label
    yield _show_fact(line, "goods_name")
    yield _show_fact(line, "enterprise")
    yield line.words if isinstance(line, Deadline) else both("")
    yield (line.warning if isinstance(line, Deadline) else None) or both("")
    yield joined([NAMES[name].label for name in line.missing], zh="；", en="; ")
    yield STATUSES[line.status][0]


def _show_fact(line: DeadlineLine, fact: str) -> Words:
    return both(getattr(line.goods, fact) or "")


def _lay_out(sheet: Any, last: int) -> None:
    sheet.freeze_panes(3, _ROW + 2)
    sheet.autofilter(2, 0, last, len(_COLUMNS) - 1)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(2)
    sheet.fit_to_pages(1, 0)
