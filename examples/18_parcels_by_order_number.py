"""Parcels come back one by one: some tell their order, one can be of one export only, two cannot.

Direct mail (9610) leaves by lists, an order on each. A parcel that tells its order is of that line,
and its goods can be judged at once. The first parcel tells nothing, but when it came back only one
export had left: it is that one's. The other two can be of several.

Watch LP003 and LP004. No line is named for them, and first in, first out is refused: parcels are no
stock from which the oldest is taken. Yet LP003 is in time whichever export it is of. LP004 is not
sure; the last sentence says what would have to be proved, and that without proof nothing may be
declared on it.
"""

import retax

EXPORTS = [  # number of the list, quantity, declared and released, left, order
    ("22312026E000000101", 2, "2026-02-10", "2026-02-12", "SO-101"),
    ("22312026E000000102", 1, "2026-04-01", "2026-04-02", "SO-102"),
    ("22312026E000000103", 3, "2026-04-20", "2026-04-21", "SO-103"),
    ("22312026E000000104", 2, "2026-07-15", "2026-07-16", "SO-104"),
]
exports = [
    {"清单编号": number, "商品序号": 1, "货号": "PH-CASE", "出口数量": quantity, "订单号": order}
    | {"监管方式": "9610", "出口申报日期": day, "出口放行日期": day, "出口日期": left, "食品": "否"}
    for number, quantity, day, left, order in EXPORTS
]
RETURNS = [  # parcel, quantity, back and declared, order
    ("LP001", 2, "2026-03-20", None),
    ("LP002", 1, "2026-08-15", "SO-102"),
    ("LP003", 2, "2026-10-18", None),
    ("LP004", 1, "2026-10-25", None),
]
state = {"退运原因": "退货", "使用情况": "未使用", "出口退税办理情况": "未退税", "same_form": True}
state |= {"processed": False, "parts_added": False}
returned = [
    {"业务编号": parcel, "货号": "PH-CASE", "退货数量": quantity, "订单号": order}
    | {"进境日期": day, "退运申报日期": day, **state}
    for parcel, quantity, day, order in RETURNS
]

matched = retax.match_returns(exports, returned, convention="fifo")
for line, (verdict, _) in zip(matched.lines, retax.check_lines(matched.goods), strict=True):
    print(f"{line.goods.reference}: {line.words.zh} {verdict.status}")
for units in matched.open:
    print(f"{returned[units.row]['业务编号']}: {units.words.zh}")
print(matched.items[0].no_fifo)
for proof in matched.to_prove:
    print(f"{returned[proof.row]['业务编号']}: {proof.words.zh}")
