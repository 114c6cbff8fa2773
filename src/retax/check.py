"""The law applied to one case, and to many one after another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Literal, overload

from pydantic import ValidationError

from retax.finding import Case
from retax.goods import ReturnedGoods
from retax.law.compiled import Law, law_under
from retax.law.open_questions import QUESTIONS
from retax.logic.expressions import Side
from retax.verdict import Verdict

Goods = ReturnedGoods | Mapping[str, Any]

_NOTHING_SETTLED: Mapping[str, Side] = {}


def check(
    goods: Goods,
    *,
    as_of: date | None = None,
    settled: Mapping[str, Side] = _NOTHING_SETTLED,
    days_off: Collection[date] | None = None,
    known_on: date | None = None,
) -> Verdict:
    """Judge one line of returned goods under the announcement that governs its export.

    Args:
        goods: the facts, or a mapping that is validated into them.
        as_of: the day as of which you ask; goods of which no return is known count as not yet
            back on that day. Without it a missing day of return is a missing fact.
        settled: questions of law you know the answer to at your customs office: question id →
            ``"strict"`` or ``"lenient"``.
        days_off: exactly the rest days, instead of Saturdays and Sundays (they matter only to the
            question ``rest-day``).
        known_on: judge as one could on that day, by the announcements published until then.

    Raises:
        pydantic.ValidationError: a fact cannot be read, or two contradict each other.
        ValueError: an option is not one of those accepted.
    """
    law = _law(as_of, settled, days_off, known_on)
    if not isinstance(goods, ReturnedGoods):
        goods = ReturnedGoods.model_validate(goods)
    return Verdict(Case(law, goods, as_of), known_on)


@overload
def check_many(
    goods: Iterable[Goods],
    errors: Literal["raise"] = "raise",
    *,
    as_of: date | None = None,
    settled: Mapping[str, Side] = _NOTHING_SETTLED,
    days_off: Collection[date] | None = None,
    known_on: date | None = None,
) -> Iterator[Verdict]: ...


@overload
def check_many(
    goods: Iterable[Goods],
    errors: Literal["return"],
    *,
    as_of: date | None = None,
    settled: Mapping[str, Side] = _NOTHING_SETTLED,
    days_off: Collection[date] | None = None,
    known_on: date | None = None,
) -> Iterator[Verdict | ValidationError]: ...


def check_many(
    goods: Iterable[Goods],
    errors: Literal["raise", "return"] = "raise",
    *,
    as_of: date | None = None,
    settled: Mapping[str, Side] = _NOTHING_SETTLED,
    days_off: Collection[date] | None = None,
    known_on: date | None = None,
) -> Iterator[Verdict | ValidationError]:
    """Judge many lines, one verdict an item, in order and in constant memory.

    With ``errors="raise"`` a bad item raises its ``pydantic.ValidationError`` with a note of its
    position (counted from 0); with ``"return"`` it is yielded in its place and the others go on.
    The options are those of :func:`check`, and are looked at before the first item.
    """
    if errors not in ("raise", "return"):
        raise ValueError(f"errors is {errors!r}; accepted are 'raise' and 'return'")
    law = _law(as_of, settled, days_off, known_on)
    return _judged(goods, errors, law, as_of, known_on)


def _judged(
    goods: Iterable[Goods],
    errors: Literal["raise", "return"],
    law: Law,
    as_of: date | None,
    known_on: date | None,
) -> Iterator[Verdict | ValidationError]:
    for position, line in enumerate(goods):
        try:
            facts = line if isinstance(line, ReturnedGoods) else ReturnedGoods.model_validate(line)
        except ValidationError as error:
            if errors == "raise":
                error.add_note(f"at position {position}")
                raise
            yield error
        else:
            yield Verdict(Case(law, facts, as_of), known_on)


def last_day(
    goods: Goods,
    *,
    settled: Mapping[str, Side] = _NOTHING_SETTLED,
    days_off: Collection[date] | None = None,
) -> date | None:
    """Return the last day for the goods to come back, read strictly; None while it is not known.

    It is the ``last_day`` of the verdict: settled questions count on their settled side.
    """
    return check(goods, settled=settled, days_off=days_off).last_day


def _law(
    as_of: date | None,
    settled: Mapping[str, Side],
    days_off: Collection[date] | None,
    known_on: date | None,
) -> Law:
    if as_of is not None:
        _a_day("as_of", as_of)
    if not settled and days_off is None and known_on is None:
        return law_under()
    if known_on is not None:
        _a_day("known_on", known_on)
    return law_under(_sides(settled), _days(days_off), known_on)


def _a_day(name: str, value: object) -> None:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError(f"{name} is {value!r}; accepted is a datetime.date without a time of day")


def _days(days_off: Collection[date] | None) -> frozenset[date] | None:
    if days_off is None:
        return None
    if isinstance(days_off, str) or not isinstance(days_off, Collection):
        raise ValueError(f"days_off is {days_off!r}; accepted is a collection of days")
    for day in days_off:
        _a_day("a day of days_off", day)
    return frozenset(days_off)


def _sides(settled: Mapping[str, Side]) -> tuple[tuple[str, Side], ...]:
    if not isinstance(settled, Mapping):
        raise ValueError(f"settled is {settled!r}; accepted is a mapping of question ids to sides")
    for question, side in settled.items():
        if question not in QUESTIONS:
            raise ValueError(
                f"settled names the question {question!r}; accepted are {', '.join(QUESTIONS)}"
            )
        if side not in ("strict", "lenient"):
            raise ValueError(
                f"settled puts {question!r} on {side!r}; accepted are 'strict' and 'lenient'"
            )
    return tuple(sorted(settled.items()))
