"""The same answers on a distributed engine: PySpark in local mode, which needs Java."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from shutil import which
from typing import Any

import polars as pl
import pytest
from pyspark.sql import DataFrame, SparkSession

from frames import rows as rows_of
from frames.backends import answers_of
from frames.rows import differences, frame_of, plain_rows, random_rows, said_of
from retax import check_frame

pytestmark = [
    pytest.mark.slow,
    pytest.mark.no_cover,
    pytest.mark.skipif(which("java") is None, reason="PySpark needs Java 17"),
]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.log.level", "ERROR")
        .config("spark.sql.session.timeZone", "Asia/Shanghai")
        .getOrCreate()
    )
    yield session
    session.stop()


def table_of(spark: SparkSession, frame: pl.DataFrame) -> DataFrame:
    return spark.createDataFrame(frame.to_arrow())


@pytest.mark.parametrize(
    ("rows", "types"),
    [
        (random_rows(10_000, seed=77), rows_of.TYPES),
        (plain_rows(12_000, seed=78), rows_of.PLAIN_TYPES),
    ],
    ids=["as written", "in the words of the model"],
)
def test_rows_get_the_answers_of_check(
    spark: SparkSession, rows: list[rows_of.Row], types: dict[str, Any]
) -> None:
    table = check_frame(table_of(spark, frame_of(rows, types)), detail=True)
    wrong = next(differences(rows, said_of(rows), iter(answers_of(table))), None)
    assert wrong is None, wrong


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
    wrong = next(differences(rows, said_of(rows, **options), iter(answers_of(table))), None)
    assert wrong is None, wrong


def test_nothing_is_collected_and_a_spark_frame_comes_back(spark: SparkSession) -> None:
    table = table_of(spark, frame_of(random_rows(3, seed=1)))
    jobs = spark.sparkContext.statusTracker().getJobIdsForGroup(None)
    judged = check_frame(table)
    assert spark.sparkContext.statusTracker().getJobIdsForGroup(None) == jobs
    assert isinstance(judged, DataFrame)
    assert judged.columns == [*table.columns, *rows_of.ANSWERS]


def test_a_text_column_of_days_is_refused_with_the_cast_to_write(spark: SparkSession) -> None:
    table = spark.createDataFrame([("2026-03-02",)], "declared_on string")
    with pytest.raises(ValueError, match=r"functions\.to_date\('declared_on'\)"):
        check_frame(table)
