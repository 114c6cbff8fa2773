from __future__ import annotations

import pytest

from retax.desk.letters.line_ranges import group_by_value, merge_sentences


@pytest.mark.parametrize(
    ("values", "sentences"),
    [
        ([], []),
        (["甲"], ["甲"]),
        ([None], []),
        (["甲", "甲", "甲"], ["甲"]),
        (["甲", "乙"], ["甲（序号1）", "乙（序号2）"]),
        (["甲", "乙", "甲"], ["甲（序号1、3）", "乙（序号2）"]),
        (["甲", None, "甲"], ["甲（序号1、3）"]),
        (["甲", "甲", None], ["甲（序号1、2）"]),
        (["甲", "甲", "甲", None, "甲", "甲"], ["甲（序号1—3、5、6）"]),
    ],
)
def test_what_is_the_same_is_written_once_with_the_lines_it_is_of(
    values: list[str | None], sentences: list[str]
) -> None:
    assert merge_sentences(values) == sentences


def test_every_line_with_a_value_has_its_part() -> None:
    values = [str(n % 7) if n % 5 else None for n in range(200)]
    assert [value for _, value in group_by_value(values)] == list(
        dict.fromkeys(filter(None, values))
    )
