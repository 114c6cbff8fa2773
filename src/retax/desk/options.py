"""The options of the command as they are typed, and one sentence for what is not accepted."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from retax import QUESTIONS, Lang, Side, Words
from retax.desk.rows import Unreadable

LANGS: tuple[Lang, ...] = ("zh", "en")
SIDES: Mapping[str, Side] = {
    "strict": "strict",
    "从严": "strict",
    "lenient": "lenient",
    "从宽": "lenient",
}
STANDARD_OUTPUT = "-"
_TODAY = ("today", "今天")
_A_DAY = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})")

Choice = TypeVar("Choice", bound=str)


def language(asked_for: str | None, environment: Mapping[str, str] = os.environ) -> Lang:
    """Return the language to answer in: the one asked for, else that of the locale.

    Chinese where the locale says nothing (``C``, or none): it is the language of the trade.
    """
    if asked_for is not None:
        return one_of("--lang", asked_for, LANGS)
    names = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "zh").lower()
    return "zh" if locale.startswith(("zh", "chinese", "c.", "posix")) or locale == "c" else "en"


def language_of(arguments: Sequence[str]) -> Lang:
    """Return the language of a command line before it is parsed: help is written in it, too."""
    for at, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return language(argument.removeprefix("--lang="))
        if argument == "--lang" and at + 1 < len(arguments):
            return language(arguments[at + 1])
    return language(None)


def one_of(option: str, given: str, accepted: Sequence[Choice]) -> Choice:
    """Return one of the accepted words; Unreadable, naming them, for another."""
    found = next((word for word in accepted if word == given), None)
    if found is None:
        words = "、".join(accepted)
        raise Unreadable(
            Words(
                f"{option} 为“{given}”，不可接受；应为 {words} 之一",
                f"{option} is {given!r}; accepted are {', '.join(accepted)}",
            )
        )
    return found


def text_output(given: str | None) -> str | None:
    """Return the file to write a text to; None is standard output, which ``-`` stands for, too."""
    return None if given == STANDARD_OUTPUT else given


def named_output(option: str, given: str, what: Words, place: Words) -> str:
    """Return the place to write to; Unreadable for ``-`` of what is no text for a stream."""
    if given == STANDARD_OUTPUT:
        raise Unreadable(
            Words(
                "{what}不能写入标准输出；请用 {option} 指定{place}",
                "{what} cannot go to standard output; name {place} with {option}",
            ).filled(what=what, option=option, place=place)
        )
    return given


def day(option: str, given: str, today: Callable[[], date] = date.today) -> date:
    """Return the day that is typed: 2026-01-31, 20260131, 2026/1/31, or today."""
    if given.strip() in _TODAY:
        return today()
    found = _A_DAY.fullmatch(given.strip())
    # Without separators only eight digits tell month and day apart.
    if found and (found[2] or len(given.strip()) == 8):
        try:
            return date(int(found[1]), int(found[3]), int(found[4]))
        except ValueError:
            pass  # no such day: told below
    raise Unreadable(
        Words(
            f"{option} 为“{given}”，不是日期；应如 2026-01-31，或 today",
            f"{option} is {given!r}, which is no day; accepted is a day such as 2026-01-31, "
            "or today",
        )
    )


def settled(given: Sequence[str]) -> dict[str, Side]:
    """Return the questions settled on the command line, as ``rest-day=lenient``."""
    sides: dict[str, Side] = {}
    for pair in given:
        question, equals, side = (part.strip() for part in pair.partition("="))
        if question not in QUESTIONS:
            ids = ", ".join(QUESTIONS)
            raise Unreadable(
                Words(
                    f"--settle 为“{pair}”，没有口径问题 {question}；应为 {ids} 之一，"
                    "如 rest-day=lenient",
                    f"--settle is {pair!r}; there is no question {question!r}; accepted are {ids}, "
                    "as in rest-day=lenient",
                )
            )
        if not equals or side not in SIDES:
            raise Unreadable(
                Words(
                    f"--settle 为“{pair}”；应为 {question}=strict（从严）或 "
                    f"{question}=lenient（从宽）",
                    f"--settle is {pair!r}; accepted are {question}=strict and {question}=lenient",
                )
            )
        if sides.get(question, SIDES[side]) != SIDES[side]:
            raise Unreadable(
                Words(
                    f"--settle 对 {question} 给了两个不同的口径；应只给一个",
                    f"--settle puts {question} on both sides; accepted is one of them",
                )
            )
        sides[question] = SIDES[side]
    return sides
