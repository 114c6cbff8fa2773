"""The sentences of a matching, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from retax.facts.catalogue import NAMES
from retax.facts.numbers import write_number
from retax.matching.evidence import EVIDENCE, Evidence
from retax.matching.own_fields import OWN_FIELDS
from retax.words import Words, both, joined

UNKNOWN_DAY = Words("期末", "the end")

ASSUMPTIONS: Mapping[str, Words] = {
    "ledger_complete": Words(
        "出口台账列示了这些货号的全部出口", "the ledger lists every export of these items"
    ),
    "ledger_complete_since": Words(
        "出口台账列示了这些货号自所述日期起的全部出口",
        "the ledger lists every export of these items from the day given on",
    ),
    "quantities_true": Words("所列数量无误", "the quantities are right"),
    "filed_returns_as_filed": Words(
        "此前退运以所报单证为准", "earlier returns are of the lines they were filed under"
    ),
    "gone_for_good": Words(
        "列为减少的不再退运，客户退回再售的已扣除",
        "units listed as gone do not come back, resold returns being netted",
    ),
    "counts_true": Words("盘点数量无误", "the stock counts are right"),
    "one_item_one_kind": Words(
        "同一货号为同一种商品，所缺商品编码或是否食品取自该货号其他行",
        "one item is one kind of goods; a missing HS code or food flag is that of its other rows",
    ),
}
"""What a matching rests on, in words."""

NO_FIRST_IN_FIRST_OUT: Mapping[str, Words] = {
    "undated_gone": Words(
        "先进先出须有完整的出入库记录：有减少未注明日期，本货号不作推定。",
        "First in, first out takes complete records: units gone have no day; nothing is presumed.",
    ),
    "gone_by_count": Words(
        "先进先出须有完整的出入库记录：减少由盘点得出，无逐日记录，本货号不作推定。",
        "First in, first out takes complete records: units gone are known by counts only; "
        "nothing is presumed.",
    ),
    "counts_disagree": Words(
        "先进先出须账实相符：盘点数与账面数不一致，本货号不作推定。",
        "First in, first out takes books that agree with counts; nothing is presumed.",
    ),
    "parcels": Words(
        "直邮小包（9610）无库存可言，不适用先进先出；请以订单号或运单号对应。",
        "Parcels (9610) are no stock: first in, first out does not apply; match by order or "
        "tracking number.",
    ),
    "rows_left_out": Words(
        "先进先出须逐件入账：本货号有未能读取或相互矛盾的行，不作推定。",
        "First in, first out takes every unit: some rows cannot be read or contradict each "
        "other; nothing is presumed.",
    ),
    "day_unknown": Words(
        "先进先出须有出口与退回的日期：有日期不明，本货号不作推定。",
        "First in, first out takes days of export and return: some are unknown; nothing is "
        "presumed.",
    ),
    "quantity_unknown": Words(
        "先进先出须有出口数量：有数量不明，本货号不作推定。",
        "First in, first out takes exported quantities: one is unknown; nothing is presumed.",
    ),
    "ledger_open": Words(
        "先进先出须有全部出口：台账之前可能另有库存，本货号不作推定。",
        "First in, first out takes every export: there may be stock of before the ledger; "
        "nothing is presumed.",
    ),
}
"""Why first in, first out may not be used for an item, in order."""


def describe_evidence(evidence: Evidence, value: str, day: object) -> Words:
    """Say what ties a line's units to it."""
    if evidence == "only_line":
        return Words(
            "依台账排除法对应：{day}退回时，该货号其余出口均已退回或减少，仅此一条可能"
            "（以出口台账完整为前提）。",
            "By elimination: when these came back ({day}), all other exports of the item were "
            "back or gone; only this line is possible (if the ledger is complete).",
        ).filled(day=day)
    if evidence == "fifo":
        return Words(
            "按先进先出推定，未逐件对应；能否据此认定，见口径问题“batch-fifo”。",
            "Presumed first in, first out, not traced unit by unit; whether that is enough is the "
            "open question batch-fifo.",
        )
    return Words("依{name}（{value}）对应。", "By the {name} ({value}).").filled(
        name=EVIDENCE[evidence], value=value
    )


def describe_open(
    quantity: Decimal, at_least: Decimal, at_most: Decimal, asks: Sequence[str]
) -> Words:
    """Say what holds of units whatever line they are of, read strictly."""
    numbers = {
        "n": write_number(quantity),
        "a": write_number(at_least),
        "b": write_number(at_most - at_least),
        "c": write_number(quantity - at_most),
    }
    if at_least == quantity:
        return Words(
            "{n}件无论出自哪一条出口明细，均在期限内（从严口径）；申报时仍须逐件对应到出口单证。",
            "All {n} units are in time whichever export line they are of (read strictly); they "
            "still have to be matched to an export paper one by one.",
        ).filled(**numbers)
    if at_most == 0:
        return Words(
            "{n}件无论出自哪一条出口明细，均不能认定在期限内（从严口径）。",
            "None of the {n} units is in time, whichever export line it is of (read strictly).",
        ).filled(**numbers)
    if at_least == 0:
        start = Words("{n}件中没有一件可确定在期限内", "Of {n} units none is certain to be in time")
    else:
        start = Words(
            "{n}件中，至少{a}件在期限内（无论出自哪一条出口明细）；"
            "{b}件视来源而定，凭现有资料不能认定",
            "Of {n} units at least {a} are in time (whichever export line they are of); for {b} it "
            "depends on the line, which nothing shows",
        )
    parts = [start]
    if at_most < quantity:
        parts.append(Words("至少{c}件不在期限内", "at least {c} are not in time"))
    if asks:
        parts.append(
            Words(
                f"补充{name_records(asks).zh}后可进一步判定",
                f"more can be said with {name_records(asks).en}",
            )
        )
    sentence = joined(parts, zh="；", en="; ")
    return Words(sentence.zh + "（从严口径）。", sentence.en + " (read strictly).").filled(
        **numbers
    )


def name_records(asks: Sequence[str]) -> Words:
    """Name the records that would narrow a range."""
    return joined(
        [OWN_FIELDS[name].label if name in OWN_FIELDS else NAMES[name].label for name in asks]
    )


def describe_proof(quantity: Decimal, entry: str | None, item: int | None, day: object) -> Words:
    """Say what would have to be proved, and what it would win."""
    return Words(
        "如能以批次、序列号或出入库记录证明其中{n}件出自{line}，该{n}件在期限内（届满日{day}）；"
        "不能证明的，不得据此申报。补税/未退税证明一经使用不得作废、重开。",
        "If batch, serial or warehouse records prove that {n} of them are of {line}, these {n} are "
        "in time (last day {day}); without proof nothing may be declared on this ground. A used "
        "certificate is neither voided nor reissued.",
    ).filled(n=write_number(quantity), line=name_line(entry, item), day=day)


def name_line(entry: str | None, item: int | None) -> Words:
    """Name an export line by its paper."""
    if entry is None:
        return Words("未填单证号的出口明细", "an export line without a number")
    if item is None:
        return both(entry)
    return Words(f"{entry} 项{item}", f"{entry} item {item}")


def describe_lapse(
    sku: str, abroad: Decimal, day: object, at_least: Decimal, at_most: Decimal
) -> Words:
    """Say how many of the units abroad lapse with a last day."""
    return _fill_lapse(_LAPSE, sku, abroad, day, at_least, at_most)


def describe_lapsed(
    sku: str, abroad: Decimal, day: object, at_least: Decimal, at_most: Decimal
) -> Words:
    """Say how many of the units abroad have lapsed with a last day that has passed."""
    return _fill_lapse(_LAPSED, sku, abroad, day, at_least, at_most)


_LAPSE = Words(
    "货号{sku}尚在境外{s}件；{day}届满：届时未退回的，至少{a}件、至多{b}件超期。"
    "能分清批次的，须在该日前退回其中{b}件；分不清的，须全部退回。",
    "Item {sku}: {s} units abroad. {day} is a last day: of what is not back by then at least "
    "{a} and at most {b} units lapse. Where batches can be told apart, {b} of them must be "
    "back by then; otherwise all.",
)
_LAPSED = Words(
    "货号{sku}尚在境外{s}件；{day}已届满：至少{a}件、至多{b}件已超期（从严口径）。",
    "Item {sku}: {s} units abroad. {day} has passed: at least {a} and at most {b} of them have "
    "lapsed (read strictly).",
)


def _fill_lapse(
    words: Words, sku: str, abroad: Decimal, day: object, at_least: Decimal, at_most: Decimal
) -> Words:
    return words.filled(
        sku=sku,
        s=write_number(abroad),
        day=day,
        a=write_number(at_least),
        b=write_number(at_most),
    )


CONTRADICTION_WORDS: Mapping[str, Words] = {
    "unknown_item": Words(
        "货号{sku}：出口台账中没有这个货号；请核对货号（大小写、前导零）。",
        "Item {sku} is not in the export ledger; check case and leading zeros.",
    ),
    "more_back_than_out": Words(
        "货号{sku}：截至{day}累计退回及减少{taken}件，多于此前出口的{available}件，"
        "至少{n}件没有对应的出口记录；本货号未作归属，请核对台账与收货记录。",
        "Item {sku}: by {day} {taken} units were back or gone, more than the {available} that had "
        "left; at least {n} have no export line. The item is not matched; check the ledger "
        "against the records of receipt.",
    ),
    "back_before_export": Words(
        "货号{sku}：退运进境{back}早于所对应出口单证{one}的出口日期{out}；请核对。",
        "Item {sku}: back on {back}, before the export of {one} on {out}; please check.",
    ),
    "over_the_line": Words(
        "货号{sku}：依凭据对应到{one}的共{taken}件，多于该项出口的{available}件；自本行起不作对应。",
        "Item {sku}: evidence names {one} for {taken} units, more than the {available} that left "
        "by it; from this row on none is matched.",
    ),
    "over_the_trace": Words(
        "货号{sku}：凭据{one}所载数量为{available}件，依其对应的共{taken}件；自本行起不作对应。",
        "Item {sku}: {one} traces {available} units, and is borne by {taken}; from this row on "
        "none is matched.",
    ),
    "evidence_disagrees": Words(
        "货号{sku}：{one}与{other}指向不同的出口明细；未作对应。",
        "Item {sku}: {one} and {other} name different export lines; not matched.",
    ),
    "no_such_line": Words(
        "货号{sku}：所载{one}在出口台账中没有；未作对应。",
        "Item {sku}: {one} is not in the export ledger; not matched.",
    ),
    "another_item": Words(
        "货号{sku}：{one}在出口台账中是其他货号；未作对应。",
        "Item {sku}: {one} is of another item in the export ledger; not matched.",
    ),
    "unit_twice": Words(
        "货号{sku}：序列号{one}已在退回更早的行中，同一件商品不能退回两次；本行未作对应。",
        "Item {sku}: the unit {one} is back by an earlier row already; this row is not matched.",
    ),
    "serials_beyond_quantity": Words(
        "货号{sku}：列有{one}个序列号，退回数量为{other}；未作对应。",
        "Item {sku}: {one} serial numbers for {other} units; not matched.",
    ),
    "facts_contradict": Words(
        "货号{sku}：与{one}合并后要素相互矛盾：{other}；未作对应。",
        "Item {sku}: together with {one} the facts contradict each other: {other}; not matched.",
    ),
    "line_twice": Words(
        "货号{sku}：{one}在出口台账中出现两次，内容不同；本货号未作归属。",
        "Item {sku}: {one} is in the ledger twice with different values; the item is not matched.",
    ),
    "units_differ": Words(
        "货号{sku}：计量单位不一（{one}、{other}），不作换算；本货号未作归属。",
        "Item {sku} is counted in different units ({one}, {other}), which are not converted; the "
        "item is not matched.",
    ),
    "food_differs": Words(
        "货号{sku}：各行“是否食品”填写不一；本货号未作归属。",
        "Item {sku} is food in one row and not in another; the item is not matched.",
    ),
    "count_beyond_books": Words(
        "货号{sku}：{day}盘点{taken}件，多于账面至多的{available}件；本货号未作归属。",
        "Item {sku}: {taken} units were counted on {day}, more than the {available} there can be; "
        "the item is not matched.",
    ),
    "export_row_refused": Words(
        "货号{sku}：出口台账有未能读取的行；本货号未作归属。",
        "Item {sku}: a row of the export ledger cannot be read; the item is not matched.",
    ),
}
"""What cannot be, one sentence each."""

REMARK_WORDS: Mapping[str, Words] = {
    "row_twice": Words(
        "{one}在出口台账中重复出现，内容相同，重复行只计一次。",
        "{one} is in the ledger twice with the same values; it counts once.",
    ),
    "near_sku": Words(
        "货号{sku}与{one}只差大小写或前导零，按两个货号处理；请核对。",
        "Items {sku} and {one} differ in case or leading zeros only; they count as two. Check.",
    ),
    "count_of_a_place": Words(
        "货号{sku}：盘点只涉及一处海外仓，未分仓对应时不予采用。",
        "Item {sku}: a count of one place is not used where places are not kept apart.",
    ),
    "number_of_no_line": Words(
        "{one}的对应记录所载{other}在出口台账中没有。",
        "The trace of {one} names {other}, which is not in the ledger.",
    ),
    "gone_of_no_item": Words(
        "货号{sku}有减少记录，出口台账中没有这个货号。",
        "Units of item {sku} are listed as gone; the item is not in the ledger.",
    ),
    "gone_of_no_line": Words(
        "货号{sku}：减少记录所载{one}在出口台账中没有该货号；不予采用。",
        "Item {sku}: units are listed as gone of {one}, which has no such line in the ledger; not "
        "used.",
    ),
    "unlisted_stock": Words(
        "出口台账有货号也未能读取的行，所有货号均可能另有出口；至少数据此从低。",
        "A row of the ledger cannot be read, not even its item: any item may have more exports, "
        "and nothing is certain beyond that.",
    ),
}
"""What a reader should know, one sentence each."""
