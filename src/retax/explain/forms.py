"""Forms: texts about a ruling in which its last days, and what else is its own, are left blank.

Most lines of a file differ from an earlier one in their days and in what names the goods alone. The
rest of their answers is written once for all it rests on, and kept with the law; of each further
line the blanks are filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from retax.judge.ruling import get_case
from retax.words import BLANK, Lang

if TYPE_CHECKING:
    from retax.judge.ruling import Ruling

_Of = TypeVar("_Of", bound="Ruling")

FormWriter = Callable[[_Of, "Lang | None", Sequence[str]], str]
"""What writes about a ruling, in a language or without, around texts it is given."""

BLANK_DAY, OTHER_BLANK_DAY = date(1, 1, 1), date(1, 1, 2)
"""In place of the last days of a ruling and of the ordinary route beside it: no goods have them."""

_BLANKS = (BLANK, str(BLANK_DAY), str(OTHER_BLANK_DAY))
"""In place of each of the texts, and of the last days."""

# The year may come from what is before a unit: a quantity of 1000, then 1-01-01.
_IN_A_BLANK = (BLANK, *[str(day).removeprefix("0001") for day in (BLANK_DAY, OTHER_BLANK_DAY)])
"""What a unit has in it, wherever it makes a blank with the text around it."""


def fill_form(
    name: str,
    of: _Of,
    lang: Lang | None,
    rests_on: Hashable,
    write: FormWriter[_Of],
    *,
    leave_blank: Callable[[_Of], _Of],
    last_days: Sequence[date | None],
    texts: Sequence[str] = (),
) -> str:
    """Return what is written of a ruling around some texts, from the form kept for such rulings.

    ``rests_on``: all it rests on but for the unit of the goods, the last days and the texts.
    ``leave_blank``: returns the ruling with blank days in place of ``last_days``.
    """
    case = get_case(of)
    unit = case.facts.unit
    if unit is not None and any(part in unit for part in _IN_A_BLANK):
        return write(of, lang, texts)  # a unit is any text, even one that marks a blank
    key = (name, lang, unit if lang else None, rests_on, *[day is None for day in last_days])
    form: _Form | None = case.law.forms.get(key)
    if form is None:
        blank = write(leave_blank(of), lang, [BLANK] * len(texts))
        form = case.law.forms.keep(key, _Form(blank, len(texts)))
    return form.fill([*texts, *map(str, last_days)])


class _Form:
    """A text with blanks, in pieces: the texts come in their order, the last days anywhere."""

    __slots__ = ("_blanks", "_pieces")

    def __init__(self, text: str, texts: int) -> None:
        self._pieces = [text]
        for blank in _BLANKS:
            self._pieces = [part for piece in self._pieces for part in _set_apart(blank, piece)]
        places, at_days = iter(range(texts)), {_BLANKS[1]: texts, _BLANKS[2]: texts + 1}
        self._blanks = [
            (at, next(places) if piece == BLANK else at_days[piece])
            for at, piece in enumerate(self._pieces)
            if piece in _BLANKS
        ]

    def fill(self, values: Sequence[str]) -> str:
        """Return the text with values in the blanks: the texts, then the last days."""
        pieces = self._pieces.copy()
        for at, value in self._blanks:
            pieces[at] = values[value]
        return "".join(pieces)


def _set_apart(blank: str, text: str) -> list[str]:
    """Return a text in pieces, each occurrence of a blank one of its own."""
    before, *rest = text.split(blank)  # a regular expression takes three times as long
    return [before, *[piece for after in rest for piece in (blank, after)]]
