"""The sheet of a workbook that says what customs has answered, and on which day to judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from retax import Lang, Side
from retax.cells.blank import is_blank
from retax.cells.cell import (
    STRUCK_OUT,
    FaultyCell,
    ParsedWithNote,
    get_shown,
    get_text,
    is_struck,
    make_parser,
)
from retax.desk.layout import AS_OF, SETTLED, SETTLED_COLUMNS
from retax.desk.settlements import settle
from retax.desk.source import DeskError
from retax.facts.messages import quote_words
from retax.words import Words

_LANGS: tuple[Lang, Lang] = ("zh", "en")
_NAMES = frozenset({SETTLED.zh, SETTLED.en})
_HEADINGS = frozenset(words.text(lang) for words in SETTLED_COLUMNS for lang in _LANGS)
_WHERE = Words(f"工作表「{SETTLED.zh}」", f"sheet {SETTLED.en!r}")
_NO_DAY = Words(
    f"{_WHERE.zh}中{AS_OF.zh}{{given}}不是日期；请改填日期，如 2026-01-31，"
    "每次以当天判断的，此处留空，运行时加 --as-of 今天",
    f"in {_WHERE.en} {AS_OF.en!r} is {{given}}; accepted is a day, such as 2026-01-31, or a blank "
    "and --as-of today",
)
_TWICE = Words(
    f"{_WHERE.zh}中{AS_OF.zh}填了不止一次；应只填一个",
    f"in {_WHERE.en} {AS_OF.en!r} is given more than once; accepted is one day",
)


@dataclass(frozen=True, slots=True)
class SettlementSheet:
    """A sheet of customs' answers: the side of each question, by id, and the day to judge on."""

    settled: Mapping[str, Side] = field(default_factory=dict)
    as_of: date | None = None


def is_settlement_sheet(name: str, head: Iterable[Sequence[object]]) -> bool:
    """Say whether a sheet is one of answers of customs: by its name, or its headings."""
    headings = [[words.text(lang) for words in SETTLED_COLUMNS[:2]] for lang in _LANGS]
    return name.strip() in _NAMES or any(
        [get_text(cell) for cell in row[:2]] in headings for row in head
    )


def read_settlement_sheet(grid: Iterable[Sequence[object]]) -> SettlementSheet:
    """Return what a sheet says; what has no answer is left out, and so are titles above.

    Raises:
        DeskError: a question, an answer or the day is not accepted.
    """
    answers: list[tuple[str, str]] = []
    days: list[date] = []
    for name, given in _list_answered(grid):
        if name in (AS_OF.zh, AS_OF.en):
            days.append(_read_day(given))
        else:
            answers.append((name, get_text(given)))
    if len(set(days)) > 1:
        raise DeskError(_TWICE)
    return SettlementSheet(settle(answers, _WHERE), days[0] if days else None)


def _list_answered(grid: Iterable[Sequence[object]]) -> Iterator[tuple[str, object]]:
    for row in grid:
        name, given = (*row, "", "")[:2]
        text = get_text(name)
        if text in _HEADINGS or is_blank(text) or is_blank(get_shown(given)):
            continue
        struck = next((cell for cell in (name, given) if is_struck(cell)), None)
        if struck is not None:
            raise DeskError(STRUCK_OUT.filled(fact=_WHERE, shown=get_shown(struck)))
        yield text, given


def _read_day(given: object) -> date:
    """Return the day in a cell, read as the cells of days are."""
    read = None if isinstance(given, FaultyCell) else make_parser("returned_on")(given)
    day = read.value if isinstance(read, ParsedWithNote) else read
    if not isinstance(day, date):
        raise DeskError(_NO_DAY.filled(given=quote_words(get_shown(given))))
    return day
