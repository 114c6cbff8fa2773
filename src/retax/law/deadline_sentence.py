"""The finding on the period in one sentence: the days, where they start, what is left.

It leads with what decides (back on, last day, days left or late); the rest is in brackets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from retax.facts.catalogue import NAMES
from retax.law.sentences import CaseView, FindingView
from retax.words import BLANK, Phrase, Words, join_phrases, kept


def write_deadline(finding: FindingView, case: CaseView) -> Phrase:
    """Say when the goods came back, against which last day, and how that day is counted."""
    abroad, end, end_fact, _, in_zone = case.clock
    last, counted_from, lenient_last, _ = case.last_days
    reached = case.reached
    days = _write_in_the_zone(case) if in_zone else _write_returned(case, abroad, end, end_fact)
    runs = abroad or in_zone or _is_planned(case)
    if last is not None:
        days.append(_write_day(_LAST_DAY, last))
        if reached is not None:
            days.append(_count_days_to_last_day((last - reached).days, runs=runs))
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
    return _put_in_brackets(join_phrases(days, zh="，"), join_phrases(more, zh="；", en="; "))


def _put_in_brackets(text: Phrase, rest: Phrase) -> Phrase:
    return Phrase(_join_with_brackets(text.words, rest.words), text.values + rest.values)


@kept
def _join_with_brackets(text: Words, rest: Words) -> Words:
    return Words(f"{text.zh}（{rest.zh}）", f"{text.en} ({rest.en})")


def _is_planned(case: CaseView) -> bool:
    return case.as_of is not None and case.reached is not None and case.as_of < case.reached


_NOT_BACK = Words("截至 {day} 尚未退运", "not back as of {day}").filled(day=BLANK)


def _write_returned(
    case: CaseView, abroad: bool, end: date | None, end_fact: str | None
) -> list[Phrase]:
    if abroad:
        return [Phrase(_NOT_BACK, (str(case.as_of),))]
    if end is None or end_fact is None:
        return []
    if case.as_of is not None and case.as_of < end:
        return [Phrase(_PLANNED[end_fact], (str(end),))]
    return [_write_day(_ON[end_fact], end)]


_STILL_IN_THE_ZONE = Words("货物仍在区内", "the goods are still in the zone")
_NOT_OUTSIDE = Words("截至 {day} 尚未运至境内区外", "not outside the zone as of {day}").filled(
    day=BLANK
)


def _write_in_the_zone(case: CaseView) -> list[Phrase]:
    back = case.facts.returned_on
    return [
        *([] if back is None else [_write_day(_ON["returned_on"], back)]),
        Phrase(_STILL_IN_THE_ZONE)
        if case.as_of is None
        else Phrase(_NOT_OUTSIDE, (str(case.as_of),)),
    ]


def _write_counted_from(
    case: CaseView, last: date | None, counted_from: str | None
) -> Iterator[Phrase]:
    if last is not None and counted_from is not None and counted_from in _EVENTS:
        yield _write_day(_FROM[counted_from], getattr(case.facts, counted_from))


def _find_lenient_last_day(
    last: date | None, lenient_last: date | None, reached: date | None, runs: bool
) -> Iterator[Phrase]:
    if lenient_last is None or lenient_last == last:
        return
    day_text = _write_day(_LENIENT_LAST_DAY, lenient_last)
    if reached is None or (last is not None and reached <= last):
        yield day_text
    elif reached > lenient_last:
        late = (reached - lenient_last).days
        yield _join_with_comma(day_text, Phrase(_STILL_LATE[late == 1], (str(late),)))
    else:
        left = _count_days_to_last_day((lenient_last - reached).days, runs=runs)
        yield _join_with_comma(day_text, left)


def _join_with_comma(*parts: Phrase) -> Phrase:
    return join_phrases(parts, zh="，")


def _write_return_declared(case: CaseView, last: date | None, end: date | None) -> Iterator[Phrase]:
    declared = case.facts.return_declared_on
    if declared is None:
        return
    day_text = _write_day(_ON["return_declared_on"], declared)
    if last is not None and end is not None and end <= last < declared:
        day_text = _join_with_comma(day_text, _count_days_left((last - declared).days))
    yield day_text


_NOT_DECLARED = Words("截至 {day} 尚未申报", "not declared as of {day}").filled(day=BLANK)


def _write_still_to_declare(case: CaseView, last: date | None) -> Iterator[Phrase]:
    if case.as_of is not None and last is not None and case.facts.return_declared_on is None:
        not_declared = Phrase(_NOT_DECLARED, (str(case.as_of),))
        yield _join_with_comma(not_declared, _count_days_left((last - case.as_of).days))


_EVENTS: Mapping[str, Words] = {
    name: record.event for name, record in NAMES.items() if record.event is not None
}


def name_event(name: str) -> Words:
    """Return what happened on a day: 退运进境, where the fact is 退运进境日期."""
    return _EVENTS[name]


def _write_day(words: Words, day: date) -> Phrase:
    return Phrase(words, (str(day),))


def _label_a_day(label: Words) -> Words:
    return Words(f"{label.zh} {BLANK}", f"{label.en} {BLANK}")


def _count_from(name: str, event: Words) -> Words:
    if name == "declared_on":  # the declaration in place of the release
        words = Words(
            "放行日期未知，暂自{event} {day} 起算",
            "the release is unknown: counted from the {event} {day} for now",
        )
    else:
        words = Words("自{event} {day} 起算", "counted from the {event} {day}")
    return words.filled(event=event, day=BLANK)


_ON: Mapping[str, Words] = {name: _label_a_day(event) for name, event in _EVENTS.items()}
_FROM: Mapping[str, Words] = {name: _count_from(name, event) for name, event in _EVENTS.items()}
_PLANNED: Mapping[str, Words] = {
    name: Words("拟于 {day} {event}", "planned: {event} {day}").filled(event=event, day=BLANK)
    for name, event in _EVENTS.items()
}
_LAST_DAY = _label_a_day(Words("期限届满日", "last day"))
_LENIENT_LAST_DAY = _label_a_day(Words("从宽口径的期限届满日", "last day on the lenient reading"))


def _count_in_words(zh: str, en: str) -> tuple[Words, Words]:
    """Return words about a number of days, and about one day."""
    return (
        Words(zh, en).filled(days=f"{BLANK} days", n=BLANK),
        Words(zh, en).filled(days=f"{BLANK} day", n=BLANK),
    )


_LATE = _count_in_words("超期 {n} 天", "{days} late")
_STILL_LATE = _count_in_words("仍超期 {n} 天", "still {days} late")
_LEFT = _count_in_words("余 {n} 天", "{days} left")
_EARLY = _count_in_words("早于期限届满日 {n} 天", "{days} before the last day")
_ON_THE_LAST_DAY = Phrase(Words("即期限届满日当日", "on the last day itself"))


def count_days_to_last_day(days: int, *, runs: bool) -> Words:
    """Say how a day lies to the last day: days left while time runs, else days early or late."""
    return _count_days_to_last_day(days, runs=runs).fill()


def _count_days_to_last_day(days: int, *, runs: bool) -> Phrase:
    if runs or days < 0:
        return _count_days_left(days)
    return _ON_THE_LAST_DAY if days == 0 else Phrase(_EARLY[days == 1], (str(days),))


def write_days_left(days: int) -> Words:
    """Say how many days are left, or how many it is too late (negative)."""
    return _count_days_left(days).fill()


def _count_days_left(days: int) -> Phrase:
    words = _LATE if days < 0 else _LEFT
    number = abs(days)
    return Phrase(words[number == 1], (str(number),))
