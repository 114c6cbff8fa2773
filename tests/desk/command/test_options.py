from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, tzinfo
from typing import Self

import pytest

from retax import QUESTIONS
from retax.desk.command import options
from retax.desk.readers.batch_statements import parse_statements
from retax.desk.source import DeskError
from samples import SETTLEABLE

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
    assert options.choose_language(None, environment) == lang


def test_a_language_asked_for_goes_before_the_locale() -> None:
    assert options.choose_language("zh", {"LANG": "en_GB"}) == "zh"
    assert options.find_language(["check", "--lang", "en", "file"]) == "en"
    assert options.find_language(["check", "--lang=en", "file"]) == "en"
    assert options.find_language(["check", "--lang"]) == options.choose_language(None)


def test_another_language_is_refused() -> None:
    with pytest.raises(DeskError, match="'fr'"):
        options.choose_language("fr")


# -- days -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["2026-03-05", "20260305", "2026/3/5", "2026.3.5", " 2026-3-5 ", "2026-03-5"]
)
def test_a_day_may_be_typed_in_several_ways(typed: str) -> None:
    assert options.parse_day("--as-of", typed) == date(2026, 3, 5)


@pytest.mark.parametrize("typed", ["today", "今天"])
def test_today_is_read_from_the_clock_only_here(typed: str) -> None:
    assert options.parse_day("--as-of", typed, today=lambda: date(2026, 9, 3)) == date(2026, 9, 3)


ZONES = ("UTC", "America/Los_Angeles", "Asia/Shanghai", "Pacific/Kiritimati")


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Move the machine to a zone."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 9, 2, 15, 59, tzinfo=UTC), date(2026, 9, 2)),
        (datetime(2026, 9, 2, 16, 0, tzinfo=UTC), date(2026, 9, 3)),
        (datetime(2026, 9, 3, 15, 59, tzinfo=UTC), date(2026, 9, 3)),
    ],
)
@pytest.mark.usefixtures("zone")
def test_today_is_the_day_in_china_wherever_the_machine_is(
    monkeypatch: pytest.MonkeyPatch, instant: datetime, day: date
) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            now = instant.astimezone(tz)
            return cls(now.year, now.month, now.day, now.hour, now.minute, tzinfo=now.tzinfo)

    monkeypatch.setattr(options, "datetime", Clock)
    assert options.get_today_in_china() == day
    assert options.parse_day("--as-of", "today") == options.parse_day("--as-of", "今天") == day


def test_a_clock_of_another_zone_would_tell_another_day(zone: str) -> None:
    instant = datetime(2026, 9, 2, 20, 0, tzinfo=UTC)
    local = {"UTC": 2, "America/Los_Angeles": 2, "Asia/Shanghai": 3, "Pacific/Kiritimati": 3}
    assert instant.astimezone().day == local[zone]


@pytest.mark.parametrize(
    "typed", ["", "2026", "2026-02-30", "2026-1/2", "202635", "03.09.2026", "2026-09-03T10:00"]
)
def test_what_is_no_day_is_refused_by_the_name_of_its_option(typed: str) -> None:
    with pytest.raises(DeskError) as refused:
        options.parse_day("--known-on", typed)
    for sentence in (refused.value.words.zh, refused.value.words.en):
        assert "--known-on" in sentence
        assert typed in sentence


# -- settled questions ----------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "side"), [("strict", "strict"), ("从宽", "lenient")])
def test_every_question_that_can_be_settled_may_be(typed: str, side: str) -> None:
    given = [f"{question}={typed}" for question in SETTLEABLE]
    assert options.parse_settled(given) == dict.fromkeys(SETTLEABLE, side)


def test_the_equals_sign_of_a_chinese_keyboard_is_one_too() -> None:
    assert options.parse_settled(["召回＝从宽"]) == {"reason:recall": "lenient"}
    assert parse_statements(["商品名称＝甲=乙＝丙", "使用情况=未使用"]) == {
        "goods_name": "甲=乙＝丙",
        "use": "unused",
    }


def test_what_no_answer_covers_in_every_case_is_not_settled() -> None:
    assert set(QUESTIONS) - set(SETTLEABLE) == {"reason:other", "39:extension"}
    with pytest.raises(DeskError) as refused:
        options.parse_settled(["reason:other=lenient"])
    assert "请在表中写明具体退运原因" in refused.value.words.zh
    assert "name the reason" in refused.value.words.en
    with pytest.raises(DeskError) as refused:
        options.parse_settled(["39:extension=lenient"])
    assert "请在表中填写“海关批准延期至”" in refused.value.words.zh
    assert "state until when customs prolonged" in refused.value.words.en


def test_a_question_settled_twice_alike_is_no_contradiction() -> None:
    assert options.parse_settled(["zone=strict", " zone = 从严 "]) == {"zone": "strict"}


@pytest.mark.parametrize(
    ("given", "part"),
    [
        (["rest-day"], "rest-day=lenient"),
        (["rest-day=maybe"], "rest-day=lenient"),
        (["reason=strict"], "reason:recall"),
        (["=strict"], "accepted are"),
        (["zone=strict", "zone=lenient"], "both sides"),
    ],
)
def test_what_settles_nothing_is_refused(given: list[str], part: str) -> None:
    with pytest.raises(DeskError, match="--settle") as refused:
        options.parse_settled(given)
    assert part in refused.value.words.en
    assert "--settle" in refused.value.words.zh


# -- processes ------------------------------------------------------------------------------


def test_the_number_of_processes_is_a_whole_number_or_that_of_the_cores() -> None:
    assert [options.parse_jobs("--jobs", typed) for typed in ("1", " 4 ", "256")] == [1, 4, 256]
    assert options.parse_jobs("--jobs", "auto", lambda: 3) == 3
    assert options.parse_jobs("--jobs", "auto", lambda: 1000) == 256
    assert options.parse_jobs("--jobs", "auto") >= 1


@pytest.mark.parametrize("typed", ["0", "-1", "257", "1.5", "two", "", "٢", "9" * 5000])
def test_what_is_no_number_of_processes_is_refused(typed: str) -> None:
    with pytest.raises(DeskError) as refused:
        options.parse_jobs("--jobs", typed)
    assert "1 至 256" in refused.value.words.zh
    assert "from 1 to 256, or auto" in refused.value.words.en


def test_the_cores_are_those_a_run_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 5}, raising=False)
    assert options.count_usable_cores() == 2
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert options.count_usable_cores() == 1
