"""The regimes retax knows: another one is a folder beside ``cross_border`` and a line here.

What judges a case by the main one alone does not import this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from retax.law.main_regime import MAIN_REGIME
from retax.law.named_part import Part
from retax.law.regime import Regime
from retax.law.rules import Question
from retax.law.tariff_law_39.regime import TARIFF_LAW_39
from retax.logic.expressions import Expression

REGIMES: tuple[Regime, ...] = (MAIN_REGIME, TARIFF_LAW_39)
"""The regimes; the first one gives a verdict its status."""

ORDINARY_REGIME = TARIFF_LAW_39
"""The regime of every export, whatever its code: what is left after a "no" of the main one."""

QUESTIONS: Mapping[str, Question] = {
    id_: question for regime in REGIMES for id_, question in regime.questions.items()
}
"""Every open question of law, by id; regimes share some."""


@lru_cache
def list_named_parts() -> Mapping[Expression, Part]:
    """Return what to call the expressions that stand in several places of a regime."""
    return {tree: part for regime in REGIMES for tree, part in regime.named_parts().items()}


def find_regime_of_id(id_: str) -> Regime:
    """Return the regime of an id; KeyError for an unknown one."""
    return {regime.id: regime for regime in REGIMES}[id_]
