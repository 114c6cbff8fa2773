"""The steps still to be taken as sentences: what to do, by which day, and how late it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from retax.law.deadline_sentence import write_days_left
from retax.words import Words, both

if TYPE_CHECKING:
    from retax.judge.answer import Action

_BY_A_DAY = Words("最迟于 {day} {step}", "by {day}: {step}")
_LATE = Words("{step}（{late}）", "{step} ({late})")


def write_step(action: Action, as_of: date | None) -> Words:
    """Return the sentence of a step; it names the day the step is due, and how late it is."""
    due = action.due
    if due is None:
        return action.words
    step = add_last_day(action.words, due)
    if as_of is None or as_of <= due:
        return step
    return _LATE.filled(step=step, late=write_days_left((due - as_of).days))


def add_last_day(step: Words, day: date) -> Words:
    """Return a step with the last day for it; unchanged where its sentence names that day."""
    return step if str(day) in step.zh else _BY_A_DAY.filled(day=both(day), step=step)
