from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from io import StringIO
from typing import Any, get_args

import pytest
from rich.console import Console

from retax import Lang, Side
from retax.desk.deadlines.table import classify_urgency, lay_out_deadlines
from retax.desk.judging.deadlines import (
    LEFT_OUT,
    Deadline,
    DeadlineKind,
    Deadlines,
    WithoutLastDay,
    list_deadlines,
)
from retax.desk.judging.example_rows import EXAMPLES
from retax.desk.judging.judge import JudgeOptions, judge_rows, validate_rows
from retax.desk.source import Row
from retax.law.cross_border.consequences import ACTIONS
from samples import (
    DECLARATION_NUMBER,
    ELIGIBLE,
    FROM_A_ZONE,
    IN_THE_ZONE,
    RETURN_NUMBER,
    facts,
    random_cases,
)
from sizes import walk_part_and_whole

LAST_DAY = date(2026, 9, 3)
AS_OF = date(2026, 8, 1)

ABROAD = facts(returned_on=None, return_declared_on=None)
TO_DECLARE = facts(return_declared_on=None)
STILL_IN_THE_ZONE = facts(IN_THE_ZONE, return_declared_on=None)
FROM_A_ZONE_ABROAD = facts(IN_THE_ZONE, returned_on=None, return_declared_on=None)


def found(
    *cases: Mapping[str, Any], as_of: date = AS_OF, settled: Mapping[str, Side] = {}, **more: Any
) -> Deadlines:
    rows = [Row(number, case) for number, case in enumerate(cases, start=2)]
    return list_deadlines(
        judge_rows(validate_rows(rows), JudgeOptions(as_of, settled, **more)), as_of
    )


def only(case: Mapping[str, Any], **asked: Any) -> Deadline:
    (line,) = found(case, **asked).listed
    return line


# -- what is listed -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "kind", "zh"),
    [
        (ABROAD, "return_by", "最迟于 2026-09-03 退运进境并办理进口申报"),
        (FROM_A_ZONE_ABROAD, "return_by", "最迟于 2026-09-03 退运至境内区外并办理进口申报"),
        (STILL_IN_THE_ZONE, "leave_zone", "最迟于 2026-09-03 运至境内区外"),
        (facts(IN_THE_ZONE), "leave_zone", "最迟于 2026-09-03 运至境内区外"),
        (facts(IN_THE_ZONE, returned_on=None), "leave_zone", "最迟于 2026-09-03 运至境内区外"),
        (facts(destination="zone"), "leave_zone", "最迟于 2026-09-03 运至境内区外"),
        (
            facts(destination="zone", return_declared_on=None),
            "leave_zone",
            "最迟于 2026-09-03 运至境内区外",
        ),
        (TO_DECLARE, "declare_return", "最迟于 2026-09-03 办理退运进口申报"),
        (
            facts(FROM_A_ZONE, return_declared_on=None),
            "declare_return",
            "最迟于 2026-09-03 办理退运进口申报",
        ),
    ],
)
@pytest.mark.parametrize("days_left", [50, 1, 0, -1, -400])
def test_what_is_awaited_is_listed_before_and_after_its_last_day(
    case: Mapping[str, Any], kind: str, zh: str, days_left: int
) -> None:
    line = only(case, as_of=LAST_DAY - timedelta(days_left))
    assert (line.kind, line.last_day, line.days_left) == (kind, LAST_DAY, days_left)
    assert line.words.zh == zh
    if days_left >= 0:
        assert zh in [words.zh for words in line.to_do]
    assert line.awaited.zh in line.words.zh


def test_the_status_follows_the_clock() -> None:
    assert only(ABROAD, as_of=LAST_DAY).status == "conditional"
    # released on the 3rd, out of the country on the 4th of March
    assert only(ABROAD, as_of=LAST_DAY + timedelta(1)).status == "needs_review"
    assert only(ABROAD, as_of=date(2026, 9, 8)).status == "ineligible"


def test_lines_are_sorted_by_last_day_then_row() -> None:
    sooner = {**ABROAD, "released_on": date(2026, 3, 2)}
    listed = found(ABROAD, TO_DECLARE, sooner, ABROAD).listed
    assert [(line.last_day.day, line.row) for line in listed] == [(2, 4), (3, 2), (3, 3), (3, 5)]


def test_what_has_passed_is_apart_from_what_is_to_come() -> None:
    both = found({**ABROAD, "released_on": date(2026, 3, 2)}, ABROAD, as_of=LAST_DAY)
    assert [line.days_left for line in both.overdue] == [-1]
    assert [line.days_left for line in both.to_come] == [0]


def test_goods_declared_ahead_are_awaited_until_they_are_back() -> None:
    line = only(facts(returned_on=None, return_declared_on=date(2026, 7, 30)))
    assert (line.kind, line.status, line.missing) == ("return_by", "needs_facts", ("returned_on",))


def test_goods_in_the_country_whose_day_is_not_stated_are_to_be_declared() -> None:
    line = only(facts(FROM_A_ZONE, domestic_on=None, return_declared_on=None))
    assert (line.kind, line.missing) == ("declare_return", ("domestic_on", "return_declared_on"))


def test_goods_back_too_late_and_not_declared_are_overdue() -> None:
    line = only(
        facts(returned_on=date(2026, 9, 20), return_declared_on=None), as_of=date(2026, 9, 21)
    )
    assert (line.kind, line.days_left, line.status) == ("declare_return", -18, "ineligible")


def test_a_settled_rest_day_moves_the_last_day() -> None:
    saturday = {**ABROAD, "released_on": date(2026, 3, 4), "exported_on": date(2026, 3, 4)}
    options: dict[str, Any] = {"days_off": [date(2026, 9, 4), date(2026, 9, 5)]}
    assert only(saturday, **options).last_day == date(2026, 9, 4)
    assert only(saturday, settled={"rest-day": "lenient"}, **options).last_day == date(2026, 9, 6)


@pytest.mark.parametrize(
    "plan",
    [
        facts(),
        facts(return_declared_on=None),
        facts(FROM_A_ZONE),
        facts(FROM_A_ZONE, return_declared_on=None, returned_on=date(2026, 7, 2)),
    ],
)
def test_goods_whose_return_is_planned_are_to_be_back(plan: Mapping[str, Any]) -> None:
    line = only(plan, as_of=date(2026, 7, 5))
    assert (line.kind, line.status, line.days_left) == ("return_by", "conditional", 60)
    assert "并办理进口申报" in line.words.zh
    assert line.words in line.to_do


def test_a_plan_that_misses_the_last_day_is_to_be_back_by_that_day() -> None:
    late = facts(returned_on=date(2026, 9, 20), return_declared_on=date(2026, 9, 20))
    line = only(late)
    assert (line.kind, line.status, line.days_left) == ("return_by", "ineligible", 33)
    assert found(late, as_of=date(2026, 9, 20)).left_out == {"back": 1}


def test_goods_in_a_zone_that_may_stay_there_wait_for_nothing() -> None:
    in_a_zone = facts(destination="zone")
    assert found(in_a_zone, settled={"zone": "lenient"}).left_out == {"back": 1}
    assert only(in_a_zone, settled={"zone": "strict"}).kind == "leave_zone"


@pytest.mark.parametrize(
    "zone", [facts(IN_THE_ZONE), facts(destination="zone", return_declared_on=None)]
)
def test_goods_left_in_a_zone_past_the_last_day_are_overdue_to_leave_it(
    zone: Mapping[str, Any],
) -> None:
    line = only(zone, as_of=date(2026, 12, 1))
    assert (line.kind, line.days_left) == ("leave_zone", -89)


def test_goods_abroad_that_are_to_come_into_a_zone_are_to_be_back_first() -> None:
    to_a_zone = {**ABROAD, "destination": "zone"}
    assert only(to_a_zone).kind == "return_by"
    assert only(to_a_zone, as_of=date(2026, 12, 1)).kind == "return_by"


def test_a_number_of_the_return_declaration_shows_that_it_is_declared() -> None:
    declared = facts(return_declared_on=None, return_entry=RETURN_NUMBER)
    line = only(declared)
    assert (line.status, line.missing) == ("needs_facts", ("return_declared_on",))


@pytest.mark.parametrize(
    ("refund", "kind", "awaited", "step"),
    [
        (
            "refunded",
            "repay_refund",
            "补缴或冲减退税",
            "向主管税务机关补缴（或冲减）已退税款",
        ),
        ("claimed", "withdraw_claim", "撤回或冲减退税申报", "撤回或冲减未办结的退税申报"),
    ],
)
@pytest.mark.parametrize("days_left", [12, 0, -41])
def test_goods_that_are_back_wait_for_their_refund_to_be_settled(
    refund: str, kind: str, awaited: str, step: str, days_left: int
) -> None:
    line = only(facts(export_refund=refund), as_of=LAST_DAY - timedelta(days_left))
    assert (line.kind, line.last_day, line.days_left) == (kind, LAST_DAY, days_left)
    assert (line.status, line.awaited.zh) == ("conditional", awaited)
    assert line.words.zh == f"最迟于 2026-09-03 {step}"
    assert line.refund is None
    assert line.warning is not None
    assert line.warning.zh == "未说明是否已备《出口货物已补税/未退税证明》"


def test_a_refund_to_settle_by_a_last_day_that_is_not_known_is_listed_without_one() -> None:
    unknown = dict.fromkeys(("declared_on", "released_on", "exported_on"))
    (line,) = found(facts(export_refund="refunded", **unknown)).undated
    assert line.missing == ("declared_on", "exported_on")


def test_every_step_about_a_refund_has_a_short_name() -> None:
    steps = {rule.id for rule in ACTIONS if rule.due_on_last_day}
    assert steps == set(get_args(DeadlineKind))


@walk_part_and_whole("lines", 800, 4_000)
def test_every_row_with_a_step_that_has_a_day_is_listed_with_that_day(lines: int) -> None:
    dated = 0
    for case, options in random_cases(73, lines):
        (row,) = judge_rows(validate_rows([Row(2, case)]), JudgeOptions(**options))
        verdict = row.verdict
        if verdict is None or verdict.as_of is None or verdict.announcement is None:
            continue
        due = {action.due for action in verdict.actions if action.due is not None}
        if not due:
            continue
        dated += 1
        (line,) = list_deadlines([row], verdict.as_of).listed
        assert {line.last_day} == due
    assert dated > 20


# -- what is not --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (ELIGIBLE, "back"),
        (facts(FROM_A_ZONE), "back"),
        ({**ABROAD, "reason": "repair"}, "ineligible"),
        ({**ABROAD, "supervision_code": "0110"}, "ineligible"),
        (facts(parts_added=True), "ineligible"),
        ({"reason": "lost"}, "refused"),
        (
            {
                **ABROAD,
                "declared_on": date(2028, 1, 3),
                "released_on": date(2028, 1, 3),
                "exported_on": date(2028, 1, 4),
            },
            "not_covered",
        ),
    ],
)
def test_what_has_no_last_day_to_watch_is_counted(case: Mapping[str, Any], why: str) -> None:
    result = found(case, ABROAD)
    assert [line.row for line in result.listed] == [3]
    assert result.undated == ()
    assert dict(result.left_out) == {why: 1}


def test_the_example_rows_of_the_blank_workbook_are_no_deadlines() -> None:
    rows = [example.model_dump(exclude_none=True) for example in EXAMPLES]
    result = found(*rows, as_of=date(2026, 7, 25))
    assert (result.listed, result.undated) == ((), ())
    assert dict(result.left_out) == {"example": len(EXAMPLES)}


def test_goods_with_another_flaw_stay_left_out_when_their_time_is_up() -> None:
    result = found({**ABROAD, "reason": "repair"}, as_of=date(2026, 12, 1))
    assert dict(result.left_out) == {"ineligible": 1}


def test_where_arrival_is_settled_to_be_enough_nothing_waits_for_the_declaration() -> None:
    assert found(TO_DECLARE, settled={"return-date": "lenient"}).left_out == {"back": 1}
    assert found(TO_DECLARE, settled={"return-date": "strict"}).left_out == {}


@pytest.mark.parametrize(
    ("unknown", "missing"),
    [
        (("released_on", "declared_on", "exported_on"), ("declared_on", "exported_on")),
        (("declared_on",), ("declared_on",)),
        (("supervision_code",), ("supervision_code",)),
    ],
)
def test_lines_whose_last_day_is_not_known_say_what_is_missing(
    unknown: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    (line,) = found({**ABROAD, **dict.fromkeys(unknown)}).undated
    assert line == WithoutLastDay(2, line.goods, "needs_facts", missing)


def test_goods_in_the_zone_without_the_day_they_left_it_have_no_last_day() -> None:
    (line,) = found({**STILL_IN_THE_ZONE, "left_zone_on": None}).undated
    assert line.missing == ("left_zone_on",)


def test_goods_too_late_on_every_reading_need_no_more_facts() -> None:
    case = {**ABROAD, "declared_on": date(2026, 1, 5), "released_on": None, "left_zone_on": None}
    late = {**case, "supervision_code": "1210", "exported_on": date(2026, 1, 6)}
    result = found(late, as_of=date(2026, 12, 1))
    assert (result.undated, dict(result.left_out)) == ((), {"ineligible": 1})


def test_every_row_is_somewhere() -> None:
    cases = [ABROAD, TO_DECLARE, {"reason": "lost"}, {}, ELIGIBLE, STILL_IN_THE_ZONE]
    result = found(*cases)
    assert len(result.listed) + len(result.undated) + sum(result.left_out.values()) == len(cases)


def test_a_file_without_rows_has_no_last_days() -> None:
    assert found() == Deadlines(AS_OF, (), (), {})


@pytest.mark.parametrize("as_of", [None, AS_OF - timedelta(1)])
def test_lines_judged_as_of_another_day_are_refused(as_of: date | None) -> None:
    lines = judge_rows(validate_rows([Row(7, ABROAD)]), JudgeOptions(as_of))
    with pytest.raises(ValueError, match=f"row 7 .* {AS_OF}"):
        list_deadlines(lines, AS_OF)


# -- the certificate ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("papers", "certificate", "warned"),
    [
        (None, "not_told", "未说明是否已备"),
        ([], "not_held", "未备"),
        (["export_list"], "not_held", "未备"),
        (["tax_certificate"], "held", None),
    ],
)
def test_a_certificate_still_to_be_obtained_is_warned_of(
    papers: list[str] | None, certificate: str, warned: str | None
) -> None:
    line = only({**ABROAD, "papers_held": papers})
    assert line.certificate == certificate
    assert line.certificate_to_obtain is (warned is not None)
    if warned is None:
        assert line.warning is None
    else:
        assert line.warning is not None
        assert line.warning.zh == f"{warned}《出口货物已补税/未退税证明》"


@pytest.mark.parametrize(("refund", "step"), [("refunded", "补缴"), ("claimed", "撤回")])
def test_a_refund_to_settle_first_is_part_of_the_warning(refund: str, step: str) -> None:
    line = only({**ABROAD, "export_refund": refund})
    assert line.refund is not None
    assert step in line.refund.zh
    assert line.warning is not None
    assert line.warning.zh.endswith(line.refund.zh)


def test_goods_out_of_time_need_no_certificate_any_more() -> None:
    line = only({**ABROAD, "papers_held": []}, as_of=date(2026, 12, 1))
    assert (line.certificate, line.certificate_to_obtain) == ("not_needed", False)
    assert line.warning is None


# -- what a line is called ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts_known", "label"),
    [
        ({"reference": " TK\n1 ", "sku": "S"}, "TK 1"),
        ({"export_entry": DECLARATION_NUMBER}, DECLARATION_NUMBER),
        ({"export_entry": DECLARATION_NUMBER, "export_item": 3}, f"{DECLARATION_NUMBER}-3"),
        ({"order_no": "O", "export_item": 3}, "O"),
        ({"goods_name": "玩具"}, "玩具"),
        ({"reference": "\x1b[31mTK\x07"}, "[31mTK"),
        ({"reference": "\x07", "sku": "S"}, "S"),
        ({}, "第 2 行"),
    ],
)
def test_a_line_is_called_by_what_is_known_of_it(
    facts_known: Mapping[str, Any], label: str
) -> None:
    assert only({**ABROAD, "supervision_code": "9710", **facts_known}).label.zh == label


# -- urgency ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days_left", "level", "filled"),
    [
        (-400, "overdue", 10),
        (-1, "overdue", 10),
        (0, "a_week", 10),
        (5, "a_week", 10),
        (7, "a_week", 9),
        (8, "a_month", 9),
        (30, "a_month", 5),
        (31, "more", 5),
        (59, "more", 1),
        (60, "more", 0),
        (184, "more", 0),
    ],
)
def test_the_bar_fills_as_the_last_day_comes_near(days_left: int, level: str, filled: int) -> None:
    found = classify_urgency(days_left)
    assert (found.level, found.bar) == (level, "▇" * filled + "▁" * (10 - filled))


def test_each_level_has_a_colour_of_its_own() -> None:
    assert len({classify_urgency(days).colour for days in (-1, 7, 30, 31)}) == 4


# -- the table ----------------------------------------------------------------------------------


def printed(result: Deadlines, lang: Lang = "zh", width: int = 200) -> str:
    console = Console(file=StringIO(), width=width)
    console.print(lay_out_deadlines(result, lang))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_the_table_shows_days_left_bar_goods_and_certificate() -> None:
    text = printed(found({**ABROAD, "reference": "TK-1", "export_refund": "refunded"}))
    (line,) = [line for line in text.splitlines() if "TK-1" in line]
    for told in (
        "2026-09-03",
        "余 33 天",
        "▇▇▇▇▇▁▁▁▁▁",
        "退运进境",
        "附条件符合",
        "未说明，退税未补缴或未撤回",
    ):
        assert told in line
    assert "截至 2026-08-01" in text
    assert "待补资料" not in text


def test_the_table_shows_missing_facts_and_counts_what_it_leaves_out() -> None:
    cases = [ABROAD, {}, {"reason": "lost"}, ELIGIBLE, {**ABROAD, "reason": "repair"}]
    text = " ".join(printed(found(*cases, as_of=date(2026, 9, 20)), width=300).split())
    assert "超期 17 天" in text
    assert "待补资料" in text
    assert "出口申报日期" in text
    for counted in ("列出 2 行", "其中超期 1 行", "期限待定 1 行"):
        assert counted in text
    for why in (LEFT_OUT["refused"], LEFT_OUT["back"], LEFT_OUT["ineligible"]):
        assert f"{why.zh} 1 行" in text
    assert LEFT_OUT["not_covered"].zh not in text


def test_the_table_speaks_english() -> None:
    text = printed(found(ABROAD, {}), "en")
    for told in ("33 days left", "conditionally eligible", "not told", "row 2", "unknown"):
        assert told in text
    assert not any("\u4e00" <= character <= "\u9fff" for character in text)


def test_a_narrow_terminal_keeps_days_and_bars_whole() -> None:
    text = printed(found(ABROAD), width=80)
    assert "2026-09-03" in text
    assert "▇▇▇▇▇▁▁▁▁▁" in text


def test_brackets_in_a_reference_are_no_markup() -> None:
    assert "[red]TK" in printed(found({**ABROAD, "reference": "[red]TK"}))
