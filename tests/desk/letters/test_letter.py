from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product
from typing import Any, get_args

import pytest

from desk.letters.addressed import ADDRESS, CODE, OF_STATUS, ON, addressed, letters, lines_of
from retax import ReturnReason, Status
from retax.desk.letters import KINDS, LetterKind, group_letters, list_refusals
from retax.desk.letters.fields import fill_fields
from retax.desk.source import DeskError
from samples import DECLARATION_NUMBER, LIST_NUMBER

OTHER_LIST = "29102026E000000999"

IN_ORDER: tuple[Status, ...] = (
    "not_covered",
    "ineligible",
    "needs_facts",
    "needs_review",
    "conditional",
    "eligible",
)
PLAIN = ("unsold", "customer_return", "refused", "undeliverable")
NEITHER = ("repair", "force_majeure")


def status_of(status: Status, reason: str) -> Status:
    own: Status = (
        "eligible" if reason in PLAIN else "ineligible" if reason in NEITHER else "needs_review"
    )
    return min(status, own, key=IN_ORDER.index)


@pytest.mark.parametrize(
    ("status", "reason", "kind"), [*product(get_args(Status), get_args(ReturnReason), KINDS)]
)
def test_a_line_is_in_the_letter_asked_for_or_refused_with_a_reason(
    status: Status, reason: str, kind: LetterKind
) -> None:
    sent = {"reason": reason, "shipped_as_declared": True}  # asked for where goods are wrong
    (line,) = lines = lines_of(addressed(OF_STATUS[status], sent))
    assert line.verdict is not None
    expected = status_of(status, reason)
    assert line.verdict.status == expected
    made, refused = group_letters(lines, on=ON, kinds=[kind]), list_refusals(lines, kinds=[kind])
    if expected in ("eligible", "conditional", "needs_review"):
        own = "self_declaration" if reason == "unsold" else "reason_statement"
        answerable = reason != "other" or status == "needs_review"
        asks = kind == "consultation" and expected == "needs_review" and answerable
        fitting = kind in (own, "checklist", "file_note", "match_list") or asks
        is_draft = expected != "eligible" and not asks
        assert [letter.draft for letter in made] == [is_draft] * fitting
        assert [(one.line, one.kind) for one in refused] == [(line, kind)] * (not fitting)
    elif expected == "needs_facts" and kind == "missing_facts":
        assert [letter.draft for letter in made] == [False]
        assert refused == []
    else:
        assert made == []
        assert [(one.line, one.kind) for one in refused] == [(line, None)]
    for one in refused:
        assert one.words.zh.strip()
        assert one.words.en.isprintable()


def test_one_letter_a_kind_an_enterprise_and_an_export_entry() -> None:
    made = letters(
        addressed(),
        addressed(export_entry=OTHER_LIST),
        addressed(reason="unsold"),
        addressed(enterprise="乙公司"),
        addressed(),
    )
    assert [
        (letter.enterprise[:2], letter.export_entry, letter.kind, len(letter.lines))
        for letter in made
    ] == [
        ("宁波", LIST_NUMBER, "self_declaration", 1),
        ("宁波", LIST_NUMBER, "reason_statement", 2),
        ("宁波", LIST_NUMBER, "checklist", 3),
        ("宁波", LIST_NUMBER, "file_note", 3),
        ("宁波", OTHER_LIST, "reason_statement", 1),
        ("宁波", OTHER_LIST, "checklist", 1),
        ("宁波", OTHER_LIST, "file_note", 1),
        ("乙公司"[:2], LIST_NUMBER, "reason_statement", 1),
        ("乙公司"[:2], LIST_NUMBER, "checklist", 1),
        ("乙公司"[:2], LIST_NUMBER, "file_note", 1),
    ]
    assert {letter.on for letter in made} == {ON}


def test_the_lines_of_a_letter_are_in_the_order_of_the_file() -> None:
    (note,) = letters(*(addressed(export_item=n) for n in (3, 1, 2)), kinds=["file_note"])
    assert [line.row.number for line in note.lines] == [2, 3, 4]
    assert [line.verdict.facts.export_item for line in note.lines] == [3, 1, 2]


def test_a_social_credit_code_counts_however_it_is_written_and_may_be_left_out() -> None:
    spaced = f"{CODE[:8].lower()} {CODE[8:].lower()}"
    (note,) = letters(addressed(), addressed(enterprise_code=spaced), kinds=["file_note"])
    assert (note.enterprise_code, len(note.lines)) == (CODE, 2)
    (blank,) = letters(addressed(enterprise_code=None), kinds=["file_note"])
    assert blank.enterprise_code == ""


def test_a_letter_is_a_draft_if_one_of_its_lines_is() -> None:
    for spoiled in ("conditional", "needs_review"):
        note = letters(addressed(), addressed(OF_STATUS[spoiled]), kinds=["file_note"])[0]
        assert note.draft
        assert note.title.zh == "退运免税情况说明（草稿）"
        assert "draft" in note.title.en
    (clean,) = letters(addressed(), kinds=["file_note"])
    assert not clean.draft
    assert clean.title == KINDS["file_note"]


def test_a_letter_of_goods_without_a_name_is_a_draft_that_says_so() -> None:
    made = letters(addressed(), addressed(goods_name=None))
    assert all(letter.draft for letter in made)
    (checklist,) = (letter for letter in made if letter.kind == "checklist")
    assert fill_fields(checklist)["actions"] == ["补填商品名称（序号2）"]


def test_a_letter_of_goods_whose_departure_is_presumed_is_a_draft_that_names_it() -> None:
    made = letters(addressed(), addressed(exported_on=None))
    assert all(letter.draft for letter in made)
    (checklist,) = (letter for letter in made if letter.kind == "checklist")
    assert fill_fields(checklist)["actions"] == ["补填出口日期（序号2）"]


def test_a_letter_that_states_a_day_after_its_own_is_a_draft() -> None:
    plan = addressed(returned_on="2026-08-01", return_declared_on="2026-08-02")
    made = group_letters(lines_of(plan), on=ON)
    assert len(made) == 3
    assert all(letter.draft for letter in made)
    assert all(letter.title.zh.endswith("（草稿）") for letter in made)
    later = group_letters(lines_of(plan), on=date(2026, 8, 2))
    assert not any(letter.draft for letter in later)


def test_every_line_of_a_file_is_in_a_letter_or_refused() -> None:
    lines = lines_of(
        {"reason": "lost"},
        *(addressed(change) for change in OF_STATUS.values()),
        addressed(enterprise=None),
        addressed(supervision_code="9710", export_entry=DECLARATION_NUMBER),
        addressed(export_entry=None),
    )
    told = Counter(
        [line.row.number for letter in group_letters(lines, on=ON) for line in letter.lines]
        + [refused.line.row.number for refused in list_refusals(lines)]
    )
    assert set(told) == {line.row.number for line in lines}


def test_of_no_lines_there_is_no_letter_and_nothing_refused() -> None:
    assert group_letters([], on=ON) == []
    assert list_refusals([]) == []


@pytest.mark.parametrize("ask", [group_letters, list_refusals])
def test_a_kind_there_is_none_of_is_refused_before_any_line(ask: Any) -> None:
    options: dict[str, Any] = {"on": ON} if ask is group_letters else {}
    with pytest.raises(DeskError, match="novel"):
        ask([], kinds=["novel"], **options)


def test_what_is_stated_for_the_batch_stays_with_its_line() -> None:
    lines = lines_of(addressed(use=None), batch={"use": "unused"})
    assert group_letters(lines, on=ON)[0].lines[0].stated == ("use",)
    assert set(ADDRESS) <= set(addressed())
