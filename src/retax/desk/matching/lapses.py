"""The last days of stock abroad as reminders in a calendar: one event an item and day."""

from __future__ import annotations

from pathlib import Path

from retax import Lang, Words
from retax.desk.deadlines.ics import Reminder, write_reminders
from retax.desk.judging.deadlines import write_in_one_line
from retax.desk.matching.matched_tables import MatchedTables
from retax.facts.numbers import write_number
from retax.matching import Lapse

_SUMMARY = Words(
    "货号{sku}：境外库存至多{n}件届满", "Item {sku}: up to {n} units abroad reach their last day"
)


def write_lapses(file: str | Path, found: MatchedTables, lang: Lang = "zh") -> int:
    """Write an event on each last day still to come of an item, with alarms; return how many.

    Raises:
        DeskError: the calendar cannot be written.
        ValueError: the tables were matched without the day from which days are counted.
    """
    as_of = found.matched.as_of
    if as_of is None:
        raise ValueError("as_of is None; accepted is the day from which days are counted")
    to_come = [lapse for lapse in found.matched.deadlines if lapse.last_day >= as_of]
    return write_reminders(file, [*map(_make_reminder, to_come)], as_of, lang)


def _make_reminder(lapse: Lapse) -> Reminder:
    sku = write_in_one_line(lapse.sku)
    return Reminder(
        ("stock abroad", lapse.sku, lapse.place or ""),
        lapse.last_day,
        _SUMMARY.filled(sku=sku, n=write_number(lapse.needed_to_be_sure)),
        lapse.words,
    )
