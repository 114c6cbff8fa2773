from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from retax.desk import command, console


def test_a_stream_that_lacks_chinese_is_made_to_speak_it() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    console.speak_any_script(stream)
    stream.write("结论")
    stream.flush()
    assert raw.getvalue().decode("utf-8") == "结论"


def test_a_stream_that_speaks_chinese_keeps_its_encoding() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="gb18030")
    console.speak_any_script(stream)
    assert stream.encoding == "gb18030"


def test_a_stream_that_is_no_file_is_left_alone() -> None:
    stream = io.StringIO()
    console.speak_any_script(stream)
    stream.write("结论")
    assert stream.getvalue() == "结论"


@pytest.mark.parametrize("is_terminal", [False, True])
def test_lines_pass_unchanged_while_progress_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], is_terminal: bool
) -> None:
    monkeypatch.setenv("FORCE_COLOR" if is_terminal else "NO_COLOR", "1")
    assert list(console.with_progress(iter([1, 2, 3]))) == [1, 2, 3]
    assert list(console.with_progress([], total=0)) == []
    assert ("retax" in capsys.readouterr().err) is is_terminal


def test_a_pipe_that_breaks_is_replaced_by_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(command, "_in_words", broken)
    with (tmp_path / "out").open("w") as out:
        monkeypatch.setattr(sys, "stdout", out)
        assert command.main(["law"]) == 0
        print("to nobody")
    assert (tmp_path / "out").read_text() == ""
