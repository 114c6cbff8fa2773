"""Errors of writing, each in one sentence with its reason."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from pathlib import Path

from retax.desk.source import DeskError
from retax.words import Words


class Unwritable(DeskError):
    """Writing failed after it had begun: the disk is full, or the stream was closed.

    A place that is not accepted from the start is a plain :class:`DeskError`.
    """


_IN_CHINESE: Mapping[int, str] = {
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "超出磁盘配额",
    errno.EFBIG: "文件过大",
    errno.EIO: "设备读写出错",
    errno.EROFS: "所在磁盘只读",
    errno.EBADF: "已关闭",
    errno.ENAMETOOLONG: "文件名过长",
}


def explain_failure(what: str | Path | Words, error: OSError) -> Words:
    """Say that something cannot be written, and why."""
    return Words("无法写入{what}：{why}", "{what} cannot be written: {why}").filled(
        what=what if isinstance(what, Words) else Words(f" {what}", str(what)), why=_explain(error)
    )


def _explain(error: OSError) -> Words:
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
    return Words(_IN_CHINESE.get(error.errno or 0, reason), reason)
