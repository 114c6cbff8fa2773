from __future__ import annotations

import pytest

from retax.desk.listing import LONGEST_LISTED_NAME, First, name_rows, name_texts, take_first


@pytest.mark.parametrize(
    ("numbers", "zh", "en"),
    [
        ([2], "第 2 行", "row 2"),
        ([2, 5], "第 2、5 行", "rows 2, 5"),
        (
            list(range(1, 11)),
            "第 1、2、3、4、5、6、7、8、9、10 行",
            "rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
        ),
        (
            list(range(3_000)),
            "第 0、1、2、3、4、5、6、7、8、9 等 3000 行",
            "rows 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2990 more",
        ),
    ],
)
def test_the_first_rows_are_named_and_the_others_counted(
    numbers: list[int], zh: str, en: str
) -> None:
    rows: First[int] = First()
    for number in numbers:
        rows.add(number)
    words = name_rows(rows)
    assert (words.zh, words.en) == (zh, en)
    assert rows == take_first(numbers)


def test_names_of_a_file_are_cut_and_counted() -> None:
    assert name_texts(["甲", "乙"]).zh == "甲、乙"
    assert name_texts([str(n) for n in range(12)]).zh == "0、1、2、3、4、5、6、7、8、9 等 12 个"
    assert name_texts([str(n) for n in range(12)]).en.endswith("8, 9 and 2 more")
    long = name_texts(["x" * 40_000]).en
    assert (len(long), long[-2:]) == (LONGEST_LISTED_NAME, "x…")
