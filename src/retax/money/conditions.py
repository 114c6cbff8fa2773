"""Conditions on which the money of a line turns, as trees over the facts, for whole tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import or_

from retax.judge.table_answers import DecidingCase
from retax.law.clause import fact
from retax.logic.expressions import FALSE, Expression, is_true
from retax.money.catalogue import AGAINST_FACTS
from retax.money.consumption_tax_headings import MAY_BEAR_IT
from retax.money.levy import TURNS

MAY_BEAR = "may_bear"
"""The goods may bear consumption tax."""


def name_fact_condition(name: str, value: str | bool) -> str:
    """Return what the condition is called that a fact has a value which amounts can contradict."""
    return f"{name}_{value}".lower()


def list_conditions() -> Mapping[str, Expression]:
    """Return by name the conditions that do not depend on the law."""
    return {
        MAY_BEAR: MAY_BEAR_IT,
        **{name_fact_condition(*each): _has_value(*each) for each in AGAINST_FACTS},
    }


def _has_value(name: str, value: str | bool) -> Expression:
    here: Expression = getattr(fact, name)
    if isinstance(value, str):
        return is_true(here.is_(value))
    return is_true(here if value else ~here)


def list_turns(cases: tuple[DecidingCase, ...]) -> tuple[Expression, ...]:
    """Return when each of the turns of the ordinary route holds, whose cases are given."""
    return tuple(
        reduce(
            or_, (case.when for case in cases if turn.is_taken(case.clause, case.outcome)), FALSE
        )
        for turn in TURNS
    )
