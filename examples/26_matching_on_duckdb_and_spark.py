"""A ledger in DuckDB, and the same on Spark: matched where it is kept, part by part.

A matching takes whole items: all exports of an item and all that came back of it. So both tables
are parted by a hash of the item number, and ``match_frames`` is given one part after another; no
more than a part is in memory at once. On Spark each part goes to a worker (``cogroup`` and
``applyInArrow``), where retax must be installed. Watch the last line: both say what one matching
of all says.

Write item numbers alike first: the parts are made by the number as it is written. A row that names
a paper of another item is not in one part with it, and is said to name no line of the ledger.

Needs DuckDB, PySpark (``pip install duckdb pyspark``) and Java 17.
"""

import os
import random
import sys
from datetime import date, timedelta

import duckdb
import polars as pl
import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql import functions as fn

from retax import match_frames

PARTS = 4
QUANTITIES = ["quantity", "strict_at_least", "strict_at_most"]
TYPES = ", ".join(["sku string", *(f"{name} decimal(38, 9)" for name in QUANTITIES)])
IN_ARROW = pa.schema([("sku", pa.string()), *((name, pa.decimal128(38, 9)) for name in QUANTITIES)])


def make_up(lines: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return a made-up ledger of ten lines an item, and what came back."""
    draw = random.Random(26)  # noqa: S311
    days = [date(2026, 1, 5) + timedelta(draw.randrange(150)) for _ in range(lines)]
    back = [day + timedelta(draw.randrange(120, 220)) for day in days]
    exports = pl.DataFrame(
        {
            "export_entry": [f"22312026{n:010}" for n in range(lines)],
            "export_item": 1,
            "sku": [f"SKU-{n // 10}" for n in range(lines)],
            "exported_quantity": [draw.randint(20, 60) for _ in range(lines)],
            "supervision_code": "9810",
            "declared_on": days,
            "released_on": days,
            "exported_on": days,
            "is_food": False,
        }
    )
    returned = exports.select("sku", pl.lit(4).alias("returned_quantity"))
    return exports, returned.with_columns(
        returned_on=pl.Series(back), return_declared_on=pl.Series(back)
    )


def match_part(exports: pa.Table, returned: pa.Table) -> pa.Table:
    items = match_frames(exports, returned).items
    return items.select("sku", *QUANTITIES).to_arrow().cast(IN_ARROW)


def match_in_duckdb(database: duckdb.DuckDBPyConnection) -> None:
    """Match the tables ``ledger`` and ``back`` of a database into ``answers``."""
    database.execute(f"CREATE TABLE answers ({TYPES})")
    for part in range(PARTS):
        exports, returned = (
            database.sql(f"FROM {table} WHERE hash(sku) % {PARTS} = {part}").to_arrow_table()
            for table in ("ledger", "back")
        )
        items = match_part(exports, returned)
        database.register("items", items)
        database.execute("INSERT INTO answers FROM items")


def match_in_spark(spark: SparkSession, exports: pa.Table, returned: pa.Table) -> pa.Table:
    """Match two tables on the workers of a session."""
    part = fn.pmod(fn.xxhash64("sku"), fn.lit(PARTS)).alias("of_part")
    by_part = [spark.createDataFrame(table).groupBy(part) for table in (exports, returned)]
    return by_part[0].cogroup(by_part[1]).applyInArrow(match_part, TYPES).toArrow()


if __name__ == "__main__":  # workers import this file
    exports, returned = make_up(2_000)
    database = duckdb.connect()
    database.register("ledger", exports)
    database.register("back", returned)
    match_in_duckdb(database)

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = spark.config("spark.log.level", "ERROR").getOrCreate()
    in_spark = match_in_spark(session, exports.to_arrow(), returned.to_arrow())
    session.stop()

    whole = pl.DataFrame(match_part(exports.to_arrow(), returned.to_arrow()))
    print(f"{whole.height} items, {whole['quantity'].sum():.0f} units back,")
    print(f"  certainly in time: {whole['strict_at_least'].sum():.0f}")
    for name, found in (("DuckDB", database.sql("FROM answers")), ("Spark", in_spark)):
        print(f"The same in {name}: {pl.DataFrame(found).sort('sku').equals(whole)}")
