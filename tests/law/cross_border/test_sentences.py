from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

import pytest

import samples
from retax import Finding, Lang, Side, Verdict, check
from retax.facts.catalogue import NAMES, format_value
from samples import FROM_A_ZONE, IN_THE_ZONE, SPOILED, Spoiled, facts
from sizes import walk_part_and_whole
from walks import walk_points

LANGS: tuple[Lang, Lang] = ("zh", "en")


def finding(verdict: Verdict, clause: str) -> Finding:
    (found,) = (f for f in verdict.findings if f.clause == clause)
    return found


def clock(*changes: Mapping[str, Any], **options: Any) -> tuple[str, str]:
    found = finding(check(facts(*changes), **options), "1.six_months")
    return found.explain("zh"), found.explain("en")


def back_on(day: date, declared: date | None = None) -> dict[str, Any]:
    return {"returned_on": day, "return_declared_on": declared or day}


def dated(what: str, day: str, sentence: str) -> bool:
    """Say that a sentence tells a day of something, with no other value between the two."""
    return re.search(f"{what}[^0-9，,;；]*{day}", sentence) is not None


# -- every clause ---------------------------------------------------------------------------


@walk_points("spoiled", SPOILED)
@walk_points("lang", LANGS)
def test_every_outcome_has_its_sentence(spoiled: Spoiled, lang: Lang) -> None:
    verdict = check(facts(spoiled.changes), as_of=spoiled.as_of)
    sentence = finding(verdict, spoiled.clause).explain(lang)
    assert sentence.strip()
    assert not re.search(r"[{}]|None|True|False|datetime|frozenset|Decimal", sentence)
    assert not re.search(r"[；;，,：:]\s*$|^\s*[；;，,]|；\s*；|,\s*,", sentence)


@walk_points("spoiled", SPOILED)
def test_what_spoils_a_case_is_written(spoiled: Spoiled) -> None:
    found = finding(check(facts(spoiled.changes), as_of=spoiled.as_of), spoiled.clause)
    zh, en = found.explain("zh"), found.explain("en")
    if found.outcome == "unknown":
        for name in found.missing:
            assert NAMES[name].label.zh in zh
            assert NAMES[name].label.en in en
    for name in ("supervision_code", "reason", "use", "declared_on", "export_refund"):
        if name in spoiled.changes and name in found.facts and spoiled.changes[name] is not None:
            words = format_value(name, spoiled.changes[name])
            told_apart = name == "reason" and spoiled.clause == "1.six_months"
            assert told_apart or words.zh in zh or words.zh.startswith("2028"), name


@walk_points("spoiled", SPOILED)
def test_every_met_finding_has_a_sentence_too(spoiled: Spoiled) -> None:
    for found in check(facts(spoiled.changes), as_of=spoiled.as_of).findings:
        for lang in LANGS:
            assert found.explain(lang)
            assert "{" not in found.explain(lang)


def test_chinese_is_the_language_unless_another_is_asked_for() -> None:
    found = check(samples.ELIGIBLE).findings[1]
    assert found.explain() == found.explain("zh") != found.explain("en")


@pytest.mark.parametrize("lang", ["fr", "", "EN", None])
def test_another_language_is_refused(lang: object) -> None:
    with pytest.raises(ValueError, match=r"zh.*en"):
        check(samples.ELIGIBLE).findings[0].explain(cast("Lang", lang))


def test_an_open_finding_shows_both_sides() -> None:
    verdict = check(facts(damaged=True, parts_missing=False))
    (question,) = verdict.open_questions
    found = finding(verdict, "3.same_form")
    for lang in LANGS:
        for words in (question.asks, question.strict, question.lenient):
            assert words.text(lang) in found.explain(lang)


def test_a_finding_shows_the_side_a_settled_question_was_put_on() -> None:
    (question,) = check(facts(damaged=True)).open_questions
    strict = check(facts(damaged=True), settled={"missing-or-damaged": "strict"})
    lenient = check(facts(damaged=True), settled={"missing-or-damaged": "lenient"})
    for lang in LANGS:
        said = finding(strict, "3.same_form").explain(lang)
        assert question.strict.text(lang) in said
        assert question.lenient.text(lang) not in said
        assert question.lenient.text(lang) in finding(lenient, "3.same_form").explain(lang)
        nothing_settled = check(samples.ELIGIBLE, settled={"missing-or-damaged": "strict"})
        assert question.strict.text(lang) not in finding(nothing_settled, "3.same_form").explain(
            lang
        )


def test_only_the_circumstances_that_are_so_are_written() -> None:
    def explain(clause: str, **changes: Any) -> str:
        return finding(check(facts(**changes)), clause).explain("zh")

    assert explain("3.same_form") == "最小商品形态基本一致；系推定：缺少配件或部件、商品破损"
    assert explain("3.same_form", parts_missing=False, damaged=False) == "最小商品形态基本一致"
    assert explain("3.same_form", damaged=False) == "最小商品形态基本一致；系推定：缺少配件或部件"
    assert explain("3.same_form", same_form=False, damaged=True) == (
        "最小商品形态与出口时不一致，且商品破损，不属原状"
    )
    broken = explain("3.same_form", parts_missing=True, damaged=False)
    assert "缺少配件或部件" in broken
    assert "破损" not in broken.split("；")[0]
    assert explain("3.not_processed", repacked=None) == "未经加工、改装；系推定：换标或更换包装"
    assert explain("3.not_processed", repacked=False) == "未经加工、改装，未换标或更换包装"
    repacked = explain("3.not_processed", repacked=True)
    assert repacked.startswith("未经加工、改装，但已换标或更换包装；")
    both = explain("3.not_processed", processed=True, repacked=True)
    assert both == "经过加工、改装，已换标或更换包装，不属原状"
    assert explain("3.not_processed", processed=True) == "经过加工、改装，不属原状"


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"importer_differs": None}, "推定一致"),
        ({"importer_differs": False}, "由原出口企业办理"),
        ({"importer_differs": True}, "不一致"),
    ],
)
def test_who_returns_the_goods_is_written(changes: dict[str, Any], part: str) -> None:
    assert part in finding(check(facts(changes)), "2.same_enterprise").explain("zh")


def test_what_is_presumed_of_the_quantities_is_written_as_presumed() -> None:
    nothing = dict.fromkeys(
        ("exported_quantity", "returned_quantity", "returned_before", "attribution")
    )
    assert "推定" in finding(check(facts(nothing)), "1.same_goods").explain("zh")


def test_a_line_that_is_wholly_back_is_called_used_up() -> None:
    verdict = check(facts(exported_quantity=10, returned_before=10, returned_quantity=1))
    assert "已无可退数量" in finding(verdict, "1.same_goods").explain("zh")
    verdict = check(facts(exported_quantity=10, returned_before=9, returned_quantity=2))
    assert "超出可退数量" in finding(verdict, "1.same_goods").explain("zh")


@pytest.mark.parametrize("traced", ["traced", None])
def test_goods_of_a_line_that_is_used_up_are_not_called_traced_to_it(traced: str | None) -> None:
    quantities = {"exported_quantity": 10, "returned_before": 10, "returned_quantity": 1}
    found = finding(check(facts(quantities, attribution=traced)), "1.same_goods")
    assert found.outcome == "failed"
    assert found.explain("zh").endswith("本次退运 1，已无可退数量，不能认定为原出口商品")
    assert "traced" not in found.explain("en")


@pytest.mark.parametrize("attribution", ["traced", "fifo", "stated", "none"])
def test_how_the_units_are_attributed_is_written(attribution: str) -> None:
    found = finding(check(facts(attribution=attribution)), "1.same_goods")
    (words,) = samples.WORDS["attribution"][attribution]
    assert f"与原出口批次：{words}" in found.explain("zh")
    assert "attribution to the export line: " in found.explain("en")


def test_other_goods_than_those_declared_are_called_so() -> None:
    found = finding(check(facts(shipped_as_declared=False)), "1.same_goods")
    assert found.explain("zh") == "所发商品与出口申报不符，不能认定为原出口商品"
    assert "not those the export paper declares" in found.explain("en")


@walk_part_and_whole("lines", 200, 700)
def test_what_a_sentence_rests_on_without_a_statement_is_named_in_it(lines: int) -> None:
    for case, options in samples.random_cases(24, lines):
        for found in check(case, **options).findings:
            zh, en = found.statement.zh, found.statement.en
            named = [NAMES[name].label for name in found.presumed]
            if named and found.outcome != "failed":
                assert "系推定：" + "、".join(words.zh for words in named) in zh
                assert "presumed: " + ", ".join(words.en for words in named) in en
            else:
                assert "系推定" not in zh


@pytest.mark.parametrize(
    ("held", "named", "not_named"),
    [
        ("出口报关单", "退货凭据", "出口申报清单或出口报关单"),
        ("平台退货记录", "出口申报清单或出口报关单", "退货凭据"),
    ],
)
def test_the_papers_that_are_missing_are_named(held: str, named: str, not_named: str) -> None:
    verdict = check(facts(reason="customer_return", papers_held=held))
    said = finding(verdict, "4.papers").explain("zh")
    assert named in said
    assert not_named not in said
    assert "补税" not in said  # the certificate has a clause of its own


def test_papers_that_are_held_are_called_held() -> None:
    held = "出口报关单;《出口货物已补税/未退税证明》;平台退货记录;滞销自我声明;批次对应材料"
    verdict = check(facts(papers_held=held))
    assert "齐备" in finding(verdict, "4.papers").explain("zh")
    assert "已备《出口货物已补税/未退税证明》" in finding(verdict, "2.certificate").explain("zh")
    assert "未说明" in finding(check(facts(papers_held=None)), "4.papers").explain("zh")


@pytest.mark.parametrize(
    ("changes", "settled", "part"),
    [
        ({"is_food": False, "hs_code": None}, {}, "不供人食用或饮用"),
        ({"is_food": False, "hs_code": "6109100010"}, {}, "6109100010"),
        ({"is_food": None, "hs_code": "6109100010"}, {}, "一般不归食品"),
        ({"is_food": True, "hs_code": "0902100000"}, {}, "不含食品"),
        ({"is_food": False, "hs_code": "0902100000"}, {}, "不一致"),
        ({"is_food": False, "hs_code": "0902100000"}, {"food-heading": "strict"}, "不一致"),
        ({"is_food": False, "hs_code": "0902100000"}, {"food-heading": "lenient"}, "不一致"),
    ],
)
def test_why_goods_are_or_are_not_food_is_written(
    changes: dict[str, Any], settled: dict[str, Side], part: str
) -> None:
    assert part in finding(check(facts(changes), settled=settled), "1.not_food").explain("zh")


def test_quantities_are_shown_as_written() -> None:
    verdict = check(facts(exported_quantity="1e3", returned_before="2.50", returned_quantity=7))
    for lang in LANGS:
        sentence = finding(verdict, "1.same_goods").explain(lang)
        assert {"1000", "2.50", "7"} <= set(re.findall(r"\d+(?:\.\d+)?", sentence))


@pytest.mark.parametrize("order", [("1", "1.0", "1.00"), ("1.00", "1", "1.0")])
def test_equal_quantities_are_each_shown_as_written_whatever_was_shown_before(
    order: tuple[str, ...],
) -> None:
    for written in order:
        known = facts(exported_quantity=written, returned_quantity=written)
        assert (
            f"出口 {written}，本次退运 {written}" in finding(check(known), "1.same_goods").explain()
        )
        lacking = facts(reason="wrong_goods", exported_quantity=written, returned_quantity=None)
        said = finding(check(lacking), "1.same_goods").explain()
        assert f"出口数量：{written}" in said


def test_an_unknown_finding_tells_what_is_known() -> None:
    sentence = finding(check({"use": "customer_trial"}), "3.unused").explain("zh")
    assert "客户试用后退货" in sentence
    assert "退运原因" in sentence


# -- the period -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "days"),
    [
        (date(2026, 3, 2), ("2026-03-02", "2026-01-01", "2027-12-31")),
        (date(2023, 1, 30), ("2023-01-30", "2025-12-31")),
        (date(2028, 1, 1), ("2028-01-01", "2027-12-31")),
        (date(2023, 1, 29), ("2023-01-29", "2023-01-30")),
    ],
)
def test_the_period_is_written_with_its_days(declared: date, days: tuple[str, ...]) -> None:
    found = check({"declared_on": declared}).findings[0]
    for lang in LANGS:
        for day in days:
            assert day in found.explain(lang)


def test_before_the_first_announcement_the_period_needs_no_day() -> None:
    found = check({}, known_on=date(2023, 1, 31)).findings[0]
    assert found.outcome == "not_covered"
    assert found.explain("zh")
    assert "None" not in found.explain("en")


# -- the clock ------------------------------------------------------------------------------


def test_the_clock_tells_days_left() -> None:
    zh, en = clock()
    for day in ("2026-07-06", "2026-09-03", "2026-03-03"):
        assert day in zh
        assert day in en
    assert "早于期限届满日 59 天" in zh
    assert "59 days before the last day" in en
    assert "超期" not in zh
    assert "余" not in zh


def test_the_clock_tells_days_missed() -> None:
    changes = {"released_on": date(2026, 3, 5), "exported_on": date(2026, 3, 5)}
    zh, en = clock(changes, back_on(date(2026, 10, 2)))
    assert dated("退运进境", "2026-10-02", zh)
    assert dated("期限届满日", "2026-09-05", zh)
    assert "超期 27 天" in zh
    assert "27 days" in en


@pytest.mark.parametrize(
    ("day", "part"),
    [
        (date(2026, 9, 2), "早于期限届满日 1 天"),
        (date(2026, 9, 3), "即期限届满日当日"),
        (date(2026, 9, 4), "超期 1 天"),
    ],
)
def test_a_day_of_return_is_written_as_it_lies_to_the_last_day(day: date, part: str) -> None:
    assert part in clock(back_on(day))[0]


@pytest.mark.parametrize(
    ("changes", "zh_start", "en_start", "day"),
    [
        ({}, "放行", "release", "2026-03-03"),
        ({"released_on": None}, "申报", "declaration", "2026-03-02"),
        (FROM_A_ZONE, "出区", "zone", "2026-03-03"),
    ],
)
def test_the_clock_tells_which_day_it_rests_on(
    changes: Mapping[str, Any], zh_start: str, en_start: str, day: str
) -> None:
    zh, en = clock(changes)
    assert dated(zh_start, day, zh)
    assert dated(en_start, day, en)


def test_settled_leniently_the_clock_rests_on_the_departure() -> None:
    zh, _ = clock(settled={"export-date": "lenient"})
    assert dated("出口", "2026-03-04", zh)
    assert dated("期限届满日", "2026-09-04", zh)


def test_where_the_declaration_takes_the_place_of_the_release_the_clock_says_so() -> None:
    zh, en = clock({"released_on": None})
    assert "放行日期未知" in zh
    assert "release is unknown" in en
    assert "放行日期未知" not in clock()[0]


def test_a_return_too_late_on_either_reading_tells_both_counts() -> None:
    zh, en = clock(back_on(date(2026, 9, 10)))
    assert "超期 7 天" in zh
    assert "仍超期 6 天" in zh
    assert "still 6 days late" in en


def test_a_return_between_the_two_last_days_tells_how_early_it_was_on_the_lenient_one() -> None:
    zh, en = clock(back_on(date(2026, 9, 4)))
    assert "超期 1 天" in zh
    assert "从宽口径的期限届满日 2026-09-04，即期限届满日当日" in zh
    assert "last day on the lenient reading 2026-09-04, on the last day itself" in en


def test_the_lenient_last_day_is_written_where_it_differs() -> None:
    assert "2026-09-04" in clock()[0]
    assert "2026-09-04" in clock()[1]
    same = {"released_on": date(2026, 3, 4)}
    assert clock(same)[0].count("2026-09-04") == 1


def test_a_weekend_moves_the_lenient_last_day() -> None:
    saturday = {"released_on": date(2026, 3, 5), "exported_on": date(2026, 3, 5)}
    assert "2026-09-05" in clock(saturday)[0]
    assert "2026-09-07" in clock(saturday)[0]
    assert "2026-09-08" in clock(saturday, days_off=[date(2026, 9, n) for n in (5, 6, 7)])[0]
    assert "2026-09-07" not in clock(saturday, days_off=[date(2026, 1, 1)])[0]
    assert "2026-09-07" in clock(saturday, days_off=[])[0]


def test_under_1210_the_arrival_outside_the_zone_is_written() -> None:
    zh, _ = clock(FROM_A_ZONE)
    assert dated("运至境内区外", "2026-07-08", zh)
    assert "早于期限届满日 57 天" in zh


def test_goods_abroad_are_written_as_of_the_day() -> None:
    abroad = {"returned_on": None, "return_declared_on": None}
    zh, en = clock(abroad, as_of=date(2026, 9, 3))
    assert "2026-09-03" in zh
    assert "余 0 天" in zh
    assert "2026-09-03" in en
    assert "超期 3 天" in clock(abroad, as_of=date(2026, 9, 6))[0]
    assert "余 3 天" in clock({**abroad, **IN_THE_ZONE}, as_of=date(2026, 8, 31))[0]


def test_a_return_that_lies_ahead_is_written_as_planned() -> None:
    zh, en = clock(as_of=date(2026, 6, 1))
    assert "拟于 2026-07-06 退运进境" in zh
    assert "planned: returned 2026-07-06" in en
    assert "余 59 天" in zh
    assert "拟于" not in clock(as_of=date(2026, 7, 6))[0]


@pytest.mark.parametrize("as_of", [None, date(2026, 8, 1)])
def test_goods_in_a_zone_are_written_as_in_it(as_of: date | None) -> None:
    zh, en = clock(IN_THE_ZONE, as_of=as_of)
    assert ("货物仍在区内" if as_of is None else "截至 2026-08-01 尚未运至境内区外") in zh
    assert ("still in the zone" if as_of is None else "not outside the zone as of") in en
    assert dated("退运进境", "2026-07-06", zh)


def test_a_day_out_of_a_zone_after_the_last_one_is_written_as_late_and_open() -> None:
    zh, en = clock({"domestic_on": date(2026, 9, 10)})
    assert dated("运至境内区外", "2026-09-10", zh)
    assert "超期 7 天" in zh
    assert "7 days late" in en
    assert "视为已退运进境" in zh


def test_a_return_declared_late_is_written() -> None:
    zh, en = clock(back_on(date(2026, 9, 1), date(2026, 9, 10)))
    for value in ("2026-09-01", "2026-09-10", "早于期限届满日 2 天", "超期 7 天"):
        assert value in zh
    assert "7 days" in en


def test_a_return_declared_in_time_is_written_without_a_second_count() -> None:
    assert clock()[0].count(" 天") == 1


def test_where_no_last_day_is_known_nothing_is_counted() -> None:
    zh, _ = clock({"released_on": None, "declared_on": None, "exported_on": None})
    assert "天" not in zh.replace("哪天", "")


def test_the_clock_leaves_out_the_day_back_where_a_late_declaration_alone_decides() -> None:
    late = samples.facts(returned_on=None, return_declared_on=date(2026, 9, 30))
    finding = check(late, settled={"return-date": "strict"}).finding("1.six_months")
    assert finding.outcome == "failed"
    assert finding.statement.zh.startswith("期限届满日 2026-09-03（")
    assert "退运进口申报 2026-09-30" in finding.statement.zh
