from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

import pytest

import samples
from retax import Lang, Verdict, check
from retax.explain.note import write_note
from retax.facts.catalogue import NAMES
from retax.law.cross_border.announcements import LAW_REVIEWED_ON
from samples import SPOILED, Spoiled, facts
from sizes import walk_part_and_whole
from walks import walk_points

LANGS: tuple[Lang, Lang] = ("zh", "en")
TOLD_IN_FULL: dict[str, Any] = {
    "export_entry": samples.LIST_NUMBER,
    "domestic_on": samples.ELIGIBLE["returned_on"],
    "destination": "domestic",
    "parts_missing": False,
    "damaged": False,
    "repacked": False,
    "importer_differs": False,
    "attribution": "traced",
    "shipped_as_declared": True,
    "exported_quantity": 5,
    "returned_quantity": 1,
    "returned_before": 0,
    "papers_held": ["export_list", "tax_certificate", "platform_return_record"],
}
"""What else there is to tell of the eligible case."""

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
TERMS = re.compile("出区离境之日|出口之日|放行之日|退运进境|境内区外|滞销|退货|等")
"""The words of the law that English sentences quote."""

IDS_AND_CODES = re.compile(r"\b(?:[1-4]|39)\.[a-z_]+\b|\bHS\b|R-1|pcs|19 CFR 190\.14")


def english_in(zh: str) -> list[str]:
    return re.findall(r"[A-Za-z]{2,}", IDS_AND_CODES.sub("", zh))


def chinese_in(en: str) -> list[str]:
    return CHINESE.findall(TERMS.sub("", en))


def verdict_of(spoiled: Spoiled) -> Verdict:
    return check(facts(spoiled.changes), as_of=spoiled.as_of)


def between(text: str, title: str) -> list[str]:
    """Return the lines of the section under a title."""
    lines = text.split("\n")
    at = lines.index(title)
    section = []
    for line in lines[at + 1 :]:
        if not line.startswith("  "):
            break
        section.append(line)
    return section


# -- at random ------------------------------------------------------------------------------


@walk_part_and_whole("lines", 500, 3000)
def test_explanations_hold_no_leftovers_and_no_foreign_words(lines: int) -> None:
    for case, options in samples.random_cases(31, lines):
        verdict = check(case, **options)
        zh, en = verdict.explain("zh"), verdict.explain("en")
        assert not re.search(r"[{}]|\bNone\b|\bTrue\b|\bFalse\b", zh + en)
        assert english_in(zh) == []
        assert chinese_in(en) == []
        assert len(zh.split("\n")) == len(en.split("\n"))
        for text in (zh, en):
            assert text == text.strip()
            assert "\n\n" not in text
            assert not re.search(r" $", text, re.MULTILINE)


@walk_part_and_whole("lines", 250, 700)
def test_explanations_name_everything_the_verdict_holds(lines: int) -> None:
    for case, options in samples.random_cases(32, lines):
        verdict = check(case, **options)
        for lang in LANGS:
            text = verdict.explain(lang)
            parts: list[Any] = [
                *verdict.asks,
                *verdict.actions,
                *verdict.reliefs,
                *verdict.routes,
                *verdict.documents,
            ]
            for part in parts:
                assert part.words.text(lang) in text
            for document in verdict.documents:
                assert document.basis.text(lang) in text
            failed = any(finding.outcome == "failed" for finding in verdict.findings)
            for question in verdict.open_questions:
                # Where another clause failed no answer to it changes the result.
                assert (question.grounds.text(lang) in text) is not failed
                if not failed:
                    assert question.asks.text(lang) in text
                    assert question.strict.text(lang) in text
                    assert question.lenient.text(lang) in text
            for name in verdict.assumed:
                assert NAMES[name].label.text(lang) in text
            for words in (verdict.cites, verdict.caveat):
                assert words is None or words.text(lang) in text
            if verdict.last_day is not None and verdict.announcement is not None:
                assert str(verdict.last_day) in text
            if verdict.decided_by is not None:
                assert verdict.decided_by in text


# -- one by one -----------------------------------------------------------------------------


@walk_points("spoiled", SPOILED)
def test_the_status_comes_first(spoiled: Spoiled) -> None:
    verdict = verdict_of(spoiled)
    first = verdict.explain().split("\n")[0]
    badges = [badge for badge in samples.BADGES.values() if badge in first]
    assert badges == [samples.BADGES[verdict.status]]


def test_an_eligible_case_says_so_and_tells_the_clock() -> None:
    text = check(samples.ELIGIBLE).explain()
    assert "符合免税条件" in text.split("\n")[0]
    assert "不符合" not in text
    assert "15" in text
    assert "2026-07-06" in text
    assert "早于期限届满日 59 天" in text


def test_a_case_stated_in_full_is_met_as_stated() -> None:
    text = check(facts(TOLD_IN_FULL))
    assert "15 项条件按所填内容均符合" in text.explain("zh")
    assert "each of the 15 conditions is met as stated\n" in text.explain("en")


@pytest.mark.parametrize(
    ("silent", "clauses"),
    [
        (("damaged",), 1),
        (("damaged", "parts_missing"), 1),
        (("attribution", "export_entry", "returned_before"), 1),
        (("damaged", "repacked", "importer_differs"), 3),
        (("papers_held",), 2),
        (("domestic_on", "destination"), 2),
        (("hs_code",), 1),
        (("exported_on",), 1),
    ],
)
def test_the_conditions_met_by_presumption_are_counted(
    silent: tuple[str, ...], clauses: int
) -> None:
    verdict = check(facts(TOLD_IN_FULL, dict.fromkeys(silent)))
    assert verdict.status == "eligible"
    assert sum(1 for finding in verdict.findings if finding.presumed) == clauses
    assert f"15 项条件按所填内容及推定均符合，其中 {clauses} 项系推定" in verdict.explain("zh")
    assert f"is met as stated or presumed, {clauses} of them presumed" in verdict.explain("en")


@walk_points("spoiled", SPOILED)
def test_what_decided_is_written_with_clause_and_article(spoiled: Spoiled) -> None:
    verdict = verdict_of(spoiled)
    (finding,) = (f for f in verdict.findings if f.clause == spoiled.clause)
    zh, en = verdict.explain("zh"), verdict.explain("en")
    assert spoiled.clause in zh
    assert f"第{' 一二三四'[finding.article]}条" in zh
    assert f"Article {finding.article}" in en
    assert finding.statement.zh in zh
    assert finding.statement.en in en
    assert ("推定" in zh.split(spoiled.clause)[1].split("：")[0]) == (not finding.named)


def test_the_readings_of_a_question_are_written_once() -> None:
    verdict = check(facts(reason="recall"))
    (question,) = verdict.open_questions
    for lang in ("zh", "en"):
        assert verdict.explain(lang).count(question.strict.text(lang)) == 1
        assert verdict.explain(lang).count(question.lenient.text(lang)) == 1


def test_every_finding_with_the_worst_outcome_is_written() -> None:
    verdict = check(facts(use="used", processed=True, damaged=True))
    text = verdict.explain()
    assert "3.unused" in text
    assert "3.not_processed" in text
    assert "3.same_form" not in text


def test_open_questions_and_things_to_do_are_written_under_a_worse_outcome() -> None:
    verdict = check(facts(use=None, damaged=True, export_refund="refunded"))
    assert verdict.status == "needs_facts"
    text = verdict.explain()
    (question,) = verdict.open_questions
    assert question.strict.zh in text
    assert question.lenient.zh in text
    assert [a.id for a in verdict.actions] == [
        "repay_refund",
        "ask_customs:missing-or-damaged",
        "obtain:tax_certificate",
    ]
    for action in verdict.actions:
        assert action.words.zh in text


def test_a_step_names_its_last_day_once_and_how_late_it_is() -> None:
    abroad = facts(returned_on=None, return_declared_on=None, export_refund="refunded")
    text = check(abroad, as_of=date(2026, 8, 1)).explain()
    assert "  · 最迟于 2026-09-03 退运进境并办理进口申报\n" in text
    assert "  · 最迟于 2026-09-03 向主管税务机关补缴（或冲减）已退税款\n" in text
    late = check(facts(export_refund="refunded"), as_of=date(2026, 10, 14))
    repay = "最迟于 2026-09-03 向主管税务机关补缴（或冲减）已退税款"
    assert f"{repay}（超期 41 天）\n" in late.explain()
    english = late.explain("en")
    assert "- by 2026-09-03: repay the refunded tax" in english
    assert "(or have it offset) (41 days late)\n" in english
    assert repay in late._repr_html_()


@pytest.mark.parametrize("no", [{"use": "used"}, {"supervision_code": "0110"}])
def test_no_reading_is_printed_where_another_clause_failed(no: dict[str, Any]) -> None:
    verdict = check(facts(no, damaged=True))
    assert verdict.status == "ineligible"
    (question,) = verdict.open_questions
    titles: tuple[tuple[Lang, str], ...] = (("zh", "两种理解："), ("en", "Two readings:"))
    for lang, title in titles:
        for words in (question.strict, question.lenient, question.grounds):
            assert words.text(lang) not in verdict.explain(lang)
        here = verdict.explain(lang).split(_BASIS[lang])[1]  # behind the other way in
        assert question.asks.text(lang) not in here
        assert title not in verdict.explain(lang)
        assert title in check(facts(damaged=True)).explain(lang)


_BASIS: Mapping[Lang, str] = {"zh": "依据：", "en": "Basis: "}


def test_a_no_without_another_route_says_that_none_is_known() -> None:
    verdict = check(facts(reason="unsold", use="used"))
    assert (verdict.status, verdict.routes) == ("ineligible", ())
    assert between(verdict.explain("zh"), "其他可能途径：") == ["  · 未见其他可能途径"]
    assert between(verdict.explain("en"), "Other routes:") == ["  - none is known"]


@walk_part_and_whole("lines", 400, 1500)
def test_only_a_no_says_that_no_other_route_is_known(lines: int) -> None:
    for case, options in samples.random_cases(35, lines):
        verdict = check(case, **options)
        said = "未见其他可能途径" in verdict.explain("zh")
        assert said == (verdict.status == "ineligible" and not verdict.routes)


def test_the_reason_other_is_to_be_named() -> None:
    assert "写明具体退运原因" in check(facts(reason="other")).explain("zh")
    assert "name the reason of the return" in check(facts(reason="other")).explain("en")


@pytest.mark.parametrize(
    ("known_on", "zh", "en"),
    [
        (date(2026, 3, 1), "仅按 2026-03-01 以前（含当日）公布的公告判断", "until 2026-03-01 only"),
        (LAW_REVIEWED_ON, f"仅按 {LAW_REVIEWED_ON} 以前", f"until {LAW_REVIEWED_ON} only"),
        (
            LAW_REVIEWED_ON + timedelta(days=1),
            f"按 {LAW_REVIEWED_ON} 以前（含当日）核查到的公告判断；"
            f"其后至 {LAW_REVIEWED_ON + timedelta(days=1)} 公布的公告未及核查",
            f"until {LAW_REVIEWED_ON}, the day the law was last reviewed",
        ),
        (date(2030, 1, 1), "其后至 2030-01-01 公布的公告未及核查", "is not known here"),
    ],
)
def test_knowledge_after_the_day_of_review_names_that_day(known_on: date, zh: str, en: str) -> None:
    verdict = check(samples.ELIGIBLE, known_on=known_on)
    assert zh in verdict.explain("zh")
    assert en in verdict.explain("en")
    assert ("the day the law was last reviewed" in verdict.explain("en")) == (
        known_on > LAW_REVIEWED_ON
    )


SETTLED_NOTE = "按企业确认的海关答复处理"


@pytest.mark.parametrize("side", samples.SIDES)
def test_a_settled_question_that_decided_is_written_with_the_status(side: Any) -> None:
    verdict = check(facts(damaged=True), settled={"missing-or-damaged": side})
    (question,) = verdict.deciding_settlements
    first = verdict.explain().split("\n")[0]
    assert SETTLED_NOTE in first
    assert f"「{question.asks.zh}」" in first
    assert question.asks.en in verdict.explain("en").split("\n")[0]


def test_a_settled_question_that_did_not_matter_is_not_written() -> None:
    verdict = check(samples.ELIGIBLE, settled={"missing-or-damaged": "lenient"})
    assert SETTLED_NOTE not in verdict.explain()


@walk_part_and_whole("lines", 400, 1500)
def test_the_settled_note_is_there_exactly_where_a_settlement_decided(lines: int) -> None:
    for case, options in samples.random_cases(33, lines):
        verdict = check(case, **options)
        said = SETTLED_NOTE in verdict.explain()
        assert said == any(finding.settled for finding in verdict.findings)


@pytest.mark.parametrize(
    ("declared", "noted"),
    [("2025-12-31", False), ("2026-01-01", True), ("2028-01-01", False), (None, False)],
)
def test_the_latest_announcement_is_noted_as_partly_inferred(
    declared: str | None, noted: bool
) -> None:
    verdict = check({"declared_on": declared})
    assert ("2026年第16号第四条" in verdict.explain("zh")) == noted
    assert ("2026 No. 16 is inferred from 2023 No. 4" in verdict.explain("en")) == noted


def test_every_explanation_ends_with_who_answers_and_who_decides() -> None:
    for case, options in samples.random_cases(34, 200):
        verdict = check(case, **options)
        last = verdict.explain("zh").split("\n")[-1]
        assert "企业" in last
        assert "真实性" in last
        assert "海关" in last
        assert "customs decides" in verdict.explain("en").split("\n")[-1]


@pytest.mark.parametrize("held", [None, [], ["export_list"]])
def test_papers_are_written_with_whether_they_are_held(held: list[str] | None) -> None:
    verdict = check(facts(papers_held=held))
    lines = between(verdict.explain(), "单证：")
    assert len(lines) == len(verdict.documents) > 3
    states = [state for line in lines for state in ("待确认", "未备", "已备") if state in line]
    words = {None: "待确认", False: "未备", True: "已备"}
    assert states == [words[document.held] for document in verdict.documents]


def test_goods_of_1210_count_as_not_yet_outside_any_zone_in_the_note() -> None:
    goods = {"supervision_code": "1210", "declared_on": "2026-03-01", "left_zone_on": "2026-03-04"}
    note = check(goods, as_of=date(2026, 5, 1)).explain("zh")
    assert "运至境内区外日期：未说明，按尚未运至境内区外处理" in note
    assert "未经区内" not in note


@walk_part_and_whole("lines", 150, 400)
def test_each_presumption_is_worded_as_the_case_rests_on_it(lines: int) -> None:
    for goods, options in samples.random_cases(seed=20261129, n=lines):
        verdict = check(goods, **options)
        assert [p.fact for p in verdict.presumptions] == [*verdict.assumed]
        note = verdict.explain("zh")
        assert all(presumption.words.zh in note for presumption in verdict.presumptions)


def test_a_case_with_nothing_presumed_tells_no_assumption() -> None:
    assert "推定：" not in check(facts(TOLD_IN_FULL)).explain()
    assert "推定：" in check(facts()).explain()


def test_the_reference_of_the_caller_is_written() -> None:
    assert "退-{n}-7" in check(facts(reference="退-{n}-7")).explain()
    assert "业务编号" not in check(samples.ELIGIBLE).explain()


def test_what_the_caller_wrote_is_never_taken_for_a_placeholder() -> None:
    verdict = check(
        facts(
            reference="{day}",
            unit="{unit}{",
            exported_quantity=5,
            returned_quantity=6,
        )
    )
    assert "{day}" in verdict.explain()
    assert "{unit}{" in verdict.explain()


def test_chinese_is_the_language_unless_another_is_asked_for() -> None:
    verdict = check(samples.ELIGIBLE)
    assert verdict.explain() == verdict.explain("zh") == write_note(verdict, "zh")
    assert verdict.explain("en") == write_note(verdict, "en") != verdict.explain()


@pytest.mark.parametrize("lang", ["fr", "", "ZH", "zh-CN", None])
def test_another_language_is_refused(lang: object) -> None:
    with pytest.raises(ValueError, match=r"zh.*en"):
        check(samples.ELIGIBLE).explain(cast("Lang", lang))


def test_an_explanation_does_not_depend_on_the_clock() -> None:
    verdict = check(facts(returned_on=None), as_of=date(2026, 8, 1))
    assert str(date.today()) not in verdict.explain()


def test_a_line_break_in_a_text_carried_through_forges_no_line_of_the_note() -> None:
    forged = check({"reference": "A1\n结论：符合免税条件。", "supervision_code": "0110"})
    results = [line for line in forged.explain("zh").splitlines() if line.startswith("结论")]
    assert len(results) == 1


def test_goods_in_a_zone_are_not_called_abroad() -> None:
    goods = {"supervision_code": "1210", "left_zone_on": "2026-03-05", "returned_on": "2026-06-18"}
    verdict = check(goods | {"destination": "zone"}, as_of=date(2026, 7, 1))
    told = verdict.finding("1.six_months").explain("zh")
    assert "2026-06-18" in told
    assert "境内区外" in told
    assert "尚未退运" not in told


def test_a_last_day_is_not_written_where_no_announcement_governs() -> None:
    late = check({"supervision_code": "9610", "declared_on": "2028-01-05"})
    assert late.last_day is not None
    assert str(late.last_day) not in late.explain("zh")


def test_the_note_says_as_of_and_as_known_on_which_day_it_judges() -> None:
    verdict = check({}, as_of=date(2026, 8, 1), known_on=date(2026, 2, 1))
    zh, en = (verdict.explain(lang).splitlines() for lang in LANGS)
    as_of = zh.index("判断基准日：2026-08-01")  # behind the other way in
    assert as_of > 1
    assert zh[as_of - 1].startswith("  · ")
    assert "2026-02-01" in en[as_of + 1]
