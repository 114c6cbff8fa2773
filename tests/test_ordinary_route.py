"""The other way in: Verdict.ordinary and Verdict.better."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

import pytest

import ordinary_cases
import samples
from ordinary_cases import IMPORT_TAXES_FOLLOW, goods
from retax import Status, check, check_lines
from retax.judge.ruling import Ruling
from retax.verdict import RANKS


def test_it_is_the_same_case_under_the_other_law() -> None:
    line = goods(attribution="fifo")
    day = date(2027, 2, 20)
    days_off = [date(2027, 3, 3)]
    settled = {"39:used": "strict", "export-date": "lenient"}
    verdict = check(line, as_of=day, settled=settled, days_off=days_off, known_on=day)
    ordinary = verdict.ordinary
    assert type(ordinary) is Ruling
    assert ordinary.id == "tariff-law-39"
    assert verdict.id == verdict.announcement == "2026-16"
    for of in (verdict, ordinary):
        assert (of.facts, of.as_of, of.settled) == (line, day, settled)
        assert (of.days_off, of.known_on) == (frozenset(days_off), day)
        assert of.law_reviewed_on == verdict.law_reviewed_on


def test_it_is_judged_once() -> None:
    verdict = check(goods())
    assert verdict.ordinary is verdict.ordinary


@pytest.mark.parametrize("given", [samples.ELIGIBLE, {}, samples.facts(reason="recall")])
def test_asking_for_it_changes_nothing_of_the_verdict(given: Mapping[str, Any]) -> None:
    asked, silent = check(given), check(given)
    assert asked.ordinary.findings
    assert asked == silent
    assert asked.to_json("zh") == silent.to_json("zh")
    assert pickle.loads(pickle.dumps(asked)) == silent  # noqa: S301


def test_a_whole_file_bears_on_it_as_on_the_verdict() -> None:
    line = goods(exported_quantity=10, returned_quantity=6, returned_before=None)
    second = line.but(returned_on=date(2027, 2, 4), domestic_on=date(2027, 2, 4))
    (_, _), (verdict, overdrawn) = check_lines([line, second], settled=IMPORT_TAXES_FOLLOW)
    assert overdrawn is not None
    assert verdict.ordinary.finding("39.same_goods").outcome == "outstanding"
    assert "split_line" in [action.id for action in verdict.ordinary.actions]


def test_a_row_that_cannot_be_added_up_is_no_yes_here_either() -> None:
    line = goods(exported_quantity=10, returned_quantity=None, returned_before=None)
    (verdict, _), _ = check_lines([line, line], settled=IMPORT_TAXES_FOLLOW)
    found = verdict.ordinary.finding("39.same_goods")
    assert (found.outcome, found.missing) == ("unknown", ("returned_quantity",))


NO_CODE = {"supervision_code": "0110"}
YES: Mapping[str, Any] = samples.ELIGIBLE


@pytest.mark.parametrize(
    ("given", "settled", "statuses", "better"),
    [
        (YES, {}, ("eligible", "needs_facts"), "announcement"),
        ({**YES, "export_refund": "claimed"}, {}, ("conditional", "needs_facts"), "announcement"),
        # both are a yes
        (
            {**YES, "cause": "quality"},
            IMPORT_TAXES_FOLLOW,
            ("eligible", "eligible"),
            "announcement",
        ),
        (
            {**YES, **NO_CODE, "cause": "quality"},
            IMPORT_TAXES_FOLLOW,
            ("ineligible", "eligible"),
            "ordinary",
        ),
        ({**YES, **NO_CODE, "cause": "quality"}, {}, ("ineligible", "needs_review"), "ordinary"),
        ({**YES, **NO_CODE}, {}, ("ineligible", "needs_facts"), "ordinary"),
        (
            {**YES, "reason": "recall", "cause": "quality"},
            {},
            ("needs_review", "needs_review"),
            "announcement",
        ),
        ({**YES, "reason": "recall"}, {}, ("needs_review", "needs_facts"), "announcement"),
        (
            {**YES, "reason": None, "shipped_as_declared": True, "cause": "quality"},
            {},
            ("needs_facts", "needs_review"),
            "ordinary",
        ),
        ({**YES, **NO_CODE, "cause": "none"}, {}, ("ineligible", "ineligible"), None),
        (
            {**YES, "reason": "recall", "cause": "none"},
            {},
            ("needs_review", "ineligible"),
            "announcement",
        ),
    ],
)
def test_the_better_way_in_is_the_one_further_on_the_way_to_a_yes(
    given: Mapping[str, Any],
    settled: Mapping[str, str],
    statuses: tuple[Status, Status],
    better: str | None,
) -> None:
    verdict = check(given, settled=settled)
    assert (verdict.status, verdict.ordinary.status) == statuses
    assert verdict.better == better


def test_an_export_that_no_announcement_covers_may_have_the_other_way_in() -> None:
    days = {
        "declared_on": date(2028, 1, 3),
        "released_on": date(2028, 1, 4),
        "exported_on": date(2028, 1, 4),
        "returned_on": date(2028, 2, 1),
        "return_declared_on": date(2028, 2, 1),
    }
    verdict = check({**YES, **days, "cause": "quality"})
    assert (verdict.status, verdict.better) == ("not_covered", "ordinary")
    assert check({**YES, **days, "cause": "none"}).better is None


def test_every_status_has_its_rank() -> None:
    assert set(RANKS) == {*get_args(Status)}
    ranked = sorted(get_args(Status), key=RANKS.__getitem__, reverse=True)
    assert {*ranked[:2]} == {"eligible", "conditional"}
    assert ranked[2:4] == ["needs_review", "needs_facts"]
    assert {*ranked[4:]} == {"ineligible", "not_covered"}


def test_of_a_yes_the_other_way_in_is_not_judged() -> None:
    verdict = check(YES)
    assert verdict.better == "announcement"
    with pytest.raises(AttributeError):
        object.__getattribute__(verdict, "_ordinary")


def test_a_check_alone_compiles_no_law_of_the_other_way_in() -> None:
    compiled = (
        "import retax; from retax.judge import compiled_law as c; "
        "v = retax.check({}); n = c._compile_law.cache_info().currsize; v.ordinary; "
        "print(n, c._compile_law.cache_info().currsize)"
    )
    done = subprocess.run(
        [sys.executable, "-c", compiled], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["1", "2"]


def test_the_complete_case_is_the_one_of_the_tests() -> None:
    assert check(ordinary_cases.COMPLETE).ordinary.status == "needs_review"
