"""One day late, and what remains: the Tariff Law has a year where the announcement has six months.

The first day is not counted and the last day is the corresponding day of the sixth month (Civil
Code 200-203): exported on 10 March, back by 10 September, 184 days later; never count 180 days.
On the eleventh the announcement is of no help. That does not mean the goods are taxed: Tariff Law
(关税法) Article 39 frees goods returned in original state within one year of export from import
duty, for reasons of quality or specification (品质、规格原因) or force majeure.

Watch the reason. A customer's return may be one of quality; find out before you declare. Stock that
merely did not sell has no such route. Article 39 speaks of duty only: that import VAT and
consumption tax follow it is custom, so ask.
"""

from datetime import date

import retax

goods = {
    "supervision_code": "9710",
    "declared_on": date(2026, 3, 10),
    "released_on": date(2026, 3, 10),
    "exported_on": date(2026, 3, 10),
    "is_food": False,
    "export_refund": "not_refunded",
    "same_form": True,
    "parts_added": False,
    "processed": False,
    "use": "unused",
}
for reason, day in (
    ("customer_return", date(2026, 9, 10)),
    ("customer_return", date(2026, 9, 11)),
    ("unsold", date(2026, 9, 11)),
):
    back = {"reason": reason, "returned_on": day, "return_declared_on": day}
    verdict = retax.check(goods | back)
    print(f"{reason}, back on {day}: {verdict.status}")
    print(" ", verdict.finding("1.six_months").explain("en"))
    for route in verdict.routes:
        print(f"  {route.words.zh}")
        print(f"  {route.words.en}")
