from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from icalendar import Calendar

from desk.run import run
from retax.desk.command.options import get_today_in_china
from samples import ELIGIBLE, facts


@pytest.mark.parametrize(
    ("as_of", "left", "code"), [("2026-08-22", "余 12 天", 0), ("2026-10-14", "超期 41 天", 1)]
)
def test_a_refund_not_repaid_has_one_answer_everywhere(
    tmp_path: Path, as_of: str, left: str, code: int
) -> None:
    file = tmp_path / "退运.json"
    row = {**ELIGIBLE, "export_refund": "refunded", "reference": "TK-1"}
    file.write_text(json.dumps([row], default=str), "utf-8")
    on = ("--as-of", as_of)
    days = int(left.split()[1]) * (1 if code == 0 else -1)
    (line,) = run("deadlines", file, *on).objects()
    words = "最迟于 2026-09-03 向主管税务机关补缴（或冲减）已退税款"
    assert (line["action"], line["last_day"], line["days_left"], line["words"]) == (
        *("repay_refund", "2026-09-03", days),
        words,
    )
    done = run("deadlines", file, *on, "--format", "table", COLUMNS="300")
    assert done.code == code
    assert f"2026-09-03  {left}" in done.out
    table = run("check", file, *on, "--format", "table", COLUMNS="400").out
    assert left in table
    assert "早于期限届满日" not in table
    late = f"（{left}）" if code else ""
    assert f"{words}{late}" in table
    assert f"{words}{late}\n" in run("check", file, *on, "--format", "note").out
    book, calendar = tmp_path / "期限.xlsx", tmp_path / "期限.ics"
    run("deadlines", file, *on, "-o", book, "--ics", calendar)
    cells = [cell.value for cell in openpyxl.load_workbook(book).active[4]]
    assert cells[:2] == [datetime(2026, 9, 3), days]
    assert words in cells
    # A calendar of what has passed is none.
    assert calendar.exists() == (code == 0)
    if code == 0:
        (event,) = Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")
        assert event["summary"] == f"TK-1：{words}（9610，客户退货）"


def test_days_are_counted_from_today_where_no_day_is_given(tmp_path: Path) -> None:
    today = get_today_in_china()
    declared = today - timedelta(40)
    case = facts(returned_on=None, return_declared_on=None, export_entry=None)
    days = {name: str(declared) for name in ("declared_on", "released_on", "exported_on")}
    file = tmp_path / "退运.csv"
    told = {name: value for name, value in {**case, **days}.items() if value is not None}
    file.write_text(f"{','.join(told)}\n{','.join(map(str, told.values()))}\n", "utf-8")
    (line,) = run("deadlines", file).objects()
    day = today + timedelta(line["days_left"])
    assert line["last_day"] == str(day)
