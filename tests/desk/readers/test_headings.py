from __future__ import annotations

from collections.abc import Sequence

import pytest

from retax.cells.cell import MERGED_COLUMNS, FaultyCell, MergedCell
from retax.desk.readers.headings import (
    Headings,
    count_fact_names,
    find_fact_of_heading,
    find_headings,
)
from retax.desk.source import DeskError
from retax.facts.name_matching import find_near_fact

HEADINGS = ("业务编号", "监管方式代码", "退运原因")
CELLS = ("R-1", "9610", "滞销")
BESIDE = FaultyCell("", MERGED_COLUMNS)


@pytest.mark.parametrize(
    ("heading", "fact"),
    [
        ("出口日期", "exported_on"),
        (" 出口日期 ", "exported_on"),
        ("出口\n日期", "exported_on"),
        ("　出口日期", "exported_on"),
        ("*商品破损", "damaged"),
        ("商品 破损 ＊", "damaged"),
        ("商品破损：", "damaged"),
        ("颜色*", None),
        ("*", None),
        ("exported_on", "exported_on"),
        ("invtNo", "export_entry"),
        ("颜色", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_a_heading_names_a_fact(heading: object, fact: str | None) -> None:
    assert find_fact_of_heading(heading) == fact


def test_a_heading_longer_than_any_name_is_none() -> None:
    assert find_fact_of_heading("\u0301" * 40_000) is None
    assert count_fact_names(["出口日期" + " " * 300, "出口日期", "出口日期"]) == 1


# -- which row --------------------------------------------------------------------------------


def test_the_row_that_names_the_most_facts_holds_the_headings() -> None:
    head = [("出口日期", "退运原因", ""), HEADINGS, CELLS]
    assert find_headings(head) == Headings(1, HEADINGS)


def test_one_name_is_enough_where_there_is_no_other_cell() -> None:
    assert find_headings([("退运原因",), ("滞销",)]) == Headings(0, ("退运原因",))
    assert find_headings([("退运原因", "颜色"), ("滞销", "红")]) is None
    assert find_headings([("标题",), ("滞销", "红")]) is None
    assert find_headings([]) is None


def test_names_of_facts_one_under_the_other_are_a_list_not_headings() -> None:
    assert find_headings([("退运原因",), ("使用情况",), ("备注",)]) is None
    assert find_headings([("退运原因",), ("reason",), ("滞销",)]) == Headings(1, ("reason",))


# -- groups over their parts ------------------------------------------------------------------

PARTS = ("业务编号", "出口申报日期", "出口放行日期", "退运申报日期", "退运原因")


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (
            ("业务编号", "出口", BESIDE, "退运", "退运原因"),
            (MergedCell("业务编号"), "申报日期", "放行日期", "申报日期", MergedCell("退运原因")),
        ),
        (
            ("业务编号", "出口", "", "退运", "退运原因"),
            ("", "申报日期", "放行日期", "申报日期", None),
        ),
        (
            ("业务编号", "出口", None, "退运"),
            ("", "申报日期", "放行日期", "申报\n日期", "退运原因"),
        ),
        (
            ("", "出口", BESIDE, "退运", BESIDE),
            ("业务编号", "申报日期", "放行日期", "申报日期", "原因"),
        ),
        (
            ("", "出口", "出口", "退运"),
            ("业务编号", "申报日期", "放行日期", "申报日期", "退运原因"),
        ),
    ],
)
@pytest.mark.parametrize("titles", [[], [("退运商品明细", BESIDE, BESIDE)], [(), ("制表",)]])
def test_a_group_and_its_part_are_one_name(
    upper: Sequence[object], lower: Sequence[object], titles: list[Sequence[object]]
) -> None:
    found = find_headings([*titles, upper, lower, CELLS])
    assert found is not None
    assert found.place == len(titles) + 1
    assert [find_fact_of_heading(text) for text in found.texts] == [
        find_fact_of_heading(part) for part in PARTS
    ]


def test_a_part_under_a_group_is_what_they_say_together() -> None:
    upper = ("监管方式代码", "出口", BESIDE, "退运", BESIDE, BESIDE)
    lower = ("", "报关单号", "申报日期", "报关单号", "申报日期", "颜色")
    found = find_headings([upper, lower])
    assert found is not None
    assert [find_fact_of_heading(text) for text in found.texts] == [
        "supervision_code",
        "export_entry",
        "declared_on",
        "return_entry",
        "return_declared_on",
        None,
    ]


@pytest.mark.parametrize("parts", [("情况", "说明"), ("是", "否"), ("有无", "备注")])
@pytest.mark.parametrize("group", ["商品破损", "破损情况"])
def test_a_part_under_a_group_that_tells_a_fact_is_no_column_of_the_users_own(
    parts: Sequence[str], group: str
) -> None:
    # In two rows of headings, and in one whose names are whole under their groups.
    for lower in (("申报日期", "放行日期"), ("出口申报日期", "出口放行日期")):
        found = find_headings([("监管方式", "出口", BESIDE, group, BESIDE), ("", *lower, *parts)])
        assert found is not None
        unread = [text for text in found.texts if text and find_fact_of_heading(text) is None]
        assert any(find_near_fact(text) == "damaged" for text in unread)


@pytest.mark.parametrize("beside", ["", BESIDE])
@pytest.mark.parametrize(
    ("group", "parts", "fact"),
    [
        ("破损", ("有", "无"), "damaged"),
        ("商品破损", ("是", "否"), "damaged"),
        ("是否破损", ("外观", "功能"), "damaged"),
        ("换标或更换包装", ("标签", "包装"), "repacked"),
        ("退货", ("件数", "重量"), "returned_quantity"),
        ("退运情况", ("数量", "单位"), "returned_quantity"),
        ("第二次退运", ("数量", "金额"), "returned_quantity"),
        ("出口情况", ("数量", "单位"), "exported_quantity"),
        ("出口日期", ("计划", "实际"), "exported_on"),
    ],
)
def test_a_group_over_two_of_many_whole_names_is_no_title(
    group: str, parts: Sequence[str], fact: str, beside: object
) -> None:
    names = (*HEADINGS, "企业名称", "商品名称")
    for upper in ((group, beside), (group, beside, "其他", "")):
        head = [("", "", "", "", "", *upper), (*names, *parts, "颜色", "店铺")]
        found = find_headings([*head, (*CELLS, "", "", "√", "")])
        assert found is not None
        assert found.texts[:5] == names
        assert [find_near_fact(text) for text in found.texts[5:]].count(fact) >= 1
        assert found.texts[-2:] == ("颜色", "店铺")


@pytest.mark.parametrize(
    "above",
    [
        ("破损商品退运明细", "", "", "", ""),
        ("", "破损商品退运明细", BESIDE, BESIDE, BESIDE),
        ("", "", BESIDE, "", ""),
        ("", "", "", "", "单位：元"),
    ],
)
def test_a_title_or_a_remark_above_the_headings_is_no_group_either(above: Sequence[object]) -> None:
    headings = (*HEADINGS, "店铺", "金额")
    assert find_headings([above, headings]) == Headings(1, headings)


QUANTITIES = ("监管方式代码", "退运原因", "出口数量", "退运数量")


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (("数量", BESIDE), ("出口", "退运")),
        (("数量", ""), ("出口", "退运")),
        (("数量", BESIDE), ("出口", "本次退运")),
        (("Quantity", BESIDE), ("Exported", "Returned")),
        (("数量（件）", BESIDE), ("出口", "退运")),
        (("数量 (pcs)", BESIDE), ("出口", "退运")),
    ],
)
@pytest.mark.parametrize("names", [("", ""), ("监管方式代码", "退运原因")])
def test_a_part_that_comes_before_its_group_in_a_name_is_read_with_it(
    upper: Sequence[object], lower: Sequence[object], names: Sequence[object]
) -> None:
    # The cells under a heading that is merged over two rows hold it once more, or nothing.
    found = find_headings([("监管方式代码", "退运原因", *upper), (*names, *lower), CELLS])
    assert found is not None
    assert found.place == 1
    assert [find_fact_of_heading(text) for text in found.texts] == [
        find_fact_of_heading(name) for name in QUANTITIES
    ]


@pytest.mark.parametrize("group", ["件数", "数量（箱）", "数量 (kg)"])
@pytest.mark.parametrize("beside", ["", BESIDE])
def test_a_part_near_a_fact_with_the_group_after_it_is_no_column_of_the_users_own(
    group: str, beside: object
) -> None:
    found = find_headings([(*HEADINGS, group, beside), ("", "", "", "出口", "退回"), CELLS])
    assert found is not None
    assert found.place == 1
    assert [find_near_fact(text) for text in found.texts[-2:]] == [
        "exported_quantity",
        "returned_quantity",
    ]


def test_what_came_back_before_is_no_column_of_the_users_own_under_quantities() -> None:
    upper, lower = ("数量", BESIDE, BESIDE), ("出口", "此前", "本次退运")
    found = find_headings([(*HEADINGS, *upper), ("", "", "", *lower), CELLS])
    assert found is not None
    assert [find_fact_of_heading(text) or find_near_fact(text) for text in found.texts[-3:]] == [
        "exported_quantity",
        "returned_before",
        "returned_quantity",
    ]


def test_words_in_the_cells_of_a_row_are_no_parts_of_the_headings_above_them() -> None:
    headings = ("业务编号", "监管方式", "原因", "情况", "数量")
    assert find_headings([headings, ("R-1", "9610", "退货", "破损", "12")]) == Headings(0, headings)
    assert find_headings([headings, ("R-2", "", "", "", "12件")]) == Headings(0, headings)


def test_a_heading_in_a_row_above_the_others_is_not_lost() -> None:
    found = find_headings([("甲", "", "", "破损情况"), (*HEADINGS, ""), (*CELLS, "是")])
    assert found == Headings(1, (*HEADINGS, "破损情况"))


def test_a_title_above_the_headings_is_no_group() -> None:
    title = ("破损商品退运明细", BESIDE, BESIDE, BESIDE)
    found = find_headings([title, (*HEADINGS, "店铺")])
    assert found == Headings(1, (*HEADINGS, "店铺"))


def test_a_part_to_the_right_of_a_group_that_may_be_either_fact_is_refused() -> None:
    upper = ("业务编号", "出口", "退运", "", "")
    lower = ("", "申报日期", "申报日期", "报关单号", "退运原因")
    with pytest.raises(DeskError) as raised:
        find_headings([upper, lower])
    assert "「退运」" in raised.value.words.zh
    assert "export_entry" in raised.value.words.en
    assert "return_entry" in raised.value.words.en


def test_one_row_is_taken_where_a_group_adds_nothing() -> None:
    assert find_headings([("退运", BESIDE, BESIDE), HEADINGS, CELLS]) == Headings(1, HEADINGS)
    assert find_headings([HEADINGS, ("", "", "滞销"), CELLS]) == Headings(0, HEADINGS)
    repeated = ("reference", "supervision_code", "reason")
    assert find_headings([HEADINGS, repeated, CELLS]) == Headings(1, repeated)


def test_what_is_blank_under_a_merged_group_has_no_name() -> None:
    upper = ("业务编号", "出口", BESIDE, "退运原因")
    found = find_headings([upper, ("", "申报日期", "", "")])
    assert found is not None
    assert found.texts == ("业务编号", "出口申报日期", "", "退运原因")
