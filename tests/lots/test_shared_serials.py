from __future__ import annotations

from typing import Any

import pytest

import samples
from retax.lots.overdrawn import NOTHING_SHOWN, ExportLines, RunningLines, take_part
from retax.lots.shared_serials import (
    SERIALS_NAMED,
    FirstSerials,
    SharedSerial,
    Units,
    list_units,
)
from samples import facts, validate

ROW: dict[str, Any] = facts(export_entry=samples.LIST_NUMBER, export_item=1, serial_no="SN1")


def find_shared(*rows: dict[str, Any]) -> list[tuple[SharedSerial, ...]]:
    whole, parts, stream = ExportLines(), ExportLines(), RunningLines()
    running = []
    for at, row in enumerate(rows):
        goods = validate(**{"reference": f"R-{at}", **row})
        whole.add(at, goods, at + 2)
        running.append(stream.add(goods, at + 2).shared)
        part = take_part(goods, at + 2)
        if part is not None:
            parts.add(at, part, part.number)
    shown = whole.find_shown()
    assert parts.find_shown() == shown
    found = [shown.get(at, NOTHING_SHOWN).shared for at in range(len(rows))]
    assert found == running
    return found


def test_a_serial_number_of_an_earlier_row_names_the_first_row_that_has_it() -> None:
    other = {**ROW, "serial_no": "SN2"}
    both = {**ROW, "serial_no": "SN2、ＳＮ1 ，SN3"}
    in_lines = {**ROW, "serial_no": "SN4\r\nSN1\n"}
    assert find_shared(ROW, other, both, ROW, in_lines) == [
        *((), ()),
        (SharedSerial("SN2", 3), SharedSerial("SN1", 2)),
        *[(SharedSerial("SN1", 2),)] * 2,
    ]


@pytest.mark.parametrize("change", [{"export_item": 2}, {"export_entry": None}, {"note": "x"}])
def test_a_unit_is_the_same_whatever_else_its_rows_state(change: dict[str, Any]) -> None:
    assert find_shared(ROW, {**ROW, **change}) == [(), (SharedSerial("SN1", 2),)]


def test_serial_numbers_of_different_items_are_different_units() -> None:
    a, b, unknown = {**ROW, "sku": "A"}, {**ROW, "sku": "B"}, {**ROW, "sku": None}
    assert find_shared(a, b, b) == [(), (), (SharedSerial("SN1", 3),)]
    assert find_shared(a, unknown, b) == [(), (SharedSerial("SN1", 2),), ()]
    assert find_shared(unknown, a) == [(), (SharedSerial("SN1", 2),)]
    assert find_shared(b, a, unknown) == [(), (), (SharedSerial("SN1", 2),)]


@pytest.mark.parametrize("written", ["无", "N/A", "见附件", "0", "000", None])
def test_what_has_no_digit_is_no_serial_number(written: str | None) -> None:
    assert find_shared(*[{**ROW, "serial_no": written}] * 2) == [(), ()]


def test_a_row_that_repeats_another_whole_says_only_that() -> None:
    row = {**ROW, "reference": "R-1"}
    assert find_shared(row, row) == [(), ()]


def test_a_row_without_number_is_not_compared() -> None:
    stream, whole = RunningLines(), ExportLines()
    for at in range(2):
        assert stream.add(validate(**ROW, reference=str(at))).shared == ()
        whole.add(at, validate(**ROW, reference=str(at)))
    assert whole.find_shown() == {}


def test_of_many_serial_numbers_the_first_are_named_and_of_a_stream_the_last_kept() -> None:
    many = list_units(validate(serial_no="、".join(f"S{n}" for n in range(SERIALS_NAMED + 3))))
    whole = FirstSerials()
    assert whole.find_or_add(many, 1) == ()
    assert len(whole.find_or_add(many, 2)) == SERIALS_NAMED
    last = FirstSerials(2)
    for number, serial in enumerate(("S1", "S2", "S3")):
        assert last.find_or_add(Units(None, (serial,)), number) == ()
    assert last.find_or_add(Units(None, ("S3",)), 3) == (SharedSerial("S3", 2),)
    assert last.find_or_add(Units(None, ("S1",)), 4) == ()
