"""The sheets of an .xlsx workbook and whether its formulas were computed, read from its XML."""

from __future__ import annotations

from dataclasses import dataclass
from zipfile import ZipFile

from retax.desk.readers.xml_parts import NotRead, XmlReader, strip_prefix

_MOST_SHEETS = 10_000
_OF_THE_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of a workbook.

    ``parts``: for each sheet the file in its zip that holds it. ``computed``: the values of its
    formulas are what its program computed; XlsxWriter, pandas and others write a placeholder and
    ask for it to be computed when the workbook is opened.
    """

    parts: dict[str, str]
    computed: bool


def read_outline(workbook: ZipFile) -> Outline:
    """Read the outline of a workbook.

    Raises:
        NotRead: two sheets share a name or a part, or there is no end of them.
        KeyError, ExpatError: the zip holds no workbook.
    """
    relations, book = _Relations(), _Book()
    for reader, part in ((relations, _RELATIONS), (book, _OF_THE_WORKBOOK)):
        with workbook.open(part) as opened:
            reader.read(opened)
    parts = {name: _resolve_part(relations.targets[id_]) for name, id_ in book.sheets}
    if not len(book.sheets) == len(parts) == len({*parts.values()}):
        raise NotRead
    return Outline(parts, book.computed)


def _resolve_part(target: str) -> str:
    # Excel writes worksheets/sheet1.xml, openpyxl /xl/worksheets/sheet1.xml.
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


class _Relations(XmlReader):
    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.opened += 1
        if strip_prefix(name) == "Relationship":
            id_ = attributes.get("Id", "")
            if id_ in self.targets:
                raise NotRead
            self.targets[id_] = attributes.get("Target", "")


class _Book(XmlReader):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []
        self.computed = True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.opened += 1
        match strip_prefix(name):
            case "sheet":
                # Usually r:id, but any prefix may name the namespace of relations.
                (relation,) = (id_ for key, id_ in attributes.items() if key.endswith(":id"))
                self.sheets.append((attributes.get("name", ""), relation))
                if len(self.sheets) > _MOST_SHEETS:
                    raise NotRead
            case "calcPr":
                # openpyxl asks for it in every workbook it saves, and drops the values that Excel
                # had computed.
                is_requested = attributes.get("fullCalcOnLoad") in ("1", "true")
                was_finished = attributes.get("calcCompleted") not in ("0", "false")
                self.computed = was_finished and not is_requested
