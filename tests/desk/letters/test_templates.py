"""The templates that come along are those the script makes."""

from __future__ import annotations

import runpy
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document

from retax.desk.letters import KINDS

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "src" / "retax" / "desk" / "letters" / "templates"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("templates")
    runpy.run_path(str(ROOT / "templates" / "make_letters.py"))["make"](folder)
    return folder


def parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_there_is_a_template_for_every_kind(made: Path) -> None:
    names = {f"{kind}.docx" for kind in KINDS}
    assert {path.name for path in SHIPPED.iterdir()} == names
    assert {path.name for path in made.iterdir()} == names


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_the_one_the_script_makes(kind: str, made: Path) -> None:
    ours, anew = parts(SHIPPED / f"{kind}.docx"), parts(made / f"{kind}.docx")
    for part in ("word/document.xml", "word/footer1.xml"):
        assert ours[part] == anew[part]


@pytest.mark.parametrize("kind", KINDS)
def test_all_parts_are_dated_alike_so_that_an_idle_run_changes_no_template(
    kind: str, made: Path
) -> None:
    for folder in (SHIPPED, made):
        with ZipFile(folder / f"{kind}.docx") as archive:
            assert {part.date_time for part in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("kind", KINDS)
def test_the_heading_of_a_table_never_ends_a_page(kind: str, made: Path) -> None:
    for table in Document(str(made / f"{kind}.docx")).tables:
        cells = table.rows[0].cells
        assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in cells)
