"""``python -m retax``: the command, or how to install it."""

from __future__ import annotations

import runpy
import subprocess
import sys

import pytest

import retax
from retax.__main__ import main
from retax.extras import write_install_line

WITHOUT_TYPER = """
import sys
sys.modules["typer"] = None  # what importing a library that is not installed amounts to
sys.argv = ["retax", "law"]
from retax.__main__ import main
sys.exit(main())
"""


def test_the_module_runs_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "retax.__main__")
    monkeypatch.setattr(sys, "argv", ["retax", "explain", "rest-day"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("retax", run_name="__main__")
    assert ended.value.code == 0
    assert "rest-day" in capsys.readouterr().out


def test_without_the_extra_the_command_says_how_to_install_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_TYPER],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    (sentence,) = done.stderr.splitlines()
    assert write_install_line("cli") in sentence


def test_without_the_extra_the_command_still_says_its_version() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_TYPER.replace('"law"', '"--version"')],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"retax {retax.__version__}\n", "")


def test_the_version_is_printed_without_loading_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["retax", "--version"])
    assert main() == 0
    assert capsys.readouterr().out == f"retax {retax.__version__}\n"


def test_a_module_of_its_own_that_lacks_is_no_matter_of_extras(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["retax", "law"])
    monkeypatch.setitem(sys.modules, "retax.desk.command.cli", None)
    assert main() == 70
    assert "ModuleNotFoundError" in capsys.readouterr().err


def test_in_this_process_it_tells_how_to_install_what_lacks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["retax", "law"])
    monkeypatch.setitem(sys.modules, "typer", None)
    monkeypatch.delitem(sys.modules, "retax.desk.command.cli", raising=False)
    assert main() == 2
    assert write_install_line("cli") in capsys.readouterr().err
