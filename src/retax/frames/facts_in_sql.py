"""Reading the facts of a table in SQL: words, codes and headings become numbers, once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from narwhals import dtypes as nw

from retax.frames.facts import Column
from retax.frames.reading import ENTRIES, MOST_WHOLE, REFUSED_TEXT, Reading
from retax.frames.sql_text import NULL, Dialect, Sql, case, coalesce, fixed, one_of
from retax.frames.values import (
    BIT_OF_PAPER,
    NO_WORD,
    PLACE_OF_WORD,
    REFUSED,
    UNKNOWN,
    number_of,
    numbers_of_names,
    said_of_headings,
    words_of,
)
from retax.goods import CODE, FIRST_DAY, HS_CODE, LAST_DAY, MOST_DIGITS
from retax.logic.expressions import Value
from retax.logic.scalar import NextWorkingDays
from retax.vocabulary import NAMES, PAPER_SEPARATORS, VALUE_OF_WORD

_NEVER_NULL = ("word", "code", "hs")
"""The kinds of facts that become numbers, one of which stands for the unknown."""

_DECIMALS = 9
_DAYS_OVER_WEEKEND = (0, 0, 0, 0, 0, 2, 1)
"""How many days later than a Monday, Tuesday … a day is that is no Saturday or Sunday."""


class SqlFacts(Reading[Sql]):
    """The facts of a table, and what SQL does in its own way.

    ``reading``: what to compute first, step by step. ``refused``: by fact, when a value of it is.
    """

    def __init__(self, told: Mapping[str, Sequence[Column]], dialect: Dialect) -> None:
        self._dialect = dialect
        super().__init__(told, steps=4)

    # -- reading columns -----------------------------------------------------------------------

    def _read(self, column: Column, *, alone: bool) -> Sql:
        """Return the values of a column, and note when they are refused."""
        values = self.column(column.name)
        if column.kind == "day":
            return self._day(column, values)
        if column.kind == "quantity":
            return self._quantity(column, values)
        if isinstance(column.dtype, nw.Boolean):
            return values
        if not isinstance(column.dtype, nw.String | nw.List):
            values = Sql(f"cast({values} as {self._dialect.text_type})")
        if column.kind == "entry" or (column.kind == "hs" and not alone):
            return self._step(0, column.name, self._text(column, values))
        number = self._number(column, values)
        if isinstance(column.dtype, nw.Enum) and column.kind in ("word", "code", "hs", "yes_no"):
            number = self._number_of_category(column)
        if alone:
            number = _filled(column.fact, number)
        number = self._step(0, column.name, number)
        self._refuse(column.fact, self._same(number, fixed(REFUSED)))
        return one_of(number, [1]) if column.kind == "yes_no" else number

    def _day(self, column: Column, values: Sql) -> Sql:
        day = values
        if not isinstance(column.dtype, nw.Date):
            day = self._step(0, column.name, Sql(f"cast({values} as date)"))
            self._refuse(column.fact, ~self._same(values, day))
        self._refuse(
            column.fact, Sql(f"({day} not between {fixed(FIRST_DAY)} and {fixed(LAST_DAY)})")
        )
        return day

    def _quantity(self, column: Column, values: Sql) -> Sql:
        none_or_less = "<= 0" if column.fact == "returned_quantity" else "< 0"
        self._refuse(column.fact, Sql(f"({values} {none_or_less})"))
        if column.dtype.is_integer():
            self._refuse(column.fact, Sql(f"({values} >= {MOST_WHOLE})"))
            # A sum that overflows would stop the query, also in a row that is refused.
            counted = case([(Sql(f"({values} < {MOST_WHOLE})"), values)])
            return self._step(0, column.name, Sql(f"try_cast({counted} as bigint)"))
        # NaN is above every number.
        self._refuse(column.fact, Sql(f"({values} >= 1e{MOST_DIGITS})"))
        exact = f"decimal({MOST_DIGITS + _DECIMALS}, {_DECIMALS})"
        return self._step(0, column.name, Sql(f"try_cast({values} as {exact})"))

    def _text(self, column: Column, written: Sql) -> Sql:
        """Return a text as the model has it, REFUSED_TEXT where it refuses it; blank is null."""
        text = self._dialect.stripped(written)
        read, pattern = _digits(text), HS_CODE
        if column.kind == "entry":
            read, pattern = Sql(f"upper({text})"), ENTRIES[column.fact]
        accepted = [
            (self._same(text, self._dialect.text("")), NULL),
            (self._dialect.like(read, pattern), read),
            (~written.is_null(), self._dialect.text(REFUSED_TEXT)),
        ]
        return case(accepted)

    def _number(self, column: Column, written: Sql) -> Sql:
        """Return the number of what is written, REFUSED where there is none; blank is null."""
        if column.kind == "papers":
            return self._papers(column, written)
        text = self._dialect.stripped(written)
        plain, tidied = self._numbers_of(column, written, text)
        refused = case([(~self._same(text, self._dialect.text("")), fixed(REFUSED))])
        # Within a case DuckDB leaves common parts where they are: seldom computed.
        odd = case([(~written.is_null(), coalesce(tidied, refused))])
        return coalesce(plain, odd)

    def _number_of_category(self, column: Column) -> Sql:
        """Return the number of a category, each of which is read before anything runs."""
        assert isinstance(column.dtype, nw.Enum)  # noqa: S101  # for the type checker
        read = [fixed(number_of(column.fact, each)) for each in column.dtype.categories]
        place = Sql(f"enum_code({self.column(column.name)})")  # Spark has no categories
        return self._dialect.item(self._dialect.array(read), place)

    def _numbers_of(self, column: Column, written: Sql, text: Sql) -> tuple[Sql, Sql]:
        """Return the number of a text as it is usually written, then that of any accepted one."""
        like = self._dialect.like
        match column.kind:
            case "code":
                tidied = case([(like(text, CODE), _first_four(text))])
                return self._dialect.first_four(written, 4), tidied
            case "hs":
                digits = _digits(text)
                tidied = case([(like(digits, HS_CODE), _first_four(digits))])
                return self._dialect.first_four(written, 10), tidied
            case "count":
                is_one = like(text, "^[0-9]{1,9}$") & like(text, "[1-9]")
                return NULL, case([(is_one, Sql(f"-cast({text} as int)"))])
        numbers = numbers_of_names(column.fact)
        tidied = self._dialect.number_of_name(Sql(f"lower({text})"), numbers)
        return self._dialect.number_of_name(written, numbers), tidied

    def _papers(self, column: Column, written: Sql) -> Sql:
        parted = written
        if not isinstance(column.dtype, nw.List):
            text = self._dialect.stripped(written)
            filled = case([(~self._same(text, self._dialect.text("")), text)])
            parted = self._dialect.parted(filled, PAPER_SEPARATORS)
        paper = self._dialect.stripped(Sql("item"))
        numbers = {"": 0} | {
            name: BIT_OF_PAPER[word] for name, word in VALUE_OF_WORD["papers_held"].items()
        }
        bits = self._dialect.number_of_name(Sql(f"lower({paper})"), numbers)
        return self._dialect.joined_bits(parted, bits.fill_null(REFUSED))

    def _refuse(self, fact: str, when: Sql) -> None:
        self.refused.setdefault(fact, []).append(when)  # a case takes null for no

    def _same(self, one: Sql, other: Sql) -> Sql:
        return Sql(f"({one} = {other})")

    def _is_number_of_a_list(self, entry: Sql) -> Sql:
        return self._same(Sql(f"substring({entry}, 9, 1)"), self._dialect.text("E"))

    def _compared(self, fact: str, value: Sql) -> Sql:
        """Return a heading where HS codes were compared whole."""
        if NAMES[fact].kind == "hs":
            self._refuse(fact, self._same(value, self._dialect.text(REFUSED_TEXT)))
            value = Sql(f"try_{_first_four(value)}")
        return _filled(fact, value)

    # -- what the trees are made of --------------------------------------------------------------

    def column(self, name: str) -> Sql:
        """Return a column by its name."""
        return self._dialect.name(name)

    def literal(self, value: Value) -> Sql:
        """Return a fixed value."""
        return self._dialect.text(value) if isinstance(value, str) else fixed(value)

    def choose(self, condition: Sql, then: Sql, otherwise: Sql) -> Sql:
        """Choose by a condition that is never null."""
        return case([(condition, then)], otherwise)

    def first(self, operand: Sql, fallback: Sql) -> Sql:
        """Take the first of two that is not null."""
        return coalesce(operand, fallback)

    def is_unknown(self, fact: str) -> Sql:
        """Say that a fact is unknown."""
        if NAMES[fact].kind in _NEVER_NULL:
            return one_of(self._facts[fact], [UNKNOWN])
        return self._facts[fact].is_null()

    def is_in(self, fact: str, words: Sequence[str]) -> Sql:
        """Say that a fact is one of the words."""
        is_one = self.is_surely_in(fact, words, negated=False)
        return case([(~self.is_unknown(fact), is_one)])

    def is_surely_in(self, fact: str, words: Sequence[str], *, negated: bool) -> Sql:
        """Say that a fact is known to be one of the words, or to be none of them: never null."""
        places = PLACE_OF_WORD.get(fact)
        numbers = [int(word) if places is None else places[word] for word in words]
        if negated:
            return ~one_of(self._facts[fact], [*numbers, UNKNOWN])
        return one_of(self._facts[fact], numbers)

    def prefix_is_in(self, fact: str, table: Mapping[str, str], words: Sequence[str]) -> Sql:
        """Say that the word of a code's longest listed prefix is one of the words."""
        found = self.prefix_is_surely_in(fact, table, words)
        return case([(~one_of(self._said(fact, table), [NO_WORD]), found)])

    def prefix_is_surely_in(self, fact: str, table: Mapping[str, str], words: Sequence[str]) -> Sql:
        """Say that a prefix is listed and its word is one of the words: never null."""
        numbers = [at for at, word in enumerate(words_of(table)) if word in words]
        return one_of(self._said(fact, table), numbers or [REFUSED])

    def _said(self, fact: str, table: Mapping[str, str]) -> Sql:
        """Return the place of the word of a heading's longest listed prefix."""
        said = self._dialect.small_numbers(said_of_headings(tuple(sorted(table.items()))))
        found = self._dialect.item(said, self._facts[fact])
        return self._step(3, f"{fact}_said", found.fill_null(NO_WORD))

    def holds(self, fact: str, words: Sequence[str]) -> Sql:
        """Say that a fact, a set of papers, holds one of the words."""
        bits = sum(BIT_OF_PAPER[word] for word in words)
        return Sql(f"(({self._facts[fact]} & {bits}) <> 0)")

    def matches(self, fact: str, pattern: str) -> Sql:
        """Say that a fact, a text, matches a regular expression from its start on."""
        return self._dialect.like(self._facts[fact], f"^(?:{pattern})")

    def months_later(self, day: Sql, months: int) -> Sql:
        """Return the day some calendar months later."""
        # Days refused may lie so far away that there is none.
        return case([(Sql(f"{day} <= {fixed(LAST_DAY)}"), self._dialect.months_later(day, months))])

    def working_day(self, day: Sql, days_off: Collection[date] | None, months: int = 0) -> Sql:
        """Return the first day from a day on, or from some months after it, that is no rest day."""
        if months:
            day = self.months_later(day, months)
        if days_off is None:
            numbers = self._dialect.array(map(fixed, _DAYS_OVER_WEEKEND))
            days = self._dialect.item(numbers, self._dialect.weekday(day))
            return self._dialect.days_later(day, days)
        working = NextWorkingDays(days_off)
        by_distance = sorted(days_off, key=lambda rest: working[rest] - rest)
        moved: list[tuple[Sql, Sql]] = []
        for distance, rests in groupby(by_distance, key=lambda rest: working[rest] - rest):
            later = self._dialect.days_later(day, fixed(distance // timedelta(1)))
            moved.append((one_of(day, rests), later))
        return case(moved, otherwise=day)


def _filled(fact: str, number: Sql) -> Sql:
    return number.fill_null(UNKNOWN) if NAMES[fact].kind in _NEVER_NULL else number


def _first_four(digits: Sql) -> Sql:
    return Sql(f"cast(left({digits}, 4) as int)")


def _digits(text: Sql) -> Sql:
    """Return an HS code without dots and blanks, of 13 digits the first ten."""
    digits = Sql(f"translate({text}, '. ', '')")
    return case([(Sql(f"length({digits}) = 13"), Sql(f"left({digits}, 10)"))], otherwise=digits)
