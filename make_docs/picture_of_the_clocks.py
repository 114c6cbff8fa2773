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

    def find_last_day(self, side: Side, rest_day: Side) -> date:
        """Return the last day, with the start and the rest day read on these sides."""
        day = check(self.facts, settled={self.question: side, "rest-day": rest_day}).last_day
        return day or date.max  # an eligible case has a last day


def _list_codes(leaves_a_zone: bool, comma: str = "、") -> str:
    return comma.join(
        code for code, row in SUPERVISION_CODES.items() if row.leaves_a_zone is leaves_a_zone
    )


CLOCKS: tuple[Clock, ...] = (
    Clock(
        Words(_list_codes(False), "export and return"),
        ELIGIBLE["9610"],
        "export-date",
        "released_on",
        Words("放行", "release"),
        Words("实际离境", "departure"),
        Words("止：退运进境", "ends: back in the country"),
    ),
    Clock(
        Words(_list_codes(True), "through a zone"),
        ELIGIBLE["1210"],
        "zone-exit-date",
        "left_zone_on",
        Words("出区", "leaving the zone"),
        Words("离境", "departure"),
        Words("止：运至境内区外", "ends: inside the country, outside any zone"),
    ),
)


def draw_picture() -> str:
    """Return the picture."""
    below = TOP + LANE * len(CLOCKS)
    marks = [mark for at, clock in enumerate(CLOCKS) for mark in _draw_lane(clock, TOP + LANE * at)]
    marks += _draw_notes(below)
    title = "The two clocks of six months: where they start and end, read strictly and leniently"
    return svg.draw_picture(WIDTH, below + FOOT, title, marks)


def _find_x(day: date) -> float:
    """Return where a day stands; between spring and autumn the axis is broken."""
    if day < HALF:
        return LEFT + A_DAY * (day - FIRST).days
    return RIGHT + A_DAY * (day - FIRST_LAST_DAY).days


def _draw_lane(clock: Clock, y: float) -> Iterator[str]:
    started, left = clock.facts[clock.strict_fact], clock.facts["exported_on"]
    yield svg.draw_box(10, y, WIDTH - 20, LANE - 16, fill=svg.SHADE)
    yield svg.draw_text(24, y + 26, clock.codes.zh, size=15, bold=True)
    yield svg.draw_text(24, y + 43, clock.codes.en, size=11, fill=svg.FAINT)
    yield svg.draw_text(WIDTH - 24, y + 26, clock.end.zh, bold=True, anchor="end")
    yield svg.draw_text(WIDTH - 24, y + 43, clock.end.en, size=11, fill=svg.FAINT, anchor="end")
    yield from _draw_axis(y + 102)
    yield from _start(started, clock.strict, y + 102, 142, "end")
    yield from _start(left, clock.lenient, y + 102, 186, "start")
    yield from _draw_limits(clock, y + 124, y + 206)
    yield from _draw_reading(clock, "strict", started, y + 118, svg.INK)
    yield from _draw_reading(clock, "lenient", left, y + 158, svg.FAINT)
    yield from _draw_outcomes(clock, started, y + 206)


_NOTES: tuple[Words, ...] = (
    Words(
        "从严时，退运进口申报也须在期限内（return-date）",
        "strictly the return must be declared in time, too (return-date)",
    ),
    Words(
        f"{_list_codes(False)} 退到区内的，是否已退运进境另有口径问题（zone）",
        f"whether goods of {_list_codes(False, ', ')} in a zone have come back is open, too (zone)",
    ),
)


def _draw_notes(y: float) -> Iterator[str]:
    for at, note in enumerate(_NOTES):
        row = y + 14 + 34 * at
        yield svg.draw_text(24, row, note.zh, size=12)
        yield svg.draw_text(24, row + 15, note.en, size=11, fill=svg.FAINT)


def _draw_axis(y: float) -> Iterator[str]:
    middle = (_find_x(FIRST) + RIGHT) / 2 + 40
    yield svg.draw_line(LEFT - 20, y, middle - 6, y)
    yield svg.draw_line(middle + 6, y, WIDTH - 30, y)
    yield svg.draw_text(middle, y + 5, "//", anchor="middle", fill=svg.FAINT)


def _start(day: date, words: Words, y: float, beside: float, anchor: str) -> Iterator[str]:
    yield svg.draw_dot(_find_x(day), y, 5, svg.INK)
    yield svg.draw_text(beside, y - 26, f"{words.zh} {day}", anchor=anchor, bold=True)
    yield svg.draw_text(beside, y - 11, words.en, size=10.5, fill=svg.FAINT, anchor=anchor)


def _draw_limits(clock: Clock, top: float, bottom: float) -> Iterator[str]:
    for day, start in (
        (clock.find_last_day("strict", "strict"), top),
        (clock.find_last_day("lenient", "lenient"), top + 40),
    ):
        yield svg.draw_line(_find_x(day), start, _find_x(day), bottom, stroke=svg.LINE, dashed=True)


_SAID: Mapping[Side, Words] = {
    "strict": Words("从严", "strictly"),
    "lenient": Words("从宽", "leniently"),
}
_WEEK = "一二三四五六日"


def _draw_reading(clock: Clock, side: Side, start: date, y: float, colour: str) -> Iterator[str]:
    last, moved = clock.find_last_day(side, "strict"), clock.find_last_day(side, "lenient")
    said, begins = _SAID[side], clock.strict if side == "strict" else clock.lenient
    yield svg.draw_box(_find_x(start), y, _find_x(last) - _find_x(start), 22, fill=colour, radius=3)
    yield svg.draw_text(
        _find_x(start) + 10,
        y + 15.5,
        f"{said.zh}：自{begins.zh}起六个月 · {said.en}: from {begins.en}",
        size=12,
        fill=svg.GROUND,
    )
    yield svg.draw_text(_find_x(last) + 5, y + 9, f"{last} 周{_WEEK[last.weekday()]}", size=11)
    if moved != last:
        yield svg.draw_line(
            _find_x(last), y + 19, _find_x(moved), y + 19, stroke=colour, dashed=True
        )
        yield svg.draw_text(
            _find_x(moved) + 6,
            y + 23,
            f"逢休息日顺延？{moved} (rest-day)",
            size=10.5,
            fill=svg.FAINT,
        )


_AND_DECLARED = Words("{met}（且已按期申报）", "{met}, if also declared in time")


def _draw_outcomes(clock: Clock, started: date, y: float) -> Iterator[str]:
    strict = clock.find_last_day("strict", "strict")
    lenient = clock.find_last_day("lenient", "lenient")
    ends = (_find_x(started), _find_x(strict), _find_x(lenient), WIDTH - 30)
    said: Mapping[Outcome, Words] = {
        "met": _AND_DECLARED.filled(met=OUTCOMES["met"]),
        "open": OUTCOMES["open"],
        "failed": OUTCOMES["failed"],
    }
    for (outcome, words), (begin, end) in zip(said.items(), pairwise(ends), strict=True):
        fill, stroke = palette.fill(outcome), palette.STRONG[outcome]
        yield svg.draw_box(begin, y, end - begin, 24, fill=fill, stroke=stroke, radius=0)
        yield svg.draw_text(
            (begin + end) / 2, y + 16.5, f"{words.zh} · {words.en}", size=11.5, anchor="middle"
        )
