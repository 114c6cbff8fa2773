"""The command ``match`` as its users run it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import docx
import icalendar
import openpyxl
import pytest

from desk.broken import BROKEN, Broken
from desk.matching.files import (
    LEDGER,
    NEW,
    OLD,
    RETURNS,
    SOLD,
    Row,
    back,
    csv_file,
    json_file,
    line,
    rows_of,
    whole,
    workbook,
)
from desk.run import run
from retax.desk.matching.answers import MOST_POSSIBLE, AnswerRows
from retax.desk.matching.layout import ANSWER_SHEETS, LINES_SHEET, TABLES
from retax.desk.readers.headings import count_fact_names
from retax.desk.readers.open_source import open_source
from retax.matching import match_returns
from sizes import mark_long, spread

Writer = Callable[[Path, Sequence[Row]], Path]


def test_a_workbook_in_gives_a_workbook_with_every_sheet(tmp_path: Path) -> None:
    done = run("match", whole(tmp_path / "退运对应.xlsx"), "-o", "结果.xlsx", cwd=tmp_path)
    assert done.code == 3
    assert done.err == "已写入 结果.xlsx（共 1 行：符合免税条件 1）\n"
    book = openpyxl.load_workbook(tmp_path / "结果.xlsx")
    assert book.sheetnames == [sheet.name.zh for sheet in ANSWER_SHEETS]
    (open_row,) = rows_of(tmp_path / "结果.xlsx", "待定件数", 2)
    assert open_row["退回行"] == "退运对应.xlsx 退货清单 第2行"
    assert (open_row["件数"], open_row["从严至少在期限内"], open_row["从严至多在期限内"]) == (
        250,
        230,
        250,
    )
    assert open_row["可能的出口明细"] == (
        f"{OLD} 项1（0至20件，2026-07-08届满）\n{NEW} 项1（230至250件，2026-11-20届满）"
    )
    (item,) = rows_of(tmp_path / "结果.xlsx", "货号汇总")
    assert (item["货号"], item["先进先出在期限内"]) == ("TB-0123", 230)
    deadlines = rows_of(tmp_path / "结果.xlsx", "期限")
    assert [(row["尚在境外"], str(row["届满日"])[:10]) for row in deadlines] == [
        (120, "2026-07-08"),
        (120, "2026-11-20"),
    ]
    (proof,) = rows_of(tmp_path / "结果.xlsx", "待举证", 2)
    assert (proof["所涉出口明细"], proof["件数"]) == (f"{NEW} 项1", 250)
    assert rows_of(tmp_path / "结果.xlsx", "矛盾") == []


def test_lines_go_into_check_and_letter_as_they_are(tmp_path: Path) -> None:
    more = {"企业名称": "某某跨境电商（杭州）有限公司", "统一社会信用代码": "91330100MA2ABCDE1R"}
    ledger = [{**row, **more} for row in LEDGER]
    workbook(tmp_path / "in.xlsx", 出口台账=ledger, 退货清单=RETURNS, 减少记录=SOLD)
    given = ("--default", "退运去向=境内区外", "--as-of", "2026-09-30")
    run("match", "in.xlsx", "-o", "out.xlsx", *given, cwd=tmp_path)
    (matched,) = rows_of(tmp_path / "out.xlsx", "可判定行")
    done = run("check", "out.xlsx", "-o", "again.xlsx", "--as-of", "2026-09-30", cwd=tmp_path)
    assert done.code == 0
    (judged,) = rows_of(tmp_path / "again.xlsx", "退运商品")
    for column in ("结论", "期限届满日", "应备单证", "批次声明"):
        assert matched[column] == judged[column]
    assert matched["结论"] == "符合免税条件"
    assert "退运去向" in matched["批次声明"]
    assert "退运去向" not in matched
    letters = run("letter", "out.xlsx", "-o", "文书", cwd=tmp_path)
    assert letters.code == 0
    assert len(letters.out.splitlines()) == 4
    (path,) = (tmp_path / "文书").glob("*/*与原出口商品对应材料目录*")
    said = "\n".join(cell.text for cell in docx.Document(str(path)).tables[0].rows[1].cells)
    assert f"依该行所填单证号（{NEW}-1）对应。" in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_other_sheet_of_answers_is_taken_for_goods(tmp_path: Path, lang: str) -> None:
    for sheet in ANSWER_SHEETS:
        texts = [words.text(lang) for words, _ in sheet.columns]  # type: ignore[arg-type]
        assert count_fact_names(texts) < 2
    run("match", whole(tmp_path / "in.xlsx"), "-o", "out.xlsx", "--lang", lang, cwd=tmp_path)
    source = open_source(str(tmp_path / "out.xlsx"))
    (row,) = source.rows
    place, text = {
        "zh": ("来源行", "in.xlsx 退货清单 第3行"),
        "en": ("Source row", "in.xlsx 退货清单 row 3"),
    }[lang]
    assert row.cells[source.headings.index(place)] == text
    assert LINES_SHEET.name.text(lang) in openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames  # type: ignore[arg-type]


WRITERS: Sequence[tuple[Writer, str]] = (
    (csv_file, "csv"),
    (json_file, "json"),
    (json_file, "jsonl"),
)


@pytest.mark.parametrize(("write", "suffix"), WRITERS, ids=[suffix for _, suffix in WRITERS])
def test_a_file_for_each_table_says_the_same_as_a_workbook(
    tmp_path: Path, write: Writer, suffix: str
) -> None:
    write(tmp_path / f"a.{suffix}", RETURNS)
    write(tmp_path / f"b.{suffix}", LEDGER)
    write(tmp_path / f"c.{suffix}", SOLD)
    files = [f"{name}.{suffix}" for name in "abc"]
    done = run("match", *files, "-o", "out.json", cwd=tmp_path)
    whole(tmp_path / "in.xlsx")
    run("match", "in.xlsx", "-o", "of_workbook.json", cwd=tmp_path)
    here, there = (
        json.loads((tmp_path / name).read_text("utf-8"))
        for name in ("out.json", "of_workbook.json")
    )
    origins = here["origins"]
    assert done.code == 3
    assert origins["returned"][0]["file"] == f"a.{suffix}"
    for name in ("lines", "open", "items", "deadlines", "to_prove"):
        assert here[name] == there[name]


def test_parquet_is_read_too(tmp_path: Path) -> None:
    import polars as pl

    for name, rows in (("ledger", LEDGER), ("back", RETURNS)):
        pl.DataFrame([*rows], infer_schema_length=None).write_parquet(tmp_path / f"{name}.parquet")
    done = run("match", "ledger.parquet", "back.parquet", cwd=tmp_path)
    assert "ledger.parquet" not in done.err
    assert "back.parquet 第2行：" in done.out
    assert done.code == 3


def test_without_a_file_to_write_all_is_written_in_words(tmp_path: Path) -> None:
    rows = [*RETURNS, back("三"), back(3, sku="X"), back(1, sku="x")]
    ledger = [*LEDGER, LEDGER[0]]
    workbook(tmp_path / "in.xlsx", 出口台账=ledger, 退货清单=rows, 减少记录=SOLD)
    done = run("match", "in.xlsx", cwd=tmp_path)
    assert done.code == 2
    for sentence in (
        "退回：5行",
        "可判定：1行，50件",
        "待定：1行，250件",
        "因矛盾未对应：2行，4件",
        "退货清单未能读取：1行",
        f"in.xlsx 退货清单 第3行：{NEW} 项1，50件。依该行所填单证号（{NEW}-1）对应。符合",
        "货号TB-0123合计：250件中，至少230件在期限内",
        f"in.xlsx 退货清单 第2行：如能以批次、序列号或出入库记录证明其中250件出自{NEW} 项1",
        "货号X：出口台账中没有这个货号",
        "退货清单 in.xlsx 退货清单 第4行：本次退运数量“三”",
        f"{OLD} 项1在出口台账中重复出现",
        "货号X与x只差大小写或前导零",
    ):
        assert sentence in done.out
    assert "尚在境外" not in done.out  # a row that cannot be read leaves more open


def test_what_is_abroad_is_written_in_words(tmp_path: Path) -> None:
    asked = ("--as-of", "2026-07-09", "--lang", "en")
    done = run("match", whole(tmp_path / "in.xlsx"), *asked, cwd=tmp_path)
    assert "Item TB-0123: 120 units abroad. 2026-07-08 has passed: at least 0" in done.out
    assert "Item TB-0123: 120 units abroad. 2026-11-20 is a last day" in done.out
    assert "Of 250 units at least 230 are in time" in done.out


def test_no_unit_is_lost_in_the_sheet_of_contradictions(tmp_path: Path) -> None:
    rows = [*RETURNS, back("三"), back(3, sku="X"), back(1, sku="x")]
    ledger = [*LEDGER, LEDGER[0], line("223120260000070077", 5, date(2026, 3, 1), sku="x")]
    ledger = [*ledger, {**ledger[-1], "出口数量": 6}]
    workbook(tmp_path / "in.xlsx", 出口台账=ledger, 退货清单=rows)
    done = run("match", "in.xlsx", "-o", "out.xlsx", cwd=tmp_path)
    assert done.code == 2
    found = rows_of(tmp_path / "out.xlsx", "矛盾")
    assert [(row["类别"], row["货号"]) for row in found] == [
        ("矛盾", "x"),
        ("矛盾", "X"),
        ("未能读取", "TB-0123"),
        ("提示", "TB-0123"),
        ("提示", "X"),
    ] or {row["类别"] for row in found} == {"矛盾", "未能读取", "提示"}
    twice = next(row for row in found if "出现两次" in row["说明"])
    assert twice["所涉各行"] == (
        "in.xlsx 退货清单 第6行；in.xlsx 出口台账 第5行、in.xlsx 出口台账 第6行"
    )
    unread = next(row for row in found if row["类别"] == "未能读取")
    assert unread["所涉各行"] == "退货清单 in.xlsx 退货清单 第4行"
    assert "出现两次" in done.err


def test_many_contradictions_are_counted_and_the_first_named(tmp_path: Path) -> None:
    rows = [back(1, sku=f"X{n}") for n in range(13)]
    workbook(tmp_path / "in.xlsx", 出口台账=LEDGER, 退货清单=rows)
    done = run("match", "in.xlsx", "-o", "out.xlsx", cwd=tmp_path)
    assert done.code == 1
    assert len([row for row in done.err.splitlines() if "没有这个货号" in row]) == 10
    assert "另有 3 处矛盾未一一列出" in done.err
    rows = [back(1, 箱号="C") for _ in range(12)]
    traces = [{"凭据种类": "箱号", "凭据号": "C", "出口单证号": "223120260000099999"}]
    workbook(tmp_path / "in.xlsx", 出口台账=LEDGER, 退货清单=rows, 对应记录=traces)
    run("match", "in.xlsx", "-o", "out.xlsx", cwd=tmp_path)
    assert len(rows_of(tmp_path / "out.xlsx", "矛盾")) == 13
    many = [back(1000), *(back(1) for _ in range(12))]
    workbook(tmp_path / "in.xlsx", 出口台账=LEDGER, 退货清单=many)
    run("match", "in.xlsx", "-o", "out.xlsx", cwd=tmp_path)
    (found,) = rows_of(tmp_path / "out.xlsx", "矛盾")
    assert found["所涉各行"].endswith("第11行等13行")


def test_the_lines_of_large_items_are_not_listed_for_each_row(tmp_path: Path) -> None:
    numbers = range(MOST_POSSIBLE + 1)
    ledger = [line(f"223120260{n:09}", 2, date(2026, 5, 20)) for n in numbers]
    workbook(tmp_path / "in.xlsx", 出口台账=ledger, 退货清单=[back(3)])
    run("match", "in.xlsx", "-o", "out.xlsx", cwd=tmp_path)
    (row,) = rows_of(tmp_path / "out.xlsx", "待定件数", 2)
    assert row["可能的出口明细"] == "该货号出口明细共101条，不逐条列示"


def test_a_line_whose_day_is_not_known_is_listed_without(tmp_path: Path) -> None:
    unknown = {**LEDGER[1], "出口放行日期": None, "出口申报日期": None, "出口日期": None}
    workbook(tmp_path / "in.xlsx", 出口台账=[LEDGER[0], unknown], 退货清单=[back(3)])
    run("match", "in.xlsx", "-o", "out.xlsx", cwd=tmp_path)
    (row,) = rows_of(tmp_path / "out.xlsx", "待定件数", 2)
    assert f"{NEW} 项1（0至3件，期限待定届满）" in row["可能的出口明细"]
    (item,) = rows_of(tmp_path / "out.xlsx", "货号汇总")
    assert "有日期不明" in item["不采用先进先出的原因"]


# -- options ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_word_for_damage_in_a_column_of_ones_own_leaves_its_row_without_a_line(
    tmp_path: Path, suffix: str
) -> None:
    ledger = csv_file(tmp_path / "出口台账.csv", [{**LEDGER[1], "商品状态": "破损"}])
    rows = [back(1, 退货状态="破损"), back(1, 退货状态="已入库"), back(1, 商品破损="是")]
    write = csv_file if suffix == "csv" else lambda path, told: workbook(path, 退货清单=told)
    returns = write(tmp_path / f"退货清单.{suffix}", rows)
    done = run("match", ledger, returns, "-o", "结果.xlsx", cwd=tmp_path)
    assert done.code == 2
    (refused,) = rows_of(tmp_path / "结果.xlsx", "矛盾")
    assert "列「退货状态」填“破损”，该列未读取，而「商品破损」未填" in str(refused)
    lines = rows_of(tmp_path / "结果.xlsx", "可判定行")
    assert [line["结论"] for line in lines] == ["符合免税条件", "口径待核"]
    done = run("match", ledger, returns, "-o", "结果.xlsx", "--carry", "退货状态", cwd=tmp_path)
    assert done.code == 3
    lines = rows_of(tmp_path / "结果.xlsx", "可判定行")
    assert "「商品破损」未填，请核对" in str(lines[0]["读取提示"])


def test_a_heading_near_a_fact_may_be_carried_and_must_be_there(tmp_path: Path) -> None:
    ledger = csv_file(tmp_path / "出口台账.csv", [LEDGER[1]])
    returns = csv_file(tmp_path / "退货清单.csv", [back(1, 破损情况="无")])
    done = run("match", ledger, returns, cwd=tmp_path)
    assert done.code == 2
    assert "如系自用列，请用 --carry 破损情况 指明" in done.err
    assert run("match", ledger, returns, "--carry", "破损 情况", cwd=tmp_path).code == 3
    both = ("--carry", "破损情况", "--carry", "破损情形")
    done = run("match", ledger, returns, *both, cwd=tmp_path)
    assert (done.code, done.err) == (2, "--carry 指明的列不存在：破损情形；应为文件中的列名\n")


def test_first_in_first_out_is_used_only_where_it_is_asked_for(tmp_path: Path) -> None:
    done = run("match", whole(tmp_path / "in.xlsx"), "--fifo", "-o", "out.xlsx", cwd=tmp_path)
    assert done.code == 1
    lines = rows_of(tmp_path / "out.xlsx", "可判定行")
    columns = ("出口单证号", "凭据", "与原出口批次的对应方式", "结论")
    assert [tuple(row[column] for column in columns) for row in lines] == [
        (OLD, "先进先出推定", "先进先出", "不符合本公告"),
        (NEW, "先进先出推定", "先进先出", "口径待核"),
        (NEW, "该行所填单证号", "逐件对应", "符合免税条件"),
    ]
    texts = {row["项目"]: row["内容"] for row in rows_of(tmp_path / "out.xlsx", "摘要")}
    assert "先进先出推定" in texts["先进先出"]


def test_places_are_kept_apart_where_that_is_asked_for(tmp_path: Path) -> None:
    ledger = [{**LEDGER[0], "海外仓": "洛杉矶"}, {**LEDGER[1], "海外仓": "汉堡"}]
    rows = [{**back(3), "海外仓": "汉堡"}]
    workbook(tmp_path / "in.xlsx", 出口台账=ledger, 退货清单=rows)
    done = run("match", "in.xlsx", "--by-place", cwd=tmp_path)
    assert "依台账排除法对应" in done.out
    workbook(tmp_path / "in.xlsx", 出口台账=ledger, 退货清单=[back(3)])
    done = run("match", "in.xlsx", "--by-place", cwd=tmp_path)
    assert done.code == 2
    assert "分仓对应时各行均须填海外仓" in done.out


def test_a_ledger_may_begin_later(tmp_path: Path) -> None:
    whole(tmp_path / "in.xlsx")
    done = run("match", "in.xlsx", "--complete-since", "2026-01-01", cwd=tmp_path)
    assert "自所述日期起的全部出口" in done.out


def test_files_of_other_tables_are_named_by_options(tmp_path: Path) -> None:
    csv_file(tmp_path / "ledger.csv", LEDGER)
    csv_file(tmp_path / "back.csv", [*RETURNS, back(1, 箱号="C-1")])
    csv_file(tmp_path / "sold.csv", [{"货号": "TB-0123", "数量": 100}])
    csv_file(tmp_path / "count.csv", [{"货号": "TB-0123", "数量": 5, "日期": ""}])
    csv_file(tmp_path / "trace.csv", [{"凭据种类": "箱号", "凭据号": "C-1", "出口单证号": NEW}])
    done = run(
        *("match", "ledger.csv", "back.csv", "--gone", "sold.csv", "--traces", "trace.csv"),
        *("--counts", "count.csv"),
        cwd=tmp_path,
    )
    assert "依箱号（C-1）对应" in done.out
    assert "列为减少的不再退运" in done.out
    assert "库存盘点未能读取：1行" in done.out  # without the day of the count
    assert "count.csv：未读取的列：日期" in done.err


def test_last_days_of_items_go_into_the_calendar(tmp_path: Path) -> None:
    whole(tmp_path / "in.xlsx")
    done = run("match", "in.xlsx", "--ics", "a.ics", "--as-of", "2026-07-01", cwd=tmp_path)
    assert "已写入 2 项提醒：a.ics" in done.err
    calendar = icalendar.Calendar.from_ical((tmp_path / "a.ics").read_bytes())
    events = list(calendar.walk("VEVENT"))
    assert [str(event["summary"]) for event in events] == [
        "货号TB-0123：境外库存至多20件届满",
        "货号TB-0123：境外库存至多120件届满",
    ]
    assert events[0].decoded("dtstart") == date(2026, 7, 8)
    done = run("match", "in.xlsx", "--ics", "b.ics", "--as-of", "2027-07-01", cwd=tmp_path)
    assert "没有尚未届满的期限" in done.err
    assert not (tmp_path / "b.ics").exists()
    done = run("match", "in.xlsx", "--ics", "-", cwd=tmp_path)
    assert done.code == 2


def test_days_of_a_calendar_are_counted_from_today_unless_a_day_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retax.desk.command.match.get_today_in_china", lambda: date(2026, 7, 1))
    done = run("match", whole(tmp_path / "in.xlsx"), "--ics", "a.ics", cwd=tmp_path)
    assert "已写入 2 项提醒" in done.err


@pytest.mark.parametrize(
    ("as_of", "left"),
    [
        ("2026-07-08", ["余 0 天", "余 135 天"]),
        ("2026-08-01", ["超期 24 天", "余 111 天"]),
        ("2026-11-30", ["超期 145 天", "超期 10 天"]),
    ],
)
@pytest.mark.parametrize("is_named", [True, False])
def test_last_days_that_have_passed_stay_and_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_of: str, left: list[str], is_named: bool
) -> None:
    today = date(2025, 1, 1) if is_named else date.fromisoformat(as_of)
    monkeypatch.setattr("retax.desk.command.match.get_today_in_china", lambda: today)
    day = ("--as-of", as_of) if is_named else ()
    whole(tmp_path / "in.xlsx")
    run("match", "in.xlsx", "-o", "out.xlsx", *day, cwd=tmp_path)
    rows = rows_of(tmp_path / "out.xlsx", "期限")
    assert [row["剩余"] for row in rows] == left
    lapsed = "2026-07-08已届满：至少0件、至多20件已超期（从严口径）。"
    said = run("match", "in.xlsx", *day, cwd=tmp_path).out
    assert [lapsed in text for text in (str(rows[0]["说明"]), said)] == [left[0][0] == "超"] * 2
    run("match", "in.xlsx", "-o", "out.json", *day, cwd=tmp_path)
    found = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert [row["words"] for row in found["deadlines"]] == [row["说明"] for row in rows]
    assert found["as_of"] == (as_of if is_named else None)


TRACED: Sequence[Row] = (back(50, 出口单证号=NEW, 项号=1),)
REST_SOLD: Sequence[Row] = ({"货号": "TB-0123", "数量": 10, "减少日期": date(2026, 8, 1)},)


@pytest.mark.parametrize(
    ("as_of", "sold", "code"),
    [("2026-11-20", (), 0), ("2026-11-21", (), 3), ("2026-11-21", REST_SOLD, 0)],
)
@pytest.mark.parametrize("is_named", [True, False])
def test_stock_abroad_that_has_lapsed_is_no_clean_end(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    as_of: str,
    sold: Sequence[Row],
    code: int,
    is_named: bool,
) -> None:
    today = date(2025, 1, 1) if is_named else date.fromisoformat(as_of)
    monkeypatch.setattr("retax.desk.command.match.get_today_in_china", lambda: today)
    day = ("--as-of", as_of) if is_named else ()
    ledger = (line(NEW, 60, date(2026, 5, 20)),)
    sheets = {"减少记录": sold} if sold else {}
    workbook(tmp_path / "in.xlsx", 出口台账=ledger, 退货清单=TRACED, **sheets)
    done = run("match", "in.xlsx", "--default", "退运去向=境内区外", *day, cwd=tmp_path)
    assert done.code == code, done.out


def test_lapsed_stock_does_not_hide_that_what_came_back_is_not_eligible(tmp_path: Path) -> None:
    ledger = (line(NEW, 60, date(2026, 5, 20)),)
    used = (back(50, 出口单证号=NEW, 项号=1, 使用情况="已使用"),)
    workbook(tmp_path / "in.xlsx", 出口台账=ledger, 退货清单=used)
    assert run("match", "in.xlsx", "--as-of", "2026-12-01", cwd=tmp_path).code == 1


def test_every_sheet_of_answers_is_ready_to_print(tmp_path: Path) -> None:
    run("match", whole(tmp_path / "in.xlsx"), "-o", "out.xlsx", cwd=tmp_path)
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    with_a_line_above = {"待定件数", "待举证"}
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
        headings = 2 if sheet.title in with_a_line_above else 1
        assert sheet.print_title_rows == f"$1:${headings}"
        assert sheet.oddFooter.right.text == "&P / &N"


def test_without_a_day_to_count_from_no_last_day_has_days_left(tmp_path: Path) -> None:
    from retax.desk import MatchOptions, match_tables, open_tables

    found = match_tables(open_tables([str(whole(tmp_path / "in.xlsx"))]), MatchOptions())
    rows = [*AnswerRows(found, "zh").list_deadlines()]
    assert [row[1] for row in rows] == [None, None]


def test_a_calendar_needs_the_day_it_is_counted_from(tmp_path: Path) -> None:
    from retax.desk import MatchOptions, match_tables, open_tables
    from retax.desk.matching.lapses import write_lapses

    found = match_tables(open_tables([str(whole(tmp_path / "in.xlsx"))]), MatchOptions())
    with pytest.raises(ValueError, match="as_of is None"):
        write_lapses(tmp_path / "a.ics", found)


# -- facts stated for all rows ---------------------------------------------------------------------


def test_what_is_stated_for_all_fills_blanks_and_is_marked(tmp_path: Path) -> None:
    ledger = [{k: v for k, v in row.items() if k != "出口退税办理情况"} for row in LEDGER]
    rows = [{k: v for k, v in row.items() if k != "使用情况"} for row in RETURNS]
    stated = [
        {"要素": "使用情况", "内容": "未使用"},
        {"要素": "出口退税办理情况", "内容": "未退税"},
    ]
    workbook(tmp_path / "in.xlsx", 出口台账=ledger, 退货清单=rows, 批次声明=stated)
    run("match", "in.xlsx", "-o", "out.xlsx", cwd=tmp_path)
    (line_,) = rows_of(tmp_path / "out.xlsx", "可判定行")
    assert line_["结论"] == "符合免税条件"
    assert "出口退税办理情况=未退税" in line_["批次声明"]
    assert "使用情况=未使用" in line_["批次声明"]
    assert "使用情况" not in line_
    (again,) = run("check", "out.xlsx", cwd=tmp_path).objects()
    assert sorted(again["stated_for_batch"]) == ["export_refund", "use"]


def test_what_a_row_tells_goes_before_what_is_stated_for_all(tmp_path: Path) -> None:
    rows = [back(50, 出口单证号=NEW, 项号=1, 出口退税办理情况="已退税未补缴")]
    ledger = [{k: v for k, v in row.items() if k != "出口退税办理情况"} for row in LEDGER]
    workbook(tmp_path / "in.xlsx", 出口台账=ledger, 退货清单=rows)
    run(
        "match",
        "in.xlsx",
        "-o",
        "out.xlsx",
        "--default",
        "export_refund=not_refunded",
        cwd=tmp_path,
    )
    (line_,) = rows_of(tmp_path / "out.xlsx", "可判定行")
    assert line_["出口退税办理情况"] == "已退税未补缴"
    assert line_["批次声明"] is None


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ("sku=A", "须逐行填写"),
        ("serial_no=A", "须逐行填写"),
        ("attribution=traced", "由对应结果得出"),
    ],
)
def test_what_decides_the_matching_cannot_be_stated_for_all(
    tmp_path: Path, stated: str, why: str
) -> None:
    done = run("match", whole(tmp_path / "in.xlsx"), "--default", stated, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert why in done.err


def test_rows_that_cannot_be_read_are_not_completed(tmp_path: Path) -> None:
    rows = [*RETURNS, {**back(2), "退运进境日期": "#REF!"}]
    workbook(tmp_path / "in.xlsx", 出口台账=LEDGER, 退货清单=rows)
    done = run("match", "in.xlsx", "--default", "destination=domestic", cwd=tmp_path)
    assert done.code == 2
    assert "退运进境日期为表格的错误值 #REF!" in done.out


# -- files that are not what they should be --------------------------------------------------------


def test_the_ledger_and_the_returns_must_be_there(tmp_path: Path) -> None:
    workbook(tmp_path / "one.xlsx", 出口台账=LEDGER)
    done = run("match", "one.xlsx", cwd=tmp_path)
    assert (done.code, done.err) == (
        2,
        "缺少退货清单；请给出含该表的文件，表样可用 retax template --match 生成\n",
    )
    workbook(tmp_path / "one.xlsx", 退货清单=RETURNS)
    done = run("match", "one.xlsx", cwd=tmp_path)
    assert done.err.startswith("缺少出口台账；")


def test_the_answers_have_a_format_of_their_name(tmp_path: Path) -> None:
    done = run("match", whole(tmp_path / "in.xlsx"), "-o", "out.docx", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "应以 .xlsx 或 .json 结尾" in done.err


def test_no_file_that_is_read_is_written_to(tmp_path: Path) -> None:
    before = whole(tmp_path / "in.xlsx").read_bytes()
    done = run("match", "in.xlsx", "-o", "in.xlsx", cwd=tmp_path)
    assert done.code == 2
    assert (tmp_path / "in.xlsx").read_bytes() == before


OFTEN_BROKEN = spread(BROKEN, 30)


@pytest.mark.parametrize(
    "broken",
    [*OFTEN_BROKEN, *mark_long([broken for broken in BROKEN if broken not in OFTEN_BROKEN])],
    ids=lambda broken: broken.name,
)
@pytest.mark.parametrize("place", ["ledger", "returns"])
def test_a_broken_file_ends_in_exit_code_2(tmp_path: Path, broken: Broken, place: str) -> None:
    path = broken.build(tmp_path)
    other = {"ledger": RETURNS, "returns": LEDGER}[place]
    name = {"ledger": "退货清单.csv", "returns": "出口台账.csv"}[place]
    csv_file(tmp_path / name, other)
    files = [path, tmp_path / name]
    done = run("match", *files, "-o", "out.xlsx", cwd=tmp_path)
    assert done.code in (1, 2)
    if not (tmp_path / "out.xlsx").exists():
        assert len(done.err.splitlines()) == 1


# -- the sums --------------------------------------------------------------------------------------


def test_the_parts_add_up_to_what_came_back(tmp_path: Path) -> None:
    from retax.desk import MatchOptions, match_tables, open_tables

    filed = back(7, 出口单证号=OLD, 项号=1, 退运报关单号="223120261000000001")
    rows = [*RETURNS, filed, back(3, sku="X")]
    workbook(tmp_path / "in.xlsx", 出口台账=LEDGER, 退货清单=rows)
    found = match_tables(open_tables([str(tmp_path / "in.xlsx")]), MatchOptions())
    parts = [found.units_of(part) for part in ("lines", "open", "contradicted", "filed")]
    assert parts == [50, 250, 3, 7]
    assert found.matched.lines == match_returns(LEDGER, rows).lines


def test_every_table_has_a_sheet_and_a_name_of_its_own() -> None:
    names = [name for sheet in TABLES.values() for name in (sheet.name.zh, sheet.name.en)]
    assert len(set(names)) == 2 * len(TABLES)


def test_what_was_mended_of_the_ledger_is_remarked_on_its_lines(tmp_path: Path) -> None:
    ledger = [LEDGER[0], {**LEDGER[1], "出口日期": "2026-05-20 14:22"}]
    rows = [back(50, 出口单证号=NEW, 项号=1, 退运进境日期="2026-09-18 10:00")]
    workbook(tmp_path / "in.xlsx", 出口台账=ledger, 退货清单=rows)
    run("match", "in.xlsx", "-o", "out.xlsx", cwd=tmp_path)
    (row,) = rows_of(tmp_path / "out.xlsx", "可判定行")
    assert "出口台账：出口日期为“2026-05-20 14:22”，时刻已舍去" in row["读取提示"]
    assert "退运进境日期为“2026-09-18 10:00”，时刻已舍去" in row["读取提示"]


def test_a_sheet_that_would_be_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retax.desk.matching.workbook.MOST_ROWS", 3)
    workbook(tmp_path / "in.xlsx", 出口台账=LEDGER, 退货清单=[back(n) for n in range(1, 5)])
    done = run("match", "in.xlsx", "-o", "out.xlsx", cwd=tmp_path)
    assert done.code == 2
    assert "工作表「待定件数」超过 3 行，放不下" in done.err
    assert not (tmp_path / "out.xlsx").exists()


ANSWERED: Sequence[Row] = (
    {"口径问题": "判断基准日", "海关答复": date(2026, 9, 30)},
    {"口径问题": "rest-day", "海关答复": "从宽"},
)


def test_answers_of_customs_in_a_workbook_count_and_go_on_with_the_lines(tmp_path: Path) -> None:
    tables = {"出口台账": LEDGER, "退货清单": RETURNS, "已获海关答复的口径": ANSWERED}
    workbook(tmp_path / "in.xlsx", **tables)
    run("match", "in.xlsx", "-o", "out.json", cwd=tmp_path)
    found = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert (found["as_of"], found["settled"]) == ("2026-09-30", {"rest-day": "lenient"})
    run("match", "in.xlsx", "-o", "out.xlsx", cwd=tmp_path)
    assert open_source(str(tmp_path / "out.xlsx")).settled == {"rest-day": "lenient"}
    done = run("match", "in.xlsx", "--settle", "rest-day=strict", cwd=tmp_path)
    assert done.code == 2
    assert "为从宽，在命令中为从严" in done.err


def test_an_answer_of_customs_that_is_not_accepted_is_named_with_its_file(tmp_path: Path) -> None:
    wrong = ({"口径问题": "rest-day", "海关答复": "也许"},)
    workbook(tmp_path / "in.xlsx", 出口台账=LEDGER, 退货清单=RETURNS, 已获海关答复的口径=wrong)
    done = run("match", "in.xlsx", cwd=tmp_path)
    assert done.code == 2
    assert done.err.startswith("in.xlsx：工作表「已获海关答复的口径」为“rest-day=也许”")
