"""Tables of raw cells made into rows of goods: which row holds the headings, what each names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from retax.desk.cells import Fault, Odd, Read, Spread, reader_of, reader_of_odd_cells
from retax.desk.earlier_answers import answer_columns, without
from retax.desk.rows import Row, Source, Unreadable
from retax.vocabulary import FACT_OF_NAME, NAMES
from retax.words import Words, joined

LOOKED_THROUGH = 20
"""Rows among which the headings are looked for; above them stand titles."""

_ENOUGH_NAMES = 2

EXAMPLES = joined(
    [Words(NAMES[fact].label.zh, fact) for fact in ("supervision_code", "declared_on")]
)
_NO_HEADINGS = Words(
    f"前{LOOKED_THROUGH}行中没有可识别的列名行；应有一行列名，如 {EXAMPLES.zh}，"
    "表样可用 retax template 生成",
    f"none of the first {LOOKED_THROUGH} rows holds headings; accepted is a row of names such as "
    f"{EXAMPLES.en}; retax template writes a workbook with them",
)
_TWICE = Words(
    "列名「{heading}」出现了不止一次；每个列名只能有一列",
    "the heading {heading!r} stands above more than one column; accepted is one of each",
)
_TOO_MANY_CELLS = Words(
    "本行有{cells}列，多于列名的{headings}列；请检查是否有未加引号的分隔符",
    "the row has {cells} cells, more than the {headings} headings; "
    "look for a separator that stands outside quotation marks",
)


class NoHeadings(Unreadable):
    """A sheet or a file without a row of headings."""


class OddCells(list[object]):
    """A row some cells of which are a :class:`Fault` or a :class:`Spread`."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that names a fact: where it stands, under which name it is told, how it is read."""

    place: int
    name: str
    read: Read
    read_odd: Read


def fact_of(heading: object) -> str | None:
    """Return the fact a heading names; spaces in it and marks around it (*, :) do not count."""
    return FACT_OF_NAME.get(_name(_text(heading)))


def _name(heading: str) -> str:
    return "".join(heading.split()).strip("*＊:：")


def facts_named(cells: Iterable[object]) -> int:
    """Return how many facts a row of cells names."""
    return len({fact_of(cell) for cell in cells} - {None})


def heading_row(head: Sequence[Sequence[object]]) -> int | None:
    """Return the place of the row that names the most facts; None where none is a heading row.

    Headings in two languages stand one under the other: the lower ones are taken.
    """
    named = [facts_named(cells) for cells in head]
    if not named or not max(named):
        return None
    place = named.index(max(named))
    while named[place + 1 : place + 2] == [named[place]]:
        place += 1
    texts = [_text(cell) for cell in head[place]]
    filled = sum(1 for text in without(texts, answer_columns(texts)) if text)
    return place if named[place] >= min(_ENOUGH_NAMES, filled) else None


def source_of_grid(grid: Iterable[Sequence[object]], width: int = 0) -> Source:
    """Return the goods of a sheet, of which ``grid`` gives every row from the first one on.

    ``width``: how many columns it has, where that is known.

    Raises:
        NoHeadings: no row holds headings.
        Unreadable: a heading stands twice.
    """
    rest = iter(grid)
    head = list(islice(rest, LOOKED_THROUGH))
    place = heading_row(head)
    if place is None:
        raise NoHeadings(_NO_HEADINGS)
    headings = [_text(cell) for cell in head[place]]
    headings += [""] * (width - len(headings))
    return source_of_rows(headings, enumerate(chain(head[place + 1 :], rest), place + 2))


def source_of_rows(headings: Sequence[str], rows: Iterable[tuple[int, Sequence[object]]]) -> Source:
    """Return the goods of numbered rows of cells under their headings.

    Raises:
        Unreadable: a heading stands twice.
    """
    answers = answer_columns(headings)
    own = [name for place, name in enumerate(headings) if place not in answers]
    columns = _columns(own)
    return Source(
        _rows(columns, len(own), _without(rows, answers) if answers else rows),
        headings=tuple(own),
        unread=tuple(name for name in own if name and fact_of(name) is None),
        earlier=tuple(headings[place] for place in sorted(answers)),
    )


def _without(
    rows: Iterable[tuple[int, Sequence[object]]], answers: frozenset[int]
) -> Iterator[tuple[int, Sequence[object]]]:
    for number, cells in rows:
        own = without(cells, answers)
        yield number, OddCells(own) if isinstance(cells, OddCells) else own


def _columns(headings: Sequence[str]) -> list[_Column]:
    named = [(place, name, fact) for place, name in enumerate(headings) if (fact := fact_of(name))]
    names = Counter(_name(name) for _, name, _ in named)
    for name, times in names.items():
        if times > 1:
            raise Unreadable(_TWICE.filled(heading=name))
    told = Counter(fact for _, _, fact in named)
    columns = []
    for place, name, fact in named:
        read = reader_of(fact)
        # Under its own name where the model need not weigh two columns against each other.
        known_as = fact if told[fact] == 1 else _name(name)
        columns.append(_Column(place, known_as, read, reader_of_odd_cells(fact, read)))
    return columns


def _rows(
    columns: Sequence[_Column], width: int, rows: Iterable[tuple[int, Sequence[object]]]
) -> Iterator[Row]:
    plain = [(column.place, column.name, column.read) for column in columns]
    odd = [(column.place, column.name, column.read_odd) for column in columns]
    for number, given in rows:
        cells = given if len(given) == width else _fitted(given, width)
        if cells is None:
            words = _TOO_MANY_CELLS.filled(cells=len(given), headings=width)
            yield Row(number, {}, tuple(given[:width]), refused=(words,))
        elif not any(map(_says_something, cells)):
            continue
        elif isinstance(given, OddCells):
            yield _row(number, cells, odd, tuple(map(_shown, cells)))
        else:
            yield _row(number, cells, plain, tuple(cells))


def _fitted(cells: Sequence[object], width: int) -> Sequence[object] | None:
    """Return a row with one cell a heading; None where cells without a heading are filled."""
    if any(map(_says_something, cells[width:])):
        return None
    return [*cells[:width], *[""] * (width - len(cells))]


def _says_something(cell: object) -> bool:
    return not isinstance(cell, Spread) and _text(cell) != ""


def _row(
    number: int,
    cells: Sequence[object],
    columns: Iterable[tuple[int, str, Read]],
    shown: tuple[object, ...],
) -> Row:
    facts: dict[str, Any] = {}
    remarks: tuple[Words, ...] = ()
    refused: tuple[Words, ...] = ()
    for place, name, read in columns:
        cell = cells[place]
        if cell == "" or cell is None:
            continue
        value = read(cell)
        if isinstance(value, Odd):
            remarks += (value.remark,) if value.remark else ()
            refused += (value.refused,) if value.refused else ()
            value = value.value
        if value is not None:
            facts[name] = value
    return Row(number, {} if refused else facts, shown, remarks, refused)


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell.strip()
    return "" if cell is None else str(_shown(cell)).strip()


def _shown(cell: object) -> object:
    match cell:
        case Fault(shown=shown):
            return shown
        case Spread(value=value):
            return value
    return cell
