"""Article 2: an export tax refund obtained must be repaid, shown by the tax office's certificate.

The certificate (《出口货物已补税/未退税证明》) is needed in every case: its name covers goods whose
refund was repaid and goods that never had one.

Source: 财政部 海关总署 税务总局公告2023年第4号, Article 2 (issued 2023-01-30, published
2023-02-01; restated by 2026 No. 16), on the sites of its three issuers.
"""

from __future__ import annotations

from retax.law.clause import Clause, fact
from retax.logic.expressions import TRUE, is_true, known, reading
from retax.words import Words

REFUND_REPAID = Clause(
    "2.refund_repaid",
    article=2,
    words=Words("未办理退税，或已补税（冲减）", "no export tax refund, or it is repaid"),
    holds=fact.export_refund.is_in("not_refunded", "repaid"),
    # A claim can be withdrawn or offset, a refund repaid.
    outstanding=fact.export_refund.is_in("claimed", "refunded"),
)

CERTIFICATE = Clause(
    "2.certificate",
    article=2,
    words=Words(
        "已取得补税/未退税证明",
        "the certificate that the refund was repaid or never made is at hand",
    ),
    # Unknown papers are presumed to be filed with the return; an empty list is known and lacks it.
    holds=~known(fact.papers_held) | fact.papers_held.contains_any("tax_certificate"),
    outstanding=known(fact.papers_held) & ~fact.papers_held.contains_any("tax_certificate"),
)

SAME_ENTERPRISE = Clause(
    "2.same_enterprise",
    article=2,
    words=Words(
        "退运企业与原出口企业一致（推定条件）",
        "the enterprise that returns the goods is the one that exported them (inferred)",
    ),
    # Inferred from GACC 2020 No. 44, Article 2; Article 2 here speaks of “the enterprise” only.
    holds=reading("other-enterprise", strict=~is_true(fact.importer_differs), lenient=TRUE),
    named=False,
)
