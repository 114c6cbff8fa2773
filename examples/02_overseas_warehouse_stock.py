"""Unsold stock comes home from a warehouse abroad, and its tax refund has to be repaid first.

Goods under 9810 (跨境电商出口海外仓) may have had their refund at departure, before anyone bought
them (STA 2025 No. 3). What never sells comes back as 滞销. By Article 2 the refund is repaid first,
and the tax office certifies it (《出口货物已补税/未退税证明》); the seller explains the reason in a
self-declaration (自我声明, Article 4 of 2023 No. 4).

Watch the quantity: the certificate reaches customs as data and, once used, is reported to be
neither voided nor reissued, so it must name this export line and these 260 units. In a warehouse
batches mix; keep the records that tie the units to the line they left by.
"""

from datetime import date

import retax

stock = {
    "reference": "FRA-260",
    "goods_name": "手持式吸尘器",  # hand-held vacuum cleaners
    "hs_code": "8508110000",
    "is_food": False,
    "supervision_code": "9810",
    "declared_on": date(2026, 2, 10),
    "released_on": date(2026, 2, 10),
    "exported_on": date(2026, 2, 12),
    "exported_quantity": 800,
    "returned_quantity": 260,
    "reason": "滞销",
    "export_refund": "已退税未补缴",  # refunded, not repaid
    "same_form": True,
    "parts_added": False,
    "processed": False,
    "use": "unused",
    "papers_held": ["出口报关单"],  # so far only the export declaration
}
planned = retax.check(stock, as_of=date(2026, 6, 15))
print("In June:", planned.status)
for action in planned.actions:
    print(f"  {action.words.zh} ({action.words.en})")

ready = {
    "export_refund": "已补税",  # repaid
    "papers_held": ["出口报关单", "出口货物已补税/未退税证明", "自我声明", "批次对应材料"],
    "returned_on": date(2026, 7, 28),
    "return_declared_on": date(2026, 7, 29),
}
back = retax.check(stock | ready)
print("In July, repaid and with its papers:", back.status)
for relief in back.reliefs:
    print(f"  {relief.words.zh} ({relief.words.en})")
