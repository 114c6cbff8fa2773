"""What a row of a table costs, from a hundred thousand of them to a hundred million.

    python benchmarks/more_rows.py [MOST]

Parquet in, verdicts out as Parquet: the file is read, judged and written piece by piece. Beyond ten
million rows the same file is read several times over. Prints nanoseconds a row and peak memory.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from retax import check_frame
from tables.data import make_parcels

A_FILE = 10_000_000
MOST = 100_000_000


def main(most: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = 100_000
        while rows <= most:
            measure(Path(folder), rows)
            rows *= 10


def measure(folder: Path, rows: int) -> None:
    file = folder / f"{min(rows, A_FILE)}.parquet"
    if not file.exists():
        make_parcels(min(rows, A_FILE), "strings").write_parquet(file, row_group_size=250_000)
    goods = pl.scan_parquet([file] * (rows // min(rows, A_FILE)))
    began = time.perf_counter()
    judged = check_frame(goods).select(pl.col("^retax_.*$"))
    judged.sink_parquet(folder / "verdicts.parquet")
    nanoseconds = (time.perf_counter() - began) / rows * 1e9
    assert pl.scan_parquet(folder / "verdicts.parquet").select(pl.len()).collect().item() == rows
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{rows:>12,} rows {nanoseconds:>7.0f} ns a row   peak {peak:.1f} GiB", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MOST)
