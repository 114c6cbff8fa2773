"""Files that cannot be used, or hold a row that cannot: each made anew in a folder.

``BROKEN`` lists them as name, builder and what is refused: the whole ``file``, or each of its
``rows``.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

import openpyxl
import polars as pl
import xlsxwriter
import xlwt

HEADINGS = ("业务编号", "监管方式代码", "出口申报日期", "退运原因")
CELLS = ("R-1", "9610", "2026-03-02", "滞销")
OBJECT = dict(zip(HEADINGS, CELLS, strict=True))

REFUSED = Literal["file", "rows"]


class Broken(NamedTuple):
    """A broken file: what is wrong with it, how it is made, and what is refused of it."""

    name: str
    build: Callable[[Path], Path]
    refused: REFUSED


BROKEN: list[Broken] = []


def _broken(build: Callable[[Path], Path], refused: REFUSED = "file") -> Callable[[Path], Path]:
    BROKEN.append(Broken(build.__name__, build, refused))
    return build


def _rows_refused(build: Callable[[Path], Path]) -> Callable[[Path], Path]:
    return _broken(build, "rows")


def _bytes(folder: Path, name: str, raw: bytes) -> Path:
    path = folder / name
    path.write_bytes(raw)
    return path


def _text(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    return _bytes(folder, name, text.encode(encoding))


def _csv(*rows: Sequence[object]) -> str:
    return "".join(",".join(map(str, row)) + "\r\n" for row in rows)


def workbook(path: Path, *rows: Sequence[object], sheet: str = "退运商品") -> Path:
    """Write rows into an .xlsx workbook; days as day cells."""
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    cells = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        cells.write_row(number, 0, row)
    book.close()
    return path


def repacked(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Change the parts of a workbook, given their name and content."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, change(name, content))
    return path


def in_sheet(path: Path, old: bytes, new: bytes) -> Path:
    """Replace a piece of the XML of the first sheet."""

    def change(name: str, content: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return content
        assert old in content
        return content.replace(old, new)

    return repacked(path, change)


def computed(path: Path) -> Path:
    """Say of the formulas of a workbook that their values are what a program computed."""

    def change(name: str, content: bytes) -> bytes:
        if name != "xl/workbook.xml":
            return content
        assert b' fullCalcOnLoad="1"' in content
        return content.replace(b' fullCalcOnLoad="1"', b"")

    return repacked(path, change)


# -- files that are none -----------------------------------------------------------------------


@_broken
def missing_file(folder: Path) -> Path:
    return folder / "missing.xlsx"


@_broken
def missing_folder(folder: Path) -> Path:
    return _text(folder, "file.csv", _csv(HEADINGS, CELLS)) / "goods.csv"


@_broken
def folder_for_a_file(folder: Path) -> Path:
    path = folder / "folder.xlsx"
    path.mkdir()
    return path


@_broken
def link_to_itself(folder: Path) -> Path:
    path = folder / "loop.csv"
    path.symlink_to(path)
    return path


@_broken
def name_too_long(folder: Path) -> Path:
    return folder / ("长" * 200 + ".csv")


@_broken
def name_with_a_line_break(folder: Path) -> Path:
    return folder / "two\nlines.csv"


@_broken
def unknown_suffix(folder: Path) -> Path:
    return _text(folder, "goods.pdf", _csv(HEADINGS, CELLS))


@_broken
def no_suffix(folder: Path) -> Path:
    return _text(folder, "goods", _csv(HEADINGS, CELLS))


def _empty(suffix: str) -> None:
    def build(folder: Path) -> Path:
        return _bytes(folder, f"empty.{suffix}", b"")

    build.__name__ = f"empty_{suffix}"
    _broken(build)


for _suffix in ("json", "jsonl", "csv", "parquet", "xlsx", "xls"):
    _empty(_suffix)


# -- JSON --------------------------------------------------------------------------------------


def _json(name: str, text: str, refused: REFUSED = "file", suffix: str = "json") -> None:
    def build(folder: Path) -> Path:
        return _text(folder, f"goods.{suffix}", text)

    build.__name__ = f"{suffix}_{name}"
    _broken(build, refused)


_ONE = json.dumps(OBJECT, ensure_ascii=False)

_json("truncated", f"[{_ONE}, {_ONE[:30]}")
_json("with_a_trailing_comma", f"[{_ONE},]")
_json("two_top_level_values", f"{_ONE}\n{_ONE}")
_json("a_number", "7")
_json("a_text", '"9610"')
_json("only_blanks", " \n \n")
_json("an_empty_list", "[]")
_json("deeply_nested", "[" * 100_000 + "]" * 100_000)
_json("not_json_at_all", "监管方式代码: 9610")
_json("a_list_of_numbers", "[1, 2]", "rows")
_json("not_a_number", '{"exported_quantity": NaN}', "rows")
_json("infinity", '[{"exported_quantity": -Infinity}]', "rows")
_json("a_lone_surrogate", '{"note": "\\ud800"}', "rows")
_json("a_huge_integer", '{"export_item": ' + "9" * 10_000 + "}", "rows")
_json("a_key_told_twice", '{"use": "used", "use": "unused"}', "rows")
_json("a_nested_fact", '{"reason": {"zh": "滞销"}}', "rows")
_json("an_unknown_fact", '{"colour": "red"}', "rows")
_json("lines_that_are_no_objects", '7\n[1]\n"x"\nnull\n', "rows", "jsonl")
_json("lines_cut_short", f"{_ONE[:-5]}\n{_ONE[:20]}\n", "rows", "jsonl")
_json("deeply_nested", '{"a":' * 100_000 + "\n", "rows", "jsonl")
_json("only_blank_lines", "\n\n  \n", suffix="jsonl")


@_broken
def json_in_gb18030(folder: Path) -> Path:
    return _text(folder, "goods.json", _ONE, "gb18030")


@_rows_refused
def json_lines_in_utf_16(folder: Path) -> Path:
    return _text(folder, "goods.jsonl", _ONE, "utf-16")


# -- CSV ---------------------------------------------------------------------------------------


@_broken
def csv_in_utf_16_without_mark(folder: Path) -> Path:
    return _text(folder, "goods.csv", _csv(HEADINGS, CELLS), "utf-16-le")


@_broken
def csv_in_an_unknown_encoding(folder: Path) -> Path:
    return _bytes(folder, "goods.csv", b"\xff\x80\xff,\xff\r\n")


@_broken
def csv_in_shift_jis(folder: Path) -> Path:
    return _text(
        folder, "goods.csv", _csv(("輸出申告日", "理由"), ("2026-03-02", "返品")), "shift-jis"
    )


@_broken
def csv_cut_within_a_character(folder: Path) -> Path:
    whole = b"\xef\xbb\xbf" + _csv(HEADINGS, CELLS).encode()
    return _bytes(folder, "goods.csv", whole[:-3])


@_broken
def csv_with_nul_bytes(folder: Path) -> Path:
    return _text(folder, "goods.csv", _csv(HEADINGS, ("R\0-1", *CELLS[1:])))


@_broken
def csv_with_an_unclosed_quotation(folder: Path) -> Path:
    return _text(folder, "goods.csv", _csv(HEADINGS, ('"R-1', *CELLS[1:])))


@_broken
def csv_with_an_endless_cell(folder: Path) -> Path:
    return _text(folder, "goods.csv", _csv(HEADINGS, ("R" * 200_000, *CELLS[1:])))


@_broken
def csv_with_headings_only(folder: Path) -> Path:
    return _text(folder, "goods.csv", _csv(HEADINGS))


@_broken
def csv_without_headings(folder: Path) -> Path:
    return _text(folder, "goods.csv", _csv(CELLS, CELLS))


@_broken
def csv_with_a_heading_twice(folder: Path) -> Path:
    return _text(folder, "goods.csv", _csv((*HEADINGS, "退运原因"), (*CELLS, "滞销")))


@_broken
def csv_with_formulas_for_headings(folder: Path) -> Path:
    headings = ("=cmd|' /C calc'!A0", "@SUM(1+1)", "+1", "-1")
    return _text(folder, "goods.csv", _csv(headings, CELLS))


@_broken
def csv_of_blank_lines(folder: Path) -> Path:
    return _text(folder, "goods.csv", "\r\n\r\n,,,\r\n")


@_broken
def csv_that_is_a_picture(folder: Path) -> Path:
    return _bytes(folder, "goods.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)))


@_rows_refused
def csv_with_too_many_cells(folder: Path) -> Path:
    return _text(folder, "goods.csv", _csv(HEADINGS, (*CELLS, "多余")))


@_rows_refused
def csv_with_numbers_that_lost_their_digits(folder: Path) -> Path:
    return _text(folder, "goods.csv", _csv(("出口单证号", "退运原因"), ("2.9102E+17", "滞销")))


@_rows_refused
def csv_with_spreadsheet_errors(folder: Path) -> Path:
    return _text(folder, "goods.csv", _csv(HEADINGS, ("#N/A", *CELLS[1:]), (*CELLS[:3], "#REF!")))


# -- files made for something else ----------------------------------------------------------------


@_broken
def txt_of_amazon(folder: Path) -> Path:
    names = "return-date order-id sku asin fnsku product-name quantity detailed-disposition reason"
    row = "2026-05-02T08:15:10+00:00 111-1 LAMP-1 B0 X0 lamp 1 SELLABLE UNWANTED_ITEM"
    return _text(folder, "returns.txt", "\n".join(["\t".join(t.split()) for t in (names, row)]))


@_broken
def txt_that_is_a_letter(folder: Path) -> Path:
    return _text(folder, "letter.txt", "尊敬的海关：\n\n附上退运材料。\n")


@_broken
def csv_of_a_declaration_laid_out_as_a_form(folder: Path) -> Path:
    rows = [
        ("出口货物报关单",),
        ("预录入编号：", "海关编号：291820260000123456"),
        ("境内发货人", "出境关别", "出口日期", "申报日期"),
        ("某电商有限公司", "某海关", "20260307", "20260305"),
        ("生产销售单位", "监管方式", "征免性质"),
        ("项号", "商品编号", "商品名称及规格型号", "数量及单位", "单价/总价/币制"),
        ("1", "9405210090", "台灯", "100件", "5"),
    ]
    return _text(folder, "form.csv", _csv(*rows))


@_broken
def xml_of_customs(folder: Path) -> Path:
    root = '<ceb:CEB603Message xmlns:ceb="http://www.chinaport.gov.cn/ceb">'
    return _text(folder, "list.xml", f"\ufeff<?xml version='1.0'?>\n{root}<a/></ceb:CEB603Message>")


@_broken
def xml_of_something_else(folder: Path) -> Path:
    return _text(folder, "goods.xml", "<goods><item/></goods>")


@_broken
def xml_cut_short(folder: Path) -> Path:
    return _text(folder, "goods.XML", "<go")


@_broken
def xml_with_a_document_type(folder: Path) -> Path:
    return _text(folder, "goods.xml", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>')


# -- Parquet -----------------------------------------------------------------------------------


def _parquet(folder: Path, columns: dict[str, Any]) -> Path:
    path = folder / "goods.parquet"
    pl.DataFrame(columns).write_parquet(path)
    return path


@_broken
def parquet_truncated(folder: Path) -> Path:
    path = _parquet(folder, {name: [cell] for name, cell in OBJECT.items()})
    return _bytes(folder, path.name, path.read_bytes()[:-20])


@_broken
def parquet_with_damaged_pages(folder: Path) -> Path:
    path = _parquet(folder, {name: [cell] * 500 for name, cell in OBJECT.items()})
    raw = path.read_bytes()
    return _bytes(folder, path.name, raw[:4] + b"\xff" * 60 + raw[64:])


@_broken
def parquet_that_is_text(folder: Path) -> Path:
    return _text(folder, "goods.parquet", _csv(HEADINGS, CELLS))


@_broken
def parquet_with_nested_facts(folder: Path) -> Path:
    return _parquet(folder, {"退运原因": [{"zh": "滞销"}], "业务编号": ["R-1"]})


@_broken
def parquet_with_a_line_break_in_a_heading(folder: Path) -> Path:
    return _parquet(folder, {"退运\n原因": [{"zh": "滞销"}], "业务编号": ["R-1"]})


@_broken
def parquet_with_time_zones(folder: Path) -> Path:
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    return _parquet(folder, {"出口申报日期": [moment], "业务编号": ["R-1"]})


@_broken
def parquet_with_lists_for_words(folder: Path) -> Path:
    return _parquet(folder, {"退运原因": [["滞销"]], "业务编号": ["R-1"]})


@_broken
def parquet_without_facts(folder: Path) -> Path:
    return _parquet(folder, {"a": [1], "b": [2]})


@_broken
def parquet_without_rows(folder: Path) -> Path:
    return _parquet(folder, {name: pl.Series([], dtype=pl.String) for name in HEADINGS})


# -- workbooks ---------------------------------------------------------------------------------


@_broken
def xlsx_truncated(folder: Path) -> Path:
    path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)
    return _bytes(folder, path.name, path.read_bytes()[:3000])


@_broken
def xlsx_without_its_sheet(folder: Path) -> Path:
    path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist() if "worksheets" not in name}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


@_broken
def xlsx_with_broken_xml(folder: Path) -> Path:
    path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)
    return in_sheet(path, b"</sheetData>", b"</sheet")


@_broken
def xlsx_with_a_broken_checksum(folder: Path) -> Path:
    path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)
    with zipfile.ZipFile(path) as packed:
        part = packed.getinfo("xl/styles.xml")
    raw = bytearray(path.read_bytes())
    raw[part.header_offset + 30 + len(part.filename) + 8] ^= 0xFF
    return _bytes(folder, path.name, bytes(raw))


@_broken
def xlsx_of_empty_sheets(folder: Path) -> Path:
    return workbook(folder / "goods.xlsx")


@_broken
def xlsx_with_headings_only(folder: Path) -> Path:
    return workbook(folder / "goods.xlsx", HEADINGS)


@_broken
def xlsx_without_headings(folder: Path) -> Path:
    return workbook(folder / "goods.xlsx", CELLS, CELLS)


@_broken
def xlsx_with_merged_headings(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["退运商品明细", None, None, None])
    sheet.append(CELLS)
    sheet.merge_cells("A1:D1")
    book.save(folder / "goods.xlsx")
    return folder / "goods.xlsx"


@_broken
def xlsx_with_a_heading_twice(folder: Path) -> Path:
    return workbook(folder / "goods.xlsx", (*HEADINGS, "退运原因"), (*CELLS, "退货"))


@_broken
def xlsx_with_headings_below_the_titles(folder: Path) -> Path:
    return workbook(folder / "goods.xlsx", *[("标题",)] * 30, HEADINGS, CELLS)


@_broken
def xlsx_with_a_cell_in_the_last_corner(folder: Path) -> Path:
    path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)
    corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return in_sheet(path, b"</sheetData>", corner)


def _corner(spelling: bytes) -> None:
    def build(folder: Path) -> Path:
        path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)
        corner = b'<row r="1048576"><c ' + spelling + b"><v>1</v></c></row></sheetData>"
        return in_sheet(path, b"</sheetData>", corner)

    build.__name__ = f"xlsx_with_a_corner_written_{spelling.decode()!r}"
    _broken(build)


for _spelling in (
    b"\tr=\t'XFD1048576'",
    b" r='XFD1048576'",
    b' r = "XFD1048576"',
    b'\nr\n=\n"xfd1048576"',
    b' s="0" r="&#88;FD1048576"',
):
    _corner(_spelling)


@_broken
def xlsx_with_cells_before_the_corner(folder: Path) -> Path:
    path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)
    cell = b'<row r="1048576"><c r="XFC1048576"/><c><v>1</v></c></row></sheetData>'
    return in_sheet(path, b"</sheetData>", cell)


@_broken
def xlsx_with_a_tag_without_end(folder: Path) -> Path:
    path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)
    return in_sheet(path, b"</sheetData>", b'<c t="e" ' * (3 << 20))


@_broken
def xlsx_with_a_reference_of_four_million_letters(folder: Path) -> Path:
    path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)
    cell = b'<row r="3"><c r="' + b"A" * 4_000_000 + b'3"><v>1</v></c></row></sheetData>'
    return in_sheet(path, b"</sheetData>", cell)


@_broken
def xlsx_with_elements_in_elements_without_end(folder: Path) -> Path:
    path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)
    return in_sheet(path, b"</sheetData>", b"</sheetData>" + b"<a>" * (4 << 20))


@_broken
def xlsx_with_a_cell_twice(folder: Path) -> Path:
    path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)
    return in_sheet(path, b"</row></sheetData>", b'<c r="D2"><v>1</v></c></row></sheetData>')


@_broken
def xlsx_with_a_row_twice(folder: Path) -> Path:
    path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)
    row = b'<row r="2"><c r="D2"><v>1</v></c></row></sheetData>'
    return in_sheet(path, b"</sheetData>", row)


@_broken
def xlsx_with_a_cell_in_another_row(folder: Path) -> Path:
    path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)
    return in_sheet(path, b"</row></sheetData>", b'<c r="E3"><v>1</v></c></row></sheetData>')


@_broken
def xlsx_with_cells_merged_ten_thousand_times(folder: Path) -> Path:
    path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)
    merged = b"<mergeCells>" + b'<mergeCell ref="A1:D2"/>' * 10_000 + b"</mergeCells>"
    return in_sheet(path, b"</sheetData>", b"</sheetData>" + merged)


@_broken
def xlsx_with_two_parts_of_one_name(folder: Path) -> Path:
    path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("XL/worksheets/Sheet1.xml", packed.read("xl/worksheets/sheet1.xml"))
    return path


@_broken
def xlsx_with_two_sheets_of_one_part(folder: Path) -> Path:
    path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)
    again = b'<sheet name="X" sheetId="9" r:id="rId1"/></sheets>'

    def change(name: str, content: bytes) -> bytes:
        return content.replace(b"</sheets>", again) if name == "xl/workbook.xml" else content

    return repacked(path, change)


@_broken
def xlsx_with_a_document_type(folder: Path) -> Path:
    path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)
    kind = b'<!DOCTYPE worksheet SYSTEM "file:///etc/passwd"><worksheet '
    return in_sheet(path, b"<worksheet ", kind)


@_rows_refused
def xlsx_that_declares_a_million_rows(folder: Path) -> Path:
    path = workbook(folder / "goods.xlsx", HEADINGS, (*CELLS[:3], "不明"))
    return in_sheet(path, b'<dimension ref="A1:D2"/>', b'<dimension ref="A1:XFD1048576"/>')


@_broken
def xlsx_zip_bomb(folder: Path) -> Path:
    path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)
    return in_sheet(path, b"</sheetData>", b" " * (80 << 20) + b"</sheetData>")


@_broken
def xlsx_zip_bomb_of_strings(folder: Path) -> Path:
    path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)

    def change(name: str, content: bytes) -> bytes:
        return b"<sst>" + b"<si/>" * (16 << 20) if name == "xl/sharedStrings.xml" else content

    return repacked(path, change)


@_broken
def xlsx_that_claims_to_be_small(folder: Path) -> Path:
    """Each part says that it unpacks to a single byte."""
    path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)
    raw = bytearray(path.read_bytes())
    place = raw.find(b"PK\x01\x02")
    while place >= 0:
        raw[place + 24 : place + 28] = struct.pack("<I", 1)
        place = raw.find(b"PK\x01\x02", place + 4)
    return _bytes(folder, path.name, bytes(raw))


@_broken
def xlsx_with_entities_without_end(folder: Path) -> Path:
    path = workbook(folder / "goods.xlsx", HEADINGS, CELLS)
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "x">{entities}]><workbook>&e11;</workbook>'

    def change(name: str, content: bytes) -> bytes:
        return bomb.encode() if name == "xl/workbook.xml" else content

    return repacked(path, change)


@_broken
def xlsx_with_a_password(folder: Path) -> Path:
    return _bytes(folder, "goods.xlsx", ole("EncryptionInfo", "EncryptedPackage"))


@_broken
def xls_with_a_password(folder: Path) -> Path:
    """A workbook stream that says of itself that it is encrypted."""
    book = xlwt.Workbook()
    book.add_sheet("S").write(0, 0, "x")
    held = io.BytesIO()
    book.save(held)
    raw = held.getvalue()
    # The first record after the beginning of the stream becomes FILEPASS, with a key that fits
    # nothing.
    start = 512 + 4 + struct.unpack_from("<H", raw, 514)[0]
    filepass = struct.pack("<HHHHHH", 0x2F, 8, 0, 0, 1, 2)
    size = 4 + struct.unpack_from("<H", raw, start + 2)[0]
    rest = struct.pack("<HH", 0x5C, size + 100)
    changed = raw[:start] + filepass + rest + raw[start + len(filepass) + len(rest) :]
    return _bytes(folder, "goods.xls", changed)


@_broken
def xls_truncated(folder: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("退运商品")
    for number, row in enumerate((HEADINGS, *[CELLS] * 100)):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    book.save(folder / "goods.xls")
    raw = (folder / "goods.xls").read_bytes()
    return _bytes(folder, "goods.xls", raw[: len(raw) // 3])


@_broken
def xls_that_is_a_letter(folder: Path) -> Path:
    return _bytes(folder, "letter.xls", ole("WordDocument"))


@_broken
def xls_that_is_a_web_page(folder: Path) -> Path:
    page = "<html><table><tr><td>监管方式代码</td></tr></table></html>"
    return _text(folder, "goods.xls", page)


@_broken
def xls_that_is_xml(folder: Path) -> Path:
    return _text(folder, "goods.xls", '\ufeff<?xml version="1.0"?><Workbook></Workbook>')


@_broken
def xls_that_is_text(folder: Path) -> Path:
    return _text(folder, "goods.xls", "\t".join(HEADINGS) + "\r\n" + "\t".join(CELLS))


@_broken
def xlsx_that_is_a_picture(folder: Path) -> Path:
    return _bytes(folder, "goods.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))


@_broken
def xlsx_that_is_a_letter(folder: Path) -> Path:
    path = folder / "goods.xlsx"
    with zipfile.ZipFile(path, "w") as letter:
        letter.writestr("[Content_Types].xml", "<Types/>")
        letter.writestr("word/document.xml", "<document/>")
    return path


@_broken
def xlsx_that_is_a_zip_of_csv(folder: Path) -> Path:
    path = folder / "goods.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("goods.csv", _csv(HEADINGS, CELLS))
    return path


@_broken
def xlsx_with_an_unknown_statement_for_the_batch(folder: Path) -> Path:
    return _with_batch(folder, ("颜色", "红色"))


@_broken
def xlsx_with_a_statement_that_is_not_accepted(folder: Path) -> Path:
    return _with_batch(folder, ("使用情况", "不详"))


def _with_batch(folder: Path, statement: tuple[str, str]) -> Path:
    path = folder / "goods.xlsx"
    book = xlsxwriter.Workbook(path)
    goods, batch = book.add_worksheet("退运商品"), book.add_worksheet("批次声明")
    goods.write_row(0, 0, HEADINGS)
    goods.write_row(1, 0, CELLS)
    batch.write_row(0, 0, statement)
    book.close()
    return path


@_rows_refused
def xlsx_with_formulas_never_computed(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADINGS)
    sheet.append(["R-1", "9610", "=TODAY()", "滞销"])
    book.save(folder / "goods.xlsx")
    return folder / "goods.xlsx"


@_rows_refused
def xlsx_with_errors_in_cells(folder: Path) -> Path:
    path = folder / "goods.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, CELLS[:3])
    sheet.write_formula(1, 3, "=VLOOKUP(1,A:B,2)", None, "#N/A")
    book.close()
    return path


@_rows_refused
def xlsx_with_numbers_that_lost_their_digits(folder: Path) -> Path:
    headings = ("出口单证号", "退运原因")
    return workbook(folder / "goods.xlsx", headings, (291020260000000123, "滞销"))


@_rows_refused
def xlsx_with_merged_columns(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["商品破损", "换标或更换包装", "退运原因"])
    sheet.append(["否", None, "滞销"])
    sheet.merge_cells("A2:B2")
    book.save(folder / "goods.xlsx")
    return folder / "goods.xlsx"


@_rows_refused
def xlsx_with_days_that_can_be_read_two_ways(folder: Path) -> Path:
    return workbook(folder / "goods.xlsx", HEADINGS, ("R-1", "9610", "1/2/2026", "滞销"))


@_rows_refused
def xls_with_errors_in_cells(folder: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("退运商品")
    for place, (heading, cell) in enumerate(OBJECT.items()):
        sheet.write(0, place, heading)
        sheet.write(1, place, cell)
    sheet.row(1).set_cell_error(4, 0x2A)
    sheet.write(0, 4, "使用情况")
    book.save(folder / "goods.xls")
    return folder / "goods.xls"


def ole(*streams: str) -> bytes:
    """Return a compound document, as old Office files are, with empty streams of these names."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    header = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)  # fmt: skip
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    table = struct.pack("<II", 0xFFFFFFFD, end) + struct.pack("<I", free) * 126
    entries = [("Root Entry", 5, 1), *[(name, 2, free) for name in streams]]
    directory = b""
    for name, kind, child in entries:
        text = (name + "\0").encode("utf-16-le")
        directory += text.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(text), kind, 1, free, free, child
        )
        directory += bytes(36) + struct.pack("<IQ", end, 0)
    return header + table + directory.ljust(512, b"\0")
