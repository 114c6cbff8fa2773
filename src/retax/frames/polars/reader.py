"""The facts of a polars frame: texts and categories are small numbers, days are looked up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache, reduce
from operator import or_
from typing import Any

import narwhals.dtypes as nw
import polars as pl

from retax.facts.catalogue import NAMES
from retax.facts.model import EARLIEST_DATE, ISO_DATE_PATTERN, LATEST_DATE, MOST_DIGITS
from retax.frames.encoding import (
    BIT_OF_PAPER,
    INVALID_CODE,
    NO_MATCH,
    NULL_CODE,
    PLACE_OF_WORD,
    WHITE,
    build_heading_table,
    encode_value,
    encode_word,
    get_invalid_code,
    list_categories,
    map_distinct,
    normalize_text,
    read_item,
)
from retax.frames.polars.text_codes import encode_texts
from retax.frames.reader import (
    ABOVE_0,
    EIGHT_DIGITS,
    ENTRIES,
    ITEM,
    LONGEST_PLAIN,
    MOST_WHOLE,
    NO_DAY,
    REFUSED_TEXT,
    FactReader,
)
from retax.frames.schema import FactColumn
from retax.logic.compile_columns import COMPUTED
from retax.logic.compile_python import list_years
from retax.logic.expressions import Value

TEXTS = ("word", "code", "hs")
"""The kinds of facts of which a column in memory is turned into numbers before anything else."""

QUANTITY = pl.Decimal(38, 9)
"""As what quantities that are no whole numbers are read: sums of them are exact, and fit."""

# A last day is half a year after LAST_DAY at most, and can move on by some rest days.
_DAYS = pl.date_range(date(1970, 1, 1), LATEST_DATE + timedelta(days=800), eager=True)


def name_number_column(column: FactColumn) -> str:
    """Return the name of the column that holds the numbers of a column of texts."""
    return f"{COMPUTED}number_{column.name}"


class PolarsFacts(FactReader[pl.Expr]):
    """The facts of a polars frame, and what polars does in its own way.

    ``reading``: what to compute first, step by step. ``refused``: by fact, when a value of it is.
    ``numbered``: the columns whose numbers stand beside them already.
    """

    def __init__(
        self,
        columns_by_fact: Mapping[str, Sequence[FactColumn]],
        numbered: Collection[str] = (),
        *,
        items: bool = False,
    ) -> None:
        self._numbered = numbered
        self._never_null: dict[str, pl.Expr] = {}
        self._categories: dict[str, list[int | None]] = {}
        self._tables: dict[frozenset[tuple[str, str]], int] = {}
        super().__init__(columns_by_fact, steps=5, items=items)

    # -- reading columns -----------------------------------------------------------------------

    def _read(self, column: FactColumn, *, alone: bool) -> pl.Expr:
        """Return the values of a column, and note when they are refused."""
        values = pl.col(column.name)
        if column.kind == "day":
            return self._read_day(column, values)
        if column.kind == "quantity":
            return self._read_quantity(column, values)
        if isinstance(column.dtype, nw.Boolean):
            return values
        if column.kind == "entry" or (column.kind in ("hs", "count") and not alone):
            return self._read_by_values(column, normalize_text, pl.String())
        if isinstance(column.dtype, nw.Enum) and column.kind != "papers":
            return self._read_enum(column, alone=alone)
        if column.kind in ("papers", "count"):
            number = self._read_by_values(column, encode_value, pl.UInt32())
            self._refuse(column.fact, number == get_invalid_code(column.fact))
        else:
            number = self._read_by_names(column, alone=alone)
        return number == 1 if column.kind == "yes_no" else number

    def _read_day(self, column: FactColumn, values: pl.Expr) -> pl.Expr:
        day = values
        if column.is_text:
            day = self._add_step(0, column.name, _parse_day(values.cast(pl.String)))
        elif not isinstance(column.dtype, nw.Date):
            day = values.dt.date()
            self._refuse(column.fact, values.dt.time() != pl.time(0))
        self._refuse(column.fact, (day < EARLIEST_DATE) | (day > LATEST_DATE))
        return day

    def _read_quantity(self, column: FactColumn, values: pl.Expr) -> pl.Expr:
        too_low = values <= 0 if column.fact in ABOVE_0 else values < 0
        self._refuse(column.fact, too_low)
        if column.dtype.is_integer():
            self._refuse(column.fact, values >= MOST_WHOLE)
        if isinstance(column.dtype, nw.Int64):
            return values
        if column.dtype.is_integer():
            whole = values.cast(pl.Int64, strict=False)
            self._refuse(column.fact, values.is_not_null() & whole.is_null())
            return whole
        finite = values.abs() < 10**MOST_DIGITS  # NaN is above every number
        self._refuse(column.fact, ~finite)
        # Not even without strict does a number that fits no decimal become null.
        exact = pl.when(finite).then(values).cast(QUANTITY, strict=False)
        if isinstance(column.dtype, nw.Decimal):
            own = pl.Decimal(column.dtype.precision, column.dtype.scale)
            self._refuse(column.fact, exact.cast(own, strict=False) != values)
        return exact

    def _read_enum(self, column: FactColumn, *, alone: bool) -> pl.Expr:
        """Read categories known beforehand: each of them is read once, before anything runs."""
        assert isinstance(column.dtype, nw.Enum)  # noqa: S101  # for the type checker
        read = [encode_value(column.fact, category) for category in column.dtype.categories]
        # The physical number of a category is its place in the dtype: no text is touched.
        place = pl.col(column.name).to_physical()
        refused = [at for at, number in enumerate(read) if number == INVALID_CODE]
        if refused:
            self._refuse(column.fact, place.is_in(refused))
        if column.kind in ("word", "code", "hs") and alone and None not in read:
            # The places themselves serve as numbers, so nothing is looked up row by row.
            self._categories[column.fact] = read
            return place
        number = self._add_step(
            0, column.name, pl.lit(pl.Series(read, dtype=pl.UInt16)).gather(place)
        )
        return number == 1 if column.kind == "yes_no" else number

    def _read_by_names(self, column: FactColumn, *, alone: bool) -> pl.Expr:
        """Read texts by the accepted names."""
        if column.name in self._numbered:
            filled = pl.col(name_number_column(column))
        else:

            def read_slices(texts: pl.Series) -> pl.Series:
                return encode_texts(column, texts)

            texts = pl.col(column.name).cast(pl.String)
            # Without is_elementwise the streaming engine would hand over the whole column at once.
            read = texts.map_batches(read_slices, return_dtype=pl.UInt16, is_elementwise=True)
            filled = self._add_step(0, column.name, read)
        self._refuse(column.fact, filled == INVALID_CODE)
        if alone and column.kind in TEXTS:
            self._never_null[column.fact] = filled
        return self._add_step(1, f"{column.name}_all", pl.when(filled != NULL_CODE).then(filled))

    def _read_by_values(
        self,
        column: FactColumn,
        read: Callable[[str, Any], int | str | None],
        dtype: pl.DataType,
    ) -> pl.Expr:
        """Read each distinct value by the model; numbers of papers as they stand, if they can."""
        texts = pl.col(column.name)
        if not isinstance(column.dtype, nw.List):
            texts = texts.cast(pl.String)
        if column.kind != "entry":
            return self._add_step(
                1, f"{column.name}_all", _map_distinct(column.fact, texts, read, dtype)
            )
        accepted = texts.str.contains(ENTRIES[column.fact])
        plain = self._add_step(0, column.name, pl.when(accepted).then(texts))
        odd = pl.when(plain.is_null()).then(texts)
        every = pl.coalesce(plain, _map_distinct(column.fact, odd, read, dtype))
        return self._add_step(1, f"{column.name}_all", every)

    def _read_item(self, column: FactColumn) -> pl.Expr:
        texts = pl.col(column.name).cast(pl.String)
        # Only a longer text can end with an item; all others would be read in vain.
        long = pl.when(texts.str.len_bytes() > LONGEST_PLAIN).then(texts)
        return self._add_step(
            1, f"{column.name}_item", _map_distinct(ITEM, long, read_item, pl.String())
        )

    def _is_same(self, one: pl.Expr, other: pl.Expr) -> pl.Expr:
        return one == other

    def _is_number_of_a_list(self, entry: pl.Expr) -> pl.Expr:
        return entry.str.slice(8, 1) == "E"

    def _restore_encoding(self, fact: str, value: pl.Expr) -> pl.Expr:
        """Return a heading where HS codes were compared whole."""
        kind = NAMES[fact].kind
        if kind in ("hs", "count"):
            self._refuse(fact, value == REFUSED_TEXT)
        return value.str.slice(0, 4).cast(pl.UInt16, strict=False) if kind == "hs" else value

    # -- what the trees are made of --------------------------------------------------------------

    def get_column(self, name: str) -> pl.Expr:
        """Return a column by its name."""
        return pl.col(name)

    def make_literal(self, value: Value) -> pl.Expr:
        """Return a fixed value."""
        return pl.lit(value)

    def choose(self, condition: pl.Expr, then: pl.Expr, otherwise: pl.Expr) -> pl.Expr:
        """Choose by a condition that is never null."""
        return pl.when(condition).then(then).otherwise(otherwise)

    def take_first(self, operand: pl.Expr, fallback: pl.Expr) -> pl.Expr:
        """Take the first of two that is not null."""
        return pl.coalesce(operand, fallback)

    def is_unknown(self, fact: str) -> pl.Expr:
        """Say that a fact is unknown."""
        if fact in self._never_null:
            return self._never_null[fact] == NULL_CODE
        return self._facts[fact].is_null()

    def is_in(self, fact: str, words: Sequence[str]) -> pl.Expr:
        """Say that a fact is one of the words."""
        return _is_one_of(self._facts[fact], self._list_numbers(fact, words))

    def is_definitely_in(self, fact: str, words: Sequence[str], *, negated: bool) -> pl.Expr:
        """Say that a fact is known to be one of the words, or to be none of them: never null."""
        numbers, all_numbers = self._list_numbers(fact, words), self._list_all_numbers(fact)
        filled, unknown = self._fill_unknown(fact)
        wanted = all_numbers - numbers if negated else numbers
        unwanted = numbers if negated else all_numbers - numbers
        # Each run of numbers is one pass over the column, so the shorter side is compared.
        if (all_numbers and len(wanted) <= len(unwanted)) or not (all_numbers or negated):
            return _is_one_of(filled, wanted)
        return ~_is_one_of(filled, {*unwanted, unknown})

    def _list_numbers(self, fact: str, words: Sequence[str]) -> set[int]:
        """Return the numbers that stand for words."""
        numbers = {encode_word(fact, word) for word in words}
        if fact in self._categories:
            numbers = {at for at, n in enumerate(self._categories[fact]) if n in numbers}
        return numbers

    def _list_all_numbers(self, fact: str) -> set[int]:
        """Return all numbers a fact can have but those refused; none where they are too many."""
        if fact in self._categories:
            return {at for at, n in enumerate(self._categories[fact]) if n != INVALID_CODE}
        return set(PLACE_OF_WORD.get(fact, {}).values())

    def _fill_unknown(self, fact: str) -> tuple[pl.Expr, int]:
        """Return the numbers of a fact with one of its own for the unknown, and that one.

        Of what is never null comparisons and look-ups cost half.
        """
        if fact in self._never_null:
            return self._never_null[fact], NULL_CODE
        number = self._facts[fact]
        if fact not in self._categories:
            return self._add_step(3, f"{fact}_filled", number.fill_null(NULL_CODE)), NULL_CODE
        unknown = len(self._categories[fact])
        if unknown in (2**8 - 1, 2**16 - 1):  # the greatest place that fits
            number = number.cast(pl.UInt32)
        return self._add_step(3, f"{fact}_filled", number.fill_null(unknown)), unknown

    def contains_any(self, fact: str, words: Sequence[str]) -> pl.Expr:
        """Say that a fact, a set of papers, holds one of the words."""
        return (self._facts[fact] & sum(BIT_OF_PAPER[word] for word in words)) != 0

    def matches(self, fact: str, pattern: str) -> pl.Expr:
        """Say that a fact, a text, matches a regular expression from its start on."""
        return self._facts[fact].str.contains(f"^(?:{pattern})")

    def is_prefix_in(self, fact: str, table: Mapping[str, str], words: Sequence[str]) -> pl.Expr:
        """Say that the word of a heading's longest listed prefix is one of the words."""
        found = self.is_prefix_definitely_in(fact, table, words)
        return pl.when(self._find_heading_word(fact, table) != NO_MATCH).then(found)

    def is_prefix_definitely_in(
        self, fact: str, table: Mapping[str, str], words: Sequence[str]
    ) -> pl.Expr:
        """Say that a prefix is listed and its word is one of the words: never null."""
        numbers = {at for at, word in enumerate(list_categories(table)) if word in words}
        return _is_one_of(self._find_heading_word(fact, table), numbers)

    def _find_heading_word(self, fact: str, table: Mapping[str, str]) -> pl.Expr:
        """Return the place of the word of a heading's longest listed prefix."""
        filled, _ = self._fill_unknown(fact)
        words = _list_heading_words(tuple(sorted(table.items())))
        if fact in self._categories:
            headings = [words[number or 0] for number in self._categories[fact]]
            words = pl.Series([*headings, NO_MATCH], dtype=pl.UInt8)
        at = self._tables.setdefault(frozenset(table.items()), len(self._tables))
        return self._add_step(4, f"{fact}_heading_word_{at}", pl.lit(words).gather(filled))

    def add_months(self, day: pl.Expr, months: int) -> pl.Expr:
        """Return the day some calendar months later."""
        return _look_up_day(_add_months(months), day)

    def add_days(self, day: pl.Expr, days: int) -> pl.Expr:
        """Return the day some days later."""
        return (day.to_physical() + days).cast(pl.Date)

    def find_year_start(self, fact: str, place: int) -> pl.Expr:
        """Return the first of January of the year four digits name; null for what is refused."""
        year = self._facts[fact].str.slice(place, 4).cast(pl.Int32, strict=False)
        return pl.date(year, 1, 1)

    def find_working_day(
        self, day: pl.Expr, days_off: Collection[date] | None, months: int = 0
    ) -> pl.Expr:
        """Return the first day from a day on, or from some months after it, that is no rest day."""
        return _look_up_day(_list_working_days(frozenset(days_off or ()), months), day)


# -- texts, read whole -----------------------------------------------------------------------------


def _map_distinct(
    fact: str, texts: pl.Expr, read: Callable[[str, Any], Any], dtype: pl.DataType
) -> pl.Expr:
    """Read each distinct text, or list of texts, once."""

    def read_each(series: pl.Series) -> pl.Series:
        return map_distinct(fact, series, read, dtype)

    return texts.map_batches(read_each, return_dtype=dtype, is_elementwise=True)


def _parse_day(texts: pl.Expr) -> pl.Expr:
    """Read texts as days; what is none becomes a day that is refused."""
    tidy = texts.str.strip_chars(WHITE)
    read = pl.coalesce(  # polars alone reads 2026111 as some day
        pl.when(tidy.str.contains(pattern)).then(tidy).str.to_date(written, strict=False)
        for pattern, written in ((ISO_DATE_PATTERN, "%Y-%m-%d"), (EIGHT_DIGITS, "%Y%m%d"))
    )
    return pl.coalesce(read, pl.when(tidy != "").then(NO_DAY))


# -- days and headings, looked up ------------------------------------------------------------------


def _look_up_day(table: pl.Series, day: pl.Expr) -> pl.Expr:
    # A look-up by day number costs 1.4 ns a row, month arithmetic 61; by numbers that may be null
    # 2.6. Days refused have no place.
    number = day.to_physical().fill_null(0).reinterpret(signed=False)
    return pl.when(day.is_not_null()).then(pl.lit(table).gather(number, null_on_oob=True))


@lru_cache(maxsize=8)
def _add_months(months: int) -> pl.Series:
    return _DAYS.dt.offset_by(f"{months}mo")  # cut to the month's last day, as the law counts


@lru_cache(maxsize=16)
def _list_working_days(days_off: frozenset[date], months: int) -> pl.Series:
    given = pl.Series(sorted(days_off), dtype=pl.Date).implode()
    years = pl.Series(sorted(list_years(days_off)), dtype=pl.Int32).implode()
    # polars counts a Monday as 1.
    weekends = _DAYS.dt.weekday() > 5
    rests = _DAYS.is_in(given).zip_with(_DAYS.dt.year().is_in(years), weekends)
    working = _DAYS.set(rests, None).fill_null(strategy="backward")
    if months > 0:
        working = working.gather(_add_months(months).to_physical(), null_on_oob=True)
    # The last of them no accepted day leads to, but a null costs every look-up twice its time.
    return working.fill_null(strategy="forward")


@lru_cache(maxsize=4)
def _list_heading_words(table: tuple[tuple[str, str], ...]) -> pl.Series:
    """Return for each number that may stand for a heading the place of its word."""
    words = build_heading_table(table)
    return pl.Series([*words, *[NO_MATCH] * (INVALID_CODE + 1 - len(words))], dtype=pl.UInt8)


def _is_one_of(column: pl.Expr, numbers: Collection[int]) -> pl.Expr:
    """Say that a number is one of some, each run of neighbours at once."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    if not runs:
        return column < 0
    return reduce(or_, [_is_between(column, *run) for run in runs])


def _is_between(column: pl.Expr, first: int, last: int) -> pl.Expr:
    if first == last:
        return column == first
    return column <= last if first == 0 else (column >= first) & (column <= last)
