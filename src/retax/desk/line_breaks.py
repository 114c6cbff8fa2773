"""Where a line of Chinese may end: not before ，or 、, not between a number and its unit."""

from __future__ import annotations

from collections.abc import Callable

_NEVER_FIRST = frozenset("，、。；：？！）」』”》】〉…％%·｜,.;:?!)]}")
_NEVER_LAST = frozenset("（「『“《【〈([{")
_UNITS = frozenset("天日月年行列件个项条份元号次种小时分秒")


def find_line_ends(text: str, room: int, width: Callable[[str], int]) -> list[int]:
    """Return the places at which a text without line ends is parted into lines.

    ``room``: how wide a line is; ``width``: how wide a text is. What is wider than a line by
    itself is parted anywhere.
    """
    ends: list[int] = []
    start = at = 0
    while at < len(text):
        piece_end = _find_next_break(text, at)
        if width(text[start:piece_end].rstrip()) <= room:
            at = piece_end
        elif at > start:
            ends.append(at)
            start = at
        else:
            at = start = _find_end(text, start, room, width)
            ends.append(at)
    return ends


def _find_next_break(text: str, start: int) -> int:
    """Return the first place after one at which a line may end."""
    return next((at for at in range(start + 1, len(text)) if _can_end(text, at)), len(text))


def _find_end(text: str, start: int, room: int, width: Callable[[str], int]) -> int:
    end = start + 1
    while end < len(text) and width(text[start : end + 1]) <= room:
        end += 1
    return end


def _can_end(text: str, at: int) -> bool:
    """Say whether a line may end before a character."""
    before, after = text[at - 1], text[at]
    if after == " " or after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    if before == " ":
        last = text[: at - 1].rstrip(" ")[-1:]
        return not (_is_number(after) and _is_wide(last)) and not (
            _is_number(last) and _is_wide(after)
        )
    if _is_number(before) and after in _UNITS:
        return False
    return _is_wide(before) or _is_wide(after)


def _is_number(character: str) -> bool:
    return character.isdecimal()


def _is_wide(character: str) -> bool:
    # The blocks of Chinese, Japanese and Korean begin at U+2E80.
    return character > "\u2e7f"
