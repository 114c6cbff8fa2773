"""Files of goods larger than memory, read and judged piece by piece."""

from __future__ import annotations

import csv
from functools import partial
from os import PathLike
from pathlib import Path

import polars as pl

from retax.cells.swallowed_rows import has_swallowed_rows
from retax.facts.catalogue import NAMES
from retax.frames.encoding import WHITE
from retax.frames.schema import find_readable_fact

_KINDS = (".parquet", ".csv")
_SEPARATORS = (",", ";", "\t")
_PIECE = 1 << 20
"""The number of bytes of a file that are searched for its headings."""


def read_goods(path: str | PathLike[str]) -> pl.LazyFrame:
    """Return the goods of a Parquet or CSV file, or of a folder of them, as a lazy polars frame.

    Nothing is read yet: give it to :func:`check_frame` and write it with ``sink_parquet`` or
    ``sink_csv``, or collect it with ``collect(engine="streaming")``; the memory used does not grow
    with the file. A CSV file is UTF-8, its headings are in its first line, and commas, semicolons
    or tabs part its cells. Its quantities are read as numbers (with a decimal point), anything else
    as text; what is no day or no number is refused row by row, not here. A quotation mark that
    takes the rows after it into its cell stops the run, as bytes do that are no UTF-8.

    Raises:
        ValueError: the file is neither Parquet nor CSV, or there is none, or its headings are not
            UTF-8, name no fact or stand twice.
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
    separators = {_find_separator(file) for file in files}
    if len(separators) > 1:
        raise ValueError(
            f"path is {str(where)!r}, whose files are parted by {sorted(separators)}; accepted is "
            "one separator"
        )
    (separator,) = separators
    texts = pl.scan_csv(files, infer_schema=False, glob=False, separator=separator)
    whole = texts.map_batches(partial(_refuse_swallowed_rows, separator), streamable=True)
    return whole.with_columns(_read_quantities(texts.collect_schema().names()))


_ON_SEVERAL_LINES = pl.col(pl.String).str.contains("\n", literal=True)


def _refuse_swallowed_rows(separator: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows as they are; ValueError where a cell between two quotation marks holds others."""
    if rows.select(pl.any_horizontal(_ON_SEVERAL_LINES.any())).item():
        for name in rows.columns:
            cells = rows[name].filter(rows[name].str.contains("\n", literal=True))
            if any(has_swallowed_rows(cell, rows.width - 1, separator) for cell in cells):
                raise ValueError(
                    f"a cell of the column {name!r} holds whole rows, between two quotation marks; "
                    'delete the marks, or write each of them twice ("")'
                )
    return rows


def _is_data(file: Path) -> bool:
    return not file.name.startswith((".", "_")) and file.is_file()


def _find_separator(file: Path) -> str:
    """Return the separator by which the first line of a file names the most facts."""
    with file.open("rb") as opened:
        start = opened.read(_PIECE)
    first_line = start.splitlines(keepends=True)[:1]
    text = b"".join(first_line).decode("utf-8-sig", errors="replace")
    if "\N{REPLACEMENT CHARACTER}" in text or "\0" in text:
        raise ValueError(
            f"path is {str(file)!r}, whose headings are no UTF-8; accepted is a file saved as UTF-8"
        )
    headings = {separator: _find_fact_names(text, separator) for separator in _SEPARATORS}
    separator = max(_SEPARATORS, key=lambda each: len(headings[each]))
    facts = headings[separator]
    if not facts:
        raise ValueError(
            f"path is {str(file)!r}, whose first line names no fact; accepted is a line of "
            "headings such as supervision_code, parted by commas, semicolons or tabs"
        )
    if len(set(facts)) < len(facts):
        twice = next(name for name in facts if facts.count(name) > 1)
        raise ValueError(
            f"path is {str(file)!r}, whose heading {twice!r} stands above more than one column; "
            "accepted is one of each"
        )
    return separator


def _find_fact_names(line: str, separator: str) -> list[str]:
    """Return the headings of a line that name a fact a clause reads."""
    headings = next(csv.reader([line], delimiter=separator), [])
    return [heading for heading in headings if find_readable_fact(heading) is not None]


def _read_quantities(names: list[str]) -> list[pl.Expr]:
    # What cannot be read becomes a number that is refused: the row must not pass for unknown.
    found = [name for name in names if NAMES[find_readable_fact(name) or "note"].kind == "quantity"]
    return [_read_number(pl.col(name).str.strip_chars(WHITE)).alias(name) for name in found]


def _read_number(text: pl.Expr) -> pl.Expr:
    number = text.cast(pl.Float64, strict=False)
    return pl.coalesce(number, pl.when(text != "").then(pl.lit(float("nan"))))
