from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl
import polars as pl
import pytest
import xlsxwriter
import xlwt

from desk.broken import workbook
from retax import ReturnedGoods, Words
from retax.desk.judging.judge import validate_rows
from retax.desk.readers.json import read_json_lines
from retax.desk.readers.open_source import FileKind, open_source
from retax.desk.source import DeskError, Source
from retax.facts.catalogue import NAMES
from samples import LIST_NUMBER, facts, validate

CASES: tuple[Mapping[str, Any], ...] = (
    facts(
        export_entry=LIST_NUMBER,
        export_item=3,
        exported_quantity=12.5,
        returned_quantity=2,
        goods_name="玩具，木制",
        papers_held=["export_list", "platform_return_record"],
    ),
    facts(reason="unsold", note='"引号"', is_food=None),
    facts(supervision_code="1210", declared_on=date(2026, 3, 2), left_zone_on=date(2026, 3, 3)),
)
GOODS = [validate(**case) for case in CASES]
NAMED = tuple(dict.fromkeys(fact for case in CASES for fact in case))
HEADINGS = [NAMES[fact].label.zh for fact in NAMED]


def texts(case: Mapping[str, Any]) -> list[str]:
    """Return the facts of a case as a clerk would type them."""
    return [_text(fact, case.get(fact)) for fact in NAMED]


def _text(fact: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "；".join(value)
    words = NAMES[fact].values or {}
    return "" if value is None else words[value].words.zh if value in words else str(value)


def cells(case: Mapping[str, Any]) -> list[object]:
    """Return the same as cells of a workbook: days and numbers as what they are."""
    return [
        value if isinstance(value := case.get(fact), date | int | float) else text
        for fact, text in zip(NAMED, texts(case), strict=True)
    ]


TABLE: list[list[object]] = [list(HEADINGS), *map(cells, CASES)]


def as_json(path: Path) -> None:
    path.write_text(json.dumps(list(CASES), default=str, ensure_ascii=False), encoding="utf-8")


def as_json_lines(path: Path) -> None:
    lines = [json.dumps(case, default=str, ensure_ascii=False) for case in CASES]
    path.write_text("\n".join(lines), encoding="utf-8")


def as_csv(encoding: str, separator: str = ",") -> Any:
    def write(path: Path) -> None:
        rows = [HEADINGS, *map(texts, CASES)]
        quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
        text = "".join(separator.join(row) + "\r\n" for row in quoted)
        path.write_text(text, encoding=encoding, newline="")

    return write


def as_parquet(path: Path) -> None:
    columns = {
        fact: pl.Series(
            [case.get(fact) for case in CASES],
            strict=False,
            dtype=pl.Float64 if fact == "exported_quantity" else None,
        )
        for fact in NAMED
    }
    pl.DataFrame(columns).write_parquet(path)


def as_xlsx(path: Path) -> None:
    workbook(path, *TABLE)


def as_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    for row in TABLE:
        book.worksheets[0].append(row)
    book.save(path)


def as_xls(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    as_day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for number, row in enumerate(TABLE):
        for place, cell in enumerate(row):
            is_day = isinstance(cell, date)
            sheet.write(number, place, cell, as_day if is_day else xlwt.Style.default_style)
    book.save(str(path))


def as_libreoffice(path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    source = path.with_name("source.xlsx")
    workbook(source, *TABLE)
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    out = path.parent / "out"
    kind = path.suffix[1:]
    subprocess.run(
        [office, profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(source)],
        check=True,
        capture_output=True,
    )
    shutil.move(out / f"source.{kind}", path)


def goods_of(path: Path | str, kind: FileKind | None = None) -> list[ReturnedGoods | None]:
    lines = list(validate_rows(open_source(str(path), kind=kind).rows))
    assert [line.refused for line in lines] == [()] * len(lines)
    return [line.goods for line in lines]


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("goods.json", as_json),
        ("goods.jsonl", as_json_lines),
        ("goods.NDJSON", as_json_lines),
        ("goods.csv", as_csv("utf-8")),
        ("goods.csv", as_csv("utf-8-sig", ";")),
        ("goods.CSV", as_csv("gb18030")),
        ("goods.tsv", as_csv("utf-16", "\t")),
        ("goods.txt", as_csv("gb18030", "\t")),
        ("goods.TXT", as_csv("utf-8")),
        ("goods.parquet", as_parquet),
        ("goods.xlsx", as_xlsx),
        ("goods.xlsm", as_openpyxl),
        ("goods.XLS", as_xls),
        ("really_new.xls", as_xlsx),
        ("really_old.xlsx", as_xls),
        ("resaved.xlsx", as_libreoffice),
        ("resaved.xls", as_libreoffice),
    ],
)
def test_the_same_facts_in_every_kind_of_file_are_the_same_goods(
    name: str, write: Any, tmp_path: Path
) -> None:
    path = tmp_path / name
    write(path)
    assert goods_of(path) == GOODS


def test_the_kind_may_be_named(tmp_path: Path) -> None:
    path = tmp_path / "goods.dat"
    as_csv("utf-8")(path)
    assert goods_of(path, "csv") == GOODS
    path = tmp_path / "goods.xml"
    as_csv("utf-8")(path)
    assert goods_of(path, "csv") == GOODS


# -- standard input ---------------------------------------------------------------------------


class StandardInput:
    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)


@pytest.mark.parametrize(
    ("write", "kind"),
    [
        (as_json, None),
        (as_json, "json"),
        (as_json_lines, None),
        (as_json_lines, "jsonl"),
        (as_csv("gb18030"), "csv"),
        (as_parquet, "parquet"),
        (as_xlsx, "xlsx"),
        (as_xls, "xls"),
    ],
)
def test_standard_input_is_json_or_of_the_kind_that_is_named(
    write: Any, kind: FileKind | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "goods")
    given = StandardInput((tmp_path / "goods").read_bytes())
    monkeypatch.setattr(sys, "stdin", given)
    assert goods_of("-", kind) == GOODS
    assert not given.buffer.closed


def test_standard_input_is_named_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", StandardInput(b"[7"))
    with pytest.raises(DeskError) as raised:
        open_source("-")
    assert raised.value.words.zh.startswith("标准输入：")
    assert raised.value.words.en.startswith("standard input: ")


@pytest.mark.parametrize("kind", [None, "jsonl"])
def test_nothing_on_standard_input_has_no_rows(
    kind: FileKind | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", StandardInput(b""))
    with pytest.raises(DeskError, match="no rows"):
        list(open_source("-", kind=kind).rows)


# -- files ------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize(
    ("name", "write"), [("p.csv", as_csv("utf-8")), ("p.jsonl", as_json_lines)]
)
def test_a_named_pipe_is_read_as_a_file(name: str, write: Any, tmp_path: Path) -> None:
    write(tmp_path / "goods")
    pipe = tmp_path / name
    os.mkfifo(pipe)
    raw = (tmp_path / "goods").read_bytes()
    writer = threading.Thread(target=pipe.write_bytes, args=(raw,))
    writer.start()
    assert goods_of(pipe) == GOODS
    writer.join()


def test_only_workbooks_have_sheets(tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    as_csv("utf-8")(path)
    with pytest.raises(DeskError, match="no sheets"):
        open_source(str(path), sheet="S")


def test_a_sheet_is_taken_by_its_name(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "goods.xlsx")
    for name in ("一月", "二月"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ("业务编号", "退运原因"))
        sheet.write_row(1, 0, (name, "滞销"))
    book.close()
    (row,) = open_source(str(tmp_path / "goods.xlsx"), sheet="二月").rows
    assert row.facts["reference"] == "二月"


def test_a_name_no_system_allows_is_no_file() -> None:
    with pytest.raises(DeskError, match="no such file"):
        open_source("goods\0.csv")


def test_a_file_is_closed_when_its_rows_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    streams: list[BinaryIO] = []

    def noting(stream: BinaryIO) -> Source:
        streams.append(stream)
        return read_json_lines(stream)

    monkeypatch.setattr("retax.desk.readers.open_source.read_json_lines", noting)
    as_json_lines(tmp_path / "goods.jsonl")
    source = open_source(str(tmp_path / "goods.jsonl"))
    assert not streams[0].closed
    list(source.rows)
    assert streams[0].closed


@pytest.mark.parametrize(
    ("raised", "expected", "part"),
    [
        (OSError(5, "Input/output error"), DeskError, "cannot be read"),
        (DeskError(Words("坏", "bad")), DeskError, "goods.jsonl: bad"),
        (ValueError("a mistake of our own"), ValueError, "mistake"),
    ],
)
def test_what_goes_wrong_is_reported_and_the_file_closed(
    raised: Exception,
    expected: type[Exception],
    part: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    streams: list[BinaryIO] = []

    def failing(stream: BinaryIO) -> Source:
        streams.append(stream)
        raise raised

    monkeypatch.setattr("retax.desk.readers.open_source.read_json_lines", failing)
    as_json_lines(tmp_path / "goods.jsonl")
    with pytest.raises(expected, match=part):
        open_source(str(tmp_path / "goods.jsonl"))
    assert streams[0].closed
