"""Files that are read as a whole, up to a size."""

from __future__ import annotations

import io
from typing import BinaryIO

from retax.desk.source import DeskError
from retax.words import Words

_PIECE = 1 << 20
_TOO_LARGE = Words(
    "超过{megabytes} MB，不予读取；请拆分，或改用 CSV、JSON Lines 或 Parquet 文件",
    "is larger than {megabytes} MB and is not read; split it, or use a CSV, JSON Lines or Parquet "
    "file",
)


def read_whole(stream: BinaryIO, megabytes: int, begun: bytes = b"") -> io.BytesIO:
    """Return what a stream gives after what was read of it before, at its start.

    Raises:
        DeskError: it gives more than the megabytes it may.
    """
    held = io.BytesIO()
    piece = begun
    while piece := piece or stream.read(_PIECE):
        held.write(piece)
        if held.tell() > megabytes << 20:
            raise DeskError(_TOO_LARGE.filled(megabytes=megabytes))
        piece = b""
    held.seek(0)
    return held
