"""The worth of the verdicts of a file: by status, question, missing fact and due day.

Every amount is the sum of what single lines bear, each tax rounded by line, so it can differ by
some fen from a tax bill that rounds by ticket.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from retax.judge.compiled_law import FACT_ORDER
from retax.law.outcome import STATUSES, Status
from retax.law.regimes import QUESTIONS
from retax.money.amounts import Amounts
from retax.money.catalogue import BOUND
from retax.money.figures import MONEY_CONTEXT, NO_MONEY
from retax.money.file_sums import (
    NO_LINES,
    DayWorth,
    FactWorth,
    FileSums,
    QuestionWorth,
    StatusWorth,
    Sum,
    Tickets,
)
from retax.money.line_stakes import Stakes, stakes
from retax.money.taxes import ImportTax, TaxLine
from retax.money.wording import write_worth
from retax.verdict import Verdict
from retax.words import Lang


@dataclass(frozen=True, slots=True)
class Worth(FileSums):
    """The worth of the verdicts of a file.

    ``by_question`` and ``by_fact`` begin with what alone decides most; ``by_day`` is in order.
    """

    def explain(self, lang: Lang = "zh") -> str:
        """Explain the sums, in Chinese (``zh``) or English (``en``)."""
        return "\n".join(words.text(lang) for words in write_worth(self))

    def to_dict(self) -> dict[str, Any]:
        """Return the sums as plain values for programs; amounts are texts with two decimals."""
        tickets = self.tickets
        return {
            "lines": self.lines,
            **{name: getattr(self, name).to_dict() for name in _FIGURES},
            "by_status": {
                status: {name: getattr(part, name).to_dict() for name in _OF_A_STATUS}
                for status, part in self.by_status.items()
            },
            "by_question": [
                {"question": part.question.id, **_describe_both(part)} for part in self.by_question
            ],
            "by_fact": [{"fact": part.fact, **_describe_both(part)} for part in self.by_fact],
            "by_day": [
                {"day": part.day.isoformat(), "more": part.more.to_dict()} for part in self.by_day
            ],
            "tickets": tickets
            and {
                "free_up_to": f"{tickets.free_up_to:.2f}",
                "tested": tickets.tested,
                "lines_not_tested": tickets.lines_not_tested,
                "free_strict": f"{tickets.free_strict:.2f}",
                "free_lenient": f"{tickets.free_lenient:.2f}",
            },
        }


def _describe_both(part: QuestionWorth | FactWorth) -> dict[str, Any]:
    return {"at_stake": part.at_stake.to_dict(), "alone": part.alone.to_dict()}


def worth(
    pairs: Iterable[tuple[Verdict, Amounts | Mapping[str, Any]]],
    free_up_to: Decimal | int | str | None = None,
) -> Worth:
    """Add up what the verdicts of a file are worth, each with the amounts of its line.

    ``free_up_to``: the sum of a tax up to which a ticket does not bear it, in yuan. The law leaves
    it to the State Council (Tariff Law, Article 32) and it is not among the texts read here, so
    none counts unless given. Memory grows with the number of tickets then, else not.

    Raises:
        pydantic.ValidationError: as :func:`stakes` does (with a note of the position).
        ValueError: an item is no pair, or ``free_up_to`` is no amount of 0 or more.
    """
    file = RunningWorth(None if free_up_to is None else _read_threshold(free_up_to))
    for position, pair in enumerate(pairs):
        file.add(_find_stakes(pair, position))
    return file.sum_up()


def _find_stakes(pair: object, position: int) -> Stakes:
    if not isinstance(pair, tuple) or len(pair) != 2:
        raise ValueError(
            f"pairs holds {pair!r} at position {position}; accepted are pairs of a verdict and the "
            "amounts of its line"
        )
    try:
        return stakes(*pair)
    except ValueError as error:
        error.add_note(f"at position {position}")
        raise


def _read_threshold(free_up_to: object) -> Decimal:
    if isinstance(free_up_to, Decimal | int | str) and not isinstance(free_up_to, bool):
        try:
            amount = Decimal(free_up_to)
        # What is no number raises decimal.InvalidOperation, which is no ValueError.
        except ArithmeticError:
            amount = Decimal("NaN")
        if amount.is_finite() and 0 <= amount < BOUND:
            return amount
    raise ValueError(
        f"free_up_to is {free_up_to!r}; accepted is an amount in yuan of at least 0 and below 10^10"
    )


# -- adding up ----------------------------------------------------------------------------

_FIGURES: Mapping[str, Callable[[Stakes], Decimal | None]] = {
    "total": lambda line: line.total,
    "due_strict": lambda line: line.due_strict,
    "due_lenient": lambda line: line.due_lenient,
    "at_stake": lambda line: line.at_stake,
    "saved": lambda line: line.saved,
    "at_risk": lambda line: line.at_risk,
    "repay": lambda line: line.repay,
    "export_duty_back": lambda line: line.export_duty_back,
    "return_cost": lambda line: line.return_cost,
}
_OF_A_STATUS = ("total", "due_strict", "due_lenient")


@dataclass(frozen=True, slots=True)
class LineWorth:
    """The share of one line in the sums of its file.

    ``questions`` or ``facts``: the open questions or missing facts that keep it undecided;
    ``is_alone``: it is one of them, and nothing else does. ``cliffs``: days, and what falls due
    more when each is missed.
    """

    status: Status
    figures: Mapping[str, Decimal | None]
    cliffs: tuple[tuple[date, Decimal | None], ...]
    questions: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    is_alone: bool = False


def describe_worth(line: Stakes) -> LineWorth:
    """Return the share of a line in the sums of its file."""
    questions, facts = _list_what_keeps_open(line)
    is_of_law = line.undecided is not None and line.undecided.status == "needs_review"
    return LineWorth(
        line.verdict.status,
        {name: figure(line) for name, figure in _FIGURES.items()},
        tuple((cliff.day, cliff.more) for cliff in line.cliffs),
        questions=questions if is_of_law else (),
        facts=() if is_of_law else facts,
        is_alone=len(questions) == 1 if is_of_law else len(facts) == 1 and not questions,
    )


def _list_what_keeps_open(line: Stakes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the open questions and the missing facts on which the way in of a line turns."""
    ruling = line.undecided
    if ruling is None:
        return (), ()
    questions = tuple(question.id for question in ruling.open_questions)
    return questions, tuple(ask.fact for ask in ruling.asks)


@dataclass(slots=True)
class _Both:
    """A question or a fact: all its lines, and those that nothing else keeps open."""

    at_stake: Sum = NO_LINES
    alone: Sum = NO_LINES

    def add(self, figure: Decimal | None, *, is_alone: bool) -> None:
        self.at_stake = self.at_stake.plus(figure)
        if is_alone:
            self.alone = self.alone.plus(figure)

    def rank(self) -> tuple[Decimal, Decimal, int, int]:
        """Sort what alone decides most first; lines count where no amount is known."""
        alone, at_stake = self.alone, self.at_stake
        return (-alone.amount, -at_stake.amount, -alone.lines, -at_stake.lines)


@dataclass(slots=True)
class _Ticket:
    """The taxes of one ticket, strictly and leniently due; None where one is not known."""

    lines: int = 0
    strict: dict[ImportTax, Decimal] | None = field(default_factory=dict)
    lenient: dict[ImportTax, Decimal] | None = field(default_factory=dict)

    def add(self, line: Stakes) -> None:
        self.lines += 1
        self.strict = _add_taxes(self.strict, line.levied_strict)
        self.lenient = _add_taxes(self.lenient, line.levied_lenient)


def _add_taxes(
    sums: dict[ImportTax, Decimal] | None, levied: tuple[TaxLine, ...] | None
) -> dict[ImportTax, Decimal] | None:
    if sums is None or levied is None:
        return None
    for tax in levied:
        if tax.amount is None:
            return None
        sums[tax.tax] = MONEY_CONTEXT.add(sums.get(tax.tax, NO_MONEY), tax.amount)
    return sums


class RunningWorth:
    """The sums of a file while its lines pass; ``free_up_to`` as in :func:`worth`."""

    def __init__(self, free_up_to: Decimal | None = None) -> None:
        self._free_up_to = free_up_to
        self._sums = dict.fromkeys(_FIGURES, NO_LINES)
        self._by_status: dict[Status, dict[str, Sum]] = {}
        self._by_question: dict[str, _Both] = {}
        self._by_fact: dict[str, _Both] = {}
        self._by_day: dict[date, Sum] = {}
        self._tickets: dict[str, _Ticket] = {}
        self._lines_without_ticket = 0

    def add(self, line: Stakes) -> None:
        """Add one line."""
        self.add_worth(describe_worth(line))
        if self._free_up_to is not None:
            self._add_to_ticket(line)

    def add_worth(self, line: LineWorth) -> None:
        """Add one line by its figures; tickets, which need its taxes, are not added up."""
        for name, figure in line.figures.items():
            self._sums[name] = self._sums[name].plus(figure)
        status = self._by_status.setdefault(line.status, dict.fromkeys(_OF_A_STATUS, NO_LINES))
        for name in _OF_A_STATUS:
            status[name] = status[name].plus(line.figures[name])
        at_stake, is_alone = line.figures["at_stake"], line.is_alone
        _add_to_each(self._by_question, line.questions, at_stake, is_alone=is_alone)
        _add_to_each(self._by_fact, line.facts, at_stake, is_alone=is_alone)
        for day, more in line.cliffs:
            self._by_day[day] = self._by_day.get(day, NO_LINES).plus(more)

    def _add_to_ticket(self, line: Stakes) -> None:
        entry = line.verdict.facts.return_entry
        if entry is None:
            self._lines_without_ticket += 1
        else:
            self._tickets.setdefault(entry, _Ticket()).add(line)

    def sum_up(self) -> Worth:
        """Return the sums."""
        return Worth(
            lines=self._sums["total"].lines,
            **self._sums,
            by_status={
                status: StatusWorth(status, **self._by_status[status])
                for status in STATUSES
                if status in self._by_status
            },
            by_question=tuple(
                QuestionWorth(QUESTIONS[question], both.at_stake, both.alone)
                for question, both in _rank(self._by_question, list(QUESTIONS))
            ),
            by_fact=tuple(
                FactWorth(fact, both.at_stake, both.alone)
                for fact, both in _rank(self._by_fact, list(FACT_ORDER))
            ),
            by_day=tuple(DayWorth(day, self._by_day[day]) for day in sorted(self._by_day)),
            # The amount is left to the State Council (Tariff Law, Article 32): without one there is
            # no test.
            tickets=None if self._free_up_to is None else self._check_tickets(self._free_up_to),
        )

    def _check_tickets(self, free_up_to: Decimal) -> Tickets:
        tickets = self._tickets.values()
        # Where every tax due strictly is known, those due leniently are, too: they are no others.
        known = [ticket for ticket in tickets if ticket.strict is not None]
        not_tested = sum(ticket.lines for ticket in tickets) - sum(t.lines for t in known)
        return Tickets(
            free_up_to,
            len(known),
            self._lines_without_ticket + not_tested,
            _sum_free(free_up_to, (ticket.strict for ticket in known)),
            _sum_free(free_up_to, (ticket.lenient for ticket in known)),
        )


def _add_to_each(
    found: dict[str, _Both], names: Iterable[str], figure: Decimal | None, *, is_alone: bool
) -> None:
    for name in names:
        found.setdefault(name, _Both()).add(figure, is_alone=is_alone)


def _rank(found: Mapping[str, _Both], order: list[str]) -> list[tuple[str, _Both]]:
    # Python's sort is stable: equals of the second stay in the order of the first.
    named = sorted(found.items(), key=lambda item: order.index(item[0]))
    return sorted(named, key=lambda item: item[1].rank())


def _sum_free(
    free_up_to: Decimal, tickets: Iterable[Mapping[ImportTax, Decimal] | None]
) -> Decimal:
    free = NO_MONEY
    for sums in tickets:
        for amount in (sums or {}).values():
            # Tax by tax, not by the sum of a ticket: a duty above the amount leaves its VAT below
            # it free.
            if amount <= free_up_to:
                free = MONEY_CONTEXT.add(free, amount)
    return free
