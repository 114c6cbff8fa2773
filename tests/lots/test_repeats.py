from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

import samples
from retax.lots import overdrawn
from retax.lots.overdrawn import NOTHING_SHOWN, ExportLines, RunningLines, take_part
from retax.lots.repeats import FirstRows, make_fingerprint
from samples import facts, validate

ROW: dict[str, Any] = facts(
    export_entry=samples.LIST_NUMBER,
    export_item=1,
    reference="R-1",
    exported_quantity=100,
    returned_quantity=1,
    papers_held=["export_list", "match_record", "tax_certificate"],
)


def find_repeats(*rows: dict[str, Any]) -> list[int | None]:
    whole, parts, stream = ExportLines(), ExportLines(), RunningLines()
    running: list[int | None] = []
    for at, row in enumerate(rows):
        goods = validate(**row)
        whole.add(at, goods, at + 2)
        running.append(stream.add(goods, at + 2).repeats)
        part = take_part(goods, at + 2)
        if part is not None:
            parts.add(at, part, part.number)
    assert parts.find_shown() == whole.find_shown()
    shown = whole.find_shown()
    found = [shown.get(at, NOTHING_SHOWN).repeats for at in range(len(rows))]
    assert found == running
    return found


def test_a_row_that_states_the_same_as_an_earlier_one_repeats_the_first() -> None:
    assert find_repeats(ROW, ROW, {**ROW, "reference": "R-2"}, ROW) == [None, 2, None, 2]


@pytest.mark.parametrize(
    "change",
    [
        {"reference": "R-2"},
        {"serial_no": "S2"},
        {"returned_quantity": 2},
        {"note": "x"},
        {"papers_held": ["export_list"]},
        {"papers_held": None},
        {"export_item": None},
        {"export_entry": None},
    ],
)
def test_one_other_fact_makes_another_row(change: dict[str, Any]) -> None:
    assert find_repeats(ROW, {**ROW, **change}) == [None, None]


def test_a_row_of_no_export_paper_and_one_without_number_are_not_compared() -> None:
    assert find_repeats(*[{**ROW, "export_entry": None}] * 2) == [None, None]
    lines = RunningLines()
    assert [lines.add(validate(**ROW)).repeats for _ in range(2)] == [None, None]
    whole = ExportLines()
    for at in range(2):
        whole.add(at, validate(**ROW))
    assert whole.find_shown() == {}


def test_what_else_is_shown_of_a_row_stays() -> None:
    whole = ExportLines()
    for at in range(2):
        whole.add(at, validate(**{**ROW, "returned_quantity": 60}), at)
    shown = whole.find_shown()[1]
    assert shown.repeats == 0
    assert shown.overdrawn is not None


def test_a_fingerprint_is_the_same_in_every_process() -> None:
    program = (
        "from samples import validate; from lots.test_repeats import ROW\n"
        "from retax.lots.repeats import make_fingerprint\n"
        "print(make_fingerprint(validate(**ROW)).hex())"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    seen = {
        subprocess.run(  # this very Python
            [sys.executable, "-c", program],
            env={**environment, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout.strip()
        for seed in ("1", "2", "3")
    }
    assert seen == {make_fingerprint(validate(**ROW)).hex()}


def test_of_a_stream_the_last_rows_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    first = FirstRows(2)
    rows = (b"a", b"b", b"a", b"c", b"a", b"b")
    assert [first.find_or_add(row, n) for n, row in enumerate(rows)] == [
        *(None, None, 0),
        *(None, None, None),
    ]
    monkeypatch.setattr(overdrawn, "ROWS_COMPARED", 1)
    lines = RunningLines()
    goods = [validate(**ROW), validate(**{**ROW, "reference": "R-2"})]
    numbers = [lines.add(each, n).repeats for n, each in enumerate([*goods, goods[0]])]
    assert numbers == [None, None, None]


def test_equal_facts_have_one_fingerprint_be_they_one_object_or_two() -> None:
    one, other = "sheet 12", " ".join(["sheet", "12"])
    assert one is not other
    assert make_fingerprint(validate(reference=one, note=one)) == make_fingerprint(
        validate(reference=one, note=other)
    )


def test_a_quantity_is_the_same_however_many_zeros_it_is_written_with() -> None:
    assert find_repeats(ROW, {**ROW, "exported_quantity": "100.00"}) == [None, 2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"exported_quantity": "1.5"}, {"exported_quantity": "15"}),
        ({"exported_quantity": "1"}, {"returned_before": "1"}),
        ({"reference": "1", "note": None}, {"reference": None, "note": "1"}),
        ({"declared_on": "2026-03-01"}, {"declared_on": "2026-03-02"}),
        ({"is_food": True}, {"is_food": False}),
        ({"is_food": False}, {"is_food": None}),
        ({"papers_held": []}, {"papers_held": None}),
    ],
)
def test_fingerprints_differ_where_a_fact_does(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert make_fingerprint(validate(**one)) != make_fingerprint(validate(**other))
