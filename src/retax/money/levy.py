"""The levy on returned goods: nothing, the taxes without the duty, or all of them.

Two ways in can spare the taxes: the announcement all three, the ordinary route the duty, and the
other two where its clause on import taxes is met. What falls due in the end is the lesser of both.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple

from retax.judge.ruling import Ruling
from retax.law.outcome import FINAL_OUTCOMES, Outcome, Status
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
    "conditional": Levies(Levy.NOTHING, Levy.NOTHING),
    "needs_review": Levies(Levy.EVERYTHING, Levy.NOTHING),
    "needs_facts": Levies(Levy.EVERYTHING, Levy.NOTHING),
    "ineligible": Levies(Levy.EVERYTHING, Levy.EVERYTHING),
    "not_covered": None,
}
"""Under the announcement; without one there is no answer, which is not a no."""


def levy_by_ordinary_route(ruling: Ruling) -> Levies:
    """Return what the ordinary route by itself leaves to be levied.

    Steps still to be taken count as taken, as under the announcement.
    """
    outcomes: dict[str, Outcome] = {finding.clause: finding.outcome for finding in ruling.findings}
    on_import_taxes = outcomes.pop(str(ORDINARY_REGIME.import_taxes))
    on_duty = set(outcomes.values())
    if not on_duty.isdisjoint(FINAL_OUTCOMES):
        return Levies(Levy.EVERYTHING, Levy.EVERYTHING)
    strictly = Levy.NOTHING if on_import_taxes == "met" else Levy.WITHOUT_DUTY
    leniently = Levy.WITHOUT_DUTY if on_import_taxes == "failed" else Levy.NOTHING
    is_duty_undecided = not on_duty.isdisjoint(("unknown", "open"))
    return Levies(Levy.EVERYTHING if is_duty_undecided else strictly, leniently)


def levy_by_better_way(verdict: Verdict) -> Levies | None:
    """Return the lesser levy of both ways in; None without an announcement."""
    here = WHAT_IS_DUE[verdict.status]
    if here is None or here.strictly == Levy.NOTHING:  # nothing is less than nothing
        return here
    there = levy_by_ordinary_route(verdict.ordinary)
    return Levies(min(here.strictly, there.strictly), min(here.leniently, there.leniently))
