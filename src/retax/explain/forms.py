"""Forms: texts about a ruling in which its last day is left blank.

Most lines of a file differ from an earlier one in their days and in what names the goods alone.
What names the last day is written once for all else it rests on, and kept with the law; of each
further line the blanks are filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from retax.judge.ruling import get_case, replace_last_day

if TYPE_CHECKING:
    from retax.judge.ruling import Ruling
    from retax.words import Lang

_Of = TypeVar("_Of", bound="Ruling")
_Option = TypeVar("_Option", "Lang", "Lang | None")

BLANK_DAY = date(1, 1, 1)
"""In place of the last day of a ruling: no goods have it."""

_BLANK = str(BLANK_DAY)

# The year may come from what is before a unit: a quantity of 1000, then 1-01-01.
_IN_A_BLANK = _BLANK.removeprefix("0001")
"""What a unit has in it, wherever it makes a blank with the text around it."""


def fill_form(
    name: str,
    of: _Of,
    lang: _Option,
    rests_on: Hashable,
    write: Callable[[_Of, _Option], str],
) -> str:
    """Return what is written of a ruling, from the form kept for such rulings.

    ``rests_on``: all it rests on but for the unit of the goods and the last day.
    """
    case, last_day = get_case(of), of.last_day
    unit = case.facts.unit
    if unit is not None and _IN_A_BLANK in unit:
        return write(of, lang)  # a unit is any text, even one that marks a blank
    key = (name, lang, unit if lang else None, rests_on, last_day is None)
    form: list[str] | None = case.law.forms.get(key)
    if form is None:
        blank = write(replace_last_day(of, BLANK_DAY), lang)
        form = case.law.forms.keep(key, blank.split(_BLANK))
    return str(last_day).join(form)
