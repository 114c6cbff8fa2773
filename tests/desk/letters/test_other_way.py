"""What a file note says of the ordinary route where it is the better way in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desk.letters.addressed import ON, addressed, lines_of
from retax.desk.judging.judge import JudgeOptions
from retax.desk.letters import Letter, group_letters, write_letters
from retax.desk.letters.fields import fill_fields

SETTLED = JudgeOptions(settled={"39:import-taxes": "lenient"})
"""The office has answered that import VAT and consumption tax follow the duty."""


def note_of(*cases: dict[str, Any], asked: JudgeOptions = SETTLED) -> Letter:
    (letter,) = group_letters(lines_of(*cases, asked=asked), on=ON, kinds=["file_note"])
    return letter


def test_a_line_whose_better_way_is_the_ordinary_route_says_so_and_leaves_it_to_customs() -> None:
    said = fill_fields(note_of(addressed(reason="recall", cause="quality")))["ordinary"]
    assert said == [
        "上述商品另可按《中华人民共和国关税法》第三十九条（因品质、规格原因或不可抗力退运）申请办理，"
        "是否适用、进口环节增值税和消费税是否一并不征，请海关一并审核；"
        "品质规格或不可抗力原因：品质不良；该路径的期限届满日为2027年3月3日"
    ]


def test_a_cause_that_is_taken_from_the_reason_is_not_stated() -> None:
    case = addressed(reason="quality_defect", damaged=True)
    told = fill_fields(note_of(case))["ordinary"]
    assert "品质规格或不可抗力原因" not in str(told)


@pytest.mark.parametrize(
    ("case", "asked"),
    [
        (addressed(), SETTLED),
        (addressed(reason="recall"), SETTLED),
        (addressed(reason="recall", cause="quality"), JudgeOptions()),
    ],
)
def test_other_lines_say_nothing_of_it(case: dict[str, Any], asked: JudgeOptions) -> None:
    assert fill_fields(note_of(case, asked=asked))["ordinary"] == []


def test_nothing_a_note_says_of_it_calls_the_goods_free(tmp_path: Path) -> None:
    from docx import Document

    letter = note_of(addressed(reason="recall", cause="quality"), addressed())
    (file,) = write_letters([letter], tmp_path)
    (said,) = [p.text for p in Document(str(file)).paragraphs if "第三十九条" in p.text]
    assert said.endswith("（序号1）。")
    assert not any(word in said for word in ("符合", "免征", "免税", "不征收"))
