"""A sheet that is read as a page: a title, sections, and texts over its whole width."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from retax import Lang, Words
from retax.desk.writers.workbook_styles import (
    CELL,
    FONT,
    Formats,
    compute_height,
    count_lines,
    make_writable,
)


class ReportPage:
    """Writes a sheet from the top down: constant memory allows no going back.

    ``widths``: of each column, the first for labels. ``at``: the row that is written next.
    """

    def __init__(self, sheet: Any, formats: Formats, lang: Lang, widths: Sequence[int]) -> None:
        self._sheet = sheet
        self._formats = formats
        self._lang: Lang = lang
        self._widths = widths
        self.at = 0

    def write_title(self, words: Words) -> None:
        """Write the title of the page."""
        self._sheet.set_row(0, 28)
        look = self._formats.get(FONT, bold=True, font_size=15, valign="vcenter")
        self._sheet.write_string(0, 0, words.text(self._lang), look)
        self.at = 1

    def write_section(self, words: Words) -> None:
        """Begin a section under a blank line."""
        look = self._formats.get(FONT, bold=True, font_size=12)
        self._sheet.write_string(self.at + 1, 0, words.text(self._lang), look)
        self.at += 2

    def write_line(self, label: Words, words: Words) -> None:
        """Write a label and a text over the width of the page."""
        name, text = label.text(self._lang), make_writable(words.text(self._lang))
        lines = max(count_lines(text, sum(self._widths[1:])), count_lines(name, self._widths[0]))
        look = self._formats.get(CELL)
        self._sheet.set_row(self.at, compute_height(lines))
        self._sheet.write_string(self.at, 0, name, look)
        # merge_range() hands a text to write(), which would make a formula of one that begins with
        # =.
        self._sheet.merge_range(self.at, 1, self.at, len(self._widths) - 1, "", look)
        self._sheet.write_string(self.at, 1, text, look)
        self.at += 1

    def finish(self) -> None:
        """Set widths and print."""
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, width)
        self._sheet.hide_gridlines(2)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)
