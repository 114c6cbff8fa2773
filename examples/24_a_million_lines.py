"""A ledger of a million lines and as many returned rows, matched part by part, with its progress.

    python examples/24_a_million_lines.py [LINES [PROCESSES]]

Without arguments it makes 20,000 lines, which takes seconds. ``match_frames`` parts the tables by
items, so that memory holds a part at a time; ``progress`` is called after each. The answers are
those of ``match_returns``. A third of the rows name their paper: these become lines, which
``check_frame`` judges. Watch the sum: every unit that came back is in one of the tables.
"""

import random
import sys
from datetime import date, timedelta

import polars as pl

from retax import check_frame, match_frames

FIRST = date(2026, 1, 5)


def make_up(lines: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return a made-up ledger of ten lines an item, and what came back."""
    draw = random.Random(24)  # noqa: S311
    days = [FIRST + timedelta(draw.randrange(150)) for _ in range(lines)]
    items = [f"SKU-{n // 10}" for n in range(lines)]
    exports = pl.DataFrame(
        {
            "export_entry": [f"22312026{n:010}" for n in range(lines)],
            "export_item": 1,
            "sku": items,
            "exported_quantity": [draw.randint(20, 60) for _ in range(lines)],
            "supervision_code": "9810",
            "declared_on": days,
            "released_on": days,
            "exported_on": [day + timedelta(2) for day in days],
            "is_food": False,
        }
    )
    back = [FIRST + timedelta(152 + draw.randrange(150)) for _ in range(lines)]
    known = [n % 3 == 0 for n in range(lines)]
    returned = pl.DataFrame(
        {
            "sku": items,
            "export_entry": [f"22312026{n:010}" if known[n] else None for n in range(lines)],
            "export_item": [1 if known[n] else None for n in range(lines)],
            "reason": "unsold",
            "returned_quantity": [draw.randint(1, 9) for _ in range(lines)],
            "returned_on": back,
            "return_declared_on": back,
        }
    )
    return exports, returned


def show(done: int, parts: int) -> None:
    print(f"\rmatched {done} of {parts} parts", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":  # other processes import this file
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    processes = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    exports, returned = make_up(lines)
    found = match_frames(
        exports, returned, processes=processes, at_once=max(10_000, lines // 20), progress=show
    )
    print(file=sys.stderr)
    items = found.items
    print(f"Units back: {returned['returned_quantity'].sum()}")
    print(f"  with a line: {found.lines['returned_quantity'].sum() or 0:.0f}")
    print(f"  of rows without: {found.open['quantity'].sum():.0f}")
    print(f"Of all without evidence of their own ({items['quantity'].sum():.0f}):")
    print(f"  certainly in time: {items['strict_at_least'].sum():.0f}")
    print(f"  certainly not: {(items['quantity'] - items['strict_at_most']).sum():.0f}")
    print(f"Last days of stock abroad: {found.deadlines.height}")
    answers = [name for name in found.lines.columns if name.startswith("retax_")]
    judged = check_frame(found.lines.drop(answers))
    for status, rows in judged["retax_status"].value_counts().sort("retax_status").rows():
        print(f"{status}: {rows} lines")
