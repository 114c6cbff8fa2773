"""The long walk: each port that is installed against check(), part by part."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import cases
from publish.ports.asked import Asked, at_random, of_the_whole
from publish.ports.machines import first_difference, installed, plain_answer

PIECE = 10_000
SEEDS = 21


def compare(asked: Sequence[Asked]) -> None:
    """Fail where a port answers otherwise than check()."""
    expected = [*map(plain_answer, asked)]
    for port in installed():
        assert first_difference(asked, expected, port.answers(asked)) is None


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 2 + SEEDS))
def test_random_cases_are_answered_as_check_answers_them(seed: int) -> None:
    compare([*at_random(seed, PIECE, laws=4)])


@pytest.mark.long
@pytest.mark.parametrize("space", cases.SPACES, ids=lambda space: space.name)
def test_every_point_of_a_clause_is_answered_as_check_answers_it(space: cases.Space) -> None:
    asked = [*of_the_whole(space)]
    for start in range(0, len(asked), PIECE):
        compare(asked[start : start + PIECE])


def test_the_walk_is_longer_than_two_hundred_thousand_cases() -> None:
    assert SEEDS * PIECE > 200_000
