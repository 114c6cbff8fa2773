"""The workbook of verdicts: the user's own rows as they were, and beside each its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from retax import Lang, Words
from retax.desk import sheets
from retax.desk.batch_sheet import begin_batch
from retax.desk.columns import COLUMNS, HEADINGS, answers
from retax.desk.in_sheets import facts_as_told, heading, in_a_cell
from retax.desk.judged import Asked, Judged
from retax.desk.new_workbook import new_workbook
from retax.desk.rows import Unreadable
from retax.desk.styles import (
    ADDED,
    CELL,
    DAYS_LEFT,
    FILLS,
    HEADING,
    MOST_COLUMNS,
    MOST_ROWS,
    OVERDRAWN_CELL,
    OVERDRAWN_ROW,
    SHOWN,
    TEXT,
    Cells,
    Formats,
    day_number,
    display_width,
    height_of,
    lines_in,
    writable,
)
from retax.desk.summary_sheet import write_summary
from retax.desk.tally import Result, Tally, result_of
from retax.vocabulary import NAMES

ROWS_IN_MEMORY = 200_000
"""So many rows may be held as cells, some 4 kB each."""


def write_verdicts(
    file: str | Path,
    headings: Sequence[str],
    lines: Iterable[Judged],
    *,
    asked: Asked,
    unread: Sequence[str] = (),
    batch: Mapping[str, Any] = {},
    rows: int | None = None,
    lang: Lang = "zh",
) -> None:
    """Write a workbook of the rows of a file, their verdicts, and a summary sheet with a chart.

    Args:
        file: the workbook to write; an older one is replaced once the new one is whole.
        headings: those of the file's own columns, which are carried through untouched; none where
            it has none (JSON): then every fact known of some row gets a column.
        lines: the rows; walked once, none is kept.
        asked: the options they were judged under.
        unread: the headings that name no fact.
        batch: the facts stated for all rows that leave them blank; they get a sheet of their own,
            so that the workbook can be checked again.
        rows: how many rows there are, where that is known: a file of moderate length is made
            faster and smaller, since a text that many rows have is written once.
        lang: the language of everything that is added.

    Raises:
        Unreadable: the workbook cannot be written there, or a sheet cannot hold so much.
    """
    own: _OwnColumns = _AsRead(headings) if headings else _Facts(lang)
    if len(own.headings) + len(HEADINGS) > MOST_COLUMNS:
        raise Unreadable(_TOO_WIDE)
    many = rows is None or rows > ROWS_IN_MEMORY
    with new_workbook(file, constant_memory=many) as workbook:
        formats = Formats(workbook)
        goods = workbook.add_worksheet(sheets.GOODS.text(lang))
        summary = workbook.add_worksheet(sheets.SUMMARY.text(lang))
        tally = _Rows(goods, formats, own, lang).write(lines)
        write_summary(workbook, summary, formats, tally, asked=asked, unread=unread, lang=lang)
        if batch:
            _write_batch(workbook.add_worksheet(sheets.BATCH.text(lang)), formats, batch, lang)


_TOO_LONG = Words(
    f"数据超过 {MOST_ROWS} 行，一张工作表放不下；请拆分文件，或改用 CSV 输出",
    f"there are more than {MOST_ROWS} rows, which no sheet holds; split the file or write CSV",
)
_TOO_WIDE = Words(
    f"栏目超过 {MOST_COLUMNS - len(HEADINGS)} 列，加上判定结果后一张工作表放不下；请删去无关的列",
    f"there are more than {MOST_COLUMNS - len(HEADINGS)} columns, which no sheet holds with the "
    "verdicts beside them; leave some out",
)


def _write_batch(sheet: Any, formats: Formats, batch: Mapping[str, Any], lang: Lang) -> None:
    begin_batch(sheet, lang, heading=formats.of(ADDED))
    cells = Cells(sheet, formats, TEXT)
    for row, (fact, value) in enumerate(batch.items(), start=1):
        cells.write(row, 0, heading(fact, lang))
        cells.write(row, 1, in_a_cell(fact, value, lang))


# -- the rows' own columns --------------------------------------------------------------------


class _AsRead:
    """The columns of the file, its cells as they stood."""

    def __init__(self, headings: Sequence[str]) -> None:
        self.headings = tuple(headings)

    def cells(self, line: Judged) -> Sequence[object]:
        """Return one value a heading."""
        cells = line.row.cells
        lacking = len(self.headings) - len(cells)
        return (*cells, *[None] * lacking) if lacking else cells


class _Facts:
    """A column for every fact, for rows that have no cells of their own."""

    def __init__(self, lang: Lang) -> None:
        self.headings = tuple(heading(fact, lang) for fact in NAMES)
        self._lang: Lang = lang

    def cells(self, line: Judged) -> Sequence[object]:
        """Return one value a fact: as validated, or as it was told where the row is refused."""
        goods = line.accepted.goods
        if goods is None:
            told = facts_as_told(line.row)
            return [told.get(name) for name in NAMES]
        return [in_a_cell(name, getattr(goods, name), self._lang) for name in NAMES]


_OwnColumns = _AsRead | _Facts


# -- the sheet of rows ------------------------------------------------------------------------

_WIDTHS: Mapping[str, int] = {
    "row": 8,
    "result": 15,
    "overdrawn": 32,
    "last_day": 12,
    "days_left": 12,
    "decided": 52,
    "asks": 42,
    "readings": 38,
    "actions": 38,
    "papers": 56,
    "routes": 42,
    "stated": 28,
    "remarks": 28,
    "assumed": 64,
    "law": 38,
}
"""How wide each added column is, in narrow characters."""

_FILLED = frozenset({"row", "result", "last_day", "days_left"})
"""The added columns that bear the colour of the result."""

_MARKED = frozenset({"result", "overdrawn"})
"""The added columns that stand out where more comes back than went out."""

_SHOWN_AS: Mapping[str, Mapping[str, object]] = {
    "row": {"align": "center"},
    "last_day": SHOWN["day"],
    "days_left": {"align": "center"},
}
"""How the added columns that are not text are shown."""

_EMPTY_WIDTH = 10
_NARROWEST, _WIDEST = 9, 32
_ROWS_MEASURED = 200
_WIDTH_OF_A_PAGE = 190
"""So many narrow characters a landscape page holds and stays legible."""


class _Rows:
    """Writes the sheet of rows, one after another."""

    def __init__(self, sheet: Any, formats: Formats, own: _OwnColumns, lang: Lang) -> None:
        self._sheet = sheet
        self._formats = formats
        self._own = own
        self._lang: Lang = lang
        self._first_added = len(own.headings)
        self._widths = [
            min(max(display_width(heading) + 4, _NARROWEST), _WIDEST) for heading in own.headings
        ]
        self._filled = [False] * (len(own.headings) + len(HEADINGS))
        self._own_cells = {
            False: Cells(sheet, formats, TEXT, blanks=False),
            True: Cells(sheet, formats, {**CELL, "bg_color": OVERDRAWN_ROW}),
        }
        self._looks: dict[tuple[Result, bool], list[tuple[Any, bool]]] = {}

    def write(self, lines: Iterable[Judged]) -> Tally:
        """Write heading and rows and return what they came to."""
        self._heading()
        tally = Tally()
        for at, line in enumerate(lines, start=1):
            if at > MOST_ROWS:
                raise Unreadable(_TOO_LONG)
            lines_of_text = max(self._own_part(at, line), self._added_part(at, line))
            self._sheet.set_row(at, height_of(lines_of_text))
            tally.add(line)
        self._finish(tally.rows)
        return tally

    def _heading(self) -> None:
        self._sheet.set_row(0, 32)
        added = [words.text(self._lang) for words in HEADINGS]
        own, new = self._formats.of(HEADING), self._formats.of(ADDED)
        for column, text in enumerate(self._own.headings):
            self._sheet.write_string(0, column, writable(text), own)
        for column, text in enumerate(added, start=self._first_added):
            self._sheet.write_string(0, column, text, new)

    def _own_part(self, at: int, line: Judged) -> int:
        """Write a row's own cells and return how many lines of text they take."""
        write = self._own_cells[line.overdrawn is not None].write
        most = 1
        for column, value in enumerate(self._own.cells(line)):
            write(at, column, value)
            if value is None:
                continue
            self._filled[column] = True
            if at <= _ROWS_MEASURED:
                width = max(self._widths[column], _width_of(value))
                self._widths[column] = min(width, _WIDEST)
            if isinstance(value, str) and len(value) > _NARROWEST // 2:
                most = max(most, lines_in(value, self._widths[column]))
        return most

    def _added_part(self, at: int, line: Judged) -> int:
        """Write what is added to a row and return how many lines of text that takes."""
        sheet = self._sheet
        most = 1
        parts = (answers(line, self._lang), self._looks_of(line), _WIDTHS.values())
        for column, part in enumerate(zip(*parts, strict=True), start=self._first_added):
            value, (look, coloured), width = part
            if value is None:
                if coloured:
                    sheet.write_blank(at, column, None, look)
                continue
            self._filled[column] = True
            if isinstance(value, str):
                sheet.write_string(at, column, writable(value), look)
                most = max(most, lines_in(value, width))
            elif isinstance(value, date):
                sheet.write_number(at, column, day_number(value), look)
            else:
                sheet.write_number(at, column, value, look)
        return most

    def _looks_of(self, line: Judged) -> list[tuple[Any, bool]]:
        """Return the format of each added column for a row like this, and whether it has a fill."""
        kind = (result_of(line), line.overdrawn is not None)
        if kind not in self._looks:
            looks = [_look(id_, *kind, self._lang) for id_ in COLUMNS]
            self._looks[kind] = [(self._formats.of(look), "bg_color" in look) for look in looks]
        return self._looks[kind]

    def _finish(self, rows: int) -> None:
        sheet, widths = self._sheet, list(self._final_widths())
        last = len(widths) - 1
        for column, width in enumerate(widths):
            options = {"hidden": True} if width == 0 else {}
            sheet.set_column(column, column, width, None, options)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(rows, 1), last)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS + 1}"})
        sheet.hide_gridlines(0)  # they are printed too
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.repeat_rows(0)
        sheet.repeat_columns(0)
        sheet.fit_to_pages(max(1, round(sum(widths) / _WIDTH_OF_A_PAGE)), 0)
        sheet.set_footer("&L&A&R&P / &N")

    def _final_widths(self) -> Iterator[int]:
        hides = isinstance(self._own, _Facts)
        for column, width in enumerate(self._widths):
            empty = hides and not self._filled[column]
            yield 0 if empty else width
        for column, id_ in enumerate(COLUMNS, start=self._first_added):
            yield _WIDTHS[id_] if self._filled[column] else _EMPTY_WIDTH


def _look(id_: str, result: Result, overdrawn: bool, lang: Lang) -> dict[str, object]:
    """Return how an added column looks in rows with this result."""
    look = dict(CELL if overdrawn or id_ in _FILLED else TEXT)
    if id_ in _FILLED:
        look |= {"bg_color": FILLS[result]}
    if overdrawn:
        look |= {"bg_color": OVERDRAWN_CELL if id_ in _MARKED else OVERDRAWN_ROW}
    if id_ == "result" or (overdrawn and id_ in _MARKED):
        look |= {"bold": True}
    if id_ == "days_left":
        look |= {"num_format": DAYS_LEFT.text(lang)}
    return {**look, **_SHOWN_AS.get(id_, {})}


def _width_of(value: object) -> int:
    return 12 if isinstance(value, date) else display_width(str(value)) + 2
