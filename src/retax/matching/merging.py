"""A row of returned units and its export line as one line of returned goods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from operator import attrgetter
from typing import Any

from pydantic import ValidationError

from retax.facts.catalogue import NAMES
from retax.facts.model import ReturnedGoods, refusals_of
from retax.facts.values import Attribution
from retax.matching.records import ExportLine, ReturnedUnits
from retax.words import Words, joined

OF_THE_LINE = (
    *("export_entry", "export_item", "supervision_code", "declared_on", "released_on"),
    *("exported_on", "left_zone_on", "exported_quantity"),
)
"""Facts that come from the export line alone."""

KEPT_BY_THE_ITEM = ("hs_code", "is_food")
"""Facts of the goods as such: where a row lacks one, that of the item's other rows counts."""

_get_facts_of_goods = attrgetter(*KEPT_BY_THE_ITEM)

MUST_AGREE = ("is_food", "taxed_at_export", "export_duty_paid")
"""Facts that are the same on a line and on a row of it."""


def find_item_facts(of_records: Iterable[ReturnedGoods]) -> dict[str, Any]:
    """Return the facts of the goods on which the records of an item agree, as far as known."""
    seen = set(map(_get_facts_of_goods, of_records))
    found: dict[str, Any] = {}
    # Of no records there are no columns, so that the two may differ in length.
    for fact, values in zip(KEPT_BY_THE_ITEM, zip(*seen, strict=True), strict=False):
        known = {*values} - {None}
        if len(known) == 1:
            (found[fact],) = known
    return found


def complete(facts: ReturnedGoods, of_item: Mapping[str, Any]) -> ReturnedGoods:
    """Return facts of a row with what it lacks of the goods taken from its item."""
    lacking: dict[str, Any] = {}
    for fact, value in of_item.items():
        if getattr(facts, fact) is None:
            lacking[fact] = value
    return facts.but(**lacking) if lacking else facts


def merge(
    line: ExportLine,
    row: ReturnedUnits,
    quantity: Decimal,
    before: Decimal,
    attribution: Attribution,
    of_item: Mapping[str, Any],
) -> ReturnedGoods | Words:
    """Return a row and its line as goods, or why they cannot be the same."""
    out, back = line.facts, row.facts
    differing = _find_difference(out, back)
    if differing is not None:
        return differing
    facts = {**of_item, **dict(out.known_facts()), **dict(back.known_facts())}
    # Blanks of the line, too: what a row says of the export does not take their place.
    facts |= {fact: getattr(out, fact) for fact in OF_THE_LINE}
    if out.hs_code is not None and back.hs_code is not None:
        # They agree as far as the shorter one goes; the food screen reads four digits, papers state
        # ten.
        facts["hs_code"] = max(out.hs_code, back.hs_code, key=len)
    if _is_of_another_enterprise(out, back) and back.importer_differs is None:
        facts["importer_differs"] = True
    facts |= {
        "returned_quantity": quantity,
        "returned_before": before,
        "attribution": attribution,
    }
    try:
        return ReturnedGoods.model_validate(facts)
    except ValidationError as error:
        return joined([refusal.words for refusal in refusals_of(error)], zh="；", en="; ")


def _find_difference(out: ReturnedGoods, back: ReturnedGoods) -> Words | None:
    differing = [
        fact
        for fact in MUST_AGREE
        if None not in (getattr(out, fact), getattr(back, fact))
        and getattr(out, fact) != getattr(back, fact)
    ]
    if out.hs_code is not None and back.hs_code is not None:
        shorter, longer = sorted((out.hs_code, back.hs_code), key=len)
        if not longer.startswith(shorter):
            differing.append("hs_code")
    if not differing:
        return None
    names = joined([NAMES[fact].label for fact in differing])
    return Words(f"{names.zh}前后不一", f"{names.en} differ")


def _is_of_another_enterprise(out: ReturnedGoods, back: ReturnedGoods) -> bool:
    # One enterprise may be written in two ways, but it has one code.
    if None not in (out.enterprise_code, back.enterprise_code):
        return out.enterprise_code != back.enterprise_code
    return None not in (out.enterprise, back.enterprise) and out.enterprise != back.enterprise
