"""The optional extras: which libraries each brings, as the package's own metadata has them."""

from __future__ import annotations

from typing import Literal

Extra = Literal["cli", "excel", "docx", "calendar", "frames"]

_IN_A_CLONE = '-e ".[{}]"'


def write_install_line(extra: Extra) -> str:
    """Return the command that installs the libraries of an extra, by their own names.

    It works beside a clone and beside a wheel alike, and asks no index for retax itself. Where
    retax is not installed, it is that of the clone.
    """
    return f"pip install {' '.join(_list_libraries(extra)) or _IN_A_CLONE.format(extra)}"


def _list_libraries(extra: Extra) -> list[str]:
    # Imported here: it costs 14 ms, and only a message needs it.
    from importlib.metadata import PackageNotFoundError, requires

    try:
        required = requires("retax") or []
    except PackageNotFoundError:  # run from a checkout that is not installed
        return []
    parts = (line.partition(";") for line in required)
    return [f'"{library.strip()}"' for library, _, when in parts if f"'{extra}'" in when]
