"""Fifty million parcels in a file larger than one would load: judged piece by piece.

    python examples/20_fifty_million_parcels.py 50000000

makes a Parquet file of so many rows in a folder of its own, judges it into another file and says
how far it is, how fast, and how much memory it took. Without a number it is a small file.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

import polars as pl
from made_up_parcels import make_parcels

from retax import check_frame
from retax.frames import read_goods

rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
piece = min(rows, 1_000_000)

with tempfile.TemporaryDirectory() as folder:
    exported, judged = Path(folder, "parcels"), Path(folder, "verdicts")
    exported.mkdir()
    judged.mkdir()
    for number, start in enumerate(range(0, rows, piece)):
        part = make_parcels(min(piece, rows - start), seed=number)
        part.write_parquet(exported / f"{number:04}.parquet")
    print(f"{rows:,} parcels, {sum(f.stat().st_size for f in exported.iterdir()) / 1e6:,.0f} MB")

    began = time.perf_counter()
    done = 0
    for file in sorted(exported.iterdir()):
        check_frame(read_goods(file)).sink_parquet(judged / file.name)
        done += min(piece, rows - done)
        rate = done / (time.perf_counter() - began) / 1e6
        print(f"{done:>12,} judged, {rate:.1f} million a second", file=sys.stderr)

    verdicts = pl.scan_parquet(judged / "*.parquet")
    status = pl.col("retax_status")
    counts = verdicts.group_by(status).agg(parcels=pl.len()).sort(status).collect()
    for name, parcels_of_it in counts.iter_rows():
        print(f"{name:<14}{parcels_of_it:>12,}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"peak memory {peak:.1f} GiB", file=sys.stderr)
