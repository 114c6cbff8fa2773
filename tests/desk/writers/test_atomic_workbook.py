from __future__ import annotations

import errno
import gc
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from retax.desk.source import DeskError
from retax.desk.writers import atomic_workbook as module
from retax.desk.writers.atomic_file import open_new_file
from retax.desk.writers.atomic_workbook import _Out, open_new_workbook


@pytest.mark.parametrize("constant_memory", [False, True])
def test_a_workbook_is_saved_at_the_end(tmp_path: Path, constant_memory: bool) -> None:
    with open_new_workbook(tmp_path / "a.xlsx", constant_memory=constant_memory) as workbook:
        workbook.add_worksheet("x").write(0, 0, 1)
        assert not (tmp_path / "a.xlsx").exists()
    assert CalamineWorkbook.from_path(tmp_path / "a.xlsx").sheet_names == ["x"]


def test_a_full_disk_is_reported_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Workbook, "_store_workbook", full)
    with pytest.raises(DeskError, match="No space left"), open_new_workbook(tmp_path / "a.xlsx"):
        pass
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("constant_memory", [False, True])
@pytest.mark.parametrize("room", [0, 5_000])
def test_a_disk_that_fills_up_is_one_sentence_and_no_traceback_when_all_is_thrown_away(
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    constant_memory: bool,
    room: int,
) -> None:
    class Small(io.FileIO):
        def write(self, data: Any, /) -> int:
            if self.tell() + len(data) > room:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(data)

    @contextmanager
    def small_file(file: Path) -> Iterator[Small]:
        with open_new_file(file), Small(tmp_path / "small", "wb") as small:
            yield small

    monkeypatch.setattr(module, "open_new_file", small_file)
    with (
        pytest.raises(DeskError, match="No space left"),
        open_new_workbook(tmp_path / "a.xlsx", constant_memory=constant_memory) as workbook,
    ):
        workbook.add_worksheet().write_column(0, 0, [token_hex(8) for _ in range(2_000)])
    gc.collect()
    assert capfd.readouterr() == ("", "")
    assert os.listdir(tmp_path) == ["small"]


def test_a_run_that_is_stopped_while_a_workbook_is_saved_leaves_no_traceback(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ZipFile, "write", stop)
    with pytest.raises(KeyboardInterrupt), open_new_workbook(tmp_path / "a.xlsx") as workbook:
        workbook.add_worksheet()
    gc.collect()
    assert capfd.readouterr() == ("", "")
    assert os.listdir(tmp_path) == []


def test_an_archive_is_written_from_its_start(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as handle:
        out = _Out(handle)
        assert (out.seekable(), out.writable()) == (True, True)
        with pytest.raises(io.UnsupportedOperation):
            out.seek(0, io.SEEK_END)
