"""Files of goods in Parquet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import BinaryIO

from retax.cells.cell import FaultyCell
from retax.desk.extras import require_extra
from retax.desk.readers.headings import GOODS_NAMES, Vocabulary, find_fact_of_heading, find_headings
from retax.desk.readers.table import RowWithNotes, read_rows
from retax.desk.source import DeskError, Source
from retax.facts.catalogue import NAMES
from retax.facts.model import EARLIEST_DATE, LATEST_DATE
from retax.words import Words

with require_extra("frames"):
    import polars as pl

_NOT_PARQUET = Words("不是 Parquet 文件，或文件不完整", "not a Parquet file, or only a part of one")
_NO_NAMES = Words(
    "没有可识别的列名；应有 {examples} 等列",
    "none of its columns names facts; accepted are columns such as {examples}",
)
_NO_CELLS = Words(
    "列「{heading}」的类型 {type} 不在可填范围内；请改为文本、数字、是否、日期或不带时区的日期时间",
    "column {heading!r} is of type {type}; accepted are text, numbers, booleans, days, and times "
    "without a time zone",
)
_NO_CELL = Words(
    "含有无法读取的日期或时长；请将该列改为文本",
    "holds a day or a length of time that cannot be read; make the column one of text",
)
_FAR_AWAY = Words(
    f"{{fact}}{{shown}}不在可填范围内；请改填{EARLIEST_DATE.year}至{LATEST_DATE.year}年间的日期",
    f"{{fact}} is {{shown}}; accepted is a day of the years "
    f"{EARLIEST_DATE.year} to {LATEST_DATE.year}",
)

_SINCE_1970 = date(1970, 1, 1).toordinal()
_FIRST, _LAST = date.min.toordinal() - _SINCE_1970, date.max.toordinal() - _SINCE_1970
_IN_A_DAY: Mapping[str, int] = {"ms": 86_400 * 10**3, "us": 86_400 * 10**6, "ns": 86_400 * 10**9}
_YEARS, _DAYS = 400, 146_097
"""After which the calendar repeats itself."""


def read_parquet(stream: BinaryIO, names: Vocabulary = GOODS_NAMES) -> Source:
    """Return the goods of a Parquet file; rows are numbered from 1 and read in batches.

    Raises:
        DeskError: it is no Parquet file, none of its columns names facts, or one that does holds
            what is no fact: nested values or times with a time zone.
    """
    try:
        frame = pl.scan_parquet(stream)
        schema = frame.collect_schema()
    # Some broken files make polars panic, which is no PolarsError and no Exception.
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        raise DeskError(_NOT_PARQUET) from None
    headings = [heading.strip() for heading in schema]
    if find_headings([headings], names) is None:
        raise DeskError(_NO_NAMES.filled(examples=names.examples))
    for heading, kind in schema.items():
        field = find_fact_of_heading(heading, names)
        may_be_list = field is not None and NAMES[names.find_fact_like(field)].kind == "papers"
        if field is not None and not _can_hold_cells(kind, may_be_list):
            raise DeskError(_NO_CELLS.filled(heading=heading, type=kind))
    return read_rows(headings, enumerate(_read_rows(frame, schema), start=1), names=names)


def _can_hold_cells(kind: pl.DataType, may_be_list: bool) -> bool:
    if isinstance(kind, pl.List):
        return may_be_list and isinstance(kind.inner, pl.String)
    if isinstance(kind, pl.Datetime):
        # A moment that has a zone is one day in China and may be another elsewhere.
        return kind.time_zone is None
    plain = (pl.String, pl.Categorical, pl.Enum, pl.Boolean, pl.Date, pl.Time, pl.Null)
    return kind.is_numeric() or isinstance(kind, plain)


def _read_rows(frame: pl.LazyFrame, schema: pl.Schema) -> Iterator[Sequence[object]]:
    in_a_day = {
        place: _IN_A_DAY[kind.time_unit] if isinstance(kind, pl.Datetime) else 1
        for place, kind in enumerate(schema.values())
        if isinstance(kind, pl.Date | pl.Datetime)
    }
    try:
        for batch in _split_far_days(frame, in_a_day).collect_batches(maintain_order=True):
            yield from _restore_far_days(batch, len(schema), in_a_day)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        raise DeskError(_NOT_PARQUET) from None
    except (ValueError, OverflowError):  # what Python cannot hold within lists, or of durations
        raise DeskError(_NO_CELL) from None


def _split_far_days(frame: pl.LazyFrame, in_a_day: Mapping[int, int]) -> pl.LazyFrame:
    """Put the days and moments Python cannot hold as numbers into columns of their own."""
    # A day beyond the years 1 to 9999 makes polars raise while rows are read, so that the rows
    # beside it would be lost, too.
    near, far = [], []
    for place, unit in in_a_day.items():
        number = pl.nth(place).to_physical()
        is_near = number.is_between(_FIRST * unit, (_LAST + 1) * unit - 1)
        # Of a null both conditions are null, so that it is in neither column.
        near.append(pl.when(is_near).then(pl.nth(place)).name.keep())
        far.append(pl.when(~is_near).then(number).alias(f"\0{place}"))
    return frame.with_columns(*near, *far)


def _restore_far_days(
    batch: pl.DataFrame, width: int, in_a_day: Mapping[int, int]
) -> Iterator[Sequence[object]]:
    if batch.width == width:
        yield from batch.iter_rows()
        return
    places = [*in_a_day]
    for row in batch.iter_rows():
        cells, far = row[:width], row[width:]
        if not any(number is not None for number in far):
            yield cells
            continue
        odd = RowWithNotes(cells)
        for place, number in zip(places, far, strict=True):
            if number is not None:
                odd[place] = FaultyCell(_show_far_day(number // in_a_day[place]), _FAR_AWAY)
        yield odd


def _show_far_day(days: int) -> str:
    """Show a day before the year 1 or after 9999, counted from 1970."""
    repeated, within = divmod(days + _SINCE_1970 - 1, _DAYS)
    day = date.fromordinal(within + 1)
    return f"{day.year + repeated * _YEARS}-{day:%m-%d}"
