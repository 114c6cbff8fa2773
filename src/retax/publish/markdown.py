"""Markdown as GitHub and the site both read it: tables, links and anchors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from retax.words import Words

MADE = "<!-- Made by `python -m make_docs`; not to be edited by hand. -->"


def build_page(title: str, *parts: str) -> str:
    """Return a page: its title, the note that it is made, and its parts, a blank line between."""
    return "\n\n".join([f"# {title}", MADE, *(part.strip("\n") for part in parts if part)]) + "\n"


def build_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; bars and line ends within cells are kept from breaking it."""
    lines = [_write_row(headings), "|" + "---|" * len(headings), *map(_write_row, rows)]
    return "\n".join(lines)


def _write_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |"


def write_both(words: Words) -> str:
    """Return a text in both languages, Chinese first."""
    return words.zh if words.zh == words.en else f"{words.zh} · {words.en}"


def write_code(text: str) -> str:
    """Return a text as code."""
    return f"`{text}`"


def write_fenced_code(text: str, language: str) -> str:
    """Return a block of code; the fence is longer than any within."""
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall(r"`{3,}", text))])
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def write_anchor(heading: str) -> str:
    """Return the anchor of a heading, by the rule of GitHub, which the site follows."""
    return re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", heading).lower()).replace(" ", "-")
