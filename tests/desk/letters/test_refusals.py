from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from desk.letters.addressed import CODE, OF_STATUS, addressed, lines_of
from retax.desk.judging.example_rows import NOTE
from retax.desk.judging.judge import JudgeOptions, judge_rows, validate_rows
from retax.desk.letters import list_refusals
from retax.desk.source import Row, refuse_row
from retax.words import Words


def sentences(*given: Mapping[str, Any], **options: Any) -> list[Words]:
    return [refused.words for refused in list_refusals(lines_of(*given), **options)]


def test_an_eligible_line_is_not_refused() -> None:
    assert sentences(addressed()) == []


@pytest.mark.parametrize(
    ("changes", "zh", "en"),
    [
        (OF_STATUS["ineligible"], ("不符合本公告", "未增加或更换配件"), ("not eligible",)),
        (OF_STATUS["not_covered"], ("无适用公告", "出口申报日期"), ("not covered",)),
        (
            {"same_form": None, "use": None},
            ("资料待补", "最小商品形态基本一致；使用情况"),
            ("facts needed", "smallest commodity form"),
        ),
        (
            {"parts_added": None, "processed": None},
            ("尚缺：增加或更换配件、部件；加工、改装",),
            ("accessories or parts added or exchanged; processed or refitted",),
        ),
        ({"note": NOTE}, ("示例", "不出具文书"), ("example", "no letter")),
        ({"note": NOTE, "parts_added": True}, ("示例",), ("example",)),
        ({"enterprise": None}, ("缺少企业名称",), ("enterprise", "missing")),
        (
            {"enterprise": "同上"},
            ("企业名称为“同上”，不能出具文书；请逐行填写企业名称",),
            ("enterprise (enterprise) is '同上', which names nothing",),
        ),
        ({"enterprise": "-"}, ("企业名称为“-”",), ("enterprise", "'-'")),
        ({"export_entry": None}, ("缺少出口单证号",), ("export_entry", "missing")),
        ({"enterprise_code": CODE[:-1] + "1"}, (CODE[:-1] + "1", "校验位"), ("check character",)),
        ({"enterprise_code": "123"}, ("123", "18 位"), ("123", "18 characters")),
    ],
)
def test_a_refusal_says_what_is_wrong(
    changes: Mapping[str, Any], zh: tuple[str, ...], en: tuple[str, ...]
) -> None:
    (words,) = sentences(addressed(changes))
    assert all(part in words.zh for part in zh), words.zh
    assert all(part in words.en for part in en), words.en


def test_all_that_is_wrong_with_a_line_is_reported_at_once() -> None:
    spoiled = addressed(OF_STATUS["ineligible"], enterprise=None, export_entry=None)
    assert len(sentences(spoiled | {"enterprise_code": "1"})) == 4


def test_a_row_refused_in_reading_is_reported_in_its_own_words() -> None:
    row = Row(
        7, {}, refusals=(refuse_row(Words("坏", "bad")), refuse_row(Words("很坏", "very bad")))
    )
    refused = list_refusals(list(judge_rows(validate_rows([row]), JudgeOptions())))
    assert [(one.line.row.number, one.kind, one.words) for one in refused] == [
        (7, None, row.refused[0]),
        (7, None, row.refused[1]),
    ]


@pytest.mark.parametrize(
    ("item", "zh", "en"),
    [(3, "第 3 项出口数量为 5", "item 3 5 went out"), (None, " 出口数量为 5", "5 went out")],
)
def test_more_than_went_out_is_mended_before_a_letter_is_written(
    item: int | None, zh: str, en: str
) -> None:
    line = addressed(export_item=item, exported_quantity=5, returned_quantity=3)
    (words,) = sentences(line, line)
    assert zh in words.zh
    assert "累计退运 6" in words.zh
    assert en in words.en


def test_a_line_that_is_to_be_split_is_split_before_a_letter_is_written() -> None:
    line = addressed(exported_quantity=5, returned_before=3, returned_quantity=4)
    (words,) = sentences(line)
    assert "累计退运 7" in words.zh


def test_a_kind_that_does_not_go_with_the_reason_is_reported_with_the_one_that_does() -> None:
    (words,) = sentences(addressed(), kinds=["self_declaration", "checklist"])
    assert words.zh == "退运原因为客户退货，不适用《滞销退运自我声明》，可出具《退运原因说明》"
    (words,) = sentences(addressed(reason="unsold"), kinds=["reason_statement"])
    assert words.zh == "退运原因为滞销，不适用《退运原因说明》，可出具《滞销退运自我声明》"
    assert "unsold" in words.en


def test_a_line_that_goes_into_no_letter_is_not_refused_for_its_kind_as_well() -> None:
    (refused,) = list_refusals(lines_of(addressed(parts_added=True)), kinds=["self_declaration"])
    assert refused.kind is None


def test_a_no_whose_better_way_is_the_ordinary_route_says_so() -> None:
    (words,) = sentences(addressed(use="used", cause="quality"))
    assert words.zh.endswith(
        "；较优路径须另行申请——关税法第三十九条：口径待核（取决于“未使用或仅经试用”，39.unused）"
    )
    assert "; the better way in is applied for by itself: Tariff Law Article 39: " in words.en
    (words,) = sentences(addressed(use="used", cause="none"))
    assert "较优路径" not in words.zh
