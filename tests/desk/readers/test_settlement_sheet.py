from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desk.run import run
from retax import QUESTIONS
from retax.cells.cell import NEVER_COMPUTED, FaultyCell
from retax.desk.layout import SETTLED
from retax.desk.readers.settlement_sheet import is_settlement_sheet, read_settlement_sheet
from retax.desk.source import DeskError
from retax.desk.template.workbook import write_template
from samples import LIST_NUMBER

RECALL = QUESTIONS["reason:recall"].asks.zh


def test_answers_and_the_day_are_read_and_what_is_left_open_is_not() -> None:
    grid: list[list[Any]] = [
        ["我司已获答复"],
        ["口径问题", "海关答复", "从严"],
        ["判断基准日", "2026/8/1"],
        [RECALL, " 从宽 ", "不属于", "属于", "宁波海关 2026-07-01"],
        ["rest-day", "strict"],
        ["先进先出", None],
        [None, "说明"],
        [],
    ]
    found = read_settlement_sheet(grid)
    assert found.settled == {"reason:recall": "lenient", "rest-day": "strict"}
    assert found.as_of == date(2026, 8, 1)
    assert read_settlement_sheet([]).as_of is None


def test_a_day_may_be_a_date_of_the_sheet() -> None:
    assert read_settlement_sheet([["As of", date(2026, 8, 1)]]).as_of == date(2026, 8, 1)


@pytest.mark.parametrize(
    ("grid", "named"),
    [
        ([["颜色", "从宽"]], "没有名为“颜色”的口径问题"),
        ([["判断基准日", "不久"]], "判断基准日“不久”不是日期"),
        ([["判断基准日", "今天"]], "此处留空，运行时加 --as-of 今天"),
        ([["判断基准日", FaultyCell("=A1", NEVER_COMPUTED)]], "不是日期"),
        ([["判断基准日", date(2026, 8, 1)], ["As of", date(2026, 8, 2)]], "不止一次"),
    ],
)
def test_what_is_no_answer_is_refused_with_the_sheet_it_is_in(
    grid: list[list[Any]], named: str
) -> None:
    with pytest.raises(DeskError) as raised:
        read_settlement_sheet(grid)
    assert named in raised.value.words.zh or "填了不止一次" in raised.value.words.zh
    assert SETTLED.zh in raised.value.words.zh
    assert SETTLED.en in raised.value.words.en


def test_the_sheet_is_known_by_its_name_or_its_headings() -> None:
    assert is_settlement_sheet(" 已获海关答复的口径 ", [])
    assert is_settlement_sheet("Sheet2", [["口径问题", "海关答复"]])
    assert not is_settlement_sheet("Sheet2", [["要素", "内容"], []])


# -- with the command -------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the blank workbook filled in: recalled goods, customs' answer and a day."""
    write_template(tmp_path / "退运商品.xlsx")
    book = openpyxl.load_workbook(tmp_path / "退运商品.xlsx")
    goods = book["退运商品"]
    place = {cell.value: cell.column for cell in goods[1]}
    goods.delete_rows(3)
    goods.cell(2, place["备注"]).value = None
    goods.cell(2, place["出口单证号"]).value = LIST_NUMBER
    goods.cell(2, place["退运原因"]).value = "召回"
    for name in ("退运进境日期", "退运进口申报日期", "退运报关单号"):
        goods.cell(2, place[name]).value = None
    answers = book[SETTLED.zh]
    answers["B2"] = date(2026, 8, 1)
    (row,) = [cells for cells in answers.iter_rows() if cells[0].value == RECALL]
    row[1].value = "从宽"
    book.save(tmp_path / "退运商品.xlsx")
    return tmp_path / "退运商品.xlsx"


def test_check_letters_and_deadlines_go_by_the_sheet_alike(file: Path) -> None:
    (checked,) = run("check", file).objects()
    assert (checked["as_of"], checked["settled"]) == ("2026-08-01", {"reason:recall": "lenient"})
    assert checked["status"] == "conditional"
    (watched,) = run("deadlines", file).objects()
    assert (watched["status"], watched["days_left"]) == ("conditional", 35)
    letters = run("letter", file, "-o", file.parent / "文书", "--on", "2026-08-01")
    assert "咨询函" not in letters.out
    assert "退运免税情况说明（草稿）" in letters.out


def test_an_option_may_say_the_same_but_not_contradict_the_sheet(file: Path) -> None:
    same = ("--settle", "召回=从宽", "--as-of", "2026-08-01")
    assert run("check", file, *same).code == 0
    for command in ("check", "letter", "deadlines"):
        for option, told in (
            (("--settle", "召回=从严"), "在工作表「已获海关答复的口径」中为从宽，在命令中为从严"),
            (("--as-of", "2026-09-01"), "中为2026-08-01，在命令中为2026-09-01"),
        ):
            done = run(command, file, *option, cwd=file.parent)
            assert (done.code, done.out) == (2, "")
            assert told in done.err


def test_the_workbook_of_verdicts_keeps_the_answers_and_not_the_day(file: Path) -> None:
    run("check", file, "--settle", "休息日=从严", "-o", "结论.xlsx", cwd=file.parent)
    (again,) = run("check", "结论.xlsx", "--as-of", "2026-08-03", cwd=file.parent).objects()
    assert again["settled"] == {"reason:recall": "lenient", "rest-day": "strict"}
    assert again["as_of"] == "2026-08-03"


def test_the_sheet_counts_where_a_sheet_of_goods_is_named(file: Path) -> None:
    (checked,) = run("check", file, "--sheet", "退运商品").objects()
    assert checked["settled"] == {"reason:recall": "lenient"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_blank_sheet_settles_nothing_and_names_every_question_that_can_be(
    tmp_path: Path, lang: Any
) -> None:
    write_template(tmp_path / "t.xlsx", lang)
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")[SETTLED.text(lang)]
    rows = list(sheet.iter_rows(values_only=True))
    assert read_settlement_sheet(rows).settled == {}
    filled = [(name, "lenient") for name, *_ in rows[2:]]
    can_be = {id_ for id_, question in QUESTIONS.items() if question.can_be_settled}
    assert set(read_settlement_sheet(filled).settled) == can_be
