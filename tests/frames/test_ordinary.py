"""The ordinary route over tables: row for row what ``Verdict.ordinary`` says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
import pytest

from frames.backends import MAKE, Make, in_polars
from frames.rows import Row, frame_of, ordinary_answers_of, random_rows
from ordinary_cases import COMPLETE
from retax import ValidationError, check, check_frame
from retax.frames.query import WORTH_SMALLER_TREES
from sizes import mark_long

pytestmark = pytest.mark.no_cover

COLUMNS = ("retax_ordinary", "retax_ordinary_last_day", "retax_ordinary_missing", "retax_better")
EVERY_KIND = pytest.mark.parametrize("make", MAKE.values(), ids=MAKE)
ONE_OF_EACH_ENGINE = pytest.mark.parametrize(
    "make",
    [MAKE["polars"], *mark_long([MAKE["lazy polars"]]), MAKE["DuckDB"]],
    ids=["polars", "lazy", "DuckDB"],
)


def answer_by_line(row: Row, **options: Any) -> Mapping[str, Any]:
    try:
        verdict = check(row, **options)
    except ValidationError:
        return dict.fromkeys(COLUMNS)
    return ordinary_answers_of(verdict)


def assert_as_checked(rows: list[Row], make: Make, more: Mapping[str, Any], **options: Any) -> None:
    table = in_polars(check_frame(make(frame_of(rows)), ordinary=True, **more, **options))
    found = table.select(COLUMNS).iter_rows(named=True)
    for row, answers in zip(rows, found, strict=True):
        said = answer_by_line(row, **options)
        for name in COLUMNS:
            assert (answers[name] or None) == (said[name] or None), (row, name)


@EVERY_KIND
def test_rows_get_the_answers_of_the_ordinary_route(make: Make) -> None:
    assert_as_checked(random_rows(600, seed=39, strange=0.02), make, {})


@ONE_OF_EACH_ENGINE
@pytest.mark.parametrize(
    "options",
    [
        {"as_of": date(2026, 9, 1)},
        {"as_of": date(2024, 11, 30)},
        {"settled": {"39:import-taxes": "lenient", "export-date": "lenient"}},
        {"settled": {"39:import-taxes": "strict", "39:used": "lenient"}},
        {"known_on": date(2024, 4, 25), "as_of": date(2025, 1, 1)},
        {"known_on": date(2024, 4, 26)},
        {"days_off": []},
    ],
    ids=str,
)
def test_the_options_count_as_for_check(make: Make, options: dict[str, Any]) -> None:
    assert_as_checked(random_rows(250, seed=40), make, {}, **options)


@ONE_OF_EACH_ENGINE
def test_smaller_trees_give_the_same_answers(make: Make) -> None:
    assert_as_checked(random_rows(400, seed=41), make, {"rows": WORTH_SMALLER_TREES})


def test_the_rows_are_of_every_kind() -> None:
    rows = random_rows(600, seed=39, strange=0.02)
    said = Counter(answer_by_line(row)["retax_ordinary"] for row in rows)
    assert set(said) >= {None, "needs_review", "needs_facts", "ineligible"}
    assert {answer_by_line(row)["retax_better"] for row in rows} == {
        None,
        "announcement",
        "ordinary",
    }


@EVERY_KIND
def test_its_columns_come_after_those_of_the_verdict(make: Make) -> None:
    rows = random_rows(5, seed=42)
    plain = in_polars(check_frame(make(frame_of(rows))))
    beside = in_polars(check_frame(make(frame_of(rows)), ordinary=True))
    assert beside.columns == [*plain.columns, *COLUMNS]
    assert beside.select(plain.columns).equals(plain)


def test_with_detail_only_the_clauses_of_the_announcement_have_a_column() -> None:
    table = check_frame(pl.DataFrame({"reason": ["unsold"]}), ordinary=True, detail=True)
    assert [name for name in table.columns if name.startswith("retax_39")] == []
    assert "retax_1_code" in table.columns


def test_without_the_option_nothing_of_it_is_computed() -> None:
    table = check_frame(pl.DataFrame({"reason": ["unsold"]}))
    assert not set(COLUMNS) & set(table.columns)


@EVERY_KIND
def test_of_an_invalid_row_it_says_nothing(make: Make) -> None:
    frame = pl.DataFrame({"reason": ["unsold", "lost"], "cause": ["quality", "quality"]})
    table = in_polars(check_frame(make(frame), ordinary=True))
    assert table["retax_status"].to_list() == ["needs_facts", "invalid"]
    assert table["retax_ordinary"].to_list() == ["needs_facts", None]
    assert table["retax_better"].to_list() == ["announcement", None]


def test_a_complete_row_is_free_of_duty_where_the_import_taxes_follow() -> None:
    days = {name: value for name, value in COMPLETE.items() if isinstance(value, date)}
    words = {name: value for name, value in COMPLETE.items() if isinstance(value, str | bool)}
    frame = pl.DataFrame({name: [value] for name, value in {**words, **days}.items()})
    settled = {"39:import-taxes": "lenient"}
    (row,) = check_frame(frame, ordinary=True, settled=settled).iter_rows(named=True)
    assert (row["retax_status"], row["retax_ordinary"]) == ("ineligible", "eligible")
    assert (row["retax_better"], row["retax_ordinary_missing"]) == ("ordinary", "")
    assert row["retax_ordinary_last_day"] == date(2027, 3, 3)
