"""One sentence for each finding of the ordinary route: the values, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping

from dateutil.relativedelta import relativedelta

from retax.facts.catalogue import format_value
from retax.law.cross_border.sentences import SENTENCES as OF_THE_ANNOUNCEMENT
from retax.law.deadline_sentence import write_deadline
from retax.law.outcome import Outcome
from retax.law.sentences import CaseView, FindingView, Sentences, SentenceWriter
from retax.law.tariff_law_39.article_39 import OF_THE_ANNOUNCEMENT as CLAUSE_HERE
from retax.words import BLANK, Phrase, Words, join_phrases, joined, kept

_CODE = Words("监管方式代码 {supervision_code}", "supervision code {supervision_code}")
_USE = Words("使用情况：{use}", "use: {use}")

_TEMPLATES: Mapping[tuple[str, Outcome], Words] = {
    ("39.procedure", "met"): _CODE,
    ("39.procedure", "open"): _CODE,
    ("39.procedure", "failed"): Words(
        f"{_CODE.zh}，另有规定", f"{_CODE.en}, which has rules of its own"
    ),
    ("39.unused", "met"): _USE,
    ("39.unused", "open"): _USE,
    ("39.unused", "failed"): Words(f"{_USE.zh}，不属原状", f"{_USE.en}; not in original state"),
    ("39.import_taxes", "met"): Words(
        "进口环节增值税、消费税一并不征", "import VAT and consumption tax are not levied either"
    ),
    ("39.import_taxes", "open"): Words("条文只称进口关税", "the text speaks of import duty only"),
    ("39.import_taxes", "failed"): Words(
        "只不征进口关税，进口环节增值税、消费税照征",
        "import duty alone is not levied; import VAT and consumption tax are due",
    ),
}


def _say_in_force(finding: FindingView, case: CaseView) -> Words:
    governing = case.announcement
    if governing is not None:
        return Words("退运之日施行：{cites}", "in force on the day of the return: {cites}").filled(
            cites=governing.cites
        )
    if finding.outcome == "not_covered":
        return Words("截至 {day} 尚无规定公布", "no law had been published by {day}").filled(
            day=case.known_on
        )
    return Words(
        "退运之日早于已知规定的施行", "the day of the return is before any known law was in force"
    )


def _say_cause(finding: FindingView, case: CaseView) -> Words:
    facts = case.facts
    law = case.announcement
    return _put_cause_in_words(
        finding.outcome, facts.cause, facts.reason, facts.use, law and law.article
    )


@kept
def _put_cause_in_words(
    outcome: Outcome, cause: str | None, reason: str | None, use: str | None, article: int | None
) -> Words:
    if cause is not None:
        parts = [Words("原因：{it}", "cause: {it}").filled(it=format_value("cause", cause))]
    else:
        values = {"reason": reason}
        if use == "trial_found_defect":
            values["use"] = use
        parts = [
            _LABELS[name].filled(it=format_value(name, value))
            for name, value in values.items()
            if value is not None
        ]
    if outcome == "failed":
        force_majeure = "force_majeure" in (cause, reason)
        parts.append(_NO_FORCE_MAJEURE if article == 43 and force_majeure else _NO_SUCH_CAUSE)
    return joined(parts, zh="，")


_LABELS = {
    "reason": Words("退运原因：{it}", "reason of the return: {it}"),
    "use": Words("使用情况：{it}", "use: {it}"),
}
_NO_SUCH_CAUSE = Words(
    "不属于品质、规格原因或不可抗力", "that is neither quality nor specification nor force majeure"
)
_NO_FORCE_MAJEURE = Words(
    "原进出口关税条例第四十三条不含不可抗力",
    "Article 43 of the former regulations did not know force majeure",
)

_MONTHS_OF_TWO_MORE_YEARS = 24


def _say_one_year(finding: FindingView, case: CaseView) -> Phrase:
    parts = [write_deadline(finding, case)]
    if case.facts.extended_until is not None:
        parts.append(Phrase(_PROLONGED, (str(case.facts.extended_until),)))
    last, reached = case.last_days.strict, case.reached
    if finding.outcome == "open" and last is not None and reached is not None:
        three_years = last + relativedelta(months=_MONTHS_OF_TWO_MORE_YEARS)
        if reached > three_years:
            parts.append(_BEYOND_THREE_YEARS)
    return join_phrases(parts, zh="；", en="; ")


_PROLONGED = Words("海关批准延期至 {day}", "prolonged by customs until {day}").filled(day=BLANK)
_BEYOND_THREE_YEARS = Phrase(
    Words(
        "已超过三年：业界介绍最长三年，未核对原文",
        "beyond three years: three at the most by one report, not checked against the text",
    )
)


_IN_WORDS: Mapping[str, SentenceWriter] = {
    "39.in_force": _say_in_force,
    "39.cause": _say_cause,
    **{
        CLAUSE_HERE[id_]: writer
        for id_, writer in OF_THE_ANNOUNCEMENT.in_words.items()
        if id_ in CLAUSE_HERE
    },
    "39.one_year": _say_one_year,
}

SENTENCES = Sentences(
    {
        **_TEMPLATES,
        **{
            (CLAUSE_HERE[id_], outcome): words
            for (id_, outcome), words in OF_THE_ANNOUNCEMENT.templates.items()
            if id_ in CLAUSE_HERE
        },
    },
    _IN_WORDS,
    name_no_day=frozenset({"39.in_force", "39.cause"}),
)
