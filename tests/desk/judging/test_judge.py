from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from retax import Words, check
from retax.desk.judging.example_rows import EXAMPLES, LEFT_IN
from retax.desk.judging.judge import (
    JudgedRow,
    JudgeOptions,
    ValidatedRow,
    choose_exit_code,
    describe_batch_statement,
    judge_rows,
    shown_of,
    validate_rows,
)
from retax.desk.source import Row, refuse_row
from samples import ELIGIBLE, LIST_NUMBER, facts


def rows(*given: Mapping[str, Any]) -> list[Row]:
    return [Row(number, one) for number, one in enumerate(given, start=2)]


def all_judged(*given: Mapping[str, Any], batch: Mapping[str, Any] = {}) -> list[JudgedRow]:
    lines = list(validate_rows(rows(*given), batch))
    return list(judge_rows(lines, JudgeOptions(), shown_of(lines)))


def test_each_row_gets_the_verdict_of_check() -> None:
    cases = [ELIGIBLE, facts(damaged=True), {"reason": "unsold"}, {}]
    for line, case in zip(all_judged(*cases), cases, strict=True):
        assert line.verdict == check(case)


def test_the_options_are_those_of_check() -> None:
    options: dict[str, Any] = {
        "as_of": date(2026, 9, 5),
        "settled": {"rest-day": "lenient"},
        "days_off": [date(2026, 9, 3)],
        "known_on": date(2026, 5, 1),
    }
    abroad = facts(returned_on=None, return_declared_on=None)
    (line,) = judge_rows(validate_rows(rows(abroad)), JudgeOptions(**options))
    assert line.verdict == check(abroad, **options)


def test_an_example_left_in_is_judged_with_a_remark() -> None:
    example = EXAMPLES[0].model_dump()
    left_in, own = all_judged(example, {**example, "note": "示例货"})
    assert left_in.verdict is not None
    assert left_in.row.remarks == (LEFT_IN,)
    assert own.row.remarks == ()


def test_a_row_that_cannot_be_read_does_not_stop_the_others() -> None:
    bad, good = all_judged({"reason": "lost"}, ELIGIBLE)
    assert bad.verdict is None
    assert "lost" in bad.accepted.refused[0].zh
    assert good.verdict is not None


def test_a_row_refused_in_reading_is_not_read_again() -> None:
    row = Row(7, {}, refusals=(refuse_row(Words("坏", "bad")),))
    (line,) = judge_rows(validate_rows([row]), JudgeOptions())
    assert (line.verdict, line.accepted.refused) == (None, row.refused)


# -- what is stated for the batch -------------------------------------------------------------


def test_what_is_stated_for_the_batch_fills_blanks_only() -> None:
    blank, told = all_judged(facts(use=None), facts(use="used"), batch={"使用情况": "未使用"})
    assert (blank.accepted.stated, told.accepted.stated) == (("use",), ())
    assert blank.verdict == check(ELIGIBLE)
    assert told.verdict == check(facts(use="used"))


@pytest.mark.parametrize("blank", ["", "  ", None])
@pytest.mark.parametrize("name", ["use", "使用情况", " 使用情况 "])
def test_a_blank_cell_under_any_name_is_filled(name: str, blank: str | None) -> None:
    case = {**{k: v for k, v in ELIGIBLE.items() if k != "use"}, name: blank}
    (line,) = all_judged(case, batch={"use": "unused"})
    assert line.accepted.stated == ("use",)
    assert line.verdict == check(ELIGIBLE)


def test_a_no_counts_as_stated() -> None:
    (line,) = all_judged(ELIGIBLE, batch={"is_food": True})
    assert line.accepted.stated == ()


@pytest.mark.parametrize(
    "own",
    [
        {},
        {"企业名称": "合计", "出口数量": 200, "本次退运数量": 10},
        {"商品名称": "备注：以上商品均未使用", "项号": " "},
    ],
)
def test_statements_for_the_batch_make_no_row_of_a_total_or_a_remark(
    own: Mapping[str, Any],
) -> None:
    (line,) = all_judged(own, batch=ELIGIBLE)
    assert line.verdict is None
    assert "合计或附注" in line.accepted.refused[0].zh
    assert choose_exit_code(line) == 2
    (alone,) = all_judged(own)
    assert alone.verdict is not None
    assert alone.verdict.status == "needs_facts"


@pytest.mark.parametrize(
    "own", [{"出口单证号": LIST_NUMBER}, {"goods_name": "毛绒玩具", "reason": "customer_return"}]
)
def test_statements_for_the_batch_complete_a_row_that_tells_something(
    own: Mapping[str, Any],
) -> None:
    (line,) = all_judged(own, batch=ELIGIBLE)
    assert line.verdict is not None
    assert line.verdict.status == "eligible"


def test_what_is_stated_for_the_batch_is_written_with_its_values() -> None:
    blank, told = all_judged(facts(use=None, is_food=None), ELIGIBLE, batch=ELIGIBLE)
    words = describe_batch_statement(blank.accepted)
    assert words == Words(
        "企业就本批商品声明：是否食品=否；使用情况=未使用",
        "stated by the enterprise for the batch: food: no; use: unused",
    )
    assert describe_batch_statement(told.accepted) is None
    assert describe_batch_statement(ValidatedRow(blank.row, None, (), ("use",))) is None


def test_a_bad_statement_for_the_batch_refuses_the_rows_that_need_it() -> None:
    blank, told = all_judged(facts(use=None), ELIGIBLE, batch={"use": "hardly"})
    assert "hardly" in blank.accepted.refused[0].en
    assert told.verdict is not None


# -- what only the whole file shows -----------------------------------------------------------


def test_rows_beyond_the_exported_quantity_are_marked() -> None:
    line = facts(export_entry=LIST_NUMBER, export_item=1, exported_quantity=5, returned_quantity=3)
    bad = {"reason": "lost"}
    first, refused, second = all_judged(line, bad, line)
    assert (first.overdrawn, refused.overdrawn) == (None, None)
    assert second.overdrawn is not None
    assert second.overdrawn.returned == Decimal(6)


# -- exit codes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (ELIGIBLE, 0),
        (facts(export_refund="refunded"), 0),
        (facts(reason="recall"), 3),
        (facts(use=None), 3),
        (facts(parts_added=True), 1),
        ({"declared_on": date(2028, 1, 1)}, 1),
        ({"reason": "lost"}, 2),
    ],
)
def test_a_row_decides_the_exit_code(case: Mapping[str, Any], code: int) -> None:
    (line,) = all_judged(case)
    assert choose_exit_code(line) == code


@pytest.mark.parametrize(("case", "code"), [(ELIGIBLE, 3), (facts(parts_added=True), 1)])
def test_an_overdrawn_row_is_never_clean(case: Mapping[str, Any], code: int) -> None:
    line = {**case, "export_entry": LIST_NUMBER, "exported_quantity": 5, "returned_quantity": 3}
    *_, second = all_judged(line, line)
    assert choose_exit_code(second) == code


def test_an_accepted_row_keeps_its_row() -> None:
    (row,) = rows(ELIGIBLE)
    (line,) = judge_rows([ValidatedRow(row, None)], JudgeOptions())
    assert line.row is row
