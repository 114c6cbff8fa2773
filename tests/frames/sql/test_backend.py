"""The trees as SQL text, beside the same trees computed one by one."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import duckdb
import narwhals as nw
import polars as pl
import pytest

from frames.backends import in_polars
from retax import check, check_frame
from retax.frames.schema import match_columns
from retax.frames.sql.dialect import DUCKDB, SPARK, Dialect, write_constant
from retax.frames.sql.reader import SqlFacts
from retax.logic.compile_columns import ColumnPlan
from retax.logic.compile_python import compile_function
from retax.logic.expressions import (
    UNKNOWN,
    AddDays,
    AddMonths,
    Coalesce,
    Compare,
    Constant,
    Expression,
    Fact,
    IsKnown,
    IsTrue,
    NextWorkingDay,
    Subtract,
    When,
    YearStart,
    all_of,
    any_of,
    longest_prefix,
)

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.no_cover

Make = Callable[[pl.DataFrame], Any]


@pytest.fixture(params=["DuckDB", pytest.param("Spark", marks=pytest.mark.long)])
def engine(request: pytest.FixtureRequest) -> tuple[Make, Dialect]:
    """Return how a table is made, and how it is spoken to."""
    if request.param == "DuckDB":
        return lambda frame: duckdb.from_arrow(frame.to_arrow()), DUCKDB
    spark: SparkSession = request.getfixturevalue("spark")
    return lambda frame: spark.createDataFrame(frame.to_arrow()), SPARK


def selected(table: Any, columns: Sequence[str]) -> Any:
    if isinstance(table, duckdb.DuckDBPyRelation):
        return table.project(", ".join(columns))
    return table.selectExpr(*columns)


# -- trees ---------------------------------------------------------------------------------------

A, B, C = Fact("same_form"), Fact("processed"), Fact("damaged")
OUT, BACK = Fact("exported_on"), Fact("returned_on")
CODE, REASON, HS = Fact("supervision_code"), Fact("reason"), Fact("hs_code")
HELD, ENTRY = Fact("papers_held"), Fact("export_entry")
MANY, FEW = Fact("exported_quantity"), Fact("returned_quantity")
SCREEN = longest_prefix(HS, {"61": "x", "6109": "y", "09": "y"})

CONDITIONS: tuple[Expression, ...] = (
    A,
    B,
    C,
    IsKnown(OUT),
    IsKnown(REASON),
    IsKnown(HS),
    IsKnown(HELD),
    REASON.is_("unsold"),
    REASON.is_in("unsold", "recall", "other"),
    CODE.is_in("1210", "9610"),
    SCREEN.is_("y"),
    SCREEN.is_in("x", "y"),
    HELD.contains_any("export_list", "tax_certificate"),
    ENTRY.matches("[0-9]{8}E"),
    OUT <= BACK,
    Compare(BACK, "<", Constant(date(2026, 2, 28))),
    AddMonths(OUT, 6) <= BACK,
    NextWorkingDay(AddMonths(OUT, 6)) <= BACK,
    NextWorkingDay(OUT) < BACK,
    AddDays(OUT, 10) >= BACK,
    YearStart(ENTRY, 4) <= OUT,
    AddMonths(YearStart(ENTRY, 4), 13) <= BACK,
    IsKnown(YearStart(ENTRY, 4)),
    When(A, OUT, BACK) <= Constant(date(2025, 8, 31)),
    Constant(Decimal(12)) >= MANY + FEW,
    Subtract(MANY, FEW) < Coalesce(MANY, Constant(Decimal("0.5"))),
    Coalesce(A, B),
    UNKNOWN,
)

TYPES: Mapping[str, Any] = {
    "same_form": pl.Boolean,
    "processed": pl.Boolean,
    "damaged": pl.Boolean,
    "exported_on": pl.Date,
    "returned_on": pl.Date,
    "supervision_code": pl.String,
    "reason": pl.String,
    "hs_code": pl.String,
    "papers_held": pl.List(pl.String),
    "export_entry": pl.String,
    "exported_quantity": pl.Float64,
    "returned_quantity": pl.Int64,
}
MONTH_ENDS = (
    date(2025, 8, 28),
    date(2025, 8, 29),
    date(2025, 8, 31),
    date(2023, 8, 30),
    date(2026, 2, 28),
    date(2024, 2, 29),
    date(2025, 12, 31),
    date(2000, 1, 1),
    date(2199, 12, 31),
)
VALUES: Mapping[str, Sequence[Any]] = {
    "exported_on": MONTH_ENDS,
    "returned_on": (*MONTH_ENDS, date(2026, 3, 1), date(2026, 3, 2), date(2026, 6, 30)),
    "supervision_code": ("1210", "9610", "0110"),
    "reason": ("unsold", "recall", "refused"),
    "hs_code": ("6109100010", "6110", "090210", "9900000000"),
    "papers_held": ([], ["export_list"], ["match_record", "tax_certificate"]),
    "export_entry": ("29012026E000000016", "290120250000000017", "290120000000000017"),
    "exported_quantity": (10.5, 10.0, 0.0),
    "returned_quantity": (1, 2, 11),
}


def random_tree(draw: random.Random, depth: int) -> Expression:
    if depth == 0 or draw.random() < 0.2:
        return draw.choice(CONDITIONS)
    parts = [random_tree(draw, depth - 1) for _ in range(3)]
    trees: list[Expression] = [
        all_of(*parts),
        any_of(*parts),
        ~parts[0],
        IsTrue(parts[0]),
        IsKnown(parts[0]),
        When(*parts),
        Coalesce(*parts[:2]),
    ]
    return draw.choice(trees)


def random_row(draw: random.Random) -> dict[str, Any]:
    return {
        fact: None if draw.random() < 0.2 else draw.choice(VALUES.get(fact, (True, False)))
        for fact in TYPES
    }


def values_of(
    trees: Sequence[Expression], rows: Sequence[Mapping[str, Any]], engine: Any, days_off: Any
) -> list[tuple[Any, ...]]:
    """Compute trees over rows as SQL, step by step."""
    make, dialect = engine
    table = make(pl.DataFrame({f: [row[f] for row in rows] for f in TYPES}, schema=dict(TYPES)))
    told = match_columns(dict(nw.from_native(table).collect_schema()), "")
    facts = SqlFacts(told, dialect)
    steps = ColumnPlan(trees, facts, days_off, only_costly=True)
    for columns in (*facts.reading, *steps.steps):
        if columns:
            named = [f"{value} as {dialect.write_name(name)}" for name, value in columns.items()]
            table = selected(table, ["*", *named])
    last = [f"{steps.get_result(tree)} as t{at}" for at, tree in enumerate(trees)]
    return in_polars(selected(table, last)).rows()


@pytest.mark.parametrize(
    "days_off",
    [
        None,
        [],
        [date(2026, 2, 28) + timedelta(days=d) for d in range(4)],
        [date(2024, 1, 1), date(2025, 12, 31), date(2026, 1, 1), date(2200, 1, 1)],
    ],
    ids=str,
)
def test_random_trees_have_the_values_they_have_one_by_one(engine: Any, days_off: Any) -> None:
    draw = random.Random(f"{days_off}")
    trees = [*CONDITIONS[:-1], *(random_tree(draw, 4) for _ in range(40))]
    rows = [random_row(draw) for _ in range(300)]
    function = compile_function(trees, days_off)
    found = values_of(trees, rows, engine, days_off)
    assert {True, False, None} <= {value for values in found for value in values}
    for row, values in zip(rows, found, strict=True):
        papers = row["papers_held"]
        held = None if papers is None else frozenset(papers)
        amount = row["exported_quantity"]
        many = None if amount is None else Decimal(str(amount))
        facts = SimpleNamespace(**{**row, "papers_held": held, "exported_quantity": many})
        expected = function(facts, None)
        wrong = [t for t, one, other in zip(trees, values, expected, strict=True) if one != other]
        assert not wrong, (row, wrong[0])


def test_six_months_are_cut_to_the_end_of_the_month_on_every_day(engine: Any) -> None:
    days = [date(2023, 1, 1) + timedelta(days=at) for at in range(4 * 366)]
    rows = [dict.fromkeys(TYPES) | {"exported_on": day} for day in days]
    trees = [
        AddMonths(OUT, 6),
        AddMonths(OUT, 13),
        NextWorkingDay(AddMonths(OUT, 6)),
        NextWorkingDay(OUT),
    ]
    function = compile_function(trees)
    found = values_of(trees, rows, engine, None)
    for day, values in zip(days, found, strict=True):
        assert values == function(SimpleNamespace(exported_on=day), None), day


@pytest.mark.parametrize(
    "days_off",
    [
        [],
        [date(2025, 1, 1)],
        [date(2023, 1, 1) + timedelta(days=at) for at in range(20)],
        [date(2023, 12, 31), date(2024, 1, 1), date(2026, 1, 1), date(2026, 1, 2)],
        [date(2024, 1, 1), date(2024, 1, 2)],
        [date.min, date.max],
    ],
    ids=["none", "one", "many", "two years", "after a weekend", "far away"],
)
def test_in_a_year_without_rest_days_of_its_own_weekends_rest(engine: Any, days_off: Any) -> None:
    days = [date(2022, 12, 1) + timedelta(days=at) for at in range(4 * 366)]
    rows = [dict.fromkeys(TYPES) | {"exported_on": day} for day in days]
    trees = [NextWorkingDay(OUT), NextWorkingDay(AddMonths(OUT, 1))]
    function = compile_function(trees, days_off)
    found = values_of(trees, rows, engine, days_off)
    for day, values in zip(days, found, strict=True):
        assert values == function(SimpleNamespace(exported_on=day), None), day


def test_a_number_that_is_refused_has_no_year(engine: Any) -> None:
    entries = ["29012026E000000016", "2901", "x", "2901ABCDE000000016", "29010000000000001", None]
    rows = [dict.fromkeys(TYPES) | {"export_entry": entry} for entry in entries]
    found = values_of([YearStart(ENTRY, 4), IsKnown(YearStart(ENTRY, 4))], rows, engine, None)
    assert [year for year, _ in found] == [date(2026, 1, 1), *[None] * 5]


# -- texts -----------------------------------------------------------------------------------------

ODD = (
    "it's",
    'say "so"',
    "back`tick",
    "a\\b\\n",
    "滞销；",
    "a.b",
    "--",
    "{x}",
    "line\nbreak",
    "''",
    "%s",
)


@pytest.mark.parametrize("text", ODD)
def test_any_text_and_any_name_stay_what_they_are(engine: Any, text: str) -> None:
    make, dialect = engine
    table = make(pl.DataFrame({text: [text, "x"]}))
    column = dialect.write_name(text)
    is_it = f"{column} = {dialect.write_text(text)} as same"
    found = in_polars(selected(table, [f"{column}", is_it]))
    assert found.columns == [text, "same"]
    assert found.rows() == [(text, True), ("x", False)]


def test_items_are_taken_from_0_on_and_there_is_none_beyond(engine: Any) -> None:
    make, dialect = engine
    table = make(pl.DataFrame({"at": pl.Series([0, 2, 3, -1, None], dtype=pl.Int32)}))
    at = dialect.write_name("at")
    texts = dialect.get_item(dialect.write_texts(["a", None, "c"]), at)
    numbers = dialect.get_item(dialect.write_small_numbers([5, 6, 255]), at)
    found = in_polars(selected(table, [f"{texts} as one", f"{numbers} as two"]))
    assert found.rows()[:3] == [("a", 5), ("c", 255), (None, None)]
    assert found.rows()[4] == (None, None)


def test_names_have_numbers_and_weeks_begin_on_monday(engine: Any) -> None:
    make, dialect = engine
    days = [date(2026, 3, 2) + timedelta(days=at) for at in range(7)]
    words = ["滞销", "unsold", "UNSOLD", "", None, "?", "other"]
    table = make(pl.DataFrame({"day": days, "word": words}))
    weekday = dialect.find_weekday(dialect.write_name("day"))
    number = dialect.find_number(dialect.write_name("word"), {"滞销": 4, "unsold": 4, "other": 0})
    found = in_polars(selected(table, [f"{weekday} as one", f"{number} as two"]))
    assert found["one"].to_list() == [*range(7)]
    assert found["two"].to_list() == [4, 4, None, None, None, None, 0]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (0, "0"),
        (-2, "-2"),
        (Decimal("1E+2"), "100"),
        (date(2026, 2, 3), "date '2026-02-03'"),
    ],
)
def test_fixed_values_are_written_as_sql_reads_them(value: Any, text: str) -> None:
    assert str(write_constant(value)) == text


def test_categories_of_duckdb_get_the_answers_of_texts() -> None:
    told = {
        "supervision_code": ["9610", " 1210", "961", "", None],
        "gcode": ["0902100000", "6109.10", "61091", "", None],
        "退运原因": ["滞销", " Unsold", "?", "", None],
        "is_food": ["是", " N", "maybe", "", None],
    }
    rows = [dict(zip(told, values, strict=True)) for values in product(*told.values())]
    texts = duckdb.from_arrow(pl.DataFrame(rows).to_arrow())
    kinds = {name: str(tuple(words[:-1]))[1:-1] for name, words in told.items()}
    categories = texts.project(
        ", ".join(f'cast("{name}" as enum ({kind})) as "{name}"' for name, kind in kinds.items())
    )
    assert {str(kind)[:4] for kind in categories.types} == {"ENUM"}
    answers = [
        in_polars(check_frame(table, detail=True)).select(pl.col("^retax_.*$"))
        for table in (texts, categories)
    ]
    assert answers[0].equals(answers[1])


@pytest.mark.parametrize("detail", [False, True])
def test_nothing_but_the_answers_is_added_whatever_columns_are_called(detail: bool) -> None:
    own = {name: ["1"] for name in (*ODD, "item", "held", "decider")}
    frame = pl.DataFrame({"supervision_code": ["9610"], "papers_held": [["export_list"]], **own})
    judged = in_polars(check_frame(duckdb.from_arrow(frame.to_arrow()), detail=detail))
    assert judged.select(frame.columns).equals(frame)
    assert len(judged.columns) == len(frame.columns) + 7 + 15 * detail


@pytest.mark.parametrize("names", ["reason, 'recall' as reason", 'x, 1 as "X"'])
def test_two_columns_sql_cannot_tell_apart_are_refused(names: str) -> None:
    with pytest.raises(ValueError, match="one name in SQL"):
        check_frame(duckdb.sql(f"select 'unsold' as {names}"))


def test_rest_days_may_reach_to_the_end_of_all_days() -> None:
    days_off = [date.min, date(2026, 9, 7), date.max]
    row = {"supervision_code": "9610", "released_on": date(2026, 3, 7), "declared_on": None}
    relation = duckdb.from_arrow(pl.DataFrame([row]).to_arrow())
    (day,) = in_polars(check_frame(relation, days_off=days_off))["retax_last_day"]
    assert day == check(row, days_off=days_off).last_day


def test_conditions_on_one_fact_need_no_column() -> None:
    trees = [A & (OUT <= BACK), ~A | (OUT <= BACK), REASON.is_("other") & C, REASON.is_("other")]
    told = match_columns({name: nw.Boolean() for name in ("same_form", "damaged")}, "")
    told |= match_columns({"exported_on": nw.Date(), "returned_on": nw.Date()}, "")
    told |= match_columns({"reason": nw.String()}, "")
    steps = ColumnPlan(trees, SqlFacts(told, DUCKDB), None, only_costly=True)
    assert [len(columns) for columns in steps.steps] == [1]
