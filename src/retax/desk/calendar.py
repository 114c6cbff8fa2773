"""The rest days of China, for ``days_off``: with 调休, weekends alone, or out of a file.

``check`` takes exactly the days it is given for a year: any other day of that year counts as a
working day, Saturdays and Sundays included. In a year of which no day is given Saturdays and
Sundays rest. A year the State Council has not announced yet is refused; leave it out, or count its
Saturdays and Sundays by name: ``days_off(2026) | weekends(2027)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from retax.desk.extras import require_extra
from retax.desk.source import DeskError, explain_read_error
from retax.facts.messages import quote_words
from retax.facts.model import EARLIEST_DATE, LATEST_DATE
from retax.words import Words

_SATURDAY = 5
_DAY = re.compile(r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})")
_YEARS = re.compile(r"2[01][0-9]{2}(=weekends)?([,，]2[01][0-9]{2}(=weekends)?)*")


class NotAnnounced(DeskError, ValueError):
    """The rest days of ``year`` are not known: not announced yet, or not to the library."""

    def __init__(self, year: int, known: range) -> None:
        self.year = year
        super().__init__(
            Words(
                "{year} 年的节假日安排未知（所装 chinesecalendar 载有 {first} 至 {last} 年）："
                "国务院办公厅可能尚未公布，如已公布请更新 chinesecalendar；"
                "公布前按周六、周日为休息日：写作 {year}=weekends，或在 days_off 中不写该年",
                "the rest days of {year} are not known (the chinesecalendar installed knows "
                "{first} to {last}): the State Council may not have announced them yet; if it "
                "has, update chinesecalendar; meanwhile Saturdays and Sundays count as rest days: "
                "write {year}=weekends, or leave the year out of days_off",
            ).filled(year=year, first=known[0], last=known[-1])
        )


def days_off(year: int, *more: int) -> frozenset[date]:
    """Return the rest days of years as the State Council announced them (调休).

    A Saturday or Sunday that is worked is none, a holiday on a weekday is one.

    Raises:
        NotAnnounced: a year is not known; it names the year and those known (a ``ValueError``).
        MissingExtra: chinesecalendar is not installed.
    """
    with require_extra("calendar"):
        from chinese_calendar import holidays, is_holiday
    # The library does not name the years it knows, and raises NotImplementedError for any other.
    years = {day.year for day in holidays}
    known = range(min(years), max(years) + 1)
    for wanted in (year, *more):
        if wanted not in known:
            raise NotAnnounced(wanted, known)
    return frozenset(
        day for wanted in (year, *more) for day in _list_days(wanted) if is_holiday(day)
    )


def weekends(year: int, *more: int) -> frozenset[date]:
    """Return the Saturdays and Sundays of years: what counts where no ``days_off`` are given."""
    return frozenset(
        day for wanted in (year, *more) for day in _list_days(wanted) if day.weekday() >= _SATURDAY
    )


def _list_days(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(1)


def read_days_off(file: str | Path) -> frozenset[date]:
    """Read rest days from a text or CSV file: one a line, 2026-10-01 or 20261001.

    What follows ``#`` is a comment; blank lines are passed over. These are all rest days: a file
    of public holidays without the Saturdays and Sundays would have weekends count as worked.

    Raises:
        DeskError: the file cannot be read, holds no day, or a line is no day.
    """
    lines = _read_text(file).splitlines()
    texts = [(number, line.split("#")[0].strip(" \t,，")) for number, line in enumerate(lines, 1)]
    days = frozenset(_parse_day(file, number, text) for number, text in texts if text)
    if not days:
        raise DeskError(
            Words(
                f"{file} 中没有日期；应每行一个休息日，如 2026-10-01",
                f"{file} holds no day; accepted is one rest day a line, such as 2026-10-01",
            )
        )
    return days


def _read_text(file: str | Path) -> str:
    try:
        raw = Path(file).read_bytes()
    except OSError as error:
        why = explain_read_error(error)
        raise DeskError(
            Words("{file} 无法读取：{why}", "{file} cannot be read: {why}").filled(
                file=file, why=why
            )
        ) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:  # comments as a spreadsheet in China saves them
        return raw.decode("gb18030", errors="replace")


def _parse_day(file: str | Path, number: int, text: str) -> date:
    written = _DAY.fullmatch(text)
    try:
        day = date(*map(int, written.group(1, 3, 4))) if written else None
    except ValueError:  # the 30th of February
        day = None
    if day is None or not EARLIEST_DATE <= day <= LATEST_DATE:
        shown = quote_words(text)
        raise DeskError(
            Words(
                f"{file} 第 {number} 行为{shown.zh}，不是日期；应每行一个休息日，"
                f"如 2026-10-01 或 20261001（{EARLIEST_DATE.year}至{LATEST_DATE.year}年）",
                f"line {number} of {file} is {shown.en}; accepted is one rest day a line, such "
                f"as 2026-10-01 or 20261001, years {EARLIEST_DATE.year} to {LATEST_DATE.year}",
            )
        )
    return day


def list_days_off_of(text: str) -> frozenset[date]:
    """Return the rest days an option names: years, or the file that lists them.

    Years are separated by commas: ``2026`` means :func:`days_off`, ``2027=weekends`` means
    :func:`weekends`. Anything else is the name of a file for :func:`read_days_off` (one that looks
    like a year is given as ``./2026``).
    """
    if is_file_of_days_off(text):
        return read_days_off(text)
    return frozenset[date]().union(*map(_list_days_off_of_year, re.split("[,，]", text.strip())))


def is_file_of_days_off(text: str) -> bool:
    """Say whether an option that names rest days names a file, not years."""
    return not _YEARS.fullmatch(text.strip())


def _list_days_off_of_year(text: str) -> frozenset[date]:
    year, _, only_weekends = text.partition("=")
    return weekends(int(year)) if only_weekends else days_off(int(year))
