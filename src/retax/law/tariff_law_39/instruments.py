"""The two laws of the ordinary route, chosen by the day of the return.

Source: 中华人民共和国关税法 (issued 2024-04-26, in force since 2024-12-01), Article 39, in the
law database of the National People's Congress; 中华人民共和国进出口关税条例 (State Council Order
392 of 2003, in force from 2004-01-01 to 2024-11-30), Article 43, in the gazette of the State
Council.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from retax.law.clause import as_of, fact
from retax.law.cross_border.article_1_six_months import BACK_ON
from retax.law.instruments import Announcement
from retax.logic.expressions import FALSE, UNKNOWN, Expression, first, is_false, known, when
from retax.words import Words

TARIFF_LAW_IN_FORCE = date(2024, 12, 1)
UNTIL_FURTHER_NOTICE = date(2199, 12, 31)

ROUTE_NAME = Words("关税法第三十九条", "Tariff Law Article 39")
"""What the route is called while the day of the return is unknown."""

REGULATIONS = Announcement(
    id="regulations-43",
    issued=date(2003, 11, 23),
    published=date(2003, 11, 23),
    first_day=date(2004, 1, 1),
    # Until the Tariff Law was published nobody knew of an end; from its first day on it governs.
    last_day=UNTIL_FURTHER_NOTICE,
    cites=Words(
        "《中华人民共和国进出口关税条例》第四十三条（2024年12月1日前）",
        "Regulations on Import and Export Duties, Article 43 (before 2024-12-01)",
    ),
    article=43,
    name=Words("原进出口关税条例第四十三条", "Article 43 of the former regulations"),
)

TARIFF_LAW = Announcement(
    id="tariff-law-39",
    issued=date(2024, 4, 26),
    published=date(2024, 4, 26),
    first_day=TARIFF_LAW_IN_FORCE,
    last_day=UNTIL_FURTHER_NOTICE,
    cites=Words("《中华人民共和国关税法》第三十九条", "Tariff Law, Article 39"),
    caveat=Words(
        "海关总署令第272号有关退运货物的规定未核对；带“推定”字样的条件和单证要求以官方文本为准。",
        "The articles of GACC Order 272 on returned goods are unread; for the conditions marked "
        "as inferred and for the papers the official text prevails.",
    ),
    article=39,
    name=ROUTE_NAME,
)

LAWS: tuple[Announcement, ...] = (REGULATIONS, TARIFF_LAW)
"""The laws, in the order of their issue; of two that govern a day the later one counts."""

# What shows the day is asked for where no day is asked as of: the day of the return.
_SHOWN_BACK_ON = when(
    known(fact.returned_on) | ~known(fact.domestic_on), fact.returned_on, fact.domestic_on
)

RETURN_DAY = first(
    fact.return_declared_on, when(known(as_of), first(BACK_ON, as_of), _SHOWN_BACK_ON)
)
"""The day whose law counts: that of the return declaration, else back, else the one asked as of."""


def list_instruments() -> tuple[Announcement, ...]:
    """Return both laws."""
    return LAWS


def list_published_by(known_on: date | None) -> tuple[Announcement, ...]:
    """Return the laws published by a day (all for None), in the order of their issue."""
    return tuple(law for law in LAWS if known_on is None or law.published <= known_on)


def governing_id(published: Sequence[Announcement]) -> Expression:
    """Return the id of the law that governs as an expression; while the day is unknown the latest.

    Goods of which no return is known come back under the law as it is now.
    """
    chosen: Expression = UNKNOWN
    for law in published:
        chosen = when(is_false(law.governs(RETURN_DAY)), chosen, law.id)
    return chosen


def tariff_law_governs(published: Sequence[Announcement]) -> Expression:
    """Say that the Tariff Law governs the return, as known from the laws published."""
    return TARIFF_LAW.governs(RETURN_DAY) if TARIFF_LAW in published else FALSE


def tariff_law_may_govern(published: Sequence[Announcement]) -> Expression:
    """Say that the Tariff Law governs the return, or does as far as is known."""
    return ~is_false(tariff_law_governs(published))
