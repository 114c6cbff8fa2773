from __future__ import annotations

import io
from xml.parsers.expat import ExpatError

import pytest

from retax.desk.readers.xml_parts import NotRead, XmlReader, strip_prefix


class Noting(XmlReader):
    """Notes what it sees; looks inside ``in``."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.opened += 1
        told = "".join(f" {key}={value}" for key, value in attributes.items())
        self.seen.append(f"<{name}{told}")
        if name == "in":
            self.look_inside()

    def end(self, name: str) -> None:
        super().end(name)
        self.seen.append(f"/{name}")
        if name == "in":
            self.look_away()

    def take_text(self, text: str) -> None:
        super().take_text(text)
        self.seen.append(text)

    def take_aside(self, *_: str) -> None:
        super().take_aside()
        self.seen.append("aside")


def read(xml: str | bytes) -> list[str]:
    noting = Noting()
    noting.read(io.BytesIO(xml.encode() if isinstance(xml, str) else xml))
    return noting.seen


def test_starts_are_seen_and_more_where_it_is_asked_for() -> None:
    xml = "<a>x<b/><in k='&lt;中'>y&#20013;<c>z</c></in>w<![CDATA[q]]><!-- --><?p q?></a>"
    expected = ["<a", "<b", "<in k=<中", "y中", "<c", "z", "/c", "/in", "aside", "aside", "aside"]
    assert read(xml) == expected
    assert read(("\ufeff" + xml).encode("utf-16-le")) == expected


@pytest.mark.parametrize(
    "kind",
    [
        "<!DOCTYPE a>",
        '<!DOCTYPE a [<!ENTITY e "x">]>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE a [<!ENTITY e SYSTEM "http://127.0.0.1/">]>',
        '<!DOCTYPE a [<!ENTITY % e SYSTEM "http://127.0.0.1/">%e;]>',
    ],
)
def test_a_document_type_is_refused(kind: str) -> None:
    with pytest.raises(NotRead):
        read(f"{kind}<a/>")


@pytest.mark.parametrize("xml", ["", "<a>", "<a></b>", "<a>&e;</a>", "<a k='1' k='2'/>", "text"])
def test_what_is_no_xml_is_reported(xml: str) -> None:
    with pytest.raises(ExpatError):
        read(xml)


@pytest.mark.parametrize("piece", ["<a k='", "<!--", "<?a "])
def test_a_tag_without_end_is_refused_before_it_is_read(piece: str) -> None:
    class Endless(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            assert self.given < 10, "read on and on"
            self.given += 1
            return b"x" * (size or 0)

        given = 0

    noting = Noting()
    part = Endless()
    first = iter([f"<a>{piece}".encode()])
    whole = part.read
    part.read = lambda size=-1: next(first, b"") or whole(size)  # type: ignore[method-assign]
    with pytest.raises(NotRead):
        noting.read(part)


def test_elements_in_elements_without_end_are_refused() -> None:
    assert len(read("<a>" * 500 + "</a>" * 500)) == 500
    assert len(read(f"<a>{'<b></b><c/>' * 200_000}</a>")) == 400_001
    with pytest.raises(NotRead):
        read("<a>" * 1_000_000)


def test_a_name_is_read_without_its_prefix() -> None:
    assert [strip_prefix(name) for name in ("c", "x:c", "x:y:c")] == ["c", "c", "c"]
