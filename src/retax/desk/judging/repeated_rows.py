"""The sentence on rows that repeat an earlier row whole."""

from __future__ import annotations

from retax import Words


def describe_repetition(rows: Words, first: int) -> Words:
    """Say of rows that they state the same as an earlier one, which may be counted twice."""
    return Words(
        "{rows}与第 {first} 行各要素完全相同，请核对是否重复",
        "{rows}: every fact is the same as in row {first}; check whether it is there twice",
    ).filled(rows=rows, first=first)
