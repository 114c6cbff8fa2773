from __future__ import annotations

from collections.abc import Sequence

import pytest

from retax.desk import columns
from retax.desk.cells import SPREADSHEET_ERROR, Fault, Spread
from retax.desk.rows import Row, Source, Unreadable
from retax.desk.tables import NoHeadings, OddCells, fact_of, heading_row, source_of_grid

HEADINGS = ("业务编号", "监管方式代码", "退运原因")
CELLS = ("R-1", "9610", "滞销")


def source(*rows: Sequence[object], width: int = 0) -> Source:
    return source_of_grid(rows, width)


def rows(*given: Sequence[object], width: int = 0) -> list[Row]:
    return list(source(*given, width=width).rows)


# -- headings ---------------------------------------------------------------------------------


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
        ("破损*", None),
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
    assert fact_of(heading) == fact


def test_titles_above_the_headings_are_passed_over() -> None:
    (row,) = rows(("退运商品明细",), (), ("制表：", "", "2026"), HEADINGS, CELLS)
    assert row.number == 5
    assert row.facts == {"reference": "R-1", "supervision_code": "9610", "reason": "unsold"}


def test_headings_are_looked_for_in_twenty_rows() -> None:
    titles = [("标题",)] * 19
    assert [row.number for row in rows(*titles, HEADINGS, CELLS, CELLS)] == [21, 22]
    with pytest.raises(NoHeadings, match="20 rows"):
        source(*titles, ("标题",), HEADINGS, CELLS)


def test_the_row_that_names_the_most_facts_holds_the_headings() -> None:
    assert heading_row([("出口日期", "退运原因", ""), HEADINGS, CELLS]) == 1


def test_headings_in_two_languages_stand_one_under_the_other() -> None:
    english = ("reference", "supervision_code", "reason")
    (row,) = rows(HEADINGS, english, CELLS)
    assert row.number == 3


def test_headings_repeated_further_down_lose_no_rows_above_them() -> None:
    numbers = [row.number for row in rows(HEADINGS, CELLS, CELLS, HEADINGS, CELLS)]
    assert numbers == [2, 3, 4, 5]


def test_one_name_is_enough_where_there_is_no_other_cell() -> None:
    assert heading_row([("退运原因",), ("滞销",)]) == 0
    assert heading_row([("退运原因", "颜色"), ("滞销", "红")]) is None
    assert heading_row([]) is None


def test_a_heading_twice_is_refused() -> None:
    with pytest.raises(Unreadable) as raised:
        source((*HEADINGS, " 退运\n原因"), (*CELLS, "退货"))
    assert "退运原因" in raised.value.words.zh


def test_a_heading_twice_is_refused_however_it_is_marked() -> None:
    with pytest.raises(Unreadable, match="more than one column"):
        source((*HEADINGS, "退运原因*"), (*CELLS, "召回"))


def test_a_marked_heading_is_told_to_the_model_without_its_mark() -> None:
    (row,) = rows((*HEADINGS, "监管方式*"), (*CELLS, "9610"))
    assert row.facts["监管方式"] == row.facts["监管方式代码"] == "9610"


def test_two_names_of_one_fact_are_for_the_model_to_weigh() -> None:
    (row,) = rows(("清单编号", "报关单号", "退运原因"), ("A", "B", "滞销"))
    assert row.facts == {"清单编号": "A", "报关单号": "B", "reason": "unsold"}


def test_columns_of_the_users_own_are_carried_through() -> None:
    found = source((*HEADINGS, "颜色", "", "颜色", "结论"), (*CELLS, "红", 7, None, "符合"))
    assert found.headings == (*HEADINGS, "颜色", "", "颜色", "结论")
    assert found.unread == ("颜色", "颜色", "结论")
    (row,) = found.rows
    assert row.cells == (*CELLS, "红", 7, None, "符合")
    assert "颜色" not in row.facts


def test_answers_of_an_earlier_verdict_are_left_out() -> None:
    ours = tuple(words.zh for words in columns.HEADINGS)
    answers = tuple(f"答{number}" for number, _ in enumerate(ours))
    found = source(
        (*HEADINGS, "结论", *ours, "处理"),
        (*CELLS, "旧", *answers, "已办"),
        OddCells([*CELLS[:2], Spread("滞销"), "", *answers, ""]),
        (*CELLS, "", *answers),
    )
    assert found.headings == (*HEADINGS, "结论", "处理")
    assert found.earlier == ours
    assert found.unread == ("结论", "处理")
    first, second, third = found.rows
    assert first.cells == (*CELLS, "旧", "已办")
    assert second.facts == third.facts == first.facts
    assert len(second.remarks) == 1


# -- rows -------------------------------------------------------------------------------------


def test_blank_rows_are_skipped_and_counted() -> None:
    blank: list[Sequence[object]] = [(), ("", None, " "), ("　", "", "")]
    assert [row.number for row in rows(HEADINGS, CELLS, *blank, CELLS)] == [2, 6]


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
    assert bad.facts == {}
    assert bad.cells == (291020260000000123.0, "滞销")
    assert good.refused == ()


def test_every_cell_that_is_refused_is_told() -> None:
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
    (row,) = rows(HEADINGS, OddCells([Spread("R-1"), Spread("9610"), "滞销"]))
    assert row.facts == {"reference": "R-1", "supervision_code": "9610", "reason": "unsold"}
    assert row.cells == CELLS
    assert len(row.remarks) == 2


def test_merged_cells_alone_make_no_row() -> None:
    assert rows(HEADINGS, OddCells([Spread("R-1"), Fault("", SPREADSHEET_ERROR), ""])) == []


def test_faults_refuse_the_row_only_in_columns_that_are_read() -> None:
    error = Fault("#N/A", SPREADSHEET_ERROR)
    bad, good = rows(
        (*HEADINGS, "颜色"),
        OddCells(["R-1", error, "滞销", "红"]),
        OddCells([*CELLS, error]),
    )
    assert "监管方式代码" in bad.refused[0].zh
    assert bad.cells == ("R-1", "#N/A", "滞销", "红")
    assert good.refused == ()
    assert good.cells == (*CELLS, "#N/A")


def test_merged_headings_over_two_rows_are_read_with_those_beside_them() -> None:
    (row,) = rows(
        ("监管方式代码", "日期", ""),
        OddCells([Spread("监管方式代码"), "出口申报日期", "出口日期"]),
        ("9610", "2026-03-02", "2026-03-04"),
    )
    assert set(row.facts) == {"supervision_code", "declared_on", "exported_on"}
