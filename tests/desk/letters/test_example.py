from __future__ import annotations

import runpy
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[3] / "examples" / "32_letters.py"


def test_the_example_prints_five_files_and_two_refusals(
    capsys: pytest.CaptureFixture[str],
) -> None:
    runpy.run_path(str(EXAMPLE), run_name="__main__")
    printed = capsys.readouterr().out.splitlines()
    assert [line.endswith(".docx") for line in printed] == [True] * 5 + [False] * 2
    assert printed[5].startswith("第 5 行：结论为「不符合本公告」")
    assert printed[6].startswith("第 6 行：结论为「资料待补」")
