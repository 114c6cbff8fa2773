"""The kinds of rules of a regime: documents, reliefs, actions, routes, presumptions, questions.

They are named tuples, since to create a dataclass takes eight times as long, and every start of a
program that imports retax pays for it. What users see is a dataclass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from retax.facts.values import Paper
from retax.law.clause import fact
from retax.law.outcome import Outcome
from retax.logic.expressions import (
    FALSE,
    TRUE,
    UNKNOWN,
    Expression,
    Fact,
    is_true,
    known,
    when,
)
from retax.words import Words

Tax = Literal[
    "import_duty",
    "import_vat",
    "import_consumption_tax",
    "export_duty",
    "export_vat_and_consumption_tax",
]


Effect = Literal[
    "exempt",
    "refund",
    "refund_if_paid",
    "as_domestic_return",
    "as_domestic_return_if_taxed",
    "not_levied",
    "not_levied_if_so_read",
    "due",
    "refund_on_application",
]


class ReliefRule(NamedTuple):
    """What becomes of one tax, and when.

    ``if_import_taxes``: the outcome of the clause on import taxes under which it does; None: under
    any.
    """

    tax: Tax
    effect: Effect
    words: Words
    when: Expression = TRUE
    if_import_taxes: Outcome | None = None


class ActionRule(NamedTuple):
    """What the enterprise does where a clause is outstanding; ``clause`` None: whatever is."""

    id: str
    clause: str | None
    words: Words
    when: Expression = TRUE
    due_on_last_day: bool = False
    quantity: Expression = UNKNOWN


Certainty = Literal["required", "expected", "depends"]


CERTAINTIES: Mapping[Certainty, Words] = {
    "required": Words("必备", "required"),
    "expected": Words("海关通常要求", "customs will want it"),
    "depends": Words("视待补资料而定", "depends on a missing fact"),
}


class DocumentRule(NamedTuple):
    """A document: which papers serve (any one), when it is required or expected, and why."""

    id: str
    words: Words
    papers: tuple[Paper, ...]
    basis: Words
    required: Expression = FALSE
    expected: Expression = FALSE
    named: bool = True

    @property
    def certainty(self) -> Expression:
        """Return how certainly it is needed; unknown where it is not needed at all."""
        undecided = ~known(self.required) | ~known(self.expected)
        return when(
            is_true(self.required),
            "required",
            when(is_true(self.expected), "expected", when(undecided, "depends", UNKNOWN)),
        )

    @property
    def held(self) -> Expression:
        """Say that one of the papers is held; unknown where the papers held are unknown."""
        return fact.papers_held.contains_any(*self.papers)


class RouteRule(NamedTuple):
    """A route: when it is worth a look, and what to say of it.

    ``unless_failed`` names clauses whose failure closes it; ``notes`` are added where they hold.
    """

    id: str
    words: Words
    when: Expression
    unless_failed: tuple[str, ...] = ()
    notes: tuple[tuple[Expression, Words], ...] = ()


class Presumption(NamedTuple):
    """What an unknown fact is taken to be, and when it is.

    ``clauses``: those whose outcome can rest on it. ``unless_requested``: clauses ask for the fact
    where it matters; it is presumed everywhere else. ``can_fail``: it can also be what a clause
    fails on, as where goods count as abroad after the last day.
    """

    fact: str
    words: Words
    clauses: tuple[str, ...]
    when: Expression = TRUE
    unless_requested: bool = False
    can_fail: bool = False


def presumption_applies(presumption: Presumption) -> Expression:
    """Say when a fact is presumed: it is unknown, and counts as something.

    Where a clause asks for it (``unless_requested``) it is not; that takes the outcomes of the
    clauses and is added by :class:`~retax.judge.compiled_law.Law`.
    """
    return ~known(Fact(presumption.fact)) & is_true(presumption.when)


class Step(NamedTuple):
    """What takes the place of settling a question: an action, and what to state afterwards."""

    id: str
    words: Words
    states: Words


@dataclass(frozen=True, slots=True)
class Question:
    """An open question of law: what is asked, the strict and the lenient side, and the grounds.

    ``instead``: the step in place of settling it, where no answer covers every case it names.
    """

    id: str
    asks: Words
    strict: Words
    lenient: Words
    grounds: Words
    instead: Step | None = None

    @property
    def can_be_settled(self) -> bool:
        """Whether one answer covers every case the question names."""
        return self.instead is None


LAST_DAY_UNKNOWN = Words("期限届满日（尚待确定）", "the last day (not known yet)")


ASK_CUSTOMS = Words(
    "就「{question}」向主管海关核实并留存答复",
    "put the question “{question}” to the competent customs office and keep its answer on file",
)
