from __future__ import annotations

import io
from xml.parsers.expat import ExpatError
from zipfile import ZipFile

import pytest

from retax.desk.readers.xlsx_sheets_xml import Outline, read_outline
from retax.desk.readers.xml_parts import NotRead

SHEETS = '<sheet name="甲" r:id="a"/><sheet name="乙" r:id="b"/>'
RELATIONS = '<Relationship Id="a" Target="worksheets/1.xml"/><Relationship Id="b" Target="/b.xml"/>'


def outline(sheets: str = SHEETS, relations: str = RELATIONS, calc: str = "") -> Outline:
    held = io.BytesIO()
    with ZipFile(held, "w") as packed:
        packed.writestr("xl/workbook.xml", f"<workbook><sheets>{sheets}</sheets>{calc}</workbook>")
        packed.writestr("xl/_rels/workbook.xml.rels", f"<R>{relations}</R>")
    with ZipFile(held) as packed:
        return read_outline(packed)


def test_each_sheet_has_its_part() -> None:
    assert outline().parts == {"甲": "xl/worksheets/1.xml", "乙": "b.xml"}
    prefixed = SHEETS.replace("<sheet ", "<x:sheet ").replace("r:id", "rel:id")
    assert outline(prefixed, RELATIONS.replace("<R", "<p:R")).parts == outline().parts


@pytest.mark.parametrize(
    ("calc", "computed"),
    [
        ("", True),
        ('<calcPr calcId="191029"/>', True),
        ('<calcPr fullCalcOnLoad="0" calcCompleted="1"/>', True),
        ('<calcPr calcId="124519" fullCalcOnLoad="1"/>', False),
        ("<x:calcPr\nfullCalcOnLoad = 'true'></x:calcPr>", False),
        ('<calcPr calcMode="manual" calcCompleted="0"/>', False),
        ('<calcPr calcCompleted="false"/>', False),
    ],
)
def test_whether_formulas_were_computed_the_workbook_says(calc: str, computed: bool) -> None:
    assert outline(calc=calc).computed is computed


@pytest.mark.parametrize(
    ("sheets", "relations", "raised"),
    [
        (SHEETS.replace("乙", "甲"), RELATIONS, NotRead),
        (SHEETS.replace('"b"', '"a"'), RELATIONS, NotRead),
        (SHEETS, RELATIONS.replace("/b.xml", "worksheets/1.xml"), NotRead),
        (SHEETS, RELATIONS.replace('"b"', '"a"'), NotRead),
        (SHEETS, "", KeyError),
        ('<sheet name="x"/>', RELATIONS, ValueError),
        (SHEETS + "<a>", RELATIONS, ExpatError),
    ],
)
def test_sheets_that_cannot_be_distinguished_are_refused(
    sheets: str, relations: str, raised: type[Exception]
) -> None:
    with pytest.raises(raised):
        outline(sheets, relations)


def test_sheets_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retax.desk.readers.xlsx_sheets_xml._MOST_SHEETS", 1)
    with pytest.raises(NotRead):
        outline()
