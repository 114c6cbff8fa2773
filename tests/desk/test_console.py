from __future__ import annotations

import pytest

from retax.desk import console


@pytest.mark.parametrize("is_terminal", [False, True])
def test_lines_pass_unchanged_while_progress_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], is_terminal: bool
) -> None:
    monkeypatch.setenv("FORCE_COLOR" if is_terminal else "NO_COLOR", "1")
    assert list(console.show_progress(iter([1, 2, 3]))) == [1, 2, 3]
    assert list(console.show_progress([], total=0)) == []
    assert ("retax" in capsys.readouterr().err) is is_terminal


def test_a_cell_shows_what_a_terminal_would_act_on() -> None:
    cell = console.make_cell("[red]A\x1b[31mB\n\x9bC", "bold")
    assert cell.plain == "[red]A\\x1b[31mB\n\\x9bC"
    assert (cell.spans, cell.style) == ([], "bold")


def test_a_cell_is_bounded() -> None:
    assert len(console.make_cell("长" * console.LONGEST_CELL)) == console.LONGEST_CELL
    assert console.make_cell("长" * 1_000_000).plain == "长" * (console.LONGEST_CELL - 1) + "…"
