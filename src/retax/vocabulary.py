"""The words of the trade: what each fact and each of its values is called.

One entry a fact, in the order of the model, and one a value. Input is accepted under any of the
names; output uses the English id or the first Chinese name.
"""

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
    "other",
    "repair",
    "force_majeure",
]
"""Why the goods come back (退运原因)."""

Use = Literal["unused", "trial_found_defect", "customer_trial", "used"]
"""Whether and how the goods were used (使用情况)."""

ExportRefund = Literal["not_refunded", "claimed", "refunded", "repaid"]
"""How far the export tax refund has got (出口退税办理情况)."""

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
]
"""A paper the enterprise may hold (单证)."""


@dataclass(frozen=True, slots=True)
class Word:
    """A value that is a word: its names in both languages, and other names accepted on input."""

    words: Words
    also: tuple[str, ...] = ()


def _word(zh: str, en: str, *also: str) -> Word:
    return Word(Words(zh, en), also)


REASONS: Mapping[str, Word] = {
    "unsold": _word("滞销", "unsold"),
    "customer_return": _word("客户退货", "returned by the customer", "退货"),
    "refused": _word("拒收", "refused by the recipient"),
    "undeliverable": _word("无法投递或无人签收", "undeliverable or not signed for", "无法投递"),
    "order_cancelled": _word("取消订单", "order cancelled"),
    "quality_defect": _word("卖方发现品质问题", "quality defect found by the seller"),
    "delisted": _word("平台下架或封店", "delisted, or the shop closed by the platform", "平台下架"),
    "foreign_customs": _word("境外海关退回", "sent back by foreign customs"),
    "wrong_goods": _word("错发", "wrong goods sent"),
    "recall": _word("召回", "recalled"),
    "other": _word("其他", "another reason"),
    "repair": _word("返修后复出口", "repair and re-export", "返修"),
    "force_majeure": _word("不可抗力", "force majeure"),
}

USES: Mapping[str, Word] = {
    "unused": _word("未使用", "unused"),
    "trial_found_defect": _word("试用才发现品质不良", "a defect that only trial use reveals"),
    "customer_trial": _word("客户试用后退货", "returned after a customer's trial"),
    "used": _word("已使用", "used"),
}

EXPORT_REFUNDS: Mapping[str, Word] = {
    "not_refunded": _word("未退税", "no refund claimed", "未申报"),
    "claimed": _word("已申报未办结", "refund claimed, not decided"),
    "refunded": _word("已退税未补缴", "refunded, not repaid", "已退未补"),
    "repaid": _word("已补税", "repaid or offset", "已补缴", "已缴回", "已冲减"),
}

DESTINATIONS: Mapping[str, Word] = {
    "domestic": _word("境内区外", "inside the country, outside any zone"),
    "zone": _word("区内", "in a special customs supervision zone"),
}

PAPERS: Mapping[str, Word] = {
    "export_list": _word("出口申报清单", "export list", "出口商品申报清单"),
    "export_declaration": _word("出口报关单", "export declaration"),
    "exit_filing_list": _word("出境备案清单", "exit filing list"),
    "tax_certificate": _word(
        "《出口货物已补税/未退税证明》",
        "certificate that the refund was repaid or never made",
        "出口货物已补税/未退税证明",
        "出口商品退运已补税证明",
        "出口货物退运已补税（未退税）证明",
        "出口货物已补税（未退税）证明",
    ),
    "self_declaration": _word("滞销自我声明", "self-declaration of unsold goods", "自我声明"),
    "platform_return_record": _word("平台退货记录", "return record of the platform"),
    "refusal_record": _word("拒收记录", "refusal record"),
    "other_return_record": _word("其他退货记录", "other return record"),
    "return_agreement": _word("返货协议", "return agreement"),
    "inspection_report": _word("检测记录", "inspection report"),
    "customer_trial_record": _word("客户试用证明", "proof of the customer's trial"),
    "match_record": _word("批次对应材料", "records matching batch or serial number"),
    "gate_release": _word("核放单", "gate release"),
    "export_duty_receipt": _word("出口关税缴款凭证", "export duty receipt"),
}


def _listed_zh(values: Mapping[str, Word]) -> str:
    return "、".join(word.words.zh for word in values.values())


YES_NO: Mapping[bool, Words] = {True: Words("是", "yes"), False: Words("否", "no")}
YES_WORDS = frozenset({"是", "y", "yes", "true", "1", "√"})
NO_WORDS = frozenset({"否", "n", "no", "false", "0"})
PAPER_SEPARATORS = ";；、,，"

Kind = Literal[
    "text", "entry", "code", "hs", "day", "yes_no", "quantity", "count", "word", "papers"
]


@dataclass(frozen=True, slots=True)
class Name:
    """What a fact is called, of what kind it is, and how one asks for it."""

    kind: Kind
    label: Words
    aliases: tuple[str, ...] = ()
    question: Words | None = None
    values: Mapping[str, Word] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Return every name accepted beside the English one: Chinese first, then CEB."""
        return (self.label.zh, *self.aliases)


def _name(
    kind: Kind,
    zh: str,
    en: str,
    *aliases: str,
    ask: Words | None = None,
    values: Mapping[str, Word] | None = None,
) -> Name:
    return Name(kind, Words(zh, en), aliases, ask, values)


NAMES: Mapping[str, Name] = {
    "reference": _name("text", "业务编号", "reference", "编号"),
    "enterprise": _name("text", "企业名称", "enterprise", "ebcName"),
    "enterprise_code": _name("text", "统一社会信用代码", "social credit code", "ebcCode"),
    "goods_name": _name("text", "商品名称", "name of the goods", "品名", "gname"),
    "sku": _name("text", "货号", "item number of the seller", "itemNo"),
    "unit": _name("text", "计量单位", "unit"),
    "order_no": _name("text", "订单号", "order number"),
    "tracking_no": _name("text", "运单号", "tracking number"),
    "note": _name("text", "备注", "note"),
    "export_entry": _name(
        "entry",
        "出口单证号",
        "number of the export list or declaration",
        "清单编号",
        "报关单号",
        "invtNo",
        ask=Words(
            "原出口单证号是多少？9610 请填清单编号，不填汇总报关单号。",
            "Under which number were the goods exported? "
            "Under 9610 give the list's, not that of the summary declaration.",
        ),
    ),
    "export_item": _name("count", "项号", "item of the export paper", "商品序号", "gnum"),
    "return_entry": _name("entry", "退运报关单号", "number of the return declaration"),
    "supervision_code": _name(
        "code",
        "监管方式代码",
        "supervision code",
        "监管方式",
        "tradeMode",
        ask=Words(
            "货物离境时所用单证的监管方式是哪个代码？",
            "Which supervision code stands on the paper on which the goods left the country?",
        ),
    ),
    "declared_on": _name(
        "day",
        "出口申报日期",
        "day of the export declaration",
        ask=Words(
            "出口单证是哪天申报的？9610 以清单为准。",
            "On which day was the export declared? Under 9610 the list's day counts.",
        ),
    ),
    "released_on": _name(
        "day",
        "出口放行日期",
        "day of release for export",
        ask=Words(
            "海关哪天放行？（可在单一窗口查询）",
            "On which day did customs release the export? (The Single Window shows it.)",
        ),
    ),
    "exported_on": _name(
        "day",
        "出口日期",
        "day of export",
        "离境日期",
        ask=Words(
            "出口日期是哪天？（运输工具办结出境手续之日，非预计开航日）",
            "What is the day of export? (The day the carrier cleared outbound, "
            "not the planned sailing.)",
        ),
    ),
    "left_zone_on": _name(
        "day",
        "出区日期",
        "day of leaving the zone",
        ask=Words(
            "货物哪天出区？（以卡口核放为准）",
            "On which day did the goods leave the zone? (The gate's release counts.)",
        ),
    ),
    "returned_on": _name(
        "day",
        "退运进境日期",
        "day of return into the country",
        "进口日期",
        ask=Words(
            "货物哪天进境？（退运报关单的进口日期；尚未进境的留空并给出查询日期）",
            "On which day did the goods come back into the country? (The import date of the "
            "return declaration. Still abroad: leave this blank and say as of which day you ask.)",
        ),
    ),
    "domestic_on": _name(
        "day",
        "运至境内区外日期",
        "day of arrival outside any zone",
        ask=Words(
            "货物哪天运至境内区外？（未入区的填进境日期；尚未运至的留空并给出查询日期）",
            "On which day did the goods reach the country outside any zone? (If they never "
            "entered a zone: the day of return. Not there yet: leave this blank and say as of "
            "which day you ask.)",
        ),
    ),
    "return_declared_on": _name(
        "day",
        "退运进口申报日期",
        "day of the return declaration",
        "退运申报日期",
        ask=Words(
            "退运进口哪天申报？未申报的留空并给出查询日期；期限已过仍未申报的，填拟申报日期。",
            "On which day was the return declared? If it has not been, leave this blank and say "
            "as of which day you ask; if the period has run out, give the day you mean to declare.",
        ),
    ),
    "destination": _name(
        "word",
        "退运去向",
        "destination of the return",
        ask=Words(
            "货物退至（或拟退至）境内区外，还是区内？",
            "Are the goods (or will they be) in the country outside any zone, or in a zone?",
        ),
        values=DESTINATIONS,
    ),
    "reason": _name(
        "word",
        "退运原因",
        "reason of the return",
        ask=Words(
            "因何退运？请按实际情况选一项："
            + _listed_zh(REASONS)
            + "。召回、取消订单、错发等勿并入退货。",
            "Why do the goods come back? Choose what actually happened: "
            + ", ".join(REASONS)
            + ". "
            "Do not fold a recall, a cancelled order or wrong goods into customer_return.",
        ),
        values=REASONS,
    ),
    "hs_code": _name("hs", "商品编码", "HS code", "商品编号", "税号", "HS编码", "gcode"),
    "is_food": _name(
        "yes_no",
        "是否食品",
        "food",
        ask=Words(
            "商品是否供人食用或饮用？（保健食品算；宠物食品、化妆品、餐具不算）",
            "Are the goods for people to eat or drink? "
            "(Health food is; pet food, cosmetics and tableware are not.)",
        ),
    ),
    "export_refund": _name(
        "word",
        "出口退税办理情况",
        "state of the export tax refund",
        ask=Words(
            "该笔出口的退税办到哪一步？（" + _listed_zh(EXPORT_REFUNDS) + "）",
            "How far has the export tax refund got? (" + ", ".join(EXPORT_REFUNDS) + ")",
        ),
        values=EXPORT_REFUNDS,
    ),
    "same_form": _name(
        "yes_no",
        "最小商品形态基本一致",
        "smallest commodity form basically the same",
        ask=Words(
            "单看商品本身，是否与出口时基本一致？（外箱、运输包装不计）",
            "Is the single unit basically as it was exported? "
            "(Cartons and transport packing do not count.)",
        ),
    ),
    "parts_added": _name(
        "yes_no",
        "增加或更换配件、部件",
        "accessories or parts added or exchanged",
        ask=Words(
            "是否增加或更换过配件、部件？",
            "Have accessories or parts been added or exchanged?",
        ),
    ),
    "processed": _name(
        "yes_no",
        "加工、改装",
        "processed or refitted",
        ask=Words(
            "是否经过加工、改装、维修或翻新？（拆箱、检（化）验、安装、调试不算）",
            "Have the goods been processed, refitted, repaired or refurbished? "
            "(Unpacking, inspection, testing, installation and commissioning do not count.)",
        ),
    ),
    "use": _name(
        "word",
        "使用情况",
        "use",
        ask=Words(
            "商品是否用过？（" + _listed_zh(USES) + "）",
            "Have the goods been used? (" + ", ".join(USES) + ")",
        ),
        values=USES,
    ),
    "parts_missing": _name("yes_no", "缺少配件或部件", "accessories or parts missing"),
    "damaged": _name("yes_no", "商品破损", "damaged"),
    "repacked": _name("yes_no", "换标或更换包装", "relabelled or repacked"),
    "importer_differs": _name(
        "yes_no", "退运企业与原出口企业不一致", "returned by an enterprise other than the exporter"
    ),
    "batch_traced": _name("yes_no", "可对应原出口批次", "traced to the export batch"),
    "exported_quantity": _name("quantity", "出口数量", "quantity exported", "qty"),
    "returned_quantity": _name("quantity", "本次退运数量", "quantity returned"),
    "returned_before": _name("quantity", "累计已退运数量", "quantity returned before"),
    "export_duty_paid": _name("yes_no", "出口时已征出口关税", "export duty was paid"),
    "taxed_at_export": _name(
        "yes_no", "出口时已征增值税或消费税", "VAT or consumption tax was charged at export"
    ),
    "papers_held": _name("papers", "已备单证", "papers held", values=PAPERS),
}
"""Every fact, in the order of the model."""


def _named_words(values: Mapping[str, Word]) -> Mapping[str, str]:
    return {
        name: value for value, word in values.items() for name in (value, word.words.zh, *word.also)
    }


VALUE_OF_WORD: Mapping[str, Mapping[str, str]] = {
    name: _named_words(entry.values) for name, entry in NAMES.items() if entry.values
}
"""For each fact that is a word: every accepted word and the value it stands for."""

FACT_OF_NAME: Mapping[str, str] = {
    name: fact for fact, entry in NAMES.items() for name in (fact, *entry.names)
}
"""Every accepted name of a fact and the name of its field."""


def shown(fact: str, value: object) -> Words:
    """Say a value of a fact in words: 滞销, 2026-03-05, 是."""
    if value is None:
        return Words("未知", "unknown")
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, frozenset):
        held = [word.words for paper, word in PAPERS.items() if paper in value]
        return Words("、".join(w.zh for w in held) or "无", ", ".join(w.en for w in held) or "none")
    values = NAMES[fact].values
    if values and isinstance(value, str):
        return values[value].words
    text = f"{value:f}" if NAMES[fact].kind == "quantity" else str(value)
    return Words(text, text)
