"""What python-calamine does not tell of a sheet of an .xlsx workbook, read from its XML.

It gives cells with an error, and formulas that were never computed, as blank; a blank circumstance
counts as "no", so both must be known. And it takes memory for every cell up to the last one, which
a few bytes can put at XFD1048576.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import IO
from xml.etree import ElementTree
from zipfile import ZipFile

from retax.desk.cells import SPREADSHEET_ERROR, Fault
from retax.words import Words

NEVER_COMPUTED = Words(
    "{fact}为公式，文件中没有计算结果；请用 Excel 打开并保存后再试",
    "{fact} is a formula and the file does not hold its value; open it in Excel, save it and "
    "try again",
)

_PIECE = 1 << 22
_COLUMN = re.compile(rb' r="([A-Z]+)')
_ROW = re.compile(rb' r="[A-Z]*([0-9]+)')
_IN_ERROR = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*\bt=[\"']e[\"'][^<>]*)>"
    rb"(?:<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>([^<]*)<"
)
_UNCOMPUTED = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)><(?:\w+:)?f\b[^<>]*(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]+)([0-9]+)[\"']")
_TEXT_RESULT = re.compile(rb"\bt=[\"']str[\"']")


@dataclass(frozen=True, slots=True)
class Known:
    """How far a sheet reaches, in rows and columns, and its faulty cells by row and column.

    Rows and columns of ``faults`` count from 0. ``unplaced``: a faulty cell does not say where it
    stands.
    """

    rows: int
    columns: int
    faults: dict[int, dict[int, Fault]]
    unplaced: bool


def known_of(part: IO[bytes]) -> Known:
    """Read the XML of a sheet once, piece by piece."""
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    faults: dict[int, dict[int, Fault]] = {}
    unplaced = False
    for piece in _pieces(part):
        columns.update(_COLUMN.findall(piece))
        rows.update(_ROW.findall(piece))
        for attributes, fault in _faults(piece):
            found = _REFERENCE.search(attributes)
            if found is None:
                unplaced = True
            else:
                faults.setdefault(int(found[2]) - 1, {})[_place(found[1])] = fault
    return Known(
        max(map(int, rows), default=0),
        max((_place(letters) + 1 for letters in columns), default=0),
        faults,
        unplaced,
    )


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    """Return the XML in pieces that end where a row does, so that no cell is in two of them."""
    held = b""
    while piece := part.read(_PIECE):
        held += piece
        end = max(held.rfind(b"<row"), held.rfind(b":row"))
        if end > 0:
            yield held[:end]
            held = held[end:]
    yield held


def _faults(piece: bytes) -> Iterator[tuple[bytes, Fault]]:
    if b't="e"' in piece or b"t='e'" in piece:
        for attributes, shown in _IN_ERROR.findall(piece):
            yield attributes, Fault(shown.decode("utf-8", "replace"), SPREADSHEET_ERROR)
    if b"<f" in piece or b":f" in piece:
        for attributes, formula in _UNCOMPUTED.findall(piece):
            if not _TEXT_RESULT.search(attributes):  # an empty text is a result
                shown = "=" + unescape(formula.decode("utf-8", "replace"))
                yield attributes, Fault(shown, NEVER_COMPUTED)


def _place(letters: bytes) -> int:
    """Return the place of a column from 0: A is 0, Z 25, AA 26."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - ord("A") + 1
    return place - 1


def parts_of_sheets(workbook: ZipFile) -> dict[str, str]:
    """Return for each sheet of an .xlsx workbook the file in its zip that holds it.

    Raises:
        KeyError, ElementTree.ParseError: the zip holds no workbook.
    """
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in _xml(workbook, "xl/_rels/workbook.xml.rels")
    }
    parts = {}
    for element in _xml(workbook, "xl/workbook.xml").iter():
        if element.tag.endswith("}sheet"):
            (relation,) = (value for key, value in element.items() if key.endswith("}id"))
            target = targets[relation]
            parts[element.get("name", "")] = (
                target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            )
    return parts


def _xml(workbook: ZipFile, part: str) -> ElementTree.Element:
    # Expat itself refuses entities that grow without end.
    return ElementTree.fromstring(workbook.read(part))  # noqa: S314
