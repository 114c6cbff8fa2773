"""The plain reading of the ordinary route against verdicts derived by hand from the words."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

import plain_tariff_law_39 as plain_law_39
from plain_tariff_law_39 import (
    CLAUSES,
    QUESTIONS,
    SHARED_QUESTIONS,
    better,
    contradictions,
    judge,
    year_after,
)
from walks import walk_points

Facts = dict[str, Any]

ALL_MET: Facts = {
    "supervision_code": "0110",
    "declared_on": date(2025, 3, 12),
    "released_on": date(2025, 3, 13),
    "exported_on": date(2025, 3, 17),
    "returned_on": date(2026, 1, 20),
    "return_declared_on": date(2026, 1, 21),
    "reason": "customer_return",
    "cause": "quality",
    "export_refund": "repaid",
    "same_form": True,
    "parts_added": False,
    "processed": False,
    "use": "used",
}
"""Ordinary trade, back for quality after ten months; only the use leaves a question."""

UNUSED: Facts = {**ALL_MET, "use": "unused"}
TAXES_FOLLOW = {"39:import-taxes": "lenient"}

LAST = date(2026, 3, 13)  # a Friday
SATURDAY_RELEASE: Facts = {"declared_on": date(2025, 3, 14), "released_on": date(2025, 3, 14)}


def judged(changes: Facts, **options: Any) -> dict[str, Any]:
    """Judge the case in which only the changes matter: that import taxes follow is settled."""
    settled = {**TAXES_FOLLOW, **options.pop("settled", {})}
    return judge({**UNUSED, **changes}, settled=settled, **options)


def outcome(clause: str, changes: Facts, **options: Any) -> str:
    found: str = judged(changes, **options)["outcomes"][clause]
    return found


def back(returned_on: date, declared: date | None = None) -> Facts:
    return {"returned_on": returned_on, "return_declared_on": declared or returned_on}


ABROAD: Facts = {"returned_on": None, "return_declared_on": None}

# One change, the clause it meets, its outcome, and the status of the ruling.
CHANGED: list[tuple[Facts, str, str, str]] = [
    ({}, "39.in_force", "met", "eligible"),
    # The procedure
    ({"supervision_code": "9610"}, "39.procedure", "met", "eligible"),
    ({"supervision_code": "none"}, "39.procedure", "met", "eligible"),
    ({"supervision_code": "0615"}, "39.procedure", "open", "needs_review"),
    ({"supervision_code": "1300"}, "39.procedure", "open", "needs_review"),
    ({"supervision_code": None}, "39.procedure", "unknown", "needs_facts"),
    # The cause
    ({"cause": "specification"}, "39.cause", "met", "eligible"),
    ({"cause": "force_majeure"}, "39.cause", "met", "eligible"),
    ({"cause": "damage_or_shortage"}, "39.cause", "open", "needs_review"),
    ({"cause": "none"}, "39.cause", "failed", "ineligible"),
    ({"cause": None}, "39.cause", "unknown", "needs_facts"),
    ({"cause": None, "use": "trial_found_defect"}, "39.cause", "met", "eligible"),
    ({"cause": None, "reason": "quality_defect"}, "39.cause", "met", "eligible"),
    ({"cause": None, "reason": "force_majeure"}, "39.cause", "met", "eligible"),
    ({"cause": None, "reason": "unsold"}, "39.cause", "failed", "ineligible"),
    ({"cause": None, "reason": "delisted"}, "39.cause", "failed", "ineligible"),
    ({"cause": None, "reason": "undeliverable"}, "39.cause", "failed", "ineligible"),
    ({"cause": None, "reason": "order_cancelled"}, "39.cause", "failed", "ineligible"),
    ({"cause": None, "reason": "repair"}, "39.cause", "unknown", "needs_facts"),
    ({"cause": "force_majeure", "reason": "order_cancelled"}, "39.cause", "met", "eligible"),
    (
        {"cause": None, "reason": "unsold", "use": "trial_found_defect"},
        "39.cause",
        "met",
        "eligible",
    ),
    (
        {"cause": None, "reason": "wrong_goods", "shipped_as_declared": True},
        "39.cause",
        "open",
        "needs_review",
    ),
    # The year
    (back(LAST), "39.one_year", "met", "eligible"),
    (back(LAST + timedelta(1)), "39.one_year", "open", "needs_review"),
    (back(LAST, LAST + timedelta(1)), "39.one_year", "open", "needs_review"),
    (back(date(2030, 1, 1)), "39.one_year", "open", "needs_review"),
    (
        {**back(LAST + timedelta(80)), "extended_until": LAST + timedelta(80)},
        "39.one_year",
        "met",
        "eligible",
    ),
    (
        {**back(LAST + timedelta(81)), "extended_until": LAST + timedelta(80)},
        "39.one_year",
        "failed",
        "ineligible",
    ),
    ({"return_declared_on": None}, "39.one_year", "outstanding", "conditional"),
    ({"released_on": None, "exported_on": None}, "39.one_year", "unknown", "needs_facts"),
    # From its declaration, made before the export, a return can only be shown to be in time.
    ({"released_on": None}, "39.one_year", "met", "eligible"),
    (
        {
            **back(LAST + timedelta(2)),
            "released_on": None,
            "declared_on": None,
        },
        "39.one_year",
        "unknown",
        "needs_facts",
    ),
    # The same units, and Articles 2 and 3
    ({"attribution": "fifo"}, "39.same_goods", "open", "needs_review"),
    ({"attribution": "none"}, "39.same_goods", "open", "needs_review"),
    ({"shipped_as_declared": False}, "39.same_goods", "failed", "ineligible"),
    ({"export_refund": "claimed"}, "39.refund_repaid", "outstanding", "conditional"),
    ({"export_refund": None}, "39.refund_repaid", "unknown", "needs_facts"),
    ({"papers_held": frozenset()}, "39.certificate", "outstanding", "conditional"),
    ({"importer_differs": True}, "39.same_enterprise", "open", "needs_review"),
    ({"damaged": True}, "39.same_form", "open", "needs_review"),
    ({"same_form": False}, "39.same_form", "failed", "ineligible"),
    ({"parts_added": True}, "39.no_parts_added", "failed", "ineligible"),
    ({"repacked": True}, "39.not_processed", "open", "needs_review"),
    ({"processed": True}, "39.not_processed", "failed", "ineligible"),
    # The use
    ({"use": "customer_trial", "reason": "unsold"}, "39.unused", "met", "eligible"),
    ({"use": "used"}, "39.unused", "open", "needs_review"),
    ({"use": None}, "39.unused", "unknown", "needs_facts"),
    # What the announcement excludes and the law does not
    ({"is_food": True, "hs_code": "0901"}, "39.procedure", "met", "eligible"),
]


@walk_points("changes, clause, expected, status", CHANGED)
def test_a_change_gives_the_outcome_and_status_derived_by_hand(
    changes: Facts, clause: str, expected: str, status: str
) -> None:
    ruling = judged(changes)
    assert (ruling["outcomes"][clause], ruling["status"]) == (expected, status)


def test_the_clauses_are_those_of_the_words_in_their_order() -> None:
    assert tuple(judged({})["outcomes"]) == CLAUSES


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2024, 2, 28), date(2025, 2, 28)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 2, 28), date(2024, 2, 28)),
        (date(2023, 3, 1), date(2024, 3, 1)),
        (date(2025, 12, 31), date(2026, 12, 31)),
    ],
)
def test_the_year_ends_on_the_corresponding_day(start: date, last: date) -> None:
    assert year_after(start) == last


# -- which article governs


@pytest.mark.parametrize(
    ("changes", "options", "law"),
    [
        (back(date(2024, 11, 30)), {}, "regulations-43"),
        (back(date(2024, 12, 1)), {}, "tariff-law-39"),
        (back(date(2024, 11, 30), date(2024, 12, 1)), {}, "tariff-law-39"),
        (back(date(2024, 12, 1), date(2024, 11, 30)), {}, "regulations-43"),
        ({"returned_on": date(2024, 11, 30), "return_declared_on": None}, {}, "regulations-43"),
        (ABROAD, {"as_of": date(2024, 11, 30)}, "regulations-43"),
        (ABROAD, {"as_of": date(2024, 12, 1)}, "tariff-law-39"),
        (ABROAD, {}, "tariff-law-39"),
        (back(date(2024, 12, 1)), {"known_on": date(2024, 4, 25)}, "regulations-43"),
        (back(date(2024, 12, 1)), {"known_on": date(2024, 4, 26)}, "tariff-law-39"),
    ],
)
def test_the_day_of_the_return_and_what_is_known_choose_the_article(
    changes: Facts, options: Facts, law: str
) -> None:
    year_before = {
        name: day - timedelta(366)
        for name, day in UNUSED.items()
        if name in ("declared_on", "released_on", "exported_on")
    }
    ruling = judged({**year_before, **changes}, **options)
    assert ruling["id"] == law
    expected = "unknown" if changes == ABROAD and not options else "met"
    assert ruling["outcomes"]["39.in_force"] == expected


LEFT_IN_2024: Facts = {
    "declared_on": date(2024, 1, 9),
    "released_on": date(2024, 1, 10),
    "exported_on": date(2024, 1, 11),
    **back(date(2024, 11, 20)),
}


def test_the_former_article_knows_quality_and_specification_alone() -> None:
    for cause, expected in [
        ("quality", "met"),
        ("specification", "met"),
        ("force_majeure", "failed"),
        ("damage_or_shortage", "open"),
    ]:
        assert outcome("39.cause", {**LEFT_IN_2024, "cause": cause}) == expected
    by_war = {"cause": None, "reason": "force_majeure", "use": "trial_found_defect"}
    assert outcome("39.cause", {**LEFT_IN_2024, **by_war}) == "failed"


def test_under_the_former_article_a_defect_found_on_trial_leaves_the_reason_to_ask() -> None:
    ruling = judged({**LEFT_IN_2024, "cause": None, "reason": None, "use": "trial_found_defect"})
    assert ruling["missing"]["39.cause"] == ("reason",)
    assert ruling["outcomes"]["39.cause"] == "unknown"


def test_the_former_article_knows_no_prolongation() -> None:
    late = {**LEFT_IN_2024, "declared_on": date(2023, 5, 1), "released_on": date(2023, 5, 2)}
    late["exported_on"] = date(2023, 5, 3)
    for extended_until in (None, date(2024, 12, 31)):
        ruling = judged({**late, "extended_until": extended_until})
        assert ruling["outcomes"]["39.one_year"] == "failed"
        assert ruling["last_day"] == date(2024, 5, 2)


# -- the clock


def test_the_open_year_names_every_question_that_can_decide_it() -> None:
    # Friday 2025-03-14 is the release: a year on is Saturday 2026-03-14.
    ruling = judged({**SATURDAY_RELEASE, **back(date(2026, 3, 14), date(2026, 3, 16))})
    assert set(ruling["questions"]["39.one_year"]) == {
        "export-date",
        "return-date",
        "rest-day",
        "39:extension",
    }


def test_a_rest_day_moves_the_last_day_where_that_is_settled() -> None:
    changes = {**SATURDAY_RELEASE, **back(date(2026, 3, 16))}
    ruling = judged(changes, settled={"rest-day": "lenient"})
    assert (ruling["last_day"], ruling["status"]) == (date(2026, 3, 16), "eligible")
    monday_off = frozenset({date(2026, 3, 14), date(2026, 3, 15), date(2026, 3, 16)})
    later = judged(changes, settled={"rest-day": "lenient"}, days_off=monday_off)
    assert later["last_day"] == date(2026, 3, 17)


def test_a_settlement_of_the_prolongation_changes_nothing() -> None:
    late = {**UNUSED, **back(LAST + timedelta(30))}
    for side in ("strict", "lenient"):
        assert judge(late, settled={"39:extension": side}) == judge(late)


def test_goods_abroad_can_come_back_until_the_last_day_and_then_only_with_approval() -> None:
    on_the_day = judged(ABROAD, as_of=LAST)
    assert on_the_day["status"] == "conditional"
    assert on_the_day["actions"] == [("return_by", LAST)]
    assert "returned_on" in on_the_day["assumed"]
    late = judged(ABROAD, as_of=LAST + timedelta(1))
    assert (late["status"], late["open_questions"]) == (
        "needs_review",
        ["export-date", "39:extension"],
    )
    assert [action for action, _ in late["actions"]] == [
        "ask_customs:export-date",
        "apply_extension",
    ]
    much_later = judged(ABROAD, as_of=date(2031, 1, 1))
    assert much_later["actions"] == [("apply_extension", None)]


def test_the_prolongation_is_the_last_day_where_it_is_the_later() -> None:
    approved = LAST + timedelta(100)
    ruling = judged({**ABROAD, "extended_until": approved}, as_of=LAST + timedelta(50))
    assert ruling["last_day"] == approved
    assert ruling["actions"][0] == ("return_by", approved)
    assert judged({"extended_until": LAST - timedelta(50)})["last_day"] == LAST


def test_a_planned_return_is_outstanding() -> None:
    ruling = judged(back(LAST), as_of=LAST - timedelta(3))
    assert ruling["outcomes"]["39.one_year"] == "outstanding"
    assert ruling["actions"] == [("return_by", LAST)]


def test_goods_back_in_time_are_to_be_declared_in_time() -> None:
    ruling = judged({"return_declared_on": None}, as_of=LAST)
    assert ruling["actions"] == [("declare_return", LAST)]
    over = judged({"return_declared_on": None}, as_of=LAST + timedelta(1))
    # By then a declaration can only come too late, but its day is not known.
    assert over["outcomes"]["39.one_year"] == "unknown"
    assert over["missing"]["39.one_year"] == ("return_declared_on",)


FROM_A_ZONE: Facts = {
    "supervision_code": "1210",
    "left_zone_on": date(2025, 3, 14),
    "domestic_on": date(2026, 1, 21),
    "destination": "domestic",
}


def test_goods_from_a_zone_turn_on_a_question_and_count_from_the_gate() -> None:
    ruling = judged(FROM_A_ZONE)
    assert ruling["open_questions"] == ["39:from-a-zone"]
    assert ruling["last_day"] == date(2026, 3, 14)
    settled = judged(FROM_A_ZONE, settled={"39:from-a-zone": "lenient"})
    assert settled["status"] == "eligible"
    refused = judged(FROM_A_ZONE, settled={"39:from-a-zone": "strict"})
    assert (refused["status"], refused["decided_by"]) == ("ineligible", "39.procedure")


def test_under_an_unknown_code_one_of_the_two_questions_of_procedure_closes_nothing() -> None:
    for question in ("39:procedure", "39:from-a-zone"):
        alone = judged({"supervision_code": None}, settled={question: "lenient"})
        assert alone["outcomes"]["39.procedure"] == "unknown"
    both = judged(
        {"supervision_code": None},
        settled={"39:procedure": "lenient", "39:from-a-zone": "lenient"},
    )
    assert both["outcomes"]["39.procedure"] == "met"


def test_goods_of_1210_in_a_zone_have_to_leave_it_by_the_last_day() -> None:
    in_the_zone = {**FROM_A_ZONE, "destination": "zone", "domestic_on": None}
    in_the_zone["return_declared_on"] = None
    settled = {"39:from-a-zone": "lenient"}
    ruling = judged(in_the_zone, settled=settled, as_of=date(2026, 3, 14))
    assert ruling["actions"] == [("leave_zone", date(2026, 3, 14))]
    over = judged(in_the_zone, settled=settled, as_of=date(2026, 3, 15))
    assert over["outcomes"]["39.one_year"] == "open"
    without_gate = judged({**in_the_zone, "left_zone_on": None}, settled=settled)
    assert without_gate["missing"]["39.one_year"] == ("left_zone_on",)


# -- what comes back


def test_import_taxes_keep_every_ruling_from_a_yes_until_they_are_settled() -> None:
    unsettled = judge(UNUSED)
    assert (unsettled["status"], unsettled["decided_by"]) == ("needs_review", "39.import_taxes")
    assert unsettled["reliefs"] == [
        ("import_duty", "not_levied"),
        ("import_vat", "not_levied_if_so_read"),
        ("import_consumption_tax", "not_levied_if_so_read"),
        ("export_duty", "refund_on_application"),
    ]
    assert unsettled["actions"] == [("ask_customs:39:import-taxes", None)]


def test_the_reliefs_say_what_is_certain_whatever_the_status() -> None:
    strict = judge(UNUSED, settled={"39:import-taxes": "strict"})
    assert strict["status"] == "ineligible"
    assert dict(strict["reliefs"]) == {
        "import_duty": "not_levied",
        "import_vat": "due",
        "import_consumption_tax": "due",
        "export_duty": "refund_on_application",
    }
    lenient = judged({"export_duty_paid": True})
    assert dict(lenient["reliefs"])["import_vat"] == "not_levied"
    assert dict(lenient["reliefs"])["export_duty"] == "refund_on_application"
    assert judged({"cause": None})["reliefs"] == []  # nothing is certain while the cause is open
    assert judged({"use": "used"})["reliefs"] == []


def test_the_papers_are_those_of_the_words() -> None:
    held = frozenset({"export_list", "cause_statement"})
    assert judged({"papers_held": held})["documents"] == [
        ("export_record", "required", True),
        ("tax_certificate", "required", False),
        ("cause_statement", "required", True),
        ("return_record", "expected", False),
        ("quality_evidence", "expected", False),
    ]
    by_war = judged({"cause": "force_majeure", "export_duty_paid": True})
    assert [(document, certainty) for document, certainty, _ in by_war["documents"]][2:] == [
        ("cause_statement", "required"),
        ("return_record", "expected"),
        ("force_majeure_evidence", "expected"),
        ("export_duty_receipt", "required"),
    ]
    unknown = judged({"cause": None})["documents"]
    assert [document for document, certainty, _ in unknown if certainty == "depends"] == [
        "cause_statement",
        "quality_evidence",
        "force_majeure_evidence",
    ]
    prolonged = judged({"extended_until": LAST + timedelta(9), "papers_held": frozenset()})
    assert ("extension_approval", "required", False) in prolonged["documents"]
    assert ("obtain:extension_approval", None) in prolonged["actions"]


def test_the_refund_is_repaid_first_and_the_certificate_comes_last() -> None:
    changes = {"export_refund": "refunded", "export_duty_paid": True, "papers_held": frozenset()}
    assert judged(changes)["actions"] == [
        ("repay_refund", LAST),
        ("obtain:export_record", None),
        ("obtain:cause_statement", None),
        ("obtain:export_duty_receipt", None),
        ("apply_export_duty_refund", None),
        ("obtain:tax_certificate", LAST),
    ]
    assert judged({"export_refund": "claimed"})["actions"][0] == ("withdraw_claim", LAST)


def test_a_line_beyond_its_quantity_is_to_be_split() -> None:
    over = {"exported_quantity": Decimal(5), "returned_quantity": Decimal(6)}
    assert judged(over)["actions"] == [("split_line", None)]


def test_a_cause_presumed_by_the_reason_is_named_among_the_assumptions() -> None:
    assert "cause" in judged({"cause": None, "reason": "unsold"})["assumed"]
    assert "cause" not in judged({"cause": None, "reason": "quality_defect"})["assumed"]
    assert "cause" not in judged({"cause": "none"})["assumed"]


def test_while_the_use_is_unknown_no_reason_shows_that_there_is_no_cause() -> None:
    ruling = judged({"cause": None, "reason": "unsold", "use": None})
    assert ruling["missing"]["39.cause"] == ("use",)
    assert ruling["asks"] == ["use"]
    assert judged({"cause": None})["missing"]["39.cause"] == ("cause",)


def test_an_ineligible_ruling_asks_nothing_and_lists_nothing_to_do() -> None:
    ruling = judged({"processed": True, "use": None, "export_refund": "refunded"})
    assert (ruling["asks"], ruling["documents"], ruling["actions"]) == ([], [], [])


@pytest.mark.parametrize(
    ("announcement", "ordinary", "expected"),
    [
        ("eligible", "eligible", "announcement"),
        ("conditional", "eligible", "announcement"),
        ("needs_review", "conditional", "ordinary"),
        ("needs_review", "needs_review", "announcement"),
        ("needs_facts", "needs_review", "ordinary"),
        ("needs_facts", "ineligible", "announcement"),
        ("ineligible", "needs_facts", "ordinary"),
        ("not_covered", "needs_facts", "ordinary"),
        ("ineligible", "ineligible", None),
        ("not_covered", "ineligible", None),
    ],
)
def test_the_better_route_is_that_of_the_rank(
    announcement: str, ordinary: str, expected: str | None
) -> None:
    assert better(announcement, ordinary) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"reason": "force_majeure"}, ("cause", "reason")),
        ({"reason": "force_majeure", "cause": "force_majeure"}, ()),
        ({"reason": "quality_defect", "cause": "none"}, ("cause", "reason")),
        ({"reason": "quality_defect", "cause": "force_majeure"}, ("cause", "reason")),
        ({"reason": "quality_defect", "cause": "damage_or_shortage"}, ()),
        ({"extended_until": date(2025, 3, 16)}, ("exported_on", "extended_until")),
        ({"extended_until": date(2025, 3, 17)}, ()),
    ],
)
def test_what_cannot_be_is_named(changes: Facts, expected: tuple[str, ...]) -> None:
    assert contradictions({**UNUSED, **changes}) == expected


# -- what holds for every case


ALL_QUESTIONS = (*SHARED_QUESTIONS, *QUESTIONS)


@walk_points("changes", [changes for changes, *_ in CHANGED])
def test_a_case_met_strictly_does_not_fail_leniently(changes: Facts) -> None:
    facts = {**UNUSED, **changes}
    strict = judge(facts, settled=dict.fromkeys(ALL_QUESTIONS, "strict"))["outcomes"]
    lenient = judge(facts, settled=dict.fromkeys(ALL_QUESTIONS, "lenient"))["outcomes"]
    for clause, found in strict.items():
        assert (found, lenient[clause]) != ("met", "failed")


def test_every_fact_that_is_asked_or_assumed_is_one_of_the_ordinary_route() -> None:
    nothing = judge({})
    assert nothing["status"] == "needs_facts"
    assert set(nothing["asks"]) | set(nothing["assumed"]) <= set(plain_law_39.FACTS)
    assert "hs_code" not in nothing["assumed"]
