"""Article 1, the clock: back within six months (自出口之日起6个月内退运进境).

The first day is not counted; the last day is the corresponding day of the sixth month, or that
month's last day where it has none, and a return on it is in time (Civil Code Articles 200-203).

Four questions are open: which day the clock starts (``export-date``; under 1210
``zone-exit-date``), whether a last day that rests moves on (``rest-day``), and whether the return
must be declared in time as well (``return-date``).
"""

from __future__ import annotations

from retax.law.clause import Clause, as_of, fact
from retax.law.supervision_codes import by_code
from retax.logic.expressions import (
    FALSE,
    Expression,
    first,
    is_true,
    known,
    months,
    reading,
    when,
    working_day,
)
from retax.words import Words


def six_months_from(start: Expression) -> Expression:
    """Return the last day of six months from a start."""
    end = months(start, 6)
    return reading("rest-day", strict=end, lenient=working_day(end))


def in_time(day: Expression) -> Expression:
    """Say that a day is within the six months."""
    from_departure = day <= six_months_from(fact.exported_on)
    # The declaration may stand in for an unknown release, but only to show that goods *are* in
    # time: it is never later than the release. A known departure on or after it shows that it is
    # the declaration of this export, not one filed after the event.
    from_release = (day <= six_months_from(fact.released_on)) | (
        (fact.declared_on <= fact.exported_on) & (day <= six_months_from(fact.declared_on))
    )
    from_zone_exit = day <= six_months_from(fact.left_zone_on)
    return by_code(
        from_a_zone=reading("zone-exit-date", strict=from_zone_exit, lenient=from_departure),
        others=reading("export-date", strict=from_release, lenient=from_departure),
    )


LAST_DAY_FROM_A_ZONE = reading(
    "zone-exit-date",
    strict=six_months_from(fact.left_zone_on),
    lenient=six_months_from(fact.exported_on),
)
LAST_DAY = by_code(
    from_a_zone=LAST_DAY_FROM_A_ZONE,
    others=reading(
        "export-date",
        strict=six_months_from(first(fact.released_on, fact.declared_on)),
        lenient=six_months_from(fact.exported_on),
    ),
)
"""The last day to come back."""

END = by_code(from_a_zone=fact.domestic_on, others=fact.returned_on)
"""The day that must be in time: arrival in the country, under 1210 arrival 境内区外."""

IN_A_ZONE = fact.destination.is_("zone")

NO_RETURN_TOLD = ~known(END) & ~known(fact.return_declared_on) & ~known(fact.return_entry)
# Goods that are in the country have come back, whether or not the day that counts is told: it is
# asked for. Under 1210 those in a zone have still to come out of it.
NOT_IN_THE_COUNTRY = by_code(
    from_a_zone=~known(fact.returned_on) | is_true(IN_A_ZONE),
    others=~known(fact.domestic_on),
)
STILL_ABROAD = known(as_of) & NO_RETURN_TOLD & NOT_IN_THE_COUNTRY
"""Asked as of a day, goods of which no return is known count as not yet back."""

UNDECLARED = reading("return-date", strict=~known(fact.return_declared_on), lenient=FALSE)
"""The return declaration has to be in time, too, and no day of it is told."""

TO_BE_DECLARED = in_time(END) & UNDECLARED & (~known(as_of) | (as_of <= LAST_DAY))
"""Back in time, and the return can still be declared in time."""

SIX_MONTHS = Clause(
    "1.six_months",
    article=1,
    words=Words("在六个月期限内退运", "back within six months"),
    holds=when(
        STILL_ABROAD,
        in_time(as_of),  # until the strict last day outstanding, and not yet met
        reading(
            "return-date",
            strict=in_time(END) & in_time(fact.return_declared_on),
            lenient=in_time(END),
        ),
    ),
    outstanding=(STILL_ABROAD & (as_of <= LAST_DAY)) | TO_BE_DECLARED,
)
