from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pytest

from retax import Lang
from retax.desk.layout import ANSWER_HEADINGS
from retax.desk.readers.previous_answers import drop_columns, find_answer_columns
from retax.facts.catalogue import FACT_OF_NAME
from sizes import walk_part_and_whole
from work import count_calls

OWN = ["业务编号", "结论", "Papers"]
LANGS: tuple[Lang, Lang] = ("zh", "en")


def ours(lang: Lang) -> list[str]:
    return [words.text(lang) for words in ANSWER_HEADINGS]


@pytest.mark.parametrize("lang", LANGS)
def test_all_our_headings_in_our_order_are_earlier_answers(lang: Lang) -> None:
    headings = [*OWN, *ours(lang)]
    assert find_answer_columns(headings) == set(range(len(OWN), len(headings)))


def test_a_column_of_the_user_s_own_is_none_whatever_it_is_called() -> None:
    assert find_answer_columns(OWN) == set()
    assert find_answer_columns([words.zh for words in ANSWER_HEADINGS[:7]]) == set()
    assert find_answer_columns(ours("zh")[::-1]) == set()
    assert find_answer_columns([]) == set()


def test_what_the_user_wrote_to_the_right_of_them_stays() -> None:
    headings = [*OWN, *ours("zh"), "处理结果"]
    assert find_answer_columns(headings) == set(range(len(OWN), len(headings) - 1))


def test_what_the_user_wrote_between_them_stays() -> None:
    own = ["处理结果", "处理人", "日期"]
    headings = [*OWN, *ours("zh")[:7], *own, *ours("zh")[7:]]
    kept = [
        name for place, name in enumerate(headings) if place not in find_answer_columns(headings)
    ]
    assert kept == [*OWN, *own]


@pytest.mark.parametrize("lang", LANGS)
def test_a_column_of_the_users_called_like_one_of_ours_stays_between_them(lang: Lang) -> None:
    for name, at in product(ours(lang), range(1, len(ANSWER_HEADINGS))):
        headings = [*OWN, *ours(lang)[:at], name, *ours(lang)[at:]]
        found = find_answer_columns(headings)
        assert sorted(headings[place] for place in found) == sorted(ours(lang))
        if at not in (ours(lang).index(name), ours(lang).index(name) + 1):  # beside ours: either
            assert len(OWN) + at not in found


def test_headings_like_ours_far_from_one_another_are_the_users_own() -> None:
    for between in (["甲", "乙", "丙", "丁"], ["甲"] * 40):
        headings = [*ours("zh")[5:11], *between, *ours("zh")[11:]]
        assert find_answer_columns(headings) == set()
        headings = [*ours("zh")[:3], *between, *ours("zh")[3:5], *between, *ours("zh")[5:9]]
        assert find_answer_columns(headings) == set()


@pytest.mark.parametrize("lang", LANGS)
def test_the_leading_ones_may_be_far_from_the_others(lang: Lang) -> None:
    for own in (["甲"], ["甲"] * 200, ["结论", "Papers"]):
        headings = ["业务编号", "商品名称", *ours(lang)[:5], *own, *ours(lang)[5:], "处理结果"]
        kept = [text for at, text in enumerate(headings) if at not in find_answer_columns(headings)]
        assert kept == ["业务编号", "商品名称", *own, "处理结果"]


EARLIER: Mapping[Lang, str] = {
    "zh": "原行号 结论 超量退运 期限届满日 剩余天数 判定依据 待补要素 待核口径 待办事项 应备单证 "
    "其他可能途径 批次声明 读取提示 所依据的推定 适用公告",
    "en": "Row;Result;Too many returned;Last day;Days left;What decided;Facts needed;"
    "Open questions;To do;Papers;Other routes;Stated for the batch;Mended in reading;"
    "Assumptions;Law",
}


@pytest.mark.parametrize("lang", LANGS)
def test_answers_in_the_order_and_words_of_earlier_versions_are_earlier_answers(
    lang: Lang,
) -> None:
    earlier = EARLIER[lang].split(";" if lang == "en" else " ")
    headings = [*OWN, *earlier, "处理结果"]
    assert find_answer_columns(headings) == set(range(len(OWN), len(headings) - 1))
    both = [*OWN[:1], *ours(lang)[:5], *OWN[1:], *earlier, *ours(lang)[5:]]
    left = [text for at, text in enumerate(both) if at not in find_answer_columns(both)]
    assert left == OWN


def test_some_of_them_may_have_been_deleted() -> None:
    fewer = [*OWN, *ours("zh")[:3], *ours("zh")[4:6], *ours("zh")[9:]]
    assert find_answer_columns(fewer) == set(range(len(OWN), len(fewer)))


def test_answers_written_twice_are_earlier_answers_twice() -> None:
    headings = [*OWN, *ours("zh"), *ours("zh"), *ours("en")]
    assert find_answer_columns(headings) == set(range(len(OWN), len(headings)))


@walk_part_and_whole("many", 60, 150)
@pytest.mark.parametrize("headings", [ours("zh"), [ours("zh")[0], *ours("en")]])
def test_headings_like_ours_without_end_are_no_more_work_each(
    headings: list[str], many: int
) -> None:
    def find(times: int) -> None:
        assert len(find_answer_columns(headings * times)) == 20 * len(ours("zh"))

    assert count_calls(lambda: find(2 * many)) < 2.5 * count_calls(lambda: find(many))


def test_no_heading_of_ours_names_a_fact() -> None:
    assert not {*ours("zh"), *ours("en")} & set(FACT_OF_NAME)


def test_cells_are_left_out_by_place() -> None:
    assert drop_columns(("a", None, "c", "d"), frozenset({1, 2, 9})) == ["a", "d"]
