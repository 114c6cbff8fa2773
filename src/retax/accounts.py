"""One sentence for each finding: the values, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from retax.clock_account import six_months
from retax.law.article_4_documents import DOCUMENTS
from retax.law.open_questions import QUESTIONS
from retax.law.outcome import Outcome
from retax.law.presumptions import PRESUMPTIONS
from retax.law.supervision_codes import SUPERVISION_CODES
from retax.vocabulary import NAMES, shown
from retax.words import Words, joined

if TYPE_CHECKING:
    from retax.finding import Case, Finding

_CODES = "、".join(SUPERVISION_CODES)
_CODES_EN = ", ".join(SUPERVISION_CODES)
_PRESUMED = {presumption.fact: presumption.words for presumption in PRESUMPTIONS}


def account(finding: Finding, case: Case) -> Words:
    """Say in one sentence what became of a clause, with the values and both readings."""
    return _sentence([statement(finding, case), *_readings(finding)])


def statement(finding: Finding, case: Case) -> Words:
    """Say what became of a clause, with the values; of an open question only that it is open."""
    said = [_values(finding, case)]
    if finding.missing:
        labels = [NAMES[name].label for name in finding.missing]
        said.append(Words("尚缺：{names}", "still missing: {names}").filled(names=joined(labels)))
    for id_ in finding.settled:
        question = QUESTIONS[id_]
        side = question.strict if case.law.settled[id_] == "strict" else question.lenient
        said.append(
            Words("按使用者确认的口径：{side}", "as the user settled it: {side}").filled(side=side)
        )
    return _sentence(said)


def _sentence(parts: list[Words]) -> Words:
    return joined([words for words in parts if words.zh], zh="；", en="; ")


def _readings(finding: Finding) -> list[Words]:
    return [
        Words(
            "「{asks}」从严：{strict}；从宽：{lenient}",
            "“{asks}” strictly: {strict}; leniently: {lenient}",
        ).filled(asks=question.asks, strict=question.strict, lenient=question.lenient)
        for question in map(QUESTIONS.__getitem__, finding.questions)
    ]


# -- the values, clause by clause ----------------------------------------------------------------


def _values(finding: Finding, case: Case) -> Words:
    if finding.outcome == "unknown":
        return _known_facts(finding, case)
    in_words = _IN_WORDS.get(finding.clause)
    if in_words is not None:
        return in_words(finding, case)
    template = _TEMPLATES.get((finding.clause, finding.outcome))
    if template is None:  # a clause that another announcement adds
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
    return joined([_labelled(name, case) for name in told], zh="，")


def _labelled(name: str, case: Case) -> Words:
    return Words("{label}：{value}", "{label}: {value}").filled(
        label=NAMES[name].label, value=_value(name, case)
    )


def _true_of(case: Case, *names: str) -> list[Words]:
    """Return the labels of those facts that are known to be so."""
    return [NAMES[name].label for name in names if getattr(case.facts, name)]


_TEMPLATES: Mapping[tuple[str, Outcome], Words] = {
    ("1.code", "met"): Words(
        "监管方式代码 {supervision_code} 属跨境电商四种监管方式之一",
        "supervision code {supervision_code} is one of the four",
    ),
    ("1.code", "failed"): Words(
        f"监管方式代码 {{supervision_code}} 不在 {_CODES} 之列",
        f"supervision code {{supervision_code}} is none of {_CODES_EN}",
    ),
    ("1.reason", "met"): Words("退运原因：{reason}", "reason of the return: {reason}"),
    ("1.reason", "failed"): Words(
        "退运原因为{reason}，不属于滞销或退货",
        "reason of the return: {reason}; that is neither unsold nor returned goods",
    ),
    ("1.reason", "open"): Words("退运原因：{reason}", "reason of the return: {reason}"),
    ("1.destination", "met"): Words("退运去向：{destination}", "destination: {destination}"),
    ("1.destination", "failed"): Words(
        "货物在区内，未运至境内区外", "the goods are in a zone and have not left it"
    ),
    ("1.destination", "outstanding"): Words(
        "货物仍在区内，尚须运至境内区外",
        "the goods are still in a zone and must come out of it",
    ),
    ("1.destination", "open"): Words("货物退至区内", "the goods have come back into a zone"),
    ("2.refund_repaid", "met"): Words(
        "出口退税办理情况：{export_refund}", "export tax refund: {export_refund}"
    ),
    ("2.refund_repaid", "outstanding"): Words(
        "出口退税办理情况：{export_refund}，尚待结清",
        "export tax refund: {export_refund}; not settled yet",
    ),
    ("3.no_parts_added", "met"): Words(
        "未增加或更换配件、部件", "no accessory or part was added or exchanged"
    ),
    ("3.no_parts_added", "failed"): Words(
        "增加或更换过配件、部件，不属原状",
        "accessories or parts were added or exchanged: not in original state",
    ),
    ("3.unused", "met"): Words("使用情况：{use}", "use: {use}"),
    ("3.unused", "failed"): Words(
        "使用情况为{use}，退运原因为{reason}，不属第三条允许的试用情形",
        "use: {use}; reason: {reason}; this is not trial use of the kinds Article 3 allows",
    ),
    ("3.unused", "open"): Words(
        "使用情况为{use}，退运原因为{reason}", "use: {use}; reason: {reason}"
    ),
}
"""What to say of a clause, by outcome; the placeholders are facts."""


def _period(finding: Finding, case: Case) -> Words:
    published, declared_on = case.law.published, case.facts.declared_on
    if not published:
        return Words(
            "截至 {day} 尚无公告公布", "no announcement had been published by {day}"
        ).filled(day=case.known_on)
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


def _not_food(finding: Finding, case: Case) -> Words:
    facts = case.facts
    if facts.is_food is None:  # met: the heading is not one of food
        return Words(
            "商品编码 {hs_code} 所属税号一般不归食品",
            "the heading of HS code {hs_code} is not food as a rule",
        ).filled(hs_code=facts.hs_code)
    if finding.outcome == "failed" and facts.is_food:
        return Words(
            "商品供人食用或饮用，公告适用范围不含食品",
            "the goods are for people to eat or drink; the announcement excludes food",
        )
    if finding.outcome == "met" and not finding.settled:
        return joined(
            [
                Words("商品不供人食用或饮用", "the goods are not for people to eat or drink"),
                *([_labelled("hs_code", case)] if facts.hs_code else []),
            ],
            zh="，",
        )
    return Words(
        "是否食品：{is_food}，与商品编码 {hs_code} 的税号筛查结果不一致",
        "food: {is_food}; the heading of HS code {hs_code} points the other way",
    ).filled(is_food=_value("is_food", case), hs_code=facts.hs_code)


_QUANTITIES: Mapping[str, Words] = {
    "exported_quantity": Words("出口 {n}", "exported {n}"),
    "returned_before": Words("此前已退 {n}", "returned before {n}"),
    "returned_quantity": Words("本次退运 {n}", "now {n}"),
}


def _same_goods(finding: Finding, case: Case) -> Words:
    facts = case.facts
    said = [
        words.filled(n=_value(name, case))
        for name, words in _QUANTITIES.items()
        if getattr(facts, name) is not None
    ]
    if facts.exported_quantity is not None and (facts.returned_before or 0) >= (
        facts.exported_quantity
    ):
        said.append(Words("已无可退数量", "nothing is left of the export line"))
    elif finding.outcome == "outstanding":
        said.append(Words("超出可退数量", "more than is left of the export line"))
    if facts.batch_traced is False:
        said.append(
            Words("不能逐件对应原出口批次", "the units cannot be traced to the export batch")
        )
    elif facts.batch_traced and finding.outcome != "failed":  # failed: nothing is left
        said.append(Words("可对应原出口批次", "traced to the export batch"))
    if finding.outcome == "failed":
        said.append(Words("不能认定为原出口商品", "these are not shown to be the exported goods"))
    if not said:
        said = [
            Words(
                "未说明数量、批次，推定为原出口商品",
                "quantities and batch not stated, presumed to be the exported goods",
            )
        ]
    return joined(said, zh="，")


def _same_enterprise(_: Finding, case: Case) -> Words:
    if case.facts.importer_differs:
        return Words(
            "退运企业与原出口企业不一致", "an enterprise other than the exporter returns the goods"
        )
    if case.facts.importer_differs is None:
        return Words(
            "未说明由其他企业办理退运，推定一致",
            "no other enterprise is said to return the goods; presumed the same",
        )
    return Words("由原出口企业办理退运", "the enterprise that exported the goods returns them")


def _same_form(finding: Finding, case: Case) -> Words:
    same = Words("最小商品形态基本一致", "the smallest commodity form is basically the same")
    changed = Words(
        "最小商品形态与出口时不一致", "the smallest commodity form is no longer that of export"
    )
    flaws = _true_of(case, "parts_missing", "damaged")
    said = [same if case.facts.same_form else changed]
    if flaws:
        and_or_but = Words("但", "but") if case.facts.same_form else Words("且", "and")
        said.append(
            Words("{how}{flaws}", "{how}: {flaws}").filled(how=and_or_but, flaws=joined(flaws))
        )
    return joined([*said, *_not_original(finding)], zh="，")


def _not_processed(finding: Finding, case: Case) -> Words:
    facts = case.facts
    if facts.processed:
        said = [Words("经过加工、改装", "processed or refitted")]
        if facts.repacked:
            said.append(Words("已换标或更换包装", "relabelled or repacked"))
    else:
        said = [Words("未经加工、改装", "not processed and not refitted")]
        if facts.repacked:
            said.append(Words("但已换标或更换包装", "but relabelled or repacked"))
        elif facts.repacked is False:
            said.append(Words("未换标或更换包装", "not relabelled or repacked"))
    return joined([*said, *_not_original(finding)], zh="，")


def _not_original(finding: Finding) -> list[Words]:
    return [Words("不属原状", "not in original state")] if finding.outcome == "failed" else []


_TO_BE_FILED = Words(
    "未说明已备单证，按申报时齐备处理",
    "papers held not stated, presumed to be filed with the return",
)


def _certificate(finding: Finding, case: Case) -> Words:
    if finding.outcome == "outstanding":
        return Words(
            "尚未取得《出口货物已补税/未退税证明》",
            "the certificate that the refund was repaid or never made is still to come",
        )
    if case.facts.papers_held is None:
        return _TO_BE_FILED
    return Words(
        "已备《出口货物已补税/未退税证明》",
        "the certificate that the refund was repaid or never made is held",
    )


def _papers(finding: Finding, case: Case) -> Words:
    if case.facts.papers_held is None:
        return _TO_BE_FILED
    if finding.outcome == "met":
        return Words("必备单证齐备", "the required papers are held")
    values = case.law.documents_of(case.facts, case.as_of)
    certainties, held = values[: len(DOCUMENTS)], values[len(DOCUMENTS) :]
    lacking = [
        document.words
        for document, certainty, here in zip(DOCUMENTS, certainties, held, strict=True)
        if certainty == "required" and here is False and document.id != "tax_certificate"
    ]
    return Words("尚缺：{papers}", "not held yet: {papers}").filled(
        papers=joined(lacking, zh="；", en="; ")
    )


_IN_WORDS: Mapping[str, Callable[[Finding, Case], Words]] = {
    "1.period": _period,
    "1.six_months": six_months,
    "1.not_food": _not_food,
    "1.same_goods": _same_goods,
    "2.certificate": _certificate,
    "2.same_enterprise": _same_enterprise,
    "3.same_form": _same_form,
    "3.not_processed": _not_processed,
    "4.papers": _papers,
}
"""What to say of the clauses whose sentence depends on more than the outcome."""
