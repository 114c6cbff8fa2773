"""The workbook of verdicts: the user's own rows as they were, and beside each its verdict.

What a row is called comes first, then its verdict, then its other columns and the rest of the
answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retax import Lang, Words
from retax.desk import layout
from retax.desk.judging.judge import JudgedRow, JudgeOptions
from retax.desk.judging.summary import BatchSummary, Result, RowEntry
from retax.desk.layout import ANSWER_COLUMNS, LEADING, list_answer_columns
from retax.desk.source import DeskError, Noticed
from retax.desk.writers.answer_columns import Answer
from retax.desk.writers.atomic_workbook import open_new_workbook
from retax.desk.writers.batch_sheet import write_batch_header
from retax.desk.writers.fact_cells import write_fact_heading, write_fact_value
from retax.desk.writers.printed_page import lay_out_printed_table
from retax.desk.writers.repeated_cells import RepeatedCells, RowsBelow, RowsOfSheet
from retax.desk.writers.settlement_sheet import write_settlements
from retax.desk.writers.sheet_rows import AsRead, InSheet, SheetRow, choose_own_columns
from retax.desk.writers.summary_sheet import write_summary
from retax.desk.writers.workbook_styles import (
    ADDED,
    CELL,
    DAYS_LEFT_FORMAT,
    FILLS,
    HEADING,
    MONEY_FORMAT,
    MOST_COLUMNS,
    MOST_ROWS,
    OVERDRAWN_CELL,
    OVERDRAWN_ROW,
    SHOWN,
    TEXT,
    CellMaker,
    Cells,
    Formats,
    MadeCell,
    as_text,
    can_keep_digits,
    compute_day_number,
    compute_display_width,
    compute_height,
    count_lines,
    make_writable,
)
from retax.facts.name_matching import find_fact
from retax.money.figures import write_money

if TYPE_CHECKING:
    from retax.money.file_worth import RunningWorth

ROWS_IN_MEMORY = 200_000
"""The most rows held as cells, some 4 kB each."""


def write_verdicts(
    file: str | Path,
    headings: Sequence[str],
    lines: Iterable[JudgedRow],
    *,
    options: JudgeOptions,
    unread: Sequence[str] = (),
    noticed: Noticed | None = None,
    batch: Mapping[str, Any] = {},
    rows: int | None = None,
    with_money: bool = False,
    lang: Lang = "zh",
) -> None:
    """Write a workbook of the rows of a file, their verdicts, and a summary sheet with a chart.

    Args:
        file: the workbook to write; an older one is replaced once the new one is whole.
        headings: those of the file's own columns, which are carried through untouched; none where
            it has none (JSON): then every fact known of some row gets a column.
        lines: the rows; walked once, none is kept.
        options: the options they were judged under.
        unread: the headings that name no fact.
        noticed: what is noticed of the file while its rows are walked, such as rows of totals.
        batch: the facts stated for all rows that leave them blank; they get a sheet of their own,
            as do answers of customs, so that the workbook can be checked again.
        rows: how many rows there are, where that is known: a file of moderate length is made
            faster and smaller, since a text that many rows have is written once.
        with_money: some row carries amounts: the columns on money are written, and a sheet of
            their sums with a chart.
        lang: the language of everything that is added.

    Raises:
        DeskError: the workbook cannot be written there, or a sheet cannot hold so much.
    """
    form = InSheet(choose_own_columns(headings, lang, with_money=with_money), lang, with_money)
    write_sheets(
        file,
        form,
        map(form.write, lines),
        options=options,
        unread=unread,
        noticed=noticed,
        batch=batch,
        rows=rows,
    )


def write_sheets(
    file: str | Path,
    form: InSheet,
    cells: Iterable[SheetRow],
    *,
    options: JudgeOptions,
    unread: Sequence[str],
    noticed: Noticed | None,
    batch: Mapping[str, Any],
    rows: int | None,
) -> None:
    """Write the workbook of :func:`write_verdicts` from rows that are in the form of a sheet.

    Raises:
        DeskError: the workbook cannot be written there, or a sheet cannot hold so much.
    """
    own, lang, with_money = form.own, form.lang, form.with_money
    most_own = MOST_COLUMNS - len(list_answer_columns(with_money=with_money))
    if len(own.headings) > most_own:
        raise DeskError(_TOO_WIDE.filled(most=most_own))
    # XlsxWriter then lets a row go once the next begins, so rows are written from the top down.
    many = rows is None or rows > ROWS_IN_MEMORY
    repeated = None if many else RepeatedCells()
    complete = None if repeated is None else repeated.complete
    with open_new_workbook(file, constant_memory=many, complete=complete) as workbook:
        formats = Formats(workbook)
        summary = workbook.add_worksheet(layout.SUMMARY.text(lang))
        goods = workbook.add_worksheet(layout.GOODS.text(lang))
        taxes = workbook.add_worksheet(layout.TAXES.text(lang)) if with_money else None
        goods.activate()
        if repeated is None:
            tally = _Rows(goods, RowsOfSheet(goods), formats, form).write(cells)
        else:
            repeated.start(workbook, goods)
            tally = _Rows(goods, repeated, formats, form).write(cells)
            repeated.finish()
        remarks = () if noticed is None else noticed.describe()  # complete now
        write_summary(
            workbook,
            summary,
            formats,
            tally,
            options=options,
            unread=unread,
            remarks=remarks,
            lang=lang,
        )
        if tally.worth is not None:
            from retax.desk.writers.taxes_sheet import write_taxes  # files without amounts lack it

            write_taxes(workbook, taxes, formats, tally, tally.worth.sum_up(), lang)
        if batch:
            write_batch(workbook.add_worksheet(layout.BATCH.text(lang)), formats, batch, lang)
        if options.settled:
            answers_sheet = workbook.add_worksheet(layout.SETTLED.text(lang))
            write_settlements(answers_sheet, formats, lang, options.settled)


def write_rows(
    sheet: Any, formats: Formats, headings: Sequence[str], lines: Iterable[JudgedRow], lang: Lang
) -> BatchSummary:
    """Write rows under their own headings into a sheet, each with its verdict beside it.

    Raises:
        DeskError: a sheet cannot hold so much.
    """
    form = InSheet(AsRead(headings), lang)
    return _Rows(sheet, RowsOfSheet(sheet), formats, form).write(map(form.write, lines))


def write_batch(sheet: Any, formats: Formats, batch: Mapping[str, Any], lang: Lang) -> None:
    """Write what is stated for all rows that leave it blank, a fact and its value a row."""
    write_batch_header(sheet, lang, heading=formats.get(ADDED))
    cells = Cells(sheet, formats, TEXT)
    for row, (fact, value) in enumerate(batch.items(), start=1):
        cells.write(row, 0, write_fact_heading(fact, lang))
        cells.write(row, 1, write_fact_value(fact, value, lang))


_TOO_LONG = Words(
    f"数据超过 {MOST_ROWS} 行，一张工作表放不下；请拆分文件，或改用 CSV 输出",
    f"there are more than {MOST_ROWS} rows, which no sheet holds; split the file or write CSV",
)
_TOO_WIDE = Words(
    "栏目超过 {most} 列，加上判定结果后一张工作表放不下；请删去无关的列",
    "there are more than {most} columns, which no sheet holds with the "
    "verdicts beside them; leave some out",
)


# -- the sheet of rows ------------------------------------------------------------------------

_SHOWN_AS: Mapping[str, Mapping[str, object]] = {
    "text": {},
    "day": SHOWN["day"],
    "number": {"align": "center"},
    "money": {"num_format": MONEY_FORMAT, "align": "right"},
}
"""How the values of a column of answers are shown, by their kind."""

_NARROWEST, _WIDEST = 9, 32
_ROWS_MEASURED = 200
_MOST_LINES_BEHIND = 4
"""The most lines by which a row grows for what its leading columns do not show."""


class _Places:
    """The column of each own heading and of each answer.

    ``leading``: how many columns lead; they are printed. ``held``: how many of them stay in view.
    """

    def __init__(self, headings: Sequence[str], added: Iterable[str]) -> None:
        names = _name_columns(headings)
        others = [place for place in range(len(headings)) if place not in names]
        ahead = [id_ for id_ in added if id_ in LEADING]
        behind = [id_ for id_ in added if id_ not in LEADING]
        in_order: list[int | str] = [*names, *ahead, *others, *behind]
        at = {column: place for place, column in enumerate(in_order)}
        self.own = [at[place] for place in range(len(headings))]
        self.answers = [at[id_] for id_ in added]
        self.count = len(in_order)
        self.leading = len(names) + len(ahead)
        self.held = len(names) + 1


def _name_columns(headings: Sequence[str]) -> list[int]:
    """Return the places of the columns that say what a row is called; the first if none does."""
    places: dict[str | None, int] = {}
    for place, text in enumerate(headings):
        places.setdefault(find_fact(text.strip()), place)
    key = [places[fact] for fact in layout.NAMES_OF_A_ROW[:-1] if fact in places][:1]
    name = [places[fact] for fact in layout.NAMES_OF_A_ROW[-1:] if fact in places]
    return [*key, *name] or [*range(len(headings))][:1]


@dataclass(slots=True)
class _Column:
    """A column in rows of one look: where it is, how its cells are made, which are known.

    ``own``: its place among the file's own columns; None for a column of answers.
    """

    place: int
    own: int | None
    make: Callable[[Any], MadeCell | None]
    known: dict[object, tuple[Any, int]] = field(default_factory=dict)


_OFTEN_THE_SAME = frozenset({str, date, type(None)})
"""The types of values the cells of which are kept: of no two of them values are equal."""

_MOST_KNOWN = 4096
"""The most cells of a column that are kept."""


class _Rows:
    """Writes the sheet of rows, one after another."""

    def __init__(self, sheet: Any, below: RowsBelow, formats: Formats, form: InSheet) -> None:
        self._with_money = form.with_money
        self._added = list_answer_columns(with_money=form.with_money)
        self._added_widths = [column.width for column in self._added.values()]
        self._sheet = sheet
        self._below = below
        self._formats = formats
        self._own_headings = form.own.headings
        self._lang: Lang = form.lang
        self._places = _Places(self._own_headings, self._added)
        self._widths = [
            min(max(compute_display_width(heading) + 4, _NARROWEST), _WIDEST)
            for heading in self._own_headings
        ]
        widths = dict(zip(self._places.answers, self._added_widths, strict=True))
        self._width_of_answers = widths
        self._filled = [False] * self._places.count
        self._columns: dict[tuple[Result, bool], list[_Column]] = {}

    def write(self, rows: Iterable[SheetRow]) -> BatchSummary:
        """Write heading and rows and return what they came to."""
        self._write_heading()
        tally = BatchSummary(worth=_make_worth() if self._with_money else None)
        for at, row in enumerate(rows, start=1):
            if at > MOST_ROWS:
                raise DeskError(_TOO_LONG)
            self._write_row(at, row)
            tally.add_entry(row.entry)
        self._finish(tally.rows)
        return tally

    def _write_heading(self) -> None:
        self._sheet.set_row(0, 32)
        own, new = self._formats.get(HEADING), self._formats.get(ADDED)
        for column, text in zip(self._places.own, self._own_headings, strict=True):
            self._sheet.write_string(0, column, make_writable(text), own)
        for place, added in zip(self._places.answers, self._added.values(), strict=True):
            self._sheet.write_string(0, place, added.heading.text(self._lang), new)

    def _write_row(self, at: int, row: SheetRow) -> None:
        """Write a row as high as the lines of text in it."""
        cells: list[Any] = [None] * self._places.count
        leading = self._places.leading
        ahead = behind = 1
        columns = self._choose_columns(row.entry)
        for column, value in zip(columns, (*row.own, *row.answers), strict=True):
            found = column.known.get(value) if type(value) in _OFTEN_THE_SAME else None
            cell, lines = found or self._make_cell(at, column, value)
            place = column.place
            cells[place] = cell
            if lines == 1:
                continue
            if place < leading:
                ahead = max(ahead, lines)
            else:
                behind = max(behind, lines)
        # All of its leading columns count, of the others a few lines.
        lines = max(ahead, min(behind, _MOST_LINES_BEHIND))
        self._below.write_row(at, cells, compute_height(lines))

    def _make_cell(self, at: int, column: _Column, value: object) -> tuple[Any, int]:
        """Return a cell as the rows below the heading take it, and its lines of text."""
        cell = column.make(value)
        if column.own is None:
            lines = self._count_lines_of_answer(column.place, value)
        else:
            lines = self._count_lines_of_own(at, column.own, value)
        made = None if cell is None else self._below.take(cell), lines
        # A column grows wider with its first rows.
        if type(value) in _OFTEN_THE_SAME and at > _ROWS_MEASURED:
            if len(column.known) >= _MOST_KNOWN:
                column.known.clear()
            column.known[value] = made
        return made

    def _count_lines_of_own(self, at: int, place: int, value: object) -> int:
        """Return the lines of a cell of the file's own, which may widen its column."""
        if value is None or value == "":
            return 1
        self._filled[self._places.own[place]] = True
        if at <= _ROWS_MEASURED:
            width = max(self._widths[place], _compute_width(value))
            self._widths[place] = min(width, _WIDEST)
        if isinstance(value, str) and len(value) > _NARROWEST // 2:
            return count_lines(value, self._widths[place])
        return 1

    def _count_lines_of_answer(self, place: int, value: object) -> int:
        if value is None:
            return 1
        self._filled[place] = True
        return count_lines(value, self._width_of_answers[place]) if isinstance(value, str) else 1

    def _choose_columns(self, row: RowEntry) -> list[_Column]:
        """Return the columns in the look of a row like this: its own, then the answers."""
        kind = (row.result, row.is_overdrawn)
        if kind not in self._columns:
            self._columns[kind] = [*self._list_own(row.is_overdrawn), *self._list_added(*kind)]
        return self._columns[kind]

    def _list_own(self, is_overdrawn: bool) -> Iterator[_Column]:
        look = {**CELL, "bg_color": OVERDRAWN_ROW} if is_overdrawn else TEXT
        maker = CellMaker(self._formats, look, blanks=is_overdrawn)
        for own, place in enumerate(self._places.own):
            yield _Column(place, own, maker.make)

    def _list_added(self, result: Result, is_overdrawn: bool) -> Iterator[_Column]:
        for place, id_ in zip(self._places.answers, self._added, strict=True):
            look = _make_format(id_, result, is_overdrawn, self._lang)
            made = self._formats.get(look)
            yield _Column(place, None, partial(_make_answer, made, "bg_color" in look))

    def _finish(self, rows: int) -> None:
        sheet, places = self._sheet, self._places
        always = {places.answers[at] for at, id_ in enumerate(self._added) if id_ in LEADING}
        own = zip(places.own, self._widths, strict=True)
        # Also in constant memory xlsxwriter keeps the columns until it saves, unlike the rows.
        for column, width in (*own, *zip(places.answers, self._added_widths, strict=True)):
            is_shown = self._filled[column] or column in always or rows == 0
            sheet.set_column(column, column, width, None, {} if is_shown else {"hidden": True})
        last = max(rows, 1)
        sheet.freeze_panes(1, places.held)
        sheet.autofilter(0, 0, last, places.count - 1)
        # Otherwise Excel marks every number of a paper, which is kept as text, as an error.
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS + 1}"})
        sheet.hide_gridlines(0)  # they are printed too
        sheet.print_area(0, 0, last, places.leading - 1)
        lay_out_printed_table(sheet)


def _make_worth() -> RunningWorth:
    from retax.money.file_worth import RunningWorth  # files without amounts do without it

    return RunningWorth()


def _make_answer(look: Any, is_coloured: bool, value: Answer) -> MadeCell | None:
    """Return the cell of an answer; one that has none is left out, or blank in its colour."""
    match value:
        case None:
            return ("write_blank", None, look) if is_coloured else None
        case str():
            return "write_string", make_writable(value), look
        case date():
            return "write_number", compute_day_number(value), look
        case Decimal() if not can_keep_digits(value):
            return "write_string", write_money(value), look
    return "write_number", value, look


def _make_format(id_: str, result: Result, overdrawn: bool, lang: Lang) -> dict[str, object]:
    """Return how an added column looks in rows with this result."""
    column = ANSWER_COLUMNS[id_]
    look = dict(CELL if overdrawn or column.is_filled else TEXT)
    if column.is_filled:
        look |= {"bg_color": FILLS[result]}
    if overdrawn:
        look |= {"bg_color": OVERDRAWN_CELL if column.is_marked else OVERDRAWN_ROW}
    if id_ == "result" or (overdrawn and column.is_marked):
        look |= {"bold": True}
    if id_ == "days_left":
        look |= {"num_format": DAYS_LEFT_FORMAT.text(lang)}
    return {**look, **_SHOWN_AS[column.kind]}


def _compute_width(value: object) -> int:
    return 12 if isinstance(value, date) else compute_display_width(as_text(value)) + 2
