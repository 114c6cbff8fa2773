"""Presumptions: facts that count as something while they are unknown.

Where a case rests on one of these, the verdict names it under ``assumed``. Filling in any other
fact never changes a clause that is met or failed, save what shows, as of a day, that the goods are
back, and whether export duty was paid (``4.papers``).

Source: none of its own; the presumptions are retax's reading of 2023 No. 4 and 2026 No. 16.
"""

from __future__ import annotations

from retax.law.clause import fact
from retax.law.cross_border.article_1_scope import LISTED_AS_NOT_FOOD
from retax.law.cross_border.article_1_six_months import IN_A_ZONE, RETURN_IS_DECLARED, STILL_ABROAD
from retax.law.cross_border.supervision_codes import by_code
from retax.law.rules import Presumption
from retax.logic.expressions import FALSE, TRUE, is_true, known
from retax.words import Words

_ABROAD = Words("按尚未退运处理", "presumed not back yet")


_NO = Words("按无此情形处理", "presumed not to be so")


_WITHIN = Words("按未超出出口数量处理", "presumed within the export line")


PRESUMPTIONS: tuple[Presumption, ...] = (
    Presumption(
        "export_entry",
        Words("按所述出口单证项下货物处理", "presumed to be that of the line described"),
        ("1.same_goods",),
    ),
    # Goods released, never loaded and taken back are no return; where they look like that (back
    # within ten days) the clock asks for the day of departure.
    Presumption(
        "exported_on",
        Words("按已实际离境处理", "presumed to have left the country"),
        ("1.six_months",),
        when=known(fact.returned_on) | known(fact.domestic_on) | RETURN_IS_DECLARED,
        unless_requested=True,
    ),
    Presumption(
        "returned_on",
        _ABROAD,
        ("1.six_months",),
        when=STILL_ABROAD & by_code(from_a_zone=FALSE, others=TRUE),
        can_fail=True,
    ),
    Presumption(
        "domestic_on",
        Words("按尚未运至境内区外处理", "presumed not yet outside any zone"),
        ("1.six_months",),
        when=STILL_ABROAD & by_code(from_a_zone=TRUE, others=FALSE),
        can_fail=True,
    ),
    Presumption(
        "domestic_on",
        Words("按未经区内退运处理", "presumed not to have come by way of a zone"),
        ("1.six_months",),
        when=known(fact.returned_on)
        & ~is_true(IN_A_ZONE)
        & by_code(from_a_zone=FALSE, others=TRUE),
    ),
    Presumption(
        "destination",
        Words("按退至境内区外处理", "presumed outside any zone"),
        ("1.destination",),
        when=by_code(from_a_zone=FALSE, others=TRUE),
    ),
    Presumption(
        "hs_code", Words("未作食品税号筛查", "not screened for food headings"), ("1.not_food",)
    ),
    Presumption(
        "is_food",
        Words(
            "该税号一般不归食品，推定为非食品",
            "presumed not to be food, since its heading is not food as a rule",
        ),
        ("1.not_food",),
        when=is_true(LISTED_AS_NOT_FOOD),
    ),
    Presumption("parts_missing", _NO, ("3.same_form",)),
    Presumption("damaged", _NO, ("3.same_form",)),
    Presumption("repacked", _NO, ("3.not_processed",)),
    Presumption("importer_differs", _NO, ("2.same_enterprise",)),
    Presumption(
        "attribution", Words("按可逐件对应处理", "presumed traced unit by unit"), ("1.same_goods",)
    ),
    Presumption(
        "shipped_as_declared",
        Words("按所发与所报一致处理", "presumed to be the goods declared for export"),
        ("1.same_goods",),
        when=~fact.reason.is_("wrong_goods"),
    ),
    Presumption("exported_quantity", _WITHIN, ("1.same_goods",)),
    Presumption("returned_quantity", _WITHIN, ("1.same_goods",)),
    Presumption("returned_before", Words("按此前未退运处理", "presumed none"), ("1.same_goods",)),
    Presumption(
        "papers_held",
        Words("按申报时齐备处理", "presumed to be filed with the return"),
        ("2.certificate", "4.papers"),
    ),
)
"""The presumed facts, in the order of the model."""
