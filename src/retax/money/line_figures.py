"""The figures of one line: the taxes that fall due or are spared, and what else is to be paid.

Money speaks of the announcement's verdict alone. What Article 39 of the Tariff Law would levy is
shown beside it where the verdict points there, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from retax.law.outcome import Status
from retax.law.tariff_law_39.instruments import TARIFF_LAW_IN_FORCE
from retax.money.amounts import Amounts
from retax.money.catalogue import AMOUNTS
from retax.money.consumption_tax_headings import may_bear_consumption_tax
from retax.money.figures import MONEY_CONTEXT, NO_MONEY, add_up, round_to_fen
from retax.money.taxes import Taxes, TaxLine, compute_taxes
from retax.verdict import Verdict
from retax.words import Words


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
    """The sum due if Article 39 of the Tariff Law applies, which is not decided here.

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
class LineFigures:
    """The figures of one line, in yuan; a figure is None where an input is missing."""

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
        """The sum due if every open question goes against the user.

        None without an announcement, too: no answer is not a no.
        """
        return self._due(WHAT_IS_DUE[self.verdict.status].strictly)

    @property
    def due_lenient(self) -> Decimal | None:
        """The sum due if every open question goes for the user; see :attr:`due_strict`."""
        return self._due(WHAT_IS_DUE[self.verdict.status].leniently)

    def _due(self, falls_due: bool | None) -> Decimal | None:
        if falls_due is None:
            return None
        return self.total if falls_due else NO_MONEY

    @property
    def at_stake(self) -> Decimal | None:
        """The sum on which the open questions, or the missing facts, decide."""
        return _difference(self.due_strict, self.due_lenient)

    @property
    def saved(self) -> Decimal | None:
        """The sum the exemption saves, read strictly."""
        return _difference(self.total, self.due_strict)

    @property
    def at_risk(self) -> Decimal | None:
        """The sum that depends on the actions of a ``conditional`` verdict; nothing for others."""
        return self.total if self.verdict.status == "conditional" else NO_MONEY

    @property
    def cliffs(self) -> tuple[Cliff, ...]:
        """The cost of one day too late, for each last day of an action that is not past.

        The day is read strictly. What the goods bear after it counts in full, though a question
        may be open then.
        """
        as_of = self.verdict.as_of
        days = sorted({action.due for action in self.verdict.actions if action.due is not None})
        more = _difference(self.total, self.due_lenient)
        return tuple(Cliff(day, more) for day in days if as_of is None or as_of <= day)

    @property
    def article_39(self) -> UnderArticle39 | None:
        """The sum due if Article 39 of the Tariff Law applies; None where nothing points to it."""
        if all(route.id != "tariff_law_39" for route in self.verdict.routes):
            return None
        hs_code, day = self.verdict.facts.hs_code, find_day_of_import(self.verdict)
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
        # Amounts refuses refund_received beside these two, so neither overrides the other.
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
        """The cost of bringing the goods back."""
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


def find_day_of_import(verdict: Verdict) -> date | None:
    """Return the day whose rates the taxes bear; None where no day is known."""
    return verdict.facts.return_declared_on or verdict.back_on or verdict.as_of


def _bears_consumption_tax(line: LineFigures) -> bool:
    """Say whether the goods bear consumption tax, or may."""
    amounts = line.amounts
    if amounts.consumption_tax_rate is None and amounts.consumption_tax_per_unit is None:
        return may_bear_consumption_tax(line.verdict.facts.hs_code)
    return bool(amounts.consumption_tax_rate or amounts.consumption_tax_per_unit)


def _difference(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else MONEY_CONTEXT.subtract(one, other)
