"""Which columns of a table tell which facts, and whether their types can."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from narwhals import dtypes as nw

from retax.facts.catalogue import NAMES, FactKind
from retax.facts.name_matching import find_fact, find_near_fact, find_zone_of_entry
from retax.logic.compile_columns import COMPUTED

Unread = Literal["refuse", "carry"]
"""What becomes of a column whose name comes near that of a fact: refused, or carried unread."""

NEW = "retax_"
"""How the names of the columns begin that a table is given."""


@dataclass(frozen=True, slots=True)
class FactColumn:
    """A column that tells a fact."""

    name: str
    fact: str
    dtype: nw.DType

    @property
    def kind(self) -> FactKind:
        """Return of what kind the fact is."""
        return NAMES[self.fact].kind

    @property
    def is_text(self) -> bool:
        """Say whether its values are texts, categories included."""
        return isinstance(self.dtype, nw.String | nw.Categorical | nw.Enum)

    @property
    def can_hold_an_item(self) -> bool:
        """Say whether a value has room for the 21 digits of a declaration's number and item."""
        return self.is_text or isinstance(self.dtype, nw.Int128 | nw.UInt128)

    @property
    def is_number(self) -> bool:
        """Say whether its values are whole numbers."""
        return self.dtype.is_integer()


def find_readable_fact(name: str) -> str | None:
    """Return the fact a column of this name tells; None for none, or one that no clause reads."""
    fact = find_fact(str(name).strip())
    return None if fact is None or NAMES[fact].kind == "text" else fact


def match_columns(
    schema: Mapping[str, nw.DType], dialect: str, nothing: Collection[str] = ()
) -> dict[str, list[FactColumn]]:
    """Return the columns of each fact the table has, in the order of the columns.

    ``nothing`` names the columns of nothing but nulls, which tell nothing. ValueError, in one
    sentence, for a column that cannot tell its fact.
    """
    columns_by_fact: dict[str, list[FactColumn]] = {}
    for name, dtype in schema.items():
        fact = find_readable_fact(name)
        if fact is None or name in nothing:
            continue
        column = FactColumn(name, fact, dtype)
        if not _can_read_dtype(column):
            raise ValueError(_describe_dtype_error(column, dialect))
        columns_by_fact.setdefault(fact, []).append(column)
    return columns_by_fact


def reject_near_names(names: Iterable[str], unread: Unread) -> None:
    """ValueError, in one sentence, for a column whose name comes near that of a fact.

    Its fact would be unknown in every row, and a circumstance that is unknown counts as absent.
    """
    if unread not in ("refuse", "carry"):
        raise ValueError(f"unread is {unread!r}; accepted are 'refuse' and 'carry'")
    listed = [str(name).strip() for name in names] if unread == "refuse" else []
    facts = {find_fact(name) for name in listed}
    for name in listed:
        fact = find_near_fact(name) or find_zone_of_entry(name, facts)
        if fact is not None:
            raise ValueError(
                f"column {name!r} comes near the fact {fact!r} ({NAMES[fact].label.zh}) and is "
                f"none of its names; accepted is to rename it to {fact!r} where it tells that "
                "fact, or unread='carry' to carry it through unread"
            )


def reject_index(
    levels: Iterable[str], unread: Unread, find: Callable[[str], str | None] = find_readable_fact
) -> None:
    """ValueError, in one sentence, for a level of an index with the name of a column that tells.

    Only columns are read, so what it tells would be unknown in every row. ``find``: returns what
    a column of a name tells, None for nothing.
    """
    reject_near_names(levels, unread)
    for name in levels:
        field = find(name)
        if field is not None:
            raise ValueError(
                f"the index {name!r} tells {field!r}, and only columns are read; accepted is the "
                "table after reset_index(), or an index of another name"
            )


def reject_reserved_columns(names: Iterable[str]) -> None:
    """ValueError, in one sentence, for a column whose name is kept for the answers."""
    for name in names:
        kept = str(name).casefold()  # SQL tells no capitals from small letters
        if kept.startswith((NEW, COMPUTED)):
            raise ValueError(
                f"column {name!r} is there already; accepted is a table without columns that "
                f"begin with {NEW!r} or {COMPUTED!r}"
            )


def _can_read_dtype(column: FactColumn) -> bool:
    dtype = column.dtype
    match column.kind:
        case "day":
            is_plain = isinstance(dtype, nw.Datetime) and dtype.time_zone is None
            return isinstance(dtype, nw.Date) or is_plain or column.is_text
        case "yes_no":
            return isinstance(dtype, nw.Boolean) or column.is_text or column.is_number
        case "word":
            return column.is_text
        case "quantity":
            return dtype.is_numeric()
        case "papers":
            return column.is_text or (isinstance(dtype, nw.List) and dtype.inner == nw.String)
    return column.is_text or column.is_number  # entry, code, hs, count


_ACCEPTED: Mapping[FactKind, str] = {
    "entry": "texts or whole numbers",
    "code": "texts or whole numbers",
    "hs": "texts or whole numbers",
    "count": "whole numbers or texts",
    "day": "dates, datetimes at midnight without a time zone, or texts such as 2026-01-31",
    "yes_no": "true and false, texts such as 是 and 否, or 1 and 0",
    "word": "texts or categories",
    "quantity": "numbers",
    "papers": "texts parted by ';', or lists of texts",
}

_TO_WHOLE_NUMBERS: Mapping[str, str] = {
    "polars": "pl.col({name!r}).cast(pl.Int64)",
    "pandas": "frame[{name!r}].astype('Int64')",
    "pyarrow": "table[{name!r}].cast('int64')",
    "duckdb": 'CAST("{name}" AS BIGINT)',
    "pyspark": "functions.col({name!r}).cast('bigint')",
}
"""How whole numbers are had back that a missing value made floating point."""
_WHOLE = frozenset({"code", "hs", "count", "yes_no"})


def _describe_dtype_error(column: FactColumn, dialect: str) -> str:
    holds = "a type unknown here" if isinstance(column.dtype, nw.Unknown) else column.dtype
    sentence = (
        f"column {column.name!r} ({column.fact}) holds {holds}; accepted are "
        f"{_ACCEPTED[column.kind]}"
    )
    if column.dtype.is_float() and column.kind == "entry":
        # 18 digits do not fit: a number got back would be another one.
        sentence += "; floating point has lost digits of it: read the column as texts"
    elif column.dtype.is_float() and column.kind in _WHOLE and dialect in _TO_WHOLE_NUMBERS:
        sentence += f"; cast it first: {_TO_WHOLE_NUMBERS[dialect].format(name=column.name)}"
    return sentence
