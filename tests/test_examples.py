"""Every example runs, and the benchmark's two answers agree."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("[0-9]*.py"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_runs_and_says_something(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runpy.run_path(str(example), run_name="__main__")
    assert capsys.readouterr().out.strip()


def test_the_two_real_returns_come_out_as_the_law_has_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    runpy.run_path(str(ROOT / "examples" / "01_two_real_returns.py"), run_name="__main__")
    headings = [line for line in capsys.readouterr().out.splitlines() if line.startswith("===")]
    assert headings == [
        "=== Ningbo 2025-02-12: eligible",
        "=== Moscow-Yiwu 2025-07-16: needs_review",
        "=== Moscow again, once customs has accepted cancelled orders: eligible",
    ]


def test_the_answers_written_by_hand_in_the_benchmark_are_those_of_retax() -> None:
    code = (
        "from one_case import cases, compare; from retax import ReturnedGoods; "
        "compare([ReturnedGoods.model_validate(line) for line in cases()])"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT / "benchmarks")
