from __future__ import annotations

from pathlib import Path

import pytest

from desk.run import run
from retax.desk.source import DeskError
from retax.desk.template.drop_target import write_drop_target


def test_each_file_that_is_dropped_is_judged_by_the_python_that_runs(tmp_path: Path) -> None:
    file = tmp_path / "retax.bat"
    write_drop_target(file, "D:\\退运 100%\\python.exe", "gb18030")
    content = file.read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") == 12
    lines = content.decode("gb18030").splitlines()
    assert '"D:\\退运 100%%\\python.exe" -m retax check "%~1" --beside' in lines
    assert lines[0] == "@echo off"
    assert lines.index("shift") < lines.index('if not "%~1"=="" goto next')


def test_a_path_the_code_page_lacks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="ascii"):
        write_drop_target(tmp_path / "retax.bat", "D:\\退运\\python.exe", "ascii")
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_it_once(tmp_path: Path) -> None:
    done = run("template", "--bat", cwd=tmp_path)
    assert (done.code, done.out) == (0, "retax.bat\n")
    assert b"-m retax check" in (tmp_path / "retax.bat").read_bytes()
    again = run("template", "--bat", cwd=tmp_path)
    assert (again.code, again.err[:12]) == (2, "retax.bat 已存")
    other = run("template", "--bat", "-o", "retax.xlsx", cwd=tmp_path)
    assert other.err == "-o 为 retax.xlsx；批处理文件的文件名应以 .bat 结尾\n"
