"""Article 3: back in original state (原状退运进境).

The smallest commodity form is basically that of export; nothing is added; nothing is processed or
refitted, while unpacking, inspection, testing, installation and commissioning are harmless; and
the goods are unused, save for the two kinds of trial use.

Source: 财政部 海关总署 税务总局公告2023年第4号, Article 3 (issued 2023-01-30, published
2023-02-01; restated by 2026 No. 16), on the sites of its three issuers.
"""

from __future__ import annotations

from retax.law.clause import Clause, fact
from retax.logic.expressions import is_true, reading
from retax.words import Words

INCOMPLETE_OR_BROKEN = is_true(fact.parts_missing) | is_true(fact.damaged)

SAME_FORM = Clause(
    "3.same_form",
    article=3,
    words=Words("最小商品形态基本一致", "the smallest commodity form is basically the same"),
    # The text forbids adding and is silent about what is missing.
    holds=reading(
        "missing-or-damaged",
        strict=fact.same_form & ~INCOMPLETE_OR_BROKEN,
        lenient=fact.same_form,
    ),
)

NO_PARTS_ADDED = Clause(
    "3.no_parts_added",
    article=3,
    words=Words("未增加或更换配件、部件", "no accessory or part was added or exchanged"),
    holds=~fact.parts_added,
)

# Unpacking, inspection, chemical tests, installation and commissioning (拆箱、检验、安装、调试) are
# no processing; a new label or packing goes beyond them and is an open question.
NOT_PROCESSED = Clause(
    "3.not_processed",
    article=3,
    words=Words("未经加工、改装", "not processed and not refitted"),
    holds=reading(
        "repacking",
        strict=~fact.processed & ~is_true(fact.repacked),
        lenient=~fact.processed,
    ),
)

# Trial use (试用) is excused where it alone reveals a quality defect, or where a customer's trial
# and return can be proved.
TRIAL_USE = fact.use.is_in("trial_found_defect", "customer_trial")
REASON_GOES_WITH_A_TRIAL = fact.reason.is_in(
    "customer_return", "quality_defect", "wrong_goods", "recall"
)

UNUSED = Clause(
    "3.unused",
    article=3,
    words=Words("未使用，或属于允许的试用", "unused, or trial use of the kinds allowed"),
    # Article 3 does not say whose trial may reveal the defect: the enterprise's own is a question.
    holds=fact.use.is_("unused")
    | reading(
        "trial-without-customer",
        strict=TRIAL_USE & REASON_GOES_WITH_A_TRIAL,
        lenient=TRIAL_USE,
    ),
)
