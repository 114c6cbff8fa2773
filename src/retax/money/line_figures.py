"""The figures of one line: the taxes that fall due or are spared, and what else is to be paid.

What falls due is the lesser of both ways in: by the announcement, and by the ordinary route.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from retax.judge.ruling import Ruling
from retax.law.outcome import A_YES, Status
from retax.money.amounts import Amounts
from retax.money.catalogue import AMOUNTS
from retax.money.consumption_tax_headings import can_bear_consumption_tax
from retax.money.figures import MONEY_CONTEXT, NO_MONEY, add_up, round_to_fen
from retax.money.levy import Levies, Levy, find_levy_by_ordinary_route
from retax.money.taxes import Taxes, TaxLine, compute_taxes
from retax.verdict import Verdict
from retax.words import Words


@dataclass(frozen=True, slots=True)
class Cliff:
    """A last day, and what falls due more when it is missed; None where that is not known."""

    day: date
    more: Decimal | None


@dataclass(frozen=True, slots=True)
class UnderArticle39:
    """The ordinary route by itself: its law, its status, and the sum due under it alone.

    Before 2024-12-01 it is Article 43 of the former regulations: ``cites`` names the one that
    governs. Where import VAT and consumption tax are levied though the duty is not, their bases
    are without duty.
    """

    cites: Words | None
    status: Status
    due_strict: Decimal | None
    due_lenient: Decimal | None


@dataclass(frozen=True, slots=True)
class LineFigures:
    """The figures of one line, in yuan; a figure is None where an input is missing."""

    verdict: Verdict
    amounts: Amounts
    computed: Taxes
    _levies: Levies | None

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
    def levied_strict(self) -> tuple[TaxLine, ...] | None:
        """The taxes due by the better way in if every open question goes against the user.

        All three; import duty of nothing and the other two on bases without it; or none. None
        without an announcement: no answer is not a no.
        """
        return None if self._levies is None else self._list_levied(self._levies.strictly)

    @property
    def levied_lenient(self) -> tuple[TaxLine, ...] | None:
        """The same if every open question goes for the user; see :attr:`levied_strict`."""
        return None if self._levies is None else self._list_levied(self._levies.leniently)

    def _list_levied(self, levy: Levy) -> tuple[TaxLine, ...]:
        if levy == Levy.NOTHING:
            return ()
        if levy == Levy.EVERYTHING:
            return self.taxes
        # Computed anew: a duty that is not levied is in no base of the other two taxes either.
        hs_code, day = self.verdict.facts.hs_code, find_day_of_import(self.verdict)
        return compute_taxes(self.amounts, hs_code, day, is_duty_levied=False).lines

    @property
    def due_strict(self) -> Decimal | None:
        """The sum of :attr:`levied_strict`; None without an announcement, too."""
        return _sum_of(self.levied_strict)

    @property
    def due_lenient(self) -> Decimal | None:
        """The sum of :attr:`levied_lenient`; None without an announcement, too."""
        return _sum_of(self.levied_lenient)

    def _sum_due(self, levy: Levy) -> Decimal | None:
        return _sum_of(self._list_levied(levy))

    @property
    def at_stake(self) -> Decimal | None:
        """The sum on which the open questions, or the missing facts, decide."""
        return _subtract(self.due_strict, self.due_lenient)

    @property
    def undecided(self) -> Ruling | None:
        """The way in whose open questions and missing facts decide on the sum.

        After a no of the announcement that is the ordinary route, where anything turns on it.
        None where nothing is left to be decided.
        """
        verdict = self.verdict
        # A sum that is not known is None, which is other than 0 as well.
        is_a_no = verdict.status == "ineligible" and self.at_stake != 0
        ruling = verdict.ordinary if is_a_no else verdict
        return ruling if ruling.status in ("needs_review", "needs_facts") else None

    @property
    def saved(self) -> Decimal | None:
        """The sum the better way in saves, read strictly."""
        return _subtract(self.total, self.due_strict)

    @property
    def at_risk(self) -> Decimal | None:
        """The sum the actions of a ``conditional`` verdict spare; nothing for others."""
        return self.total if self.verdict.status == "conditional" else NO_MONEY

    @property
    def cliffs(self) -> tuple[Cliff, ...]:
        """The cost of one day too late, for each last day of an action that is not past.

        The day is read strictly. After that of the announcement the ordinary route is left, read
        strictly; after that of the ordinary route all taxes fall due.
        """
        if self.verdict.status == "eligible":  # nothing is left to be done in time
            return ()
        as_of = self.verdict.as_of
        return tuple(
            cliff
            for cliff in (
                *self._find_cliffs_of_announcement(),
                *self._find_cliffs_of_ordinary_route(),
            )
            if cliff.more != 0 and (as_of is None or as_of <= cliff.day)
        )

    def _find_cliffs_of_announcement(self) -> Iterator[Cliff]:
        days = _list_last_days(self.verdict)
        if days:
            after = self._sum_due(find_levy_by_ordinary_route(self.verdict.ordinary).strictly)
            more = _subtract(after, self.due_lenient)
            yield from (Cliff(day, more) for day in days)

    def _find_cliffs_of_ordinary_route(self) -> Iterator[Cliff]:
        ordinary = self.verdict.ordinary
        before = find_levy_by_ordinary_route(ordinary).strictly
        if before < Levy.EVERYTHING:
            more = _subtract(self.total, self._sum_due(before))
            past = max(_list_last_days(self.verdict), default=date.min)
            # Up to its own last day the announcement spares the taxes, whatever becomes of the
            # other way in.
            yield from (Cliff(day, more) for day in _list_last_days(ordinary) if day > past)

    @property
    def article_39(self) -> UnderArticle39 | None:
        """The ordinary route by itself; None where the announcement says yes."""
        if self.verdict.status in A_YES:
            return None
        ordinary = self.verdict.ordinary
        levies = find_levy_by_ordinary_route(ordinary)
        return UnderArticle39(
            ordinary.cites,
            ordinary.status,
            self._sum_due(levies.strictly),
            self._sum_due(levies.leniently),
        )

    # -- cost and cash ------------------------------------------------------------------------

    @property
    def cost_strict(self) -> Decimal | None:
        """:attr:`due_strict` without the VAT, where that can be deducted."""
        return self._compute_cost(self.levied_strict)

    @property
    def cost_lenient(self) -> Decimal | None:
        """:attr:`due_lenient` without the VAT, where that can be deducted."""
        return self._compute_cost(self.levied_lenient)

    def _compute_cost(self, levied: tuple[TaxLine, ...] | None) -> Decimal | None:
        due = _sum_of(levied)
        if not levied or not due or self.amounts.vat_deductible is False:
            return due
        if self.amounts.vat_deductible is None:
            return None
        return add_up(*(line.amount for line in levied if line.tax != "import_vat"))

    # -- what else is to be paid, or comes back -----------------------------------------------

    @property
    def refund(self) -> Decimal | None:
        """The export refund of VAT and consumption tax, received or claimed."""
        amounts = self.amounts
        vat = amounts.refund_received
        # Amounts refuses refund_received beside these two, so neither overrides the other.
        if amounts.purchase_value is not None and amounts.refund_rate is not None:
            vat = round_to_fen(MONEY_CONTEXT.multiply(amounts.purchase_value, amounts.refund_rate))
        bears_none = not _can_bear_consumption_tax(self)
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
        """The export duty that comes back: with the exemption, after a no by the ordinary route.

        Nothing after a no where the ordinary route does not spare the duty for sure.
        """
        if self.verdict.facts.export_duty_paid is False:
            return NO_MONEY
        if self.verdict.status == "ineligible" and not _is_export_duty_given_back(self.verdict):
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
            if amounts.consumption_tax_refunded is None and _can_bear_consumption_tax(self):
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
    # The rates are those of the day of declaration (Tariff Law, Article 20); until there is one,
    # the nearest day known is taken.
    return verdict.facts.return_declared_on or verdict.back_on or verdict.as_of


def _sum_of(levied: tuple[TaxLine, ...] | None) -> Decimal | None:
    return None if levied is None else add_up(*(line.amount for line in levied))


def _list_last_days(ruling: Ruling) -> list[date]:
    """Return the last days of the actions of a ruling, in order."""
    return sorted({action.due for action in ruling.actions if action.due is not None})


def _is_export_duty_given_back(verdict: Verdict) -> bool:
    """Say whether the ordinary route brings back export duty."""
    return any(relief.tax == "export_duty" for relief in verdict.ordinary.reliefs)


def _can_bear_consumption_tax(line: LineFigures) -> bool:
    """Say whether the goods bear consumption tax, or may."""
    amounts = line.amounts
    if amounts.consumption_tax_rate is None and amounts.consumption_tax_per_unit is None:
        return can_bear_consumption_tax(line.verdict.facts.hs_code)
    return bool(amounts.consumption_tax_rate or amounts.consumption_tax_per_unit)


def _subtract(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else MONEY_CONTEXT.subtract(one, other)
