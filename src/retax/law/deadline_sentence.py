"""The finding on the period in one sentence: the days, where they start, what is left.

It leads with what decides (back on, last day, days left or late); the rest is in brackets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from retax.facts.catalogue import NAMES
from retax.law.sentences import CaseView, FindingView
from retax.words import Words, joined, kept


def write_deadline(finding: FindingView, case: CaseView) -> Words:
    """Say when the goods came back, against which last day, and how that day is counted."""
    abroad, end, end_fact, _, in_zone = case.clock
    last, counted_from, lenient_last, _ = case.last_days
    reached = case.reached
    days = [_write_in_the_zone(case) if in_zone else _write_returned(case, abroad, end, end_fact)]
    runs = abroad or in_zone or _is_planned(case)
    if last is not None:
        days.append(_label_date(_LAST_DAY, last))
        if reached is not None:
            days.append(count_days_to_last_day((last - reached).days, runs=runs))
    more = [
        *_write_counted_from(case, last, counted_from),
        *_find_lenient_last_day(last, lenient_last, reached, runs),
        *_write_return_declared(case, last, end),
        *(
            _write_still_to_declare(case, last)
            if finding.outcome == "outstanding" and not (abroad or in_zone)
            else ()
        ),
    ]
    text = joined([words for words in days if words.zh], zh="，")
    rest = joined(more, zh="；", en="; ")
    return Words(f"{text.zh}（{rest.zh}）", f"{text.en} ({rest.en})")


def _is_planned(case: CaseView) -> bool:
    return case.as_of is not None and case.reached is not None and case.as_of < case.reached


def _write_returned(case: CaseView, abroad: bool, end: date | None, end_fact: str | None) -> Words:
    if abroad:
        return Words("截至 {day} 尚未退运", "not back as of {day}").filled(day=case.as_of)
    if end is None or end_fact is None:
        return Words("", "")
    if case.as_of is not None and case.as_of < end:
        return Words("拟于 {day} {event}", "planned: {event} {day}").filled(
            event=name_event(end_fact), day=end
        )
    return _label_date(name_event(end_fact), end)


def _write_in_the_zone(case: CaseView) -> Words:
    back = case.facts.returned_on
    parts = [] if back is None else [_label_date(name_event("returned_on"), back)]
    in_zone = (
        Words("货物仍在区内", "the goods are still in the zone")
        if case.as_of is None
        else Words("截至 {day} 尚未运至境内区外", "not outside the zone as of {day}").filled(
            day=case.as_of
        )
    )
    return joined([*parts, in_zone], zh="，")


def _write_counted_from(
    case: CaseView, last: date | None, counted_from: str | None
) -> Iterator[Words]:
    if last is not None and counted_from is not None and counted_from in _EVENTS:
        yield _start(counted_from, getattr(case.facts, counted_from))


@kept
def _start(counted_from: str, day: date) -> Words:
    if counted_from == "declared_on":  # the declaration in place of the release
        template = Words(
            "放行日期未知，暂自{event} {day} 起算",
            "the release is unknown: counted from the {event} {day} for now",
        )
    else:
        template = Words("自{event} {day} 起算", "counted from the {event} {day}")
    return template.filled(event=name_event(counted_from), day=day)


def _find_lenient_last_day(
    last: date | None, lenient_last: date | None, reached: date | None, runs: bool
) -> Iterator[Words]:
    if lenient_last is None or lenient_last == last:
        return
    day_text = _label_date(_LENIENT_LAST_DAY, lenient_last)
    if reached is None or (last is not None and reached <= last):
        yield day_text
    elif reached > lenient_last:
        late = (reached - lenient_last).days
        still_late = Words(f"仍超期 {late} 天", f"still {_count_days(late)} late")
        yield joined([day_text, still_late], zh="，")
    else:
        yield joined(
            [day_text, count_days_to_last_day((lenient_last - reached).days, runs=runs)], zh="，"
        )


def _write_return_declared(case: CaseView, last: date | None, end: date | None) -> Iterator[Words]:
    declared = case.facts.return_declared_on
    if declared is None:
        return
    day_text = _label_date(name_event("return_declared_on"), declared)
    if last is not None and end is not None and end <= last < declared:
        day_text = joined([day_text, write_days_left((last - declared).days)], zh="，")
    yield day_text


def _write_still_to_declare(case: CaseView, last: date | None) -> Iterator[Words]:
    if case.as_of is not None and last is not None and case.facts.return_declared_on is None:
        day_text = Words("截至 {day} 尚未申报", "not declared as of {day}").filled(day=case.as_of)
        yield joined([day_text, write_days_left((last - case.as_of).days)], zh="，")


_EVENTS: Mapping[str, Words] = {
    name: record.event for name, record in NAMES.items() if record.event is not None
}


def name_event(name: str) -> Words:
    """Return what happened on a day: 退运进境, where the fact is 退运进境日期."""
    return _EVENTS[name]


_LAST_DAY = Words("期限届满日", "last day")
_LENIENT_LAST_DAY = Words("从宽口径的期限届满日", "last day on the lenient reading")


@kept
def _label_date(label: Words, day: date) -> Words:
    return Words(f"{label.zh} {day}", f"{label.en} {day}")


@kept
def count_days_to_last_day(days: int, *, runs: bool) -> Words:
    """Say how a day lies to the last day: days left while time runs, else days early or late."""
    if runs or days < 0:
        return write_days_left(days)
    if days == 0:
        return Words("即期限届满日当日", "on the last day itself")
    return Words(f"早于期限届满日 {days} 天", f"{_count_days(days)} before the last day")


@kept
def write_days_left(days: int) -> Words:
    """Say how many days are left, or how many it is too late (negative)."""
    if days < 0:
        return Words(f"超期 {-days} 天", f"{_count_days(-days)} late")
    return Words(f"余 {days} 天", f"{_count_days(days)} left")


def _count_days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"
