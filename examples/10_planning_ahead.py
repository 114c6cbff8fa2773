"""Planning ahead: what has to be on a ship, and by when.

While goods are still abroad there is no day of return to judge. Say as of which day you ask
(``as_of``): goods of which no return is known count as not yet back on it, and a verdict that would
be a yes becomes ``conditional``, with the last day under ``actions`` and the days left.

Watch the ends of months. The last day is the corresponding day of the sixth month: out on
28 February, back by 28 August, not by the 31st; out on 31 March, back by 30 September, since there
is no 31st. And arrival in time may not be enough: plan so that the return is *declared* by the last
day too.
"""

from datetime import date

import retax

TODAY = date(2026, 8, 20)
stock = {
    "supervision_code": "9810",
    "reason": "unsold",
    "is_food": False,
    "export_refund": "not_refunded",
    "same_form": True,
    "parts_added": False,
    "processed": False,
    "use": "unused",
}
left_on = {
    "LAX-3": date(2026, 3, 31),
    "LAX-2": date(2026, 2, 28),
    "HAM-1": date(2026, 2, 19),
    "HAM-4": date(2026, 5, 8),
}
verdicts = {
    name: retax.check(
        stock | {"declared_on": day, "released_on": day, "exported_on": day}, as_of=TODAY
    )
    for name, day in left_on.items()
}
for name in sorted(verdicts, key=lambda name: str(verdicts[name].last_day)):
    verdict = verdicts[name]
    print(f"{name}: {verdict.status}, days left: {verdict.days_left}")
    print(" ", verdict.finding("1.six_months").explain("en"))
    for action in verdict.actions:
        print(f"  {action.words.zh} ({action.words.en})")
