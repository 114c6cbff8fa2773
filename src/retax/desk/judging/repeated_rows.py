"""The sentences on rows that repeat an earlier row whole, or name units of earlier rows."""

from __future__ import annotations

from collections.abc import Sequence

from retax import Words
from retax.desk.listing import name_texts
from retax.lots.shared_serials import SharedSerial
from retax.words import joined


def describe_repetition(rows: Words, first: int) -> Words:
    """Say of rows that they state the same as an earlier one, which may be counted twice."""
    return Words(
        "{rows}与第 {first} 行各要素完全相同，请核对是否重复",
        "{rows}: every fact is the same as in row {first}; check whether it is there twice",
    ).filled(rows=rows, first=first)


def describe_shared_serials(rows: Words, shared: Sequence[SharedSerial]) -> Words:
    """Say of a row that earlier ones have its serial numbers: a unit may be counted twice."""
    return Words(
        "{rows}的序列号在前面的行中已有：{serials}；同一件商品不能两次退运，请核对",
        "{rows}: serial numbers that earlier rows have: {serials}; one unit cannot come back "
        "twice, check them",
    ).filled(rows=rows, serials=name_shared_serials(shared))


def name_shared_serials(shared: Sequence[SharedSerial]) -> Words:
    """Name serial numbers, each with the row that has it first."""
    return joined(
        [
            Words("{serial}（第 {row} 行）", "{serial} (row {row})").filled(
                serial=name_texts((each.serial,)), row=each.row
            )
            for each in shared
        ]
    )
