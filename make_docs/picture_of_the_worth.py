"""A picture of what each record is worth: how many units are certain, and what is so.

The figures are those of the made-up warehouse of ``benchmarks/match_returns.py``, which picks any
unit; a test measures them again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from make_docs import palette, svg
from retax import Words

FILE = "images/worth.svg"

WIDTH, LANE, TOP = 760, 58, 66
LEFT, RIGHT = 210, 690


@dataclass(frozen=True)
class Known:
    """Records, in percent: units certainly in time, and units that first in, first out calls so."""

    records: Words
    certain: int
    by_fifo: int | None


TRUE = 96
"""Percent of the units that are in time in truth, which no record shows."""

KNOWN: tuple[Known, ...] = (
    Known(Words("仅出口台账", "the export ledger"), 1, 1),
    Known(Words("另知销量，无日期", "and what was sold, without days"), 1, None),
    Known(Words("另知每笔销售日期", "and the day of each sale"), 59, 100),
)


def draw_picture() -> str:
    """Return the picture."""
    height = TOP + LANE * len(KNOWN) + 44
    marks = [
        *_draw_head(),
        *(mark for at, known in enumerate(KNOWN) for mark in _draw_lane(known, at)),
    ]
    marks += _draw_truth(height)
    title = (
        "What each record is worth: units that are certainly in time, whichever line they are of"
    )
    return svg.draw_picture(WIDTH, height, title, marks)


def _draw_head() -> Iterator[str]:
    yield svg.draw_text(24, 28, "每种记录的价值：可确定在期限内的件数", size=15, bold=True)
    words = (
        "What each record is worth: units certain to be in time (bar), by first in, first out (dot)"
    )
    yield svg.draw_text(24, 46, words, size=11, fill=svg.FAINT)


def _find_x(percent: float) -> float:
    return LEFT + (RIGHT - LEFT) * percent / 100


def _draw_lane(known: Known, at: int) -> Iterator[str]:
    y = TOP + LANE * at
    yield svg.draw_text(24, y + 20, known.records.zh, bold=True)
    yield svg.draw_text(24, y + 36, known.records.en, size=10.5, fill=svg.FAINT)
    yield svg.draw_box(LEFT, y + 8, RIGHT - LEFT, 26)
    yield svg.draw_box(
        LEFT, y + 8, max(2, _find_x(known.certain) - LEFT), 26, fill=palette.STRONG["met"]
    )
    yield svg.draw_text(_find_x(known.certain) + 8, y + 26, f"{known.certain} %", bold=True)
    if known.by_fifo is not None:
        yield svg.draw_dot(_find_x(known.by_fifo), y + 21, 6, palette.STRONG["open"])


def _draw_truth(height: float) -> Iterator[str]:
    below = height - 40
    yield svg.draw_line(_find_x(TRUE), TOP, _find_x(TRUE), below, dashed=True)
    words = (
        f"实际在期限内 {TRUE} %（仓库任意拣货）; in time in truth, a warehouse that picks any unit"
    )
    yield svg.draw_text(RIGHT, below + 18, words, size=11, anchor="end", fill=svg.FAINT)


def list_shares() -> list[tuple[int, int | None]]:
    """Return the figures as they are drawn."""
    return [(known.certain, known.by_fifo) for known in KNOWN]
