from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest

import cases
import samples
from retax import Words, check, overdrawn
from retax.desk.template.guide import (
    describe_accepted_in_sheet,
    describe_blank,
    describe_requirement,
    find_requirement,
    list_codes_asking,
)
from retax.facts.catalogue import NAMES
from retax.law.cross_border.presumptions import PRESUMPTIONS
from retax.law.cross_border.supervision_codes import SUPERVISION_CODES

EVERY_FACT = pytest.mark.parametrize("fact", NAMES)


def test_what_is_needed_is_what_an_empty_case_asks_for() -> None:
    for code in SUPERVISION_CODES:
        asked = {ask.fact for ask in check({"supervision_code": code}).asks}
        needed = {fact for fact in NAMES if code in list_codes_asking(fact)}
        assert needed == asked | {"supervision_code"}


def test_a_need_says_under_which_codes() -> None:
    assert describe_requirement("reason").zh == "必填"
    assert (find_requirement("left_zone_on"), describe_requirement("left_zone_on").zh) == (
        "needed_under",
        "1210 必填",
    )
    assert find_requirement("released_on") == "as_needed"
    assert find_requirement("damaged") == "optional"


@EVERY_FACT
def test_a_column_has_its_question_or_an_explanation_and_never_its_name_alone(
    fact: str,
) -> None:
    entry = NAMES[fact]
    told = entry.help
    assert entry.question in (None, told)
    assert told.zh not in entry.names
    assert told.en not in (entry.label.en, fact)


def test_every_presumption_is_named_where_its_fact_may_be_left_blank() -> None:
    for presumption in PRESUMPTIONS:
        assert presumption.words.zh in describe_blank(presumption.fact).zh
        assert presumption.words.en in describe_blank(presumption.fact).en


def test_the_guide_says_that_what_is_presumed_in_some_cases_is_asked_for_in_the_others() -> None:
    assert describe_blank("domestic_on").zh == (
        "列为待补资料；视情形：按尚未运至境内区外处理或按未经区内退运处理"
    )
    assert describe_blank("shipped_as_declared") == Words(
        "必要时列为待补资料；视情形：按所发与所报一致处理",
        "it is asked for where the answer turns on it; "
        "in some cases presumed to be the goods declared for export",
    )
    assert describe_blank("attribution").zh == "按可逐件对应处理"
    assert describe_blank("reason").zh == "列为待补资料"
    assert describe_blank("released_on").zh == "必要时列为待补资料"


def test_a_row_without_an_item_is_added_up_with_others_of_its_paper() -> None:
    line = {
        **samples.ELIGIBLE,
        "export_entry": samples.LIST_NUMBER,
        "exported_quantity": 100,
        "returned_quantity": 80,
    }
    assert "合并核对" in describe_blank("export_item").zh
    (found,) = overdrawn([line, line])
    assert (found.export_item, found.rows) == (None, (1,))
    assert overdrawn([{**line, "export_item": 1}, {**line, "export_item": 2}]) == []


def test_letters_need_more_than_the_result_does() -> None:
    assert describe_blank("enterprise").zh == "不影响结论；不填不能出具文书"
    assert describe_blank("export_entry").zh.endswith("；不填不能出具文书")
    assert describe_blank("goods_name").zh == "不影响结论；不填的，文书为草稿"
    assert describe_blank("exported_on").zh.endswith("按已实际离境处理；不填的，文书为草稿")
    assert describe_blank("order_no").zh == "不影响结论"


def test_a_sheet_says_of_days_and_words_what_it_takes() -> None:
    for fact, entry in NAMES.items():
        told = describe_accepted_in_sheet(fact)
        if entry.kind == "yes_no":
            assert (told.zh, told.en) == ("是或否", "yes or no")
        if entry.kind == "day":
            assert "如 2026-01-31（20260131 须改写为日期）" in told.zh
            assert "2000至2199" in told.zh


def test_several_papers_are_written_into_one_cell() -> None:
    assert "多种单证请在单元格内以；连接" in describe_accepted_in_sheet("papers_held").zh
    assert "parted by ';'" in describe_accepted_in_sheet("papers_held").en


NOT_BACK: dict[str, Any] = {"returned_on": None, "domestic_on": None, "return_declared_on": None}
HELD = ("export_list", "tax_certificate", "self_declaration", "match_record", "exit_filing_list")


@pytest.mark.parametrize(
    "fact", [f for f in NAMES if describe_blank(f).zh.startswith("不影响结论")]
)
def test_what_by_the_guide_changes_no_result_changes_none(fact: str) -> None:
    for code, back, papers in product(cases.CODES, ({}, NOT_BACK), (None, HELD)):
        goods = cases.goods(code, **{**back, "papers_held": papers, fact: None})
        for value in (
            (True, False) if NAMES[fact].kind == "yes_no" else (samples.ONE_VALUE[fact][1],)
        ):
            filled = goods.model_copy(update={fact: value})
            for as_of in (None, date(2026, 8, 1), date(2026, 12, 1)):
                assert check(filled, as_of=as_of).status == check(goods, as_of=as_of).status


@pytest.mark.parametrize("fact", ["return_entry", "export_duty_paid", "export_item"])
def test_the_guide_never_says_of_what_can_change_a_result_that_it_changes_none(fact: str) -> None:
    assert "不影响结论" not in describe_blank(fact).zh
