"""Two export lines of one item, and rows of what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

STATE: Mapping[str, Any] = {
    "reason": "滞销",
    "export_refund": "未退税",
    "same_form": True,
    "parts_added": False,
    "processed": False,
    "use": "unused",
}


def line(number: int, day: str, quantity: Any = 10, **more: Any) -> dict[str, Any]:
    """Return an export line of 9810 that left on a day."""
    return {
        "export_entry": f"223120260{number:09}",
        "export_item": 1,
        "sku": "TB-1",
        "exported_quantity": quantity,
        "supervision_code": "9810",
        "declared_on": day,
        "released_on": day,
        "exported_on": day,
        "is_food": False,
    } | more


def back(day: str, quantity: Any = 5, **more: Any) -> dict[str, Any]:
    """Return a row of units that came back, and were declared, on a day."""
    return {
        "sku": "TB-1",
        "returned_quantity": quantity,
        "returned_on": day,
        "return_declared_on": day,
        **STATE,
    } | more


OLD, NEW = line(1, "2026-01-10"), line(2, "2026-05-20")
LATE_ON_OLD = "2026-09-01"
