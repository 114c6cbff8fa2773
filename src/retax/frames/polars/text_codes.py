"""Texts of a polars table as numbers: what is easily read first, then what is written oddly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial

import polars as pl

from retax.facts.catalogue import NAMES
from retax.facts.values import NO_CODE
from retax.frames.encoding import (
    INVALID_CODE,
    NULL_CODE,
    WHITE,
    WITHOUT_CODE,
    encode_value,
    map_distinct,
    map_names_to_codes,
    map_words_without_code,
)
from retax.frames.schema import FactColumn

_SLICE, _SAMPLE = 1_000_000, 1_000  # quarter-size slices are a third slower overall
# Comparing pays where at most four names, each in over a hundredth of the sample, make up nine
# tenths of it; each comparison walks the whole column.
_SHARE, _NEARLY_ALL, _FEW = 0.01, 0.9, 4


def encode_columns(columns: Sequence[tuple[pl.Series, FactColumn]]) -> list[pl.Series]:
    """Put numbers in place of the texts of columns, slice by slice on every core."""
    with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
        parts = [
            [
                pool.submit(encode_texts, column, texts.slice(start, _SLICE))
                for start in range(0, max(len(texts), 1), _SLICE)
            ]
            for texts, column in columns
        ]
        return [pl.concat([part.result() for part in each]) for each in parts]


def encode_texts(column: FactColumn, texts: pl.Series) -> pl.Series:
    """Put codes in place of texts, never null: INVALID_CODE for no name, NULL_CODE for a blank."""
    match column.kind:
        case "hs":
            return _read(
                texts, _read_ten_digits, _read_heading, partial(_read_by_model, column.fact)
            )
        case "code":
            return _read(texts, _read_four_digits, partial(_read_tidied_code, column.fact))
    names, tidied = partial(_encode_by_lookup, column.fact), partial(_encode_tidied, column.fact)
    frequent = _sample_frequent(column.fact, texts)
    if frequent:
        return _read(texts, partial(_encode_by_comparison, frequent), names, tidied)
    return _read(texts, names, tidied)


_Way = Callable[[pl.Series], pl.Series]


def _read(texts: pl.Series, way: _Way, *others: _Way) -> pl.Series:
    """Read texts one way, those left unknown the next."""
    numbers = way(texts)
    if not others:
        return numbers
    left = ((numbers == NULL_CODE) & texts.is_not_null()).arg_true()
    return numbers if left.is_empty() else numbers.scatter(left, _read(texts.gather(left), *others))


_UNREAD = pl.Series([NULL_CODE], dtype=pl.UInt16)


# -- words -----------------------------------------------------------------------------------------


def _sample_frequent(fact: str, texts: pl.Series) -> Mapping[str, int]:
    """Return the names frequent among the first texts, with their numbers, if they are nearly all.

    Otherwise none: then every text is looked up.
    """
    numbers = map_names_to_codes(fact)
    first = texts.head(_SAMPLE).drop_nulls()
    counts = first.value_counts(sort=True, name="count").filter(
        pl.col("count") > _SHARE * len(first)
    )
    found = {text: numbers[text] for text, _ in counts.rows() if text in numbers}
    covered = first.is_in(list(found)).sum()
    return found if covered >= _NEARLY_ALL * len(first) and len(found) <= _FEW else {}


def _encode_by_comparison(frequent: Mapping[str, int], texts: pl.Series) -> pl.Series:
    """Read the texts that are frequent: a comparison costs less than a look-up."""
    text = pl.col("text")
    read: pl.Expr = pl.lit(NULL_CODE, dtype=pl.UInt16)
    for name, number in frequent.items():
        read = pl.when(text == name).then(pl.lit(number, dtype=pl.UInt16)).otherwise(read)
    return texts.to_frame("text").select(read).to_series()


def _encode_by_lookup(fact: str, texts: pl.Series) -> pl.Series:
    """Read texts that are names as they stand."""
    names, numbers = _list_names(fact)
    place = texts.cast(names, strict=False).to_physical()
    return numbers.gather(place.fill_null(len(numbers) - 1))


def _encode_tidied(fact: str, texts: pl.Series) -> pl.Series:
    tidy = texts.str.strip_chars(WHITE)
    lower = tidy.str.to_lowercase()
    # pandas writes None for what is missing: that is no word.
    return _refuse_unread(_encode_by_lookup(fact, lower.zip_with(lower != NO_CODE, tidy)), tidy)


@lru_cache(maxsize=len(NAMES))
def _list_names(fact: str) -> tuple[pl.Enum, pl.Series]:
    """Return the names of a fact's values, and their numbers with NULL_CODE after them."""
    numbers = map_names_to_codes(fact)
    return pl.Enum([*numbers]), pl.Series([*numbers.values(), NULL_CODE], dtype=pl.UInt16)


def _refuse_unread(numbers: pl.Series, tidy: pl.Series) -> pl.Series:
    """Refuse what cannot be read even tidied up; blank is unknown."""
    refused = pl.Series([INVALID_CODE], dtype=pl.UInt16)
    return numbers.zip_with((numbers != NULL_CODE) | (tidy == ""), refused)


# -- codes -----------------------------------------------------------------------------------------


def _read_four_digits(texts: pl.Series) -> pl.Series:
    """Read supervision codes."""
    plain = ((texts.str.len_bytes() == 4) & (texts >= "0")).fill_null(value=False)  # no sign
    return texts.cast(pl.UInt16, strict=False).zip_with(plain, _UNREAD).fill_null(NULL_CODE)


def _read_tidied_code(fact: str, texts: pl.Series) -> pl.Series:
    tidy = texts.str.strip_chars(WHITE)
    without = pl.Series([WITHOUT_CODE], dtype=pl.UInt16)
    is_a_code = ~tidy.is_in([*map_words_without_code(fact)])
    return _refuse_unread(_read_four_digits(tidy).zip_with(is_a_code, without), tidy)


def _read_ten_digits(texts: pl.Series) -> pl.Series:
    """Read the headings of codes of ten digits without a leading zero, which most are."""
    value = texts.cast(pl.UInt64, strict=False)
    plain = ((texts.str.len_bytes() == 10) & (value >= 10**9)).fill_null(value=False)
    return (value // 10**6).cast(pl.UInt16, wrap_numerical=True).zip_with(plain, _UNREAD)


def _read_heading(texts: pl.Series) -> pl.Series:
    """Read the first four of 4, 6, 8 or 10 digits."""
    value = texts.cast(pl.UInt64, strict=False)
    length = texts.str.len_bytes().set(texts < "0", 0)  # no sign
    heading = pl.Series([None], dtype=pl.UInt64)
    for digits in (4, 6, 8, 10):
        heading = (value // 10 ** (digits - 4)).zip_with(length == digits, heading)
    return heading.cast(pl.UInt16, strict=False).fill_null(NULL_CODE)


def _read_by_model(fact: str, texts: pl.Series) -> pl.Series:
    """Read what is written in any other way text by text: few are, or they are often the same."""
    return map_distinct(fact, texts, encode_value, pl.UInt16()).fill_null(NULL_CODE)
