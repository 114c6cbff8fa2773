"""A folder of Parquet partitions on a Spark cluster: verdicts written without collecting a row.

Needs PySpark (``pip install pyspark``) and Java 17. Here Spark runs on this machine; on a cluster
only the session differs: ``spark-submit --py-files`` or a wheel of retax on the executors is not
needed, since the law becomes expressions of Spark's own.
"""

import tempfile
from pathlib import Path

import polars as pl
from made_up_parcels import make_parcels
from pyspark.sql import SparkSession

from retax import check_frame

spark = (
    SparkSession.builder.master("local[2]")
    # Java compiles no longer methods; with this Spark makes shorter ones of the law.
    .config("spark.sql.codegen.hugeMethodLimit", "8000")
    .config("spark.ui.enabled", "false")
    .config("spark.log.level", "ERROR")
    .getOrCreate()
)

with tempfile.TemporaryDirectory() as folder:
    exported, judged = Path(folder, "parcels"), Path(folder, "verdicts")
    year = make_parcels(5_000).with_columns(month=pl.col("declared_on").dt.month())
    for (month,), part in year.partition_by("month", as_dict=True, include_key=False).items():
        partition = exported / f"month={month}"
        partition.mkdir(parents=True)
        part.write_parquet(partition / "part.parquet")

    goods = spark.read.parquet(str(exported))
    verdicts = check_frame(goods)  # a Spark frame: nothing has run yet
    verdicts.write.partitionBy("retax_status").parquet(str(judged))

    written = spark.read.parquet(str(judged))
    for row in written.groupBy("retax_status").count().orderBy("retax_status").collect():
        print(f"{row['retax_status']:<14}{row['count']:>8,}")

spark.stop()
