from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from stdnum.cn import uscc

from desk.soffice import converted
from retax import Lang, ReturnedGoods, check
from retax.desk import layout
from retax.desk.judging.example_rows import EXAMPLES
from retax.desk.source import DeskError
from retax.desk.template.columns import TEMPLATE_COLUMNS
from retax.desk.template.guide import (
    describe_accepted_in_sheet,
    describe_blank,
    list_codes_asking,
)
from retax.desk.template.workbook import write_template
from retax.facts.catalogue import FACT_OF_NAME, NAMES
from retax.law.cross_border.presumptions import PRESUMPTIONS
from retax.law.cross_border.supervision_codes import SUPERVISION_CODES

LANGS: tuple[Lang, Lang] = ("zh", "en")


@pytest.fixture(scope="module", params=LANGS)
def lang(request: pytest.FixtureRequest) -> Lang:
    return "zh" if request.param == "zh" else "en"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, lang: Lang) -> Path:
    path = tmp_path_factory.mktemp("template") / "returns.xlsx"
    write_template(path, lang)
    return path


@pytest.fixture(scope="module")
def workbook(file: Path) -> Any:
    return openpyxl.load_workbook(file)


@pytest.fixture(scope="module")
def goods(workbook: Any, lang: Lang) -> Any:
    return workbook[layout.GOODS.text(lang)]


def headings(sheet: Any) -> dict[str, Any]:
    """Return every heading of the goods by the fact it names."""
    return {FACT_OF_NAME[cell.value]: cell for cell in sheet[1]}


def drop_downs(workbook: Any, sheet: Any) -> Mapping[str, list[str]]:
    """Return what each column offers, by the letter of the column."""
    offered = {}
    for validation in sheet.data_validations.dataValidation:
        if validation.type == "list":
            name, cells = validation.formula1.replace("'", "").split("!")
            values = [cell.value for cells in workbook[name][cells] for cell in cells]
            offered[str(validation.sqref).split("2:")[0].split("3:")[0]] = values
    return offered


# -- goods ------------------------------------------------------------------------------------


def test_every_heading_names_a_fact_and_every_fact_has_one(goods: Any) -> None:
    assert [FACT_OF_NAME[cell.value] for cell in goods[1]] == list(TEMPLATE_COLUMNS)
    assert set(TEMPLATE_COLUMNS) == set(NAMES)
    assert len(TEMPLATE_COLUMNS) == len(NAMES)


def test_chinese_headings_are_the_first_chinese_names(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx")
    heading, *_ = CalamineWorkbook.from_path(tmp_path / "t.xlsx").get_sheet_by_index(0).to_python()
    assert heading == [NAMES[fact].label.zh for fact in TEMPLATE_COLUMNS]


def test_the_examples_come_out_as_meant_when_read_back(file: Path) -> None:
    heading, *rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    assert len(rows) == len(EXAMPLES)
    verdicts = []
    for row, example in zip(rows, EXAMPLES, strict=True):
        read = ReturnedGoods.model_validate(dict(zip(heading, map(as_read, row), strict=True)))
        assert read == example
        assert "示例" in str(read.reference)
        verdicts.append(check(read))
    first, second = verdicts
    assert (first.status, first.actions, first.assumed) == ("eligible", (), ("domestic_on",))
    assert (second.status, second.asks) == ("conditional", ())
    assert [action.id for action in second.actions] == ["declare_return", "obtain:tax_certificate"]
    assert [v.facts.supervision_code for v in verdicts] == ["9610", "9810"]


def as_read(value: Any) -> Any:
    """Return a cell as the model takes it: whole numbers, and no time of day."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float) and value == int(value):
        return int(value)
    return value


def test_the_social_credit_code_of_the_example_checks() -> None:
    for example in EXAMPLES:
        assert uscc.is_valid(example.enterprise_code or "")


def test_every_word_a_drop_down_offers_is_accepted(workbook: Any, goods: Any) -> None:
    offered = drop_downs(workbook, goods)
    by_fact = {fact: offered.get(cell.column_letter) for fact, cell in headings(goods).items()}
    for fact, entry in NAMES.items():
        words = by_fact[fact]
        if entry.values is None and entry.kind not in ("yes_no", "code"):
            assert words is None
            continue
        assert words
        accepted = [getattr(ReturnedGoods.model_validate({fact: w}), fact) for w in words]
        whole = {"yes_no": 2, "code": len(SUPERVISION_CODES) + 1}.get(entry.kind, 0)
        assert len(set(accepted)) == (whole or len(entry.values or ()))


def test_only_a_text_with_one_word_is_insisted_on(goods: Any) -> None:
    letters = {cell.column_letter: fact for fact, cell in headings(goods).items()}
    for validation in goods.data_validations.dataValidation:
        fact = letters[str(validation.sqref).split("2:")[0]]
        shows_error = bool(validation.showErrorMessage)
        assert shows_error == (fact != "papers_held"), fact  # several may stand in one cell
        expected = "warning" if fact == "supervision_code" else None
        assert validation.errorStyle == expected, fact


def test_days_and_quantities_are_checked_as_they_are_typed(goods: Any) -> None:
    letters = {cell.column_letter: fact for fact, cell in headings(goods).items()}
    kinds = {
        letters[str(v.sqref).split("2:")[0]]: (v.type, v.operator, v.formula1)
        for v in goods.data_validations.dataValidation
    }
    for fact, entry in NAMES.items():
        if entry.kind == "day":
            assert kinds[fact][0] == "date"
            assert float(kinds[fact][2]) == 36526  # 2000-01-01
    assert kinds["returned_quantity"] == ("decimal", "greaterThan", "0")
    assert kinds["returned_before"] == ("decimal", "greaterThanOrEqual", "0")
    assert kinds["export_item"] == ("whole", "greaterThanOrEqual", "1")


def test_what_a_sheet_refuses_is_worded_as_the_sheet_takes_it(goods: Any, lang: Lang) -> None:
    letters = {cell.column_letter: fact for fact, cell in headings(goods).items()}
    for validation in goods.data_validations.dataValidation:
        fact = letters[str(validation.sqref).split("2:")[0]]
        assert (
            describe_accepted_in_sheet(fact)
            .text(lang)
            .startswith(validation.error.removesuffix("…"))
        )


def test_columns_keep_leading_zeros_and_long_numbers(goods: Any) -> None:
    for fact, cell in headings(goods).items():
        numbers = {"day": "yyyy-mm-dd", "quantity": "General", "count": "General"}
        expected = numbers.get(NAMES[fact].kind, "@")
        (blank,) = (
            dimension.number_format
            for dimension in [*goods.column_dimensions.values()]
            if dimension.min <= cell.column <= dimension.max
        )
        assert blank == expected, fact
        assert goods.cell(2, cell.column).number_format == expected, fact
    assert goods["D2"].value == "29102026E000000123"


def test_what_is_needed_has_its_own_colour_and_every_heading_says_what_it_asks(
    goods: Any, lang: Lang
) -> None:
    looks: dict[bool, set[str]] = {True: set(), False: set()}
    for fact, cell in headings(goods).items():
        for told in (NAMES[fact].help, describe_accepted_in_sheet(fact), describe_blank(fact)):
            assert told.text(lang) in cell.comment.text
        looks[len(list_codes_asking(fact)) == 4].add(cell.fill.fgColor.rgb)
    assert len(looks[True]) == 1
    assert looks[True].isdisjoint(looks[False])


def test_the_heading_stays_in_view(goods: Any) -> None:
    assert goods.freeze_panes == "B2"


# -- what is needed ---------------------------------------------------------------------------


def test_a_case_with_all_that_is_needed_asks_for_nothing_more() -> None:
    for example in EXAMPLES:
        code = example.supervision_code
        told = {f: getattr(example, f) for f in NAMES if code in list_codes_asking(f)}
        more = {"return_declared_on": told["return_declared_on"] or date(2026, 7, 21)}
        assert {ask.fact for ask in check({**told, **more}).asks} <= {"released_on"}


# -- batch, guide -----------------------------------------------------------------------------


def test_the_batch_sheet_tells_no_fact_until_it_is_filled(workbook: Any, lang: Lang) -> None:
    sheet = workbook[layout.BATCH.text(lang)]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert all(len(row) < 2 or row[1] in (None, "") for row in rows)
    (offered,) = drop_downs(workbook, sheet).values()
    assert [FACT_OF_NAME[name] for name in offered] == list(TEMPLATE_COLUMNS)


def test_the_guide_explains_every_column(workbook: Any, lang: Lang) -> None:
    sheet = workbook[layout.GUIDE.text(lang)]
    heading, *rows = sheet.iter_rows(values_only=True)
    assert len(heading) == 6
    assert [FACT_OF_NAME[row[0]] for row in rows] == list(TEMPLATE_COLUMNS)
    by_fact = {FACT_OF_NAME[row[0]]: row for row in rows}
    for presumption in PRESUMPTIONS:
        assert presumption.words.text(lang) in by_fact[presumption.fact][5]
    assert "1210" in by_fact["left_zone_on"][1]
    assert all(row[1] and row[2] and row[3] and row[5] for row in rows)


def test_the_list_of_choices_is_hidden(workbook: Any, lang: Lang) -> None:
    names = [layout.GOODS, layout.BATCH, layout.SETTLED, layout.GUIDE, layout.CHOICES]
    assert workbook.sheetnames == [name.text(lang) for name in names]
    assert [sheet.sheet_state for sheet in workbook] == ["visible"] * 4 + ["hidden"]


# -- the file ---------------------------------------------------------------------------------


def test_a_folder_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(DeskError):
        write_template(tmp_path / "no" / "t.xlsx")


def test_libreoffice_opens_it(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx")
    again = CalamineWorkbook.from_path(converted(tmp_path / "t.xlsx", "ods"))
    ours = CalamineWorkbook.from_path(tmp_path / "t.xlsx")
    assert again.get_sheet_by_index(0).to_python()[:3] == ours.get_sheet_by_index(0).to_python()[:3]
