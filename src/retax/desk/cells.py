"""Cells of a table made into facts: what spreadsheets do to days, codes and numbers is mended.

What was mended in a way its writer should know of carries a remark; what can only be guessed is
refused with how to mend it. Anything else the model judges as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from math import isnan

from retax.as_written import in_quotes, translated_value
from retax.vocabulary import NAMES, Kind
from retax.words import Words


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell without a usable value: what it shows, and the sentence why, of ``{fact}``."""

    shown: str
    why: Words


@dataclass(frozen=True, slots=True)
class Spread:
    """A cell below the first one of cells merged over several rows, with the value of that one."""

    value: object


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell that needs a word: its value with a remark, or why it is refused."""

    value: object = None
    remark: Words | None = None
    refused: Words | None = None


Read = Callable[[object], object]
"""Makes the value of a fact from a cell that is not blank; ``Odd`` where it needs a word."""

_EXACT_UP_TO = 10**15
"""Spreadsheets keep 15 significant digits of a number; the digits after them become noughts."""

_SPREADSHEET_ERRORS = frozenset(
    {
        "#CALC!",
        "#DIV/0!",
        "#GETTING_DATA",
        "#N/A",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#REF!",
        "#SPILL!",
        "#VALUE!",
    }
)

SPREADSHEET_ERROR = Words(
    "{fact}为表格的错误值 {shown}；请更正该单元格",
    "{fact} is the spreadsheet error {shown}; correct the cell",
)
_DIGITS_LOST = Words(
    "{fact}存成了数字（{value}），第15位以后的数字已丢失；请将该列设为文本格式，对照原单证重新录入",
    "{fact} was stored as a number ({value}) and its digits after the fifteenth are lost; format "
    "the column as text and enter the number again from the paper",
)
_LEFT_OUT = Words(
    "{fact}存成了数字（{value}），第15位以后的数字已丢失，未予采用；如需使用，请将该列设为文本格式后重新录入",
    "{fact} was stored as a number ({value}) and its digits after the fifteenth are lost; it was "
    "left out: to use it, format the column as text and enter the number again",
)
_ENDS_IN_NOUGHTS = Words(
    "{fact}为{value}，末三位均为0，可能曾存成数字而丢失；请对照原单证核对",
    "{fact} is {value}; its last three digits are 0 and may have been lost in a number: "
    "compare it with the paper",
)
_ZERO_PUT_BACK = Words(
    "{fact}存成了数字（{value}），首位的0已补回：{mended}",
    "{fact} was stored as a number ({value}); its leading zero was put back: {mended}",
)
_DECIMALS = Words(
    "{fact}存成了带小数的数字（{value}），首位或末尾的0可能已丢失；请将该列设为文本格式后重新录入",
    "{fact} was stored as a number with decimals ({value}) and may have lost zeros at either end; "
    "format the column as text and enter the code again",
)
_TIME_CUT = Words(
    "{fact}为{value}，时刻已舍去（按北京时间）：{mended}",
    "{fact} is {value}; the time of day (China time) was cut off: {mended}",
)
_TIME_ZONE = Words(
    "{fact}为{value}，带有时区，在中国是哪一天无法确定；请填北京时间的日期，如 2026-01-31",
    "{fact} is {value}, with a time zone: which day it was in China is unclear; "
    "give the day in China time, such as 2026-01-31",
)
_MERGED_ROWS = Words(
    "{fact}为合并单元格，按首行的值计：{value}",
    "{fact} is a merged cell; the value of its first row was taken: {value}",
)
_MERGED_QUANTITY = Words(
    "{fact}为合并单元格，各行数量无法区分；请取消合并后逐行填写",
    "{fact} is a merged cell and does not tell the quantity of each row; "
    "unmerge it and fill in every row",
)
MERGED_COLUMNS = Words(
    "{fact}与左侧单元格合并，没有自己的值；请取消合并后填写",
    "{fact} is merged with the cell to its left and has no value of its own; "
    "unmerge it and fill it in",
)


def reader_of(fact: str) -> Read:
    """Return what makes the value of a fact from a cell."""
    kind = NAMES[fact].kind
    mend = _MENDS.get(kind)

    def read(cell: object) -> object:
        if isinstance(cell, str) and cell in _SPREADSHEET_ERRORS:
            return Odd(refused=_words(SPREADSHEET_ERROR, fact, shown=cell))
        mended = mend(fact, cell) if mend else cell
        return mended if type(mended) is Odd else translated_value(fact, mended)

    if kind not in _OFTEN_THE_SAME:
        return read
    remembered = lru_cache(maxsize=4096, typed=True)(read)
    # Only papers may come as lists, which no memory takes.
    return remembered if kind != "papers" else _lists_apart(read, remembered)


def reader_of_odd_cells(fact: str, read: Read) -> Read:
    """Return ``read`` for cells that may be a :class:`Fault` or a :class:`Spread` as well."""

    def read_odd(cell: object) -> object:
        if isinstance(cell, Fault):
            return Odd(refused=_words(cell.why, fact, shown=cell.shown))
        if not isinstance(cell, Spread):
            return read(cell)
        if NAMES[fact].kind == "quantity":
            return Odd(refused=_words(_MERGED_QUANTITY, fact))
        value = read(cell.value)
        if isinstance(value, Odd):
            return value
        return Odd(value, _words(_MERGED_ROWS, fact, value=in_quotes(cell.value)))

    return read_odd


def _words(sentence: Words, fact: str, **values: object) -> Words:
    return sentence.filled(fact=Words(NAMES[fact].label.zh, fact), **values)


_OFTEN_THE_SAME: frozenset[Kind] = frozenset({"word", "yes_no", "papers", "code", "hs", "day"})
"""Their columns hold few different cells, of which the last are remembered."""


def _lists_apart(read: Read, remembered: Read) -> Read:
    return lambda cell: (read if isinstance(cell, list) else remembered)(cell)


# -- numbers and texts ------------------------------------------------------------------------


def _whole(cell: object) -> object:
    """Return a number without decimals as a whole one; spreadsheets know decimals only."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _has_lost_digits(cell: object) -> bool:
    return isinstance(cell, float) and abs(cell) >= _EXACT_UP_TO


_AS_FORMULA = re.compile(r'="(.*)"')
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+[0-9]{2,3}")
_WITH_A_NOUGHT = re.compile(r"[0-9]+\.0")
_MAY_HAVE_BEEN_A_NUMBER = re.compile(r"[0-9]{15}000")


def _unwrapped(text: str) -> str:
    """Take off what keeps digits a text in a CSV file: ``="0110"`` and ``'0110``."""
    found = _AS_FORMULA.fullmatch(text.strip())
    return found[1] if found else text.strip().removeprefix("'")


STARTS_A_FORMULA = frozenset("=+-@\t\r")
"""A CSV file of verdicts puts ``'`` before a text that begins with one of these."""


def _unmarked(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:2] in STARTS_A_FORMULA else text


def _plain(text: str) -> str:
    """Return full-width digits, letters and spaces as plain ones, and ``9610.0`` as ``9610``."""
    plain = _unwrapped(unicodedata.normalize("NFKC", text)).strip()
    return plain[:-2] if _WITH_A_NOUGHT.fullmatch(plain) else plain


def _text(fact: str, cell: object) -> object:
    if isinstance(cell, str):
        if _SCIENTIFIC.fullmatch(cell.strip()):
            return Odd(remark=_words(_LEFT_OUT, fact, value=cell.strip()))
        found = _AS_FORMULA.fullmatch(cell)
        return found[1] if found else _unmarked(cell)
    if _has_lost_digits(cell):
        return Odd(remark=_words(_LEFT_OUT, fact, value=cell))
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and isnan(cell):
        return None
    if isinstance(cell, int | float | Decimal | date | time):
        return str(_whole(cell))
    return cell


def _entry(fact: str, cell: object) -> object:
    if _has_lost_digits(cell):
        return Odd(refused=_words(_DIGITS_LOST, fact, value=cell))
    text = _plain(cell) if isinstance(cell, str) else _digits(cell)
    if isinstance(text, str) and _SCIENTIFIC.fullmatch(text):
        return Odd(refused=_words(_DIGITS_LOST, fact, value=text))
    if isinstance(text, str) and _MAY_HAVE_BEEN_A_NUMBER.fullmatch(text):
        return Odd(text, _words(_ENDS_IN_NOUGHTS, fact, value=text))
    return text


def _digits(cell: object) -> object:
    number = _whole(cell)
    return str(number) if isinstance(number, int) and not isinstance(number, bool) else cell


def _code(_fact: str, cell: object) -> object:
    return _plain(cell) if isinstance(cell, str) else _digits(cell)


_WITHOUT_THEIR_ZERO = frozenset({3, 5, 7, 9, 12})


# Dots part a code after its fourth digit: 901.211 was 0901.2110 before it became a number.
_WAS_A_NUMBER = re.compile(r"[0-9]{1,3}\.[0-9]+")


def _hs(fact: str, cell: object) -> object:
    if isinstance(cell, str):
        text = _plain(cell)
        if _WAS_A_NUMBER.fullmatch(text):
            return Odd(refused=_words(_DECIMALS, fact, value=text))
        return text
    digits = _digits(cell)
    if isinstance(digits, float | Decimal):
        return Odd(refused=_words(_DECIMALS, fact, value=cell))
    if isinstance(digits, str) and len(digits) in _WITHOUT_THEIR_ZERO:
        return Odd(
            translated_value(fact, "0" + digits),
            _words(_ZERO_PUT_BACK, fact, value=digits, mended="0" + digits),
        )
    return digits


def _count(_fact: str, cell: object) -> object:
    return _plain(cell) if isinstance(cell, str) else _whole(cell)


_IN_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")


def _quantity(_fact: str, cell: object) -> object:
    if isinstance(cell, str):
        text = _plain(cell)
        return text.replace(",", "") if _IN_THOUSANDS.fullmatch(text) else text
    number = _whole(cell)
    # The text of a float is what was typed; its binary value has a tail.
    return Decimal(repr(number)) if isinstance(number, float) else number


# -- days -------------------------------------------------------------------------------------

_DAY = r"(?:(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日?)|(\d{4})(\d{2})(\d{2}))"
_CLOCK = (
    r"(?:(?:(?:上午|下午|AM|PM)\s*)?\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*(?:AM|PM))?"
    r"|\d{1,2}时\d{1,2}分(?:\d{1,2}秒)?)"
)
_ZONE = r"(?:Z|UTC|GMT|[-+]\d{2}(?::?\d{2})?)"
_WRITTEN_DAY = re.compile(
    rf"{_DAY}(?:(?:\s*T\s*|\s+|(?<=日)|(?<=\d{{8}}))({_CLOCK}|\d{{6}})\s*({_ZONE})?)?", re.I | re.A
)
_MIDNIGHT = re.compile(r"[0:.,]+")


def _day(fact: str, cell: object) -> object:
    if isinstance(cell, datetime):
        if cell.time() == time():
            return cell.date()
        return _cut(fact, cell.date(), str(cell))
    cell = _whole(cell)
    if isinstance(cell, str):
        return _written_day(fact, cell, _plain(cell))
    if isinstance(cell, int) and len(str(cell)) in (8, 14):
        return _written_day(fact, str(cell), str(cell))
    return cell if isinstance(cell, date | int | float) else str(cell)


def _written_day(fact: str, cell: str, text: str) -> object:
    found = _WRITTEN_DAY.fullmatch(text)
    if found is None:
        return cell
    *parts, clock, zone = found.groups()
    if zone is not None:
        return Odd(refused=_words(_TIME_ZONE, fact, value=in_quotes(cell)))
    year, month, of_month = (int(part) for part in parts if part and part.isdigit())
    try:
        day = date(year, month, of_month)
    except ValueError:  # the 31st of June
        return cell
    if clock is None or _MIDNIGHT.fullmatch(clock):
        return day
    return _cut(fact, day, in_quotes(cell))


def _cut(fact: str, day: date, shown: str | Words) -> Odd:
    return Odd(day, _words(_TIME_CUT, fact, value=shown, mended=day))


def _yes_no(_fact: str, cell: object) -> object:
    return _plain(cell) if isinstance(cell, str) else _whole(cell)


_MENDS: Mapping[Kind, Callable[[str, object], object]] = {
    "text": _text,
    "entry": _entry,
    "code": _code,
    "hs": _hs,
    "day": _day,
    "yes_no": _yes_no,
    "quantity": _quantity,
    "count": _count,
}
