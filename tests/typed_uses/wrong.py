"""Each wrong use is a type error of its kind: mypy reports an ignore that nothing needs."""

# ruff: noqa: F403, F405
from __future__ import annotations

from datetime import date

from retax import *

check({}, asof=date(2026, 8, 1))  # type: ignore[call-arg]
check({}, as_of="2026-08-01")  # type: ignore[arg-type]
check({}, date(2026, 8, 1))  # type: ignore[call-arg]
check({}, settled={"rest-day": True})  # type: ignore[dict-item]
misspelt: GoodsDict = {"supervison_code": "9610"}  # type: ignore[typeddict-unknown-key]
unknown_word: GoodsDict = {"reason": "lost"}  # type: ignore[typeddict-item]
print(check({}).decided_by == "1.sixmonths")  # type: ignore[comparison-overlap]
check({}, days_off=["2026-08-01"])  # type: ignore[list-item]
check({}).explain("fr")  # type: ignore[arg-type]
check_many([{}], "ignore")  # type: ignore[call-overload]
check_lines([{}], "ignore")  # type: ignore[call-overload]
check(7)  # type: ignore[arg-type]
ReturnedGoods(reason="lost")  # type: ignore[arg-type]
check({}).status = "eligible"  # type: ignore[misc]
print(check({}).colour)  # type: ignore[attr-defined]
