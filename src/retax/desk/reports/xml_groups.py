"""XML of messages as groups of fields, one after another: a head, its lines, the next head."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import IO, NamedTuple
from xml.parsers.expat import ExpatError

from retax.desk.readers.xml_messages import NOT_XML
from retax.desk.readers.xml_parts import NotRead, XmlReader, strip_prefix
from retax.desk.source import DeskError

MOST_FIELDS = 500
LONGEST_FIELD = 32_767
DEEPEST = 100


class Group(NamedTuple):
    """An element of fields: its name without prefix, and its fields with their texts.

    ``number``: the place, from 1, among the groups of its name.
    """

    name: str
    number: int
    fields: Mapping[str, str]


def read_groups(stream: IO[bytes], names: Collection[str]) -> Iterator[Group]:
    """Return the groups of some names as they are read; no more than a piece is held.

    Raises:
        DeskError: it is not XML, or it holds a document type, or a text, a depth or a number of
            fields without end.
    """
    reader = _GroupReader(frozenset(names))
    try:
        for _ in reader.read_in_pieces(stream):
            found, reader.found = reader.found, []
            yield from found
    except (ExpatError, NotRead):
        raise DeskError(NOT_XML) from None


class _GroupReader(XmlReader):
    """Collects groups; its handlers are closures, which expat calls faster than methods."""

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__()
        self.found: list[Group] = []
        counts: dict[str, int] = dict.fromkeys(names, 0)
        locals_: dict[str, str] = {}
        fields: dict[str, str] | None = None
        text, depth = "", 0

        def start(name: str, _: object) -> None:
            nonlocal fields, text, depth
            depth += 1
            if depth > DEEPEST:
                raise NotRead
            plain = locals_.get(name)
            if plain is None:
                plain = locals_[name] = strip_prefix(name)
                if len(locals_) > MOST_FIELDS:
                    raise NotRead
            if plain in names:
                fields = {}
            text = ""

        def end(name: str) -> None:
            nonlocal fields, text, depth
            depth -= 1
            if fields is not None:
                plain = locals_[name]
                if plain in names:
                    counts[plain] += 1
                    self.found.append(Group(plain, counts[plain], fields))
                    fields = None
                elif text:
                    fields[plain] = text.strip()
            text = ""

        def take(piece: str) -> None:
            nonlocal text
            text = text + piece if text else piece
            if len(text) > LONGEST_FIELD:
                raise NotRead

        self._parser.StartElementHandler = start
        self._parser.EndElementHandler = end
        self._parser.CharacterDataHandler = take

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Leave the start of an element to the closure that takes its place."""
