"""Every list of some names, by the number whose bits choose them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence


def chunk_names(
    names: Sequence[str], always: Collection[str], most: int
) -> Iterator[tuple[str, ...]]:
    """Split names into groups with at most ``most`` names that are not always listed."""
    group: list[str] = []
    for name in names:
        if name not in always and sum(each not in always for each in group) == most:
            yield tuple(group)
            group = []
        group.append(name)
    if group:
        yield tuple(group)


def list_subsets(names: tuple[str, ...], always: frozenset[str]) -> tuple[str, ...]:
    """Return every list of some names, by the number whose bits choose them, parted by ``;``."""
    joined = [""]
    for name in names:
        more = [f"{before};{name}" if before else name for before in joined]
        joined = more if name in always else joined + more
    return tuple(joined)
