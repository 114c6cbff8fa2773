"""A workbook of returns goes in, a workbook of verdicts comes out.

A broker keeps her returns in a workbook with Chinese headings and a column of her own (仓位). The
verdicts come back beside her rows, with colours, a summary sheet and a chart. Run it with a path
to keep what it writes: ``python examples/30_workbook_in_workbook_out.py verdicts.xlsx``. At the
desk the same is ``retax check returns.xlsx -o verdicts.xlsx --as-of 2026-08-01``.
"""

import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from retax.desk import (
    COLUMNS,
    JudgeOptions,
    answers,
    judge_rows,
    open_source,
    shown_of,
    validate_rows,
    write_verdicts,
)

HEADINGS = (
    "业务编号", "商品名称", "监管方式代码", "出口单证号", "出口申报日期", "出口放行日期",
    "出口日期", "出区日期", "退运原因", "退运进境日期", "运至境内区外日期", "退运进口申报日期",
    "退运去向", "出口数量", "本次退运数量", "出口退税办理情况", "使用情况", "仓位",
)  # fmt: skip

RETURNS: tuple[tuple[Any, ...], ...] = (
    ("TH-001", "毛绒玩具", "9610", "29102026E000000123", "03-05", "03-05", "03-07", None,
     "客户退货", "06-18", None, "06-19", None, 200, 12, "未退税", "未使用", "A-03"),
    ("TH-002", "不锈钢保温杯", "9810", "310020260000012345", "02-10", "02-11", "02-14", None,
     "滞销", "07-20", None, None, None, 1000, 340, "已补税", "未使用", "A-07"),
    ("TH-003", "蓝牙耳机", "9610", "29102026E000000207", "01-12", "01-12", "01-14", None,
     "客户退货", "07-29", None, "07-30", None, 150, 20, "未退税", "客户试用后退货", "B-01"),
    ("TH-004", "手机壳", "9610", "29102026E000000318", "03-20", "03-20", "03-22", None,
     "取消订单", "07-02", None, "07-03", None, 500, 500, "未退税", "未使用", "B-02"),
    ("TH-005", "瑜伽垫", "9710", "310020260000023456", "04-01", "04-02", "04-05", None,
     "客户退货", "07-15", None, "07-16", None, 80, 80, "已退税未补缴", "未使用", "B-02"),
    ("TH-006", "儿童积木", "1210", "29132026E000000077", "03-02", "03-02", "03-04", "03-03",
     "滞销", "07-06", None, None, "区内", 300, 120, "未退税", "未使用", "保税仓"),
    ("TH-007", "台灯", "9610", "29102026E000000451", "04-18", "04-18", "04-20", None,
     None, "07-21", None, "07-22", None, 60, 4, None, "未使用", "C-11"),
    ("TH-008", "毛绒玩具", "9610", "29102026E000000123", "03-05", "03-05", "03-07", None,
     "拒收", "07-18", None, "07-19", None, 200, 195, "未退税", "未使用", "A-03"),
    ("TH-009", "电动牙刷", "9610", "29102026E000000502", "05-06", "05-06", "05-08", None,
     "客户退货", None, None, None, None, 100, 6, "未退税", "未使用", "海外"),
    ("TH-010", "露营灯", "9610", "29102026E000000518", "05-06", "05-06", "05-08", None,
     "丢了", "07-22", None, "07-22", None, 40, 2, "未退税", "未使用", "C-02"),
)  # fmt: skip

STATED = {
    "is_food": False,
    "same_form": True,
    "parts_added": False,
    "processed": False,
}
"""What the enterprise states for all goods of the batch."""


def write_returns(file: Path) -> None:
    """Write the broker's workbook: codes as text, days as days."""
    workbook = Workbook(file)
    sheet = workbook.add_worksheet("退运商品")
    as_day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADINGS)
    for row, cells in enumerate(RETURNS, start=1):
        for column, (heading, value) in enumerate(zip(HEADINGS, cells, strict=True)):
            if heading.endswith("日期") and value:
                sheet.write_datetime(row, column, datetime.fromisoformat(f"2026-{value}"), as_day)
            else:
                sheet.write(row, column, value)
    workbook.close()


with tempfile.TemporaryDirectory() as folder:
    returns = Path(folder) / "returns.xlsx"
    verdicts = Path(sys.argv[1] if len(sys.argv) > 1 else f"{folder}/verdicts.xlsx")
    write_returns(returns)

    source = open_source(str(returns))
    lines = list(validate_rows(source.rows, STATED))
    asked = JudgeOptions(as_of=date(2026, 8, 1))
    found = judge_rows(lines, asked, shown_of(lines))
    write_verdicts(verdicts, source.headings, found, options=asked, unread=source.unread)

    for line in judge_rows(lines, asked, shown_of(lines)):
        said = dict(zip(COLUMNS, answers(line, "zh"), strict=True))
        mark = "  ← 超量" if said["overdrawn"] else ""
        print(f"{line.row.cells[0]}  {said['result']}{mark}")
    print(f"{verdicts.name}: {verdicts.stat().st_size // 1000} kB")
