"""Legal consequences: relief for each tax, and the steps still to be taken.

Article 1 exempts import duty, import VAT and import consumption tax, refunds export duty paid, and
has VAT and consumption tax collected at export treated like a domestic sales return: all or
nothing. Article 2 has a refund repaid first.

Source: 财政部 海关总署 税务总局公告2023年第4号, Articles 1 and 2 (issued 2023-01-30,
published 2023-02-01; restated by 2026 No. 16), on the sites of its three issuers.
"""

from __future__ import annotations

from collections.abc import Mapping

from retax.law.clause import fact
from retax.law.cross_border.article_1_scope import RETURNED_BEFORE
from retax.law.cross_border.article_1_six_months import (
    NOTHING_SHOWS_THEM_BACK,
    PLANNED,
    STILL_IN_THE_ZONE,
)
from retax.law.cross_border.supervision_codes import FROM_A_ZONE
from retax.law.rules import ActionRule, ReliefRule
from retax.logic.expressions import is_true, known
from retax.words import Words

# An enterprise that obtained or claimed a refund was not charged the tax at export.
_NO_REFUND_CLAIMED = ~is_true(fact.export_refund.is_in("claimed", "refunded", "repaid"))


RELIEFS: tuple[ReliefRule, ...] = (
    ReliefRule("import_duty", "exempt", Words("进口关税：免征", "import duty: exempt")),
    ReliefRule("import_vat", "exempt", Words("进口环节增值税：免征", "import VAT: exempt")),
    ReliefRule(
        "import_consumption_tax",
        "exempt",
        Words(
            "进口环节消费税：免征（如属应税消费品）",
            "import consumption tax: exempt (where the goods bear it)",
        ),
    ),
    ReliefRule(
        "export_duty",
        "refund",
        Words("出口关税：已征的准予退还", "export duty: what was paid is refunded"),
        when=is_true(fact.export_duty_paid),
    ),
    ReliefRule(
        "export_duty",
        "refund_if_paid",
        Words("出口关税：如已征，准予退还", "export duty: refunded if any was paid"),
        when=~known(fact.export_duty_paid),
    ),
    ReliefRule(
        "export_vat_and_consumption_tax",
        "as_domestic_return",
        Words(
            "出口时已征的增值税、消费税：参照内销货物退货办理",
            "VAT and consumption tax charged at export: treated like a domestic sales return",
        ),
        when=is_true(fact.taxed_at_export) & _NO_REFUND_CLAIMED,
    ),
    ReliefRule(
        "export_vat_and_consumption_tax",
        "as_domestic_return_if_taxed",
        Words(
            "出口时如已征增值税、消费税：参照内销货物退货办理",
            "VAT and consumption tax, if charged at export: treated like a domestic sales return",
        ),
        when=~known(fact.taxed_at_export) & _NO_REFUND_CLAIMED,
    ),
)
"""What becomes of each tax where the case is eligible, or conditional."""


RETURN_BY = Words(
    "最迟于 {day} 退运进境并办理进口申报", "bring the goods back and declare the return by {day}"
)


# Under 1210 arrival in the country is not enough: the period ends 境内区外 (Article 1).
RETURN_BY_FROM_A_ZONE = Words(
    "最迟于 {day} 退运至境内区外并办理进口申报",
    "bring the goods back, out of any zone and declare the return by {day}",
)


# A planned return has a day and still lies ahead: the step is to come back, not to declare.
TO_COME_BACK = NOTHING_SHOWS_THEM_BACK | is_true(PLANNED)


ACTIONS: tuple[ActionRule, ...] = (
    ActionRule(
        "return_by",
        "1.six_months",
        RETURN_BY,
        when=TO_COME_BACK & ~FROM_A_ZONE,
        due_on_last_day=True,
    ),
    ActionRule(
        "return_by",
        "1.six_months",
        RETURN_BY_FROM_A_ZONE,
        when=TO_COME_BACK & FROM_A_ZONE,
        due_on_last_day=True,
    ),
    ActionRule(
        "declare_return",
        "1.six_months",
        Words("最迟于 {day} 办理退运进口申报", "declare the return by {day}"),
        when=~TO_COME_BACK & ~STILL_IN_THE_ZONE,  # in the zone it is enough to leave it
        due_on_last_day=True,
    ),
    ActionRule(
        "leave_zone",
        "1.destination",
        Words("最迟于 {day} 运至境内区外", "bring the goods out of the zone by {day}"),
        due_on_last_day=True,
    ),
    ActionRule(
        "split_line",
        "1.same_goods",
        Words(
            "拆分本行：其中 {n}{unit} 可凭本单证申请",
            "split this line: {n}{unit} of it can be applied for under this export paper",
        ),
        quantity=fact.exported_quantity - RETURNED_BEFORE,
    ),
    ActionRule(
        "repay_refund",
        "2.refund_repaid",
        Words(
            "向主管税务机关补缴（或冲减）已退税款",
            "repay the refunded tax to the competent tax office (or have it offset)",
        ),
        when=fact.export_refund.is_("refunded"),
        due_on_last_day=True,
    ),
    ActionRule(
        "withdraw_claim",
        "2.refund_repaid",
        Words("撤回或冲减未办结的退税申报", "withdraw or offset the undecided refund claim"),
        when=fact.export_refund.is_("claimed"),
        due_on_last_day=True,
    ),
)
"""The actions of outstanding clauses, in order."""


OBTAIN: Mapping[str, Words] = {
    "export_record": Words(
        "调取出口申报清单或出口报关单", "get the export list or export declaration"
    ),
    "tax_certificate": Words(
        "向主管税务机关申请开具《出口货物已补税/未退税证明》（由税务机关电子传输至海关）",
        "apply to the competent tax office for the certificate (it sends it to customs as data)",
    ),
    "self_declaration": Words(
        "出具滞销自我声明并盖章", "issue and seal the self-declaration of unsold goods"
    ),
    "return_record": Words("取得退货凭据", "get evidence of the return"),
    "reason_statement": Words(
        "出具退运原因说明或取得退货凭据",
        "issue an explanation of the reason or get evidence of the return",
    ),
    "trial_evidence": Words("取得试用情况证明", "get evidence of the trial use"),
    "match_record": Words(
        "整理与原出口商品的对应材料", "put together the records matching the goods"
    ),
    "zone_exit_record": Words("调取出区离境凭据", "get the evidence of leaving zone and country"),
    "export_duty_receipt": Words("调取出口关税缴款凭证", "get the receipt for the export duty"),
}
"""How to come by a required document that is not held."""


# The certificate names what was repaid, so it is the last step where a refund is still to repay.
OBTAINED_LAST = "tax_certificate"


OBTAINED_LAST_AFTER = "2.refund_repaid"
