"""Whole tables matched part by part say what ``match_returns`` says of all of them at once."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from matching.ledger import LATE_ON_OLD, NEW, OLD, back
from retax import check_frame, check_lines, match_frames, match_returns
from retax.frames.matching.answers import SCHEMAS, build_frame, list_answer_rows
from sizes import walk_part_and_whole

Row = dict[str, Any]
FIRST = date(2026, 1, 5)


def make_line(draw: random.Random, number: int, sku: str) -> Row:
    day = FIRST + timedelta(draw.randrange(200))
    return {
        "export_entry": f"223120260{number:09}",
        "export_item": 1,
        "sku": sku,
        "exported_quantity": draw.choice([5, 20, 20.5]),
        "supervision_code": draw.choice(["9810", "9810", "1210", "9610", None]),
        "declared_on": day,
        "released_on": day,
        "exported_on": draw.choice([day + timedelta(2), None]),
        "order_no": draw.choice([None, None, f"SO-{number}"]),
        "serial_no": draw.choice([None, None, None, f"SN-{number};SN-{number + 1}"]),
        "lot_no": draw.choice([None, "L-1", "L-2"]),
        "is_food": False,
        "hs_code": draw.choice([None, "9617001900"]),
    }


def make_row(draw: random.Random, lines: Sequence[Row], sku: str) -> Row:
    day = FIRST + timedelta(100 + draw.randrange(250))
    other = draw.choice(lines)
    said = draw.random()
    return {
        "货号": sku,
        "退运数量": draw.choice([1, 2, 3]),
        "returned_on": draw.choice([day, day, None]),
        "return_declared_on": day + timedelta(draw.randrange(3)),
        "return_entry": draw.choice([None, None, None, "223120261000000001"]),
        "出口单证号": other["export_entry"] if said < 0.2 else None,
        "项号": draw.choice([1, None, 2]) if said < 0.2 else None,
        "order_no": other["order_no"] if 0.2 < said < 0.3 else None,
        "serial_no": other["serial_no"] if 0.3 < said < 0.4 else None,
        "papers_held": draw.choice([None, "出口报关单；平台退货记录"]),
        "use": draw.choice(["unused", "未使用", None]),
    }


def make_tables(seed: int, items: int = 12) -> tuple[list[Row], list[Row], list[Row]]:
    draw = random.Random(seed)
    skus = [f"A-{n}" for n in range(items)] + ["a-1", "0A-2"]
    exports = [make_line(draw, n, draw.choice(skus)) for n in range(items * 4)]
    if seed % 2:  # numbers that may name any line keep all items together
        exports = [{**line, "serial_no": None} for line in exports]
    exports += [{**draw.choice(exports), "sku": draw.choice(skus)} for _ in range(2)]
    returned = [make_row(draw, exports, draw.choice(skus)) for _ in range(items * 3)]
    days = [FIRST + timedelta(draw.randrange(300)) for _ in range(items)]
    gone = [{"sku": draw.choice(skus), "quantity": 2, "gone_on": day} for day in days]
    if seed % 3 == 0:
        exports[3]["sku"] = None
        returned[2]["货号"] = " "
        gone[1]["sku"] = None
    if seed % 3 == 1:
        returned[1]["退运数量"] = -1
        exports[2]["declared_on"] = date(2024, 1, 1)
    return exports, returned, gone


def tables_of(*tables: Sequence[Mapping[str, Any]]) -> list[pl.DataFrame]:
    return [pl.DataFrame(list(rows), infer_schema_length=None) for rows in tables]


OPTIONS: Sequence[Mapping[str, Any]] = (
    {},
    {"convention": "fifo", "as_of": date(2026, 9, 1)},
    {"complete_since": date(2026, 2, 1), "settled": {"rest-day": "lenient"}},
)


@walk_part_and_whole("seeds", range(6), range(6, 60))
def test_parts_say_what_all_of_it_says(seeds: Sequence[int]) -> None:
    for seed in seeds:
        exports, returned, gone = make_tables(seed)
        options = OPTIONS[seed % 3]
        whole = match_returns(exports, returned, gone=gone, errors="return", **options)
        places = {"exports": range(99), "returned": range(99), "gone": range(99)}
        expected = list_answer_rows(whole, places)  # type: ignore[arg-type]
        frames = tables_of(exports, returned, gone)
        for at_once in (1, 40, 10**6):
            found = match_frames(frames[0], frames[1], gone=frames[2], at_once=at_once, **options)
            for name in SCHEMAS:
                of_name = getattr(found, name)
                told = build_frame(name, expected[name])
                assert of_name.equals(told), (seed, at_once, name)


def test_lines_are_judged_as_the_goods_of_one_matching() -> None:
    exports = [
        make_line(random.Random(n), n, f"A-{n}") | {"serial_no": None, "order_no": None}
        for n in range(30)
    ]
    returned = [make_row(random.Random(n), exports, f"A-{n}") for n in range(30)]
    returned = [{**row, "出口单证号": None, "项号": None, "order_no": None} for row in returned]
    frames = tables_of(exports, returned)
    found = match_frames(*frames)
    whole = match_returns(exports, returned, errors="return")
    verdicts = [verdict.status for verdict, _ in check_lines(whole.goods)]
    answers = [name for name in found.lines.columns if name.startswith("retax_")]
    judged = check_frame(found.lines.drop(answers))
    assert judged["retax_status"].to_list() == verdicts
    assert len(verdicts) > 5


def test_tables_of_every_kind_are_read() -> None:
    exports, returned, _ = make_tables(4)
    ledger, back = tables_of(exports, returned)
    expected = match_frames(ledger, back)
    pandas = pd.DataFrame(exports), pd.DataFrame(returned)
    arrow = pa.Table.from_pylist(exports), pa.Table.from_pylist(returned)
    for one, other in ((ledger.lazy(), back.lazy()), arrow, pandas):
        found = match_frames(one, other)
        for name in SCHEMAS:
            if name != "refused":  # a number refused is shown as its table holds it
                assert getattr(found, name).equals(getattr(expected, name)), name


def test_two_processes_say_the_same() -> None:
    exports, returned, gone = tables_of(*make_tables(5))
    done: list[tuple[int, int]] = []
    one = match_frames(exports, returned, gone=gone, at_once=20)
    two = match_frames(
        exports,
        returned,
        gone=gone,
        at_once=20,
        processes=2,
        progress=lambda at, of: done.append((at, of)),
    )
    for name in SCHEMAS:
        assert getattr(one, name).equals(getattr(two, name))
    assert done[-1][0] == done[-1][1] == len(done) > 2


def test_counts_and_traces_are_matched_too() -> None:
    line = make_line(random.Random(1), 1, "A") | {"supervision_code": "9810", "serial_no": None}
    other = {**line, "export_entry": "223120260000000009"}
    exports, returned, counts, traces = tables_of(
        [line, other],
        [{"sku": "A", "returned_quantity": 1, "carton_no": "C-1"}],
        [{"sku": "A", "counted": 999, "counted_on": date(2026, 12, 1)}],
        [{"kind": "箱号", "value": "C-1", "export_entry": line["export_entry"]}],
    )
    found = match_frames(exports, returned, counts=counts, traces=traces)
    assert found.lines["retax_evidence"].to_list() == ["carton"]
    assert found.contradictions["id"].to_list() == ["count_beyond_books"]


def test_columns_are_read_as_the_records_read_them() -> None:
    exports = pl.DataFrame(
        {
            "货号": [7, None],
            "sku": [None, " ８ "],
            "数量": [5.0, 5.5],
            "监管方式": pl.Series(["9810", "9810"], dtype=pl.Categorical),
            "项号": [1.0, None],
            "出口日期": [datetime(2026, 1, 2), None],
            "my own": ["x", "y"],
        }
    )
    returned = pl.DataFrame(
        {"sku": ["7", "8"], "数量": [1, 1], "退运进境日期": [datetime(2026, 3, 1, 9)] * 2}
    )
    found = match_frames(exports, returned)
    assert found.refused["zh"].str.contains("退运进境日期").to_list() == [True, True]
    found = match_frames(exports, returned.drop("退运进境日期"))
    assert found.items["sku"].to_list() == ["7", "8"]
    assert found.lines.row(0, named=True)["exported_on"] == date(2026, 1, 2)
    assert found.lines.row(0, named=True)["export_item"] == 1


@pytest.mark.parametrize("sku", ["-", "无", "N/A"])
def test_rows_of_an_item_that_names_nothing_are_refused_as_one_by_one(sku: str) -> None:
    exports, returned = tables_of([OLD, NEW | {"sku": sku}], [back(LATE_ON_OLD) | {"sku": sku}])
    one = match_returns(exports.to_dicts(), returned.to_dicts(), errors="return")
    found = match_frames(exports, returned)
    assert [(each.table, each.position) for each in one.refused] == [
        ("exports", 1),
        ("returned", 0),
    ]
    assert found.refused.select("table", "position").rows() == [("exports", 1), ("returned", 0)]
    assert found.lines.height == found.open.height == len(one.lines) == 0


def test_a_ledger_of_nothing_is_matched_with_nothing() -> None:
    exports = pl.DataFrame(
        {"sku": [], "exported_quantity": []}, schema={"sku": pl.Null, "exported_quantity": pl.Int64}
    )
    returned = pl.DataFrame(schema={"sku": pl.String, "returned_quantity": pl.Int64})
    found = match_frames(exports, returned)
    assert all(getattr(found, name).height == 0 for name in SCHEMAS)


def test_numbers_of_21_places_name_their_item() -> None:
    exports = [make_line(random.Random(1), 1, "A"), make_line(random.Random(1), 2, "B")]
    rows = [
        {"sku": "B", "returned_quantity": 1, "export_entry": exports[0]["export_entry"] + "001"}
    ]
    found = match_frames(*tables_of(exports, rows), at_once=1)
    assert found.contradictions["id"].to_list() == ["another_item"]


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"exports": [1, 2]}, TypeError, "exports is a list; a matching takes whole items"),
        ({"exports": pl.DataFrame({"a": [1]})}, ValueError, "exports has no column of the item"),
        ({"returned": pl.DataFrame({"sku": [1.5]})}, ValueError, "sku.*holds Float64"),
        ({"returned": pl.DataFrame({"sku": ["A"], "破损情况": [1]})}, ValueError, "破损情况"),
        ({"processes": 0}, ValueError, "processes is 0; accepted are whole numbers"),
        ({"at_once": True}, ValueError, "at_once is True"),
        ({"convention": "lifo"}, ValueError, "convention is 'lifo'"),
    ],
)
def test_what_is_not_accepted_is_named(
    change: Mapping[str, Any], error: type[Exception], words: str
) -> None:
    given = {"exports": pl.DataFrame({"sku": ["A"]}), "returned": pl.DataFrame({"sku": ["A"]})}
    with pytest.raises(error, match=words):
        match_frames(**{**given, **change})


def test_a_column_near_a_fact_may_be_carried() -> None:
    returned = pl.DataFrame({"sku": ["A"], "returned_quantity": [1], "破损情况": ["有"]})
    found = match_frames(pl.DataFrame({"sku": ["A"]}), returned, unread="carry")
    assert found.lines.height == 1


@pytest.mark.parametrize("level", ["damaged", "lot_no", "退货数量", "破损情况"])
def test_an_index_called_as_a_column_that_is_read_is_refused(level: str) -> None:
    returned = pd.DataFrame({"sku": ["A"], "returned_quantity": [1], level: [None]})
    with pytest.raises(ValueError, match=level):
        match_frames(pl.DataFrame({"sku": ["A"]}), returned.set_index(level))
    found = match_frames(pl.DataFrame({"sku": ["A"]}), returned.rename(columns={level: "x"}))
    assert found.lines.height == 1


def test_items_of_a_duckdb_relation_are_fetched_first() -> None:
    import duckdb

    relation: Any = duckdb.sql("select 'A' as sku")
    with pytest.raises(TypeError, match=r"take \.pl\(\)"):
        match_frames(relation, relation)
    found = match_frames(relation.pl(), pl.DataFrame({"sku": ["A"], "returned_quantity": [1]}))
    assert found.lines.height == 1
