from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import plain_tariff_law_39
import samples
from cases import Facts
from retax import Cause, ReturnReason
from retax.facts.consistency import (
    CONTRADICTIONS,
    ContradictionRule,
    is_contradictory,
    list_contradictions,
)
from retax.logic.compile_python import compile_function
from retax.logic.expressions import YearStart
from retax.logic.traversal import walk
from samples import refusal, refusals, validate

EARLY, LATE = date(2026, 3, 4), date(2026, 3, 5)

ORDERED = [
    ("declared_on", "released_on", "released_on"),
    ("declared_on", "exported_on", "exported_on"),
    ("released_on", "exported_on", "exported_on"),
    ("left_zone_on", "exported_on", "left_zone_on"),
    ("exported_on", "returned_on", "returned_on"),
    ("left_zone_on", "returned_on", "returned_on"),
    ("exported_on", "return_declared_on", "return_declared_on"),
    ("left_zone_on", "return_declared_on", "return_declared_on"),
    ("returned_on", "domestic_on", "domestic_on"),
    ("left_zone_on", "domestic_on", "domestic_on"),
    # these follow from the others: what went out cannot come back before it was declared
    ("declared_on", "returned_on", "returned_on"),
    ("released_on", "returned_on", "returned_on"),
    ("declared_on", "return_declared_on", "return_declared_on"),
    ("released_on", "return_declared_on", "return_declared_on"),
    ("declared_on", "domestic_on", "domestic_on"),
    ("released_on", "domestic_on", "domestic_on"),
    ("exported_on", "domestic_on", "domestic_on"),
    # customs prolongs a period that begins with the export
    ("exported_on", "extended_until", "extended_until"),
]
"""The day that comes first, the day that follows, and the field that is blamed."""


@pytest.mark.parametrize(("first", "then", "blamed"), ORDERED)
def test_days_in_the_wrong_order_are_a_contradiction(first: str, then: str, blamed: str) -> None:
    line = refusal(**{first: LATE, then: EARLY})
    assert line.field == blamed
    for sentence in (line.en, line.zh):
        assert "2026-03-04" in sentence
        assert "2026-03-05" in sentence
    assert first in line.en
    assert then in line.en
    assert samples.OTHER_NAMES[first][0] in line.zh
    assert samples.OTHER_NAMES[then][0] in line.zh


@pytest.mark.parametrize(("first", "then", "blamed"), ORDERED)
def test_the_same_day_is_no_contradiction(first: str, then: str, blamed: str) -> None:
    assert getattr(validate(**{first: LATE, then: LATE}), blamed) == LATE


@pytest.mark.parametrize("first", samples.DAYS)
@pytest.mark.parametrize("then", samples.DAYS)
def test_no_other_order_of_two_days_is_a_contradiction(first: str, then: str) -> None:
    if (first, then) in {(a, b) for a, b, _ in ORDERED} or first == then:
        return
    assert validate(**{first: LATE, then: EARLY})


def test_a_return_may_be_declared_in_advance() -> None:
    assert validate(returned_on=LATE, return_declared_on=EARLY)


def test_goods_that_are_in_a_zone_have_not_arrived_outside() -> None:
    line = refusal(destination="zone", domestic_on=LATE)
    assert line.field == "destination"
    assert "2026-03-05" in line.en
    assert "zone" in line.en
    assert "2026-03-05" in line.zh
    assert "区内" in line.zh
    assert validate(destination="domestic", domestic_on=LATE)
    assert validate(destination="zone", returned_on=LATE)


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        *(("force_majeure", c) for c in get_args(Cause) if c != "force_majeure"),
        ("quality_defect", "none"),
        ("quality_defect", "force_majeure"),
    ],
)
def test_a_cause_fits_the_reason(reason: str, cause: str) -> None:
    line = refusal(reason=reason, cause=cause)
    assert (line.field, line.code) == ("cause", "contradiction")
    for fact, value in (("reason", reason), ("cause", cause)):
        assert samples.WORDS[fact][value][0] in line.zh
        assert f"{fact} says" in line.en


def test_any_other_reason_may_have_any_cause() -> None:
    for reason in get_args(ReturnReason):
        for cause in (None, *get_args(Cause)):
            fits = {
                "force_majeure": cause in (None, "force_majeure"),
                "quality_defect": cause not in ("none", "force_majeure"),
            }
            if fits.get(reason, True):
                assert validate(reason=reason, cause=cause).cause == cause
    assert validate(cause="none").cause == "none"


@pytest.mark.parametrize("refund", ["refunded", "repaid"])
def test_goods_taxed_at_export_got_no_refund(refund: str) -> None:
    line = refusal(taxed_at_export=True, export_refund=refund)
    assert line.field == "taxed_at_export"
    assert samples.WORDS["export_refund"][refund][0] in line.zh
    assert validate(taxed_at_export=False, export_refund=refund)


@pytest.mark.parametrize("refund", ["not_refunded", "claimed", None])
def test_goods_taxed_at_export_may_have_any_other_refund(refund: str | None) -> None:
    assert validate(taxed_at_export=True, export_refund=refund)


def test_under_9610_a_declaration_number_is_that_of_the_summary() -> None:
    line = refusal(supervision_code="9610", export_entry=samples.DECLARATION_NUMBER)
    assert line.field == "export_entry"
    assert samples.DECLARATION_NUMBER in line.en
    assert "list" in line.en
    assert samples.DECLARATION_NUMBER in line.zh
    assert "清单" in line.zh
    assert validate(supervision_code="9610", export_entry=samples.LIST_NUMBER)


@pytest.mark.parametrize("code", ["9710", "9810", "1210", "0110", None])
def test_under_other_codes_a_declaration_number_is_fine(code: str | None) -> None:
    assert validate(supervision_code=code, export_entry=samples.DECLARATION_NUMBER)


# -- the certificate ------------------------------------------------------------------------------


@pytest.mark.parametrize("refund", ["claimed", "refunded"])
def test_no_certificate_is_held_while_a_refund_is_claimed_or_not_repaid(refund: str) -> None:
    line = refusal(export_refund=refund, papers_held=["tax_certificate", "export_list"])
    assert (line.field, line.code) == ("papers_held", "contradiction")
    assert samples.WORDS["export_refund"][refund][0] in line.zh
    assert "《出口货物已补税/未退税证明》" in line.zh
    assert "only once the refund is repaid or where none is claimed" in line.en
    for papers in ([], ["export_list"], sorted(set(samples.PAPER_WORDS) - {"tax_certificate"})):
        assert validate(export_refund=refund, papers_held=papers)


@pytest.mark.parametrize("refund", ["not_refunded", "repaid", None])
def test_any_other_refund_goes_with_the_certificate(refund: str | None) -> None:
    assert validate(export_refund=refund, papers_held=["tax_certificate"])


# -- the sentences --------------------------------------------------------------------------------

SENTENCES: tuple[tuple[dict[str, Any], str, str], ...] = (
    (
        {"supervision_code": "9610", "export_entry": "291020260000000123"},
        "9610 项下出口单证号（291020260000000123）是报关单号，系事后汇总申报；请填"
        "清单编号及清单日期",
        "export_entry 291020260000000123 is a declaration number, under 9610 that "
        "of the summary filed after the event; give the list's number and dates",
    ),
    (
        {"declared_on": "2026-03-05", "released_on": "2026-03-04"},
        "出口放行日期（2026-03-04）早于出口申报日期（2026-03-05）",
        "released_on 2026-03-04 is before declared_on 2026-03-05; accepted is the "
        "same day or later",
    ),
    (
        {"export_entry": "29102026E000000123", "declared_on": "2025-12-31"},
        "出口单证号（29102026E000000123）第5至8位的年份与出口申报日期（2025-12-31）"
        "不符；应为申报当年（1月申报的可为上一年）",
        "export_entry 29102026E000000123 bears another year in digits 5 to 8 than "
        "declared_on 2025-12-31; accepted is the year of the declaration (in "
        "January that before, too)",
    ),
    (
        {"export_entry": "29102026E000000123", "exported_on": "2025-12-31"},
        "出口单证号（29102026E000000123）第5至8位的年份晚于出口日期（2025-12-31）",
        "export_entry 29102026E000000123 bears a year in digits 5 to 8 later than "
        "exported_on 2025-12-31; accepted is a number whose declaration fits that",
    ),
    (
        {"return_entry": "291020251000000456", "return_declared_on": "2026-02-01"},
        "退运报关单号（291020251000000456）第5至8位的年份与退运进口申报日期（"
        "2026-02-01）不符；应为申报当年（1月申报的可为上一年）",
        "return_entry 291020251000000456 bears another year in digits 5 to 8 than "
        "return_declared_on 2026-02-01; accepted is the year of the declaration "
        "(in January that before, too)",
    ),
    (
        {"return_entry": "291020251000000456", "exported_on": "2026-02-01"},
        "退运报关单号（291020251000000456）第5至8位的年份早于出口日期（2026-02-01）",
        "return_entry 291020251000000456 bears a year in digits 5 to 8 before "
        "exported_on 2026-02-01; accepted is a number whose declaration fits that",
    ),
    (
        {"return_entry": "291020251000000456", "export_entry": "29102026E000000123"},
        "退运报关单号（291020251000000456）第5至8位的年份早于出口单证号（29102026E000000123）",
        "return_entry 291020251000000456 bears a year in digits 5 to 8 before that "
        "of export_entry 29102026E000000123; accepted is a number whose "
        "declaration fits that",
    ),
    (
        {"exported_on": "2026-03-04", "left_zone_on": "2026-03-05"},
        "出区日期（2026-03-05）晚于出口日期（2026-03-04）",
        "left_zone_on 2026-03-05 is after exported_on 2026-03-04; accepted is the "
        "same day or earlier",
    ),
    (
        {"destination": "zone", "domestic_on": "2026-03-05"},
        "退运去向为“区内”，却填有运至境内区外日期（2026-03-05）",
        "destination is zone (in a special customs supervision zone), yet "
        "domestic_on is 2026-03-05; accepted is one of the two",
    ),
    (
        {"taxed_at_export": True, "export_refund": "repaid"},
        "出口时已征增值税或消费税为“是”，出口退税办理情况却为“已补税”；出口时已征税"
        "的不予退税，二者只能有其一",
        "taxed_at_export is yes, yet export_refund says: repaid or offset; goods "
        "taxed at export get no refund, accepted is one of the two",
    ),
    (
        {"export_refund": "claimed", "papers_held": ["tax_certificate"]},
        "已备单证（《出口货物已补税/未退税证明》）含《出口货物已补税/未退税证明》，"
        "出口退税办理情况却为“已申报未办结”；该证明只在补税后或未退税时开具，二者只"
        "能有其一",
        "papers_held (certificate that the refund was repaid or never made) holds "
        "the tax certificate, yet export_refund says: refund claimed, not decided; "
        "the certificate is issued only once the refund is repaid or where none is "
        "claimed, accepted is one of the two",
    ),
)


@pytest.mark.parametrize(("facts", "zh", "en"), SENTENCES)
def test_a_contradiction_names_both_values_and_what_is_accepted(
    facts: dict[str, Any], zh: str, en: str
) -> None:
    line = refusal(**facts)
    assert (line.zh, line.en, line.code) == (zh, en, "contradiction")


# -- the years in numbers -------------------------------------------------------------------------

EXPORT_NUMBERS = tuple(f"2910{year}{ninth}000000123" for year in (2025, 2026) for ninth in "E0")
RETURN_NUMBERS = tuple(f"2910{year}{ninth}000000456" for year in (2025, 2026) for ninth in "1I")
LATER = ("released_on", "exported_on", "returned_on", "domestic_on", "return_declared_on")
EARLIER = ("declared_on", "released_on", "exported_on", "left_zone_on")
EDGES = tuple(
    date(year, *day)
    for year in (2024, 2025, 2026, 2027)
    for day in ((1, 1), (1, 31), (2, 1), (12, 31))
)


def days_of_declaration(number: str) -> list[date]:
    """Return every day a number can be declared on: its year, and January after it."""
    year = int(number[4:8])
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(400))
    return [day for day in days if day.year == year or (day.year, day.month) == (year + 1, 1)]


def can_fit(number: str, fact: str, days: Mapping[str, date]) -> bool:
    """Say whether on some day of its declaration a number could stand beside the days told."""
    is_export = fact == "export_entry"
    declared = days.get("declared_on" if is_export else "return_declared_on")
    after = [days[name] for name in LATER if name in days] if is_export else []
    before = [] if is_export else [days[name] for name in EARLIER if name in days]
    return any(
        (declared is None or day == declared)
        and all(day <= later for later in after)
        and all(earlier <= day for earlier in before)
        for day in days_of_declaration(number)
    )


_numbers = [c for c in CONTRADICTIONS if any(isinstance(n, YearStart) for n in walk(c.when))]
_found = compile_function([each.when for each in _numbers])


def blamed(facts: Mapping[str, Any]) -> set[str]:
    """Return the numbers that are refused for their year."""
    found = _found(Facts(**facts), None)
    return {each.fact for each, here in zip(_numbers, found, strict=True) if here is True}


@pytest.mark.parametrize("name", samples.DAYS)
@pytest.mark.parametrize("number", [*EXPORT_NUMBERS, *RETURN_NUMBERS])
def test_the_year_in_a_number_must_fit_each_day(number: str, name: str) -> None:
    fact = "export_entry" if number in EXPORT_NUMBERS else "return_entry"
    for day in EDGES:
        fits = can_fit(number, fact, {name: day})
        assert blamed({fact: number, name: day}) == (set() if fits else {fact}), day
        if fits:
            assert getattr(validate(**{fact: number, name: day}), fact) == number
        else:
            line = refusal(**{fact: number, name: day})
            assert (line.field, line.code) == (fact, "contradiction")
            for sentence in (line.zh, line.en):
                assert number in sentence
                assert str(day) in sentence


@pytest.mark.parametrize(
    ("fact", "number", "declared", "name"),
    [
        ("export_entry", "29102025E000000123", "2024-12-31", "declared_on"),
        ("export_entry", "29102025E000000123", "2026-02-01", "declared_on"),
        ("return_entry", "291020251000000456", "2024-12-31", "return_declared_on"),
        ("return_entry", "291020251000000456", "2026-02-01", "return_declared_on"),
    ],
)
def test_a_number_is_declared_in_its_year_or_in_january_after(
    fact: str, number: str, declared: str, name: str
) -> None:
    assert refusal(**{fact: number, name: declared}).field == fact
    for day in ("2025-01-01", "2025-12-31", "2026-01-01", "2026-01-31"):
        assert validate(**{fact: number, name: day})


@pytest.mark.parametrize("export", EXPORT_NUMBERS)
@pytest.mark.parametrize("back", RETURN_NUMBERS)
def test_a_return_has_no_number_of_a_year_before_the_exports(export: str, back: str) -> None:
    if back[4:8] < export[4:8]:
        line = refusal(export_entry=export, return_entry=back)
        assert (line.field, line.code) == ("return_entry", "contradiction")
        assert export in line.en
        assert back in line.zh
    else:
        assert validate(export_entry=export, return_entry=back)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "export_entry": st.sampled_from(EXPORT_NUMBERS),
            "return_entry": st.sampled_from(RETURN_NUMBERS),
            **dict.fromkeys(samples.DAYS, st.dates(date(2024, 6, 1), date(2027, 6, 30))),
        },
    )
)
def test_numbers_are_refused_where_no_day_of_their_declaration_could_be(
    facts: dict[str, Any],
) -> None:
    days = {name: facts[name] for name in samples.DAYS if name in facts}
    numbers = {name: facts[name] for name in ("export_entry", "return_entry") if name in facts}
    wrong = {name for name, number in numbers.items() if not can_fit(number, name, days)}
    if len(numbers) == 2 and numbers["return_entry"][4:8] < numbers["export_entry"][4:8]:
        wrong.add("return_entry")
    # Between days in an order that cannot be no declaration lies; that is refused in other words.
    orders = [("declared_on", later) for later in LATER]
    orders += [(earlier, "return_declared_on") for earlier in EARLIER]
    assume(all(days[a] <= days[b] for a, b in orders if a in days and b in days))
    assert blamed(facts) == wrong


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "export_entry": st.sampled_from(EXPORT_NUMBERS),
            "return_entry": st.sampled_from(RETURN_NUMBERS),
            "supervision_code": st.sampled_from(["9610", "1210", "9710"]),
            "destination": st.sampled_from(["zone", "domestic"]),
            "export_refund": st.sampled_from(["not_refunded", "claimed", "refunded", "repaid"]),
            "taxed_at_export": st.booleans(),
            "reason": st.sampled_from(["force_majeure", "quality_defect", "unsold"]),
            "cause": st.sampled_from(get_args(Cause)),
            "papers_held": st.sampled_from([frozenset(), frozenset({"tax_certificate"})]),
            **dict.fromkeys(samples.DAYS, st.sampled_from(EDGES[4:12])),
        },
    )
)
def test_what_contradicts_itself_is_what_the_plain_law_says(facts: dict[str, Any]) -> None:
    goods = Facts(**facts)
    assert is_contradictory(goods) == bool(plain_tariff_law_39.contradictions(facts))
    assert is_contradictory(goods) == bool(list_contradictions(goods))


def test_contradictions_are_reported_all_at_once() -> None:
    lines = refusals(
        {
            "declared_on": "2026-03-05",
            "released_on": "2026-03-04",
            "taxed_at_export": True,
            "export_refund": "repaid",
        }
    )
    assert [line.field for line in lines] == ["released_on", "taxed_at_export"]


def test_contradictions_are_found_in_chinese_input_too() -> None:
    line = refusal(出口申报日期="20260305", 出口放行日期="20260304")
    assert line.field == "released_on"
    assert "2026-03-04" in line.en


def test_facts_that_fit_together_contradict_themselves_in_no_way() -> None:
    goods = validate(**samples.ELIGIBLE)
    assert not is_contradictory(goods)
    assert list_contradictions(goods) == []


@pytest.mark.parametrize("contradiction", CONTRADICTIONS, ids=range(len(CONTRADICTIONS)))
def test_every_contradiction_blames_a_fact_in_its_sentence(
    contradiction: ContradictionRule,
) -> None:
    assert contradiction.fact in samples.OTHER_NAMES
    assert f"{{{contradiction.fact}}}" in contradiction.words.zh
    assert f"{{{contradiction.fact}}}" in contradiction.words.en
