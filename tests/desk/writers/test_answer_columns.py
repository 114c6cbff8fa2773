from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

import samples
from retax import Lang, Words, check, overdrawn
from retax.desk.judging.deadlines import list_deadlines
from retax.desk.judging.judge import (
    JudgedRow,
    JudgeOptions,
    ValidatedRow,
    judge_rows,
    shown_of,
    validate_rows,
)
from retax.desk.layout import ANSWER_HEADINGS
from retax.desk.source import Row, refuse_row
from retax.desk.writers import answer_columns
from retax.desk.writers.answer_columns import COLUMNS, answers
from retax.law.outcome import OUTCOMES, STATUSES
from retax.words import both
from samples import ELIGIBLE, IN_THE_ZONE, LIST_NUMBER, facts
from sizes import walk_part_and_whole

LANGS: tuple[Lang, Lang] = ("zh", "en")


def judge(
    *given: Mapping[str, Any],
    asked: JudgeOptions = JudgeOptions(),  # noqa: B008  # frozen
    batch: Mapping[str, Any] = {},
    remarks: tuple[Words, ...] = (),
) -> list[JudgedRow]:
    rows = [Row(at, case, remarks=remarks) for at, case in enumerate(given, start=2)]
    lines = list(validate_rows(rows, batch))
    return list(judge_rows(lines, asked, shown_of(lines)))


def write_answers(line: JudgedRow, lang: Lang = "zh") -> dict[str, answer_columns.Answer]:
    return dict(zip(COLUMNS, answers(line, lang), strict=True))


def one(case: Mapping[str, Any], lang: Lang = "zh", **options: Any) -> dict[str, Any]:
    (line,) = judge(case, **options)
    return write_answers(line, lang)


def test_every_column_has_a_heading_of_its_own() -> None:
    assert len({words.zh for words in ANSWER_HEADINGS}) == len(ANSWER_HEADINGS) == len(COLUMNS)
    assert len({words.en for words in ANSWER_HEADINGS}) == len(ANSWER_HEADINGS)


# -- every answer is that of the verdict ------------------------------------------------------


def days_that_run(line: JudgedRow) -> int | None:
    """Return the days left of what is listed among the last days; None if nothing is."""
    verdict = line.verdict
    assert verdict is not None
    if verdict.as_of is None or verdict.announcement is None:  # a last day of no law
        return None
    listed = list_deadlines([line], verdict.as_of).listed
    return listed[0].days_left if listed else None


@walk_part_and_whole("lines", 300, 1500)
@pytest.mark.parametrize("lang", LANGS)
def test_the_columns_say_what_the_verdict_says(lang: Lang, lines: int) -> None:
    for at, (case, options) in enumerate(samples.random_cases(71, lines)):
        if overdrawn([case]):
            continue  # such a row takes the verdict of what is left of its line
        verdict = check(case, **options)
        (line,) = judge_rows(validate_rows([Row(at, case)]), JudgeOptions(**options))
        said = write_answers(line, lang)
        assert said["row"] == at
        assert said["result"] == STATUSES[verdict.status][0].text(lang)
        assert said["days_left"] == days_that_run(line)
        assert said["last_day"] == (verdict.last_day if verdict.announcement else None)
        assert said["overdrawn"] is said["stated"] is said["remarks"] is None
        for id_, parts in {
            "asks": [ask.words for ask in verdict.asks],
            "actions": [action.words for action in verdict.actions],
            "papers": [document.words for document in verdict.documents],
            "routes": [route.words for route in verdict.routes],
            "law": [words for words in (verdict.cites, verdict.caveat) if words],
            "readings": [
                words for q in verdict.open_questions for words in (q.asks, q.strict, q.lenient)
            ],
        }.items():
            holds_all(said[id_], [words.text(lang) for words in parts])


def holds_all(text: answer_columns.Answer, parts: list[str]) -> None:
    """Say that a cell holds the parts in their order, and is empty without any."""
    assert (text is None) == (not parts)
    at = 0
    for part in parts:
        assert isinstance(text, str)
        at = text.index(part, at) + len(part)


@walk_part_and_whole("lines", 500, 1500)
def test_what_decided_are_all_findings_with_the_worst_outcome_and_no_others(lines: int) -> None:
    for case, options in samples.random_cases(72, lines):
        verdict = check(case, **options)
        (line,) = judge_rows(validate_rows([Row(2, case)]), JudgeOptions(**options))
        decided = write_answers(line)["decided"]
        assert isinstance(decided, str)
        if verdict.decided_by is None:
            worst = [verdict.finding("1.six_months")]
            presumed = sum(bool(finding.presumed) for finding in verdict.findings)
            said = f"15 项条件按所填内容及推定均符合，其中 {presumed} 项系推定"
            assert (said if presumed else "15 项条件按所填内容均符合") in decided
        else:
            outcome = verdict.finding(verdict.decided_by).outcome
            worst = [f for f in verdict.findings if f.outcome == outcome]
        holds_all(decided, [f.statement.zh for f in worst])
        assert decided.count(f"{OUTCOMES[worst[0].outcome].zh}｜") == len(worst)


def test_quantities_that_are_equal_but_written_otherwise_are_shown_as_written() -> None:
    for exported in ("5.0", "5.00"):
        case = facts(exported_quantity=exported, returned_quantity=9)
        assert f"出口 {exported}，" in one(case)["decided"]


# -- how it is said ---------------------------------------------------------------------------


def test_a_late_row_says_the_article_the_days_and_how_late() -> None:
    late = facts(returned_on=date(2026, 10, 2), return_declared_on=date(2026, 10, 3))
    said = one(late)
    assert (said["result"], said["days_left"]) == ("不符合本公告", None)
    assert said["last_day"] == date(2026, 9, 3)
    assert said["decided"].startswith("不符合｜在六个月期限内退运（第一条）：退运进境 2026-10-02")
    assert "超期 29 天" in said["decided"]


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({"returned_on": None, "return_declared_on": None}, 33),
        ({"returned_on": date(2026, 7, 1), "return_declared_on": None}, 33),
        ({"export_refund": "refunded"}, 33),
        ({"returned_on": date(2026, 8, 20), "return_declared_on": date(2026, 8, 20)}, 33),
        ({}, None),
        ({"returned_on": None, "return_declared_on": None, "processed": True}, None),
        ({"returned_on": None, "return_declared_on": None, "declared_on": date(2030, 3, 2)}, None),
    ],
)
def test_days_are_left_only_where_something_is_to_be_done_by_the_last_day(
    changes: Mapping[str, Any], left: int | None
) -> None:
    (line,) = judge_rows(
        validate_rows([Row(2, facts(**changes))]), JudgeOptions(as_of=date(2026, 8, 1))
    )
    assert write_answers(line)["days_left"] == left


def test_days_count_below_nought_once_goods_that_are_awaited_are_late() -> None:
    case = facts(returned_on=None, return_declared_on=None)
    (line,) = judge_rows(validate_rows([Row(2, case)]), JudgeOptions(as_of=date(2026, 9, 5)))
    assert write_answers(line)["days_left"] == -2


def test_a_finished_row_says_how_early_it_was_and_has_no_days_left() -> None:
    (line,) = judge_rows(validate_rows([Row(2, facts())]), JudgeOptions(as_of=date(2026, 8, 1)))
    assert write_answers(line)["days_left"] is None
    assert "早于期限届满日" in str(write_answers(line)["decided"])


@pytest.mark.parametrize(
    ("as_of", "late"), [(date(2026, 9, 3), ""), (date(2026, 9, 4), "（超期 1 天）")]
)
def test_a_step_with_a_day_of_its_own_names_it_and_how_late_it_is(as_of: date, late: str) -> None:
    case = facts(export_refund="claimed")
    (line,) = judge_rows(validate_rows([Row(2, case)]), JudgeOptions(as_of=as_of))
    assert str(write_answers(line)["actions"]).splitlines() == [
        f"1. 最迟于 2026-09-03 撤回或冲减未办结的退税申报{late}",
        "2. 最迟于 2026-09-03 向主管税务机关申请开具《出口货物已补税/未退税证明》"
        f"（由税务机关电子传输至海关）{late}",
    ]
    assert write_answers(line)["days_left"] == (date(2026, 9, 3) - as_of).days


def test_an_inferred_condition_says_so() -> None:
    assert "（第一条，推定）：" in one(facts(attribution="stated"))["decided"]
    assert "(Article 1, inferred): " in one(facts(attribution="stated"), "en")["decided"]


def test_several_points_are_numbered_and_a_single_one_is_not() -> None:
    assert one(facts(use=None))["asks"].startswith("使用情况：商品是否用过")
    two = one(facts(use=None, processed=None))["asks"].split("\n")
    assert [line[:3] for line in two] == ["1. ", "2. "]


def test_papers_say_how_certain_and_whether_they_are_held() -> None:
    said = one(facts(papers_held=["export_list"]))["papers"].split("\n")
    assert said[0] == "1. 出口申报清单或出口报关单（必备，已备）"
    assert said[1].endswith("（必备，未备）")
    assert said[-1].endswith("（海关通常要求，未备）")
    assert "（必备，待确认）" in one(ELIGIBLE)["papers"]


def test_an_open_question_shows_both_sides() -> None:
    said = one(facts(reason="recall"))["readings"]
    assert said == (
        "召回是否属于退货？从严：不属于，系卖方主动收回；"
        "从宽：属于，商品自客户处退回（reason:recall）"
    )


def test_a_question_comes_after_the_column_that_answers_it() -> None:
    case = facts(returned_on=None, return_declared_on=None)
    first, *_ = one(case)["asks"].split("\n")
    assert first.startswith("1. 退运进境日期：货物哪天进境？")
    assert one(facts(use=None), "en")["asks"].startswith("use: Have the goods been used?")


def test_what_was_settled_is_never_silent() -> None:
    asked = JudgeOptions(settled={"reason:recall": "lenient"})
    said = one(facts(reason="recall"), asked=asked)
    assert said["result"] == "符合免税条件"
    assert said["decided"].startswith("「召回是否属于退货？」按企业确认的海关答复处理\n")
    assert "按企业确认" not in one(ELIGIBLE, asked=asked)["decided"]


def test_of_goods_in_a_zone_the_action_names_when_to_leave_it() -> None:
    said = one(facts(IN_THE_ZONE), asked=JudgeOptions(as_of=date(2026, 8, 1)))
    assert "最迟于 2026-09-03 运至境内区外" in said["actions"]


def test_what_was_presumed_is_written_once_for_facts_presumed_alike() -> None:
    said = one(ELIGIBLE)["assumed"]
    assert said.count("按无此情形处理") == 1
    assert "缺少配件或部件、商品破损" in said


def test_no_period_is_shown_where_no_announcement_governs() -> None:
    said = one(facts(declared_on=date(2028, 1, 3), released_on=None, exported_on=None,
                     returned_on=None, return_declared_on=None))  # fmt: skip
    assert said["result"] == "无适用公告"
    assert (said["last_day"], said["law"]) == (None, None)


# -- what is not of the verdict ---------------------------------------------------------------


def test_a_row_that_cannot_be_read_says_why_and_nothing_else() -> None:
    said = one({"reason": "lost", "supervision_code": "961"})
    assert said["result"] == "填写有误，待更正"
    first, second = said["decided"].split("\n")
    assert first.startswith("1. ")
    assert second.startswith("2. ")
    assert "lost" in said["decided"]
    assert "961" in said["decided"]
    filled = {id_ for id_, answer in said.items() if answer is not None}
    assert filled == {"row", "result", "decided"}


def test_a_row_refused_in_reading_keeps_its_reason_and_remarks() -> None:
    row = Row(9, {}, remarks=(both("cut"),), refusals=(refuse_row(Words("坏", "bad")),))
    (line,) = judge_rows(validate_rows([row]), JudgeOptions())
    said = write_answers(line, "en")
    assert (said["row"], said["decided"], said["remarks"]) == (9, "bad", "cut")


def test_rows_beyond_what_went_out_are_marked_with_the_sums() -> None:
    line = facts(
        export_entry=LIST_NUMBER, export_item=3, exported_quantity=10, returned_quantity="6.5"
    )
    first, second = judge(line, line)
    assert write_answers(first)["overdrawn"] is None
    said = write_answers(second)
    assert said["result"] == "附条件符合"
    assert "拆分本行：其中 3.5 可凭本单证申请" in str(said["actions"])
    assert isinstance(said["overdrawn"], str)
    for part in (LIST_NUMBER, "第 3 项", "出口 10，", "退运 13.0，", "超出 3.0；"):
        assert part in said["overdrawn"]
    english = write_answers(second, "en")["overdrawn"]
    assert isinstance(english, str)
    assert f"{LIST_NUMBER} item 3, 10 went out and 13.0 come back, 3.0 more" in english


def test_an_export_paper_without_items_is_marked_without_one() -> None:
    line = facts(export_entry=LIST_NUMBER, exported_quantity=5, returned_quantity=3)
    *_, second = judge(line, line)
    assert f"{LIST_NUMBER} 项下出口 5，" in str(write_answers(second)["overdrawn"])
    assert f"{LIST_NUMBER}, 5 went out" in str(write_answers(second, "en")["overdrawn"])


def test_what_the_enterprise_states_for_the_batch_is_named_as_its_statement() -> None:
    case = facts(use=None, is_food=None)
    batch = {"use": "unused", "is_food": False}
    assert one(case, batch=batch)["stated"] == ("企业就本批商品声明：使用情况=未使用；是否食品=否")
    assert one(case, "en", batch=batch)["stated"] == (
        "stated by the enterprise for the batch: use: unused; food: no"
    )


def test_a_refused_row_claims_no_statement() -> None:
    assert one(facts(reason="lost", use=None), batch={"use": "unused"})["stated"] is None


def test_what_was_mended_in_reading_is_remarked() -> None:
    assert one(ELIGIBLE, remarks=(both("a"), both("b")))["remarks"] == "1. a\n2. b"


def test_a_line_without_goods_has_no_answers_of_a_verdict() -> None:
    line = JudgedRow(ValidatedRow(Row(4, {}), None, (refuse_row(both("no")),)), None)
    assert write_answers(line)["papers"] is None


# -- the ordinary route -----------------------------------------------------------------------


def test_a_yes_has_no_other_way_in_and_is_the_better_one() -> None:
    said = one(facts())
    assert (said["ordinary"], said["better"]) == (None, "本公告")


@pytest.mark.parametrize(
    ("changes", "lines", "better"),
    [
        (
            {"cause": "quality"},
            [
                "关税法第三十九条：口径待核（取决于",
                "待核｜",
                "须向海关核实：",
                "税款：",
                "期限届满日：",
            ],
            "关税法第三十九条",
        ),
        (
            {},
            [
                "关税法第三十九条：资料待补（取决于",
                "待补｜",
                "须补充：",
                "须向海关核实：",
                "期限",
            ],
            "关税法第三十九条",
        ),
        (
            {"cause": "none"},
            ["关税法第三十九条：不符合（取决于", "不符合｜", "期限届满日：", "两条路径均不适用"],
            None,
        ),
    ],
)
def test_a_no_says_what_the_ordinary_route_comes_to(
    changes: dict[str, Any], lines: list[str], better: str | None
) -> None:
    said = one(facts(supervision_code="0110", **changes))
    written = said["ordinary"]
    assert isinstance(written, str)
    for line, begins in zip(written.splitlines(), lines, strict=True):
        assert line.startswith(begins)
    assert said["better"] == better
    assert one({"reason": None}, "en")["better"] == "the announcement"
