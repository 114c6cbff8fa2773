from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from retax import Side, check
from retax.desk.calendar import NotAnnounced, days_off, list_days_off_of, read_days_off, weekends
from retax.desk.source import DeskError
from samples import facts

# -- as announced: notice of the State Council's office on the holidays of 2026, 2025-11-04


def days(first: date, last: date) -> set[date]:
    return {first + timedelta(n) for n in range((last - first).days + 1)}


RESTS_OF_2026 = (
    days(date(2026, 1, 1), date(2026, 1, 3))
    | days(date(2026, 2, 15), date(2026, 2, 23))
    | days(date(2026, 4, 4), date(2026, 4, 6))
    | days(date(2026, 5, 1), date(2026, 5, 5))
    | days(date(2026, 6, 19), date(2026, 6, 21))
    | days(date(2026, 9, 25), date(2026, 9, 27))
    | days(date(2026, 10, 1), date(2026, 10, 7))
)
WORKED_IN_2026 = {
    date(2026, 1, 4),
    date(2026, 2, 14),
    date(2026, 2, 28),
    date(2026, 5, 9),
    date(2026, 9, 20),
    date(2026, 10, 10),
}


def test_the_rest_days_of_2026_are_those_of_the_notice() -> None:
    every_weekend = {
        day for day in days(date(2026, 1, 1), date(2026, 12, 31)) if day.isoweekday() > 5
    }
    assert days_off(2026) == (every_weekend | RESTS_OF_2026) - WORKED_IN_2026


def test_every_weekend_that_is_worked_is_no_rest_day() -> None:
    assert all(day.isoweekday() > 5 for day in WORKED_IN_2026)
    assert days_off(2026).isdisjoint(WORKED_IN_2026)
    assert weekends(2026) >= WORKED_IN_2026


def test_years_add_up() -> None:
    assert days_off(2025, 2026) == days_off(2025) | days_off(2026)
    assert {day.year for day in days_off(2025, 2026)} == {2025, 2026}


def test_weekends_are_all_saturdays_and_sundays_and_no_more() -> None:
    found = weekends(2027, 2028)
    assert {day.isoweekday() for day in found} == {6, 7}
    assert (min(found), max(found)) == (date(2027, 1, 2), date(2028, 12, 31))
    assert len(found) == 104 + 106


FIRST, *_, LAST = sorted({day.year for day in chinese_calendar.holidays})
UNKNOWN = LAST + 1


@pytest.mark.parametrize("years", [(UNKNOWN,), (2026, UNKNOWN), (UNKNOWN, 2026)])
def test_a_year_that_is_not_announced_is_refused_by_name(years: tuple[int, ...]) -> None:
    with pytest.raises(NotAnnounced) as raised:
        days_off(*years)
    assert raised.value.year == UNKNOWN
    assert isinstance(raised.value, ValueError)
    for sentence in (raised.value.words.zh, raised.value.words.en, str(raised.value)):
        for year in (UNKNOWN, FIRST, LAST):
            assert str(year) in sentence
        assert "chinesecalendar" in sentence
        assert f"{UNKNOWN}=weekends" in sentence
        assert "days_off" in sentence


def test_a_year_before_the_first_one_known_is_refused_too() -> None:
    with pytest.raises(NotAnnounced, match=str(FIRST - 1)):
        days_off(FIRST - 1)


# -- in the law


def back_on(day: date, exported: date) -> dict[str, object]:
    return facts(
        declared_on=exported,
        released_on=exported,
        exported_on=exported,
        returned_on=day,
        return_declared_on=day,
    )


@pytest.mark.parametrize(
    ("exported", "returned", "status"),
    [
        # last day Friday 2026-09-25, Mid-Autumn: moves to Monday the 28th
        (date(2026, 3, 25), date(2026, 9, 28), "needs_review"),
        (date(2026, 3, 25), date(2026, 9, 29), "ineligible"),
        # last day Sunday 2026-09-20, which is worked: does not move
        (date(2026, 3, 20), date(2026, 9, 20), "eligible"),
        (date(2026, 3, 20), date(2026, 9, 21), "ineligible"),
        # last day Thursday 2026-10-01: moves past the whole holiday to the 8th
        (date(2026, 4, 1), date(2026, 10, 8), "needs_review"),
        (date(2026, 4, 1), date(2026, 10, 9), "ineligible"),
    ],
)
def test_a_last_day_moves_by_the_announced_rest_days(
    exported: date, returned: date, status: str
) -> None:
    assert check(back_on(returned, exported), days_off=days_off(2026)).status == status


@pytest.mark.parametrize(("side", "status"), [("lenient", "eligible"), ("strict", "ineligible")])
def test_a_settled_rest_day_decides(side: Side, status: str) -> None:
    goods = back_on(date(2026, 9, 28), date(2026, 3, 25))
    verdict = check(goods, settled={"rest-day": side}, days_off=days_off(2026))
    assert verdict.status == status


def test_in_a_year_left_out_saturdays_and_sundays_rest() -> None:
    # released Friday 2026-07-31: last day Sunday 2027-01-31
    goods = back_on(date(2027, 2, 1), date(2026, 7, 31))
    nothing: frozenset[date] = frozenset()
    for given in (None, nothing, days_off(2026), days_off(2026) | weekends(2027)):
        assert check(goods, days_off=given).status == "needs_review"
    worked = {date(2027, 2, 7)}
    assert check(goods, days_off=days_off(2026) | worked).status == "ineligible"


# -- out of a file


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    file = tmp_path / "休息日.csv"
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_is_read_one_day_a_line(tmp_path: Path, encoding: str, end: str) -> None:
    lines = ["# 国庆节", "2026-10-01", " 20261002 # 周五", "", "2026-10-03,", "2026-10-01"]
    assert read_days_off(written(tmp_path, end.join(lines), encoding)) == {
        date(2026, 10, 1),
        date(2026, 10, 2),
        date(2026, 10, 3),
    }


@pytest.mark.parametrize(
    "bad",
    [
        "2026-02-30",
        "2026/10/02",
        "2026-10-2",
        "2026-1002",
        "2026-10-02 00:00",
        "1999-12-31",
        "2200-01-01",
        "2026-10-02,2026-10-03",
        "日期",
        "٢٠٢٦-١٠-٠٢",
        "x" * 5000,
    ],
)
def test_a_line_that_is_no_day_is_named(tmp_path: Path, bad: str) -> None:
    file = written(tmp_path, f"# 2026\n2026-10-01\n{bad}\n")
    with pytest.raises(DeskError) as raised:
        read_days_off(file)
    for sentence in (raised.value.words.zh, raised.value.words.en):
        assert str(file) in sentence
        assert "3" in sentence
        assert bad[:50] in sentence
        assert "20261001" in sentence
        assert len(sentence) < 500


@pytest.mark.parametrize("text", ["", "\n# nothing\n"])
def test_a_file_without_a_day_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DeskError, match="holds no day"):
        read_days_off(written(tmp_path, text))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="cannot be read: there is no such file") as raised:
        read_days_off(tmp_path / "none.txt")
    assert raised.value.words.zh.endswith("none.txt 无法读取：文件不存在")
    with pytest.raises(DeskError, match="cannot be read"):
        read_days_off(tmp_path)


# -- as an option


def test_an_option_of_years_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list_days_off_of("2026") == days_off(2026)
    assert list_days_off_of(" 2025,2026 ") == days_off(2025, 2026)
    assert list_days_off_of("2026，2027=weekends") == days_off(2026) | weekends(2027)
    file = written(tmp_path, "2026-10-01")
    assert list_days_off_of(str(file)) == {date(2026, 10, 1)}
    monkeypatch.chdir(tmp_path)
    file.rename(tmp_path / "2026")
    assert list_days_off_of("./2026") == {date(2026, 10, 1)}


@pytest.mark.parametrize("text", ["2026,", "0001=weekends", "2026=sundays", "two", ""])
def test_an_option_that_is_neither_is_refused(text: str) -> None:
    with pytest.raises(DeskError, match="cannot be read"):
        list_days_off_of(text)


def test_an_option_with_a_year_not_announced_is_refused() -> None:
    with pytest.raises(NotAnnounced, match=str(UNKNOWN)):
        list_days_off_of(f"2026,{UNKNOWN}")
