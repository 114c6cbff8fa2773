"""Tables of workbooks as they are printed: across the page, a page wide, headings on each."""

from __future__ import annotations

from typing import Any


def lay_out_printed_table(sheet: Any, headings: int = 0) -> None:
    """Lay a table out for printing on A4; ``headings``: the row they end in, counted from 0."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(0, headings)
    # 0: as many pages long as the rows need.
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")
