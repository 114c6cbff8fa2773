"""A workbook that is written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from retax.desk.extras import needs
from retax.desk.new_file import new_file

with needs("excel"):
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError


@contextmanager
def new_workbook(file: str | Path, *, constant_memory: bool = False) -> Iterator[Any]:
    """Make a workbook that is saved at the end, in the place of an older one.

    With ``constant_memory`` rows are written from the top down and none is kept.

    Raises:
        Unreadable: it cannot be written there.
    """
    # What is still there after a failure goes with the folder.
    with new_file(file) as handle, TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        workbook = Workbook(handle, {"constant_memory": constant_memory, "tmpdir": folder})
        yield workbook
        try:
            workbook.close()
        except FileCreateError as error:
            (reason,) = error.args
            raise reason from error
