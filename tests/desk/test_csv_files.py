from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from retax.desk.csv_files import read_csv
from retax.desk.rows import Row, Unreadable

TEXT = "业务编号,监管方式代码,退运原因,颜色\r\nR-1,9610,滞销,红\r\nR-2,9710,退货,蓝\r\n"
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16")


def rows(text: str | bytes) -> list[Row]:
    return list(read_csv(io.BytesIO(text.encode() if isinstance(text, str) else text)).rows)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
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


def test_an_open_quotation_is_told_with_its_row_after_the_rows_before_it() -> None:
    text = "reason,note\n" + "滞销,a\n" * 30 + '滞销,"b\n滞销,c\n'
    walked: Iterator[Row] = iter(read_csv(io.BytesIO(text.encode())).rows)
    assert [next(walked).number for _ in range(30)] == list(range(2, 32))
    with pytest.raises(Unreadable, match="row 32"):
        next(walked)


def test_the_last_line_needs_no_end() -> None:
    assert len(rows(TEXT.rstrip())) == 2
    assert rows('reason,note\n滞销,"b"')[0].facts["note"] == "b"


def test_large_files_are_looked_through_for_their_encoding() -> None:
    long = TEXT + "R-3,9810,滞销,绿\r\n" * 60_000
    assert len(rows(long.encode("gb18030"))) == 60_002
    with pytest.raises(Unreadable, match="encoding"):
        rows(long.encode() + b"\xff\xff\xff")


def test_nul_characters_are_told_wherever_they_stand() -> None:
    far = TEXT + "R-3,9810,滞销,绿\r\n" * 60_000 + "\0"
    for raw in (far.encode(), ("\ufeff" + TEXT + "\0").encode("utf-16-le"), b"a\0b"):
        with pytest.raises(Unreadable, match="NUL"):
            rows(raw)


def test_texts_that_keep_digits_are_unwrapped() -> None:
    (row,) = rows('商品编码,监管方式代码,订单号\n="0901210000",\'9610,="0012"\n')
    assert row.facts == {"hs_code": "0901210000", "supervision_code": "9610", "order_no": "0012"}


def test_cells_that_begin_like_formulas_are_texts() -> None:
    (row,) = rows("reason,note,=1+1\n滞销,=1+1,@x\n")
    assert row.facts["note"] == "=1+1"
    assert row.cells == ("滞销", "=1+1", "@x")
