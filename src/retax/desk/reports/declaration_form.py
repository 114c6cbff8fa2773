"""A declaration laid out as a form, as a workbook prints it: labels, and a table of its items.

A label has its value behind a colon, in the cell to its right, or in the cell below it; where two
of these are filled, it is not known which is the value, and none is taken. An item takes three
lines: its name, its model, and the quantity as declared below those by law.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from retax.cells.cell import get_text
from retax.desk.reports.declaration import UNTOLD_OF_DECLARATIONS
from retax.desk.reports.report import ReportedRows, leave_out_blanks, read_day
from retax.desk.source import Row
from retax.facts.catalogue import NAMES
from retax.words import Words

FORM = Words("按格式排列的报关单", "declaration laid out as a form")

LABELS: Mapping[str, str] = {
    "海关编号": "export_entry",
    "境内发货人": "enterprise",
    "统一社会信用代码": "enterprise_code",
    "监管方式": "supervision_code",
    "出口日期": "exported_on",
    "申报日期": "declared_on",
}
"""The labels of a declaration of an export, and the facts they tell."""

OF_IMPORTS = ("进口日期", "境内收货人", "消费使用单位")
"""Labels that only a declaration of an import has."""

_ITEM, _CODE, _NAME, _QUANTITY = "项号", "商品编号", "商品名称", "数量及单位"
_LONGEST_FORM = 10_000
_UNCLEAR = Words(
    "{label}旁和下方均有内容，无法确定哪一处是其值，未予采用",
    "{label} has something both beside it and below it; which is its value is not clear, and "
    "none is taken",
)
_NO_QUANTITY = Words(
    "成交数量无法确定（该项下有{n}个数量），请补填出口数量",
    "the quantity as declared is not clear (the item has {n} quantities); add it",
)
_IS_IMPORT = Words(
    "是进口报关单；退运进口的要素请填入退货清单",
    "is a declaration of an import; fill the facts of the return into the table of returns",
)
_AMOUNT = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s*([^\s0-9.,/]+)")
_ITEM_NUMBER = re.compile(r"([0-9]{1,3})(?:\D.*)?", re.S)
_CODE_OF_GOODS = re.compile(r"[0-9]{8,10}")
_SUPERVISION = re.compile(r"[0-9]{4}")


def read_form(rows: Sequence[Sequence[object]]) -> ReportedRows:
    """Return the items of a declaration of an export; none of one of an import."""
    grid = [[_clean(cell) for cell in row] for row in rows[:_LONGEST_FORM]]
    report = ReportedRows(FORM, untold=UNTOLD_OF_DECLARATIONS["exports"])
    texts = {_to_label(text) for row in grid for text in row}
    if texts & set(OF_IMPORTS):
        report.notices.append(_IS_IMPORT)
        return report
    head, remarks = _read_head(grid)
    for row in _read_items(grid):
        facts = {**head, **row.facts}
        report.add(
            "exports", Row(row.number, leave_out_blanks(facts), (), (*remarks, *row.remarks))
        )
    return report


def _clean(cell: object) -> str:
    return get_text(cell).replace("（", "(").replace("）", ")").replace("：", ":")


def _to_label(text: str) -> str:
    """Return a text as a label: without spaces, remarks in brackets, and what follows a colon."""
    plain = "".join(re.split(r"[:\n]", text)[0].split())
    return re.sub(r"\([^()]*\)$", "", plain)


def _read_head(grid: Sequence[Sequence[str]]) -> tuple[dict[str, object], list[Words]]:
    facts: dict[str, object] = {}
    remarks: list[Words] = []
    for at, row in enumerate(grid):
        for column, text in enumerate(row):
            fact = LABELS.get(_to_label(text))
            if fact is None or fact in facts:
                continue
            below = (
                grid[at + 1][column] if at + 1 < len(grid) and column < len(grid[at + 1]) else ""
            )
            found = _find_value(text, row[column + 1 :], below)
            if found is None:
                remarks.append(_UNCLEAR.filled(label=NAMES[fact].label))
            elif found:
                facts[fact] = _as_fact(fact, found)
    return facts, remarks


def _find_value(text: str, right: Sequence[str], below: str) -> str | None:
    """Return the value of a label; an empty one where there is none, None where two may be it."""
    # Forms print a value behind its label in the same cell, in the cell beside it, or below it.
    within = re.split(r"[:\n]", text, maxsplit=1)[1:]
    if within and within[0].strip():
        return within[0].strip()
    beside = next((cell for cell in right if cell), "")
    found = [cell for cell in (beside, below) if cell and not _is_label(cell)]
    return None if len(set(found)) > 1 else (found or [""])[0]


def _is_label(text: str) -> bool:
    return _to_label(text) in _OTHER_LABELS or ":" in text


_OTHER_LABELS = frozenset(
    {
        *LABELS,
        *("预录入编号", "备案号", "境外收货人", "出境关别", "运输方式", "提运单号", "货物存放地点"),
        *("运输工具名称及航次号", "生产销售单位", "征免性质", "许可证号", "合同协议号", "贸易国"),
        *("运抵国", "指运港", "离境口岸", "包装种类", "件数", "毛重", "净重", "成交方式", "运费"),
        *("保费", "杂费", "随附单证及编号", "标记唛码及备注", "页码/页数", "申报单位"),
        *(_ITEM, _CODE, "商品名称及规格型号", _QUANTITY, "单价/总价/币制", "原产国"),
        *("最终目的国", "境内货源地", "征免"),
    }
)


def _as_fact(fact: str, text: str) -> object:
    match NAMES[fact].kind:
        case "day":
            return read_day(text.replace("/", "-").replace(".", "-"))
        case "code":
            found = _SUPERVISION.search(text)
            return found[0] if found else text
        case "entry":
            return "".join(text.split())
    return text


# -- items -----------------------------------------------------------------------------------------


def _read_items(grid: Sequence[Sequence[str]]) -> Iterator[Row]:
    places = _find_columns(grid)
    if places is None:
        return
    top, columns = places
    begun: list[Sequence[str]] = []
    number = 0
    for at, row in enumerate(grid[top + 1 :], start=top + 1):
        item, code = _get_cell(row, columns[_ITEM]), _get_cell(row, columns[_CODE])
        if _ITEM_NUMBER.fullmatch(item) and _CODE_OF_GOODS.fullmatch(code):
            if begun:
                yield _read_item(number, begun, columns)
            begun, number = [row], at + 1
        elif begun and any(row) and not item and not _is_end(row):
            begun.append(row)
        elif begun and any(row):
            break
    if begun:
        yield _read_item(number, begun, columns)


def _is_end(row: Sequence[str]) -> bool:
    return any(_is_label(cell) for cell in row if cell)


def _find_columns(grid: Sequence[Sequence[str]]) -> tuple[int, Mapping[str, int]] | None:
    """Return the row of headings of the items, and the columns of those that are read."""
    for at, row in enumerate(grid):
        found = {
            name: column
            for name in (_ITEM, _CODE, _NAME, _QUANTITY)
            for column, text in enumerate(row)
            if _to_label(text).startswith(name)
        }
        if len(found) == 4:
            return at, found
    return None


def _get_cell(row: Sequence[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def _read_item(number: int, rows: Sequence[Sequence[str]], columns: Mapping[str, int]) -> Row:
    first = rows[0]
    amounts = [
        found.groups()
        for row in rows
        for line in _get_cell(row, columns[_QUANTITY]).split("\n")
        if (found := _AMOUNT.fullmatch(line.strip()))
    ]
    # The third line is the quantity as declared; one alone is all there is.
    declared = amounts[2] if len(amounts) == 3 else amounts[0] if len(set(amounts)) == 1 else None
    facts = {
        "export_item": _ITEM_NUMBER.sub(r"\1", _get_cell(first, columns[_ITEM])),
        "hs_code": _get_cell(first, columns[_CODE]),
        "goods_name": _get_cell(first, columns[_NAME]).split("\n")[0],
        "exported_quantity": declared[0].replace(",", "") if declared else None,
        "unit": declared[1] if declared else None,
    }
    remarks = () if declared else (_NO_QUANTITY.filled(n=len(amounts)),)
    return Row(number, leave_out_blanks(facts), (), remarks)
