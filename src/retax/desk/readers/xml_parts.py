"""XML that others wrote, read piece by piece: without document type, entities or endless tags."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import IO, NoReturn
from xml.parsers import expat

_PIECE = 1 << 18
_LONGEST_TAG = 1 << 20
_DEEPEST = 1000


class NotRead(Exception):
    """XML that is refused: with a document type, or a tag or a depth without end."""


class XmlReader(ABC):
    """Reads one part; a subclass sees the start of each element, and more where it asks for it.

    A document type is refused, and with it every entity but the five of XML and every file or
    address outside the part.
    """

    def __init__(self) -> None:
        self.opened = 0
        self._ended: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = _refuse
        self._parser.StartElementHandler = self.start
        self._parser.StartCdataSectionHandler = self.take_aside
        self._parser.CommentHandler = self.take_aside
        self._parser.ProcessingInstructionHandler = self.take_aside
        self.look_away()

    @abstractmethod
    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element; a subclass counts it in ``opened``."""

    def end(self, name: str) -> None:  # noqa: B027
        """Take the end of an element, where it is looked inside."""

    def take_text(self, text: str) -> None:  # noqa: B027
        """Take a piece of text, where it is looked inside."""

    def take_aside(self, *_: str) -> None:  # noqa: B027
        """Take a comment, a processing instruction or the start of a section of CDATA."""

    def take_raw(self, piece: bytes) -> None:  # noqa: B027
        """Take a piece of the part as it is written, before it is read."""

    def look_inside(self) -> None:
        """Have the ends and texts of elements seen from here on."""
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self.take_text

    def look_away(self) -> None:
        """Have only the starts of elements seen from here on, which is faster."""
        # A method of a list is called without a frame of Python; the ends are counted piece by
        # piece.
        self._parser.EndElementHandler = self._ended.append
        self._parser.CharacterDataHandler = None

    def _end(self, name: str) -> None:
        self._ended.append(name)
        self.end(name)

    def split_part(self, part: IO[bytes]) -> Iterator[bytes]:
        """Return a part piece by piece; a subclass may shorten what it need not see."""
        while piece := part.read(_PIECE):
            yield piece

    def read(self, part: IO[bytes]) -> None:
        """Read a part from start to end.

        Raises:
            NotRead: it is refused.
            ExpatError: it is not XML.
        """
        for _ in self.read_in_pieces(part):
            pass

    def read_in_pieces(self, part: IO[bytes]) -> Iterator[None]:
        """Read a part from start to end, and let its caller look after each piece.

        Raises:
            NotRead: it is refused.
            ExpatError: it is not XML.
        """
        fed = ended = 0
        for piece in self.split_part(part):
            self.take_raw(piece)
            self._parser.Parse(piece, False)
            fed += len(piece)
            ended += len(self._ended)
            self._ended.clear()
            # An unfinished tag is kept, and looked through again with each piece.
            if fed - self._parser.CurrentByteIndex > _LONGEST_TAG or self.opened - ended > _DEEPEST:
                raise NotRead
            yield
        self._parser.Parse(b"", True)
        yield


def strip_prefix(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


def _refuse(*_: object) -> NoReturn:
    raise NotRead
