"""Article 1, the scope: which exports, which reasons, where to, and no food.

The clock of the same article has a file of its own.

Source: 财政部 海关总署 税务总局公告2023年第4号, Article 1 (issued 2023-01-30, published
2023-02-01; restated by 2026 No. 16), on the sites of its three issuers.
"""

from __future__ import annotations

from decimal import Decimal

from retax.law.clause import Clause, as_of, fact
from retax.law.cross_border.article_1_six_months import (
    IN_A_ZONE,
    LAST_DAY_FROM_A_ZONE,
    LAST_DAY_OF_OTHERS,
    SIX_MONTHS_PERIOD,
)
from retax.law.cross_border.food_headings import SCREEN
from retax.law.cross_border.supervision_codes import by_code, is_one_of_the_four
from retax.logic.expressions import (
    FALSE,
    TRUE,
    any_of,
    as_expression,
    first,
    is_false,
    is_true,
    known,
    reading,
    when,
)
from retax.words import Words

CODE = Clause(
    "1.code",
    article=1,
    words=Words(
        "以四种跨境电商监管方式之一出口",
        "exported under one of the four supervision codes of cross-border e-commerce",
    ),
    holds=is_one_of_the_four(),
)

# -- the reason: 滞销 or 退货. Article 4 counts refusal records as return records, so a parcel that
# was refused or could not be delivered is a return.

UNSOLD_OR_RETURNED = fact.reason.is_in("unsold", "customer_return", "refused", "undeliverable")
# A question each, so that an office's answer on recalls settles recalls and nothing else.
ARGUABLE_REASONS = (
    "order_cancelled",
    "delisted",
    "foreign_customs",
    "wrong_goods",
    "recall",
    "quality_defect",
    "payment_default",
    "label_noncompliance",
    "exhibition_sample",
    "other",
)

REASON = Clause(
    "1.reason",
    article=1,
    words=Words("退运原因属于滞销或退货", "the reason is that goods are unsold or returned"),
    # Repair and re-export, and force majeure, are neither on any reading.
    holds=UNSOLD_OR_RETURNED
    | any_of(
        *(
            reading(f"reason:{reason}", strict=FALSE, lenient=fact.reason.is_(reason))
            for reason in ARGUABLE_REASONS
        )
    ),
)

# -- the destination: for 1210 the text says 境内区外.

CAN_STILL_LEAVE_THE_ZONE = as_of <= LAST_DAY_FROM_A_ZONE
OTHERS_CAN_STILL_LEAVE = as_of <= LAST_DAY_OF_OTHERS

DESTINATION = Clause(
    "1.destination",
    article=1,
    words=Words("退运去向符合要求", "the destination is as required"),
    holds=by_code(
        # Goods in the zone have still to leave it (outstanding). Between the strict and the
        # lenient last day that is no final no: the clock decides.
        from_a_zone=when(IN_A_ZONE, CAN_STILL_LEAVE_THE_ZONE, TRUE),
        others=reading(
            "zone",
            # A declaration in place of an unknown release shows no one to be late.
            strict=when(is_true(IN_A_ZONE), SIX_MONTHS_PERIOD.in_time_of_others(as_of), TRUE),
            lenient=TRUE,
        ),
    ),
    outstanding=by_code(
        from_a_zone=IN_A_ZONE & ~is_false(CAN_STILL_LEAVE_THE_ZONE),
        others=reading(
            "zone",
            strict=is_true(IN_A_ZONE) & ~is_false(OTHERS_CAN_STILL_LEAVE),
            lenient=FALSE,
        ),
    ),
)

# -- not food (不含食品)

LISTED_AS_FOOD = is_true(SCREEN.is_("food"))
LISTED_AS_NOT_FOOD = is_true(SCREEN.is_("not_food"))

NOT_FOOD = Clause(
    "1.not_food",
    article=1,
    words=Words("商品不是食品", "the goods are not food"),
    holds=when(
        known(fact.is_food),
        reading(
            "food-heading",
            strict=~fact.is_food & ~LISTED_AS_FOOD,
            lenient=~fact.is_food | LISTED_AS_NOT_FOOD,
        ),
        LISTED_AS_NOT_FOOD | ~fact.is_food,  # the heading presumes it; else the fact is asked for
    ),
)

# -- the goods that come back are goods that went out (inferred)

NOTHING = as_expression(Decimal(0))
RETURNED_BEFORE = first(fact.returned_before, NOTHING)
# Once the whole line is back no further unit can belong to it, however many come.
SOMETHING_IS_LEFT = fact.exported_quantity > RETURNED_BEFORE
OVER_THE_LINE = is_false(RETURNED_BEFORE + fact.returned_quantity <= fact.exported_quantity)
CAN_BE_SPLIT = OVER_THE_LINE & SOMETHING_IS_LEFT

# How the units are attributed to the export line; unknown, it is presumed unit by unit.
BY_FIRST_IN_FIRST_OUT = is_true(fact.attribution.is_("fifo"))
BY_WORD_ALONE = is_true(fact.attribution.is_in("stated", "none"))
TRACED = reading("batch-fifo", strict=~BY_FIRST_IN_FIRST_OUT, lenient=TRUE) & reading(
    "batch-stated", strict=~BY_WORD_ALONE, lenient=TRUE
)

# Wrong goods may be other goods than those declared for export: then it is asked; with any other
# reason they are presumed to be those declared.
DECLARED_FOR_EXPORT = when(
    known(fact.shipped_as_declared),
    fact.shipped_as_declared,
    when(fact.reason.is_("wrong_goods"), fact.shipped_as_declared, TRUE),
)

SAME_GOODS = Clause(
    "1.same_goods",
    article=1,
    words=Words(
        "所退商品可与原出口商品对应（推定条件）",
        "the goods are those of the export line (inferred)",
    ),
    # What is over the line is split off first (outstanding); what is left of it holds.
    holds=~is_false(SOMETHING_IS_LEFT) & TRACED & DECLARED_FOR_EXPORT,
    outstanding=CAN_BE_SPLIT & TRACED & DECLARED_FOR_EXPORT,
    # Not in the words of Article 1: inferred from GACC 2020 No. 44, Article 2.
    named=False,
)
