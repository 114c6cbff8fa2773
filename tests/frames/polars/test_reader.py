"""Days in polars, beside the same days computed one by one."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from retax.frames.polars.reader import PolarsFacts
from retax.frames.schema import FactColumn
from retax.logic.compile_columns import ColumnPlan
from retax.logic.compile_python import compile_function
from retax.logic.expressions import (
    AddDays,
    AddMonths,
    Expression,
    Fact,
    IsKnown,
    NextWorkingDay,
    YearStart,
)

pytestmark = pytest.mark.no_cover

OUT, ENTRY = Fact("exported_on"), Fact("export_entry")
TOLD = {
    "exported_on": [FactColumn("exported_on", "exported_on", nw.Date())],
    "export_entry": [FactColumn("export_entry", "export_entry", nw.String())],
}


def values_of(trees: list[Expression], frame: pl.DataFrame, days_off: Any) -> list[tuple[Any, ...]]:
    facts = PolarsFacts(TOLD)
    steps = ColumnPlan(trees, facts, days_off)
    table = frame.lazy()
    for columns in (*facts.reading, *steps.steps):
        table = table.with_columns(**columns)
    return (
        table.select(**{str(at): steps.get_result(t) for at, t in enumerate(trees)})
        .collect()
        .rows()
    )


@pytest.mark.parametrize(
    "days_off",
    [
        None,
        [],
        [date(2025, 1, 1)],
        [date(2023, 1, 1) + timedelta(days=at) for at in range(20)],
        [date(2023, 12, 31), date(2024, 1, 1), date(2026, 1, 1), date(2026, 1, 2)],
        [date(2024, 1, 1), date(2024, 1, 2)],
        [date.min, date.max],
    ],
    ids=["weekends", "none", "one", "many", "two years", "after a weekend", "far away"],
)
def test_days_are_those_of_one_case(days_off: Any) -> None:
    days = [date(2022, 12, 1) + timedelta(days=at) for at in range(4 * 366)]
    days += [date(2000, 1, 1), date(2199, 12, 31)]
    trees = [
        NextWorkingDay(OUT),
        NextWorkingDay(AddMonths(OUT, 6)),
        AddMonths(OUT, 13),
        AddDays(OUT, 10),
    ]
    frame = pl.DataFrame({"exported_on": days, "export_entry": [None] * len(days)})
    function = compile_function(trees, days_off)
    found = values_of(trees, frame.cast({"export_entry": pl.String}), days_off)
    for day, values in zip(days, found, strict=True):
        assert values == function(SimpleNamespace(exported_on=day), None), day


def test_a_number_names_a_year_and_one_that_is_refused_none() -> None:
    entries = ["29012026E000000016", "290121990000000017", "2901", "x", "2901ABCDE000000016", None]
    trees = [YearStart(ENTRY, 4), AddMonths(YearStart(ENTRY, 4), 13), IsKnown(YearStart(ENTRY, 4))]
    frame = pl.DataFrame({"exported_on": [date(2026, 3, 2)] * 6, "export_entry": entries})
    assert values_of(trees, frame, None) == [
        (date(2026, 1, 1), date(2027, 2, 1), True),
        (date(2199, 1, 1), date(2200, 2, 1), True),
        *[(None, None, False)] * 4,
    ]
