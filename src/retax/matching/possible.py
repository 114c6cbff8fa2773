"""Whether units of a return can have left by an export line: by the consistency rules alone.

Goods come back no earlier than they left. The pairs of days are those of the consistency rules; a
day of arrival in the warehouse abroad and one out of it narrow them. An unknown day leaves open
everything: a line counts as there from its last known day on, a return until its first known one.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from operator import attrgetter

from retax.facts.consistency import CONTRADICTIONS
from retax.logic.expressions import Compare, Fact
from retax.matching.records import EXPORT_FACTS, RETURN_FACTS, ExportLine, ReturnedUnits
from retax.matching.stock import ALWAYS, NEVER

ORDERED_DAYS = tuple(
    (rule.when.left.name, rule.when.right.name)
    for rule in CONTRADICTIONS
    if isinstance(rule.when, Compare)
    and isinstance(rule.when.left, Fact)
    and isinstance(rule.when.right, Fact)
    and rule.when.left.name in RETURN_FACTS
    and rule.when.right.name in EXPORT_FACTS
)
"""Days of a return, each with a day of the export that it is not before."""

DAYS_BACK = tuple(dict.fromkeys(back for back, _ in ORDERED_DAYS))
DAYS_OUT = tuple(dict.fromkeys(out for _, out in ORDERED_DAYS))
_get_days_back, _get_days_out = attrgetter(*DAYS_BACK), attrgetter(*DAYS_OUT)


def find_day_out(line: ExportLine) -> int:
    """Return the day from which units of a line can come back, as a number."""
    return _find_latest(*_get_days_out(line.facts), line.arrived_on)


def find_day_back(row: ReturnedUnits) -> int:
    """Return the day until which lines must have left for a row, as a number."""
    return _find_earliest(*_get_days_back(row.facts), row.shipped_on)


KEPT_DAYS = 2**14
"""Combinations of days whose latest, or earliest, is kept; a year has few of them."""


@lru_cache(maxsize=KEPT_DAYS)
def _find_latest(*days: date | None) -> int:
    known = [day for day in days if day is not None]
    return max(known).toordinal() if known else NEVER


@lru_cache(maxsize=KEPT_DAYS)
def _find_earliest(*days: date | None) -> int:
    known = [day for day in days if day is not None]
    return min(known).toordinal() if known else ALWAYS


def as_date(day: int) -> date | None:
    """Return the day of a number; None for those before and after every day."""
    return date.fromordinal(day) if NEVER < day < ALWAYS else None
