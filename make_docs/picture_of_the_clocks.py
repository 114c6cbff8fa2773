"""A picture of the two clocks: where six months start and end under 1210, and under the others.

The days are those of two eligible cases, and every last day is the law's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from make_docs import palette, svg
from make_docs.cases import ELIGIBLE, Facts
from retax import Outcome, Side, Words, check
from retax.law.cross_border.supervision_codes import SUPERVISION_CODES
from retax.law.outcome import OUTCOMES

FILE = "images/clocks.svg"

WIDTH, LANE, TOP, FOOT = 760, 262, 16, 84
LEFT, RIGHT, A_DAY = 96, 470, 27
FIRST, FIRST_LAST_DAY = date(2026, 3, 5), date(2026, 9, 5)
HALF = date(2026, 6, 1)


@dataclass(frozen=True)
class Clock:
    """One of the two clocks: whose it is, the days it may start, and what ends it."""

    codes: Words
    facts: Facts
    question: str
    strict_fact: str
    strict: Words
    lenient: Words
    end: Words

    def last_day(self, side: Side, rest_day: Side) -> date:
        """Return the last day, with the start and the rest day read on these sides."""
        day = check(self.facts, settled={self.question: side, "rest-day": rest_day}).last_day
        return day or date.max  # an eligible case has a last day


def _codes(leaves_a_zone: bool, comma: str = "、") -> str:
    return comma.join(
        code for code, row in SUPERVISION_CODES.items() if row.leaves_a_zone is leaves_a_zone
    )


CLOCKS: tuple[Clock, ...] = (
    Clock(
        Words(_codes(False), "export and return"),
        ELIGIBLE["9610"],
        "export-date",
        "released_on",
        Words("放行", "release"),
        Words("实际离境", "departure"),
        Words("止：退运进境", "ends: back in the country"),
    ),
    Clock(
        Words(_codes(True), "through a zone"),
        ELIGIBLE["1210"],
        "zone-exit-date",
        "left_zone_on",
        Words("出区", "leaving the zone"),
        Words("离境", "departure"),
        Words("止：运至境内区外", "ends: inside the country, outside any zone"),
    ),
)


def picture() -> str:
    """Return the picture."""
    below = TOP + LANE * len(CLOCKS)
    marks = [mark for at, clock in enumerate(CLOCKS) for mark in _lane(clock, TOP + LANE * at)]
    marks += _notes(below)
    title = "The two clocks of six months: where they start and end, read strictly and leniently"
    return svg.picture(WIDTH, below + FOOT, title, marks)


def _x(day: date) -> float:
    """Return where a day stands; between spring and autumn the axis is broken."""
    if day < HALF:
        return LEFT + A_DAY * (day - FIRST).days
    return RIGHT + A_DAY * (day - FIRST_LAST_DAY).days


def _lane(clock: Clock, y: float) -> Iterator[str]:
    started, left = clock.facts[clock.strict_fact], clock.facts["exported_on"]
    yield svg.box(10, y, WIDTH - 20, LANE - 16, fill=svg.SHADE)
    yield svg.text(24, y + 26, clock.codes.zh, size=15, bold=True)
    yield svg.text(24, y + 43, clock.codes.en, size=11, fill=svg.FAINT)
    yield svg.text(WIDTH - 24, y + 26, clock.end.zh, bold=True, anchor="end")
    yield svg.text(WIDTH - 24, y + 43, clock.end.en, size=11, fill=svg.FAINT, anchor="end")
    yield from _axis(y + 102)
    yield from _start(started, clock.strict, y + 102, 142, "end")
    yield from _start(left, clock.lenient, y + 102, 186, "start")
    yield from _limits(clock, y + 124, y + 206)
    yield from _reading(clock, "strict", started, y + 118, svg.INK)
    yield from _reading(clock, "lenient", left, y + 158, svg.FAINT)
    yield from _outcomes(clock, started, y + 206)


_NOTES: tuple[Words, ...] = (
    Words(
        "从严时，退运进口申报也须在期限内（return-date）",
        "strictly the return must be declared in time, too (return-date)",
    ),
    Words(
        f"{_codes(False)} 退到区内的，是否已退运进境另有口径问题（zone）",
        f"whether goods of {_codes(False, ', ')} in a zone have come back is open, too (zone)",
    ),
)


def _notes(y: float) -> Iterator[str]:
    for at, note in enumerate(_NOTES):
        row = y + 14 + 34 * at
        yield svg.text(24, row, note.zh, size=12)
        yield svg.text(24, row + 15, note.en, size=11, fill=svg.FAINT)


def _axis(y: float) -> Iterator[str]:
    middle = (_x(FIRST) + RIGHT) / 2 + 40
    yield svg.line(LEFT - 20, y, middle - 6, y)
    yield svg.line(middle + 6, y, WIDTH - 30, y)
    yield svg.text(middle, y + 5, "//", anchor="middle", fill=svg.FAINT)


def _start(day: date, words: Words, y: float, beside: float, anchor: str) -> Iterator[str]:
    yield svg.dot(_x(day), y, 5, svg.INK)
    yield svg.text(beside, y - 26, f"{words.zh} {day}", anchor=anchor, bold=True)
    yield svg.text(beside, y - 11, words.en, size=10.5, fill=svg.FAINT, anchor=anchor)


def _limits(clock: Clock, top: float, bottom: float) -> Iterator[str]:
    for day, start in (
        (clock.last_day("strict", "strict"), top),
        (clock.last_day("lenient", "lenient"), top + 40),
    ):
        yield svg.line(_x(day), start, _x(day), bottom, stroke=svg.LINE, dashed=True)


_SAID: Mapping[Side, Words] = {
    "strict": Words("从严", "strictly"),
    "lenient": Words("从宽", "leniently"),
}
_WEEK = "一二三四五六日"


def _reading(clock: Clock, side: Side, start: date, y: float, colour: str) -> Iterator[str]:
    last, moved = clock.last_day(side, "strict"), clock.last_day(side, "lenient")
    said, begins = _SAID[side], clock.strict if side == "strict" else clock.lenient
    yield svg.box(_x(start), y, _x(last) - _x(start), 22, fill=colour, radius=3)
    yield svg.text(
        _x(start) + 10,
        y + 15.5,
        f"{said.zh}：自{begins.zh}起六个月 · {said.en}: from {begins.en}",
        size=12,
        fill=svg.GROUND,
    )
    yield svg.text(_x(last) + 5, y + 9, f"{last} 周{_WEEK[last.weekday()]}", size=11)
    if moved != last:
        yield svg.line(_x(last), y + 19, _x(moved), y + 19, stroke=colour, dashed=True)
        yield svg.text(
            _x(moved) + 6,
            y + 23,
            f"逢休息日顺延？{moved} (rest-day)",
            size=10.5,
            fill=svg.FAINT,
        )


_AND_DECLARED = Words("{met}（且已按期申报）", "{met}, if also declared in time")


def _outcomes(clock: Clock, started: date, y: float) -> Iterator[str]:
    strict = clock.last_day("strict", "strict")
    lenient = clock.last_day("lenient", "lenient")
    ends = (_x(started), _x(strict), _x(lenient), WIDTH - 30)
    said: Mapping[Outcome, Words] = {
        "met": _AND_DECLARED.filled(met=OUTCOMES["met"]),
        "open": OUTCOMES["open"],
        "failed": OUTCOMES["failed"],
    }
    for (outcome, words), (begin, end) in zip(said.items(), pairwise(ends), strict=True):
        fill, stroke = palette.fill(outcome), palette.STRONG[outcome]
        yield svg.box(begin, y, end - begin, 24, fill=fill, stroke=stroke, radius=0)
        yield svg.text(
            (begin + end) / 2, y + 16.5, f"{words.zh} · {words.en}", size=11.5, anchor="middle"
        )
