from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from desk.letters.addressed import addressed, fields, letters, random_letters
from retax import check
from retax.desk.judging.judge import JudgeOptions
from retax.desk.letters.clauses import (
    FOR_CUSTOMS,
    MET,
    TO_BE_DONE,
    compute_period,
    write_clause_row,
)
from retax.desk.letters.dates import write_day
from samples import CLAUSES, ELIGIBLE, FROM_A_ZONE, IN_THE_ZONE, SPOILED, Spoiled, facts
from sizes import walk_part_and_whole

LENIENT_DAY: Mapping[str, Any] = {"export-date": "lenient"}


# -- the last day ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "settled", "sentence"),
    [
        (
            {},
            {},
            "自2026年3月3日出口放行起算六个月，期限届满日为2026年9月3日；"
            "2026年7月6日退运进境、2026年7月7日退运进口申报，均在期限内",
        ),
        (
            {"released_on": None},
            {},
            "自2026年3月2日出口申报起算六个月，期限届满日为2026年9月2日；"
            "2026年7月6日退运进境、2026年7月7日退运进口申报，均在期限内",
        ),
        (
            {"return_declared_on": None},
            {},
            "自2026年3月3日出口放行起算六个月，期限届满日为2026年9月3日；"
            "2026年7月6日退运进境，在期限内",
        ),
        (
            {"return_declared_on": date(2026, 9, 10)},
            {"return-date": "lenient"},
            "自2026年3月3日出口放行起算六个月，期限届满日为2026年9月3日；"
            "2026年7月6日退运进境，在期限内；2026年9月10日退运进口申报",
        ),
        (
            {"returned_on": date(2026, 9, 4), "return_declared_on": date(2026, 9, 4)},
            LENIENT_DAY,
            "自2026年3月4日出口起算六个月，期限届满日为2026年9月4日；"
            "2026年9月4日退运进境、2026年9月4日退运进口申报，均在期限内",
        ),
        (
            {"released_on": date(2026, 3, 2), "exported_on": date(2026, 3, 5)}
            | {"returned_on": date(2026, 9, 7), "return_declared_on": date(2026, 9, 7)},
            {**LENIENT_DAY, "rest-day": "lenient"},
            "自2026年3月5日出口起算六个月，期限届满日2026年9月5日为休息日，顺延至2026年9月7日；"
            "2026年9月7日退运进境、2026年9月7日退运进口申报，均在期限内",
        ),
        (
            {"returned_on": date(2026, 9, 4), "return_declared_on": date(2026, 9, 4)},
            {},
            "自2026年3月3日出口放行起算六个月，期限届满日为2026年9月3日；"
            "2026年9月4日退运进境；2026年9月4日退运进口申报",
        ),
        (
            FROM_A_ZONE,
            {},
            "自2026年3月3日出区起算六个月，期限届满日为2026年9月3日；"
            "2026年7月8日运至境内区外、2026年7月7日退运进口申报，均在期限内",
        ),
    ],
)
def test_the_last_day_is_computed_from_the_day_the_verdict_counts_from(
    changes: Mapping[str, Any], settled: Mapping[str, Any], sentence: str
) -> None:
    assert compute_period(check(facts(changes), settled=settled)) == sentence


def test_of_goods_still_abroad_the_last_day_is_written_and_nothing_else() -> None:
    abroad = facts(returned_on=None, return_declared_on=None)
    verdict = check(abroad, as_of=date(2026, 8, 1))
    assert compute_period(verdict) == "自2026年3月3日出口放行起算六个月，期限届满日为2026年9月3日"


def test_days_off_of_ones_own_move_the_last_day() -> None:
    days_off = [date(2026, 9, 3) + timedelta(n) for n in range(3)]
    verdict = check(ELIGIBLE, settled={"rest-day": "lenient"}, days_off=days_off)
    assert "期限届满日2026年9月3日为休息日，顺延至2026年9月6日" in compute_period(verdict)


def test_without_a_last_day_nothing_is_computed() -> None:
    assert compute_period(check({})) == ""


@walk_part_and_whole("lines", 300, 1500)
def test_in_every_letter_the_last_day_is_that_of_its_verdict(lines: int) -> None:
    seen = 0
    for letter in random_letters(41, lines):
        for line in letter.lines:
            said, verdict = compute_period(line.verdict), line.verdict
            assert verdict.last_day is not None
            assert write_day(verdict.last_day) in said
            met = verdict.finding("1.six_months").outcome == "met"
            seen += met
            assert not met or "在期限内" in said
    assert seen > lines / 15


# -- clause by clause -----------------------------------------------------------------------------

TOLD = {
    "exported_quantity": 100,
    "returned_quantity": 4,
    "returned_before": 0,
    "attribution": "traced",
    "shipped_as_declared": True,
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
SAME_GOODS = "所退商品可与原出口商品对应"
ALL_OF_THE_LINE: Mapping[str, Any] = {
    "attribution": "traced",
    "exported_quantity": 5,
    "returned_quantity": 1,
    "returned_before": 0,
}
ROWS = [
    ("第一条", "出口申报日期：2026年3月2日（公告适用期2026年1月1日至2027年12月31日）"),
    ("第一条", "监管方式代码：9610"),
    ("第一条", "退运原因：客户退货"),
    ("第一条", compute_period(check(ELIGIBLE))),
    ("第一条", "退运去向：境内区外"),
    ("第一条", "商品编码：9503008900，商品不供人食用或饮用"),
    (
        "",
        "与原出口批次的对应方式：逐件对应，所发与所报一致，"
        "出口数量：100，本次退运数量：4，此前累计已退运数量：0",
    ),
    ("第二条", "出口退税办理情况：未退税"),
    ("第二条", "《出口货物已补税/未退税证明》已取得"),
    ("", "退运企业与原出口企业一致"),
    ("第三条", "最小商品形态与出口时基本一致，不缺配件、部件，商品无破损"),
    ("第三条", "未增加或更换配件、部件"),
    ("第三条", "未经加工、改装，未换标或更换包装"),
    ("第三条", "使用情况：未使用"),
    ("第四条", "见单证一览"),
]


def test_where_everything_is_stated_every_clause_is_met_on_the_facts_given() -> None:
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
        ({"exported_quantity": 5}, SAME_GOODS, FOR_CUSTOMS),
        ({"exported_quantity": 5, "returned_quantity": 1}, SAME_GOODS, FOR_CUSTOMS),
        ({"attribution": "traced"}, SAME_GOODS, FOR_CUSTOMS),
        (ALL_OF_THE_LINE, SAME_GOODS, MET),
        ({**ALL_OF_THE_LINE, "returned_before": None}, SAME_GOODS, FOR_CUSTOMS),
    ],
)
def test_a_clause_is_called_met_only_where_the_facts_given_show_it(
    changes: Mapping[str, Any], condition: str, outcome: str
) -> None:
    rows = fields(addressed(changes))["clauses"]
    assert [row["outcome"] for row in rows if row["condition"] == condition] == [outcome]


@pytest.mark.parametrize(
    ("changes", "settled", "condition"),
    [
        ({"reason": "recall"}, "reason:recall", "退运原因属于滞销或退货"),
        ({"damaged": True}, "missing-or-damaged", "最小商品形态基本一致"),
        ({"attribution": "fifo"}, "batch-fifo", SAME_GOODS),
        ({"importer_differs": True}, "other-enterprise", "退运企业与原出口企业一致"),
    ],
)
def test_a_clause_that_a_settled_question_decides_is_for_customs(
    changes: Mapping[str, Any], settled: str, condition: str
) -> None:
    # The letter speaks of facts; that goods taken back by recall are returned is no fact.
    options = JudgeOptions(settled={settled: "lenient"})
    rows = fields(addressed({**TOLD, **changes}), asked=options)["clauses"]
    assert [row["condition"] for row in rows if row["outcome"] != MET] == [condition]
    assert {row["outcome"] for row in rows} == {MET, FOR_CUSTOMS}


NOT_LEFT_TO_PRESUMPTION: Mapping[str, tuple[str, ...]] = {
    "1.six_months": ("exported_on",),
    "1.destination": ("destination",),
    "1.not_food": ("is_food",),
    "1.same_goods": ("attribution", "exported_quantity", "returned_quantity", "returned_before"),
    "2.certificate": ("papers_held",),
    "2.same_enterprise": ("importer_differs",),
    "3.same_form": ("parts_missing", "damaged"),
    "3.not_processed": ("repacked",),
    "4.papers": ("papers_held",),
}


@pytest.mark.parametrize(
    ("clause", "fact"),
    [(clause, fact) for clause, names in NOT_LEFT_TO_PRESUMPTION.items() for fact in names],
)
def test_no_clause_is_called_met_on_a_fact_that_was_not_given(clause: str, fact: str) -> None:
    assert find_outcome(clause, TOLD) == "符合"
    assert find_outcome(clause, {**TOLD, fact: None}) in ("请海关审核", None)


def find_outcome(clause: str, given: Mapping[str, Any]) -> str | None:
    """Return what a note says of a clause that is met; None where it has no row of it."""
    (letter,) = letters(addressed(given), kinds=["file_note"])
    (line,) = letter.lines
    finding = line.verdict.finding(clause)
    assert finding.outcome == "met"
    row = write_clause_row(line, finding, letter.on)
    return None if row is None else row.outcome


@walk_part_and_whole("lines", 300, 1500)
def test_what_rests_on_a_presumption_in_any_letter_is_for_customs(lines: int) -> None:
    seen = set()
    for letter in random_letters(42, lines):
        for line in letter.lines:
            for finding in line.verdict.findings:
                row = write_clause_row(line, finding, letter.on)
                if row is not None and row.outcome == MET:
                    seen.add(finding.clause)
                    assert finding.outcome == "met"
                    assert not set(finding.presumed) & set(
                        NOT_LEFT_TO_PRESUMPTION.get(finding.clause, ())
                    )
                    assert all(
                        getattr(line.verdict.facts, fact) is not None
                        for fact in NOT_LEFT_TO_PRESUMPTION.get(finding.clause, ())
                        if fact != "exported_on"  # may be unknown where the clock does not ask
                    )
    assert len(seen) > 10


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
    case, asked = addressed(spoiled.changes), JudgeOptions(as_of=spoiled.as_of)
    (note,) = letters(case, kinds=["file_note"], asked=asked)
    condition = note.lines[0].verdict.finding(spoiled.clause).condition.zh
    (row,) = (row for row in fields(case, asked=asked)["clauses"] if row["condition"] == condition)
    assert row["outcome"] == (TO_BE_DONE if spoiled.outcome == "outstanding" else FOR_CUSTOMS)


def test_goods_that_must_leave_the_zone_still_have_to() -> None:
    case, asked = (
        addressed(IN_THE_ZONE, return_declared_on=None),
        JudgeOptions(as_of=date(2026, 7, 20)),
    )
    rows = {row["condition"]: row for row in fields(case, asked=asked)["clauses"]}
    assert rows["退运去向符合要求"]["statement"] == "退运去向：区内"
    assert rows["退运去向符合要求"]["outcome"] == TO_BE_DONE


def test_lines_that_differ_have_rows_of_their_own() -> None:
    rows = fields(addressed(), addressed(reason="refused"), addressed())["clauses"]
    assert [row["statement"] for row in rows if row["condition"].startswith("退运原因")] == [
        "退运原因：客户退货（序号1、3）",
        "退运原因：拒收（序号2）",
    ]
