from __future__ import annotations

import errno
import io
import os
import stat
import sys
import threading
import time
from pathlib import Path
from typing import BinaryIO

import pytest

from retax.desk.source import DeskError
from retax.desk.write_errors import Unwritable
from retax.desk.writers.atomic_file import (
    HOURS_A_PART_IS_LEFT,
    open_new_file,
    refuse_to_overwrite,
    sweep,
)


def write(file: str | Path, content: bytes = b"new") -> None:
    with open_new_file(file) as handle:
        handle.write(content)


def refused(file: str | Path) -> DeskError:
    with pytest.raises(DeskError) as raised:
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
        with open_new_file(file) as handle:
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


def test_a_file_open_in_excel_is_reported_before_any_work(
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


def test_any_other_trouble_is_reported_in_the_words_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert "No space left" in refused(tmp_path / "a.xlsx").words.en
    assert os.listdir(tmp_path) == []


# -- what was there before ------------------------------------------------------------------


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_an_older_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "a.csv"
    file.write_text("old")
    file.chmod(mode)
    write(file)
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_what_replaces_a_private_file_is_private_while_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("old")
    file.chmod(0o600)
    with open_new_file(file) as handle:
        handle.write(b"new")
        (part,) = tmp_path.glob(".retax-*.part")
        assert stat.S_IMODE(part.stat().st_mode) == 0o600


def test_a_file_that_was_not_there_is_as_the_umask_has_it(tmp_path: Path) -> None:
    (tmp_path / "made").write_text("")
    write(tmp_path / "a.csv")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert len(modes) == 1


def test_where_the_owner_cannot_be_kept_the_file_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_allowed(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    file = tmp_path / "a.csv"
    file.write_text("old")
    monkeypatch.setattr(os, "chown", not_allowed)
    write(file)
    assert file.read_bytes() == b"new"
    monkeypatch.delattr(os, "chown")
    write(file, b"newer")
    assert file.read_bytes() == b"newer"


def test_a_file_that_is_not_to_be_replaced_is_not(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_text("old")
    with pytest.raises(FileExistsError), open_new_file(file, replaces=False):
        pass
    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.docx"]


def test_a_file_another_run_makes_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    with pytest.raises(FileExistsError), open_new_file(file, replaces=False):
        file.write_text("of the other")
    assert file.read_text() == "of the other"
    assert os.listdir(tmp_path) == ["a.docx"]


def without_links(*_: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


def test_where_files_have_one_name_only_a_new_one_is_added_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", without_links)
    with open_new_file(tmp_path / "a.docx", replaces=False) as handle:
        handle.write(b"new")
    assert (tmp_path / "a.docx").read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a.docx"]


def test_where_a_new_file_cannot_be_added_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", without_links)
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(Unwritable), open_new_file(tmp_path / "a.docx", replaces=False):
        pass
    assert os.listdir(tmp_path) == []


# -- devices and pipes ----------------------------------------------------------------------


def test_a_device_stays_a_device() -> None:
    before = os.stat("/dev/null")
    write("/dev/null")
    after = os.stat("/dev/null")
    assert (before.st_ino, before.st_mode) == (after.st_ino, after.st_mode)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_device_that_takes_nothing_is_reported() -> None:
    with pytest.raises(Unwritable) as raised:
        write("/dev/full")
    assert raised.value.words.zh == "无法写入 /dev/full：磁盘空间不足"
    assert raised.value.words.en == "/dev/full cannot be written: No space left on device"


def test_a_pipe_gets_what_is_written(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write(pipe)
    reader.join()
    assert read == [b"new"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_disk_that_fills_up_leaves_the_older_file(tmp_path: Path) -> None:
    def fill_up(handle: BinaryIO) -> None:
        handle.write(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    file = tmp_path / "a.csv"
    file.write_text("old")
    with pytest.raises(Unwritable), open_new_file(file) as handle:
        fill_up(handle)
    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.csv"]


# -- what is read is not written to ---------------------------------------------------------


def test_a_file_that_is_read_is_no_output_by_whatever_name(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("read")
    (tmp_path / "soft.csv").symlink_to(file)
    (tmp_path / "hard.csv").hardlink_to(file)
    for name in ("a.csv", "soft.csv", "hard.csv"):
        for read in ([file], ["none", file], [tmp_path / "soft.csv"]):
            with pytest.raises(DeskError, match=name):
                refuse_to_overwrite(tmp_path / name, *read)


def test_no_standard_stream_is_both_read_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("read")
    with file.open() as read, file.open("a") as out:
        monkeypatch.setattr(sys, "stdin", read)
        with pytest.raises(DeskError):
            refuse_to_overwrite(file, "-")
        monkeypatch.setattr(sys, "stdout", out)
        with pytest.raises(DeskError, match="standard output"):
            refuse_to_overwrite(None, "-")
        with pytest.raises(DeskError, match="standard output"):
            refuse_to_overwrite(None, "none", file)
    refuse_to_overwrite(file, "-")  # closed
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    refuse_to_overwrite(file, "-")


def test_any_other_output_is_accepted(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("read")
    refuse_to_overwrite(None, file)
    refuse_to_overwrite(tmp_path / "none.csv", file)
    refuse_to_overwrite("/dev/null", "/dev/null")
    (tmp_path / "other.csv").write_text("read")
    refuse_to_overwrite(tmp_path / "other.csv", file, "-", "none")


# -- what a killed run leaves ---------------------------------------------------------------


def test_what_a_killed_run_left_is_swept_some_hours_later(tmp_path: Path) -> None:
    long_ago = time.time() - HOURS_A_PART_IS_LEFT * 3600 - 60
    for name in (".retax-0123abcd.part", ".retax-9999ffff.part", ".retax-mine.part", "a.part"):
        (tmp_path / name).write_text("half")
        os.utime(tmp_path / name, (long_ago, long_ago))
    os.utime(tmp_path / ".retax-9999ffff.part")  # another run is writing it
    write(tmp_path / "a.csv")
    left = [".retax-9999ffff.part", ".retax-mine.part", "a.csv", "a.part"]
    assert sorted(os.listdir(tmp_path)) == left


def test_what_cannot_be_swept_is_left(tmp_path: Path) -> None:
    folder = tmp_path / ".retax-0123abcd.part"
    folder.mkdir()
    os.utime(folder, (0, 0))
    sweep(tmp_path)
    sweep(tmp_path / "none")
    assert folder.is_dir()


def test_two_runs_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    with open_new_file(file) as one, open_new_file(file) as other:
        one.write(b"one")
        other.write(b"other")
    assert file.read_bytes() == b"one"
    assert os.listdir(tmp_path) == ["a.csv"]
