from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from desk.run import run
from retax import Lang
from retax.desk.deadlines.workbook import write_deadlines
from retax.desk.judging.deadlines import Deadlines, list_deadlines
from retax.desk.judging.judge import JudgeOptions, judge_rows, validate_rows
from retax.desk.source import Row
from samples import facts

AS_OF = date(2026, 8, 1)
ABROAD = facts(returned_on=None, return_declared_on=None, reference="TK-1", goods_name="=1+1")
DECLARED_LATER = {**ABROAD, "reference": "TK-2", "declared_on": date(2026, 5, 2)}
DECLARED_LATER |= {"released_on": date(2026, 5, 2), "exported_on": date(2026, 5, 2)}
UNDATED = {**ABROAD, "reference": "TK-3", "declared_on": None, "released_on": None}
UNDATED |= {"exported_on": None, "export_entry": None}


def found(*cases: object) -> Deadlines:
    lines = validate_rows([Row(at, case) for at, case in enumerate(cases, 2)])  # type: ignore[arg-type]
    return list_deadlines(judge_rows(lines, JudgeOptions(as_of=AS_OF)), AS_OF)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_nearest_comes_first_and_the_unknown_last(tmp_path: Path, lang: Lang) -> None:
    write_deadlines(tmp_path / "d.xlsx", found(UNDATED, DECLARED_LATER, ABROAD, facts()), lang)
    (sheet,) = openpyxl.load_workbook(tmp_path / "d.xlsx").worksheets
    title, counted, heading, *rows = sheet.iter_rows(values_only=True)
    assert "2026-08-01" in str(title[0])
    assert "3" in str(counted[0])
    assert len([text for text in heading if text]) == len(heading) == 10
    assert [row[3] for row in rows] == ["TK-1", "TK-2", "TK-3"]
    assert [row[2] for row in rows] == [4, 3, 2]
    assert [row[1] for row in rows] == [33, 93, None]
    assert [row[4] for row in rows] == ["=1+1"] * 3
    assert all(cell.data_type != "f" for cells in sheet.iter_rows() for cell in cells)
    assert str(rows[0][0])[:10] == "2026-09-03"
    assert rows[2][0] == {"zh": "待定", "en": "unknown"}[lang]
    assert rows[2][8]


def test_without_a_line_there_is_still_a_workbook(tmp_path: Path) -> None:
    write_deadlines(tmp_path / "d.xlsx", found(facts()))
    assert openpyxl.load_workbook(tmp_path / "d.xlsx").active.max_row == 3


def test_the_command_writes_it_in_place_of_the_table(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("业务编号,出口申报日期\nTK-9,2026-03-05\n", encoding="utf-8")
    done = run("deadlines", file, "--as-of", "2026-08-01", "-o", "期限.xlsx", cwd=tmp_path)
    assert (done.code, done.out) == (3, "")
    assert done.err.endswith("已写入 期限.xlsx\n")
    sheet = openpyxl.load_workbook(tmp_path / "期限.xlsx").active
    assert [cell.value for cell in sheet[4]][3] == "TK-9"
    wrong = run("deadlines", file, "-o", "期限.csv", cwd=tmp_path)
    assert wrong.err == "-o 为 期限.csv；期限工作簿的文件名应以 .xlsx 结尾\n"
