from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from walks import walk_points


def test_every_point_is_walked_and_each_that_fails_is_named_with_its_reason() -> None:
    walked: list[int] = []

    @walk_points("number", range(5))
    def is_even(number: int) -> None:
        walked.append(number)
        assert number % 2 == 0, f"{number} is odd"

    with pytest.raises(AssertionError) as failed:
        is_even()
    assert walked == [0, 1, 2, 3, 4]
    assert str(failed.value).splitlines()[0] == "2 of 5 points fail"
    for odd in (1, 3):
        assert f"{odd}: {odd}\n    AssertionError: {odd} is odd" in str(failed.value)


def test_an_error_and_an_error_that_does_not_come_are_failures_too() -> None:
    @walk_points("text, number", [("1", 1), ("x", 2), ("3", 3)], name=lambda point: point[0])
    def is_read(text: str, number: int) -> None:
        if number == 3:
            with pytest.raises(ValueError, match="x"):
                int(text)
        assert int(text) == number

    with pytest.raises(AssertionError) as failed:
        is_read()
    assert "1: x\n    ValueError: invalid literal" in str(failed.value)
    assert "2: 3\n    Failed: DID NOT RAISE" in str(failed.value)


@pytest.mark.parametrize("letter", ["a", "b"])
@walk_points("number", [1, 2])
@walk_points("sign", ["+", "-"])
def test_fixtures_and_other_parameters_are_those_of_the_test(
    letter: str, sign: str, number: int, tmp_path: Path
) -> None:
    with (tmp_path / "walked").open("a") as file:
        file.write(f"{letter}{sign}{number} ")
    walked = (tmp_path / "walked").read_text().split()
    assert walked == [f"{letter}{s}{n}" for n in (1, 2) for s in "+-"][: len(walked)]
    assert walked[-1] == f"{letter}{sign}{number}"


def test_a_walk_without_a_point_or_with_a_name_too_many_is_refused() -> None:
    with pytest.raises(AssertionError, match="proves nothing"):
        walk_points("number", [])

    def is_walked(number: int) -> None:
        """Take the number."""

    with pytest.raises(AssertionError, match="no parameter"):
        walk_points("number, text", [(1, "a")])(is_walked)


def test_a_point_that_is_skipped_fails_and_those_after_it_are_walked() -> None:
    walked: list[int] = []

    @walk_points("number", [1, 2])
    def is_skipped(number: int) -> None:
        walked.append(number)
        if number == 1:
            pytest.skip("no Java")

    with pytest.raises(AssertionError, match="1 of 2 points fail\n0: 1\n    Skipped: no Java"):
        is_skipped()
    assert walked == [1, 2]


def test_a_test_that_does_not_run_when_called_is_refused() -> None:
    def run_in_part(number: int) -> Iterator[int]:
        yield number

    async def run_later(number: int) -> None:
        """Take the number."""

    with pytest.raises(AssertionError, match="yields"):
        walk_points("number", [1])(run_in_part)  # type: ignore[arg-type]
    with pytest.raises(AssertionError, match="awaits"):
        walk_points("number", [1])(run_later)  # type: ignore[arg-type]
