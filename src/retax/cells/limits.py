"""How long a value, and how large a number, may be before anything is done with it."""

from __future__ import annotations

import re

from retax.facts.catalogue import NAMES
from retax.facts.name_matching import LONGEST_NAME, find_fact
from retax.facts.parse_value import LONGEST_TEXT
from retax.words import Words

TOO_LONG = Words(
    "{fact}的内容过长，不可能是该要素的值；请更正",
    "{fact} holds a value longer than it can be; correct it",
)
BEYOND = Words(
    "{fact}为位数或指数过大的数，不可能是该要素的值；请更正",
    "{fact} is a number with more digits, or a larger exponent, than it can have; correct it",
)
_LONGEST_WORD = 500
_MOST_IN_A_LIST = 100

# Python reads no whole number of more than 4,300 digits, and needs long for one of that many.
_LONGEST_NUMBER = 100
# 1e999999 is short in writing; as a whole number it has a million digits.
_LARGEST_EXPONENT = 99
_EXPONENT = re.compile(r"[0-9.,]\s*[eE]\s*([-+]?[0-9]+)")


def get_length_limit(name: str) -> int:
    """Return how many characters a value of the fact of this name may have.

    ``name``: any name of a fact; a value under another name may be as long as a name.
    """
    fact = find_fact(name) if len(name) <= LONGEST_NAME else None
    if fact is None:
        return LONGEST_NAME
    return LONGEST_TEXT if NAMES[fact].kind == "text" else _LONGEST_WORD


def is_longer_than_its_fact(name: str, value: object) -> bool:
    """Say whether a value, or one of a list, is longer than that of the fact can be."""
    most = get_length_limit(name)
    if isinstance(value, str):
        return len(value) > most
    if isinstance(value, list):
        texts = (one for one in value if isinstance(one, str))
        return len(value) > _MOST_IN_A_LIST or any(len(text) > most for text in texts)
    return False


def is_beyond(number: str) -> bool:
    """Say whether a number in writing has more digits or a larger exponent than any fact."""
    if len(number) > _LONGEST_NUMBER:
        return True
    found = _EXPONENT.search(number)
    return found is not None and abs(int(found[1])) > _LARGEST_EXPONENT
