"""The release day that decides: it is asked for when the answer hangs on it, and only then.

Six months run from 出口之日: the day customs released the goods (放行), or the day the carrier
cleared outbound, the 出口日期 of the declaration; the text can be read for either. The release may
have to be looked up in the Single Window, and often nobody needs it: it is never before the
declaration and never after departure, so goods back within six months of the declaration are in
time on both readings, and goods beyond six months from departure are late on both.

Watch the parcels in between; and under 9610 take the days of the list (清单), never of the monthly
summary declaration, which is filed after the event.
"""

from datetime import date

import retax

goods = {
    "supervision_code": "9610",
    "declared_on": date(2026, 3, 9),
    "exported_on": date(2026, 3, 16),
    "reason": "customer_return",
    "is_food": False,
    "export_refund": "not_refunded",
    "same_form": True,
    "parts_added": False,
    "processed": False,
    "use": "unused",
}
for back in (date(2026, 9, 8), date(2026, 9, 14), date(2026, 9, 17)):
    days = {"returned_on": back, "return_declared_on": back}
    verdict = retax.check(goods | days)
    print(f"Back on {back}, release unknown: {verdict.status}")
    print(" ", verdict.finding("1.six_months").explain("en"))
    for ask in verdict.asks:
        print(f"  {ask.words.zh} ({ask.words.en})")
        for released in (date(2026, 3, 10), date(2026, 3, 16)):
            looked_up = retax.check(goods | days | {"released_on": released})
            print(f"  Released on {released}: {looked_up.status}")
            print("   ", looked_up.finding("1.six_months").explain("en"))
