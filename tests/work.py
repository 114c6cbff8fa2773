"""How much work something is, as a number that is the same on every machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import count


def count_calls(function: Callable[[], object]) -> int:
    """Return how many functions are called while one runs, those written in C included."""
    calls = count()

    def notice(_frame: object, event: str, _argument: object) -> None:
        if event in ("call", "c_call"):
            next(calls)

    earlier = sys.getprofile()
    sys.setprofile(notice)
    try:
        function()
    finally:
        sys.setprofile(earlier)
    return next(calls)
