"""The long walk: each port that is installed against check(), part by part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from pydantic_core import from_json

import cases
from publish.ports.asked import Asked, answer_of_check, at_random, of_the_whole
from publish.ports.machines import installed

PIECE = 10_000
SEEDS = 21


def compare(asked: Sequence[Asked]) -> None:
    """Fail where a port answers otherwise than check().

    A text like that of check() is not read; in one that differs parts may have other places.
    """
    ports = installed()
    for case, *texts in zip(asked, *(port.texts(asked) for port in ports), strict=True):
        right = answer_of_check(case)
        for port, text in zip(ports, texts, strict=True):
            if text.decode() != f"{port.write(right)}\n":
                assert from_json(text) == from_json(port.write(right)), case


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 2 + SEEDS))
def test_random_cases_are_answered_as_check_answers_them(seed: int) -> None:
    compare([*at_random(seed, PIECE, laws=4)])


PARTS = {"4.papers": 12}
"""In how many parts a large space is walked, so that two workers share it."""


def each_part() -> list[Any]:
    """Return every space, the large ones in parts."""
    return [
        pytest.param(space, part, id=f"{space.name} {part}" if part else space.name)
        for space in cases.SPACES
        for part in range(PARTS.get(space.name, 1))
    ]


@pytest.mark.long
@pytest.mark.parametrize(("space", "part"), each_part())
def test_every_point_of_a_clause_is_answered_as_check_answers_it(
    space: cases.Space, part: int
) -> None:
    asked = [*of_the_whole(space, part, PARTS.get(space.name, 1))]
    for start in range(0, len(asked), PIECE):
        compare(asked[start : start + PIECE])


def test_the_spaces_walked_in_parts_exist() -> None:
    assert PARTS.keys() <= {space.name for space in cases.SPACES}


def test_the_walk_is_longer_than_two_hundred_thousand_cases() -> None:
    assert SEEDS * PIECE > 200_000
