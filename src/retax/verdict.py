"""The verdict: a ruling that explains itself, writes itself as JSON and is read back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from retax.facts.model import ReturnedGoods
from retax.judge.case import Case
from retax.judge.compiled_law import get_law
from retax.judge.finding import Finding
from retax.judge.options import law_from_options
from retax.judge.ruling import Ruling
from retax.law.outcome import A_YES, Status
from retax.law.regimes import ORDINARY_REGIME
from retax.words import Lang

__all__ = ["Finding", "Verdict", "verdict_on"]


Path = Literal["announcement", "ordinary"]
"""The two ways in for returned goods: the announcement, and Tariff Law Article 39."""

RANKS: Mapping[Status, int] = {
    "eligible": 3,
    "conditional": 3,
    "needs_review": 2,
    "needs_facts": 1,
    "ineligible": 0,
    "not_covered": 0,
}
"""How far each status is on the way to a yes; 0: there is no way on."""


class Verdict(Ruling):
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

    def explain(self, lang: Lang = "zh") -> str:
        """Explain the verdict for people, in Chinese (``zh``) or English (``en``)."""
        from retax.explain.note import opinion  # words only when asked for

        return opinion(self, lang)

    def to_dict(self, lang: Lang | None = None, *, brief: bool = False) -> dict[str, Any]:
        """Return the verdict as plain values for programs; with ``lang`` sentences are added.

        ``brief``: only what a program acts on: ``status``, ``decided_by``, ``last_day``, ``asks``
        and ``actions``. The rest is worked out again from the facts whenever it is needed.
        """
        from retax.explain.serialize import as_dict

        return as_dict(self, lang, brief=brief)

    def to_json(self, lang: Lang | None = None, *, brief: bool = False) -> str:
        """Return :meth:`to_dict` as JSON text: same keys, same order, for the same facts."""
        from retax.explain.serialize import as_json

        return as_json(self, lang, brief=brief)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Verdict:
        """Read back what :meth:`to_dict` or :meth:`to_json` wrote (as a dict).

        The facts are judged again under the stored options, so the verdict explains itself as it
        did.

        Raises:
            ValueError: the law as it is here gives another answer than the stored one; or what is
                stored is no verdict.
        """
        from retax.explain.serialize import lacks_of, options_of, refuse_another_answer

        try:
            verdict = verdict_on(stored["facts"], lacks=lacks_of(stored), **options_of(stored))
            refuse_another_answer(stored, verdict)
            return verdict
        except (KeyError, TypeError) as error:
            raise ValueError(
                f"stored is no verdict ({error}); accepted is what Verdict.to_dict() returns"
            ) from None

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        from retax.explain.serialize import VerdictDict

        def validate(value: object) -> Verdict:
            if isinstance(value, Verdict):
                return value
            if isinstance(value, Mapping):
                return cls.from_dict(value)
            raise ValueError("accepted is a Verdict, or what Verdict.to_dict() returns")

        return core_schema.no_info_plain_validator_function(
            validate,
            json_schema_input_schema=handler.generate_schema(VerdictDict),
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda verdict: verdict.to_dict(),
                return_schema=handler.generate_schema(VerdictDict),
            ),
        )

    def _repr_html_(self) -> str:
        """Show the verdict as a table in a notebook."""
        from retax.explain.note import note_in_html

        return note_in_html(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Verdict) and self.to_dict() == other.to_dict()

    __hash__ = Ruling.__hash__


def verdict_on(
    goods: ReturnedGoods | Mapping[str, Any],
    *,
    as_of: date | None,
    settled: Mapping[str, str],
    days_off: Collection[date] | None,
    known_on: date | None,
    lacks: tuple[str, ...] = (),
) -> Verdict:
    """Return the verdict on one line under some options, all validated.

    ``lacks``: what the line lacks to be added up with the others of its file.
    """
    law = law_from_options(as_of, settled, days_off, known_on)
    # A pydantic class takes 0.2 µs to answer isinstance(); most lines are of the very class.
    facts = goods if type(goods) is ReturnedGoods else ReturnedGoods.model_validate(goods)
    return Verdict(Case(law, facts, as_of, known_on, lacks))
