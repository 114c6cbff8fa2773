"""Files whose texts are meant for a terminal: no stream gets a character it would act on."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

import samples
from desk.run import Done, run, run_program
from retax import check
from retax.desk.console import make_cell
from retax.facts.catalogue import NAMES
from samples import LIST_NUMBER, facts

HOSTILE = "A\x1b[31mB\x1b]0;T\x07C\x9b2JD\u202eE\u2028F\rG\x7fH"
VISIBLE = r"A\x1b[31mB\x1b]0;T\x07C\x9b2JD\u202eE\u2028F\rG\x7fH"
ACTED_ON = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]"
)
FORMATS = ("table", "note", "json", "jsonl")
TEXTS = tuple(name for name, entry in NAMES.items() if entry.kind == "text")


def plain(case: Mapping[str, Any]) -> dict[str, Any]:
    return dict(check(case).to_dict()["facts"])


ELIGIBLE = {**plain(samples.ELIGIBLE), "goods_name": "玩具", "enterprise": "甲公司"}
ABROAD = plain(facts(returned_on=None, return_declared_on=None))


def written(folder: Path, *lines: object) -> Path:
    file = folder / "g.json"
    file.write_text(json.dumps(lines), encoding="utf-8")
    return file


def assert_harmless(done: Done) -> None:
    assert not ACTED_ON.search(done.out), repr(done.out)
    assert not ACTED_ON.search(done.err), repr(done.err)


@pytest.mark.parametrize("name", NAMES)
def test_no_fact_reaches_a_terminal_as_it_is(tmp_path: Path, name: str) -> None:
    case = {**ABROAD, name: HOSTILE}
    again = {**case, "export_entry": LIST_NUMBER, "exported_quantity": 1, "returned_quantity": 2}
    file = written(tmp_path, case, {**again, name: HOSTILE}, {HOSTILE: 1})
    for format_ in FORMATS:
        assert_harmless(run("check", file, "--format", format_, "--lang", "zh"))
    for format_ in ("table", "jsonl"):
        assert_harmless(run("deadlines", file, "--format", format_, "--as-of", "2026-08-01"))


@pytest.mark.parametrize("name", TEXTS)
def test_letters_and_the_messages_about_them_are_harmless(tmp_path: Path, name: str) -> None:
    named = {**ELIGIBLE, "export_entry": LIST_NUMBER}
    lines = [{**named, name: HOSTILE}, {**named, name: HOSTILE, "parts_added": True}]
    assert_harmless(run("letter", written(tmp_path, *lines), "-o", tmp_path / HOSTILE))


def test_a_text_is_shown_where_it_was_stated(tmp_path: Path) -> None:
    file = written(tmp_path, {**ELIGIBLE, "reference": HOSTILE})
    note = run("check", file, "--format", "note")
    assert VISIBLE.partition(r"\u2028")[0] in note.out  # other white space is one blank there
    out = tmp_path / "note.txt"
    run("check", file, "--format", "note", "-o", out)
    assert out.read_text("utf-8") == note.out
    (line,) = run("check", file).objects()
    assert line["facts"]["reference"] == HOSTILE


def _csv(folder: Path) -> Iterator[Path]:
    file = folder / "g.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([["退运原因", HOSTILE], ["滞销", HOSTILE]])
    yield file


def _workbook(folder: Path) -> Iterator[Path]:
    for name in ("sheet", "heading"):
        file = folder / f"{name}.xlsx"
        with xlsxwriter.Workbook(file) as workbook:
            sheet = workbook.add_worksheet("x\u202e\x9b" if name == "sheet" else None)
            sheet.write_row(0, 0, ["退运原因", HOSTILE if name == "heading" else "备注"])
            sheet.write_row(1, 0, ["滞销", HOSTILE])
        yield file


def _named(folder: Path) -> Iterator[Path]:
    for content in ("", "{", "[{}]", '[{"reason": "lost"}]'):
        file = folder / f"{HOSTILE}.json"
        file.write_text(content)
        yield file
    yield folder / f"{HOSTILE}.none"
    yield folder / HOSTILE / "none.json"


@pytest.mark.parametrize("make", [_csv, _workbook, _named])
def test_no_heading_no_sheet_and_no_name_reaches_a_terminal_as_it_is(
    tmp_path: Path, make: Any
) -> None:
    for file in make(tmp_path):
        for format_ in FORMATS:
            assert_harmless(run("check", file, "--format", format_))
        for option in (("--sheet", HOSTILE), ("-o", tmp_path / f"{HOSTILE}.json")):
            assert_harmless(run("check", file, *option))
        assert_harmless(run("deadlines", file, "--ics", tmp_path / f"{HOSTILE}.ics"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "g.json", "--default", f"use={HOSTILE}"),
        ("check", "g.json", "--default", f"{HOSTILE}=1"),
        ("check", "g.json", "--settle", HOSTILE),
        ("check", "g.json", "--as-of", HOSTILE),
        ("check", "g.json", "--days-off", HOSTILE),
        ("check", "g.json", "--format", HOSTILE),
        ("check", "g.json", "--lang", HOSTILE),
        ("check", "g.json", "--input", HOSTILE),
        ("check", "g.json", f"--{HOSTILE}"),
        ("check", "g.json", HOSTILE),
        ("letter", "g.json", "--kind", HOSTILE),
        ("letter", "g.json", "--template", HOSTILE),
        ("template", "-o", f"{HOSTILE}.xlsx"),
        ("template", "-o", f"{HOSTILE}.doc"),
        ("explain", HOSTILE),
        ("schema", HOSTILE),
        (HOSTILE,),
    ],
)
def test_no_option_is_echoed_as_it_is(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    written(tmp_path, ELIGIBLE)
    done = run(*arguments, cwd=tmp_path)
    assert_harmless(done)
    assert len(done.err.splitlines()) <= 1


def test_the_program_shows_them_as_the_command_does(tmp_path: Path) -> None:
    file = written(tmp_path, {**ELIGIBLE, "reference": HOSTILE}, {HOSTILE: 1})
    for arguments in (("check", file, "--format", "note"), ("check", tmp_path / HOSTILE)):
        done = run_program(*arguments)
        assert_harmless(done)
        assert r"\x1b" in done.out + done.err


def test_colours_of_a_table_are_still_shown_on_a_terminal(tmp_path: Path) -> None:
    file = written(tmp_path, {**ELIGIBLE, "reference": HOSTILE})
    done = run("check", file, "--format", "table", FORCE_COLOR="1", COLUMNS="200")
    without_colours = re.sub("\x1b\\[[0-9;]*m", "", done.out)
    assert without_colours != done.out
    assert not ACTED_ON.search(without_colours)
    assert r"A\x1b[31mB" in done.out


def test_csv_is_data_in_a_pipe_and_visible_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, {**ELIGIBLE, "reference": "A\x1b[31mB"})
    assert "A\x1b[31mB" in run("check", file, "--format", "csv").out
    monkeypatch.setattr("retax.desk.streams.Guarded.isatty", lambda _: True)
    assert r"A\x1b[31mB" in run("check", file, "--format", "csv").out


@pytest.mark.parametrize("name", ["v.csv", "v.xlsx"])
def test_a_text_with_nul_can_be_checked_again(tmp_path: Path, name: str) -> None:
    file = written(tmp_path, {**ELIGIBLE, "goods_name": "a\0b"})
    assert run("check", file, "-o", name, cwd=tmp_path).code == 0
    (again,) = run("check", name, cwd=tmp_path).objects()
    assert again["status"] == "eligible"


def test_a_cell_of_rich_has_no_markup() -> None:
    assert make_cell("[link=x]a[/link]").plain == "[link=x]a[/link]"


NUMBERS = ("1e50000000", "1e1000000000", "0e-50000000", "1e-50000000", "-1e99999999", "1" * 900)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("format_", ["csv", "json", "jsonl", "table", "note", "v.xlsx"])
def test_a_number_is_never_written_longer_than_given(
    tmp_path: Path, number: str, format_: str
) -> None:
    row = f'{{"reason": "lost", "note": {number}, "x": {number}, "exported_quantity": {number}}}'
    (tmp_path / "g.json").write_text(f"[{row}, {row}]")
    option = ("-o", format_) if "." in format_ else ("--format", format_)
    done = run("check", "g.json", *option, cwd=tmp_path)
    assert done.code == 2
    assert len(done.out) + len(done.err) < 10_000
    if "." in format_:
        assert (tmp_path / format_).stat().st_size < 100_000


@pytest.mark.parametrize("number", ["1e50000000", "0e-50000000"])
def test_a_cell_with_a_number_is_carried_through_as_it_stood(tmp_path: Path, number: str) -> None:
    (tmp_path / "g.csv").write_text(f"退运原因,使用情况,仓位\n滞销,未使用,{number}\n", "utf-8")
    assert number in run("check", "g.csv", "--format", "csv", cwd=tmp_path).out
