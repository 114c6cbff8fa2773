from __future__ import annotations

from datetime import date

import pytest

from retax import QUESTIONS
from retax.desk import options
from retax.desk.rows import Unreadable

# -- the language ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "C"}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "POSIX"}, "zh"),
        ({"LANG": "Chinese (Simplified)_China.936"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB"}, "en"),
        ({"LANG": "en_GB", "LC_MESSAGES": "zh_CN"}, "zh"),
        ({"LANG": "en_GB", "LC_ALL": ""}, "en"),
    ],
)
def test_the_language_goes_by_the_locale(environment: dict[str, str], lang: str) -> None:
    assert options.language(None, environment) == lang


def test_a_language_asked_for_goes_before_the_locale() -> None:
    assert options.language("zh", {"LANG": "en_GB"}) == "zh"
    assert options.language_of(["check", "--lang", "en", "file"]) == "en"
    assert options.language_of(["check", "--lang=en", "file"]) == "en"
    assert options.language_of(["check", "--lang"]) == options.language(None)


def test_another_language_is_refused() -> None:
    with pytest.raises(Unreadable, match="'fr'"):
        options.language("fr")


# -- days -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["2026-03-05", "20260305", "2026/3/5", "2026.3.5", " 2026-3-5 ", "2026-03-5"]
)
def test_a_day_may_be_typed_in_several_ways(typed: str) -> None:
    assert options.day("--as-of", typed) == date(2026, 3, 5)


@pytest.mark.parametrize("typed", ["today", "今天"])
def test_today_is_asked_of_the_clock_only_here(typed: str) -> None:
    assert options.day("--as-of", typed, today=lambda: date(2026, 9, 3)) == date(2026, 9, 3)


@pytest.mark.parametrize(
    "typed", ["", "2026", "2026-02-30", "2026-1/2", "202635", "03.09.2026", "2026-09-03T10:00"]
)
def test_what_is_no_day_is_refused_by_the_name_of_its_option(typed: str) -> None:
    with pytest.raises(Unreadable) as refused:
        options.day("--known-on", typed)
    for sentence in (refused.value.words.zh, refused.value.words.en):
        assert "--known-on" in sentence
        assert typed in sentence


# -- settled questions ----------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "side"), [("strict", "strict"), ("从宽", "lenient")])
def test_every_question_may_be_settled(typed: str, side: str) -> None:
    given = [f"{question}={typed}" for question in QUESTIONS]
    assert options.settled(given) == dict.fromkeys(QUESTIONS, side)


def test_a_question_settled_twice_alike_is_no_contradiction() -> None:
    assert options.settled(["zone=strict", " zone = 从严 "]) == {"zone": "strict"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["rest-day"], "rest-day=lenient"),
        (["rest-day=maybe"], "rest-day=lenient"),
        (["reason=strict"], "reason:recall"),
        (["=strict"], "accepted are"),
        (["zone=strict", "zone=lenient"], "both sides"),
    ],
)
def test_what_settles_nothing_is_refused(given: list[str], told: str) -> None:
    with pytest.raises(Unreadable, match="--settle") as refused:
        options.settled(given)
    assert told in refused.value.words.en
    assert "--settle" in refused.value.words.zh
