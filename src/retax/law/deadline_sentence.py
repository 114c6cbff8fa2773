"""The finding on the period in one sentence: the days, where they start, what is left.

It leads with what decides (back on, last day, days left or late); the rest is in brackets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from retax.facts.catalogue import NAMES
from retax.law.sentences import CaseView, FindingView
from retax.words import BLANK, Phrase, Words, join_phrases, kept


class _Days(NamedTuple):
    """The days the sentence can name; None: not known, or not named here."""

    as_of: date | None
    returned: date | None
    end: date | None
    last: date | None
    origin: date | None
    lenient: date | None
    declared: date | None


class _Counts(NamedTuple):
    """The numbers of days it can name, each from some day to the last one; negative: too late.

    ``to_last``, ``to_lenient``: from the day the goods were back, or the day asked as of.
    ``declared``: from a declaration too late for goods that were back in time. ``left``: from the
    day asked as of, while goods that are back are still to be declared.
    """

    to_last: int | None
    to_lenient: int | None
    declared: int | None
    left: int | None


class _Shape(NamedTuple):
    """All that the words of the sentence rest on; its days and numbers go into blanks.

    ``known``: the names of the days it has. ``counts``: no further than words tell them apart.
    """

    abroad: bool
    in_zone: bool
    planned: bool
    end_fact: str | None
    counted_from: str | None
    known: tuple[str, ...]
    counts: _Counts


def write_deadline(finding: FindingView, case: CaseView) -> Phrase:
    """Say when the goods came back, against which last day, and how that day is counted."""
    abroad, end, end_fact, _, in_zone = case.clock
    last, counted_from, lenient, _ = case.last_days
    facts, as_of, reached = case.facts, case.as_of, case.reached
    declared = facts.return_declared_on
    is_late = last and end and declared and end <= last < declared
    is_to_be_declared = finding.outcome == "outstanding" and not (abroad or in_zone)
    days = _Days(
        as_of,
        facts.returned_on,
        end,
        last,
        getattr(facts, counted_from) if last and counted_from and counted_from in _EVENTS else None,
        None if lenient == last else lenient,
        declared,
    )
    counts = _Counts(
        _count_days(reached, last),
        _count_days(reached, lenient),
        _count_days(declared, last) if is_late else None,
        _count_days(as_of, last) if is_to_be_declared and declared is None else None,
    )
    shape = _Shape(
        abroad,
        in_zone,
        as_of is not None and end is not None and as_of < end,
        end_fact,
        counted_from,
        tuple([name for name, day in zip(_Days._fields, days, strict=True) if day is not None]),
        _Counts(*map(_cut_days, counts)),
    )
    words, places = _write_words(shape)
    figures = (*days, *[count and abs(count) for count in counts])
    return Phrase(words, tuple([str(figures[at]) for at in places]))


def _count_days(day: date | None, last: date | None) -> int | None:
    return None if day is None or last is None else (last - day).days


def _cut_days(days: int | None) -> int | None:
    """Return a number of days as far as words tell it apart: none, one or several of them."""
    return None if days is None else max(-2, min(2, days))


_DAY_PLACES = {name: str(at) for at, name in enumerate(_Days._fields)}
_COUNT_PLACES = {name: str(len(_DAY_PLACES) + at) for at, name in enumerate(_Counts._fields)}
"""Where each figure is among the days and the numbers behind them, as a value of a phrase."""


@kept
def _write_words(shape: _Shape) -> tuple[Words, tuple[int, ...]]:
    """Return the words with blanks, and by its place the figure that goes into each."""
    days = [*_write_in_the_zone(shape)] if shape.in_zone else [*_write_returned(shape)]
    counts, runs = shape.counts, shape.abroad or shape.in_zone or shape.planned
    if "last" in shape.known:
        days.append(_write_day(_LAST_DAY, "last"))
        if counts.to_last is not None:
            days.append(_count_days_to_last_day("to_last", counts.to_last, runs=runs))
    more = [
        *_write_counted_from(shape),
        *_find_lenient_last_day(shape, runs),
        *_write_return_declared(shape),
        *_write_still_to_declare(shape),
    ]
    first, rest = join_phrases(days, zh="，"), join_phrases(more, zh="；", en="; ")
    words = Words(f"{first.words.zh}（{rest.words.zh}）", f"{first.words.en} ({rest.words.en})")
    return words, tuple([int(place) for place in (*first.values, *rest.values)])


_NOT_BACK = Words("截至 {day} 尚未退运", "not back as of {day}").filled(day=BLANK)


def _write_returned(shape: _Shape) -> Iterator[Phrase]:
    if shape.abroad:
        yield _write_day(_NOT_BACK, "as_of")
    elif "end" in shape.known and shape.end_fact is not None:
        yield _write_day((_PLANNED if shape.planned else _ON)[shape.end_fact], "end")


_STILL_IN_THE_ZONE = Words("货物仍在区内", "the goods are still in the zone")
_NOT_OUTSIDE = Words("截至 {day} 尚未运至境内区外", "not outside the zone as of {day}").filled(
    day=BLANK
)


def _write_in_the_zone(shape: _Shape) -> Iterator[Phrase]:
    if "returned" in shape.known:
        yield _write_day(_ON["returned_on"], "returned")
    dated = "as_of" in shape.known
    yield _write_day(_NOT_OUTSIDE, "as_of") if dated else Phrase(_STILL_IN_THE_ZONE)


def _write_counted_from(shape: _Shape) -> Iterator[Phrase]:
    if "origin" in shape.known and shape.counted_from is not None:
        yield _write_day(_FROM[shape.counted_from], "origin")


def _find_lenient_last_day(shape: _Shape, runs: bool) -> Iterator[Phrase]:
    if "lenient" not in shape.known:
        return
    day_text = _write_day(_LENIENT_LAST_DAY, "lenient")
    to_last, to_lenient = shape.counts.to_last, shape.counts.to_lenient
    if to_lenient is None or (to_last is not None and to_last >= 0):
        yield day_text
    elif to_lenient < 0:
        late = _STILL_LATE[to_lenient == -1]
        yield _join_with_comma(day_text, _write_number(late, "to_lenient"))
    else:
        left = _count_days_to_last_day("to_lenient", to_lenient, runs=runs)
        yield _join_with_comma(day_text, left)


def _join_with_comma(*parts: Phrase) -> Phrase:
    return join_phrases(parts, zh="，")


def _write_return_declared(shape: _Shape) -> Iterator[Phrase]:
    if "declared" not in shape.known:
        return
    day_text = _write_day(_ON["return_declared_on"], "declared")
    late = shape.counts.declared
    yield (
        day_text if late is None else _join_with_comma(day_text, _count_days_left("declared", late))
    )


_NOT_DECLARED = Words("截至 {day} 尚未申报", "not declared as of {day}").filled(day=BLANK)


def _write_still_to_declare(shape: _Shape) -> Iterator[Phrase]:
    left = shape.counts.left
    if left is not None:
        not_declared = _write_day(_NOT_DECLARED, "as_of")
        yield _join_with_comma(not_declared, _count_days_left("left", left))


_EVENTS: Mapping[str, Words] = {
    name: record.event for name, record in NAMES.items() if record.event is not None
}


def name_event(name: str) -> Words:
    """Return what happened on a day: 退运进境, where the fact is 退运进境日期."""
    return _EVENTS[name]


def _write_day(words: Words, day: str) -> Phrase:
    return Phrase(words, (_DAY_PLACES[day],))


def _write_number(words: Words, count: str) -> Phrase:
    return Phrase(words, (_COUNT_PLACES[count],))


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
_ON_THE_LAST_DAY = Words("即期限届满日当日", "on the last day itself")


def count_days_to_last_day(days: int, *, runs: bool) -> Words:
    """Say how a day lies to the last day: days left while time runs, else days early or late."""
    return _put_number_into(_choose_words_to_last_day(days, runs=runs), days)


def write_days_left(days: int) -> Words:
    """Say how many days are left, or how many it is too late (negative)."""
    return _put_number_into(_choose_words_left(days), days)


def _put_number_into(words: Words, days: int) -> Words:
    return Words(*(text.replace(BLANK, str(abs(days))) for text in words))


def _choose_words_to_last_day(days: int, *, runs: bool) -> Words:
    if runs or days < 0:
        return _choose_words_left(days)
    return _ON_THE_LAST_DAY if days == 0 else _EARLY[days == 1]


def _choose_words_left(days: int) -> Words:
    return (_LATE if days < 0 else _LEFT)[abs(days) == 1]


def _count_days_to_last_day(count: str, days: int, *, runs: bool) -> Phrase:
    words = _choose_words_to_last_day(days, runs=runs)
    return Phrase(words) if words is _ON_THE_LAST_DAY else _write_number(words, count)


def _count_days_left(count: str, days: int) -> Phrase:
    return _write_number(_choose_words_left(days), count)
