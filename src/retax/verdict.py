"""The verdict: a ruling that explains itself, writes itself as JSON and is read back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from retax.facts.model import ReturnedGoods
from retax.judge.answer import Route
from retax.judge.case import Case
from retax.judge.finding import Finding
from retax.judge.options import find_law
from retax.judge.two_ways import RulingOnTwoWays
from retax.law.outcome import A_YES
from retax.words import Lang

__all__ = ["Finding", "Verdict", "judge_line", "validate_goods"]


class Verdict(RulingOnTwoWays):
    """The answer for one line of returned goods; the same facts give the same one.

    What it says is the announcement's; :attr:`ordinary` is the other way in.
    """

    __slots__ = ("_routes_in_words",)

    @property
    def routes(self) -> tuple[Route, ...]:
        """Other ways that may be open; for statuses other than ``eligible`` and ``conditional``.

        Of the ordinary route it says what :attr:`ordinary` comes to; the others are pointers.
        """
        if self.status in A_YES:
            return ()
        try:
            return self._routes_in_words
        except AttributeError:
            from retax.explain.other_path import summarize  # words only when asked for
            from retax.law.regimes import ORDINARY_REGIME

            self._routes_in_words: tuple[Route, ...] = tuple(
                Route(route.id, summarize(self.ordinary))
                if route.id == ORDINARY_REGIME.id
                else route
                for route in super().routes
            )
            return self._routes_in_words

    def explain(self, lang: Lang = "zh") -> str:
        """Explain the verdict for people, in Chinese (``zh``) or English (``en``)."""
        from retax.explain.note import write_note  # words only when asked for

        return write_note(self, lang)

    def to_dict(self, lang: Lang | None = None, *, brief: bool = False) -> dict[str, Any]:
        """Return the verdict as plain values for programs; with ``lang`` sentences are added.

        ``brief``: only what a program acts on: ``status``, ``decided_by``, ``last_day``, ``asks``
        and ``actions``. The rest is worked out again from the facts whenever it is needed.
        """
        from retax.explain.serialize import as_dict

        return as_dict(self, lang, brief=brief)

    def to_json(self, lang: Lang | None = None, *, brief: bool = False) -> str:
        """Return :meth:`to_dict` as JSON text: same keys, same order, for the same facts."""
        from retax.explain.json_text import as_json

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
        from retax.explain.serialize import read_lacks, read_options, refuse_another_answer

        if not isinstance(stored, Mapping):
            raise ValueError(
                f"stored is of type {type(stored).__name__}; accepted is what Verdict.to_dict() "
                "returns, or json.loads of what Verdict.to_json() does"
            )
        try:
            verdict = judge_line(stored["facts"], lacks=read_lacks(stored), **read_options(stored))
            refuse_another_answer(stored, verdict)
            return verdict
        except KeyError as error:
            what = f"{error} is missing"
        except TypeError:
            what = "a part of it is of another type"
        raise ValueError(
            f"stored is no verdict: {what}; accepted is what Verdict.to_dict() returns"
        )

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

    __hash__ = RulingOnTwoWays.__hash__


def judge_line(
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
    law = find_law(as_of, settled, days_off, known_on)
    return Verdict(Case(law, validate_goods(goods), as_of, known_on, lacks))


def validate_goods(goods: ReturnedGoods | Mapping[str, Any]) -> ReturnedGoods:
    """Return the facts, validated; pydantic.ValidationError where one cannot be read."""
    # A pydantic class takes 0.2 µs to answer isinstance(); most lines are of the very class.
    return goods if type(goods) is ReturnedGoods else ReturnedGoods.model_validate(goods)
