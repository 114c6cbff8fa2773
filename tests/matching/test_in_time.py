"""Keys and needs against the law's own clauses, asked directly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from retax import QUESTIONS, match_returns
from retax.facts.consistency import CONTRADICTIONS, is_contradictory
from retax.judge.options import find_law
from retax.logic.expressions import Compare, Fact
from retax.matching.in_time import SIDES, InTime, get_in_time
from retax.matching.possible import DAYS_BACK, DAYS_OUT, ORDERED_DAYS
from retax.matching.records import EXPORT_FACTS, RETURN_FACTS, ExportLine, find_field

CODES = ("9810", "1210", None)
OF_THE_CLOCK = ("export-date", "zone-exit-date", "rest-day", "return-date", "zone")
NO_SIDE: Mapping[str, Any] = {}


def facts(**known: Any) -> SimpleNamespace:
    return SimpleNamespace(**(dict.fromkeys((*EXPORT_FACTS, *RETURN_FACTS)) | known))


def is_in_time(asked: InTime, line: SimpleNamespace, back: SimpleNamespace, side: int) -> bool:
    """Say what keys and needs say of a pair."""
    window = asked.find_windows(line)[side]
    needs = asked.find_needs(back)[side]
    need = needs.from_a_zone if asked.is_from_a_zone(line) else needs.outside
    # Where the run of days in time begins late, the clause itself is asked (as pools do).
    days = [d for d in (back.returned_on, back.domestic_on, back.return_declared_on) if d]
    if days and min(days).toordinal() < window.first:
        return need <= window.last and asked.is_in_time(line, back)[side]
    return need <= window.last


def compare(asked: InTime, line: SimpleNamespace, back: SimpleNamespace) -> None:
    together = facts(**{**vars(line), **{name: getattr(back, name) for name in RETURN_FACTS}})
    if is_contradictory(SimpleNamespace(**vars(together), **NOTHING_ELSE)):
        return  # no such pair can be
    if line.supervision_code is None:
        return  # its clock is unknown: keys are those of both
    said = asked.is_in_time(line, back)
    for side in SIDES:
        assert is_in_time(asked, line, back, side) == said[side], (vars(line), vars(back), side)


NOTHING_ELSE: Mapping[str, Any] = dict.fromkeys(
    (
        "export_entry",
        "taxed_at_export",
        "export_refund",
        "papers_held",
        "reason",
        "cause",
        "extended_until",
    )
)


def lines(start: date) -> Iterator[SimpleNamespace]:
    """Yield lines of a start with every combination of unknown days, for each clock."""
    days = {
        "declared_on": start,
        "released_on": start + timedelta(1),
        "left_zone_on": start + timedelta(2),
        "exported_on": start + timedelta(4),
    }
    for code in ("9810", "1210"):
        for known in product((True, False), repeat=len(days)):
            told = {name: day for (name, day), k in zip(days.items(), known, strict=True) if k}
            yield facts(supervision_code=code, is_food=False, **told)


def returns(last_days: list[date]) -> Iterator[SimpleNamespace]:
    """Yield returns about last days with every combination of unknown facts."""
    for last, offset in product(last_days, (-2, -1, 0, 1, 2)):
        day = last + timedelta(offset)
        for later, known in product((0, 3), product((True, False), repeat=3)):
            told = {
                name: value
                for (name, value), k in zip(
                    {
                        "returned_on": day,
                        "domestic_on": day + timedelta(later),
                        "return_declared_on": day + timedelta(1),
                    }.items(),
                    known,
                    strict=True,
                )
                if k
            }
            yield facts(**told)
            if "domestic_on" not in told:
                yield facts(**told, destination="zone")
            if "return_declared_on" not in told:
                yield facts(**told, return_entry="223120261000000001")


def last_days_of(asked: InTime, line: SimpleNamespace) -> list[date]:
    ordinals = {window.last for window in asked.find_windows(line)}
    found = [date.fromordinal(day) for day in ordinals if 0 < day < 3_000_000]
    start = line.released_on or line.exported_on or line.declared_on or date(2026, 3, 2)
    return [*found, start + timedelta(8)]


def walk(asked: InTime, start: date, share: float, random: Random) -> None:
    for line in lines(start):
        for back in returns(last_days_of(asked, line)):
            if random.random() < share:
                compare(asked, line, back)


def test_need_and_key_say_what_the_clause_says_of_sampled_pairs() -> None:
    random = Random(20)
    for start in (date(2026, 3, 2), date(2026, 8, 30), date(2025, 12, 31)):
        walk(InTime(find_law(None, NO_SIDE, None, None), None), start, 0.15, random)
    for question in OF_THE_CLOCK:
        side: Any = random.choice(("strict", "lenient"))
        law = find_law(None, {question: side}, None, None)
        walk(InTime(law, None), date(2026, 3, 2), 0.05, random)
    for as_of in (date(2026, 8, 1), date(2026, 9, 3), date(2026, 12, 1)):
        walk(
            InTime(find_law(as_of, NO_SIDE, None, None), as_of),
            date(2026, 3, 2),
            0.05,
            random,
        )


@pytest.mark.long
@pytest.mark.parametrize("as_of", [None, date(2026, 9, 3), date(2027, 1, 1)])
def test_need_and_key_say_what_the_clause_says_whatever_is_settled_or_unknown(
    as_of: date | None,
) -> None:
    random = Random(21)
    starts = [date(2026, 2, 28), date(2026, 8, 31), date(2025, 8, 30)]
    for at, sides in enumerate(product(("strict", "lenient", None), repeat=len(OF_THE_CLOCK))):
        settled: Any = {q: s for q, s in zip(OF_THE_CLOCK, sides, strict=True) if s}
        days_off = [date(2026, 9, 3), date(2026, 9, 4)] if at % 2 else None
        law = find_law(as_of, settled, days_off, None)
        walk(InTime(law, as_of), starts[at % 3], 0.02, random)


def test_the_questions_of_the_clock_are_those_tried_here() -> None:
    assert set(OF_THE_CLOCK) <= set(QUESTIONS)
    law = find_law(None, NO_SIDE, None, None)
    (clock,) = (c.clause.holds for c in law.clauses if c.clause.id == "1.six_months")
    from retax.logic.traversal import list_questions

    assert list_questions(clock) == set(OF_THE_CLOCK)


@pytest.mark.parametrize("code", ["9610", "9710", "9810", "1210"])
@pytest.mark.parametrize("known", [("exported_on",), ("released_on",), DAYS_OUT])
def test_once_late_a_later_return_is_late_too(code: str, known: tuple[str, ...]) -> None:
    asked = InTime(find_law(None, NO_SIDE, None, None), None)
    start = date(2026, 3, 2)
    line = facts(supervision_code=code, is_food=False, **dict.fromkeys(known, start))
    for side in SIDES:
        timely = []
        for n in range(400):
            day = start + timedelta(n)
            back = facts(returned_on=day, domestic_on=day, return_declared_on=day)
            timely.append(asked.is_in_time(line, back)[side])
        # One run at most, whose edges are those of the window.
        first, last = asked.find_windows(line)[side]
        numbers = [start.toordinal() + n for n, is_so in enumerate(timely) if is_so]
        assert numbers == [
            n for n in range(start.toordinal(), start.toordinal() + 400) if first <= n <= last
        ]


def test_the_clock_reads_facts_of_the_export_and_of_the_return_only() -> None:
    asked = InTime(find_law(None, NO_SIDE, None, None), None)
    assert asked.facts_of_neither == set()


@pytest.mark.parametrize(
    "change",
    [
        {"supervision_code": "0110"},
        {"declared_on": date(2022, 5, 1)},
        {"is_food": True},
        {"is_food": None},
        {"declared_on": None},
    ],
)
def test_a_line_out_of_scope_is_in_time_for_no_return_read_strictly(
    change: Mapping[str, Any],
) -> None:
    asked = InTime(find_law(None, NO_SIDE, None, None), None)
    day = date(2026, 3, 2)
    line = facts(supervision_code="9810", is_food=False, **dict.fromkeys(DAYS_OUT, day))
    line.left_zone_on = None
    back = facts(returned_on=day, domestic_on=day, return_declared_on=day)
    assert is_in_time(asked, line, back, 0)
    vars(line).update(change)
    assert not is_in_time(asked, line, back, 0)
    is_known_to_be_out = None not in change.values()
    assert is_in_time(asked, line, back, 1) != is_known_to_be_out


def test_an_export_of_after_the_last_announcement_may_be_in_scope_read_leniently() -> None:
    asked = InTime(find_law(None, NO_SIDE, None, None), None)
    day = date(2028, 3, 2)
    line = facts(supervision_code="9810", is_food=False, declared_on=day, released_on=day)
    line.exported_on = day
    back = facts(returned_on=day, domestic_on=day, return_declared_on=day)
    assert [is_in_time(asked, line, back, side) for side in SIDES] == [False, True]


def test_no_day_of_a_return_is_before_any_day_of_its_export() -> None:
    orders = {
        (rule.when.left.name, rule.when.right.name)
        for rule in CONTRADICTIONS
        if isinstance(rule.when, Compare)
        and isinstance(rule.when.left, Fact)
        and isinstance(rule.when.right, Fact)
    }
    across = {(back, out) for back, out in orders if back in RETURN_FACTS and out in EXPORT_FACTS}
    assert set(ORDERED_DAYS) == across == set(product(DAYS_BACK, DAYS_OUT))
    assert set(DAYS_BACK) == {"returned_on", "domestic_on", "return_declared_on"}
    assert set(DAYS_OUT) == {"declared_on", "released_on", "exported_on", "left_zone_on"}


def test_answers_that_are_not_kept_are_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = [{"sku": "A", "exported_quantity": 9, "released_on": f"2026-0{n}-01"} for n in (1, 2)]
    back = [{"sku": "A", "returned_quantity": 1, "returned_on": f"2026-0{n}-01"} for n in (6, 7, 8)]
    expected = match_returns(ledger, back, as_of=date(2026, 9, 3)).to_dict()
    monkeypatch.setattr("retax.matching.in_time.KEPT_ANSWERS", 1)
    get_in_time.cache_clear()
    assert match_returns(ledger, back, as_of=date(2026, 9, 3)).to_dict() == expected


def test_meanings_of_names_that_are_not_kept_are_found_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("retax.matching.records.KEPT_NAMES", 1)
    names = ("货号", "SKU", "数量", "no such name", "货号")
    assert [find_field(ExportLine, name) for name in names] == [
        *("sku", "sku", "exported_quantity", None, "sku")
    ]
