"""Days of return in time on a line: one run of days, whose ends are found by halving."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from retax.matching.stock import ALWAYS, NEVER

OUT_OF_REACH = NEVER - 1
"""The key of a line on which no return is in time; no need is below it."""

STEP = 28
"""Days between the returns tried where one on the first day is not shown to be in time."""

NARROW = 4
"""Days on either side of where the border is thought to lie, that of the day before it."""


class Window(NamedTuple):
    """Days of return in time on a line: from the first to the last; ``last`` is the key."""

    first: int
    last: int


NO_WINDOW = Window(ALWAYS, OUT_OF_REACH)


def find_window(is_in_time: Callable[[int], bool], first: int, last: int) -> Window:
    """Return the run of days that are in time; it may begin after the first day, and not end."""
    # The days in time are six months on end, so that no step passes over all of them.
    some_day = next((day for day in range(first, last + 1, STEP) if is_in_time(day)), None)
    if some_day is None:
        return NO_WINDOW
    # Days in time are one run, so its two ends can be found by halving.
    since = NEVER if some_day == first else find_edge(is_in_time, some_day, some_day - STEP)
    until = ALWAYS if is_in_time(last) else find_edge(is_in_time, some_day, last)
    return Window(since, until)


def find_edge(
    holds: Callable[[int], bool], inside: int, outside: int, near: int | None = None
) -> int:
    """Return the last day that holds on the way from one that does to one that does not.

    ``near``: a day it is thought to be near; another takes longer and gives the same.
    """
    for day in () if near is None else (near - NARROW, near + NARROW):
        if min(inside, outside) < day < max(inside, outside):
            if holds(day):
                inside = day
            else:
                outside = day
    while abs(outside - inside) > 1:
        middle = (inside + outside) // 2
        if holds(middle):
            inside = middle
        else:
            outside = middle
    return inside
