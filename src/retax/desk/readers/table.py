"""Tables of raw cells made into rows of goods."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

from retax.cells.blank import is_blank
from retax.cells.cell import (
    MergedCell,
    ParsedWithNote,
    Read,
    get_label,
    get_shown,
    get_text,
    is_struck,
    make_parser,
    make_parser_of_odd_cells,
)
from retax.desk.layout import EVIDENCE_HEADING
from retax.desk.readers.amount_cells import make_amount_parser
from retax.desk.readers.foreign_tables import name_report
from retax.desk.readers.headings import (
    GOODS_NAMES,
    LOOKED_THROUGH,
    Vocabulary,
    find_amount_of_heading,
    find_fact_of_heading,
    find_headings,
    is_row_of_headings,
    reject_several_tables,
    to_plain_name,
)
from retax.desk.readers.previous_answers import drop_columns, find_answer_columns
from retax.desk.source import DeskError, Noticed, Row, Source, refuse_row
from retax.facts.catalogue import FACT_OF_NAME, NAMES, FactKind
from retax.facts.messages import Refusal
from retax.facts.placeholders import is_placeholder
from retax.words import Words

_NO_HEADINGS = Words(
    f"前{LOOKED_THROUGH}行中没有可识别的列名行；应有一行列名，如 {{examples}}，"
    "表样可用 retax template 生成",
    f"none of the first {LOOKED_THROUGH} rows holds headings; accepted is a row of names such as "
    "{examples}; retax template writes a workbook with them",
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
_HIDDEN = Words("本行在文件中已隐藏或被筛选掉", "the row is hidden or filtered out in its file")

_TWO_NAMES = Words(
    "{fact}有两列，所填不同，均未采用；请只留一列",
    "two columns are {fact} and hold different texts, of which none was taken; keep one of them",
)
_SIGNS = frozenset({"enterprise", "enterprise_code"})
"""The facts that tell who signs a letter: of two different ones none may be guessed."""

_STRUCK_ROW = Words(
    "本行有{n}个单元格有删除线，是否仍有效不明；已作废的请删除本行，有效的请去掉删除线",
    "{n} cells of the row are struck through, and whether it still counts is unclear; delete the "
    "row, or take the lines off",
)

_EVIDENCE = frozenset({EVIDENCE_HEADING.zh, EVIDENCE_HEADING.en})

_CARRIED = frozenset(name for name, entry in NAMES.items() if entry.kind == "text")
"""The facts that no clause reads."""


class NoHeadings(DeskError):
    """A sheet or a file without a row of headings."""


class OtherReport(NoHeadings):
    """A sheet or a file known to be something else."""


class RowWithNotes(list[object]):
    """A row some cells of which are a :class:`Fault` or a :class:`MergedCell`."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that names a fact: its place, its heading, how it is read.

    ``values``: the words that are its values, where they are few.
    """

    place: int
    name: str
    kind: FactKind
    values: frozenset[str]
    read: Read
    read_odd: Read


def read_grid(
    grid: Iterable[Sequence[object]],
    width: int = 0,
    *,
    decimal_comma: bool = False,
    hidden_rows: Collection[int] = (),
    hidden_columns: Collection[int] = (),
    names: Vocabulary = GOODS_NAMES,
) -> Source:
    """Return the goods of a sheet, of which ``grid`` gives every row from the first one on.

    ``width``: how many columns it has, where that is known. ``decimal_comma``: decimals may stand
    after a comma. ``hidden_rows`` and ``hidden_columns``: places from 0. ``names``: what headings
    may name.

    Raises:
        NoHeadings: no row holds headings.
        DeskError: a heading occurs twice, or may name either of two facts.
    """
    rest = iter(grid)
    # Titles and notes may come above the row of headings.
    head = list(islice(rest, LOOKED_THROUGH))
    report = name_report(head)
    if report is not None:
        raise OtherReport(report)
    found = find_headings(head, names)
    if found is None:
        raise NoHeadings(_NO_HEADINGS.filled(examples=names.examples))
    below = found.place + 1
    return read_rows(
        [*found.texts, *[""] * (width - len(found.texts))],
        enumerate(chain(head[below:], rest), below + 1),
        headings_at=found.place,
        decimal_comma=decimal_comma,
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=frozenset(hidden_columns),
        names=names,
    )


def read_rows(
    headings: Sequence[str],
    rows: Iterable[tuple[int, Sequence[object]]],
    *,
    headings_at: int = 0,
    decimal_comma: bool = False,
    hidden_rows: Collection[int] = (),
    hidden_columns: Collection[int] = (),
    names: Vocabulary = GOODS_NAMES,
) -> Source:
    """Return the goods of numbered rows of cells under their headings.

    ``headings_at``: the place of the headings among the rows, from 0.

    Raises:
        DeskError: a heading occurs twice, or (while the rows are walked) other headings follow.
    """
    answers = find_answer_columns(headings)
    own = [place for place in range(len(headings)) if place not in answers]
    texts = [headings[place] for place in own]
    columns = _make_columns(texts, decimal_comma, names)
    table = _Table(
        columns,
        _list_amount_columns(texts, decimal_comma, names),
        _Headings(texts, headings_at, names),
        {row + 1 for row in hidden_rows},
        {
            place
            for place, text in enumerate(texts)
            if own[place] in hidden_columns and _is_read(text, names)
        },
        {place: own[place] + 1 for place, text in enumerate(texts) if not text},
    )
    return Source(
        table.read_rows(_drop_answers(rows, answers) if answers else rows),
        headings=tuple(texts),
        unread=tuple(text for text in texts if text and not _is_read(text, names)),
        earlier=tuple(headings[place] for place in sorted(answers)),
        noticed=table.noticed,
    )


def _drop_answers(
    rows: Iterable[tuple[int, Sequence[object]]], answers: frozenset[int]
) -> Iterator[tuple[int, Sequence[object]]]:
    for number, cells in rows:
        own = drop_columns(cells, answers)
        yield number, RowWithNotes(own) if isinstance(cells, RowWithNotes) else own


# -- columns ----------------------------------------------------------------------------------


def _make_columns(headings: Sequence[str], decimal_comma: bool, names: Vocabulary) -> list[_Column]:
    named = [
        (place, text, field)
        for place, text in enumerate(headings)
        if (field := find_fact_of_heading(text, names))
    ]
    times = Counter(field for _, _, field in named)
    written = {to_plain_name(text) for _, text, _ in named}
    taken = set[str]()
    columns = []
    for place, text, field in named:
        # Under its own name where the model need not weigh two columns against each other.
        is_carried = field in _CARRIED and not names.weighs_texts
        is_alone = times[field] == 1 or is_carried or field in names.own
        known_as = field if is_alone else _make_own_name(text, field, taken | written)
        if known_as in taken and not is_carried:
            raise DeskError(_TWICE.filled(heading=to_plain_name(text)))
        taken.add(known_as)
        fact, label = names.find_fact_like(field), names.get_label(field)
        read = make_parser(fact, decimal_comma=decimal_comma, label=label)
        odd = make_parser_of_odd_cells(fact, read, label=label)
        kind = NAMES[fact].kind
        values = frozenset(NAMES[fact].values or () if kind == "word" else ())
        columns.append(_Column(place, known_as, kind, values, read, odd))
    return columns


def _is_read(heading: str, names: Vocabulary) -> bool:
    """Say whether a heading names a field or an amount."""
    return (
        find_fact_of_heading(heading, names) is not None
        or find_amount_of_heading(heading, names) is not None
    )


def _list_amount_columns(
    headings: Sequence[str], decimal_comma: bool, names: Vocabulary
) -> list[tuple[int, str, Read]]:
    """Return the columns of amounts: place, name, how a cell is read.

    Two of one amount stay apart under their own names, so that the model weighs them.
    """
    columns: dict[str, tuple[int, str, Read]] = {}
    for place, text in enumerate(headings):
        amount = find_amount_of_heading(text, names)
        if amount is not None:
            name = to_plain_name(text)
            if name in columns:
                raise DeskError(_TWICE.filled(heading=name))
            read = make_amount_parser(amount, decimal_comma=decimal_comma)
            columns[name] = (place, name, read)
    return [*columns.values()]


def _make_own_name(heading: str, fact: str, others: Collection[str]) -> str:
    """Return a name the model knows a column by: its heading's, else one that is not taken."""
    name = to_plain_name(heading)
    if name in FACT_OF_NAME:
        return name
    return next((known for known in (fact, *NAMES[fact].names) if known not in others), name)


# -- rows -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Headings:
    """The headings of a table, and their place among its rows."""

    texts: Sequence[str]
    place: int
    names: Vocabulary

    def refuse_others(self, number: int, cells: Sequence[object]) -> None:
        """Raise DeskError for a row of headings that name other facts than these do.

        These once more, or in another language, are a row that cannot be read.
        """
        if is_row_of_headings(cells, self.names) and any(map(self._is_other, self.texts, cells)):
            reject_several_tables(self.place, number - 1)

    def _is_other(self, heading: str, cell: object) -> bool:
        named = find_fact_of_heading(cell, self.names)
        return named is not None and named != find_fact_of_heading(heading, self.names)


class _Table:
    """Rows of cells under their columns, and what is noticed while they are walked.

    ``unnamed``: the columns without a heading, by their places, with their numbers in the file.
    """

    def __init__(
        self,
        columns: Sequence[_Column],
        amounts: Sequence[tuple[int, str, Read]],
        headings: _Headings,
        hidden_rows: Collection[int],
        hidden_columns: Collection[int],
        unnamed: Mapping[int, int],
    ) -> None:
        self.noticed = Noticed()
        self._headings = headings
        self._width = len(headings.texts)
        self._amounts = amounts
        self._plain = [(column.place, column.name, column.read) for column in columns]
        self._odd = [(column.place, column.name, column.read_odd) for column in columns]
        self._not_in_totals = [
            column.place for column in columns if column.kind not in _KINDS_IN_TOTALS
        ]
        self._few_texts = [
            (column.name, column.values)
            for column in columns
            if column.values or column.kind in _KINDS_WITHOUT_TEXTS
        ]
        texts = headings.texts
        self._evidence = next((at for at, text in enumerate(texts) if text in _EVIDENCE), None)
        self._hidden_rows = hidden_rows
        self._hidden_columns = {place: texts[place] for place in sorted(hidden_columns)}
        self._unnamed = dict(unnamed)

    def read_rows(self, rows: Iterable[tuple[int, Sequence[object]]]) -> Iterator[Row]:
        """Return the rows of goods; blank ones, totals and running numbers are passed over."""
        for number, given in rows:
            cells = given if len(given) == self._width else self._fit(given)
            if cells is None:
                words = _TOO_MANY_CELLS.filled(cells=len(given), headings=self._width)
                refused = Row(
                    number, {}, tuple(given[: self._width]), refusals=(refuse_row(words),)
                )
                yield self._note_hidden(refused)
            elif not any(map(_is_filled, cells)):
                continue
            # A total of the file read as goods would double every quantity.
            elif self._is_total(cells):
                self.noticed.totals.add(number)
            else:
                row = self._make_row(number, cells, isinstance(given, RowWithNotes))
                if self._has_odd_text(row.facts):
                    self._headings.refuse_others(number, cells)
                if row.amounts and not row.facts and not row.refused:
                    # Sums under a table, without a word: read as goods they would double it.
                    self.noticed.totals.add(number)
                elif row.facts or row.refused or not _is_running_number(cells):
                    yield self._note_hidden(row)

    def _fit(self, cells: Sequence[object]) -> Sequence[object] | None:
        """Return a row with one cell a heading; None where cells without a heading are filled."""
        if any(map(_is_filled, cells[self._width :])):
            return None
        return [*cells[: self._width], *[""] * (self._width - len(cells))]

    def _has_odd_text(self, facts: Mapping[str, Any]) -> bool:
        """Say whether a text is where none, or one of a few, is a value: a heading, maybe."""
        return any(
            type(value) is str and value not in values
            for name, values in self._few_texts
            if (value := facts.get(name)) is not None
        )

    def _is_total(self, cells: Sequence[object]) -> bool:
        """Say whether a row is called a total and tells nothing but texts and numbers."""
        first = next((cell for cell in cells if isinstance(cell, str) and not is_blank(cell)), "")
        if not _TOTAL.fullmatch(first):
            return False
        others = (cells[place] for place in self._not_in_totals)
        # 合计 itself may be written in a column of days, or of yes and no.
        return not any(_is_filled(cell) for cell in others if cell != first)

    def _make_row(self, number: int, cells: Sequence[object], is_odd: bool) -> Row:
        facts, remarks, refused = _read_cells(cells, self._odd if is_odd else self._plain)
        if is_odd:
            refused = self._join_struck(cells, refused)
        amounts, amount_remarks, refused_amounts = _read_cells(cells, self._amounts)
        shown = tuple(map(get_shown, cells) if is_odd else cells)
        evidence = "" if self._evidence is None else get_text(shown[self._evidence])
        remarks = (*remarks, *amount_remarks)
        refused_sums = tuple(refusal.words for refusal in refused_amounts)
        return Row(number, facts, shown, remarks, refused, evidence, amounts, refused_sums)

    def _join_struck(
        self, cells: Sequence[object], refused: tuple[Refusal, ...]
    ) -> tuple[Refusal, ...]:
        """Return refusals, those of several cells struck through as one of the row."""
        names = [name for place, name, _ in self._odd if is_struck(cells[place])]
        if len(names) < _SEVERAL_STRUCK:
            return refused
        struck = {FACT_OF_NAME.get(name, name) for name in names}
        others = tuple(refusal for refusal in refused if refusal.fact not in struck)
        return (refuse_row(_STRUCK_ROW.filled(n=len(names))), *others)

    def _note_hidden(self, row: Row) -> Row:
        """Return a row, marked where it is hidden; note columns hidden or unnamed that are used."""
        # A copy of the places is walked, since each leaves the mapping once it is noted.
        if self._hidden_columns:
            for place in [*self._hidden_columns]:
                if _is_filled(row.cells[place]):
                    self.noticed.hidden_columns.append(self._hidden_columns.pop(place))
        if self._unnamed:
            for place in [*self._unnamed]:
                if _is_filled(row.cells[place]):
                    self.noticed.unnamed_columns.append(self._unnamed.pop(place))
        if row.number not in self._hidden_rows:
            return row
        self.noticed.hidden_rows.add(row.number)
        return replace(row, remarks=(*row.remarks, _HIDDEN))


def _read_cells(
    cells: Sequence[object], columns: Sequence[tuple[int, str, Read]]
) -> tuple[dict[str, Any], tuple[Words, ...], tuple[Refusal, ...]]:
    """Return what some columns of a row tell, what was mended in them, and what is refused."""
    values: dict[str, Any] = {}
    remarks: tuple[Words, ...] = ()
    refused: tuple[Refusal, ...] = ()
    for place, name, read in columns:
        cell = cells[place]
        # Of columns of one name, which no clause reads, the first that is filled counts.
        if cell == "" or cell is None or (name in values and name not in _SIGNS):
            continue
        value = read(cell)
        if isinstance(value, ParsedWithNote):
            remarks += (value.remark,) if value.remark else ()
            if value.refused is not None:
                fact = FACT_OF_NAME.get(name, name)
                refused += (Refusal(fact, get_shown(cell), value.refused, "unreadable"),)
            value = value.value
        if name in values:
            remarks += _compare_names(values, name, value)
        elif value is not None:
            values[name] = value
    return values, remarks, refused


def _compare_names(values: dict[str, Any], name: str, value: object) -> tuple[Words, ...]:
    """Leave out who signs where two columns name two; say so.

    A text that names nothing goes for none.
    """
    first = values[name]
    if value is None or value == first or (isinstance(value, str) and is_placeholder(value)):
        return ()
    if first is None or not is_placeholder(str(first)):
        values[name] = None
        return (_TWO_NAMES.filled(fact=get_label(name)),) if first is not None else ()
    values[name] = value
    return ()


_SEVERAL_STRUCK = 3
"""The fewest struck cells of a row that have one sentence together, as a row struck out has."""


def _is_filled(cell: object) -> bool:
    if isinstance(cell, str):
        return not is_blank(cell)
    return not isinstance(cell, MergedCell) and get_text(cell) != ""


_KINDS_WITHOUT_TEXTS: frozenset[FactKind] = frozenset({"day", "yes_no"})

_KINDS_IN_TOTALS: frozenset[FactKind] = frozenset({"text", "count", "quantity"})


def _allow_spaces(word: str) -> str:
    return r"\s*".join(word)


_TOTAL = re.compile(
    r"[\s:：]*(?:"
    + "|".join(
        [
            *(
                f"(?:{'|'.join(map(_allow_spaces, ('本页', '本批', '本单', '当页', '全部')))})?"
                rf"\s*{_allow_spaces(word)}\s*(?:{_allow_spaces('数量')}|{_allow_spaces('金额')}|数)?"
                for word in ("合计", "小计", "总计", "共计", "总合计", "累计")
            ),
            *map(_allow_spaces, ("grandtotal", "subtotal", "sub-total", "totals", "total", "sum")),
        ]
    )
    + r")[\s:：]*",
    re.IGNORECASE,
)
"""What a row of totals is called."""

_RUNNING_NUMBER = re.compile(r"\s*[0-9]{1,7}(?:\.0*)?\s*")


def _is_running_number(cells: Sequence[object]) -> bool:
    """Say whether all a row holds is a number by which rows are counted."""
    filled = [cell for cell in cells if _is_filled(cell)]
    return len(filled) == 1 and _RUNNING_NUMBER.fullmatch(str(filled[0])) is not None
