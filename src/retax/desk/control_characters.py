"""Characters a terminal acts on, shown as text: an escape, a bell, a turn of the writing direction.

Names and references come from others' files. Shown here are the controls of ASCII (ESC, BEL, CR)
and of Latin-1 (CSI is one), what turns the direction of writing, and the separators of lines that
are no line end.
"""

from __future__ import annotations

import re

_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_SEPARATORS = "\u2028\u2029"
_ACTED_ON = re.compile(f"[\x00-\x1f\x7f-\x9f{_DIRECTIONS}{_SEPARATORS}]")
_BUT_LAYOUT = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_DIRECTIONS}{_SEPARATORS}]")
# The json module escapes the controls below the space itself.
_IN_JSON = re.compile(f"[\x7f-\x9f{_DIRECTIONS}{_SEPARATORS}]")

_USUAL = {"\n": r"\n", "\t": r"\t", "\r": r"\r"}


def show_controls(text: str) -> str:
    r"""Return a text of one line in which every control is visible: ``\x1b``, ``\u202e``."""
    return _ACTED_ON.sub(_show, text)


def show_controls_of_lines(text: str) -> str:
    """Return a text of several lines in which every control but line ends and tabs is visible."""
    return _BUT_LAYOUT.sub(_show, text)


def escape_in_json(text: str) -> str:
    """Return JSON that means the same, with the controls JSON leaves as they are escaped, too."""
    if text.isprintable():  # twenty times as quick as looking for the few that are not
        return text
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _show(found: re.Match[str]) -> str:
    sign = found[0]
    return _USUAL.get(sign) or (f"\\x{ord(sign):02x}" if sign <= "\xff" else f"\\u{ord(sign):04x}")
