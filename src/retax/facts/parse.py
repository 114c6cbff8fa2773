"""Parse a mapping as people write it: any name of a fact, any spelling of a value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from retax.facts.catalogue import NAMES
from retax.facts.messages import (
    GivenValue,
    Refusal,
    describe_conflicting_values,
    describe_unknown_name,
    escape_unprintable,
)
from retax.facts.name_matching import find_fact
from retax.facts.parse_value import DECLARATION_AND_ITEM, normalize_value


def normalize_mapping(
    given: Mapping[Any, Any],
) -> tuple[dict[str, Any], dict[str, Any], list[Refusal]]:
    """Return the facts under the model's names and words, the same as written, and refusals.

    Names that are no fact and facts given twice with different values are refused here.
    """
    by_fact: dict[str, list[GivenValue[object]]] = {}
    refusals: list[Refusal] = []
    for name, value in given.items():
        fact = find_fact(name.strip()) if isinstance(name, str) else None
        if fact is None:
            refusals.append(
                Refusal(
                    escape_unprintable(name), value, describe_unknown_name(name), "unknown_name"
                )
            )
        else:
            entry = GivenValue(name, value, normalize_value(fact, value))
            by_fact.setdefault(fact, []).append(entry)
    _split_declaration_and_item(by_fact)
    facts: dict[str, Any] = {}
    written: dict[str, Any] = {}
    for fact, values in by_fact.items():
        # A blank cell beside a filled one is no second value.
        filled = [each for each in values if each.value is not None] or values[:1]
        if fact == "export_entry" and _is_9610(by_fact):
            filled = [each for each in filled if _is_list_number(each.value)] or filled
        differing = [
            other for other in filled[1:] if not _is_same(fact, filled[0].value, other.value)
        ]
        if differing:
            label = NAMES[fact].label.zh
            words = describe_conflicting_values(label, fact, filled[0], differing[0])
            refusals.append(Refusal(fact, filled[0].written, words, "conflicting_names"))
        else:
            _, written[fact], facts[fact] = filled[0]
    return facts, written, refusals


def _split_declaration_and_item(by_fact: dict[str, list[GivenValue[object]]]) -> None:
    """Part a number of 21 digits into the declaration's number and the item.

    Under 9610 a declaration's number does not count beside a list's, and neither does its item.
    """
    numbers = by_fact.get("export_entry", [])
    if _is_9610(by_fact) and any(_is_list_number(each.value) for each in numbers):
        return
    for at, (name, written, value) in enumerate(numbers):
        if isinstance(value, str) and re.fullmatch(DECLARATION_AND_ITEM, value):
            item = int(value[-2:])
            if item:  # no declaration has an item 00: the number stays as it is and is refused
                by_fact["export_entry"][at] = GivenValue(name, written, value[:18])
                by_fact.setdefault("export_item", []).append(GivenValue(name, written, item))


def _is_same(fact: str, one: Any, other: Any) -> bool:
    """Say whether two values of a fact mean the same, in whichever form they are written."""
    try:
        return bool(_make_comparable(fact, one) == _make_comparable(fact, other))
    except Exception:  # values of the caller's own types may compare as they like
        return False


def _make_comparable(fact: str, value: Any) -> Any:
    match NAMES[fact].kind:
        case "day":
            return str(value)
        case "quantity":
            # By its text, so that a float of 0.1 is the 0.1 of a text.
            return Decimal(str(value))
        case "papers":
            return frozenset(value)
    return value


def _is_9610(by_fact: Mapping[str, list[GivenValue[object]]]) -> bool:
    codes = [each.value for each in by_fact.get("supervision_code", ())]
    return any(isinstance(code, str) and code == "9610" for code in codes)


def _is_list_number(value: object) -> bool:
    return isinstance(value, str) and value[8:9] == "E"
