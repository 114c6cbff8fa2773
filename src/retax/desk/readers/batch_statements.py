"""Facts an enterprise states for all rows of a batch that leave them blank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from retax import Lang, ReturnedGoods, ValidationError
from retax.cells.blank import is_blank
from retax.cells.cell import (
    STRUCK_OUT,
    FaultyCell,
    MergedCell,
    ParsedWithNote,
    get_text,
    is_struck,
    make_parser,
)
from retax.desk.layout import BATCH_COLUMNS
from retax.desk.readers.headings import find_fact_of_heading
from retax.desk.source import DeskError
from retax.facts.catalogue import NAMES, FactKind
from retax.facts.messages import quote_words
from retax.facts.model import refusals_of
from retax.words import Words

_NO_FACT = Words(
    "批次声明中的{name}不是可识别的要素",
    "{name}, stated for the batch, is no fact of returned goods",
)
_OF_ONE_ROW = Words(
    "{fact}须逐行填写，不能作批次声明",
    "{fact} belongs to single rows and cannot be stated for the batch",
)
_TWICE = Words(
    "批次声明中{fact}出现了不止一次；应只填一个",
    "{fact} is stated for the batch more than once; accepted is one statement",
)
_NO_PAIR = Words(
    "批次声明为{text}，不是“要素=值”的形式；请改填 要素=值，如 使用情况=未使用",
    "the statement for the batch is {text}; accepted is fact=value, such as use=unused",
)
_ONLY_TWO = Words(
    "批次声明第{row}行应为要素和值两列",
    "row {row} of the statements for the batch does not hold a fact and its value in two columns",
)
_NOT_IN_FILE = Words(
    "批次声明中{fact}的单元格没有可用的值（{shown}）；请更正",
    "the cell with the statement of {fact} for the batch has no usable value ({shown}); correct it",
)

_LANGS: tuple[Lang, Lang] = ("zh", "en")
_KINDS_OF_ONE_ROW: frozenset[FactKind] = frozenset({"entry", "count", "quantity"})


def parse_statements(pairs: Sequence[str]) -> dict[str, Any]:
    """Return the facts stated as ``"use=unused"`` or ``"使用情况=未使用"``, by name of the fact.

    Raises:
        DeskError: a text is no pair, its name no fact or one that belongs to single rows (numbers
            of papers and orders, quantities), its value not accepted, or a fact is stated twice.
    """
    stated: dict[str, Any] = {}
    for pair in pairs:
        name, value = split_pair(pair) or (pair, "")
        if not value.strip():
            raise DeskError(_NO_PAIR.filled(text=quote_words(pair)))
        _add_statement(stated, name, value)
    return stated


def split_pair(text: str) -> tuple[str, str] | None:
    """Return what is before and behind the first equals sign, which a Chinese keyboard makes wide.

    None where there is none.
    """
    found = re.split("[=＝]", text, maxsplit=1)
    return (found[0], found[1]) if len(found) == 2 else None


def read_batch_sheet(*sheets: Iterable[Sequence[object]]) -> dict[str, Any]:
    """Return the facts of sheets of two columns, fact and value; headings may stand above them.

    What has no value is left out. Several sheets count as one.

    Raises:
        DeskError: as :func:`parse_statements`.
    """
    stated: dict[str, Any] = {}
    for grid in sheets:
        for name, value in _list_statements(grid):
            # A blank value states nothing, but a name that is none is still a misspelt fact.
            if is_blank(value):
                _find_fact(name)
            else:
                _add_statement(stated, name, value)
    return stated


def has_statements(head: Iterable[Sequence[object]]) -> bool:
    """Say whether the first rows of a sheet show it to state facts for the batch.

    One of them begins with the headings of such a sheet, as it is written here.
    """
    headings = [[words.text(lang) for words in BATCH_COLUMNS] for lang in _LANGS]
    return any([text for cell in row if (text := get_text(cell))][:2] in headings for row in head)


def _list_statements(grid: Iterable[Sequence[object]]) -> Iterator[tuple[str, object]]:
    begun = False
    for number, row in enumerate(grid, start=1):
        cells = [_unmerge(cell) for cell in row]
        if all(map(is_blank, cells)):
            continue
        begun = begun or not _is_title_or_heading(cells)
        if not begun:
            continue
        name, value = (*cells, "", "")[:2]
        if is_blank(name) or any(not is_blank(cell) for cell in cells[2:]):
            raise DeskError(_ONLY_TWO.filled(row=number))
        yield get_text(name), value


def _unmerge(cell: object) -> object:
    """Return a cell merged with others as a blank one, or with the value of the first row."""
    # Cells merged to the right are faults without a text.
    if isinstance(cell, FaultyCell) and not cell.shown:
        return ""
    return cell.value if isinstance(cell, MergedCell) else cell


_HEADINGS = frozenset(
    {BATCH_COLUMNS[0].zh, BATCH_COLUMNS[0].en.lower(), "名称", "项目", "字段", "name", "field"}
)


def _is_title_or_heading(cells: Sequence[object]) -> bool:
    """Say whether a row before the first statement is a title or the headings, not a misspelling.

    A title states nothing: it has one cell, which is no fact.
    """
    name, *values = cells
    if is_blank(name) or find_fact_of_heading(name) is not None:
        return False
    return all(map(is_blank, values)) or str(name).strip().lower() in _HEADINGS


def _find_fact(name: str) -> str:
    fact = find_fact_of_heading(name)
    if fact is None:
        raise DeskError(_NO_FACT.filled(name=quote_words(name.strip())))
    if NAMES[fact].is_of_one_row or NAMES[fact].kind in _KINDS_OF_ONE_ROW:
        raise DeskError(_OF_ONE_ROW.filled(fact=Words(NAMES[fact].label.zh, fact)))
    return fact


def _add_statement(stated: dict[str, Any], name: str, cell: object) -> None:
    fact = _find_fact(name)
    label = Words(NAMES[fact].label.zh, fact)
    if fact in stated:
        raise DeskError(_TWICE.filled(fact=label))
    if isinstance(cell, FaultyCell):
        why = STRUCK_OUT if is_struck(cell) else _NOT_IN_FILE
        raise DeskError(why.filled(fact=label, shown=cell.shown))
    value = make_parser(fact)(cell)
    if isinstance(value, ParsedWithNote):
        # A remark without a value says what is lost, such as digits: a statement is refused for it.
        lost = value.refused or (value.remark if value.value is None else None)
        if lost:
            raise _make_refusal(lost)
        value = value.value
    try:
        stated[fact] = getattr(ReturnedGoods.model_validate({fact: value}), fact)
    except ValidationError as error:
        raise _make_refusal(refusals_of(error)[0].words) from None


def _make_refusal(words: Words) -> DeskError:
    return DeskError(Words(f"批次声明中{words.zh}", f"for the batch, {words.en}"))
