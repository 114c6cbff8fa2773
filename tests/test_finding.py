from __future__ import annotations

import pickle

import pytest

import samples
from retax import check
from samples import CLAUSES, ELIGIBLE, facts


def test_findings_stand_in_the_order_of_the_articles() -> None:
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
            ("batch_traced", "exported_quantity", "returned_quantity", "returned_before"),
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


def test_a_finding_shows_its_clause_and_outcome() -> None:
    assert repr(check(ELIGIBLE).findings[3]) == "Finding('1.six_months', 'met')"
