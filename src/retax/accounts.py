"""One sentence for each finding: the values, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from retax.law.open_questions import QUESTIONS
from retax.law.outcome import Outcome
from retax.law.presumptions import PRESUMPTIONS
from retax.law.supervision_codes import SUPERVISION_CODES
from retax.vocabulary import NAMES, shown
from retax.words import Words, both, joined

if TYPE_CHECKING:
    from retax.finding import Case, Finding

_CODES = "、".join(SUPERVISION_CODES)
_CODES_EN = ", ".join(SUPERVISION_CODES)

_ACCOUNTS: Mapping[str, Mapping[Outcome, Words]] = {
    "1.code": {
        "met": Words(
            "监管方式代码 {supervision_code} 属跨境电商四种监管方式之一",
            "supervision code {supervision_code} is one of the four",
        ),
        "failed": Words(
            f"监管方式代码 {{supervision_code}} 不在 {_CODES} 之列",
            f"supervision code {{supervision_code}} is none of {_CODES_EN}",
        ),
    },
    "1.reason": {
        "met": Words("退运原因：{reason}", "reason of the return: {reason}"),
        "failed": Words(
            "退运原因为{reason}，不属于滞销或退货",
            "the reason is {reason}, which is neither unsold nor returned goods",
        ),
        "open": Words("退运原因：{reason}", "reason of the return: {reason}"),
    },
    "1.destination": {
        "met": Words("退运去向：{destination}", "destination: {destination}"),
        "failed": Words(
            "货物在区内，未到境内区外",
            "the goods are in a zone and have not come outside",
        ),
        "outstanding": Words(
            "货物仍在区内，尚须运至境内区外",
            "the goods are still in a zone and must come out of it",
        ),
        "open": Words("货物退至区内", "the goods have come back into a zone"),
    },
    "1.not_food": {
        "met": Words(
            "是否食品：{is_food}；商品编码：{hs_code}", "food: {is_food}; HS code: {hs_code}"
        ),
        "failed": Words(
            "商品供人食用或饮用，公告不含食品",
            "the goods are for people to eat or drink; the announcement excludes food",
        ),
        "open": Words(
            "是否食品：{is_food}，与商品编码 {hs_code} 所属税号不一致",
            "food: {is_food}, which the heading of HS code {hs_code} contradicts",
        ),
    },
    "1.same_goods": {
        "met": Words(
            "出口 {exported_quantity}，此前已退 {returned_before}，本次退运 {returned_quantity}；"
            "对应原出口批次：{batch_traced}",
            "exported {exported_quantity}, returned before {returned_before}, now "
            "{returned_quantity}; traced to the export batch: {batch_traced}",
        ),
        "failed": Words(
            "出口 {exported_quantity}，此前已退 {returned_before}，本次退运 {returned_quantity}；"
            "对应原出口批次：{batch_traced}，不能认定为原出口商品",
            "exported {exported_quantity}, returned before {returned_before}, now "
            "{returned_quantity}; traced to the export batch: {batch_traced}; these are not shown "
            "to be the exported goods",
        ),
        "outstanding": Words(
            "出口 {exported_quantity}，此前已退 {returned_before}，本次退运 {returned_quantity}，"
            "超出可退数量",
            "exported {exported_quantity}, returned before {returned_before}, now "
            "{returned_quantity}: more than is left of the export line",
        ),
        "open": Words(
            "所退商品不能逐件对应原出口批次", "the units cannot be traced to the export batch"
        ),
    },
    "2.refund_repaid": {
        "met": Words("出口退税：{export_refund}", "export tax refund: {export_refund}"),
        "outstanding": Words(
            "出口退税情况：{export_refund}，尚待结清",
            "export tax refund: {export_refund}, so not settled yet",
        ),
    },
    "2.certificate": {
        "met": Words("已备单证：{papers_held}", "papers held: {papers_held}"),
        "outstanding": Words(
            "尚未取得《出口货物已补税/未退税证明》",
            "the certificate that the refund was repaid or never made is still to come",
        ),
    },
    "2.same_enterprise": {
        "met": Words(
            "退运企业与原出口企业不一致：{importer_differs}",
            "returned by another enterprise than the exporter: {importer_differs}",
        ),
        "failed": Words(
            "退运企业与原出口企业不一致", "another enterprise returns the goods than exported them"
        ),
        "open": Words(
            "退运企业与原出口企业不一致", "another enterprise returns the goods than exported them"
        ),
    },
    "3.same_form": {
        "met": Words(
            "最小商品形态基本一致：{same_form}；缺件：{parts_missing}；破损：{damaged}",
            "smallest commodity form the same: {same_form}; parts missing: {parts_missing}; "
            "damaged: {damaged}",
        ),
        "failed": Words(
            "最小商品形态基本一致：{same_form}；缺件：{parts_missing}；破损：{damaged}，不属原状",
            "smallest commodity form the same: {same_form}; parts missing: {parts_missing}; "
            "damaged: {damaged}; not in original state",
        ),
        "open": Words(
            "最小商品形态基本一致，但缺件：{parts_missing}；破损：{damaged}",
            "the smallest commodity form is the same, but parts missing: {parts_missing}; "
            "damaged: {damaged}",
        ),
    },
    "3.no_parts_added": {
        "met": Words("未增加或更换配件、部件", "no accessory or part was added or exchanged"),
        "failed": Words(
            "增加或更换过配件、部件，不属原状",
            "accessories or parts were added or exchanged: not in original state",
        ),
    },
    "3.not_processed": {
        "met": Words(
            "加工、改装：{processed}；换标或更换包装：{repacked}",
            "processed or refitted: {processed}; relabelled or repacked: {repacked}",
        ),
        "failed": Words(
            "加工、改装：{processed}；换标或更换包装：{repacked}，不属原状",
            "processed or refitted: {processed}; relabelled or repacked: {repacked}; "
            "not in original state",
        ),
        "open": Words(
            "未经加工、改装，但换标或更换过包装",
            "not processed or refitted, but relabelled or repacked",
        ),
    },
    "3.unused": {
        "met": Words("使用情况：{use}", "use: {use}"),
        "failed": Words(
            "使用情况为{use}，退运原因为{reason}，不属第三条允许的试用情形",
            "use: {use}, reason: {reason}; this is not trial use of the kinds Article 3 allows",
        ),
        "open": Words(
            "使用情况为{use}，退运原因为{reason}", "use: {use}, while the reason is {reason}"
        ),
    },
    "4.papers": {
        "met": Words("已备单证：{papers_held}", "papers held: {papers_held}"),
        "outstanding": Words(
            "已备单证：{papers_held}，尚缺必备单证",
            "papers held: {papers_held}; required papers are missing",
        ),
    },
}
"""What to say of a clause, by outcome; the placeholders are facts."""

_PRESUMED = {presumption.fact: presumption.words for presumption in PRESUMPTIONS}


def account(finding: Finding, case: Case) -> Words:
    """Say in one sentence what became of a clause, with the values."""
    said = [_statement(finding, case)]
    if finding.missing:
        labels = [NAMES[name].label for name in finding.missing]
        said.append(Words("尚缺：{names}", "still missing: {names}").filled(names=joined(labels)))
    for id_ in finding.questions:
        question = QUESTIONS[id_]
        said.append(
            Words(
                "「{asks}」从严：{strict}；从宽：{lenient}",
                "“{asks}” strictly: {strict}; leniently: {lenient}",
            ).filled(asks=question.asks, strict=question.strict, lenient=question.lenient)
        )
    for id_ in finding.settled:
        question = QUESTIONS[id_]
        side = question.strict if case.law.settled[id_] == "strict" else question.lenient
        said.append(
            Words("按使用者确认的口径：{side}", "as the user settled it: {side}").filled(side=side)
        )
    return joined([words for words in said if words.zh], zh="；", en="; ")


def _statement(finding: Finding, case: Case) -> Words:
    if finding.clause == "1.period" and finding.outcome != "unknown":
        return _period(finding, case)
    if finding.clause == "1.six_months" and finding.outcome != "unknown":
        return _six_months(case)
    template = _ACCOUNTS.get(finding.clause, {}).get(finding.outcome)
    if template is None:
        return _known_facts(finding, case)
    return template.filled(**{name: _value(name, case) for name in finding.facts})


def _value(name: str, case: Case) -> Words:
    value = getattr(case.facts, name)
    if value is None and name in _PRESUMED:
        presumed = _PRESUMED[name]
        return Words(f"未知（{presumed.zh}）", f"unknown ({presumed.en})")
    return shown(name, value)


def _known_facts(finding: Finding, case: Case) -> Words:
    told = [name for name in finding.facts if getattr(case.facts, name) is not None]
    return joined(
        [
            Words("{label}：{value}", "{label}: {value}").filled(
                label=NAMES[name].label, value=_value(name, case)
            )
            for name in told
        ],
        zh="，",
    )


def _period(finding: Finding, case: Case) -> Words:
    published, declared_on = case.law.published, case.facts.declared_on
    if not published:
        return Words(
            "所问之日尚无公告公布", "no announcement had been published by the day asked about"
        )
    governing = case.announcement
    if governing is not None:
        return Words(
            "{day} 申报出口，在适用期 {first} 至 {last} 内",
            "declared for export on {day}, within the period {first} to {last}",
        ).filled(day=declared_on, first=governing.first_day, last=governing.last_day)
    if finding.outcome == "not_covered":
        return Words(
            "{day} 申报出口，晚于已知公告适用期的最后一日 {last}",
            "declared for export on {day}, after {last}, the last day of any known announcement",
        ).filled(day=declared_on, last=max(a.last_day for a in published))
    return Words(
        "{day} 申报出口，不在任何公告的适用期内（最早自 {first} 起）",
        "declared for export on {day}, in no announcement's period "
        "(the earliest begins on {first})",
    ).filled(day=declared_on, first=min(a.first_day for a in published))


# -- the clock ----------------------------------------------------------------------


def _six_months(case: Case) -> Words:
    last, counted_from, lenient_last, _ = case.law.last_days_of(case.facts, case.as_of)
    abroad, end, end_name = case.law.clock_of(case.facts, case.as_of)
    days: list[Words] = []
    if abroad and case.facts.returned_on is not None:  # 1210, still in a zone
        days.append(_dated(_event("returned_on"), case.facts.returned_on))
        days.append(
            Words("截至 {day} 尚未运至境内区外", "not outside the zone as of {day}").filled(
                day=case.as_of
            )
        )
    elif abroad:
        days.append(Words("截至 {day} 尚未退运", "not back as of {day}").filled(day=case.as_of))
    elif end is not None:
        days.append(_dated(_event(end_name), end))
    if last is not None:
        days.append(_dated(Words("期限届满日", "last day"), last))
        days.append(
            Words("自{event}（{day}）起算", "counted from the {event} {day}").filled(
                event=_event(counted_from), day=getattr(case.facts, counted_from)
            )
        )
        reached = case.as_of if abroad else end
        if reached is not None:
            days.append(_left_or_missed(last, reached))
    if lenient_last is not None and lenient_last != last:
        days.append(
            _dated(Words("从宽口径的期限届满日", "last day on the lenient reading"), lenient_last)
        )
    declared = case.facts.return_declared_on
    if declared is not None:
        days.append(_dated(_event("return_declared_on"), declared))
        if last is not None and declared > last and end is not None and end <= last:
            days.append(_left_or_missed(last, declared))
    return joined(days, zh="，")


def _event(name: str) -> Words:
    """Return what happened on a day: 退运进境, where the fact is 退运进境日期."""
    label = NAMES[name].label
    return Words(label.zh.removesuffix("日期"), _EVENTS.get(name, label.en))


_EVENTS: Mapping[str, str] = {
    "declared_on": "export declaration",
    "released_on": "release",
    "exported_on": "departure",
    "left_zone_on": "leaving the zone",
    "returned_on": "returned",
    "domestic_on": "outside any zone",
    "return_declared_on": "return declared",
}


def _dated(label: Words, day: date) -> Words:
    return Words("{label} {day}", "{label} {day}").filled(label=label, day=both(day))


def _left_or_missed(last: date, reached: date) -> Words:
    days = (last - reached).days
    if days < 0:
        return Words(f"超期 {-days} 天", f"{-days} {_days(-days)} late")
    return Words(f"余 {days} 天", f"{days} {_days(days)} left")


def _days(number: int) -> str:
    return "day" if number == 1 else "days"
