"""The file ``retax.bat``: a workbook dropped onto it is judged; its verdicts come beside it."""

from __future__ import annotations

import locale
import sys
from pathlib import Path

from retax.desk.source import DeskError
from retax.desk.writers.atomic_file import open_new_file
from retax.words import Words

NAME = "retax.bat"
"""What the file is called unless it is named."""

_LINES = (
    "@echo off",
    'if "%~1"=="" goto help',
    ":next",
    'echo "%~1"',
    '"{python}" -m retax check "%~1" --beside',
    "shift",
    'if not "%~1"=="" goto next',
    "pause",
    "exit /b",
    ":help",
    '"{python}" -m retax',
    "pause",
)
_NOT_IN_CODE_PAGE = Words(
    "Python 所在路径 {python} 中有本机代码页（{encoding}）没有的字符，批处理文件无法写入；"
    "请将 retax 安装到纯英文路径",
    "the path of Python, {python}, has characters that the code page ({encoding}) lacks, so that "
    "no batch file can name it; accepted is a path of plain letters",
)


def write_drop_target(
    file: Path, python: str = sys.executable, encoding: str | None = None
) -> None:
    """Write the batch file for the Python that runs, in the code page Windows reads it in.

    Raises:
        DeskError: it cannot be written, or the path of Python does not fit the code page.
    """
    known = encoding or locale.getpreferredencoding(do_setlocale=False)
    # A percent sign in a path would begin a variable.
    # cmd may miss a label in a file whose lines end with LF alone.
    text = "\r\n".join(_LINES).format(python=python.replace("%", "%%")) + "\r\n"
    try:
        content = text.encode(known)
    except UnicodeEncodeError as error:
        raise DeskError(_NOT_IN_CODE_PAGE.filled(python=python, encoding=known)) from error
    with open_new_file(file) as out:
        out.write(content)
