"""The extras of the desk: the libraries each tool needs, and how to install them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from retax.extras import Extra, write_install_line
from retax.words import Words

_NEEDED_BY: dict[Extra, Words] = {
    "cli": Words("命令行需要", "the command needs"),
    "excel": Words("工作簿需要", "workbooks need"),
    "docx": Words("Word 文书需要", "letters need"),
    "calendar": Words("日历提醒和休息日需要", "reminders and rest days need"),
    "frames": Words("Parquet 文件需要", "Parquet files need"),
}


class MissingExtra(ModuleNotFoundError):
    """A tool needs a library that is not installed; ``words`` says how to install it."""

    def __init__(self, extra: Extra, missing: str | None) -> None:
        install = write_install_line(extra)
        tool = _NEEDED_BY[extra]
        self.words: Words = Words(
            f"{tool.zh} {missing}：{install}", f"{tool.en} {missing}: {install}"
        )
        super().__init__(self.words.en, name=missing)


@contextmanager
def require_extra(extra: Extra) -> Iterator[None]:
    """Import the libraries of an extra within; raise :class:`MissingExtra` where one lacks."""
    try:
        yield
    except ModuleNotFoundError as missing:
        raise MissingExtra(extra, missing.name) from missing
