from __future__ import annotations

import pytest

from retax.desk.template.columns import TEMPLATE_COLUMNS, order_columns
from retax.facts.catalogue import NAMES, FactRecord


def records(**after: str | None) -> dict[str, FactRecord]:
    return {
        name: NAMES["note"]._replace(column_after=column_after)
        for name, column_after in after.items()
    }


@pytest.mark.parametrize(
    ("after", "columns"),
    [
        ({"a": None, "b": None, "c": None}, "abc"),
        ({"a": None, "b": "c", "c": "a"}, "acb"),
        ({"a": None, "b": None, "c": "a"}, "acb"),
        ({"a": None, "b": None, "c": "a", "d": None}, "acdb"),
        ({"a": None, "b": "a", "c": "a", "d": None}, "abcd"),
    ],
)
def test_a_column_comes_behind_the_one_it_names_and_else_behind_the_fact_before_it(
    after: dict[str, str | None], columns: str
) -> None:
    assert order_columns(records(**after)) == tuple(columns)


def test_a_clerk_begins_with_the_row_the_goods_and_the_export() -> None:
    assert TEMPLATE_COLUMNS[:4] == ("reference", "goods_name", "supervision_code", "export_entry")
    assert TEMPLATE_COLUMNS[-1] == "note"


def test_the_days_of_the_return_come_behind_its_reason() -> None:
    at = TEMPLATE_COLUMNS.index("reason")
    assert TEMPLATE_COLUMNS[at : at + 4] == ("reason", "cause", "reason_note", "returned_on")
    at = TEMPLATE_COLUMNS.index("return_declared_on")
    assert TEMPLATE_COLUMNS[at + 1 : at + 3] == ("extended_until", "return_entry")
