"""Returned units matched to export lines: what it costs, and what each record is worth.

    python benchmarks/match_returns.py

First the cost of a record as a ledger grows, and that of one item of many lines, beside a loop that
users write: first in, first out, and nothing else. Then a made-up warehouse of which the true line
of every unit is known, by what its owner has records of: how many units are certainly in time, how
many never, how many truly are, and how many first in, first out calls in time.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from dateutil.relativedelta import relativedelta

from retax import match_returns

FIRST = date(2026, 1, 5)
Row = dict[str, Any]


@dataclass
class Year:
    """A year of a warehouse: the ledger, what came back and was sold, and what is true."""

    exports: list[Row] = field(default_factory=list)
    returned: list[Row] = field(default_factory=list)
    gone: list[Row] = field(default_factory=list)
    in_time: list[int] = field(default_factory=list)
    """Of each returned row, the units that are truly in time."""


def make_line(sku: str, number: int, day: date, quantity: int) -> Row:
    return {
        "export_entry": f"223120260{number:09}",
        "export_item": 1,
        "sku": sku,
        "exported_quantity": quantity,
        "supervision_code": "9810",
        "declared_on": day,
        "released_on": day,
        "exported_on": day + timedelta(2),
        "is_food": False,
    }


def make_year(draw: random.Random, items: int, picks_oldest: bool) -> Year:
    """Return a year of items that are restocked, sold week by week, and sent home twice."""
    year = Year()
    for item in range(items):
        sku = f"SKU-{item}"
        stock: list[tuple[date, Row]] = []  # a unit each
        arrivals = deque[tuple[date, Row]]()
        day = FIRST
        while day < FIRST + timedelta(330):
            quantity = draw.randint(20, 60)
            line = make_line(sku, len(year.exports), day, quantity)
            year.exports.append(line)
            arrivals += [(line["exported_on"], line)] * quantity
            day += timedelta(draw.randint(25, 70))
        for week in range(60):
            today = FIRST + timedelta(7 * week + 3)
            while arrivals and arrivals[0][0] <= today:
                stock.append(arrivals.popleft())
            is_home = week in (33, 48)
            n = min(len(stock), draw.randint(10, 40) if is_home else draw.randint(0, 10))
            taken = [stock.pop(0 if picks_oldest else draw.randrange(len(stock))) for _ in range(n)]
            if not taken:
                continue
            if is_home:
                year.returned.append(
                    {"sku": sku, "returned_quantity": n, "returned_on": today}
                    | {"return_declared_on": today}
                )
                last_days = [line["released_on"] + relativedelta(months=6) for _, line in taken]
                year.in_time.append(sum(today <= last for last in last_days))
            else:
                year.gone.append({"sku": sku, "quantity": n, "gone_on": today})
    return year


def match_first_in_first_out(year: Year) -> int:
    """Return the units in time as the loop of a user finds them, which knows days and no law."""
    stock: dict[str, deque[list[Any]]] = defaultdict(deque)
    events = [(line["exported_on"], 0, line) for line in year.exports]
    events += [(row["gone_on"], 1, row) for row in year.gone]
    events += [(row["returned_on"], 2, row) for row in year.returned]
    timely = 0
    for day, kind, row in sorted(events, key=lambda event: event[:2]):
        layers = stock[row["sku"]]
        if kind == 0:
            last = row["released_on"] + relativedelta(months=6)
            layers.append([row["exported_quantity"], last])
            continue
        rest = row["quantity"] if kind == 1 else row["returned_quantity"]
        while rest and layers:
            taken = min(rest, layers[0][0])
            timely += taken if kind == 2 and day <= layers[0][1] else 0
            layers[0][0] -= taken
            rest -= taken
            if not layers[0][0]:
                layers.popleft()
    return timely


def measure_seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def show_costs() -> None:
    print("items   lines    rows   retax s   µs a record   a user's loop s")
    for items in (10, 100, 1000):
        year = make_year(random.Random(items), items, picks_oldest=True)
        ours = measure_seconds(partial(match_returns, year.exports, year.returned, gone=year.gone))
        loop = measure_seconds(partial(match_first_in_first_out, year))
        rows = len(year.returned) + len(year.gone)
        each = ours / (rows + len(year.exports)) * 1e6
        print(f"{items:5}{len(year.exports):8}{rows:8}{ours:10.2f}{each:14.0f}{loop:18.2f}")
    for lines in (1_000, 10_000, 100_000):
        one = [make_line("SKU", n, FIRST + timedelta(n % 300), 50) for n in range(lines)]
        days = [FIRST + timedelta(40 + n % 400) for n in range(1_000)]
        back = [
            {"sku": "SKU", "returned_quantity": 3, "returned_on": day, "return_declared_on": day}
            for day in days
        ]
        seconds = measure_seconds(partial(match_returns, one, back))
        print(f"one item of {lines:7} lines, {len(back)} rows: {seconds:.2f} s")


@dataclass(frozen=True)
class Worth:
    """Shares of all units that came back: certainly in time, certainly not, and what is so.

    ``by_fifo``: called in time by first in, first out; None where it may not be used.
    """

    known: str
    certain: float
    never: float
    true: float
    by_fifo: float | None


def measure_worth(picks_oldest: bool, items: int = 60) -> list[Worth]:
    """Return what is certain of a made-up warehouse, by what its owner has records of."""
    year = make_year(random.Random(7), items, picks_oldest)
    total = sum(row["returned_quantity"] for row in year.returned)
    undated = [{k: v for k, v in row.items() if k != "gone_on"} for row in year.gone]
    found = []
    for known, gone in (("the ledger", []), ("and sold", undated), ("and when", year.gone)):
        matched = match_returns(year.exports, year.returned, gone=gone)
        for units in matched.open:
            assert units.strict.at_least <= year.in_time[units.row] <= units.lenient.at_most
        by_fifo = [item.by_fifo for item in matched.items if item.by_fifo is not None]
        found.append(
            Worth(
                known,
                float(sum(item.strict.at_least for item in matched.items)) / total,
                1 - float(sum(item.strict.at_most for item in matched.items)) / total,
                sum(year.in_time) / total,
                float(sum(by_fifo)) / total if by_fifo else None,
            )
        )
    return found


def show_worth() -> None:
    print("picks       known                certain   never   true   first in, first out")
    for picks_oldest in (True, False):
        for worth in measure_worth(picks_oldest):
            shown = "refused" if worth.by_fifo is None else f"{worth.by_fifo:.0%}"
            shares = "".join(f"{x:8.0%}" for x in (worth.certain, worth.never, worth.true))
            picks = "the oldest" if picks_oldest else "any unit"
            print(f"{picks:12}{worth.known:18}{shares}   {shown}")


if __name__ == "__main__":
    show_costs()
    show_worth()
