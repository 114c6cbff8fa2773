"""The stakes of a verdict: the figures of its line, in words and as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from retax.facts.catalogue import NAMES, format_value
from retax.facts.messages import Refusal
from retax.facts.validation_error import make_validation_error
from retax.money.amounts import Amounts
from retax.money.catalogue import AGAINST_FACTS, AMOUNTS
from retax.money.figures import MONEY_CONTEXT, write_money
from retax.money.levy import find_levy_by_better_way
from retax.money.line_figures import LineFigures, find_day_of_import
from retax.money.taxes import compute_taxes
from retax.money.wording import write_dependence, write_stakes
from retax.verdict import Verdict
from retax.words import Lang, Words


@dataclass(frozen=True, slots=True)
class Stakes(LineFigures):
    """The worth of one verdict, in yuan; a figure is None where an input is missing.

    The figures are never netted: refunds to repay, export duty and VAT that can be deducted are
    money of other days, and partly of other offices.
    """

    def explain(self, lang: Lang = "zh") -> str:
        """Explain the figures, in Chinese (``zh``) or English (``en``)."""
        return "\n".join(words.text(lang) for words in write_stakes(self))

    def explain_dependence(self, lang: Lang = "zh") -> tuple[str, ...]:
        """Say in sentences what falls due and what that depends on, without the taxes themselves.

        What is lacking to compute them comes first, then what falls due, the missing facts and
        open questions that decide on it, the cost of a day too late, and what lies beside it.
        """
        return tuple(words.text(lang) for words in write_dependence(self))

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain values for programs; amounts are texts with two decimals."""
        article_39 = self.article_39
        cites = article_39 and article_39.cites
        return {
            "status": self.verdict.status,
            "taxes": [
                {
                    "tax": line.tax,
                    "base": _write_amount(line.base),
                    "rate": None
                    if line.rate is None
                    else f"{line.rate.normalize(MONEY_CONTEXT):f}",
                    "specific": _write_amount(line.specific),
                    "formula": line.formula,
                    "amount": _write_amount(line.amount),
                    "basis": {"zh": line.basis.zh, "en": line.basis.en},
                    "lacks": list(line.lacks),
                }
                for line in self.taxes
            ],
            **{name: _write_amount(getattr(self, name)) for name in FIGURES},
            "cliffs": [
                {"day": cliff.day.isoformat(), "more": _write_amount(cliff.more)}
                for cliff in self.cliffs
            ],
            "article_39": article_39
            and {
                "cites": cites and {"zh": cites.zh, "en": cites.en},
                "status": article_39.status,
                "due_strict": _write_amount(article_39.due_strict),
                "due_lenient": _write_amount(article_39.due_lenient),
            },
            "lacks": list(self.lacks),
            "assumed": list(self.assumed),
        }


FIGURES = (
    *("total", "due_strict", "due_lenient", "at_stake", "saved", "at_risk"),
    *("cost_strict", "cost_lenient", "repay", "export_duty_back", "return_cost"),
)
"""The single figures of a line, in order."""


def stakes(verdict: Verdict, amounts: Amounts | Mapping[str, Any]) -> Stakes:
    """Return what a verdict is worth, given the amounts of its line.

    Raises:
        pydantic.ValidationError: an amount cannot be read, or contradicts a fact of the line: a
            refund where none was obtained, an export duty where none was paid.
        ValueError: ``verdict`` is no verdict.
    """
    if not isinstance(verdict, Verdict):
        raise ValueError(f"verdict is {verdict!r}; accepted is what retax.check() returns")
    known = Amounts.model_validate(amounts)
    taxes = compute_taxes(known, verdict.facts.hs_code, find_day_of_import(verdict))
    worth = Stakes(verdict, known, taxes, find_levy_by_better_way(verdict))
    refusals = list(_refuse_contradictions(worth))
    if refusals:
        raise make_validation_error(refusals, Amounts.__name__)
    return worth


def _refuse_contradictions(worth: Stakes) -> Iterator[Refusal]:
    facts, amounts = worth.verdict.facts, worth.amounts
    for (fact, value), refused in AGAINST_FACTS.items():
        if getattr(facts, fact) == value:
            for names in refused:
                # Where nothing was received, the amount is 0 and contradicts nothing.
                if all(getattr(amounts, name) for name in names):
                    yield _refuse_beside(names[0], getattr(amounts, names[0]), fact, facts)


def _refuse_beside(name: str, amount: Decimal, fact: str, facts: Any) -> Refusal:
    value = format_value(fact, getattr(facts, fact))
    words = Words(
        f"{AMOUNTS[name].label.zh}为{write_money(amount)}，{NAMES[fact].label.zh}却为“{value.zh}”；"
        "二者只能有其一",
        f"{name} is {write_money(amount)}, yet {fact} says: {value.en}; accepted is one of the two",
    )
    return Refusal(name, amount, words, "contradiction")


def _write_amount(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
