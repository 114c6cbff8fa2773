"""The sheet of statements for the batch as every workbook of the desk begins it."""

from __future__ import annotations

from typing import Any

from retax import Lang
from retax.desk.layout import BATCH_COLUMNS

FACT_WIDTH, VALUE_WIDTH = 40, 50
"""How wide its two columns are, in narrow characters."""


def write_batch_header(sheet: Any, lang: Lang, *, heading: Any, column: Any = None) -> None:
    """Write the headings of the empty sheet, in a format, and lay out its columns and its page.

    ``column``: the format of what is filled in below.
    """
    for place, (words, width) in enumerate(
        zip(BATCH_COLUMNS, (FACT_WIDTH, VALUE_WIDTH), strict=True)
    ):
        sheet.set_column(place, place, width, column)
        sheet.write_string(0, place, words.text(lang), heading)
    sheet.freeze_panes(1, 0)
    sheet.fit_to_pages(1, 0)
