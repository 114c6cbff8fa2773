"""More came back by May than had left by then, and other records that cannot all be right.

Of lamps 120 had left when 130 came back; the 200 of June do not mend that. Ten of them were never
exported under this number, or a line of the ledger is missing, or the warehouse miscounted:
nothing in the records tells. A total over the year would have hidden it. So nothing is said of
lamps at all, save of the row that names its paper.

Watch the others. An item the ledger does not know, a row back before its export left, and one row
that cannot be read. Each is named with its place, in one sentence; no unit is lost on the way.
"""

import retax

EXPORTS = [  # number, item number of the seller, quantity, declared and released, left
    ("223120260000070011", "LAMP-A", 120, "2026-02-02", "2026-02-05"),
    ("223120260000080022", "LAMP-A", 200, "2026-06-01", "2026-06-04"),
    ("223120260000090033", "MUG-7", 100, "2026-03-10", "2026-03-12"),
]
exports = [
    {"出口单证号": number, "项号": 1, "货号": sku, "出口数量": quantity, "是否食品": "否"}
    | {"监管方式代码": "9810", "出口申报日期": day, "出口放行日期": day, "出口日期": left}
    for number, sku, quantity, day, left in EXPORTS
]
RETURNS = [  # item number of the seller, quantity, back and declared, number of the export
    ("LAMP-A", 130, "2026-05-12", None),
    ("LAMP-A", 40, "2026-10-10", "223120260000080022"),
    ("lamp-a", 5, "2026-10-10", None),
    ("MUG-7", 3, "2026-03-11", "223120260000090033"),
    ("MUG-7", "三件", "2026-04-02", None),
]
returned = [
    {"货号": sku, "本次退运数量": quantity, "出口单证号": number}
    | {"退运进境日期": day, "退运进口申报日期": day}
    for sku, quantity, day, number in RETURNS
]

matched = retax.match_returns(exports, returned, errors="return")
for line in matched.lines:
    print(f"{RETURNS[line.row][0]}, {line.quantity}: {line.words.zh}")
for found in matched.contradictions:
    print(f"{found.id}: {found.words.zh} ({found.words.en})")
for remark in matched.remarks:
    print(remark.words.zh)
for refused in matched.refused:
    print(refused.words.zh)
