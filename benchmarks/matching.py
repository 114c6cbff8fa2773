"""Whole ledgers matched, beside what users would write: one run, the same input, answers compared.

    python benchmarks/matching.py [lines [processes]]

Each pool's bounds beside ortools' min-cost flow (where ortools is installed); all answers for a
ledger beside a loop over pandas that knows first in, first out alone; the cost of a record as a
ledger grows; one item of very many lines; and how fast export lists in XML are read. Last, where
named, a ledger of so many lines and as many returned rows on some processes.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from statistics import median
from typing import Any

import pandas as pd
import polars as pl
from dateutil.relativedelta import relativedelta

from retax.desk.reports.ceb import CebMessages
from retax.frames import match_frames
from retax.matching.ranges import bound_pool
from retax.matching.stock import Back, Lot, find_shortage

FIRST = date(2026, 1, 5)


def run_timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    found = work()
    return found, time.process_time() - start


def make_ledger(lines: int, seed: int = 1) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return a ledger of items of some ten lines each, and as many rows of what came back."""
    draw = random.Random(seed)
    out: dict[str, list[Any]] = defaultdict(list)
    back: dict[str, list[Any]] = defaultdict(list)
    item = 0
    while len(out["sku"]) < lines:
        item += 1
        n = min(max(1, int(draw.lognormvariate(1.9, 0.9))), lines - len(out["sku"]))
        for _ in range(n):
            day = FIRST + timedelta(draw.randrange(150))
            out["export_entry"].append(f"22312026{len(out['sku']):010}")
            out["sku"].append(f"S{item}")
            out["exported_quantity"].append(draw.randint(60, 400))
            out["declared_on"].append(day)
            out["released_on"].append(day + timedelta(1))
            out["exported_on"].append(day + timedelta(3))
            left = day + timedelta(60 + draw.randrange(240))
            back["sku"].append(f"S{item}")
            back["returned_quantity"].append(draw.randint(1, 9))
            back["returned_on"].append(left)
            back["return_declared_on"].append(left + timedelta(draw.randrange(3)))
    constant = {"export_item": 1, "supervision_code": "9810", "is_food": False}
    ledger = pl.DataFrame(dict(out)).with_columns(**{k: pl.lit(v) for k, v in constant.items()})
    return ledger, pl.DataFrame(dict(back))


# -- pools beside a solver -------------------------------------------------------------------------


def make_pool(draw: random.Random) -> tuple[list[Lot], list[Back]]:
    lots = [
        Lot(draw.randrange(30), draw.randrange(60), draw.randint(1, 40))
        for _ in range(draw.randint(2, 24))
    ]
    backs = [
        Back(draw.randrange(60), draw.choice([None, draw.randrange(60)]), draw.randint(1, 9))
        for _ in range(draw.randint(2, 60))
    ]
    return lots, backs


def bound_by_flow(lots: list[Lot], backs: list[Back]) -> tuple[int, int]:
    from ortools.graph.python import min_cost_flow

    found = []
    for sign in (1, -1):
        flow = min_cost_flow.SimpleMinCostFlow()
        source, sink = len(lots) + len(backs), len(lots) + len(backs) + 1
        for i, lot in enumerate(lots):
            flow.add_arc_with_capacity_and_unit_cost(source, i, lot.units, 0)
        for j, back in enumerate(backs):
            flow.add_arc_with_capacity_and_unit_cost(len(lots) + j, sink, back.units, 0)
            for i, lot in enumerate(lots):
                if lot.day <= back.day:
                    in_time = back.need is not None and back.need <= lot.key
                    units = min(lot.units, back.units)
                    flow.add_arc_with_capacity_and_unit_cost(
                        i, len(lots) + j, units, sign * in_time
                    )
        total = sum(back.units for back in backs)
        flow.set_node_supply(source, total)
        flow.set_node_supply(sink, -total)
        assert flow.solve() == flow.OPTIMAL
        found.append(sign * flow.optimal_cost())
    return found[0], found[1]


def show_pools(pools: int = 2_000) -> None:
    draw = random.Random(3)
    made = [make_pool(draw) for _ in range(pools)]
    consistent = [pool for pool in made if find_shortage(*pool) is None]
    ours, seconds = run_timed(lambda: [tuple(bound_pool(*pool)) for pool in consistent])
    print(f"{len(consistent)} pools, both bounds: {seconds / len(consistent) * 1e6:.0f} µs a pool")
    try:
        theirs, flow = run_timed(lambda: [bound_by_flow(*pool) for pool in consistent])
    except ModuleNotFoundError:
        print("ortools is not installed")
        return
    assert ours == theirs
    print(f"ortools' min-cost flow, the same answers: {flow / seconds:.1f} times as long")


# -- a ledger beside a loop ------------------------------------------------------------------------


def match_first_in_first_out(ledger: pd.DataFrame, back: pd.DataFrame) -> dict[str, int]:
    """Return the units in time by item, as a loop over pandas finds them: first in, first out."""
    stock: dict[str, deque[list[Any]]] = defaultdict(deque)
    out: Any = ledger.sort_values("exported_on", kind="stable").itertuples()
    rows: Any = back.itertuples()
    events = [(row.exported_on, 0, row.sku, row) for row in out]
    events += [(row.returned_on, 1, row.sku, row) for row in rows]
    timely: dict[str, int] = defaultdict(int)
    for day, kind, sku, row in sorted(events, key=lambda event: event[:2]):
        layers = stock[sku]
        if kind == 0:
            last = row.released_on + relativedelta(months=6)
            layers.append([row.exported_quantity, last])
            continue
        rest = row.returned_quantity
        while rest and layers:
            taken = min(rest, layers[0][0])
            timely[sku] += taken if max(day, row.return_declared_on) <= layers[0][1] else 0
            layers[0][0] -= taken
            rest -= taken
            if not layers[0][0]:
                layers.popleft()
    return timely


def show_ledger(lines: int = 20_000, pairs: int = 7) -> None:
    ledger, back = make_ledger(lines)
    frames = ledger.to_pandas(), back.to_pandas()
    times = []
    for _ in range(pairs):
        found, seconds = run_timed(lambda: match_frames(ledger, back))
        loop, by_loop = run_timed(lambda: match_first_in_first_out(*frames))
        times.append(seconds / by_loop)
    by_item = {row["sku"]: row["by_fifo"] for row in found.items.to_dicts()}
    same = sum(loop[sku] == units for sku, units in by_item.items())
    print(
        f"{lines} lines and rows, all answers: {median(times):.2f} times a loop over pandas "
        f"(median of {pairs} pairs; {times[0]:.2f} the first, which asks the law of every day)"
    )
    print(
        f"first in, first out alike in {same} of {len(by_item)} items; the loop knows no rest days"
    )


def show_growth() -> None:
    for lines in (10_000, 30_000, 100_000):
        _, seconds = run_timed(partial(match_frames, *make_ledger(lines)))
        print(f"{lines} lines and rows: {seconds / (2 * lines) * 1e6:.0f} µs a record")


def show_one_item(lines: int = 100_000) -> None:
    ledger, back = (table.with_columns(sku=pl.lit("S")) for table in make_ledger(lines))
    draw = random.Random(5)
    waits = pl.Series([timedelta(draw.randrange(9)) for _ in range(lines)])
    # Goods that wait for their ship have a last day before that of goods that left before them.
    crossed = ledger.with_columns(exported_on=pl.col("released_on") + waits)
    for name, one in (("in one order", ledger), ("in any order", crossed)):
        for rows in (1_000, lines):
            _, seconds = run_timed(partial(match_frames, one, back[:rows]))
            print(f"one item of {lines} lines, last days {name}, {rows} rows: {seconds:.1f} s")


# -- export lists ----------------------------------------------------------------------------------


def make_lists(lists: int) -> bytes:
    head = (
        "guid customsCode ebpCode ebpName logisticsCode logisticsName portCode agentCode agentName"
    )
    tail = "ownerCode ownerName trafMode country POD freight wrapType packNo grossWeight netWeight"
    line = (
        "itemRecordNo gmodel barCode country currency qty1 qty2 unit1 unit2 price totalPrice note"
    )
    parts = ['<?xml version="1.0"?><ceb:CEB603Message xmlns:ceb="http://www.chinaport.gov.cn/ceb">']

    def write(name: str, fields: dict[str, str]) -> str:
        inner = "".join(f"<ceb:{key}>{value}</ceb:{key}>\n" for key, value in fields.items())
        return f"<ceb:{name}>\n{inner}</ceb:{name}>\n"

    for n in range(lists):
        own = {"appType": "1", "appStatus": "2", "orderNo": f"O{n}", "copNo": f"C{n}"}
        own |= {"logisticsNo": f"L{n}", "tradeMode": "9610", "statisticsFlag": "A"}
        own |= dict.fromkeys(f"{head} {tail}".split(), f"value {n}")
        parts.append("<ceb:Inventory>" + write("InventoryHead", own))
        goods = {"gnum": "1", "itemNo": f"S{n % 999}", "gcode": "9617001900", "gname": "保温杯"}
        goods |= {"qty": "2", "unit": "011"}
        parts.append(write("InventoryList", goods | dict.fromkeys(line.split(), f"value {n}")))
        parts.append("</ceb:Inventory>")
    return "".join([*parts, "</ceb:CEB603Message>"]).encode()


def show_lists(lists: int = 10_000) -> None:
    content = make_lists(lists)

    def read() -> int:
        messages = CebMessages()
        messages.take("CEB603Message", "a.xml", BytesIO(content))
        ((_, report),) = messages.list_reports()
        return len(report.rows["exports"])

    rows, seconds = run_timed(read)
    assert rows == lists
    size = len(content) / 1e6
    print(f"export lists (CEB603), {size:.0f} MB: {size / seconds:.0f} MB/s")


def show_large(lines: int, processes: int) -> None:
    ledger, back = make_ledger(lines)
    begun, cpu = time.perf_counter(), time.process_time()
    found = match_frames(ledger, back, processes=processes)
    wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
    of_children = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu += of_children.ru_utime + of_children.ru_stime
    here = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    there = of_children.ru_maxrss / 2**20 * (processes if processes > 1 else 0)
    assert found.items.height > 0
    print(
        f"{lines} lines and rows on {processes} processes: {wall:.0f} s wall, {cpu:.0f} s of "
        f"processor, at most {here + there:.1f} GiB"
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        show_large(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    else:
        show_pools()
        show_ledger()
        show_growth()
        show_one_item()
        show_lists()
