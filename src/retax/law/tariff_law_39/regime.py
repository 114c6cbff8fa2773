"""The regime of the ordinary route: Tariff Law Article 39, before it Article 43 of the regulations.

Source: 中华人民共和国关税法, Article 39, in the law database of the National People's Congress;
中华人民共和国进出口关税条例, Article 43, in the gazette of the State Council.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retax.law.cross_border.announcements import LAW_REVIEWED_ON
from retax.law.cross_border.article_1_six_months import (
    END,
    STILL_ABROAD,
    STILL_IN_THE_ZONE,
    UNDECLARED,
)
from retax.law.instruments import Announcement
from retax.law.named_part import Part
from retax.law.regime import Clock, Regime
from retax.law.sentences import Sentences
from retax.law.tariff_law_39 import instruments
from retax.law.tariff_law_39.article_39 import (
    IMPORT_TAXES,
    SAME_GOODS,
    list_clauses_known_by,
    period,
)
from retax.law.tariff_law_39.consequences import ACTIONS, OBTAIN, RELIEFS
from retax.law.tariff_law_39.documents import DOCUMENTS
from retax.law.tariff_law_39.open_questions import QUESTIONS
from retax.law.tariff_law_39.presumptions import PRESUMPTIONS
from retax.law.tariff_law_39.procedures import CODES
from retax.law.tariff_law_39.statuses import ORDINARY_STATUSES
from retax.logic.expressions import Expression


def _read_sentences() -> Sentences:
    from retax.law.tariff_law_39.sentences import SENTENCES  # words only when asked for

    return SENTENCES


def _read_named_parts() -> Mapping[Expression, Part]:
    from retax.law.tariff_law_39.named_parts import PARTS  # names only when asked for

    return PARTS


def _find_clock_known_by(published: Sequence[Announcement]) -> Clock:
    return Clock(
        last_day=period(published).last_day,
        end=END,
        still_abroad=STILL_ABROAD,
        still_in_the_zone=STILL_IN_THE_ZONE,
        undeclared=UNDECLARED,
    )


TARIFF_LAW_39 = Regime(
    id="tariff_law_39",
    name=instruments.ROUTE_NAME,
    instruments=instruments.list_instruments,
    published_by=instruments.list_published_by,
    governing_id=instruments.governing_id,
    clauses_known_by=list_clauses_known_by,
    clock_known_by=_find_clock_known_by,
    clock_clause="39.one_year",
    same_goods=SAME_GOODS.id,
    codes=CODES,
    documents=DOCUMENTS,
    reliefs=RELIEFS,
    actions=ACTIONS,
    routes=(),
    presumptions=PRESUMPTIONS,
    questions=QUESTIONS,
    obtain=OBTAIN,
    obtained_last=("tax_certificate", "39.refund_repaid"),
    reviewed_on=LAW_REVIEWED_ON,
    named_parts=_read_named_parts,
    sentences=_read_sentences,
    statuses=ORDINARY_STATUSES,
    import_taxes=IMPORT_TAXES.id,
)
