"""Whoever answers what is asked gets on: no question has refused answers only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

import samples
from retax import Ask, ReturnedGoods, ValidationError, Verdict, check
from retax.facts.catalogue import FactKind
from retax.judge.ruling import Ruling

AROUND = (-40, -10, -1, 0, 1, 10, 40)
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)


def days_around(goods: ReturnedGoods, as_of: date | None) -> Iterator[date]:
    """Return days that may be meant: those told, some before and after, and of the numbers."""
    told = [day for name in samples.DAYS if (day := getattr(goods, name)) is not None]
    for day in (*told, *([as_of] if as_of else ()), date(2026, 3, 2)):
        yield from (day + timedelta(days=days) for days in AROUND)
    for number in (goods.export_entry, goods.return_entry):
        if number is not None:
            year = int(number[4:8])
            yield from (date(year, 1, 1), date(year, 12, 31), date(year + 1, 1, 31))


def answers(ask: Ask, goods: ReturnedGoods, as_of: date | None) -> Iterator[Any]:
    """Return the values that answer a question: all that are offered, or days that may be."""
    if ask.kind == "day":
        yield from dict.fromkeys(days_around(goods, as_of))
    else:
        assert ask.accepted, f"nothing to choose from: {ask.fact}"
        yield from (value for value, _ in ask.accepted)


def accepted(goods: ReturnedGoods, ask: Ask, as_of: date | None) -> list[ReturnedGoods]:
    found = []
    for value in answers(ask, goods, as_of):
        try:
            found.append(goods.but(**{ask.fact: value}))
        except ValidationError:
            continue
    return found


def main_of(verdict: Verdict) -> Ruling:
    return verdict


def ordinary_of(verdict: Verdict) -> Ruling:
    return verdict.ordinary


def every_question_is_answered(
    seed: int, cases: int, of: Callable[[Verdict], Ruling] = main_of
) -> set[str]:
    """Answer each question of random cases; return the facts that were asked for."""
    asked: set[str] = set()
    for case, options in samples.random_cases(seed, cases):
        goods, as_of = ReturnedGoods.model_validate(case), options.get("as_of")
        for ask in of(check(goods, **options)).asks:
            asked.add(ask.fact)
            leads_on = [
                answered
                for answered in accepted(goods, ask, as_of)
                if ask.fact not in [each.fact for each in of(check(answered, **options)).asks]
            ]
            assert leads_on, (case, options, ask.fact)
    return asked


def answered_to_the_end(
    seed: int, cases: int, of: Callable[[Verdict], Ruling] = main_of
) -> set[str]:
    """Answer at random until nothing is asked; return the statuses it comes to."""
    random, ends = Random(seed), set[str]()
    for case, options in samples.random_cases(seed, cases):
        goods, as_of = ReturnedGoods.model_validate(case), options.get("as_of")
        for _ in samples.OTHER_NAMES:
            ruling = of(check(goods, **options))
            if not ruling.asks:
                break
            ask = random.choice(ruling.asks)
            possible = accepted(goods, ask, as_of)
            assert possible, (goods, options, ask.fact)
            goods = random.choice(possible)
        assert not ruling.asks, goods
        assert ruling.status != "needs_facts"
        if ruling.status in ("needs_review", "conditional"):
            assert ruling.actions, goods
        ends.add(ruling.status)
    return ends


ALL_ASKED = {
    "supervision_code",
    "declared_on",
    "released_on",
    "exported_on",
    "left_zone_on",
    "returned_on",
    "domestic_on",
    "return_declared_on",
    "destination",
    "reason",
    "is_food",
    "export_refund",
    "same_form",
    "parts_added",
    "processed",
    "use",
    "shipped_as_declared",
}
"""Every fact there is a question for, but the number of the export paper."""


def test_each_question_has_an_answer_that_leads_on() -> None:
    assert every_question_is_answered(61, 300) >= ALL_ASKED - {"shipped_as_declared", "released_on"}


@pytest.mark.long
def test_each_question_of_ten_thousand_cases_has_an_answer_that_leads_on() -> None:
    assert every_question_is_answered(62, 10_000) == ALL_ASKED


def test_answering_at_random_comes_to_an_answer() -> None:
    assert {"ineligible", "eligible"} <= answered_to_the_end(63, 300)


@pytest.mark.long
def test_answering_two_thousand_cases_at_random_comes_to_an_answer() -> None:
    ends = answered_to_the_end(64, 2_000)
    assert ends == {"not_covered", "ineligible", "needs_review", "conditional", "eligible"}


ASKED_BY_THE_ORDINARY_ROUTE = {
    *(ALL_ASKED - {"declared_on", "destination", "reason", "is_food"}),
    "cause",
}


def test_each_question_of_the_ordinary_route_has_an_answer_that_leads_on() -> None:
    asked = every_question_is_answered(66, 400, ordinary_of)
    assert asked - {"declared_on", "reason"} >= ASKED_BY_THE_ORDINARY_ROUTE - {
        "shipped_as_declared",
        "released_on",
    }
    assert not asked & {"destination", "is_food"}


def test_answering_the_ordinary_route_at_random_comes_to_an_answer() -> None:
    ends = answered_to_the_end(67, 400, ordinary_of)
    assert {"ineligible", "needs_review"} <= ends


def test_of_nothing_known_every_chain_of_first_answers_ends() -> None:
    goods, asked = ReturnedGoods(), list[str]()
    while asks := check(goods, as_of=date(2026, 8, 1)).asks:
        asked.append(asks[0].fact)
        goods = accepted(goods, asks[0], date(2026, 8, 1))[0]
    assert len(asked) == len(set(asked))


def test_whether_other_goods_were_sent_is_answered_by_yes_or_no() -> None:
    goods = ReturnedGoods.model_validate(samples.facts(reason="wrong_goods"))
    (ask,) = check(goods).asks
    assert (ask.fact, ask.kind) == ("shipped_as_declared", "yes_no")
    assert [check(each).status for each in accepted(goods, ask, None)] == [
        "needs_review",
        "ineligible",
    ]


def test_no_quantity_paper_or_text_is_ever_asked_for() -> None:
    kinds: set[FactKind] = set()
    for case, options in samples.random_cases(65, 1_000):
        kinds |= {ask.kind for ask in check(case, **options).asks}
    assert kinds == {"code", "day", "word", "yes_no"}
