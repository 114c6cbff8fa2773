"""The whole answer: verdicts as JSON and as notes beside `check`, and the command beside a loop.

    python benchmarks/whole_answer.py [LINES]

The lines are a mixed day's work over a year of export days (20,000 unless told). In one process
`check` from a mapping is timed in turn with what is made of its verdict; then the command reads the
lines as JSON Lines beside a loop of `json.loads`, `check` and `status`. Processor time; quote the
ratios, machines are noisy.
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from one_case import make_case
from retax import ReturnedGoods, ValidationError, Verdict, check

LINES = 20_000
ROUNDS = 5
COMMAND_ROUNDS = 3

LOOP = """
import json, sys
from retax import check
for line in sys.stdin:
    sys.stdout.write(check(json.loads(line)).status + "\\n")
"""


def make_lines(lines: int) -> list[dict[str, Any]]:
    """Return lines of goods that are accepted."""
    draw, found = random.Random(20261128), list[dict[str, Any]]()
    while len(found) < lines:
        line = make_case(draw)
        try:
            ReturnedGoods.model_validate(line)
        except ValidationError:
            continue
        found.append(line)
    return found


def measure_seconds(lines: Sequence[dict[str, Any]], read: Callable[[Verdict], object]) -> float:
    start = time.process_time()
    for line in lines:
        read(check(line))
    return time.process_time() - start


def compare_in_one_process(lines: Sequence[dict[str, Any]]) -> None:
    answers: dict[str, tuple[Callable[[Verdict], object], float]] = {
        "to_json()": (lambda verdict: verdict.to_json(), 2),
        'to_json("zh")': (lambda verdict: verdict.to_json("zh"), 5),
        'explain("zh")': (lambda verdict: verdict.explain("zh"), 5),
    }
    for line in lines[:500]:
        assert json.loads(check(line).to_json("zh")) == check(line).to_dict("zh")
    for name, (read, goal) in answers.items():
        pairs = [
            (measure_seconds(lines, lambda verdict: verdict.status), measure_seconds(lines, read))
            for _ in range(ROUNDS)
        ]
        alone = statistics.median(alone for alone, _ in pairs) / len(lines) * 1e6
        ratio = statistics.median((whole - alone) / alone for alone, whole in pairs)
        print(f"{name:14} {ratio:5.1f} × check from a mapping ({alone:.1f} µs; goal {goal} ×)")


def measure_processor_time(arguments: Sequence[str], lines: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with lines.open("rb") as given:
        done = subprocess.run(
            arguments, stdin=given, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode < 4, done.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare_with_a_loop(lines: Sequence[dict[str, Any]]) -> None:
    command = [sys.executable, "-m", "retax", "check", "-", "--format", "jsonl"]
    commands = {
        "retax check -": (command, 3),
        "retax check - --lang zh": ([*command, "--lang", "zh"], 8),
        "retax check - --brief": ([*command, "--brief"], 2),
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "lines.jsonl"
        file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        for name, (arguments, goal) in commands.items():
            pairs = [
                (
                    measure_processor_time([sys.executable, "-c", LOOP], file),
                    measure_processor_time(arguments, file),
                )
                for _ in range(COMMAND_ROUNDS)
            ]
            loop = statistics.median(loop for loop, _ in pairs)
            ratio = statistics.median(whole / loop for loop, whole in pairs)
            print(f"{name:24} {ratio:5.1f} × the loop ({loop:.2f} s; goal {goal} ×)")


def main(arguments: Sequence[str]) -> None:
    lines = make_lines(int(arguments[0]) if arguments else LINES)
    print(f"{len(lines)} lines")
    compare_in_one_process(lines)
    compare_with_a_loop(lines)


if __name__ == "__main__":
    main(sys.argv[1:])
