from __future__ import annotations

from collections.abc import Sequence

import pytest

from retax import check
from retax.cells.cell import NEVER_COMPUTED, SPREADSHEET_ERROR, FaultyCell, MergedCell
from retax.desk import layout
from retax.desk.readers import table as readers_table
from retax.desk.readers.headings import find_fact_of_heading
from retax.desk.readers.table import NoHeadings, OtherReport, RowWithNotes, read_grid
from retax.desk.source import DeskError, Row, Source
from retax.facts.catalogue import NAMES
from walks import walk_points

HEADINGS = ("业务编号", "监管方式代码", "退运原因")
CELLS = ("R-1", "9610", "滞销")


def source(*rows: Sequence[object], width: int = 0) -> Source:
    return read_grid(rows, width)


def rows(*given: Sequence[object], width: int = 0) -> list[Row]:
    return list(source(*given, width=width).rows)


# -- headings ---------------------------------------------------------------------------------


def test_titles_above_the_headings_are_passed_over() -> None:
    (row,) = rows(("退运商品明细",), (), ("制表：", "", "2026"), HEADINGS, CELLS)
    assert row.number == 5
    assert row.facts == {"reference": "R-1", "supervision_code": "9610", "reason": "unsold"}


def test_headings_are_looked_for_in_twenty_rows() -> None:
    titles = [("标题",)] * 19
    assert [row.number for row in rows(*titles, HEADINGS, CELLS, CELLS)] == [21, 22]
    with pytest.raises(NoHeadings, match="20 rows"):
        source(*titles, ("标题",), HEADINGS, CELLS)


def test_headings_in_two_languages_are_one_under_the_other() -> None:
    english = ("reference", "supervision_code", "reason")
    (row,) = rows(HEADINGS, english, CELLS)
    assert row.number == 3


def test_headings_repeated_further_down_lose_no_rows_above_them() -> None:
    numbers = [row.number for row in rows(HEADINGS, CELLS, CELLS, HEADINGS, CELLS)]
    assert numbers == [2, 3, 4, 5]


@pytest.mark.parametrize("between", [0, 1, 25])
def test_a_second_table_with_its_columns_in_another_order_is_refused(between: int) -> None:
    other = ("退运原因（必填）", "业务编号", "监管方式代码")
    goods = rows(HEADINGS, *[CELLS] * between, HEADINGS, CELLS)
    assert [row.number for row in goods][-1] == between + 3
    with pytest.raises(DeskError) as raised:
        rows(HEADINGS, *[CELLS] * between, CELLS, other, ("滞销", "R-2", "9610"))
    assert f"第1行和第{between + 3}行都是列名" in raised.value.words.zh


def test_headings_in_another_language_that_name_less_are_a_row_that_cannot_be_read() -> None:
    english = ("reference", "code of the export", "reason")
    assert [row.number for row in rows(HEADINGS, english, CELLS)] == [2, 3]
    with pytest.raises(DeskError, match="rows 1 and 2 both hold headings"):
        rows((*HEADINGS, "使用情况", "甲"), (*english, "how", "damaged"), (*CELLS, "已使用", "是"))


def test_a_second_table_with_more_columns_leaves_no_goods_above_it_unread() -> None:
    more = (*HEADINGS, "商品破损")
    with pytest.raises(DeskError) as raised:
        source(("标题",), HEADINGS, CELLS, ("R-2", "9610", "退货"), (), more, (*CELLS, "否"))
    assert "第2行和第6行都是列名" in raised.value.words.zh
    with pytest.raises(DeskError, match="rows 1 and 3 both hold headings"):
        source(("监管方式代码", "备注"), (FaultyCell("#N/A", SPREADSHEET_ERROR), ""), more)


def test_remarks_under_headings_in_another_language_are_no_goods() -> None:
    more = ("reference", "supervision_code", "reason", "use")
    remarks = ("", "必填", "见下拉", "见下拉")
    (row,) = rows(
        ("业务编号", "监管方式代码", "退运原因", "用途"), remarks, more, (*CELLS, "unused")
    )
    assert row.number == 4


def test_a_row_that_names_facts_beside_its_goods_is_a_row_of_goods() -> None:
    headings = ("业务编号", "商品名称", "备注", "退运原因", "是否食品", "使用情况")
    found = rows(headings, ("R-1", "食品", "品名", "坏", "否", "未使用"))
    assert [row.number for row in found] == [2]


def test_columns_without_a_heading_that_hold_something_are_named() -> None:
    found = source(("", *HEADINGS, "", ""), ("", *CELLS, "", "是"), ("x", *CELLS, "", "是"))
    assert len([*found.rows]) == 2
    assert [words.zh for words in found.remarks] == ["没有列名的列有内容，未读取：第 1、6 列"]
    assert [*source(("", *HEADINGS), ("", *CELLS)).rows]


def test_a_heading_twice_is_refused() -> None:
    with pytest.raises(DeskError) as raised:
        source((*HEADINGS, " 退运\n原因"), (*CELLS, "退货"))
    assert "退运原因" in raised.value.words.zh


def test_a_heading_twice_is_refused_however_it_is_marked() -> None:
    with pytest.raises(DeskError, match="more than one column"):
        source((*HEADINGS, "退运原因*"), (*CELLS, "召回"))


def test_a_marked_heading_reaches_the_model_without_its_mark() -> None:
    (row,) = rows((*HEADINGS, "监管方式*"), (*CELLS, "9610"))
    assert row.facts["监管方式"] == row.facts["监管方式代码"] == "9610"


def test_two_names_of_one_fact_are_for_the_model_to_weigh() -> None:
    (row,) = rows(("清单编号", "报关单号", "退运原因"), ("A", "B", "滞销"))
    assert row.facts == {"清单编号": "A", "报关单号": "B", "reason": "unsold"}


@pytest.mark.parametrize("heading", ["备注", "note", "备注：", "订单号", "order_no"])
def test_of_columns_of_one_name_that_no_clause_reads_the_first_that_is_filled_counts(
    heading: str,
) -> None:
    name = "note" if heading.startswith(("备", "n")) else "order_no"
    label = {"note": "备注", "order_no": "订单号"}[name]
    found = source((*HEADINGS, label, heading), (*CELLS, "甲", "乙"), (*CELLS, "", "乙"))
    assert found.headings == (*HEADINGS, label, heading)
    first, second = found.rows
    assert (first.facts[name], second.facts[name]) == ("甲", "乙")
    assert first.cells == (*CELLS, "甲", "乙")


@pytest.mark.parametrize(
    ("cells", "enterprise", "remarks"),
    [
        (("甲", "甲 ", ""), "甲", 0),
        (("", "乙", ""), "乙", 0),
        (("甲", "-", "同上"), "甲", 0),
        (("-", "乙", ""), "乙", 0),
        (("-", "N/A", ""), "-", 0),
        (("甲", "乙", ""), None, 1),
        (("甲", "乙", "甲"), None, 1),
        (("-", "甲", "乙"), None, 1),
    ],
)
def test_of_two_enterprises_none_is_taken_for_who_signs(
    cells: tuple[str, ...], enterprise: str | None, remarks: int
) -> None:
    names = ("境内发货人", "电商企业名称", "企业名称")
    (row,) = rows((*HEADINGS, *names), (*CELLS, *cells))
    assert row.facts.get("enterprise") == enterprise
    assert len(row.remarks) == remarks
    for words in row.remarks:
        assert words.zh == "企业名称有两列，所填不同，均未采用；请只留一列"
    codes = ("企业代码甲", "收发货人代码", "电商企业代码")
    (row,) = rows((*HEADINGS, *codes), (*CELLS, "", "1", "2"))
    assert row.facts.get("enterprise_code") is None


def test_no_clause_reads_the_facts_that_may_occur_twice() -> None:
    read = {fact for finding in check({}).findings for fact in finding.facts}
    assert not read & readers_table._CARRIED
    assert {"note", "order_no", "goods_name", "sku"} <= readers_table._CARRIED


def test_columns_of_one_fact_reach_the_model_under_names_it_knows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever else a heading may be recognised by."""

    def wider(heading: object, _: object) -> str | None:
        return "exported_on" if "出口日期" in str(heading) else find_fact_of_heading(heading)

    monkeypatch.setattr("retax.desk.readers.table.find_fact_of_heading", wider)
    several = ("出口日期", "出口日期（甲）", "出口日期（乙）", "退运原因")
    (row,) = rows(several, ("a", "b", "c", "滞销"))
    assert row.facts["出口日期"] == "a"
    assert [*row.facts.values()] == ["a", "b", "c", "unsold"]
    assert {*map(find_fact_of_heading, row.facts)} == {"exported_on", "reason"}
    as_many_as_names = [f"出口日期{n}" for n in range(len(NAMES["exported_on"].names) + 1)]
    source([*HEADINGS, *as_many_as_names])
    with pytest.raises(DeskError, match="more than one column"):
        source([*HEADINGS, *as_many_as_names, "出口日期（丙）", "出口日期（丙）"])


def test_columns_of_the_users_own_are_carried_through() -> None:
    found = source((*HEADINGS, "颜色", "", "颜色", "结论"), (*CELLS, "红", 7, None, "符合"))
    assert found.headings == (*HEADINGS, "颜色", "", "颜色", "结论")
    assert found.unread == ("颜色", "颜色", "结论")
    (row,) = found.rows
    assert row.cells == (*CELLS, "红", 7, None, "符合")
    assert "颜色" not in row.facts


def test_answers_of_an_earlier_verdict_are_left_out() -> None:
    ours = tuple(words.zh for words in layout.ANSWER_HEADINGS)
    answers = tuple(f"答{number}" for number, _ in enumerate(ours))
    found = source(
        (*HEADINGS, "结论", *ours, "处理"),
        (*CELLS, "旧", *answers, "已办"),
        RowWithNotes([*CELLS[:2], MergedCell("滞销"), "", *answers, ""]),
        (*CELLS, "", *answers),
    )
    assert found.headings == (*HEADINGS, "结论", "处理")
    assert found.earlier == ours
    assert found.unread == ("结论", "处理")
    first, second, third = found.rows
    assert first.cells == (*CELLS, "旧", "已办")
    assert second.facts == third.facts == first.facts
    assert len(second.remarks) == 1


def test_a_group_over_its_parts_is_read_with_them() -> None:
    (row,) = rows(
        ("业务编号", "出口", "", "退运", "退运原因"),
        ("", "申报日期", "放行日期", "申报日期", ""),
        ("R-1", "2026-03-02", "2026-03-03", "2026-06-02", "滞销"),
    )
    assert row.number == 3
    assert [*row.facts] == [
        "reference",
        "declared_on",
        "released_on",
        "return_declared_on",
        "reason",
    ]


# -- rows -------------------------------------------------------------------------------------


def test_blank_rows_are_skipped_and_counted() -> None:
    blank: list[Sequence[object]] = [(), ("", None, " "), ("　", "", ""), ("\u200b", "\ufeff\xa0")]
    assert [row.number for row in rows(HEADINGS, CELLS, *blank, CELLS)] == [2, 7]


@walk_points(
    "first",
    [
        "合计",
        "合 计：",
        "小计",
        "总计:",
        " 共计",
        "本页合计",
        "合计数量",
        "Total",
        "GRAND TOTAL",
        "sum",
    ],
)
@walk_points("amount", [12, "12", FaultyCell("=SUM(E2:E3)", NEVER_COMPUTED), ""])
def test_totals_are_passed_over_with_a_word(first: str, amount: object) -> None:
    table = (*HEADINGS, "出口数量", "颜色")
    total = RowWithNotes([first, "", "", amount, 3])
    elsewhere = RowWithNotes(["", "", first, amount, ""])
    found = source(table, (*CELLS, 12, "红"), total, elsewhere)
    assert [row.number for row in found.rows] == [2]
    assert [remark.en for remark in found.remarks] == [
        "rows of totals are not read as goods: 2 (row 3, 4)"
    ]


@pytest.mark.parametrize(
    "cells",
    [
        ("合计", "9610", "", 12),
        ("合计", "", "滞销", 12),
        ("合计", RowWithNotes, "", 12),
        ("合计后退回", "", "", 12),
        ("R-1", "", "合计", 12),
        (7, "合计", "滞销", 12),
    ],
)
def test_goods_are_no_total_whatever_they_are_called(cells: Sequence[object]) -> None:
    fault = FaultyCell("#N/A", SPREADSHEET_ERROR)
    given = RowWithNotes([fault if cell is RowWithNotes else cell for cell in cells])
    found = source((*HEADINGS, "出口数量"), given)
    assert len(list(found.rows)) == 1
    assert found.remarks == ()


@pytest.mark.parametrize("number", [3, 3.0, "3", " 3 ", "3.0", "0000003"])
def test_rows_of_nothing_but_a_running_number_are_passed_over(number: object) -> None:
    found = source(("序号", *HEADINGS), (1, *CELLS), (number, "", "", ""), ("4", *CELLS))
    assert [row.number for row in found.rows] == [2, 4]


@pytest.mark.parametrize(
    "cells",
    [
        (3, "R-1", "", "", ""),
        (3, "", "", "", "x"),
        ("", "", "", "", "x"),
        ("A3", "", "", "", ""),
        ("291020260", "", "", "", ""),
        (True, "", "", "", ""),
    ],
)
def test_rows_that_hold_more_than_a_running_number_are_not(cells: Sequence[object]) -> None:
    assert len(rows(("序号", *HEADINGS, "颜色"), cells)) == 1


def test_a_row_of_a_running_number_and_an_error_is_refused() -> None:
    (row,) = rows(
        ("序号", *HEADINGS), RowWithNotes([3, "", FaultyCell("#N/A", SPREADSHEET_ERROR), ""])
    )
    assert row.refused


def test_hidden_rows_are_read_and_marked_and_counted() -> None:
    table = [HEADINGS, *[CELLS] * 3, ("", "", ""), (*CELLS, "x"), *[CELLS] * 6]
    found = read_grid(table, hidden_rows={0, 2, 4, 5, 7, 8, 9, 10, 99})
    numbers = [row.number for row in found.rows if any("隐藏" in r.zh for r in row.remarks)]
    assert numbers == [3, 6, 8, 9, 10, 11]
    assert [remark.zh for remark in found.remarks] == [
        "隐藏或筛选掉的 6 行也已读取（第 3、6、8、9、10 行等）"
    ]


def test_hidden_columns_that_tell_something_are_named() -> None:
    headings = ("退运原因", "商品破损", "使用情况", "颜色")
    found = read_grid(
        [headings, ("滞销", "", "", "红"), ("滞销", "", "未使用", "红")],
        hidden_columns={1, 2, 3, 9},
    )
    assert [dict(row.facts) for row in found.rows] == [
        {"reason": "unsold"},
        {"reason": "unsold", "use": "unused"},
    ]
    assert [remark.zh for remark in found.remarks] == ["隐藏的列也已读取：使用情况"]


def test_hidden_columns_stay_where_they_were_beside_earlier_answers() -> None:
    ours = tuple(words.zh for words in layout.ANSWER_HEADINGS)
    table = [("退运原因", *ours, "使用情况"), ("滞销", *ours, "未使用")]
    found = read_grid(table, hidden_columns={1, len(ours) + 1})
    list(found.rows)
    assert [remark.zh for remark in found.remarks] == ["隐藏的列也已读取：使用情况"]


def test_a_table_known_to_be_something_else_says_what_it_is() -> None:
    names = "return-date order-id sku asin fnsku quantity detailed-disposition reason"
    with pytest.raises(OtherReport, match="Amazon's report of customer returns"):
        source(names.split())


def test_decimals_may_follow_a_comma_where_the_option_is_given() -> None:
    table = (("退运原因", "出口数量"), ("滞销", "12,5"))
    (row,) = read_grid(table, decimal_comma=True).rows
    assert row.facts["exported_quantity"] == "12.5"


def test_a_row_of_noughts_is_not_blank() -> None:
    (row,) = rows(("商品破损", "是否食品"), (0, False))
    assert row.facts == {"damaged": False, "is_food": False}


def test_a_short_row_is_padded_to_the_headings() -> None:
    (row,) = rows((*HEADINGS, "颜色"), CELLS[:2])
    assert row.cells == ("R-1", "9610", "", "")
    assert "reason" not in row.facts


def test_headings_are_as_wide_as_the_sheet() -> None:
    found = source(HEADINGS, (*CELLS, "", "x"), width=5)
    assert found.headings == (*HEADINGS, "", "")
    assert next(iter(found.rows)).cells == (*CELLS, "", "x")


def test_a_row_longer_than_the_headings_is_refused() -> None:
    long, good, also_good = rows(HEADINGS, (*CELLS, "x"), CELLS, (*CELLS, "", " "))
    assert "4" in long.refused[0].zh
    assert (long.facts, long.cells) == ({}, CELLS)
    assert good.facts == also_good.facts != {}
    assert also_good.cells == CELLS


def test_a_cell_that_is_refused_refuses_its_row_only() -> None:
    bad, good = rows(("出口单证号", "退运原因"), (291020260000000123.0, "滞销"), ("", "滞销"))
    assert "文本格式" in bad.refused[0].zh
    assert bad.facts == {"reason": "unsold"}
    assert bad.cells == (291020260000000123.0, "滞销")
    assert good.refused == ()


def test_every_cell_that_is_refused_is_reported() -> None:
    (bad,) = rows(("出口单证号", "退运原因"), ("2.9E+17", "#N/A"))
    assert len(bad.refused) == 2


def test_what_was_mended_is_remarked() -> None:
    (row,) = rows(("商品编码", "出口日期"), (901.0, "2026-03-05 14:22:10"))
    assert [remark.en.split()[0] for remark in row.remarks] == ["hs_code", "exported_on"]
    assert row.refused == ()


def test_cells_of_blanks_tell_nothing() -> None:
    (row,) = rows(HEADINGS, ("  ", None, "滞销"))
    assert row.facts == {"reason": "unsold"}


# -- rows with odd cells ----------------------------------------------------------------------


def test_merged_cells_carry_their_value_down() -> None:
    (row,) = rows(HEADINGS, RowWithNotes([MergedCell("R-1"), MergedCell("9610"), "滞销"]))
    assert row.facts == {"reference": "R-1", "supervision_code": "9610", "reason": "unsold"}
    assert row.cells == CELLS
    assert len(row.remarks) == 2


def test_merged_cells_alone_make_no_row() -> None:
    assert (
        rows(HEADINGS, RowWithNotes([MergedCell("R-1"), FaultyCell("", SPREADSHEET_ERROR), ""]))
        == []
    )


def test_faults_refuse_the_row_only_in_columns_that_are_read() -> None:
    error = FaultyCell("#N/A", SPREADSHEET_ERROR)
    bad, good = rows(
        (*HEADINGS, "颜色"),
        RowWithNotes(["R-1", error, "滞销", "红"]),
        RowWithNotes([*CELLS, error]),
    )
    assert "监管方式代码" in bad.refused[0].zh
    assert bad.cells == ("R-1", "#N/A", "滞销", "红")
    assert good.refused == ()
    assert good.cells == (*CELLS, "#N/A")


def test_merged_headings_over_two_rows_are_read_with_those_beside_them() -> None:
    (row,) = rows(
        ("监管方式代码", "日期", ""),
        RowWithNotes([MergedCell("监管方式代码"), "出口申报日期", "出口日期"]),
        ("9610", "2026-03-02", "2026-03-04"),
    )
    assert set(row.facts) == {"supervision_code", "declared_on", "exported_on"}
