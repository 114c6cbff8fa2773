"""The same answer in OpenFisca: a variable a clause, each with a formula over numpy arrays.

OpenFisca knows no unknown, so facts come as whole numbers with one that stands for it, and words,
HS headings and yes or no as their numbers, lists of papers as bits; that is done before the clock
runs. Each clause gives an outcome and the bits of its missing facts. An ETERNITY variable may not
have a formula, so all is asked of one day.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit, Period
from openfisca_core.populations import Population
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from tables.headings import look_up_screen

name = "OpenFisca by hand"

Array = np.ndarray[Any, np.dtype[Any]]
Formula = Callable[[Population, Period], Array]

UNKNOWN = int(np.iinfo(np.int32).min)
ODD = -2
DAY = "2027-01-01"
MET, OUTSTANDING, OPEN, LACKING, FAILED, NOT_COVERED, INVALID = range(7)
STATUSES = (
    "eligible",
    "conditional",
    "needs_review",
    "needs_facts",
    "ineligible",
    "not_covered",
    "invalid",
)
WORDS = {
    # the four; those of the return
    "supervision_code": ("1210", "9610", "9710", "9810", "1261", "4561", "9661"),
    "destination": ("domestic", "zone"),
    # unsold; returned; stated; no return: each group together
    "reason": (
        "unsold",
        "undeliverable",
        "refused",
        "customer_return",
        "recall",
        "wrong_goods",
        "foreign_customs",
        "order_cancelled",
        "delisted",
        "payment_default",
        "label_noncompliance",
        "exhibition_sample",
        "other",
        "quality_defect",
        "repair",
        "force_majeure",
    ),
    "export_refund": ("not_refunded", "repaid", "claimed", "refunded"),
    "use": ("unused", "customer_trial", "trial_found_defect", "used"),
    "attribution": ("traced", "fifo", "stated", "none"),
}
CODES = 4
REASON = {word: number for number, word in enumerate(WORDS["reason"])}
DAYS_OUT = ("declared_on", "released_on", "exported_on", "left_zone_on")
DAYS_BACK = ("returned_on", "domestic_on", "return_declared_on")
YES_NO = (
    "is_food",
    "same_form",
    "parts_added",
    "processed",
    "parts_missing",
    "damaged",
    "repacked",
    "importer_differs",
    "shipped_as_declared",
    "export_duty_paid",
)
QUANTITIES = ("exported_quantity", "returned_quantity", "returned_before")
ASKED = (
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
)
BIT = {fact: 1 << at for at, fact in enumerate(ASKED)}
PAPERS = (
    "export_record",
    "tax_certificate",
    "self_declaration",
    "return_record",
    "reason_statement",
    "return_agreement",
    "trial_evidence",
    "match_record",
    "zone_exit_record",
    "export_duty_receipt",
)
PAPER = {id_: 1 << at for at, id_ in enumerate(PAPERS)}
HELD = (
    "export_list",
    "export_declaration",
    "exit_filing_list",
    "tax_certificate",
    "self_declaration",
    "platform_return_record",
    "refusal_record",
    "other_return_record",
    "return_agreement",
    "inspection_report",
    "customer_trial_record",
    "match_record",
    "gate_release",
    "export_duty_receipt",
)
RETURN_RECORDS = HELD[5:9]
PRESUMED = (
    "export_entry",
    "exported_on",
    "domestic_on",
    "destination",
    "hs_code",
    "is_food",
    "parts_missing",
    "damaged",
    "repacked",
    "importer_differs",
    "attribution",
    "shipped_as_declared",
    "exported_quantity",
    "returned_quantity",
    "returned_before",
    "papers_held",
)
CLAUSES = (
    "1.period",
    "1.code",
    "1.reason",
    "1.six_months",
    "1.destination",
    "1.not_food",
    "1.same_goods",
    "2.refund_repaid",
    "2.certificate",
    "2.same_enterprise",
    "3.same_form",
    "3.no_parts_added",
    "3.not_processed",
    "3.unused",
    "4.papers",
)
BLAMED = (
    *("supervision_code", "destination", "reason", "hs_code", "export_refund", "use"),
    *("attribution", *QUANTITIES, "papers_held"),
    *DAYS_OUT[1:],
    *DAYS_BACK,
)

EPOCH = np.datetime64("1970-01-01", "D")


def list_months_later() -> Array:
    """Return six months after each day since 1970."""
    days = np.arange(EPOCH, np.datetime64("2200-01-01"))
    months = days.astype("datetime64[M]")
    first, after = (months + 6).astype("datetime64[D]"), (months + 7).astype("datetime64[D]")
    later = np.minimum(first + (days - months.astype("datetime64[D]")), after - 1)
    numbers: Array = (later - EPOCH).astype(np.int32)
    return numbers


MONTHS_LATER = list_months_later()
WEEKDAY = (MONTHS_LATER + 3) % 7
WORKING_DAY_LATER = (MONTHS_LATER + np.where(WEEKDAY > 4, 7 - WEEKDAY, 0)).astype(np.int32)
SAYS = {"food": 2, "not_food": 1}
SCREENS = np.array(
    [SAYS.get(look_up_screen(f"{n:04}") or "", 0) for n in range(10_000)], dtype=np.int8
)


def count_days(text: str) -> int:
    """Return the days since 1970."""
    return int((np.datetime64(text, "D") - EPOCH).astype(int))


def is_known(fact: Array) -> Array:
    """Say where a fact is known."""
    found: Array = fact != UNKNOWN
    return found


def choose_outcome(**cases: Array) -> Array:
    """Give the outcome of each row: the first case that holds, else met."""
    number = {
        "failed": FAILED,
        "lacking": LACKING,
        "open": OPEN,
        "outstanding": OUTSTANDING,
        "not_covered": NOT_COVERED,
    }
    return np.select(list(cases.values()), [np.int8(number[case]) for case in cases], np.int8(MET))


GOODS = build_entity("goods", "goods", "One line of returned goods", is_person=True)


def make_variable(name: str, formula: Formula | None) -> type[Variable]:
    """Make a variable; without a formula it is a fact that is only ever given."""
    body: dict[str, Any] = {
        "value_type": int,
        "entity": GOODS,
        "definition_period": DateUnit.DAY,
        "label": name,
        "default_value": UNKNOWN,
    }
    if formula is not None:
        body["formula"] = formula
    return type(name, (Variable,), body)


def last_day(goods: Population, period: Period) -> Array:
    """Return the last day to come back, strictly."""
    code = goods("supervision_code", period)
    released = goods("released_on", period)
    out = np.where(is_known(released), released, goods("declared_on", period))
    start = np.where(code == 0, goods("left_zone_on", period), out)
    on_clock = is_known(code) & is_known(start)
    return np.where(on_clock, MONTHS_LATER[np.where(on_clock, start, 0)], UNKNOWN)


def lenient_day(goods: Population, period: Period) -> Array:
    """Return the last day to come back, leniently."""
    exported = goods("exported_on", period)
    later = WORKING_DAY_LATER[np.where(is_known(exported), exported, 0)]
    return np.where(is_known(exported), later, UNKNOWN)


def announcement(goods: Population, period: Period) -> Array:
    """Give a number to the announcement that governs: none, 2023-34 or 2026-16."""
    declared = goods("declared_on", period)
    inside = (declared >= count_days("2023-01-30")) & (declared <= count_days("2027-12-31"))
    return np.where(inside, 1 + (declared >= count_days("2026-01-01")), 0)


def period_clause(goods: Population, period: Period) -> Array:
    """Judge 1.period."""
    declared = goods("declared_on", period)
    return choose_outcome(
        lacking=~is_known(declared),
        not_covered=declared > count_days("2027-12-31"),
        failed=declared < count_days("2023-01-30"),
    )


def code_clause(goods: Population, period: Period) -> Array:
    """Judge 1.code."""
    code = goods("supervision_code", period)
    return choose_outcome(lacking=~is_known(code), failed=code >= CODES)


def reason_clause(goods: Population, period: Period) -> Array:
    """Judge 1.reason."""
    reason = goods("reason", period)
    return choose_outcome(
        lacking=~is_known(reason),
        failed=reason >= REASON["repair"],
        open=reason > REASON["customer_return"],
    )


def six_months_clause(goods: Population, period: Period) -> Array:
    """Judge 1.six_months; what is missing stands in the higher bits."""
    code, last = goods("supervision_code", period), goods("last_day", period)
    declared, released = goods("declared_on", period), goods("released_on", period)
    exported, back = goods("exported_on", period), goods("return_declared_on", period)
    zone = code == 0
    returned, domestic = goods("returned_on", period), goods("domestic_on", period)
    end = np.where(zone, domestic, returned)
    by_way_of_a_zone = is_known(returned) & (domestic > returned)
    strict_end = np.where(zone | by_way_of_a_zone, domestic, returned)
    to_zone, stayed = goods("to_zone", period) == 1, goods("stayed", period) == 1
    can_be_in_time = is_known(last) & (zone | is_known(released) | is_known(exported))
    can_be_late = is_known(last) & (zone | (is_known(released) & is_known(declared)))
    end_in_time = is_known(strict_end) & (strict_end <= last) & can_be_in_time
    back_in_time = is_known(back) & (back <= last) & can_be_in_time
    late = ((strict_end > last) | (back > last)) & can_be_late
    leaves_in_time = to_zone & is_known(last) & (~is_known(back) | (back <= last))
    lenient = goods("lenient_day", period)
    compared = is_known(code) & is_known(end) & is_known(lenient)
    found = np.select(
        [
            stayed,
            (end_in_time & ~is_known(back)) | leaves_in_time,
            end_in_time & back_in_time,
            compared & (end > lenient),
            (compared | (to_zone & is_known(exported))) & late,
        ],
        [LACKING, OUTSTANDING, MET, FAILED, OPEN],
        LACKING,
    )
    other = is_known(code) & ~zone
    missing = (
        np.where(~is_known(code), BIT["supervision_code"], 0)
        + np.where(other & ~is_known(end), BIT["returned_on"], 0)
        + np.where(zone & ~is_known(end) & ~to_zone, BIT["domestic_on"], 0)
        + np.where(is_known(code) & ~is_known(exported), BIT["exported_on"], 0)
        + np.where(
            is_known(code) & ~late & ~is_known(back) & ~to_zone, BIT["return_declared_on"], 0
        )
        + np.where(zone & ~is_known(goods("left_zone_on", period)), BIT["left_zone_on"], 0)
        + np.where(other & ~is_known(declared), BIT["declared_on"], 0)
    )
    only_released = other & (missing == 0) & ~is_known(released)
    missing += np.where(only_released, BIT["released_on"], 0)
    missing = np.where(stayed, BIT["exported_on"], missing)
    return found | np.where(found == LACKING, missing << 3, 0)


def to_zone(goods: Population, period: Period) -> Array:
    """Say where goods of 1210 are in a zone, or go there."""
    code, destination = goods("supervision_code", period), goods("destination", period)
    return np.where((code == 0) & (destination == 1), 1, 0)


def stayed(goods: Population, period: Period) -> Array:
    """Say where goods look like those taken back from the terminal: back within ten days."""
    code, returned = goods("supervision_code", period), goods("returned_on", period)
    back = np.where(is_known(returned), returned, goods("domestic_on", period))
    start = np.where(code == 0, goods("left_zone_on", period), goods("released_on", period))
    soon = is_known(code) & is_known(back) & is_known(start) & (back <= start + 10)
    return np.where(soon & ~is_known(goods("exported_on", period)), 1, 0)


def destination_clause(goods: Population, period: Period) -> Array:
    """Judge 1.destination."""
    code, destination = goods("supervision_code", period), goods("destination", period)
    zone, to_zone = code == 0, destination == 1
    return choose_outcome(lacking=zone & ~is_known(destination), outstanding=to_zone)


def screened(goods: Population, period: Period) -> Array:
    """Look up what the screen says of the heading."""
    heading = goods("heading", period)
    return np.where(heading >= 0, SCREENS[np.maximum(heading, 0)], 0)


def not_food_clause(goods: Population, period: Period) -> Array:
    """Judge 1.not_food."""
    is_food, says = goods("is_food", period), goods("screened", period)
    says_not_food = says == SAYS["not_food"]
    return choose_outcome(
        lacking=~is_known(is_food) & ~says_not_food,
        failed=(is_food == 1) & ~says_not_food,
        open=(is_food == 1) | ((is_food == 0) & (says == SAYS["food"])),
    )


def same_goods_clause(goods: Population, period: Period) -> Array:
    """Judge 1.same_goods."""
    exported = goods("exported_quantity", period)
    returned = goods("returned_quantity", period)
    before = goods("returned_before", period)
    before = np.where(is_known(before), before, 0)
    over = is_known(returned) & (before + np.where(is_known(returned), returned, 0) > exported)
    shipped, reason = goods("shipped_as_declared", period), goods("reason", period)
    return choose_outcome(
        failed=(is_known(exported) & (before >= exported)) | (shipped == 0),
        lacking=~is_known(shipped) & (reason == REASON["wrong_goods"]),
        open=goods("attribution", period) > 0,
        outstanding=is_known(exported) & over,
    )


def refund_clause(goods: Population, period: Period) -> Array:
    """Judge 2.refund_repaid."""
    refund = goods("export_refund", period)
    return choose_outcome(lacking=~is_known(refund), outstanding=refund >= 2)


def certificate_clause(goods: Population, period: Period) -> Array:
    """Judge 2.certificate."""
    return choose_outcome(outstanding=~is_held(goods("papers_held", period), "tax_certificate"))


def is_held(papers: Array, *names: str) -> Array:
    """Say where one of these papers is held; an unknown list is taken to be complete."""
    bits = sum(1 << HELD.index(name) for name in names)
    found: Array = ~is_known(papers) | (papers & bits != 0)
    return found


def enterprise_clause(goods: Population, period: Period) -> Array:
    """Judge 2.same_enterprise."""
    return choose_outcome(open=goods("importer_differs", period) == 1)


def form_clause(goods: Population, period: Period) -> Array:
    """Judge 3.same_form."""
    same_form = goods("same_form", period)
    incomplete = (goods("parts_missing", period) == 1) | (goods("damaged", period) == 1)
    return choose_outcome(lacking=~is_known(same_form), failed=same_form == 0, open=incomplete)


def parts_clause(goods: Population, period: Period) -> Array:
    """Judge 3.no_parts_added."""
    added = goods("parts_added", period)
    return choose_outcome(lacking=~is_known(added), failed=added == 1)


def processed_clause(goods: Population, period: Period) -> Array:
    """Judge 3.not_processed."""
    processed = goods("processed", period)
    repacked = goods("repacked", period) == 1
    return choose_outcome(lacking=~is_known(processed), failed=processed == 1, open=repacked)


def unused_clause(goods: Population, period: Period) -> Array:
    """Judge 3.unused."""
    use, reason = goods("use", period), goods("reason", period)
    customer = np.isin(
        reason,
        [REASON[word] for word in ("customer_return", "quality_defect", "wrong_goods", "recall")],
    )
    trial = (use == 1) | (use == 2)
    return choose_outcome(
        lacking=~is_known(use), failed=use == 3, open=trial & is_known(reason) & ~customer
    )


def papers_clause(goods: Population, period: Period) -> Array:
    """Judge 4.papers; the unknown facts it depends on are asked for by other clauses."""
    papers, code = goods("papers_held", period), goods("supervision_code", period)
    use, reason = goods("use", period), goods("reason", period)
    returned = (reason >= REASON["undeliverable"]) & (reason <= REASON["order_cancelled"])
    stated = (reason >= REASON["delisted"]) & (reason <= REASON["quality_defect"])
    trial = (use == 1) | (use == 2)
    evidence = is_held(
        papers, "inspection_report", "customer_trial_record", "platform_return_record"
    )
    lacking = (
        ~is_held(papers, "export_list", "export_declaration", "exit_filing_list")
        | ((reason == REASON["unsold"]) & ~is_held(papers, "self_declaration"))
        | (returned & ~is_held(papers, *RETURN_RECORDS))
        | (stated & ~is_held(papers, "self_declaration", *RETURN_RECORDS))
        | (trial & ~evidence)
        | ((code == 3) & ~is_held(papers, "match_record"))
        | ((code == 0) & ~is_held(papers, "exit_filing_list", "gate_release", "export_list"))
        | ((goods("export_duty_paid", period) == 1) & ~is_held(papers, "export_duty_receipt"))
    )
    return choose_outcome(outstanding=lacking)


CLAUSE_FORMULAS = (
    period_clause,
    code_clause,
    reason_clause,
    six_months_clause,
    destination_clause,
    not_food_clause,
    same_goods_clause,
    refund_clause,
    certificate_clause,
    enterprise_clause,
    form_clause,
    parts_clause,
    processed_clause,
    unused_clause,
    papers_clause,
)
ASKS = {
    "period_clause": "declared_on",
    "code_clause": "supervision_code",
    "reason_clause": "reason",
    "destination_clause": "destination",
    "not_food_clause": "is_food",
    "same_goods_clause": "shipped_as_declared",
    "refund_clause": "export_refund",
    "form_clause": "same_form",
    "parts_clause": "parts_added",
    "processed_clause": "processed",
    "unused_clause": "use",
}


def blamed(goods: Population, period: Period) -> Array:
    """Give the number of the fact to blame, from 1 on; 0 where the row can be."""
    facts = {
        fact: goods(fact, period)
        for fact in (*WORDS, *DAYS_OUT, *DAYS_BACK, *QUANTITIES, "heading", "papers_held")
    }
    declared, released, exported, left = (facts[fact] for fact in DAYS_OUT)
    last_out = np.maximum(np.maximum(declared, released), np.maximum(exported, left))

    code, papers, refund = (
        facts[fact] for fact in ("supervision_code", "papers_held", "export_refund")
    )

    def is_before(one: Array, other: Array | int) -> Array:
        return is_known(one) & (one < other)

    cases = [
        ("supervision_code", facts["supervision_code"] == ODD),
        ("destination", facts["destination"] == ODD),
        ("reason", facts["reason"] == ODD),
        ("hs_code", facts["heading"] == ODD),
        ("export_refund", facts["export_refund"] == ODD),
        ("use", facts["use"] == ODD),
        ("attribution", facts["attribution"] == ODD),
        ("exported_quantity", is_before(facts["exported_quantity"], 1)),
        ("returned_quantity", is_before(facts["returned_quantity"], 1)),
        ("returned_before", is_before(facts["returned_before"], 0)),
        ("papers_held", papers == ODD),
        ("supervision_code", (code >= CODES) & (code < len(WORDS["supervision_code"]))),
        ("released_on", is_before(released, declared)),
        ("exported_on", is_before(exported, np.maximum(declared, released))),
        ("left_zone_on", is_known(exported) & (left > exported)),
        *((fact, is_before(facts[fact], last_out)) for fact in DAYS_BACK),
        ("domestic_on", is_before(facts["domestic_on"], facts["returned_on"])),
        ("destination", (facts["destination"] == 1) & is_known(facts["domestic_on"])),
        ("papers_held", (refund >= 2) & is_known(papers) & is_held(papers, "tax_certificate")),
    ]
    numbers = [BLAMED.index(fact) + 1 for fact, _ in cases]
    return np.select([case for _, case in cases], numbers, 0)


def verdict(goods: Population, period: Period) -> Array:
    """Put the status in the low three bits, what decides in the next."""
    worst = np.zeros(goods.count, dtype=np.int8)
    decider = np.zeros(goods.count, dtype=np.int32)
    for number, clause in enumerate(CLAUSE_FORMULAS, 1):
        found = (goods(clause.__name__, period) & 7).astype(np.int8)
        worse = found > worst
        worst[worse] = found[worse]
        decider[worse] = number
    wrong: Array = goods("blamed", period)
    return np.where(wrong > 0, INVALID | len(CLAUSES) + wrong << 3, worst | decider << 3)


def missing(goods: Population, period: Period) -> Array:
    """Add up the bits of the facts asked for."""
    bits: Array = goods("six_months_clause", period) >> 3
    for clause, fact in ASKS.items():
        bits = bits | np.where(goods(clause, period) == LACKING, BIT[fact], 0)
    return np.where(goods("verdict", period) & 7 == LACKING, bits, 0)


def documents(goods: Population, period: Period) -> Array:
    """Add up the bits of the papers to file."""
    code, reason = goods("supervision_code", period), goods("reason", period)
    use, no_reason = goods("use", period), ~is_known(goods("reason", period))
    returned = (reason >= REASON["undeliverable"]) & (reason <= REASON["order_cancelled"])
    stated = (reason >= REASON["delisted"]) & (reason <= REASON["quality_defect"])
    trial = (use == 1) | (use == 2)
    conditions = {
        "self_declaration": no_reason | (reason == REASON["unsold"]),
        "return_record": no_reason | returned,
        "reason_statement": no_reason | stated,
        "return_agreement": (~is_known(code) | (code == 2))
        & ~((reason == REASON["refused"]) | (reason == REASON["undeliverable"])),
        "trial_evidence": ~is_known(use) | trial,
        "zone_exit_record": ~is_known(code) | (code == 0),
        "export_duty_receipt": goods("export_duty_paid", period) == 1,
    }
    always = PAPER["export_record"] + PAPER["tax_certificate"] + PAPER["match_record"]
    bits = always + sum(np.where(when, PAPER[id_], 0) for id_, when in conditions.items())
    return np.where(goods("verdict", period) & 7 >= FAILED, 0, bits)


def assumed(goods: Population, period: Period) -> Array:
    """Add up the bits of the presumed facts; no table has the number of the export."""
    code, reason = goods("supervision_code", period), goods("reason", period)
    other, to_zone = is_known(code) & (code > 0), goods("destination", period) == 1
    unknown = {fact: ~is_known(goods(fact, period)) for fact in PRESUMED if fact in GIVEN}
    back_on = [goods(fact, period) for fact in DAYS_BACK]
    asked = goods("six_months_clause", period) >> 3 & BIT["exported_on"] != 0
    conditions = {
        **unknown,
        "exported_on": unknown["exported_on"] & ~asked & np.any([*map(is_known, back_on)], axis=0),
        "domestic_on": unknown["domestic_on"] & other & is_known(back_on[0]) & ~to_zone,
        "destination": unknown["destination"] & other,
        "hs_code": ~is_known(goods("heading", period)),
        "is_food": unknown["is_food"] & (goods("screened", period) == SAYS["not_food"]),
        "shipped_as_declared": unknown["shipped_as_declared"]
        & is_known(reason)
        & (reason != REASON["wrong_goods"]),
    }
    bits: Array = np.ones(goods.count, dtype=np.int32)
    for fact, when in conditions.items():
        bits |= np.where(when, 1 << PRESUMED.index(fact), 0).astype(np.int32)
    return np.where(goods("verdict", period) & 7 == INVALID, 0, bits)


GIVEN = (*WORDS, *DAYS_OUT, *DAYS_BACK, *YES_NO, *QUANTITIES, "heading", "papers_held")


def make_system() -> TaxBenefitSystem:
    """Make the system of all variables."""
    made = TaxBenefitSystem([GOODS])
    made.add_variables(*(make_variable(fact, None) for fact in GIVEN))
    formulas: tuple[Formula, ...] = (last_day, lenient_day, announcement, *CLAUSE_FORMULAS)
    formulas += (to_zone, stayed, screened, blamed, verdict, missing, documents, assumed)
    made.add_variables(*(make_variable(formula.__name__, formula) for formula in formulas))
    return made


SYSTEM = make_system()


def join_names(names: tuple[str, ...]) -> pl.Series:
    """Return the names of each set of bits."""
    joined = [
        ";".join(each for at, each in enumerate(names) if bits >> at & 1)
        for bits in range(1 << len(names))
    ]
    return pl.Series(joined)


MISSING, DOCUMENTS, ASSUMED = join_names(ASKED), join_names(PAPERS), join_names(PRESUMED)


def encode_words(column: pl.Series, words: tuple[str, ...]) -> pl.Series:
    """Put numbers in place of words."""
    column = column.cast(pl.String)
    numbers = column.cast(pl.Enum(words), strict=False).to_physical().cast(pl.Int32)
    odd = pl.Series([ODD], dtype=pl.Int32)
    if column.name == "supervision_code":
        other = pl.Series([len(words)], dtype=pl.Int32)
        odd = other.zip_with(column.str.contains(r"^(?:[0-9]{4}|none)$"), odd)
    return numbers.zip_with(numbers.is_not_null() | column.is_null(), odd)


def find_headings(column: pl.Series) -> pl.Series:
    """Put the heading in place of each HS code."""
    column = column.cast(pl.String)
    is_code = column.str.contains(r"^[0-9]{4}(?:[0-9]{2}){0,3}$")
    numbers = column.str.head(4).cast(pl.Int32, strict=False)
    return numbers.zip_with(is_code | column.is_null(), pl.Series([ODD], dtype=pl.Int32))


def encode_papers(column: pl.Series) -> pl.Series:
    """Put bits in place of each list of papers."""
    column = column.cast(pl.String)
    distinct = column.drop_nulls().unique()
    bits = [
        sum({1 << HELD.index(paper) for paper in papers}) if papers <= set(HELD) else ODD
        for papers in (set(text.split(";")) for text in distinct)
    ]
    return column.replace_strict(distinct, bits, default=None, return_dtype=pl.Int32)


def prepare(frame: pl.DataFrame) -> dict[str, Array]:
    """Make a numpy array of each column."""
    columns = {fact: encode_words(frame[fact], words) for fact, words in WORDS.items()}
    columns["heading"] = find_headings(frame["hs_code"])
    columns["papers_held"] = encode_papers(frame["papers_held"])
    for fact in (*DAYS_OUT, *DAYS_BACK, *YES_NO, *QUANTITIES):
        columns[fact] = frame[fact].to_physical().cast(pl.Int32)
    return {fact: column.fill_null(UNKNOWN).to_numpy() for fact, column in columns.items()}


def run(arrays: dict[str, Array]) -> pl.DataFrame:
    """Judge a table."""
    rows = len(arrays["reason"])
    simulation: Simulation = SimulationBuilder().build_default_simulation(SYSTEM, count=rows)
    for fact, values in arrays.items():
        simulation.set_input(fact, DAY, values)
    answers = {
        answer: pl.Series(simulation.calculate(answer, DAY))
        for answer in ("verdict", "announcement", "last_day", "missing", "documents", "assumed")
    }
    invalid = answers["verdict"] & 7 == INVALID
    valid_last = ~invalid & (answers["last_day"] != UNKNOWN)
    no_day = pl.Series([None], dtype=pl.Int32)
    deciders = pl.Series(["", *CLAUSES, *BLAMED])
    announcements = pl.Series([None, "2023-34", "2026-16"])
    governed = answers["announcement"].zip_with(~invalid, pl.Series([0], dtype=pl.Int32))
    return pl.DataFrame(
        {
            "retax_status": pl.Series(STATUSES).gather(answers["verdict"] & 7),
            "retax_announcement": announcements.gather(governed),
            "retax_last_day": answers["last_day"].zip_with(valid_last, no_day).cast(pl.Date),
            "retax_decided_by": deciders.gather(answers["verdict"] // 8),
            "retax_missing": MISSING.gather(answers["missing"]),
            "retax_documents": DOCUMENTS.gather(answers["documents"]),
            "retax_assumed": ASSUMED.gather(answers["assumed"]),
        }
    )
