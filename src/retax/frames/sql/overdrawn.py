"""The rows of a DuckDB relation or a Spark frame that are beyond their export line, as SQL text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from retax.frames.query import list_contradictions_between
from retax.frames.schema import FactColumn
from retax.frames.sql.backend import reject_case_collisions
from retax.frames.sql.dialect import DUCKDB, NULL, SPARK, Dialect, Sql, coalesce, write_constant
from retax.frames.sql.reader import SqlFacts
from retax.logic.compile_columns import COMPUTED, ColumnPlan

# Spark cuts decimals where a sum of theirs could have more than 38 digits.
_QUANTITY, _SUM = "decimal(33, 9)", "decimal(37, 9)"


def find_overdrawn_in_duckdb(relation: Any, columns_by_fact: Mapping[str, list[FactColumn]]) -> Any:
    """Return the rows of a DuckDB relation beyond their export line, and by how much they are."""
    plan = _Plan(relation.columns, relation.columns, columns_by_fact, DUCKDB)
    for columns in plan.described:
        relation = relation.project(", ".join(columns))
    relation = relation.filter(str(plan.counts))
    for columns in plan.added_up:
        relation = relation.project(", ".join(columns))
    return relation.filter(plan.is_beyond)


def find_overdrawn_in_spark(frame: Any, columns_by_fact: Mapping[str, list[FactColumn]]) -> Any:
    """Return the rows of a Spark frame beyond their export line, and by how much they are."""
    ordered = [
        field.name for field in frame.schema.fields if field.dataType.typeName() not in _UNORDERED
    ]
    plan = _Plan(frame.columns, ordered, columns_by_fact, SPARK)
    for columns in plan.described:
        frame = frame.selectExpr(*columns)
    frame = frame.filter(str(plan.counts))
    for columns in plan.added_up:
        frame = frame.selectExpr(*columns)
    return frame.filter(plan.is_beyond)


_UNORDERED = ("map", "variant")
"""The types by which Spark cannot order rows."""


class _Plan:
    """The columns and filters of each step.

    ``described``: what each row says of its export line. ``counts``: whether it is added up.
    ``added_up``: what is back with each row. ``is_beyond``: whether that is more than went out.
    """

    is_beyond = "retax_beyond > 0"

    def __init__(
        self,
        own: Sequence[str],
        ordered: Sequence[str],
        columns_by_fact: Mapping[str, list[FactColumn]],
        dialect: Dialect,
    ) -> None:
        reject_case_collisions(own)
        self._dialect = dialect
        facts = SqlFacts(columns_by_fact, dialect, items=True)
        contradictions = list_contradictions_between(columns_by_fact)
        steps = ColumnPlan([when for _, when in contradictions], facts, None, only_costly=True)
        bad = [when for _, when in facts.list_invalid()]
        bad += [steps.get_result(when) for _, when in contradictions]
        levels = [*facts.reading, *steps.steps, self._describe_line(facts)]
        self.described = [["*", *self._write_columns(columns)] for columns in levels if columns]
        entry, now = self._get_line_column("entry"), self._get_line_column("now")
        valid = ~reduce(or_, bad, write_constant(value=False)).fill_null(value=False)
        self.counts = ~entry.is_null() & ~now.is_null() & valid
        self.added_up = self._add_up(own, ordered)

    def _get_line_column(self, name: str) -> Sql:
        return self._dialect.write_name(f"{COMPUTED}line_{name}")

    def _write_columns(self, columns: Mapping[str, Sql]) -> list[str]:
        return [f"{value} as {self._dialect.write_name(name)}" for name, value in columns.items()]

    def _describe_line(self, facts: SqlFacts) -> dict[str, Sql]:
        def get_fact(name: str, kind: str) -> Sql:
            return Sql(f"cast({facts.get_fact(name) if name in facts else NULL} as {kind})")

        described = {
            "entry": get_fact("export_entry", self._dialect.text_type),
            "item": get_fact("export_item", "int"),
            "day": coalesce(get_fact("returned_on", "date"), get_fact("domestic_on", "date")),
            "exported": get_fact("exported_quantity", _QUANTITY),
            "now": get_fact("returned_quantity", _QUANTITY),
            "before": coalesce(
                get_fact("returned_before", _QUANTITY), Sql(f"cast(0 as {_QUANTITY})")
            ),
        }
        return {f"{COMPUTED}line_{name}": value for name, value in described.items()}

    def _add_up(self, own: Sequence[str], ordered: Sequence[str]) -> list[list[str]]:
        """Add up what is back with each row, as the rows of a polars frame are added up."""
        # Rows of a database have no order: all own columns break ties, so that each run names the
        # same rows.
        columns = [self._get_line_column("day"), *map(self._dialect.write_name, ordered)]
        order = ", ".join(f"{column} asc nulls last" for column in columns)
        line = f"partition by {self._get_line_column('entry')}, {self._get_line_column('item')}"
        so_far = f"over ({line} order by {order} rows between unbounded preceding and current row)"
        now, all_now, least = (self._get_line_column(name) for name in ("now", "all_now", "least"))
        # Back before a row is the more of its own statement and of the sum so far. With s the
        # running sum this is s + the running maximum of (statement − sum before the row), which a
        # window can compute.
        before = f"{self._get_line_column('before')} - ({all_now} - {now})"
        returned = Sql(f"cast({all_now} + {least} as {_SUM})")
        kept = [str(self._dialect.write_name(name)) for name in own]
        return [
            ["*", f"cast(sum({now}) {so_far} as {_SUM}) as {all_now}"],
            ["*", f"cast(max({before}) {so_far} as {_SUM}) as {least}"],
            [
                *kept,
                f"min({self._get_line_column('exported')}) over ({line}) as retax_exported",
                f"{returned} as retax_returned_with",
            ],
            ["*", "retax_returned_with - retax_exported as retax_beyond"],
        ]
