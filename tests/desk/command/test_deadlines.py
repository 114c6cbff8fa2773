from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from desk.run import run
from retax.desk.command.options import get_today_in_china
from samples import facts


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
