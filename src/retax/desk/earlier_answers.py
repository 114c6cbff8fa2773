"""The answer columns of a table of verdicts that is read again: new ones take their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from retax import Lang
from retax.desk.columns import HEADINGS

_MOST = len(HEADINGS) // 2 + 1
"""So many of our headings beside one another, in our order, are no columns of the user's own."""

_LANGS: tuple[Lang, Lang] = ("zh", "en")


def answer_columns(headings: Sequence[str]) -> frozenset[int]:
    """Return the places of the columns of earlier answers; a heading or two alone is none."""
    runs = (run for lang in _LANGS for run in _runs(headings, lang))
    return frozenset(place for run in runs if len(run) >= _MOST for place in run)


def _runs(headings: Sequence[str], lang: Lang) -> Iterator[list[int]]:
    """Part the places of our headings into runs without a gap, each in our order."""
    order = {words.text(lang): at for at, words in enumerate(HEADINGS)}
    run: list[int] = []
    for place, heading in enumerate(headings):
        at = order.get(heading)
        if run and (at is None or at <= order[headings[run[-1]]]):
            yield run
            run = []
        if at is not None:
            run.append(place)
    if run:
        yield run


def without(cells: Iterable[object], places: frozenset[int]) -> list[object]:
    """Return cells without those at some places."""
    return [cell for place, cell in enumerate(cells) if place not in places]
