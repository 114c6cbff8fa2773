"""The terminal: the cells of tables, and a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from retax.desk.control_characters import show_controls_of_lines
from retax.desk.extras import require_extra
from retax.desk.line_breaks import find_line_ends
from retax.desk.streams import leave_unescaped

with require_extra("cli"):
    from rich.cells import cell_len
    from rich.console import Console, JustifyMethod, OverflowMethod
    from rich.containers import Lines
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.text import Text

LONGEST_CELL = 10_000

Line = TypeVar("Line")


class Cell(Text):
    """A text that breaks its lines where Chinese may break them."""

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """Return the lines of the text in a width."""
        if no_wrap:
            return super().wrap(
                console,
                width,
                justify=justify,
                overflow=overflow,
                tab_size=tab_size,
                no_wrap=no_wrap,
            )
        lines = Lines()
        for line in self.split(allow_blank=True):
            parts = line.divide(find_line_ends(line.plain, width, cell_len))
            for part in parts:
                part.rstrip()
            lines.extend(parts)
        lines.justify(console, width, justify=justify or "default", overflow=overflow or "fold")
        return lines


def make_cell(text: str = "", style: str = "") -> Text:
    """Return a cell of a table: no markup in it has a meaning, and its controls are visible.

    A name of a hundred thousand characters is cut: it would take seconds and many screens.
    """
    shown = text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
    return Cell(show_controls_of_lines(shown), style)


def show_progress(lines: Iterable[Line], total: int | None = None) -> Iterator[Line]:
    """Pass lines on and show on standard error how far they are, where that is a terminal."""
    console = Console(file=leave_unescaped(sys.stderr))
    if not console.is_terminal:
        yield from lines
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as at:
        yield from at.track(lines, total=total, description="retax")
