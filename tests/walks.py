"""Many points in one test: what takes less time than pytest takes for a test of its own."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

import pytest

Test = Callable[..., None]


def walk_points(
    names: str, points: Iterable[Any], name: Callable[[Any], object] = repr
) -> Callable[[Test], Test]:
    """Give a test its points one after the other; a failure names each point that fails, and why.

    As ``pytest.mark.parametrize``, but all in one test: what a test is given beside the point
    (a fixture, another parameter) is the same for all of them.
    """
    keys = [key.strip() for key in names.split(",")]
    ways = [(point, dict(zip(keys, _values_of(point, keys), strict=True))) for point in points]
    assert ways, "a walk without a point proves nothing"

    def in_one_test(test: Test) -> Test:
        assert not inspect.isgeneratorfunction(test), "a test that yields runs nothing when called"
        assert not inspect.iscoroutinefunction(test), "a test that awaits runs nothing when called"

        @wraps(test)
        def walk(**others: Any) -> None:
            wrong: dict[str, BaseException] = {}
            for place, (point, values) in enumerate(ways):
                try:
                    test(**values, **others)
                except (Exception, pytest.fail.Exception, pytest.skip.Exception) as error:
                    wrong[f"{place}: {name(point)!s:.200}"] = error
            if wrong:
                raise AssertionError(_tell(wrong, len(ways))) from next(iter(wrong.values()))

        signature = inspect.signature(test)
        others = [each for key, each in signature.parameters.items() if key not in keys]
        assert len(others) + len(keys) == len(signature.parameters), "a name is no parameter"
        walk.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
        return walk

    return in_one_test


def _values_of(point: Any, keys: list[str]) -> tuple[Any, ...]:
    return tuple(point) if len(keys) > 1 else (point,)


def _tell(wrong: Mapping[str, BaseException], walked: int) -> str:
    lines = [f"{point}\n    {type(error).__name__}: {error}" for point, error in wrong.items()]
    return "\n".join([f"{len(wrong)} of {walked} points fail", *lines])
