"""An export declared on 31 December 2027 comes back in 2028, and the announcement still governs.

What counts is the day the goods were *declared for export* (申报出口), not the day they return.
2026 No. 16 governs exports declared until 2027-12-31, and gives each of them its six months, even
where they end in 2028. Guides that speak of "returns completed in 2026-2027" do not say what the
text says.

Watch the day after: for an export declared on 1 January 2028 no rule is known yet. That is
``not_covered`` (无适用公告), which is not a "no". The same selector works backwards: what was
declared in 2025 and came back in 2026 is judged by 2023 No. 4, prolonged by 2023 No. 34.
"""

from datetime import date, timedelta

import retax

goods = {
    "supervision_code": "9610",
    "reason": "customer_return",
    "is_food": False,
    "export_refund": "not_refunded",
    "same_form": True,
    "parts_added": False,
    "processed": False,
    "use": "unused",
}
for declared, back in (
    (date(2025, 12, 31), date(2026, 6, 29)),
    (date(2027, 12, 31), date(2028, 6, 30)),
    (date(2028, 1, 1), date(2028, 6, 30)),
):
    days = {
        "declared_on": declared,
        "released_on": declared,
        "exported_on": declared + timedelta(days=1),
        "returned_on": back,
        "return_declared_on": back,
    }
    verdict = retax.check(goods | days)
    print(f"Declared on {declared}, back on {back}: {verdict.status}")
    print(" ", verdict.finding("1.period").explain("en"))
    if verdict.cites is not None:
        print(f"  {verdict.cites.zh} ({verdict.cites.en})")
