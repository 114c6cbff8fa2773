from __future__ import annotations

from retax.publish.markdown import (
    MADE,
    build_page,
    build_table,
    write_anchor,
    write_both,
    write_code,
    write_fenced_code,
)
from retax.words import Words


def test_a_page_says_that_it_was_made() -> None:
    assert build_page("Title", "one\n", "", "two") == f"# Title\n\n{MADE}\n\none\n\ntwo\n"


def test_a_bar_or_a_line_end_does_not_break_a_table() -> None:
    assert build_table(("a", "b"), [("x | y", "one\ntwo")]) == (
        "| a | b |\n|---|---|\n| x \\| y | one two |"
    )


def test_one_text_for_both_languages_is_written_once() -> None:
    assert write_both(Words("9610", "9610")) == "9610"
    assert write_both(Words("滞销", "unsold")) == "滞销 · unsold"


def test_a_fence_is_longer_than_any_within() -> None:
    assert write_fenced_code("a\n", "py") == "```py\na\n```"
    assert write_fenced_code("```text\n```", "md") == "````md\n```text\n```\n````"


def test_an_anchor_is_that_of_github() -> None:
    assert write_anchor(f"{write_code('reason:recall')}") == "reasonrecall"
    assert write_anchor("期限届满日 · the last day") == "期限届满日--the-last-day"
    assert write_anchor("How it *is* (checked)") == "how-it-is-checked"
