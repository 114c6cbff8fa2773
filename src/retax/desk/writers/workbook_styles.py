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

# DengXian (等线) comes with Excel in Chinese since 2016.
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


MadeCell = tuple[str, Any, Any]
"""A cell: the method of xlsxwriter's sheet that writes it, its value, its format."""


class CellMaker:
    """Makes cells that hold values as what they are, in one look (blank ones if asked).

    Text stays text, whatever it begins with; days are days; numbers are numbers as far as a cell
    keeps all their digits, otherwise text.
    """

    def __init__(
        self, formats: Formats, look: Mapping[str, object], *, blanks: bool = True
    ) -> None:
        self._plain = formats.get(look)
        self._blank: MadeCell | None = ("write_blank", None, self._plain) if blanks else None
        self._shown = {kind: formats.get(look, SHOWN[kind]) for kind in SHOWN}
        # By the type itself, since a bool is an int and a datetime a date.
        self._makers: dict[type, Callable[[Any], MadeCell | None]] = {
            str: self._make_text,
            type(None): lambda _: self._blank,
            bool: self._make_yes_no,
            int: self._make_number,
            float: self._make_number,
            Decimal: self._make_number,
            datetime: self._make_moment,
            date: self._make_day,
            time: self._make_time,
            timedelta: self._make_span,
        }

    def make(self, value: object) -> MadeCell | None:
        """Return the cell of a value; None where it is left out."""
        return self._makers.get(type(value), self._make_other)(value)

    def _make_text(self, text: str) -> MadeCell | None:
        if not text:
            return self._blank
        # Older Excel shows a longer text cell as #####.
        look = self._shown["text"] if len(text) <= 255 else self._plain
        # Not write(), which makes a formula of =1+1 and a link of http://….
        return "write_string", make_writable(text), look

    def _make_other(self, value: object) -> MadeCell | None:
        return self._make_text(as_text(value))

    def _make_yes_no(self, value: bool) -> MadeCell:
        return "write_boolean", value, self._plain

    def _make_number(self, value: float | Decimal) -> MadeCell | None:
        if can_keep_digits(value):
            return "write_number", value, self._plain
        return self._make_other(value)

    def _make_moment(self, value: datetime) -> MadeCell | None:
        if value.tzinfo is None and value.time() == time.min:
            return self._make_day(value)
        return self._make_dated(value, "moment", _is_in_the_calendar(value))

    def _make_day(self, value: date) -> MadeCell | None:
        if value.year > _FIRST_YEAR:  # a third of the time of write_datetime()
            return "write_number", compute_day_number(value), self._shown["day"]
        return self._make_dated(value, "day", value.year == _FIRST_YEAR)

    def _make_time(self, value: time) -> MadeCell | None:
        # xlsxwriter refuses times that have a zone.
        return self._make_dated(value, "time", value.tzinfo is None)

    def _make_span(self, value: timedelta) -> MadeCell | None:
        # Excel shows a negative time as #####.
        return self._make_dated(value, "span", value >= timedelta(0))

    def _make_dated(self, value: object, kind: CellKind, fits: bool) -> MadeCell | None:
        return ("write_datetime", value, self._shown[kind]) if fits else self._make_other(value)


class Cells:
    """Writes values into the cells of a sheet as what they are, in one look."""

    def __init__(self, sheet: Any, formats: Formats, look: Mapping[str, object]) -> None:
        self._sheet = sheet
        self._make = CellMaker(formats, look).make

    def write(self, row: int, column: int, value: object) -> None:
        """Write a value into a cell; None leaves it blank."""
        write_cell(self._sheet, row, column, self._make(value))


def write_cell(sheet: Any, row: int, column: int, cell: MadeCell | None) -> None:
    """Write a cell into a sheet of xlsxwriter."""
    if cell is not None:
        method, value, look = cell
        getattr(sheet, method)(row, column, value, look)


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
        # By way of UTF-16 two halves that belong together become their character; only single ones
        # are replaced.
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
