"""Letters as .docx, from the templates that come along or from the user's own.

Names come from others' files and templates from anywhere, so a template runs in a sandbox that
reads fields, loops and chooses but calls nothing, and a name goes in letter by letter, whatever
marks it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, time
from html import escape
from importlib.resources import files
from io import BytesIO
from itertools import chain, count
from pathlib import Path
from typing import Any

from retax.desk.extras import require_extra
from retax.desk.letters.fields import FIELDS, fill_fields
from retax.desk.letters.letter import Letter
from retax.desk.source import DeskError
from retax.desk.write_errors import explain_failure
from retax.desk.writers.atomic_file import open_new_file, sweep
from retax.words import Words, both

with require_extra("docx"):
    from docx import Document
    from docx.document import Document as WordDocument
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.section import _Header
    from docx.shared import Emu, Pt, RGBColor
    from docx.table import Table
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.exceptions import SecurityError
    from jinja2.runtime import Context
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup

DRAFT_MARK = "草  稿  （不得作为正式材料提交）"
"""The words at the head of every page of a draft, whatever its template."""


def write_letters(
    letters: Iterable[Letter], folder: Path, template: Path | None = None
) -> list[Path]:
    """Write letters as .docx into a folder, which is made if need be; return their paths.

    ``template``: the user's own .docx with the fields of :data:`FIELDS`, used for every letter;
    None: those that come along, one a kind, of whose tables the columns in which nothing is
    filled are left out. A draft is marked on every page by either. Each enterprise has a folder
    of its own, in which files are named for export entry and kind; none that exists is
    overwritten. Each is written whole, and where one cannot be, those before it are taken away
    again.

    Raises:
        DeskError: the template cannot be read, names an unknown field or cannot be filled in, or
            the folder cannot be written to.
    """
    own = None if template is None else _read_template(template)
    written: list[Path] = []
    made: set[Path] = set()
    try:
        for letter in letters:
            shipped = files("retax.desk.letters") / "templates" / f"{letter.kind}.docx"
            source = shipped.read_bytes() if own is None else own
            name = shipped.name if template is None else template.name
            document = _fill_template(source, letter, name)
            if template is None:
                _leave_out_empty_columns(document, source)
            place = folder / _name_folder(letter)
            if place not in made:
                made.add(place)
                _make(place)
            written.append(_write_document(document, place, _name_stem(letter)))
    except BaseException:  # a full disk, a template that fails, Ctrl-C
        for path in written:
            path.unlink(missing_ok=True)
        for place in made:
            with suppress(OSError):  # not made at all, or not empty
                place.rmdir()
        raise
    return written


# -- filling in ------------------------------------------------------------------------------------


def _read_template(template: Path) -> bytes:
    try:
        content = template.read_bytes()
        Document(BytesIO(content))
    except Exception as error:  # python-docx fails in many ways on what is no .docx
        raise DeskError(
            Words(
                "模板 {name} 无法读取，应为 Word 文件（.docx）",
                "the template {name} cannot be read; accepted is a Word file (.docx)",
            ).filled(name=template.name)
        ) from error
    return content


class _UnknownField(TemplateError):
    """A template names a field there is none of."""


class _Unknown(StrictUndefined):
    """Raises where a name is read, not only where it is printed: each field there is has a value.

    The sandbox tells in the same way what may not be read.
    """

    def __init__(
        self,
        hint: str | None = None,
        obj: object = None,  # noqa: ARG002  # as Jinja calls it
        name: str | None = None,
        exc: type[TemplateError] = _UnknownField,
    ) -> None:
        raise exc(hint or name)


# A width or a number is all they need: x|center(999999999) fills the memory.
_MAKE_MUCH_OF_LITTLE = ("batch", "center", "format", "indent", "slice", "tojson")


class _Sandbox(ImmutableSandboxedEnvironment):
    """Reads fields, loops and chooses; calls nothing, imports nothing, and repeats no text."""

    # Jinja asks call_binop for these alone; 'x' * 10**9 and '%999999999d' % 1 fill the memory.
    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=_Unknown, finalize=_mark_literal)
        self.globals.clear()
        for name in _MAKE_MUCH_OF_LITTLE:
            del self.filters[name]

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or not (isinstance(left, int) and isinstance(right, int)):
            raise SecurityError(f"{operator} is for whole numbers only")
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, value: object) -> None:  # whatever it is
        """Make no exception of str.format: it is safe to call there, but nothing is called."""

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        return not callable(value) and super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: object) -> bool:  # noqa: ARG002  # whatever it is
        return False


_LONGEST_PROPERTY = 255
# Tabs and line ends are XML, too, but would break a value into several lines.
_NOT_IN_XML = re.compile("[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")


def _drop_illegal(text: str) -> str:
    return _NOT_IN_XML.sub(" ", text)


def _mark_literal(value: object) -> Markup:
    """Return a value as it shall be read: no mark of XML or of a template in it has a meaning."""
    text = escape(_drop_illegal(str(value)))
    return Markup(text.replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704  # escaped above


def _fill_template(source: bytes, letter: Letter, name: str) -> WordDocument:
    template = DocxTemplate(_mark_drafts(source) if letter.draft else BytesIO(source))
    fields, sandbox = dict(fill_fields(letter)), _Sandbox()
    try:
        # The names are a set, whose order differs from run to run: of several the same one is
        # named.
        for field in sorted(template.get_undeclared_template_variables(sandbox) - FIELDS.keys()):
            raise _UnknownField(field)
        template.render(fields, sandbox)
    except _UnknownField as unknown:
        raise _make_field_error(name, str(unknown.message)) from unknown
    except Exception as error:  # a template may fail in any way
        raise DeskError(
            Words(
                "模板 {name} 无法套用：{why}", "the template {name} cannot be filled in: {why}"
            ).filled(name=name, why=str(error).partition("\n")[0] or type(error).__name__)
        ) from error
    filled: WordDocument = template.docx
    about = filled.core_properties
    about.title, about.author = (
        letter.title.zh,
        # python-docx refuses a longer property.
        _drop_illegal(letter.enterprise)[:_LONGEST_PROPERTY],
    )
    about.created = about.modified = datetime.combine(letter.on, time())
    return filled


def _make_field_error(template: str, field: str) -> DeskError:
    return DeskError(
        Words(
            "模板 {name} 中的字段 {field} 不存在；可用字段：{fields}",
            "the template {name} has the field {field}, which there is not; accepted are {fields}",
        ).filled(name=template, field=field, fields=both(", ".join(FIELDS)))
    )


def _mark_drafts(source: bytes) -> BytesIO:
    """Return a template with the mark of a draft at the head of every page."""
    document = Document(BytesIO(source))
    for number, section in enumerate(document.sections):
        heads = [section.header, section.first_page_header, section.even_page_header]
        for head in heads:
            # A linked head is that of the section before, which is marked already.
            if number == 0 or not head.is_linked_to_previous:
                _mark(head)
    marked = BytesIO()
    document.save(marked)
    marked.seek(0)
    return marked


def _mark(head: _Header) -> None:
    paragraph = head.paragraphs[0].insert_paragraph_before()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(DRAFT_MARK)
    run.font.size, run.font.bold, run.font.color.rgb = Pt(22), True, RGBColor(0xC0, 0, 0)
    run.font.name = "黑体"
    # font.name is for Latin letters alone; Chinese characters have an attribute of their own.
    run._element.rPr.rFonts.set(qn("w:eastAsia"), "黑体")


def _leave_out_empty_columns(document: WordDocument, source: bytes) -> None:
    """Take columns away in which a template has marks and a letter has nothing."""
    templates = Document(BytesIO(source)).tables
    for table, template in zip(document.tables, templates, strict=True):
        marked = [
            at
            for at in range(len(template.columns))
            if any("{{" in row.cells[at].text for row in template.rows)
        ]
        texts = [[cell.text.strip() for cell in row.cells] for row in table.rows[1:]]
        empty = [at for at in marked if texts and not any(row[at] for row in texts)]
        # From the right, so that the places of the others stay what they are.
        for at in reversed(empty):
            _take_away(table, at)


def _take_away(table: Table, at: int) -> None:
    """Take a column away and give its room to the widest."""
    room = table.columns[at].width or 0
    for row in table.rows:
        row._tr.remove(row.cells[at]._tc)
    table._tbl.tblGrid.remove(table.columns[at]._gridCol)
    widest = max(table.columns, key=lambda column: column.width or 0)
    widest.width = Emu((widest.width or 0) + room)
    # Word takes the widths of the cells, LibreOffice those of the columns.
    for cell in widest.cells:
        cell.width = widest.width


# -- files -----------------------------------------------------------------------------------------

_NOT_IN_NAMES = re.compile(r"[^\w（）-]+")
_LONGEST = 40
"""The most characters of an enterprise's name in a file name, which holds 255 bytes, three each."""


_NAMELESS = "未填企业名称"


_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)_*", re.IGNORECASE)
"""Names that Windows keeps for devices."""


def _name_folder(letter: Letter) -> str:
    name = _NOT_IN_NAMES.sub("_", letter.enterprise)[:_LONGEST] or _NAMELESS
    return f"{name}_企业" if _DEVICES.fullmatch(name) else name


def _name_stem(letter: Letter) -> str:
    return "_".join(part for part in (letter.export_entry, letter.title.zh) if part)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeskError(explain_failure(folder, error)) from error
    sweep(folder)


def _write_document(document: WordDocument, folder: Path, stem: str) -> Path:
    names = chain([stem], (f"{stem}-{number}" for number in count(2)))
    paths = (folder / f"{name}.docx" for name in names)
    return next(path for path in paths if _is_saved(document, path))


def _is_saved(document: WordDocument, path: Path) -> bool:
    """Save a letter under a name that is still free; say whether it was."""
    if path.exists():
        return False
    try:
        with open_new_file(path, replaces=False) as file:
            document.save(file)
    except FileExistsError:  # another run was quicker
        return False
    return True
