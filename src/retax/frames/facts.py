"""Which columns of a table tell which facts, and whether their types can."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from narwhals import dtypes as nw

from retax.law.compiled import FACT_ORDER
from retax.logic.columns import COMPUTED
from retax.vocabulary import FACT_OF_NAME, NAMES, Kind

NEW = "retax_"
"""How the names of the columns begin that a table is given."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that tells a fact."""

    name: str
    fact: str
    dtype: nw.DType

    @property
    def kind(self) -> Kind:
        """Return of what kind the fact is."""
        return NAMES[self.fact].kind

    @property
    def is_text(self) -> bool:
        """Say whether its values are texts, categories included."""
        return isinstance(self.dtype, nw.String | nw.Categorical | nw.Enum)

    @property
    def is_number(self) -> bool:
        """Say whether its values are whole numbers."""
        return self.dtype.is_integer()


def fact_of(name: str) -> str | None:
    """Return the fact a column of this name tells; None for none, or one that no clause reads."""
    fact = FACT_OF_NAME.get(str(name).strip())
    return None if fact is None or NAMES[fact].kind == "text" else fact


def columns_of(
    schema: Mapping[str, nw.DType], dialect: str, nothing: Collection[str] = ()
) -> dict[str, list[Column]]:
    """Return for each fact that is told the columns that tell it, in the order of the model.

    ``nothing`` names the columns of nothing but nulls, which tell nothing. ValueError, in one
    sentence, for a column that cannot tell its fact.
    """
    told: dict[str, list[Column]] = {}
    for name, dtype in schema.items():
        fact = fact_of(name)
        if fact is None or name in nothing:
            continue
        column = Column(name, fact, dtype)
        if not _can_tell(column):
            raise ValueError(_cannot_tell(column, dialect))
        told.setdefault(fact, []).append(column)
    return dict(sorted(told.items(), key=lambda item: FACT_ORDER[item[0]]))


def refuse_answers(names: Iterable[str]) -> None:
    """ValueError, in one sentence, for a column whose name is kept for the answers."""
    for name in names:
        kept = str(name).casefold()  # SQL tells no capitals from small letters
        if kept.startswith((NEW, COMPUTED)):
            raise ValueError(
                f"column {name!r} is there already; accepted is a table without columns that "
                f"begin with {NEW!r} or {COMPUTED!r}"
            )


def _can_tell(column: Column) -> bool:
    dtype = column.dtype
    match column.kind:
        case "day":
            return isinstance(dtype, nw.Date) or (
                isinstance(dtype, nw.Datetime) and dtype.time_zone is None
            )
        case "yes_no":
            return isinstance(dtype, nw.Boolean) or column.is_text or column.is_number
        case "word":
            return column.is_text
        case "quantity":
            return dtype.is_numeric()
        case "papers":
            return column.is_text or (isinstance(dtype, nw.List) and dtype.inner == nw.String)
    return column.is_text or column.is_number  # entry, code, hs, count


_ACCEPTED: Mapping[Kind, str] = {
    "entry": "texts or whole numbers",
    "code": "texts or whole numbers",
    "hs": "texts or whole numbers",
    "count": "whole numbers or texts",
    "day": "days (a date, or a datetime at midnight without a time zone)",
    "yes_no": "true and false, texts such as 是 and 否, or 1 and 0",
    "word": "texts or categories",
    "quantity": "numbers",
    "papers": "texts parted by ';', or lists of texts",
}

_TO_DAYS: Mapping[str, str] = {
    "polars": "pl.col({name!r}).str.to_date()",
    "pandas": "pandas.to_datetime(frame[{name!r}])",
    "pyarrow": "pyarrow.compute.strptime(table[{name!r}], format='%Y-%m-%d', unit='s')",
    "duckdb": 'CAST("{name}" AS DATE)',
    "pyspark": "functions.to_date({name!r})",
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


def _cannot_tell(column: Column, dialect: str) -> str:
    holds = "a type unknown here" if isinstance(column.dtype, nw.Unknown) else column.dtype
    sentence = (
        f"column {column.name!r} ({column.fact}) holds {holds}; accepted are "
        f"{_ACCEPTED[column.kind]}"
    )
    if column.kind == "day" and column.is_text and dialect in _TO_DAYS:
        cast = _TO_DAYS[dialect].format(name=column.name)
        # Made null, it would be asked for, and the mistake in the file would never be told.
        sentence += f"; cast it first: {cast} (mend a text that is no day, do not make it null)"
    if column.dtype.is_float() and column.kind == "entry":
        # 18 digits do not fit: a number got back would be another one.
        sentence += "; floating point has lost digits of it: read the column as texts"
    elif column.dtype.is_float() and column.kind in _WHOLE and dialect in _TO_WHOLE_NUMBERS:
        sentence += f"; cast it first: {_TO_WHOLE_NUMBERS[dialect].format(name=column.name)}"
    return sentence
