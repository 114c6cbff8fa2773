"""The answer of the main regime, with that of the ordinary route beside it."""

from __future__ import annotations

from collections.abc import Mapping

from retax.judge.case import Case
from retax.judge.compiled_law import get_law
from retax.judge.ruling import Ruling
from retax.law.outcome import A_YES, Path, Status
from retax.law.regimes import ORDINARY_REGIME

RANKS: Mapping[Status, int] = {
    "eligible": 3,
    "conditional": 3,
    "needs_review": 2,
    "needs_facts": 1,
    "ineligible": 0,
    "not_covered": 0,
}
"""How far each status is on the way to a yes; 0: there is no way on."""


class RulingOnTwoWays(Ruling):
    """The answer for one line of returned goods; the same facts give the same one.

    What it says is the announcement's; :attr:`ordinary` is the other way in.
    """

    __slots__ = ("_ordinary",)

    @property
    def ordinary(self) -> Ruling:
        """The same case by the ordinary route, judged when first asked for.

        That is Tariff Law Article 39 (``tariff-law-39``), for returns before 2024-12-01 Article 43
        of the former regulations (``regulations-43``): for quality, specification or force majeure,
        whatever the supervision code, within one year.
        """
        try:
            return self._ordinary
        except AttributeError:
            case = self._case
            settled = tuple(sorted(case.law.settled.items()))
            law = get_law(settled, case.law.days_off, case.known_on, regime=ORDINARY_REGIME)
            self._ordinary: Ruling = Ruling(
                Case(law, case.facts, case.as_of, case.known_on, case.lacks)
            )
            return self._ordinary

    @property
    def better(self) -> Path | None:
        """The way in that is further on the way to a yes; None where neither has a way on.

        Of two alike it is the announcement, which speaks of all three taxes and asks for no proof
        of quality.
        """
        if self.status in A_YES:
            return "announcement"
        here, there = RANKS[self.status], RANKS[self.ordinary.status]
        if here == there == 0:
            return None
        return "announcement" if here >= there else "ordinary"
