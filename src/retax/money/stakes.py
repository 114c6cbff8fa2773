"""What a verdict is worth: the taxes that fall due or are spared, and what else is to be paid.

Money speaks of the announcement's verdict alone. What Article 39 of the Tariff Law would levy is
shown beside it where the verdict points there, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from retax.facts.catalogue import NAMES, format_value
from retax.facts.messages import Refusal
from retax.facts.model import validation_error
from retax.law.outcome import Status
from retax.law.tariff_law_39.instruments import TARIFF_LAW_IN_FORCE
from retax.money.amounts import Amounts
from retax.money.catalogue import AMOUNTS
from retax.money.consumption_tax_headings import may_bear_consumption_tax
from retax.money.figures import MONEY_CONTEXT, NO_MONEY, add_up, round_to_fen, write_money
from retax.money.taxes import Taxes, TaxLine, compute_taxes
from retax.money.wording import stakes_in_words
from retax.verdict import Verdict
from retax.words import Lang, Words


class Due(NamedTuple):
    """Whether the taxes fall due: with every open question against the user, and for him."""

    strictly: bool | None
    leniently: bool | None


WHAT_IS_DUE: Mapping[Status, Due] = {
    "eligible": Due(strictly=False, leniently=False),
    "conditional": Due(strictly=False, leniently=False),
    "needs_review": Due(strictly=True, leniently=False),
    "needs_facts": Due(strictly=True, leniently=False),
    "ineligible": Due(strictly=True, leniently=True),
    "not_covered": Due(strictly=None, leniently=None),
}
"""Under the announcement; without one there is no answer, which is not a no."""


@dataclass(frozen=True, slots=True)
class Cliff:
    """A last day, and what falls due more when it is missed; None where that is not known."""

    day: date
    more: Decimal | None


@dataclass(frozen=True, slots=True)
class UnderArticle39:
    """What is due if Article 39 of the Tariff Law applies, which is not decided here.

    Before 2024-12-01 it is Article 43 of the former regulations: ``cites`` names the one. Read
    strictly, import VAT and consumption tax are levied all the same, on bases without duty; read
    leniently, they are treated as the duty is.
    """

    cites: Words
    due_strict: Decimal | None
    due_lenient: Decimal


_ARTICLE_39 = Words("关税法第三十九条", "Tariff Law, Article 39,")
_ARTICLE_43 = Words("原进出口关税条例第四十三条", "Article 43 of the former regulations")


@dataclass(frozen=True, slots=True)
class Stakes:
    """What one verdict is worth, in yuan; a figure is None where an input is missing.

    The figures are never netted: refunds to repay, export duty and VAT that can be deducted are
    money of other days, and partly of other offices.
    """

    verdict: Verdict
    amounts: Amounts
    computed: Taxes

    # -- the taxes ----------------------------------------------------------------------------

    @property
    def taxes(self) -> tuple[TaxLine, ...]:
        """Import duty, consumption tax and VAT, for the case that nothing is exempt."""
        return self.computed.lines

    @property
    def total(self) -> Decimal | None:
        """The sum of the taxes, for the case that nothing is exempt."""
        return self.computed.total

    @property
    def due_strict(self) -> Decimal | None:
        """What falls due if every open question goes against the user.

        None without an announcement, too: no answer is not a no.
        """
        return self._due(WHAT_IS_DUE[self.verdict.status].strictly)

    @property
    def due_lenient(self) -> Decimal | None:
        """What falls due if every open question goes for the user; see :attr:`due_strict`."""
        return self._due(WHAT_IS_DUE[self.verdict.status].leniently)

    def _due(self, falls_due: bool | None) -> Decimal | None:
        if falls_due is None:
            return None
        return self.total if falls_due else NO_MONEY

    @property
    def at_stake(self) -> Decimal | None:
        """What the open questions, or the missing facts, decide on."""
        return _difference(self.due_strict, self.due_lenient)

    @property
    def saved(self) -> Decimal | None:
        """What the exemption saves, read strictly."""
        return _difference(self.total, self.due_strict)

    @property
    def at_risk(self) -> Decimal | None:
        """What still depends on the actions of a ``conditional`` verdict; nothing for others."""
        return self.total if self.verdict.status == "conditional" else NO_MONEY

    @property
    def cliffs(self) -> tuple[Cliff, ...]:
        """What one day too late costs, for each last day of an action that is not past.

        The day is read strictly. What the goods bear after it counts in full, though a question
        may be open then.
        """
        as_of = self.verdict.as_of
        days = sorted({action.due for action in self.verdict.actions if action.due is not None})
        more = _difference(self.total, self.due_lenient)
        return tuple(Cliff(day, more) for day in days if as_of is None or as_of <= day)

    @property
    def article_39(self) -> UnderArticle39 | None:
        """What is due if Article 39 of the Tariff Law applies; None where nothing points to it."""
        if all(route.id != "tariff_law_39" for route in self.verdict.routes):
            return None
        hs_code, day = self.verdict.facts.hs_code, _day_of_import(self.verdict)
        taxes = compute_taxes(self.amounts, hs_code, day, is_duty_levied=False)
        is_former = day is not None and day < TARIFF_LAW_IN_FORCE
        return UnderArticle39(_ARTICLE_43 if is_former else _ARTICLE_39, taxes.total, NO_MONEY)

    # -- cost and cash ------------------------------------------------------------------------

    @property
    def cost_strict(self) -> Decimal | None:
        """:attr:`due_strict` without the VAT, where that can be deducted."""
        return self._cost(self.due_strict)

    @property
    def cost_lenient(self) -> Decimal | None:
        """:attr:`due_lenient` without the VAT, where that can be deducted."""
        return self._cost(self.due_lenient)

    def _cost(self, due: Decimal | None) -> Decimal | None:
        if not due or self.amounts.vat_deductible is False:
            return due
        if self.amounts.vat_deductible is None:
            return None
        return _difference(due, self.computed.vat.amount)

    # -- what else is to be paid, or comes back -----------------------------------------------

    @property
    def refund(self) -> Decimal | None:
        """The export refund of VAT and consumption tax, received or claimed."""
        amounts = self.amounts
        vat = amounts.refund_received
        if amounts.purchase_value is not None and amounts.refund_rate is not None:
            vat = round_to_fen(MONEY_CONTEXT.multiply(amounts.purchase_value, amounts.refund_rate))
        bears_none = not _bears_consumption_tax(self)
        consumption_tax = amounts.consumption_tax_refunded
        return add_up(vat, NO_MONEY if consumption_tax is None and bears_none else consumption_tax)

    @property
    def repay(self) -> Decimal | None:
        """The refund still to be paid back, or to be offset; nothing where that is done.

        Whether it is to be repaid where the return is taxed is open; the figure is the same.
        """
        if self.verdict.facts.export_refund in ("not_refunded", "repaid"):
            return NO_MONEY
        return self.refund

    @property
    def export_duty_back(self) -> Decimal | None:
        """The export duty that comes back if the exemption is granted; nothing after a no."""
        if self.verdict.status == "ineligible" or self.verdict.facts.export_duty_paid is False:
            return NO_MONEY
        return None if self.verdict.status == "not_covered" else self.amounts.export_duty_amount

    @property
    def return_cost(self) -> Decimal | None:
        """What bringing the goods back costs."""
        return self.amounts.return_cost

    # -- what the figures rest on -------------------------------------------------------------

    @property
    def lacks(self) -> tuple[str, ...]:
        """The amounts without which a figure is None, in the order of the model."""
        lacks = {name for line in self.taxes for name in line.lacks}
        facts, amounts = self.verdict.facts, self.amounts
        if facts.export_refund in ("claimed", "refunded"):
            if amounts.refund_received is None and amounts.purchase_value is None:
                lacks.add("refund_received")
            if amounts.consumption_tax_refunded is None and _bears_consumption_tax(self):
                lacks.add("consumption_tax_refunded")
        if facts.export_duty_paid and amounts.export_duty_amount is None:
            lacks.add("export_duty_amount")
        return tuple(name for name in AMOUNTS if name in lacks)

    @property
    def assumed(self) -> tuple[str, ...]:
        """The unknown amounts that count as none."""
        return self.computed.assumed

    # -- for people and for programs ----------------------------------------------------------

    def explain(self, lang: Lang = "zh") -> str:
        """Explain the figures, in Chinese (``zh``) or English (``en``)."""
        return "\n".join(words.text(lang) for words in stakes_in_words(self))

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain values for programs; amounts are texts with two decimals."""
        article_39 = self.article_39
        return {
            "status": self.verdict.status,
            "taxes": [
                {
                    "tax": line.tax,
                    "base": _text(line.base),
                    "rate": None
                    if line.rate is None
                    else f"{line.rate.normalize(MONEY_CONTEXT):f}",
                    "specific": _text(line.specific),
                    "formula": line.formula,
                    "amount": _text(line.amount),
                    "basis": {"zh": line.basis.zh, "en": line.basis.en},
                    "lacks": list(line.lacks),
                }
                for line in self.taxes
            ],
            **{name: _text(getattr(self, name)) for name in FIGURES},
            "cliffs": [
                {"day": cliff.day.isoformat(), "more": _text(cliff.more)} for cliff in self.cliffs
            ],
            "article_39": article_39
            and {
                "due_strict": _text(article_39.due_strict),
                "due_lenient": _text(article_39.due_lenient),
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
    taxes = compute_taxes(known, verdict.facts.hs_code, _day_of_import(verdict))
    worth = Stakes(verdict, known, taxes)
    refusals = list(_refuse_contradictions(worth))
    if refusals:
        raise validation_error(refusals, Amounts.__name__)
    return worth


def _refuse_contradictions(worth: Stakes) -> Iterator[Refusal]:
    facts, amounts = worth.verdict.facts, worth.amounts
    if facts.export_refund == "not_refunded":
        refunds = ["refund_received", "consumption_tax_refunded"]
        if amounts.refund_rate:
            refunds.append("purchase_value")
        for name in refunds:
            if getattr(amounts, name):
                yield _refuse_beside(name, getattr(amounts, name), "export_refund", facts)
    if facts.export_duty_paid is False and amounts.export_duty_amount:
        name = "export_duty_amount"
        yield _refuse_beside(name, amounts.export_duty_amount, "export_duty_paid", facts)


def _refuse_beside(name: str, amount: Decimal, fact: str, facts: Any) -> Refusal:
    value = format_value(fact, getattr(facts, fact))
    words = Words(
        f"{AMOUNTS[name].label.zh}为{write_money(amount)}，{NAMES[fact].label.zh}却为“{value.zh}”；"
        "二者只能有其一",
        f"{name} is {write_money(amount)}, yet {fact} says: {value.en}; accepted is one of the two",
    )
    return Refusal(name, amount, words, "contradiction")


def _day_of_import(verdict: Verdict) -> date | None:
    return verdict.facts.return_declared_on or verdict.back_on or verdict.as_of


def _bears_consumption_tax(worth: Stakes) -> bool:
    """Say whether the goods bear consumption tax, or may."""
    amounts = worth.amounts
    if amounts.consumption_tax_rate is None and amounts.consumption_tax_per_unit is None:
        return may_bear_consumption_tax(worth.verdict.facts.hs_code)
    return bool(amounts.consumption_tax_rate or amounts.consumption_tax_per_unit)


def _difference(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else MONEY_CONTEXT.subtract(one, other)


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
