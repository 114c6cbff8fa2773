"""Article 1, the clock: back within six months (自出口之日起6个月内退运进境).

The first day is not counted; the last day is the corresponding day of the sixth month, or that
month's last day where it has none, and a return on it is in time (Civil Code Articles 200-203).

Five questions are open: which day the clock starts (``export-date``; under 1210
``zone-exit-date``), whether a last day that rests moves on (``rest-day``), whether the return
must be declared in time as well (``return-date``), and whether goods of the other three codes that
come back by way of a zone are back before they leave it (``zone``).

Source: 财政部 海关总署 税务总局公告2023年第4号, Article 1 (issued 2023-01-30, published
2023-02-01; restated by 2026 No. 16), on the sites of its three issuers; 民法典
(主席令第四十五号, 2020), Articles 200-204, in the law database of the National People's Congress.
"""

from __future__ import annotations

from retax.law.clause import Clause, as_of, fact
from retax.law.cross_border.supervision_codes import by_code
from retax.logic.expressions import (
    FALSE,
    TRUE,
    UNKNOWN,
    Expression,
    days,
    first,
    is_false,
    is_true,
    known,
    months,
    reading,
    when,
    working_day,
)
from retax.words import Words

# -- the end of the period

# Outside 1210 a day 境内区外 after the day of return shows that the goods came by way of a zone.
CAME_THROUGH_A_ZONE = is_true(fact.returned_on < fact.domestic_on)

# Article 1 has 1210 end 境内区外 and the other codes end with 退运进境.
END = by_code(
    from_a_zone=fact.domestic_on,
    others=reading(
        "zone",
        strict=when(CAME_THROUGH_A_ZONE, fact.domestic_on, fact.returned_on),
        lenient=fact.returned_on,
    ),
)
"""The day that must be in time: arrival in the country, under 1210 arrival 境内区外."""

PLANNED = as_of < END
"""The day the goods come back lies ahead of the day asked as of."""

# -- goods that are not back

IN_A_ZONE = fact.destination.is_("zone")
STILL_IN_THE_ZONE = by_code(from_a_zone=is_true(IN_A_ZONE), others=FALSE)
"""1210 goods that are in a zone have still to come out of it, whatever else is known of them."""

RETURN_IS_DECLARED = known(fact.return_declared_on) | known(fact.return_entry)
NOTHING_SHOWS_THEM_BACK = ~(known(fact.returned_on) | known(fact.domestic_on) | RETURN_IS_DECLARED)
STILL_ABROAD = (
    known(as_of)
    & ~RETURN_IS_DECLARED
    & ~known(fact.domestic_on)
    & (~known(fact.returned_on) | STILL_IN_THE_ZONE)
)
"""Asked as of a day, goods of which no return is known count as not yet back."""

START_FROM_A_ZONE = reading("zone-exit-date", strict=fact.left_zone_on, lenient=fact.exported_on)

# -- what is still to be done

# Article 1 speaks of coming back, Article 4 of what customs does with the declaration.
UNDECLARED = reading("return-date", strict=~RETURN_IS_DECLARED, lenient=FALSE)
"""The return declaration has to be in time, too, and nothing shows that it is made."""

# -- goods that may never have left: released, not loaded, taken back from the terminal (退关).

BACK_ON = first(fact.returned_on, fact.domestic_on)
# The ten days are retax's own: no source on goods never loaded names a number.
SOON_AFTER_THE_START = by_code(
    from_a_zone=days(fact.left_zone_on, 10) >= BACK_ON,
    others=days(fact.released_on, 10) >= BACK_ON,
)
MAY_NEVER_HAVE_LEFT = ~known(fact.exported_on) & is_true(SOON_AFTER_THE_START)
"""No day of departure is known, and the goods are back within ten days of release or gate-out."""

HAS_LEFT = fact.exported_on <= BACK_ON  # unknown here: the day of departure is asked for

# -- the period


class ReturnPeriod:
    """The period in which goods have to come back: a number of months from their export.

    ``extended_until`` is the last day customs approved instead, which counts where ``is_extended``
    (never unknown) holds.
    """

    def __init__(
        self,
        number: int,
        is_extended: Expression = FALSE,
        extended_until: Expression = UNKNOWN,
    ) -> None:
        self.number = number
        self._is_extended = is_extended
        self._extended_until = extended_until
        self.last_day_from_a_zone = reading(
            "zone-exit-date",
            strict=self._last_day_counted_from(fact.left_zone_on),
            lenient=self._last_day_counted_from(fact.exported_on),
        )
        self.last_day_of_others = reading(
            "export-date",
            strict=self._last_day_counted_from(first(fact.released_on, fact.declared_on)),
            lenient=self._last_day_counted_from(fact.exported_on),
        )
        self.last_day = first(
            by_code(from_a_zone=self.last_day_from_a_zone, others=self.last_day_of_others),
            when(is_extended, extended_until, UNKNOWN),  # it holds whatever the code is
        )
        self._judge_the_return()

    def _judge_the_return(self) -> None:
        self.return_in_time = reading(
            "return-date",
            strict=self.in_time(END) & self.in_time(fact.return_declared_on),
            lenient=self.in_time(END),
        )
        # In the zone the period runs on: it is not over on the day asked as of. Where no day is
        # asked as of, it is enough that the start is known.
        self.runs = self.in_time_from_a_zone(first(as_of, START_FROM_A_ZONE))
        self.can_come_out_in_time = reading(
            "return-date",
            # Under 1210 the return declaration is the one out of the zone.
            strict=self.runs
            & when(RETURN_IS_DECLARED, self.in_time_from_a_zone(fact.return_declared_on), TRUE),
            lenient=self.runs,
        )
        # Back in time, and the return can still be declared in time.
        self.to_be_declared = (
            self.in_time(END) & UNDECLARED & (~known(as_of) | (as_of <= self.last_day))
        )
        self.back_in_time = when(
            STILL_IN_THE_ZONE,
            self.can_come_out_in_time,
            # Until the strict last day goods abroad are outstanding, and not yet met.
            when(STILL_ABROAD, self.in_time(as_of), self.return_in_time),
        )
        # Too late is too late, whether or not they ever left.
        self.holds = when(
            MAY_NEVER_HAVE_LEFT & ~is_false(self.back_in_time), HAS_LEFT, self.back_in_time
        )
        self.outstanding = ~MAY_NEVER_HAVE_LEFT & when(
            STILL_IN_THE_ZONE,
            self.can_come_out_in_time,
            (STILL_ABROAD & (as_of <= self.last_day))
            | (PLANNED & self.return_in_time)
            | self.to_be_declared,
        )

    def months_from(self, start: Expression) -> Expression:
        """Return the last day of the months from a start."""
        end = months(start, self.number)
        # Civil Code Article 203 moves a last day that rests; customs law is silent.
        return reading("rest-day", strict=end, lenient=working_day(end))

    def _last_day_counted_from(self, start: Expression) -> Expression:
        end = self.months_from(start)
        # An approval never shortens the period: a day before its own end leaves that end.
        is_later = ~is_true(self._extended_until < end)
        return when(self._is_extended & is_later, self._extended_until, end)

    def in_time_from_a_zone(self, day: Expression) -> Expression:
        """Say that a day is within the period of 1210."""
        return self._or_extended(
            day,
            reading(
                "zone-exit-date",
                strict=day <= self.months_from(fact.left_zone_on),
                lenient=day <= self.months_from(fact.exported_on),
            ),
        )

    def in_time_of_others(self, day: Expression) -> Expression:
        """Say that a day is within the period of the other codes."""
        # The declaration may stand in for an unknown release, but only to show that goods *are* in
        # time: it is never later than the release. A known departure on or after it shows that it
        # is the declaration of this export, not one filed after the event.
        from_release = (day <= self.months_from(fact.released_on)) | (
            (fact.declared_on <= fact.exported_on) & (day <= self.months_from(fact.declared_on))
        )
        return self._or_extended(
            day,
            reading(
                "export-date",
                strict=from_release,
                lenient=day <= self.months_from(fact.exported_on),
            ),
        )

    def _or_extended(self, day: Expression, in_time: Expression) -> Expression:
        return in_time | (self._is_extended & (day <= self._extended_until))

    def in_time(self, day: Expression) -> Expression:
        """Say that a day is within the period."""
        return by_code(
            from_a_zone=self.in_time_from_a_zone(day), others=self.in_time_of_others(day)
        )


# -- the period of Article 1

SIX_MONTHS_PERIOD = ReturnPeriod(6)
LAST_DAY_FROM_A_ZONE = SIX_MONTHS_PERIOD.last_day_from_a_zone
LAST_DAY_OF_OTHERS = SIX_MONTHS_PERIOD.last_day_of_others
LAST_DAY = SIX_MONTHS_PERIOD.last_day
"""The last day to come back."""

SIX_MONTHS = Clause(
    "1.six_months",
    article=1,
    words=Words("在六个月期限内退运", "back within six months"),
    holds=SIX_MONTHS_PERIOD.holds,
    outstanding=SIX_MONTHS_PERIOD.outstanding,
)
