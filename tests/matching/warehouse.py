"""A made-up seller: a ledger, what came back, and the true line of every unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

FIRST = date(2026, 1, 5)
STATE = {
    "reason": "unsold",
    "export_refund": "not_refunded",
    "same_form": True,
    "parts_added": False,
    "processed": False,
    "use": "unused",
}


@dataclass
class Seller:
    """What the seller holds, and what is true of it."""

    exports: list[dict[str, Any]] = field(default_factory=list)
    returned: list[dict[str, Any]] = field(default_factory=list)
    gone: list[dict[str, Any]] = field(default_factory=list)
    not_listed: list[dict[str, Any]] = field(default_factory=list)
    """Sales the seller does not list."""
    truth: list[dict[int, int]] = field(default_factory=list)
    """Of each returned row, the units of each export line."""
    whole_exports: list[dict[str, Any]] = field(default_factory=list)
    """The ledger without anything forgotten."""
    whole_returned: list[dict[str, Any]] = field(default_factory=list)


def make_seller(
    random: Random,
    *,
    items: int = 2,
    lines: int = 4,
    rows: int = 6,
    evidence: float = 0.3,
    forgotten: float = 0.0,
    codes: tuple[str, ...] = ("9810", "9810", "9610", "1210"),
) -> Seller:
    """Return a seller with sales and returns of units picked at random from what is there."""
    seller = Seller()
    left: list[int] = []
    for n in range(random.randint(1, lines * items)):
        sku = f"SKU-{random.randrange(items)}"
        code = random.choice(codes)
        declared = FIRST + timedelta(random.randrange(0, 200))
        released = declared + timedelta(random.randrange(0, 3))
        zone = released + timedelta(random.randrange(0, 2))
        exported = zone + timedelta(random.randrange(0, 4))
        quantity = random.randint(1, 8)
        kind = "E" if code == "9610" else "0"
        line: dict[str, Any] = {
            "export_entry": f"22312026{kind}{n:09}",
            "export_item": 1,
            "sku": sku,
            "exported_quantity": quantity,
            "supervision_code": code,
            "declared_on": declared,
            "released_on": released,
            "exported_on": exported,
            "is_food": False,
        }
        if code == "1210":
            line["left_zone_on"] = zone
        if code == "9610":
            line["order_no"] = f"SO-{n // 2}"
        if random.random() < 0.3:
            line["lot_no"] = f"LOT-{random.randrange(3)}"
        seller.whole_exports.append(line)
        left.append(quantity)
    events = sorted(FIRST + timedelta(random.randrange(10, 480)) for _ in range(rows))
    for day in events:
        sku = f"SKU-{random.randrange(items)}"
        there = [
            i
            for i, line in enumerate(seller.whole_exports)
            if line["sku"] == sku and line["exported_on"] <= day and left[i]
        ]
        if not there:
            continue
        if random.random() < 0.4:
            _sell(random, seller, left, there, sku, day)
        else:
            _return(random, seller, left, there, sku, day, evidence)
    seller.exports = [
        _forget(random, line, forgotten, _FORGETTABLE) for line in seller.whole_exports
    ]
    seller.returned = [
        _forget(random, row, forgotten, _FORGETTABLE) for row in seller.whole_returned
    ]
    return seller


_FORGETTABLE = (
    *("declared_on", "released_on", "exported_on", "left_zone_on", "returned_on"),
    *("domestic_on", "return_declared_on", "is_food", "supervision_code", "exported_quantity"),
)


def _forget(
    random: Random, row: dict[str, Any], share: float, names: tuple[str, ...]
) -> dict[str, Any]:
    return {k: v for k, v in row.items() if k not in names or random.random() >= share}


def _draw(random: Random, left: list[int], there: list[int]) -> dict[int, int]:
    drawn: dict[int, int] = {}
    for _ in range(random.randint(1, 6)):
        some = [i for i in there if left[i]]
        if some:
            i = random.choice(some)
            left[i] -= 1
            drawn[i] = drawn.get(i, 0) + 1
    return drawn


def _sell(
    random: Random, seller: Seller, left: list[int], there: list[int], sku: str, day: date
) -> None:
    drawn = _draw(random, left, there)
    row: dict[str, Any] = {"sku": sku, "quantity": sum(drawn.values())}
    known = random.random()
    if not 0.7 <= known < 0.8:
        row["gone_on"] = day
    (seller.gone if known < 0.8 else seller.not_listed).append(row)


def _return(
    random: Random,
    seller: Seller,
    left: list[int],
    there: list[int],
    sku: str,
    day: date,
    evidence: float,
) -> None:
    if random.random() < evidence:
        there = [random.choice(there)]  # units of one line, which the row tells
    drawn = _draw(random, left, there)
    declared = day + timedelta(random.randrange(0, 5))
    row: dict[str, Any] = {
        "reference": f"R{len(seller.returned)}",
        "sku": sku,
        "returned_quantity": sum(drawn.values()),
        "returned_on": day,
        "domestic_on": day + timedelta(random.randrange(0, 2)),
        "return_declared_on": max(declared, day + timedelta(2)),
        "destination": "domestic",
        **STATE,
    }
    if len(there) == 1 and len(drawn) == 1:
        line = seller.whole_exports[there[0]]
        told = random.choice(("paper", "order", "lot"))
        if told == "paper":
            row |= {"export_entry": line["export_entry"], "export_item": 1}
        elif told == "order" and "order_no" in line:
            row["order_no"] = line["order_no"]
        elif told == "lot" and "lot_no" in line:
            row["lot_no"] = line["lot_no"]
    seller.whole_returned.append(row)
    seller.truth.append(drawn)
