"""What the blank workbook tells a clerk of each column: its need, its question, what it takes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from retax import Words, check
from retax.as_written import accepted
from retax.desk import letter_facts
from retax.goods import FIRST_DAY, LAST_DAY
from retax.law.presumptions import PRESUMPTIONS
from retax.law.supervision_codes import SUPERVISION_CODES
from retax.vocabulary import NAMES, YES_NO
from retax.words import both, joined

Need = Literal["needed", "needed_under", "as_needed", "optional"]
"""How much a fact is needed: always, under some supervision codes, if it matters, or not."""

_NEEDS: Mapping[Need, Words] = {
    "needed": Words("必填", "needed"),
    "needed_under": Words("{codes} 必填", "needed under {codes}"),
    "as_needed": Words("视情况填写", "if it matters"),
    "optional": Words("选填", "optional"),
}

_CODE = "supervision_code"


# -- how much a fact is needed ----------------------------------------------------------------


def needed_under(fact: str) -> tuple[str, ...]:
    """Return the supervision codes under which a fact is asked for where nothing else is known."""
    return tuple(code for code in SUPERVISION_CODES if fact in {_CODE, *_asked_under(code)})


@cache
def _asked_under(code: str) -> frozenset[str]:
    return frozenset(ask.fact for ask in check({_CODE: code}).asks)


def need(fact: str) -> Need:
    """Return how much a fact is needed."""
    codes = needed_under(fact)
    if codes:
        return "needed" if len(codes) == len(SUPERVISION_CODES) else "needed_under"
    return "as_needed" if NAMES[fact].question else "optional"


def need_words(fact: str) -> Words:
    """Say how much a fact is needed."""
    codes = joined([both(code) for code in needed_under(fact)])
    return _NEEDS[need(fact)].filled(codes=codes)


# -- what it asks -----------------------------------------------------------------------------


def asked_in_words(fact: str) -> Words:
    """Return the question that asks for a fact, or what a fact that is never asked for means."""
    return NAMES[fact].question or _MEANS[fact]


_MEANS: Mapping[str, Words] = {
    "reference": Words(
        "本企业的编号，用于在结论中找到本行", "your own key, by which you find the row again"
    ),
    "enterprise": Words(
        "申报出口的企业，文书以其名义出具",
        "the enterprise that declared the export; letters are in its name",
    ),
    "enterprise_code": Words(
        "该企业营业执照上的代码，写入文书", "the code of its business licence, for letters"
    ),
    "goods_name": Words(
        "出口单证上的商品名称，写入文书", "the goods as the export paper names them, for letters"
    ),
    "sku": Words("卖家的货号（SKU），写入文书", "the seller's number (SKU), for letters"),
    "unit": Words(
        "出口单证上的计量单位，各数量均以此计",
        "the unit of the export paper, in which all quantities are told",
    ),
    "order_no": Words("电商平台的订单号，写入文书", "the order on the platform, for letters"),
    "tracking_no": Words("物流运单号，写入文书", "the number of the parcel, for letters"),
    "note": Words("本企业自用，不写入文书", "for yourself; it stands in no letter"),
    "export_item": Words(
        "商品在出口单证上的项号（序号）", "on which item of the export paper the goods stand"
    ),
    "return_entry": Words(
        "退运进口所用报关单的编号", "under which number the return was declared for import"
    ),
    "hs_code": Words(
        "出口单证上的税号，用于筛查是否可能属于食品",
        "the code on the export paper; it shows which goods may be food",
    ),
    "parts_missing": Words(
        "与出口时相比，是否少了配件或部件？",
        "Are accessories or parts missing that went out with the goods?",
    ),
    "damaged": Words("退回的商品是否有破损？", "Have the goods come back damaged?"),
    "repacked": Words(
        "出口后是否换过标签或包装？", "Have labels or packing been changed since the export?"
    ),
    "importer_differs": Words(
        "办理退运的企业是否不是原出口企业？（代理报关的不算）",
        "Does an enterprise other than the exporter take the goods back? (A broker acting as agent "
        "is none.)",
    ),
    "batch_traced": Words(
        "退回的商品能否对应到该出口单证的批次？",
        "Can the goods be traced to the batch of this export paper?",
    ),
    "exported_quantity": Words(
        "出口单证上该项商品的数量", "how much of the item the export paper shows"
    ),
    "returned_quantity": Words("本行退回的数量", "how much of it this row brings back"),
    "returned_before": Words(
        "本次以前，该项商品已退运的数量合计", "how much of the item had come back before"
    ),
    "export_duty_paid": Words("出口时是否缴过出口关税？", "Was export duty paid at export?"),
    "taxed_at_export": Words(
        "出口时是否被征收过增值税或消费税？",
        "Was VAT or consumption tax collected on the goods at export?",
    ),
    "papers_held": Words("手头已有、可随附的单证", "the papers at hand, to be enclosed"),
}


# -- what the sheet takes ---------------------------------------------------------------------


def accepted_in_sheet(fact: str) -> Words:
    """Say what a column of the sheet takes: days are real days there, words those of its list."""
    match NAMES[fact].kind:
        case "day":
            return _DAY
        case "yes_no":
            return joined([*YES_NO.values()], zh="或", en=" or ")
        case "papers":
            return _SEVERAL_PAPERS.filled(accepted=accepted(fact))
    return accepted(fact)


_DAY = Words(
    "{first}至{last}年间的日期，如 2026-01-31（20260131 须改写为日期）",
    "a day such as 2026-01-31, years {first} to {last} (20260131 is no day in a sheet)",
).filled(first=FIRST_DAY.year, last=LAST_DAY.year)
_SEVERAL_PAPERS = Words(
    "下拉列表一次只填入一种，多种单证请在单元格内以；连接。{accepted}",
    "the drop-down gives one paper; write several into the cell, parted by ';'. {accepted}",
)


def left_blank(fact: str) -> Words:
    """Say what counts where a fact is left blank, and what becomes of letters."""
    result = _result_without(fact)
    if fact in letter_facts.NEEDED:
        return joined([result, _NO_LETTER], zh="；", en="; ")
    if fact in letter_facts.NEEDED_TO_BE_FINAL:
        return joined([result, _DRAFT], zh="；", en="; ")
    return result


_NO_LETTER = Words("不填不能出具文书", "no letter can be written without it")
_DRAFT = Words("不填的，文书为草稿", "letters without it are drafts")


def _result_without(fact: str) -> Words:
    presumed = [p.words for p in PRESUMPTIONS if p.fact == fact]
    if needed_under(fact):
        asked = Words("列为待补要素", "it is asked for")
        return (
            Words("{asked}；视情形：{presumed}", "{asked}; in some cases {presumed}").filled(
                asked=asked, presumed=presumed[0]
            )
            if presumed
            else asked
        )
    if presumed:
        return presumed[0]
    if NAMES[fact].question:
        return Words("必要时列为待补要素", "it is asked for where the answer turns on it")
    return _OTHERWISE.get(fact, Words("不影响结论", "the result stays the same"))


_OTHERWISE: Mapping[str, Words] = {
    "return_entry": Words(
        "给出查询日期的，不填且无退运日期即按尚未退运处理",
        "where a day is asked about, goods without it and without a day of return are not back yet",
    ),
    "export_duty_paid": Words(
        "视为无须缴款凭证；税款按“如已征”列示",
        "no receipt is asked for; taxes are told “if charged”",
    ),
    "taxed_at_export": Words(
        "不影响结论；税款按“如已征”列示", "the result stays; taxes are told “if charged”"
    ),
}
