"""The answer columns of a table of verdicts that is read again: new ones take their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from retax import Lang
from retax.desk.layout import ANSWER_COLUMNS, ANSWER_HEADINGS, EARLIER_ORDER, LEADING

_MOST = len(ANSWER_HEADINGS) // 2 + 1
"""From this number on, our headings in our order are no columns of the user's own."""

_FARTHEST = 4
"""Up to three columns of their own, one beside the other, users may have put between ours."""

_MOST_TIMES = 20
"""As often as a file may have been answered; a wider one is not looked through for ever."""

_LANGS: tuple[Lang, Lang] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class _Layout:
    """The headings of answers by their places in one order.

    Those before ``leading`` may stand apart from the others, the file's own columns in between.
    """

    order: Mapping[str, int]
    leading: int = 0


def _list_layouts(lang: Lang) -> tuple[_Layout, ...]:
    """Return the order of now and that of earlier versions, each with its headings."""
    return tuple(
        _Layout(
            {
                heading: at
                for at, id_ in enumerate(ids)
                for heading in (
                    ANSWER_COLUMNS[id_].heading.text(lang),
                    *ANSWER_COLUMNS[id_].earlier,
                )
            },
            leading,
        )
        for ids, leading in (([*ANSWER_COLUMNS], len(LEADING)), (EARLIER_ORDER, 0))
    )


_LAYOUTS = {lang: _list_layouts(lang) for lang in _LANGS}


def find_answer_columns(headings: Sequence[str]) -> frozenset[int]:
    """Return the places of the columns of earlier answers; a heading or two alone is none."""
    runs = (run for lang in _LANGS for run in islice(_find_runs(headings, lang), _MOST_TIMES))
    return frozenset(place for run in runs for place in run)


def _find_runs(headings: Sequence[str], lang: Lang) -> Iterator[list[int]]:
    """Return the places of our headings, one list for each time they were written."""
    known = _LAYOUTS[lang][0].order
    left = [place for place, heading in enumerate(headings) if heading in known]
    while len(run := _find_longest_run_of_all(headings, left, lang)) >= _MOST:
        yield run
        left = [place for place in left if place not in run]


def _find_longest_run_of_all(
    headings: Sequence[str], places: Sequence[int], lang: Lang
) -> list[int]:
    runs = (
        _find_longest_run(
            {
                place: layout.order[headings[place]]
                for place in places
                if headings[place] in layout.order
            },
            layout.leading,
        )
        for layout in _LAYOUTS[lang]
    )
    return max(runs, key=len)


def _find_longest_run(order: Mapping[int, int], leading: int) -> list[int]:
    """Return the most places that stand in our order and without a wide gap but after the lead."""
    ending: dict[int, list[int]] = {}
    lead: list[int] = []
    for place, at in order.items():
        near = range(place - _FARTHEST, place)
        before = [ending[last] for last in near if last in ending and order[last] < at]
        if at >= leading:
            before.append(lead)
        ending[place] = [*max(before, key=_rank_run, default=[]), place]
        if at < leading:
            lead = max(lead, ending[place], key=_rank_run)
    return max(ending.values(), key=_rank_run, default=[])


def _rank_run(run: list[int]) -> tuple[int, int]:
    """Prefer a longer run and, of two as long, the one that begins later: ours are together."""
    return len(run), run[0] if run else 0


def drop_columns(cells: Iterable[object], places: frozenset[int]) -> list[object]:
    """Return cells without those at some places."""
    return [cell for place, cell in enumerate(cells) if place not in places]
