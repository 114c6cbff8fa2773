"""What counts as something while it is unknown.

Where a case rests on one of these, the verdict names it under ``assumed``. Filling in any other
fact never changes a clause that is met or failed, save what shows, as of a day, that the goods are
back, and whether export duty was paid (``4.papers``).
"""

from __future__ import annotations

from dataclasses import dataclass

from retax.law.article_1_scope import LISTED_AS_NOT_FOOD
from retax.law.article_1_six_months import STILL_ABROAD
from retax.law.supervision_codes import by_code
from retax.logic.expressions import FALSE, TRUE, Expression, Fact, is_true, known
from retax.words import Words


@dataclass(frozen=True, slots=True)
class Presumption:
    """What an unknown fact is taken to be, and when it is."""

    fact: str
    words: Words
    when: Expression = TRUE


_ABROAD = Words("按尚未退运处理", "presumed not back yet")
_NO = Words("按无此情形处理", "presumed not to be so")

PRESUMPTIONS: tuple[Presumption, ...] = (
    Presumption(
        "export_entry",
        Words("按所述出口单证项下货物处理", "presumed to be that of the line described"),
    ),
    Presumption(
        "returned_on", _ABROAD, when=STILL_ABROAD & by_code(from_a_zone=FALSE, others=TRUE)
    ),
    Presumption(
        "domestic_on",
        Words("按尚未运至境内区外处理", "presumed not yet outside any zone"),
        when=STILL_ABROAD & by_code(from_a_zone=TRUE, others=FALSE),
    ),
    Presumption(
        "destination",
        Words("按退至境内区外处理", "presumed outside any zone"),
        when=by_code(from_a_zone=FALSE, others=TRUE),
    ),
    Presumption("hs_code", Words("未作食品税号筛查", "not screened for food headings")),
    Presumption(
        "is_food",
        Words(
            "该税号一般不归食品，推定为非食品",
            "presumed not to be food, since its heading is not food as a rule",
        ),
        when=is_true(LISTED_AS_NOT_FOOD),
    ),
    Presumption("parts_missing", _NO),
    Presumption("damaged", _NO),
    Presumption("repacked", _NO),
    Presumption("importer_differs", _NO),
    Presumption("batch_traced", Words("按可对应处理", "presumed traced")),
    Presumption(
        "exported_quantity", Words("按未超出出口数量处理", "presumed within the export line")
    ),
    Presumption(
        "returned_quantity", Words("按未超出出口数量处理", "presumed within the export line")
    ),
    Presumption("returned_before", Words("按此前未退运处理", "presumed none")),
    Presumption("papers_held", Words("按申报时齐备处理", "presumed to be filed with the return")),
)
"""The presumed facts, in the order of the model."""


def assumed_when(presumption: Presumption) -> Expression:
    """Say when a case rests on a presumption: the fact is unknown, and counts as something."""
    return ~known(Fact(presumption.fact)) & is_true(presumption.when)
