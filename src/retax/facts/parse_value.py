"""Parse one value as people write it into the value of the model."""

from __future__ import annotations

import re

from retax.facts.catalogue import NAMES, VALUE_OF_WORD
from retax.facts.values import NO_CODE, NO_WORDS, PAPER_SEPARATORS, YES_WORDS

WRITTEN_HS_CODE = r"^[0-9]{4}(?:[. ]?[0-9]{2}(?:[. ]?[0-9]{2}(?:[. ]?[0-9]{2}(?: ?[0-9]{3})?)?)?)?$"
"""An HS code with dots or spaces after its fourth, sixth and eighth digit only.

Elsewhere a dot shows that a zero is lost: 902.1 is no heading 9021. Of 13 digits, as declarations
have it, the first ten are the code.
"""


DECLARATION_AND_ITEM = r"^[0-9]{8}0[0-9]{9}0[0-9]{2}$"
"""A declaration's number as the tax system writes it: a 0 and two digits of the item follow."""


LONGEST_NUMBER = 256  # bits: longer whole numbers are no order or item numbers


LONGEST_VALUE = 2_000
"""Characters of a value a clause reads; every paper by name takes fewer."""


LONGEST_TEXT = 32_767
"""Characters of a text that is carried through; a cell of a workbook holds no more."""


MOST_PAPERS = 1_000


# -- values -------------------------------------------------------------------------------


def normalize_value(fact: str, value: object) -> object:
    """Return the value of a fact in the model's words; unchanged where it is none of the others."""
    kind = NAMES[fact].kind
    if is_too_long(fact, value):
        return value
    if isinstance(value, str):
        value = value.strip()
        if not value:
            return None
    if kind == "papers":
        return _read_papers(value)
    if kind == "yes_no":
        return parse_yes_no(value)
    if kind == "text" and isinstance(value, int) and not isinstance(value, bool):
        return str(value) if value.bit_length() <= LONGEST_NUMBER else value
    if not isinstance(value, str):
        return value
    match kind:
        case "word" | "code":
            return _read_word(fact, value)
        case "day" if re.fullmatch(r"[0-9]{8}", value):
            return f"{value[:4]}-{value[4:6]}-{value[6:]}"
        case "hs":
            return _read_hs_code(value)
        case "entry":
            return value.upper()
        case "count" if re.fullmatch(r"[0-9]{1,9}", value):
            return int(value)
    return value


def is_too_long(fact: str, value: object) -> bool:
    """Say whether a value is longer than any of its fact; it is refused before it is searched."""
    if isinstance(value, str | bytes):
        return len(value) > (LONGEST_TEXT if NAMES[fact].kind == "text" else LONGEST_VALUE)
    return isinstance(value, list | tuple | set | frozenset) and len(value) > MOST_PAPERS


def _read_word(fact: str, text: str) -> str:
    words = VALUE_OF_WORD[fact]
    lower = text.lower()
    # pandas writes None for what is missing: that is no word.
    return text if lower == NO_CODE else words.get(lower, text)


def _read_hs_code(text: str) -> str:
    if not re.fullmatch(WRITTEN_HS_CODE, text):
        return text
    digits = re.sub(r"[. ]", "", text)
    return digits if is_barcode(digits) else digits[:10]


def is_barcode(digits: str) -> bool:
    """Say whether 13 digits are a valid EAN-13: their last one is the check digit."""
    if not re.fullmatch(r"[0-9]{13}", digits):
        return False
    return sum(int(digit) * (1, 3)[at % 2] for at, digit in enumerate(digits)) % 10 == 0


def parse_yes_no(value: object) -> object:
    """Return a truth value for a word, or a 0 or 1, that says one; any other value unchanged."""
    if isinstance(value, int) and value in (0, 1):
        return bool(value)
    if not isinstance(value, str):
        return value
    word = value.lower()
    return True if word in YES_WORDS else False if word in NO_WORDS else value


def _read_papers(value: object) -> object:
    if isinstance(value, str):
        value = re.split(f"[{PAPER_SEPARATORS}]", value)
    if not isinstance(value, list | tuple | set | frozenset):
        return value
    names = [paper.strip() if isinstance(paper, str) else paper for paper in value]
    return [
        _read_word("papers_held", paper) if isinstance(paper, str) else paper
        for paper in names
        if not (isinstance(paper, str) and not paper)
    ]


_YEAR = "(?:20|21)[0-9]{2}"


EXPORT_ENTRY = rf"^[0-9]{{4}}{_YEAR}(?:0[0-9]{{9}}|E[0-9]{{9,11}})$"


RETURN_ENTRY = rf"^[0-9]{{4}}{_YEAR}(?:1[0-9]{{9}}|I[0-9]{{9,11}})$"
"""Numbers of papers: customs office, year, direction, serial (CEB messages of 202205)."""
