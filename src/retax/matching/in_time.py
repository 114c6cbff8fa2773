"""Where the law puts the border between in time and late, asked of its own compiled clauses.

No day is added and no clock is known here. For an export line the clause on the six months is
asked, by bisection, on which day of return it stops to hold: its *key*. For a return, from which
day of export on it begins to hold: its *need*, the key of an export of that day. A return is in
time on a line where ``need <= key``. That rests on one property of the clause, which the tests hold
it to: once late, later is late too.

Asked together with it are the clauses of Article 1 whose facts all are those of an export line (the
period, the code, no food): a line out of scope has a key below every need. Two answers of each:
strict (true under the strict reading, whatever is missing) and lenient (not false under the
lenient reading).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, lru_cache, partial
from operator import attrgetter
from typing import NamedTuple

from retax.judge.compiled_law import KEPT_LAWS, Law
from retax.law.cross_border.article_1_six_months import SIX_MONTHS
from retax.law.cross_border.supervision_codes import FROM_A_ZONE, SUPERVISION_CODES
from retax.logic.compile_python import Function, compile_function
from retax.logic.traversal import list_facts
from retax.matching.records import EXPORT_FACTS, RETURN_FACTS
from retax.matching.stock import ALWAYS, NEVER
from retax.matching.windows import NO_WINDOW, Window, find_edge, find_window

IMPOSSIBLE = ALWAYS + 1
"""The need of a return that is in time on no line."""

FURTHEST = 500
"""Days; more than any last day lies after the day it is counted from."""

KEPT_ANSWERS = 200_000
"""Days of lines, and of returns, of which the answer is kept."""

SOME_DAY = date(2026, 1, 1)
"""Where no day is known, the answer is the same for every day."""

SIDES = (STRICT, LENIENT) = (0, 1)
"""Places of the strict and the lenient answer."""


class Needs(NamedTuple):
    """The need of a return on lines whose clock starts outside a zone, and on those from one."""

    outside: int
    from_a_zone: int


class Border(NamedTuple):
    """What the law says of an export line alone."""

    windows: tuple[Window, Window]
    is_from_a_zone: bool
    last_day: int
    """The strict last day of the six months, be the line in scope or not."""


class _CompiledClock(NamedTuple):
    """The questions put to a law, compiled, and the facts it reads of each side."""

    clock: Function
    scope: Function
    is_from_a_zone: Function
    line_facts: tuple[str, ...]
    return_facts: tuple[str, ...]
    scope_facts: tuple[str, ...]
    facts_of_neither: frozenset[str]


@lru_cache(maxsize=KEPT_LAWS)
def _compile(law: Law) -> _CompiledClock:
    """Compile what is asked of a law; it takes as long as matching a hundred rows."""
    clock = next(c for c in law.clauses if c.clause.id == SIX_MONTHS.id)
    scope = [
        c
        for c in law.clauses
        if c.clause.article == SIX_MONTHS.article and set(c.facts) <= set(EXPORT_FACTS)
    ]
    of_scope = [(c.strict, c.lenient, law.read_strictly(c.clause.uncovered)) for c in scope]
    read = list_facts(clock.strict) | list_facts(clock.lenient)
    return _CompiledClock(
        compile_function([clock.strict, clock.lenient], law.days_off),
        # None of these clauses reads a last day, so that rest days do not matter.
        compile_function([tree for trees in of_scope for tree in trees]),
        compile_function([FROM_A_ZONE]),
        tuple(sorted(read & set(EXPORT_FACTS))),
        tuple(sorted(read & set(RETURN_FACTS))),
        tuple(sorted({fact for clause in scope for fact in clause.facts})),
        read - set(EXPORT_FACTS) - set(RETURN_FACTS),
    )


@lru_cache(maxsize=KEPT_LAWS)
def get_in_time(law: Law, as_of: date | None) -> InTime:
    """Return what is asked of a law as of a day; the answers serve every matching that asks it."""
    return InTime(law, as_of)


class InTime:
    """The clauses, asked of export lines and returns; answers are kept by the facts they read."""

    def __init__(self, law: Law, as_of: date | None) -> None:
        compiled = _compile(law)
        self.line_facts: tuple[str, ...] = compiled.line_facts
        self.return_facts: tuple[str, ...] = compiled.return_facts
        self.facts_of_neither: frozenset[str] = compiled.facts_of_neither
        self._clock = compiled.clock
        self._scope = compiled.scope
        self._is_from_a_zone = compiled.is_from_a_zone
        self._as_of = as_of
        # Each reads two facts and more, so that a tuple comes back.
        self._get_line_facts = attrgetter(*self.line_facts)
        self._get_return_facts = attrgetter(*self.return_facts)
        self._get_scope_facts = attrgetter(*compiled.scope_facts)
        self._get_export_facts = attrgetter(*EXPORT_FACTS)
        self._borders: dict[tuple[object, ...], Border] = {}
        self._before_day: dict[tuple[str, int], int] = {}
        """By clock and side, how long before a return the last need that was found lay."""
        self._windows: dict[tuple[object, ...], tuple[Window, Window]] = {}
        self._needs: dict[tuple[object, ...], tuple[Needs, Needs]] = {}
        self._scopes: dict[tuple[object, ...], tuple[bool, bool]] = {}

    def find_border(self, line: object) -> Border:
        """Return what the law says of a line: its windows, its clock and its last day."""
        key = self._get_export_facts(line)
        found = self._borders.get(key)
        if found is None:
            if len(self._borders) >= KEPT_ANSWERS:
                self._borders.clear()
            found = self._borders[key] = Border(
                self.find_windows(line), self.is_from_a_zone(line), self.find_last_day(line)
            )
        return found

    def is_from_a_zone(self, line: object) -> bool:
        """Say whether the clock of a line is that of exports from a zone (an unknown code: no)."""
        return self._is_from_a_zone(line, None)[0] is True

    def find_windows(self, line: object) -> tuple[Window, Window]:
        """Return the days of return in time on a line in scope, strictly and leniently."""
        strict, lenient = (
            window if is_within else NO_WINDOW
            for window, is_within in zip(
                self._find_windows_of_clock(line), self._is_in_scope(line), strict=True
            )
        )
        return strict, lenient

    def find_last_day(self, line: object) -> int:
        """Return the strict last day of the six months of a line, be it in scope or not."""
        return self._find_windows_of_clock(line)[STRICT].last

    def _find_windows_of_clock(self, line: object) -> tuple[Window, Window]:
        return self._get_windows(self._get_line_facts(line))

    def _get_windows(self, line: tuple[object, ...]) -> tuple[Window, Window]:
        if line not in self._windows:
            if len(self._windows) >= KEPT_ANSWERS:
                self._windows.clear()
            self._windows[line] = self._ask_windows(line)
        return self._windows[line]

    def find_needs(self, returned: object) -> tuple[Needs, Needs]:
        """Return the needs of a return, strictly and leniently."""
        key = self._get_return_facts(returned)
        found = self._needs.get(key)
        if found is None:
            if len(self._needs) >= KEPT_ANSWERS:
                self._needs.clear()
            found = self._needs[key] = self._ask_needs(key)
        return found

    def is_in_time(self, line: object, returned: object) -> tuple[bool, bool]:
        """Say whether one return is in time on one line in scope, strictly and leniently."""
        pair = _Pair()
        pair.set(self.line_facts, self._get_line_facts(line))
        pair.set(self.return_facts, self._get_return_facts(returned))
        answers, within = self._ask(pair), self._is_in_scope(line)
        return answers[STRICT] and within[STRICT], answers[LENIENT] and within[LENIENT]

    # -- the clauses asked

    def _ask(self, pair: _Pair) -> tuple[bool, bool]:
        strict, lenient = self._clock(pair, self._as_of)
        # What is unknown is not shown to be in time, and may be.
        return strict is True, lenient is not False

    def _is_in_scope(self, line: object) -> tuple[bool, bool]:
        key = self._get_scope_facts(line)
        if key not in self._scopes:
            answers = self._scope(line, self._as_of)
            strict, lenient, uncovered = answers[::3], answers[1::3], answers[2::3]
            is_shown = all(
                x is True and u is not True for x, u in zip(strict, uncovered, strict=True)
            )
            # An export of after the last announcement is no yes, and may be in scope all the same.
            is_possible = all(
                x is not False or u is True for x, u in zip(lenient, uncovered, strict=True)
            )
            self._scopes[key] = is_shown, is_possible
        return self._scopes[key]

    def _ask_windows(self, line: tuple[object, ...]) -> tuple[Window, Window]:
        days = [value for value in line if isinstance(value, date)] or [SOME_DAY]
        first, last = min(days).toordinal(), max(days).toordinal() + FURTHEST
        pair = _Pair()

        # Both sides are looked for, mostly on the same days.
        @cache
        def ask_on(day: int) -> tuple[bool, bool]:
            back = date.fromordinal(day)
            pair.set(self.line_facts, line)
            pair.set(self.return_facts, [_as_day(fact, back) for fact in self.return_facts])
            return self._ask(pair)

        strict, lenient = (
            find_window(partial(_answer, ask_on, side), first, last) for side in SIDES
        )
        return strict, lenient

    def _ask_needs(self, returned: tuple[object, ...]) -> tuple[Needs, Needs]:
        outside, from_a_zone = (self._ask_need(returned, code) for code in _CODE_OF_EACH_CLOCK)
        strict, lenient = (Needs(outside[k], from_a_zone[k]) for k in SIDES)
        return strict, lenient

    def _ask_need(self, returned: tuple[object, ...], code: str) -> tuple[int, int]:
        days = [value for value in returned if isinstance(value, date)]
        if self._as_of is not None:
            days.append(self._as_of)
        days = days or [SOME_DAY]
        first, last = min(days) - timedelta(FURTHEST), max(days)
        pair = _Pair()
        pair.set(self.return_facts, returned)
        facts = pair.__dict__

        @cache
        def ask_from(day: int) -> tuple[bool, bool]:
            facts.update(dict.fromkeys(self.line_facts, date.fromordinal(day)))
            facts["supervision_code"] = code
            return self._ask(pair)

        strict, lenient = (
            self._find_need(partial(_answer, ask_from, side), first, last, code, side)
            for side in SIDES
        )
        return strict, lenient

    def _find_need(
        self, is_enough: Callable[[int], bool], first: date, last: date, code: str, side: int
    ) -> int:
        start, stop = first.toordinal(), last.toordinal()
        if is_enough(start):
            return NEVER
        if not is_enough(stop):
            return IMPOSSIBLE
        near = stop - self._before_day.get((code, side), 0)
        first_enough = find_edge(is_enough, inside=stop, outside=start, near=near)
        self._before_day[code, side] = stop - first_enough
        return self.find_key_of(date.fromordinal(first_enough), code)[side]

    def find_key_of(self, day: date, code: str) -> tuple[int, int]:
        """Return the strict and the lenient key of an export that left on one day, in scope."""
        strict, lenient = self._get_windows(self._make_line(day, code))
        return strict.last, lenient.last

    def find_latest_key_of(self, day: date) -> tuple[int, int]:
        """Return the later of the keys that exports of one day have on the two clocks."""
        keys = [self.find_key_of(day, code) for code in _CODE_OF_EACH_CLOCK]
        return max(key[STRICT] for key in keys), max(key[LENIENT] for key in keys)

    def _make_line(self, day: date, code: str) -> tuple[object, ...]:
        return tuple(code if fact == "supervision_code" else day for fact in self.line_facts)


class _Pair:
    """The facts of a line and of a return side by side, as the clauses read them."""

    def set(self, names: tuple[str, ...], values: object) -> None:
        # Compiled clauses read facts out of __dict__.
        self.__dict__.update(zip(names, values, strict=True))  # type: ignore[call-overload]


_CODE_OF_EACH_CLOCK = tuple(
    next(row.code for row in SUPERVISION_CODES.values() if row.leaves_a_zone is from_a_zone)
    for from_a_zone in (False, True)
)


def _answer(answers: Callable[[int], tuple[bool, bool]], side: int, day: int) -> bool:
    return answers(day)[side]


def _as_day(fact: str, day: date) -> date | None:
    """Return the value of a fact of a return that is back and declared on one day."""
    return day if fact.endswith("_on") else None
