"""Stock of three exports comes home in one shipment, and nothing tells which export it is of.

A warehouse abroad mixes batches. 250 of 900 units come back in September: those of January and
March are too late by then, those of May are not. ``match_returns`` guesses nothing. It says how
many units are in time whichever exports they are of: none, as long as only the ledger is known.

Watch what a sale is worth. That 600 were sold says nothing; that 480 of them were sold before
the third export left says that no more than 20 old units can be among the 250. First in, first out
would have said 250 from the start. It is used only where it is asked for, and then the line waits
for the customs office's word (``batch-fifo``).
"""

import retax

EXPORTS = [  # number of the declaration, quantity, declared and released, left
    ("223120260000010011", 300, "2026-01-08", "2026-01-12"),
    ("223120260000030027", 200, "2026-03-05", "2026-03-09"),
    ("223120260000050033", 400, "2026-05-20", "2026-05-24"),
]
exports = [
    {"出口单证号": number, "项号": 1, "货号": "TB-0123", "出口数量": quantity, "出口日期": left}
    | {"监管方式代码": "9810", "出口申报日期": day, "出口放行日期": day, "是否食品": "否"}
    for number, quantity, day, left in EXPORTS
]
state = {"退运原因": "滞销", "使用情况": "未使用", "出口退税办理情况": "未退税", "same_form": True}
state |= {"processed": False, "parts_added": False}
days = {"退运进境日期": "2026-09-18", "退运进口申报日期": "2026-09-20"}
returned = [{"货号": "TB-0123", "本次退运数量": 250} | days | state]


def make_sale(day: str | None, quantity: int) -> dict[str, object]:
    return {"货号": "TB-0123", "数量": quantity, "减少日期": day, "减少原因": "已售"}


known = {
    "the ledger": [],
    "and 600 sold": [make_sale(None, 600)],
    "and when: 350, 250": [make_sale("2026-05-20", 350), make_sale("2026-09-15", 250)],
    "and when: 480, 120": [make_sale("2026-05-20", 480), make_sale("2026-09-15", 120)],
}
for what, gone in known.items():
    matched = retax.match_returns(exports, returned, gone=gone)
    print(f"{what}: {matched.items[0].words.zh}")

matched = retax.match_returns(exports, returned, gone=gone, convention="fifo")
for verdict, _ in retax.check_lines(matched.goods):
    print(f"First in, first out: {verdict.status}")
for verdict, _ in retax.check_lines(matched.goods, settled={"batch-fifo": "lenient"}):
    print(f"First in, first out, where customs accepts it: {verdict.status}")
