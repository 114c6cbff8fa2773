"""The columns of the blank workbook, in the order in which a clerk has the facts at hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from retax.facts.catalogue import NAMES, FactRecord


def order_columns(records: Mapping[str, FactRecord]) -> tuple[str, ...]:
    """Return the facts so that each comes behind its ``column_after``, or the one before it.

    Where both do, the fact that names its place comes first, with what follows it.
    """
    behind: defaultdict[str | None, list[str]] = defaultdict(list)
    # Each fact beside the one before it, the first beside None: the last is left over.
    for before, (name, record) in zip((None, *records), records.items(), strict=False):
        behind[record.column_after or before].append(name)

    def follow(name: str | None) -> Iterator[str]:
        for next_ in sorted(behind[name], key=lambda other: records[other].column_after is None):
            yield next_
            yield from follow(next_)

    return tuple(follow(None))


TEMPLATE_COLUMNS = order_columns(NAMES)
"""Every fact: export, return, goods, papers."""
