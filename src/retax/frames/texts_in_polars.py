"""Texts of a polars table as numbers: what is easily read first, then what is written oddly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial

import polars as pl

from retax.as_written import LONG_HS_CODE
from retax.frames.facts import Column
from retax.frames.values import REFUSED, UNKNOWN, WHITE, numbers_of_names

_SLICE, _SAMPLE = 1_000_000, 1_000  # of slices of a quarter all together take a third longer
_SHARE, _NEARLY_ALL, _FEW = 0.01, 0.9, 4


def all_numbered(columns: Sequence[tuple[pl.Series, Column]]) -> list[pl.Series]:
    """Put numbers in place of the texts of columns, slice by slice on every core."""
    with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
        parts = [
            [
                pool.submit(numbered, column, texts.slice(start, _SLICE))
                for start in range(0, max(len(texts), 1), _SLICE)
            ]
            for texts, column in columns
        ]
        return [pl.concat([part.result() for part in each]) for each in parts]


def numbered(column: Column, texts: pl.Series) -> pl.Series:
    """Put numbers in place of texts, never null: REFUSED for no name, UNKNOWN for a blank."""
    match column.kind:
        case "hs":
            return _read(texts, _ten_digits, _heading, _heading_of_tidied)
        case "code":
            return _read(texts, _four_digits, _four_digits_of_tidied)
    names, tidied = partial(_named, column.fact), partial(_named_of_tidied, column.fact)
    frequent = _frequent(column.fact, texts)
    if frequent:
        return _read(texts, partial(_compared, frequent), names, tidied)
    return _read(texts, names, tidied)


_Way = Callable[[pl.Series], pl.Series]


def _read(texts: pl.Series, way: _Way, *others: _Way) -> pl.Series:
    """Read texts one way, those left unknown the next."""
    numbers = way(texts)
    if not others:
        return numbers
    left = ((numbers == UNKNOWN) & texts.is_not_null()).arg_true()
    return numbers if left.is_empty() else numbers.scatter(left, _read(texts.gather(left), *others))


_UNREAD = pl.Series([UNKNOWN], dtype=pl.UInt16)


# -- words -----------------------------------------------------------------------------------------


def _frequent(fact: str, texts: pl.Series) -> Mapping[str, int]:
    """Return the names frequent among the first texts, with their numbers, if they are nearly all.

    Otherwise none: then every text is looked up.
    """
    numbers = numbers_of_names(fact)
    first = texts.head(_SAMPLE).drop_nulls()
    counts = first.value_counts(sort=True, name="count").filter(
        pl.col("count") > _SHARE * len(first)
    )
    found = {text: numbers[text] for text, _ in counts.rows() if text in numbers}
    covered = first.is_in(list(found)).sum()
    return found if covered >= _NEARLY_ALL * len(first) and len(found) <= _FEW else {}


def _compared(frequent: Mapping[str, int], texts: pl.Series) -> pl.Series:
    """Read the texts that are frequent: a comparison costs less than a look-up."""
    text = pl.col("text")
    read: pl.Expr = pl.lit(UNKNOWN, dtype=pl.UInt16)
    for name, number in frequent.items():
        read = pl.when(text == name).then(pl.lit(number, dtype=pl.UInt16)).otherwise(read)
    return texts.to_frame("text").select(read).to_series()


def _named(fact: str, texts: pl.Series) -> pl.Series:
    """Read texts that are names as they stand."""
    names, numbers = _names(fact)
    place = texts.cast(names, strict=False).to_physical()
    return numbers.gather(place.fill_null(len(numbers) - 1))


def _named_of_tidied(fact: str, texts: pl.Series) -> pl.Series:
    tidy = texts.str.strip_chars(WHITE)
    return _or_refused(_named(fact, tidy.str.to_lowercase()), tidy)


@cache
def _names(fact: str) -> tuple[pl.Enum, pl.Series]:
    """Return the names of a fact's values, and their numbers with UNKNOWN after them."""
    numbers = numbers_of_names(fact)
    return pl.Enum([*numbers]), pl.Series([*numbers.values(), UNKNOWN], dtype=pl.UInt16)


def _or_refused(numbers: pl.Series, tidy: pl.Series) -> pl.Series:
    """Refuse what cannot be read even tidied up; blank is unknown."""
    refused = pl.Series([REFUSED], dtype=pl.UInt16)
    return numbers.zip_with((numbers != UNKNOWN) | (tidy == ""), refused)


# -- codes -----------------------------------------------------------------------------------------


def _four_digits(texts: pl.Series) -> pl.Series:
    """Read supervision codes."""
    plain = ((texts.str.len_bytes() == 4) & (texts >= "0")).fill_null(value=False)  # no sign
    return texts.cast(pl.UInt16, strict=False).zip_with(plain, _UNREAD).fill_null(UNKNOWN)


def _four_digits_of_tidied(texts: pl.Series) -> pl.Series:
    tidy = texts.str.strip_chars(WHITE)
    return _or_refused(_four_digits(tidy), tidy)


def _ten_digits(texts: pl.Series) -> pl.Series:
    """Read the headings of codes of ten digits without a leading zero, which most are."""
    value = texts.cast(pl.UInt64, strict=False)
    plain = ((texts.str.len_bytes() == 10) & (value >= 10**9)).fill_null(value=False)
    return (value // 10**6).cast(pl.UInt16, wrap_numerical=True).zip_with(plain, _UNREAD)


def _heading(texts: pl.Series) -> pl.Series:
    """Read the first four of 4, 6, 8 or 10 digits."""
    value = texts.cast(pl.UInt64, strict=False)
    length = texts.str.len_bytes().set(texts < "0", 0)  # no sign
    heading = pl.Series([None], dtype=pl.UInt64)
    for digits in (4, 6, 8, 10):
        heading = (value // 10 ** (digits - 4)).zip_with(length == digits, heading)
    return heading.cast(pl.UInt16, strict=False).fill_null(UNKNOWN)


def _heading_of_tidied(texts: pl.Series) -> pl.Series:
    """Read headings where dots and spaces part the digits; of thirteen digits ten are the code."""
    tidy = texts.str.strip_chars(WHITE)
    every = tidy.str.replace_all("[. ]", "")
    digits = every.str.slice(0, 10).zip_with(every.str.contains(LONG_HS_CODE), every)
    return _or_refused(_heading(digits), tidy)
