"""The sums of a file: by status, question, missing fact and due day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from retax.law.outcome import Status
from retax.law.rules import Question
from retax.money.figures import MONEY_CONTEXT, NO_MONEY


@dataclass(frozen=True, slots=True)
class Sum:
    """The burden of some lines: how many they are, and the sum of those whose figure is known.

    Where ``without_figure`` is above 0, the sum is that of a part of the lines.
    """

    lines: int = 0
    without_figure: int = 0
    amount: Decimal = NO_MONEY

    def plus(self, figure: Decimal | None) -> Sum:
        """Return the sum with one more line."""
        if figure is None:
            return Sum(self.lines + 1, self.without_figure + 1, self.amount)
        return Sum(self.lines + 1, self.without_figure, MONEY_CONTEXT.add(self.amount, figure))

    def to_dict(self) -> dict[str, Any]:
        """Return the sum as plain values for programs."""
        return {
            "lines": self.lines,
            "without_figure": self.without_figure,
            "amount": f"{self.amount:.2f}",
        }


NO_LINES = Sum()
"""The sum of no lines."""


@dataclass(frozen=True, slots=True)
class StatusWorth:
    """The lines of one status: the taxes if nothing is exempt, and what of them falls due."""

    status: Status
    total: Sum
    due_strict: Sum
    due_lenient: Sum


@dataclass(frozen=True, slots=True)
class QuestionWorth:
    """An open question of law: what is at stake on the lines whose way in turns on it.

    Those are the lines that are ``needs_review``, and after a no of the announcement those that
    the ordinary route leaves so. ``alone``: of these, the lines that turn on nothing else. One
    answer decides on that way in, whichever way it goes.
    """

    question: Question
    at_stake: Sum
    alone: Sum


@dataclass(frozen=True, slots=True)
class FactWorth:
    """A missing fact: what is at stake on the lines whose way in lacks it.

    Those are the lines that are ``needs_facts``, and after a no of the announcement those that the
    ordinary route leaves so. ``alone``: of these, the lines that lack nothing else and turn on no
    open question.
    """

    fact: str
    at_stake: Sum
    alone: Sum


@dataclass(frozen=True, slots=True)
class DayWorth:
    """A last day: what falls due more when it is missed."""

    day: date
    more: Sum


@dataclass(frozen=True, slots=True)
class Tickets:
    """Taxes of tickets (declarations of the return) up to the amount below which none is levied.

    Whether a tax is free is decided by ticket and by tax, on the sums of its lines. ``tested``
    tickets have all their figures; ``lines_not_tested`` have no ``return_entry``, no verdict on
    what is due, or a line of their ticket has no figure.
    """

    free_up_to: Decimal
    tested: int
    lines_not_tested: int
    free_strict: Decimal
    free_lenient: Decimal


@dataclass(frozen=True, slots=True)
class FileSums:
    """The sums of a file; ``Worth`` writes them."""

    lines: int
    total: Sum
    due_strict: Sum
    due_lenient: Sum
    at_stake: Sum
    saved: Sum
    at_risk: Sum
    repay: Sum
    export_duty_back: Sum
    return_cost: Sum
    by_status: Mapping[Status, StatusWorth]
    by_question: tuple[QuestionWorth, ...]
    by_fact: tuple[FactWorth, ...]
    by_day: tuple[DayWorth, ...]
    tickets: Tickets | None
