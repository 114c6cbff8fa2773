"""Expressions written as SQL text, and where DuckDB and Spark write them differently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from retax.frames.encoding import WHITE


@dataclass(frozen=True, slots=True)
class Sql:
    """An expression as text, in parentheses where a part of it could be misread."""

    text: str

    def __str__(self) -> str:
        """Return the text, to be written into another one."""
        return self.text

    def __and__(self, other: Sql) -> Sql:
        return Sql(f"({self} and {other})")

    def __or__(self, other: Sql) -> Sql:
        return Sql(f"({self} or {other})")

    def __invert__(self) -> Sql:
        return Sql(f"(not {self})")

    def __le__(self, other: Sql) -> Sql:
        return Sql(f"({self} <= {other})")

    def __lt__(self, other: Sql) -> Sql:
        return Sql(f"({self} < {other})")

    def __add__(self, other: Sql) -> Sql:
        return Sql(f"({self} + {other})")

    def __sub__(self, other: Sql) -> Sql:
        return Sql(f"({self} - {other})")

    def is_null(self) -> Sql:
        """Say that this is null; never null itself."""
        return Sql(f"({self} is null)")

    def fill_null(self, value: bool | int | date | Decimal) -> Sql:
        """Put a fixed value in place of null."""
        return Sql(f"coalesce({self}, {write_constant(value)})")


NULL = Sql("null")


def write_constant(value: bool | int | date | Decimal | None) -> Sql:
    """Write a fixed value that is no text."""
    match value:
        case None:
            return NULL
        # Before whole numbers, of which True is one to Python.
        case bool():
            return Sql("true" if value else "false")
        case date():
            return Sql(f"date '{value.isoformat()}'")
        case Decimal():
            return Sql(f"{value:f}")
    return Sql(str(value))


def write_case(chosen: Iterable[tuple[Sql, Sql]], otherwise: Sql = NULL) -> Sql:
    """Return the value beside the first condition that is true; null counts as false."""
    branches = " ".join(f"when {condition} then {value}" for condition, value in chosen)
    return Sql(f"(case {branches} else {otherwise} end)") if branches else otherwise


def coalesce(*values: Sql) -> Sql:
    """Take the first that is not null."""
    return Sql(f"coalesce({_join_with_commas(values)})")


def is_one_of(value: Sql, values: Iterable[int | date]) -> Sql:
    """Say that a value is one of some fixed ones; null where it is null."""
    listed = [write_constant(each) for each in values]
    if len(listed) == 1:
        return Sql(f"({value} = {listed[0]})")
    return Sql(f"({value} in ({_join_with_commas(listed)}))")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dialect:
    """The differences between the engines, each a text to be filled in."""

    quote: str
    escaped: Mapping[str, str]
    text_type: str
    array_: str
    item_: str
    place_: str
    digits_: str
    like_: str
    strip_: str
    split_: str
    bits_: str
    numbers_: str
    months_later_: str
    days_later_: str
    weekday_: str

    def write_name(self, column: str) -> Sql:
        """Write the name of a column."""
        return Sql(self.quote + column.replace(self.quote, self.quote * 2) + self.quote)

    def write_text(self, value: str) -> Sql:
        """Write a fixed text."""
        return Sql("'" + "".join(self.escaped.get(each, each) for each in value) + "'")

    def write_texts(self, items: Iterable[str | None]) -> Sql:
        """Write a list of fixed texts."""
        return self.write_array(NULL if item is None else self.write_text(item) for item in items)

    def write_array(self, items: Iterable[Sql]) -> Sql:
        """Write a list of fixed values."""
        return Sql(self.array_.format(items=_join_with_commas(items)))

    def write_small_numbers(self, numbers: Iterable[int]) -> Sql:
        """Write a long list of numbers up to 255, as one text that is quickly parsed."""
        return Sql(self.numbers_.format(text=self.write_text(",".join(map(str, numbers)))))

    def join(self, texts: Iterable[Sql]) -> Sql:
        """Join with ``;`` the texts that are not null."""
        return Sql(f"concat_ws({_join_with_commas([self.write_text(';'), *texts])})")

    def get_item(self, items: Sql, place: Sql) -> Sql:
        """Take an item of a list by its place, from 0 on; null where there is none."""
        return Sql(self.item_.format(items=items, place=place))

    def find_number(self, text: Sql, numbers: Mapping[str, int]) -> Sql:
        """Return the number of the name a text is; null where it is none."""
        names = _join_with_commas(map(self.write_text, numbers))
        place = Sql(self.place_.format(text=text, names=names))
        return self.get_item(self.write_array(map(write_constant, numbers.values())), place)

    def read_first_four(self, text: Sql, length: int) -> Sql:
        """Return the first four of exactly ``length`` digits as a number, else null.

        It is quick; where they begin with a zero it may be null as well.
        """
        digits = self.digits_.format(
            text=text, length=length, least=10 ** (length - 1), glob="[0-9]" * length
        )
        return write_case([(Sql(digits), Sql(f"try_cast(left({text}, 4) as int)"))])

    def has_match(self, text: Sql, pattern: str) -> Sql:
        """Say that a regular expression is found in a text."""
        return Sql(self.like_.format(text=text, pattern=self.write_text(pattern)))

    def strip(self, text: Sql) -> Sql:
        """Return a text without the white space around it."""
        return Sql(self.strip_.format(text=text, white=self.write_text(WHITE)))

    def split(self, text: Sql, separators: str) -> Sql:
        """Part a text at any of some characters into a list."""
        return Sql(self.split_.format(text=text, pattern=self.write_text(f"[{separators}]")))

    def join_bits(self, items: Sql, bits: Sql) -> Sql:
        """Join the ``bits`` of each item, written over ``item``, by "or"; of no item 0."""
        return Sql(self.bits_.format(items=items, bits=bits))

    def add_months(self, day: Sql, months: int) -> Sql:
        """Return the day some months later, cut to the month's last day."""
        return Sql(self.months_later_.format(day=day, months=months))

    def add_days(self, day: Sql, days: Sql) -> Sql:
        """Return the day some days later."""
        return Sql(self.days_later_.format(day=day, days=days))

    def find_weekday(self, day: Sql) -> Sql:
        """Return 0 for a Monday to 6 for a Sunday."""
        return Sql(self.weekday_.format(day=day))


def _join_with_commas(items: Iterable[Sql]) -> str:
    return ", ".join(map(str, items))


DUCKDB = Dialect(
    quote='"',
    escaped={"'": "''"},
    text_type="varchar",
    array_="[{items}]",
    # DuckDB counts the items of a list from 1.
    item_="list_extract({items}, {place} + 1)",
    place_="enum_code(try_cast({text} as enum ({names})))",
    digits_="{text} glob '{glob}'",
    like_="regexp_matches({text}, {pattern})",
    # Without the second argument only blanks would go, no tabs and no full-width spaces.
    strip_="trim({text}, {white})",
    split_="regexp_split_to_array({text}, {pattern})",
    # list_bit_or of an empty list is null, which would read as “no papers known”.
    bits_="(case when {items} is not null"
    " then coalesce(list_bit_or(list_transform({items}, lambda item: {bits})), 0) end)",
    numbers_="cast(string_split({text}, ',') as utinyint[])",
    months_later_="cast({day} + interval {months} month as date)",
    days_later_="({day} + {days})",
    weekday_="(isodow({day}) - 1)",
)

SPARK = Dialect(
    quote="`",
    escaped={"\\": "\\\\", "'": "\\'"},
    text_type="string",
    array_="array({items})",
    item_="get({items}, {place})",
    # array_position counts from 1, in a bigint.
    place_="cast(array_position(array({names}), {text}) - 1 as int)",
    # A whole number may be written with a sign, and blanks around it are passed over.
    digits_="length({text}) = {length} and try_cast({text} as bigint) >= {least}",
    like_="({text} rlike {pattern})",
    strip_="btrim({text}, {white})",
    split_="split({text}, {pattern})",
    bits_="aggregate({items}, 0, (held, item) -> held | {bits})",
    numbers_="cast(split({text}, ',') as array<smallint>)",
    months_later_="add_months({day}, {months})",
    days_later_="date_add({day}, {days})",
    weekday_="weekday({day})",
)
