"""The law applied to one case, and to many one after another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Literal, overload

from pydantic import ValidationError

from retax.finding import Case
from retax.goods import ReturnedGoods
from retax.law import announcements
from retax.law.announcements import Announcement
from retax.law.compiled import Law
from retax.logic.expressions import Side
from retax.options import NOTHING_SETTLED, a_day, law_for
from retax.verdict import Verdict

Goods = ReturnedGoods | Mapping[str, Any]


def check(
    goods: Goods,
    *,
    as_of: date | None = None,
    settled: Mapping[str, Side] = NOTHING_SETTLED,
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
    law = law_for(as_of, settled, days_off, known_on)
    return Verdict(Case(law, _validated(goods), as_of, known_on))


def _validated(goods: Goods) -> ReturnedGoods:
    # A pydantic class takes 0.2 µs to answer isinstance(); most lines are of the very class.
    return goods if type(goods) is ReturnedGoods else ReturnedGoods.model_validate(goods)


@overload
def check_many(
    goods: Iterable[Goods],
    errors: Literal["raise"] = "raise",
    *,
    as_of: date | None = None,
    settled: Mapping[str, Side] = NOTHING_SETTLED,
    days_off: Collection[date] | None = None,
    known_on: date | None = None,
) -> Iterator[Verdict]: ...


@overload
def check_many(
    goods: Iterable[Goods],
    errors: Literal["return"],
    *,
    as_of: date | None = None,
    settled: Mapping[str, Side] = NOTHING_SETTLED,
    days_off: Collection[date] | None = None,
    known_on: date | None = None,
) -> Iterator[Verdict | ValidationError]: ...


def check_many(
    goods: Iterable[Goods],
    errors: Literal["raise", "return"] = "raise",
    *,
    as_of: date | None = None,
    settled: Mapping[str, Side] = NOTHING_SETTLED,
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
    if isinstance(goods, Mapping | ReturnedGoods | str):
        raise ValueError(
            f"goods is a single {type(goods).__name__}; accepted are many lines of goods "
            "(check() judges one)"
        )
    law = law_for(as_of, settled, days_off, known_on)
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
            facts = _validated(line)
        except ValidationError as error:
            if errors == "raise":
                error.add_note(f"at position {position}")
                raise
            yield error
        else:
            yield Verdict(Case(law, facts, as_of, known_on))


def last_day(
    goods: Goods,
    *,
    settled: Mapping[str, Side] = NOTHING_SETTLED,
    days_off: Collection[date] | None = None,
) -> date | None:
    """Return the last day for the goods to come back, read strictly; None while it is not known.

    It is the ``last_day`` of the verdict: settled questions count on their settled side.
    """
    return check(goods, settled=settled, days_off=days_off).last_day


def governing(declared_on: date, known_on: date | None = None) -> Announcement | None:
    """Return the announcement that governs goods declared for export on a day.

    Where windows overlap, the one issued last governs. ``known_on`` leaves out what was published
    after that day. None: no announcement known by then speaks of such an export, which is not a
    "no" for days after the last window. ValueError for anything but days.
    """
    return announcements.governing(
        a_day("declared_on", declared_on),
        None if known_on is None else a_day("known_on", known_on),
    )
