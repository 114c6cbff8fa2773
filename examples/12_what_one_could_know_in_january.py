"""What could be answered in January 2026, before the announcement that already governed.

2023 No. 34 ended with exports declared on 2025-12-31. 2026 No. 16 was published on 2026-02-09 and
reaches back to exports from 2026-01-01. In the 39 days between, a clerk asked about an export of
January could only say: no rule is known. ``known_on`` judges as one could on an earlier day, so
that a file shows the answer given then was right for its day.

Watch two things. Today's answer counts for what is decided today: ask again without ``known_on``.
And whether tax paid on such returns before 9 February comes back, no clause says; that is a
question for customs.
"""

from datetime import date

import retax

parcel = {
    "supervision_code": "9610",
    "declared_on": date(2026, 1, 5),
    "released_on": date(2026, 1, 5),
    "exported_on": date(2026, 1, 6),
    "returned_on": date(2026, 1, 29),
    "return_declared_on": date(2026, 1, 29),
    "reason": "refused",
    "is_food": False,
    "export_refund": "not_refunded",
    "same_form": True,
    "parts_added": False,
    "processed": False,
    "use": "unused",
}
for asked_on in (date(2026, 1, 29), date(2026, 2, 9)):
    verdict = retax.check(parcel, known_on=asked_on)
    print(f"As known on {asked_on}: {verdict.status}")
    print(f"  {verdict.finding('1.period').explain('zh')}")
    print(f"  {verdict.finding('1.period').explain('en')}")

declared = date(2025, 12, 31)
earlier = retax.check(
    parcel | {"declared_on": declared, "released_on": declared}, known_on=date(2026, 1, 29)
)
print(f"Declared on {declared} instead: {earlier.status} under {earlier.announcement}")
