"""The engine against a plain second reading of the same law, over more than a million cases.

Six planes are walked in full, each the product of the facts that meet in some clauses; then the
whole space is sampled at a stride that shares no factor with its size, so no case comes twice.
Everything a verdict says is compared, not its status alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice, product
from math import gcd, prod
from typing import Any, get_args

import pytest

import plain_law
from retax import Attribution, Paper, ReturnedGoods, ReturnReason, Use, Verdict, check, governing
from retax.facts.consistency import is_contradictory
from retax.law.cross_border.announcements import ANNOUNCEMENTS
from samples import unvalidated

# Measuring coverage would treble the time; every branch has tests of its own elsewhere.
pytestmark = pytest.mark.no_cover

Facts = dict[str, Any]
Options = dict[str, Any]

TRUTHS = (True, False, None)
CODES = ("1210", "9610", "9710", "9810", "0110", None)
REASONS = (*get_args(ReturnReason), None)
USES = (*get_args(Use), None)
ALL_PAPERS = frozenset(get_args(Paper))

RELEASED = date(2026, 3, 13)  # six months on: Sunday 2026-09-13
EXPORTED = date(2026, 3, 17)
LEFT_ZONE = date(2026, 3, 14)  # six months on: Monday 2026-09-14
LAST = date(2026, 9, 13)


def after(days: int) -> date:
    return LAST + timedelta(days=days)


COMPLETE: Facts = {
    "export_entry": None,
    "return_entry": None,
    "supervision_code": "9610",
    "declared_on": date(2026, 3, 12),
    "released_on": RELEASED,
    "exported_on": EXPORTED,
    "left_zone_on": LEFT_ZONE,
    "returned_on": after(-20),
    "domestic_on": after(-19),
    "return_declared_on": after(-18),
    "destination": "domestic",
    "reason": "customer_return",
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

SETTLEABLE = [q for q in plain_law.QUESTIONS if q not in plain_law.NEVER_SETTLED]
CLOCK_QUESTIONS = ("export-date", "zone-exit-date", "return-date", "rest-day")
SETTLED: Sequence[Mapping[str, str]] = (
    {},
    dict.fromkeys(SETTLEABLE, "strict"),
    dict.fromkeys(SETTLEABLE, "lenient"),
    {"rest-day": "lenient", "batch-fifo": "lenient"},
    {"return-date": "lenient", "batch-stated": "strict", "zone": "strict"},
    {"export-date": "lenient", "zone-exit-date": "strict", "reason:recall": "lenient"},
    {"export-date": "strict", "zone-exit-date": "lenient", "zone": "lenient"},
    {"return-date": "strict", "rest-day": "strict", "food-heading": "lenient"},
)

Plane = Mapping[str, Sequence[Any]]

CLOCK: Plane = {
    "supervision_code": CODES,
    "declared_on": (COMPLETE["declared_on"], None),
    "released_on": (RELEASED, None),
    "exported_on": (EXPORTED, None),
    "left_zone_on": (LEFT_ZONE, None),
    "returned_on": (after(0), after(1), after(4), after(5), None),
    "domestic_on": (after(4), after(5), None),
    "return_declared_on": (after(-1), after(1), after(5), None),
    "destination": ("domestic", "zone", None),
    "as_of": (None, after(-1), after(0), after(3), after(9)),
    "settled": SETTLED,
}
DEPARTURE: Plane = {
    "supervision_code": CODES,
    "released_on": (RELEASED, None),
    "exported_on": (None, EXPORTED),
    "left_zone_on": (LEFT_ZONE, None),
    "return_entry": (None, "222920261000000017"),
    "returned_on": (*(RELEASED + timedelta(days=days) for days in (10, 11, 12)), after(0), None),
    "domestic_on": (RELEASED + timedelta(days=11), after(0), None),
    "return_declared_on": (RELEASED + timedelta(days=12), after(1), None),
    "destination": ("domestic", "zone", None),
    "as_of": (None, RELEASED + timedelta(days=8), after(0), after(9)),
    "settled": SETTLED[:3],
}
ARRIVAL: Plane = {
    "supervision_code": CODES,
    "exported_on": (EXPORTED, None),
    "return_entry": (None, "222920261000000017"),
    "returned_on": (after(0), after(5), None),
    "domestic_on": (after(0), after(5), None),
    "return_declared_on": (after(0), None),
    "destination": ("domestic", "zone", None),
    "as_of": (None, after(0), after(3), after(9)),
    "settled": SETTLED[:3],
}
STATE: Plane = {
    "reason": REASONS,
    "use": USES,
    "same_form": TRUTHS,
    "parts_added": TRUTHS,
    "processed": TRUTHS,
    "parts_missing": (True, None),
    "damaged": (True, False),
    "repacked": TRUTHS,
    "settled": SETTLED[:5],
}
PAPERS: Plane = {
    "supervision_code": CODES,
    "reason": REASONS,
    "use": USES,
    "export_duty_paid": TRUTHS,
    "papers_held": (
        None,
        frozenset(),
        ALL_PAPERS,
        *(ALL_PAPERS - {paper} for paper in sorted(ALL_PAPERS)),
        *(frozenset({paper}) for paper in sorted(ALL_PAPERS)),
    ),
}
REST: Plane = {
    "reason": ("unsold", "customer_return", None),
    "hs_code": (None, "3926", "02013000", "0301", "8517130000", "9999", "3999", "3917"),
    "is_food": TRUTHS,
    "export_refund": ("not_refunded", "claimed", "refunded", "repaid", None),
    "importer_differs": TRUTHS,
    "taxed_at_export": TRUTHS,
    "papers_held": (None, frozenset(), ALL_PAPERS, ALL_PAPERS - {"tax_certificate"}),
    "as_of": (None, after(9)),
}
ORIGIN: Plane = {
    "reason": ("unsold", "wrong_goods", "other", None),
    "attribution": (*get_args(Attribution), None),
    "shipped_as_declared": TRUTHS,
    "exported_quantity": (None, Decimal(10)),
    "returned_quantity": (None, Decimal(4), Decimal("10.5")),
    "returned_before": (None, Decimal(0), Decimal(7), Decimal(10)),
    "export_refund": ("not_refunded", "refunded"),
    "settled": (*SETTLED, {"batch-fifo": "strict"}, {"batch-stated": "lenient"}),
}
PERIOD: Plane = {
    "known_on": (
        None,
        date(2023, 1, 31),
        date(2023, 2, 1),
        date(2023, 8, 30),
        date(2023, 8, 31),
        date(2026, 2, 8),
        date(2026, 2, 9),
    ),
    "days_off": (None, frozenset(), frozenset({after(0), after(1), after(2), after(4)})),
    "settled": SETTLED[:4],
    "shift": (-1200, -1130, -1096, -800, -73, -72, 0, 300, 658, 659, 800),
    "supervision_code": CODES,
    "reason": ("unsold", "other", None),
    "returned_on": (after(0), after(2), None),
    "domestic_on": (after(2),),
    "return_declared_on": (after(1), None),
    "as_of": (None, after(1)),
}
EVERYTHING: Plane = {
    **CLOCK,
    **STATE,
    **PAPERS,
    **REST,
    **ORIGIN,
    **{name: (*CLOCK[name], *DEPARTURE[name]) for name in ("returned_on", "as_of")},
    "return_entry": ARRIVAL["return_entry"],
    "export_duty_paid": TRUTHS,
    "papers_held": PAPERS["papers_held"],
    "reason": REASONS,
    "settled": SETTLED,
    "shift": (0, -800),  # a day of each announcement
}
SAMPLED = 300_000
GLANCED_AT = 500
AT_A_GLANCE = {
    "the clock": CLOCK,
    "the departure": DEPARTURE,
    "the arrival": ARRIVAL,
    "the original state": STATE,
    "the papers": PAPERS,
    "food and refund": REST,
    "the origin of the units": ORIGIN,
    "the periods": {**PERIOD, "settled": ({},), "days_off": PERIOD["days_off"][::2]},
    "everything": EVERYTHING,
}

OPTIONS = ("as_of", "settled", "days_off", "known_on")


def in_full(plane: Plane) -> Iterator[tuple[Facts, Options]]:
    # The first facets vary slowest. Options stand there where they are many: each set of them is
    # a law of its own to compile, and a bounded number is kept.
    for values in product(*plane.values()):
        yield case(dict(zip(plane, values, strict=True)))


def sampled(plane: Plane, number: int) -> Iterator[tuple[Facts, Options]]:
    size = prod(len(values) for values in plane.values())
    stride = int(size * 0.6180339887) | 1
    while gcd(stride, size) != 1:
        stride += 2
    for at in range(number):
        index, chosen = at * stride % size, {}
        for name, values in plane.items():
            index, place = divmod(index, len(values))
            chosen[name] = values[place]
        yield case(chosen)


def case(chosen: Facts) -> tuple[Facts, Options]:
    """Complete a choice of values to a case; ``shift`` moves all its days."""
    options = {name: chosen.pop(name) for name in OPTIONS if name in chosen}
    shift = timedelta(days=chosen.pop("shift", 0))
    facts = {**COMPLETE, **chosen}
    if shift:
        facts = {k: v + shift if isinstance(v, date) else v for k, v in facts.items()}
        if options.get("as_of"):
            options["as_of"] += shift
    return facts, options


def answer_of(verdict: Verdict) -> dict[str, Any]:
    findings = {finding.clause: finding for finding in verdict.findings}
    return {
        "status": verdict.status,
        "announcement": verdict.announcement,
        "decided_by": verdict.decided_by,
        "last_day": verdict.last_day,
        "days_left": verdict.days_left,
        "outcomes": {clause: f.outcome for clause, f in findings.items()},
        "missing": {clause: f.missing for clause, f in findings.items()},
        "questions": {clause: f.questions for clause, f in findings.items()},
        "settled": {clause: f.settled for clause, f in findings.items()},
        "documents": [(d.id, d.certainty, d.held) for d in verdict.documents],
        "reliefs": [(r.tax, r.effect) for r in verdict.reliefs],
        "actions": [(a.id, a.due) for a in verdict.actions],
        "routes": [route.id for route in verdict.routes],
        "asks": [ask.fact for ask in verdict.asks],
        "assumed": list(verdict.assumed),
        "presumed": {clause: f.presumed for clause, f in findings.items()},
        "still_abroad": verdict.still_abroad,
        "back_on": verdict.back_on,
        "counted_to": verdict.counted_to,
    }


def compared(cases: Iterator[tuple[Facts, Options]]) -> Counter[str]:
    """Compare every case the model accepts, and count the statuses met."""
    met: Counter[str] = Counter()
    for facts, options in cases:
        # Built without validation, which is not the subject here; contradictions are left out.
        goods = unvalidated(facts)
        if is_contradictory(goods):
            met["contradictory"] += 1
            continue
        verdict = check(goods, **options)
        mine, plain = answer_of(verdict), plain_law.judge(facts, **options)
        if mine != plain:
            different = {
                name: (mine[name], plain[name]) for name in mine if mine[name] != plain[name]
            }
            told = {name: value for name, value in facts.items() if value is not None}
            pytest.fail(f"{told}\n{options}\nengine, plain: {different}")
        met[verdict.status] += 1
    return met


EVERY_STATUS = {
    "not_covered",
    "ineligible",
    "needs_facts",
    "needs_review",
    "conditional",
    "eligible",
}


def test_some_verdicts_where_nothing_is_settled_are_those_of_the_plain_law() -> None:
    nothing_settled: Plane = {"settled": ({},)}  # one law to compile: what most faults fail at once
    for plane in (EVERYTHING, DEPARTURE, ARRIVAL, PAPERS, REST):
        cases = sampled({**plane, **nothing_settled}, GLANCED_AT)
        assert compared(cases)["ineligible"] > 0


@pytest.mark.parametrize("plane", AT_A_GLANCE.values(), ids=AT_A_GLANCE)
def test_some_verdicts_of_each_plane_are_those_of_the_plain_law(plane: Plane) -> None:
    # Cases of the same options one after another: each set of them is a law to compile.
    cases = sorted(sampled(plane, GLANCED_AT), key=lambda case: repr(case[1]))
    assert compared(iter(cases))["ineligible"] > 0


WALKED: Mapping[str, Plane] = {
    "the clock": CLOCK,
    "the arrival": ARRIVAL,
    "the original state": STATE,
    "the papers": PAPERS,
    "food and refund": REST,
    "the origin of the units": ORIGIN,
    "the departure": DEPARTURE,
    "the periods": PERIOD,
}
CUT_BY = {
    "the clock": "supervision_code",
    "the departure": "supervision_code",
    "the original state": "same_form",
    "the periods": "known_on",  # first of its facets, since it makes another law
}
"""The facet that cuts a long walk into parts, so that workers and runs share it."""
SAMPLES = 6
"""In how many parts the sample is walked."""

ALL_BUT_NOT_COVERED = EVERY_STATUS - {"not_covered"}
MET: Mapping[str, set[str]] = {
    **dict.fromkeys(WALKED, ALL_BUT_NOT_COVERED),
    "the original state": ALL_BUT_NOT_COVERED - {"conditional"},
    "the periods": EVERY_STATUS,
}
"""The statuses each part of a plane meets."""
MET_WHERE: Mapping[tuple[str, Any], set[str]] = {
    ("the clock", "0110"): {"ineligible"},
    ("the clock", None): {"needs_facts"},
    ("the departure", "1210"): ALL_BUT_NOT_COVERED - {"needs_review"},
    ("the departure", "0110"): {"ineligible"},
    ("the departure", None): {"needs_facts"},
    ("the original state", False): {"ineligible"},
    ("the original state", None): {"ineligible", "needs_facts"},
    ("the periods", date(2023, 1, 31)): {"not_covered"},  # before the first publication
}
"""By the value that makes a part the statuses it meets, where they are fewer."""
ACCEPTED: Mapping[str, int] = {
    "the clock": 506_880,
    "the arrival": 10_944,
    "the original state": 137_700,
    "the papers": 56_610,
    "food and refund": 20_304,
    "the origin of the units": 28_800,
    "the departure": 107_136,
    "the periods": 199_584,
}
"""How many cases of each plane the model accepts: as many of each of its parts."""
ACCEPTED_OF_THE_SAMPLE = (20_593, 20_601, 20_612, 20_608, 20_580, 20_581)


def values_that_cut(plane: str) -> Sequence[Any]:
    """Return the values that each make a part of a plane; of a plane in one part a word for all."""
    return WALKED[plane][CUT_BY[plane]] if plane in CUT_BY else ("all",)


def take_part(plane: str, value: Any) -> Plane:
    return {**WALKED[plane], CUT_BY[plane]: (value,)} if plane in CUT_BY else WALKED[plane]


def accepted(met: Counter[str]) -> int:
    return met.total() - met["contradictory"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("plane", "value"), [(plane, value) for plane in WALKED for value in values_that_cut(plane)]
)
def test_every_verdict_of_a_plane_is_that_of_the_plain_law(plane: str, value: Any) -> None:
    met = compared(in_full(take_part(plane, value)))
    assert set(met) - {"contradictory"} == MET_WHERE.get((plane, value), MET[plane])
    assert accepted(met) * len(values_that_cut(plane)) == ACCEPTED[plane]


@pytest.mark.long
@pytest.mark.parametrize("part", range(SAMPLES))
def test_every_verdict_sampled_from_the_whole_space_is_that_of_the_plain_law(part: int) -> None:
    met = compared(islice(sampled(EVERYTHING, SAMPLED), part, None, SAMPLES))
    assert met["ineligible"] > 0
    assert accepted(met) == ACCEPTED_OF_THE_SAMPLE[part]


def test_more_than_a_million_cases_that_can_be_are_compared() -> None:
    assert ACCEPTED.keys() == WALKED.keys()
    assert len(ACCEPTED_OF_THE_SAMPLE) == SAMPLES
    assert sum(ACCEPTED.values()) + sum(ACCEPTED_OF_THE_SAMPLE) > 1_100_000


def test_the_whole_space_holds_an_export_of_every_announcement_that_governs_one() -> None:
    days = [COMPLETE["declared_on"] + timedelta(days=shift) for shift in EVERYTHING["shift"]]
    governed = {governing(day) for a in ANNOUNCEMENTS for day in (a.first_day, a.last_day)}
    assert {governing(day) for day in days} == governed


def test_the_complete_case_is_eligible_so_that_each_plane_can_be() -> None:
    assert check(ReturnedGoods(**COMPLETE)).status == "eligible"
