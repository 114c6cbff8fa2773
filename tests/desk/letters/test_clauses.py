from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from desk.letters.addressed import addressed, fields, letters, random_letters
from retax import check
from retax.desk.judged import Asked
from retax.desk.letters.clauses import FOR_CUSTOMS, MET, TO_BE_DONE, period
from samples import CLAUSES, ELIGIBLE, FROM_A_ZONE, IN_THE_ZONE, SPOILED, Spoiled, facts

LENIENT_DAY: Mapping[str, Any] = {"export-date": "lenient"}


# -- the last day ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "settled", "said"),
    [
        (
            {},
            {},
            "自出口放行 2026-03-03 起算六个月，期限届满日 2026-09-03；"
            "退运进境 2026-07-06、退运进口申报 2026-07-07，均在期限内",
        ),
        (
            {"released_on": None},
            {},
            "自出口申报 2026-03-02 起算六个月，期限届满日 2026-09-02；"
            "退运进境 2026-07-06、退运进口申报 2026-07-07，均在期限内",
        ),
        (
            {"return_declared_on": None},
            {},
            "自出口放行 2026-03-03 起算六个月，期限届满日 2026-09-03；"
            "退运进境 2026-07-06，在期限内",
        ),
        (
            {"return_declared_on": date(2026, 9, 10)},
            {"return-date": "lenient"},
            "自出口放行 2026-03-03 起算六个月，期限届满日 2026-09-03；"
            "退运进境 2026-07-06，在期限内；退运进口申报 2026-09-10",
        ),
        (
            {"returned_on": date(2026, 9, 4), "return_declared_on": date(2026, 9, 4)},
            LENIENT_DAY,
            "自出口 2026-03-04 起算六个月，期限届满日 2026-09-04；"
            "退运进境 2026-09-04、退运进口申报 2026-09-04，均在期限内",
        ),
        (
            {"released_on": date(2026, 3, 2), "exported_on": date(2026, 3, 5)}
            | {"returned_on": date(2026, 9, 7), "return_declared_on": date(2026, 9, 7)},
            {**LENIENT_DAY, "rest-day": "lenient"},
            "自出口 2026-03-05 起算六个月，期限届满日 2026-09-05 为休息日，顺延至 2026-09-07；"
            "退运进境 2026-09-07、退运进口申报 2026-09-07，均在期限内",
        ),
        (
            {"returned_on": date(2026, 9, 4), "return_declared_on": date(2026, 9, 4)},
            {},
            "自出口放行 2026-03-03 起算六个月，期限届满日 2026-09-03；"
            "退运进境 2026-09-04；退运进口申报 2026-09-04",
        ),
        (
            FROM_A_ZONE,
            {},
            "自出区 2026-03-03 起算六个月，期限届满日 2026-09-03；"
            "运至境内区外 2026-07-08、退运进口申报 2026-07-07，均在期限内",
        ),
    ],
)
def test_the_last_day_is_computed_from_the_day_the_verdict_counts_from(
    changes: Mapping[str, Any], settled: Mapping[str, Any], said: str
) -> None:
    assert period(check(facts(changes), settled=settled)) == said


def test_goods_still_abroad_are_told_their_last_day_and_nothing_else() -> None:
    abroad = facts(returned_on=None, return_declared_on=None)
    verdict = check(abroad, as_of=date(2026, 8, 1))
    assert period(verdict) == "自出口放行 2026-03-03 起算六个月，期限届满日 2026-09-03"


def test_days_off_of_ones_own_move_the_last_day() -> None:
    days_off = [date(2026, 9, 3) + timedelta(n) for n in range(3)]
    verdict = check(ELIGIBLE, settled={"rest-day": "lenient"}, days_off=days_off)
    assert "期限届满日 2026-09-03 为休息日，顺延至 2026-09-06" in period(verdict)


def test_without_a_last_day_nothing_is_computed() -> None:
    assert period(check({})) == ""


def test_in_every_letter_the_last_day_is_that_of_its_verdict() -> None:
    seen = 0
    for letter in random_letters(41, 1500):
        for line in letter.lines:
            said, verdict = period(line.verdict), line.verdict
            assert str(verdict.last_day) in said
            met = verdict.finding("1.six_months").outcome == "met"
            seen += met
            assert not met or "在期限内" in said
    assert seen > 100


# -- clause by clause -----------------------------------------------------------------------------

TOLD = {
    "exported_quantity": 100,
    "returned_quantity": 4,
    "returned_before": 0,
    "batch_traced": True,
    "destination": "domestic",
    "importer_differs": False,
    "parts_missing": False,
    "damaged": False,
    "repacked": False,
    "papers_held": [
        "export_list",
        "tax_certificate",
        "platform_return_record",
        "match_record",
    ],
}
ROWS = [
    ("第一条", "出口申报日期：2026-03-02（公告适用期 2026-01-01 至 2027-12-31）"),
    ("第一条", "监管方式代码：9610"),
    ("第一条", "退运原因：客户退货"),
    ("第一条", period(check(ELIGIBLE))),
    ("第一条", "退运去向：境内区外"),
    ("第一条", "商品编码：9503008900，商品不供人食用或饮用"),
    ("", "可对应原出口批次，出口数量：100，本次退运数量：4，累计已退运数量：0"),
    ("第二条", "出口退税办理情况：未退税"),
    ("第二条", "《出口货物已补税/未退税证明》已取得"),
    ("", "退运企业与原出口企业一致"),
    ("第三条", "最小商品形态与出口时基本一致，不缺配件、部件，商品无破损"),
    ("第三条", "未增加或更换配件、部件"),
    ("第三条", "未经加工、改装，未换标或更换包装"),
    ("第三条", "使用情况：未使用"),
    ("第四条", "见单证一览"),
]


def test_where_everything_is_told_every_clause_is_met_on_the_facts_given() -> None:
    rows = fields(addressed(TOLD))["clauses"]
    assert [(row["article"], row["statement"]) for row in rows] == ROWS
    assert {row["outcome"] for row in rows} == {MET}
    assert len(rows) == len(CLAUSES)
    assert not any("推定" in row["condition"] for row in rows)


def test_a_clause_of_which_nothing_was_given_has_no_row() -> None:
    conditions = {row["condition"] for row in fields(addressed())["clauses"]}
    assert len(conditions) == len(CLAUSES) - 3
    assert not conditions & {
        "退运去向符合要求",
        "所退商品可与原出口商品对应",
        "退运企业与原出口企业一致",
    }


@pytest.mark.parametrize(
    ("changes", "condition", "outcome"),
    [
        ({"is_food": None}, "商品不是食品", FOR_CUSTOMS),
        ({}, "证明材料齐备", FOR_CUSTOMS),
        ({}, "已取得补税/未退税证明", FOR_CUSTOMS),
        ({"exported_quantity": 5}, "所退商品可与原出口商品对应", FOR_CUSTOMS),
        ({"exported_quantity": 5, "returned_quantity": 1}, "所退商品可与原出口商品对应", MET),
        ({"batch_traced": True}, "所退商品可与原出口商品对应", MET),
    ],
)
def test_a_clause_is_called_met_only_where_the_facts_given_show_it(
    changes: Mapping[str, Any], condition: str, outcome: str
) -> None:
    rows = fields(addressed(changes))["clauses"]
    assert [row["outcome"] for row in rows if row["condition"] == condition] == [outcome]


@pytest.mark.parametrize(
    "spoiled",
    # More than went out is overdrawn: such a line is refused.
    [
        one
        for one in SPOILED
        if one.outcome in ("open", "outstanding") and "returned_before" not in one.changes
    ],
    ids=lambda one: f"{one.clause} {one.outcome} {one.changes}",
)
def test_what_is_open_is_for_customs_and_what_is_outstanding_is_still_to_be_done(
    spoiled: Spoiled,
) -> None:
    case, asked = addressed(spoiled.changes), Asked(as_of=spoiled.as_of)
    (note,) = letters(case, kinds=["file_note"], asked=asked)
    condition = note.lines[0].verdict.finding(spoiled.clause).condition.zh
    (row,) = (row for row in fields(case, asked=asked)["clauses"] if row["condition"] == condition)
    assert row["outcome"] == (TO_BE_DONE if spoiled.outcome == "outstanding" else FOR_CUSTOMS)


def test_goods_that_must_leave_the_zone_still_have_to() -> None:
    case, asked = addressed(IN_THE_ZONE, return_declared_on=None), Asked(as_of=date(2026, 7, 20))
    rows = {row["condition"]: row for row in fields(case, asked=asked)["clauses"]}
    assert rows["退运去向符合要求"]["statement"] == "退运去向：区内"
    assert rows["退运去向符合要求"]["outcome"] == TO_BE_DONE


def test_lines_that_differ_have_rows_of_their_own() -> None:
    rows = fields(addressed(), addressed(reason="refused"), addressed())["clauses"]
    assert [row["statement"] for row in rows if row["condition"].startswith("退运原因")] == [
        "退运原因：客户退货（序号1、3）",
        "退运原因：拒收（序号2）",
    ]
