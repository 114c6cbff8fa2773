from __future__ import annotations

from datetime import date

import pytest

from retax.judge.compiled_law import CompiledClause, get_law
from retax.law.clause import as_of, fact
from retax.law.cross_border.named_parts import PARTS
from retax.law.named_part import Definition, Part
from retax.logic.expressions import (
    FALSE,
    TRUE,
    Add,
    Expression,
    Matches,
    Not,
    Subtract,
    When,
    all_of,
    any_of,
    as_expression,
    first,
    is_true,
    known,
    longest_prefix,
    months,
    reading,
    when,
    working_day,
)
from retax.publish.prose import Teller
from retax.publish.question_links import link
from retax.words import Words

NOON = date(2026, 3, 5)
FOOD = longest_prefix(fact.hs_code, {"02": "food"})
LINK = link("zone", "q.md")


def write_rule(tree: Expression, lang: str = "en") -> list[str]:
    teller = Teller("q.md", {})
    return list(teller.describe_rule(tree).write_markdown("zh" if lang == "zh" else "en"))


@pytest.mark.parametrize(
    ("tree", "zh", "en"),
    [
        (TRUE, "成立", "holds"),
        (fact.processed, "「加工、改装」为“是”", "“processed or refitted” is yes"),
        (~fact.processed, "「加工、改装」为“否”", "“processed or refitted” is no"),
        (fact.use.is_("unused"), "「使用情况」为“未使用”", "“use” is: unused"),
        (~fact.use.is_("unused"), "「使用情况」不为“未使用”", "“use” is not: unused"),
        (
            ~fact.supervision_code.is_in("9610", "1210"),
            "「监管方式代码」不属于下列各项：9610、1210",
            "“supervision code” is none of: 9610; 1210",
        ),
        (
            fact.papers_held.contains_any("tax_certificate"),
            "「已备单证」中有《出口货物已补税/未退税证明》",
            "“papers held” include: certificate that the refund was repaid or never made",
        ),
        (known(fact.use), "「使用情况」已知", "“use” is known"),
        (~known(fact.use), "「使用情况」未知", "“use” is not known"),
        (
            is_true(fact.damaged),
            "「商品破损」为“是”（须已知）",
            "“damaged” is yes (and known to be so)",
        ),
        (~is_true(fact.damaged), "「商品破损」为“否”（未知亦可）", "“damaged” is no (or unknown)"),
        (
            as_of <= working_day(months(fact.exported_on, 6)),
            "判断基准日不晚于「出口日期」后第 6 个月的对应日，逢休息日顺延至其后第一个工作日",
            "the day asked as of is not later than the corresponding day 6 months after "
            "“day of export”, moved on to the next working day",
        ),
        (
            Not(as_expression(NOON) < fact.exported_on),
            "「出口日期」不晚于 2026-03-05",
            "“day of export” is not later than 2026-03-05",
        ),
        (
            as_expression(NOON) < fact.exported_on,
            "「出口日期」晚于 2026-03-05",
            "“day of export” is after 2026-03-05",
        ),
        (
            as_expression(NOON) <= fact.exported_on,
            "「出口日期」不早于 2026-03-05",
            "“day of export” is not before 2026-03-05",
        ),
        (
            first(fact.returned_before, as_expression(0)) < fact.exported_quantity,
            "「此前累计已退运数量」（未知的为 0）少于「出口数量」",
            "“quantity returned before” (if unknown: 0) is less than “quantity exported”",
        ),
        (
            ~(Add(fact.returned_quantity, fact.returned_before) <= fact.exported_quantity),
            "「本次退运数量」 + 「此前累计已退运数量」超过「出口数量」",
            "“quantity returned” + “quantity returned before” is more than “quantity exported”",
        ),
        (
            first(fact.released_on, fact.declared_on) < as_of,
            "「出口放行日期」（未知的为「出口申报日期」）早于判断基准日",
            "“day of release for export” (if unknown: “day of the export declaration”) is before "
            "the day asked as of",
        ),
        (
            FOOD.is_("food"),
            "「商品编码」的税号筛查结果为 food",
            "what the screen of headings says of “HS code” is: food",
        ),
        (
            Matches(fact.hs_code, "02"),
            "「商品编码」符合格式 `02`",
            "“HS code” has the form `02`",
        ),
        (
            when(fact.processed, fact.released_on, fact.exported_on) <= as_of,
            "「加工、改装」为“是”的为「出口放行日期」，否则为「出口日期」不晚于判断基准日",
            "“day of release for export” if “processed or refitted” is yes, else “day of export” "
            "is not later than the day asked as of",
        ),
        (
            reading("zone", fact.released_on, fact.exported_on) <= as_of,
            f"「出口放行日期」（{LINK} 从严）或「出口日期」（从宽）不晚于判断基准日",
            f"“day of release for export” ({LINK} strictly) or “day of export” (leniently) "
            "is not later than the day asked as of",
        ),
    ],
)
def test_a_condition_of_one_line(tree: Expression, zh: str, en: str) -> None:
    assert write_rule(tree, "zh") == [f"- {zh}"]
    assert write_rule(tree) == [f"- {en}"]


A, B, C = ~fact.processed, ~fact.parts_added, fact.same_form
A_TOLD, B_TOLD, C_TOLD = (write_rule(tree)[0][2:] for tree in (A, B, C))


@pytest.mark.parametrize(
    ("tree", "lines"),
    [
        (A & B, ["- all of these:", f"    - {A_TOLD}", f"    - {B_TOLD}"]),
        (
            C | fact.damaged,
            ["- at least one of these:", f"    - {C_TOLD}", "    - “damaged” is yes"],
        ),
        (~(A & B), ["- not all of these:", f"    - {A_TOLD}", f"    - {B_TOLD}"]),
        (~(C | A), ["- none of these:", f"    - {C_TOLD}", f"    - {A_TOLD}"]),
        (A | C, [f"- if “processed or refitted” is yes: {C_TOLD}"]),
        (
            reading("zone", A, A & B),
            [
                f"- open question {LINK}:",
                f"    - strictly: {A_TOLD}",
                "    - leniently: all of these:",
                f"        - {A_TOLD}",
                f"        - {B_TOLD}",
            ],
        ),
        (
            when(C, A, FALSE),
            ["- it depends:", f"    - if {C_TOLD}: {A_TOLD}", "    - otherwise: does not hold"],
        ),
        (
            When(all_of(A, B), C, TRUE),
            [
                "- it depends:",
                "    - if all of these:",
                f"        - {A_TOLD}",
                f"        - {B_TOLD}",
                f"        - then: {C_TOLD}",
                "    - otherwise: holds",
            ],
        ),
        (
            ~is_true(any_of(A, C)),
            ["- none of these: (or unknown)", f"    - {A_TOLD}", f"    - {C_TOLD}"],
        ),
        (
            Not(reading("zone", A, B)),
            [
                f"- not: open question {LINK}:",
                f"    - strictly: {A_TOLD}",
                f"    - leniently: {B_TOLD}",
            ],
        ),
    ],
)
def test_a_condition_of_several_lines(tree: Expression, lines: list[str]) -> None:
    assert write_rule(tree) == lines


WORDS = Words("原样", "as it was")
NAMED = Part(WORDS, Definition(WORDS, A & B))
AS_IT_WAS = "[as it was](#原样--as-it-was)"


def test_a_part_is_called_by_its_name_and_defined_once() -> None:
    teller = Teller("q.md", {A & B: NAMED})
    assert list(teller.describe_rule((A & B) | C).write_markdown("en")) == [
        "- at least one of these:",
        f"    - {AS_IT_WAS}",
        f"    - {C_TOLD}",
    ]
    teller.describe_rule(A & B)
    [(heading, told_once)] = teller.list_definitions()
    assert heading == "原样 · as it was"
    assert list(told_once.write_markdown("en")) == write_rule(A & B)


def test_a_part_is_found_among_other_conditions_and_when_it_is_denied() -> None:
    teller = Teller("q.md", {A & B: NAMED})
    assert list(teller.describe_rule(all_of(A, C, B)).write_markdown("en")) == [
        "- all of these:",
        f"    - {AS_IT_WAS}",
        f"    - {C_TOLD}",
    ]
    assert list(teller.describe_rule(~(A & B)).write_markdown("en")) == [f"- not: {AS_IT_WAS}"]


def test_a_definition_may_call_for_another() -> None:
    inner = Words("未加工", "not processed")
    teller = Teller("q.md", {A & B: NAMED, A: Part(inner, Definition(inner, A))})
    teller.describe_rule(A & B)
    assert [heading for heading, _ in teller.list_definitions()] == [
        "原样 · as it was",
        "未加工 · not processed",
    ]


def test_a_value_is_defined_by_what_it_is() -> None:
    words = Words("期限", "the limit")
    tree = when(C, months(fact.exported_on, 6), fact.released_on)
    teller = Teller("q.md", {tree: Part(words, Definition(words, tree))})
    teller.describe_rule(as_of <= tree)
    [(_, limit)] = teller.list_definitions()
    assert list(limit.write_markdown("en")) == [
        "- it depends:",
        f"    - if {C_TOLD}: the corresponding day 6 months after “day of export”",
        "    - otherwise: “day of release for export”",
    ]


def test_what_is_no_condition_is_refused() -> None:
    with pytest.raises(TypeError, match="a Add is no condition"):
        write_rule(Add(fact.returned_quantity, fact.returned_before))


def test_what_has_no_value_is_refused() -> None:
    with pytest.raises(TypeError, match="a And has no value"):
        Teller("q.md", {}).name_value(A & B)


@pytest.mark.parametrize("ruled", get_law().clauses, ids=lambda ruled: ruled.clause.id)
def test_every_rule_of_the_law_can_be_put_in_words(ruled: CompiledClause) -> None:
    clause, teller = ruled.clause, Teller("q.md")
    rules = [
        teller.describe_rule(tree) for tree in (clause.holds, clause.outstanding, clause.uncovered)
    ]
    defined = [definition for _, definition in teller.list_definitions()]
    for rule in (*rules, *defined):
        assert len(list(rule.write_markdown("zh"))) == len(list(rule.write_markdown("en")))


def test_every_named_part_is_in_the_law_or_in_a_definition() -> None:
    teller = Teller("q.md")
    for ruled in get_law().clauses:
        teller.describe_rule(ruled.clause.holds)
        teller.describe_rule(ruled.clause.outstanding)
    defined = {heading for heading, _ in teller.list_definitions()}
    wanted = {
        f"{part.definition.words.zh} · {part.definition.words.en}"
        for part in PARTS.values()
        if part.definition is not None
    }
    assert wanted == defined


def test_quantities_are_added_taken_away_and_compared_with_fixed_values() -> None:
    left = Subtract(fact.exported_quantity, fact.returned_before)
    teller = Teller("q.md", {})
    assert teller.name_value(left) == Words(
        "「出口数量」 - 「此前累计已退运数量」", "“quantity exported” - “quantity returned before”"
    )
    assert teller.name_value(TRUE) == Words("成立", "holds")
