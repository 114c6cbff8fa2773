"""The streams of the command: Chinese on any code page, a reader that leaves, progress."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from retax.desk.extras import needs

with needs("cli"):
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

Line = TypeVar("Line")


def speak_any_script(stream: object) -> None:
    """Write UTF-8 where the code page of a redirected output lacks Chinese."""
    if isinstance(stream, io.TextIOWrapper):
        try:
            "结论".encode(stream.encoding)
        except UnicodeEncodeError:
            stream.reconfigure(encoding="utf-8")
        stream.reconfigure(errors="backslashreplace")


def write_to_nobody() -> None:
    """Let what is still to be written go nowhere: the reader has seen enough (``… | head``)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def with_progress(lines: Iterable[Line], total: int | None = None) -> Iterator[Line]:
    """Pass lines on and show on standard error how far they are, where that is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield from lines
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as at:
        yield from at.track(lines, total=total, description="retax")
