"""The finding on the six months in one sentence: the days, where they start, what is left.

It leads with what decides (back on, last day, days left or late); in brackets stands the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from retax.vocabulary import NAMES
from retax.words import Words, joined

if TYPE_CHECKING:
    from retax.finding import Case, Finding


def six_months(finding: Finding, case: Case) -> Words:
    """Say when the goods came back, against which last day, and how that day is counted."""
    abroad, end, end_name, _ = case.law.clock_of(case.facts, case.as_of)
    last, counted_from, lenient_last, _ = case.law.last_days_of(case.facts, case.as_of)
    reached = case.reached
    days = [_back(case, abroad, end, end_name)]
    if last is not None:
        days.append(_dated(Words("期限届满日", "last day"), last))
        if reached is not None:
            days.append(left_or_late((last - reached).days))
    more = [
        *_counted_from(case, last, counted_from),
        *_lenient_last_day(last, lenient_last, reached),
        *_return_declared(case, last, end),
        *(_still_to_declare(case, last) if finding.outcome == "outstanding" and not abroad else ()),
    ]
    told = joined([words for words in days if words.zh], zh="，")
    rest = joined(more, zh="；", en="; ")
    return Words(f"{told.zh}（{rest.zh}）", f"{told.en} ({rest.en})")


def _back(case: Case, abroad: bool, end: date | None, end_name: str) -> Words:
    if not abroad:
        return Words("", "") if end is None else _dated(event(end_name), end)
    if case.facts.returned_on is None:
        return Words("截至 {day} 尚未退运", "not back as of {day}").filled(day=case.as_of)
    return Words(  # 1210, still in a zone
        "{back}，截至 {day} 尚未运至境内区外", "{back}, not outside the zone as of {day}"
    ).filled(back=_dated(event("returned_on"), case.facts.returned_on), day=case.as_of)


def _counted_from(case: Case, last: date | None, counted_from: str) -> Iterator[Words]:
    if last is None:
        return
    if counted_from == "declared_on":  # the declaration stands in for the release
        template = Words(
            "放行日期未知，暂自{event} {day} 起算",
            "the release is unknown: counted from the {event} {day} for now",
        )
    else:
        template = Words("自{event} {day} 起算", "counted from the {event} {day}")
    yield template.filled(event=event(counted_from), day=getattr(case.facts, counted_from))


def _lenient_last_day(
    last: date | None, lenient_last: date | None, reached: date | None
) -> Iterator[Words]:
    if lenient_last is None or lenient_last == last:
        return
    told = _dated(Words("从宽口径的期限届满日", "last day on the lenient reading"), lenient_last)
    if reached is None or (last is not None and reached <= last):
        yield told
    elif reached > lenient_last:
        late = (reached - lenient_last).days
        yield joined([told, Words(f"仍超期 {late} 天", f"still {_days(late)} late")], zh="，")
    else:
        yield joined([told, left_or_late((lenient_last - reached).days)], zh="，")


def _return_declared(case: Case, last: date | None, end: date | None) -> Iterator[Words]:
    declared = case.facts.return_declared_on
    if declared is None:
        return
    told = _dated(event("return_declared_on"), declared)
    if last is not None and end is not None and end <= last < declared:
        told = joined([told, left_or_late((last - declared).days)], zh="，")
    yield told


def _still_to_declare(case: Case, last: date | None) -> Iterator[Words]:
    if case.as_of is not None and last is not None:
        told = Words("截至 {day} 尚未申报", "not declared as of {day}").filled(day=case.as_of)
        yield joined([told, left_or_late((last - case.as_of).days)], zh="，")


_EVENTS_EN: Mapping[str, str] = {
    "declared_on": "export declaration",
    "released_on": "release",
    "exported_on": "departure",
    "left_zone_on": "exit from the zone",
    "returned_on": "returned",
    "domestic_on": "outside any zone",
    "return_declared_on": "return declared",
}

_EVENTS: Mapping[str, Words] = {
    name: Words(NAMES[name].label.zh.removesuffix("日期"), en) for name, en in _EVENTS_EN.items()
}


def event(name: str) -> Words:
    """Return what happened on a day: 退运进境, where the fact is 退运进境日期."""
    return _EVENTS[name]


def _dated(label: Words, day: date) -> Words:
    return Words(f"{label.zh} {day}", f"{label.en} {day}")


def left_or_late(days: int) -> Words:
    """Say how many days are left, or how many it is too late (negative)."""
    if days < 0:
        return Words(f"超期 {-days} 天", f"{_days(-days)} late")
    return Words(f"余 {days} 天", f"{_days(days)} left")


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"
