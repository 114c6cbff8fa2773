"""The styles of an .xlsx workbook: which of them strike the text of a cell through.

python-calamine tells nothing of the look of a cell, and what is struck out is no longer meant.
"""

from __future__ import annotations

from zipfile import ZipFile

from retax.desk.readers.xml_parts import XmlReader, strip_prefix

_STYLES = "xl/styles.xml"
_SECTIONS = frozenset(
    {
        *("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"),
        *("tableStyles", "colors", "extLst"),
    }
)
_NO = frozenset({"0", "false"})


def read_struck_styles(workbook: ZipFile) -> frozenset[str]:
    """Return the numbers of the styles that strike the text of a cell through, as cells write them.

    Raises:
        NotRead, ExpatError: the part of the styles is not XML that is read.
    """
    if _STYLES not in workbook.namelist():
        return frozenset()
    styles = _Styles()
    with workbook.open(_STYLES) as part:
        styles.read(part)
    return frozenset(
        str(number) for number, font in enumerate(styles.font_of_style) if font in styles.struck
    )


class _Styles(XmlReader):
    def __init__(self) -> None:
        super().__init__()
        self.struck: set[str] = set()
        self.font_of_style: list[str] = []
        self._fonts = 0
        self._section = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.opened += 1
        name = strip_prefix(name)
        if name in _SECTIONS:
            self._section = name
        # Conditional formats (dxfs) hold fonts that have no number, and named styles (cellStyleXfs)
        # xf that no cell refers to.
        match self._section, name:
            case "fonts", "font":
                self._fonts += 1
            # A strike without val is a yes.
            case "fonts", "strike" if attributes.get("val") not in _NO:
                self.struck.add(str(self._fonts - 1))
            case "cellXfs", "xf":
                self.font_of_style.append(attributes.get("fontId", "0"))
