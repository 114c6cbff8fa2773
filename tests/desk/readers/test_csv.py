from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from retax.desk import layout
from retax.desk.readers.csv import read_csv
from retax.desk.source import DeskError, Row
from sizes import walk_part_and_whole
from walks import walk_points
from work import count_calls

TEXT = "业务编号,监管方式代码,退运原因,颜色\r\nR-1,9610,滞销,红\r\nR-2,9710,退货,蓝\r\n"
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16")


def rows(text: str | bytes) -> list[Row]:
    return list(read_csv(io.BytesIO(text.encode() if isinstance(text, str) else text)).rows)


@walk_points("encoding", ENCODINGS)
@walk_points("separator", [",", ";", "\t"])
@walk_points("line_end", ["\r\n", "\n", "\r"])
def test_encoding_separator_and_line_ends_are_found_out(
    encoding: str, separator: str, line_end: str
) -> None:
    text = TEXT.replace(",", separator).replace("\r\n", line_end)
    source = read_csv(io.BytesIO(text.encode(encoding)))
    assert source.headings == ("业务编号", "监管方式代码", "退运原因", "颜色")
    assert source.unread == ("颜色",)
    assert [(row.number, dict(row.facts)) for row in source.rows] == [
        (2, {"reference": "R-1", "supervision_code": "9610", "reason": "unsold"}),
        (3, {"reference": "R-2", "supervision_code": "9710", "reason": "customer_return"}),
    ]


@pytest.mark.parametrize("order", ["le", "be"])
def test_utf_16_is_read_in_both_byte_orders(order: str) -> None:
    assert len(rows(("\ufeff" + TEXT).encode(f"utf-16-{order}"))) == 2


def test_rows_count_as_in_a_spreadsheet() -> None:
    text = '说明,,\n\nreason,note,use\n\n滞销,"one\ntwo",\n滞销,b,\n'
    assert [(row.number, row.facts["note"]) for row in rows(text)] == [(5, "one\ntwo"), (6, "b")]


def test_separators_within_quotation_marks_part_nothing() -> None:
    (row,) = rows('"reason";"note, more";"备注"\n滞销;x;"a;b ""c"""\n')
    assert row.facts == {"reason": "unsold", "note": 'a;b "c"'}


def test_a_quotation_mark_within_a_cell_stops_nothing() -> None:
    first, second = rows('reason,note\n滞销,5" monitor\n退货,"6" inch\n')
    assert first.facts["note"] == '5" monitor'
    assert second.facts == {"reason": "customer_return", "note": "6 inch"}


def test_a_separator_outside_quotation_marks_refuses_its_row_only() -> None:
    bad, good = rows("reason,note\n滞销,a,b\n滞销,a\n")
    assert bad.refused
    assert good.facts == {"reason": "unsold", "note": "a"}


# -- quotation marks ---------------------------------------------------------------------------

GOODS = ("业务编号", "退运原因", "使用情况", "备注")


def notes(text: str) -> list[object]:
    return [row.facts.get("note") for row in rows(text)]


def table(separator: str, *lines: str) -> str:
    return "\n".join([separator.join(GOODS), *lines]).replace("|", separator)


def test_in_files_of_tabs_a_quotation_mark_is_a_character() -> None:
    lines = ['1|滞销|未使用|"12寸 屏', "2|滞销|未使用|", '3|滞销|未使用|"退回', '4|滞销|未使用|5"']
    assert notes(table("\t", *lines)) == ['"12寸 屏', None, '"退回', '5"']


def test_in_files_of_tabs_a_cell_may_be_in_quotation_marks_as_a_whole() -> None:
    lines = ['"1"|"滞销"|"未使用"|"12"" 屏, 黑"', '2|滞销|未使用|"a" b', '3|滞销|未使用|""']
    assert notes(table("\t", *lines)) == ['12" 屏, 黑', '"a" b', None]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_in_files_of_tabs_a_cell_in_quotation_marks_may_go_on(line_end: str) -> None:
    headings = '业务编号|退运原因|"使用\n情况"|备注|颜色'.replace("|", "\t")
    lines = ['1|滞销|未使用|"a\n\n""b"""|红', '2|滞销|未使用|"c\nd"', "3|滞销|未使用||"]
    found = rows("\n".join([headings, *lines]).replace("|", "\t").replace("\n", line_end))
    assert [(row.number, row.facts.get("note")) for row in found] == [
        (2, 'a\n\n"b"'),
        (3, "c\nd"),
        (4, None),
    ]
    assert found[0].cells[-1] == "红"
    assert {row.facts["use"] for row in found} == {"unused"}


@pytest.mark.parametrize("rest", [["", ""], ["x"] * 150, ["x|y"], []])
def test_in_files_of_tabs_a_row_that_ends_within_a_cell_is_refused(rest: list[str]) -> None:
    text = table("\t", "1|滞销|未使用|a", '2|"滞销', *rest, "3|滞销|未使用|b")
    with pytest.raises(DeskError, match="row 3 has a quotation mark"):
        rows(text)


def test_in_files_of_tabs_an_endless_cell_is_refused() -> None:
    with pytest.raises(DeskError, match="row 2"):
        rows(table("\t", f"1|滞销|未使用|{'x' * 200_000}"))


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize(
    ("lines", "row"),
    [
        (['1|滞销|未使用|"12寸 屏', "2|滞销|未使用|", '3|滞销|未使用|"退回'], 2),
        (['1|滞销|未使用|"12寸 屏', '2|滞销|未使用|5"'], 2),
        (["1|滞销|未使用|", '"2|滞销|未使用|', "3|滞销|未使用|", '4|滞销"|未使用|'], 3),
        (['1|滞销|"未使用|', "2|滞销|未使用|", '3|"滞销|未使用|'], 2),
        (['"1|滞销|未使用|a', '2|滞销|未使用|b"'], 2),
        (['1|滞销|未使用|"a\nb"c'], 2),
    ],
)
def test_rows_within_a_cell_are_refused_with_the_row_they_begin_in(
    separator: str, lines: list[str], row: int
) -> None:
    with pytest.raises(DeskError, match=f"row {row} has a quotation mark that takes the rows"):
        rows(table(separator, *lines))


def test_a_cell_of_several_lines_is_one_cell() -> None:
    lines = [
        '1|滞销|未使用|"a, b\r\nc, d"',
        '2|滞销|未使用|"\n|\n|"',
        '3|滞销|"未使用"|"x ""y""\n"',
    ]
    assert notes(table(",", *lines)) == ["a, b\r\nc, d", ",\n,", 'x "y"']


def test_headings_of_several_lines_are_headings() -> None:
    (row,) = rows('"退运\n原因","使用\n情况"\n滞销,未使用\n')
    assert row.facts == {"reason": "unsold", "use": "unused"}
    assert rows('退运原因\n"滞销\n"\n')[0].facts == {"reason": "unsold"}


def test_a_row_without_end_is_refused() -> None:
    endless = '"' + "a\n" * 60_000 + '",'
    with pytest.raises(DeskError, match="row 2"):
        rows(table(",", endless * 10))
    with pytest.raises(DeskError, match="row 2"):
        rows(table(",", "x" * (2 << 20)))


# -- semicolons ---------------------------------------------------------------------------------


def test_decimals_after_a_comma_are_read_in_files_of_semicolons_with_a_remark() -> None:
    half, many, either = rows("退运原因;出口数量\n滞销;12,5\n滞销;1,234,567\n滞销;1,234\n")
    assert half.facts["exported_quantity"] == "12.5"
    assert "12.5" in half.remarks[0].zh
    assert (many.facts["exported_quantity"], many.remarks) == ("1234567", ())
    assert "千位" in either.refused[0].zh
    (row,) = rows('退运原因,出口数量\n滞销,"1,234"\n')
    assert row.facts["exported_quantity"] == "1234"


# -- rows, lines, encodings -----------------------------------------------------------------------


@walk_part_and_whole("many", 40, 80)
def test_many_headings_like_ours_are_no_more_work_than_as_many_others(many: int) -> None:
    def read(times: int) -> None:
        ours = [words.zh for words in layout.ANSWER_HEADINGS] * times
        source = read_csv(io.BytesIO(",".join(["退运原因", "使用情况", *ours]).encode()))
        assert len(source.earlier) == 20 * len(layout.ANSWER_HEADINGS)

    assert count_calls(lambda: read(2 * many)) < 2.5 * count_calls(lambda: read(many))


def test_an_open_quotation_is_reported_with_its_row_after_the_rows_before_it() -> None:
    text = "reason,note\n" + "滞销,a\n" * 30 + '滞销,"b\n滞销,c\n'
    walked: Iterator[Row] = iter(read_csv(io.BytesIO(text.encode())).rows)
    assert [next(walked).number for _ in range(30)] == list(range(2, 32))
    with pytest.raises(DeskError, match="row 32"):
        next(walked)


def test_the_last_line_needs_no_end() -> None:
    assert len(rows(TEXT.rstrip())) == 2
    assert rows('reason,note\n滞销,"b"')[0].facts["note"] == "b"


def test_large_files_are_looked_through_for_their_encoding() -> None:
    long = TEXT + "R-3,9810,滞销,绿\r\n" * 60_000
    assert len(rows(long.encode("gb18030"))) == 60_002
    with pytest.raises(DeskError, match="encoding"):
        rows(long.encode() + b"\xff\xff\xff")


def test_nul_characters_are_reported_wherever_they_are() -> None:
    far = TEXT + "R-3,9810,滞销,绿\r\n" * 60_000 + "\0"
    for raw in (far.encode(), ("\ufeff" + TEXT + "\0").encode("utf-16-le"), b"a\0b"):
        with pytest.raises(DeskError, match="NUL"):
            rows(raw)


def test_texts_that_keep_digits_are_unwrapped() -> None:
    (row,) = rows('商品编码,监管方式代码,订单号\n="0901210000",\'9610,="0012"\n')
    assert row.facts == {"hs_code": "0901210000", "supervision_code": "9610", "order_no": "0012"}


def test_cells_that_begin_like_formulas_are_texts() -> None:
    (row,) = rows("reason,note,=1+1\n滞销,=1+1,@x\n")
    assert row.facts["note"] == "=1+1"
    assert row.cells == ("滞销", "=1+1", "@x")
