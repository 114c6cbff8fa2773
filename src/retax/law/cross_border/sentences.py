"""One sentence for each finding: the values, and what they come to.

Lines of a file repeat the same few sentences, so each is written once for the values it names and
kept. A sentence depends on nothing but the arguments of the function that writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from retax.facts.catalogue import NAMES, format_value
from retax.facts.numbers import write_number
from retax.law.cross_border.article_4_documents import DOCUMENTS
from retax.law.cross_border.supervision_codes import SUPERVISION_CODES
from retax.law.deadline_sentence import write_deadline
from retax.law.outcome import Outcome
from retax.law.sentences import CaseView, FindingView, Sentences, SentenceWriter, label_values
from retax.words import BLANK, Phrase, Words, both, joined, kept

_CODES = "、".join(SUPERVISION_CODES)
_CODES_EN = ", ".join(SUPERVISION_CODES)


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
        "出口退税办理情况：{export_refund}，尚待补缴或撤回",
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


def _say_period(finding: FindingView, case: CaseView) -> Words | Phrase:
    published, declared_on = case.published, case.facts.declared_on
    if not published:
        return Words(
            "截至 {day} 尚无公告公布", "no announcement had been published by {day}"
        ).filled(day=case.known_on)
    governing = case.announcement
    if governing is not None:
        days = (declared_on, governing.first_day, governing.last_day)
        return Phrase(_IN_THE_PERIOD, tuple(map(str, days)))
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


_IN_THE_PERIOD = Words(
    "{day} 申报出口，在适用期 {first} 至 {last} 内",
    "declared for export on {day}, within the period {first} to {last}",
).filled(day=BLANK, first=BLANK, last=BLANK)


def _say_whether_food(finding: FindingView, case: CaseView) -> Words:
    facts = case.facts
    return _put_food_in_words(finding.outcome, facts.is_food, facts.hs_code, bool(finding.settled))


@kept
def _put_food_in_words(
    outcome: Outcome, is_food: bool | None, hs_code: str | None, settled: bool
) -> Words:
    if is_food is None:  # met: the heading is not one of food
        return Words(
            "商品编码 {hs_code} 所属税号一般不归食品",
            "the heading of HS code {hs_code} is not food as a rule",
        ).filled(hs_code=hs_code)
    if outcome == "failed" and is_food:
        return Words(
            "商品供人食用或饮用，公告适用范围不含食品",
            "the goods are for people to eat or drink; the announcement excludes food",
        )
    if outcome == "met" and not settled:
        return joined(
            [
                Words("商品不供人食用或饮用", "the goods are not for people to eat or drink"),
                *([label_values((("hs_code", both(hs_code)),))] if hs_code else []),
            ],
            zh="，",
        )
    return Words(
        "是否食品：{is_food}，与商品编码 {hs_code} 的税号筛查结果不一致",
        "food: {is_food}; the heading of HS code {hs_code} points the other way",
    ).filled(is_food=format_value("is_food", is_food), hs_code=hs_code)


_QUANTITIES: Mapping[str, Words] = {
    "exported_quantity": Words("出口 {n}", "exported {n}"),
    "returned_before": Words("此前已退 {n}", "returned before {n}"),
    "returned_quantity": Words("本次退运 {n}", "now {n}"),
}


def _say_whether_same_goods(finding: FindingView, case: CaseView) -> Words:
    facts = case.facts
    exported = facts.exported_quantity
    is_left = exported is None or exported > (facts.returned_before or 0)
    return _put_identity_in_words(
        finding.outcome,
        # As written: 1 and 1.0 are one number.
        tuple(
            None if (n := getattr(facts, name)) is None else write_number(n) for name in _QUANTITIES
        ),
        is_left,
        facts.attribution,
        facts.shipped_as_declared,
    )


@kept
def _put_identity_in_words(
    outcome: Outcome,
    quantities: tuple[str | None, ...],
    is_left: bool,
    attribution: str | None,
    shipped_as_declared: bool | None,
) -> Words:
    parts = [
        words.filled(n=number)
        for words, number in zip(_QUANTITIES.values(), quantities, strict=True)
        if number is not None
    ]
    if not is_left:
        parts.append(Words("已无可退数量", "nothing is left of the export line"))
    elif outcome == "outstanding":
        parts.append(Words("超出可退数量", "more than is left of the export line"))
    if attribution is not None and (attribution != "traced" or is_left):
        parts.append(
            Words("与原出口批次：{how}", "attribution to the export line: {how}").filled(
                how=format_value("attribution", attribution)
            )
        )
    if shipped_as_declared is False:
        parts.append(
            Words(
                "所发商品与出口申报不符",
                "the goods shipped are not those the export paper declares",
            )
        )
    if outcome == "failed":
        parts.append(Words("不能认定为原出口商品", "these are not shown to be the exported goods"))
    if not parts:
        parts = [
            Words(
                "未说明数量和批次对应方式，推定为原出口商品",
                "quantities and attribution not stated, presumed to be the exported goods",
            )
        ]
    return joined(parts, zh="，")


def _say_whether_same_enterprise(_: FindingView, case: CaseView) -> Words:
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


def _say_whether_same_form(finding: FindingView, case: CaseView) -> Words:
    facts = case.facts
    return _put_form_in_words(finding.outcome, facts.same_form, facts.parts_missing, facts.damaged)


@kept
def _put_form_in_words(
    outcome: Outcome, same_form: bool | None, parts_missing: bool | None, damaged: bool | None
) -> Words:
    same = Words("最小商品形态基本一致", "the smallest commodity form is basically the same")
    changed = Words(
        "最小商品形态与出口时不一致", "the smallest commodity form is no longer that of export"
    )
    found = {"parts_missing": parts_missing, "damaged": damaged}
    flaws = [NAMES[name].label for name, is_so in found.items() if is_so]
    parts = [same if same_form else changed]
    if flaws:
        and_or_but = Words("但", "but") if same_form else Words("且", "and")
        parts.append(
            Words("{how}{flaws}", "{how}: {flaws}").filled(how=and_or_but, flaws=joined(flaws))
        )
    return joined([*parts, *_say_not_original(outcome)], zh="，")


def _say_whether_processed(finding: FindingView, case: CaseView) -> Words:
    return _put_processing_in_words(finding.outcome, case.facts.processed, case.facts.repacked)


@kept
def _put_processing_in_words(
    outcome: Outcome, processed: bool | None, repacked: bool | None
) -> Words:
    if processed:
        parts = [Words("经过加工、改装", "processed or refitted")]
        if repacked:
            parts.append(Words("已换标或更换包装", "relabelled or repacked"))
    else:
        parts = [Words("未经加工、改装", "not processed and not refitted")]
        if repacked:
            parts.append(Words("但已换标或更换包装", "but relabelled or repacked"))
        elif repacked is False:
            parts.append(Words("未换标或更换包装", "not relabelled or repacked"))
    return joined([*parts, *_say_not_original(outcome)], zh="，")


def _say_not_original(outcome: Outcome) -> list[Words]:
    return [Words("不属原状", "not in original state")] if outcome == "failed" else []


_TO_BE_FILED = Words(
    "未说明已备单证，按申报时齐备处理",
    "papers held not stated, presumed to be filed with the return",
)


def _say_certificate(finding: FindingView, case: CaseView) -> Words:
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


def _say_papers(finding: FindingView, case: CaseView) -> Words:
    if case.facts.papers_held is None:
        return _TO_BE_FILED
    if finding.outcome == "met":
        return Words("必备单证齐备", "the required papers are held")
    return _put_lacking_in_words(case.papers_to_file)


@kept
def _put_lacking_in_words(documents: tuple[Any, ...]) -> Words:
    """Name the required papers not held; the certainties of all documents, then which are held."""
    certainties, held = documents[: len(DOCUMENTS)], documents[len(DOCUMENTS) :]
    lacking = [
        document.words
        for document, certainty, here in zip(DOCUMENTS, certainties, held, strict=True)
        if certainty == "required" and here is False and document.id != "tax_certificate"
    ]
    return Words("尚缺：{papers}", "not held yet: {papers}").filled(
        papers=joined(lacking, zh="；", en="; ")
    )


_IN_WORDS: Mapping[str, SentenceWriter] = {
    "1.period": _say_period,
    "1.six_months": write_deadline,
    "1.not_food": _say_whether_food,
    "1.same_goods": _say_whether_same_goods,
    "2.certificate": _say_certificate,
    "2.same_enterprise": _say_whether_same_enterprise,
    "3.same_form": _say_whether_same_form,
    "3.not_processed": _say_whether_processed,
    "4.papers": _say_papers,
}
"""What to say of the clauses whose sentence depends on more than the outcome."""

SENTENCES = Sentences(_TEMPLATES, _IN_WORDS, name_no_day=frozenset({"1.destination"}))
