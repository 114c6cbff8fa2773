"""Two rows that contradict each other about their export line: neither is a yes anywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desk.jobs.in_this_process import InThisProcess
from desk.run import run
from desk.test_a_file_as_a_whole import BY_KIND, HALF, file_of, statuses
from retax.desk.jobs import processes
from retax.desk.listing import MOST_NAMED


@pytest.fixture(autouse=True)
def _no_process_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let several jobs judge in this process; test_jobs.py compares them with real ones."""
    monkeypatch.setattr(processes, "WorkerProcesses", InThisProcess)


ONE: Mapping[str, Any] = {**HALF, "returned_quantity": 10, "reference": "R-1"}
OTHER: Mapping[str, Any] = {**ONE, "released_on": date(2026, 3, 4), "reference": "R-2"}
ALONE: Mapping[str, Any] = {**ONE, "export_item": 2, "reference": "R-3"}
DISAGREE = (
    "填写矛盾：出口单证 29102026E000000123 第 1 项各行出口放行日期不一致："
    "2026-03-03（第 {one} 行）、2026-03-04（第 {other} 行）；请核对并更正"
)


def number_of_first_row(suffix: str) -> int:
    return 2 if suffix in (".csv", ".xlsx") else 1


def describe(suffix: str) -> str:
    first = number_of_first_row(suffix)
    return DISAGREE.format(one=first, other=first + 1)


@BY_KIND
@pytest.mark.parametrize("jobs", [1, 2])
def test_json_says_so_of_every_kind_of_file(tmp_path: Path, suffix: str, jobs: int) -> None:
    file = file_of(tmp_path, suffix, ONE, OTHER, ALONE)
    done = run("check", file, "--format", "json", "--jobs", str(jobs))
    one, other, alone = json.loads(done.out)
    assert (one["status"], other["status"], alone["status"]) == (
        *("needs_facts", "needs_facts"),
        "eligible",
    )
    for row in (one, other):
        assert [ask["fact"] for ask in row["asks"]] == ["released_on"]
        assert row["remarks"][-1:] == [describe(suffix)]
    assert describe(suffix) not in alone.get("remarks", ())
    assert done.code == 3
    assert done.err.count(describe(suffix)) == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_of_a_stream_the_later_row_is_asked(tmp_path: Path, jobs: int) -> None:
    file = file_of(tmp_path, ".jsonl", ONE, OTHER, {**ONE, "reference": "R-4"})
    done = run("check", file, "--format", "jsonl", "--jobs", str(jobs))
    assert statuses(done) == ["eligible", "needs_facts", "needs_facts"]
    assert done.code == 3
    assert "2026-03-03（第 1、3 行）、2026-03-04（第 2 行）" in done.err
    assert done.err.count("填写矛盾") == 1


def test_a_table_a_note_and_a_workbook_say_so(tmp_path: Path) -> None:
    file = file_of(tmp_path, ".csv", ONE, OTHER, ALONE)
    table = run("check", file, "--format", "table", COLUMNS="300")
    assert table.out.count("填写矛盾") == 2
    note = run("check", file, "--format", "note")
    assert note.out.count(describe(".csv")) == 2
    output = tmp_path / "结论.xlsx"
    run("check", file, "-o", output)
    book = openpyxl.load_workbook(output)
    goods, summary = book["退运商品"], book["汇总"]
    cells = [[cell.value for cell in row] for row in goods]
    assert [at for at, row in enumerate(cells, 1) if describe(".csv") in row] == [2, 3]
    lines = [[cell.value for cell in row] for row in summary]
    labels = {a: b for row in lines for a, b in pairwise(row) if a is not None}
    assert labels["同一出口单证项目填写矛盾的行"] == "2 行：原第 2、3 行"


def test_english_and_several_items_and_yes_and_no(tmp_path: Path) -> None:
    one = {**ONE, "export_item": None, "unit": "件" * 80}
    other = {**one, "unit": "箱", "is_food": True}
    done = run("check", file_of(tmp_path, ".csv", one, other), "--lang", "en", "--format", "jsonl")
    assert (
        "contradiction: the rows of export paper 29102026E000000123 disagree on unit: "
        f"{'件' * 59}… (row 2), 箱 (row 3); is_food: no (row 2), yes (row 3); check and mend them, "
        "or give export_item where they are of several items" in done.err
    )
    done = run("check", file_of(tmp_path, ".csv", one, other), "--format", "jsonl")
    assert "请核对并更正，如系不同项，请填写项号" in done.err
    assert "29102026E000000123 项下各行计量单位不一致：" in done.err


def test_standard_error_names_the_first_of_many_lines(tmp_path: Path) -> None:
    rows = [
        {
            **ONE,
            "export_item": item,
            "released_on": date(2026, 3, day),
            "reference": f"{item}-{day}",
        }
        for item in range(1, MOST_NAMED + 4)
        for day in (3, 4)
    ]
    done = run("check", file_of(tmp_path, ".csv", *rows), "--format", "csv")
    assert done.err.count("填写矛盾：") == MOST_NAMED
    assert "另有 3 个出口单证项目的各行填写矛盾，未一一列出" in done.err


def test_no_letter_but_the_list_of_missing_facts_is_written(tmp_path: Path) -> None:
    file = file_of(tmp_path, ".csv", ONE, OTHER)
    done = run("letter", file, "--on", "2026-08-01", "-o", tmp_path / "文书")
    assert done.code == 3
    assert describe(".csv") in done.err
    assert [file.stem for file in (tmp_path / "文书").rglob("*.docx")] == ["待补资料清单"]


def test_deadlines_say_so(tmp_path: Path) -> None:
    abroad: dict[str, Any] = {"returned_on": None, "return_declared_on": None}
    file = file_of(tmp_path, ".csv", {**ONE, **abroad}, {**OTHER, **abroad})
    done = run("deadlines", file, "--as-of", "2026-08-01")
    assert done.err.count(describe(".csv")) == 1


# -- rows that are there twice ------------------------------------------------------------------

TWICE = "第 {row} 行与第 {first} 行各要素完全相同，请核对是否重复"


@BY_KIND
@pytest.mark.parametrize(("form", "jobs"), [("json", 1), ("jsonl", 2)])
def test_a_row_that_is_there_twice_is_a_remark(
    tmp_path: Path, suffix: str, form: str, jobs: int
) -> None:
    rows = [ONE, {**ONE, "reference": "R-2"}, ONE]
    done = run("check", file_of(tmp_path, suffix, *rows), "--format", form, "--jobs", str(jobs))
    answers = json.loads(done.out) if form == "json" else done.objects()
    first = number_of_first_row(suffix)
    twice = TWICE.format(row=first + 2, first=first)
    assert [row["status"] for row in answers] == ["eligible"] * 3
    assert [twice in row.get("remarks", ()) for row in answers] == [False, False, True]
    assert done.code == 0
    assert done.err.count(twice) == 1


def test_a_note_a_table_and_english_say_so(tmp_path: Path) -> None:
    file = file_of(tmp_path, ".csv", ONE, ONE, ONE)
    assert run("check", file, "--format", "note").out.count("各要素完全相同") == 2
    assert run("check", file, "--format", "table", COLUMNS="300").out.count("各要素完全相同") == 2
    done = run("check", file, "--format", "jsonl", "--lang", "en")
    assert (
        "rows 3, 4: every fact is the same as in row 2; check whether it is there twice" in done.err
    )


def test_standard_error_names_the_first_of_many_repeated_rows(tmp_path: Path) -> None:
    rows = [{**ONE, "export_item": item} for item in range(1, MOST_NAMED + 4)]
    done = run("check", file_of(tmp_path, ".csv", *rows, *rows), "--format", "csv")
    assert done.err.count("各要素完全相同") == MOST_NAMED
    assert "另有 3 行的各要素在后面的行中重复，未一一列出" in done.err


def test_the_letter_of_a_row_that_is_there_twice_is_a_draft(tmp_path: Path) -> None:
    alone = run(
        "letter", file_of(tmp_path, ".csv", ONE), "--on", "2026-08-01", "-o", tmp_path / "1"
    )
    assert alone.out
    assert "草稿" not in alone.out + alone.err
    file = file_of(tmp_path, ".csv", ONE, ONE)
    done = run("letter", file, "--on", "2026-08-01", "-o", tmp_path / "2")
    assert "第 3 行文书为草稿；与第 2 行各要素完全相同，核对是否重复" in done.err.replace("：", "")
    assert any("草稿" in file.name for file in (tmp_path / "2").rglob("*.docx"))


# -- one serial number on two rows ---------------------------------------------------------------

SERIAL = (
    "第 {row} 行的序列号在前面的行中已有：SN-7（第 {first} 行）；同一件商品不能两次退运，请核对"
)
FIRST_OF_UNIT: dict[str, Any] = {**ONE, "reference": "R-3", "serial_no": "SN-7"}
SAME_UNIT: dict[str, Any] = {**ONE, "reference": "R-4", "serial_no": "SN-6；SN-7"}


@BY_KIND
@pytest.mark.parametrize(("form", "jobs"), [("json", 1), ("jsonl", 1), ("jsonl", 2)])
def test_a_serial_number_of_an_earlier_row_is_a_remark(
    tmp_path: Path, suffix: str, form: str, jobs: int
) -> None:
    rows = [FIRST_OF_UNIT, ONE, SAME_UNIT]
    done = run("check", file_of(tmp_path, suffix, *rows), "--format", form, "--jobs", str(jobs))
    answers = json.loads(done.out) if form == "json" else done.objects()
    first = number_of_first_row(suffix)
    twice = SERIAL.format(row=first + 2, first=first)
    assert [row["status"] for row in answers] == ["eligible"] * 3
    assert [twice in row.get("remarks", ()) for row in answers] == [False, False, True]
    assert done.code == 0
    assert done.err.count(twice) == 1


def test_a_note_a_table_a_workbook_and_english_say_so_of_serial_numbers(tmp_path: Path) -> None:
    file = file_of(tmp_path, ".csv", FIRST_OF_UNIT, SAME_UNIT)
    twice = SERIAL.format(row=3, first=2)
    assert twice in run("check", file, "--format", "note").out
    assert "序列号在前面的行中已有" in run("check", file, "--format", "table", COLUMNS="300").out
    run("check", file, "-o", tmp_path / "out.xlsx")
    sheets = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets
    cells = [
        str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row
    ]
    assert any(twice in cell for cell in cells)
    done = run("check", file, "--format", "jsonl", "--lang", "en")
    assert (
        "row 3: serial numbers that earlier rows have: SN-7 (row 2); one unit cannot come back "
        "twice, check them" in done.err
    )


def test_standard_error_names_the_first_of_many_rows_with_serial_numbers_of_earlier_ones(
    tmp_path: Path,
) -> None:
    rows = [{**SAME_UNIT, "reference": f"R-{n}"} for n in range(MOST_NAMED + 4)]
    done = run("check", file_of(tmp_path, ".csv", *rows), "--format", "csv")
    assert done.err.count("序列号在前面的行中已有：") == MOST_NAMED
    assert "另有 3 行的序列号在前面的行中已有，未一一列出" in done.err


def test_the_letter_of_a_row_with_a_serial_number_of_an_earlier_one_is_a_draft(
    tmp_path: Path,
) -> None:
    file = file_of(tmp_path, ".csv", FIRST_OF_UNIT, SAME_UNIT)
    done = run("letter", file, "--on", "2026-08-01", "-o", tmp_path / "文书")
    assert "序列号在前面的行中已有（SN-7（第 2 行）），核对是否为同一件商品" in done.err
    assert any("草稿" in file.name for file in (tmp_path / "文书").rglob("*.docx"))
