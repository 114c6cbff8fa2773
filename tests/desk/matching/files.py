"""Ledgers and returns as the files in which they come to the desk."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

Row = Mapping[str, object]

OLD, NEW = "223120260000010011", "223120260000050033"
STATE: Row = {
    "退运原因": "滞销",
    "使用情况": "未使用",
    "最小商品形态基本一致": "是",
    "增加或更换配件、部件": "否",
    "加工、改装": "否",
}


def line(entry: str, quantity: int, day: date, sku: str = "TB-0123", **more: object) -> Row:
    return {
        "出口单证号": entry,
        "项号": 1,
        "货号": sku,
        "商品名称": "台灯",
        "出口数量": quantity,
        "监管方式代码": "9810",
        "出口申报日期": day,
        "出口放行日期": day,
        "出口日期": day,
        "是否食品": "否",
        "出口退税办理情况": "未退税",
        **more,
    }


def back(quantity: object, sku: str = "TB-0123", **more: object) -> Row:
    days = {"退运进境日期": date(2026, 9, 18), "退运进口申报日期": date(2026, 9, 20)}
    return {"货号": sku, "本次退运数量": quantity, **days, **STATE, **more}


LEDGER: Sequence[Row] = (line(OLD, 300, date(2026, 1, 8)), line(NEW, 400, date(2026, 5, 20)))
RETURNS: Sequence[Row] = (back(250), back(50, 出口单证号=NEW, 项号=1, 业务编号="R-2"))
SOLD: Sequence[Row] = ({"货号": "TB-0123", "数量": 280, "减少日期": date(2026, 5, 19)},)


def find_headings(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def workbook(path: Path, **sheets: Sequence[Row]) -> Path:
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        headings = find_headings(rows)
        sheet.write_row(0, 0, headings)
        for number, row in enumerate(rows, start=1):
            for column, heading in enumerate(headings):
                value = row.get(heading)
                if value is not None:
                    sheet.write(number, column, value)
    book.close()
    return path


def csv_file(path: Path, rows: Sequence[Row]) -> Path:
    headings = find_headings(rows)
    lines = [headings, *([str(row.get(h, "")) for h in headings] for row in rows)]
    path.write_text("".join(",".join(cells) + "\n" for cells in lines), "utf-8")
    return path


def json_file(path: Path, rows: Sequence[Row]) -> Path:
    plain = [{name: str(value) for name, value in row.items()} for row in rows]
    if path.suffix == ".json":
        path.write_text(json.dumps(plain, ensure_ascii=False), "utf-8")
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in plain), "utf-8")
    return path


def whole(path: Path) -> Path:
    return workbook(path, 出口台账=LEDGER, 退货清单=RETURNS, 减少记录=SOLD)


def rows_of(path: Path, sheet: str, heading_row: int = 1) -> list[dict[str, Any]]:
    grid = [*openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)][heading_row - 1 :]
    return [dict(zip(map(str, grid[0]), row, strict=True)) for row in grid[1:]]
