"""Every example runs, and the benchmark's two answers agree."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("[0-9]*.py"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_runs_and_says_something(
    example: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if "cluster" in example.stem and which("java") is None:
        pytest.skip("PySpark needs Java 17")
    monkeypatch.setattr(sys, "argv", [str(example)])
    monkeypatch.syspath_prepend(example.parent)
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


def test_the_example_of_tables_prints_what_the_page_says(
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    (code, printed), *_ = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", page, re.DOTALL)
    exec(code, {})  # noqa: S102  # the page's own example
    assert capsys.readouterr().out == printed


def test_every_link_of_the_page_on_tables_resolves() -> None:
    page = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", page):
        assert (ROOT / "docs" / target).exists(), target


def test_the_chart_of_the_analyst_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chart = tmp_path / "chart.png"
    analyst = ROOT / "examples" / "22_what_an_analyst_sees.py"
    monkeypatch.setattr(sys, "argv", [str(analyst), str(chart)])
    monkeypatch.syspath_prepend(analyst.parent)
    runpy.run_path(str(analyst), run_name="__main__")
    assert "what decided" in capsys.readouterr().out
    assert chart.read_bytes().startswith(b"\x89PNG")
