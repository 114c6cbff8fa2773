"""Two returns that made the news: one is eligible, one turns on an open question of law.

Ningbo, 12 February 2025: pet supplies, dolls and phone cases, exported from Hangzhou under 9610 in
mid-January, came back as customer returns and cleared the same day.

Yiwu, 16 July 2025: about 2.6 t worth nearly CNY 700,000, exported under 9610 by road through
Khorgos to Moscow, came back after the buyers cancelled their orders.

What the reports do not say is assumed here, and printed as such.
"""

from datetime import date

import retax

IN_ORIGINAL_STATE = {
    "is_food": False,
    "same_form": True,
    "parts_added": False,
    "processed": False,
    "use": "unused",
    "export_refund": "not_refunded",
}

ningbo = {
    "reference": "Ningbo 2025-02-12",
    "goods_name": "pet supplies, dolls, phone cases",
    "supervision_code": "9610",
    "reason": "customer_return",
    "returned_on": date(2025, 2, 12),
    "return_declared_on": date(2025, 2, 12),
}
ningbo_assumed = {
    "declared_on": date(2025, 1, 15),
    "released_on": date(2025, 1, 15),
    "exported_on": date(2025, 1, 16),
    **IN_ORIGINAL_STATE,
}

moscow = {
    "reference": "Moscow-Yiwu 2025-07-16",
    "supervision_code": "9610",
    "reason": "order_cancelled",
    "returned_on": date(2025, 7, 16),
    "return_declared_on": date(2025, 7, 16),
}
moscow_assumed = {
    "declared_on": date(2025, 5, 20),
    "released_on": date(2025, 5, 20),
    "exported_on": date(2025, 5, 24),
    **IN_ORIGINAL_STATE,
}

for reported, assumed in ((ningbo, ningbo_assumed), (moscow, moscow_assumed)):
    verdict = retax.check({**reported, **assumed})
    print(f"=== {reported['reference']}: {verdict.status}")
    print("Assumed, not in the reports:", ", ".join(f"{k}={v}" for k, v in assumed.items()))
    print(verdict.explain("en"))
    print()

settled = retax.check({**moscow, **moscow_assumed}, settled={"reason:order_cancelled": "lenient"})
print(f"=== Moscow again, once customs has accepted cancelled orders: {settled.status}")
print(settled.explain("zh").splitlines()[0])
