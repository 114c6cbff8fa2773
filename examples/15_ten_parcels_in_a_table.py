"""A table of ten parcels, judged in one go.

A seller's system exports a table: one row a line of goods, Chinese headings, most cells filled.
``check_frame`` judges it as ``check`` judges each line and puts the verdict beside it: the status,
the clause that decided, the last day, the facts to ask for. Rows go their own ways, and that is
the point: two parcels of one day under one code may differ in reason, in use or in what is known.

Watch ``invalid``: a row whose days cannot be true (here a departure before the declaration) gets no
verdict; ``retax_decided_by`` then names the fact to correct. Files of millions of rows: example 20.
"""

from pathlib import Path

import polars as pl

from retax import check_frame
from retax.frames import read_goods

parcels = read_goods(Path(__file__).parent / "data" / "ten_parcels.csv").collect()
judged = check_frame(parcels)

# headphones, pens, vacuum flasks, health food, trolley cases and a fan
for row in judged.select(
    "运单号", "商品名称", "retax_status", "retax_last_day", "retax_decided_by", "retax_missing"
).iter_rows():
    print(" | ".join(str(cell or "-") for cell in row))

print()
counts = judged.group_by("retax_status").agg(parcels=pl.len())
for status, parcels_of_it in counts.sort("parcels", "retax_status", descending=True).iter_rows():
    print(f"{parcels_of_it} {status}")
