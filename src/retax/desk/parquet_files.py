"""Files of goods in Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from retax.desk.extras import needs
from retax.desk.rows import Source, Unreadable
from retax.desk.tables import EXAMPLES, fact_of, heading_row, source_of_rows
from retax.vocabulary import NAMES
from retax.words import Words

with needs("frames"):
    import polars as pl

_NOT_PARQUET = Words("不是 Parquet 文件，或文件不完整", "not a Parquet file, or only a part of one")
_NO_NAMES = Words(
    f"没有可识别的列名；应有 {EXAMPLES.zh} 等列",
    f"none of its columns names facts; accepted are columns such as {EXAMPLES.en}",
)
_NO_CELLS = Words(
    "列「{heading}」的类型为 {type}，不可接受；应为文本、数字、是否、日期或不带时区的日期时间",
    "column {heading!r} is of type {type}; accepted are text, numbers, booleans, days, and times "
    "without a time zone",
)


def read_parquet(stream: BinaryIO) -> Source:
    """Return the goods of a Parquet file; rows are numbered from 1 and read in batches.

    Raises:
        Unreadable: it is no Parquet file, none of its columns names facts, or one that does holds
            what is no fact: nested values or times with a time zone.
    """
    try:
        frame = pl.scan_parquet(stream)
        schema = frame.collect_schema()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        raise Unreadable(_NOT_PARQUET) from None
    headings = [heading.strip() for heading in schema]
    if heading_row([headings]) is None:
        raise Unreadable(_NO_NAMES)
    for heading, kind in schema.items():
        fact = fact_of(heading)
        if fact is not None and not _holds_cells(kind, NAMES[fact].kind == "papers"):
            raise Unreadable(_NO_CELLS.filled(heading=heading, type=kind))
    return source_of_rows(headings, enumerate(_rows(frame), start=1))


def _holds_cells(kind: pl.DataType, may_be_list: bool) -> bool:
    if isinstance(kind, pl.List):
        return may_be_list and isinstance(kind.inner, pl.String)
    if isinstance(kind, pl.Datetime):
        return kind.time_zone is None
    plain = (pl.String, pl.Categorical, pl.Enum, pl.Boolean, pl.Date, pl.Time, pl.Null)
    return kind.is_numeric() or isinstance(kind, plain)


def _rows(frame: pl.LazyFrame) -> Iterator[tuple[object, ...]]:
    try:
        for batch in frame.collect_batches(maintain_order=True):
            yield from batch.iter_rows()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        raise Unreadable(_NOT_PARQUET) from None
