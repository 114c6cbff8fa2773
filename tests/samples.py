"""Sample facts for the tests: a case that is eligible, what spoils it, and cases at random."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple, get_args

import pytest

from retax import (
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
    Spoiled("1.reason", "unknown", {"reason": None}),
    Spoiled(
        "1.six_months",
        "failed",
        {"returned_on": date(2026, 12, 1), "return_declared_on": date(2026, 12, 1)},
    ),
    Spoiled("1.six_months", "open", {"return_declared_on": date(2026, 9, 10)}),
    Spoiled("1.six_months", "unknown", {"returned_on": None}),
    Spoiled("1.six_months", "outstanding", {"return_declared_on": None}),
    Spoiled(
        "1.six_months",
        "outstanding",
        {"returned_on": None, "return_declared_on": None},
        date(2026, 9, 3),
    ),
    Spoiled("1.destination", "open", {"destination": "zone"}),
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
    Spoiled("1.same_goods", "open", {"batch_traced": False}),
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
    "needs_facts": "要素待补",
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
    "reason:other",
    "food-heading",
    "missing-or-damaged",
    "repacking",
    "trial-without-customer",
    "other-enterprise",
    "batch",
)

# -- the names and words the documentation promises

OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "reference": ("业务编号", "编号"),
    "enterprise": ("企业名称", "ebcName"),
    "enterprise_code": ("统一社会信用代码", "ebcCode"),
    "goods_name": ("商品名称", "品名", "gname"),
    "sku": ("货号", "itemNo"),
    "unit": ("计量单位",),
    "order_no": ("订单号",),
    "tracking_no": ("运单号",),
    "note": ("备注",),
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
    "destination": ("退运去向",),
    "reason": ("退运原因",),
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
    "batch_traced": ("可对应原出口批次",),
    "exported_quantity": ("出口数量", "qty"),
    "returned_quantity": ("本次退运数量",),
    "returned_before": ("累计已退运数量",),
    "export_duty_paid": ("出口时已征出口关税",),
    "taxed_at_export": ("出口时已征增值税或消费税",),
    "papers_held": ("已备单证",),
}
"""Every fact in the order of the model, with its Chinese and CEB names."""

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
}

WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "reason": REASON_WORDS,
    "use": {
        "unused": ("未使用",),
        "trial_found_defect": ("试用才发现品质不良",),
        "customer_trial": ("客户试用后退货",),
        "used": ("已使用",),
    },
    "export_refund": {
        "not_refunded": ("未退税", "未申报"),
        "claimed": ("已申报未办结",),
        "refunded": ("已退税未补缴", "已退未补"),
        "repaid": ("已补税", "已补缴", "已缴回", "已冲减"),
    },
    "destination": {"domestic": ("境内区外",), "zone": ("区内",)},
}
"""Every fact that is a word: each value with its Chinese words, the first one for output."""

TEXTS = tuple(OTHER_NAMES)[:9]
DAYS = (
    "declared_on",
    "released_on",
    "exported_on",
    "left_zone_on",
    "returned_on",
    "domestic_on",
    "return_declared_on",
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
    "batch_traced",
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
    "use": ("used", "used"),
    "export_refund": ("claimed", "claimed"),
    "papers_held": (["match_record"], frozenset({"match_record"})),
}
"""For every fact one value as one may write it, and as the model holds it."""


def told(**given: Any) -> ReturnedGoods:
    """Return the facts, validated."""
    return ReturnedGoods.model_validate(given)


class Refusal(NamedTuple):
    """One line of a refusal: the field, and the sentence in both languages."""

    field: str
    zh: str
    en: str


def refusals(given: Any) -> list[Refusal]:
    """Return what is refused of the facts, one line a field; fails where nothing is."""
    with pytest.raises(ValidationError) as caught:
        ReturnedGoods.model_validate(given)
    lines = caught.value.errors()
    for line in lines:
        assert line["msg"] == line["ctx"]["en"]
    return [
        Refusal(".".join(map(str, line["loc"])), line["ctx"]["zh"], line["ctx"]["en"])
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
    in_zone = code == "1210" and random.random() < 0.2
    refund = often("not_refunded", *get_args(ExportRefund))
    exported_quantity = one(None, 5, 100)
    return {
        "reference": one(None, "R-1"),
        "goods_name": one(None, "toy"),
        "unit": one(None, "pcs"),
        "export_entry": one(None, LIST_NUMBER),
        "export_item": one(None, 1, 12),
        "supervision_code": code,
        "declared_on": declared,
        "released_on": released,
        "exported_on": exported,
        "left_zone_on": released if code == "1210" else None,
        "returned_on": returned,
        "domestic_on": returned + timedelta(one(0, 0, 3))
        if code == "1210" and not in_zone
        else None,
        "return_declared_on": often(return_declared, None),
        "destination": "zone" if in_zone else often("domestic", None, "domestic"),
        "reason": one("unsold", "customer_return", "refused", *get_args(ReturnReason)),
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
        "batch_traced": one(None, True, often(True, False)),
        "exported_quantity": exported_quantity,
        "returned_quantity": one(None, 1, 2.5, "4"),
        "returned_before": one(None, 0, often(1, 3, 100)),
        "export_duty_paid": one(None, False, True),
        "taxed_at_export": one(None, False, refund not in ("refunded", "repaid")),
        "papers_held": one(
            None,
            [*get_args(Paper)],
            [paper for paper in get_args(Paper) if random.random() < 0.6],
        ),
    }


def random_options(random: Random) -> dict[str, Any]:
    """Return options for ``check()``; few different ones, as each law is compiled."""
    options: dict[str, Any] = {}
    if random.random() < 0.4:
        options["as_of"] = _FIRST + timedelta(random.randrange(900))
    which = random.randrange(30)
    if which < 12:
        choices = Random(which)
        options["settled"] = {
            question: side
            for question in QUESTIONS
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
