"""Statements on many lines, written once where they are the same for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

_Value = TypeVar("_Value")


def group_by_value(values: Sequence[_Value | None]) -> list[tuple[str, _Value]]:
    """Return each value once, with the lines it is of: 序号1—3、5.

    The lines are counted from 1. Where every line has the same value they are not named; a line
    without a value (None) has no part.
    """
    places: dict[_Value, list[int]] = {}
    for number, value in enumerate(values, start=1):
        if value is not None:
            places.setdefault(value, []).append(number)
    return [
        ("" if len(numbers) == len(values) else f"序号{_write_ranges(numbers)}", value)
        for value, numbers in places.items()
    ]


def merge_sentences(values: Sequence[str | None]) -> list[str]:
    """Return each sentence once, with the lines it is of: 使用情况：未使用（序号1、3）."""
    return [add_line_numbers(value, lines) for lines, value in group_by_value(values)]


def add_line_numbers(sentence: str, lines: str) -> str:
    """Say of which lines a sentence is; nothing more where it is of all."""
    return f"{sentence}（{lines}）" if lines else sentence


def _write_ranges(numbers: Iterable[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(_run(run) for run in runs)


def _run(run: Sequence[int]) -> str:
    return f"{run[0]}—{run[-1]}" if len(run) > 2 else "、".join(map(str, run))
