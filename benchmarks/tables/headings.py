"""The screen of food headings, read from the same list as the plain law's."""

from __future__ import annotations

import csv
from pathlib import Path

FOOD_HEADINGS = Path(__file__).resolve().parents[2] / "tests" / "data" / "food_headings.csv"


def prefixes() -> dict[str, str]:
    """Return prefix of two or four digits → food, not_food or depends."""
    with FOOD_HEADINGS.open(encoding="utf-8", newline="") as lines:
        return {row["hs_prefix"]: row["screen"] for row in csv.DictReader(lines)}


SCREEN = prefixes()


def screen(hs_code: str) -> str | None:
    """Return what the screen says of a code: the longest prefix decides."""
    return SCREEN.get(hs_code[:4], SCREEN.get(hs_code[:2]))
