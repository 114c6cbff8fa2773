"""The options of a check, looked at once: the law they select, or one sentence on what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import cast

from retax.judge.compiled_law import Law, get_law
from retax.logic.expressions import Side

NOTHING_SETTLED: Mapping[str, Side] = {}


def find_law(
    as_of: date | None,
    settled: Mapping[str, str],
    days_off: Collection[date] | None,
    known_on: date | None,
) -> Law:
    """Return the law under these options; ValueError, in one sentence, for one not accepted."""
    if as_of is not None:
        validate_day("as_of", as_of)
    if not settled and days_off is None and known_on is None:
        return get_law()
    if known_on is not None:
        validate_day("known_on", known_on)
    return get_law(_read_sides(settled), _read_days_off(days_off), known_on)


def validate_errors(errors: object) -> None:
    """Raise ValueError where ``errors`` is neither ``"raise"`` nor ``"return"``."""
    if errors not in ("raise", "return"):
        raise ValueError(f"errors is {errors!r}; accepted are 'raise' and 'return'")


def validate_day(name: str, value: object) -> date:
    """Return a day as it is; ValueError, naming it, for anything but a date without time."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError(f"{name} is {value!r}; accepted is a datetime.date without a time of day")
    return value


def _read_days_off(days_off: Collection[date] | None) -> frozenset[date] | None:
    if days_off is None:
        return None
    if isinstance(days_off, str) or not isinstance(days_off, Collection):
        raise ValueError(f"days_off is {days_off!r}; accepted is a collection of days")
    for day in days_off:
        validate_day("a day of days_off", day)
    return frozenset(days_off)


def _read_sides(settled: Mapping[str, str]) -> tuple[tuple[str, Side], ...]:
    if not isinstance(settled, Mapping):
        raise ValueError(f"settled is {settled!r}; accepted is a mapping of question ids to sides")
    if not settled:
        return ()
    from retax.facts.messages import find_close_name
    from retax.law.regimes import QUESTIONS  # those of every regime, which is loaded for them

    for question, side in settled.items():
        if question not in QUESTIONS:
            accepted = [id_ for id_, each in QUESTIONS.items() if each.can_be_settled]
            near = find_close_name(question, accepted) if isinstance(question, str) else None
            meant = f" (perhaps {near!r})" if near else ""
            raise ValueError(
                f"settled names the question {question!r}{meant}; accepted are "
                f"{', '.join(accepted)}"
            )
        instead = QUESTIONS[question].instead
        if instead is not None:
            raise ValueError(
                f"settled names the question {question!r}, which no answer covers in every case; "
                f"accepted is to {instead.states.en} instead"
            )
        if side not in ("strict", "lenient"):
            raise ValueError(
                f"settled puts {question!r} on {side!r}; accepted are 'strict' and 'lenient'"
            )
    return tuple(sorted(cast("Mapping[str, Side]", settled).items()))
