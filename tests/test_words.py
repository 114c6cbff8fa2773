from __future__ import annotations

from typing import Any, cast

import pytest

from retax import Words
from retax.words import Lang, Phrase, both, join_phrases, joined


def test_a_text_is_there_in_both_languages() -> None:
    words = Words("滞销", "unsold")
    assert words.text("zh") == "滞销"
    assert words.text("en") == "unsold"


@pytest.mark.parametrize("lang", ["fr", "ZH", "zh-CN", "", None, 1])
def test_another_language_is_refused_by_name(lang: object) -> None:
    with pytest.raises(ValueError, match=r"zh.*en") as caught:
        Words("滞销", "unsold").text(cast("Lang", lang))
    assert repr(lang) in str(caught.value)


def test_placeholders_are_filled_in_both_languages() -> None:
    assert Words("共{n}件", "{n} pieces").filled(n=3) == Words("共3件", "3 pieces")


def test_words_go_into_placeholders_language_by_language() -> None:
    filled = Words("因{why}", "for {why}").filled(why=Words("滞销", "unsold"))
    assert filled == Words("因滞销", "for unsold")


def test_braces_in_a_value_are_no_placeholders() -> None:
    assert Words("编号{of}", "no. {of}").filled(of="{n}") == Words("编号{n}", "no. {n}")


def test_texts_are_joined_language_by_language() -> None:
    parts = [Words("甲", "a"), Words("乙", "b")]
    assert joined(parts) == Words("甲、乙", "a, b")
    assert joined(parts, zh="；", en="; ") == Words("甲；乙", "a; b")
    assert joined([]) == Words("", "")


@pytest.mark.parametrize("value", ["9610", 7, None, True])
def test_numbers_and_codes_are_the_same_in_both_languages(value: Any) -> None:
    assert both(value) == Words(str(value), str(value))


ON_A_DAY = Phrase(Words("截至 \0 余 \0 天", "as of \0: \0 days left"), ("2026-01-31", "3"))


def test_values_go_into_the_blanks_of_a_phrase_in_order() -> None:
    assert ON_A_DAY.text("zh") == "截至 2026-01-31 余 3 天"
    assert ON_A_DAY.text("en") == "as of 2026-01-31: 3 days left"
    assert ON_A_DAY.fill() == Words("截至 2026-01-31 余 3 天", "as of 2026-01-31: 3 days left")


def test_a_phrase_without_values_is_its_words() -> None:
    words = Words("零\0", "nought\0")
    assert Phrase(words).fill() is words
    assert Phrase(words).text("zh") == "零\0"


def test_a_value_may_look_like_a_blank() -> None:
    assert Phrase(Words("\0件", "\0 pieces"), ("\0",)).text("zh") == "\0件"


@pytest.mark.parametrize("values", [("1",), ("1", "2", "3")])
def test_a_phrase_has_a_value_for_each_blank(values: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="values for 2 blanks"):
        Phrase(ON_A_DAY.words, values).text("zh")


def test_joined_phrases_keep_their_values_in_order() -> None:
    both_parts = join_phrases([ON_A_DAY, Phrase(Words("，完", "."))], zh="；", en="; ")
    assert both_parts.text("zh") == "截至 2026-01-31 余 3 天；，完"
    assert both_parts.text("en") == "as of 2026-01-31: 3 days left; ."
    assert join_phrases([ON_A_DAY, ON_A_DAY]).values == ("2026-01-31", "3") * 2
