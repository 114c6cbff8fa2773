"""Names that occur twice in one object of JSON, of which readers keep the last in silence."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from retax.facts.messages import quote_words
from retax.words import Words


def find_repeated_name(pairs: Sequence[tuple[str, Any]]) -> str | None:
    """Return the first name that occurs more than once among the members of an object."""
    times = Counter(name for name, _ in pairs)
    return next((name for name, n in times.items() if n > 1), None)


def describe_repeated_name(name: str) -> Words:
    """Say that a name occurs more than once in an object."""
    return Words(
        "{name}在同一对象中出现了不止一次；应只有一个",
        "{name} stands more than once in one object; accepted is one",
    ).filled(name=quote_words(name))


class RepeatedName(Exception):
    """An object of a text has ``name`` more than once."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def find_in_text(text: str | bytes | bytearray) -> str | None:
    """Return a name that occurs twice in an object of a text; None, too, of what is no JSON."""
    try:
        json.loads(text, object_pairs_hook=_refuse_repeated_name)
    except RepeatedName as error:
        return error.name
    except (ValueError, RecursionError):
        return None  # pydantic says what is wrong with it
    return None


def _refuse_repeated_name(pairs: list[tuple[str, Any]]) -> None:
    name = find_repeated_name(pairs)
    if name is not None:
        raise RepeatedName(name)
