"""Rows of a frame read column by column are the records that are read of them one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from pydantic import ValidationError

from retax.facts.model import ReturnedGoods
from retax.frames.matching import records
from retax.frames.matching.records import ColumnFacts, list_records
from retax.matching.records import ExportLine, Record, ReturnedUnits, Trace, UnitsGone

DAY = date(2026, 3, 2)

EXPORTS: Mapping[str, Sequence[Any]] = {
    "sku": ["A", " A ", "Ａ1", "", None, "B"],
    "exported_quantity": [1, 2, 0, 10**6, None, 7],
    "出口数量": [1, 2, 3, None, None, 7],
    "declared_on": [DAY, DAY, date(1999, 1, 1), None, DAY, DAY],
    "exported_on": [DAY, date(2026, 3, 1), None, None, DAY, DAY],
    "export_entry": [
        *("223120260000000001", "22312026E000000001", "223120260000000001002", "2231", None),
        "223120250000000001",
    ],
    "supervision_code": ["9810", "9610", "跨境电商出口海外仓", "4561", "9999", "1210"],
    "is_food": [True, False, None, True, False, None],
    "is_food_in_words": ["是", "否", "", None, "也许", "no"],
    "hs_code": ["9617001900", "9617.00", "961700190", None, "6901234567892", "9617"],
    "place": ["Ｍoscow", " M ", None, "", "M", "M"],
    "lot_no": ["L", "L ", None, "", "x" * 40_000, "L"],
    "arrived_on": [DAY, "20260302", "2026-03-02", "soon", None, DAY],
}
"""By name of a column, values that are read, put in order or refused."""

RETURNS: Mapping[str, Sequence[Any]] = {
    "returned_quantity": [1.0, 2.5, float("nan"), 0.0, None, float("inf")],
    "returned_on": [datetime(2026, 3, 2), datetime(2026, 3, 2, 5), None, None, None, None],
    "reason": ["滞销", "unsold", "坏", None, "退货", ""],
    "papers_held": ["出口报关单", None, "x", "", "出口报关单；平台退货记录", None],
    "order_no": [1, 2, None, 3, 2**40, 5],
    "export_item": [1, 0, None, 2, 10**9, 3],
}


def read_one_by_one(kind: type[Record], rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    found: list[Any] = []
    for row in rows:
        try:
            found.append(kind.read(row))
        except ValidationError as error:
            found.append(str(error))
    return found


def compare(kind: type[Record], frame: pl.DataFrame) -> int:
    """Compare the records of a frame; return how many were read by their columns."""
    listed = list_records(kind, frame)
    assert read_one_by_one(kind, listed) == read_one_by_one(kind, frame.to_dicts())
    return sum(isinstance(row, Record) for row in listed)


def make_column(name: str, values: Sequence[Any]) -> pl.Series:
    if {type(value) for value in values} >= {date, str}:
        values = [value if value is None else str(value) for value in values]
    return pl.Series("is_food" if name == "is_food_in_words" else name, values)


@pytest.mark.parametrize("few", [0, 2_000])
@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_column_says_what_its_rows_say(
    monkeypatch: pytest.MonkeyPatch, name: str, few: int
) -> None:
    monkeypatch.setattr(records, "FEW_VALUES", few)
    column = make_column(name, EXPORTS[name])
    other = pl.Series("sku", ["A"] * len(column))
    frame = pl.DataFrame([column] if name == "sku" else [other, column])
    assert compare(ExportLine, frame) > 0


@pytest.mark.parametrize("few", [0, 2_000])
@pytest.mark.parametrize("name", RETURNS)
def test_a_column_of_what_came_back_says_what_its_rows_say(
    monkeypatch: pytest.MonkeyPatch, name: str, few: int
) -> None:
    monkeypatch.setattr(records, "FEW_VALUES", few)
    needed = {"sku": ["A"] * 6, "returned_quantity": [1] * 6}
    frame = pl.DataFrame({**needed, name: make_column(name, RETURNS[name])})
    assert compare(ReturnedUnits, frame) > 0


def test_rows_that_contradict_themselves_are_read_one_by_one() -> None:
    frame = pl.DataFrame(
        {
            "sku": ["A", "A", "A"],
            "supervision_code": ["9610", "9810", "9810"],
            "export_entry": ["223120260000000001", "223120260000000001", "223120240000000001"],
            "declared_on": [DAY, DAY, DAY],
        }
    )
    assert compare(ExportLine, frame) == 1


def test_two_columns_of_one_fact_are_weighed_row_by_row() -> None:
    frame = pl.DataFrame({"sku": ["A", "B"], "货号": ["A", "C"]})
    assert compare(ExportLine, frame) == 0


def test_a_table_that_lacks_a_column_it_needs_is_refused_row_by_row() -> None:
    assert compare(ReturnedUnits, pl.DataFrame({"sku": ["A"]})) == 0


def test_traces_are_read_row_by_row() -> None:
    row = {"kind": "箱号", "value": "C-1", "export_entry": "223120260000000001"}
    assert compare(Trace, pl.DataFrame([row])) == 0


def test_units_gone_have_a_quantity_of_their_own() -> None:
    frame = pl.DataFrame({"sku": ["A", "B"], "数量": [3, None], "gone_on": [DAY, None]})
    assert compare(UnitsGone, frame) == 1
    assert list_records(UnitsGone, frame)[0].quantity == 3


def test_columns_of_lists_are_read_row_by_row() -> None:
    needed = pl.DataFrame({"sku": ["A"], "returned_quantity": [1]})
    frame = needed.with_columns(papers_held=pl.Series([["export_declaration"]]))
    assert compare(ReturnedUnits, frame) == 0
    assert compare(ReturnedUnits, frame[:0]) == 0
    unknown = pl.Series([None], dtype=pl.List(pl.String))
    assert compare(ReturnedUnits, needed.with_columns(papers_held=unknown)) == 1


def test_decimals_are_read_to_their_last_digit() -> None:
    frame = pl.DataFrame({"sku": ["A"] * 2, "returned_quantity": [Decimal("1.50"), Decimal(0)]})
    assert compare(ReturnedUnits, frame) == 1


def test_a_column_of_which_most_is_refused_is_read_row_by_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(records, "FEW_VALUES", 0)
    monkeypatch.setattr(records, "FEW_REFUSED", 1)
    frame = pl.DataFrame({"sku": ["A", "A", "A"], "export_entry": ["x", "y", "22312026E000000001"]})
    assert compare(ExportLine, frame) == 0


def test_facts_of_columns_are_those_of_the_model() -> None:
    frame = pl.DataFrame({"sku": ["A"], "declared_on": [DAY], "hs_code": [None]})
    (line,) = list_records(ExportLine, frame)
    facts, model = line.facts, ReturnedGoods(sku="A", declared_on=DAY)
    assert isinstance(facts, ColumnFacts)
    assert facts == model
    assert model == facts
    assert facts != "A"
    assert dict(facts.known_facts()) == dict(model.known_facts())
    assert list(facts.known_facts()) == list(model.known_facts())
    assert facts.__dict__ == model.__dict__
    assert facts.but(hs_code="9617") == model.but(hs_code="9617")
