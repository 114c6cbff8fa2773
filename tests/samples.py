"""Sample facts for the tests: a case that is eligible, what spoils it, and cases at random."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple, get_args

import pytest
from pydantic import BaseModel

from retax import (
    Attribution,
    Cause,
    ExportRefund,
    Outcome,
    Paper,
    ReturnedGoods,
    ReturnReason,
    Side,
    Use,
    ValidationError,
)

LIST_NUMBER = "29102026E000000123"
DECLARATION_NUMBER = "291020260000000123"
RETURN_NUMBER = "291020261000000456"

ELIGIBLE: Mapping[str, Any] = {
    "supervision_code": "9610",
    "declared_on": date(2026, 3, 2),
    "released_on": date(2026, 3, 3),
    "exported_on": date(2026, 3, 4),
    "returned_on": date(2026, 7, 6),
    "return_declared_on": date(2026, 7, 7),
    "reason": "customer_return",
    "hs_code": "9503008900",
    "is_food": False,
    "export_refund": "not_refunded",
    "same_form": True,
    "parts_added": False,
    "processed": False,
    "use": "unused",
}
"""Direct mail, back after four months, every condition met. Last day: 2026-09-03."""

FROM_A_ZONE: Mapping[str, Any] = {
    "supervision_code": "1210",
    "left_zone_on": date(2026, 3, 3),
    "domestic_on": date(2026, 7, 8),
    "destination": "domestic",
}
"""What makes the same case one of 1210. Last day: 2026-09-03."""

IN_THE_ZONE: Mapping[str, Any] = {**FROM_A_ZONE, "destination": "zone", "domestic_on": None}


def facts(*changes: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Return the eligible case with changes; None makes a fact unknown."""
    changed = dict(ELIGIBLE)
    for change in changes:
        changed.update(change)
    return {**changed, **more}


def unvalidated(given: Mapping[str, Any]) -> ReturnedGoods:
    """Return goods past validation, which ReturnedGoods itself has no way for."""
    construct: Any = BaseModel.model_construct
    goods: ReturnedGoods = construct.__func__(ReturnedGoods, **given)
    return goods


class Spoiled(NamedTuple):
    """What gives one clause another outcome than ``met``, all other clauses staying met."""

    clause: str
    outcome: Outcome
    changes: Mapping[str, Any]
    as_of: date | None = None


SPOILED: tuple[Spoiled, ...] = (
    Spoiled(
        "1.period",
        "not_covered",
        {
            "declared_on": date(2028, 1, 3),
            "released_on": date(2028, 1, 4),
            "exported_on": date(2028, 1, 4),
            "returned_on": date(2028, 2, 1),
            "return_declared_on": date(2028, 2, 1),
        },
    ),
    Spoiled("1.period", "failed", {"declared_on": date(2023, 1, 29)}),
    Spoiled("1.period", "unknown", {"declared_on": None}),
    Spoiled("1.code", "failed", {"supervision_code": "0110"}),
    Spoiled("1.reason", "failed", {"reason": "repair"}),
    Spoiled("1.reason", "failed", {"reason": "force_majeure"}),
    Spoiled("1.reason", "open", {"reason": "recall"}),
    # Of goods sent wrongly one asks what was sent, so the reason is missing there, too.
    Spoiled("1.reason", "unknown", {"reason": None, "shipped_as_declared": True}),
    Spoiled(
        "1.six_months",
        "failed",
        {"returned_on": date(2026, 12, 1), "return_declared_on": date(2026, 12, 1)},
    ),
    Spoiled("1.six_months", "open", {"return_declared_on": date(2026, 9, 10)}),
    Spoiled("1.six_months", "open", {"domestic_on": date(2026, 9, 10)}),
    Spoiled("1.six_months", "unknown", {"returned_on": None}),
    Spoiled(
        "1.six_months",
        "unknown",
        {
            "exported_on": None,
            "returned_on": date(2026, 3, 12),
            "return_declared_on": date(2026, 3, 13),
        },
    ),
    Spoiled("1.six_months", "outstanding", {"return_declared_on": None}),
    Spoiled("1.six_months", "outstanding", {"returned_on": date(2026, 7, 5)}, date(2026, 6, 1)),
    Spoiled(
        "1.six_months",
        "outstanding",
        {"returned_on": None, "return_declared_on": None},
        date(2026, 9, 3),
    ),
    Spoiled("1.destination", "outstanding", {"destination": "zone"}),
    Spoiled("1.destination", "open", {"destination": "zone"}, date(2026, 10, 1)),
    Spoiled("1.destination", "unknown", {**FROM_A_ZONE, "destination": None}),
    Spoiled("1.not_food", "failed", {"is_food": True, "hs_code": None}),
    Spoiled("1.not_food", "open", {"is_food": True}),
    Spoiled("1.not_food", "open", {"hs_code": "0901"}),
    Spoiled("1.not_food", "unknown", {"is_food": None, "hs_code": None}),
    Spoiled(
        "1.same_goods",
        "failed",
        {"exported_quantity": 5, "returned_before": 5, "returned_quantity": 1},
    ),
    Spoiled("1.same_goods", "failed", {"shipped_as_declared": False}),
    Spoiled("1.same_goods", "open", {"attribution": "fifo"}),
    Spoiled("1.same_goods", "open", {"attribution": "stated"}),
    Spoiled("1.same_goods", "open", {"attribution": "none"}),
    Spoiled(
        "1.same_goods",
        "outstanding",
        {"exported_quantity": 5, "returned_before": 3, "returned_quantity": 4},
    ),
    Spoiled("2.refund_repaid", "outstanding", {"export_refund": "claimed"}),
    Spoiled("2.refund_repaid", "outstanding", {"export_refund": "refunded"}),
    Spoiled("2.refund_repaid", "unknown", {"export_refund": None}),
    Spoiled(
        "2.certificate", "outstanding", {"papers_held": ["export_list", "platform_return_record"]}
    ),
    Spoiled("2.same_enterprise", "open", {"importer_differs": True}),
    Spoiled("3.same_form", "failed", {"same_form": False}),
    Spoiled("3.same_form", "open", {"damaged": True}),
    Spoiled("3.same_form", "open", {"parts_missing": True}),
    Spoiled("3.same_form", "unknown", {"same_form": None}),
    Spoiled("3.no_parts_added", "failed", {"parts_added": True}),
    Spoiled("3.no_parts_added", "unknown", {"parts_added": None}),
    Spoiled("3.not_processed", "failed", {"processed": True}),
    Spoiled("3.not_processed", "open", {"repacked": True}),
    Spoiled("3.not_processed", "unknown", {"processed": None}),
    Spoiled("3.unused", "failed", {"use": "used"}),
    Spoiled("3.unused", "open", {"use": "customer_trial", "reason": "unsold"}),
    Spoiled("3.unused", "unknown", {"use": None}),
    Spoiled("4.papers", "outstanding", {"papers_held": ["export_list", "tax_certificate"]}),
)

STATUS_OF: Mapping[str, str] = {
    "not_covered": "not_covered",
    "failed": "ineligible",
    "unknown": "needs_facts",
    "open": "needs_review",
    "outstanding": "conditional",
    "met": "eligible",
}
"""Outcome and the status it gives as the worst one, worst first."""

BADGES: Mapping[str, str] = {
    "not_covered": "无适用公告",
    "ineligible": "不符合本公告",
    "needs_facts": "资料待补",
    "needs_review": "口径待核",
    "conditional": "附条件符合",
    "eligible": "符合免税条件",
}

CLAUSES = (
    "1.period",
    "1.code",
    "1.reason",
    "1.six_months",
    "1.destination",
    "1.not_food",
    "1.same_goods",
    "2.refund_repaid",
    "2.certificate",
    "2.same_enterprise",
    "3.same_form",
    "3.no_parts_added",
    "3.not_processed",
    "3.unused",
    "4.papers",
)

QUESTIONS = (
    "export-date",
    "zone-exit-date",
    "return-date",
    "rest-day",
    "zone",
    "reason:order_cancelled",
    "reason:delisted",
    "reason:foreign_customs",
    "reason:wrong_goods",
    "reason:recall",
    "reason:quality_defect",
    "reason:payment_default",
    "reason:label_noncompliance",
    "reason:exhibition_sample",
    "reason:other",
    "food-heading",
    "missing-or-damaged",
    "repacking",
    "trial-without-customer",
    "other-enterprise",
    "batch-fifo",
    "batch-stated",
    "39:procedure",
    "39:from-a-zone",
    "39:damage",
    "39:wrong-goods",
    "39:extension",
    "39:used",
    "39:import-taxes",
)

SETTLEABLE = tuple(q for q in QUESTIONS if q not in ("reason:other", "39:extension"))
"""No answer covers every other reason, or every longer period: those cannot be settled."""

# -- the names and words the documentation promises

OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "reference": ("业务编号", "编号"),
    "enterprise": ("企业名称", "ebcName"),
    "enterprise_code": ("统一社会信用代码", "ebcCode"),
    "goods_name": ("商品名称", "品名", "gname"),
    "sku": ("货号", "itemNo"),
    "serial_no": ("序列号",),
    "unit": ("计量单位",),
    "order_no": ("订单号",),
    "tracking_no": ("运单号",),
    "note": ("备注",),
    "reason_note": ("退运原因说明",),
    "export_entry": ("出口单证号", "清单编号", "报关单号", "invtNo"),
    "export_item": ("项号", "商品序号", "gnum"),
    "return_entry": ("退运报关单号",),
    "supervision_code": ("监管方式代码", "监管方式", "tradeMode"),
    "declared_on": ("出口申报日期",),
    "released_on": ("出口放行日期",),
    "exported_on": ("出口日期", "离境日期"),
    "left_zone_on": ("出区日期",),
    "returned_on": ("退运进境日期", "进口日期"),
    "domestic_on": ("运至境内区外日期",),
    "return_declared_on": ("退运进口申报日期", "退运申报日期"),
    "extended_until": ("海关批准延期至",),
    "destination": ("退运去向",),
    "reason": ("退运原因",),
    "cause": ("品质规格或不可抗力原因", "退运起因"),
    "hs_code": ("商品编码", "商品编号", "税号", "HS编码", "gcode"),
    "is_food": ("是否食品",),
    "export_refund": ("出口退税办理情况",),
    "same_form": ("最小商品形态基本一致",),
    "parts_added": ("增加或更换配件、部件",),
    "processed": ("加工、改装",),
    "use": ("使用情况",),
    "parts_missing": ("缺少配件或部件",),
    "damaged": ("商品破损",),
    "repacked": ("换标或更换包装",),
    "importer_differs": ("退运企业与原出口企业不一致",),
    "attribution": ("与原出口批次的对应方式",),
    "shipped_as_declared": ("所发与所报一致",),
    "exported_quantity": ("出口数量", "qty"),
    "returned_quantity": ("本次退运数量",),
    "returned_before": ("此前累计已退运数量", "累计已退运数量"),
    "export_duty_paid": ("出口时已征出口关税",),
    "taxed_at_export": ("出口时已征增值税或消费税",),
    "papers_held": ("已备单证",),
}
"""Every fact in the order of the model, with its Chinese and CEB names; the first is its label."""

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "reference": ("内部编号", "业务流水号", "退货单号", "退单号"),
    "enterprise": (
        "收发货人名称",
        "境内发货人",
        "境内收发货人",
        "出口企业",
        "出口企业名称",
        "电商企业名称",
        "consignorCname",
    ),
    "enterprise_code": (
        "社会信用代码",
        "收发货人代码",
        "境内收发货人18位社会信用代码",
        "电商企业代码",
    ),
    "goods_name": ("货物名称", "产品名称", "企业商品名称", "itemName"),
    "sku": ("企业商品货号", "商品货号", "MSKU"),
    "serial_no": ("商品序列号", "产品序列号", "SN"),
    "unit": ("申报计量单位", "成交计量单位"),
    "order_no": ("订单编号", "orderNo", "平台订单号", "原订单号"),
    "tracking_no": ("物流运单编号", "物流单号", "运单编号", "快递单号", "logisticsNo"),
    "note": ("附注",),
    "reason_note": ("退货原因说明", "退运说明", "退单说明"),
    "export_entry": (
        "出口报关单号",
        "出口清单编号",
        "原清单编号",
        "原清单号",
        "原出口清单编号",
        "原报关单号",
        "原出口报关单号",
        "原出口单证号",
    ),
    "export_item": ("商品项号", "出口项号", "原出口项号", "原清单项号", "对应原出口清单项号"),
    "return_entry": ("退运进口报关单号", "退货报关单号"),
    "supervision_code": (
        "贸易方式",
        "贸易方式代码",
        "出口监管方式",
        "出口监管方式代码",
        "海关监管方式",
    ),
    "declared_on": ("出口申报日", "出口申报时间", "出口报关日期", "清单申报日期"),
    "released_on": ("出口放行日", "出口放行时间"),
    "exported_on": ("出口日", "离境日", "离境时间", "出境日期", "实际出口日期", "实际离境日期"),
    "left_zone_on": ("出区日", "出区时间", "实际出区日期", "卡口出区日期"),
    "returned_on": ("进境日期", "退运进境日", "退运入境日期", "退货进境日期", "退运进口日期"),
    "domestic_on": ("运抵境内区外日期", "到达境内区外日期", "退至境内区外日期"),
    "return_declared_on": (
        "退运进口申报日",
        "退运进口申报时间",
        "退运报关日期",
        "退货申报日期",
    ),
    "extended_until": ("延期至", "海关批准延期日期"),
    "destination": ("退货去向", "退运流向"),
    "reason": ("退货原因", "退运理由", "退货理由"),
    "hs_code": ("海关商品编码", "海关编码", "商品税号", "税则号列", "codeTs", "HS"),
    "is_food": ("食品", "是否为食品", "是否属于食品"),
    "export_refund": ("出口退税情况", "出口退税状态", "退税情况", "退税状态", "退税办理情况"),
    "same_form": ("最小商品形态是否基本一致", "商品形态是否基本一致", "形态是否基本一致"),
    "parts_added": ("是否增加或更换配件、部件", "是否增加或更换配件", "增加或更换配件"),
    "processed": ("加工或改装", "是否加工、改装", "是否加工或改装", "是否经过加工、改装"),
    "use": ("商品使用情况", "使用状况"),
    "parts_missing": ("是否缺少配件或部件", "缺少配件", "是否缺少配件", "缺件", "是否缺件"),
    "damaged": ("破损", "是否破损", "商品是否破损", "损坏", "是否损坏", "商品损坏"),
    "repacked": ("是否换标或更换包装", "换标", "是否换标", "更换包装", "是否更换包装"),
    "importer_differs": ("退运企业与出口企业不一致", "退运企业是否与原出口企业不一致"),
    "attribution": ("原出口批次对应方式", "批次对应方式", "对应方式"),
    "shipped_as_declared": ("所发与所报是否一致", "实发与申报一致", "实发与申报是否一致"),
    "exported_quantity": ("申报数量", "出口申报数量", "原出口数量", "原申报数量"),
    "returned_quantity": ("退运数量", "退货数量", "本次退货数量", "退运申报数量"),
    "returned_before": (
        "累计退运数量",
        "此前已退运数量",
        "已退运数量",
        "已退数量",
        "累计已退数量",
        "累计退货数量",
    ),
    "export_duty_paid": ("出口时是否已征出口关税", "是否已征出口关税", "已征出口关税"),
    "taxed_at_export": (
        "出口时是否已征增值税或消费税",
        "是否已征增值税或消费税",
        "已征增值税或消费税",
        "已视同内销缴税",
    ),
    "papers_held": ("已有单证", "已备单据"),
}
"""Headings of real files: every fact with what else it is called there."""

REASON_WORDS: Mapping[str, tuple[str, ...]] = {
    "unsold": ("滞销",),
    "customer_return": ("客户退货", "退货"),
    "refused": ("拒收",),
    "undeliverable": ("无法投递或无人签收", "无法投递"),
    "order_cancelled": ("取消订单",),
    "quality_defect": ("卖方发现品质问题",),
    "delisted": ("平台下架或封店", "平台下架"),
    "foreign_customs": ("境外海关退回",),
    "wrong_goods": ("错发",),
    "recall": ("召回",),
    "payment_default": ("货款未付追回",),
    "label_noncompliance": ("标签或包装不合境外要求",),
    "exhibition_sample": ("展品样品退回",),
    "other": ("其他",),
    "repair": ("返修后复出口", "返修"),
    "force_majeure": ("不可抗力",),
}

PAPER_WORDS: Mapping[str, tuple[str, ...]] = {
    "export_list": ("出口申报清单",),
    "export_declaration": ("出口报关单",),
    "exit_filing_list": ("出境备案清单",),
    "tax_certificate": (
        "《出口货物已补税/未退税证明》",
        "出口商品退运已补税证明",
        "出口货物退运已补税（未退税）证明",
        "出口货物已补税（未退税）证明",
    ),
    "self_declaration": ("滞销自我声明",),
    "platform_return_record": ("平台退货记录",),
    "refusal_record": ("拒收记录",),
    "other_return_record": ("其他退货记录",),
    "return_agreement": ("返货协议",),
    "inspection_report": ("检测记录",),
    "customer_trial_record": ("客户试用证明",),
    "match_record": ("批次对应材料",),
    "gate_release": ("核放单",),
    "export_duty_receipt": ("出口关税缴款凭证",),
    "cause_statement": ("品质规格或不可抗力情况说明",),
    "force_majeure_evidence": ("不可抗力证明",),
    "extension_approval": ("海关延期批准",),
}

WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "reason": REASON_WORDS,
    "cause": {
        "quality": ("品质不良",),
        "specification": ("规格不符",),
        "force_majeure": ("不可抗力",),
        "damage_or_shortage": ("残损短少",),
        "none": ("均不是",),
    },
    "use": {
        "unused": ("未使用",),
        "trial_found_defect": ("试用才发现品质不良",),
        "customer_trial": ("客户试用后退货",),
        "used": ("已使用",),
    },
    "export_refund": {
        "not_refunded": ("未退税", "未申报", "适用免税", "视同内销"),
        "claimed": ("已申报未办结",),
        "refunded": ("已退税未补缴", "已退未补"),
        "repaid": ("已补税", "已补缴", "已缴回", "已冲减"),
    },
    "destination": {"domestic": ("境内区外",), "zone": ("区内",)},
    "attribution": {
        "traced": ("逐件对应",),
        "fifo": ("先进先出",),
        "stated": ("企业自述",),
        "none": ("无法对应",),
    },
}
"""Every fact that is a word: each value with its Chinese words, the first one for output."""

TEXTS = tuple(OTHER_NAMES)[:11]
DAYS = (
    "declared_on",
    "released_on",
    "exported_on",
    "left_zone_on",
    "returned_on",
    "domestic_on",
    "return_declared_on",
    "extended_until",
)
YES_NO = (
    "is_food",
    "same_form",
    "parts_added",
    "processed",
    "parts_missing",
    "damaged",
    "repacked",
    "importer_differs",
    "shipped_as_declared",
    "export_duty_paid",
    "taxed_at_export",
)
QUANTITIES = ("exported_quantity", "returned_quantity", "returned_before")

ONE_VALUE: Mapping[str, tuple[Any, Any]] = {
    **{name: (f"a {name}", f"a {name}") for name in TEXTS},
    **{name: ("2026-03-05", date(2026, 3, 5)) for name in DAYS},
    **dict.fromkeys(YES_NO, (True, True)),
    **{name: ("12.5", Decimal("12.5")) for name in QUANTITIES},
    "export_entry": (LIST_NUMBER, LIST_NUMBER),
    "export_item": (3, 3),
    "return_entry": (RETURN_NUMBER, RETURN_NUMBER),
    "supervision_code": ("9710", "9710"),
    "hs_code": ("950300", "950300"),
    "destination": ("domestic", "domestic"),
    "reason": ("unsold", "unsold"),
    "cause": ("quality", "quality"),
    "use": ("used", "used"),
    "attribution": ("fifo", "fifo"),
    "export_refund": ("claimed", "claimed"),
    "papers_held": (["match_record"], frozenset({"match_record"})),
}
"""For every fact one value as one may write it, and as the model holds it."""


def validate(**given: Any) -> ReturnedGoods:
    """Return the facts, validated."""
    return ReturnedGoods.model_validate(given)


class Refusal(NamedTuple):
    """One line of a refusal: the field, the sentence in both languages, and the code."""

    field: str
    zh: str
    en: str
    code: str


def refusals(given: Any) -> list[Refusal]:
    """Return what is refused of the facts, line by line; fails where nothing is."""
    with pytest.raises(ValidationError) as caught:
        ReturnedGoods.model_validate(given)
    lines = caught.value.errors()
    for line in lines:
        assert line["msg"] == line["ctx"]["en"]
        assert line["loc"] == ((line["ctx"]["field"],) if line["ctx"]["field"] else ())
    return [
        Refusal(line["ctx"]["field"], line["ctx"]["zh"], line["ctx"]["en"], line["type"])
        for line in lines
    ]


def refusal(**given: Any) -> Refusal:
    """Return the only thing that is refused of the facts."""
    (only,) = refusals(given)
    return only


# -- cases at random

_FIRST = date(2025, 6, 1)
DAYS_OFF = (None, frozenset[date](), frozenset({date(2026, 9, 3) + timedelta(n) for n in range(9)}))
KNOWN_ON = (None, None, None, date(2023, 1, 1), date(2024, 5, 1), date(2026, 2, 1))


def random_facts(random: Random) -> dict[str, Any]:
    """Return facts that are valid, some unknown: from hardly any known to nearly all."""
    told = {name: value for name, value in _everything(random).items() if value is not None}
    keep = random.choice((0.3, 0.7, 0.95, 1.0, 1.0))
    return {name: value for name, value in told.items() if random.random() < keep}


def _everything(random: Random) -> dict[str, Any]:
    def one(*values: Any) -> Any:
        return random.choice(values)

    def often(value: Any, *others: Any) -> Any:
        return value if random.random() < 0.85 else random.choice(others)

    code = one("9610", "9610", "9710", "9810", "1210", "1210", often("9610", "0110", "1039"))
    declared = _FIRST + timedelta(random.randrange(700))
    if random.random() < 0.1:
        declared = date(2022, 12, 1) + timedelta(random.randrange(2200))
    released = declared + timedelta(one(0, 0, 1, 9))
    exported = released + timedelta(one(0, 0, 1, 20))
    returned = exported + timedelta(one(0, 30, 90, 150, random.randrange(160, 200), 400))
    return_declared = max(exported, returned + timedelta(one(0, 0, 1, 10, -2)))
    in_zone = random.random() < (0.2 if code == "1210" else 0.05)
    reaches_the_country = code == "1210" or random.random() < 0.1
    refund = often("not_refunded", *get_args(ExportRefund))
    exported_quantity = one(None, 5, 100)
    reason = one("unsold", "customer_return", "refused", *get_args(ReturnReason))
    cause = one(None, *get_args(Cause))
    if reason == "force_majeure":
        cause = one(None, reason)
    elif reason == "quality_defect":
        cause = one(None, "quality", "specification", "damage_or_shortage")
    certified = refund not in ("claimed", "refunded")
    papers = [paper for paper in get_args(Paper) if certified or paper != "tax_certificate"]
    number = "E" if code == "9610" else one("E", "0")
    return {
        "reference": one(None, "R-1"),
        "goods_name": one(None, "toy"),
        "unit": one(None, "pcs"),
        "serial_no": one(None, "SN-7"),
        "export_entry": one(None, f"2910{declared.year}{number}000000123"),
        "export_item": one(None, 1, 12),
        "return_entry": one(None, None, f"2910{return_declared.year}1000000456"),
        "supervision_code": code,
        "declared_on": declared,
        "released_on": released,
        "exported_on": often(exported, None),
        "left_zone_on": released if code == "1210" else None,
        "returned_on": returned,
        "domestic_on": returned + timedelta(one(0, 0, 3, 60))
        if reaches_the_country and not in_zone
        else None,
        "return_declared_on": often(return_declared, None),
        "extended_until": often(None, exported + timedelta(random.randrange(300, 800))),
        "destination": "zone" if in_zone else often("domestic", None, "domestic"),
        "reason": reason,
        "cause": cause,
        "hs_code": one(None, "9503", "950300", "9503008900", "0901", "2106", "3926909090"),
        "is_food": often(False, True, None),
        "export_refund": refund,
        "same_form": often(True, False),
        "parts_added": often(False, True),
        "processed": often(False, True),
        "use": often("unused", *get_args(Use)),
        "parts_missing": one(None, False, often(False, True)),
        "damaged": one(None, False, often(False, True)),
        "repacked": one(None, False, often(False, True)),
        "importer_differs": one(None, False, often(False, True)),
        "attribution": one(None, "traced", often("traced", *get_args(Attribution))),
        "shipped_as_declared": one(None, True, often(True, False)),
        "exported_quantity": exported_quantity,
        "returned_quantity": one(None, 1, 2.5, "4"),
        "returned_before": one(None, 0, often(1, 3, 100)),
        "export_duty_paid": one(None, False, True),
        "taxed_at_export": one(None, False, refund not in ("refunded", "repaid")),
        "papers_held": one(
            None,
            papers,
            [paper for paper in papers if random.random() < 0.6],
        ),
    }


def random_options(random: Random) -> dict[str, Any]:
    """Return options for ``check()``; few different ones, as each law is compiled."""
    options: dict[str, Any] = {}
    if random.random() < 0.4:
        options["as_of"] = _FIRST + timedelta(random.randrange(900))
    which = random.randrange(15)
    if which < 6:
        choices = Random(which)
        options["settled"] = {
            question: side
            for question in SETTLEABLE
            if (side := choices.choice((None, "strict", "lenient"))) is not None
        }
        options["days_off"] = DAYS_OFF[which % 3]
        options["known_on"] = KNOWN_ON[which % 6]
    return options


def random_cases(seed: int, n: int) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Return facts and options at random, the same ones for the same seed."""
    random = Random(seed)
    for _ in range(n):
        yield random_facts(random), random_options(random)


SIDES: tuple[Side, ...] = ("strict", "lenient")
