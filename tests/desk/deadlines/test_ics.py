from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar, Component

from retax.desk.deadlines import ics as deadlines_ics
from retax.desk.deadlines.ics import write_ics
from retax.desk.judging.deadlines import Deadlines, list_deadlines
from retax.desk.judging.judge import JudgeOptions, judge_rows, validate_rows
from retax.desk.source import DeskError, Row
from samples import IN_THE_ZONE, LIST_NUMBER, facts

LAST_DAY = date(2026, 9, 3)
AS_OF = date(2026, 8, 1)
CHINA = timezone(timedelta(hours=8))

ABROAD = facts(returned_on=None, return_declared_on=None, reference="TK-1")


def found(*cases: Mapping[str, Any], as_of: date = AS_OF) -> Deadlines:
    rows = [Row(number, case) for number, case in enumerate(cases, start=2)]
    return list_deadlines(judge_rows(validate_rows(rows), JudgeOptions(as_of)), as_of)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "期限.ics"


def events(file: Path) -> Sequence[Component]:
    return Calendar.from_ical(file.read_bytes()).walk("VEVENT")


def only(file: Path, *cases: Mapping[str, Any], **asked: Any) -> Component:
    lang = asked.pop("lang", "zh")
    assert write_ics(file, found(*cases, **asked), lang) == 1
    (event,) = events(file)
    return event


def uids(file: Path, *cases: Mapping[str, Any], as_of: date = AS_OF) -> list[str]:
    write_ics(file, found(*cases, as_of=as_of))
    return [str(event["uid"]) for event in events(file)]


# -- an event -----------------------------------------------------------------------------------


def test_an_event_fills_the_last_day(file: Path) -> None:
    event = only(file, ABROAD)
    assert event.decoded("dtstart") == LAST_DAY
    assert event.decoded("dtend") == LAST_DAY + timedelta(1)
    assert event["summary"] == "TK-1：最迟于 2026-09-03 退运进境并办理进口申报（9610，客户退货）"
    assert event["transp"] == "TRANSPARENT"


def test_the_description_says_what_to_do_and_warns_of_the_certificate(file: Path) -> None:
    more = {"enterprise": "宁波某某公司", "export_entry": LIST_NUMBER, "export_item": 3}
    event = only(file, {**ABROAD, **more, "export_refund": "refunded", "papers_held": []})
    lines = str(event["description"]).split("\n")
    assert f"出口单证号：{LIST_NUMBER}" in lines
    assert "项号：3" in lines
    assert "企业名称：宁波某某公司" in lines
    assert "结论（截至 2026-08-01）：附条件符合" in lines
    assert "· 最迟于 2026-09-03 退运进境并办理进口申报" in lines
    assert "· 向主管税务机关补缴（或冲减）已退税款" in lines
    (warning,) = [line for line in lines if line.startswith("注意：")]
    assert "未备《出口货物已补税/未退税证明》" in warning
    assert "补缴" in warning


def test_nothing_is_warned_of_where_the_certificate_is_held(file: Path) -> None:
    description = str(only(file, {**ABROAD, "papers_held": ["tax_certificate"]})["description"])
    assert "注意" not in description


def test_missing_facts_are_asked_for(file: Path) -> None:
    case = facts(returned_on=None, return_declared_on=date(2026, 7, 30))
    assert "请补充：退运进境日期" in str(only(file, case)["description"])


def test_an_open_line_without_steps_has_no_list_of_them(file: Path) -> None:
    # planned for a day after a last day still to come
    case = facts(returned_on=date(2026, 9, 20), return_declared_on=None)
    description = str(only(file, case)["description"])
    assert "待办事项" not in description
    assert "不符合本公告" in description


def test_a_plan_and_goods_in_a_zone_are_reminded_of(file: Path) -> None:
    planned = facts(returned_on=date(2026, 8, 5), return_declared_on=date(2026, 8, 6))
    assert "最迟于 2026-09-03 退运进境并办理进口申报" in str(only(file, planned)["summary"])
    zone = facts(destination="zone", return_declared_on=None, returned_on=date(2026, 7, 30))
    event = only(file, zone)
    assert "最迟于 2026-09-03 运至境内区外" in str(event["summary"])
    lines = str(event["description"]).split("\n")
    assert "· 最迟于 2026-09-03 办理退运进口申报" in lines
    assert "· 最迟于 2026-09-03 运至境内区外" in lines


def test_what_is_to_be_obtained_last_comes_last(file: Path) -> None:
    refunded = {**ABROAD, "export_refund": "refunded"}
    lines = str(only(file, refunded)["description"]).split("\n")
    steps = [line for line in lines if line.startswith("· ")]
    assert [step[:4] for step in steps] == ["· 最迟", "· 向主", "· 向主"]
    assert "申请开具" in steps[-1]


def test_a_line_is_reminded_of_in_english(file: Path) -> None:
    event = only(file, ABROAD, lang="en")
    assert event[
        "summary"
    ] == "TK-1: bring the goods back and declare the return by 2026-09-03 (9610, unsold)".replace(
        "unsold", "returned by the customer"
    )
    assert "To do:\n- bring the goods back and declare the return by 2026-09-03" in str(
        event["description"]
    )


def test_a_line_with_few_facts_is_called_by_its_row(file: Path) -> None:
    case = {**ABROAD, "reference": None, "reason": None}
    assert (
        str(only(file, case)["summary"])
        == "第 2 行：最迟于 2026-09-03 退运进境并办理进口申报（9610）"
    )


def test_commas_semicolons_and_line_ends_come_through(file: Path) -> None:
    name = "玩具,红;大\\小\n第二行" + "很长的名称" * 40
    event = only(file, {**ABROAD, "reference": name, "goods_name": name})
    flat = " ".join(name.split())
    assert str(event["summary"]).startswith(f"{flat}：")
    assert f"商品名称：{flat}" in str(event["description"]).split("\n")
    raw = file.read_bytes()
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    assert raw.count(b"\n") == raw.count(b"\r\n")
    for line in raw.split(b"\r\n"):
        line.decode("utf-8")  # no character is cut in two


def test_no_control_character_gets_into_the_file(file: Path) -> None:
    only(file, {**ABROAD, "reference": "TK\x001\x1b[31m", "goods_name": "玩\x07具"})
    text = file.read_bytes().decode()
    assert "TK1[31m" in text
    assert "玩具" in text
    assert all(character.isprintable() or character in "\r\n" for character in text)


# -- alarms -------------------------------------------------------------------------------------


def rings(event: Component) -> list[datetime]:
    return [alarm.decoded("trigger").astimezone(CHINA) for alarm in event.walk("VALARM")]


def test_alarms_ring_at_nine_in_china_30_7_and_1_days_before(file: Path) -> None:
    event = only(file, ABROAD)
    assert rings(event) == [
        datetime(2026, 8, 4, 9, tzinfo=CHINA),
        datetime(2026, 8, 27, 9, tzinfo=CHINA),
        datetime(2026, 9, 2, 9, tzinfo=CHINA),
    ]
    for alarm in event.walk("VALARM"):
        assert alarm["action"] == "DISPLAY"
        assert alarm["description"] == event["summary"]
        assert alarm["trigger"].params["VALUE"] == "DATE-TIME"


@pytest.mark.parametrize(
    ("days_left", "alarms"), [(30, 3), (29, 2), (7, 2), (6, 1), (1, 1), (0, 0)]
)
def test_alarms_that_are_past_are_left_out(file: Path, days_left: int, alarms: int) -> None:
    assert len(rings(only(file, ABROAD, as_of=LAST_DAY - timedelta(days_left)))) == alarms


def test_alarms_can_be_chosen(file: Path) -> None:
    write_ics(file, found(ABROAD), alarms=iter([0, 14, 0]))
    (event,) = events(file)
    assert [day.date() for day in rings(event)] == [date(2026, 8, 20), LAST_DAY]
    write_ics(file, found(ABROAD), alarms=())
    (event,) = events(file)
    assert rings(event) == []


@pytest.mark.parametrize("alarm", [-1, 367, True, 1.5])
def test_an_alarm_that_is_no_number_of_days_is_refused(file: Path, alarm: Any) -> None:
    with pytest.raises(DeskError) as raised:
        write_ics(file, found(ABROAD), alarms=(alarm,))
    assert repr(alarm) in raised.value.words.zh
    assert repr(alarm) in raised.value.words.en
    assert not file.exists()


# -- the file -----------------------------------------------------------------------------------


def test_the_file_is_a_published_calendar(file: Path) -> None:
    write_ics(file, found(ABROAD))
    calendar = Calendar.from_ical(file.read_bytes())
    assert calendar["version"] == "2.0"
    assert calendar["method"] == "PUBLISH"
    assert "retax" in str(calendar["prodid"])
    assert calendar["x-wr-calname"] == "退运期限"
    assert calendar.errors == []


def test_today_is_written_and_yesterday_is_not(file: Path) -> None:
    yesterday = {**ABROAD, "released_on": date(2026, 3, 2)}
    assert write_ics(file, found(ABROAD, yesterday, as_of=LAST_DAY)) == 1
    (event,) = events(file)
    assert event.decoded("dtstart") == LAST_DAY


def test_with_nothing_to_come_there_is_no_file(file: Path) -> None:
    assert write_ics(file, found(ABROAD, as_of=date(2026, 12, 1))) == 0
    assert not file.exists()


def test_the_same_lines_give_the_same_bytes_and_no_clock_is_read(
    file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "again.ics"
    for path in (file, other):
        write_ics(path, found(ABROAD, facts(IN_THE_ZONE, return_declared_on=None)))
    assert file.read_bytes() == other.read_bytes()
    stamps = {event.decoded("dtstamp") for event in events(file)}
    assert stamps == {datetime(2026, 8, 1, tzinfo=UTC)}


def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as raised:
        write_ics(tmp_path / "none" / "x.ics", found(ABROAD))
    assert "无法写入" in raised.value.words.zh


# -- importing again ----------------------------------------------------------------------------


def test_importing_again_updates_the_same_line(file: Path) -> None:
    first = uids(file, ABROAD)
    declared = {**ABROAD, "returned_on": date(2026, 8, 5), "papers_held": ["tax_certificate"]}
    other = {**ABROAD, "reference": "TK-2"}
    assert uids(file, other, declared, as_of=date(2026, 8, 6))[1] == first[0]


def test_lines_and_last_days_are_kept_apart(file: Path) -> None:
    base = uids(file, ABROAD)
    for change in (
        {"reference": "TK-2"},
        {"enterprise": "另一家公司"},
        {"export_entry": LIST_NUMBER},
        {"released_on": date(2026, 3, 4)},
    ):
        assert uids(file, {**ABROAD, **change}) != base


def test_lines_with_the_same_facts_do_not_overwrite_each_other(file: Path) -> None:
    found = uids(file, ABROAD, ABROAD, ABROAD)
    assert len(set(found)) == 3
    assert uids(file, ABROAD, ABROAD, ABROAD) == found


# -- many lines ---------------------------------------------------------------------------------


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines_ics, "MOST_EVENTS", 3)
    monkeypatch.setattr(deadlines_ics, "MOST_LINES_NAMED", 2)


def numbered(number: int, **more: Any) -> dict[str, Any]:
    return {**ABROAD, "reference": f"TK-{number}", "enterprise": "甲公司", **more}


@pytest.mark.usefixtures("few")
def test_up_to_the_limit_each_line_is_an_event(file: Path) -> None:
    assert write_ics(file, found(*(numbered(n) for n in range(3)))) == 3


@pytest.mark.usefixtures("few")
def test_beyond_it_a_last_day_and_enterprise_are_one_event(file: Path) -> None:
    cases = [
        numbered(1),
        numbered(2, returned_on=date(2026, 7, 30)),
        numbered(3, papers_held=["tax_certificate"]),
        numbered(4, released_on=date(2026, 3, 4)),
        numbered(5, enterprise="乙公司"),
    ]
    assert write_ics(file, found(*cases)) == 3
    many, others, later = events(file)
    assert many["summary"] == "期限届满日 2026-09-03：3 行"
    lines = str(many["description"]).split("\n")
    assert lines[0] == "甲公司"
    assert "· 最迟于 2026-09-03 退运进境并办理进口申报：2 行" in lines
    assert "· 最迟于 2026-09-03 办理退运进口申报：1 行" in lines
    assert "TK-1、TK-2等" in lines
    assert "补税/未退税证明未备或未说明：2 行" in lines
    assert str(others["description"]).startswith("乙公司\n")
    assert "TK-5" in str(others["description"]).split("\n")
    assert later.decoded("dtstart") == date(2026, 9, 4)
    assert len(rings(many)) == 3


@pytest.mark.usefixtures("few")
def test_a_group_keeps_its_event_when_a_line_is_done(file: Path) -> None:
    cases = [numbered(n) for n in range(5)]
    assert uids(file, *cases) == uids(file, *cases[1:])


@pytest.mark.usefixtures("few")
def test_groups_of_files_that_tell_no_enterprise_stay_apart(file: Path) -> None:
    one = [numbered(n, enterprise=None) for n in range(4)]
    other = [numbered(n, enterprise=None) for n in range(4, 8)]
    assert set(uids(file, *one)).isdisjoint(uids(file, *other))
