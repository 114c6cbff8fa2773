"""Letters for customs out of a few lines: file names, and the lines that got none, with why.

Needs the extra ``docx``: in a clone ``pip install -e '.[docx]'``.
"""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from retax.desk import (
    JudgeOptions,
    Row,
    group_letters,
    judge_rows,
    list_refusals,
    shown_of,
    validate_rows,
    write_letters,
)

SHIPMENT = {
    "企业名称": "宁波远航电子商务有限公司",
    "统一社会信用代码": "91330201MA2A123451",
    "出口单证号": "31042026E000000123",
    "监管方式": "9610",
    "出口申报日期": "2026-03-05",
    "出口放行日期": "2026-03-05",
    "出口日期": "2026-03-07",
    "退运进境日期": "2026-06-18",
    "退运申报日期": "2026-06-19",
    "是否食品": "否",
    "出口退税办理情况": "未退税",
    "最小商品形态基本一致": "是",
    "增加或更换配件、部件": "否",
    "加工、改装": "否",
    "使用情况": "未使用",
    "计量单位": "件",
}
LINES = [
    {"项号": 1, "商品名称": "手机壳", "退运原因": "滞销", "出口数量": 100, "本次退运数量": 60},
    {"项号": 2, "商品名称": "毛绒玩具", "退运原因": "滞销", "出口数量": 80, "本次退运数量": 5},
    {"项号": 3, "商品名称": "宠物梳", "退运原因": "客户退货", "出口数量": 40, "本次退运数量": 1},
    {"项号": 4, "商品名称": "数据线", "退运原因": "客户退货", "加工、改装": "是"},
    {"项号": 5, "商品名称": "台灯", "退运原因": "客户退货", "使用情况": ""},
]

rows = [Row(number, SHIPMENT | line) for number, line in enumerate(LINES, start=2)]
lines = list(validate_rows(rows))
verdicts = list(judge_rows(lines, JudgeOptions(), shown_of(lines)))

with TemporaryDirectory() as folder:
    for path in write_letters(group_letters(verdicts, on=date(2026, 6, 20)), Path(folder)):
        print(path.name)
for refused in list_refusals(verdicts):
    print(f"第 {refused.line.row.number} 行：{refused.words.zh}")
