"""The levy on returned goods: nothing, the taxes without the duty, or all of them.

Two ways in can spare the taxes: the announcement all three, the ordinary route the duty, and the
other two where its clause on import taxes is met. What falls due in the end is the lesser of both.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import IntEnum
from typing import NamedTuple

from retax.judge.ruling import Ruling
from retax.law.outcome import FINAL_OUTCOMES, OUTCOMES, Outcome, Status
from retax.law.regimes import ORDINARY_REGIME
from retax.verdict import Verdict


class Levy(IntEnum):
    """What is levied on the goods, from the least to the most.

    ``WITHOUT_DUTY``: consumption tax and VAT, on bases without duty.
    """

    NOTHING = 0
    WITHOUT_DUTY = 1
    EVERYTHING = 2


class Levies(NamedTuple):
    """The levy if every open question and missing fact goes against the user, and for the user."""

    strictly: Levy
    leniently: Levy


WHAT_IS_DUE: Mapping[Status, Levies | None] = {
    "eligible": Levies(Levy.NOTHING, Levy.NOTHING),
    # Steps still to be taken count as taken; what they spare is the sum at risk.
    "conditional": Levies(Levy.NOTHING, Levy.NOTHING),
    "needs_review": Levies(Levy.EVERYTHING, Levy.NOTHING),
    "needs_facts": Levies(Levy.EVERYTHING, Levy.NOTHING),
    "ineligible": Levies(Levy.EVERYTHING, Levy.EVERYTHING),
    "not_covered": None,
}
"""Under the announcement; without one there is no answer, which is not a no."""


class Turn(NamedTuple):
    """Some clause, that on import taxes or another one, has one of some outcomes."""

    is_on_import_taxes: bool
    outcomes: Collection[Outcome]

    def is_taken(self, clause: str, outcome: Outcome) -> bool:
        """Say whether it holds where a clause has an outcome."""
        is_on_import_taxes = clause == ORDINARY_REGIME.import_taxes
        return is_on_import_taxes == self.is_on_import_taxes and outcome in self.outcomes


_UNDECIDED: tuple[Outcome, ...] = ("unknown", "open")
_NOT_MET: tuple[Outcome, ...] = tuple(outcome for outcome in OUTCOMES if outcome != "met")
_FAILED: tuple[Outcome, ...] = ("failed",)

TURNS: tuple[Turn, ...] = (
    Turn(is_on_import_taxes=False, outcomes=FINAL_OUTCOMES),
    Turn(is_on_import_taxes=False, outcomes=_UNDECIDED),
    Turn(is_on_import_taxes=True, outcomes=_NOT_MET),
    Turn(is_on_import_taxes=True, outcomes=_FAILED),
)
"""All that decides what the ordinary route leaves to be levied.

The duty is lost; it is undecided; the other taxes are not spared for sure; they are due for sure.
"""


def choose_levy(lost: bool, undecided: bool, not_spared: bool, due: bool) -> Levies:
    """Return what the ordinary route leaves to be levied, given which of :data:`TURNS` hold."""
    if lost:
        return Levies(Levy.EVERYTHING, Levy.EVERYTHING)
    strictly = Levy.WITHOUT_DUTY if not_spared else Levy.NOTHING
    leniently = Levy.WITHOUT_DUTY if due else Levy.NOTHING
    return Levies(Levy.EVERYTHING if undecided else strictly, leniently)


def find_levy_by_ordinary_route(ruling: Ruling) -> Levies:
    """Return what the ordinary route by itself leaves to be levied.

    Steps still to be taken count as taken, as under the announcement.
    """
    outcomes: dict[str, Outcome] = {finding.clause: finding.outcome for finding in ruling.findings}
    lost, undecided, not_spared, due = (
        any(turn.is_taken(clause, outcomes[clause]) for clause in outcomes) for turn in TURNS
    )
    return choose_levy(lost, undecided, not_spared, due)


def find_levy_by_better_way(verdict: Verdict) -> Levies | None:
    """Return the lesser levy of both ways in; None without an announcement."""
    here = WHAT_IS_DUE[verdict.status]
    if here is None or here.strictly == Levy.NOTHING:  # nothing is less than nothing
        return here
    return choose_lesser(here, find_levy_by_ordinary_route(verdict.ordinary))


def choose_lesser(here: Levies, there: Levies) -> Levies:
    """Return the lesser levy of two ways in."""
    return Levies(min(here.strictly, there.strictly), min(here.leniently, there.leniently))
