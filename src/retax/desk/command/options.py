"""The options of the command as they are typed, and one sentence for what is not accepted."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import TypeVar

from retax import Lang, Side, Words
from retax.desk.readers.batch_statements import split_pair
from retax.desk.settlements import settle
from retax.desk.source import DeskError
from retax.words import both

LANGS: tuple[Lang, ...] = ("zh", "en")
STANDARD_OUTPUT = "-"
_TODAY = ("today", "今天")
# int() would take 1_0 and digits of other scripts, too.
_A_COUNT = re.compile("[0-9]{1,3}")
_A_DAY = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})")

Choice = TypeVar("Choice", bound=str)


def choose_language(requested: str | None, environment: Mapping[str, str] = os.environ) -> Lang:
    """Return the language to answer in: the one asked for, else that of the locale.

    Chinese where the locale says nothing (``C``, or none): it is the language of the trade.
    """
    if requested is not None:
        return require_one_of("--lang", requested, LANGS)
    # The first that is not blank counts, in the order of POSIX.
    names = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "zh").lower()
    # Windows writes Chinese_China.936; C, C.UTF-8 and POSIX name no language.
    return "zh" if locale.startswith(("zh", "chinese", "c.", "posix")) or locale == "c" else "en"


def find_language(arguments: Sequence[str]) -> Lang:
    """Return the language of a command line before it is parsed: help is written in it, too."""
    for at, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return choose_language(argument.removeprefix("--lang="))
        if argument == "--lang" and at + 1 < len(arguments):
            return choose_language(arguments[at + 1])
    return choose_language(None)


def require_one_of(option: str, given: str, accepted: Sequence[Choice]) -> Choice:
    """Return one of the accepted words; DeskError, naming them, for another."""
    found = next((word for word in accepted if word == given), None)
    if found is None:
        words = "、".join(accepted)
        raise DeskError(
            Words(
                f"{option} “{given}”不在可填范围内；请改填下列之一：{words}",
                f"{option} is {given!r}; accepted are {', '.join(accepted)}",
            )
        )
    return found


def choose_text_output(given: str | None) -> str | None:
    """Return the file to write a text to; None is standard output, and so is ``-``."""
    return None if given == STANDARD_OUTPUT else given


def choose_named_output(option: str, given: str, what: Words, place: Words) -> str:
    """Return the place to write to; DeskError for ``-`` of what is no text for a stream."""
    if given == STANDARD_OUTPUT:
        raise DeskError(
            Words(
                "{what}不能写入标准输出；请用 {option} 指定{place}",
                "{what} cannot go to standard output; name {place} with {option}",
            ).filled(what=what, option=option, place=place)
        )
    return given


# China has one time zone and no summer time, so no table of zones is needed.
_CHINA = timezone(timedelta(hours=8))


def get_today_in_china() -> date:
    """Return the day it is in China, whose days the law counts, wherever the machine is."""
    return datetime.now(_CHINA).date()


def parse_day(option: str, given: str, today: Callable[[], date] = get_today_in_china) -> date:
    """Return the day that is typed: 2026-01-31, 20260131, 2026/1/31, or today (in China)."""
    if given.strip() in _TODAY:
        return today()
    found = _A_DAY.fullmatch(given.strip())
    # Without separators only eight digits tell month and day apart.
    if found and (found[2] or len(given.strip()) == 8):
        try:
            return date(int(found[1]), int(found[3]), int(found[4]))
        except ValueError:
            pass  # no such day: refused below
    raise DeskError(
        Words(
            f"{option} 为“{given}”，不是日期；应如 2026-01-31，或 today",
            f"{option} is {given!r}, which is no day; accepted is a day such as 2026-01-31, "
            "or today",
        )
    )


def parse_settled(given: Sequence[str]) -> dict[str, Side]:
    """Return the questions settled on the command line, as rest-day=lenient or 召回=从宽."""
    parted = [split_pair(pair) or (pair, "") for pair in given]
    return settle([(name.strip(), side.strip()) for name, side in parted], both("--settle"))


def count_usable_cores() -> int:
    """Return how many cores the run may use."""
    # taskset and containers leave a run fewer cores than the machine has; macOS and Windows cannot
    # tell.
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


MOST_JOBS = 256
"""The most processes a run may have: each takes some 60 MB."""

_AUTO = "auto"


def parse_jobs(option: str, given: str, count_cores: Callable[[], int] = count_usable_cores) -> int:
    """Return how many processes are asked for; ``auto``: one for each core the run may use."""
    typed = given.strip()
    if typed == _AUTO:
        return min(count_cores(), MOST_JOBS)
    if _A_COUNT.fullmatch(typed) and 1 <= int(typed) <= MOST_JOBS:
        return int(typed)
    raise DeskError(
        Words(
            f"{option} 为“{given}”，不是进程数；应为 1 至 {MOST_JOBS} 的整数，"
            f"或 {_AUTO}（与可用的处理器核数相同）",
            f"{option} is {given!r}, which is no number of processes; accepted are whole numbers "
            f"from 1 to {MOST_JOBS}, or {_AUTO} for as many as there are cores",
        )
    )
