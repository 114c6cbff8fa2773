from __future__ import annotations

import io
from xml.parsers.expat import ExpatError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retax.cells.cell import NEVER_COMPUTED, SPREADSHEET_ERROR, FaultyCell
from retax.desk.readers.grid import Merged
from retax.desk.readers.xlsx_xml import SheetScan, _Sheet, scan_sheet
from retax.desk.readers.xml_parts import NotRead
from walks import walk_points


def sheet(cells: str, *, after: str = "", before: str = "", computed: bool = True) -> SheetScan:
    """Return what is known of a sheet whose second row is given."""
    return of_rows(f'<row r="2">{cells}</row>', after=after, before=before, computed=computed)


def of_rows(rows: str, *, after: str = "", before: str = "", computed: bool = True) -> SheetScan:
    xml = f"<worksheet>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    return scan_sheet(io.BytesIO(xml.encode()), computed=computed)


def fault(cells: str, *, computed: bool = True) -> FaultyCell | None:
    """Return the fault of D2; fails where another cell has one."""
    known = sheet(cells, computed=computed)
    assert not known.unplaced
    faults = {(row, column): f for row, of in known.faults.items() for column, f in of.items()}
    assert set(faults) <= {(1, 3)}
    return faults.get((1, 3))


# -- errors -----------------------------------------------------------------------------------


@walk_points(
    "cell",
    [
        '<c r="D2" t="e"><v>#N/A</v></c>',
        "<c t='e' r='D2'><v>#N/A</v></c>",
        '<c\nr="D2"\nt = "e"\n>\n<v>\n#N/A\n</v>\n</c>',
        '<c r="D2" t="&#101;"><v>#N/A</v></c>',
        '<c r="D2" t=" e "><v>#N/A</v></c>',
        '<c r="D2" t="e"><v xml:space="preserve">#N/A</v></c>',
        '<c r="D2" t="e"><f>1/0</f>\n<v>#N/A</v></c>',
        '<c r="D2" t="e"><f t="shared" si="0"/><v>#N/A</v></c>',
        '<c r="D2" t="e"><v><![CDATA[#N/A]]></v></c>',
        '<c r="D2" t="e"><!-- --><v>#N<?x y?>/A</v><extLst/></c>',
        '<x:c xmlns:x="u" r="D2" t="e"><x:v>#N/A</x:v></x:c>',
    ],
)
@walk_points("computed", [True, False])
def test_an_error_is_seen_in_every_spelling(cell: str, computed: bool) -> None:
    assert fault(cell, computed=computed) == FaultyCell("#N/A", SPREADSHEET_ERROR)


@pytest.mark.parametrize("cell", ['<c r="D2" t="e"/>', '<c r="D2" t="e"><v/></c>'])
def test_an_error_that_does_not_say_which_is_one(cell: str) -> None:
    assert fault(cell) == FaultyCell("#ERROR!", SPREADSHEET_ERROR)


# -- formulas ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="D2"><f>A1&lt;2</f></c>',
        '<c r="D2"><f>A1&lt;2</f><v/></c>',
        '<c r="D2"><f>A1&lt;2</f><v></v></c>',
        '<c r="D2">\n<f>A1&lt;2</f>\n<v>\n</v>\n</c>',
        '<c r="D2" t="str"><f>A1&lt;2</f></c>',
        '<c r="D2"><f><![CDATA[A1<2]]></f></c>',
        '<c r="D2"><f>A1&lt;<![CDATA[2]]></f><v/></c>',
        '<x:c xmlns:x="u" r="D2"><x:f>A1&lt;2</x:f></x:c>',
    ],
)
def test_a_formula_never_computed_is_seen_in_every_spelling(cell: str) -> None:
    assert fault(cell) == FaultyCell("=A1<2", NEVER_COMPUTED)


def test_a_shared_formula_never_computed_shows_no_more_than_that_it_is_one() -> None:
    assert fault('<c r="D2"><f t="shared" si="0"/></c>') == FaultyCell("=", NEVER_COMPUTED)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="D2"><f>A1</f><v>0</v></c>',
        '<c r="D2" t="str"><f>A1</f><v>是</v></c>',
        '<c r="D2" t="str"><f>""</f><v></v></c>',
        '<c r="D2" t="str"><f>""</f><v/></c>',
        '<c r="D2" t="inlineStr"><f>A1</f><is><t>是</t></is></c>',
    ],
)
def test_a_formula_with_its_value_is_none_unless_the_workbook_asks_for_it_to_be_computed(
    cell: str,
) -> None:
    assert fault(cell) is None
    asked_for = fault(cell, computed=False)
    assert asked_for is not None
    assert asked_for.why is NEVER_COMPUTED


@pytest.mark.parametrize("kind", ["array", "dataTable"])
def test_a_formula_never_computed_leaves_all_cells_it_fills_without_a_value(kind: str) -> None:
    known = sheet(f'<c r="B2"><f t="{kind}" ref="B2:C3">A1</f></c><c r="C2"><f>A2</f></c>')
    assert {row: {*of} for row, of in known.faults.items()} == {1: {1, 2}, 2: {1, 2}}
    assert known.faults[1][2].shown == "=A2"
    assert (known.rows, known.columns) == (3, 3)


# -- other spellings that are read as blank, or as another value ---------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="D2"><v><![CDATA[7]]></v></c>',
        '<c r="D2" t="str"><v>a<![CDATA[b]]></v></c>',
        '<c r="D2"><v>7</v><f>A1</f></c>',
        '<c r="D2"><f>A1</f><f>A2</f><v>7</v></c>',
        '<c r="D2"><v>7</v><v>8</v></c>',
        '<c r="D2"><v>1<!-- -->0</v></c>',
        '<c r="D2"><v>1<?x y?>0</v></c>',
        '<c r="D2" t="s"><v>1<b/>0</v></c>',
        '<c r="D2"><v><t>1</t></v></c>',
        '<c r="D2" t="inlineStr"><v>是</v></c>',
        '<c r="D2" t="inlineStr"><is><t>否</t></is><is><t>是</t></is></c>',
        '<c r="D2" t="inlineStr"><is><t>是</t></is><v>1</v></c>',
        '<c r="D2"><f>A1</f><v>1<!-- -->0</v></c>',
        '<c r="D2"><f>A1</f><!-- --><v>1</v></c>',
    ],
)
def test_a_cell_whose_value_is_open_is_none_of_a_value(cell: str) -> None:
    found = fault(cell)
    assert found is not None
    assert "写法" in found.why.zh


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="D2"><v>1&#48;</v></c>',
        '<c r="D2" s="1" t="b"><f>A1</f><v>&#49;\n</v></c>',
        '<x:c r="D2" t="s"><x:v>&#x31;0</x:v ></x:c>',
        '<c r="C2" t="str"><v>&amp;</v></c><c r="D2"><v>1&#48;</v></c>',
    ],
)
def test_a_reference_to_a_character_in_a_number_is_refused(cell: str) -> None:
    with pytest.raises(NotRead):
        sheet(cell.replace("<x:c ", '<x:c xmlns:x="u" '))


def test_references_to_characters_in_texts_are_read() -> None:
    text = '<c r="A2" t = "str" ><f>B1&amp;B2</f><v>a&#10;b &lt;</v></c>'
    known = sheet(f'{text}<c r="B2" t="inlineStr"><is><t>&amp;</t></is></c>', after="<x>&lt;</x>")
    assert known.faults == {}


def test_a_reference_is_found_where_pieces_part_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for size in range(1, 40):
        monkeypatch.setattr("retax.desk.readers.xml_parts._PIECE", size)
        with pytest.raises(NotRead):
            sheet('<c r="D2"><v>1&#48;</v></c>')
        assert sheet('<c r="D2" t="str"><v>1&#48;</v></c>').faults == {}


def test_what_follows_the_cells_is_none_of_theirs() -> None:
    known = sheet('<c r="D2"><v>7</v></c>', after="<!-- --><pageMargins/><pageMargins/><a><b/></a>")
    assert known.faults == {}


def test_a_comment_between_cells_is_refused() -> None:
    for between in ("<!-- -->", "</row><!-- --><row r='3'>"):
        with pytest.raises(NotRead):
            sheet(f'<c r="A2"><v>7</v></c>{between}<c><v>8</v></c>')


def test_cells_after_an_odd_one_are_read_as_ever() -> None:
    known = sheet('<c r="A2"><f>A1</f></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="e"/>')
    assert {*known.faults[1]} == {0, 2}


def test_a_formula_is_shown_shortened() -> None:
    found = fault(f'<c r="D2"><f>{"A" * 10_000}</f></c>')
    assert found is not None
    assert len(str(found.shown)) < 600


# -- where cells are ----------------------------------------------------------------------------


def test_how_far_a_sheet_reaches_its_cells_say() -> None:
    known = of_rows('<row r="1"><c r="B1"/></row><row r="7"/><row r="9"><c r="aa9"/></row>')
    assert (known.rows, known.columns) == (9, 27)
    known = of_rows('<row r="1"><c r="B1"/></row><row r="1048576"/>')
    assert (known.rows, known.columns) == (1, 2)
    assert of_rows("") == SheetScan()


def test_cells_and_rows_that_do_not_say_where_are_counted() -> None:
    known = of_rows('<row><c/></row><row><c/><c/><c r="E2"/><c/></row>')
    assert (known.rows, known.columns) == (2, 6)
    assert not known.unplaced


def test_rows_that_do_not_say_where_follow_their_cells() -> None:
    known = of_rows('<row><c r="A3" t="e"/><c r="B3"/></row><row><c r="A4" t="e"/></row>')
    assert {*known.faults} == {2, 3}
    with pytest.raises(NotRead):
        of_rows('<row><c r="A3"/></row><row><c/></row>')


def test_a_faulty_cell_that_does_not_say_where_leaves_its_place_open() -> None:
    assert sheet('<c t="e"/>').unplaced
    assert sheet('<c><f>A1</f></c><c r="D2" t="e"/>').unplaced
    assert not sheet('<c><f>A1</f><v>1</v></c><c r="D2" t="e"/>').unplaced


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="B2"/><c r="B2"/></row>',
        '<row r="2"><c r="B2"/><c r="A2"/></row>',
        '<row r="2"><c r="A3"/></row>',
        '<row><c r="A1"/><c r="B2"/></row>',
        '<row><c r="A1"/></row><row><c r="A1"/></row>',
        '<row r="2"/><row r="2"/>',
        '<row r="2"/><row r="1"/>',
        '<row r="0"/>',
        '<row r="1048577"/>',
        '<row r="x"/>',
        '<row r="2"><c r="2"/></row>',
        '<row r="2"><c r="$A$2"/></row>',
        '<row r="2"><c r="AAAA2"/></row>',
        '<row r="2"><c r="XFE2"/></row>',
        '<row r="2"><c r="XFD2"/><c/></row>',
        '<row r="2"><c t="e"><c r="B2"/></c></row>',
    ],
)
def test_cells_in_no_order_or_in_no_place_are_refused(rows: str) -> None:
    with pytest.raises(NotRead):
        of_rows(rows)


def test_what_is_cut_short_is_not_xml() -> None:
    with pytest.raises(ExpatError):
        scan_sheet(io.BytesIO(b"<worksheet><sheetData>"))


# -- merged and hidden cells --------------------------------------------------------------------


def test_merged_cells_are_listed() -> None:
    merged = '<mergeCell ref="A1:B2"/><mergeCell ref="C3"/><mergeCell ref="$D$4:$E$5"/>'
    known = sheet("", after=f"<mergeCells>{merged}</mergeCells>")
    assert known.merged == [Merged(0, 0, 1, 1), Merged(2, 2, 2, 2), Merged(3, 3, 4, 4)]


@pytest.mark.parametrize("reference", ["", "A", "B2:A1", "A2:B1", "A0:B1", "R1C1", "A1:B2:C3"])
def test_merged_cells_that_are_none_are_refused(reference: str) -> None:
    with pytest.raises(NotRead):
        sheet("", after=f'<mergeCell ref="{reference}"/>')


def test_hidden_rows_and_columns_are_found() -> None:
    columns = '<cols><col min="1" max="2"/><col min="4" max="5" hidden="1"/></cols>'
    rows = '<row r="1"/><row r="2" hidden="1"/><row r="3" hidden="0"/><row hidden="true"/>'
    known = of_rows(rows, before=columns)
    assert known.hidden_rows == {1, 3}
    assert known.hidden_columns == {3, 4}


@pytest.mark.parametrize(
    "columns",
    [
        '<col min="2" max="1"/>',
        '<col min="0" max="1"/>',
        '<col max="1"/>',
        '<col min="1" max="16385"/>',
        '<col min="1" max="3"/><col min="3" max="4"/>',
    ],
)
def test_columns_in_no_order_are_refused(columns: str) -> None:
    with pytest.raises(NotRead):
        sheet("", before=f"<cols>{columns}</cols>")


# -- without end --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("most", "xml"),
    [
        ("_MOST_FAULTS", '<row r="1"><c r="A1" t="e"/><c r="B1" t="e"/></row>'),
        ("_MOST_FAULTS", '<row r="1"><c r="A1"><f t="array" ref="A1:XFD1048576"/></c></row>'),
        ("_MOST_MERGED", '<mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/>'),
        ("_MOST_OTHER_NAMES", "<a/><b/><a/>"),
    ],
)
def test_what_has_no_end_is_refused(most: str, xml: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        f"retax.desk.readers.xlsx_xml.{most}", 1 if most != "_MOST_OTHER_NAMES" else 3
    )
    with pytest.raises(NotRead):
        of_rows(xml)


# -- plain rows, which are read without their cells -----------------------------------------------

COMMENT = "<!-- what follows is read cell by cell -->"
PLAIN_CELLS = (
    '<c r="{}"/>',
    '<c r="{}" s="1"/>',
    '<c r="{}"><v>5</v></c>',
    '<c r="{}" s="12" t="s"><v>0</v></c>',
    '<c r="{}" t="b"><v>1</v></c>',
    '<c r="{}" t="n"><v>-1.5E-3</v></c>',
    '<c r="{}" t="str"><v>是</v></c>',
    '<c r="{}" t="inlineStr"><is><t xml:space="preserve"> 是 &amp; &#26159;</t></is></c>',
)
OTHER_CELLS = (
    '<c r="{}" t="e"><v>#N/A</v></c>',
    '<c r="{}"><f>A1</f></c>',
    '<c r="{}"><f>A1</f><v>7</v></c>',
    '<c r="{}" t="str"><f>A1</f><v></v></c>',
    '<c r="{}" t="str"><f>A1</f><v> 是</v></c>',
    '<c r="{}"><v>7</v><v>8</v></c>',
    "<c r='{}'><v>7</v></c>",
    '<c t="s" r="{}"><v>7</v></c>',
    "<c><v>7</v></c>",
    '<x:c r="{}"><x:v>7</x:v></x:c>',
    '<c r="{}" t="str"><v>&#49;</v></c>',
    '<c r="{}"><v>&#49;</v></c>',
    '<c r="{}" t="inlineStr"><v>1</v></c>',
    '<c r="{}" t="inlineStr"><is><t>&#0;</t></is></c>',
    '<c r="{}" t="inlineStr"><is><t>&#55296;</t></is></c>',
    '<c r="{}" t="inlineStr"><is><t>&nbsp;</t></is></c>',
)
ROWS = (
    '<row r="{}">',
    '<row r="{}" spans="1:12" ht="15.5" hidden="false" customHeight="1">',
    '<row r="{}" hidden="1">',
    '<row spans="1:2" r="{}">',
    "<row>",
)


def outcome_of(rows: str, *, computed: bool) -> SheetScan | None:
    """Return what is known of a sheet; None where it is refused, which has one sentence only.

    Of two faults the one found first raises its own error, and plain rows are looked through first.
    """
    try:
        return of_rows(rows, computed=computed)
    except (NotRead, ExpatError):
        return None


@given(st.data(), st.booleans())
def test_a_sheet_is_known_the_same_with_its_plain_rows_passed_over(
    data: st.DataObject, computed: bool
) -> None:
    columns = st.sampled_from(["A", "B", "C", "Z", "AB", "XFD", "XFE", "ZZZ", "a"])
    cells = st.sampled_from(PLAIN_CELLS) | st.sampled_from(PLAIN_CELLS + OTHER_CELLS)
    rows = []
    for number in data.draw(st.lists(st.integers(1, 6), max_size=5).map(sorted)):
        own = data.draw(st.lists(st.tuples(columns, cells), max_size=4))
        if data.draw(st.booleans()):
            own.sort(key=lambda each: (len(each[0]), each[0]))
        of = data.draw(st.sampled_from([number] * 9 + [number + 1]))
        begin = data.draw(st.sampled_from(ROWS[:1] * 4 + ROWS)).format(number)
        rows.append(begin + "".join(cell.format(f"{c}{of}") for c, cell in own) + "</row>")
    told = outcome_of("".join(rows), computed=computed)
    assert told == outcome_of(COMMENT + "".join(rows), computed=computed)


def test_plain_rows_are_passed_over() -> None:
    seen: list[str] = []

    class Spied(_Sheet):
        def start(self, name: str, attributes: dict[str, str]) -> None:
            seen.append(name)
            super().start(name, attributes)

    cells = "".join(cell.format(f"{c}2") for c, cell in zip("ABCDEFGH", PLAIN_CELLS, strict=True))
    spied = Spied(computed=True)
    spied.read(io.BytesIO(f'<worksheet><row r="2">{cells}</row></worksheet>'.encode()))
    assert ("row" in seen, "c" in seen) == (True, False)
    known = spied.finish()
    assert (known.rows, known.columns) == (2, 8)


@pytest.mark.parametrize(
    "around",
    [
        "<!-- {} -->",
        "<x><![CDATA[{}]]></x>",
        "<?x {}?>",
    ],
)
def test_a_row_within_what_is_no_row_is_none(around: str) -> None:
    row = '<row r="9"><c r="Z9"><v>1</v></c></row>'
    known = of_rows('<row r="1"><c r="A1"><v>1</v></c></row>' + around.format(row))
    assert (known.rows, known.columns) == (1, 1)


@pytest.mark.parametrize(
    "bad",
    [
        '<x a="{}"/>',
        "{}<x",
        "<x>{}",
        "{}]]>",
        "{}{}",
        '<row r="9"><c r="A9"/>{}</row>',
    ],
)
def test_what_is_not_xml_or_occurs_twice_is_refused_with_plain_rows_within(bad: str) -> None:
    row = '<row r="9"><c r="Z9"><v>1</v></c></row>'
    with pytest.raises((NotRead, ExpatError)):
        of_rows(bad.format(row, row))


@pytest.mark.parametrize(
    "text", [b"\xff", b"\xed\xa0\x80", b"\xef\xbf\xbf", b"\x00", b"\x1f", b"]]>"]
)
def test_a_text_that_is_none_of_xml_is_refused_in_a_plain_row(text: bytes) -> None:
    xml = b'<worksheet><row r="9"><c r="Z9" t="str"><v>a%bb</v></c></row></worksheet>'
    with pytest.raises(ExpatError):
        scan_sheet(io.BytesIO(xml % text))


@pytest.mark.parametrize("filling", [0, 1 << 17, (1 << 18) - 40, 1 << 18, 1 << 20, 3 << 20])
def test_rows_and_comments_across_pieces_are_read_as_one(filling: int) -> None:
    text = "字" * (filling // 3)
    long = f'<row r="2"><c r="A2" t="str"><v>{text}</v></c><c r="C2"><v>1</v></c></row>'
    last = '<row r="3"><c r="AA3"><v>1</v></c></row>'
    known = of_rows(long + last)
    assert (known.rows, known.columns) == (3, 27)
    known = of_rows(f"{long}<!--{last}-->")
    assert (known.rows, known.columns) == (2, 3)


def test_a_declaration_of_another_encoding_counts_for_plain_rows_too() -> None:
    rows = '<worksheet><row r="1"><c r="B1" t="str"><v>é</v></c></row></worksheet>'
    for encoding in ("iso-8859-1", "utf-8", "utf-16"):
        xml = f'<?xml version="1.0" encoding="{encoding}"?>{rows}'.encode(encoding)
        assert scan_sheet(io.BytesIO(xml)).columns == 2


def test_many_shapes_of_rows_are_known_for_what_they_are() -> None:
    letters = [chr(ord("A") + n) for n in range(26)]
    rows = []
    for number in range(1, 3001):
        own = [letter for n, letter in enumerate(letters) if number >> (n % 12) & 1]
        cells = "".join(f'<c r="{letter}{number}"><v>1</v></c>' for letter in own)
        rows.append(f'<row r="{number}">{cells}</row>')
    wide = "".join(f'<c r="{_letters(n)}3001"/>' for n in range(1000))
    assert of_rows("".join(rows)).columns == 26
    assert of_rows(f'<row r="3001">{wide}</row>').columns == 1000


def _letters(place: int) -> str:
    return (_letters(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)
