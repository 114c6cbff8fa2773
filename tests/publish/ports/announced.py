"""A made-up announcement of 2028, which adds a clause and words another one anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest

from laws_apart import announce
from retax.law.clause import Clause, fact
from retax.law.cross_border import announcements
from retax.law.cross_border.article_3_original_state import UNUSED
from retax.law.instruments import Announcement
from retax.words import Words

SEALED = Clause(
    "3.sealed",
    article=3,
    words=Words("2028年的封志完好", "the seal of 2028 is unbroken"),
    holds=~fact.repacked,
)

OF_2028 = Announcement(
    id="2028-3",
    issued=date(2028, 1, 10),
    published=date(2028, 1, 15),
    first_day=date(2028, 1, 1),
    last_day=date(2029, 12, 31),
    cites=Words("财政部 海关总署 税务总局公告2028年第3号", "Announcement 2028 No. 3"),
    changes=(SEALED, replace(UNUSED, holds=fact.use.is_("unused"))),
)


@contextmanager
def announced_2028() -> Iterator[None]:
    """Have the announcement of 2028 among those known."""
    known = (*announcements.ANNOUNCEMENTS, OF_2028)
    with pytest.MonkeyPatch.context() as patch:
        announce(patch, *known)
        yield
