from __future__ import annotations

import io
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from retax.desk.readers.parquet import read_parquet
from retax.desk.source import DeskError, Row, Source


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
    with pytest.raises(DeskError, match="退运原因"):
        source(退运原因=[cell], use=["unused"])


def test_papers_are_lists_of_texts_only() -> None:
    with pytest.raises(DeskError, match="papers_held"):
        source(papers_held=[[1]], use=["unused"])


def test_a_heading_twice_but_for_blanks_is_refused() -> None:
    with pytest.raises(DeskError, match="more than one column"):
        source(**{"use": ["used"], " use ": ["unused"], "reason": ["recall"]})


@pytest.mark.parametrize(
    ("kind", "unit"),
    [
        (pl.Date, 1),
        (pl.Datetime("ms"), 86_400_000),
        (pl.Datetime("us"), 86_400_000_000),
    ],
)
def test_a_day_python_cannot_hold_refuses_its_row_only(kind: Any, unit: int) -> None:
    physical = pl.Int32 if kind == pl.Date else pl.Int64
    days = [3_000_000, 20_514, -1_000_000, None]
    whole = [None if day is None else day * unit for day in days]
    column = pl.Series(whole, dtype=physical).cast(kind)
    released = pl.Series([20_514 * unit] * 4, dtype=physical).cast(kind)
    far, good, early, blank = rows(
        reason=["unsold"] * 4, declared_on=column, 自有=column, released_on=released
    )
    assert "10183-09-21" in far.refused[0].zh
    assert far.cells[1:3] == ("10183-09-21", "10183-09-21")
    assert good.facts == {
        "reason": "unsold",
        "declared_on": date(2026, 3, 2),
        "released_on": date(2026, 3, 2),
    }
    assert "declared_on is -768-" in early.refused[0].en
    assert set(blank.facts) == {"reason", "released_on"}


def test_a_column_may_be_named_like_a_pattern() -> None:
    found = source(reason=["unsold"], use=["used"], **{"^.*$": [date(2026, 3, 2)]})
    assert found.headings == ("reason", "use", "^.*$")
    assert [row.cells for row in found.rows] == [("unsold", "used", date(2026, 3, 2))]


def test_a_length_of_time_python_cannot_hold_is_reported() -> None:
    column = pl.Series([2**62]).cast(pl.Duration("ms"))
    with pytest.raises(DeskError, match="length of time"):
        rows(reason=["unsold"], use=["used"], 自有=column)
