"""Lines that can be judged: every row and the line it is of, as returned goods."""

from __future__ import annotations

from datetime import date

from retax.logic.compile_python import EXACT
from retax.matching.evidence import Evidence, Named
from retax.matching.matched import MatchedLine
from retax.matching.merging import merge
from retax.matching.workings import Workings
from retax.words import Words

PieceKey = tuple[int, int, Evidence]
"""A row, a line and what ties them."""


def make_lines(workings: Workings) -> list[MatchedLine]:
    """Make goods of every row and its lines, each with what came back of its line before."""
    before = dict(workings.back_before)
    pieces = _join_pieces(workings.named)
    made: list[MatchedLine] = []
    for key in sorted(pieces, key=lambda key: _place_in_order(workings, key)):
        row, found = key[0], pieces[key]
        item = workings.find_item(row)
        goods = merge(
            workings.tables.exports[found.line],
            workings.tables.returned[row],
            found.quantity,
            before[found.line],
            "fifo" if found.evidence == "fifo" else "traced",
            item.facts,
        )
        if isinstance(goods, Words):
            name = workings.name(found.line)
            workings.contradict_units(
                item, row, found.quantity, "facts_contradict", (found.line,), one=name, other=goods
            )
        else:
            before[found.line] = EXACT.add(before[found.line], found.quantity)
            made.append(
                MatchedLine(row, found.line, found.quantity, found.evidence, found.value, goods)
            )
    return made


def _join_pieces(named: list[tuple[int, Named]]) -> dict[PieceKey, Named]:
    """Join the units of a row that are of one line by the same kind of evidence."""
    joined: dict[PieceKey, Named] = {}
    for row, found in named:
        key = (row, found.line, found.evidence)
        first = joined.get(key)
        if first is not None:
            quantity = EXACT.add(first.quantity, found.quantity)
            value = f"{first.value}、{found.value}"
            joined[key] = Named(found.line, quantity, found.evidence, value)
        else:
            joined[key] = found
    return joined


def _place_in_order(workings: Workings, key: PieceKey) -> tuple[date, int, int]:
    """Return the place of a piece in the order in which ``overdrawn`` adds rows up."""
    facts = workings.tables.returned[key[0]].facts
    return facts.returned_on or facts.domestic_on or date.max, key[0], key[1]
