"""The same answers on a distributed engine: PySpark in local mode, which needs Java."""

from __future__ import annotations

import runpy
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pytest
from pyspark.sql import DataFrame, SparkSession

from frames import rows as rows_of
from frames.backends import answers_of, in_polars
from frames.rows import differences, frame_of, list_answers, plain_rows, random_rows
from retax import check, check_frame, match_frames

pytestmark = pytest.mark.no_cover


def table_of(spark: SparkSession, frame: pl.DataFrame) -> DataFrame:
    return spark.createDataFrame(frame.to_arrow())


@pytest.mark.parametrize(
    ("rows", "types"),
    [
        pytest.param(random_rows(400, seed=77, strange=0.01), rows_of.TYPES, id="as written"),
        pytest.param(
            plain_rows(400, seed=78),
            rows_of.PLAIN_TYPES,
            id="in the words of the model",
            marks=pytest.mark.long,
        ),
    ],
)
def test_rows_get_the_answers_of_check(
    spark: SparkSession, rows: list[rows_of.Row], types: dict[str, Any]
) -> None:
    table = check_frame(table_of(spark, frame_of(rows, types)), detail=True)
    wrong = next(differences(rows, list_answers(rows), iter(answers_of(table))), None)
    assert wrong is None, wrong


@pytest.mark.long
@pytest.mark.parametrize(
    "options",
    [
        {"as_of": date(2026, 9, 1), "settled": {"rest-day": "lenient"}},
        {
            "settled": {"export-date": "lenient", "return-date": "lenient"},
            "days_off": [date(2026, 9, day) for day in range(1, 12)],
            "known_on": date(2026, 2, 8),
        },
    ],
    ids=str,
)
def test_the_options_count_as_for_check(spark: SparkSession, options: dict[str, Any]) -> None:
    rows = random_rows(400, seed=11)
    table = check_frame(table_of(spark, frame_of(rows)), **options)
    wrong = next(differences(rows, list_answers(rows, **options), iter(answers_of(table))), None)
    assert wrong is None, wrong


@pytest.mark.long
def test_nothing_is_collected_and_a_spark_frame_comes_back(spark: SparkSession) -> None:
    table = table_of(spark, frame_of(random_rows(3, seed=1)))
    jobs = spark.sparkContext.statusTracker().getJobIdsForGroup(None)
    judged = check_frame(table)
    assert spark.sparkContext.statusTracker().getJobIdsForGroup(None) == jobs
    assert isinstance(judged, DataFrame)
    assert judged.columns == [*table.columns, *rows_of.ANSWERS]


@pytest.mark.long
def test_days_may_be_texts_as_check_reads_them(spark: SparkSession) -> None:
    texts = ["2026-03-02", "20260302", " 2026-03-02\t", "", None, "2026-3-2", "2026-02-30"]
    rows = [{"declared_on": text} for text in [*texts, "20260230", "1999-12-31", "x", "2026"]]
    table = check_frame(table_of(spark, pl.DataFrame(rows)))
    assert next(differences(rows, list_answers(rows), iter(answers_of(table))), None) is None


@pytest.mark.long
def test_odd_codes_and_numbers_get_the_answers_of_check(spark: SparkSession) -> None:
    told = {
        "hs_code": [*rows_of.HS_CODES, None],
        "supervision_code": [*rows_of.CODES, None],
        "attribution": ["none", "None", " none ", "无法对应", "Traced", None],
        "清单编号": [*rows_of.EXPORT_ENTRIES, None],
    }
    longest = max(map(len, told.values()))
    filled = {name: values + [None] * (longest - len(values)) for name, values in told.items()}
    rows: list[rows_of.Row] = [
        {**dict.fromkeys(told), name: v} for name in told for v in told[name]
    ]
    rows += [dict(zip(filled, drawn, strict=True)) for drawn in zip(*filled.values(), strict=True)]
    items = ["1", "2", "01", "x"] * len(rows)
    rows = [{**row, "export_item": item} for row, item in zip(rows, items, strict=False)]
    table = check_frame(
        table_of(spark, pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String)))
    )
    wrong = next(differences(rows, list_answers(rows), iter(answers_of(table))), None)
    assert wrong is None, wrong


@pytest.mark.long
def test_a_name_near_that_of_a_fact_is_refused(spark: SparkSession) -> None:
    table = spark.createDataFrame([("yes",)], "damage string")
    with pytest.raises(ValueError, match="'damaged'"):
        check_frame(table)
    assert check_frame(table, unread="carry").columns == ["damage", *rows_of.ANSWERS]


@pytest.mark.long
def test_papers_may_be_lists_and_columns_have_any_name(spark: SparkSession) -> None:
    papers = [["自我声明", "export_list"], [], None, ["x"], [None]]
    frame = pl.DataFrame(
        {"papers_held": papers, "item": range(5), "held": range(5), "a `b`.c 'd' \\n": range(5)}
    )
    judged = in_polars(check_frame(table_of(spark, frame)))
    assert [s == "invalid" for s in judged["retax_status"]] == [False] * 3 + [True] * 2
    assert judged.select(frame.columns).equals(frame)


@pytest.mark.long
def test_a_datetime_is_a_day_at_midnight_only(spark: SparkSession) -> None:
    days = [datetime(2026, 3, 2), datetime(2026, 3, 2, 0, 0, 1), None]
    table = spark.createDataFrame([(day,) for day in days], "declared_on timestamp_ntz")
    judged = in_polars(check_frame(table))
    assert judged["retax_announcement"].to_list() == ["2026-16", None, None]


@pytest.mark.long
@pytest.mark.parametrize(
    ("values", "bad"),
    [
        (pl.Series([1.5, 0.0, -1.0, float("nan"), float("inf"), 1e24, None]), 5),
        (pl.Series([3, 0, -1, 2**63 - 1, None]), 3),
        (pl.Series([3, 0, None], dtype=pl.Int8), 1),
        (pl.Series(["1.50", "0.00", "-1.00", None]).cast(pl.Decimal(10, 2)), 2),
    ],
    ids=["float", "int", "int8", "decimal"],
)
def test_quantities_are_any_numbers(spark: SparkSession, values: pl.Series, bad: int) -> None:
    frame = values.alias("returned_quantity").to_frame()
    judged = in_polars(check_frame(table_of(spark, frame)))
    assert (judged["retax_status"] == "invalid").sum() == bad


@pytest.mark.long
def test_days_far_away_stop_no_row(spark: SparkSession) -> None:
    table = spark.sql("select date_from_unix_date(2147483647) released_on, '9610' supervision_code")
    (answers,) = answers_of(check_frame(table.select("released_on", "supervision_code")))
    assert (answers["retax_status"], answers["retax_decided_by"]) == ("invalid", "released_on")


@pytest.mark.long
def test_the_ordinary_route_is_judged_as_check_judges_it(spark: SparkSession) -> None:
    rows = random_rows(300, seed=12)
    table = in_polars(check_frame(table_of(spark, frame_of(rows)), ordinary=True))
    columns = [name for name in table.columns if name not in rows_of.TYPES]
    for row, answers in zip(rows, table.select(columns).iter_rows(named=True), strict=True):
        if answers["retax_status"] == "invalid":
            assert answers["retax_ordinary"] is answers["retax_better"] is None
            continue
        for name, said in rows_of.ordinary_answers_of(check(row)).items():
            assert (answers[name] or None) == (said or None), (row, name)


def test_the_example_matches_on_workers_and_in_a_database_as_all_at_once(
    spark: SparkSession,
) -> None:
    (file,) = (Path(__file__).parents[2] / "examples").glob("26_*.py")
    example = runpy.run_path(str(file), run_name="example")
    exports, returned = example["make_up"](200)
    whole = match_frames(exports, returned).items
    assert whole["strict_at_least"].sum() > 0
    expected = whole.select("sku", *example["QUANTITIES"])
    in_spark = example["match_in_spark"](spark, exports.to_arrow(), returned.to_arrow())
    assert frame_from(in_spark).equals(expected)
    database = duckdb.connect()
    database.register("ledger", exports)
    database.register("back", returned)
    example["match_in_duckdb"](database)
    assert frame_from(database.sql("FROM answers").to_arrow_table()).equals(expected)


def frame_from(table: pa.Table) -> pl.DataFrame:
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame.sort("sku")
