"""The check character of a social credit code (统一社会信用代码, GB 32100)."""

from __future__ import annotations

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The characters of a code: I, O, S, V and Z are none."""

_LENGTH = 18


def strip_code(code: str) -> str:
    """Return a code as it is kept: without spaces and hyphens, in capitals."""
    return "".join(code.replace("-", "").split()).upper()


def is_credit_code(code: str) -> bool:
    """Say whether a code has 18 characters of which the last checks the others."""
    compact = strip_code(code)
    values = [_CHARACTERS.find(character) for character in compact]
    # The third to the eighth character are an administrative division of GB/T 2260, in digits.
    if len(values) != _LENGTH or -1 in values or not compact[2:8].isdecimal():
        return False
    # GB 32100 weighs each place with a power of 3 modulo 31.
    total = sum(value * pow(3, at, 31) for at, value in enumerate(values[:-1]))
    return (total + values[-1]) % 31 == 0
