from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desk.matching.files import NEW
from desk.run import run
from retax import QUESTIONS
from retax.desk.layout import AS_OF, SETTLED
from retax.desk.matching.layout import TABLES
from retax.desk.matching.template import FIELD_MEANS, TABLE_MEANS
from retax.desk.matching.vocabularies import get_field_label, get_vocabulary
from retax.matching.own_fields import OWN_FIELDS


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_blank_workbook_is_filled_in_and_matched(tmp_path: Path, lang: Any) -> None:
    done = run("template", "--match", "-o", "a.xlsx", "--lang", lang, cwd=tmp_path)
    assert (done.code, done.out) == (0, "a.xlsx\n")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    filled: dict[str, dict[str, object]] = {
        "exports": {"sku": "A", "exported_quantity": 5, "export_entry": NEW, "export_item": 1},
        "returned": {"sku": "A", "returned_quantity": 2, "export_entry": NEW, "export_item": 1},
        "traces": {"kind": {"zh": "批次号", "en": "lot"}[lang], "value": "L", "export_entry": NEW},
    }
    for table, values in filled.items():
        sheet = book[TABLES[table].name.text(lang)]  # type: ignore[index]
        fields = TABLES[table].columns  # type: ignore[index]
        assert [c.value for c in sheet[1]] == [get_field_label(f).text(lang) for f in fields]
        sheet.append([values.get(field) for field in fields])
    book.save(tmp_path / "a.xlsx")
    done = run("match", "a.xlsx", "-o", "out.xlsx", cwd=tmp_path)
    assert done.code == 3
    assert "共 1 行：资料待补 1" in done.err


def test_answers_of_customs_in_the_blank_workbook_count_as_options_do(tmp_path: Path) -> None:
    run("template", "--match", "-o", "a.xlsx", cwd=tmp_path)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    day = date(2026, 1, 4)  # six months on it is a Saturday
    filled: dict[str, dict[str, object]] = {
        "exports": {
            "sku": "A",
            "exported_quantity": 5,
            "export_entry": NEW,
            "export_item": 1,
            "supervision_code": "9810",
            "declared_on": day,
            "released_on": day,
            "exported_on": day,
            "is_food": "否",
        },
        "returned": {"sku": "A", "returned_quantity": 2, "returned_on": date(2026, 7, 6)},
    }
    for table, values in filled.items():
        fields = TABLES[table].columns  # type: ignore[index]
        book[TABLES[table].name.zh].append([values.get(field) for field in fields])  # type: ignore[index]
    book.save(tmp_path / "a.xlsx")
    given = ("--settle", "rest-day=lenient", "--as-of", "2026-07-20")
    assert run("match", "a.xlsx", "-o", "by_options.json", *given, cwd=tmp_path).code == 3
    run("match", "a.xlsx", "-o", "neither.json", cwd=tmp_path)
    answers = book[SETTLED.zh]
    asked = {str(row[0].value): row[1] for row in answers.iter_rows()}
    asked[AS_OF.zh].value = date(2026, 7, 20)
    asked[QUESTIONS["rest-day"].asks.zh].value = "从宽"
    book.save(tmp_path / "a.xlsx")
    assert run("match", "a.xlsx", "-o", "by_sheet.json", cwd=tmp_path).code == 3
    by_sheet, by_options, neither = (
        (tmp_path / f"{name}.json").read_text("utf-8")
        for name in ("by_sheet", "by_options", "neither")
    )
    assert by_sheet == by_options
    assert by_sheet != neither


def test_both_blank_workbooks_ask_for_the_same_answers_of_customs(tmp_path: Path) -> None:
    run("template", "--match", "-o", "match.xlsx", cwd=tmp_path)
    run("template", "-o", "check.xlsx", cwd=tmp_path)
    match, check = (
        openpyxl.load_workbook(tmp_path / name)[SETTLED.zh] for name in ("match.xlsx", "check.xlsx")
    )
    assert [*match.values] == [*check.values]
    assert match.max_row > 10
    for sheet in (match, check):
        (choice,) = sheet.data_validations.dataValidation
        assert choice.formula1 == '"从严,从宽"'


def test_the_blank_workbook_has_a_name_of_its_own(tmp_path: Path) -> None:
    assert run("template", "--match", cwd=tmp_path).out == "退运对应.xlsx\n"
    done = run("template", "--match", cwd=tmp_path)
    assert done.code == 2
    assert "已存在" in done.err


def test_a_blank_workbook_has_nothing_to_match(tmp_path: Path) -> None:
    run("template", "--match", cwd=tmp_path)
    done = run("match", "退运对应.xlsx", cwd=tmp_path)
    assert (done.code, done.err) == (2, "出口台账中没有数据行\n")


def test_every_column_is_a_field_of_its_table_and_every_field_has_its_words() -> None:
    for table, sheet in TABLES.items():
        names = get_vocabulary(table)
        for field in sheet.columns:
            assert field in (*sheet.record.OWN, *sheet.record.FACTS)
            assert names.find(get_field_label(field).zh) == field
            assert names.find(get_field_label(field).en) == field
        assert set(sheet.record.NEEDED) <= set(sheet.columns)
    assert set(FIELD_MEANS) == set(OWN_FIELDS)
    assert set(TABLE_MEANS) == set(TABLES)


def test_the_guide_explains_every_column(tmp_path: Path) -> None:
    run("template", "--match", "-o", "a.xlsx", cwd=tmp_path)
    guide = openpyxl.load_workbook(tmp_path / "a.xlsx")["填写说明"]
    rows = [*guide.iter_rows(values_only=True)][1:]
    assert len(rows) == len(TABLES) + sum(len(sheet.columns) for sheet in TABLES.values())
    assert all(row[3] for row in rows)
    needed = [(row[0], row[1]) for row in rows if row[2] == "必填"]
    assert ("出口台账", "货号") in needed
    assert ("对应记录", "凭据号") in needed


def test_one_blank_is_written_at_a_time(tmp_path: Path) -> None:
    done = run("template", "--bat", "--match", cwd=tmp_path)
    assert (done.code, done.err) == (2, "--bat 与 --match 不能同用；请分两次生成\n")
    assert [*tmp_path.iterdir()] == []
