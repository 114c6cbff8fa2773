"""Why a letter is a draft (草稿): what is still to be done, to be asked, filled in or awaited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from retax import Status, Verdict, Words
from retax.desk.judging.repeated_rows import name_shared_serials
from retax.facts.catalogue import NAMES
from retax.facts.placeholders import is_placeholder
from retax.lots.shared_serials import SharedSerial

DRAFTS: frozenset[Status] = frozenset({"conditional", "needs_review"})
"""The statuses whose letters are drafts."""


def is_draft(verdict: Verdict) -> bool:
    """Say that a letter of this line is a draft."""
    return verdict.status in DRAFTS or bool(list_missing_for_final(verdict))


def list_repetitions(repeats: int | None, shared: Sequence[SharedSerial]) -> list[Words]:
    """Say that a line is to be compared with earlier rows of the same facts, or the same units."""
    found = []
    if repeats is not None:
        found.append(
            Words(
                "与第 {first} 行各要素完全相同，核对是否重复",
                "check whether this is row {first} once more: every fact is the same",
            ).filled(first=repeats)
        )
    if shared:
        found.append(
            Words(
                "序列号在前面的行中已有（{serials}），核对是否为同一件商品",
                "check whether these are units of earlier rows: the serial numbers are the same "
                "({serials})",
            ).filled(serials=name_shared_serials(shared))
        )
    return found


def is_left_blank(value: object) -> bool:
    """Say that a line leaves a fact blank, or fills it with a text that names nothing: 同上."""
    return value is None or (isinstance(value, str) and is_placeholder(value))


def list_missing_for_final(verdict: Verdict) -> list[Words]:
    """Say which facts a final letter would name and the line leaves blank."""
    return [
        Words("补填{label}", "fill in {name} ({label})").filled(label=record.label, name=name)
        for name, record in NAMES.items()
        if is_left_blank(getattr(verdict.facts, name))
        and (
            record.letters == "final"
            or (record.letters == "not_presumed" and name in verdict.assumed)
        )
    ]


def list_days_ahead(verdict: Verdict, on: date) -> list[str]:
    """Return the days of the facts that come after the day of a letter: plans, not facts."""
    facts = verdict.facts
    return [
        name
        for name, entry in NAMES.items()
        if entry.kind == "day" and (day := getattr(facts, name)) is not None and day > on
    ]


def to_come_true(verdict: Verdict, on: date) -> list[Words]:
    """Say which days of the facts lie after the day of a letter, and so are still to come."""
    return [
        Words(
            "{label}（{day}）晚于本文书日期，届时核实",
            "check {name} ({label}) once it has come: {day} is after the date of the letter",
        ).filled(label=NAMES[name].label, name=name, day=getattr(verdict.facts, name))
        for name in list_days_ahead(verdict, on)
    ]
