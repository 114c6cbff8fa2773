"""What counts as food, and what is open where heading and purpose disagree.

Article 1 excludes food (不含食品) and does not define it. By Article 150 of the Food Safety Law it
is finished products and raw materials for people to eat or drink: health food is food; pet food,
cosmetics and tableware are not. Where nothing is said of the goods, those of a heading that is
plainly not one of food are presumed to be none, and of any other retax asks.

Watch goods whose heading says one thing and whose purpose another, such as peas for sowing under
0713: which of the two counts is open (``food-heading``). The screen of headings is professional
knowledge, not an official list. Tariff Law Article 39 has no exclusion of food; it has its own
reasons (example 04).
"""

from datetime import date

import retax

parcel = {
    "supervision_code": "9610",
    "declared_on": date(2026, 3, 5),
    "released_on": date(2026, 3, 5),
    "exported_on": date(2026, 3, 6),
    "returned_on": date(2026, 6, 18),
    "return_declared_on": date(2026, 6, 19),
    "reason": "customer_return",
    "export_refund": "not_refunded",
    "same_form": True,
    "parts_added": False,
    "processed": False,
    "use": "unused",
}
for goods, hs_code, is_food in (
    ("travel bag", "4202121000", None),
    ("health food in capsules", "2106909090", None),
    ("health food in capsules", "2106909090", True),
    ("cat food", "2309109000", False),
    ("peas for sowing", "0713101000", False),
    ("cat food", "2309109000", True),
):
    verdict = retax.check(parcel | {"hs_code": hs_code, "is_food": is_food})
    print(f"{goods} ({hs_code}), food: {is_food}: {verdict.status}")
    print(f"  {verdict.finding('1.not_food').explain('en')}")
    for ask in verdict.asks:
        print(f"  {ask.words.zh}")  # are the goods for people to eat or drink?
