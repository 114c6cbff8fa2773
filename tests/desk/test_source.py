from __future__ import annotations

import pytest

from retax.cells.blank import is_blank
from retax.desk.source import Noticed, Source
from retax.words import Words


@pytest.mark.parametrize(
    "value", [None, "", " ", "　", "\xa0\t\r\n", "\u200b", "\ufeff \u2060", "\u3164", "\x00\x1f"]
)
def test_what_nobody_sees_is_blank(value: object) -> None:
    assert is_blank(value)


@pytest.mark.parametrize("value", [0, False, "0", "-", "\u200bx\u200b", [], "中"])
def test_what_tells_something_is_not_blank(value: object) -> None:
    assert not is_blank(value)


def test_nothing_is_remarked_of_a_file_of_which_nothing_is_noticed() -> None:
    assert Source(()).remarks == ()


def test_what_is_noticed_is_reported_one_sentence_each() -> None:
    noticed = Noticed(hidden_sheet="旧", hidden_columns=["备注", "货号"])
    for number in range(2, 9):
        noticed.totals.add(number)
    noticed.hidden_rows.add(3)
    assert noticed.describe() == (
        Words("工作表「旧」是隐藏的，其中各行也已读取", "sheet '旧' is hidden; its rows are read"),
        Words("隐藏的列也已读取：备注、货号", "hidden columns are read, too: 备注, 货号"),
        Words(
            "隐藏或筛选掉的 1 行也已读取（第 3 行）",
            "rows that are hidden or filtered out are read, too: 1 (row 3)",
        ),
        Words(
            "合计行未作为商品读取，共 7 行（第 2、3、4、5、6 行等）",
            "rows of totals are not read as goods: 7 (row 2, 3, 4, 5, 6 and more)",
        ),
    )
