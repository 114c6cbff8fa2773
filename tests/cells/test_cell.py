from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from math import nan

import pytest

from retax.cells.cell import (
    SPREADSHEET_ERROR,
    FaultyCell,
    MergedCell,
    ParsedWithNote,
    make_parser,
    make_parser_of_odd_cells,
)
from retax.desk.writers.csv import write_csv_cell
from samples import ELIGIBLE, LIST_NUMBER, refusal, validate

DAY = date(2026, 1, 31)


def read(fact: str, cell: object) -> object:
    return make_parser(fact)(cell)


def remarked(fact: str, cell: object) -> tuple[object, str]:
    """Return the value of a cell and the remark on it; fails where there is none."""
    odd = read(fact, cell)
    assert isinstance(odd, ParsedWithNote)
    assert odd.refused is None
    assert odd.remark is not None
    assert odd.remark.en.startswith(fact)
    return odd.value, odd.remark.zh


def refused(fact: str, cell: object) -> str:
    odd = read(fact, cell)
    assert isinstance(odd, ParsedWithNote)
    assert (odd.value, odd.remark) == (None, None)
    assert odd.refused is not None
    assert odd.refused.en.startswith(fact)
    return odd.refused.zh


# -- texts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=1+1", "-5", "+", "@a", "'", "it's", "'quoted'"])
def test_a_text_that_a_csv_file_marks_as_none_of_a_formula_is_read_as_it_was(text: str) -> None:
    assert read("note", write_csv_cell(text)) == text
    assert read("note", text) == text


# -- days -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        datetime(2026, 1, 31),
        "2026-01-31",
        "2026/1/31",
        "2026-1-31",
        "2026.1.31",
        "2026年1月31日",
        "2026年1月31",
        "20260131",
        20260131,
        20260131.0,
        " 2026/1/31 ",
        "２０２６／１／３１",
        "　2026-01-31　",
        "'2026-01-31",
        '="2026-01-31"',
        "2026-01-31 00:00:00",
        "2026-01-31T00:00",
        "20260131000000",
    ],
)
def test_a_day_is_read_however_it_is_written(cell: object) -> None:
    assert read("declared_on", cell) == DAY
    assert type(read("declared_on", cell)) is date


@pytest.mark.parametrize(
    "cell",
    [
        datetime(2026, 1, 31, 14, 22, 10),
        "2026-01-31 14:22:10",
        "2026-01-31T14:22",
        "2026/1/31 0:05",
        "2026/1/31 2:22:10 PM",
        "2026/1/31 下午2:22",
        "2026年1月31日14时22分10秒",
        "2026年1月31日 14:22",
        "2026-01-31 14:22:10.123",
        "20260131142210",
        20260131142210,
        20260131142210.0,
    ],
)
def test_a_time_of_day_is_cut_with_a_remark(cell: object) -> None:
    value, remark = remarked("returned_on", cell)
    assert value == DAY
    assert "时刻" in remark
    assert "2026-01-31" in remark


@pytest.mark.parametrize("zone", ["Z", "+08:00", "+0800", " +08", "-05:00", " UTC", "z"])
@pytest.mark.parametrize("clock", ["00:00:00", "14:22:10", "14:22"])
def test_a_time_with_a_zone_is_refused(clock: str, zone: str) -> None:
    assert "北京时间" in refused("declared_on", f"2026-01-31T{clock}{zone}")


@pytest.mark.parametrize(
    "cell",
    [
        "1/2/2026",
        "31.01.2026",
        "2026-02-30",
        "2026-13-01",
        "2026-1/31",
        "26-01-31",
        "2026-01",
        "2026-01-314:22",
        "2026-01-31 24:00",  # the first of February, or a slip: one day may be one too late
        "2026-01-31 24:00:00",
        "20260131240000",
        "2026年1月31日24时00分",
        "2026-01-31 14:60",
        "2026-01-31 99:99",
        "36525",
        "109575",
        36525,
        109575,
        1,
        0.5,
        "Jan 31, 2026",
        "明天",
        "2026-01-31Z",
        time(14, 22),
        True,
        -20260131,
    ],
)
def test_what_may_be_another_day_is_left_to_the_model_which_refuses_it(cell: object) -> None:
    value = read("declared_on", cell)
    assert not isinstance(value, ParsedWithNote)
    assert refusal(declared_on=value).field == "declared_on"


@pytest.mark.parametrize("cell", [46053, 46053.0, 46053.5, "46053", "46053.0", " ４６０５３.75"])
def test_the_number_a_spreadsheet_keeps_for_a_day_is_refused_with_the_day(cell: object) -> None:
    assert "2026-01-31" in refused("declared_on", cell)


def test_numbers_of_days_are_those_of_the_years_that_are_accepted() -> None:
    assert "2000-01-01" in refused("declared_on", 36526)
    assert "2199-12-31" in refused("declared_on", 109574)


# -- numbers of papers ------------------------------------------------------------------------


def test_a_number_of_a_paper_stays_a_text() -> None:
    assert read("export_entry", LIST_NUMBER) == LIST_NUMBER
    assert read("export_entry", f" {LIST_NUMBER.lower()} ") == LIST_NUMBER
    assert read("export_entry", "'291020260000000123") == "291020260000000123"
    assert read("export_entry", 291020260000000123) == "291020260000000123"


@pytest.mark.parametrize("fact", ["export_entry", "return_entry"])
@pytest.mark.parametrize(
    "cell", [291020260000000123.0, 2.9102026e130, 1e15, "2.9102E+17", "2.91E+130", "3E+17"]
)
def test_a_number_that_lost_its_digits_is_refused_with_how_to_mend_it(
    fact: str, cell: object
) -> None:
    sentence = refused(fact, cell)
    assert "e+" not in sentence
    assert "文本格式" in sentence
    assert "原单证" in sentence


@pytest.mark.parametrize(
    ("cell", "shown"),
    [(310420260000012416.0, "3.1042E+17"), (3e17, "3E+17"), (-2.910e17, "-2.91E+17")],
)
def test_a_number_that_lost_its_digits_is_shown_as_a_spreadsheet_shows_it(
    cell: float, shown: str
) -> None:
    assert f"（{shown}）" in refused("export_entry", cell)


def test_the_first_number_beyond_fifteen_digits_is_refused() -> None:
    assert read("export_entry", 999_999_999_999_999.0) == "999999999999999"
    refused("export_entry", 1_000_000_000_000_000.0)


@pytest.mark.parametrize("cell", ["291020260000000000", 291020260000000000])
def test_a_number_that_ends_in_noughts_is_to_be_compared_with_the_paper(cell: object) -> None:
    value, remark = remarked("export_entry", cell)
    assert value == "291020260000000000"
    assert "核对" in remark


@pytest.mark.parametrize("cell", [True, 1.5, nan, DAY])
def test_what_is_no_number_of_a_paper_is_left_to_the_model(cell: object) -> None:
    assert refusal(export_entry=read("export_entry", cell)).field == "export_entry"


@pytest.mark.parametrize("fact", ["order_no", "tracking_no", "enterprise_code", "reference", "sku"])
@pytest.mark.parametrize("cell", [123456789012345678.0, "1.23457E+17"])
def test_of_facts_no_clause_reads_a_damaged_number_is_left_out(fact: str, cell: object) -> None:
    value, remark = remarked(fact, cell)
    assert value is None
    assert "未予采用" in remark


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (12.0, "12"),
        (12, "12"),
        (12.5, "12.5"),
        (True, "TRUE"),
        (DAY, "2026-01-31"),
        (time(14, 22), "14:22:00"),
        (Decimal("1.50"), "1.50"),
        (123456789012345678, "123456789012345678"),
        ('="0012"', "0012"),
        (" Ａ１ ", "Ａ１"),
        ("9610.0", "9610.0"),
        ("'90s toy", "'90s toy"),
        (nan, None),
        ("   ", None),
    ],
)
def test_a_text_is_what_the_cell_shows(cell: object, text: str | None) -> None:
    assert read("order_no", cell) == text


def test_what_is_no_text_is_left_to_the_model() -> None:
    assert refusal(note=read("note", ["a"])).field == "note"


# -- codes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell", [9610, 9610.0, "9610", "9610.0", " 9610 ", "９６１０", "'9610", '="9610"']
)
def test_a_code_may_be_a_number(cell: object) -> None:
    assert read("supervision_code", cell) == "9610"


@pytest.mark.parametrize("cell", [961, 961.5, True, "96 10", "9.61E+3"])
def test_what_is_no_code_is_left_to_the_model(cell: object) -> None:
    value = read("supervision_code", cell)
    assert refusal(supervision_code=value).field == "supervision_code"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (901, "0901"),
        (90121, "090121"),
        (9012100.0, "09012100"),
        (901210000, "0901210000"),
        (901210000123.0, "0901210000123"),
        ("901210000", "0901210000"),
    ],
)
def test_a_number_that_lost_its_leading_zero_gets_it_back_and_says_so(
    cell: object, code: str
) -> None:
    value, remark = remarked("hs_code", cell)
    assert value == code
    assert f"0{float(str(cell)):.0f}" in remark


@pytest.mark.parametrize("cell", ["090210000", "200811900", 200811900, 961, 96170, 9999999])
def test_a_zero_is_put_back_only_where_it_makes_a_heading_there_is(cell: object) -> None:
    assert read("hs_code", cell) == str(cell)
    assert "0" in refusal(hs_code=str(cell)).zh


@pytest.mark.parametrize("text", ["901", "90121", "9012100"])
def test_a_text_with_too_few_digits_is_left_to_the_model(text: str) -> None:
    assert "0" in refusal(hs_code=read("hs_code", text)).zh


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (9503, "9503"),
        (9503008900.0, "9503008900"),
        ("9503.00.89", "95030089"),
        ("9503 0089", "95030089"),
        ("9503008900.0", "9503008900"),
        (9503008900123, "9503008900"),
    ],
)
def test_a_whole_code_is_read_without_a_word(cell: object, code: str) -> None:
    assert read("hs_code", cell) == code


@pytest.mark.parametrize("cell", [901.211, 9503.0089, Decimal("901.211"), "901.211", "95.03"])
def test_a_code_that_became_a_number_with_decimals_is_refused(cell: object) -> None:
    """0901.2110 is coffee; without its zeros it reads 9012.11, which is not."""
    assert "文本格式" in refused("hs_code", cell)


def test_what_is_no_hs_code_is_left_to_the_model() -> None:
    assert refusal(hs_code=read("hs_code", DAY)).field == "hs_code"
    assert refusal(hs_code=read("hs_code", 95030089001)).field == "hs_code"


# -- yes and no, words, papers ----------------------------------------------------------------


@pytest.mark.parametrize("cell", [True, 1, 1.0, "是", "Y", "yes", "√", "✓", "１", "1.0", " 是　"])
def test_a_yes_is_read(cell: object) -> None:
    assert read("damaged", cell) is True


@pytest.mark.parametrize("cell", [False, 0, 0.0, "否", "N", "0", "0.0", "×"])
def test_a_no_is_read(cell: object) -> None:
    assert read("damaged", cell) is False


@pytest.mark.parametrize("cell", [2, 0.5, "有", "？", DAY, "未知"])
def test_what_is_neither_is_left_to_the_model(cell: object) -> None:
    assert refusal(damaged=read("damaged", cell)).field == "damaged"


def test_a_one_a_yes_and_a_text_are_kept_apart_in_memory() -> None:
    read_code = make_parser("supervision_code")
    assert [read_code(cell) for cell in (1, True, 1.0, "1")] == ["1", True, "1", "1"]


def test_words_are_those_of_the_model() -> None:
    assert read("reason", " 滞销 ") == "unsold"
    assert read("reason", "不明") == "不明"
    assert refusal(reason=read("reason", 3.0)).field == "reason"


@pytest.mark.parametrize("cell", ["出口报关单；返货协议", ["出口报关单", "return_agreement"]])
def test_papers_are_a_text_or_a_list(cell: object) -> None:
    assert read("papers_held", cell) == ["export_declaration", "return_agreement"]


# -- quantities -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "quantity"),
    [
        (3.0, "3"),
        (3, "3"),
        (0.1, "0.1"),
        (Decimal("2.50"), "2.50"),
        ("1,200", "1200"),
        ("1,234,567.5", "1234567.5"),
        ("１２", "12"),
        ("12.0", "12"),
        ("'12", "12"),
    ],
)
def test_a_quantity_is_exact(cell: object, quantity: str) -> None:
    goods = validate(exported_quantity=read("exported_quantity", cell))
    assert goods.exported_quantity == Decimal(quantity)


@pytest.mark.parametrize("cell", ["1,20", "12,00", "1,2000", "1.200,5", "12件", "-1", nan, True])
def test_what_is_no_plain_quantity_is_left_to_the_model(cell: object) -> None:
    value = read("exported_quantity", cell)
    assert refusal(exported_quantity=value).field == "exported_quantity"


@pytest.mark.parametrize(
    ("cell", "quantity"),
    [("12,5", "12.5"), ("0,125", "0.125"), ("1234,567", "1234.567"), (" １２，５", "12.5")],
)
def test_a_comma_before_decimals_is_remarked_where_files_have_them(
    cell: str, quantity: str
) -> None:
    odd = make_parser("exported_quantity", decimal_comma=True)(cell)
    assert isinstance(odd, ParsedWithNote)
    assert odd.value == quantity
    assert odd.remark is not None
    assert quantity in odd.remark.zh


@pytest.mark.parametrize("cell", ["1,234", "12.345", "100,000", "1.000"])
def test_a_comma_that_may_part_thousands_is_refused_where_files_have_decimals_after_it(
    cell: str,
) -> None:
    odd = make_parser("exported_quantity", decimal_comma=True)(cell)
    assert isinstance(odd, ParsedWithNote)
    assert odd.refused is not None
    assert cell in odd.refused.zh


@pytest.mark.parametrize("cell", [3, 2.5, "3", "2.5", "0.125", "1,234,567", "1,234.5", "1.234,5"])
def test_any_other_quantity_is_read_the_same_in_every_file(cell: object) -> None:
    read_there = make_parser("returned_quantity", decimal_comma=True)
    assert read_there(cell) == read("returned_quantity", cell)


@pytest.mark.parametrize("fact", ["exported_quantity", "export_item"])
@pytest.mark.parametrize("cell", ["1e50000000", "0e-50000000", "1E+999999999", "9" * 101])
def test_a_number_that_no_fact_can_be_is_refused_before_it_is_one(fact: str, cell: str) -> None:
    assert "指数" in refused(fact, cell)
    odd = make_parser(fact, decimal_comma=True)(cell.replace("e", ",5e"))
    assert isinstance(odd, ParsedWithNote)
    assert odd.refused is not None


@pytest.mark.parametrize("cell", [3, 3.0, "3", "3.0", "３", " 3 "])
def test_an_item_is_a_whole_number(cell: object) -> None:
    assert read("export_item", cell) == 3


# -- values longer than they can be -----------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "cell"),
    [
        ("declared_on", "\u0301" * 40_000),
        ("supervision_code", "\u0301" * 501),
        ("hs_code", "1" * 501),
        ("papers_held", "，" * 20_000),
        ("papers_held", ["返货协议"] * 101),
        ("note", "x" * 32_768),
    ],
)
def test_a_value_longer_than_it_can_be_is_refused(fact: str, cell: object) -> None:
    assert "过长" in refused(fact, cell)


# -- errors and merged cells ------------------------------------------------------------------


@pytest.mark.parametrize("fact", ["declared_on", "order_no", "use", "hs_code", "exported_quantity"])
@pytest.mark.parametrize("cell", ["#N/A", "#REF!", "#DIV/0!"])
def test_an_error_of_a_spreadsheet_is_refused(fact: str, cell: str) -> None:
    assert cell in refused(fact, cell)


def read_odd(fact: str, cell: object) -> object:
    return make_parser_of_odd_cells(fact, make_parser(fact))(cell)


def test_a_faulty_cell_is_refused_with_its_reason() -> None:
    odd = read_odd("use", FaultyCell("#NULL!", SPREADSHEET_ERROR))
    assert isinstance(odd, ParsedWithNote)
    assert odd.refused is not None
    assert odd.refused.zh.startswith("使用情况")
    assert "#NULL!" in odd.refused.zh


def test_a_merged_cell_has_the_value_of_its_first_row_and_says_so() -> None:
    odd = read_odd("use", MergedCell("已使用"))
    assert isinstance(odd, ParsedWithNote)
    assert odd.value == "used"
    assert odd.remark is not None
    assert "已使用" in odd.remark.zh


def test_a_merged_cell_that_is_odd_itself_says_that() -> None:
    assert read_odd("hs_code", MergedCell(901.0)) == read("hs_code", 901.0)


def test_a_merged_quantity_tells_nothing_of_its_rows() -> None:
    odd = read_odd("returned_quantity", MergedCell(3))
    assert isinstance(odd, ParsedWithNote)
    assert odd.refused is not None
    assert "取消合并" in odd.refused.zh


def test_a_plain_cell_among_odd_ones_is_read_as_ever() -> None:
    assert read_odd("use", "未使用") == "unused"


def test_the_facts_of_a_case_survive_being_cells() -> None:
    cells = {fact: make_parser(fact)(value) for fact, value in ELIGIBLE.items()}
    assert validate(**cells) == validate(**ELIGIBLE)


@pytest.mark.parametrize("hour", [0, 20])
def test_a_time_with_a_zone_is_refused_at_midnight_too(hour: int) -> None:
    read = make_parser("declared_on")(datetime(2026, 3, 5, hour, tzinfo=UTC))
    assert isinstance(read, ParsedWithNote)
    assert read.refused is not None
    assert "带有时区" in read.refused.zh
