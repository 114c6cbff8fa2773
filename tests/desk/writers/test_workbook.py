from __future__ import annotations

import gc
import os
import weakref
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

import samples
from desk.soffice import converted
from retax import Lang, Verdict, Words, check_lines
from retax.desk import layout
from retax.desk.judging.judge import JudgedRow, JudgeOptions, judge_rows, shown_of, validate_rows
from retax.desk.judging.summary import name_result
from retax.desk.layout import ANSWER_HEADINGS
from retax.desk.readers.batch_statements import parse_statements, read_batch_sheet
from retax.desk.source import DeskError, Row
from retax.desk.writers import workbook
from retax.desk.writers.answer_columns import COLUMNS, answers
from retax.desk.writers.fact_cells import write_fact_heading
from retax.desk.writers.workbook import write_verdicts
from retax.desk.writers.workbook_styles import FILLS, MOST_COLUMNS, OVERDRAWN_CELL, OVERDRAWN_ROW
from retax.facts.catalogue import NAMES
from retax.law.cross_border.announcements import LAW_REVIEWED_ON
from samples import ELIGIBLE, LIST_NUMBER, SPOILED, facts

LANGS: tuple[Lang, Lang] = ("zh", "en")
HEADINGS_OF_THE_FILE = ("编号", "原因", "数量", "仓库")
INJECTIONS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "http://a.cn/x")


def row(number: int, case: Mapping[str, Any], *cells: object) -> Row:
    return Row(number, case, cells)


def lines_of(
    rows: Sequence[Row], asked: JudgeOptions, batch: Mapping[str, Any] = {}
) -> list[JudgedRow]:
    lines = list(validate_rows(rows, batch))
    return list(judge_rows(lines, asked, shown_of(lines)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "verdicts.xlsx"


def write(
    file: Path,
    rows: Sequence[Row],
    headings: Sequence[str] = HEADINGS_OF_THE_FILE,
    *,
    asked: JudgeOptions = JudgeOptions(),  # noqa: B008  # frozen
    batch: Mapping[str, Any] = {},
    **more: Any,
) -> list[JudgedRow]:
    lines = lines_of(rows, asked, batch)
    write_verdicts(file, headings, iter(lines), options=asked, batch=batch, **more)
    return lines


def goods_sheet(file: Path, lang: Lang = "zh") -> Any:
    return openpyxl.load_workbook(file)[layout.GOODS.text(lang)]


def rows_of(file: Path, lang: Lang = "zh") -> list[list[Any]]:
    """Return the cells of the sheet of goods."""
    return CalamineWorkbook.from_path(file).get_sheet_by_name(layout.GOODS.text(lang)).to_python()


def by_heading(file: Path, lang: Lang = "zh") -> list[dict[str, Any]]:
    """Return the rows of the sheet of goods by their headings."""
    headings, *rows = rows_of(file, lang)
    return [dict(zip(headings, cells, strict=True)) for cells in rows]


def is_hidden(sheet: Any, heading: str) -> bool:
    (place,) = [cell.column for cell in sheet[1] if cell.value == heading]
    return any(d.hidden and d.min <= place <= d.max for d in sheet.column_dimensions.values())


def summary_text(file: Path, lang: Lang = "zh") -> dict[str, Any]:
    """Return the summary as label to what stands beside it."""
    sheet = openpyxl.load_workbook(file)[layout.SUMMARY.text(lang)]
    return {r[0]: r[1] for r in sheet.iter_rows(values_only=True) if r[0] is not None}


# -- what is stated for the batch -------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_stated_for_the_batch_has_a_sheet_that_is_read_as_it_was_stated(
    file: Path, lang: Lang
) -> None:
    batch = parse_statements(
        [
            "use=unused",
            "是否食品=否",
            "出口日期=2026-03-05",
            "备注==1",
            "papers_held=gate_release,match_record",
        ]
    )
    write(file, [row(2, ELIGIBLE)], batch=batch, lang=lang)
    sheet = openpyxl.load_workbook(file)[layout.BATCH.text(lang)]
    assert read_batch_sheet(sheet.iter_rows(values_only=True)) == batch


def test_where_nothing_is_stated_there_is_no_sheet_of_it(file: Path) -> None:
    write(file, [row(2, ELIGIBLE)])
    assert layout.BATCH.zh not in openpyxl.load_workbook(file).sheetnames


# -- the user's own part ----------------------------------------------------------------------


LEAD = [words.zh for words in ANSWER_HEADINGS[:5]]
BEHIND = [words.zh for words in ANSWER_HEADINGS[5:]]


def test_the_verdict_comes_right_after_what_a_row_is_called(file: Path) -> None:
    for own, led_by in (
        (["仓库", "商品名称", "监管方式代码", "业务编号"], ["业务编号", "商品名称"]),
        (["仓库", "商品编码", "订单号"], ["订单号"]),
        (["仓库", "货号 *", "订单号", "goods_name"], ["订单号", "goods_name"]),
        (["仓库", "商品名称", "产地"], ["商品名称"]),
        (["仓库", "产地"], ["仓库"]),
    ):
        write(file, [row(2, ELIGIBLE, *own)], own)
        heading, cells = rows_of(file)
        others = [text for text in own if text not in led_by]
        assert heading == [*led_by, *LEAD, *others, *BEHIND]
        assert [cells[heading.index(text)] for text in own] == own
        sheet = goods_sheet(file)
        assert sheet.freeze_panes == f"{openpyxl.utils.get_column_letter(len(led_by) + 2)}2"


def test_the_summary_comes_first_and_the_goods_are_open(file: Path) -> None:
    write(file, [row(2, ELIGIBLE)])
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["汇总", "退运商品"]
    assert book.active.title == "退运商品"


def test_the_users_cells_are_untouched(file: Path) -> None:
    cells = ("=A1", "0901", 12.5, date(2026, 3, 5))
    write(file, [row(2, ELIGIBLE, *cells), row(3, {"reason": "lost"}, "坏", None, 7, "x")])
    first, second = by_heading(file)
    assert tuple(first[text] for text in HEADINGS_OF_THE_FILE) == cells
    assert [second[text] for text in HEADINGS_OF_THE_FILE] == ["坏", "", 7, "x"]


@pytest.mark.parametrize("text", INJECTIONS)
def test_no_text_of_the_user_becomes_a_formula_or_a_link(file: Path, text: str) -> None:
    case = facts(reference=text, unit=text, exported_quantity=5, returned_quantity=9, reason=text)
    good = facts(unit=text, exported_quantity=5, returned_quantity=9)
    write(file, [row(2, case, text), row(3, good, text)], [text], unread=[text])
    for sheet in openpyxl.load_workbook(file):
        assert not sheet._hyperlinks
        assert all(cell.data_type != "f" for cells in sheet.iter_rows() for cell in cells)
    assert unescape(goods_sheet(file)["A2"].value) == text


def test_a_row_shorter_than_the_heading_is_filled_with_blanks(file: Path) -> None:
    write(file, [row(2, ELIGIBLE, "only")])
    (first,) = by_heading(file)
    assert [first[text] for text in HEADINGS_OF_THE_FILE] == ["only", "", "", ""]
    assert first["结论"] == "符合免税条件"


def test_a_column_is_as_wide_as_what_is_in_it_within_bounds(file: Path) -> None:
    own = ["仓库", "甲", "数量", "乙"]
    write(file, [row(2, ELIGIBLE, "x", "字" * 12, 5, "字" * 200)], own)
    sheet = goods_sheet(file)
    width = {c.value: sheet.column_dimensions[c.column_letter].width for c in sheet[1]}
    assert width["仓库"] < width["甲"] <= width["乙"] < 34


def test_a_row_is_as_high_as_what_leads_and_only_a_little_for_the_rest(file: Path) -> None:
    note = "字" * 2_000
    rows = [row(2, ELIGIBLE, "x", note), row(3, facts(use=None), "字" * 300, "")]
    write(file, rows, ["业务编号", "备注"])
    heights = [goods_sheet(file).row_dimensions[at].height for at in (2, 3)]
    assert heights[0] < 100
    assert heights[1] > 150


def test_a_column_of_the_file_without_a_value_is_hidden(file: Path) -> None:
    own = ["业务编号", "商品名称", "货号", "仓库"]
    write(
        file, [row(2, ELIGIBLE, None, "杯", "", 0), row(3, ELIGIBLE, None, None, None, None)], own
    )
    sheet = goods_sheet(file)
    assert [text for text in own if is_hidden(sheet, text)] == ["业务编号", "货号"]


# -- what is added ----------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_the_added_columns_are_those_of_check(file: Path, lang: Lang) -> None:
    asked = JudgeOptions(as_of=date(2026, 8, 1), settled={"rest-day": "lenient"})
    cases = [case for case, _ in samples.random_cases(81, 250)]
    lines = write(
        file, [row(n, c, n) for n, c in enumerate(cases, 2)], ["n"], asked=asked, lang=lang
    )
    heading, *read = rows_of(file, lang)
    assert heading[1:] == [words.text(lang) for words in ANSWER_HEADINGS]
    judged_as_one = check_lines(cases, as_of=asked.as_of, settled={"rest-day": "lenient"})
    beyond_their_line = 0
    for at, (line, cells, (verdict, export_line)) in enumerate(
        zip(lines, read, judged_as_one, strict=True)
    ):
        said = [("" if answer is None else answer) for answer in answers(line, lang)]
        assert cells[1:] == said
        is_beyond = export_line is not None and at in export_line.rows
        assert line.verdict == verdict
        assert line.overdrawn == (export_line if is_beyond else None)
        beyond_their_line += is_beyond
    assert 0 < beyond_their_line < len(cases)


def test_every_status_has_its_word_and_its_colour(file: Path) -> None:
    rows = [row(2, ELIGIBLE), row(3, {"reason": "lost"})]
    rows += [row(n, facts(s.changes)) for n, s in enumerate(SPOILED, start=4) if s.as_of is None]
    lines = write(file, rows, ["x"])
    sheet = goods_sheet(file)
    place = 2 + list(COLUMNS).index("result")
    for at, line in enumerate(lines, start=2):
        cell = sheet.cell(at, place)
        assert cell.fill.fgColor.rgb[2:] == FILLS[name_result(line)][1:]
        assert cell.value == answers(line, "zh")[list(COLUMNS).index("result")]
    assert len({name_result(line) for line in lines}) == len(FILLS)


def test_an_overdrawn_row_does_not_look_eligible(file: Path) -> None:
    line = facts(export_entry=LIST_NUMBER, exported_quantity=5, returned_quantity=3)
    write(file, [row(2, line, "a"), row(3, line, "b")])
    sheet = goods_sheet(file)
    marked = [cell.fill.fgColor.rgb[2:] for cell in sheet[3]]
    place = {cell.value: at for at, cell in enumerate(sheet[1])}
    result, beyond = place["结论"], place["超量退运"]
    assert set(marked) == {OVERDRAWN_ROW[1:], OVERDRAWN_CELL[1:]}
    assert marked[result] == marked[beyond] == OVERDRAWN_CELL[1:]
    assert "超出 1" in sheet[3][beyond].value
    assert sheet[2][result].fill.fgColor.rgb[2:] == FILLS["eligible"][1:]


def test_days_are_date_cells_and_days_left_are_numbers(file: Path) -> None:
    late = facts(returned_on=None, return_declared_on=None)
    write(file, [row(2, late, "a")], asked=JudgeOptions(as_of=date(2026, 10, 2)))
    sheet = goods_sheet(file)
    places = {cell.value: cell.column for cell in sheet[1]}
    last_day = sheet.cell(2, places["期限届满日"])
    assert (last_day.value, last_day.is_date) == (datetime(2026, 9, 3), True)
    left = sheet.cell(2, places["剩余天数"])
    assert (left.value, left.data_type, left.is_date) == (-29, "n", False)
    assert "超期" in left.number_format


def test_the_sheet_is_ready_to_filter_and_to_print(file: Path) -> None:
    write(file, [row(n, ELIGIBLE, "a") for n in range(2, 5)])
    sheet = goods_sheet(file)
    last = openpyxl.utils.get_column_letter(4 + len(ANSWER_HEADINGS))
    assert sheet.print_area == "'退运商品'!$A$1:$F$4"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToWidth is None  # one page, which is not written
    assert sheet.auto_filter.ref == f"A1:{last}4"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.fitToHeight == 0
    assert all(cell.alignment.wrap_text for cell in sheet[2] if cell.value is not None)


def test_without_rows_there_is_still_a_workbook(file: Path) -> None:
    write(file, [])
    (heading,) = rows_of(file)
    assert not any(is_hidden(goods_sheet(file), text) for text in heading)
    assert len(heading) == 4 + len(ANSWER_HEADINGS)
    assert summary_text(file)["总行数"] == "0"


def test_an_empty_column_of_answers_is_hidden_unless_it_leads(file: Path) -> None:
    write(file, [row(2, ELIGIBLE, "a")])
    sheet = goods_sheet(file)
    hidden = {text for text in (*LEAD, *BEHIND) if is_hidden(sheet, text)}
    for_others = {"待补资料", "待核口径", "其他可能途径", "关税法第三十九条"}
    assert hidden == {"超量退运", *for_others, "批次声明", "读取提示"}


# -- rows that have no cells of their own -----------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_json_rows_get_a_column_a_fact(file: Path, lang: Lang) -> None:
    case = facts(exported_quantity="2.5", papers_held=["export_list"], export_item=3)
    write(
        file, [Row(1, case), Row(2, {"reason": "lost", "货号": "A7", "nonsense": 1})], [], lang=lang
    )
    sheet = goods_sheet(file, lang)
    place = {cell.value: at for at, cell in enumerate(sheet[1])}
    first, second = (
        {fact: sheet[n][place[write_fact_heading(fact, lang)]] for fact in NAMES} for n in (2, 3)
    )
    assert first["declared_on"].value == datetime(2026, 3, 2)
    assert first["exported_quantity"].value == 2.5
    assert first["export_item"].value == 3
    assert first["supervision_code"].value == "9610"
    assert first["reason"].value == {"zh": "客户退货", "en": "customer_return"}[lang]
    assert first["is_food"].value == {"zh": "否", "en": "no"}[lang]
    assert first["papers_held"].value == {"zh": "出口申报清单", "en": "export_list"}[lang]
    assert second["reason"].value == "lost"
    assert second["sku"].value == "A7"


def test_a_fact_no_row_tells_is_hidden(file: Path) -> None:
    write(file, [Row(1, ELIGIBLE)], [])
    sheet = goods_sheet(file)
    hidden = {name for name in NAMES if is_hidden(sheet, write_fact_heading(name, "zh"))}
    assert hidden == set(NAMES) - set(ELIGIBLE)


def test_an_item_that_is_no_mapping_is_reported(file: Path) -> None:
    not_a_mapping: Any = "abc"
    write(file, [Row(1, not_a_mapping)], [])
    (first,) = by_heading(file)
    assert first["结论"] == "填写有误，待更正"
    assert "abc" in first["判定依据"]


# -- the summary ------------------------------------------------------------------------------


def test_the_summary_counts_results_by_code(file: Path) -> None:
    cases = [facts(), facts(supervision_code="9710"), facts(use=None), {"reason": "lost"}]
    write(file, [row(n, c) for n, c in enumerate(cases, 2)])
    sheet = openpyxl.load_workbook(file)["汇总"]
    table = {
        r[0]: list(r[1:7])
        for r in sheet.iter_rows(values_only=True)
        if r[0] is not None and isinstance(r[2], int | str)
    }
    assert table["结论＼监管方式"] == ["行数", "1210", "9610", "9710", "9810", "其他或未填"]
    assert table["符合免税条件"] == [2, 0, 1, 1, 0, 0]
    assert table["资料待补"] == [1, 0, 1, 0, 0, 0]
    assert table["填写有误，待更正"] == [1, 0, 0, 0, 0, 1]
    assert table["合计"] == [4, 0, 2, 1, 0, 1]


def test_the_summary_tells_what_was_noticed_and_asked(file: Path) -> None:
    line = facts(export_entry=LIST_NUMBER, exported_quantity=5, returned_quantity=3, use=None)
    abroad = facts(returned_on=None, return_declared_on=None)
    asked = JudgeOptions(
        as_of=date(2026, 8, 1),
        settled={"rest-day": "lenient", "return-date": "strict"},
        days_off=[date(2026, 9, 3)],
        known_on=date(2026, 7, 1),
    )
    rows = [row(2, line), row(3, line), row(4, {"reason": "lost"}), row(5, abroad)]
    write(file, rows, asked=asked, batch={"use": "unused"}, unread=["仓库", "=1"])
    told = summary_text(file)
    assert told["总行数"] == "4"
    assert told["填写有误、待更正的行"] == "1 行：原第 4 行"
    assert told["超出出口数量的行"] == "1 行：原第 3 行"
    assert told["未识别、原样保留的列"] == "仓库、=1"
    assert told["企业就本批商品声明"] == "使用情况=未使用（适用于 2 行）"
    assert told["判断基准日"] == "2026-08-01"
    assert told["已获海关答复的口径"].startswith(
        "期限内须完成申报，还是实际退运即可？实际退运和申报"
    )
    assert told["休息日"] == "按所给 1 天计，未给出日期的年份按周六、周日计"
    assert "2026-07-01" in told["公告截止日"]
    assert "2026年第16号" in told["适用公告"]
    assert "2023年第4号推定" in told["注意"]
    assert told["公告核对至"] == str(LAW_REVIEWED_ON)
    assert told["软件版本"].startswith("retax ")
    assert "以海关审核为准" in told["声明"]
    assert told["31 至 60 天"] == 1
    assert told["在六个月期限内退运"] == 1


def test_the_summary_knows_no_announcement_after_the_day_of_review(file: Path) -> None:
    later = LAW_REVIEWED_ON + timedelta(1)
    for known_on, said in (
        (LAW_REVIEWED_ON, f"仅按 {LAW_REVIEWED_ON} 以前（含当日）公布的公告判断"),
        (
            later,
            f"按 {LAW_REVIEWED_ON} 以前（含当日）核查到的公告判断；"
            f"其后至 {later} 公布的公告未及核查",
        ),
    ):
        write(file, [row(2, ELIGIBLE)], asked=JudgeOptions(known_on=known_on))
        assert summary_text(file)["公告截止日"] == said


def test_the_summary_of_a_plain_file_leaves_out_what_there_is_not(file: Path) -> None:
    write(file, [row(2, ELIGIBLE)])
    told = summary_text(file)
    assert (
        told["填写有误、待更正的行"]
        == told["超出出口数量的行"]
        == told["未识别、原样保留的列"]
        == "无"
    )
    assert told["判断基准日"] == "未指定"
    for label in ("休息日", "公告截止日", "已获海关答复的口径", "企业就本批商品声明", "已超期"):
        assert label not in told


def test_many_bad_rows_are_counted_and_the_first_named(file: Path) -> None:
    write(file, [row(n, {"reason": "lost"}) for n in range(2, 80)])
    told = summary_text(file)["填写有误、待更正的行"]
    assert told.startswith("78 行：原第 2、3、")
    assert told.endswith("、51 行等")


def test_the_summary_speaks_english(file: Path) -> None:
    asked = JudgeOptions(as_of=date(2026, 8, 1), settled={"rest-day": "strict"})
    rows = [row(2, ELIGIBLE), row(3, {"reason": "lost"})]
    write(file, rows, asked=asked, unread=["a", "b"], lang="en")
    told = summary_text(file, "en")
    assert told["Columns not read, carried through"] == "a, b"
    assert told["Rows that cannot be read"] == "1 (row 3)"
    assert (
        told["Answered by customs"]
        == "Does a last day that is a rest day move to the next working day? no"
    )
    assert [v for pair in told.items() for v in pair if not str(v).isascii()] == []


def test_the_chart_shows_the_counts_in_the_colours_of_the_rows(file: Path) -> None:
    from zipfile import ZipFile

    write(file, [row(2, ELIGIBLE)])
    with ZipFile(file) as parts:
        chart = parts.read("xl/charts/chart1.xml").decode()
    for fill in FILLS.values():
        assert f'val="{fill[1:]}"' in chart
    sheet = openpyxl.load_workbook(file)["汇总"]
    (at,) = [r[0].row for r in sheet.iter_rows() if r[0].value == "符合免税条件"]
    assert f"汇总!$B${at}:$B${at + len(FILLS) - 1}" in chart.replace("'", "")


# -- what cannot be written -------------------------------------------------------------------


def test_more_rows_than_a_sheet_holds_are_refused_and_nothing_is_left(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    with pytest.raises(DeskError) as raised:
        write(file, [row(n, ELIGIBLE) for n in range(2, 6)])
    assert "CSV" in raised.value.words.zh
    assert os.listdir(file.parent) == []
    write(file, [row(n, ELIGIBLE) for n in range(2, 5)])
    assert file.exists()


def test_more_columns_than_a_sheet_holds_are_refused(file: Path) -> None:
    most = MOST_COLUMNS - len(ANSWER_HEADINGS)
    with pytest.raises(DeskError) as raised:
        write(file, [], [f"c{n}" for n in range(most + 1)])
    assert str(most) in raised.value.words.zh
    assert not file.exists()


def test_a_reader_that_fails_half_way_leaves_the_older_workbook(file: Path) -> None:
    file.write_bytes(b"old")

    def failing() -> Iterator[JudgedRow]:
        yield from judge_rows(validate_rows([row(2, ELIGIBLE, "a")]), JudgeOptions())
        raise DeskError(Words("断了", "broken off"))

    with pytest.raises(DeskError, match="broken off"):
        write_verdicts(file, ["a"], failing(), options=JudgeOptions())
    assert file.read_bytes() == b"old"
    assert os.listdir(file.parent) == [file.name]


def test_a_folder_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(DeskError):
        write(tmp_path / "no" / "verdicts.xlsx", [])


def test_a_path_may_be_text(file: Path) -> None:
    write_verdicts(str(file), ["a"], [], options=JudgeOptions())
    assert file.exists()


# -- memory, and other programs ---------------------------------------------------------------


def verdicts_alive() -> int:
    gc.collect()
    return sum(isinstance(thing, Verdict) for thing in gc.get_objects())


def test_no_verdict_outlives_its_row(file: Path) -> None:
    alive: list[weakref.ref[Any]] = []
    before = verdicts_alive()  # other tests may hold some

    def watched() -> Iterator[JudgedRow]:
        rows = (row(n, ELIGIBLE, n) for n in range(2, 302))
        for line in judge_rows(validate_rows(rows), JudgeOptions(), {}):
            alive.append(weakref.ref(line.accepted.goods))
            # the one just made, and the one whose turn it was
            assert sum(goods() is not None for goods in alive[-20:]) <= 3
            yield line

    write_verdicts(file, ["n"], watched(), options=JudgeOptions())
    assert verdicts_alive() == before
    assert not any(goods() for goods in alive)


def test_libreoffice_opens_it_and_reads_the_same(file: Path) -> None:
    rows = [row(2, ELIGIBLE, "=1+1", "0901", 3), row(3, facts(use=None), "b", "c", 4)]
    write(file, rows, asked=JudgeOptions(as_of=date(2026, 8, 1)))
    again = CalamineWorkbook.from_path(converted(file, "ods"))
    before = CalamineWorkbook.from_path(file)
    assert again.sheet_names == before.sheet_names
    for name in before.sheet_names:
        ours = before.get_sheet_by_name(name).to_python()
        theirs = again.get_sheet_by_name(name).to_python()
        assert theirs == ours
