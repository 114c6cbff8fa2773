"""Tables as a notebook shows them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def write_html_table(rows: Iterable[tuple[str, ...]]) -> str:
    """Return rows of texts as an HTML table; markup in a text is text."""
    written = "".join(f"<tr>{''.join(map(_write_cell, row))}</tr>" for row in rows)
    return f"<table>{written}</table>"


def _write_cell(text: str) -> str:
    lines = escape(text).replace("\n", "<br>")
    return f'<td style="text-align:left">{lines}</td>'
