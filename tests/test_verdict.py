from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any, get_args

import pytest

import samples
from cases import Facts
from ordinary_cases import pointers
from retax import (
    Document,
    Outcome,
    Paper,
    ReturnedGoods,
    ReturnReason,
    Side,
    Status,
    Verdict,
    check,
)
from retax.facts.consistency import is_contradictory
from retax.judge.answer import read_version
from samples import CLAUSES, ELIGIBLE, FROM_A_ZONE, IN_THE_ZONE, SPOILED, Spoiled, facts

LAST_DAY = date(2026, 9, 3)
IDS = [f"{s.clause}-{s.outcome}-{n}" for n, s in enumerate(SPOILED)]
spoiled_each = pytest.mark.parametrize("spoiled", SPOILED, ids=IDS)


def verdict_of(*spoiled: Spoiled) -> Verdict:
    as_of = next((s.as_of for s in spoiled if s.as_of is not None), None)
    return check(facts(*(s.changes for s in spoiled)), as_of=as_of)


def outcomes(verdict: Verdict) -> dict[str, Outcome]:
    return {finding.clause: finding.outcome for finding in verdict.findings}


# -- findings and status --------------------------------------------------------------------


@pytest.mark.parametrize("case", [ELIGIBLE, facts(FROM_A_ZONE)])
def test_where_every_condition_is_met_the_goods_are_eligible(case: Mapping[str, Any]) -> None:
    verdict = check(case)
    assert verdict.status == "eligible"
    assert verdict.decided_by is None
    assert outcomes(verdict) == dict.fromkeys(CLAUSES, "met")
    assert (verdict.asks, verdict.actions, verdict.routes) == ((), (), ())


PARTS = ("findings", "documents", "actions", "open_questions", "routes", "asks", "reliefs")


@spoiled_each
def test_a_part_that_is_read_again_is_the_same_object(spoiled: Spoiled) -> None:
    verdict = verdict_of(spoiled)
    for ruling in (verdict, verdict.ordinary):
        for part in PARTS:
            assert getattr(ruling, part) is getattr(ruling, part), part


@spoiled_each
def test_one_condition_that_is_not_met_decides(spoiled: Spoiled) -> None:
    verdict = verdict_of(spoiled)
    assert outcomes(verdict) == {**dict.fromkeys(CLAUSES, "met"), spoiled.clause: spoiled.outcome}
    assert verdict.decided_by == spoiled.clause
    assert verdict.status == samples.STATUS_OF[spoiled.outcome]


def _pairs() -> Iterator[tuple[Spoiled, Spoiled]]:
    for one, other in product(SPOILED, SPOILED):
        codes = {
            s.changes["supervision_code"] for s in (one, other) if "supervision_code" in s.changes
        }
        if (
            one.clause < other.clause
            and not one.changes.keys() & other.changes.keys()
            and not codes
            and not is_contradictory(Facts(**facts(one.changes, other.changes)))
        ):
            yield one, other


def test_of_several_conditions_the_first_of_the_worst_decides() -> None:
    worst_first = list(samples.STATUS_OF)
    pairs = list(_pairs())
    assert len(pairs) > 400
    for one, other in pairs:
        if "1.six_months" in (one.clause, other.clause) and "1.period" in (
            one.clause,
            other.clause,
        ):
            continue  # both move the days
        verdict = verdict_of(one, other)
        found = outcomes(verdict)
        worst = min(found.values(), key=worst_first.index)
        first = next(clause for clause in CLAUSES if found[clause] == worst)
        assert verdict.status == samples.STATUS_OF[worst]
        assert verdict.decided_by == first
        assert {found[one.clause], found[other.clause]} != {"met"}


def test_every_status_is_reached() -> None:
    reached = {verdict_of(s).status for s in SPOILED} | {check(ELIGIBLE).status}
    assert reached == set(get_args(Status)) == set(samples.STATUS_OF.values())


@pytest.mark.parametrize(
    ("changes", "questions"),
    [
        ({"damaged": True}, ("missing-or-damaged",)),
        ({"repacked": True}, ("repacking",)),
        ({"importer_differs": True}, ("other-enterprise",)),
        ({"attribution": "fifo"}, ("batch-fifo",)),
        ({"attribution": "stated"}, ("batch-stated",)),
        ({"attribution": "none"}, ("batch-stated",)),
        ({"domestic_on": date(2026, 9, 10)}, ("zone",)),
        ({"is_food": True}, ("food-heading",)),
        ({"use": "customer_trial", "reason": "unsold"}, ("trial-without-customer",)),
        ({"return_declared_on": date(2026, 9, 10)}, ("return-date",)),
        (
            {"returned_on": date(2026, 9, 4), "return_declared_on": date(2026, 9, 4)},
            ("export-date",),
        ),
        *(
            ({"reason": reason, "shipped_as_declared": True}, (f"reason:{reason}",))
            for reason in (
                "order_cancelled",
                "delisted",
                "foreign_customs",
                "wrong_goods",
                "recall",
                "quality_defect",
                "payment_default",
                "label_noncompliance",
                "exhibition_sample",
            )
        ),
    ],
)
def test_an_open_question_settled_is_decided(
    changes: dict[str, Any], questions: tuple[str, ...]
) -> None:
    (question,) = questions
    verdict = check(facts(changes))
    assert verdict.status == "needs_review"
    assert tuple(q.id for q in verdict.open_questions) == questions
    assert verdict.deciding_settlements == ()
    answers: dict[Side, Status] = {"strict": "ineligible", "lenient": "eligible"}
    for side, status in answers.items():
        settled = check(facts(changes), settled={question: side})
        assert settled.status == status
        assert settled.open_questions == ()
        assert tuple(q.id for q in settled.deciding_settlements) == questions
        assert [f.settled for f in settled.findings if f.settled] == [questions]


def test_of_any_other_reason_the_question_stays_open_whatever_is_settled() -> None:
    for side in samples.SIDES:
        verdict = check(facts(reason="other"), settled=dict.fromkeys(samples.SETTLEABLE, side))
        assert verdict.status == "needs_review"
        assert [question.id for question in verdict.open_questions] == ["reason:other"]


def test_a_zone_in_between_turns_on_its_question_alone() -> None:
    in_between = facts(destination="zone")
    verdict = check(in_between, as_of=date(2026, 9, 10))
    assert (verdict.status, verdict.decided_by) == ("needs_review", "1.destination")
    assert [question.id for question in verdict.open_questions] == ["zone"]
    settled = check(in_between, as_of=date(2026, 9, 10), settled={"zone": "strict"})
    assert (settled.status, settled.decided_by) == ("ineligible", "1.destination")
    settled = check(in_between, as_of=date(2026, 9, 10), settled={"zone": "lenient"})
    assert settled.status == "eligible"


def test_a_settled_question_that_does_not_matter_decides_nothing() -> None:
    for side in samples.SIDES:
        verdict = check(ELIGIBLE, settled=dict.fromkeys(samples.SETTLEABLE, side))
        assert verdict.deciding_settlements == ()
        assert verdict.status == "eligible"


# -- asks -----------------------------------------------------------------------------------


def test_nothing_known_asks_in_the_order_of_the_model() -> None:
    assert [ask.fact for ask in check({}).asks] == [
        "supervision_code",
        "declared_on",
        "reason",
        "is_food",
        "export_refund",
        "same_form",
        "parts_added",
        "processed",
        "use",
    ]


def test_asks_are_the_missing_facts_of_all_unknown_findings() -> None:
    order = list(ReturnedGoods.model_fields)
    for case, options in samples.random_cases(22, 1500):
        verdict = check(case, **options)
        missing = {name for finding in verdict.findings for name in finding.missing}
        names = [ask.fact for ask in verdict.asks]
        if verdict.status in ("ineligible", "not_covered"):
            assert names == []
        else:
            assert names == sorted(missing, key=order.index)
            assert bool(names) == (verdict.status == "needs_facts")


def test_an_ask_is_a_question_in_both_languages() -> None:
    for ask in check({}).asks:
        assert "？" in ask.words.zh
        assert "?" in ask.words.en


KIND_OF_FACT = {
    "supervision_code": "code",
    "declared_on": "day",
    "reason": "word",
    "is_food": "yes_no",
    "export_refund": "word",
    "same_form": "yes_no",
    "parts_added": "yes_no",
    "processed": "yes_no",
    "use": "word",
}


def test_an_ask_tells_the_kind_of_its_fact_and_what_to_choose_from() -> None:
    asks = check({}).asks
    assert {ask.fact: ask.kind for ask in asks} == KIND_OF_FACT
    for ask in asks:
        if ask.kind == "word":
            assert {value: words.zh for value, words in ask.accepted} == {
                value: names[0] for value, names in samples.WORDS[ask.fact].items()
            }
        elif ask.kind == "yes_no":
            assert [(value, w.zh, w.en) for value, w in ask.accepted] == [
                ("true", "是", "yes"),
                ("false", "否", "no"),
            ]
        elif ask.kind == "code":
            codes = [value for value, _ in ask.accepted]
            assert codes == ["1210", "9610", "9710", "9810", "none"]
        else:
            assert ask.accepted == ()


def test_every_value_an_ask_offers_is_accepted_and_answers_it() -> None:
    for ask in check({}).asks:
        for value, _ in ask.accepted:
            answered = check({ask.fact: value})
            assert ask.fact not in [each.fact for each in answered.asks]


def test_a_decided_case_asks_nothing() -> None:
    assert check({"supervision_code": "0110"}).asks == ()
    assert check({"declared_on": "2028-01-01"}).asks == ()


# -- documents ------------------------------------------------------------------------------

ORDER = (
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

RETURN_PAPERS = (
    "platform_return_record",
    "refusal_record",
    "other_return_record",
    "return_agreement",
)

SERVES: Mapping[str, tuple[str, ...]] = {
    "export_record": ("export_list", "export_declaration", "exit_filing_list"),
    "tax_certificate": ("tax_certificate",),
    "self_declaration": ("self_declaration",),
    "return_record": RETURN_PAPERS,
    "reason_statement": ("self_declaration", *RETURN_PAPERS),
    "return_agreement": ("return_agreement",),
    "trial_evidence": ("inspection_report", "customer_trial_record", "platform_return_record"),
    "match_record": ("match_record",),
    "zone_exit_record": ("exit_filing_list", "gate_release", "export_list"),
    "export_duty_receipt": ("export_duty_receipt",),
}

BASIS = {
    "export_record": ("第四条", True),
    "tax_certificate": ("第二条", True),
    "self_declaration": ("第四条", True),
    "return_record": ("第四条", True),
    "reason_statement": ("第四条", True),
    "return_agreement": ("第四条", True),
    "trial_evidence": ("第三条", False),
    "match_record": ("2020年第44号", False),
    "zone_exit_record": ("第一条", False),
    "export_duty_receipt": ("第一条", False),
}

LISTED_FOR: Mapping[str, Mapping[str, Any]] = {
    "export_record": {},
    "tax_certificate": {},
    "self_declaration": {"reason": "unsold"},
    "return_record": {"reason": "refused"},
    "reason_statement": {"reason": "delisted"},
    "return_agreement": {"supervision_code": "9710"},
    "trial_evidence": {"use": "trial_found_defect"},
    "match_record": {"supervision_code": "9810"},
    "zone_exit_record": FROM_A_ZONE,
    "export_duty_receipt": {"export_duty_paid": True},
}


def document(id_: str, *changes: Mapping[str, Any]) -> Document | None:
    return next((d for d in check(facts(*changes)).documents if d.id == id_), None)


def certainty(id_: str, *changes: Mapping[str, Any]) -> str | None:
    found = document(id_, *changes)
    return found.certainty if found else None


@pytest.mark.parametrize("id_", ORDER)
def test_a_document_tells_its_papers_and_basis(id_: str) -> None:
    found = document(id_, LISTED_FOR[id_])
    assert found is not None
    assert found.papers == SERVES[id_]
    basis, named = BASIS[id_]
    assert basis in found.basis.zh
    assert found.basis.en
    assert found.named is named
    assert found.words.zh
    assert found.words.en


@pytest.mark.parametrize("spoiled", SPOILED, ids=IDS)
def test_documents_are_in_order_and_only_where_there_is_a_way_on(spoiled: Spoiled) -> None:
    verdict = verdict_of(spoiled)
    ids = [d.id for d in verdict.documents]
    if verdict.status in ("ineligible", "not_covered"):
        assert ids == []
    else:
        assert ids == sorted(ids, key=ORDER.index)
        assert {"export_record", "tax_certificate"} <= set(ids)


@pytest.mark.parametrize("id_", ["export_record", "tax_certificate"])
def test_two_documents_are_always_required(id_: str) -> None:
    assert certainty(id_) == "required"
    (found,) = (d for d in check({}).documents if d.id == id_)
    assert found.certainty == "required"


REASON_DOCUMENT: Mapping[str, str] = {
    "unsold": "self_declaration",
    "customer_return": "return_record",
    "refused": "return_record",
    "undeliverable": "return_record",
    "order_cancelled": "return_record",
    "foreign_customs": "return_record",
    "wrong_goods": "return_record",
    "recall": "return_record",
    "delisted": "reason_statement",
    "quality_defect": "reason_statement",
    "payment_default": "reason_statement",
    "label_noncompliance": "reason_statement",
    "exhibition_sample": "reason_statement",
    "other": "reason_statement",
}
BY_REASON = ("self_declaration", "return_record", "reason_statement")


@pytest.mark.parametrize("reason", REASON_DOCUMENT)
def test_every_reason_requires_one_document(reason: str) -> None:
    found = {id_: certainty(id_, {"reason": reason}) for id_ in BY_REASON}
    assert found == {**dict.fromkeys(BY_REASON), REASON_DOCUMENT[reason]: "required"}


def test_every_reason_that_leaves_a_way_on_is_in_the_table() -> None:
    assert set(REASON_DOCUMENT) == set(get_args(ReturnReason)) - {"repair", "force_majeure"}


def test_with_an_unknown_reason_its_documents_depend() -> None:
    for id_ in BY_REASON:
        assert certainty(id_, {"reason": None}) == "depends"


@pytest.mark.parametrize(
    ("code", "agreement", "match", "zone"),
    [
        ("9610", None, "expected", None),
        ("9710", "expected", "expected", None),
        ("9810", None, "required", None),
        ("1210", None, "expected", "required"),
        (None, "depends", "expected", "depends"),
    ],
)
def test_the_code_brings_documents_along(
    code: str | None, agreement: str | None, match: str, zone: str | None
) -> None:
    changes = {"supervision_code": code}
    assert certainty("return_agreement", changes) == agreement
    assert certainty("match_record", changes) == match
    assert certainty("zone_exit_record", changes) == zone


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ("unused", None),
        ("trial_found_defect", "required"),
        ("customer_trial", "required"),
        (None, "depends"),
    ],
)
def test_trial_use_is_to_be_shown(use: str | None, expected: str | None) -> None:
    assert certainty("trial_evidence", {"use": use}) == expected


@pytest.mark.parametrize(("paid", "expected"), [(True, "required"), (False, None), (None, None)])
def test_export_duty_paid_is_to_be_shown(paid: bool | None, expected: str | None) -> None:
    assert certainty("export_duty_receipt", {"export_duty_paid": paid}) == expected


@pytest.mark.parametrize("id_", ORDER)
@pytest.mark.parametrize("paper", get_args(Paper))
def test_any_one_paper_of_a_document_serves(id_: str, paper: str) -> None:
    found = document(id_, LISTED_FOR[id_], {"papers_held": [paper]})
    assert found is not None
    assert found.held is (paper in SERVES[id_])


@pytest.mark.parametrize("id_", ORDER)
def test_papers_not_stated_are_not_papers_not_held(id_: str) -> None:
    found = document(id_, LISTED_FOR[id_])
    assert found is not None
    assert found.held is None
    none_held = document(id_, LISTED_FOR[id_], {"papers_held": []})
    assert none_held is not None
    assert none_held.held is False


def test_the_same_documents_are_kept_but_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retax.judge.ruling._KEPT", 0)
    monkeypatch.setattr("retax.judge.ruling._worst_kept", {})
    for _ in range(2):
        assert [d.id for d in check(ELIGIBLE).documents] == [
            "export_record",
            "tax_certificate",
            "return_record",
            "match_record",
        ]


# -- reliefs --------------------------------------------------------------------------------

IMPORT = [
    ("import_duty", "exempt"),
    ("import_vat", "exempt"),
    ("import_consumption_tax", "exempt"),
]


def _reliefs(**changes: Any) -> list[tuple[str, str]]:
    return [(relief.tax, relief.effect) for relief in check(facts(**changes)).reliefs]


DUTY = {True: ["refund"], None: ["refund_if_paid"], False: []}
CHARGED = {True: ["as_domestic_return"], None: ["as_domestic_return_if_taxed"], False: []}


@pytest.mark.parametrize("paid", [True, False, None])
@pytest.mark.parametrize("taxed", [True, False, None])
@pytest.mark.parametrize("refund", ["not_refunded", "claimed", "refunded", "repaid"])
def test_what_becomes_of_each_tax(paid: bool | None, taxed: bool | None, refund: str) -> None:
    if taxed and refund in ("refunded", "repaid"):
        return  # a contradiction
    charged = CHARGED[taxed] if refund == "not_refunded" else []
    assert _reliefs(export_duty_paid=paid, taxed_at_export=taxed, export_refund=refund) == [
        *IMPORT,
        *(("export_duty", effect) for effect in DUTY[paid]),
        *(("export_vat_and_consumption_tax", effect) for effect in charged),
    ]


@spoiled_each
def test_there_is_relief_only_for_a_yes(spoiled: Spoiled) -> None:
    verdict = verdict_of(spoiled)
    assert bool(verdict.reliefs) == (verdict.status == "conditional")
    for relief in verdict.reliefs:
        assert relief.words.zh
        assert relief.words.en


# -- actions --------------------------------------------------------------------------------


def _actions(verdict: Verdict) -> list[tuple[str, date | None]]:
    return [(action.id, action.due) for action in verdict.actions]


def test_goods_abroad_are_to_be_brought_back_by_the_last_day() -> None:
    abroad = facts(returned_on=None, return_declared_on=None)
    for as_of in (date(2026, 3, 5), LAST_DAY):
        assert _actions(check(abroad, as_of=as_of)) == [("return_by", LAST_DAY)]
    (action,) = check(abroad, as_of=LAST_DAY).actions
    assert "2026-09-03" in action.words.zh
    assert "2026-09-03" in action.words.en


def test_a_return_is_to_be_declared_by_the_last_day() -> None:
    undeclared = facts(return_declared_on=None)
    assert _actions(check(undeclared)) == [("declare_return", LAST_DAY)]
    assert _actions(check(undeclared, as_of=LAST_DAY)) == [("declare_return", LAST_DAY)]
    assert _actions(check(undeclared, settled={"return-date": "lenient"})) == []


def test_goods_in_the_zone_are_to_leave_it_by_the_last_day() -> None:
    in_the_zone = facts(IN_THE_ZONE, return_declared_on=None)
    assert ("leave_zone", LAST_DAY) in _actions(check(in_the_zone, as_of=LAST_DAY))
    on_their_way = facts(IN_THE_ZONE, returned_on=None, return_declared_on=None)
    assert ("return_by", LAST_DAY) not in _actions(check(in_the_zone, as_of=LAST_DAY))
    assert ("return_by", LAST_DAY) in _actions(check(on_their_way, as_of=LAST_DAY))
    assert check(in_the_zone, as_of=date(2026, 9, 5)).actions == ()


def test_where_the_last_day_is_unknown_the_action_says_so() -> None:
    verdict = check(facts(IN_THE_ZONE, left_zone_on=None))
    (action,) = verdict.actions
    assert (action.id, action.due) == ("leave_zone", None)
    assert "None" not in action.words.zh + action.words.en


@pytest.mark.parametrize(
    ("exported", "before", "returned", "free"),
    [(5, 3, 4, "2"), (5, None, 6, "5"), ("2.50", "0.25", "9", "2.25"), ("1e3", 1, 1000, "999")],
)
def test_a_line_is_to_be_split_at_what_is_still_free(
    exported: Any, before: Any, returned: Any, free: str
) -> None:
    verdict = check(
        facts(
            exported_quantity=exported,
            returned_before=before,
            returned_quantity=returned,
            unit="pcs",
        )
    )
    (action,) = verdict.actions
    assert (action.id, action.due) == ("split_line", None)
    assert f" {free}pcs" in action.words.zh
    assert f" {free} pcs" in action.words.en


@pytest.mark.parametrize(
    ("refund", "id_"), [("refunded", "repay_refund"), ("claimed", "withdraw_claim")]
)
def test_a_refund_is_to_be_settled(refund: str, id_: str) -> None:
    certificate = ("obtain:tax_certificate", LAST_DAY)
    assert _actions(check(facts(export_refund=refund))) == [(id_, LAST_DAY), certificate]


def test_required_documents_not_held_are_to_be_obtained() -> None:
    for id_ in ORDER:
        changes = LISTED_FOR[id_]
        ids = [a.id for a in check(facts(changes, papers_held=[])).actions]
        required = certainty(id_, changes) == "required"
        assert (f"obtain:{id_}" in ids) == required


def test_open_questions_are_to_be_put_to_customs() -> None:
    verdict = check(facts(damaged=True, repacked=True))
    assert _actions(verdict) == [
        ("ask_customs:missing-or-damaged", None),
        ("ask_customs:repacking", None),
    ]
    for action, question in zip(verdict.actions, verdict.open_questions, strict=True):
        assert question.asks.zh in action.words.zh
        assert question.asks.en in action.words.en


def test_actions_are_in_order() -> None:
    verdict = check(
        facts(
            IN_THE_ZONE,
            returned_on=None,
            return_declared_on=None,
            exported_quantity=5,
            returned_before=3,
            returned_quantity=4,
            export_refund="refunded",
            papers_held=[],
            damaged=True,
        ),
        as_of=date(2026, 8, 1),
    )
    assert verdict.status == "needs_review"
    assert _actions(verdict) == [
        ("return_by", LAST_DAY),
        ("leave_zone", LAST_DAY),
        ("split_line", None),
        ("repay_refund", LAST_DAY),
        ("obtain:export_record", None),
        ("obtain:return_record", None),
        ("obtain:zone_exit_record", None),
        ("ask_customs:missing-or-damaged", None),
        ("obtain:tax_certificate", LAST_DAY),
    ]


@spoiled_each
def test_a_no_leaves_nothing_to_do(spoiled: Spoiled) -> None:
    verdict = verdict_of(spoiled)
    if verdict.status in ("ineligible", "not_covered"):
        assert verdict.actions == ()
    elif verdict.status in ("conditional", "needs_review"):
        assert verdict.actions


# -- routes ---------------------------------------------------------------------------------

BY_THE_TARIFF_LAW = {
    "customer_return",
    "refused",
    "quality_defect",
    "wrong_goods",
    "recall",
    "foreign_customs",
    "label_noncompliance",
    "force_majeure",
    "other",
    None,
}


def _routes(*changes: Mapping[str, Any], as_of: date | None = None, **more: Any) -> dict[str, str]:
    verdict = check(facts(*changes, **more), as_of=as_of)
    return {route.id: route.words.zh + route.words.en for route in pointers(verdict)}


@pytest.mark.parametrize("reason", [*get_args(ReturnReason), None])
@pytest.mark.parametrize("use", ["unused", "trial_found_defect", "customer_trial", "used", None])
def test_the_tariff_law_may_free_what_the_announcement_does_not(
    reason: str | None, use: str | None
) -> None:
    routes = _routes(supervision_code="0110", reason=reason, use=use)
    open_ = reason in BY_THE_TARIFF_LAW or use == "trial_found_defect"
    assert ("tariff_law_39" in routes) == open_
    assert ("repair_import" in routes) == (reason == "repair")


@pytest.mark.parametrize("fact", ["same_form", "parts_added", "processed"])
def test_goods_not_in_original_state_have_no_route_by_the_tariff_law(fact: str) -> None:
    failing = {"same_form": False, "parts_added": True, "processed": True}
    assert "tariff_law_39" not in _routes({fact: failing[fact]})
    assert "tariff_law_39" in _routes({fact: None})


def test_damaged_goods_keep_the_route_while_the_question_is_open() -> None:
    assert "tariff_law_39" in _routes(damaged=True)


@pytest.mark.parametrize(
    ("returned", "passed"),
    [(date(2027, 3, 4), False), (date(2027, 3, 5), True), (date(2026, 12, 1), False)],
)
def test_the_route_tells_whether_a_year_has_passed(returned: date, passed: bool) -> None:
    text = _routes(returned_on=returned, return_declared_on=returned)["tariff_law_39"]
    assert ("海关批准" in text) == passed
    assert ("approval" in text) == passed
    assert ("未超过一年" in text) != passed


@pytest.mark.parametrize(("as_of", "passed"), [(date(2027, 3, 4), False), (date(2027, 3, 5), True)])
def test_for_goods_abroad_the_year_runs_until_the_day_asked_about(
    as_of: date, passed: bool
) -> None:
    text = _routes(returned_on=None, return_declared_on=None, as_of=as_of)["tariff_law_39"]
    assert ("approval" in text) == passed


@pytest.mark.parametrize("unknown", ["exported_on", "returned_on"])
def test_the_route_says_nothing_of_a_year_that_cannot_be_counted(unknown: str) -> None:
    text = _routes({unknown: None}, supervision_code="0110")["tariff_law_39"]
    assert "approval" not in text
    assert "未满" not in text


@pytest.mark.parametrize(
    ("returned", "former"), [(date(2024, 11, 30), True), (date(2024, 12, 1), False)]
)
def test_before_the_tariff_law_the_former_regulations_apply(returned: date, former: bool) -> None:
    text = _routes(
        declared_on=date(2024, 1, 8),
        released_on=date(2024, 1, 8),
        exported_on=date(2024, 1, 9),
        returned_on=returned,
        return_declared_on=returned,
    )["tariff_law_39"]
    assert ("第四十三条" in text) == former
    assert ("Article 43" in text) == former


def test_repair_goes_by_mode_1300() -> None:
    assert "1300" in _routes(reason="repair")["repair_import"]


def test_bonded_goods_may_stay_in_the_zone() -> None:
    assert "stay_bonded" in _routes(IN_THE_ZONE, use="used")
    assert "stay_bonded" in _routes(IN_THE_ZONE, as_of=date(2026, 12, 1))
    assert "stay_bonded" not in _routes(IN_THE_ZONE)  # a yes, once they have left it
    assert "stay_bonded" not in _routes(FROM_A_ZONE, use="used")
    assert "stay_bonded" not in _routes(destination="zone", use="used")


@spoiled_each
def test_a_yes_needs_no_other_route(spoiled: Spoiled) -> None:
    verdict = verdict_of(spoiled)
    if verdict.status == "conditional":
        assert verdict.routes == ()


# -- assumed --------------------------------------------------------------------------------

ALL_TOLD: Mapping[str, Any] = {
    "export_entry": samples.LIST_NUMBER,
    "domestic_on": ELIGIBLE["returned_on"],
    "destination": "domestic",
    "parts_missing": False,
    "damaged": False,
    "repacked": False,
    "importer_differs": False,
    "attribution": "traced",
    "shipped_as_declared": True,
    "exported_quantity": 5,
    "returned_quantity": 1,
    "returned_before": 0,
    "papers_held": [*get_args(Paper)],
}


def test_presumed_facts_are_named_in_the_order_of_the_model() -> None:
    assert check(ELIGIBLE).assumed == tuple(ALL_TOLD)


def test_where_all_is_stated_nothing_is_assumed() -> None:
    verdict = check(facts(ALL_TOLD))
    assert verdict.assumed == ()
    assert verdict.status == "eligible"


@pytest.mark.parametrize("fact", [*ALL_TOLD, "hs_code"])
def test_each_presumed_fact_is_named_alone(fact: str) -> None:
    assert check(facts(ALL_TOLD, {fact: None})).assumed == (fact,)


def test_goods_count_as_no_food_where_the_heading_is_none() -> None:
    verdict = check(facts(ALL_TOLD, is_food=None))
    assert verdict.assumed == ("is_food",)
    assert verdict.status == "eligible"
    assert check(facts(ALL_TOLD, is_food=None, hs_code="0901")).assumed == ()


@pytest.mark.parametrize(
    ("changes", "end"), [({}, "returned_on"), ({**FROM_A_ZONE}, "domestic_on")]
)
def test_goods_not_known_to_be_back_count_as_abroad(changes: dict[str, Any], end: str) -> None:
    no_return = {"returned_on": None, "domestic_on": None, "return_declared_on": None}
    case = facts(ALL_TOLD, changes, no_return)
    assert check(case, as_of=LAST_DAY).assumed == (end,)
    assert check(case).assumed == ()


def test_under_1210_the_destination_is_asked_for() -> None:
    verdict = check(facts(ALL_TOLD, FROM_A_ZONE, destination=None))
    assert "destination" not in verdict.assumed
    assert [ask.fact for ask in verdict.asks] == ["destination"]


# -- what is carried through -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "known_on", "id_", "cited"),
    [
        (date(2023, 1, 30), None, "2023-34", ("2023年第4号", "2023年第34号")),
        (date(2025, 12, 31), None, "2023-34", ("2023年第4号", "2023年第34号")),
        (date(2023, 1, 30), date(2023, 2, 1), "2023-4", ("2023年第4号",)),
        (date(2024, 1, 30), date(2023, 8, 30), "2023-4", ("2023年第4号",)),
        (date(2024, 1, 30), date(2023, 8, 31), "2023-34", ("2023年第34号",)),
        (date(2026, 1, 1), None, "2026-16", ("2026年第16号",)),
        (date(2027, 12, 31), None, "2026-16", ("2026年第16号",)),
        (date(2023, 1, 29), None, None, ()),
        (date(2028, 1, 1), None, None, ()),
        (date(2024, 1, 31), date(2023, 8, 30), None, ()),
        (date(2023, 1, 30), date(2023, 1, 31), None, ()),
        (None, None, None, ()),
    ],
)
def test_the_law_is_cited(
    declared: date | None, known_on: date | None, id_: str | None, cited: tuple[str, ...]
) -> None:
    verdict = check({"declared_on": declared}, known_on=known_on)
    assert verdict.announcement == id_
    assert (verdict.cites is None) == (id_ is None)
    for part in cited:
        assert verdict.cites is not None
        assert part in verdict.cites.zh
    if id_ == "2023-34":
        assert verdict.cites is not None
        assert "No. 34" in verdict.cites.en
        assert "No. 4 " in verdict.cites.en


def test_only_the_latest_announcement_has_a_caveat() -> None:
    verdict = check(ELIGIBLE)
    assert verdict.caveat is not None
    assert "第四条" in verdict.caveat.zh
    assert "Article 4" in verdict.caveat.en
    assert check({"declared_on": "2025-12-31"}).caveat is None
    assert check({}).caveat is None


def test_a_verdict_carries_what_was_asked() -> None:
    settled: dict[str, Side] = {"rest-day": "lenient", "batch-fifo": "strict"}
    day_off, known_on, as_of = date(2026, 9, 3), date(2026, 3, 1), date(2026, 8, 1)
    verdict = check(ELIGIBLE, as_of=as_of, settled=settled, days_off=[day_off], known_on=known_on)
    assert verdict.facts == ReturnedGoods.model_validate(ELIGIBLE)
    assert verdict.as_of == as_of
    assert verdict.settled == settled
    assert verdict.days_off == frozenset({day_off})
    assert verdict.known_on == known_on


def test_a_verdict_carries_no_option_that_was_not_given() -> None:
    verdict = check(ELIGIBLE)
    assert verdict.as_of is None
    assert verdict.settled == {}
    assert verdict.days_off is None
    assert verdict.known_on is None


def test_a_verdict_tells_how_old_its_law_is() -> None:
    verdict = check(ELIGIBLE)
    assert verdict.law_reviewed_on >= date(2026, 11, 1)
    assert verdict.version == importlib.metadata.version("retax")


def test_without_an_installation_the_version_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def not_found(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", not_found)
    read_version.cache_clear()
    try:
        assert "unknown" in read_version()
    finally:
        read_version.cache_clear()


def test_a_verdict_cannot_be_changed() -> None:
    verdict = check(ELIGIBLE)
    names = [name for name in dir(Verdict) if not name.startswith("_")]
    assert {"status", "last_day", "known_on", "facts", "documents"} <= set(names)
    for name in names:
        with pytest.raises(AttributeError):
            setattr(verdict, name, None)
    with pytest.raises(AttributeError):
        verdict.note = "mine"  # type: ignore[attr-defined]


def test_changing_what_a_verdict_gives_does_not_change_it() -> None:
    verdict = check(facts(damaged=True), settled={"rest-day": "strict"})
    before = verdict.to_json("zh")
    settled = verdict.settled
    assert isinstance(settled, dict)
    settled["rest-day"] = "lenient"
    plain = verdict.to_dict()
    plain["findings"].clear()
    plain["facts"].clear()
    assert verdict.to_json("zh") == before


# -- equality -------------------------------------------------------------------------------


def test_equal_verdicts_are_equal_and_hash_alike() -> None:
    for case, options in samples.random_cases(23, 200):
        one, same = check(case, **options), check(case, **options)
        assert one == same
        assert hash(one) == hash(same)
    assert len({check(ELIGIBLE), check(dict(ELIGIBLE))}) == 1


def test_verdicts_on_different_questions_differ() -> None:
    verdict = check(ELIGIBLE)
    others = [
        check(facts(reference="another")),
        check(ELIGIBLE, as_of=LAST_DAY),
        check(ELIGIBLE, settled={"rest-day": "strict"}),
        check(ELIGIBLE, days_off=[]),
        check(ELIGIBLE, known_on=LAST_DAY),
        check(facts(use="used")),
    ]
    for other in others:
        assert verdict != other
    assert verdict != "eligible"
    assert verdict != verdict.to_dict()


@pytest.mark.parametrize("case", [ELIGIBLE, {}, facts(use="used")])
def test_a_verdict_has_no_truth_of_its_own(case: Mapping[str, Any]) -> None:
    verdict = check(case)
    for ask in (bool, lambda v: not v, lambda v: 1 if v else 0, lambda v: all([v])):
        with pytest.raises(TypeError, match=r"verdict\.status == 'eligible'"):
            ask(verdict)


@spoiled_each
def test_status_and_outcomes_are_there_in_words(spoiled: Spoiled) -> None:
    verdict = verdict_of(spoiled)
    assert verdict.status_words.zh == samples.BADGES[verdict.status]
    assert verdict.status_words.text("en") == STATUS_EN[verdict.status]
    for finding in verdict.findings:
        assert (finding.outcome_words.zh, finding.outcome_words.en) == OUTCOME[finding.outcome]


STATUS_EN = {
    "not_covered": "not covered",
    "ineligible": "not eligible",
    "needs_facts": "facts needed",
    "needs_review": "review needed",
    "conditional": "conditionally eligible",
    "eligible": "eligible",
}
OUTCOME = {
    "not_covered": ("无适用公告", "not covered"),
    "failed": ("不符合", "not met"),
    "unknown": ("待补", "facts missing"),
    "open": ("待核", "open"),
    "outstanding": ("待办", "still to do"),
    "met": ("符合", "met"),
}


def test_a_verdict_shows_its_answer() -> None:
    assert "needs_review" in repr(check(facts(damaged=True)))
    assert "3.same_form" in repr(check(facts(damaged=True)))
    assert "2026-09-03" in repr(check(ELIGIBLE))


def test_a_finding_is_found_by_the_id_of_its_clause() -> None:
    verdict = check({"supervision_code": "0110"})
    assert verdict.finding("1.code") is verdict.findings[1]
    with pytest.raises(ValueError, match=r"'code'.*1\.code"):
        verdict.finding("code")


# -- days left ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "as_of", "left", "abroad"),
    [
        ({}, None, 59, False),
        ({"returned_on": LAST_DAY, "return_declared_on": LAST_DAY}, None, 0, False),
        ({"returned_on": date(2026, 9, 4), "return_declared_on": None}, None, -1, False),
        (
            {"returned_on": date(2026, 9, 4), "return_declared_on": None},
            date(2026, 9, 9),
            -1,
            False,
        ),
        (  # late by the last day counted from the declaration; the release is not known
            {"released_on": None, "returned_on": date(2026, 9, 4), "return_declared_on": None},
            date(2026, 9, 9),
            -2,
            False,
        ),
        (  # in time by the last day counted from the declaration; when they left is not known
            {"released_on": None, "exported_on": None, "return_declared_on": None},
            date(2026, 9, 1),
            1,
            False,
        ),
        ({"return_declared_on": None}, date(2026, 9, 1), 2, False),
        ({"return_declared_on": None}, date(2026, 9, 3), 0, False),
        ({"return_declared_on": None}, date(2026, 9, 4), None, False),
        ({"return_declared_on": None, "parts_added": True}, date(2026, 9, 1), 2, False),
        ({"return_declared_on": None}, None, 59, False),
        ({}, date(2026, 9, 5), 59, False),
        ({"returned_on": None, "return_declared_on": None}, None, None, False),
        ({"returned_on": None, "return_declared_on": None}, date(2026, 9, 1), 2, True),
        ({"returned_on": None, "return_declared_on": None}, date(2026, 9, 5), -2, True),
        (dict.fromkeys(("declared_on", "released_on")), None, None, False),
        ({**FROM_A_ZONE}, None, 57, False),
        ({**IN_THE_ZONE, "return_declared_on": None}, date(2026, 9, 3), 0, True),
    ],
)
def test_the_days_left_run_from_the_return_or_the_day_as_of_which_one_asks(
    changes: Mapping[str, Any], as_of: date | None, left: int | None, abroad: bool
) -> None:
    verdict = check(facts(changes), as_of=as_of)
    assert (verdict.days_left, verdict.still_abroad) == (left, abroad)


def test_where_arrival_is_enough_the_days_left_run_from_it() -> None:
    undeclared = facts({"return_declared_on": None})
    verdict = check(undeclared, as_of=date(2026, 9, 1), settled={"return-date": "lenient"})
    assert verdict.days_left == 59
    assert "尚未申报" not in verdict.finding("1.six_months").explain()


def test_goods_back_and_not_declared_have_the_days_left_to_declare_them() -> None:
    undeclared = facts({"return_declared_on": None})
    finding = check(undeclared, as_of=date(2026, 9, 1)).finding("1.six_months")
    assert "截至 2026-09-01 尚未申报，余 2 天" in finding.statement.zh
    assert "not declared as of 2026-09-01, 2 days left" in finding.statement.en


@pytest.mark.parametrize(
    ("changes", "day"),
    [
        ({}, date(2026, 7, 6)),
        ({"domestic_on": date(2026, 7, 6)}, date(2026, 7, 6)),
        ({"domestic_on": date(2026, 7, 9)}, date(2026, 7, 9)),  # by way of a zone
        ({"returned_on": None}, None),
        (FROM_A_ZONE, date(2026, 7, 8)),
        (IN_THE_ZONE, None),
        ({"supervision_code": None}, None),
    ],
)
def test_goods_are_back_where_their_code_has_them_arrive(
    changes: Mapping[str, Any], day: date | None
) -> None:
    for as_of in (None, LAST_DAY):
        assert check(facts(changes), as_of=as_of).back_on == day


def test_whether_goods_out_of_a_zone_are_back_before_follows_its_question() -> None:
    late = facts(domestic_on=date(2026, 9, 10))
    strict, lenient = (check(late, settled={"zone": side}) for side in samples.SIDES)
    assert (strict.back_on, strict.counted_to) == (date(2026, 9, 10), "domestic_on")
    assert (strict.days_left, strict.status) == (-7, "ineligible")
    assert (lenient.back_on, lenient.counted_to) == (date(2026, 7, 6), "returned_on")
    assert (lenient.days_left, lenient.status) == (59, "eligible")


def test_no_days_are_left_of_a_period_of_no_law() -> None:
    late = {"declared_on": date(2028, 3, 2), "released_on": date(2028, 3, 2)}
    years = {"exported_on": date(2028, 3, 4), "returned_on": date(2028, 7, 6)}
    verdict = check(facts(late, years, return_declared_on=None))
    assert (verdict.status, verdict.days_left) == ("not_covered", None)


@pytest.mark.parametrize(
    ("changes", "settled", "counted"),
    [
        ({}, {}, ("released_on", "returned_on")),
        ({"released_on": None}, {}, ("declared_on", "returned_on")),
        ({}, {"export-date": "lenient"}, ("exported_on", "returned_on")),
        (FROM_A_ZONE, {}, ("left_zone_on", "domestic_on")),
        ({**FROM_A_ZONE, "left_zone_on": None}, {}, (None, "domestic_on")),
        ({"returned_on": None}, {}, ("released_on", None)),
    ],
)
def test_the_six_months_are_counted_from_one_fact_to_another(
    changes: Mapping[str, Any], settled: Mapping[str, Side], counted: tuple[str | None, str | None]
) -> None:
    verdict = check(facts(changes), settled=settled)
    assert (verdict.counted_from, verdict.counted_to) == counted
