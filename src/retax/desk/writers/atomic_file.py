"""A file that is written whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, TextIO

from retax.desk.source import DeskError
from retax.desk.write_errors import Unwritable, explain_failure
from retax.words import Words, both

HOURS_A_PART_IS_LEFT = 12
"""What an earlier run left half written is swept once nobody has written to it for so long."""

_PART = re.compile(r"\.retax-[0-9a-f]{8}\.part")
_OF_THE_OWNER = 0o600
_OF_EVERYONE = 0o666  # less what the umask takes away


@contextmanager
def open_new_file(file: str | Path, *, replaces: bool = True) -> Iterator[BinaryIO]:
    """Open a file to write to; it takes its name, and an older one's place, once all is written.

    An older file's mode and owner stay; a device, or a pipe, gets what is written, once it is
    whole. Unless it ``replaces`` an older one, the file takes its name only where there is none.

    Raises:
        DeskError: it cannot be written; before any work where that shows at once.
        Unwritable: it cannot be written to its end (a full disk).
        FileExistsError: it is there already and is not to be replaced.
    """
    begun = False
    try:
        with _open(file, replaces) as handle:
            begun = True
            yield handle
    except OSError as error:
        if isinstance(error, FileExistsError) and not replaces:
            raise
        kind = Unwritable if begun else DeskError
        raise kind(explain_failure(file, error)) from error


def refuse_to_overwrite(output: str | Path | None, *read: str | Path) -> None:
    """Refuse an output that is one of the files to be read, also through links.

    None is standard output (``… >> goods.jsonl`` would read its own answers for ever), and ``-``
    among those read is standard input.

    Raises:
        DeskError: it is.
    """
    there = _find_status_of_stream(sys.stdout) if output is None else _find_status(output)
    if there is None or not stat.S_ISREG(there.st_mode):
        return
    for file in read:
        found = _find_status_of_stream(sys.stdin) if file == "-" else _find_status(file)
        if found is not None and os.path.samestat(found, there):
            shown = Words("标准输出", "standard output") if output is None else both(output)
            raise DeskError(
                Words(
                    "输出文件与输入文件相同（{shown}）；请另取文件名",
                    "{shown} is a file to be read; name another one to write to",
                ).filled(shown=shown)
            )


def sweep(folder: Path) -> None:
    """Remove what runs that were killed left half written in a folder, some hours later."""
    longest_ago = time.time() - HOURS_A_PART_IS_LEFT * 3600
    with suppress(OSError):
        for left in [path for path in folder.iterdir() if _PART.fullmatch(path.name)]:
            with suppress(OSError):
                if left.lstat().st_mtime < longest_ago:
                    left.unlink()


def _find_status(file: str | Path) -> os.stat_result | None:
    """Return what is known of a file; None where there is none, or nobody can tell."""
    try:
        return os.stat(file)
    except OSError:
        return None


def _find_status_of_stream(stream: TextIO) -> os.stat_result | None:
    try:
        return os.fstat(stream.fileno())
    except (OSError, ValueError):  # no file at all, or closed
        return None


def _open(file: str | Path, replaces: bool) -> AbstractContextManager[BinaryIO]:
    try:
        there = os.stat(file)
    except (FileNotFoundError, NotADirectoryError):
        there = None
    if not replaces:
        return _add_file(Path(file))
    if there is not None and not stat.S_ISREG(there.st_mode):
        return _pass_on(file)
    # Otherwise the new file would take the place of a link, and what it leads to would stay old.
    return _put_in_place(Path(os.path.realpath(file)), there)


@contextmanager
def _put_in_place(path: Path, older: os.stat_result | None) -> Iterator[BinaryIO]:
    sweep(path.parent)
    if older is not None:
        path.open("r+b").close()  # open in Excel, or not ours to change
    # What replaces a private file is private while it is written, too; its mode follows at the end.
    with _open_part(path.parent, _OF_EVERYONE if older is None else _OF_THE_OWNER) as (
        part,
        handle,
    ):
        yield handle
        # Windows renames no file that is open.
        handle.close()
        if older is not None:
            _make_alike(part, older)
        part.replace(path)


@contextmanager
def _add_file(path: Path) -> Iterator[BinaryIO]:
    if os.path.lexists(path):
        raise FileExistsError(path)
    with _open_part(path.parent, _OF_EVERYONE) as (part, handle):
        yield handle
        handle.close()
        try:
            # A rename would replace what another run has made meanwhile; a second name never does.
            os.link(part, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without second names
            path.open("xb").close()
            try:
                part.replace(path)
            except OSError:
                path.unlink()
                raise


@contextmanager
def _pass_on(file: str | Path) -> Iterator[BinaryIO]:
    # An archive is written with seeks, which a pipe and a device do not have.
    with open(file, "wb") as device, tempfile.TemporaryFile() as whole:
        yield whole
        whole.seek(0)
        shutil.copyfileobj(whole, device)


@contextmanager
def _open_part(folder: Path, mode: int) -> Iterator[tuple[Path, BinaryIO]]:
    part = folder / f".retax-{token_hex(4)}.part"  # names may be as long as they can
    try:
        # open() makes every file for everyone, less the umask; only its opener can give another
        # mode.
        with open(part, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as handle:
            yield part, handle
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _make_alike(part: Path, older: os.stat_result) -> None:
    """Give a file the owner, as far as that is allowed, and the mode of an older one."""
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(part, older.st_uid, older.st_gid)
    part.chmod(stat.S_IMODE(older.st_mode) & 0o777)
