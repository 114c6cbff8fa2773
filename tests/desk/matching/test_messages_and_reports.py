"""Messages of customs, declarations and reports of platforms among the files of a matching."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desk.matching.files import LEDGER, NEW, OLD, RETURNS, Row, back, csv_file, line, workbook
from desk.reports.samples import FORM, SAMPLES, sheet
from desk.run import run
from retax.desk import MatchOptions, MatchTables, match_tables, open_tables

MESSAGES = [str(SAMPLES / f"ceb{number}.xml") for number in (603, 604, 509, 213)]


def facts(tables: MatchTables, table: Any, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row.facts.get(name) for name in names) for row in tables.get_rows(table)]


def test_messages_alone_are_a_ledger_and_returns() -> None:
    tables = open_tables(MESSAGES)
    assert facts(tables, "returned", "sku", "export_entry") == [
        ("CUP-500", "29102026E000000201"),
        (None, None),
    ]
    assert facts(tables, "returned", "supervision_code") == [(None,), (None,)]
    assert tables.get_rows("exports")[3].sku == "BAG-7"
    found = match_tables(tables, MatchOptions())
    (named,) = found.matched.lines
    assert (named.evidence, named.goods.released_on) == ("stated", date(2026, 3, 4))
    assert found.exit_code == 2  # a list that was deleted, and a draft
    assert len(tables.untold) == 2


def test_parcels_are_matched_by_their_numbers(tmp_path: Path) -> None:
    rows = [{"货号": "LAMP-01", "数量": 1, "运单号": "LP0001CN"}]
    files = [*MESSAGES[:3], str(csv_file(tmp_path / "a.csv", rows))]
    found = match_tables(open_tables(files), MatchOptions())
    (named,) = found.matched.lines
    assert (named.evidence, named.goods.export_item) == ("tracking", 2)
    done = run("match", *files, "-o", "out.xlsx", cwd=tmp_path)
    assert "ceb603.xml：出口申报清单（CEB603）未载明：是否食品" in done.err
    assert "ceb603.xml：2行未见清单回执" in done.err


DECLARED = {"出口单证号": "310020260000012345", "项号": 1}
OF_A_DECLARATION: Sequence[tuple[str, Mapping[str, Any]]] = (
    ("dec_message.xml", {}),
    ("single_window.json", {"declared_on": date(2026, 2, 10)}),
)


@pytest.mark.parametrize(("name", "more"), OF_A_DECLARATION)
def test_a_declaration_is_completed_by_a_ledger_that_is_filled_in(
    tmp_path: Path, name: str, more: Mapping[str, Any]
) -> None:
    ledger = [{**DECLARED, "货号": "CUP-500", "出口放行日期": "2026-02-11", "监管方式": "9810"}]
    rows = [{"货号": "CUP-500", "退运数量": 3}]
    (tmp_path / "a.json").write_text(json.dumps([{**row, "备注": ""} for row in ledger]), "utf-8")
    files = [tmp_path / "a.json", csv_file(tmp_path / "b.csv", rows)]
    tables = open_tables([str(SAMPLES / name), *map(str, files)])
    first = tables.get_rows("exports")[0]
    assert first.origin.file == name
    told = {"sku", "released_on", "exported_quantity", "exported_on", *more}
    assert told <= set(first.facts)
    assert {row.origin.file for row in tables.get_rows("exports")} == {name}
    assert all(first.facts[name] == value for name, value in more.items())


def test_a_declaration_and_a_ledger_that_disagree_are_a_contradiction(tmp_path: Path) -> None:
    ledger = [{**DECLARED, "货号": "CUP-500", "出口数量": 999, "监管方式": "9810"}]
    rows = [{"货号": "CUP-500", "退运数量": 3}]
    files = [csv_file(tmp_path / "a.csv", ledger), csv_file(tmp_path / "b.csv", rows)]
    tables = open_tables([str(SAMPLES / "single_window.json"), *map(str, files)])
    assert len(tables.get_rows("exports")) == 2
    found = match_tables(tables, MatchOptions())
    assert [contradiction.id for contradiction in found.matched.contradictions] == ["line_twice"]
    assert found.exit_code == 1


def test_lines_that_name_no_paper_stay_beside_a_declaration(tmp_path: Path) -> None:
    ledger: Sequence[Row] = [
        {"货号": "CUP-500", "出口数量": 9, "监管方式": "9810", "出口单证号": "x", "项号": "1"},
        {**DECLARED, "货号": "CUP-500", "监管方式": "9810", "出口日期": "#REF!"},
    ]
    rows = [{"货号": "CUP-500", "退运数量": 3}]
    files = [csv_file(tmp_path / "a.csv", ledger), csv_file(tmp_path / "b.csv", rows)]
    tables = open_tables([str(SAMPLES / "dec_message.xml"), *map(str, files)])
    assert len(tables.get_rows("exports")) == 4


def test_the_declaration_of_a_return_fills_the_days_of_its_rows(tmp_path: Path) -> None:
    thing = json.loads((SAMPLES / "single_window.json").read_text("utf-8"))
    thing["data"]["preDecHeadVo"] |= {"cusIEFlag": "I", "entryId": "223120261000000001"}
    (tmp_path / "import.json").write_text(json.dumps(thing), "utf-8")
    rows = [
        {"货号": "TB-0123", "退运数量": 3, "退运报关单号": "223120261000000001"},
        {"货号": "TB-0123", "退运数量": 4},
    ]
    files = [csv_file(tmp_path / "a.csv", LEDGER), csv_file(tmp_path / "b.csv", rows)]
    tables = open_tables([str(tmp_path / "import.json"), *map(str, files)])
    assert facts(tables, "returned", "returned_quantity", "returned_on") == [
        ("3", date(2026, 2, 14)),
        ("4", None),
    ]
    assert "退运报关单 223120261000000001 的日期已补入" in tables.notices[-1].zh


def test_a_form_is_a_ledger(tmp_path: Path) -> None:
    form = sheet(tmp_path / "form.xlsx", *FORM)
    names = {"1": "CUP-500", "2": "LAMP-01"}
    ledger = [
        {**DECLARED, "项号": item, "货号": sku, "监管方式": "9810"} for item, sku in names.items()
    ]
    rows = [{"货号": "LAMP-01", "退运数量": 3}]
    files = [form, csv_file(tmp_path / "a.csv", ledger), csv_file(tmp_path / "b.csv", rows)]
    tables = open_tables([*map(str, files)])
    assert facts(tables, "exports", "sku", "exported_quantity") == [
        ("CUP-500", None),
        ("LAMP-01", "20"),
        (None, None),
    ]


def test_a_form_of_an_import_adds_nothing_and_says_so(tmp_path: Path) -> None:
    rows = [list(row) for row in FORM]
    rows[2][3] = "进口日期"
    whole = workbook(tmp_path / "a.xlsx", 出口台账=LEDGER, 退货清单=RETURNS)
    tables = open_tables([str(sheet(tmp_path / "form.xlsx", *rows)), str(whole)])
    assert len(tables.get_rows("exports")) == 2
    assert "是进口报关单" in tables.notices[0].zh
    assert not tables.untold


def test_reports_of_a_platform_narrow_what_is_certain(tmp_path: Path) -> None:
    ledger = [
        line(OLD, 60, date(2026, 1, 8), sku="LAMP-01"),
        line(NEW, 60, date(2026, 5, 20), sku="LAMP-01"),
    ]
    text = (SAMPLES / "ledger.csv").read_text("utf-8").replace("-n", "-4")
    (tmp_path / "ledger.csv").write_text(text, "utf-8")
    files = [tmp_path / "ledger.csv", csv_file(tmp_path / "出口台账.csv", ledger)]
    found = match_tables(open_tables([*map(str, files)]), MatchOptions())
    (item,) = found.matched.items
    assert (item.sku, str(item.quantity)) == ("LAMP-01", "40")
    assert found.tables.get_rows("gone")
    files.append(csv_file(tmp_path / "退货清单.csv", [back(5, sku="LAMP-01")]))
    tables = open_tables([*map(str, files)])
    assert facts(tables, "returned", "本次退运数量", "returned_quantity") == [(None, "5")]
    assert "同一批商品" in "".join(notice.zh for notice in tables.notices)


def test_tables_without_any_message_are_left_as_they_are(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", 出口台账=LEDGER, 退货清单=RETURNS)
    tables = open_tables([str(path)])
    assert not any(row.is_reported for row in tables.get_rows("exports"))


def test_a_broken_message_stops_the_run(tmp_path: Path) -> None:
    (tmp_path / "603.xml").write_text("<a", "utf-8")
    done = run("match", "603.xml", cwd=tmp_path)
    assert (done.code, done.err) == (2, "603.xml：不是有效的 XML，或文件不完整\n")
