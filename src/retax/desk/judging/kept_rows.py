"""Rows that are walked more than once: the first in memory, those of a long file on disk."""

from __future__ import annotations

import pickle
import tempfile
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


class KeptRows:
    """Rows in their order; walking them does not read their file again."""

    def __init__(self, lines: Iterable[ValidatedRow]) -> None:
        """Keep rows, all of them, before anything is walked.

        Raises:
            Unwritable: the disk for temporary files is full.
        """
        lines = iter(lines)
        self._first = list(islice(lines, IN_MEMORY))
        self._file: Any = None
        self._places: list[int] = []
        self._count = len(self._first)
        while some := list(islice(lines, _AT_ONCE)):
            self._put(some)

    def _put(self, some: list[ValidatedRow]) -> None:
        try:
            if self._file is None:
                # closed, and gone, with this
                self._file = tempfile.TemporaryFile()  # noqa: SIM115
            self._places.append(self._file.tell())
            pickle.dump(some, self._file, pickle.HIGHEST_PROTOCOL)
        except OSError as error:
            raise Unwritable(explain_failure(_TEMPORARY, error)) from error
        self._count += len(some)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[ValidatedRow]:
        yield from self._first
        for place in self._places:
            self._file.seek(place)
            yield from pickle.load(self._file)  # noqa: S301  # our own, which no other can open
