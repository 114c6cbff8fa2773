"""Cells of a table made into facts: what spreadsheets do to days, codes and numbers is mended.

What was mended in a way its writer should know of carries a remark; what can only be guessed is
refused with how to mend it. Anything else goes to the model as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from math import isnan

from retax.cells.limits import (
    BEYOND,
    TOO_LONG,
    get_length_limit,
    is_beyond,
    is_longer_than_its_fact,
)
from retax.facts.catalogue import NAMES, FactKind
from retax.facts.messages import quote_words
from retax.facts.model import EARLIEST_DATE, LATEST_DATE
from retax.facts.parse_value import normalize_value
from retax.law.hs_headings import HEADINGS
from retax.words import Words


@dataclass(frozen=True, slots=True)
class FaultyCell:
    """A cell without a usable value: what it shows, and the sentence why, of ``{fact}``."""

    shown: object
    why: Words


@dataclass(frozen=True, slots=True)
class MergedCell:
    """A cell below the first one of cells merged over several rows, with the value of that one."""

    value: object


@dataclass(frozen=True, slots=True)
class ParsedWithNote:
    """A cell that needs a word: its value with a remark, or why it is refused."""

    value: object = None
    remark: Words | None = None
    refused: Words | None = None


def get_shown(cell: object) -> object:
    """Return what a cell shows: a :class:`FaultyCell` and a :class:`MergedCell` hold it."""
    match cell:
        case FaultyCell(shown=shown):
            return shown
        case MergedCell(value=value):
            return value
    return cell


def is_struck(cell: object) -> bool:
    """Say whether a cell is struck through."""
    return isinstance(cell, FaultyCell) and cell.why is STRUCK_OUT


def get_text(cell: object) -> str:
    """Return the text a cell shows, without white space around it."""
    if isinstance(cell, str):
        return cell.strip()
    return "" if cell is None else str(get_shown(cell)).strip()


Read = Callable[[object], object]
"""Makes a fact's value from a cell that is not blank; ``ParsedWithNote`` if it needs a word."""

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

NEVER_COMPUTED = Words(
    "{fact}为公式，文件中没有计算结果；请用 Excel 打开并保存后再试",
    "{fact} is a formula and the file does not hold its value; open it in Excel, save it and "
    "try again",
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
_DAY_NUMBER = Words(
    "{fact}为 {value}，是表格的日期序号（通常相当于 {day}）；请将单元格设为日期格式，或直接填日期",
    "{fact} is {value}, the number by which a spreadsheet keeps a day ({day}, as a rule); "
    "format the cell as a date, or write the day",
)
_DECIMAL_COMMA = Words(
    "{fact}为{value}，逗号按小数点计：{mended}",
    "{fact} is {value}; its comma was taken for a decimal point: {mended}",
)
_COMMA_OR_POINT = Words(
    "{fact}为{value}，在以分号分隔的文件中，其中的逗号或点可能是千位分隔符，也可能是小数点；请去掉千位分隔符",
    "{fact} is {value}; in a file parted by semicolons its comma or point may part thousands or "
    "decimals: write it without a sign for thousands",
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


STRUCK_OUT = Words(
    "{fact}（{shown}）有删除线，是否仍有效不明；已作废的请删除，有效的请去掉删除线",
    "{fact} ({shown}) is struck through, and whether it still counts is unclear; delete it, or "
    "take the line off",
)


def make_parser(fact: str, *, decimal_comma: bool = False, label: Words | None = None) -> Read:
    """Return what makes the value of a fact from a cell.

    ``decimal_comma``: the file is of a kind in which decimals often stand after a comma.
    ``label``: what sentences call it, where a field of the kind of the fact is read.
    """
    kind = NAMES[fact].kind
    label = label or get_label(fact)
    mend = _MENDS.get(kind)
    if decimal_comma and kind == "quantity":
        mend = _mend_quantity_with_comma
    most = get_length_limit(fact)

    def read(cell: object) -> object:
        if isinstance(cell, str):
            if len(cell) > most:
                return ParsedWithNote(refused=_fill_words(TOO_LONG, label))
            # In a CSV file the errors of a spreadsheet are texts.
            if cell in _SPREADSHEET_ERRORS:
                return ParsedWithNote(refused=_fill_words(SPREADSHEET_ERROR, label, shown=cell))
        elif isinstance(cell, list) and is_longer_than_its_fact(fact, cell):
            return ParsedWithNote(refused=_fill_words(TOO_LONG, label))
        mended = mend(label, cell) if mend else cell
        return mended if type(mended) is ParsedWithNote else normalize_value(fact, mended)

    if kind not in _OFTEN_THE_SAME:
        return read
    # 1, 1.0 and True are one key without `typed`, but not one cell: TRUE is no code.
    remembered = lru_cache(maxsize=4096, typed=True)(read)
    # Only papers may come as lists, which no memory takes.
    return remembered if kind != "papers" else _keep_lists_apart(read, remembered)


def make_parser_of_odd_cells(fact: str, read: Read, *, label: Words | None = None) -> Read:
    """Return ``read`` for cells that may be a :class:`FaultyCell` or :class:`MergedCell` too."""
    named = label or get_label(fact)

    def read_odd(cell: object) -> object:
        if isinstance(cell, FaultyCell):
            return ParsedWithNote(refused=_fill_words(cell.why, named, shown=cell.shown))
        if not isinstance(cell, MergedCell):
            return read(cell)
        if NAMES[fact].kind == "quantity":
            return ParsedWithNote(refused=_fill_words(_MERGED_QUANTITY, named))
        value = read(cell.value)
        if isinstance(value, ParsedWithNote):
            return value
        return ParsedWithNote(
            value, _fill_words(_MERGED_ROWS, named, value=quote_words(cell.value))
        )

    return read_odd


def get_label(fact: str) -> Words:
    """Return what sentences on cells call a fact: its Chinese name, in English its id."""
    return Words(NAMES[fact].label.zh, fact)


def _fill_words(sentence: Words, label: Words, **values: object) -> Words:
    return sentence.filled(fact=label, **values)


_OFTEN_THE_SAME: frozenset[FactKind] = frozenset({"word", "yes_no", "papers", "code", "hs", "day"})
"""Their columns hold few different cells, of which the last are remembered."""


def _keep_lists_apart(read: Read, remembered: Read) -> Read:
    return lambda cell: (read if isinstance(cell, list) else remembered)(cell)


# -- numbers and texts ------------------------------------------------------------------------


def _to_int_if_whole(cell: object) -> object:
    """Return a number without decimals as a whole one; spreadsheets know decimals only."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _has_lost_digits(cell: object) -> bool:
    return isinstance(cell, float) and abs(cell) >= _EXACT_UP_TO


def to_scientific(number: object) -> str:
    """Return a number of many digits as a spreadsheet shows it: 3.1042E+17."""
    digits, _, exponent = f"{number:.4E}".partition("E")
    return f"{digits.rstrip('0').rstrip('.')}E{exponent}"


_AS_FORMULA = re.compile(r'="(.*)"')
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+[0-9]{2,3}")
_WITH_A_NOUGHT = re.compile(r"[0-9]+\.0")
_MAY_HAVE_BEEN_A_NUMBER = re.compile(r"[0-9]{15}000")


def _strip_text_marker(text: str) -> str:
    """Take off what keeps digits a text in a CSV file: ``="0110"`` and ``'0110``."""
    found = _AS_FORMULA.fullmatch(text.strip())
    return found[1] if found else text.strip().removeprefix("'")


STARTS_A_FORMULA = frozenset("=+-@\t\r")
"""A CSV file of verdicts puts ``'`` before a text that begins with one of these."""


def _strip_formula_guard(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:2] in STARTS_A_FORMULA else text


def _to_half_width(text: str) -> str:
    """Return full-width digits, letters and spaces as plain ones, and ``9610.0`` as ``9610``."""
    plain = _strip_text_marker(unicodedata.normalize("NFKC", text)).strip()
    return plain[:-2] if _WITH_A_NOUGHT.fullmatch(plain) else plain


def _mend_text(label: Words, cell: object) -> object:
    if isinstance(cell, str):
        if _SCIENTIFIC.fullmatch(cell.strip()):
            return ParsedWithNote(remark=_fill_words(_LEFT_OUT, label, value=cell.strip()))
        found = _AS_FORMULA.fullmatch(cell)
        return found[1] if found else _strip_formula_guard(cell)
    if _has_lost_digits(cell):
        return ParsedWithNote(remark=_fill_words(_LEFT_OUT, label, value=to_scientific(cell)))
    if isinstance(cell, bool):
        return str(cell).upper()
    # numpy and pandas have NaN for a blank cell of a column of numbers.
    if isinstance(cell, float) and isnan(cell):
        return None
    if isinstance(cell, int | float | Decimal | date | time):
        return str(_to_int_if_whole(cell))
    return cell


def _mend_entry(label: Words, cell: object) -> object:
    # A declaration's number has 18 digits, three more than a spreadsheet keeps of a number.
    if _has_lost_digits(cell):
        return ParsedWithNote(refused=_fill_words(_DIGITS_LOST, label, value=to_scientific(cell)))
    text = _to_half_width(cell) if isinstance(cell, str) else _to_digits(cell)
    if isinstance(text, str) and _SCIENTIFIC.fullmatch(text):
        return ParsedWithNote(refused=_fill_words(_DIGITS_LOST, label, value=text))
    if isinstance(text, str) and _MAY_HAVE_BEEN_A_NUMBER.fullmatch(text):
        return ParsedWithNote(text, _fill_words(_ENDS_IN_NOUGHTS, label, value=text))
    return text


def _to_digits(cell: object) -> object:
    number = _to_int_if_whole(cell)
    return str(number) if isinstance(number, int) and not isinstance(number, bool) else cell


def _mend_code(_label: Words, cell: object) -> object:
    return _to_half_width(cell) if isinstance(cell, str) else _to_digits(cell)


# Codes of 4, 6, 8, 10 or 13 digits; those of chapters 01 to 09 lose their first digit in a number.
_WITHOUT_THEIR_ZERO = frozenset({3, 5, 7, 9, 12})
_NINE_DIGITS = re.compile(r"[0-9]{9}")

# Dots part a code after its fourth digit: 901.211 was 0901.2110 before it became a number.
_WAS_A_NUMBER = re.compile(r"[0-9]{1,3}\.[0-9]+")


def _mend_hs_code(label: Words, cell: object) -> object:
    if isinstance(cell, str):
        text = _to_half_width(cell)
        if _WAS_A_NUMBER.fullmatch(text):
            return ParsedWithNote(refused=_fill_words(_DECIMALS, label, value=text))
        # Other texts too short by one digit may have lost any of theirs.
        return _put_zero_back(label, text) if _NINE_DIGITS.fullmatch(text) else text
    digits = _to_digits(cell)
    if isinstance(digits, float | Decimal):
        return ParsedWithNote(refused=_fill_words(_DECIMALS, label, value=cell))
    if isinstance(digits, str) and len(digits) in _WITHOUT_THEIR_ZERO:
        return _put_zero_back(label, digits)
    return digits


def _put_zero_back(label: Words, digits: str) -> object:
    mended = "0" + digits
    if mended[:4] not in HEADINGS:
        return digits  # another digit is lost: the model refuses this length
    return ParsedWithNote(mended, _fill_words(_ZERO_PUT_BACK, label, value=digits, mended=mended))


def _mend_count(label: Words, cell: object) -> object:
    return _mend_number(label, cell) if isinstance(cell, str) else _to_int_if_whole(cell)


def _mend_number(label: Words, cell: str) -> object:
    text = _to_half_width(cell)
    return ParsedWithNote(refused=_fill_words(BEYOND, label)) if is_beyond(text) else text


_IN_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_WITH_DECIMAL_COMMA = re.compile(r"([0-9]+),([0-9]+)")
_THOUSANDS_OR_DECIMALS = re.compile(r"[1-9][0-9]{0,2}[,.][0-9]{3}")


def _mend_quantity(label: Words, cell: object) -> object:
    if isinstance(cell, str):
        text = _mend_number(label, cell)
        if isinstance(text, str) and _IN_THOUSANDS.fullmatch(text):
            return text.replace(",", "")
        return text
    number = _to_int_if_whole(cell)
    # The text of a float is what was typed; its binary value has a tail.
    return Decimal(repr(number)) if isinstance(number, float) else number


def _mend_quantity_with_comma(label: Words, cell: object) -> object:
    text = _to_half_width(cell) if isinstance(cell, str) else ""
    if _THOUSANDS_OR_DECIMALS.fullmatch(text):
        return ParsedWithNote(refused=_fill_words(_COMMA_OR_POINT, label, value=text))
    if _WITH_DECIMAL_COMMA.fullmatch(text) and not is_beyond(text):
        mended = text.replace(",", ".")
        return ParsedWithNote(mended, _fill_words(_DECIMAL_COMMA, label, value=text, mended=mended))
    return _mend_quantity(label, cell)


# -- days -------------------------------------------------------------------------------------

_DAY = r"(?:(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日?)|(\d{4})(\d{2})(\d{2}))"
# 24:00 is the next day, which nothing says whether it is meant: it is no time of day here.
_HOUR, _SIXTY = r"(?:[01]?\d|2[0-3])", r"[0-5]\d"
_CLOCK = (
    rf"(?:(?:(?:上午|下午|AM|PM)\s*)?{_HOUR}:{_SIXTY}(?::{_SIXTY}(?:[.,]\d+)?)?(?:\s*(?:AM|PM))?"
    rf"|{_HOUR}时[0-5]?\d分(?:[0-5]?\d秒)?)"
)
_COMPACT_CLOCK = rf"(?:[01]\d|2[0-3]){_SIXTY}{_SIXTY}"
_ZONE = r"(?:Z|UTC|GMT|[-+]\d{2}(?::?\d{2})?)"
_WRITTEN_DAY = re.compile(
    rf"{_DAY}(?:(?:\s*T\s*|\s+|(?<=日)|(?<=\d{{8}}))({_CLOCK}|{_COMPACT_CLOCK})\s*({_ZONE})?)?",
    re.I | re.A,
)
_MIDNIGHT = re.compile(r"[0:.,]+")


def _mend_day(label: Words, cell: object) -> object:
    if isinstance(cell, datetime):
        if cell.tzinfo is not None:
            return ParsedWithNote(refused=_fill_words(_TIME_ZONE, label, value=cell))
        if cell.time() == time():
            return cell.date()
        return _cut_time(label, cell.date(), str(cell))
    cell = _to_int_if_whole(cell)
    if isinstance(cell, str):
        return _mend_written_day(label, cell, _to_half_width(cell))
    # 20260131, or with its time of day 20260131093000: digits that a spreadsheet took for a number.
    if isinstance(cell, int) and len(str(cell)) in (8, 14):
        return _mend_written_day(label, str(cell), str(cell))
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _refuse_day_number(label, cell, cell)
    return cell if isinstance(cell, date | bool) else str(cell)


# Day 1 is 1900-01-01, but Excel takes 1900 for a leap year: from March 1900 on, and so in all years
# accepted here, the count is one day longer. Workbooks may also count from 1904, so the number
# alone does not tell the day.
_BEFORE_THE_FIRST_DAY = date(1899, 12, 30)
_FIRST_NUMBER, _LAST_NUMBER = (
    (day - _BEFORE_THE_FIRST_DAY).days for day in (EARLIEST_DATE, LATEST_DATE)
)
_DAY_NUMBER_IN_TEXT = re.compile(r"[0-9]{5,6}(?:\.[0-9]+)?")


def _refuse_day_number(label: Words, cell: object, number: float) -> object:
    """Refuse the number by which a spreadsheet keeps a day; leave any other to the model."""
    if not _FIRST_NUMBER <= number < _LAST_NUMBER + 1:
        return cell
    day = _BEFORE_THE_FIRST_DAY + timedelta(int(number))
    return ParsedWithNote(refused=_fill_words(_DAY_NUMBER, label, value=cell, day=day))


def _mend_written_day(label: Words, cell: str, text: str) -> object:
    if _DAY_NUMBER_IN_TEXT.fullmatch(text):
        return _refuse_day_number(label, cell, float(text))
    found = _WRITTEN_DAY.fullmatch(text)
    if found is None:
        return cell
    *parts, clock, zone = found.groups()
    if zone is not None:
        return ParsedWithNote(refused=_fill_words(_TIME_ZONE, label, value=quote_words(cell)))
    year, month, of_month = (int(part) for part in parts if part and part.isdigit())
    try:
        day = date(year, month, of_month)
    except ValueError:  # the 31st of June
        return cell
    if clock is None or _MIDNIGHT.fullmatch(clock):
        return day
    return _cut_time(label, day, quote_words(cell))


def _cut_time(label: Words, day: date, shown: str | Words) -> ParsedWithNote:
    return ParsedWithNote(day, _fill_words(_TIME_CUT, label, value=shown, mended=day))


def _mend_yes_no(_label: Words, cell: object) -> object:
    return _to_half_width(cell) if isinstance(cell, str) else _to_int_if_whole(cell)


_MENDS: Mapping[FactKind, Callable[[Words, object], object]] = {
    "text": _mend_text,
    "entry": _mend_entry,
    "code": _mend_code,
    "hs": _mend_hs_code,
    "day": _mend_day,
    "yes_no": _mend_yes_no,
    "quantity": _mend_quantity,
    "count": _mend_count,
}
