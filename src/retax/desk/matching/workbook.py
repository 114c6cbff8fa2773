"""The workbook of a matching: an overview, lines with verdicts, and what holds of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from retax import Lang, Words
from retax.desk import layout
from retax.desk.judging.judge import JudgedRow
from retax.desk.matching.answers import AnswerRows, CellValue, describe_totals
from retax.desk.matching.layout import (
    CONTRADICTIONS_SHEET,
    DEADLINES_SHEET,
    ITEMS_SHEET,
    LINES_SHEET,
    OPEN_SHEET,
    OVERVIEW_SHEET,
    TO_PROVE_SHEET,
    AnswerSheet,
)
from retax.desk.matching.matched_tables import MatchedTables
from retax.desk.source import DeskError
from retax.desk.template.columns import TEMPLATE_COLUMNS
from retax.desk.writers.atomic_workbook import open_new_workbook
from retax.desk.writers.fact_cells import write_fact_heading, write_fact_value
from retax.desk.writers.printed_page import lay_out_printed_table
from retax.desk.writers.settlement_sheet import write_settlements
from retax.desk.writers.summary_sheet import describe_options
from retax.desk.writers.workbook import write_batch, write_rows
from retax.desk.writers.workbook_styles import (
    ADDED,
    CELL,
    FONT,
    MOST_ROWS,
    Cells,
    Formats,
    compute_height,
    count_lines,
    make_writable,
)

_TOO_LONG = Words(
    "工作表「{sheet}」超过 {most} 行，放不下；请按货号拆分文件，或改用 .json 输出",
    "sheet {sheet!r} would have more than {most} rows; split the files by item, or write .json",
)
_LABEL_WIDTH, _TEXT_WIDTH = 26, 90


def write_matched(file: str | Path, found: MatchedTables, lang: Lang = "zh") -> None:
    """Write the workbook of a matching.

    Its sheet of lines goes into ``retax check`` and ``retax letter`` as it is: the facts of each
    line, and what is stated for all rows in a sheet of its own.

    Raises:
        DeskError: the workbook cannot be written there, or a sheet cannot hold so much.
    """
    answers = AnswerRows(found, lang)
    tables: Sequence[tuple[AnswerSheet, Iterable[Sequence[CellValue]]]] = (
        (OPEN_SHEET, answers.list_open()),
        (ITEMS_SHEET, answers.list_items()),
        (DEADLINES_SHEET, answers.list_deadlines()),
        (TO_PROVE_SHEET, answers.list_to_prove()),
        (CONTRADICTIONS_SHEET, answers.list_contradictions()),
    )
    with open_new_workbook(file) as workbook:
        formats = Formats(workbook)
        summary = workbook.add_worksheet(OVERVIEW_SHEET.name.text(lang))
        _write_lines(
            workbook.add_worksheet(LINES_SHEET.name.text(lang)), formats, found, answers, lang
        )
        for sheet, rows in tables:
            _write_table(workbook.add_worksheet(sheet.name.text(lang)), formats, sheet, rows, lang)
        if found.tables.batch:
            sheet = workbook.add_worksheet(layout.BATCH.text(lang))
            write_batch(sheet, formats, found.tables.batch, lang)
        settled = found.options.judging.settled
        if settled:
            sheet = workbook.add_worksheet(layout.SETTLED.text(lang))
            write_settlements(sheet, formats, lang, settled)
        _write_overview(summary, formats, found, lang)


def _write_overview(sheet: Any, formats: Formats, found: MatchedTables, lang: Lang) -> None:
    noticed = [(_NOTICED, words) for words in found.tables.notices]
    untold = [(_UNTOLD, words) for words in found.tables.untold]
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, 1, _TEXT_WIDTH)
    for column, words in enumerate((Words("项目", "About"), Words("内容", "In words"))):
        sheet.write_string(0, column, words.text(lang), formats.get(ADDED))
    label, cell = formats.get(CELL, bold=True), formats.get(CELL)
    lines = (*describe_totals(found), *describe_options(found.options.judging), *noticed, *untold)
    for row, (about, words) in enumerate(lines, start=1):
        text = make_writable(words.text(lang))
        sheet.set_row(row, compute_height(count_lines(text, _TEXT_WIDTH)))
        sheet.write_string(row, 0, about.text(lang), label)
        sheet.write_string(row, 1, text, cell)
    sheet.freeze_panes(1, 0)
    lay_out_printed_table(sheet)


_NOTICED = Words("读取提示", "Noticed in reading")
_UNTOLD = Words("文件未载明", "Not told by a file")


# -- lines that can be judged ----------------------------------------------------------------------


def _write_lines(
    sheet: Any, formats: Formats, found: MatchedTables, answers: AnswerRows, lang: Lang
) -> None:
    facts = [
        fact
        for fact in TEMPLATE_COLUMNS
        if any(_get_own_value(line, fact) is not None for line in found.lines)
    ]
    headings = [
        *(words.text(lang) for words, _ in LINES_SHEET.columns),
        *(write_fact_heading(fact, lang) for fact in facts),
    ]
    write_rows(sheet, formats, headings, _add_cells(found.lines, answers, facts, lang), lang)


def _get_own_value(line: JudgedRow, fact: str) -> object:
    """Return a fact of a line; None where it is stated for all rows, in a sheet of its own."""
    return None if fact in line.accepted.stated else line.row.facts.get(fact)


def _add_cells(
    lines: Iterable[JudgedRow], answers: AnswerRows, facts: Sequence[str], lang: Lang
) -> Iterator[JudgedRow]:
    for line, shown in zip(lines, answers.list_evidence(), strict=True):
        values = [write_fact_value(fact, _get_own_value(line, fact), lang) for fact in facts]
        row = replace(line.row, cells=(*shown, *values))
        yield replace(line, accepted=replace(line.accepted, row=row))


# -- the other sheets ------------------------------------------------------------------------------


def _write_table(
    sheet: Any,
    formats: Formats,
    layout: AnswerSheet,
    rows: Iterable[Sequence[CellValue]],
    lang: Lang,
) -> None:
    top = 0
    if layout.remark is not None:
        look = formats.get(FONT, bold=True, font_color="#C00000")
        sheet.write_string(0, 0, layout.remark.text(lang), look)
        top = 1
    widths = [width for _, width in layout.columns]
    sheet.set_row(top, 32)
    for column, (words, width) in enumerate(layout.columns):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, words.text(lang), formats.get(ADDED))
    cells = Cells(sheet, formats, CELL)
    last = top
    for last, row in enumerate(rows, start=top + 1):
        if last > MOST_ROWS:
            raise DeskError(_TOO_LONG.filled(sheet=layout.name, most=MOST_ROWS))
        lines = 1
        for column, (value, width) in enumerate(zip(row, widths, strict=True)):
            cells.write(last, column, value)
            if isinstance(value, str):
                lines = max(lines, count_lines(value, width))
        sheet.set_row(last, compute_height(lines))
    sheet.freeze_panes(top + 1, 1)
    sheet.autofilter(top, 0, max(last, top + 1), len(widths) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS + 1}"})
    lay_out_printed_table(sheet, headings=top)  # a line above them holds on every page
