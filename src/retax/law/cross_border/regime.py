"""The regime of the announcements on returns of cross-border e-commerce exports.

Source: 财政部 海关总署 税务总局公告2023年第4号, 2023年第34号 and 2026年第16号, on the sites of
their three issuers.
"""

from __future__ import annotations

from collections.abc import Mapping

from retax.law.cross_border import announcements
from retax.law.cross_border.article_1_scope import SAME_GOODS
from retax.law.cross_border.article_1_six_months import (
    END,
    LAST_DAY,
    SIX_MONTHS,
    STILL_ABROAD,
    STILL_IN_THE_ZONE,
    UNDECLARED,
)
from retax.law.cross_border.article_4_documents import DOCUMENTS
from retax.law.cross_border.consequences import (
    ACTIONS,
    OBTAIN,
    OBTAINED_LAST,
    OBTAINED_LAST_AFTER,
    RELIEFS,
)
from retax.law.cross_border.open_questions import QUESTIONS
from retax.law.cross_border.presumptions import PRESUMPTIONS
from retax.law.cross_border.routes import ROUTES
from retax.law.cross_border.supervision_codes import SUPERVISION_CODES
from retax.law.instruments import Announcement
from retax.law.named_part import Part
from retax.law.outcome import STATUSES
from retax.law.regime import Clock, Regime
from retax.law.sentences import Sentences
from retax.logic.expressions import Expression
from retax.words import Words


def _list_instruments() -> tuple[Announcement, ...]:
    return announcements.ANNOUNCEMENTS


def _read_sentences() -> Sentences:
    from retax.law.cross_border.sentences import SENTENCES  # words only when asked for

    return SENTENCES


def _read_named_parts() -> Mapping[Expression, Part]:
    from retax.law.cross_border.named_parts import PARTS  # names only when asked for

    return PARTS


CLOCK = Clock(
    last_day=LAST_DAY,
    end=END,
    still_abroad=STILL_ABROAD,
    still_in_the_zone=STILL_IN_THE_ZONE,
    undeclared=UNDECLARED,
)

CROSS_BORDER = Regime(
    id="cross_border",
    name=Words("跨境电商退运公告", "the announcement on returns of cross-border e-commerce"),
    instruments=_list_instruments,
    published_by=announcements.list_published_by,
    governing_id=announcements.governing_id,
    clauses_known_by=announcements.list_clauses_known_by,
    clock_known_by=lambda _: CLOCK,
    clock_clause=SIX_MONTHS.id,
    same_goods=SAME_GOODS.id,
    codes={code: row.words for code, row in SUPERVISION_CODES.items()},
    documents=DOCUMENTS,
    reliefs=RELIEFS,
    actions=ACTIONS,
    routes=ROUTES,
    presumptions=PRESUMPTIONS,
    questions=QUESTIONS,
    obtain=OBTAIN,
    obtained_last=(OBTAINED_LAST, OBTAINED_LAST_AFTER),
    reviewed_on=announcements.LAW_REVIEWED_ON,
    named_parts=_read_named_parts,
    sentences=_read_sentences,
    statuses=STATUSES,
)
