"""Blank values: nothing, or a text of nothing that can be seen."""

from __future__ import annotations

_UNSEEN = "".join(
    chr(code)
    for first, last in (
        (0x00, 0x20),
        (0x7F, 0xA0),
        (0xAD, 0xAD),
        (0x034F, 0x034F),
        (0x061C, 0x061C),
        (0x115F, 0x1160),
        (0x1680, 0x1680),
        (0x17B4, 0x17B5),
        (0x180B, 0x180F),
        (0x2000, 0x200F),
        (0x2028, 0x202F),
        (0x205F, 0x206F),
        (0x2800, 0x2800),
        (0x3000, 0x3000),
        (0x3164, 0x3164),
        (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF),
        (0xFFA0, 0xFFA0),
    )
    for code in range(first, last + 1)
)
"""White space, and what no one sees: controls, fillers, characters of no width or of direction."""


def is_blank(value: object) -> bool:
    """Say whether a value tells nothing: none, or a text of nothing that can be seen."""
    return value is None or (isinstance(value, str) and not value.strip(_UNSEEN))
