"""Single values of a table as the model reads them, and the numbers that stand for them.

Texts become small numbers, of which comparisons cost a tenth: a word its place in the vocabulary,
yes and no 1 and 0, a supervision code itself, an HS code its heading, papers one bit each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import polars as pl
from pydantic import ValidationError

from retax.facts.catalogue import NAMES, VALUE_OF_WORD
from retax.facts.model import CODE_PATTERN, ReturnedGoods
from retax.facts.parse_value import DECLARATION_AND_ITEM, normalize_value
from retax.facts.values import NO_CODE, NO_WORDS, PAPER_WORDS, YES_WORDS
from retax.frames.reader import REFUSED_LIST, REFUSED_TEXT
from retax.logic.compile_python import PrefixTable

INVALID_CODE = 65_535
NULL_CODE = 65_534
"""The codes of an invalid and of a missing value; no valid value is encoded as either.

Papers are encoded as bits, and have a code of their own for what is invalid.
"""

WITHOUT_CODE = 10_000
"""The number of the word for no supervision code: above every code."""

PLACE_OF_WORD: Mapping[str, Mapping[str, int]] = {
    fact: {word: place for place, word in enumerate(entry.values)}
    for fact, entry in NAMES.items()
    if entry.values and entry.kind != "code"
}
BIT_OF_PAPER: Mapping[str, int] = {paper: 1 << place for place, paper in enumerate(PAPER_WORDS)}
INVALID_PAPERS = 1 << len(PAPER_WORDS)
"""The bit of what is no paper."""

WHITE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
"""What ``str.strip`` takes for white space; polars alone takes less."""

NO_MATCH = 255
"""The code for no word: no prefix is listed, or the heading is unknown or refused."""


def list_categories(table: Mapping[str, str]) -> list[str]:
    """Return the words of a table of prefixes; the place of each is the number it has."""
    return sorted(set(table.values()))


@lru_cache(maxsize=4)
def build_heading_table(table: tuple[tuple[str, str], ...]) -> tuple[int, ...]:
    """Return for each heading from 0000 to 9999 the place of the word of its longest prefix."""
    if any(len(prefix) > 4 for prefix, _ in table):
        raise ValueError("a table reads headings: prefixes of at most four digits")
    found = PrefixTable(table)
    places = {word: at for at, word in enumerate(list_categories(dict(table)))}
    words = [found[f"{heading:04}"] for heading in range(10_000)]
    return tuple(NO_MATCH if word is None else places[word] for word in words)


_BETWEEN = "\0"  # no paper has it in its name


def map_names_to_codes(fact: str) -> dict[str, int]:
    """Return the number of every accepted name of a value: 滞销, unsold; of a code each of them."""
    match NAMES[fact].kind:
        case "yes_no":
            return dict.fromkeys(YES_WORDS, 1) | dict.fromkeys(NO_WORDS, 0)
        case "code":
            return {f"{code:04}": code for code in range(WITHOUT_CODE)} | map_words_without_code(
                fact
            )
    return {name: PLACE_OF_WORD[fact][word] for name, word in VALUE_OF_WORD[fact].items()}


def map_words_without_code(fact: str) -> dict[str, int]:
    """Return the words accepted in place of a code, with their numbers."""
    return dict.fromkeys(VALUE_OF_WORD[fact], WITHOUT_CODE)


def encode_word(fact: str, word: str) -> int:
    """Return the number of a word, or a code, of the law."""
    if NAMES[fact].kind == "code":
        return WITHOUT_CODE if word == NO_CODE else int(word)
    return PLACE_OF_WORD[fact][word]


def encode_value(fact: str, value: object) -> int | None:
    """Return the number of a value as written, or of an invalid one if the model refuses it."""
    if NAMES[fact].kind == "code":  # the model refuses codes of the return: a contradiction here
        return _encode_code(fact, value)
    try:
        found = _validate(fact, value)
    except ValidationError:
        return get_invalid_code(fact)
    if found is None:
        return None
    match NAMES[fact].kind:
        case "word":
            return PLACE_OF_WORD[fact][found]
        case "papers":
            return sum(BIT_OF_PAPER[paper] for paper in found)
        case "hs":
            return int(found[:4])
        case "count":
            return 1
    return int(found)  # yes or no


def get_invalid_code(fact: str) -> int:
    """Return the number of an invalid value of a fact."""
    return INVALID_PAPERS if NAMES[fact].kind == "papers" else INVALID_CODE


def _encode_code(fact: str, value: object) -> int | None:
    code = normalize_value(fact, value)
    if code is None:
        return None
    if isinstance(code, str) and re.fullmatch(CODE_PATTERN, code):
        return encode_word(fact, code)
    return INVALID_CODE


def read_item(_: str, value: str) -> str | None:
    """Return the item that a declaration's number of 21 digits ends with; None without one."""
    number = value.strip()
    item = int(number[-2:]) if re.fullmatch(DECLARATION_AND_ITEM, number) else 0
    return str(item) if item else None


def normalize_text(fact: str, value: object) -> str | None:
    """Return a value as the model writes it; REFUSED_TEXT or REFUSED_LIST where it refuses it."""
    try:
        found = _validate(fact, value)
    except ValidationError:
        ninth = str(value).strip().upper()[8:9]
        return REFUSED_LIST if NAMES[fact].kind == "entry" and ninth == "E" else REFUSED_TEXT
    return None if found is None else str(found)


def _validate(fact: str, value: object) -> Any:
    return getattr(ReturnedGoods.model_validate({fact: value}), fact)


def map_distinct(
    fact: str, column: pl.Series, read: Callable[[str, Any], int | str | None], dtype: pl.DataType
) -> pl.Series:
    """Read a column of texts or lists of texts value by value, each distinct one once."""
    if column.null_count() == len(column):
        return pl.Series(column.name, [None], dtype=dtype).new_from_index(0, len(column))
    if isinstance(column.dtype, pl.List):
        # Lists cannot be joined on: each becomes one text, and a null in it a paper that is
        # refused.
        single = pl.element().fill_null("?").str.replace_all(_BETWEEN, "?", literal=True)
        lists = column.list.eval(single).list.join(_BETWEEN)
        return map_distinct(fact, lists, lambda of, text: read(of, text.split(_BETWEEN)), dtype)
    # Texts of a column repeat, and the model is what costs: it reads each distinct one once.
    distinct = column.unique()
    values = pl.Series([None if v is None else read(fact, v) for v in distinct], dtype=dtype)
    table = pl.DataFrame({"value": distinct, "read": values})
    return (
        pl.DataFrame({"value": column})
        .join(table, on="value", how="left", nulls_equal=True, maintain_order="left")
        .get_column("read")
    )
