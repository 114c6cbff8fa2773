"""The last day is a Saturday, and the goods come back on the Monday.

Civil Code 203 lets a period that ends on a statutory day of rest end on the day after it; customs
law is silent for periods such as these six months. So goods that come back on the Monday are a
question for your customs office (``rest-day``), and until it is answered the verdict is 口径待核.
Plan for the Saturday. (The rule of tax administration that adds holidays, 征管法实施细则 109, does
not apply to tax that customs collect.)

Watch which days rest. The State Council moves them (调休): by its calendar for 2026, Saturday
10 October is worked, and 1 to 7 October are a holiday. Without ``days_off`` Saturdays and Sundays
rest and nothing else, which errs both ways; ``retax.desk.calendar`` knows the years announced.
"""

from datetime import date

import retax
from retax.desk import days_off

goods = {
    "supervision_code": "9610",
    "reason": "refused",
    "is_food": False,
    "export_refund": "not_refunded",
    "same_form": True,
    "parts_added": False,
    "processed": False,
    "use": "unused",
}
of_2026 = days_off(2026)  # needs the extra calendar
for out, back in (
    (date(2026, 3, 5), date(2026, 9, 7)),  # a Saturday, back on the Monday
    (date(2026, 4, 10), date(2026, 10, 12)),  # a Saturday worked for the holiday
    (date(2026, 4, 1), date(2026, 10, 8)),  # the national holiday
):
    days = dict.fromkeys(("declared_on", "released_on", "exported_on"), out)
    days |= dict.fromkeys(("returned_on", "return_declared_on"), back)
    by_weekends = retax.check(goods | days)
    by_calendar = retax.check(goods | days, days_off=of_2026)
    print(f"Last day {by_calendar.last_day:%a %d %b}, back on {back:%a %d %b}:")
    print(f"  by weekends {by_weekends.status}, by the calendar {by_calendar.status}")
    print(f"  {by_calendar.finding('1.six_months').explain('zh')}")

# 届满日逢休息日能否顺延？ Does a last day that is a rest day move to the next working day?
# Where your office says so:
settled = retax.check(goods | days, days_off=of_2026, settled={"rest-day": "lenient"})
print(f"With that on file, back on {back:%a %d %b}: {settled.status}")
