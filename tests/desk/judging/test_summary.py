from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from retax import Words
from retax.desk.judging.judge import JudgedRow, JudgeOptions, judge_rows, shown_of, validate_rows
from retax.desk.judging.summary import (
    NO_LAST_DAY_YET,
    OTHER_CODE,
    ROWS_NAMED,
    BatchSummary,
    write_summary_line,
)
from retax.desk.source import Row, refuse_row
from samples import ELIGIBLE, FROM_A_ZONE, LIST_NUMBER, facts

ABROAD = facts(returned_on=None, return_declared_on=None)


def tally(*cases: Mapping[str, object], as_of: date | None = None, **batch: object) -> BatchSummary:
    lines = list(validate_rows([Row(n, case) for n, case in enumerate(cases, start=2)], batch))
    counted = BatchSummary()
    for line in judge_rows(lines, JudgeOptions(as_of=as_of), shown_of(lines)):
        counted.add(line)
    return counted


def test_results_are_counted_by_code() -> None:
    counted = tally(
        facts(),
        facts(),
        facts(FROM_A_ZONE),
        facts(supervision_code="0110"),
        facts(supervision_code=None),
        {"reason": "lost"},
    )
    assert counted.rows == 6
    assert dict(counted.results) == {
        ("eligible", "9610"): 2,
        ("eligible", "1210"): 1,
        ("ineligible", OTHER_CODE): 1,
        ("needs_facts", OTHER_CODE): 1,
        ("unreadable", OTHER_CODE): 1,
    }


def test_rows_are_counted_in_a_sentence_the_best_first() -> None:
    said = write_summary_line({"unreadable": 1, "needs_facts": 2, "eligible": 3}, 2)
    assert said.zh == "共 6 行：符合免税条件 3、资料待补 2、填写有误，待更正 1、超量退运 2"
    assert said.en.startswith("6 rows: eligible 3, ")
    assert write_summary_line({}, 0).zh == "共 0 行：无"


def test_what_decides_is_counted_and_named() -> None:
    counted = tally(facts(), facts(reason="recall"), facts(reason="repair"), facts(use=None))
    assert dict(counted.decided) == {"1.reason": 2, "3.unused": 1}
    assert counted.demands["1.reason"].zh == "退运原因属于滞销或退货"


@pytest.mark.parametrize(
    ("as_of", "group"),
    [
        (date(2026, 9, 4), "已超期"),
        (date(2026, 9, 3), "7 天以内"),
        (date(2026, 8, 27), "7 天以内"),
        (date(2026, 8, 26), "8 至 30 天"),
        (date(2026, 8, 4), "8 至 30 天"),
        (date(2026, 8, 3), "31 至 60 天"),
        (date(2026, 7, 5), "31 至 60 天"),
        (date(2026, 7, 4), "60 天以上"),
    ],
)
def test_goods_abroad_are_counted_by_the_days_left(as_of: date, group: str) -> None:
    counted = tally(ABROAD, facts(), as_of=as_of)  # the second is back
    assert {words.zh: n for words, n in counted.abroad.items()} == {group: 1}


def test_goods_abroad_whose_last_day_is_unknown_are_counted_apart() -> None:
    unknown = {**ABROAD, "declared_on": None, "released_on": None, "exported_on": None}
    assert dict(tally(unknown, as_of=date(2026, 8, 1)).abroad) == {NO_LAST_DAY_YET: 1}


def test_bad_and_overdrawn_rows_are_named_by_number() -> None:
    line = facts(export_entry=LIST_NUMBER, exported_quantity=5, returned_quantity=3)
    counted = tally(line, {"reason": "lost"}, line)
    assert (counted.unreadable.count, counted.unreadable.first) == (1, [3])
    assert (counted.overdrawn.count, counted.overdrawn.first) == (1, [4])


def test_only_the_first_of_many_rows_are_named() -> None:
    counted = tally(*[{"reason": "lost"}] * (ROWS_NAMED + 3))
    assert counted.unreadable.count == ROWS_NAMED + 3
    assert len(counted.unreadable.first) == ROWS_NAMED


def test_statements_for_the_batch_are_counted_with_their_value() -> None:
    counted = tally(facts(use=None), facts(use=None), facts(), use="unused")
    assert dict(counted.stated) == {
        (Words("使用情况", "use"), Words("未使用", "unused")): 2,
    }


def test_laws_are_counted_and_their_caveats_kept_once() -> None:
    old = facts(
        declared_on=date(2025, 3, 2),
        released_on=date(2025, 3, 2),
        exported_on=date(2025, 3, 3),
    )
    counted = tally(facts(), facts(), old, facts(declared_on=None))
    assert sorted(counted.laws.values()) == [1, 2]
    assert len(counted.caveats) == 1


def test_no_verdict_is_kept() -> None:
    import gc
    import weakref

    counted = BatchSummary()
    (line,) = judge_rows(validate_rows([Row(2, ELIGIBLE)]), JudgeOptions())
    kept = weakref.ref(line.accepted.goods)
    counted.add(line)
    del line
    gc.collect()
    assert kept() is None


def test_a_line_without_facts_counts_as_unreadable() -> None:
    (line,) = judge_rows(
        validate_rows([Row(2, {}, refusals=(refuse_row(Words("坏", "bad")),))]), JudgeOptions()
    )
    counted = BatchSummary()
    counted.add(line)
    assert isinstance(line, JudgedRow)
    assert counted.results["unreadable", OTHER_CODE] == 1
