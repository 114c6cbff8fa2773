from __future__ import annotations

from functools import cache

import pytest

from make_docs.cases import BY_THE_ORDINARY_ROUTE, ELIGIBLE, find_cases, list_clauses
from make_docs.clause_pages import make_pages, name_file
from retax import check
from retax.facts.catalogue import NAMES
from retax.judge.compiled_law import CompiledClause
from retax.judge.reachable_outcomes import find_reachable_outcomes
from retax.law.cross_border.announcements import ANNOUNCEMENTS
from retax.law.cross_border.article_4_documents import DOCUMENTS
from retax.logic.expressions import FALSE

CLAUSES = list_clauses()
BY_CLAUSE = pytest.mark.parametrize("ruled", CLAUSES, ids=lambda ruled: ruled.clause.id)


@cache
def made_pages() -> dict[str, str]:
    """Return the pages: made by the first test that reads one, not while tests are collected."""
    return make_pages()


def page_of(clause: str) -> str:
    return made_pages()[name_file(clause)]


@BY_CLAUSE
def test_the_page_says_that_what_is_outstanding_goes_before_what_is_met(
    ruled: CompiledClause,
) -> None:
    rule = page_of(ruled.clause.id).split("## 规则 · The rule")[1]
    before_the_lists = rule.split("**符合的条件：**")[0]
    assert ("先看“待办”" in before_the_lists) == (ruled.clause.outstanding != FALSE)
    assert ("“Still to do” goes before" in before_the_lists) == ("先看“待办”" in before_the_lists)


def test_the_page_of_the_papers_says_which_are_inferred_and_from_what() -> None:
    [basis] = [line for line in page_of("4.papers").splitlines() if "依据 · Basis" in line]
    for document in DOCUMENTS:
        inferred = f"据{document.basis.zh}推定：{document.words.zh}"
        assert (inferred in basis) == (not document.named)
    assert "据海关总署公告2020年第44号推定：与原出口商品的对应材料" in basis


@BY_CLAUSE
def test_a_page_says_what_is_not_certain_of_the_article_of_its_clause(
    ruled: CompiledClause,
) -> None:
    caveats = [a.caveat for a in ANNOUNCEMENTS if a.caveat is not None]
    assert caveats
    for caveat in caveats:
        for said in (caveat.zh, caveat.en):
            assert (said in page_of(ruled.clause.id)) == (ruled.clause.article == 4)


def test_a_fact_that_decides_by_being_unknown_is_shown_as_unknown() -> None:
    met = page_of("2.same_enterprise").split("### 符合 · met")[1].split("###")[0]
    assert "| 退运企业与原出口企业不一致 |" in met
    assert "| 未知 · unknown |" in met


@BY_CLAUSE
def test_a_page_shows_a_case_for_every_outcome_that_is_possible(ruled: CompiledClause) -> None:
    assert tuple(find_cases(ruled)) == find_reachable_outcomes(ruled).outcomes


def test_the_list_of_clauses_shows_every_fact_of_the_cases_all_others_are_made_from() -> None:
    assert all(check(facts).status == "eligible" for facts in ELIGIBLE.values())
    legend = made_pages()["clauses/index.md"].split("## How to read a page")[1]
    for facts in (*ELIGIBLE.values(), *BY_THE_ORDINARY_ROUTE.values()):
        for name in facts:
            assert f"| {NAMES[name].label.zh} | {NAMES[name].label.en} |" in legend
    assert "“otherwise” stands where the condition before it does not hold" in legend
