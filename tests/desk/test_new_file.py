from __future__ import annotations

import os
from pathlib import Path

import pytest

from retax.desk.new_file import new_file
from retax.desk.rows import Unreadable


def write(file: str | Path, content: bytes = b"new") -> None:
    with new_file(file) as handle:
        handle.write(content)


def refused(file: str | Path) -> Unreadable:
    with pytest.raises(Unreadable) as raised:
        write(file)
    assert Path(file).name in raised.value.words.zh
    assert Path(file).name in raised.value.words.en
    return raised.value


def test_a_file_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"old")
    write(file)
    assert file.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a.xlsx"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.xlsx").write_bytes(b"old")
    link = tmp_path / "link.xlsx"
    link.symlink_to(tmp_path / "real.xlsx")
    write(link)
    assert link.is_symlink()
    assert (tmp_path / "real.xlsx").read_bytes() == b"new"


def test_a_run_that_fails_leaves_the_older_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"old")

    def fail() -> None:
        with new_file(file) as handle:
            handle.write(b"half")
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fail()
    assert file.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.xlsx"]


def test_a_name_may_be_as_long_as_names_can_be(tmp_path: Path) -> None:
    file = tmp_path / ("退" * 83 + ".xlsx")  # 254 bytes
    write(file)
    assert os.listdir(tmp_path) == [file.name]
    assert "too long" in refused(tmp_path / ("退" * 90)).words.en


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "文件夹不存在" in refused(tmp_path / "nowhere" / "a.xlsx").words.zh


def test_a_file_in_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert "no such folder" in refused(tmp_path / "file" / "a.xlsx").words.en


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    assert "文件夹" in refused(tmp_path).words.zh


def test_a_file_open_in_excel_is_told_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"old")
    opened = Path.open

    def locked(path: Path, mode: str = "r") -> object:
        if path.name == "a.xlsx":
            raise PermissionError(13, "Permission denied")
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", locked)
    assert "Excel" in refused(file).words.zh


def test_any_other_trouble_is_told_as_the_system_tells_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert "No space left" in refused(tmp_path / "a.xlsx").words.en
    assert os.listdir(tmp_path) == []
