"""One case at a time: retax beside the same answer written by hand, in one run.

    python benchmarks/one_case.py

Both judge the same cases; every outcome, missing fact, document and last day is compared first. A
verdict counts with its findings, documents and last day read. The two are timed in turn, round by
round, and the figures are medians of the rounds; quote the ratios, machines are noisy.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from by_hand import judge
from retax import ReturnedGoods, ValidationError, Verdict, check

CASES = 400
ROUNDS = 60


def make_cases() -> list[dict[str, Any]]:
    """Return a mixed day's work: most lines complete, each fact unknown or off now and then."""
    draw = random.Random(20260216)
    made: list[dict[str, Any]] = []
    while len(made) < CASES:
        line = make_case(draw)
        try:
            ReturnedGoods.model_validate(line)
        except ValidationError:
            continue
        made.append(line)
    return made


def make_case(draw: random.Random) -> dict[str, Any]:
    declared = date(2026, 1, 2) + timedelta(days=draw.randrange(500))
    exported = declared + timedelta(days=draw.choice([1, 2, 3, 9]))
    returned = exported + timedelta(days=draw.choice([40, 90, 150, 178, 181, 184, 190]))
    code = draw.choice(["1210", "9610", "9610", "9710", "9810"])
    line: dict[str, Any] = {
        "reference": "R-1",
        "supervision_code": code,
        "declared_on": declared.isoformat(),
        "released_on": (declared + timedelta(days=draw.choice([0, 0, 1]))).isoformat(),
        "exported_on": exported.isoformat(),
        "left_zone_on": exported.isoformat() if code == "1210" else None,
        "returned_on": returned.isoformat(),
        "domestic_on": returned.isoformat() if code == "1210" else None,
        "return_declared_on": (returned + timedelta(days=draw.choice([0, 1, 3]))).isoformat(),
        "destination": "domestic",
        "reason": draw.choice(["unsold", "customer_return", "customer_return", "refused", "other"]),
        "hs_code": draw.choice(["3926909090", "6109100021", "8517130000", "2106909090"]),
        "is_food": False,
        "export_refund": draw.choice(["not_refunded", "repaid", "refunded"]),
        "same_form": True,
        "parts_added": False,
        "processed": False,
        "use": draw.choice(["unused", "unused", "unused", "customer_trial"]),
        "exported_quantity": 10,
        "returned_quantity": draw.choice([1, 2, 10]),
    }
    for name in draw.sample(sorted(line), draw.choice([0, 0, 0, 1, 2])):
        line[name] = None
    return {name: value for name, value in line.items() if value is not None}


def read(verdict: Verdict) -> None:
    """Read what counts as an answer."""
    for finding in verdict.findings:
        _ = finding.outcome, finding.missing
    _ = verdict.status, verdict.documents, verdict.last_day


def judge_by_retax(goods: Sequence[ReturnedGoods | dict[str, Any]]) -> None:
    for line in goods:
        read(check(line))


def judge_by_hand(goods: Sequence[ReturnedGoods]) -> None:
    for line in goods:
        result = judge(line)
        for finding in result.findings:
            _ = finding.outcome, finding.missing
        _ = result.status, result.documents, result.last_day


def judge_mappings_by_hand(lines: Sequence[dict[str, Any]]) -> None:
    judge_by_hand([ReturnedGoods.model_validate(line) for line in lines])


def compare(goods: Sequence[ReturnedGoods]) -> None:
    """Fail unless both give the same answers."""
    for line in goods:
        verdict, result = check(line), judge(line)
        assert verdict.status == result.status, line
        assert [(f.clause, f.outcome, f.missing) for f in verdict.findings] == [
            (f.clause, f.outcome, f.missing) for f in result.findings
        ], line
        assert verdict.last_day == result.last_day, line
        assert [(d.id, d.certainty, d.held) for d in verdict.documents] == [
            (d.id, d.certainty, d.held) for d in result.documents
        ], line


def run_in_turn(one: Callable[[], None], other: Callable[[], None]) -> tuple[float, float, float]:
    """Time two in turn; return each one's median and the median of the ratios, round by round."""
    pairs = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        one()
        between = time.perf_counter()
        other()
        pairs.append((between - start, time.perf_counter() - between))
    return (
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def measure_startup(*programs: str) -> list[float]:
    """Return the processor seconds of fresh interpreters, run in turn: the best of each.

    A busy machine only ever adds to them, so the best of many is the figure that repeats.
    """
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    best = [float("inf")] * len(programs)
    for _ in range(20):
        for at, program in enumerate(programs):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", program], check=True, env=environment)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            best[at] = min(best[at], spent)
    return best


ONE_MODEL = "import pydantic\nclass Model(pydantic.BaseModel):\n    a: int = 0\n"


def main() -> None:
    lines = make_cases()
    goods = [ReturnedGoods.model_validate(line) for line in lines]
    compare(goods)
    print(f"{len(goods)} cases, {ROUNDS} rounds, every answer equal")
    for title, mine, theirs, limit in (
        ("model → verdict", lambda: judge_by_retax(goods), lambda: judge_by_hand(goods), 0.60),
        (
            "mapping → verdict",
            lambda: judge_by_retax(lines),
            lambda: judge_mappings_by_hand(lines),
            0.85,
        ),
    ):
        one, other, ratio = run_in_turn(mine, theirs)
        print(
            f"{title:18}  retax {one / CASES * 1e6:6.2f} µs   by hand {other / CASES * 1e6:6.2f} µs"
            f"   ratio {ratio:.2f} (at most {limit:.2f})"
        )
    bare, ours = measure_startup(ONE_MODEL, ONE_MODEL + "import retax")
    above = (ours - bare) * 1e3
    print(
        f"{'import retax':18}  {above:.0f} ms above a program with one pydantic model (at most 40)"
    )


if __name__ == "__main__":
    main()
