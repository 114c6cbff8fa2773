from __future__ import annotations

import gc
import os
import weakref
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

import samples
from desk.soffice import converted
from retax import Lang, Verdict, Words, check
from retax.desk import sheets, workbooks_out
from retax.desk.batch import batch_of, batch_of_sheet
from retax.desk.columns import COLUMNS, HEADINGS, answers
from retax.desk.in_sheets import heading
from retax.desk.judged import Asked, Judged, accepted, beyond, judged
from retax.desk.rows import Row, Unreadable
from retax.desk.styles import FILLS, MOST_COLUMNS, OVERDRAWN_CELL, OVERDRAWN_ROW
from retax.desk.tally import result_of
from retax.desk.workbooks_out import write_verdicts
from retax.vocabulary import NAMES
from samples import ELIGIBLE, LIST_NUMBER, SPOILED, facts

LANGS: tuple[Lang, Lang] = ("zh", "en")
HEADINGS_OF_THE_FILE = ("编号", "原因", "数量", "仓库")
INJECTIONS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "http://a.cn/x")


def row(number: int, case: Mapping[str, Any], *cells: object) -> Row:
    return Row(number, case, cells)


def lines_of(rows: Sequence[Row], asked: Asked, batch: Mapping[str, Any] = {}) -> list[Judged]:
    lines = list(accepted(rows, batch))
    return list(judged(lines, asked, beyond(lines)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "verdicts.xlsx"


def write(
    file: Path,
    rows: Sequence[Row],
    headings: Sequence[str] = HEADINGS_OF_THE_FILE,
    *,
    asked: Asked = Asked(),  # noqa: B008  # frozen
    batch: Mapping[str, Any] = {},
    **more: Any,
) -> list[Judged]:
    lines = lines_of(rows, asked, batch)
    write_verdicts(file, headings, iter(lines), asked=asked, batch=batch, **more)
    return lines


def goods_sheet(file: Path, lang: Lang = "zh") -> Any:
    return openpyxl.load_workbook(file)[sheets.GOODS.text(lang)]


def summary_text(file: Path, lang: Lang = "zh") -> dict[str, Any]:
    """Return the summary as label to what stands beside it."""
    sheet = openpyxl.load_workbook(file)[sheets.SUMMARY.text(lang)]
    return {r[0]: r[1] for r in sheet.iter_rows(values_only=True) if r[0] is not None}


# -- what is stated for the batch -------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_stated_for_the_batch_has_a_sheet_that_is_read_as_it_was_stated(
    file: Path, lang: Lang
) -> None:
    batch = batch_of(
        [
            "use=unused",
            "是否食品=否",
            "出口日期=2026-03-05",
            "备注==1",
            "papers_held=gate_release,match_record",
        ]
    )
    write(file, [row(2, ELIGIBLE)], batch=batch, lang=lang)
    sheet = openpyxl.load_workbook(file)[sheets.BATCH.text(lang)]
    assert batch_of_sheet(sheet.iter_rows(values_only=True)) == batch


def test_where_nothing_is_stated_there_is_no_sheet_of_it(file: Path) -> None:
    write(file, [row(2, ELIGIBLE)])
    assert sheets.BATCH.zh not in openpyxl.load_workbook(file).sheetnames


# -- the user's own part ----------------------------------------------------------------------


def test_the_users_rows_and_columns_stand_first_and_untouched(file: Path) -> None:
    cells = ("=A1", "0901", 12.5, date(2026, 3, 5))
    write(file, [row(2, ELIGIBLE, *cells), row(3, {"reason": "lost"}, "坏", None, 7, "x")])
    heading, first, second = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    assert tuple(heading[:4]) == HEADINGS_OF_THE_FILE
    assert heading[4:] == [words.zh for words in HEADINGS]
    assert tuple(first[:4]) == cells
    assert second[:4] == ["坏", "", 7, "x"]


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
    heading, first = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    assert first[:4] == ["only", "", "", ""]
    assert first[heading.index("结论")] == "符合免税条件"


def test_a_column_is_as_wide_as_what_stands_in_it_within_bounds(file: Path) -> None:
    write(file, [row(2, ELIGIBLE, "x", "字" * 12, 5, "字" * 200)])
    widths = {name: d.width for name, d in goods_sheet(file).column_dimensions.items()}
    assert widths["A"] < widths["B"] <= widths["D"] < 34
    assert goods_sheet(file).row_dimensions[2].height > 150


# -- what is added ----------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_the_added_columns_are_those_of_check(file: Path, lang: Lang) -> None:
    asked = Asked(as_of=date(2026, 8, 1), settled={"rest-day": "lenient"})
    cases = [case for case, _ in samples.random_cases(81, 250)]
    lines = write(
        file, [row(n, c, n) for n, c in enumerate(cases, 2)], ["n"], asked=asked, lang=lang
    )
    heading, *read = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    assert heading[1:] == [words.text(lang) for words in HEADINGS]
    for line, cells in zip(lines, read, strict=True):
        said = [("" if answer is None else answer) for answer in answers(line, lang)]
        assert cells[1:] == said
        assert line.verdict == check(
            line.row.facts, as_of=asked.as_of, settled={"rest-day": "lenient"}
        )


def test_every_status_has_its_word_and_its_colour(file: Path) -> None:
    rows = [row(2, ELIGIBLE), row(3, {"reason": "lost"})]
    rows += [row(n, facts(s.changes)) for n, s in enumerate(SPOILED, start=4) if s.as_of is None]
    lines = write(file, rows, ["x"])
    sheet = goods_sheet(file)
    place = 2 + list(COLUMNS).index("result")
    for at, line in enumerate(lines, start=2):
        cell = sheet.cell(at, place)
        assert cell.fill.fgColor.rgb[2:] == FILLS[result_of(line)][1:]
        assert cell.value == answers(line, "zh")[list(COLUMNS).index("result")]
    assert len({result_of(line) for line in lines}) == len(FILLS)


def test_an_overdrawn_row_does_not_look_eligible(file: Path) -> None:
    line = facts(export_entry=LIST_NUMBER, exported_quantity=5, returned_quantity=3)
    write(file, [row(2, line, "a"), row(3, line, "b")])
    sheet = goods_sheet(file)
    marked = [cell.fill.fgColor.rgb[2:] for cell in sheet[3]]
    result = 4 + list(COLUMNS).index("result")
    assert set(marked) == {OVERDRAWN_ROW[1:], OVERDRAWN_CELL[1:]}
    assert marked[result] == marked[result + 1] == OVERDRAWN_CELL[1:]
    assert "超出 1" in sheet[3][result + 1].value
    assert sheet[2][result].fill.fgColor.rgb[2:] == FILLS["eligible"][1:]


def test_days_are_date_cells_and_days_left_are_numbers(file: Path) -> None:
    late = facts(returned_on=date(2026, 10, 2), return_declared_on=date(2026, 10, 3))
    write(file, [row(2, late, "a")])
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
    last = openpyxl.utils.get_column_letter(4 + len(HEADINGS))
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:{last}4"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.fitToHeight == 0
    assert all(cell.alignment.wrap_text for cell in sheet[2] if cell.value is not None)


def test_without_rows_there_is_still_a_workbook(file: Path) -> None:
    write(file, [])
    (heading,) = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    assert len(heading) == 4 + len(HEADINGS)
    assert summary_text(file)["总行数"] == "0"


def test_a_column_of_answers_that_is_empty_is_narrow(file: Path) -> None:
    write(file, [row(2, ELIGIBLE, "a")])
    sheet = goods_sheet(file)
    width = {
        cell.value: sheet.column_dimensions[cell.column_letter].width
        for cell in sheet[1]
        if cell.column_letter in sheet.column_dimensions
    }
    assert width["待补要素"] < width["判定依据"]


# -- rows that have no cells of their own -----------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_json_rows_get_a_column_a_fact(file: Path, lang: Lang) -> None:
    case = facts(exported_quantity="2.5", papers_held=["export_list"], export_item=3)
    write(
        file, [Row(1, case), Row(2, {"reason": "lost", "货号": "A7", "nonsense": 1})], [], lang=lang
    )
    sheet = goods_sheet(file, lang)
    labels = [heading(fact, lang) for fact in NAMES]
    assert [cell.value for cell in sheet[1]][: len(labels)] == labels
    first, second = (dict(zip(NAMES, sheet[n], strict=False)) for n in (2, 3))
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
    columns = goods_sheet(file).column_dimensions
    letters = dict(zip(NAMES, range(1, 99), strict=False))
    hidden = {
        name
        for name, at in letters.items()
        for dimension in columns.values()
        if dimension.hidden and dimension.min <= at <= dimension.max
    }
    assert hidden == set(NAMES) - set(ELIGIBLE)


def test_an_item_that_is_no_mapping_is_reported(file: Path) -> None:
    not_a_mapping: Any = "abc"
    write(file, [Row(1, not_a_mapping)], [])
    _, first = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    assert "无法读取" in first
    assert any("abc" in str(cell) for cell in first)


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
    assert table["要素待补"] == [1, 0, 1, 0, 0, 0]
    assert table["无法读取"] == [1, 0, 0, 0, 0, 1]
    assert table["合计"] == [4, 0, 2, 1, 0, 1]


def test_the_summary_tells_what_was_noticed_and_asked(file: Path) -> None:
    line = facts(export_entry=LIST_NUMBER, exported_quantity=5, returned_quantity=3, use=None)
    abroad = facts(returned_on=None, return_declared_on=None)
    asked = Asked(
        as_of=date(2026, 8, 1),
        settled={"rest-day": "lenient", "return-date": "strict"},
        days_off=[date(2026, 9, 3)],
        known_on=date(2026, 7, 1),
    )
    rows = [row(2, line), row(3, line), row(4, {"reason": "lost"}), row(5, abroad)]
    write(file, rows, asked=asked, batch={"use": "unused"}, unread=["仓库", "=1"])
    told = summary_text(file)
    assert told["总行数"] == "4"
    assert told["无法读取的行"] == "1 行：原第 4 行"
    assert told["超出出口数量的行"] == "1 行：原第 3 行"
    assert told["未识别、原样保留的列"] == "仓库、=1"
    assert told["企业就本批商品声明"] == "使用情况=未使用（适用于 2 行）"
    assert told["查询日期"] == "2026-08-01"
    assert told["使用者确认的口径"].startswith("期限内须完成申报，还是实际退运即可？实际退运和申报")
    assert told["休息日"] == "按所给 1 天计"
    assert "2026-07-01" in told["公告截止日"]
    assert "2026年第16号" in told["适用公告"]
    assert "2023年第4号推定" in told["注意"]
    assert told["公告核对至"] == "2026-11-01"
    assert told["软件版本"].startswith("retax ")
    assert "以海关审核为准" in told["声明"]
    assert told["31 至 60 天"] == 1
    assert told["在六个月期限内退运"] == 1


def test_the_summary_of_a_plain_file_leaves_out_what_there_is_not(file: Path) -> None:
    write(file, [row(2, ELIGIBLE)])
    told = summary_text(file)
    assert told["无法读取的行"] == told["超出出口数量的行"] == told["未识别、原样保留的列"] == "无"
    assert told["查询日期"] == "未指定"
    for label in ("休息日", "公告截止日", "使用者确认的口径", "企业就本批商品声明", "已超期"):
        assert label not in told


def test_many_bad_rows_are_counted_and_the_first_named(file: Path) -> None:
    write(file, [row(n, {"reason": "lost"}) for n in range(2, 80)])
    told = summary_text(file)["无法读取的行"]
    assert told.startswith("78 行：原第 2、3、")
    assert told.endswith("、51 行等")


def test_the_summary_speaks_english(file: Path) -> None:
    asked = Asked(as_of=date(2026, 8, 1), settled={"rest-day": "strict"})
    rows = [row(2, ELIGIBLE), row(3, {"reason": "lost"})]
    write(file, rows, asked=asked, unread=["a", "b"], lang="en")
    told = summary_text(file, "en")
    assert told["Columns not read, carried through"] == "a, b"
    assert told["Rows that cannot be read"] == "1 (row 3)"
    assert (
        told["As the user settled it"]
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
    monkeypatch.setattr(workbooks_out, "MOST_ROWS", 3)
    with pytest.raises(Unreadable) as raised:
        write(file, [row(n, ELIGIBLE) for n in range(2, 6)])
    assert "CSV" in raised.value.words.zh
    assert os.listdir(file.parent) == []
    write(file, [row(n, ELIGIBLE) for n in range(2, 5)])
    assert file.exists()


def test_more_columns_than_a_sheet_holds_are_refused(file: Path) -> None:
    most = MOST_COLUMNS - len(HEADINGS)
    with pytest.raises(Unreadable) as raised:
        write(file, [], [f"c{n}" for n in range(most + 1)])
    assert str(most) in raised.value.words.zh
    assert not file.exists()


def test_a_reader_that_fails_half_way_leaves_the_older_workbook(file: Path) -> None:
    file.write_bytes(b"old")

    def failing() -> Iterator[Judged]:
        yield from judged(accepted([row(2, ELIGIBLE, "a")]), Asked())
        raise Unreadable(Words("断了", "broken off"))

    with pytest.raises(Unreadable, match="broken off"):
        write_verdicts(file, ["a"], failing(), asked=Asked())
    assert file.read_bytes() == b"old"
    assert os.listdir(file.parent) == [file.name]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        write(tmp_path / "no" / "verdicts.xlsx", [])


def test_a_path_may_be_text(file: Path) -> None:
    write_verdicts(str(file), ["a"], [], asked=Asked())
    assert file.exists()


# -- memory, and other programs ---------------------------------------------------------------


def verdicts_alive() -> int:
    gc.collect()
    return sum(isinstance(thing, Verdict) for thing in gc.get_objects())


def test_no_verdict_outlives_its_row(file: Path) -> None:
    alive: list[weakref.ref[Any]] = []
    before = verdicts_alive()  # other tests may hold some

    def watched() -> Iterator[Judged]:
        rows = (row(n, ELIGIBLE, n) for n in range(2, 302))
        for line in judged(accepted(rows), Asked()):
            alive.append(weakref.ref(line.accepted.goods))
            # the one just made, and the one whose turn it was
            assert sum(goods() is not None for goods in alive[-20:]) <= 3
            yield line

    write_verdicts(file, ["n"], watched(), asked=Asked())
    assert verdicts_alive() == before
    assert not any(goods() for goods in alive)


def test_libreoffice_opens_it_and_reads_the_same(file: Path) -> None:
    rows = [row(2, ELIGIBLE, "=1+1", "0901", 3), row(3, facts(use=None), "b", "c", 4)]
    write(file, rows, asked=Asked(as_of=date(2026, 8, 1)))
    again = CalamineWorkbook.from_path(converted(file, "ods"))
    before = CalamineWorkbook.from_path(file)
    assert again.sheet_names == before.sheet_names
    for name in before.sheet_names:
        ours = before.get_sheet_by_name(name).to_python()
        theirs = again.get_sheet_by_name(name).to_python()
        assert theirs == ours
