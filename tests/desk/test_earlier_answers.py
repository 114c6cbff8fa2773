from __future__ import annotations

from itertools import product

import pytest

from retax import Lang
from retax.desk.columns import HEADINGS
from retax.desk.earlier_answers import answer_columns, without
from retax.vocabulary import FACT_OF_NAME

OWN = ["业务编号", "结论", "Papers"]
LANGS: tuple[Lang, Lang] = ("zh", "en")


def ours(lang: Lang) -> list[str]:
    return [words.text(lang) for words in HEADINGS]


@pytest.mark.parametrize("lang", LANGS)
def test_all_our_headings_in_our_order_are_earlier_answers(lang: Lang) -> None:
    headings = [*OWN, *ours(lang)]
    assert answer_columns(headings) == set(range(len(OWN), len(headings)))


def test_a_column_of_the_user_s_own_is_none_whatever_it_is_called() -> None:
    assert answer_columns(OWN) == set()
    assert answer_columns([words.zh for words in HEADINGS[:7]]) == set()
    assert answer_columns(ours("zh")[::-1]) == set()
    assert answer_columns([]) == set()


def test_what_the_user_wrote_to_the_right_of_them_stays() -> None:
    headings = [*OWN, *ours("zh"), "处理结果"]
    assert answer_columns(headings) == set(range(len(OWN), len(headings) - 1))


def test_what_the_user_wrote_between_them_stays() -> None:
    own = ["处理结果", "处理人", "日期"]
    headings = [*OWN, *ours("zh")[:7], *own, *ours("zh")[7:]]
    kept = [name for place, name in enumerate(headings) if place not in answer_columns(headings)]
    assert kept == [*OWN, *own]


@pytest.mark.parametrize("lang", LANGS)
def test_a_column_of_the_users_called_like_one_of_ours_stays_between_them(lang: Lang) -> None:
    for name, at in product(ours(lang), range(1, len(HEADINGS))):
        headings = [*OWN, *ours(lang)[:at], name, *ours(lang)[at:]]
        found = answer_columns(headings)
        assert sorted(headings[place] for place in found) == sorted(ours(lang))
        if at not in (ours(lang).index(name), ours(lang).index(name) + 1):  # beside ours: either
            assert len(OWN) + at not in found


def test_headings_like_ours_far_from_one_another_are_the_users_own() -> None:
    for between in (["甲", "乙", "丙", "丁"], ["甲"] * 40):
        headings = [*ours("zh")[:7], *between, *ours("zh")[7:14]]
        assert answer_columns(headings) == set()


def test_some_of_them_may_have_been_deleted() -> None:
    fewer = [*OWN, *ours("zh")[1:6], *ours("zh")[9:]]
    assert answer_columns(fewer) == set(range(len(OWN), len(fewer)))


def test_answers_written_twice_are_earlier_answers_twice() -> None:
    headings = [*OWN, *ours("zh"), *ours("zh"), *ours("en")]
    assert answer_columns(headings) == set(range(len(OWN), len(headings)))


def test_no_heading_of_ours_names_a_fact() -> None:
    assert not {*ours("zh"), *ours("en")} & set(FACT_OF_NAME)


def test_cells_are_left_out_by_place() -> None:
    assert without(("a", None, "c", "d"), frozenset({1, 2, 9})) == ["a", "d"]
