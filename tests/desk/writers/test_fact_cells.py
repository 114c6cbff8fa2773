from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cases import COMPLETE
from retax import Lang, ReturnedGoods
from retax.cells.cell import make_parser
from retax.desk.readers.headings import find_fact_of_heading
from retax.desk.writers.fact_cells import write_fact_heading, write_fact_value
from retax.facts.catalogue import NAMES
from retax.facts.values import PAPER_WORDS

LANGS = pytest.mark.parametrize("lang", ["zh", "en"])


def values_of(fact: str) -> Iterator[Any]:
    """Return every value of a fact where they can be counted, else one."""
    kind, values = NAMES[fact].kind, NAMES[fact].values or {}
    if kind == "yes_no":
        yield from (True, False)
    elif kind == "papers":
        yield from ({paper} for paper in PAPER_WORDS)
        yield set(PAPER_WORDS)
        yield set()
    elif values:
        yield from values
    else:
        yield {"day": date(2026, 3, 5), "count": 12, "quantity": Decimal("7.5")}.get(
            kind, {**COMPLETE["1210"], "return_entry": "310020261000000016"}.get(fact, "x")
        )


@LANGS
@pytest.mark.parametrize("fact", NAMES)
def test_what_is_in_a_sheet_is_read_as_what_it_was(fact: str, lang: Lang) -> None:
    assert find_fact_of_heading(write_fact_heading(fact, lang)) == fact
    for value in values_of(fact):
        goods = ReturnedGoods.model_validate({fact: value})
        cell = write_fact_value(fact, getattr(goods, fact), lang)
        assert ReturnedGoods.model_validate({fact: make_parser(fact)(cell)}) == goods


def test_nothing_stays_nothing_and_numbers_and_days_stay_what_they_are() -> None:
    assert write_fact_value("use", None, "zh") is None
    assert write_fact_value("exported_on", date(2026, 3, 5), "zh") == date(2026, 3, 5)
    assert write_fact_value("exported_quantity", Decimal("7.50"), "en") == Decimal("7.50")


def test_words_are_chinese_and_ids_english() -> None:
    papers = frozenset({"match_record", "export_list"})
    assert write_fact_value("use", "unused", "zh") == "未使用"
    assert write_fact_value("use", "unused", "en") == "unused"
    assert write_fact_value("papers_held", papers, "en") == "export_list;match_record"
    assert write_fact_heading("use", "zh") == "使用情况"
