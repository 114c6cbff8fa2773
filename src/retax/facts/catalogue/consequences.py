"""Facts on which consequences turn: the taxes at export, and the papers held."""

from __future__ import annotations

from collections.abc import Mapping

from retax.facts.catalogue.record import FactRecord
from retax.facts.values import PAPER_WORDS
from retax.words import Words

CONSEQUENCE_FACTS: Mapping[str, FactRecord] = {
    "export_duty_paid": FactRecord(
        kind="yes_no",
        label=Words("出口时已征出口关税", "export duty was paid"),
        aliases=("出口时是否已征出口关税", "是否已征出口关税", "已征出口关税"),
        help=Words("出口时是否缴过出口关税？", "Was export duty paid at export?"),
        asking="by_label",
        if_blank=Words(
            "视为无须缴款凭证；税款按“如已征”列示",
            "no receipt is asked for; taxes are told “if charged”",
        ),
        evidence="tax",
        statements=("出口时已征出口关税", "出口时未征出口关税"),
        ledger="both",
        column_after="importer_differs",
    ),
    "taxed_at_export": FactRecord(
        kind="yes_no",
        label=Words(
            "出口时已征增值税或消费税",
            "VAT or consumption tax was charged at export, or on treatment as a domestic sale",
        ),
        aliases=(
            "出口时是否已征增值税或消费税",
            "是否已征增值税或消费税",
            "已征增值税或消费税",
            "已视同内销缴税",
        ),
        help=Words(
            "出口时是否被征收过增值税或消费税？（含事后视同内销缴税）",
            "Was VAT or consumption tax collected on the goods at export? (Also afterwards, as "
            "on a domestic sale.)",
        ),
        asking="by_label",
        if_blank=Words(
            "不影响结论；税款按“如已征”列示", "the result stays; taxes are told “if charged”"
        ),
        evidence="tax",
        statements=("出口时已征增值税或消费税", "出口时未征增值税、消费税"),
        ledger="both",
    ),
    "papers_held": FactRecord(
        kind="papers",
        label=Words("已备单证", "papers held"),
        aliases=("已有单证", "已备单据"),
        help=Words("手头已有、可随附的单证", "the papers at hand, to be enclosed"),
        asking="by_label",
        values=PAPER_WORDS,
        evidence="none",
        column_after="shipped_as_declared",
        near=("已备",),
    ),
}
