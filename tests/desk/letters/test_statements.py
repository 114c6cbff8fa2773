from __future__ import annotations

import pytest

from desk.letters.addressed import addressed, fields, letters
from retax.desk.letters import statements
from retax.desk.letters.letter import LetterLine
from retax.facts.catalogue import NAMES
from samples import OTHER_NAMES, YES_NO

IN_NO_GROUP = ("reference", "enterprise", "enterprise_code", "note", "papers_held")
"""What says whose line it is, the enterprise's own note, and the papers, which have a table."""


def line(**facts: object) -> LetterLine:
    (note,) = letters(addressed(**facts), kinds=["file_note"])
    return note.lines[0]


def test_every_fact_is_in_exactly_one_group() -> None:
    groups = (*statements.ON_PAPERS, *statements.ENTERPRISE_STATES, *IN_NO_GROUP)
    assert sorted(groups) == sorted(OTHER_NAMES)


@pytest.mark.parametrize("name", YES_NO)
def test_a_yes_and_a_no_are_written_in_sentences_of_their_own(name: str) -> None:
    said = NAMES[name].statements
    assert said is not None
    yes, no = said
    assert yes != no
    assert name in statements.ENTERPRISE_STATES


def test_a_yes_or_no_is_written_as_given() -> None:
    assert statements.describe_fact(line(damaged=False), "damaged") == "商品无破损"
    assert statements.describe_fact(line(damaged=True), "damaged") == "商品有破损"
    assert statements.describe_fact(line(), "damaged") is None


def test_other_facts_are_written_with_their_label_and_a_quantity_with_its_unit() -> None:
    counted = line(returned_quantity="2.50", unit="件", hs_code="9503008900")
    assert statements.describe_fact(counted, "returned_quantity") == "本次退运数量：2.50 件"
    assert statements.describe_fact(counted, "hs_code") == "商品编码：9503008900"
    assert statements.write_fact(line(returned_quantity=3), "returned_quantity") == "3"
    assert statements.write_fact(line(), "returned_quantity") == ""


def test_what_is_stated_for_the_batch_is_the_enterprises_statement_and_no_papers() -> None:
    given = addressed(supervision_code=None, unit=None, export_entry=None)
    batch = {
        "supervision_code": "9610",
        "unit": "件",
        "export_entry": addressed()["export_entry"],
        "enterprise": "他人",
        "note": "勿外传",
    }
    values = fields(given, batch=batch)
    labels = [row["label"] for row in values["papers_say"]]
    assert not {"监管方式代码", "出口单证号"} & set(labels)
    assert {"监管方式代码：9610", "计量单位：件"} <= set(values["enterprise_states"])
    assert not any("勿外传" in text or "他人" in text for text in values["enterprise_states"])


def test_of_two_lines_only_the_one_that_leaves_a_fact_blank_states_it() -> None:
    values = fields(addressed(supervision_code=None), addressed(), batch={"监管方式": "9610"})
    assert {"label": "监管方式代码", "value": "9610（序号2）"} in values["papers_say"]
    assert "监管方式代码：9610（序号1）" in values["enterprise_states"]
