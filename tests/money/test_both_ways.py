"""What falls due by the better of both ways in, held against a second reading of the two rulings.

The second one takes the outcomes of the clauses and computes in whole fen; it knows nothing of
``retax.money``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

import samples
from money.cases import (
    ANOTHER_EXPORT,
    BY_STATUS,
    LEVIED,
    NOT_LEVIED,
    QUALITY,
    WHOLE,
    random_pairs,
    verdict,
)
from money.whole_fen import Import
from retax import Side, Verdict, check
from retax.money import Amounts, Cliff, stakes, worth

# -- the second reading -----------------------------------------------------------------------

NOTHING, WITHOUT_DUTY, EVERYTHING = range(3)

BY_ANNOUNCEMENT = {
    "eligible": (NOTHING, NOTHING),
    "conditional": (NOTHING, NOTHING),
    "needs_review": (EVERYTHING, NOTHING),
    "needs_facts": (EVERYTHING, NOTHING),
    "ineligible": (EVERYTHING, EVERYTHING),
}


def by_ordinary_route(v: Verdict) -> tuple[int, int]:
    """Read the levy, strictly and leniently, from the outcomes of the ordinary route."""
    outcomes: dict[str, str] = {f.clause: f.outcome for f in v.ordinary.findings}
    import_taxes = outcomes.pop("39.import_taxes")
    if "failed" in outcomes.values() or "not_covered" in outcomes.values():
        return EVERYTHING, EVERYTHING
    lenient = WITHOUT_DUTY if import_taxes == "failed" else NOTHING
    if "unknown" in outcomes.values() or "open" in outcomes.values():
        return EVERYTHING, lenient
    assert {*outcomes.values()} <= {"met", "outstanding"}
    return {"met": NOTHING, "open": WITHOUT_DUTY, "failed": WITHOUT_DUTY}[import_taxes], lenient


def by_better_way(v: Verdict) -> tuple[int, int]:
    here, there = BY_ANNOUNCEMENT[v.status], by_ordinary_route(v)
    return min(here[0], there[0]), min(here[1], there[1])


def taxes_in_fen(levy: int, v: Verdict, amounts: Amounts) -> tuple[int, int, int] | None:
    """Duty, consumption tax and VAT of a levy, in whole fen; None where an input is missing."""
    if levy == NOTHING:
        return 0, 0, 0
    value, vat, duty = amounts.dutiable_value, amounts.vat_rate, amounts.duty_rate
    consumption_tax = amounts.consumption_tax_rate
    if consumption_tax is None and not (v.facts.hs_code or "").startswith("3304"):
        consumption_tax = Decimal(0)
    if levy == WITHOUT_DUTY:
        duty = Decimal(0)
    if value is None or vat is None or duty is None or consumption_tax is None:
        return None
    rates = [int(rate * 10**6) for rate in (duty, vat, consumption_tax)]
    case = Import(int(value * 100), *rates)
    return case.taxes() if levy == EVERYTHING else case.taxes_without_duty()


def sum_in_yuan(levy: int, v: Verdict, amounts: Amounts) -> Decimal | None:
    taxes = taxes_in_fen(levy, v, amounts)
    return None if taxes is None else Decimal(sum(taxes)).scaleb(-2)


def minus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other


PAIRS = [
    *random_pairs(2_500, seed=21),
    *((check(goods, **options), WHOLE) for goods, options in samples.random_cases(22, 1_000)),
]
LINES = [stakes(*pair) for pair in PAIRS]


def test_what_falls_due_is_the_lesser_of_both_ways_in() -> None:
    seen: Counter[tuple[str, tuple[int, int]]] = Counter()
    for (v, amounts), line in zip(PAIRS, LINES, strict=True):
        if v.status == "not_covered":
            continue
        strict, lenient = by_better_way(v)
        seen[v.status, (strict, lenient)] += 1
        assert line.due_strict == sum_in_yuan(strict, v, amounts)
        assert line.due_lenient == sum_in_yuan(lenient, v, amounts)
        assert line.at_stake == minus(line.due_strict, line.due_lenient)
        assert line.saved == minus(sum_in_yuan(EVERYTHING, v, amounts), line.due_strict)
    after_a_no = {levies for status, levies in seen if status == "ineligible"}
    assert after_a_no == {
        (NOTHING, NOTHING),
        (WITHOUT_DUTY, NOTHING),
        (WITHOUT_DUTY, WITHOUT_DUTY),
        (EVERYTHING, NOTHING),
        (EVERYTHING, WITHOUT_DUTY),
        (EVERYTHING, EVERYTHING),
    }
    undecided = {levies for status, levies in seen if status in ("needs_review", "needs_facts")}
    assert undecided == {(NOTHING, NOTHING), (WITHOUT_DUTY, NOTHING), (EVERYTHING, NOTHING)}


def test_the_cost_is_what_falls_due_without_the_vat_of_the_same_levy() -> None:
    for (v, amounts), line in zip(PAIRS, LINES, strict=True):
        if v.status == "not_covered" or not amounts.vat_deductible:
            continue
        for levy, cost in zip(by_better_way(v), (line.cost_strict, line.cost_lenient), strict=True):
            taxes = taxes_in_fen(levy, v, amounts)
            assert cost == (None if taxes is None else Decimal(sum(taxes[:2])).scaleb(-2))


def test_article_39_is_shown_by_itself_for_all_but_a_yes() -> None:
    seen = set()
    for (v, amounts), line in zip(PAIRS, LINES, strict=True):
        found = line.article_39
        assert (found is None) == (v.status in ("eligible", "conditional"))
        if found is not None:
            strict, lenient = by_ordinary_route(v)
            assert (found.cites, found.status) == (v.ordinary.cites, v.ordinary.status)
            assert found.due_strict == sum_in_yuan(strict, v, amounts)
            assert found.due_lenient == sum_in_yuan(lenient, v, amounts)
            seen.add(found.status)
    assert seen == {"eligible", "conditional", "needs_review", "needs_facts", "ineligible"}


def days_of(ruling: Any) -> list[date]:
    return sorted({action.due for action in ruling.actions if action.due})


def expected_cliffs(v: Verdict, amounts: Amounts) -> list[Cliff]:
    if v.status == "eligible":
        return []
    here, there = days_of(v), days_of(v.ordinary)
    left = by_ordinary_route(v)[0]
    cliffs = [Cliff(day, sum_in_yuan(left, v, amounts)) for day in here]
    if left != EVERYTHING:
        more = minus(sum_in_yuan(EVERYTHING, v, amounts), sum_in_yuan(left, v, amounts))
        cliffs += [Cliff(day, more) for day in there if not here or day > here[-1]]
    return [c for c in cliffs if c.more != 0 and (v.as_of is None or v.as_of <= c.day)]


def test_each_last_day_costs_what_the_other_way_in_does_not_spare() -> None:
    seen: Counter[int] = Counter()
    for (v, amounts), line in zip(PAIRS, LINES, strict=True):
        assert [*line.cliffs] == expected_cliffs(v, amounts)
        seen[len(line.cliffs)] += 1
        assert all(one.day < other.day for one, other in pairwise(line.cliffs))
    assert {*seen} == {0, 1, 2}


def test_the_export_duty_comes_back_by_the_announcement_or_else_by_the_ordinary_route() -> None:
    seen: Counter[str | None] = Counter()
    for v, amounts in PAIRS:
        if v.facts.export_duty_paid is False:
            continue
        back = stakes(v, amounts.but(export_duty_amount=50)).export_duty_back
        if v.status == "not_covered":
            assert back is None
        elif v.status == "ineligible":
            assert back == (0 if by_ordinary_route(v)[0] == EVERYTHING else 50)
            seen[str(back)] += 1
        else:
            assert back == 50
    assert seen["0.00"] > 30
    assert seen["50.00"] > 30


# -- worked samples ---------------------------------------------------------------------------

NO_REASON = {"supervision_code": "0110", "reason": "unsold"}


@pytest.mark.parametrize(
    ("changes", "settled", "ordinary", "strict", "lenient"),
    [
        (QUALITY, {}, "needs_review", "130.00", "0.00"),
        (QUALITY, LEVIED, "ineligible", "130.00", "130.00"),
        (QUALITY, NOT_LEVIED, "eligible", "0.00", "0.00"),
        ({}, {}, "needs_facts", "243.00", "0.00"),
        ({}, LEVIED, "ineligible", "243.00", "130.00"),
        ({}, NOT_LEVIED, "needs_facts", "243.00", "0.00"),
        ({"cause": "damage_or_shortage"}, {}, "needs_review", "243.00", "0.00"),
        ({"cause": "damage_or_shortage"}, LEVIED, "ineligible", "243.00", "130.00"),
        ({"cause": "damage_or_shortage"}, NOT_LEVIED, "needs_review", "243.00", "0.00"),
        ({"cause": "none"}, {}, "ineligible", "243.00", "243.00"),
        (NO_REASON, NOT_LEVIED, "ineligible", "243.00", "243.00"),
    ],
)
def test_after_a_no_of_the_announcement_the_ordinary_route_decides(
    changes: Mapping[str, Any],
    settled: Mapping[str, Side],
    ordinary: str,
    strict: str,
    lenient: str,
) -> None:
    v = verdict(ANOTHER_EXPORT, changes, settled=settled)
    line = stakes(v, WHOLE)
    assert (v.status, v.ordinary.status) == ("ineligible", ordinary)
    assert line.total == Decimal("243.00")
    assert (str(line.due_strict), str(line.due_lenient)) == (strict, lenient)


def test_a_step_still_to_be_taken_counts_as_taken() -> None:
    v = verdict(ANOTHER_EXPORT, QUALITY, export_refund="refunded", settled=NOT_LEVIED)
    assert v.ordinary.status == "conditional"
    assert stakes(v, WHOLE).due_strict == 0


def test_the_taxes_levied_are_given_one_by_one() -> None:
    line = stakes(verdict(ANOTHER_EXPORT, QUALITY), WHOLE)
    assert line.levied_strict is not None
    assert [(tax.tax, str(tax.amount)) for tax in line.levied_strict] == [
        ("import_duty", "0.00"),
        ("import_consumption_tax", "0.00"),
        ("import_vat", "130.00"),
    ]
    assert line.levied_lenient == ()
    taxed = stakes(verdict(ANOTHER_EXPORT, cause="none"), WHOLE)
    assert taxed.levied_strict == taxed.levied_lenient == taxed.taxes
    not_covered = stakes(BY_STATUS["not_covered"], WHOLE)
    assert not_covered.levied_strict is not_covered.levied_lenient is None


@pytest.mark.parametrize(
    ("back", "duty", "vat"),
    [
        (date(2024, 11, 30), "原进出口关税条例第三十六条", "原增值税暂行条例第十四条"),
        (date(2026, 1, 1), "关税法第二十三条", "增值税法第十四条"),
    ],
)
def test_without_duty_the_taxes_are_those_of_the_day_of_the_return(
    back: date, duty: str, vat: str
) -> None:
    days = {name: back - timedelta(90) for name in ("declared_on", "released_on", "exported_on")}
    v = verdict(days, ANOTHER_EXPORT, QUALITY, returned_on=back, return_declared_on=back)
    levied = stakes(v, WHOLE).levied_strict
    assert levied is not None
    assert [levied[0].basis.zh, levied[2].basis.zh] == [duty, vat]
    assert stakes(v, WHOLE).due_strict == Decimal("130.00")


def test_without_an_announcement_there_is_no_answer_whatever_the_ordinary_route_says() -> None:
    days = {name: date(2028, 3, 2) for name in ("declared_on", "released_on", "exported_on")}
    back = {name: date(2028, 7, 7) for name in ("returned_on", "return_declared_on")}
    v = verdict(days, back, QUALITY, settled=NOT_LEVIED)
    line = stakes(v, WHOLE)
    assert (v.status, v.ordinary.status) == ("not_covered", "eligible")
    assert line.due_strict is line.due_lenient is line.cost_strict is line.cost_lenient is None
    assert line.article_39 is not None
    assert line.article_39.due_strict == line.article_39.due_lenient == 0


def test_where_no_law_of_the_ordinary_route_was_known_it_spares_nothing() -> None:
    v = check(samples.facts(QUALITY), known_on=date(2000, 1, 1), settled=NOT_LEVIED)
    line = stakes(v, WHOLE)
    assert (v.status, v.ordinary.status) == ("not_covered", "not_covered")
    assert line.due_strict is line.due_lenient is None
    assert line.article_39 is not None
    assert line.article_39.cites is None
    assert line.article_39.due_strict == line.article_39.due_lenient == Decimal("243.00")
    assert stakes(v, WHOLE).to_dict()["article_39"]["cites"] is None


def test_without_duty_its_rate_is_not_missed() -> None:
    v = verdict(ANOTHER_EXPORT, QUALITY)
    line = stakes(v, {"dutiable_value": 1_000, "vat_rate": "13%"})
    assert line.total is line.saved is None
    assert line.due_strict == line.at_stake == Decimal("130.00")
    assert stakes(v, {"vat_rate": "13%"}).due_strict is None


def test_without_duty_a_heading_that_may_bear_consumption_tax_asks_for_its_rate() -> None:
    v = verdict(ANOTHER_EXPORT, QUALITY, hs_code="3304990090")
    line = stakes(v, WHOLE.but(consumption_tax_rate=None))
    assert line.due_strict is None
    assert line.due_lenient == 0


def test_vat_without_duty_in_its_base_is_what_can_be_deducted() -> None:
    line = stakes(
        verdict(ANOTHER_EXPORT, QUALITY, settled=LEVIED),
        WHOLE.but(vat_deductible=True, consumption_tax_rate="20%"),
    )
    assert line.due_strict == Decimal("412.50")  # 250.00 and 162.50
    assert line.cost_strict == line.cost_lenient == Decimal("250.00")


@pytest.mark.parametrize(
    ("back", "cites", "zh", "en"),
    [
        (
            date(2024, 11, 30),
            "《中华人民共和国进出口关税条例》第四十三条（2024年12月1日前）",
            "原进出口关税条例第四十三条：",
            "Article 43 of the former regulations: ",
        ),
        (
            date(2024, 12, 1),
            "《中华人民共和国关税法》第三十九条",
            "关税法第三十九条：",
            "Tariff Law Article 39: ",
        ),
    ],
)
def test_the_law_that_governs_the_return_is_named(back: date, cites: str, zh: str, en: str) -> None:
    days = {name: date(2024, 7, 1) for name in ("declared_on", "released_on", "exported_on")}
    v = verdict(days, ANOTHER_EXPORT, QUALITY, returned_on=back, return_declared_on=back)
    line = stakes(v, WHOLE)
    assert line.article_39 is not None
    assert line.article_39.cites is not None
    assert line.article_39.cites.zh == cites
    assert f"\n{zh}口径待核；应缴 0.00 至 130.00" in line.explain("zh")
    assert f"\n{en}review needed; 0.00 to 130.00 is due" in line.explain("en")


@pytest.mark.parametrize(
    ("changes", "settled", "zh", "en"),
    [
        (QUALITY, {}, "0.00 至 130.00", "0.00 to 130.00"),
        (QUALITY, LEVIED, "130.00", "130.00"),
        (QUALITY, NOT_LEVIED, "0.00", "0.00"),
        ({}, LEVIED, "130.00 至 243.00", "130.00 to 243.00"),
        ({"cause": "none"}, {}, "243.00", "243.00"),
    ],
)
def test_the_note_says_what_is_due_in_the_end(
    changes: Mapping[str, Any], settled: Mapping[str, Side], zh: str, en: str
) -> None:
    line = stakes(verdict(ANOTHER_EXPORT, changes, settled=settled), WHOLE)
    assert line.explain("zh").splitlines()[1] == (
        f"不符合本公告：按本公告不免征，征税为 243.00；按两条路径中较优者，应缴 {zh}"
    )
    assert line.explain("en").splitlines()[1] == (
        "not eligible: not exempt under the announcement, 243.00 if taxed; "
        f"by the better of both ways in {en} is due"
    )


def test_the_note_says_of_what_is_not_known_that_it_is_not() -> None:
    taxed = stakes(verdict(ANOTHER_EXPORT, cause="none"), {}).explain("zh")
    assert "征税为 未知的金额；按两条路径中较优者，应缴 未知的金额\n" in taxed
    without_rate = {"dutiable_value": 1_000, "vat_rate": "13%"}
    either = stakes(verdict(ANOTHER_EXPORT, settled=LEVIED), without_rate).explain("en")
    assert "by the better of both ways in 130.00 to an unknown amount is due\n" in either


def test_an_open_announcement_beside_a_yes_of_the_ordinary_route_puts_nothing_at_stake() -> None:
    line = stakes(verdict(QUALITY, reason="recall", settled=NOT_LEVIED), WHOLE)
    assert line.verdict.status == "needs_review"
    assert line.at_stake == 0
    assert "口径待核：按从严口径应缴 0.00，按从宽口径应缴 0.00" in line.explain("zh")


def test_the_note_says_by_which_way_in_the_export_duty_comes_back() -> None:
    paid = WHOLE.but(export_duty_amount=50)
    line = stakes(verdict(ANOTHER_EXPORT, QUALITY, export_duty_paid=True), paid)
    assert line.export_duty_back == 50
    assert "不征税的，申请后退还出口关税：+50.00" in line.explain("zh")
    assert "export duty back on application, by the ordinary route: +50.00" in line.explain("en")


# -- last days --------------------------------------------------------------------------------

ABROAD = {"returned_on": None, "return_declared_on": None}


@pytest.mark.parametrize(
    ("changes", "settled", "costs"),
    [
        (QUALITY, {}, [("2026-09-03", "130.00"), ("2027-03-03", "113.00")]),
        (QUALITY, NOT_LEVIED, [("2027-03-03", "243.00")]),
        ({}, {}, [("2026-09-03", "243.00")]),
        ({"cause": "none"}, {}, [("2026-09-03", "243.00")]),
        ((ANOTHER_EXPORT, QUALITY), {}, [("2027-03-03", "113.00")]),
        ((ANOTHER_EXPORT, QUALITY), NOT_LEVIED, [("2027-03-03", "243.00")]),
        ((ANOTHER_EXPORT, {"cause": "none"}), {}, []),
    ],
)
def test_a_day_too_late_costs_what_the_verdict_of_the_next_day_says(
    changes: Any, settled: Mapping[str, Side], costs: list[tuple[str, str]]
) -> None:
    goods = changes if isinstance(changes, tuple) else (changes,)
    line = stakes(verdict(*goods, ABROAD, as_of=date(2026, 8, 1), settled=settled), WHOLE)
    assert [(str(cliff.day), str(cliff.more)) for cliff in line.cliffs] == costs
    for cliff in line.cliffs:
        due = []
        for day in (cliff.day, cliff.day + timedelta(days=1)):
            back = {"returned_on": day, "return_declared_on": day}
            judged = stakes(verdict(*goods, back, settled=settled), WHOLE)
            assert judged.due_strict is not None
            due.append(judged.due_strict)
        assert due[1] - due[0] == cliff.more


def test_a_no_for_the_import_taxes_alone_has_steps_and_a_last_day_for_the_duty() -> None:
    v = verdict(QUALITY, ABROAD, as_of=date(2026, 8, 1), settled=LEVIED)
    (action,) = v.ordinary.actions
    assert (v.ordinary.status, action.id, action.due) == (
        *("ineligible", "return_by"),
        date(2027, 3, 3),
    )
    assert [document.id for document in v.ordinary.documents][:2] == [
        *("export_record", "tax_certificate")
    ]
    assert stakes(v, WHOLE).cliffs == (
        Cliff(date(2026, 9, 3), Decimal("130.00")),
        Cliff(date(2027, 3, 3), Decimal("113.00")),
    )


def test_a_no_for_the_duty_has_no_steps() -> None:
    v = verdict({**QUALITY, "parts_added": True}, ABROAD, as_of=date(2026, 8, 1), settled=LEVIED)
    assert (v.ordinary.status, v.ordinary.actions, v.ordinary.documents) == ("ineligible", (), ())
    assert stakes(v, WHOLE).cliffs == ()


def test_goods_that_are_back_in_time_have_no_last_day_of_another_way_in() -> None:
    assert stakes(verdict(QUALITY), WHOLE).cliffs == ()


def test_a_last_day_of_the_ordinary_route_that_is_past_is_no_cliff() -> None:
    repay = {"export_refund": "refunded"}
    for as_of, days in (
        (date(2026, 9, 3), ["2026-09-03", "2027-03-03"]),
        (date(2026, 9, 4), ["2027-03-03"]),
        (date(2027, 3, 4), []),
    ):
        line = stakes(verdict(QUALITY, repay, as_of=as_of), WHOLE)
        assert [str(cliff.day) for cliff in line.cliffs] == days


# -- a file -----------------------------------------------------------------------------------


def test_after_a_no_the_questions_of_the_ordinary_route_are_what_decides() -> None:
    review = verdict(ANOTHER_EXPORT, QUALITY)
    damaged = verdict(ANOTHER_EXPORT, cause="damage_or_shortage")
    file = worth([(review, WHOLE), (damaged, WHOLE)])
    assert [
        (part.question.id, part.at_stake.lines, str(part.at_stake.amount), str(part.alone.amount))
        for part in file.by_question
    ] == [
        ("39:import-taxes", 2, "373.00", "130.00"),
        ("39:damage", 1, "243.00", "0.00"),
    ]
    assert file.by_fact == ()
    for part in file.by_question:
        assert part.alone.lines == (part.question.id == "39:import-taxes")


def test_after_a_no_a_question_without_money_in_it_is_not_counted() -> None:
    free_of_vat = WHOLE.but(vat_rate=0)
    assert stakes(verdict(ANOTHER_EXPORT, QUALITY), free_of_vat).at_stake == 0
    assert worth([(verdict(ANOTHER_EXPORT, QUALITY), free_of_vat)]).by_question == ()
    unknown = worth([(verdict(ANOTHER_EXPORT, QUALITY), {})]).by_question
    assert [(part.question.id, part.alone.without_figure) for part in unknown] == [
        ("39:import-taxes", 1)
    ]


@pytest.mark.parametrize(
    ("settled", "alone"), [({}, "0.00"), (NOT_LEVIED, "243.00")], ids=["open", "settled"]
)
def test_after_a_no_the_facts_the_ordinary_route_lacks_are_asked_for(
    settled: Mapping[str, Side], alone: str
) -> None:
    file = worth([(verdict(ANOTHER_EXPORT, settled=settled), WHOLE)])
    assert file.by_question == ()
    (part,) = file.by_fact
    assert (part.fact, str(part.at_stake.amount)) == ("cause", "243.00")
    assert str(part.alone.amount) == alone


def test_an_announcement_that_is_open_is_decided_by_its_own_questions() -> None:
    file = worth([(verdict(QUALITY, reason="recall"), WHOLE)])
    assert [(p.question.id, str(p.alone.amount)) for p in file.by_question] == [
        ("reason:recall", "130.00")
    ]


def test_a_ticket_bears_the_taxes_of_the_levy_that_applies() -> None:
    parcel = WHOLE.but(dutiable_value=300)  # 30.00 and 42.90; without duty 39.00
    number = {"return_entry": "291020261000000456"}
    for settled, strict, lenient in (
        (LEVIED, "39.00", "39.00"),
        ({}, "39.00", "0.00"),
        (NOT_LEVIED, "0.00", "0.00"),
    ):
        v = verdict(ANOTHER_EXPORT, QUALITY, number, settled=settled)
        tickets = worth([(v, parcel)], free_up_to=50).tickets
        assert tickets is not None
        assert (str(tickets.free_strict), str(tickets.free_lenient)) == (strict, lenient)
    taxed = worth([(verdict(ANOTHER_EXPORT, number, cause="none"), parcel)], free_up_to=50).tickets
    assert taxed is not None
    assert taxed.free_strict == taxed.free_lenient == Decimal("72.90")


def test_a_ticket_is_tested_without_the_duty_rate_where_no_duty_is_levied() -> None:
    v = verdict(ANOTHER_EXPORT, QUALITY, return_entry="291020261000000456", settled=LEVIED)
    tickets = worth([(v, WHOLE.but(dutiable_value=300, duty_rate=None))], free_up_to=50).tickets
    assert tickets is not None
    assert (tickets.tested, tickets.free_strict) == (1, Decimal("39.00"))
