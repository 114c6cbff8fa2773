"""Rows that a quotation mark draws into one cell of a file parted by separators."""

from __future__ import annotations

import re

_LINE_END = re.compile(r"\r\n|\r|\n")


def has_swallowed_rows(cell: str, separators: int, separator: str) -> bool:
    """Say whether a cell on several lines is several rows, between two quotation marks.

    ``separators``: how many of them part the cells of a row.
    """
    first, *others = _LINE_END.split(cell)
    if not others or not separators:
        return False
    within = [line.count(separator) for line in others[:-1]]
    if any(found >= separators for found in within):
        return True
    # The ends of two rows make one between them, if the marks stand in the same column.
    around = first.count(separator) + others[-1].count(separator)
    return sum(within) + around >= len(others) * separators
