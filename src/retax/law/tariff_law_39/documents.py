"""The papers of the ordinary route.

The article itself names none; these are what customs ask of returns as a rule, by reports of
brokers and answers of customs offices. A third-party report on quality is expected, not required.

Source: 中华人民共和国关税法, Articles 39 and 52, in the law database of the National People's
Congress; for the rest secondary reports (docs/sources.md).
"""

from __future__ import annotations

from retax.law.clause import fact
from retax.law.cross_border.article_4_documents import DOCUMENTS as OF_THE_ANNOUNCEMENT
from retax.law.cross_border.article_4_documents import RETURN_PAPERS
from retax.law.rules import DocumentRule
from retax.law.tariff_law_39.cause import IS_FORCE_MAJEURE, IS_QUALITY_OR_SPECIFICATION
from retax.law.tariff_law_39.instruments import LAWS, tariff_law_may_govern
from retax.logic.expressions import TRUE, known
from retax.words import Words

_AS_A_RULE = Words("海关办理退运的通常要求", "what customs ask of returns as a rule")
_TARIFF_LAW_39 = Words("关税法第三十九条", "Tariff Law Article 39")
_TARIFF_LAW_52 = Words("关税法第五十二条", "Tariff Law Article 52")

_SHARED = {document.id: document for document in OF_THE_ANNOUNCEMENT}


DOCUMENTS: tuple[DocumentRule, ...] = (
    DocumentRule(
        "export_record",
        Words("原出口报关单（或出口清单）", "the original export declaration (or export list)"),
        ("export_declaration", "export_list", "exit_filing_list"),
        _AS_A_RULE,
        required=TRUE,
        named=False,
    ),
    _SHARED["tax_certificate"]._replace(basis=_AS_A_RULE, named=False),
    DocumentRule(
        "cause_statement",
        Words(
            "品质、规格原因或不可抗力的情况说明",
            "a statement on the quality, the specification or the force majeure",
        ),
        ("cause_statement",),
        _TARIFF_LAW_39,
        required=IS_QUALITY_OR_SPECIFICATION | IS_FORCE_MAJEURE,
        named=False,
    ),
    DocumentRule(
        "return_record",
        _SHARED["return_record"].words,
        RETURN_PAPERS,
        _AS_A_RULE,
        expected=TRUE,
        named=False,
    ),
    DocumentRule(
        "quality_evidence",
        Words(
            "品质、规格问题的证明（检测记录或平台退货记录，任一；不限第三方检测报告）",
            "evidence of the quality or the specification (inspection report or return record of "
            "the platform; no third-party report is specially required)",
        ),
        ("inspection_report", "platform_return_record"),
        _AS_A_RULE,
        expected=IS_QUALITY_OR_SPECIFICATION,
        named=False,
    ),
    DocumentRule(
        "force_majeure_evidence",
        Words("不可抗力证明", "evidence of the force majeure"),
        ("force_majeure_evidence",),
        _TARIFF_LAW_39,
        expected=IS_FORCE_MAJEURE,
        named=False,
    ),
    DocumentRule(
        "extension_approval",
        Words("海关批准延期的书面文件", "the written approval of the longer period by customs"),
        ("extension_approval",),
        _TARIFF_LAW_39,
        required=tariff_law_may_govern(LAWS) & known(fact.extended_until),
        named=False,
    ),
    _SHARED["export_duty_receipt"]._replace(basis=_TARIFF_LAW_52),
)
"""Every document, in the order in which they are listed."""
