"""The facts of a polars frame: texts and categories are small numbers, days are looked up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, reduce
from operator import or_
from typing import Any

import narwhals.dtypes as nw
import polars as pl

from retax.frames.facts import Column
from retax.frames.reading import ENTRIES, MOST_WHOLE, REFUSED_TEXT, Reading
from retax.frames.texts_in_polars import numbered
from retax.frames.values import (
    BIT_OF_PAPER,
    NO_WORD,
    PLACE_OF_WORD,
    REFUSED,
    UNKNOWN,
    number_of,
    said_of_headings,
    singly,
    text_of,
    words_of,
)
from retax.goods import FIRST_DAY, LAST_DAY, MOST_DIGITS
from retax.logic.columns import COMPUTED
from retax.logic.expressions import Value
from retax.vocabulary import NAMES

TEXTS = ("word", "code", "hs")
"""The kinds of facts of which a column in memory is turned into numbers before anything else."""

QUANTITY = pl.Decimal(38, 9)
"""As what quantities that are no whole numbers are read: sums of them are exact, and fit."""

# A last day is half a year after LAST_DAY at most, and can move on by some rest days.
_DAYS = pl.date_range(date(1970, 1, 1), LAST_DAY + timedelta(days=800), eager=True)


def number_column(column: Column) -> str:
    """Return the name of the column that holds the numbers of a column of texts."""
    return f"{COMPUTED}number_{column.name}"


class PolarsFacts(Reading[pl.Expr]):
    """The facts of a polars frame, and what polars does in its own way.

    ``reading``: what to compute first, step by step. ``refused``: by fact, when a value of it is.
    ``numbered``: the columns whose numbers stand beside them already.
    """

    def __init__(
        self, told: Mapping[str, Sequence[Column]], numbered: Collection[str] = ()
    ) -> None:
        self._numbered = numbered
        self._filled_already: dict[str, pl.Expr] = {}
        self._categories: dict[str, list[int | None]] = {}
        super().__init__(told, steps=5)

    # -- reading columns -----------------------------------------------------------------------

    def _read(self, column: Column, *, alone: bool) -> pl.Expr:
        """Return the values of a column, and note when they are refused."""
        values = pl.col(column.name)
        if column.kind == "day":
            return self._day(column, values)
        if column.kind == "quantity":
            return self._quantity(column, values)
        if isinstance(column.dtype, nw.Boolean):
            return values
        if column.kind == "entry" or (column.kind in ("hs", "count") and not alone):
            return self._by_values(column, text_of, pl.String())
        if isinstance(column.dtype, nw.Enum) and column.kind != "papers":
            return self._enum(column, alone=alone)
        if column.kind in ("papers", "count"):
            number = self._by_values(column, number_of, pl.UInt16())
            self._refuse(column.fact, number == REFUSED)
        else:
            number = self._by_names(column, alone=alone)
        return number == 1 if column.kind == "yes_no" else number

    def _day(self, column: Column, values: pl.Expr) -> pl.Expr:
        day = values
        if not isinstance(column.dtype, nw.Date):
            day = values.dt.date()
            self._refuse(column.fact, values.dt.time() != pl.time(0))
        self._refuse(column.fact, (day < FIRST_DAY) | (day > LAST_DAY))
        return day

    def _quantity(self, column: Column, values: pl.Expr) -> pl.Expr:
        too_low = values <= 0 if column.fact == "returned_quantity" else values < 0
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

    def _enum(self, column: Column, *, alone: bool) -> pl.Expr:
        """Read categories known beforehand: each of them is read once, before anything runs."""
        assert isinstance(column.dtype, nw.Enum)  # noqa: S101  # for the type checker
        read = [number_of(column.fact, category) for category in column.dtype.categories]
        place = pl.col(column.name).to_physical()
        refused = [at for at, number in enumerate(read) if number == REFUSED]
        if refused:
            self._refuse(column.fact, place.is_in(refused))
        if column.kind in ("word", "code", "hs") and alone and None not in read:
            self._categories[column.fact] = read
            return place
        number = self._step(0, column.name, pl.lit(pl.Series(read, dtype=pl.UInt16)).gather(place))
        return number == 1 if column.kind == "yes_no" else number

    def _by_names(self, column: Column, *, alone: bool) -> pl.Expr:
        """Read texts by the accepted names."""
        if column.name in self._numbered:
            filled = pl.col(number_column(column))
        else:

            def by_slices(texts: pl.Series) -> pl.Series:
                return numbered(column, texts)

            texts = pl.col(column.name).cast(pl.String)
            read = texts.map_batches(by_slices, return_dtype=pl.UInt16, is_elementwise=True)
            filled = self._step(0, column.name, read)
        self._refuse(column.fact, filled == REFUSED)
        if alone and column.kind in TEXTS:
            self._filled_already[column.fact] = filled
        return self._step(1, f"{column.name}_all", pl.when(filled != UNKNOWN).then(filled))

    def _by_values(
        self,
        column: Column,
        read: Callable[[str, Any], int | str | None],
        dtype: pl.DataType,
    ) -> pl.Expr:
        """Read each distinct value by the model; numbers of papers as they stand, if they can."""
        texts = pl.col(column.name)
        if not isinstance(column.dtype, nw.List):
            texts = texts.cast(pl.String)
        plain = None
        if column.kind == "entry":
            plain = self._step(
                0, column.name, pl.when(texts.str.contains(ENTRIES[column.fact])).then(texts)
            )
            texts = pl.when(plain.is_null()).then(texts)

        def one_by_one(series: pl.Series) -> pl.Series:
            return singly(column.fact, series, read, dtype)

        by_value = texts.map_batches(one_by_one, return_dtype=dtype, is_elementwise=True)
        value = by_value if plain is None else pl.coalesce(plain, by_value)
        return self._step(1, f"{column.name}_all", value)

    def _same(self, one: pl.Expr, other: pl.Expr) -> pl.Expr:
        return one == other

    def _is_number_of_a_list(self, entry: pl.Expr) -> pl.Expr:
        return entry.str.slice(8, 1) == "E"

    def _compared(self, fact: str, value: pl.Expr) -> pl.Expr:
        """Return a heading where HS codes were compared whole."""
        kind = NAMES[fact].kind
        if kind in ("hs", "count"):
            self._refuse(fact, value == REFUSED_TEXT)
        return value.str.slice(0, 4).cast(pl.UInt16, strict=False) if kind == "hs" else value

    # -- what the trees are made of --------------------------------------------------------------

    def column(self, name: str) -> pl.Expr:
        """Return a column by its name."""
        return pl.col(name)

    def literal(self, value: Value) -> pl.Expr:
        """Return a fixed value."""
        return pl.lit(value)

    def choose(self, condition: pl.Expr, then: pl.Expr, otherwise: pl.Expr) -> pl.Expr:
        """Choose by a condition that is never null."""
        return pl.when(condition).then(then).otherwise(otherwise)

    def first(self, operand: pl.Expr, fallback: pl.Expr) -> pl.Expr:
        """Take the first of two that is not null."""
        return pl.coalesce(operand, fallback)

    def is_unknown(self, fact: str) -> pl.Expr:
        """Say that a fact is unknown."""
        if fact in self._filled_already:
            return self._filled_already[fact] == UNKNOWN
        return self._facts[fact].is_null()

    def is_in(self, fact: str, words: Sequence[str]) -> pl.Expr:
        """Say that a fact is one of the words."""
        return _one_of(self._facts[fact], self._numbers(fact, words))

    def is_surely_in(self, fact: str, words: Sequence[str], *, negated: bool) -> pl.Expr:
        """Say that a fact is known to be one of the words, or to be none of them: never null."""
        numbers, all_numbers = self._numbers(fact, words), self._all_numbers(fact)
        filled, unknown = self._filled(fact)
        wanted = all_numbers - numbers if negated else numbers
        unwanted = numbers if negated else all_numbers - numbers
        if (all_numbers and len(wanted) <= len(unwanted)) or not (all_numbers or negated):
            return _one_of(filled, wanted)
        return ~_one_of(filled, {*unwanted, unknown})

    def _numbers(self, fact: str, words: Sequence[str]) -> set[int]:
        """Return the numbers that stand for words."""
        places = PLACE_OF_WORD.get(fact)
        numbers = {int(word) if places is None else places[word] for word in words}
        if fact in self._categories:
            numbers = {at for at, n in enumerate(self._categories[fact]) if n in numbers}
        return numbers

    def _all_numbers(self, fact: str) -> set[int]:
        """Return all numbers a fact can have but those refused; none where they are too many."""
        if fact in self._categories:
            return {at for at, n in enumerate(self._categories[fact]) if n != REFUSED}
        return set(PLACE_OF_WORD.get(fact, {}).values())

    def _filled(self, fact: str) -> tuple[pl.Expr, int]:
        """Return the numbers of a fact with one of its own for the unknown, and that one.

        Of what is never null comparisons and look-ups cost half.
        """
        if fact in self._filled_already:
            return self._filled_already[fact], UNKNOWN
        number = self._facts[fact]
        if fact not in self._categories:
            return self._step(3, f"{fact}_filled", number.fill_null(UNKNOWN)), UNKNOWN
        unknown = len(self._categories[fact])
        if unknown in (2**8 - 1, 2**16 - 1):  # the greatest place that fits
            number = number.cast(pl.UInt32)
        return self._step(3, f"{fact}_filled", number.fill_null(unknown)), unknown

    def holds(self, fact: str, words: Sequence[str]) -> pl.Expr:
        """Say that a fact, a set of papers, holds one of the words."""
        return (self._facts[fact] & sum(BIT_OF_PAPER[word] for word in words)) != 0

    def matches(self, fact: str, pattern: str) -> pl.Expr:
        """Say that a fact, a text, matches a regular expression from its start on."""
        return self._facts[fact].str.contains(f"^(?:{pattern})")

    def prefix_is_in(self, fact: str, table: Mapping[str, str], words: Sequence[str]) -> pl.Expr:
        """Say that the word of a heading's longest listed prefix is one of the words."""
        found = self.prefix_is_surely_in(fact, table, words)
        return pl.when(self._said(fact, table) != NO_WORD).then(found)

    def prefix_is_surely_in(
        self, fact: str, table: Mapping[str, str], words: Sequence[str]
    ) -> pl.Expr:
        """Say that a prefix is listed and its word is one of the words: never null."""
        numbers = {at for at, word in enumerate(words_of(table)) if word in words}
        return _one_of(self._said(fact, table), numbers)

    def _said(self, fact: str, table: Mapping[str, str]) -> pl.Expr:
        """Return the place of the word of a heading's longest listed prefix."""
        filled, _ = self._filled(fact)
        said = _headings(tuple(sorted(table.items())))
        if fact in self._categories:
            headings = [said[number or 0] for number in self._categories[fact]]
            said = pl.Series([*headings, NO_WORD], dtype=pl.UInt8)
        return self._step(4, f"{fact}_said", pl.lit(said).gather(filled))

    def months_later(self, day: pl.Expr, months: int) -> pl.Expr:
        """Return the day some calendar months later."""
        return _by_day(_months_later(months), day)

    def working_day(
        self, day: pl.Expr, days_off: Collection[date] | None, months: int = 0
    ) -> pl.Expr:
        """Return the first day from a day on, or from some months after it, that is no rest day."""
        return _by_day(
            _working_days(None if days_off is None else frozenset(days_off), months), day
        )


# -- days and headings, looked up ------------------------------------------------------------------


def _by_day(table: pl.Series, day: pl.Expr) -> pl.Expr:
    # A look-up by day number costs 1.4 ns a row, month arithmetic 61; by numbers that may be null
    # 2.6. Days refused have no place.
    number = day.to_physical().fill_null(0).reinterpret(signed=False)
    return pl.when(day.is_not_null()).then(pl.lit(table).gather(number, null_on_oob=True))


@cache
def _months_later(months: int) -> pl.Series:
    return _DAYS.dt.offset_by(f"{months}mo")  # cut to the month's last day, as the law counts


@cache
def _working_days(days_off: frozenset[date] | None, months: int) -> pl.Series:
    if days_off is None:
        rests = _DAYS.dt.weekday() > 5
    else:
        rests = _DAYS.is_in(pl.Series(sorted(days_off), dtype=pl.Date).implode())
    working = _DAYS.set(rests, None).fill_null(strategy="backward")
    if months > 0:
        working = working.gather(_months_later(months).to_physical(), null_on_oob=True)
    # The last of them no accepted day leads to, but a null costs every look-up twice its time.
    return working.fill_null(strategy="forward")


@cache
def _headings(table: tuple[tuple[str, str], ...]) -> pl.Series:
    """Return for each number that may stand for a heading the place of its word."""
    said = said_of_headings(table)
    return pl.Series([*said, *[NO_WORD] * (REFUSED + 1 - len(said))], dtype=pl.UInt8)


def _one_of(column: pl.Expr, numbers: Collection[int]) -> pl.Expr:
    """Say that a number is one of some, each run of neighbours at once."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    if not runs:
        return column < 0
    return reduce(or_, [_between(column, *run) for run in runs])


def _between(column: pl.Expr, first: int, last: int) -> pl.Expr:
    if first == last:
        return column == first
    return column <= last if first == 0 else (column >= first) & (column <= last)
