"""A workbook that is written whole or not at all."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from retax.desk.extras import require_extra
from retax.desk.writers.atomic_file import open_new_file

with require_extra("excel"):
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

Complete = Callable[[io.BytesIO, io.RawIOBase], None]


@contextmanager
def open_new_workbook(
    file: str | Path, *, constant_memory: bool = False, complete: Complete | None = None
) -> Iterator[Any]:
    """Make a workbook that is saved at the end, in the place of an older one.

    With ``constant_memory`` rows are written from the top down and none is kept. ``complete``:
    writes the workbook to be saved from what xlsxwriter makes of it.

    Raises:
        DeskError: it cannot be written there.
    """
    # What is still there after a failure goes with the folder.
    with open_new_file(file) as handle, TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        out = _Out(handle)
        draft = io.BytesIO()
        made = out if complete is None else draft
        workbook = Workbook(made, {"constant_memory": constant_memory, "tmpdir": folder})
        try:
            yield workbook
            workbook.close()
            if complete is not None:
                complete(draft, out)
        except FileCreateError as error:
            # xlsxwriter wraps what the system says in an error of its own, which is no OSError.
            (reason,) = error.args
            raise reason from error
        finally:
            out.stop()


class _Out(io.RawIOBase):
    """Where a workbook goes; nowhere, once that has failed or is over.

    An archive that failed writes its end again when it is thrown away, which would be reported on
    standard error as a traceback.
    """

    def __init__(self, handle: BinaryIO) -> None:
        self._handle: BinaryIO | None = handle
        self._at = 0

    def stop(self) -> None:
        """Let whatever is written from now on go nowhere."""
        self._handle = None

    def write(self, data: Any, /) -> int:
        self._run(lambda handle: handle.write(data))
        self._at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if whence != io.SEEK_SET:
            raise io.UnsupportedOperation("seek")
        self._run(lambda handle: handle.seek(offset))
        self._at = offset
        return offset

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        self._run(lambda handle: handle.flush())

    def seekable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def _run(self, action: Callable[[BinaryIO], object]) -> None:
        if self._handle is None:
            return
        try:
            action(self._handle)
        except OSError:
            self.stop()
            raise
