"""The answer columns of a table of verdicts that is read again: new ones take their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from retax import Lang
from retax.desk.columns import HEADINGS

_MOST = len(HEADINGS) // 2 + 1
"""So many of our headings in our order are no columns of the user's own."""

_PUT_BETWEEN = 3
"""So many columns of their own, one beside the other, users may have put between ours."""

_LANGS: tuple[Lang, Lang] = ("zh", "en")


def answer_columns(headings: Sequence[str]) -> frozenset[int]:
    """Return the places of the columns of earlier answers; a heading or two alone is none."""
    runs = (run for lang in _LANGS for run in _runs(headings, lang))
    return frozenset(place for run in runs if len(run) >= _MOST for place in run)


def _runs(headings: Sequence[str], lang: Lang) -> Iterator[list[int]]:
    """Part the places of our headings into runs without a wide gap, each in our order."""
    order = {words.text(lang): at for at, words in enumerate(HEADINGS)}
    run: list[int] = []
    for place in (place for place, heading in enumerate(headings) if heading in order):
        is_next = run and order[headings[run[-1]]] < order[headings[place]]
        if not is_next or place - run[-1] > _PUT_BETWEEN + 1:
            yield run
            run = []
        run.append(place)
    yield run


def without(cells: Iterable[object], places: frozenset[int]) -> list[object]:
    """Return cells without those at some places."""
    return [cell for place, cell in enumerate(cells) if place not in places]
