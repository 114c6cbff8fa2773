"""The screen of food headings, read from the same lists as the plain law's."""

from __future__ import annotations

import csv
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "tests" / "data"


def read_prefixes() -> dict[str, str]:
    """Return prefix of two or four digits → food, not_food or depends."""
    with (DATA / "food_headings.csv").open(encoding="utf-8", newline="") as lines:
        return {row["hs_prefix"]: row["screen"] for row in csv.DictReader(lines)}


def read_existing() -> frozenset[str]:
    """Return the headings of the Harmonized System."""
    lines = (DATA / "hs_headings.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


SCREEN = read_prefixes()
HEADINGS = read_existing()


def look_up_screen(hs_code: str) -> str | None:
    """Return what the screen says of a code: the longest prefix decides.

    Of a heading that does not exist it never says that it is no food.
    """
    heading = hs_code[:4]
    says = SCREEN.get(heading, SCREEN.get(heading[:2]))
    return None if says == "not_food" and heading not in HEADINGS else says
