"""A million lines through ``check_many``: the memory they take beside ten thousand.

python benchmarks/many_lines.py
"""

import resource
import time
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from one_case import make_cases
from retax import check_many


def make_lines(number: int) -> Iterator[dict[str, Any]]:
    return islice(cycle(make_cases()), number)


def find_peak() -> float:
    """Return the most memory the process has held so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    for number in (10_000, 1_000_000):
        start = time.perf_counter()
        eligible = sum(verdict.status == "eligible" for verdict in check_many(make_lines(number)))
        seconds = time.perf_counter() - start
        print(
            f"{number:>9,} lines  {eligible:>7,} eligible  {number / seconds:>7,.0f} lines/s"
            f"  peak {find_peak():.0f} MiB"
        )


if __name__ == "__main__":
    main()
