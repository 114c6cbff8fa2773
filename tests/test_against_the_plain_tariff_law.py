"""The engine's ordinary route against a plain second reading of the same words.

Planes, each the product of the facts that meet in some clauses, are sampled at a stride that shares
no factor with their size, so no case comes twice; the long tests walk them in full, and add cases
at random. Under which regime the goods are better off is compared, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from math import gcd, prod
from random import Random
from typing import Any, get_args

import pytest

import plain_law
import plain_tariff_law_39 as plain_law_39
from plain_tariff_law_39 import CAUSES, NEVER_SETTLED, QUESTIONS, SHARED_QUESTIONS
from retax import Attribution, ExportRefund, Paper, ReturnReason, Use, check
from samples import unvalidated

# Measuring coverage would treble the time; every branch has tests of its own elsewhere.
pytestmark = pytest.mark.no_cover

Facts = dict[str, Any]
Options = dict[str, Any]
Plane = Mapping[str, Sequence[Any]]

TRUTHS = (True, False, None)
# Two of the announcement, its zone, ordinary trade, processing trade, temporary export, no paper.
CODES = ("9610", "1210", "0110", "0615", "2600", "none", None)
REASONS = (*get_args(ReturnReason), None)
USES = (*get_args(Use), None)
NEW_PAPERS = {"cause_statement", "force_majeure_evidence", "extension_approval"}
ALL_PAPERS = frozenset(get_args(Paper)) | NEW_PAPERS

DECLARED = date(2025, 3, 13)
RELEASED = date(2025, 3, 14)  # a year on: Saturday 2026-03-14
EXPORTED = date(2025, 3, 18)
LEFT_ZONE = date(2025, 3, 15)  # a year on: Sunday 2026-03-15
LAST = date(2026, 3, 14)
STRADDLE = date(2024, 12, 1)


def after(days: int) -> date:
    return LAST + timedelta(days=days)


COMPLETE: Facts = {
    "export_entry": None,
    "return_entry": None,
    "supervision_code": "0110",
    "declared_on": DECLARED,
    "released_on": RELEASED,
    "exported_on": EXPORTED,
    "left_zone_on": LEFT_ZONE,
    "returned_on": after(-20),
    "domestic_on": after(-20),
    "return_declared_on": after(-18),
    "extended_until": None,
    "destination": "domestic",
    "reason": "customer_return",
    "cause": "quality",
    "hs_code": "3926",
    "is_food": False,
    "export_refund": "repaid",
    "same_form": True,
    "parts_added": False,
    "processed": False,
    "use": "unused",
    "parts_missing": None,
    "damaged": None,
    "repacked": None,
    "importer_differs": None,
    "attribution": None,
    "shipped_as_declared": None,
    "exported_quantity": None,
    "returned_quantity": None,
    "returned_before": None,
    "export_duty_paid": None,
    "taxed_at_export": None,
    "papers_held": None,
}

SETTLEABLE = [q for q in (*SHARED_QUESTIONS, *QUESTIONS) if q not in NEVER_SETTLED]
TAXES_FOLLOW = {"39:import-taxes": "lenient"}
SETTLED: Sequence[Mapping[str, str]] = (
    {},
    TAXES_FOLLOW,
    dict.fromkeys(SETTLEABLE, "strict"),
    dict.fromkeys(SETTLEABLE, "lenient"),
    {**TAXES_FOLLOW, "rest-day": "lenient", "39:from-a-zone": "lenient", "39:damage": "strict"},
    {**TAXES_FOLLOW, "return-date": "lenient", "zone": "strict", "39:procedure": "lenient"},
    {"export-date": "lenient", "zone-exit-date": "lenient", "39:import-taxes": "strict"},
    {**TAXES_FOLLOW, "39:wrong-goods": "lenient", "39:used": "lenient", "39:from-a-zone": "strict"},
)

CLOCK: Plane = {
    "settled": (*SETTLED[:2], *SETTLED[3:6]),
    "as_of": (None, after(-1), after(0), after(1), after(90)),
    "supervision_code": ("9610", "1210", "0110", None),
    "released_on": (RELEASED, None),
    "exported_on": (EXPORTED, None),
    "left_zone_on": (LEFT_ZONE, None),
    "returned_on": (after(0), after(2), after(4), after(5), after(60), None),
    "domestic_on": (after(2), after(5), after(60), None),
    "return_declared_on": (after(-1), after(1), after(5), after(60), None),
    "extended_until": (None, after(-9), after(4), after(60)),
    "destination": ("domestic", "zone", None),
}
DEPARTURE: Plane = {
    "settled": SETTLED[1:4],
    "as_of": (None, RELEASED + timedelta(days=8), after(0), after(9)),
    "supervision_code": CODES,
    "declared_on": (DECLARED, None),
    "released_on": (RELEASED, None),
    "exported_on": (None, EXPORTED),
    "left_zone_on": (LEFT_ZONE, None),
    "return_entry": (None, "222920251000000017", "222920261000000017"),
    "returned_on": (*(RELEASED + timedelta(days=days) for days in (10, 11, 12)), after(0), None),
    "domestic_on": (RELEASED + timedelta(days=11), after(0), None),
    "return_declared_on": (RELEASED + timedelta(days=12), after(1), None),
    "destination": ("domestic", "zone", None),
}


def day_after_a_year(start: date, days: int) -> date:
    return plain_law_39.year_after(start) + timedelta(days=days)


# Starts whose year ends otherwise: month ends, leap days, rest days. ``start`` dates the whole
# export, ``back_after`` the return by the days between the end of the year and it.
ENDS: Plane = {
    "settled": (TAXES_FOLLOW, {**TAXES_FOLLOW, "rest-day": "lenient"}, SETTLED[3]),
    "days_off": (None, frozenset(), frozenset({date(2025, 2, 28), date(2025, 3, 3)})),
    "supervision_code": ("1210", "0110"),
    "start": (
        date(2023, 2, 28),
        date(2023, 3, 1),
        date(2023, 11, 30),
        date(2023, 12, 1),
        date(2024, 2, 28),
        date(2024, 2, 29),
        date(2024, 3, 1),
        date(2025, 1, 31),
        date(2025, 4, 30),
        date(2025, 8, 31),
        date(2025, 12, 31),
        date(2027, 2, 28),
        date(2027, 3, 1),
    ),
    "back_after": (-200, -1, 0, 1, 2, 3, 4, 30, None),
    "declared_after": (0, 1, 3, None),
    "as_of_after": (-3, 0, 1, None),
    "extended_after": (None, 3),
}
# The return on the two sides of the day on which the law comes into force.
STRADDLE_DAYS = (STRADDLE - timedelta(days=1), STRADDLE)
IN_FORCE: Plane = {
    "settled": SETTLED[:4],
    "known_on": (None, date(2024, 4, 25), date(2024, 4, 26), date(2024, 11, 30)),
    "as_of": (None, *STRADDLE_DAYS),
    "supervision_code": ("1210", "9610", "0110"),
    "start": (date(2023, 11, 28), date(2023, 11, 30), date(2024, 3, 1)),
    "returned_on": (*STRADDLE_DAYS, None),
    "domestic_on": (*STRADDLE_DAYS, None),
    "return_declared_on": (*STRADDLE_DAYS, None),
    "destination": ("domestic", "zone"),
    "extended_until": (None, date(2025, 3, 1)),
    "cause": ("quality", "force_majeure", None),
    "reason": ("customer_return", "force_majeure", "unsold"),
}
CAUSE: Plane = {
    "settled": SETTLED,
    "start": (RELEASED, date(2023, 11, 20)),  # under the one article and the other
    "cause": (*CAUSES, None),
    "reason": REASONS,
    "use": USES,
    "shipped_as_declared": TRUTHS,
    "supervision_code": ("0110", "9610"),
}
PROCEDURE: Plane = {
    "settled": SETTLED,
    "supervision_code": (
        *CODES,
        *("9710", "9810", "0214", "0255", "0654", "0715", "1300", "1427", "1039", "3100"),
    ),
    "cause": ("quality", "none", None),
    "reason": ("customer_return", "unsold", "wrong_goods"),
    "importer_differs": TRUTHS,
    "returned_on": (after(-20), after(5), None),
    "as_of": (None, after(-25)),
}
PAPERS: Plane = {
    "settled": SETTLED[:3],
    "supervision_code": ("0110", "9710", "1210", None),
    "cause": (*CAUSES, None),
    "reason": ("customer_return", "quality_defect", "force_majeure", "wrong_goods", "unsold", None),
    "use": ("unused", "trial_found_defect", None),
    "export_refund": (*get_args(ExportRefund), None),
    "export_duty_paid": TRUTHS,
    "extended_until": (None, after(60)),
    "papers_held": (
        None,
        frozenset(),
        ALL_PAPERS,
        *(ALL_PAPERS - {paper} for paper in sorted(ALL_PAPERS)),
        *(frozenset({paper}) for paper in sorted(ALL_PAPERS)),
    ),
}
STATE: Plane = {
    "settled": SETTLED[:4],
    "reason": ("customer_return", "unsold", "wrong_goods", None),
    "use": USES,
    "same_form": TRUTHS,
    "parts_added": TRUTHS,
    "processed": TRUTHS,
    "parts_missing": (True, None),
    "damaged": (True, False),
    "repacked": TRUTHS,
}
ORIGIN: Plane = {
    "settled": (*SETTLED[:4], {"batch-fifo": "strict"}, {"batch-stated": "lenient"}),
    "reason": ("unsold", "wrong_goods", "other", None),
    "attribution": (*get_args(Attribution), None),
    "shipped_as_declared": TRUTHS,
    "exported_quantity": (None, Decimal(10)),
    "returned_quantity": (None, Decimal(4), Decimal("10.5")),
    "returned_before": (None, Decimal(0), Decimal(7), Decimal(10)),
    "export_refund": ("not_refunded", "refunded"),
    "importer_differs": TRUTHS,
}
# The announcement's own conditions, which the ordinary route does not know.
BETTER: Plane = {
    "settled": SETTLED[:4],
    "supervision_code": ("9610", "0110", None),
    "start": (RELEASED, date(2022, 6, 1), date(2029, 1, 8)),
    "back_after": (-300, -190, -20, 5),
    "reason": ("customer_return", "unsold", "recall", None),
    "cause": ("quality", "none", None),
    "is_food": TRUTHS,
    "use": ("unused", "used", None),
    "export_refund": ("repaid", "refunded", None),
    "processed": TRUTHS,
}
PLANES: Mapping[str, Plane] = {
    "the clock": CLOCK,
    "the departure": DEPARTURE,
    "ends of the year": ENDS,
    "the law in force": IN_FORCE,
    "the cause": CAUSE,
    "the procedure": PROCEDURE,
    "the papers": PAPERS,
    "the original state": STATE,
    "the origin of the units": ORIGIN,
    "the better route": BETTER,
}
WALKED = 15_000
GLANCED_AT = 300
AT_RANDOM = 60_000

OPTIONS = ("as_of", "settled", "days_off", "known_on")


def sampled(plane: Plane, number: int) -> Iterator[tuple[Facts, Options]]:
    """Yield cases of a plane at a stride; all of them where they are fewer."""
    size = prod(len(values) for values in plane.values())
    stride = int(size * 0.6180339887) | 1
    while gcd(stride, size) != 1:
        stride += 2
    for at in range(min(number, size)):
        index, chosen = at * stride % size, {}
        for name, values in plane.items():
            index, place = divmod(index, len(values))
            chosen[name] = values[place]
        yield case(chosen)


def grouped(cases: Iterator[tuple[Facts, Options]]) -> Iterator[tuple[Facts, Options]]:
    """Put cases of the same settlements one after another: each set of them is a law to compile."""
    return iter(sorted(cases, key=lambda case: repr([case[1].get(o) for o in OPTIONS[1:]])))


def case(chosen: Facts) -> tuple[Facts, Options]:
    """Complete a choice of values to a case.

    ``start`` is the day the strict clock starts from, and moves the days of the export;
    ``back_after``, ``declared_after``, ``as_of_after`` and ``extended_after`` are days from the end
    of the year that begins there, those of the declaration from the return.
    """
    days = {name: chosen.pop(name) for name in list(chosen) if name.endswith("_after")}
    start = chosen.pop("start", None)
    facts = {**COMPLETE, **chosen}
    if start is not None:
        facts |= {
            "declared_on": start - timedelta(days=1),
            "released_on": start,
            "left_zone_on": start,
            "exported_on": start + timedelta(days=3),
        }
        if "back_after" not in days:
            days["back_after"] = -20
        back = days["back_after"]
        returned = None if back is None else day_after_a_year(start, back)
        declared_after = days.get("declared_after", 0)
        no_declaration = returned is None or declared_after is None
        derived = {
            "returned_on": returned,
            "domestic_on": returned,
            "return_declared_on": None
            if no_declaration
            else day_after_a_year(start, back + declared_after),
            "as_of": day_from(start, days.get("as_of_after")),
            "extended_until": day_from(start, days.get("extended_after")),
        }
        facts |= {name: day for name, day in derived.items() if name not in chosen}
    options = {name: facts.pop(name) for name in OPTIONS if name in facts}
    return facts, options


def day_from(start: date, days: int | None) -> date | None:
    return None if days is None else day_after_a_year(start, days)


# -- cases at random


FIRST_START = date(2023, 6, 1)
DAYS_OFF = (None, frozenset[date](), frozenset(after(n) for n in (0, 1, 2, 4)))


def random_case(random: Random) -> tuple[Facts, Options]:
    """Return a case at random, its days in an order that can be, some of its facts unknown."""
    often = COMPLETE if random.random() < 0.85 else {}

    def usually(name: str, *values: Any) -> Any:
        return often[name] if name in often and random.random() < 0.93 else random.choice(values)

    released = FIRST_START + timedelta(days=random.randrange(1200))
    exported = released + timedelta(days=random.choice((0, 0, 1, 4, 20)))
    year = plain_law_39.year_after(random.choice((released, exported)))
    returned = max(exported, year + timedelta(days=random.choice((-300, -150, -9, *range(-3, 9)))))
    declared_back = max(exported, returned + timedelta(days=random.choice((0, 0, 1, 4, -2))))
    in_zone = random.random() < 0.1
    refund = usually("export_refund", *get_args(ExportRefund))
    papers = (
        ALL_PAPERS if refund not in ("claimed", "refunded") else ALL_PAPERS - {"tax_certificate"}
    )
    facts: Facts = {
        **COMPLETE,
        "supervision_code": random.choice((*CODES, "0110", "0110", "9610", "1210", "1210")),
        "declared_on": released - timedelta(days=random.choice((0, 0, 1, 3))),
        "released_on": released,
        "exported_on": exported,
        "left_zone_on": random.choice((released, exported)),
        "returned_on": returned,
        "domestic_on": None
        if in_zone
        else random.choice((None, returned, returned + timedelta(days=random.randrange(9)))),
        "return_declared_on": declared_back,
        "extended_until": random.choice(
            (None, None, year + timedelta(days=random.choice((-9, 0, 3, 5, 400))))
        ),
        "destination": "zone" if in_zone else random.choice(("domestic", None)),
        "reason": usually("reason", *REASONS),
        "cause": usually("cause", *CAUSES, None),
        "is_food": usually("is_food", *TRUTHS),
        "export_refund": refund,
        "same_form": usually("same_form", *TRUTHS),
        "parts_added": usually("parts_added", *TRUTHS),
        "processed": usually("processed", *TRUTHS),
        "use": usually("use", *USES),
        "parts_missing": usually("parts_missing", *TRUTHS),
        "damaged": usually("damaged", *TRUTHS),
        "repacked": usually("repacked", *TRUTHS),
        "importer_differs": usually("importer_differs", *TRUTHS),
        "attribution": usually("attribution", *get_args(Attribution)),
        "shipped_as_declared": usually("shipped_as_declared", *TRUTHS),
        "exported_quantity": usually("exported_quantity", Decimal(10)),
        "returned_quantity": usually("returned_quantity", Decimal(4), Decimal("10.5")),
        "returned_before": usually("returned_before", Decimal(0), Decimal(7), Decimal(10)),
        "export_duty_paid": random.choice(TRUTHS),
        "papers_held": usually(
            "papers_held",
            frozenset(),
            papers,
            frozenset(p for p in papers if random.random() < 0.6),
        ),
    }
    forgotten = random.choice((0.0, 0.0, 0.05, 0.2, 0.5))
    for name in facts:
        if random.random() < forgotten:
            facts[name] = None
    if random.random() < 0.2:
        facts["returned_on"] = facts["domestic_on"] = facts["return_declared_on"] = None
    which = random.randrange(12)  # few sets of options: each is a law to compile
    options: Options = {
        "as_of": None
        if random.random() < 0.5
        else year + timedelta(days=random.choice((-200, -2, 0, 1, 3, 500))),
        "settled": SETTLED[which % len(SETTLED)],
        "days_off": DAYS_OFF[which % 3],
        "known_on": date(2024, 3, 1) if which == 5 else None,
    }
    return facts, options


def random_cases(seed: int, number: int) -> Iterator[tuple[Facts, Options]]:
    random = Random(seed)
    for _ in range(number):
        yield random_case(random)


# -- the comparison


def answer_of(ruling: Any) -> dict[str, Any]:
    return {
        "id": ruling.id,
        "status": ruling.status,
        "decided_by": ruling.decided_by,
        "last_day": ruling.last_day,
        "outcomes": {finding.clause: finding.outcome for finding in ruling.findings},
        "documents": [(d.id, d.certainty, d.held) for d in ruling.documents],
        "reliefs": [(r.tax, r.effect) for r in ruling.reliefs],
        "actions": sorted((a.id, str(a.due)) for a in ruling.actions),
        "open_questions": sorted(question.id for question in ruling.open_questions),
        "asks": sorted(ask.fact for ask in ruling.asks),
        "assumed": sorted(ruling.assumed),
    }


# Actions, questions and facts come in an order of their own, which is not the subject here.
WITHOUT_ORDER = ("open_questions", "asks", "assumed")


def answer_plainly(facts: Facts, options: Options) -> dict[str, Any]:
    said = plain_law_39.judge(facts, **options)
    for inner in ("missing", "questions", "settled"):
        del said[inner]
    said["actions"] = sorted((action, str(due)) for action, due in said["actions"])
    return {name: sorted(v) if name in WITHOUT_ORDER else v for name, v in said.items()}


def for_the_announcement(options: Options) -> Options:
    """Return the options with the settlements of the questions that the announcement has."""
    settled = {q: s for q, s in options["settled"].items() if q not in QUESTIONS}
    return {**options, "settled": settled}


def compared(cases: Iterator[tuple[Facts, Options]]) -> Counter[str]:
    """Compare every case that can be, and count statuses, articles and better routes met."""
    met: Counter[str] = Counter()
    for facts, options in cases:
        if plain_law_39.contradictions(facts):
            met["contradictory"] += 1
            continue
        # Built without validation, which is not the subject here.
        verdict: Any = check(unvalidated(facts), **options)
        mine, plain = answer_of(verdict.ordinary), answer_plainly(facts, options)
        announcement = plain_law.judge(facts, **for_the_announcement(options))
        mine["better"] = verdict.better
        plain["better"] = plain_law_39.better(announcement["status"], plain["status"])
        if mine != plain:
            different = {
                name: (mine[name], plain[name]) for name in mine if mine[name] != plain[name]
            }
            stated = {name: value for name, value in facts.items() if value is not None}
            pytest.fail(f"{stated}\n{options}\nengine, plain: {different}")
        met[plain["status"]] += 1
        met[plain["id"]] += 1
        met[f"better: {plain['better']}"] += 1
    return met


EVERY_STATUS = {"ineligible", "needs_facts", "needs_review", "conditional", "eligible"}


@pytest.mark.parametrize("plane", PLANES.values(), ids=PLANES)
def test_some_rulings_of_each_plane_are_those_of_the_plain_tariff_law(plane: Plane) -> None:
    assert compared(grouped(sampled(plane, GLANCED_AT)))["ineligible"] > 0


def test_some_rulings_at_random_are_those_of_the_plain_tariff_law() -> None:
    assert set(compared(grouped(random_cases(1, GLANCED_AT)))) >= EVERY_STATUS


@pytest.mark.long
@pytest.mark.parametrize(
    ("plane", "met"),
    [
        (CLOCK, EVERY_STATUS),
        (DEPARTURE, EVERY_STATUS),
        (ENDS, EVERY_STATUS | {"tariff-law-39", "regulations-43"}),
        (IN_FORCE, EVERY_STATUS | {"tariff-law-39", "regulations-43"}),
        (CAUSE, EVERY_STATUS - {"conditional"} | {"tariff-law-39", "regulations-43"}),
        (PROCEDURE, EVERY_STATUS),
        (PAPERS, EVERY_STATUS),
        (STATE, EVERY_STATUS - {"conditional"}),
        (ORIGIN, EVERY_STATUS),
        (BETTER, {"better: ordinary", "better: announcement", "better: None"}),
    ],
    ids=PLANES,
)
def test_every_ruling_of_a_plane_is_that_of_the_plain_tariff_law(
    plane: Plane, met: set[str]
) -> None:
    assert met <= set(compared(grouped(sampled(plane, WALKED))))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 8))
def test_every_ruling_at_random_is_that_of_the_plain_tariff_law(seed: int) -> None:
    assert set(compared(grouped(random_cases(seed, AT_RANDOM // 6)))) >= EVERY_STATUS


def test_the_complete_case_is_eligible_so_that_each_plane_can_be() -> None:
    verdict: Any = check(unvalidated(COMPLETE), settled=TAXES_FOLLOW)
    assert verdict.ordinary.status == "eligible"


@pytest.mark.parametrize("side", ["strict", "lenient"])
def test_no_answer_for_all_cases_settles_a_prolongation(side: str) -> None:
    with pytest.raises(ValueError, match="39:extension"):
        check(unvalidated(COMPLETE), settled={"39:extension": side})


# -- the plain reading by itself, over the same cases

VALUES: Mapping[str, Sequence[Any]] = {
    "supervision_code": CODES[:-1],
    "destination": ("domestic", "zone"),
    "reason": REASONS[:-1],
    "use": USES[:-1],
    "export_refund": get_args(ExportRefund),
    "same_form": (True, False),
    "parts_added": (True, False),
    "processed": (True, False),
    "shipped_as_declared": (True, False),
}
"""What can be filled in, without the cause, which is taken from other facts, and without days.

A day of the return can bring it under the other article, or show that goods are not still abroad.
"""


def possible(cases: Iterator[tuple[Facts, Options]]) -> Iterator[tuple[Facts, Options]]:
    return (case for case in cases if not plain_law_39.contradictions(case[0]))


@pytest.mark.parametrize("number", [500, pytest.param(10_000, marks=pytest.mark.long)])
def test_what_is_met_strictly_does_not_fail_leniently(number: int) -> None:
    met = 0
    for facts, options in possible(random_cases(11, number)):
        strictly, leniently = (
            plain_law_39.judge(facts, **{**options, "settled": dict.fromkeys(SETTLEABLE, side)})
            for side in ("strict", "lenient")
        )
        for clause, outcome in strictly["outcomes"].items():
            if outcome == "met":
                assert leniently["outcomes"][clause] != "failed", (facts, options, clause)
                met += 1
    assert met > number


@pytest.mark.parametrize("number", [300, pytest.param(5_000, marks=pytest.mark.long)])
def test_a_fact_filled_in_changes_nothing_that_is_met_or_failed(number: int) -> None:
    filled = 0
    for facts, options in possible(random_cases(12, number)):
        before = plain_law_39.judge(facts, **options)
        decided = {c: o for c, o in before["outcomes"].items() if o in ("met", "failed")}
        for name, values in VALUES.items():
            if facts[name] is not None or name in before["assumed"]:
                continue
            for value in values:
                more = {**facts, name: value}
                if plain_law_39.contradictions(more):
                    continue
                after_it = plain_law_39.judge(more, **options)["outcomes"]
                changed = {c for c, o in decided.items() if after_it[c] != o}
                assert not changed, (facts, options, name, value)
                filled += 1
    assert filled > number


def test_the_planes_hold_every_status_every_article_and_every_better_route() -> None:
    met: Counter[str] = Counter()
    for plane in PLANES.values():
        for facts, options in possible(sampled(plane, GLANCED_AT)):
            ruling = plain_law_39.judge(facts, **options)
            announcement = plain_law.judge(facts, **for_the_announcement(options))
            met.update((ruling["status"], ruling["id"]))
            met[str(plain_law_39.better(announcement["status"], ruling["status"]))] += 1
    assert set(met) == EVERY_STATUS | {
        *("tariff-law-39", "regulations-43"),
        *("announcement", "ordinary", "None"),
    }
