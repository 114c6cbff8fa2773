"""The answer columns of a table of verdicts that is read again: new ones take their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from retax import Lang
from retax.desk.columns import HEADINGS

_MOST = len(HEADINGS) // 2 + 1
"""So many of our headings in our order are no columns of the user's own."""

_FARTHEST = 4
"""Up to three columns of their own, one beside the other, users may have put between ours."""

_LANGS: tuple[Lang, Lang] = ("zh", "en")


def answer_columns(headings: Sequence[str]) -> frozenset[int]:
    """Return the places of the columns of earlier answers; a heading or two alone is none."""
    return frozenset(place for lang in _LANGS for run in _runs(headings, lang) for place in run)


def _runs(headings: Sequence[str], lang: Lang) -> Iterator[list[int]]:
    """Return the places of our headings, one list for each time they were written."""
    order = {words.text(lang): at for at, words in enumerate(HEADINGS)}
    left = {place: order[heading] for place, heading in enumerate(headings) if heading in order}
    while len(run := _longest_run(left)) >= _MOST:
        yield run
        left = {place: at for place, at in left.items() if place not in run}


def _longest_run(order: Mapping[int, int]) -> list[int]:
    """Return the most places that stand in our order and without a wide gap."""
    ending: dict[int, list[int]] = {}
    for place, at in order.items():
        before = [
            run for last, run in ending.items() if order[last] < at and place - last <= _FARTHEST
        ]
        ending[place] = [*max(before, key=_worth, default=[]), place]
    return max(ending.values(), key=_worth, default=[])


def _worth(run: list[int]) -> tuple[int, int]:
    """Prefer a longer run and, of two as long, the one that begins later: ours are together."""
    return len(run), run[0]


def without(cells: Iterable[object], places: frozenset[int]) -> list[object]:
    """Return cells without those at some places."""
    return [cell for place, cell in enumerate(cells) if place not in places]
