"""Rows that are walked more than once: the first in memory, those of a long file on disk."""

from __future__ import annotations

import pickle
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from retax.desk.judging.judge import ValidatedRow
from retax.desk.write_errors import Unwritable, explain_failure
from retax.words import Words

IN_MEMORY = 5_000
"""The most rows kept in memory, some 8 kB each."""

_AT_ONCE = 500
_TEMPORARY = Words("临时文件", "a temporary file")


class _OnDisk:
    """A temporary file of rows, made when the first are put into it."""

    def __init__(self) -> None:
        self._file: Any = None

    def put(self, some: list[ValidatedRow]) -> int:
        """Put rows at the end, and return their place.

        Raises:
            Unwritable: the disk for temporary files is full.
        """
        try:
            if self._file is None:
                # closed, and gone, with this
                self._file = tempfile.TemporaryFile()  # noqa: SIM115
            # Rows may have been read since the last ones were put, which moves the place in the
            # file.
            place: int = self._file.seek(0, 2)
            pickle.dump(some, self._file, pickle.HIGHEST_PROTOCOL)
        except OSError as error:
            raise Unwritable(explain_failure(_TEMPORARY, error)) from error
        return place

    def read(self, place: int) -> list[ValidatedRow]:
        """Return the rows at a place."""
        self._file.seek(place)
        found: list[ValidatedRow] = pickle.load(self._file)  # noqa: S301  # no other can open it
        return found


class KeptRows:
    """Rows in their order; walking them does not read their file again."""

    def __init__(self, lines: Iterable[ValidatedRow]) -> None:
        """Keep rows, all of them, before anything is walked.

        Raises:
            Unwritable: the disk for temporary files is full.
        """
        lines = iter(lines)
        self._first = list(islice(lines, IN_MEMORY))
        self._on_disk = _OnDisk()
        self._places: list[int] = []
        self._count = len(self._first)
        while some := list(islice(lines, _AT_ONCE)):
            self._places.append(self._on_disk.put(some))
            self._count += len(some)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[ValidatedRow]:
        yield from self._first
        for place in self._places:
            yield from self._on_disk.read(place)


class HeldRows:
    """Rows held in chunks until they are taken back, those held longest first."""

    def __init__(self) -> None:
        self._chunks: deque[list[ValidatedRow] | int] = deque()
        self._on_disk = _OnDisk()
        self._in_memory = 0

    def add(self, lines: list[ValidatedRow]) -> None:
        """Hold a chunk of rows.

        Raises:
            Unwritable: the disk for temporary files is full.
        """
        if self._in_memory + len(lines) > IN_MEMORY:
            self._chunks.append(self._on_disk.put(lines))
        else:
            self._chunks.append(lines)
            self._in_memory += len(lines)

    def take(self) -> list[ValidatedRow]:
        """Return the chunk held longest, which is held no more."""
        chunk = self._chunks.popleft()
        if isinstance(chunk, int):
            return self._on_disk.read(chunk)
        self._in_memory -= len(chunk)
        return chunk
