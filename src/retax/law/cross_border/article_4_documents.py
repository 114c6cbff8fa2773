"""Article 4: the papers. Which, when, and whether all that are required are held.

Besides those Article 4 names the table holds what other articles imply (Articles 1 to 3) and what
customs will want to see to match the units (GACC 2020 No. 44).

Source: 财政部 海关总署 税务总局公告2023年第4号, Article 4 (issued 2023-01-30, published
2023-02-01), on the sites of its three issuers; 海关总署公告2020年第44号, on the site of
the customs administration. Of 2026 No. 16 Article 4 is unread.
"""

from __future__ import annotations

from retax.facts.values import Paper
from retax.law.clause import Clause, fact, write_article
from retax.law.cross_border.article_3_original_state import TRIAL_USE
from retax.law.cross_border.supervision_codes import codes_where
from retax.law.rules import DocumentRule
from retax.logic.expressions import (
    TRUE,
    all_of,
    any_of,
    is_true,
    known,
)
from retax.words import Words

# Article 4 reads as a list of examples, so any one of these serves.
RETURN_PAPERS: tuple[Paper, ...] = (
    "platform_return_record",
    "refusal_record",
    "other_return_record",
    "return_agreement",
)


_GACC_2020_44 = Words("海关总署公告2020年第44号", "GACC 2020 No. 44")


DOCUMENTS: tuple[DocumentRule, ...] = (
    DocumentRule(
        "export_record",
        Words("出口申报清单或出口报关单", "the export list or export declaration"),
        ("export_list", "export_declaration", "exit_filing_list"),
        write_article(4),
        required=TRUE,
    ),
    DocumentRule(
        "tax_certificate",
        Words(
            "《出口货物已补税/未退税证明》（单号、项号、数量须与本次退运一致）",
            "the tax office's certificate that the refund was repaid or never made "
            "(its number, item and quantity must be those of this return)",
        ),
        ("tax_certificate",),
        write_article(2),
        required=TRUE,
    ),
    DocumentRule(
        "self_declaration",
        Words("滞销退运自我声明", "the self-declaration that the goods are unsold"),
        ("self_declaration",),
        write_article(4),
        required=fact.reason.is_("unsold"),
    ),
    DocumentRule(
        "return_record",
        Words(
            "退货凭据（平台退货或拒收记录、其他退货记录、返货协议，任一）",
            "evidence of the return (return or refusal record of the platform, another return "
            "record, or a return agreement)",
        ),
        RETURN_PAPERS,
        write_article(4),
        required=fact.reason.is_in(
            "customer_return",
            "refused",
            "undeliverable",
            "order_cancelled",
            "foreign_customs",
            "wrong_goods",
            "recall",
        ),
    ),
    DocumentRule(
        "reason_statement",
        Words(
            "退运原因说明材料（自我声明或退货凭据，任一）",
            "an explanation of the reason (self-declaration or evidence of a return)",
        ),
        ("self_declaration", *RETURN_PAPERS),
        write_article(4),
        required=fact.reason.is_in(
            "delisted",
            "quality_defect",
            "payment_default",
            "label_noncompliance",
            "exhibition_sample",
            "other",
        ),
    ),
    DocumentRule(
        "return_agreement",
        Words("返货协议", "the return agreement with the buyer"),
        ("return_agreement",),
        write_article(4),
        # With a parcel nobody took there is no buyer who agrees to a return.
        expected=codes_where(lambda code: code.return_agreement_expected)
        & ~fact.reason.is_in("refused", "undeliverable"),
    ),
    DocumentRule(
        "trial_evidence",
        Words(
            "试用情况证明（检测记录、客户试用证明或平台退货记录，任一）",
            "evidence of the trial use (inspection report, proof of the customer's trial, or "
            "return record of the platform)",
        ),
        ("inspection_report", "customer_trial_record", "platform_return_record"),
        write_article(3),
        required=TRIAL_USE,
        named=False,
    ),
    DocumentRule(
        "match_record",
        Words(
            "与原出口商品的对应材料（批次、序列号、出入库记录）",
            "records matching the goods to the export (batch, serial number, warehouse records)",
        ),
        ("match_record",),
        _GACC_2020_44,
        required=codes_where(lambda code: code.match_record_required),
        expected=TRUE,
        named=False,
    ),
    DocumentRule(
        "zone_exit_record",
        Words(
            "出区离境凭据（出境备案清单、核放单或出口申报清单，任一）",
            "evidence of leaving zone and country (exit filing list, gate release, or export list)",
        ),
        ("exit_filing_list", "gate_release", "export_list"),
        write_article(1),
        required=codes_where(lambda code: code.leaves_a_zone),
        named=False,
    ),
    DocumentRule(
        "export_duty_receipt",
        Words("出口关税缴款凭证", "the receipt for the export duty paid"),
        ("export_duty_receipt",),
        write_article(1),
        # Whether duty was paid is never asked for: while unknown the relief says "if paid".
        required=is_true(fact.export_duty_paid),
        named=False,
    ),
)
"""Every document, in the order in which they are listed."""


# The certificate has a clause of its own (2.certificate).
_OTHER_DOCUMENTS = tuple(document for document in DOCUMENTS if document.id != "tax_certificate")


PAPERS = Clause(
    "4.papers",
    article=4,
    words=Words("证明材料齐备", "the supporting papers are complete"),
    holds=~known(fact.papers_held)
    | all_of(*(~document.required | document.held for document in _OTHER_DOCUMENTS)),
    outstanding=known(fact.papers_held)
    & any_of(*(document.required & ~document.held for document in _OTHER_DOCUMENTS)),
)
