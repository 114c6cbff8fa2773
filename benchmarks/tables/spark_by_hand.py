"""The same answer as one SQL text on Spark, local on two cores, over a cached temporary view."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import polars as pl
from pyspark.sql import DataFrame, SparkSession

from tables.sql_text import EVERY_PAPER, REASONS, Dialect, quote, write_query

name = "Spark SQL by hand"

# The words of each fact, the frequent ones first. Numbers from 1 on take their place.
KNOWN = {
    "supervision_code": ("9610", "9810", "9710", "1210", "4561", "9661", "1261"),
    "destination": ("domestic", "zone"),
    "reason": REASONS,
    "export_refund": ("not_refunded", "repaid", "claimed", "refunded"),
    "use": ("unused", "used", "customer_trial", "trial_found_defect"),
    "attribution": ("traced", "fifo", "stated", "none"),
}
ODD = 0
OTHER_CODE = 9


def look_up(column: str, number: str, texts: Iterable[str]) -> str:  # noqa: ARG001
    """Choose a text by its number, from 0 on; the array is made once."""
    return f"element_at(array({quote(texts)}), ({number}) + 1)"


def encode_words(table: str) -> str:
    """Put numbers in place of words, once."""
    columns = []
    for fact, words in KNOWN.items():
        cases = " ".join(f"when {fact} = '{word}' then {n}" for n, word in enumerate(words, 1))
        if fact == "supervision_code":
            other = f"{fact} = 'none' or {fact} rlike '^[0-9]{{4}}$'"
            cases += f" when {other} then {OTHER_CODE}"
        columns.append(f"case {cases} when {fact} is not null then {ODD} end as {fact}")
    return f"(select * except ({', '.join(KNOWN)}), {', '.join(columns)} from {table})"  # noqa: S608


def write_program() -> str:
    """Write the query; it compares numbers instead of words."""
    text = write_query("{goods}", True, DIALECT)
    for words in KNOWN.values():
        for number, word in enumerate(words, 1):
            text = text.replace(f"'{word}'", str(number))
    return text.replace("{goods}", encode_words("goods"))


ONE = f"({'|'.join(EVERY_PAPER)})"
DIALECT = Dialect(
    six_months_after="add_months({}, 6)",
    weekday="weekday({})",
    odd="{0} = " + str(ODD),
    odd_hs_code="not coalesce("
    "length(hs_code) = 10 and try_cast(hs_code as bigint) >= 1000000000, false)"
    " and not hs_code rlike '^[0-9]{4}([0-9]{2}){0,3}$'",
    odd_papers_held=f"not papers_held rlike '^{ONE}(;{ONE})*$'",
    looked_up=look_up,
    words=str,
)


@cache
def start_session() -> SparkSession:
    """Start Spark on two cores."""
    return (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.memory", "4g")
        # The program becomes one long Java method, which is compiled only on demand.
        .config("spark.driver.extraJavaOptions", "-XX:-DontCompileHugeMethods")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.files.maxPartitionBytes", "8m")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )


def prepare(frame: pl.DataFrame) -> DataFrame:
    """Hand a table to Spark and keep it in its memory; it knows no categories, only strings."""
    words = pl.selectors.by_dtype(pl.Enum)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "goods.parquet"
        strings = frame.with_columns(words.cast(pl.String))
        strings.write_parquet(path, row_group_size=250_000)
        goods = start_session().read.parquet(str(path)).cache()
        goods.count()
    goods.createOrReplaceTempView("goods")
    return goods


def judge_view(goods: DataFrame) -> DataFrame:
    """Write the query over the view."""
    return goods.sparkSession.sql(write_program())


def run(goods: DataFrame) -> DataFrame:
    """Judge the table; the answers go nowhere."""
    result = judge_view(goods)
    result.write.format("noop").mode("overwrite").save()
    return result


def as_frame(result: DataFrame) -> pl.DataFrame:
    """Fetch the answers."""
    return pl.DataFrame(result.toArrow())
