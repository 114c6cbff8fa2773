from __future__ import annotations

from io import StringIO
from itertools import pairwise
from random import Random

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from retax.desk.console import make_cell
from retax.desk.line_breaks import find_line_ends


def lines(text: str, room: int) -> list[str]:
    ends = [0, *find_line_ends(text, room, cell_len), len(text)]
    return [text[a:b].rstrip() for a, b in pairwise(ends)]


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("退运进境，申报", 8, ["退运进", "境，申报"]),
        (
            "出口 200，累计退运 207，超出 7；本行",
            14,
            ["出口 200，累计", "退运 207，超", "出 7；本行"],
        ),
        ("余 22 天", 6, ["余 22", "天"]),
        ("已备，余 22 天", 10, ["已备，", "余 22 天"]),
        ("共12件", 4, ["共", "12件"]),
        ("「召回」属于退货", 6, ["「召", "回」属", "于退货"]),
        ("a plain sentence", 9, ["a plain", "sentence"]),
        ("31042026E000000123", 10, ["31042026E0", "00000123"]),
        ("号31042026E000000123", 10, ["号", "31042026E0", "00000123"]),
        ("", 5, [""]),
    ],
)
def test_lines_end_where_chinese_may_end(text: str, room: int, expected: list[str]) -> None:
    assert lines(text, room) == expected


def test_no_text_is_lost_and_no_line_is_too_wide_or_begins_with_a_comma() -> None:
    chance = Random(7)
    for _ in range(400):
        text = "".join(chance.choices("退运申报，、；（）12 a-", k=chance.randint(1, 60)))
        room = chance.randint(12, 40)
        parts = lines(text, room)
        assert "".join(parts).replace(" ", "") == text.replace(" ", "")
        assert all(cell_len(part) <= room for part in parts)


def test_a_cell_keeps_its_own_lines_and_its_style_and_may_be_kept_whole() -> None:
    console = Console(file=StringIO(), width=8)
    cell = make_cell("退运进境，申报\n\n完", "red")
    assert [line.plain for line in cell.wrap(console, 8)] == ["退运进", "境，申报", "", "完"]
    assert all(line.style == "red" for line in cell.wrap(console, 8))
    assert next(line.plain for line in cell.wrap(console, 8, no_wrap=True)) == "退运进境"
    right = make_cell("7").wrap(console, 3, justify="right")
    assert [line.plain for line in right] == ["  7"]
    assert isinstance(cell, Text)
