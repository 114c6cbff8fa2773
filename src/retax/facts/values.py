"""The values of facts that are words: their ids, their words in both languages, aliases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from retax.words import Words

ReturnReason = Literal[
    "unsold",
    "customer_return",
    "refused",
    "undeliverable",
    "order_cancelled",
    "quality_defect",
    "delisted",
    "foreign_customs",
    "wrong_goods",
    "recall",
    "payment_default",
    "label_noncompliance",
    "exhibition_sample",
    "other",
    "repair",
    "force_majeure",
]
"""Why the goods come back (退运原因)."""


Cause = Literal["quality", "specification", "force_majeure", "damage_or_shortage", "none"]
"""Whether the return is owed to quality, specification or force majeure (退运起因)."""


Use = Literal["unused", "trial_found_defect", "customer_trial", "used"]
"""Whether and how the goods were used (使用情况)."""


ExportRefund = Literal["not_refunded", "claimed", "refunded", "repaid"]
"""How far the export tax refund has got (出口退税办理情况)."""


Attribution = Literal["traced", "fifo", "stated", "none"]
"""How the units are attributed to the export line (与原出口批次的对应方式)."""


Destination = Literal["domestic", "zone"]
"""Where the goods are or go: outside any zone (境内区外), or in one (区内)."""


Paper = Literal[
    "export_list",
    "export_declaration",
    "exit_filing_list",
    "tax_certificate",
    "self_declaration",
    "platform_return_record",
    "refusal_record",
    "other_return_record",
    "return_agreement",
    "inspection_report",
    "customer_trial_record",
    "match_record",
    "gate_release",
    "export_duty_receipt",
    "cause_statement",
    "force_majeure_evidence",
    "extension_approval",
]
"""A paper the enterprise may hold (单证)."""


@dataclass(frozen=True, slots=True)
class Word:
    """A value that is a word: its names in both languages, and other names accepted on input."""

    words: Words
    also: tuple[str, ...] = ()


def _make_word(zh: str, en: str, *also: str) -> Word:
    return Word(Words(zh, en), also)


REASONS: Mapping[str, Word] = {
    "unsold": _make_word("滞销", "unsold"),
    "customer_return": _make_word("客户退货", "returned by the customer", "退货"),
    "refused": _make_word("拒收", "refused by the recipient"),
    "undeliverable": _make_word(
        "无法投递或无人签收", "undeliverable or not signed for", "无法投递"
    ),
    "order_cancelled": _make_word("取消订单", "order cancelled"),
    "quality_defect": _make_word("卖方发现品质问题", "quality defect found by the seller"),
    "delisted": _make_word(
        "平台下架或封店", "delisted, or the shop closed by the platform", "平台下架"
    ),
    "foreign_customs": _make_word("境外海关退回", "sent back by foreign customs"),
    "wrong_goods": _make_word("错发", "wrong goods sent"),
    "recall": _make_word("召回", "recalled"),
    "payment_default": _make_word("货款未付追回", "taken back because the buyer does not pay"),
    "label_noncompliance": _make_word(
        "标签或包装不合境外要求", "label or packing not allowed on the market abroad"
    ),
    "exhibition_sample": _make_word("展品样品退回", "exhibit or sample taken home"),
    "other": _make_word("其他", "another reason"),
    "repair": _make_word("返修后复出口", "repair and re-export", "返修"),
    "force_majeure": _make_word("不可抗力", "force majeure"),
}


CAUSES: Mapping[str, Word] = {
    "quality": _make_word("品质不良", "quality"),
    "specification": _make_word("规格不符", "specification"),
    "force_majeure": _make_word("不可抗力", "force majeure"),
    "damage_or_shortage": _make_word("残损短少", "damage or shortage"),
    "none": _make_word("均不是", "none of these"),
}


USES: Mapping[str, Word] = {
    "unused": _make_word("未使用", "unused"),
    "trial_found_defect": _make_word("试用才发现品质不良", "a defect that only trial use reveals"),
    "customer_trial": _make_word("客户试用后退货", "returned after a customer's trial"),
    "used": _make_word("已使用", "used"),
}


ATTRIBUTIONS: Mapping[str, Word] = {
    "traced": _make_word("逐件对应", "traced unit by unit"),
    "fifo": _make_word("先进先出", "first in, first out"),
    "stated": _make_word("企业自述", "by the enterprise's own word"),
    "none": _make_word("无法对应", "not attributed"),
}


NO_CODE = "none"


SUPERVISION_WORDS: Mapping[str, Word] = {
    NO_CODE: _make_word("无", "none: left by post or express, without list or declaration"),
}
"""The value in place of a supervision code where there was none."""


EXPORT_REFUNDS: Mapping[str, Word] = {
    "not_refunded": _make_word("未退税", "no refund claimed", "未申报", "适用免税", "视同内销"),
    "claimed": _make_word("已申报未办结", "refund claimed, not decided"),
    "refunded": _make_word("已退税未补缴", "refunded, not repaid", "已退未补"),
    "repaid": _make_word("已补税", "repaid or offset", "已补缴", "已缴回", "已冲减"),
}


DESTINATIONS: Mapping[str, Word] = {
    "domestic": _make_word("境内区外", "inside the country, outside any zone"),
    "zone": _make_word("区内", "in a special customs supervision zone"),
}


PAPER_WORDS: Mapping[str, Word] = {
    "export_list": _make_word("出口申报清单", "export list", "出口商品申报清单"),
    "export_declaration": _make_word("出口报关单", "export declaration"),
    "exit_filing_list": _make_word("出境备案清单", "exit filing list"),
    # STA 2026 No. 5 gives the certificate its name; the older ones are read as well.
    "tax_certificate": _make_word(
        "《出口货物已补税/未退税证明》",
        "certificate that the refund was repaid or never made",
        "出口货物已补税/未退税证明",
        "出口商品退运已补税证明",
        "出口货物退运已补税（未退税）证明",
        "出口货物已补税（未退税）证明",
    ),
    "self_declaration": _make_word("滞销自我声明", "self-declaration of unsold goods", "自我声明"),
    "platform_return_record": _make_word("平台退货记录", "return record of the platform"),
    "refusal_record": _make_word("拒收记录", "refusal record"),
    "other_return_record": _make_word("其他退货记录", "other return record"),
    "return_agreement": _make_word("返货协议", "return agreement"),
    "inspection_report": _make_word("检测记录", "inspection report"),
    "customer_trial_record": _make_word("客户试用证明", "proof of the customer's trial"),
    "match_record": _make_word("批次对应材料", "records matching batch or serial number"),
    "gate_release": _make_word("核放单", "gate release"),
    "export_duty_receipt": _make_word("出口关税缴款凭证", "export duty receipt"),
    "cause_statement": _make_word(
        "品质规格或不可抗力情况说明", "statement on quality, specification or force majeure"
    ),
    "force_majeure_evidence": _make_word("不可抗力证明", "evidence of force majeure"),
    "extension_approval": _make_word("海关延期批准", "approval of a longer period by customs"),
}


def list_words_zh(values: Mapping[str, Word]) -> str:
    """Return the Chinese words of some values in one line."""
    return "、".join(word.words.zh for word in values.values())


YES_NO: Mapping[bool, Words] = {True: Words("是", "yes"), False: Words("否", "no")}


YES_WORDS = frozenset({"是", "y", "yes", "true", "1", "√", "✓", "✔"})


# 无 and 没有 are none of them: of a fact such as the same form they may mean either.
NO_WORDS = frozenset({"否", "n", "no", "false", "0", "×", "✗", "✘"})


YES_OR_NO = Words(
    "是（Y、1、√）或否（N、0、×）", "yes (true, Y, 1, 是, √) or no (false, N, 0, 否, ×)"
)
"""What is accepted for yes and for no, in words."""


PAPER_SEPARATORS = ";；、,，"


def map_words(values: Mapping[str, Word]) -> Mapping[str, str]:
    """Return the value of each of its names: the id, the Chinese word and the aliases."""
    return {
        name: value for value, word in values.items() for name in (value, word.words.zh, *word.also)
    }
