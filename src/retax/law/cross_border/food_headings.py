"""A screen of HS headings for food; never the law itself.

The announcements exclude food (不含食品) without defining it. The Food Safety Law, Article 150,
means finished products and raw materials for people to eat or drink. By that the chapters and
headings of the tariff say ``food``, ``not_food`` or ``depends`` on the item; the longest prefix
listed decides, and a code no prefix fits says nothing. ``not_food`` applies to headings that exist
only: a mistyped code is no evidence. Common professional knowledge, not an
official list: where the declarant says nothing, ``not_food`` is presumed and anything else asks;
where he contradicts a firm heading, the question ``food-heading`` is open.

Source: 中华人民共和国食品安全法 (主席令第二十一号, 2015), Article 150, for what food is, in the law
database of the National People's Congress; no official list of headings is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from retax.law.clause import fact
from retax.law.hs_headings import HEADINGS, list_prefixes
from retax.logic.expressions import longest_prefix

Screen = Literal["food", "not_food", "depends"]

# "02 07-11" means the prefixes 02, 07, 08, 09, 10, 11.
_FOOD = """
    02 07-11 16 18-20
    0302-0309 0401-0409 1701 1704 2101 2103-2106 2201-2206 2208-2209
"""
_NOT_FOOD = """
    14 26-27 31-32 34 36-37 39-76 78-97
    0602-0604 2309 2401-2403 2502-2530 3001 3003 3005-3006 3303-3307
"""
_DEPENDS = """
    01 03-06 12-13 15 17 21-25 28-30 33 35 38
    0301 0410 0601 1404 1702 2102 2207 2404 2501 3002 3004 3104 3203-3206 3301-3302 3912-3913
    3917 9602
"""


FOOD_HEADINGS: Mapping[str, Screen] = {
    **dict.fromkeys(list_prefixes(_FOOD), "food"),
    **dict.fromkeys(list_prefixes(_NOT_FOOD), "not_food"),
    **dict.fromkeys(list_prefixes(_DEPENDS), "depends"),
}
"""HS prefix of two or four digits → what the screen says."""


def _as_screened() -> Iterator[tuple[str, Screen]]:
    """Yield the table with every ``not_food`` prefix written out as headings that exist."""
    for heading in HEADINGS:
        if FOOD_HEADINGS.get(heading[:2]) == "not_food":
            yield heading, "not_food"
    for prefix, screen in FOOD_HEADINGS.items():
        if screen != "not_food" or prefix in HEADINGS:
            yield prefix, screen


# 3104 comes twice: as a heading of chapter 31, then by itself; of equal keys dict() keeps the last.
SCREEN = longest_prefix(fact.hs_code, dict(_as_screened()))
"""What the screen says of the goods; unknown where there is no code or no prefix fits."""
