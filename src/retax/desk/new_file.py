"""A file that is written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from retax.desk.rows import Unreadable
from retax.words import Words


@contextmanager
def new_file(file: str | Path) -> Iterator[BinaryIO]:
    """Open a file to write to; it takes its name, and an older one's place, once all is written.

    Raises:
        Unreadable: it cannot be written; before any work where that shows at once.
    """
    path = Path(os.path.realpath(file))
    part = path.with_name(f".retax-{token_hex(4)}.part")  # names may be as long as they can
    try:
        if path.exists():
            path.open("r+b").close()  # open in Excel, or not ours to change
        with part.open("wb") as handle:
            yield handle
        part.replace(path)
    except OSError as error:
        raise _unwritable(file, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _unwritable(file: str | Path, error: OSError) -> Unreadable:
    return Unreadable(
        Words("无法写入 {file}：{why}", "{file} cannot be written: {why}").filled(
            file=file, why=_why(error)
        )
    )


def _why(error: OSError) -> Words:
    if isinstance(error, PermissionError):
        return Words(
            "文件可能正在 Excel 中打开，或没有写入权限；请关闭该文件或另存他处",
            "it may be open in Excel, or you may not write there; close it or choose another place",
        )
    if isinstance(error, IsADirectoryError):
        return Words("这是文件夹，请给出文件名", "this is a folder; give the name of a file")
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Words(
            "文件夹不存在，请先建立", "there is no such folder; make it first, or choose another"
        )
    reason = error.strerror or str(error)
    return Words(reason, reason)
