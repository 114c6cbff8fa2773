"""Reading the facts of a table in SQL: words, codes and headings become numbers, once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from narwhals import dtypes as nw

from retax.facts.catalogue import NAMES, VALUE_OF_WORD
from retax.facts.model import EARLIEST_DATE, ISO_DATE_PATTERN, LATEST_DATE, MOST_DIGITS
from retax.facts.parse_value import DECLARATION_AND_ITEM, WRITTEN_HS_CODE
from retax.facts.values import NO_CODE, PAPER_SEPARATORS
from retax.frames.encoding import (
    BIT_OF_PAPER,
    INVALID_CODE,
    INVALID_PAPERS,
    NO_MATCH,
    NULL_CODE,
    build_heading_table,
    encode_value,
    encode_word,
    list_categories,
    map_names_to_codes,
    map_words_without_code,
)
from retax.frames.reader import (
    ABOVE_0,
    EIGHT_DIGITS,
    ENTRIES,
    ENTRY,
    FOUR_DIGITS,
    MOST_WHOLE,
    NO_DAY,
    REFUSED_LIST,
    REFUSED_TEXT,
    FactReader,
)
from retax.frames.schema import FactColumn
from retax.frames.sql.dialect import (
    NULL,
    Dialect,
    Sql,
    coalesce,
    is_one_of,
    write_case,
    write_constant,
)
from retax.logic.compile_python import NextWorkingDays, list_years
from retax.logic.expressions import Value

_NEVER_NULL = ("word", "code", "hs")
"""The kinds of facts that become numbers, one of which is the unknown."""

_NO_DAY = write_constant(NO_DAY)
_DECIMALS = 9
_DAYS_OVER_WEEKEND = (0, 0, 0, 0, 0, 2, 1)
"""How many days later than a Monday, Tuesday … a day is that is no Saturday or Sunday."""


class SqlFacts(FactReader[Sql]):
    """The facts of a table, and what SQL does in its own way.

    ``reading``: what to compute first, step by step. ``refused``: by fact, when a value of it is.
    """

    def __init__(
        self,
        columns_by_fact: Mapping[str, Sequence[FactColumn]],
        dialect: Dialect,
        *,
        items: bool = False,
    ) -> None:
        self._dialect = dialect
        super().__init__(columns_by_fact, steps=4, items=items)

    # -- reading columns -----------------------------------------------------------------------

    def _read(self, column: FactColumn, *, alone: bool) -> Sql:
        """Return the values of a column, and note when they are refused."""
        values = self.get_column(column.name)
        if column.kind == "day":
            return self._read_day(column, values)
        if column.kind == "quantity":
            return self._read_quantity(column, values)
        if isinstance(column.dtype, nw.Boolean):
            return values
        if not isinstance(column.dtype, nw.String | nw.List):
            values = Sql(f"cast({values} as {self._dialect.text_type})")
        if column.kind == "entry" or (column.kind == "hs" and not alone):
            return self._add_step(0, column.name, self._read_text(column, values))
        number = self._read_number(column, values)
        if isinstance(column.dtype, nw.Enum) and column.kind in ("word", "code", "hs", "yes_no"):
            number = self._read_category(column)
        if alone:
            number = _fill_unknown(column.fact, number)
        number = self._add_step(0, column.name, number)
        if column.kind == "papers":  # each item has its bit, that of no paper above all others
            self._refuse(column.fact, Sql(f"({number} >= {INVALID_PAPERS})"))
        else:
            self._refuse(column.fact, self._is_same(number, write_constant(INVALID_CODE)))
        return is_one_of(number, [1]) if column.kind == "yes_no" else number

    def _read_day(self, column: FactColumn, values: Sql) -> Sql:
        day = values
        if column.is_text:
            day = self._add_step(0, column.name, self._parse_day(values))
        elif not isinstance(column.dtype, nw.Date):
            day = self._add_step(0, column.name, Sql(f"cast({values} as date)"))
            self._refuse(column.fact, ~self._is_same(values, day))
        # A day that is no day was read as one out of these bounds, so one test refuses both.
        first, last = write_constant(EARLIEST_DATE), write_constant(LATEST_DATE)
        self._refuse(column.fact, Sql(f"({day} not between {first} and {last})"))
        return day

    def _parse_day(self, written: Sql) -> Sql:
        """Read a text as a day; what is none becomes a day that is refused."""
        text = self._dialect.strip(Sql(f"cast({written} as {self._dialect.text_type})"))
        # try_cast below: a plain cast stops the whole query at the first text that is no day.
        parts = [f"substring({text}, {at}, {size})" for at, size in ((1, 4), (5, 2), (7, 2))]
        dashed = Sql(f"concat_ws('-', {', '.join(parts)})")
        days = [
            (
                self._dialect.has_match(text, pattern),
                coalesce(Sql(f"try_cast({day} as date)"), _NO_DAY),
            )
            for pattern, day in ((ISO_DATE_PATTERN, text), (EIGHT_DIGITS, dashed))
        ]
        return write_case(
            [
                (self._is_same(text, self._dialect.write_text("")), NULL),
                *days,
                (~text.is_null(), _NO_DAY),
            ]
        )

    def _read_quantity(self, column: FactColumn, values: Sql) -> Sql:
        none_or_less = "<= 0" if column.fact in ABOVE_0 else "< 0"
        self._refuse(column.fact, Sql(f"({values} {none_or_less})"))
        if column.dtype.is_integer():
            self._refuse(column.fact, Sql(f"({values} >= {MOST_WHOLE})"))
            # A sum that overflows would stop the query, also in a row that is refused.
            counted = write_case([(Sql(f"({values} < {MOST_WHOLE})"), values)])
            return self._add_step(0, column.name, Sql(f"try_cast({counted} as bigint)"))
        # NaN is above every number.
        self._refuse(column.fact, Sql(f"({values} >= 1e{MOST_DIGITS})"))
        exact = f"decimal({MOST_DIGITS + _DECIMALS}, {_DECIMALS})"
        number = self._add_step(0, column.name, Sql(f"try_cast({values} as {exact})"))
        if isinstance(column.dtype, nw.Decimal) and column.dtype.scale > _DECIMALS:
            own = f"decimal({column.dtype.precision}, {column.dtype.scale})"
            self._refuse(column.fact, ~self._is_same(Sql(f"try_cast({number} as {own})"), values))
        return number

    def _read_text(self, column: FactColumn, written: Sql) -> Sql:
        """Return a text as the model has it, REFUSED_TEXT where it refuses it; blank is null."""
        text = self._dialect.strip(written)
        blank = (self._is_same(text, self._dialect.write_text("")), NULL)
        refused = (~written.is_null(), self._dialect.write_text(REFUSED_TEXT))
        accepted = (
            [self._parse_hs_code(text)] if column.kind == "hs" else self._read_entry(column, text)
        )
        return write_case([blank, *accepted, refused])

    def _read_entry(self, column: FactColumn, text: Sql) -> list[tuple[Sql, Sql]]:
        read = Sql(f"upper({text})")
        number = Sql(f"left({read}, 18)")
        is_number = self._dialect.has_match(number, ENTRIES[column.fact])
        refused_list = self._dialect.write_text(REFUSED_LIST)
        return [
            (self._dialect.has_match(read, ENTRIES[column.fact]), read),
            *([(self._parse_item(text)[0] & is_number, number)] if column.fact == ENTRY else []),
            (self._is_number_of_a_list(read), refused_list),
        ]

    def _read_item(self, column: FactColumn) -> Sql:
        values = Sql(f"cast({self.get_column(column.name)} as {self._dialect.text_type})")
        item = write_case([self._parse_item(self._dialect.strip(values))])
        return self._add_step(0, f"{column.name}_item", item)

    def _parse_item(self, text: Sql) -> tuple[Sql, Sql]:
        """Return whether a declaration's number ends with an item, and the item as one is read."""
        item = Sql(f"try_cast(right({text}, 2) as int)")
        is_one = self._dialect.has_match(text, DECLARATION_AND_ITEM) & Sql(f"({item} > 0)")
        return is_one, Sql(f"(-{item})")

    def _parse_hs_code(self, text: Sql) -> tuple[Sql, Sql]:
        """Return whether a text is an HS code, and its digits: of 13 the first ten."""
        # Points and blanks are how customs writes a code: 6109.10.00 10.
        digits = Sql(f"translate({text}, '. ', '')")
        is_barcode = Sql(f"(length({digits}) = 13 and {_sum_check_digits(digits)} % 10 = 0)")
        # A text too short for a barcode has no check sum: that is no barcode.
        is_code = self._dialect.has_match(text, WRITTEN_HS_CODE) & ~is_barcode.fill_null(
            value=False
        )
        return is_code, Sql(f"left({digits}, 10)")

    def _read_number(self, column: FactColumn, written: Sql) -> Sql:
        """Return the number of what is written, an invalid one if there is none; blank is null."""
        if column.kind == "papers":
            return self._read_papers(column, written)
        text = self._dialect.strip(written)
        plain, tidied = self._encode_text(column, written, text)
        refused = write_case(
            [(~self._is_same(text, self._dialect.write_text("")), write_constant(INVALID_CODE))]
        )
        # Within a case DuckDB leaves common parts where they are: seldom computed.
        odd = write_case([(~written.is_null(), coalesce(tidied, refused))])
        return coalesce(plain, odd)

    def _read_category(self, column: FactColumn) -> Sql:
        """Return the number of a category, each of which is read before anything runs."""
        assert isinstance(column.dtype, nw.Enum)  # noqa: S101  # for the type checker
        read = [write_constant(encode_value(column.fact, each)) for each in column.dtype.categories]
        place = Sql(f"enum_code({self.get_column(column.name)})")  # Spark has no categories
        return self._dialect.get_item(self._dialect.write_array(read), place)

    def _encode_text(self, column: FactColumn, written: Sql, text: Sql) -> tuple[Sql, Sql]:
        """Return the number of a text as it is usually written, then that of any accepted one."""
        like = self._dialect.has_match
        match column.kind:
            case "code":
                without = self._dialect.find_number(text, map_words_without_code(column.fact))
                code = write_case([(like(text, FOUR_DIGITS), _read_first_four(text))])
                return self._dialect.read_first_four(written, 4), coalesce(code, without)
            case "hs":
                is_code, digits = self._parse_hs_code(text)
                tidied = write_case([(is_code, _read_first_four(digits))])
                return self._dialect.read_first_four(written, 10), tidied
            case "count":
                is_one = like(text, "^[0-9]{1,9}$") & like(text, "[1-9]")
                return NULL, write_case([(is_one, Sql(f"-cast({text} as int)"))])
        numbers = map_names_to_codes(column.fact)
        # pandas writes None for what is missing: that is no word.
        lower = write_case(
            [(self._is_same(text, self._dialect.write_text(NO_CODE)), text)],
            Sql(f"nullif(lower({text}), '{NO_CODE}')"),
        )
        tidied = self._dialect.find_number(lower, numbers)
        return self._dialect.find_number(written, numbers), tidied

    def _read_papers(self, column: FactColumn, written: Sql) -> Sql:
        split = written
        if not isinstance(column.dtype, nw.List):
            text = self._dialect.strip(written)
            filled = write_case([(~self._is_same(text, self._dialect.write_text("")), text)])
            split = self._dialect.split(filled, PAPER_SEPARATORS)
        paper = self._dialect.strip(Sql("item"))
        numbers = {"": 0} | {
            name: BIT_OF_PAPER[word] for name, word in VALUE_OF_WORD["papers_held"].items()
        }
        bits = self._dialect.find_number(Sql(f"lower({paper})"), numbers)
        return self._dialect.join_bits(split, bits.fill_null(INVALID_PAPERS))

    def _refuse(self, fact: str, when: Sql) -> None:
        self.refused.setdefault(fact, []).append(when)  # a case takes null for no

    def _is_same(self, one: Sql, other: Sql) -> Sql:
        return Sql(f"({one} = {other})")

    def _is_number_of_a_list(self, entry: Sql) -> Sql:
        return self._is_same(Sql(f"substring({entry}, 9, 1)"), self._dialect.write_text("E"))

    def _restore_encoding(self, fact: str, value: Sql) -> Sql:
        """Return a heading where HS codes were compared whole."""
        if NAMES[fact].kind == "hs":
            self._refuse(fact, self._is_same(value, self._dialect.write_text(REFUSED_TEXT)))
            value = Sql(f"try_{_read_first_four(value)}")
        return _fill_unknown(fact, value)

    # -- what the trees are made of --------------------------------------------------------------

    def get_column(self, name: str) -> Sql:
        """Return a column by its name."""
        return self._dialect.write_name(name)

    def make_literal(self, value: Value) -> Sql:
        """Return a fixed value."""
        return self._dialect.write_text(value) if isinstance(value, str) else write_constant(value)

    def choose(self, condition: Sql, then: Sql, otherwise: Sql) -> Sql:
        """Choose by a condition that is never null."""
        return write_case([(condition, then)], otherwise)

    def take_first(self, operand: Sql, fallback: Sql) -> Sql:
        """Take the first of two that is not null."""
        return coalesce(operand, fallback)

    def is_unknown(self, fact: str) -> Sql:
        """Say that a fact is unknown."""
        if NAMES[fact].kind in _NEVER_NULL:
            return is_one_of(self._facts[fact], [NULL_CODE])
        return self._facts[fact].is_null()

    def is_in(self, fact: str, words: Sequence[str]) -> Sql:
        """Say that a fact is one of the words."""
        is_one = self.is_definitely_in(fact, words, negated=False)
        return write_case([(~self.is_unknown(fact), is_one)])

    def is_definitely_in(self, fact: str, words: Sequence[str], *, negated: bool) -> Sql:
        """Say that a fact is known to be one of the words, or to be none of them: never null."""
        numbers = [encode_word(fact, word) for word in words]
        if negated:
            return ~is_one_of(self._facts[fact], [*numbers, NULL_CODE])
        return is_one_of(self._facts[fact], numbers)

    def is_prefix_in(self, fact: str, table: Mapping[str, str], words: Sequence[str]) -> Sql:
        """Say that the word of a code's longest listed prefix is one of the words."""
        found = self.is_prefix_definitely_in(fact, table, words)
        return write_case([(~is_one_of(self._find_heading_word(fact, table), [NO_MATCH]), found)])

    def is_prefix_definitely_in(
        self, fact: str, table: Mapping[str, str], words: Sequence[str]
    ) -> Sql:
        """Say that a prefix is listed and its word is one of the words: never null."""
        numbers = [at for at, word in enumerate(list_categories(table)) if word in words]
        return is_one_of(self._find_heading_word(fact, table), numbers or [INVALID_CODE])

    def _find_heading_word(self, fact: str, table: Mapping[str, str]) -> Sql:
        """Return the place of the word of a heading's longest listed prefix."""
        words = self._dialect.write_small_numbers(build_heading_table(tuple(sorted(table.items()))))
        found = self._dialect.get_item(words, self._facts[fact])
        return self._add_step(3, f"{fact}_heading_word", found.fill_null(NO_MATCH))

    def contains_any(self, fact: str, words: Sequence[str]) -> Sql:
        """Say that a fact, a set of papers, holds one of the words."""
        bits = sum(BIT_OF_PAPER[word] for word in words)
        return Sql(f"(({self._facts[fact]} & {bits}) <> 0)")

    def matches(self, fact: str, pattern: str) -> Sql:
        """Say that a fact, a text, matches a regular expression from its start on."""
        return self._dialect.has_match(self._facts[fact], f"^(?:{pattern})")

    def add_months(self, day: Sql, months: int) -> Sql:
        """Return the day some calendar months later."""
        # Days refused may lie so far away that there is none.
        return write_case(
            [
                (
                    Sql(f"{day} <= {write_constant(LATEST_DATE)}"),
                    self._dialect.add_months(day, months),
                )
            ]
        )

    def find_working_day(self, day: Sql, days_off: Collection[date] | None, months: int = 0) -> Sql:
        """Return the first day from a day on, or from some months after it, that is no rest day."""
        if months:
            day = self.add_months(day, months)
        numbers = self._dialect.write_array(map(write_constant, _DAYS_OVER_WEEKEND))
        over = self._dialect.add_days(
            day, self._dialect.get_item(numbers, self._dialect.find_weekday(day))
        )
        if not days_off:
            return over
        moved = [
            (is_one_of(day, rests), self._dialect.add_days(day, write_constant(distance)))
            for distance, rests in _group_by_shift(days_off)
        ]
        # In a year for which rest days are given, a Saturday that is not among them is worked.
        years = sorted(year for year in list_years(days_off) if year in _YEARS)
        given = [(is_one_of(Sql(f"year({day})"), years), day)] if years else []
        return write_case([*moved, *given], otherwise=over)

    def add_days(self, day: Sql, days: int) -> Sql:
        """Return the day some days later."""
        return write_case(
            [
                (
                    Sql(f"{day} <= {write_constant(LATEST_DATE)}"),
                    self._dialect.add_days(day, write_constant(days)),
                )
            ]
        )

    def find_year_start(self, fact: str, place: int) -> Sql:
        """Return the first of January of the year four digits name; null for what is refused."""
        # SQL counts the characters of a text from 1.
        year = f"try_cast(substring({self._facts[fact]}, {place + 1}, 4) as int)"
        return Sql(f"make_date({year}, 1, 1)")


# No day of the law lies later; a last day is half a year after LAST_DAY at most.
_YEARS = range(EARLIEST_DATE.year, LATEST_DATE.year + 2)


def _group_by_shift(days_off: Collection[date]) -> Iterator[tuple[int, list[date]]]:
    """Yield the rest days of the years for which some are given, by how far they move on.

    With them the weekend before such a year, which may move on into it.
    """
    working = NextWorkingDays(days_off)
    read = {day for day in days_off if day.year in _YEARS}
    for year in list_years(read):
        last_days = (date(year, 1, 1) - timedelta(days=before) for before in (1, 2))
        read |= {day for day in last_days if working.is_rest_day(day)}
    by_distance = sorted(read, key=lambda rest: (working[rest] - rest, rest))
    for distance, rests in groupby(by_distance, key=lambda rest: working[rest] - rest):
        yield distance // timedelta(1), list(rests)


def _fill_unknown(fact: str, number: Sql) -> Sql:
    return number.fill_null(NULL_CODE) if NAMES[fact].kind in _NEVER_NULL else number


def _sum_check_digits(digits: Sql) -> str:
    """Return the sum by which the last of 13 digits is checked, null where there are fewer."""
    each = [f"try_cast(substring({digits}, {at + 1}, 1) as int)" for at in range(13)]
    return f"({' + '.join(f'{digit} * {(1, 3)[at % 2]}' for at, digit in enumerate(each))})"


def _read_first_four(digits: Sql) -> Sql:
    return Sql(f"cast(left({digits}, 4) as int)")
