"""Files of goods larger than memory, read and judged piece by piece."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

import polars as pl

from retax.frames.values import WHITE
from retax.goods import ISO_DAY
from retax.vocabulary import FACT_OF_NAME, NAMES, Kind

_KINDS = (".parquet", ".csv")


def read_goods(path: str | PathLike[str]) -> pl.LazyFrame:
    """Return the goods of a Parquet or CSV file, or of a folder of them, as a lazy polars frame.

    Nothing is read yet: give it to :func:`check_frame` and write it with ``sink_parquet`` or
    ``sink_csv``, or collect it with ``collect(engine="streaming")``; the memory used does not grow
    with the file. Of a CSV file every fact is read as what it is: days as ``2026-01-31`` or
    ``20260131``, quantities as numbers, anything else as text; what cannot be read as a day or a
    number is refused row by row, not here.

    Raises:
        ValueError: the file is neither Parquet nor CSV, or there is none, or its headings are not
            UTF-8.
    """
    where = Path(path)
    found = sorted(filter(_is_data, where.rglob("*"))) if where.is_dir() else [where]
    kinds = {file.suffix.lower() for file in found if file.suffix.lower() in _KINDS}
    if len(kinds) != 1 or not where.exists():
        raise ValueError(
            f"path is {str(where)!r}; accepted is a .parquet or .csv file that is there, or a "
            "folder of files of one of the two kinds"
        )
    (kind,) = kinds
    files = [file for file in found if file.suffix.lower() == kind]
    if kind == ".parquet":
        return pl.scan_parquet(files, glob=False)
    texts = pl.scan_csv(files, infer_schema=False, encoding="utf8", glob=False)
    names = texts.collect_schema().names()
    if any("\N{REPLACEMENT CHARACTER}" in name for name in names):
        raise ValueError(f"path is {str(where)!r}, its headings are no UTF-8; accepted is UTF-8")
    return texts.with_columns(**_typed(names))


def _is_data(file: Path) -> bool:
    return not file.name.startswith((".", "_")) and file.is_file()


def _typed(names: list[str]) -> dict[str, pl.Expr]:
    return {
        name: _as(NAMES[fact].kind, pl.col(name).str.strip_chars(WHITE))
        for name in names
        if (fact := FACT_OF_NAME.get(name.strip())) and NAMES[fact].kind in ("day", "quantity")
    }


def _as(kind: Kind, text: pl.Expr) -> pl.Expr:
    # What cannot be read becomes a value that is refused: the row must not pass for unknown.
    filled = pl.when(text != "").then(text)
    if kind == "day":
        plain = pl.coalesce(  # polars alone reads 2026111 as some day
            pl.when(filled.str.contains(pattern)).then(filled).str.to_date(written, strict=False)
            for pattern, written in ((ISO_DAY, "%Y-%m-%d"), (_EIGHT_DIGITS, "%Y%m%d"))
        )
        return pl.coalesce(plain, pl.when(filled.is_not_null()).then(_NO_DAY))
    number = filled.cast(pl.Float64, strict=False)
    return pl.coalesce(number, pl.when(filled.is_not_null()).then(pl.lit(float("nan"))))


_EIGHT_DIGITS = r"^[0-9]{8}$"
_NO_DAY = pl.date(1, 1, 1)
