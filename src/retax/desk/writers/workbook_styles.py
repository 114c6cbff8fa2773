"""How the desk's workbooks look: fonts, fills by result, and cells written as what they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Any, Literal

from retax.desk.judging.summary import Result
from retax.facts.numbers import write_number
from retax.facts.parse_value import LONGEST_TEXT
from retax.words import Words

FILLS: Mapping[Result, str] = {
    "eligible": "#E2F0D9",
    "conditional": "#DDEBF7",
    "needs_facts": "#FFF2CC",
    "needs_review": "#E4DFEC",
    "ineligible": "#F8CFCF",
    "not_covered": "#EDEDED",
    "unreadable": "#D6D6D6",
}
"""The fill of each result: light, so that print stays legible; the word is beside it."""

OVERDRAWN_ROW = "#FCE8D9"
OVERDRAWN_CELL = "#F4B183"

OWN_HEADING = "#D9E1F2"
ADDED_HEADING = "#1F4E78"

DAYS_LEFT_FORMAT = Words(
    '0" 天";[Red]"超期 "0" 天";"当日届满"', '0" days";[Red]0" days late";"the last day"'
)
"""Days left as they are shown; the cell holds the number, negative where the last day passed."""

MONEY_FORMAT = "#,##0.00_ "
"""Yuan to the fen, with a little room to the right."""

CellKind = Literal["text", "day", "moment", "time", "span"]

SHOWN: Mapping[CellKind, Mapping[str, object]] = {
    "text": {"num_format": "@"},
    "day": {"num_format": "yyyy-mm-dd", "align": "center"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm:ss", "align": "center"},
    "time": {"num_format": "hh:mm:ss", "align": "center"},
    "span": {"num_format": "[h]:mm:ss", "align": "center"},
}
"""How a kind of value is shown."""

FONT: Mapping[str, object] = {"font_name": "DengXian", "font_size": 10}
TEXT: Mapping[str, object] = {**FONT, "valign": "top", "text_wrap": True}
CELL: Mapping[str, object] = {**TEXT, "border": 1, "border_color": "#BFBFBF"}
HEADING: Mapping[str, object] = {
    **CELL,
    "bold": True,
    "valign": "vcenter",
    "bg_color": OWN_HEADING,
}
ADDED: Mapping[str, object] = {**HEADING, "bg_color": ADDED_HEADING, "font_color": "#FFFFFF"}

MOST_ROWS = 1_048_575
"""The most rows of a sheet under its heading."""

MOST_COLUMNS = 16_384
LINE_HEIGHT = 14.0  # points
_MOST_DIGITS = 15  # a number cell keeps no more
_LEAST_EXPONENT = -300  # a number cell knows none smaller than some 1E-308
_FIRST_YEAR = 1900


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def get(self, *looks: Mapping[str, object], **more: object) -> Any:
        """Return the format with all these properties; the later ones count."""
        properties: dict[str, object] = {}
        for look in (*looks, more):
            properties.update(look)
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]


class Cells:
    """Writes values into the cells of a sheet as what they are, in one look (blank ones if asked).

    Text stays text, whatever it begins with; days are days; numbers are numbers as far as a cell
    keeps all their digits, otherwise text.
    """

    def __init__(
        self, sheet: Any, formats: Formats, look: Mapping[str, object], *, blanks: bool = True
    ) -> None:
        self._sheet = sheet
        self._blanks = blanks
        self._plain = formats.get(look)
        self._shown = {kind: formats.get(look, SHOWN[kind]) for kind in SHOWN}
        self._writers: dict[type, Callable[[int, int, Any], None]] = {
            str: self._write_text,
            type(None): self._write_blank,
            bool: self._write_yes_no,
            int: self._write_number,
            float: self._write_number,
            Decimal: self._write_number,
            datetime: self._write_moment,
            date: self._write_day,
            time: self._write_time,
            timedelta: self._write_span,
        }

    def write(self, row: int, column: int, value: object) -> None:
        """Write a value into a cell; None leaves it blank."""
        self._writers.get(type(value), self._write_other)(row, column, value)

    def _write_blank(self, row: int, column: int, _: object = None) -> None:
        if self._blanks:
            self._sheet.write_blank(row, column, None, self._plain)

    def _write_text(self, row: int, column: int, text: str) -> None:
        if not text:
            self._write_blank(row, column)
        else:
            # Older Excel shows a longer text cell as #####.
            look = self._shown["text"] if len(text) <= 255 else self._plain
            # Not write(), which makes a formula of =1+1 and a link of http://….
            self._sheet.write_string(row, column, make_writable(text), look)

    def _write_other(self, row: int, column: int, value: object) -> None:
        self._write_text(row, column, as_text(value))

    def _write_yes_no(self, row: int, column: int, value: bool) -> None:
        self._sheet.write_boolean(row, column, value, self._plain)

    def _write_number(self, row: int, column: int, value: float | Decimal) -> None:
        if can_keep_digits(value):
            self._sheet.write_number(row, column, value, self._plain)
        else:
            self._write_other(row, column, value)

    def _write_moment(self, row: int, column: int, value: datetime) -> None:
        if value.tzinfo is None and value.time() == time.min:
            self._write_day(row, column, value)
        else:
            self._write_dated(row, column, value, "moment", _is_in_the_calendar(value))

    def _write_day(self, row: int, column: int, value: date) -> None:
        if value.year > _FIRST_YEAR:  # a third of the time of write_datetime()
            self._sheet.write_number(row, column, compute_day_number(value), self._shown["day"])
        else:
            self._write_dated(row, column, value, "day", value.year == _FIRST_YEAR)

    def _write_time(self, row: int, column: int, value: time) -> None:
        self._write_dated(row, column, value, "time", value.tzinfo is None)

    def _write_span(self, row: int, column: int, value: timedelta) -> None:
        self._write_dated(row, column, value, "span", value >= timedelta(0))

    def _write_dated(
        self, row: int, column: int, value: object, kind: CellKind, fits: bool
    ) -> None:
        if fits:
            self._sheet.write_datetime(row, column, value, self._shown[kind])
        else:
            self._write_other(row, column, value)


def compute_day_number(day: date) -> int:
    """Return the number by which a workbook knows a day, from 1901 on: it has 1900 leap."""
    return day.toordinal() - _DAY_ZERO


_DAY_ZERO = date(1899, 12, 30).toordinal()


def can_keep_digits(value: float | Decimal) -> bool:
    """Say whether a cell can hold a number with all its digits."""
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, int):
        return abs(value) < 10**_MOST_DIGITS
    if not value.is_finite():
        return False
    # Neither is computed with: the exponent may be beyond every context.
    near = _LEAST_EXPONENT < value.adjusted() < _MOST_DIGITS
    return near and len(value.as_tuple().digits) <= _MOST_DIGITS


def _is_in_the_calendar(value: datetime) -> bool:
    return value.tzinfo is None and value.year >= _FIRST_YEAR


def as_text(value: object) -> str:
    """Return a value that has no kind of cell of its own as text; a list parted by ；."""
    if isinstance(value, list | tuple):
        return "；".join(map(as_text, value))
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return write_number(value)
    return str(value)


def make_writable(text: str) -> str:
    """Return a text as a cell can hold it: halves of characters replaced, cut where too long."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def compute_display_width(text: str) -> int:
    """Return how many narrow characters wide the longest line of a text is."""
    return max(map(_compute_width, text.split("\n")))


def _compute_width(line: str) -> int:
    # A Chinese character is two narrow ones wide, and two bytes long in this encoding.
    return len(line.encode("gb18030", "replace"))


@lru_cache(10_000)
def count_lines(text: str, width: int) -> int:
    """Return the number of lines of a text in a column of a width in narrow characters."""
    room = max(1, round(0.92 * width) - 1)  # words and days are not broken
    if "\n" not in text:
        return max(1, -(-_compute_width(text) // room))
    return sum(max(1, -(-_compute_width(line) // room)) for line in text.split("\n"))


def compute_height(lines: int) -> float:
    """Return the height in points of a row of some lines; no row is higher than 409."""
    return min(409.0, LINE_HEIGHT * lines + 3)
