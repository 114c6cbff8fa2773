from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from desk.run import run
from retax import check
from retax.desk.readers.open_source import open_source
from retax.desk.source import DeskError
from retax.facts.catalogue import NAMES
from retax.law.cross_border.presumptions import PRESUMPTIONS
from samples import facts

PRESUMED = {presumption.fact for presumption in PRESUMPTIONS}

NEAR_BY_PART: Mapping[str, tuple[str, ...]] = {
    "destination": ("货物去向", "去向", "是否在区内", "退货进区日期", "进区日期", "入区时间"),
    "is_food": ("是否保健品",),
    "parts_missing": ("有无缺件", "配件缺失", "missing parts?", "parts_missing_flag"),
    "damaged": (
        "破损情况",
        "是否有破损",
        "残损",
        "受损程度",
        "damage",
        "is_broken",
        "Damaged?!1",
        "是否完好",
        "瑕疵",
        "品质状况",
        "货物状况",
    ),
    "repacked": ("是否贴标", "重新包装", "改包装", "relabelled", "repackaged", "更换标签"),
    "importer_differs": (
        "企业是否一致",
        "企业不一致",
        "企业不同",
        "importerDiffers?1",
        "是否由原企业退运",
        "退运人",
    ),
    "attribution": (
        "可对应原出口批次",
        "是否逐件对应",
        "batch_traced",
        "批次可追溯",
        "溯源码",
        "是否同批次",
    ),
    "shipped_as_declared": ("实发情况", "与申报一致", "shippedAsDeclared_1"),
    "returned_quantity": ("退运数", "退回数量", "退货数目"),
    "returned_before": ("此前已退运", "累计退", "returned_before_total"),
    "papers_held": ("已备", "已备材料"),
}
"""Headings that are no name of their fact, yet hold a part that only it has."""

NEAR_BY_LETTERS: Mapping[str, tuple[str, ...]] = {
    "export_entry": ("原出口单号",),
    "exported_on": ("实际出口日",),
    "returned_on": ("退运入境日", "进境日"),
    "domestic_on": ("运抵区外日期", "domestic_day"),
    "is_food": ("是否属食品", "food", "食品类"),
    "hs_code": ("海关商品编号", "税则号"),
    "exported_quantity": ("出口数", "出口总数量"),
    "papers_held": ("papers",),
}
"""Headings that are near their fact by letters alone."""

NEAR_AN_ASKED_FACT_BY_PART: Mapping[str, tuple[str, ...]] = {
    "same_form": ("形态一致",),
    "parts_added": ("更换配件", "加装"),
    "processed": ("翻新", "维修情况", "返工"),
    "use": ("是否用过", "二手"),
}
"""Headings that may say the contrary of the fact's own column."""

OWN = ("仓位", "颜色", "店铺", "客户名称", "品牌", "规格", "金额", "产地", "Warehouse", "处理人")
"""Columns of the user's own that come near no fact."""

CASE = facts(goods_name="毛绒玩具")


def as_csv(folder: Path, row: Mapping[str, Any]) -> Path:
    file = folder / "退运.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([row.keys(), map(str, row.values())])
    return file


def as_workbook(folder: Path, row: Mapping[str, Any]) -> Path:
    file = folder / "退运.xlsx"
    book = openpyxl.Workbook()
    book.active.append(list(row.keys()))
    book.active.append([_cell(value) for value in row.values()])
    book.save(file)
    return file


def _cell(value: object) -> object:
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else value


def as_parquet(folder: Path, row: Mapping[str, Any]) -> Path:
    file = folder / "退运.parquet"
    pl.DataFrame({name: [value] for name, value in row.items()}).write_parquet(file)
    return file


WRITERS = pytest.mark.parametrize("write", [as_csv, as_workbook, as_parquet])
Write = Callable[[Path, Mapping[str, Any]], Path]


def with_heading(heading: str, without: str | None = None) -> dict[str, Any]:
    """Return a case with a column more, and without that of a fact."""
    told = {name: value for name, value in CASE.items() if name != without}
    return {**told, heading: "是"}


@WRITERS
@pytest.mark.parametrize(
    ("fact", "heading"),
    [(fact, heading) for fact, all_of in NEAR_BY_PART.items() for heading in all_of],
)
def test_a_heading_near_a_presumed_fact_stops_the_file_and_names_both(
    tmp_path: Path, write: Write, fact: str, heading: str
) -> None:
    assert fact in PRESUMED
    file = write(tmp_path, with_heading(heading))
    with pytest.raises(DeskError) as refused:
        open_source(str(file))
    told = refused.value.words
    assert f"列名「{heading}」与要素「{NAMES[fact].label.zh}」相近" in told.zh
    assert f"请用 --carry {heading} 指明" in told.zh
    assert f"the heading {heading!r} comes near the fact {fact} " in told.en
    (row,) = open_source(str(file), carry=[heading]).rows
    assert row.refused == ()


@WRITERS
@pytest.mark.parametrize("heading", OWN)
def test_a_column_of_the_users_own_passes(tmp_path: Path, write: Write, heading: str) -> None:
    source = open_source(str(write(tmp_path, with_heading(heading))))
    (row,) = source.rows
    assert source.unread == (heading,)
    assert check(row.facts) == check(CASE)


@WRITERS
@pytest.mark.parametrize(
    ("fact", "heading"),
    [(fact, heading) for fact, all_of in NEAR_BY_LETTERS.items() for heading in all_of],
)
def test_a_heading_near_by_letters_alone_stops_the_file_only_where_the_fact_has_no_column(
    tmp_path: Path, write: Write, fact: str, heading: str
) -> None:
    assert fact in PRESUMED
    with pytest.raises(DeskError, match=fact):
        open_source(str(write(tmp_path, with_heading(heading, without=fact))))
    own: Any = {"export_entry": "29102026E000000123", "domestic_on": date(2026, 7, 8)}
    own |= {"exported_quantity": 5, "papers_held": "出口申报清单"}
    row = {**with_heading(heading), fact: CASE.get(fact, own.get(fact))}
    source = open_source(str(write(tmp_path, row)))
    assert heading in source.unread
    assert [line.refused for line in source.rows] == [()]


def test_a_heading_near_by_a_part_stops_the_file_beside_a_column_of_its_fact(
    tmp_path: Path,
) -> None:
    file = as_csv(tmp_path, {**CASE, "商品破损": "否", "破损情况": "外壳开裂"})
    with pytest.raises(DeskError, match="破损情况"):
        open_source(str(file))


@WRITERS
@pytest.mark.parametrize(
    ("fact", "heading"),
    [(fact, heading) for fact, every in NEAR_AN_ASKED_FACT_BY_PART.items() for heading in every],
)
def test_a_heading_that_may_gainsay_the_column_of_a_fact_stops_the_file(
    tmp_path: Path, write: Write, fact: str, heading: str
) -> None:
    assert fact in CASE
    with pytest.raises(DeskError, match=f"the fact {fact} "):
        open_source(str(write(tmp_path, with_heading(heading))))


@pytest.mark.parametrize("beside", ["left_zone_on", "domestic_on", "destination"])
def test_a_day_of_entry_into_a_zone_passes_beside_a_column_of_the_zone(
    tmp_path: Path, beside: str
) -> None:
    source = open_source(str(as_csv(tmp_path, {**CASE, "进区日期": "2026-06-01", beside: ""})))
    assert source.unread == ("进区日期",)


def test_the_refusal_says_that_yes_and_no_are_those_of_the_fact(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as refused:
        open_source(str(as_csv(tmp_path, with_heading("是否由原企业退运"))))
    assert "是、否的含义以「退运企业与原出口企业不一致」为准" in refused.value.words.zh
    assert "yes and no as importer_differs means them" in refused.value.words.en


def test_a_heading_near_a_fact_that_is_asked_for_passes(tmp_path: Path) -> None:
    # "出口时间" comes near the day of declaration, which no case is judged without
    source = open_source(str(as_csv(tmp_path, with_heading("出口时间", without="declared_on"))))
    (row,) = source.rows
    assert source.unread == ("出口时间",)
    assert check(row.facts).status == "needs_facts"


@pytest.mark.parametrize(
    ("heading", "fact"),
    [("退运原由", "reason"), ("returnReason", "reason"), ("放行时间", "released_on")],
)
def test_a_heading_near_a_fact_that_has_no_column_is_asked_about(
    tmp_path: Path, heading: str, fact: str
) -> None:
    label = NAMES[fact].label.zh
    asked = f"列「{heading}」未读取；是否为「{label}」？如是，请改列名"
    file = as_csv(tmp_path, with_heading(heading, without=fact))
    assert asked in [remark.zh for remark in open_source(str(file)).remarks]
    assert f"{asked}\n" in run("check", file).err
    assert (
        f"column {heading!r} is not read; if it is {fact}" in run("check", file, "--lang", "en").err
    )
    assert open_source(str(file), carry=[heading]).remarks == ()
    assert open_source(str(as_csv(tmp_path, with_heading(heading)))).remarks == ()


def test_the_names_to_carry_are_compared_as_headings_are(tmp_path: Path) -> None:
    file = as_csv(tmp_path, with_heading("破损 情况（必填）"))
    with pytest.raises(DeskError):
        open_source(str(file), carry=["有无破损"])
    for name in ("破损情况", "破损 情况", "破损情况（必填）"):
        assert open_source(str(file), carry=[name]).unread == ("破损 情况（必填）",)


@pytest.mark.parametrize("command", ["check", "deadlines", "letter"])
def test_every_command_stops_and_carries(tmp_path: Path, command: str) -> None:
    file = as_csv(tmp_path, with_heading("破损情况"))
    stopped = run(command, file, cwd=tmp_path)
    assert (stopped.code, stopped.out) == (2, "")
    assert stopped.err.startswith("退运.csv：列名「破损情况」与要素「商品破损」相近，但未能识别")
    carried = run(command, file, "--carry", "破损情况", cwd=tmp_path)
    assert carried.code != 2
    assert "未作为要素读取的列（原样保留）：破损情况" in carried.err


def test_a_column_that_is_carried_is_never_read(tmp_path: Path) -> None:
    file = as_csv(tmp_path, {**CASE, "破损情况": "是"})
    (verdict,) = run("check", file, "--carry", "破损情况", "--format", "jsonl").objects()
    assert "damaged" not in verdict["facts"]
    assert "damaged" in verdict["assumed"]


def test_several_columns_are_carried_by_several_options(tmp_path: Path) -> None:
    file = as_csv(tmp_path, {**CASE, "破损情况": "是", "有无缺件": "否"})
    assert run("check", file, "--carry", "破损情况").code == 2
    assert run("check", file, "--carry", "破损情况", "--carry", "有无缺件").code == 0
