"""The few marks the pictures are made of, as SVG text.

A picture brings its own light ground, so that it reads the same on a light and on a dark page.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

FONTS = "'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
INK, FAINT, GROUND, LINE, SHADE = "#1f2933", "#52606d", "#ffffff", "#9aa5b1", "#eef2f6"


def draw_picture(width: int, height: int, title: str, marks: Iterable[str]) -> str:
    """Return a whole picture; the title is for those who cannot see it."""
    body = "\n".join(marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="{FONTS}" role="img">\n'
        f"<title>{escape(title)}</title>\n"
        f'<rect width="{width}" height="{height}" rx="8" fill="{GROUND}"/>\n'
        f"{body}\n</svg>\n"
    )


def draw_text(
    x: float,
    y: float,
    said: str,
    *,
    size: float = 13,
    fill: str = INK,
    anchor: str = "start",
    bold: bool = False,
    mono: bool = False,
) -> str:
    """Return a line of text; ``y`` is its base line."""
    more = ' font-weight="600"' if bold else ""
    more += ' font-family="monospace"' if mono else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{fill}" '
        f'text-anchor="{anchor}"{more}>{escape(said)}</text>'
    )


def draw_box(
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    fill: str = SHADE,
    stroke: str = "none",
    radius: float = 5,
    dashed: bool = False,
) -> str:
    """Return a box with round corners."""
    dashes = ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}" '
        f'fill="{fill}" stroke="{stroke}"{dashes}/>'
    )


def draw_dot(x: float, y: float, radius: float, fill: str, *, stroke: str = "none") -> str:
    """Return a filled circle."""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}" stroke="{stroke}"/>'


def draw_line(
    x1: float, y1: float, x2: float, y2: float, *, stroke: str = LINE, dashed: bool = False
) -> str:
    """Return a straight line."""
    dashes = ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" '
        f'stroke="{stroke}" stroke-width="1.5"{dashes}/>'
    )


def draw_arrow_down(x: float, y: float, *, fill: str = LINE) -> str:
    """Return the head of an arrow that points down, its tip at ``y``."""
    return f'<path d="M{x - 5:g} {y - 7:g} L{x + 5:g} {y - 7:g} L{x:g} {y:g} Z" fill="{fill}"/>'
