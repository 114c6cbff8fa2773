from __future__ import annotations

import io
import json
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import retax.__main__ as retax_main
import samples
from retax import check
from retax.__main__ import main
from samples import facts

Run = subprocess.CompletedProcess[bytes]


def plain(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as JSON can tell them."""
    return dict(check(case).to_dict()["facts"])


ELIGIBLE = plain(samples.ELIGIBLE)
DAMAGED = plain(facts(damaged=True))


def run(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> Run:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "retax", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        check=False,
        timeout=60,
    )


def out(done: Run) -> str:
    return done.stdout.decode().replace("\r\n", "\n")


def err(done: Run) -> str:
    return done.stderr.decode().replace("\r\n", "\n")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "退运.json"


def written(file: Path, value: object, encoding: str = "utf-8") -> Path:
    file.write_text(json.dumps(value, ensure_ascii=False), encoding=encoding)
    return file


# -- as a program ---------------------------------------------------------------------------


def test_one_object_in_a_file_is_explained(file: Path) -> None:
    done = run(written(file, ELIGIBLE))
    assert done.returncode == 0
    assert out(done) == check(ELIGIBLE).explain() + "\n"
    assert err(done) == ""


def test_a_minus_sign_reads_standard_input() -> None:
    done = run("-", stdin=json.dumps({"退运原因": "滞销"}, ensure_ascii=False).encode())
    assert done.returncode == 0
    assert out(done) == check({"reason": "unsold"}).explain() + "\n"


def test_the_lines_of_a_list_are_explained_one_after_another(file: Path) -> None:
    done = run(written(file, [ELIGIBLE, DAMAGED]))
    assert done.returncode == 0
    assert out(done) == f"{check(ELIGIBLE).explain()}\n\n{check(DAMAGED).explain()}\n"


def test_an_empty_list_has_no_explanation(file: Path) -> None:
    done = run(written(file, []))
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_english_is_given_where_asked_for(file: Path) -> None:
    done = run("--lang", "en", written(file, ELIGIBLE))
    assert out(done) == check(ELIGIBLE).explain("en") + "\n"


def test_the_day_asked_about_is_given(file: Path) -> None:
    abroad = plain(facts(returned_on=None, return_declared_on=None))
    assert "附条件符合" in out(run(written(file, abroad), "--as-of", "2026-09-03"))
    assert "要素待补" in out(run(written(file, abroad)))


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "2026-09-03T10:00", "", "03.09.2026"])
def test_another_day_is_refused_before_anything_is_read(file: Path, day: str) -> None:
    done = run(file, "--as-of", day)
    assert done.returncode == 2
    assert out(done) == ""
    assert "--as-of" in err(done)
    assert "Traceback" not in err(done)


def test_a_byte_order_mark_is_no_error(file: Path) -> None:
    done = run(written(file, ELIGIBLE, "utf-8-sig"))
    assert done.returncode == 0
    assert "符合免税条件" in out(done)


@pytest.mark.parametrize("text", [b"", b"{", b"{'reason': 'unsold'}", b"reason: unsold", b"[1,]"])
def test_a_text_that_is_no_json_is_refused(file: Path, text: bytes) -> None:
    file.write_bytes(text)
    done = run(file)
    assert done.returncode == 2
    assert out(done) == ""
    assert "JSON" in err(done)
    assert "退运.json" in err(done)
    assert "Traceback" not in err(done)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_file_that_is_not_utf_8_is_refused(file: Path, encoding: str) -> None:
    done = run(written(file, {"退运原因": "滞销"}, encoding))
    assert done.returncode == 2
    assert "UTF-8" in err(done)
    assert "Traceback" not in err(done)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    done = run(tmp_path / "none.json")
    assert done.returncode == 2
    assert "none.json" in err(done)
    assert "Traceback" not in err(done)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in err(done)


def test_a_bad_line_does_not_stop_the_others(file: Path) -> None:
    bad = {"reason": "lost", "supervision_code": "961"}
    done = run(written(file, [ELIGIBLE, bad, DAMAGED]))
    assert done.returncode == 2
    assert "符合免税条件" in out(done)
    assert "口径待核" in out(done)
    complaints = err(done).splitlines()
    assert len(complaints) == 2
    assert all(complaint.startswith("2: ") for complaint in complaints)
    assert "961" in complaints[0]
    assert "lost" in complaints[1]


def test_a_bad_line_is_told_in_the_language_asked_for(file: Path) -> None:
    written(file, {"reason": "lost"})
    assert "退运原因" in err(run(file))
    assert "退运原因" not in err(run(file, "--lang", "en"))
    assert "unsold" in err(run(file, "--lang", "en"))


@pytest.mark.parametrize("line", [7, "goods", None, [1], True])
def test_a_line_that_is_no_object_is_refused(file: Path, line: object) -> None:
    done = run(written(file, [line, ELIGIBLE]))
    assert done.returncode == 2
    assert err(done).startswith("1: ")
    assert "符合免税条件" in out(done)


def test_a_number_that_is_none_is_refused(file: Path) -> None:
    file.write_text('{"exported_quantity": NaN}')
    done = run(file)
    assert done.returncode == 2
    assert "Traceback" not in err(done)


def test_a_text_nested_too_deeply_is_refused(file: Path) -> None:
    file.write_text("[" * 100_000)
    done = run(file)
    assert done.returncode == 2
    assert "Traceback" not in err(done)


def test_a_half_character_is_refused(file: Path) -> None:
    file.write_text('[{"reference": "\\ud800"}, {"\\ud800": 1}, {}]')
    done = run(file)
    assert done.returncode == 2
    assert "Traceback" not in err(done)
    assert "要素待补" in out(done)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk"])
def test_a_terminal_that_lacks_a_character_still_gets_an_answer(file: Path, encoding: str) -> None:
    done = run(written(file, [ELIGIBLE, {"reason": "lost"}]), PYTHONIOENCODING=encoding)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"2026-09-03" in done.stdout


@pytest.mark.parametrize("arguments", [[], ["--lang", "fr", "-"], ["a", "b"], ["--colour", "-"]])
def test_other_arguments_are_refused_with_the_usage(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "usage: python -m retax" in err(done)


def test_help_names_the_options() -> None:
    done = run("--help")
    assert done.returncode == 0
    for option in ("--as-of", "--lang", "file"):
        assert option in out(done)


# -- in this process ------------------------------------------------------------------------


def test_main_returns_its_exit_code(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(written(file, ELIGIBLE)), "--as-of", "2026-08-01", "--lang", "en"]) == 0
    assert main([str(written(file, [{}, {"colour": "red"}, {}]))]) == 2
    told = capsys.readouterr()
    assert told.out.count("Result: ") == 1
    assert told.out.count("结论：") == 2
    assert told.err.startswith("2: ")


def test_main_tells_why_a_file_cannot_be_read(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(file)]) == 2
    file.write_bytes(b"\xff")
    assert main([str(file)]) == 2
    file.write_bytes(b"{")
    assert main([str(file)]) == 2
    missing, not_utf8, not_json = capsys.readouterr().err.splitlines()
    assert str(file) in missing
    assert "UTF-8" in not_utf8
    assert "JSON" in not_json


def test_the_package_runs_as_a_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "retax.__main__")
    monkeypatch.setattr(sys, "argv", ["retax", "-"])
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"[{}]")))
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("retax", run_name="__main__")
    assert ended.value.code == 0
    assert "要素待补" in capsys.readouterr().out


def test_a_reader_that_has_seen_enough_is_no_error(file: Path) -> None:
    written(file, [{}] * 500)
    command = [sys.executable, "-m", "retax", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


def test_a_pipe_that_breaks_is_replaced_by_nothing(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> int:
        raise BrokenPipeError

    monkeypatch.setattr(retax_main, "_judge", broken)
    with (tmp_path / "out").open("w") as out:
        monkeypatch.setattr(sys, "stdout", out)
        assert main([str(file)]) == 0
        print("to nobody")
    assert (tmp_path / "out").read_text() == ""


def test_a_stream_that_lacks_chinese_is_made_to_speak_it() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    retax_main._speak_any_script(stream)
    stream.write("结论")
    stream.flush()
    assert raw.getvalue().decode("utf-8") == "结论"


def test_a_stream_that_is_no_file_is_left_alone() -> None:
    stream = io.StringIO()
    retax_main._speak_any_script(stream)
    stream.write("结论")
    assert stream.getvalue() == "结论"


def test_nesting_too_deep_is_told_as_such() -> None:
    assert "nested" in retax_main._unreadable(RecursionError())
