"""The cause of the return: quality, specification or force majeure.

It is a fact beside the reason: a customer's return may be for quality or for a change of mind.
While it is unknown it is taken from what is known; never from a return by the customer.

Source: 中华人民共和国关税法, Article 39, in the law database of the National People's Congress;
中华人民共和国进出口关税条例, Article 43, in the gazette of the State Council.
"""

from __future__ import annotations

from retax.law.clause import fact
from retax.logic.expressions import FALSE, TRUE, Expression, is_false, is_true, known, reading, when

FOUND_BY_TRIAL = fact.use.is_("trial_found_defect")
OF_FORCE_MAJEURE = is_true(fact.reason.is_("force_majeure"))  # it admits no other cause
A_DEFECT_IS_KNOWN = ~OF_FORCE_MAJEURE & is_true(fact.reason.is_("quality_defect") | FOUND_BY_TRIAL)
OF_WRONG_GOODS = is_true(fact.reason.is_("wrong_goods"))

OF_NO_SUCH_CAUSE = is_true(
    fact.reason.is_in("unsold", "delisted", "undeliverable", "order_cancelled")
)
"""Reasons with which no such cause is presumed."""

NO_CAUSE_IS_PRESUMED = OF_NO_SUCH_CAUSE & is_false(FOUND_BY_TRIAL)
"""Goods whose use is unknown may have shown a defect in trial use: the use is asked for."""

# Unknown where nothing is known to take it from: the cause itself is asked for.
_NOTHING_TO_TAKE_IT_FROM = when(
    A_DEFECT_IS_KNOWN
    | OF_FORCE_MAJEURE
    | (OF_WRONG_GOODS & known(fact.use))
    | NO_CAUSE_IS_PRESUMED,
    FALSE,
    fact.cause.is_("quality"),
)

IS_QUALITY_OR_SPECIFICATION = when(
    known(fact.cause),
    fact.cause.is_in("quality", "specification"),
    A_DEFECT_IS_KNOWN | _NOTHING_TO_TAKE_IT_FROM,
)
IS_FORCE_MAJEURE = when(
    known(fact.cause),
    fact.cause.is_("force_majeure"),
    OF_FORCE_MAJEURE | _NOTHING_TO_TAKE_IT_FROM,
)


# Unknown here: the cause itself is asked for.
_UNKNOWN_CAUSE = fact.cause.is_in("quality", "specification", "force_majeure")


def cause_counts(force_majeure_counts: Expression) -> Expression:
    """Say that the return has a cause for which no duty is levied."""
    as_known = (
        fact.cause.is_in("quality", "specification")
        | (fact.cause.is_("force_majeure") & force_majeure_counts)
        | reading("39:damage", strict=FALSE, lenient=fact.cause.is_("damage_or_shortage"))
    )
    # With each of the other reasons a defect that only trial use reveals would still be one.
    as_taken = when(
        A_DEFECT_IS_KNOWN,
        ~fact.reason.is_("force_majeure") | force_majeure_counts,  # the reason may be unknown
        when(
            OF_FORCE_MAJEURE,
            force_majeure_counts,
            when(
                OF_WRONG_GOODS,
                reading("39:wrong-goods", strict=FOUND_BY_TRIAL, lenient=TRUE),
                when(OF_NO_SUCH_CAUSE, FOUND_BY_TRIAL, _UNKNOWN_CAUSE),
            ),
        ),
    )
    return when(known(fact.cause), as_known, as_taken)
