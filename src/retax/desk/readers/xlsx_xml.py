"""The XML of a sheet of an .xlsx workbook, for all that python-calamine leaves out.

It gives cells with an error, formulas that were never computed and values in CDATA as blank; a
blank circumstance counts as "no", so all must be known. It takes memory for every cell up to the
last one, which a few bytes can put at XFD1048576. And it says nothing of hidden rows and columns.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import IO

from retax.cells.cell import NEVER_COMPUTED, SPREADSHEET_ERROR, FaultyCell
from retax.desk.readers.grid import Merged
from retax.desk.readers.xml_parts import NotRead, XmlReader, strip_prefix
from retax.words import Words

_ODDLY_WRITTEN = Words(
    "{fact}的单元格写法异常，其值无法确定；请用 Excel 打开并保存后再试",
    "{fact} is written in a way that leaves its value open; open it in Excel, save it and try "
    "again",
)

# python-calamine takes the value of <v>1&#48;</v> to be 1, and that of <v>&#49;</v> to be blank;
# only in texts does it see what follows a reference to a character.
_REFERENCE_IN_VALUE = re.compile(rb"&[^<>&;]*;[^<>]*</(?:[^<>\s:]+:)?v\s*>")
_CELL_TAG = re.compile(rb"<(?:[^<>\s:]+:)?c\s[^<>]*>")
_IS_TEXT = re.compile(rb"\st\s*=\s*[\"']str[\"']")
_LONGEST_VALUE = 1 << 16

SHEET_COLUMNS, SHEET_ROWS = 1 << 14, 1 << 20

# -- plain rows: nearly all there are, in the spelling of Excel, openpyxl, XlsxWriter, LibreOffice.
# They are well-formed, have no fault and are no news but for how far they reach, so the parser sees
# their starts alone, which takes a third of the time.

_TEXT = rb"[^<>&\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
# By number only from 1000 to 54999: no control character, and no surrogate, which XML forbids.
_REFERENCE = rb"&(?:amp|lt|gt|quot|apos|#(?:[1-9][0-9]{3}|[1-4][0-9]{4}|5[0-4][0-9]{3}));"
# The possessive `*+` and `++` give nothing back: a row that is not plain fails without retries.
_FORMULA = rb"(?:<f>" + _TEXT + rb"*+</f>)?+"
_PLAIN_ROW = (
    rb'<row r="([1-9][0-9]{0,6}+)"'
    rb"%(attributes)b>"
    rb'((?:<c r="[A-Z]{1,3}+\1"(?: s="[0-9]{1,9}+")?+(?:/>'
    rb'|(?: t="[bns]")?+>%(formula)b<v>[0-9.eE+-]++</v></c>'
    rb'| t="str">%(formula)b<v>(?!\s)%(text)b++</v></c>'
    rb'| t="inlineStr"><is><t(?: xml:space="preserve")?+>'
    rb"(?:%(text)b|%(reference)b)*+</t></is></c>))++)</row>"
)
_ROW_ATTRIBUTES = b"".join(
    rb'(?: %b="%b")?+' % (name, value)
    for name, value in {
        b"spans": rb"[0-9: ]*+",
        b"s": rb"[0-9]*+",
        b"customFormat": rb"[a-z01]*+",
        b"ht": rb"[0-9.]*+",
        b"hidden": rb"(?:0|false)",
        b"customHeight": rb"[a-z01]*+",
        b"outlineLevel": rb"[0-9]*+",
        b"collapsed": rb"[a-z01]*+",
        b"x14ac:dyDescent": rb"[0-9.]*+",
    }.items()
)
_PLAIN_ROWS = {
    computed: re.compile(
        _PLAIN_ROW
        % {
            b"attributes": _ROW_ATTRIBUTES,
            b"formula": _FORMULA if computed else b"",
            b"text": _TEXT,
            b"reference": _REFERENCE,
        }
    )
    for computed in (True, False)
}
_STYLE_OF_CELL = re.compile(rb'<c r="[A-Z0-9]++" s="([0-9]++)"')
_LETTERS = re.compile(rb'<c r="([A-Z]++)')
_ROW_ENDS = b"</row>"
_LONGEST_ROW = 1 << 20
_MOST_SHAPES, _WIDEST_SHAPE = 1 << 10, 1 << 8
_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml [^<>]*>")
# UTF-8 has these two, XML has not.
_NO_CHARACTERS = re.compile("[\ufffe\uffff]")
_MOST_FAULTS = 1 << 20
_MOST_MERGED = 1 << 20
_MOST_OTHER_NAMES = 1 << 10
_LONGEST_SHOWN = 500

_COLUMN = re.compile(r"[A-Za-z]{1,3}")
_NUMBER = re.compile(r"[1-9][0-9]{0,6}")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_YES = frozenset({"1", "true"})
_KINDS_WITH_A_VALUE = frozenset({None, "s", "n", "str", "inlineStr", "b", "d"})


@dataclass(slots=True)
class SheetScan:
    """How far a sheet reaches, its faulty, merged, struck and hidden cells.

    ``rows`` and ``columns``: how many there are. Places count from 0: ``faults`` by row and column,
    and ``struck`` the columns of a row whose cells are struck through, be they filled or not.
    ``unplaced``: a faulty cell does not name its place.
    """

    rows: int = 0
    columns: int = 0
    faults: dict[int, dict[int, FaultyCell]] = field(default_factory=dict)
    unplaced: bool = False
    merged: list[Merged] = field(default_factory=list)
    struck: dict[int, list[int]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def scan_sheet(
    part: IO[bytes], *, computed: bool = True, struck: Collection[str] = ()
) -> SheetScan:
    """Read the XML of a sheet once, piece by piece.

    ``computed``: the values of its formulas are what its program computed; otherwise none of them
    is taken. ``struck``: the numbers of the styles that strike a cell through.

    Raises:
        NotRead: cells stand twice or in no order, where they stand cannot be read, or there is no
            end of them.
        ExpatError: it is not XML.
    """
    sheet = _Sheet(computed, struck)
    sheet.read(part)
    return sheet.finish()


@dataclass(slots=True)
class _Cell:
    """A cell that may be faulty, while it is looked inside."""

    is_text: bool
    is_error: bool = False
    is_odd: bool = False
    formula: str | None = None
    fills: Merged | None = None
    value: str = ""


class _Sheet(XmlReader):
    """Reads a sheet; its plain cells at the cost of their start alone."""

    def __init__(self, computed: bool, struck: Collection[str] = ()) -> None:
        super().__init__()
        self._known = SheetScan()
        self._computed = computed
        self._struck = struck
        self._places: dict[str, int] = {}
        self._others: set[str] = set()
        self._row = self._column = self._last_col = -1
        self._digits: str | None = None
        self._jumped = False
        self._valued_by: str | None = None
        self._before = b""
        self._cell_attributes: dict[str, str] = {}
        self._cell = _Cell(is_text=False)
        self._is_watched = self._in_formula = False
        self._unfilled: list[tuple[Merged, FaultyCell]] = []
        self._faulty = 0
        self._plain: dict[str, int] = {}
        self._shapes: dict[tuple[bytes, ...], int | None] = {}

    # -- plain rows -----------------------------------------------------------------------------

    def split_part(self, part: IO[bytes]) -> Iterator[bytes]:
        """Return the part, its plain rows without their cells.

        Where a comment, a section of CDATA or the like begins all that follows stays as it is:
        inside of one a row is none.
        """
        rows = _PLAIN_ROWS[self._computed]
        pieces = super().split_part(part)
        kept = next(pieces, b"")
        declaration = _DECLARATION.match(kept)
        if declaration is not None:
            yield declaration[0]
            kept = kept[declaration.end() :]
        for piece in chain(pieces, [b""]):
            if b"<!" in kept or b"<?" in kept:
                yield kept
                kept = piece
                break
            end = kept.rfind(_ROW_ENDS) + len(_ROW_ENDS)
            if end >= len(_ROW_ENDS):
                yield rows.sub(self._drop_cells, kept[:end])
                kept = kept[end:] + piece
            elif len(kept) <= _LONGEST_ROW:
                kept += piece
            else:
                kept += piece
                break
        yield kept
        yield from pieces

    def _drop_cells(self, row: re.Match[bytes]) -> bytes:
        """Return a plain row without its cells, and remember how far it reaches."""
        if self._struck and any(
            style.decode() in self._struck for style in _STYLE_OF_CELL.findall(row[2])
        ):
            return row[0]
        shape = tuple(_LETTERS.findall(row[2]))
        last = self._shapes.get(shape)
        if last is None:
            last = _find_last_column(shape)
            if len(shape) <= _WIDEST_SHAPE and len(self._shapes) < _MOST_SHAPES:
                self._shapes[shape] = last
        if last is None or not (row[2].isascii() or _is_utf_8(row[2])):
            return row[0]
        digits = row[1].decode()
        self._plain[digits] = last
        return b'<row r="%b"/>' % row[1]

    # -- what starts, what is inside ------------------------------------------------------------

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.opened += 1
        if name == "c":
            self._start_cell(attributes)
        elif name in self._others:
            if self._valued_by == "v":
                self._watch_cell().is_odd = True
        elif name in ("v", "is"):
            self._start_value(name)
        elif name == "row":
            self._start_row(attributes)
        elif name == "f":
            self._start_formula(attributes)
        elif name == "mergeCell":
            self._add_merged(attributes.get("ref", ""))
        elif name == "col":
            self._take_columns(attributes)
        elif ":" in name:
            self.opened -= 1
            self.start(strip_prefix(name), attributes)
        else:
            self._others.add(name)
            _refuse_if(len(self._others) > _MOST_OTHER_NAMES)
            self.opened -= 1
            self.start(name, attributes)

    def end(self, name: str) -> None:
        if strip_prefix(name) == "f":
            self._in_formula = False
        elif strip_prefix(name) == "c":
            self._note(self._cell)
            self._is_watched = False
            self.look_away()

    def take_text(self, text: str) -> None:
        if self._in_formula:
            self._cell.formula = ((self._cell.formula or "") + text)[:_LONGEST_SHOWN]
        else:
            self._cell.value = (self._cell.value + text)[:_LONGEST_SHOWN]

    def take_aside(self, *_: str) -> None:
        if self._valued_by == "v" or (self._is_watched and not self._in_formula):
            self._watch_cell().is_odd = True

    def take_raw(self, piece: bytes) -> None:
        self._before = self._before[-_LONGEST_VALUE:] + piece
        if b"&" in self._before:
            _refuse_if(any(map(_is_no_text, _REFERENCE_IN_VALUE.finditer(self._before))))

    # -- rows and cells -------------------------------------------------------------------------

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._finish_row()
        self._valued_by = None
        _refuse_if(self._is_watched)
        self._digits = attributes.get("r")
        self._go_to_row(self._row + 2 if self._digits is None else _parse_number(self._digits))
        if attributes.get("hidden") in _YES:
            self._known.hidden_rows.add(self._row)
        if self._digits in self._plain:
            self._column = self._plain.pop(self._digits)
            self._cell_attributes, self._valued_by = {}, "v"

    def _go_to_row(self, number: int) -> None:
        _refuse_if(not self._row + 1 < number <= SHEET_ROWS)
        self._row = number - 1
        self._column = -1

    def _finish_row(self) -> None:
        if self._column >= 0:
            self._known.rows = self._row + 1
            self._known.columns = max(self._known.columns, self._column + 1)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cell_attributes = attributes
        self._valued_by = None
        reference = attributes.get("r")
        if reference is None:
            place = self._find_next_place()
        else:
            letters = reference.rstrip("0123456789")
            if reference[len(letters) :] != self._digits:
                self._take_row_of(reference[len(letters) :])
            place = self._places.get(letters, -1)
            if place < 0:
                place = self._places[letters] = _parse_place(letters)
        if place <= self._column or self._is_watched:
            raise NotRead
        self._column = place
        if attributes.get("s") in self._struck:
            self._known.struck.setdefault(self._row, []).append(place)
        kind = attributes.get("t")
        if kind not in _KINDS_WITH_A_VALUE and str(kind).strip() == "e":
            self._watch_cell().is_error = True

    def _find_next_place(self) -> int:
        _refuse_if(self._jumped or self._column + 1 >= SHEET_COLUMNS)
        return self._column + 1

    def _take_row_of(self, digits: str) -> None:
        """Take its row from the first cell of a row that does not say which it is."""
        number = _parse_number(digits)
        if number != self._row + 1:
            _refuse_if(self._digits is not None or self._column >= 0)
            self._go_to_row(number)
            self._jumped = True
        self._digits = digits

    def _start_value(self, name: str) -> None:
        is_text = self._cell_attributes.get("t") == "inlineStr"
        if self._valued_by is not None or (name == "v" and is_text):
            self._watch_cell().is_odd = True
        self._valued_by = name

    def _start_formula(self, attributes: dict[str, str]) -> None:
        cell = self._watch_cell()
        cell.is_odd = cell.is_odd or self._valued_by is not None or cell.formula is not None
        cell.formula = ""
        self._in_formula = True
        # Only the first cell of an array has the formula; the others hold its results, or nothing.
        if attributes.get("t") in ("array", "dataTable"):
            cell.fills = _parse_range(attributes.get("ref", ""))

    def _watch_cell(self) -> _Cell:
        """Return the cell that is read, to be looked inside from here to its end."""
        if not self._is_watched:
            self._cell = _Cell(is_text=self._cell_attributes.get("t") == "str")
            self._is_watched = True
            self.look_inside()
        return self._cell

    def _note(self, cell: _Cell) -> None:
        """Note what is wrong with a cell that has been read to its end, if anything is."""
        value = cell.value.strip()
        if cell.is_error:
            fault = FaultyCell(value or "#ERROR!", SPREADSHEET_ERROR)
        elif cell.is_odd:
            fault = FaultyCell(value, _ODDLY_WRITTEN)
        elif not self._computed or not (value or (cell.is_text and self._valued_by == "v")):
            fault = FaultyCell(f"={cell.formula}", NEVER_COMPUTED)
            if cell.fills is not None:
                self._unfilled.append((cell.fills, fault))
        else:
            return
        self._known.unplaced = self._known.unplaced or "r" not in self._cell_attributes
        self._add_fault(self._row, self._column, fault)

    def _add_fault(self, row: int, column: int, fault: FaultyCell) -> None:
        self._faulty += 1
        _refuse_if(self._faulty > _MOST_FAULTS)
        self._known.faults.setdefault(row, {}).setdefault(column, fault)

    # -- columns, merged cells ------------------------------------------------------------------

    def _take_columns(self, attributes: dict[str, str]) -> None:
        first, last = (_parse_number(attributes.get(side, "")) - 1 for side in ("min", "max"))
        _refuse_if(not self._last_col < first <= last < SHEET_COLUMNS)
        self._last_col = last
        if attributes.get("hidden") in _YES:
            self._known.hidden_columns.update(range(first, last + 1))

    def _add_merged(self, reference: str) -> None:
        self._known.merged.append(_parse_range(reference))
        _refuse_if(len(self._known.merged) > _MOST_MERGED)

    def finish(self) -> SheetScan:
        """Return what was found out, once the part has been read."""
        self._finish_row()
        for area, fault in self._unfilled:
            for row in range(area.top, area.bottom + 1):
                for column in range(area.left, area.right + 1):
                    self._add_fault(row, column, fault)
            self._known.rows = max(self._known.rows, area.bottom + 1)
            self._known.columns = max(self._known.columns, area.right + 1)
        return self._known


def _is_no_text(reference: re.Match[bytes]) -> bool:
    """Say whether the value of a cell that is no text has a reference to a character."""
    tags = _CELL_TAG.findall(
        reference.string, max(0, reference.start() - _LONGEST_VALUE), reference.start()
    )
    return not tags or not _IS_TEXT.search(tags[-1])


def _find_last_column(letters: Sequence[bytes]) -> int | None:
    """Return the last of the columns of a row; None where they are in no order or reach too far."""
    try:
        places = [_parse_place(each.decode()) for each in letters]
    except NotRead:
        return None
    is_in_order = all(one < other for one, other in pairwise(places))
    return places[-1] if is_in_order else None


def _is_utf_8(text: bytes) -> bool:
    try:
        return _NO_CHARACTERS.search(text.decode()) is None
    except UnicodeDecodeError:
        return False


def _refuse_if(is_wrong: bool) -> None:
    if is_wrong:
        raise NotRead


def _parse_number(digits: str) -> int:
    """Return the number of a row or a column, from 1."""
    _refuse_if(not _NUMBER.fullmatch(digits))
    return int(digits)


def _parse_place(letters: str) -> int:
    """Return the place of a column from 0: A is 0, Z 25, AA 26."""
    _refuse_if(not _COLUMN.fullmatch(letters))
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - ord("A") + 1
    _refuse_if(place > SHEET_COLUMNS)
    return place - 1


def _parse_range(reference: str) -> Merged:
    """Return the cells of A1 or A1:B2."""
    found = _RANGE.fullmatch(reference)
    if found is None:
        raise NotRead
    left, top, right, bottom = found.groups()
    area = Merged(
        _parse_number(top) - 1,
        _parse_place(left),
        _parse_number(bottom or top) - 1,
        _parse_place(right or left),
    )
    _refuse_if(area.top > area.bottom or area.left > area.right)
    return area
