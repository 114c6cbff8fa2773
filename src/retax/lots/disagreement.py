"""Rows of one export line that contradict each other about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from retax.facts.model import ReturnedGoods

OF_THE_PAPER: tuple[str, ...] = (
    *("supervision_code", "declared_on", "released_on", "exported_on", "left_zone_on"),
)
"""Facts that are one for an export line, and for all items of its paper."""

OF_THE_ITEM: tuple[str, ...] = (
    *("unit", "hs_code", "is_food", "exported_quantity", "export_duty_paid"),
)
"""Facts that are one for an export line, and another for another item of its paper.

Taxes at export are none: they are charged afterwards, too, and of some of the units.
"""

OF_AN_EXPORT_LINE: tuple[str, ...] = (*OF_THE_PAPER, *OF_THE_ITEM)
"""Facts in which the rows of one export line cannot differ."""

list_claims: Callable[[ReturnedGoods], tuple[Any, ...]] = attrgetter(*OF_AN_EXPORT_LINE)
"""What a row tells of its export line, in that order; None for what it leaves open."""

HS_CODE, IS_FOOD = map(OF_AN_EXPORT_LINE.index, ("hs_code", "is_food"))
"""The places of these facts among them."""

ROWS_OF_A_CLAIM = 3
"""The most rows named of those that tell the same."""

CLAIMS_KEPT = 10
"""The most different claims kept of an export line, besides those that add a contradiction."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A value rows tell of their export line: ``count`` rows, of which the first are named."""

    value: Any
    rows: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An export line of which the rows of a file tell different things; one of them is wrong.

    ``facts``: each fact they disagree on, with its values in the order of the file.
    """

    export_entry: str
    export_item: int | None
    facts: tuple[tuple[str, tuple[Claim, ...]], ...]

    @property
    def may_be_of_items(self) -> bool:
        """Whether the rows name no item and may disagree only because they are of several."""
        return self.export_item is None and any(fact in OF_THE_ITEM for fact, _ in self.facts)

    @property
    def disputed(self) -> tuple[str, ...]:
        """The facts that one of the rows certainly states wrongly."""
        facts = tuple(fact for fact, _ in self.facts)
        if self.export_item is not None:
            return facts
        return tuple(fact for fact in facts if fact in OF_THE_PAPER)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The facts that count as unknown for each of the rows.

        With the HS code it is open, too, whether the goods are food: what is declared as food
        fails, and under some headings turns on a question.
        """
        return (*self.disputed, "is_food") if "hs_code" in self.disputed else self.disputed

    @property
    def lacks(self) -> tuple[str, ...]:
        """The facts each of the rows is asked for."""
        return ("export_item", *self.disputed) if self.may_be_of_items else self.disputed


@dataclass(slots=True)
class _SameClaims:
    claims: tuple[Any, ...]
    count: int = 0
    rows: list[int] = field(default_factory=list)

    def add(self, number: int) -> None:
        self.count += 1
        if self.count <= ROWS_OF_A_CLAIM:
            self.rows.append(number)


class RunningClaims:
    """What the rows of one export line tell of it, as they pass; a few of them are kept."""

    __slots__ = ("_disputed", "_kept", "_known")

    def __init__(self) -> None:
        # Most lines have one row: what only further rows need is made with the second one.
        self._kept: list[_SameClaims] = []
        self._known: Sequence[Any] = ()
        self._disputed: frozenset[int] = frozenset()

    def add(self, claims: tuple[Any, ...], number: int) -> None:
        """Compare a row with those before it; ``number``: that of the row in its file."""
        # Some twenty at most: the first ones, and one for each fact that came to be disputed.
        for kept in self._kept:
            if kept.claims == claims:
                kept.add(number)
                return
        is_new = self._find_contradiction(claims) if self._kept else self._take_first(claims)
        if is_new or len(self._kept) < CLAIMS_KEPT:
            self._kept.append(kept := _SameClaims(claims))
            kept.add(number)

    def _take_first(self, claims: tuple[Any, ...]) -> bool:
        self._known = claims
        return True

    def _find_contradiction(self, claims: tuple[Any, ...]) -> bool:
        """Say whether a row contradicts the others in a fact in which no other did."""
        together, disputed = list(self._known), set(self._disputed)
        for at, (known, value) in enumerate(zip(self._known, claims, strict=True)):
            if value is None or value == known:
                continue
            if known is None:
                together[at] = value
            elif at == HS_CODE and (longer := _get_longer(known, value)) is not None:
                together[at] = longer
            else:
                disputed.add(at)
        is_new = len(disputed) > len(self._disputed)
        self._known, self._disputed = together, frozenset(disputed)
        return is_new

    @property
    def is_of_food(self) -> bool:
        """Whether a row tells that the line is of food, and none the contrary."""
        return self._get_undisputed(IS_FOOD) is True

    @property
    def hs_code(self) -> str | None:
        """The code the rows tell; None where they tell none, or contradict each other."""
        code: str | None = self._get_undisputed(HS_CODE)
        return code

    def _get_undisputed(self, at: int) -> Any:
        return None if at in self._disputed else self._known[at]

    def find(self, export_entry: str, export_item: int | None) -> Disagreement | None:
        """Return in what the rows so far contradict each other; None where they do not."""
        if not self._disputed:
            return None
        facts = tuple(
            (OF_AN_EXPORT_LINE[at], self._list_values(at)) for at in sorted(self._disputed)
        )
        return Disagreement(export_entry, export_item, facts)

    def _list_values(self, at: int) -> tuple[Claim, ...]:
        by_value: dict[Any, list[_SameClaims]] = {}
        for kept in self._kept:
            if kept.claims[at] is not None:
                by_value.setdefault(kept.claims[at], []).append(kept)
        return tuple(
            Claim(
                value,
                tuple(sorted(row for kept in same for row in kept.rows)[:ROWS_OF_A_CLAIM]),
                sum(kept.count for kept in same),
            )
            for value, same in by_value.items()
        )


def _get_longer(one: str, other: str) -> str | None:
    """Return the longer of two HS codes that agree as far as the shorter one goes."""
    shorter, longer = sorted((one, other), key=len)
    return longer if longer.startswith(shorter) else None
