from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from xlsxwriter import Workbook

from retax.desk.judging.summary import Result
from retax.desk.writers.workbook_styles import (
    CELL,
    FILLS,
    Cells,
    Formats,
    compute_display_width,
    compute_height,
    count_lines,
    make_writable,
)
from retax.facts.parse_value import LONGEST_TEXT

Read = Callable[[object], Any]


@pytest.fixture
def written(tmp_path: Path) -> Read:
    """Write one value into a cell and read the cell back."""

    def write_and_read(value: object) -> Any:
        workbook = Workbook(tmp_path / "one.xlsx")
        Cells(workbook.add_worksheet(), Formats(workbook), CELL).write(0, 0, value)
        workbook.close()
        return openpyxl.load_workbook(tmp_path / "one.xlsx").active["A1"]

    return write_and_read


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "http://a.cn", "{=1}", "0901", "#N/A"]
)
def test_text_stays_text_whatever_it_begins_with(written: Read, text: str) -> None:
    cell = written(text)
    assert cell.data_type in ("s", "inlineStr")
    assert unescape(cell.value) == text
    assert cell.hyperlink is None
    assert cell.number_format == "@"


@pytest.mark.parametrize("number", [0, -3, 2.5, Decimal("12.50"), 10**15 - 1, Decimal("0.1")])
def test_numbers_are_numbers(written: Read, number: Any) -> None:
    cell = written(number)
    assert cell.data_type == "n"
    assert cell.value == pytest.approx(float(number), rel=1e-15)


@pytest.mark.parametrize(
    "number",
    [
        291020260000000123,
        291020260000000000,
        10**400,
        Decimal("1234567890123456.5"),
        Decimal("0.1234567890123456789"),
        Decimal("1E+50000000"),
        Decimal("1E+1000000000"),
        Decimal("1E-50000000"),
        Decimal("0E-50000000"),
        Decimal("NaN"),
        float("nan"),
        float("inf"),
    ],
)
def test_a_number_whose_digits_a_cell_would_lose_is_text(written: Read, number: Any) -> None:
    cell = written(number)
    assert cell.data_type in ("s", "inlineStr")
    assert cell.value == str(number)


def test_an_answer_of_yes_or_no_is_one(written: Read) -> None:
    assert (written(True).data_type, written(True).value) == ("b", True)


# Workbooks take 1900 for a leap year.
EARLY_DAYS = [date(1900, 1, 15), date(1900, 3, 1), date(1900, 12, 31), date(1901, 1, 1)]


@pytest.mark.parametrize(
    ("value", "number_format"),
    [
        (date(2026, 3, 5), "yyyy-mm-dd"),
        (datetime(2026, 3, 5), "yyyy-mm-dd"),
        *((day, "yyyy-mm-dd") for day in EARLY_DAYS),
        (datetime(2026, 3, 5, 14, 22, 10), "yyyy-mm-dd hh:mm:ss"),
        (time(14, 22), "hh:mm:ss"),
        (timedelta(hours=30), "[h]:mm:ss"),
    ],
)
def test_days_and_times_are_cells_of_their_kind(
    written: Read, value: Any, number_format: str
) -> None:
    cell = written(value)
    assert cell.is_date
    assert cell.number_format == number_format
    if isinstance(value, date) and not isinstance(value, datetime):
        assert cell.value == datetime(value.year, value.month, value.day)
    else:
        assert cell.value == value


@pytest.mark.parametrize(
    "value",
    [
        date(1899, 12, 31),
        datetime(1850, 1, 1, 3, 4),
        datetime(1850, 1, 1),
        datetime(2026, 3, 5, 1, tzinfo=UTC),
        time(1, 2, tzinfo=UTC),
        timedelta(days=-1),
    ],
)
def test_what_the_calendar_of_workbooks_lacks_is_text(written: Read, value: Any) -> None:
    cell = written(value)
    assert cell.data_type in ("s", "inlineStr")
    assert cell.value == str(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (["a", "乙"], "a；乙"),
        (("a",), "a"),
        ({"k": 1}, "{'k': 1}"),
        (b"x", "b'x'"),
        ([True, 10**30, Decimal("1E+50000000"), None], f"True；{10**30}；1E+50000000；None"),
    ],
)
def test_what_has_no_kind_of_cell_is_written_as_text(written: Read, value: Any, text: str) -> None:
    assert written(value).value == text


@pytest.mark.parametrize("blank", [None, "", []])
def test_a_blank_stays_blank(written: Read, blank: object) -> None:
    assert written(blank).value is None


def test_a_text_too_long_for_a_cell_is_cut_and_shows_it(written: Read) -> None:
    cell = written("字" * (LONGEST_TEXT + 5))
    assert len(cell.value) == LONGEST_TEXT
    assert cell.value.endswith("字…")
    assert cell.number_format == "General"  # as text older Excel shows #####


def test_half_a_character_does_not_spoil_the_file(written: Read) -> None:
    assert written("a\ud83d字").value == "a\ufffd字"
    assert make_writable("😀") == "😀"


def test_every_result_has_a_fill_of_its_own() -> None:
    results = {*get_args(get_args(Result)[0]), "unreadable"}
    assert set(FILLS) == results
    assert len(set(FILLS.values())) == len(FILLS)


def test_a_format_is_made_once(tmp_path: Path) -> None:
    formats = Formats(Workbook(tmp_path / "none.xlsx"))
    assert formats.get({"bold": True}) is formats.get({}, bold=True)
    assert formats.get({"bold": True}, {"bold": False}) is formats.get(bold=False)


def test_a_chinese_character_is_two_narrow_ones_wide() -> None:
    assert compute_display_width("ab字") == 4
    assert compute_display_width("ab\n字字字") == 6
    assert compute_display_width("") == 0
    assert count_lines("", 10) == 1
    assert count_lines("a\n\nb", 10) == 3
    assert count_lines("字" * 20, 20) == 3
    assert compute_height(3) < compute_height(4) <= compute_height(1000) == 409
