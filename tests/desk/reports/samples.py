"""Files of known kinds, made up after the structure of real ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

SAMPLES = Path(__file__).parents[2] / "data" / "reports"

FORM: Sequence[Sequence[object]] = (
    ("中华人民共和国海关出口货物报关单",),
    ("预录入编号：I20260000000000001", "", "", "海关编号：310020260000012345"),
    ("境内发货人", "", "出境关别", "出口日期", "申报日期", "备案号"),
    ("某某跨境电商（杭州）有限公司", "", "杭州海关", "20260214", "20260210", ""),
    ("统一社会信用代码", "91330100MA2ABCDE1R", "运输方式", "水路运输", "", ""),
    ("生产销售单位", "监管方式", "征免性质", "", "", ""),
    ("某厂", "(9810)跨境电商出口海外仓", "一般征税", "", "", ""),
    ("项号", "商品编号", "商品名称及规格型号", "数量及单位", "单价/总价/币制", ""),
    ("1", "9617001900", "不锈钢保温杯", "400千克", "10.0000", ""),
    ("", "", "500ml|无品牌", "", "10000.00", ""),
    ("", "", "", "1,000件", "美元", ""),
    ("2", "9405219000", "台灯", "20台", "5.00", ""),
    ("3", "9503002100", "毛绒玩具", "3千克", "5.00", ""),
    ("", "", "", "30个", "", ""),
    ("特殊关系确认：否", "", "", "", "", ""),
)
"""An item in three lines, one of one quantity, one of which the quantity is not clear."""


def sheet(path: Path, *rows: Sequence[object]) -> Path:
    book = xlsxwriter.Workbook(path)
    cells = book.add_worksheet("Sheet1")
    for number, row in enumerate(rows):
        cells.write_row(number, 0, row)
    book.close()
    return path
