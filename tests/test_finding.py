from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

import samples
from retax import check
from retax.facts.consistency import is_contradictory
from samples import CLAUSES, ELIGIBLE, facts


def test_findings_are_in_the_order_of_the_articles() -> None:
    verdict = check(ELIGIBLE)
    assert tuple(finding.clause for finding in verdict.findings) == CLAUSES
    for finding in verdict.findings:
        assert finding.article == int(finding.clause[0])
        assert finding.words.zh
        assert finding.words.en


def test_inferred_conditions_say_so() -> None:
    inferred = {finding.clause for finding in check({}).findings if not finding.named}
    assert inferred == {"1.same_goods", "2.same_enterprise"}


def test_the_condition_is_the_words_without_the_mark_of_an_inferred_one() -> None:
    for finding in check({}).findings:
        marked = "（推定条件）" in finding.words.zh and "(inferred)" in finding.words.en
        assert marked == (not finding.named)
        assert finding.words.zh.startswith(finding.condition.zh)
        assert finding.words.en.startswith(finding.condition.en)
        assert "推定" not in finding.condition.zh
        assert "inferred" not in finding.condition.en
        assert marked or finding.condition == finding.words


@pytest.mark.parametrize(
    ("clause", "read"),
    [
        ("1.period", ("declared_on",)),
        ("1.code", ("supervision_code",)),
        ("1.reason", ("reason",)),
        ("1.not_food", ("hs_code", "is_food")),
        (
            "1.same_goods",
            (
                "reason",
                "attribution",
                "shipped_as_declared",
                "exported_quantity",
                "returned_quantity",
                "returned_before",
            ),
        ),
        ("2.refund_repaid", ("export_refund",)),
        ("2.certificate", ("papers_held",)),
        ("2.same_enterprise", ("importer_differs",)),
        ("3.same_form", ("same_form", "parts_missing", "damaged")),
        ("3.no_parts_added", ("parts_added",)),
        ("3.not_processed", ("processed", "repacked")),
        ("3.unused", ("reason", "use")),
        (
            "1.six_months",
            (
                "return_entry",
                "supervision_code",
                "declared_on",
                "released_on",
                "exported_on",
                "left_zone_on",
                "returned_on",
                "domestic_on",
                "return_declared_on",
                "destination",
            ),
        ),
    ],
)
def test_a_finding_names_the_facts_it_reads(clause: str, read: tuple[str, ...]) -> None:
    (finding,) = (f for f in check(ELIGIBLE).findings if f.clause == clause)
    assert finding.facts == read


def test_only_an_unknown_finding_has_missing_facts_and_only_an_open_one_questions() -> None:
    for case, options in samples.random_cases(21, 1500):
        for finding in check(case, **options).findings:
            assert bool(finding.missing) == (finding.outcome == "unknown")
            assert bool(finding.questions) == (finding.outcome == "open")
            assert set(finding.missing) <= set(finding.facts)


def _one_fact_each() -> Iterator[dict[str, Any]]:
    yield {}
    for name, (written, _) in samples.ONE_VALUE.items():
        yield {name: written}
    for name, words in samples.WORDS.items():
        yield from ({name: word} for word in words)
    for name in samples.YES_NO:
        yield {name: False}
    yield from ({"supervision_code": code} for code in ("1210", "9610", "9810", "0110", "none"))
    yield from ({"hs_code": code} for code in ("0901", "2106", "3999"))


VALUES: Mapping[str, tuple[Any, ...]] = {
    **{name: (written,) for name, (written, _) in samples.ONE_VALUE.items()},
    **{name: tuple(words) for name, words in samples.WORDS.items()},
    **dict.fromkeys(samples.YES_NO, (True, False)),
    **dict.fromkeys(samples.QUANTITIES, (1, 2, 3)),
    **dict.fromkeys(
        samples.DAYS, (*(date(2026, month, 5) for month in (3, 6, 9, 10)), date(2028, 1, 5))
    ),
    "supervision_code": ("1210", "9610", "9710", "0110"),
    "hs_code": ("0901", "950300", "2106"),
    "papers_held": ([], ["tax_certificate"], [*samples.PAPER_WORDS]),
}


@pytest.mark.parametrize("fact", list(_one_fact_each()), ids=str)
@pytest.mark.parametrize("as_of", [None, date(2026, 8, 1)])
def test_of_one_fact_alone_no_clause_is_met_but_by_it_or_by_what_it_names_as_presumed(
    fact: dict[str, Any], as_of: date | None
) -> None:
    verdict = check(fact, as_of=as_of)
    assert verdict.status not in ("eligible", "conditional")
    for finding in verdict.findings:
        if finding.outcome != "met":
            continue
        assert finding.presumed or set(fact) & set(finding.facts)
        for name in finding.facts:
            if name in fact or name in finding.presumed or name == "export_duty_paid":
                continue
            for value in VALUES[name]:
                if is_contradictory(samples.unvalidated({**fact, name: value})):
                    continue
                filled = check({**fact, name: value}, as_of=as_of).finding(finding.clause)
                assert filled.outcome == "met", (finding, name, value)


def test_of_nothing_known_what_is_met_is_met_by_presumption_alone() -> None:
    met = {f.clause: f.presumed for f in check({}).findings if f.outcome == "met"}
    assert met == {
        "2.certificate": ("papers_held",),
        "2.same_enterprise": ("importer_differs",),
        "4.papers": ("papers_held",),
    }


def test_an_eligible_case_names_each_unknown_fact_it_rests_on_in_some_finding() -> None:
    for case, options in samples.random_cases(27, 1500):
        verdict = check(case, **options)
        named = {name for finding in verdict.findings for name in finding.presumed}
        assert named <= set(verdict.assumed)
        if verdict.status == "eligible":
            assert named == set(verdict.assumed)


def test_a_finding_cannot_be_changed() -> None:
    finding = check(ELIGIBLE).findings[0]
    for name in ("clause", "outcome", "missing", "questions"):
        with pytest.raises(AttributeError):
            setattr(finding, name, None)


def test_a_finding_can_be_pickled() -> None:
    finding = check(facts(damaged=True)).findings[10]
    again = pickle.loads(pickle.dumps(finding))  # noqa: S301
    assert (again.clause, again.outcome, again.questions) == (
        "3.same_form",
        "open",
        ("missing-or-damaged",),
    )
    assert again.explain() == finding.explain()
    assert again == finding
    assert hash(again) == hash(finding)
    assert finding != check(facts(damaged=True, reference="R-2")).findings[10]


def test_a_finding_shows_its_clause_and_outcome() -> None:
    assert repr(check(ELIGIBLE).findings[3]) == "Finding('1.six_months', 'met')"


def test_words_kept_from_one_case_are_not_given_for_another_with_another_quantity() -> None:
    for quantity in ("2.5", "2.50", "2"):
        verdict = check(facts(exported_quantity=3, returned_quantity=quantity))
        told = f"出口 3，本次退运 {quantity}；"
        assert told in verdict.finding("1.same_goods").explain("zh")
        assert told in verdict.to_json("zh")
