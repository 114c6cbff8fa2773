"""Article 39, clause by clause; Article 43 of the regulations where it differs.

Goods that come back in original state within one year of export for reasons of quality or
specification, or force majeure, bear no import duty; in special circumstances customs may prolong
the year. The regulations knew neither force majeure nor a longer period. What follows from the
text but is not in its words is inferred; trees of the announcement are those of its articles.

Source: 中华人民共和国关税法 (in force since 2024-12-01), Article 39, in the law database of the
National People's Congress; 中华人民共和国进出口关税条例 (until then), Article 43, in the gazette
of the State Council.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retax.law.clause import Clause, fact
from retax.law.cross_border.article_1_scope import SAME_GOODS as SAME_GOODS_OF_THE_LINE
from retax.law.cross_border.article_1_six_months import (
    HAS_LEFT,
    MAY_NEVER_HAVE_LEFT,
    ReturnPeriod,
)
from retax.law.cross_border.article_2_export_refund import (
    CERTIFICATE,
    REFUND_REPAID,
    SAME_ENTERPRISE,
)
from retax.law.cross_border.article_3_original_state import (
    NO_PARTS_ADDED,
    NOT_PROCESSED,
    SAME_FORM,
    TRIAL_USE,
)
from retax.law.cross_border.supervision_codes import FROM_A_ZONE
from retax.law.instruments import Announcement
from retax.law.tariff_law_39.cause import cause_counts
from retax.law.tariff_law_39.instruments import (
    LAWS,
    RETURN_DAY,
    tariff_law_governs,
    tariff_law_may_govern,
)
from retax.law.tariff_law_39.procedures import WITH_RULES_OF_THEIR_OWN
from retax.logic.expressions import FALSE, TRUE, any_of, known, reading, when
from retax.words import Words


def in_force(published: Sequence[Announcement]) -> Clause:
    """Return the clause on the law of the day of the return."""
    return Clause(
        "39.in_force",
        article=39,
        words=Words("退运之日有适用的规定", "a law governs the day of the return"),
        holds=any_of(*(law.governs(RETURN_DAY) for law in published)),
        # Where no law is published by the day known on, there is no answer, which is not a no.
        uncovered=FALSE if published else TRUE,
    )


PROCEDURE = Clause(
    "39.procedure",
    article=39,
    words=Words(
        "不属另有规定的出口方式（推定条件）",
        "not exported under a procedure with rules of its own (inferred)",
    ),
    holds=reading(
        "39:procedure",
        strict=~fact.supervision_code.is_in(*WITH_RULES_OF_THEIR_OWN),
        lenient=TRUE,
    )
    & reading("39:from-a-zone", strict=~FROM_A_ZONE, lenient=TRUE),
    named=False,
)


def cause(published: Sequence[Announcement]) -> Clause:
    """Return the clause on the cause; the regulations do not know force majeure."""
    return Clause(
        "39.cause",
        article=39,
        words=Words(
            "因品质、规格原因或不可抗力退运",
            "the cause is quality, specification or force majeure",
        ),
        holds=cause_counts(tariff_law_governs(published)),
    )


def period(published: Sequence[Announcement]) -> ReturnPeriod:
    """Return the period: a year, or as long as customs approved under the Tariff Law."""
    return ReturnPeriod(
        12,
        tariff_law_may_govern(published) & known(fact.extended_until),
        fact.extended_until,
    )


YEAR = period(LAWS)
"""The period as known from both laws."""


def one_year(published: Sequence[Announcement]) -> Clause:
    """Return the clause on the period."""
    year = period(published)
    # Customs may still prolong a year that has run out; the regulations knew no such approval.
    may_be_prolonged = (
        tariff_law_governs(published)
        & ~known(fact.extended_until)
        & when(MAY_NEVER_HAVE_LEFT, HAS_LEFT, TRUE)
    )
    return Clause(
        "39.one_year",
        article=39,
        words=Words("在一年（或经批准延长的）期限内退运", "back within one year, or as prolonged"),
        holds=year.holds | reading("39:extension", strict=FALSE, lenient=may_be_prolonged),
        outstanding=year.outstanding,
    )


SAME_GOODS = replace(SAME_GOODS_OF_THE_LINE, id="39.same_goods", article=39)

UNUSED = Clause(
    "39.unused",
    article=39,
    words=Words("未使用或仅经试用（推定条件）", "unused, or trial use only (inferred)"),
    holds=reading("39:used", strict=fact.use.is_("unused") | TRIAL_USE, lenient=TRUE),
    named=False,
)

# Article 39 speaks of duty; GACC Order 124, Article 57, added the others until 2024-12-01.
IMPORT_TAXES = Clause(
    "39.import_taxes",
    article=39,
    words=Words(
        "进口环节增值税、消费税一并不征（推定条件）",
        "import VAT and consumption tax are not levied either (inferred)",
    ),
    # Stays until the measures (GACC Order 272) have been read.
    holds=reading("39:import-taxes", strict=FALSE, lenient=TRUE),
    named=False,
)


def _inferred(clause: Clause, id_: str) -> Clause:
    words = Words(f"{clause.words.zh}（推定条件）", f"{clause.words.en} (inferred)")
    return replace(clause, id=id_, article=39, words=words, named=False)


def list_clauses_known_by(published: Sequence[Announcement]) -> tuple[Clause, ...]:
    """Return every clause as known from the laws published, in order."""
    return (
        in_force(published),
        PROCEDURE,
        cause(published),
        one_year(published),
        SAME_GOODS,
        _inferred(REFUND_REPAID, "39.refund_repaid"),
        _inferred(CERTIFICATE, "39.certificate"),
        replace(SAME_ENTERPRISE, id="39.same_enterprise", article=39),
        replace(SAME_FORM, id="39.same_form", article=39),
        replace(NO_PARTS_ADDED, id="39.no_parts_added", article=39),
        replace(NOT_PROCESSED, id="39.not_processed", article=39),
        UNUSED,
        IMPORT_TAXES,
    )


OF_THE_ANNOUNCEMENT = {
    "1.six_months": "39.one_year",
    "1.same_goods": "39.same_goods",
    "2.refund_repaid": "39.refund_repaid",
    "2.certificate": "39.certificate",
    "2.same_enterprise": "39.same_enterprise",
    "3.same_form": "39.same_form",
    "3.no_parts_added": "39.no_parts_added",
    "3.not_processed": "39.not_processed",
}
"""By clause of the announcement the clause here that has its trees."""
