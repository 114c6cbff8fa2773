"""How far a test walks: a part of the way each time, the whole of it among the long tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import pytest

Test = TypeVar("Test", bound=Callable[..., None])
Item = TypeVar("Item")


def walk_part_and_whole(name: str, part: Any, whole: Any) -> Callable[[Test], Test]:
    """Give a test its argument twice: the part of the walk and, marked long, the whole."""
    return pytest.mark.parametrize(name, [part, *mark_long([whole])], ids=["part", "whole"])


def mark_long(values: Iterable[Any]) -> list[Any]:
    """Return values of a parameter whose tests are long ones."""
    return [pytest.param(value, marks=pytest.mark.long) for value in values]


def spread(items: Sequence[Item], number: int) -> Sequence[Item]:
    """Return some of the items, about that number, at an odd stride; all where they are fewer."""
    stride = len(items) // number
    return items[:: stride | 1] if stride > 1 else items
