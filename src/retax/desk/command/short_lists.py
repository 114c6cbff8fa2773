"""Short lists on standard error: the first of many things in a sentence each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from retax.desk.listing import First
from retax.desk.streams import print_to_stderr
from retax.words import Lang, Words

_Thing = TypeVar("_Thing")


def print_first(
    things: First[_Thing], describe: Callable[[_Thing], Words], more: Words, lang: Lang
) -> None:
    """Say a sentence on each of the first things on standard error, then how many more there are.

    ``more``: the sentence on the rest, with their number for ``{n}``.
    """
    for thing in things.named:
        print_to_stderr(describe(thing), lang)
    rest = things.count - len(things.named)
    if rest:
        print_to_stderr(more.filled(n=rest), lang)
