"""Two rows that return 80 of 100 each: wherever they are told, the second is no plain yes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from desk.letters.addressed import text_of
from desk.run import Done, run
from retax.desk.writers.workbook_styles import FILLS, OVERDRAWN_CELL
from samples import facts

HALF: Mapping[str, Any] = facts(
    enterprise="宁波远航电子商务有限公司",
    export_entry="29102026E000000123",
    export_item=1,
    goods_name="毛绒玩具",
    unit="件",
    exported_quantity=100,
    returned_quantity=80,
)
ABROAD: Mapping[str, Any] = {**HALF, "returned_on": None, "return_declared_on": None}
SPLIT = "拆分本行：其中 20件 可凭本单证申请"
BEYOND = "超量：出口单证 29102026E000000123 第 1 项出口 100，累计退运 160，超出 60"


def file_of(folder: Path, suffix: str, *rows: Mapping[str, Any]) -> Path:
    file = folder / f"退运{suffix}"
    table = [[*rows[0]], *([*row.values()] for row in rows)]
    match suffix:
        case ".csv":
            with file.open("w", encoding="utf-8", newline="") as out:
                csv.writer(out).writerows(table)
        case ".xlsx":
            book = openpyxl.Workbook()
            for row in table:
                book.active.append(row)
            book.save(file)
        case ".parquet":
            pl.DataFrame([dict(row) for row in rows]).write_parquet(file)
        case _:
            lines = [json.dumps(row, default=str) for row in rows]
            text = "\n".join(lines) if suffix == ".jsonl" else f"[{','.join(lines)}]"
            file.write_text(text, encoding="utf-8")
    return file


BY_KIND = pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet", ".json", ".jsonl"])


def statuses(done: Done) -> list[str]:
    return [line["status"] for line in done.objects()]


@BY_KIND
def test_json_says_so_of_every_kind_of_file(tmp_path: Path, suffix: str) -> None:
    file = file_of(tmp_path, suffix, HALF, HALF)
    lines = run("check", file, "--format", "jsonl")
    listed = run("check", file, "--format", "json")
    assert json.loads(listed.out) == lines.objects()
    first, second = lines.objects()
    assert (first["status"], "overdrawn" in first) == ("eligible", False)
    assert (second["status"], second["decided_by"]) == ("conditional", "1.same_goods")
    assert second["overdrawn"] == {"exported": "100", "returned": "160"}
    assert second["facts"]["returned_before"] == "80"
    assert [action["id"] for action in second["actions"]] == ["split_line"]
    for done in (lines, listed):
        assert done.code == 3
        assert BEYOND in done.err


@BY_KIND
def test_a_table_and_a_note_say_so(tmp_path: Path, suffix: str) -> None:
    file = file_of(tmp_path, suffix, HALF, HALF)
    table = run("check", file, "--format", "table", COLUMNS="300")
    assert table.code == 3
    assert "共 2 行：符合免税条件 1、附条件符合 1、超量退运 1" in table.out
    assert table.out.count(BEYOND) == table.out.count(SPLIT) == 1
    note = run("check", file, "--format", "note")
    first, second = note.out.split("【第 ")[1:]
    assert note.code == 3
    assert "结论：符合免税条件" in first
    assert BEYOND not in first
    assert "结论：附条件符合" in second
    assert BEYOND in second
    assert SPLIT in second


@BY_KIND
def test_csv_says_so(tmp_path: Path, suffix: str) -> None:
    done = run("check", file_of(tmp_path, suffix, HALF, HALF), "--format", "csv")
    first, second = csv.DictReader(io.StringIO(done.out))
    assert done.code == 3
    assert (first["结论"], second["结论"]) == ("符合免税条件", "附条件符合")
    assert first["超量退运"] == ""
    assert BEYOND in second["超量退运"]
    assert SPLIT in second["待办事项"]


@BY_KIND
def test_a_workbook_its_summary_and_its_chart_say_so(tmp_path: Path, suffix: str) -> None:
    output = tmp_path / "结论.xlsx"
    done = run("check", file_of(tmp_path, suffix, HALF, HALF), "-o", output)
    assert done.code == 3
    assert "（共 2 行：符合免税条件 1、附条件符合 1、超量退运 1）" in done.err
    book = openpyxl.load_workbook(output)
    goods, summary = book["退运商品"], book["汇总"]
    (result,) = (cell.column for cell in goods[1] if cell.value == "结论")
    cells = goods.cell(2, result), goods.cell(3, result)
    assert [cell.value for cell in cells] == ["符合免税条件", "附条件符合"]
    fills = [cell.fill.fgColor.rgb[2:] for cell in cells]
    assert fills == [FILLS["eligible"][1:], OVERDRAWN_CELL[1:]]
    told = {row[0]: row[1] for row in summary.iter_rows(values_only=True) if row[0]}
    # The chart shows the numbers of these cells.
    assert (told["符合免税条件"], told["附条件符合"], told["合计"]) == (1, 1, 2)
    beyond = told["超出出口数量的行"]
    assert beyond == f"1 行：原第 {3 if suffix in ('.csv', '.xlsx') else 2} 行"


@BY_KIND
def test_no_letter_is_written_for_the_row_beyond(tmp_path: Path, suffix: str) -> None:
    file = file_of(tmp_path, suffix, HALF, {**HALF, "goods_name": "超量玩具"})
    folder = tmp_path / "文书"
    done = run("letter", file, "-o", folder, "--on", "2026-07-20")
    assert done.code == 3
    assert "出口单证 29102026E000000123 第 1 项出口数量为 100，文件内累计退运 160" in done.err
    texts = [text_of(path) for path in folder.rglob("*.docx")]
    assert texts
    assert any("毛绒玩具" in text for text in texts)
    assert not any("超量玩具" in text for text in texts)


@BY_KIND
def test_the_last_days_say_so(tmp_path: Path, suffix: str) -> None:
    rows = [{**row, "reference": name} for row, name in ((ABROAD, "一"), (ABROAD, "二"))]
    known = [{name: value for name, value in row.items() if value is not None} for row in rows]
    done = run("deadlines", file_of(tmp_path, suffix, *known), "--as-of", "2026-08-01",
               "--format", "jsonl")  # fmt: skip
    assert done.code == 3
    assert BEYOND in done.err
    assert statuses(done) == ["conditional", "conditional"]
    assert [line["goods"] for line in done.objects()] == ["一", "二"]


@BY_KIND
def test_a_row_of_which_nothing_is_left_fails(tmp_path: Path, suffix: str) -> None:
    whole = {**HALF, "returned_quantity": 100}
    done = run("check", file_of(tmp_path, suffix, whole, HALF), "--format", "jsonl")
    assert (done.code, statuses(done)) == (1, ["eligible", "ineligible"])


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet", ".json"])
def test_rows_are_added_up_in_the_order_they_come_back(tmp_path: Path, suffix: str) -> None:
    sooner = {**HALF, "returned_on": "2026-07-01", "return_declared_on": "2026-07-02"}
    later = {**HALF, "returned_on": "2026-07-06", "return_declared_on": "2026-07-07"}
    done = run("check", file_of(tmp_path, suffix, later, sooner), "--format", "jsonl")
    assert statuses(done) == ["conditional", "eligible"]


def test_a_stream_adds_them_up_as_they_come(tmp_path: Path) -> None:
    sooner = {**HALF, "returned_on": "2026-07-01", "return_declared_on": "2026-07-02"}
    file = file_of(tmp_path, ".jsonl", HALF, sooner)
    assert statuses(run("check", file)) == ["eligible", "conditional"]
    assert statuses(run("check", "-", stdin=file.read_bytes())) == ["eligible", "conditional"]


@BY_KIND
def test_rows_within_their_line_or_of_other_lines_are_judged_alone(
    tmp_path: Path, suffix: str
) -> None:
    others = [
        {**HALF, "returned_quantity": 20},
        {**HALF, "export_item": 2},
        {**HALF, "export_entry": "29102026E000000124"},
    ]
    done = run("check", file_of(tmp_path, suffix, HALF, *others), "--format", "jsonl")
    assert (done.code, statuses(done), done.err) == (0, ["eligible"] * 4, "")


@BY_KIND
def test_a_row_beyond_that_has_another_flaw_keeps_its_own_result(
    tmp_path: Path, suffix: str
) -> None:
    first, second = {**HALF, "damaged": False}, {**HALF, "damaged": True}
    done = run("check", file_of(tmp_path, suffix, first, second), "--format", "jsonl")
    assert (done.code, statuses(done)) == (3, ["eligible", "needs_review"])
    assert done.objects()[1]["overdrawn"] == {"exported": "100", "returned": "160"}


# -- rows that cannot be added up ----------------------------------------------------------------

UNCOUNTED: Mapping[str, Any] = {name: v for name, v in HALF.items() if name != "returned_quantity"}
UNPLACED: Mapping[str, Any] = {name: v for name, v in HALF.items() if name != "export_item"}


def beside(row: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a row that can be added up, then one that cannot, with the same columns."""
    return dict(HALF), {name: row.get(name) for name in HALF}


@BY_KIND
@pytest.mark.parametrize(
    ("row", "lacks", "label"),
    [(UNCOUNTED, "returned_quantity", "本次退运数量"), (UNPLACED, "export_item", "项号")],
)
def test_a_row_nobody_can_add_up_is_asked_for_what_it_lacks(
    tmp_path: Path, suffix: str, row: Mapping[str, Any], lacks: str, label: str
) -> None:
    file = file_of(tmp_path, suffix, *beside(row))
    done = run("check", file, "--format", "jsonl")
    first, second = done.objects()
    assert done.code == 3
    assert (first["status"], second["status"]) == ("eligible", "needs_facts")
    assert [ask["fact"] for ask in second["asks"]] == [lacks]
    (note,) = run("check", file, "--format", "note").out.split("【第 ")[2:]
    assert f"缺{label}则无法与其合计" in note
    table = run("check", file, "--format", "table", COLUMNS="300")
    assert "共 2 行：符合免税条件 1、资料待补 1" in table.out
    assert label in table.out


@BY_KIND
@pytest.mark.parametrize("row", [UNCOUNTED, UNPLACED])
def test_a_workbook_and_its_summary_ask_for_it(
    tmp_path: Path, suffix: str, row: Mapping[str, Any]
) -> None:
    output = tmp_path / "结论.xlsx"
    done = run("check", file_of(tmp_path, suffix, *beside(row)), "-o", output)
    assert done.code == 3
    book = openpyxl.load_workbook(output)
    headings, first, second = (
        [cell.value for cell in cells] for cells in book["退运商品"].iter_rows(max_row=3)
    )
    answers = [dict(zip(headings, cells, strict=True)) for cells in (first, second)]
    assert [answer["结论"] for answer in answers] == ["符合免税条件", "资料待补"]
    told = {row[0]: row[1] for row in book["汇总"].iter_rows(values_only=True) if row[0]}
    assert (told["符合免税条件"], told["资料待补"]) == (1, 1)


@pytest.mark.parametrize("row", [UNCOUNTED, UNPLACED])
def test_no_letter_is_written_for_it(tmp_path: Path, row: Mapping[str, Any]) -> None:
    first, second = beside(row)
    file = file_of(tmp_path, ".csv", first, {**second, "goods_name": "待补玩具"})
    folder = tmp_path / "文书"
    assert run("letter", file, "-o", folder, "--on", "2026-07-20").code == 3
    told = {path.name for path in folder.rglob("*.docx") if "待补玩具" in text_of(path)}
    assert told == {"待补资料清单.docx"}


def test_of_a_stream_the_row_after_one_nobody_can_add_up_is_asked_what_was_back_before(
    tmp_path: Path,
) -> None:
    known = {name: value for name, value in UNCOUNTED.items() if value is not None}
    file = file_of(tmp_path, ".jsonl", known, HALF)
    first, second = run("check", file).objects()
    assert first["status"] == "eligible"
    assert [ask["fact"] for ask in second["asks"]] == ["returned_before"]
    whole = run("check", file_of(tmp_path, ".json", known, HALF), "--format", "jsonl")
    assert statuses(whole) == ["needs_facts", "eligible"]
