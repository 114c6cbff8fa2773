"""A file of goods as the desk sees it: rows with their own cells, and the facts they tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from retax.words import Words


class Unreadable(Exception):
    """A file, an option or a request that cannot be used; ``words`` says why in one sentence."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def is_blank(value: object) -> bool:
    """Say whether a value tells nothing: none, or a text of nothing but white space."""
    return value is None or (isinstance(value, str) and not value.strip())


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file.

    ``number``: the row's number as its reader sees it (in a workbook or CSV file that of the
    spreadsheet, the heading included; in JSON Lines the line; in a JSON list the place from 1).
    ``facts``: what it tells, under any name ``ReturnedGoods`` accepts. ``cells``: the row as it
    stood, one value a heading of its file. ``remarks``: what was mended in reading it (a time of
    day cut off, a leading zero put back). ``refused``: why it cannot be read; such a row tells no
    facts.
    """

    number: int
    facts: Mapping[str, Any]
    cells: tuple[object, ...] = ()
    remarks: tuple[Words, ...] = ()
    refused: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A file of goods.

    ``rows``: can be walked once. ``headings``: those of its own columns, in order (none in JSON).
    ``unread``: the headings that name no fact and are carried through. ``earlier``: those of
    verdicts written beside the rows before, which are left out. ``batch``: facts its second sheet
    states for all rows that leave them blank.
    """

    rows: Iterable[Row]
    headings: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    batch: Mapping[str, Any] = field(default_factory=dict)
