"""Amounts beside the facts of a file: read by every way in, and what they come to."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

import samples
from desk.run import run
from retax import Lang, check
from retax.cells.cell import MergedCell, ParsedWithNote
from retax.desk import DeskError, Row, layout, open_source, validate_rows
from retax.desk.readers.amount_cells import make_amount_parser
from retax.desk.readers.table import read_grid
from retax.desk.writers.fact_cells import write_fact_heading, write_fact_value
from retax.desk.writers.json_as_table import as_table
from retax.facts.model import ReturnedGoods
from retax.money import Amounts, stakes, worth

MONEY: Mapping[str, Any] = {"计税价格": "1,000.00", "关税税率": "10%", "增值税税率": "13%"}
"""243.00 if all taxes are levied."""

REVIEWED = samples.facts(reason="recall")
LANGS: tuple[Lang, Lang] = ("zh", "en")


def in_chinese(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts under their Chinese names, as a clerk's cells hold them."""
    goods = ReturnedGoods.model_validate(case)
    return {
        write_fact_heading(name, "zh"): write_fact_value(name, getattr(goods, name), "zh")
        for name in case
    }


def as_rows(cases: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    headings = [*dict.fromkeys(name for case in cases for name in case)]
    return [headings, *([case.get(name) for name in headings] for case in cases)]


def as_csv(file: Path, cases: Sequence[Mapping[str, Any]]) -> Path:
    with file.with_suffix(".csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(as_rows(cases))
    return file.with_suffix(".csv")


def as_workbook(file: Path, cases: Sequence[Mapping[str, Any]]) -> Path:
    book = openpyxl.Workbook()
    for row in as_rows(cases):
        book.active.append(row)
    book.save(file.with_suffix(".xlsx"))
    return file.with_suffix(".xlsx")


def as_parquet(file: Path, cases: Sequence[Mapping[str, Any]]) -> Path:
    headings, *rows = as_rows(cases)
    frame = pl.DataFrame(rows, schema=headings, orient="row", infer_schema_length=None)
    frame.write_parquet(file.with_suffix(".parquet"))
    return file.with_suffix(".parquet")


def as_json_lines(file: Path, cases: Sequence[Mapping[str, Any]]) -> Path:
    lines = [json.dumps(case, ensure_ascii=False, default=str) for case in cases]
    file.with_suffix(".jsonl").write_text("\n".join(lines), encoding="utf-8")
    return file.with_suffix(".jsonl")


WRITERS = pytest.mark.parametrize("write", [as_csv, as_workbook, as_parquet, as_json_lines])
Write = Callable[[Path, Sequence[Mapping[str, Any]]], Path]


def answers_of(file: Path, *options: str) -> list[dict[str, Any]]:
    return run("check", file, "--format", "jsonl", *options).objects()


# -- the way in -------------------------------------------------------------------------------


@WRITERS
def test_amounts_are_read_beside_the_facts_by_every_way_in(tmp_path: Path, write: Write) -> None:
    (told,) = answers_of(write(tmp_path / "goods", [{**in_chinese(REVIEWED), **MONEY}]))
    assert told["stakes"] == stakes(check(REVIEWED), MONEY).to_dict()
    assert told["stakes"]["total"] == "243.00"


@WRITERS
def test_an_amount_that_cannot_be_read_costs_its_row_the_sums_and_no_other_row(
    tmp_path: Path, write: Write
) -> None:
    good = {**in_chinese(REVIEWED), **MONEY}
    file = write(tmp_path / "goods", [good, {**good, "关税税率": "8"}, good])
    first, second, third = answers_of(file)
    assert first["stakes"] == third["stakes"]
    assert "stakes" not in second
    assert second["status"] == "needs_review"
    (zh,) = second["amounts_refused"]
    assert zh == "关税税率 “8”：请写 8% 或 0.08"
    (en,) = answers_of(file, "--lang", "en")[1]["amounts_refused"]
    assert en == "duty_rate is '8'; accepted is '8%' or 0.08"


def test_headings_are_read_in_english_with_units_and_under_their_other_names(
    tmp_path: Path,
) -> None:
    headings = ("Dutiable_Value", "duty_rate", "VAT rate (%)")
    for given in (dict(zip(headings, MONEY.values(), strict=True)), MONEY):
        case = {**samples.ELIGIBLE, **given}
        (told,) = answers_of(as_csv(tmp_path / "goods", [case]))
        assert told["stakes"]["total"] == "243.00"
    odd = dict(zip(("完税价格（元）", "关税率*", "增值税率（必填）"), MONEY.values(), strict=True))
    (told,) = answers_of(as_csv(tmp_path / "goods", [{**samples.ELIGIBLE, **odd}]))
    assert told["stakes"]["total"] == "243.00"


def test_a_cell_of_a_workbook_in_per_cent_is_the_rate_it_shows(tmp_path: Path) -> None:
    case = {**in_chinese(samples.ELIGIBLE), "计税价格": 1000, "关税税率": 0.1, "增值税税率": 0.13}
    (told,) = answers_of(as_workbook(tmp_path / "goods", [case]))
    assert told["stakes"]["total"] == "243.00"


@pytest.mark.parametrize(
    ("heading", "amount"),
    [("消费税", "消费税税率"), ("完税价格USD", "计税价格"), ("退税金额", "已退税额")],
)
def test_a_heading_near_an_amount_stops_a_file_with_amounts(
    tmp_path: Path, heading: str, amount: str
) -> None:
    rest = {name: value for name, value in MONEY.items() if name != amount}
    file = as_csv(tmp_path / "goods", [{**samples.ELIGIBLE, **rest, heading: "7"}])
    with pytest.raises(DeskError) as refused:
        open_source(str(file))
    assert f"列名「{heading}」与金额「{amount}」相近" in refused.value.words.zh
    assert f"the heading {heading!r} comes near the amount " in refused.value.words.en
    (row,) = open_source(str(file), carry=[heading]).rows
    assert len(row.amounts) == len(rest)


def test_beside_no_amounts_or_its_own_column_such_a_heading_is_the_users(tmp_path: Path) -> None:
    for more in ({"关税": "7"}, {**MONEY, "关税": "7"}):
        file = as_csv(tmp_path / "goods", [{**samples.ELIGIBLE, **more}])
        assert open_source(str(file)).unread == ("关税",)


def test_columns_of_amounts_are_no_longer_unread(tmp_path: Path) -> None:
    source = open_source(str(as_csv(tmp_path / "goods", [{**samples.ELIGIBLE, **MONEY}])))
    assert source.unread == ()


def grid(*rows: Sequence[object], **options: Any) -> Any:
    return read_grid([list(row) for row in rows], **options)


HEADINGS = ("监管方式代码", "退运原因")


def test_one_heading_twice_is_refused_and_two_names_are_weighed() -> None:
    with pytest.raises(DeskError, match="more than one column"):
        grid((*HEADINGS, "计税价格", "计税价格"), ("9610", "滞销", 1, 1))
    two = (*HEADINGS, "计税价格", "完税价格")
    for value, is_refused in ((100, False), (200, True)):
        (line,) = validate_rows(grid(two, ("9610", "滞销", 100, value)).rows)
        assert bool(line.refused_amounts) == is_refused


def test_sums_under_a_table_without_a_word_are_no_goods() -> None:
    source = grid(
        (*HEADINGS, "计税价格"), ("9610", "滞销", "12.5"), ("9610", "滞销", 1), ("", "", 13.5)
    )
    assert [row.amounts for row in source.rows] == [{"计税价格": "12.5"}, {"计税价格": 1}]
    assert source.noticed.totals.count == 1


def test_a_comma_may_be_a_decimal_point_in_amounts_too() -> None:
    table = ((*HEADINGS, "计税价格"), ("9610", "滞销", "12,5"), ("9610", "滞销", "1,000"))
    first, second = validate_rows(grid(*table, decimal_comma=True).rows)
    assert first.amounts == Amounts(dutiable_value=Decimal("12.50"))
    assert first.row.remarks[0].zh == "计税价格为12,5，逗号按小数点计：12.5"
    assert second.amounts is None
    assert second.refused_amounts[0].zh.startswith("计税价格为1,000，")
    assert second.has_amounts


def test_a_sum_merged_over_rows_is_refused_and_a_rate_is_that_of_each(tmp_path: Path) -> None:
    case = in_chinese(samples.ELIGIBLE)
    rows = [{**case, "计税价格": 1000, "关税税率": "10%", "增值税税率": 0.13}, case]
    book = openpyxl.load_workbook(as_workbook(tmp_path / "goods", rows))
    sheet = book.active
    letters = {cell.value: cell.column_letter for cell in sheet[1]}
    for heading in MONEY:
        sheet.merge_cells(f"{letters[heading]}2:{letters[heading]}3")
    book.save(tmp_path / "goods.xlsx")
    first, second = validate_rows(open_source(str(tmp_path / "goods.xlsx")).rows)
    assert first.amounts is not None
    assert second.amounts is None
    assert [words.zh for words in second.refused_amounts] == [
        "计税价格为合并单元格，各行金额无法区分；请取消合并后逐行填写"
    ]
    assert [remark.en for remark in second.row.remarks] == [
        "duty_rate is a merged cell; the value of its first row was taken: '10%'",
        "vat_rate is a merged cell; the value of its first row was taken: 0.13",
    ]


def test_a_merged_rate_that_is_no_value_and_a_formula_without_one_are_refused(
    tmp_path: Path,
) -> None:
    case = in_chinese(samples.ELIGIBLE)
    rows = [{**case, "关税税率": "#REF!", "计税价格": "=1+1"}, case]
    book = openpyxl.load_workbook(as_workbook(tmp_path / "goods", rows))
    (column,) = [cell.column_letter for cell in book.active[1] if cell.value == "关税税率"]
    book.active.merge_cells(f"{column}2:{column}3")
    book.save(tmp_path / "goods.xlsx")
    first, second = validate_rows(open_source(str(tmp_path / "goods.xlsx")).rows)
    assert any("计税价格为公式" in words.zh for words in first.refused_amounts)
    assert any("关税税率为表格的错误值" in words.zh for words in second.refused_amounts)
    assert first.goods is not None


def test_a_merged_text_that_is_a_spreadsheets_error_is_refused() -> None:
    read = make_amount_parser("vat_rate")
    value = read(MergedCell("#REF!"))
    assert isinstance(value, ParsedWithNote)
    assert value.refused is not None
    assert value.refused.zh == "增值税税率为表格的错误值 #REF!；请更正该单元格"


def test_one_of_a_pair_is_not_refused_as_alone_where_the_other_is_refused() -> None:
    row = Row(2, samples.ELIGIBLE, amounts={"退税率": "13%"}, refused_amounts=(_WHY,))
    (line,) = validate_rows([row])
    assert line.refused_amounts == (_WHY,)
    (line,) = validate_rows([Row(2, samples.ELIGIBLE, amounts={"退税率": "13%"})])
    assert "单独填写" in line.refused_amounts[0].zh


_WHY = layout.TAXES  # any words


def test_amounts_that_are_all_blank_are_none() -> None:
    (line,) = validate_rows([Row(2, samples.ELIGIBLE, amounts={"计税价格": None})])
    assert not line.has_amounts


def test_an_amount_that_contradicts_a_fact_costs_the_sums_alone(tmp_path: Path) -> None:
    case = {**samples.ELIGIBLE, **MONEY, "已退税额": "5"}
    (told,) = answers_of(as_csv(tmp_path / "goods", [case]))
    assert told["status"] == "eligible"
    assert "stakes" not in told
    assert "二者只能有其一" in told["amounts_refused"][0]


# -- the way out ------------------------------------------------------------------------------

FILE: tuple[Mapping[str, Any], ...] = (
    {**REVIEWED, **MONEY},
    {**samples.ELIGIBLE, **MONEY, "计税价格": "20.10"},
    {**samples.facts(use=None), **MONEY, "计税价格": "55"},
    {**samples.facts(export_refund="refunded"), **MONEY, "已退税额": "9.50"},
    {**samples.facts(use="used", cause="quality"), **MONEY},
    {**samples.facts(use="used", cause="none"), **MONEY, "计税价格": None},
    {**samples.ELIGIBLE, **MONEY, "关税税率": "8"},
    {**samples.ELIGIBLE},
    {
        **samples.facts(
            declared_on=date(2028, 3, 2),
            released_on=date(2028, 3, 3),
            exported_on=None,
            returned_on=date(2028, 7, 6),
            return_declared_on=date(2028, 7, 7),
        ),
        **MONEY,
    },
    {**samples.facts(hs_code="12"), **MONEY},
)


def pairs_of(cases: Sequence[Mapping[str, Any]]) -> list[tuple[Any, Any]]:
    """Pair the verdicts of a file with the amounts that count, the refused ones left out."""
    pairs = []
    for case in cases:
        if case.get("hs_code") == "12":
            continue
        money = {name: value for name, value in case.items() if name not in samples.ELIGIBLE}
        facts = {name: value for name, value in case.items() if name in ReturnedGoods.model_fields}
        money = {name: value for name, value in money.items() if name not in facts}
        if money.get("关税税率") == "8":
            money = {}
        pairs.append((check(facts, as_of=date(2028, 8, 1)), money))
    return pairs


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("money")
    file = as_csv(folder / "goods", FILE)
    done = run("check", file, "-o", folder / "结论.xlsx", "--as-of", "2028-08-01")
    assert done.code in (1, 2, 3, 4)
    return folder / "结论.xlsx"


def goods_of(file: Path, lang: Lang = "zh") -> list[dict[str, Any]]:
    headings, *rows = openpyxl.load_workbook(file)[layout.GOODS.text(lang)].iter_rows(
        values_only=True
    )
    return [dict(zip(headings, row, strict=True)) for row in rows]


def taxes_of(file: Path, lang: Lang = "zh") -> list[tuple[Any, ...]]:
    return [*openpyxl.load_workbook(file)[layout.TAXES.text(lang)].iter_rows(values_only=True)]


def test_each_row_has_the_taxes_involved_and_what_they_depend_on(verdicts: Path) -> None:
    rows = goods_of(verdicts)
    expected = [stakes(*pair) for pair in pairs_of(FILE)]
    for row, line in zip(rows, expected, strict=False):
        total = None if line.total is None else float(line.total)
        assert row["涉及税款"] == total
    first, _, third, fourth, fifth, sixth, seventh, eighth, ninth, last = (
        str(row["取决于"] or "") for row in rows
    )
    assert "按从严口径应缴 243.00，按从宽口径应缴 0.00" in first
    assert "口径：召回是否属于退货？（reason:recall）" in first
    assert "待补资料：使用情况" in third
    assert "出口退税需补缴：−9.50" in fourth
    assert "（39:used）" in fifth
    assert "缺少计税价格，不能计算" in sixth
    assert seventh.startswith("金额未采用：关税税率")
    assert eighth == "本行未填金额"
    assert "不等于不能免税" in ninth
    assert last == ""


def test_the_sheet_of_taxes_is_the_worth_of_the_file(verdicts: Path) -> None:
    found = worth(pairs_of(FILE))
    by_label = {row[0]: row for row in taxes_of(verdicts)}
    in_all = by_label["涉及税款（全部征税时）"]
    assert in_all[1:3] == (found.lines, float(found.total.amount))
    assert in_all[5] == f"另有 {found.total.without_figure} 行金额未知，未计入"
    assert by_label["应缴：口径均从严、资料均不利"][2] == float(found.due_strict.amount)
    assert by_label["需补缴或撤回的出口退税"][2] == float(found.repay.amount)
    assert "回运费用" not in by_label
    rows = goods_of(verdicts)
    assert in_all[2] == pytest.approx(sum(row["涉及税款"] or 0 for row in rows))
    for part in found.by_question:
        row = by_label[f"{part.question.asks.zh}（{part.question.id}）"]
        assert row[1:5] == (
            part.at_stake.lines,
            float(part.at_stake.amount),
            part.alone.lines,
            float(part.alone.amount),
        )
    assert by_label["使用情况"][1] == found.by_fact[0].at_stake.lines
    (no_answer,) = [row for row in taxes_of(verdicts) if row[5] == "无适用公告，应缴数无法判断"]
    assert no_answer[1:5] == (1, 243.0, None, None)
    assert by_label["缺少的金额"][1] == "计税价格（1 行）"
    assert by_label["未填或未采用金额的行"][1] == "2 行：原第 8、9 行"
    assert by_label["填写有误、没有结论的行（未计入）"][1] == "1 行：原第 11 行"


def test_the_taxes_have_native_charts_that_read_the_table(verdicts: Path) -> None:
    sheet = openpyxl.load_workbook(verdicts)[layout.TAXES.zh]
    by_status, undecided = sheet._charts
    (series,) = by_status.series
    rows = taxes_of(verdicts)
    at = next(at for at, row in enumerate(rows, start=1) if row[0] == "结论")
    statuses = len(worth(pairs_of(FILE)).by_status)
    assert series.val.numRef.f == f"{sheet.title}!$C${at + 1}:$C${at + statuses}"
    assert ["$E$" in one.val.numRef.f for one in undecided.series] == [True, False]
    assert ["$C$" in one.val.numRef.f for one in undecided.series] == [False, True]


def test_the_workbook_checked_again_says_the_same(verdicts: Path, tmp_path: Path) -> None:
    done = run("check", verdicts, "-o", tmp_path / "again.xlsx", "--as-of", "2028-08-01")
    assert "列判定结果（结论至适用公告）未带入" in done.err
    assert "未读取的工作表" not in done.err
    assert "未作为要素读取的列" not in done.err
    first, again = goods_of(verdicts), goods_of(tmp_path / "again.xlsx")
    assert [*first[0]] == [*again[0]]
    assert first == again
    assert taxes_of(verdicts) == taxes_of(tmp_path / "again.xlsx")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".json"])
def test_without_amounts_nothing_speaks_of_money(tmp_path: Path, suffix: str) -> None:
    blank = {**samples.ELIGIBLE, "计税价格": None, "关税税率": ""}
    file = as_csv(tmp_path / "goods", [blank])
    run("check", file, "-o", tmp_path / f"out{suffix}")
    if suffix == ".xlsx":
        book = openpyxl.load_workbook(tmp_path / "out.xlsx")
        assert layout.TAXES.zh not in book.sheetnames
        text = " ".join(goods_of(tmp_path / "out.xlsx")[0])
    else:
        text = (tmp_path / f"out{suffix}").read_text(encoding="utf-8-sig")
    assert "涉及税款" not in text
    assert "取决于," not in text
    assert "stakes" not in text


@pytest.mark.parametrize("lang", LANGS)
def test_csv_has_the_two_columns_too(tmp_path: Path, lang: Lang) -> None:
    file = as_csv(tmp_path / "goods", [{**REVIEWED, **MONEY}])
    out = run("check", file, "--format", "csv", "--lang", lang).out
    (row,) = csv.DictReader(io.StringIO(out))
    names = [layout.ANSWER_COLUMNS[id_].heading.text(lang) for id_ in ("taxes", "depends_on")]
    assert row[names[0]] == "243.00"
    assert "reason:recall" in row[names[1]]


def test_the_note_explains_the_sums_and_says_what_is_refused(tmp_path: Path) -> None:
    good = {**REVIEWED, **MONEY}
    file = as_csv(tmp_path / "goods", [good, {**good, "增值税税率": "17%"}])
    out = run("check", file, "--format", "note").out
    assert stakes(check(REVIEWED), MONEY).explain("zh") in out
    assert "增值税税率“17%”" in out


def test_json_becomes_a_workbook_and_a_table_with_its_amounts(tmp_path: Path) -> None:
    good = {**REVIEWED, "dutiable_value": 1000, "duty_rate": "10%", "vat_rate": "13%"}
    deductible = {**good, "vat_deductible": True}
    refused = {**good, "hs_code": "12", "vat_rate": "17%"}
    file = as_json_lines(tmp_path / "goods", [good, deductible, refused])
    run("check", file, "-o", tmp_path / "out.xlsx")
    run("check", file, "-o", tmp_path / "out.csv")
    first, second, third = goods_of(tmp_path / "out.xlsx")
    assert (first["计税价格"], first["涉及税款"]) == (1000, 243)
    assert second["进口环节增值税可抵扣"] == "是"
    assert (third["增值税税率"], third["涉及税款"]) == ("17%", None)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as lines:
        table = [*csv.DictReader(lines)]
    assert [row["计税价格"] for row in table] == ["1000.00", "1000.00", "1000"]
    assert [row["进口环节增值税可抵扣"] for row in table] == ["", "是", ""]
    for written in (tmp_path / "out.xlsx", tmp_path / "out.csv"):
        told = answers_of(written)
        assert [one.get("stakes", {}).get("total") for one in told] == ["243.00", "243.00", None]


def test_a_table_of_json_has_amounts_behind_the_facts() -> None:
    (line,) = validate_rows([Row(1, {"use": "unused"}, amounts={"完税价格": 5})])
    headings, (row,) = as_table([line], "en")
    assert headings == ("use", "dutiable_value")
    assert row.row.cells == ("unused", Decimal("5.00"))


def test_sums_that_no_cell_can_hold_are_written_out(tmp_path: Path) -> None:
    most = {"计税价格": "9999999999.99", "关税税率": "300%", "增值税税率": "13%"}
    case = {**REVIEWED, **most, "消费税税率": "99.9999%"}
    file = as_csv(tmp_path / "goods", [case])
    run("check", file, "-o", tmp_path / "out.xlsx")
    expected = stakes(check(REVIEWED), {**most, "消费税税率": "99.9999%"}).total
    assert expected is not None
    (row,) = goods_of(tmp_path / "out.xlsx")
    assert row["涉及税款"] == f"{expected:,.2f}"
    by_label = {row[0]: row for row in taxes_of(tmp_path / "out.xlsx")}
    assert by_label["涉及税款（全部征税时）"][2] == f"{expected:,.2f}"


def test_a_sum_of_which_no_line_is_known_is_empty(tmp_path: Path) -> None:
    file = as_csv(tmp_path / "goods", [{**samples.facts(use=None), "关税税率": "10%"}])
    run("check", file, "-o", tmp_path / "out.xlsx")
    by_label = {row[0]: row for row in taxes_of(tmp_path / "out.xlsx")}
    in_all = by_label["涉及税款（全部征税时）"]
    assert in_all[1:3] == (1, None)
    assert in_all[5] == "另有 1 行金额未知，未计入"
    assert by_label["使用情况"][2] is None


def test_the_last_days_are_listed_with_what_missing_them_costs(tmp_path: Path) -> None:
    case = {**samples.facts(reason="recall", export_refund="refunded"), **MONEY}
    file = as_csv(tmp_path / "goods", [case, case])
    run("check", file, "-o", tmp_path / "out.xlsx")
    by_label = {row[0]: row for row in taxes_of(tmp_path / "out.xlsx")}
    assert by_label["2026-09-03"][1:3] == (2, 486.0)
    assert by_label["缺少的金额"][1] == "已退税额（2 行）"


@pytest.mark.parametrize("lang", LANGS)
def test_a_file_in_which_nothing_is_open_has_the_first_chart_alone(
    tmp_path: Path, lang: Lang
) -> None:
    case = {**samples.ELIGIBLE, **MONEY}
    file = as_csv(tmp_path / "goods", [case])
    run("check", file, "-o", tmp_path / "out.xlsx", "--lang", lang)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")[layout.TAXES.text(lang)]
    assert len(sheet._charts) == 1
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)  # 1 is left out
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


# -- the blank workbook -----------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_the_blank_workbook_offers_the_amounts_where_asked_for(tmp_path: Path, lang: Lang) -> None:
    done = run("template", "--money", "-o", tmp_path / "blank.xlsx", "--lang", lang)
    assert done.code == 0
    book = openpyxl.load_workbook(tmp_path / "blank.xlsx")
    headings = [cell.value for cell in book[layout.GOODS.text(lang)][1]]
    amounts = [*Amounts.model_fields]
    offered = headings[-len(amounts) :]
    assert Amounts.model_validate(dict.fromkeys(offered)) == Amounts()
    assert len(set(offered)) == len(amounts)
    guide = [row[0] for row in book[layout.GUIDE.text(lang)].iter_rows(values_only=True)]
    assert guide[-len(amounts) :] == offered
    goods = book[layout.GOODS.text(lang)]
    for cell in goods[1][-len(amounts) :]:
        assert cell.comment.text
    first = goods.column_dimensions[goods[1][-len(amounts)].column_letter]
    before = goods.column_dimensions[goods[1][-len(amounts) - 1].column_letter]
    assert (first.outlineLevel, before.outlineLevel) == (1, 0)
    kinds = {str(v.sqref)[:2]: v.type for v in goods.data_validations.dataValidation}
    last = [kinds[cell.column_letter] for cell in goods[1][-len(amounts) :]]
    assert last.count("list") == 1
    assert last.count("decimal") == len(amounts) - 1


def test_a_blank_workbook_is_of_one_kind(tmp_path: Path) -> None:
    done = run("template", "--match", "--money", cwd=tmp_path)
    assert (done.code, done.err) == (2, "--match 与 --money 不能同用；请分两次生成\n")
    assert [*tmp_path.iterdir()] == []
