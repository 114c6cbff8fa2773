"""Correct uses of retax have the types that are promised; mypy proves it, nothing runs it."""

# ruff: noqa: F403, F405
from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import assert_type

from retax import *

verdict = check({"退运原因": "滞销"}, as_of=date(2026, 8, 1), settled={"rest-day": "lenient"})
assert_type(verdict, Verdict)
assert_type(check(ReturnedGoods(reason="unsold", declared_on=date(2026, 3, 2))), Verdict)
assert_type(verdict.status, Status)
assert_type(verdict.decided_by, ClauseId | None)
assert_type(verdict.last_day, date | None)
assert_type(verdict.findings, tuple[Finding, ...])
assert_type(verdict.findings[0].outcome, Outcome)
assert_type(verdict.documents, tuple[Document, ...])
assert_type(verdict.actions[0].due, date | None)
assert_type(verdict.facts, ReturnedGoods)
assert_type(verdict.explain("en"), str)
assert_type(last_day({}), date | None)
assert_type(governing(date(2026, 3, 2)), Announcement | None)
assert_type(overdrawn([{}]), list[Overdrawn])
assert_type(check_many([{}]), Iterator[Verdict])
assert_type(check_many([{}], "raise", known_on=date(2026, 3, 2)), Iterator[Verdict])
assert_type(check_many([{}], "return"), Iterator[Verdict | ValidationError])
assert_type(check_many([{}], errors="return"), Iterator[Verdict | ValidationError])
AllRead = tuple[Verdict, Overdrawn | None]
SomeRead = tuple[Verdict | ValidationError, Overdrawn | None]
assert_type(check_lines([{}]), Iterator[AllRead])
assert_type(check_lines([{}], "raise", as_of=date(2026, 8, 1)), Iterator[AllRead])
assert_type(check_lines([{}], "return"), Iterator[SomeRead])
assert_type(verdict.status_words, Words)
assert_type(verdict.findings[0].outcome_words, Words)
assert_type(verdict.findings[0].presumed, tuple[FactName, ...])
assert_type(verdict.findings[0].clause, ClauseId)
assert_type(verdict.findings[0].questions, tuple[QuestionId, ...])
assert_type(verdict.asks[0].fact, FactName)
assert_type(verdict.asks[0].accepted, tuple[tuple[str, Words], ...])
assert_type(Verdict.from_dict(verdict.to_dict()), Verdict)
assert_type(verdict.facts.but(use="unused"), ReturnedGoods)
assert_type(verdict.facts.model_copy(update={"use": "unused"}), ReturnedGoods)
check(ReturnedGoods(), days_off=[date(2026, 10, 1)])
check(ReturnedGoods(), days_off={date(2026, 10, 1)})


def told(error: ValidationError) -> list[str]:
    return [
        f"{refusal.fact} ({refusal.code}): {refusal.words.zh}" for refusal in refusals_of(error)
    ]


goods: GoodsDict = {"supervision_code": "9610", "declared_on": date(2026, 3, 2), "reason": "unsold"}
assert_type(check(goods).status, Status)
check(goods | {"reason": "recall"}, settled={"reason:recall": "strict"})
from_a_file: dict[str, str] = {"rest-day": "lenient"}
check(goods, settled=from_a_file)
