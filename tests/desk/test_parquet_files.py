from __future__ import annotations

import io
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from retax.desk.parquet_files import read_parquet
from retax.desk.rows import Row, Source, Unreadable


def source(**columns: Any) -> Source:
    held = io.BytesIO()
    pl.DataFrame(columns).write_parquet(held)
    held.seek(0)
    return read_parquet(held)


def rows(**columns: Any) -> list[Row]:
    return list(source(**columns).rows)


def test_rows_are_numbered_from_one_in_order() -> None:
    found = rows(reason=["unsold"] * 100_000, reference=[f"R-{n}" for n in range(1, 100_001)])
    assert all(row.facts["reference"] == f"R-{row.number}" for row in found)
    assert len(found) == 100_000


def test_cells_of_every_plain_type_are_read() -> None:
    (row,) = rows(
        reason=pl.Series(["滞销"], dtype=pl.Categorical),
        use=pl.Series(["unused"], dtype=pl.Enum(["unused"])),
        is_food=[False],
        declared_on=[date(2026, 3, 2)],
        exported_on=[datetime(2026, 3, 4)],
        released_on=["20260303"],
        export_item=[1],
        export_entry=[291020260000000123],
        supervision_code=[9610.0],
        exported_quantity=[Decimal("2.50")],
        returned_quantity=[0.1],
        papers_held=[["返货协议"]],
        note=[time(14, 22)],
        order_no=pl.Series([None], dtype=pl.Null),
        colour=["red"],
    )
    assert row.facts == {
        "reason": "unsold",
        "use": "unused",
        "is_food": False,
        "declared_on": date(2026, 3, 2),
        "exported_on": date(2026, 3, 4),
        "released_on": date(2026, 3, 3),
        "export_item": 1,
        "export_entry": "291020260000000123",
        "supervision_code": "9610",
        "exported_quantity": Decimal("2.50"),
        "returned_quantity": Decimal("0.1"),
        "papers_held": ["return_agreement"],
        "note": "14:22:00",
    }
    assert row.cells[-1] == "red"


def test_columns_of_the_users_own_may_be_of_any_type() -> None:
    found = source(reason=["滞销"], use=["unused"], more=[{"a": 1}], when=[[1, 2]])
    assert found.unread == ("more", "when")
    assert next(iter(found.rows)).cells == ("滞销", "unused", {"a": 1}, [1, 2])


@pytest.mark.parametrize(
    "cell",
    [{"a": 1}, [1], ["滞销"], b"x", datetime.fromisoformat("2026-03-02T00:00:00+08:00")],
)
def test_a_fact_of_no_plain_type_refuses_the_file(cell: object) -> None:
    with pytest.raises(Unreadable, match="退运原因"):
        source(退运原因=[cell], use=["unused"])


def test_papers_are_lists_of_texts_only() -> None:
    with pytest.raises(Unreadable, match="papers_held"):
        source(papers_held=[[1]], use=["unused"])


def test_a_heading_twice_but_for_blanks_is_refused() -> None:
    with pytest.raises(Unreadable, match="more than one column"):
        source(**{"use": ["used"], " use ": ["unused"], "reason": ["recall"]})
