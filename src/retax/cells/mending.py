"""One row mended as a cell of a workbook is, for programs that hold rows themselves.

``retax.check`` is strict; a clerk's cell is not: ``2026/3/5``, a time of day, 9610 as a number and
a lost zero are mended there with a remark. This gives a program the same tolerance.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from retax.cells.blank import is_blank
from retax.cells.cell import ParsedWithNote, make_parser
from retax.facts.catalogue import NAMES
from retax.facts.messages import Refusal, reject_no_mapping
from retax.facts.name_matching import find_fact
from retax.facts.validation_error import make_validation_error
from retax.words import Words


def mended(row: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Words, ...]]:
    """Mend the values of a row as those of a workbook's cells.

    A remark says what of a value was dropped or put back, such as a time of day or a lost zero.
    Another way to write the same value, such as ``2026/3/5`` or 9610 as a number, has none.

    Names stay as they are; a value under a name that is no fact stays, too, so that ``check``
    refuses it. Blank values, NaN and NaT are left out; values of numpy and pandas become Python's.

    Returns:
        The facts, ready for :func:`retax.check`, and the remarks.

    Raises:
        pydantic.ValidationError: a value can only be guessed at, such as the number by which a
            spreadsheet keeps a day; the message says how to mend it. Or the row is no mapping.
    """
    if not hasattr(row, "items"):  # a row of pandas has them, too
        raise make_validation_error([reject_no_mapping(row, _NO_ROW)])
    facts: dict[str, Any] = {}
    remarks: list[Words] = []
    refusals: list[Refusal] = []
    for name, given in row.items():
        value = _to_plain(given)
        fact = find_fact(name.strip()) if isinstance(name, str) else None
        if fact is None:
            facts[name] = given
        elif not _is_as_in_a_cell(fact, value):
            facts[name] = given  # check refuses it
        elif not is_blank(value) and not _is_missing(value):
            read = _get_parser(fact)(value)
            if isinstance(read, ParsedWithNote):
                remarks += [read.remark] if read.remark else []
                if read.refused:
                    refusals.append(Refusal(fact, given, read.refused, "unreadable"))
                read = read.value
            if read is not None:
                facts[name] = read
    if refusals:
        raise make_validation_error(refusals)
    return facts, tuple(remarks)


_NO_ROW = Words("应为名称与值的对照", "cannot mend")


_get_parser = cache(make_parser)


def _to_plain(value: Any) -> Any:
    """Return Python's own value for one of numpy or pandas."""
    kind = type(value)
    if isinstance(value, set | frozenset | tuple):  # of papers
        return list(value)
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime()
    if kind.__name__ == "NAType":  # pandas' NA is neither true nor false, nor equal to anything
        return None
    if kind.__module__ != "numpy":
        return value
    # As nanoseconds, which pandas keeps, a time of numpy would become a number.
    return value.astype("M8[us]").item() if kind.__name__ == "datetime64" else value.tolist()


def _is_as_in_a_cell(fact: str, value: object) -> bool:
    """Say that a value is a plain one, or a list of papers."""
    if isinstance(value, list):
        return NAMES[fact].kind == "papers"
    try:
        hash(value)
    except TypeError:
        return False
    return True


def _is_missing(value: object) -> bool:
    """Say that a value is NaN or NaT, which differ from themselves."""
    if isinstance(value, Decimal):
        return value.is_nan()
    return isinstance(value, float | datetime) and value != value
