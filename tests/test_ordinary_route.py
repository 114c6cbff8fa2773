"""The other way in: Verdict.ordinary and Verdict.better."""

from __future__ import annotations

import json
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
from retax import Lang, Status, Verdict, check, check_lines
from retax.explain.serialize import RulingDict
from retax.judge.ruling import Ruling
from retax.law.outcome import RANKS, choose_path


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


def test_the_path_is_chosen_by_both_statuses_alone() -> None:
    for here in get_args(Status):
        for there in get_args(Status):
            chosen = choose_path(here, there)
            if chosen is None:
                assert {here, there} <= {"ineligible", "not_covered"}
            elif chosen == "announcement":
                assert RANKS[here] >= RANKS[there]
            else:
                assert RANKS[here] < RANKS[there]


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


# -- in words -------------------------------------------------------------------------------------


def lines_of(verdict: Verdict, lang: Lang) -> list[str]:
    return verdict.explain(lang).splitlines()


def test_a_yes_is_explained_without_another_way_in() -> None:
    for given in (YES, {**YES, "export_refund": "claimed"}):
        verdict = check(given)
        assert "另一条路径" not in verdict.explain("zh")
        assert "The other way in" not in verdict.explain("en")


def test_a_note_says_after_the_status_what_the_other_way_in_comes_to() -> None:
    verdict = check({**YES, **NO_CODE, "cause": "quality"})
    assert lines_of(verdict, "zh")[1:7] == [
        "另一条路径：关税法第三十九条——口径待核",
        "  · 待核｜进口环节增值税、消费税一并不征（39.import_taxes，第三十九条，推定）："
        "条文只称进口关税",
        "  · 须向海关核实：按关税法第三十九条退运的，进口环节增值税、消费税是否一并不征？",
        "  · 税款：进口关税：不征收；进口环节增值税：是否一并不征收待核（条文只称进口关税）；"
        "进口环节消费税（如属应税消费品）：是否一并不征收待核（条文只称进口关税）；"
        "出口关税：如已征，缴回已退的国内税后，可自缴纳之日起一年内申请退还",
        "  · 期限届满日：2027-03-03",
        "依据：财政部 海关总署 税务总局公告2026年第16号",
    ]
    en = lines_of(verdict, "en")
    assert en[1] == "The other way in: Tariff Law Article 39 — review needed"
    assert en[5] == "  - last day: 2027-03-03"


def test_it_asks_for_what_it_lacks() -> None:
    verdict = check({**YES, **NO_CODE})
    (asked,) = [line for line in lines_of(verdict, "zh") if line.startswith("  · 须补充：")]
    assert asked.startswith("  · 须补充：退运是否因品质、规格或不可抗力？（品质不良")


def test_several_questions_are_numbered() -> None:
    verdict = check({**YES, **NO_CODE, "same_form": None, "use": None})
    (zh,) = [line for line in lines_of(verdict, "zh") if line.startswith("  · 须补充：")]
    (en,) = [line for line in lines_of(verdict, "en") if line.startswith("  - to be stated: ")]
    for number, ask in enumerate(verdict.ordinary.asks, 1):
        assert f"（{number}）{ask.words.zh}" in zh
        assert f" ({number}) {ask.words.en}" in en
    assert "（4）" not in zh


def test_where_all_is_met_its_clock_speaks() -> None:
    verdict = check({**YES, **NO_CODE, "cause": "quality"}, settled=IMPORT_TAXES_FOLLOW)
    zh = lines_of(verdict, "zh")
    assert zh[1] == "另一条路径：关税法第三十九条——符合不征税条件"
    assert "（39.one_year，第三十九条）：退运进境 2026-07-06" in zh[2]
    (route,) = verdict.routes
    assert route.words.zh == "关税法第三十九条：符合不征税条件"


def test_before_the_tariff_law_it_is_named_by_the_regulations() -> None:
    days = dict.fromkeys(("declared_on", "released_on", "exported_on"), date(2024, 5, 6))
    back = dict.fromkeys(("returned_on", "return_declared_on"), date(2024, 11, 30))
    verdict = check({**YES, **NO_CODE, **days, **back, "cause": "quality"})
    assert lines_of(verdict, "zh")[1] == "另一条路径：原进出口关税条例第四十三条——口径待核"
    assert "（39.import_taxes，第四十三条，推定）" in lines_of(verdict, "zh")[2]


NEITHER = "两条路径均不适用：按一般进口征税"
NEITHER_EN = "Neither way in applies: the goods are taxed as any import"


@pytest.mark.parametrize(
    ("given", "settled", "is_taxed"),
    [
        ({**YES, **NO_CODE, "cause": "none"}, {}, True),
        ({**YES, **NO_CODE, "cause": "quality"}, {}, False),
        # import duty is not levied, whatever becomes of the import taxes
        ({**YES, **NO_CODE, "cause": "quality"}, {"39:import-taxes": "strict"}, False),
        ({**YES, **NO_CODE, "cause": "none"}, {"39:import-taxes": "strict"}, True),
        ({**YES, "reason": "recall", "cause": "none"}, {}, False),
    ],
)
def test_only_where_both_have_failed_the_note_calls_the_goods_taxed(
    given: Mapping[str, Any], settled: Mapping[str, str], is_taxed: bool
) -> None:
    verdict = check(given, settled=settled)
    assert (NEITHER in lines_of(verdict, "zh")) == is_taxed
    assert (NEITHER_EN in lines_of(verdict, "en")) == is_taxed


def test_without_an_announcement_no_note_calls_the_goods_taxed() -> None:
    days = dict.fromkeys(
        ("declared_on", "released_on", "exported_on", "returned_on", "return_declared_on"),
        date(2028, 1, 3),
    )
    verdict = check({**YES, **days, "cause": "none"})
    assert (verdict.status, verdict.ordinary.status) == ("not_covered", "ineligible")
    assert NEITHER not in verdict.explain("zh")


def test_the_route_is_what_the_ruling_comes_to_in_one_sentence() -> None:
    verdict = check({**YES, **NO_CODE, "cause": "quality"})
    (route,) = verdict.routes
    assert route.id == "tariff_law_39"
    assert route.words.zh == (
        "关税法第三十九条：口径待核（取决于“进口环节增值税、消费税一并不征”，39.import_taxes）"
    )
    assert route.words.en == (
        "Tariff Law Article 39: review needed (it turns on “import VAT and consumption tax are not "
        "levied either”, 39.import_taxes)"
    )
    assert [r.id for r in check(samples.facts(reason="repair")).routes] == ["repair_import"]
    assert check(YES).routes == ()


# -- as plain values ------------------------------------------------------------------------------


def test_of_a_yes_the_other_way_in_is_null() -> None:
    plain = check(YES).to_dict()
    assert (plain["better"], plain["ordinary"]) == ("announcement", None)
    assert json.loads(check(YES).to_json("zh"))["ordinary"] is None


@pytest.mark.parametrize("lang", [None, "zh", "en"])
def test_else_it_is_a_ruling_as_plain_values(lang: Lang | None) -> None:
    verdict = check({**YES, **NO_CODE, "cause": "quality", "papers_held": []})
    plain = verdict.to_dict(lang)
    ordinary = plain["ordinary"]
    assert json.loads(verdict.to_json(lang)) == plain
    assert plain["better"] == "ordinary"
    assert list(ordinary) == list(RulingDict.__annotations__)
    assert ordinary["id"] == "tariff-law-39"
    assert ordinary["status"] == "needs_review"
    assert ordinary["decided_by"] == "39.import_taxes"
    assert ordinary["last_day"] == "2027-03-03"
    assert ordinary["reliefs"][1]["effect"] == "not_levied_if_so_read"
    assert [found["clause"] for found in ordinary["findings"]][-1] == "39.import_taxes"
    assert ("explanation" in ordinary["findings"][0]) == (lang is not None)
    assert "obtain:cause_statement" in [action["id"] for action in ordinary["actions"]]


def test_a_brief_answer_leaves_it_out() -> None:
    assert "ordinary" not in check(samples.facts(reason="recall")).to_dict(brief=True)


def test_a_stored_verdict_is_read_back_with_its_other_way_in() -> None:
    verdict = check({**YES, **NO_CODE}, as_of=date(2026, 9, 1), settled=IMPORT_TAXES_FOLLOW)
    stored = json.loads(verdict.to_json())
    again = Verdict.from_dict(stored)
    assert again == verdict
    assert again.ordinary == verdict.ordinary
    older = {key: value for key, value in stored.items() if key not in ("ordinary", "better")}
    assert Verdict.from_dict(older) == verdict


def test_a_stored_verdict_whose_other_way_in_is_judged_otherwise_is_refused() -> None:
    stored = json.loads(check({**YES, **NO_CODE}).to_json())
    stored["ordinary"]["findings"][0]["outcome"] = "failed"
    with pytest.raises(ValueError, match="other outcomes"):
        Verdict.from_dict(stored)


def test_the_same_sentence_of_two_laws_names_each_its_own_article() -> None:
    days = dict.fromkeys(("declared_on", "released_on", "exported_on"), date(2024, 5, 6))

    def articles(day: date) -> set[int]:
        back = dict.fromkeys(("returned_on", "return_declared_on"), day)
        plain = json.loads(check({**YES, **NO_CODE, **days, **back}).to_json("zh"))
        return {found["article"] for found in plain["ordinary"]["findings"]}

    assert articles(date(2024, 12, 1)) == {39}
    assert articles(date(2024, 11, 30)) == {43}
