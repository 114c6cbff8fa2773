"""From a frame of parcels to what management asks: how many come in free, why not, what is left.

    python examples/22_what_an_analyst_sees.py [CHART.png]

The chart needs matplotlib.
"""

import sys
from datetime import date

import polars as pl
from made_up_parcels import make_parcels

from retax import check_frame

as_of = date(2026, 11, 1)
judged = check_frame(make_parcels(20_000), as_of=as_of)
pl.Config.set_tbl_rows(-1).set_tbl_hide_dataframe_shape(active=True)
pl.Config.set_tbl_hide_column_data_types(active=True).set_float_precision(1)

# -- the share of each status by month of export and code

month = pl.col("declared_on").dt.strftime("%Y-%m").alias("month")
shares = (
    judged.with_columns(month)
    .group_by("month", "supervision_code", "retax_status", maintain_order=True)
    .agg(parcels=pl.len())
    .pivot("retax_status", index=["month", "supervision_code"], values="parcels")
    .fill_null(0)
    .sort("month", "supervision_code")
)
statuses = [name for name in shares.columns if name not in ("month", "supervision_code")]
total = pl.sum_horizontal(statuses)
print("per cent of the parcels, by month of export and code")
print(shares.with_columns(pl.col(statuses) * 100 / total).filter(pl.col("month") < "2026-04"))

# -- the clause that decided, where the answer is no yes

print("what decided")
print(
    judged.filter(pl.col("retax_decided_by").is_not_null())
    .group_by("retax_status", "retax_decided_by")
    .agg(parcels=pl.len())
    .sort("parcels", "retax_decided_by", descending=[True, False])
    .head(8)
)

# -- how long is left for what is still abroad

left = (pl.col("retax_last_day") - as_of).dt.total_days()
abroad = judged.filter(pl.col("returned_on").is_null() & (pl.col("retax_status") != "ineligible"))
weeks = (left // 7).alias("weeks left")
print(f"still abroad on {as_of}")
print(abroad.group_by(weeks).agg(parcels=pl.len()).sort("weeks left").head(6))

if len(sys.argv) > 1:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    by_month = judged.with_columns(month).group_by("month", "retax_status").agg(n=pl.len())
    wide = by_month.pivot("retax_status", index="month", values="n").fill_null(0).sort("month")
    colours = {  # as in the desk's workbooks, deeper
        "eligible": "#3a8a2e",
        "conditional": "#1f6fb2",
        "needs_facts": "#e0ac14",
        "needs_review": "#6b4fa0",
        "ineligible": "#c23b22",
    }
    figure, axes = pyplot.subplots(figsize=(8, 4), layout="constrained")
    below = [0] * wide.height
    whole = wide.select(pl.sum_horizontal(list(colours))).to_series()
    for status, colour in colours.items():
        share = (wide[status] * 100 / whole).to_list()
        axes.bar(wide["month"], share, bottom=below, label=status, color=colour)
        below = [b + s for b, s in zip(below, share, strict=True)]
    axes.set_ylabel("per cent of the parcels")
    axes.set_title(f"Made-up parcels by month of export, as of {as_of}")
    axes.tick_params("x", rotation=45)
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    figure.savefig(sys.argv[1], dpi=120)
