from __future__ import annotations

import errno
import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from desk.broken import BROKEN, Broken
from desk.run import run
from retax.desk.judging import kept_rows
from retax.desk.judging.judge import ValidatedRow, validate_rows
from retax.desk.judging.kept_rows import KeptRows
from retax.desk.readers.open_source import open_source
from retax.desk.source import DeskError, Row
from retax.desk.write_errors import Unwritable
from samples import ELIGIBLE


def lines(count: int) -> list[ValidatedRow]:
    rows = (Row(n, {**ELIGIBLE, "reference": f"R{n}"}, (n, None, "x")) for n in range(count))
    return list(validate_rows(rows))


@pytest.mark.parametrize("count", [0, 1, 3, 4, 7, 20])
def test_rows_come_back_in_their_order_as_often_as_asked(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(kept_rows, "IN_MEMORY", 3)
    monkeypatch.setattr(kept_rows, "_AT_ONCE", 4)
    given = lines(count)
    kept = KeptRows(iter(given))
    assert len(kept) == count
    assert list(kept) == list(kept) == given
    together = list(zip(kept, kept, strict=True))  # two walks at once do not disturb each other
    assert together == list(zip(given, given, strict=True))


def test_a_full_disk_is_reported_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(kept_rows, "IN_MEMORY", 0)
    monkeypatch.setattr(pickle, "dump", full)
    with pytest.raises(Unwritable, match="temporary file cannot be written"):
        KeptRows(lines(1))


@pytest.mark.parametrize("broken", [b for b in BROKEN if b.refused != "file"])
def test_whatever_a_reader_makes_of_a_cell_can_be_kept_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: Broken
) -> None:
    monkeypatch.setattr(kept_rows, "IN_MEMORY", 0)
    try:
        source = open_source(str(broken.build(tmp_path)))
        given = list(validate_rows(source.rows, source.batch))
    except DeskError:
        return
    assert repr(list(KeptRows(given))) == repr(given)  # NaN does not equal itself


@pytest.mark.parametrize("format_", ["json", "csv", "note", "table", "v.xlsx"])
@pytest.mark.parametrize("name", ["g.jsonl", "g.csv"])
def test_a_file_kept_on_disk_is_reported_as_one_kept_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str, name: str
) -> None:
    columns = ["export_entry", "exported_quantity", "returned_quantity", "reference"]
    values = [["31002026E000000007", "3", "1", f"R{n}"] for n in range(6)]
    text = "\n".join(",".join(row) for row in [columns, *values])
    if name == "g.jsonl":
        text = "\n".join(json.dumps(dict(zip(columns, row, strict=True))) for row in values)
    (tmp_path / name).write_text(text, encoding="utf-8")

    def run_the_command() -> Any:
        if format_ != "v.xlsx":
            return run("check", name, "--format", format_, cwd=tmp_path)
        done = run("check", name, "-o", format_, cwd=tmp_path)
        return done, run("check", format_, "--format", "csv", cwd=tmp_path)

    in_memory = run_the_command()
    monkeypatch.setattr(kept_rows, "IN_MEMORY", 2)
    monkeypatch.setattr(kept_rows, "_AT_ONCE", 3)
    assert run_the_command() == in_memory
