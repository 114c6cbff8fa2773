"""Made-up parcels for the examples of tables: a mixed year of exports that came back, or will."""

from __future__ import annotations

from datetime import date

import polars as pl

FIRST_DAY = date(2026, 1, 1)


def make_parcels(number: int, seed: int = 0) -> pl.DataFrame:
    """Return so many rows, the same for a seed; some facts are unknown, some days too late."""
    row = pl.int_range(number, eager=True).cast(pl.UInt64)

    def draw(salt: int, below: int) -> pl.Series:
        return row.hash(seed * 1_000 + salt) % below

    def choose(salt: int, *words: str | None) -> pl.Series:
        return pl.Series(words, dtype=pl.String).gather(draw(salt, len(words)))

    def choose_seldom(salt: int, share: int) -> pl.Series:
        return draw(salt, 1_000) < share

    frame = pl.DataFrame({"row": row}).select(
        reference=pl.lit("P") + pl.col("row").cast(pl.String),
        supervision_code=choose(1, "9610", "9610", "9610", "9710", "9810", "9810"),
        declared_on=pl.lit(FIRST_DAY) + pl.duration(days=pl.lit(draw(2, 300))),
        reason=choose(3, *["unsold", "customer_return", "refused"] * 6, "recall", "other", None),
        hs_code=choose(4, "6109100010", "8517130000", "9503008900", "3304990090"),
        export_refund=choose(5, *["not_refunded"] * 8, "repaid", "refunded"),
        use=choose(6, *["unused"] * 15, "customer_trial", "used"),
        is_food=pl.lit(value=False),
        same_form=~choose_seldom(7, 10),
        parts_added=choose_seldom(8, 5),
        processed=choose_seldom(9, 10),
        damaged=choose_seldom(10, 40),
        gone=draw(11, 3).cast(pl.Int32),
        back=20 + draw(12, 175).cast(pl.Int32),
        still_abroad=choose_seldom(13, 150),
    )
    released = pl.col("declared_on")
    exported = released + pl.duration(days="gone")
    returned = pl.when(~pl.col("still_abroad")).then(exported + pl.duration(days="back"))
    return frame.with_columns(
        released_on=released,
        exported_on=exported,
        returned_on=returned,
        return_declared_on=returned + pl.duration(days=1),
    ).drop("gone", "back", "still_abroad")
