"""The sheet that says what customs has answered, as every workbook of the desk begins it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from retax import QUESTIONS, Lang, Question, Side
from retax.desk.layout import AS_OF, SETTLED_COLUMNS
from retax.desk.settlements import SIDE_WORDS
from retax.desk.writers.workbook_styles import (
    ADDED,
    CELL,
    SHOWN,
    Formats,
    compute_height,
    count_lines,
)

_WIDTHS = (44, 14, 40, 40, 30)


def write_settlements(
    sheet: Any, formats: Formats, lang: Lang, settled: Mapping[str, Side]
) -> None:
    """Write the questions settled and their sides into an empty sheet."""
    _write_headings(sheet, formats, lang)
    for row, (id_, side) in enumerate(settled.items(), start=1):
        _write_question(sheet, formats, lang, row, QUESTIONS[id_])
        look = formats.get(CELL, bold=True, align="center")
        sheet.write_string(row, 1, SIDE_WORDS[side].text(lang), look)


def write_blank_settlements(sheet: Any, formats: Formats, lang: Lang) -> None:
    """Write the day to judge on and every question that customs can answer, to be filled in."""
    _write_headings(sheet, formats, lang)
    sheet.write_string(1, 0, AS_OF.text(lang), formats.get(CELL, bold=True))
    sheet.write_blank(1, 1, None, formats.get(CELL, SHOWN["day"]))
    questions = [question for question in QUESTIONS.values() if question.can_be_settled]
    for row, question in enumerate(questions, start=2):
        _write_question(sheet, formats, lang, row, question)
    sides = [words.text(lang) for words in SIDE_WORDS.values()]
    sheet.data_validation(2, 1, len(questions) + 1, 1, {"validate": "list", "source": sides})


def _write_headings(sheet: Any, formats: Formats, lang: Lang) -> None:
    """Write the headings and lay out the page."""
    for place, (words, width) in enumerate(zip(SETTLED_COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, words.text(lang), formats.get(ADDED))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _write_question(sheet: Any, formats: Formats, lang: Lang, row: int, question: Question) -> None:
    """Write a question with both its sides, the answer left blank: in English its id."""
    named = question.asks.zh if lang == "zh" else question.id
    sides = (question.strict.text(lang), question.lenient.text(lang))
    cell = formats.get(CELL)
    for place, text in zip((0, 2, 3), (named, *sides), strict=True):
        sheet.write_string(row, place, text, cell)
    for place in (1, 4):
        sheet.write_blank(row, place, None, cell)
    widths: Iterable[tuple[str, int]] = zip((named, *sides), (44, 40, 40), strict=True)
    sheet.set_row(row, compute_height(max(count_lines(text, width) for text, width in widths)))
