from __future__ import annotations

from datetime import date

import pytest

from retax.desk.judging.judge import validate_rows
from retax.desk.source import Row
from retax.desk.writers.json_as_table import MOST_OTHERS, as_table
from samples import ELIGIBLE


def test_every_fact_of_any_row_is_a_column_in_the_order_of_the_model() -> None:
    lines = list(
        validate_rows([Row(1, {"use": "unused"}), Row(2, {"reason": "unsold", "note": "x"})])
    )
    headings, rows = as_table(lines, "zh")
    assert headings == ("备注", "退运原因", "使用情况")
    assert [line.row.cells for line in rows] == [(None, None, "未使用"), ("x", "滞销", None)]


def test_words_are_in_the_language_and_days_stay_days() -> None:
    (line,) = validate_rows([Row(1, ELIGIBLE)])
    headings, (row,) = as_table([line], "en")
    told = dict(zip(headings, row.row.cells, strict=True))
    assert told["reason"] == "customer_return"
    assert told["released_on"] == date(2026, 3, 3)
    assert told["is_food"] == "no"


@pytest.mark.parametrize(("papers", "text"), [(["export_list", "x"], "export_list；x"), ([], "；")])
def test_the_papers_of_a_refused_row_are_one_text(papers: list[str], text: str) -> None:
    _, (row,) = as_table(
        list(validate_rows([Row(1, {"papers_held": papers, "hs_code": "7"})])), "zh"
    )
    assert row.row.cells == ("7", text)


def test_a_refused_row_keeps_what_it_stated() -> None:
    given = [Row(1, {"退运原因": "lost", "颜色": "红"}), Row(2, {}), Row(3, 7)]  # type: ignore[arg-type]
    headings, rows = as_table(list(validate_rows(given)), "zh")
    assert headings == ("退运原因", "颜色")
    assert [line.row.cells for line in rows] == [("lost", "红"), (None, None), (None, None)]


def test_of_names_that_are_no_fact_the_first_get_columns_and_the_others_are_counted() -> None:
    rows = [Row(n, {f"x{n}": 1, f"y{n}": 2}) for n in range(1, MOST_OTHERS)]
    headings, lines = as_table(list(validate_rows(rows)), "zh")
    assert len(headings) == MOST_OTHERS
    *_, last = lines
    assert "2 个名称" in last.row.remarks[0].zh
    assert "2 values" in last.row.remarks[0].en
