"""Single values of a table as the model reads them, and the numbers that stand for them.

Texts become small numbers, of which comparisons cost a tenth: a word its place in the vocabulary,
yes and no 1 and 0, a supervision code itself, an HS code its heading, papers one bit each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import polars as pl
from pydantic import ValidationError

from retax.frames.reading import REFUSED_LIST, REFUSED_TEXT
from retax.goods import ReturnedGoods
from retax.logic.scalar import PrefixTable
from retax.vocabulary import NAMES, NO_WORDS, PAPERS, VALUE_OF_WORD, YES_WORDS

REFUSED = 65_535
UNKNOWN = 65_534
"""What stand for a value that is refused, and for one that is unknown; no value is read as them."""

PLACE_OF_WORD: Mapping[str, Mapping[str, int]] = {
    fact: {word: place for place, word in enumerate(entry.values)}
    for fact, entry in NAMES.items()
    if entry.values
}
BIT_OF_PAPER: Mapping[str, int] = {paper: 1 << place for place, paper in enumerate(PAPERS)}

WHITE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
"""What ``str.strip`` takes for white space; polars alone takes less."""

NO_WORD = 255
"""What stands for no word: no prefix is listed, or the heading is unknown or refused."""


def words_of(table: Mapping[str, str]) -> list[str]:
    """Return the words of a table of prefixes; the place of each is the number it has."""
    return sorted(set(table.values()))


@cache
def said_of_headings(table: tuple[tuple[str, str], ...]) -> tuple[int, ...]:
    """Return for each heading from 0000 to 9999 the place of the word of its longest prefix."""
    if any(len(prefix) > 4 for prefix, _ in table):
        raise ValueError("a table reads headings: prefixes of at most four digits")
    found = PrefixTable(table)
    places = {word: at for at, word in enumerate(words_of(dict(table)))}
    said = [found[f"{heading:04}"] for heading in range(10_000)]
    return tuple(NO_WORD if word is None else places[word] for word in said)


_BETWEEN = "\0"  # no paper has it in its name


def numbers_of_names(fact: str) -> dict[str, int]:
    """Return the number of every accepted name of a value: 滞销, unsold; of a code each of them."""
    match NAMES[fact].kind:
        case "yes_no":
            return dict.fromkeys(YES_WORDS, 1) | dict.fromkeys(NO_WORDS, 0)
        case "code":
            return {f"{code:04}": code for code in range(10_000)}
    return {name: PLACE_OF_WORD[fact][word] for name, word in VALUE_OF_WORD[fact].items()}


def number_of(fact: str, value: object) -> int | None:
    """Return the number that stands for a value as written; REFUSED where the model refuses it."""
    try:
        found = _accepted(fact, value)
    except ValidationError:
        return REFUSED
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
    return int(found)  # yes or no, a supervision code


def text_of(fact: str, value: object) -> str | None:
    """Return a value as the model writes it; REFUSED_TEXT or REFUSED_LIST where it refuses it."""
    try:
        found = _accepted(fact, value)
    except ValidationError:
        ninth = str(value).strip().upper()[8:9]
        return REFUSED_LIST if NAMES[fact].kind == "entry" and ninth == "E" else REFUSED_TEXT
    return None if found is None else str(found)


def _accepted(fact: str, value: object) -> Any:
    return getattr(ReturnedGoods.model_validate({fact: value}), fact)


def singly(
    fact: str, column: pl.Series, read: Callable[[str, Any], int | str | None], dtype: pl.DataType
) -> pl.Series:
    """Read a column of texts or lists of texts value by value, each distinct one once."""
    if isinstance(column.dtype, pl.List):
        single = pl.element().fill_null("?").str.replace_all(_BETWEEN, "?", literal=True)
        lists = column.list.eval(single).list.join(_BETWEEN)
        return singly(fact, lists, lambda of, text: read(of, text.split(_BETWEEN)), dtype)
    distinct = column.unique()
    values = pl.Series([None if v is None else read(fact, v) for v in distinct], dtype=dtype)
    table = pl.DataFrame({"value": distinct, "read": values})
    return (
        pl.DataFrame({"value": column})
        .join(table, on="value", how="left", nulls_equal=True, maintain_order="left")
        .get_column("read")
    )
