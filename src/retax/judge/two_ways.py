"""The answer of the main regime, with that of the ordinary route beside it."""

from __future__ import annotations

from retax.judge.case import Case
from retax.judge.compiled_law import find_law_beside
from retax.judge.ruling import Ruling
from retax.law.outcome import A_YES, Path, choose_path


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
            from retax.law.regimes import ORDINARY_REGIME  # judged, and loaded, when asked for

            case = self._case
            law = find_law_beside(case.law, case.known_on, ORDINARY_REGIME)
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
        if self.status in A_YES:  # nothing is further on
            return "announcement"
        return choose_path(self.status, self.ordinary.status)
