"""Which items have to be matched together, and parts of tables that can be matched one by one.

Items share nothing but what names a line of another: a paper with lines of several items that a row
states, the same line given to two items, numbers that differ in case or leading zeros. Serial
numbers and traces may name any line; the items they are of stay together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from retax.frames.matching.tables import MatchTable
from retax.matching.records import ExportLine, Record, ReturnedUnits, find_field
from retax.matching.tables import TableId

RECORDS_AT_ONCE = 50_000
"""About how many rows of all tables are matched at once."""

_MARKS = re.compile(r"[^0-9A-Za-z]")


def split_items(tables: Mapping[TableId, MatchTable], at_once: int) -> list[pl.Series]:
    """Return the items in parts, each of about ``at_once`` rows in all tables."""
    counts = (
        pl.concat([table.items for table in tables.values()])
        .drop_nulls()
        .value_counts(name="rows")
        .sort("item")
    )
    if "traces" in tables:
        return [counts["item"]]
    groups = _group(tables, counts["item"])
    sized = (
        counts.with_columns(groups.alias("group"))
        .with_columns(pl.col("rows").sum().over("group").alias("size"))
        .sort("group", "item")
    )
    firsts = sized.unique("group", keep="first", maintain_order=True)
    part = (firsts["size"].cum_sum() - firsts["size"]) // at_once
    placed = sized.join(firsts.select("group", part.alias("part")), on="group")
    return [of_part["item"] for of_part in placed.partition_by("part", maintain_order=True)]


def _group(tables: Mapping[TableId, MatchTable], items: pl.Series) -> pl.Series:
    """Return for each item the least of those it has to be matched with."""
    group = _Groups()
    near: dict[str, str] = {}
    for item in items:
        group.join(near.setdefault(item.casefold().lstrip("0"), item), item)
    exports, returned = tables["exports"], tables["returned"]
    lines = _list_papers(exports, ExportLine)
    given_twice = (
        lines.drop_nulls()
        .group_by("paper", "number")
        .agg(pl.col("item").unique())
        .filter(pl.col("item").list.len() > 1)
    )
    for of_line in given_twice["item"]:
        _join_all(group, of_line.to_list())
    if lines.height:
        rows = _list_papers(returned, ReturnedUnits).select("paper", "item").unique()
        of_papers = lines.select("paper", pl.col("item").alias("line")).unique()
        named = rows.join(of_papers, on="paper").drop_nulls()
        own = named.filter(pl.col("item") == pl.col("line")).select("paper", "item")
        for item, line in (
            named.join(own, on=["paper", "item"], how="anti").select("item", "line").iter_rows()
        ):
            group.join(item, line)
        # A row that names the item of a paper may name a line of another.
        numbered = _list_papers(returned, ReturnedUnits).drop_nulls()
        crossed = numbered.join(lines, on=["paper", "number"], suffix="_of_line")
        for item, line in (
            crossed.filter(pl.col("item") != pl.col("item_of_line"))
            .select("item", "item_of_line")
            .unique()
            .iter_rows()
        ):
            group.join(item, line)
    serials = [
        table.items.filter(table.rows[column].is_not_null())
        for table, kind in ((exports, ExportLine), (returned, ReturnedUnits))
        for column in table.rows.columns
        if find_field(kind, column) == "serial_no"
    ]
    if serials:
        _join_all(group, pl.concat(serials).drop_nulls().unique().to_list())
    return pl.Series([group.find(item) for item in items], dtype=pl.String)


def _list_papers(table: MatchTable, kind: type[Record]) -> pl.DataFrame:
    """Return the papers rows name, and the number of the item on each, as they are compared."""
    entries = [c for c in table.rows.columns if find_field(kind, c) == "export_entry"]
    numbers = [c for c in table.rows.columns if find_field(kind, c) == "export_item"]
    if not entries:
        return pl.DataFrame(schema={"paper": pl.String, "number": pl.String, "item": pl.String})
    paper = pl.coalesce([_normalize(column) for column in entries])
    number = (
        pl.coalesce([_normalize(column).str.strip_chars_start("0") for column in numbers])
        if numbers
        else pl.lit(None, pl.String)
    )
    # A number of 21 places names the item as well: such papers are one whatever the item.
    is_long = paper.str.len_chars() > 18
    return table.rows.select(
        paper.str.slice(0, 18).alias("paper"),
        pl.when(is_long)
        .then(paper.str.slice(18).str.strip_chars_start("0"))
        .otherwise(number)
        .alias("number"),
        table.items.alias("item"),
    ).filter(pl.col("paper").is_not_null())


def _normalize(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).str.replace_all(_MARKS.pattern, "").str.to_uppercase()


def _join_all(group: _Groups, items: list[str]) -> None:
    for other in items[1:]:
        group.join(items[0], other)


class _Groups:
    """Items that have to be together, each known by the least of them."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def find(self, item: str) -> str:
        root = item
        while (above := self._above.get(root, root)) != root:
            root = above
        while (above := self._above.get(item, item)) != root:
            self._above[item] = root
            item = above
        return root

    def join(self, one: str, other: str) -> None:
        least, more = sorted((self.find(one), self.find(other)))
        if least != more:
            self._above[more] = least
