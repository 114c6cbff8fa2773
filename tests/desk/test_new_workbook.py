from __future__ import annotations

import os
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from retax.desk.new_workbook import new_workbook
from retax.desk.rows import Unreadable


@pytest.mark.parametrize("constant_memory", [False, True])
def test_a_workbook_is_saved_at_the_end(tmp_path: Path, constant_memory: bool) -> None:
    with new_workbook(tmp_path / "a.xlsx", constant_memory=constant_memory) as workbook:
        workbook.add_worksheet("x").write(0, 0, 1)
        assert not (tmp_path / "a.xlsx").exists()
    assert CalamineWorkbook.from_path(tmp_path / "a.xlsx").sheet_names == ["x"]


def test_a_full_disk_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Workbook, "_store_workbook", full)
    with pytest.raises(Unreadable, match="No space left"), new_workbook(tmp_path / "a.xlsx"):
        pass
    assert os.listdir(tmp_path) == []
