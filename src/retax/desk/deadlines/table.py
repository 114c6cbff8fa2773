"""The last days of a file as a table for the terminal, with a bar for urgency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from retax.desk.console import make_cell
from retax.desk.extras import require_extra
from retax.desk.judging.deadlines import (
    LEFT_OUT,
    Certificate,
    Deadline,
    Deadlines,
    WithoutLastDay,
)
from retax.facts.catalogue import NAMES
from retax.law.outcome import STATUSES
from retax.words import Lang, Words, both, joined

with require_extra("cli"):
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

CELLS = 10
DAYS_A_CELL = 6
"""The bar grows over the last sixty days."""

Level = Literal["overdue", "a_week", "a_month", "more"]

_COLOURS: dict[Level, str] = {
    "overdue": "bold red",
    "a_week": "red",
    "a_month": "yellow",
    "more": "green",
}


@dataclass(frozen=True, slots=True)
class Urgency:
    """How urgent a last day is: a bar that fills as it comes near, and a colour."""

    level: Level
    bar: str

    @property
    def colour(self) -> str:
        """The style of the bar on the terminal."""
        return _COLOURS[self.level]


def classify_urgency(days_left: int) -> Urgency:
    """Return how urgent a last day is: overdue, within 7 days, within 30, or more."""
    empty = min(max(days_left, 0) // DAYS_A_CELL, CELLS)
    return Urgency(_find_level(days_left), "▇" * (CELLS - empty) + "▁" * empty)


def _find_level(days_left: int) -> Level:
    if days_left < 0:
        return "overdue"
    if days_left <= 7:
        return "a_week"
    return "a_month" if days_left <= 30 else "more"


_COLUMNS: tuple[Words, ...] = (
    Words("期限届满日", "Last day"),
    Words("剩余", "Left"),
    Words("紧急程度", "Urgency"),
    Words("行", "Row"),
    Words("业务编号等", "Goods"),
    Words("待办", "Awaited"),
    Words("结论", "Result"),
    Words("补税/未退税证明", "Tax certificate"),
)
_NEVER_FOLDED = 4
_MISSING = Words("待补资料", "Missing facts")

_HELD: Mapping[Certificate, Words] = {
    "held": Words("已备", "held"),
    "not_held": Words("未备", "not held"),
    "not_told": Words("未说明", "not told"),
    "not_needed": Words("", ""),
}
_REFUND = Words("退税未补缴或未撤回", "refund not settled")


def write_title(found: Deadlines) -> Words:
    """Say of which day the last days are."""
    return Words("退运期限（截至 {day}）", "Last days as of {day}").filled(day=both(found.as_of))


def lay_out_deadlines(found: Deadlines, lang: Lang) -> Table:
    """Return the last days as a table: the nearest first, then the unknown ones."""
    table = Table(
        title=write_title(found).text(lang),
        caption=write_caption(found).text(lang),
        box=SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
    )
    lines: tuple[Deadline | WithoutLastDay, ...] = (*found.listed, *found.undated)
    columns = (*_COLUMNS, _MISSING) if any(line.missing for line in lines) else _COLUMNS
    for place, column in enumerate(columns):
        # On a narrow terminal rich would fold a day or a bar in its middle.
        whole = place < _NEVER_FOLDED
        table.add_column(column.text(lang), overflow="fold", no_wrap=whole)
    for line in lines:
        table.add_row(*islice(_write_cells(line, lang), len(columns)))
    return table


def _write_cells(line: Deadline | WithoutLastDay, lang: Lang) -> Iterator[Text]:
    yield from _write_day(line, lang)
    yield make_cell(str(line.row))
    yield make_cell(line.label.text(lang))
    yield make_cell(line.awaited.text(lang) if isinstance(line, Deadline) else "")
    yield make_cell(STATUSES[line.status][0].text(lang))
    yield _write_certificate(line, lang) if isinstance(line, Deadline) else make_cell("")
    yield make_cell(
        joined([NAMES[name].label for name in line.missing], zh="；", en="; ").text(lang)
    )


def _write_day(line: Deadline | WithoutLastDay, lang: Lang) -> Iterator[Text]:
    if isinstance(line, WithoutLastDay):
        yield from (make_cell(Words("待定", "unknown").text(lang)), make_cell(""), make_cell(""))
        return
    urgent = classify_urgency(line.days_left)
    for given in (str(line.last_day), line.left.text(lang), urgent.bar):
        yield make_cell(given, urgent.colour)


def _write_certificate(line: Deadline, lang: Lang) -> Text:
    given = [_HELD[line.certificate], *([_REFUND] if line.refund else [])]
    return make_cell(
        joined(given, zh="，").text(lang), "yellow" if line.certificate_to_obtain else ""
    )


def write_caption(found: Deadlines) -> Words:
    """Count every row of the file, so that none is missed."""
    counted = [
        Words("列出 {n} 行", "{n} listed").filled(n=len(found.listed) + len(found.undated)),
        Words("其中超期 {n} 行", "of them {n} overdue").filled(n=len(found.overdue)),
        Words("期限待定 {n} 行", "{n} whose last day is not known").filled(n=len(found.undated)),
        *(
            Words("{why} {n} 行", "{n} {why}").filled(why=words, n=found.left_out[why])
            for why, words in LEFT_OUT.items()
            if why in found.left_out
        ),
    ]
    return joined(counted, zh="；")
