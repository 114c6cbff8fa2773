"""The two clocks of 1210: it starts at the gate or at the border, and stops outside any zone.

For goods out of a special customs supervision zone or a type-B bonded logistics centre Article 1
counts the six months from 出区离境之日, and they end with the arrival at 境内区外: inside the
country and outside any zone. Where goods travel from an inland zone to a port, leaving the zone
(出区) and leaving the country (离境) are days apart, and the text can be read for either: between
the two last days the question stays open.

Watch the other end: goods that entered the country in time but still lie in a zone have not
arrived. They bear no import tax while they lie there bonded, but the six months run on until they
are out. For the other three codes the text speaks of the return into the country only.
"""

from datetime import date

import retax

goods = {
    "supervision_code": "1210",
    "declared_on": date(2026, 3, 4),
    "released_on": date(2026, 3, 4),
    "left_zone_on": date(2026, 3, 4),  # through the gate of an inland zone
    "exported_on": date(2026, 3, 10),  # six days later by sea
    "returned_on": date(2026, 8, 20),
    "reason": "unsold",
    "is_food": False,
    "export_refund": "not_refunded",
    "same_form": True,
    "parts_added": False,
    "processed": False,
    "use": "unused",
}
for day in (date(2026, 9, 4), date(2026, 9, 8), date(2026, 9, 11)):
    out = {"destination": "domestic", "domestic_on": day, "return_declared_on": day}
    verdict = retax.check(goods | out)
    print(f"Outside the zone on {day}: {verdict.status}")
    print(" ", verdict.finding("1.six_months").explain("en"))

for day in (date(2026, 9, 1), date(2026, 9, 11)):
    waiting = retax.check(goods | {"destination": "zone"}, as_of=day)
    print(f"Still in the zone on {day}: {waiting.status}")
    for words in [a.words for a in waiting.actions] + [r.words for r in waiting.routes]:
        print(f"  {words.zh} ({words.en})")

direct = {"supervision_code": "9610", "left_zone_on": None, "return_declared_on": date(2026, 8, 21)}
print("The same days under 9610:", retax.check(goods | direct).status)
