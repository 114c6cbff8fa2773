"""Lists that stay short whatever a file holds: the first few are named, the others counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from retax.words import Words, both, joined

MOST_NAMED = 10
"""The most rows, names or lines of one kind that standard error names."""

LONGEST_LISTED_NAME = 60

_Thing = TypeVar("_Thing")


@dataclass(slots=True)
class First(Generic[_Thing]):
    """The first of many things, and how many there are."""

    count: int = 0
    named: list[_Thing] = field(default_factory=list)

    def add(self, thing: _Thing) -> None:
        """Count a thing."""
        self.count += 1
        if self.count <= MOST_NAMED:
            self.named.append(thing)


def take_first(things: Sequence[_Thing]) -> First[_Thing]:
    """Return the first of things, and how many there are."""
    return First(len(things), list(things[:MOST_NAMED]))


def name_rows(rows: First[int]) -> Words:
    """Name rows, as a sentence about them begins: 第 2、3 行, 第 1、…、10 等 3000 行."""
    named = joined([both(number) for number in rows.named])
    if rows.count <= len(rows.named):
        label = Words("第 {named} 行", "row {named}" if rows.count == 1 else "rows {named}")
        return label.filled(named=named)
    return Words("第 {named} 等 {n} 行", "rows {named} and {rest} more").filled(
        named=named, n=rows.count, rest=rows.count - len(rows.named)
    )


def name_texts(texts: Sequence[str]) -> Words:
    """Name texts of a file, each cut where it is long, and count those that are not named."""
    first = take_first(texts)
    named = joined([both(cut_text(text)) for text in first.named])
    rest = first.count - len(first.named)
    if not rest:
        return named
    return Words("{named} 等 {n} 个", "{named} and {rest} more").filled(
        named=named, n=first.count, rest=rest
    )


def cut_text(text: str) -> str:
    """Return a text of a file, cut where it is long."""
    return text if len(text) <= LONGEST_LISTED_NAME else f"{text[: LONGEST_LISTED_NAME - 1]}…"


def name_item_of_paper(item: int | None) -> Words:
    """Name an item of an export paper behind the paper's number; None: the paper as a whole."""
    return Words("项下", "") if item is None else Words(f"第 {item} 项", f" item {item}")
