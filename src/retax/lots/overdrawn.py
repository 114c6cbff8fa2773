"""Returned units against exported units over a whole file, which one verdict cannot see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError

from retax.facts.many_lines import refuse_a_single_line
from retax.facts.model import ReturnedGoods
from retax.logic.compile_python import EXACT
from retax.lots.disagreement import (
    HS_CODE,
    IS_FOOD,
    OF_AN_EXPORT_LINE,
    Disagreement,
    RunningClaims,
    list_claims,
)
from retax.lots.repeats import ROWS_COMPARED, Fingerprint, FirstRows, make_fingerprint
from retax.lots.shared_serials import NAMES_NO_UNIT, FirstSerials, SharedSerial, Units, list_units


@dataclass(frozen=True, slots=True)
class Overdrawn:
    """An export line of which more comes back than went out.

    ``rows``: the positions (counted from 0) of the rows beyond the exported quantity, in the order
    of the file. ``returned``: what the whole file returns of the line and what was returned
    before it.
    """

    export_entry: str
    export_item: int | None
    exported: Decimal
    returned: Decimal
    rows: tuple[int, ...]


def overdrawn(
    rows: Iterable[ReturnedGoods | Mapping[str, Any]], errors: Literal["raise", "skip"] = "raise"
) -> list[Overdrawn]:
    """Add up what comes back of each export line over a file and name the rows beyond it.

    Rows are added by ``export_entry`` and ``export_item``, in the order of the days they come back
    (``returned_on``, else ``domestic_on``; rows without a day last, in the order of the file); a
    row that lacks the entry or its ``returned_quantity`` is passed over. ``returned_before``
    (此前累计已退运数量) may or may not include earlier rows of the file: what is back before a row
    is its own ``returned_before`` or what the rows before it add up to, whichever is more. The
    smallest ``exported_quantity`` given counts as exported. Nothing here says where rows of one
    export line contradict each other; :func:`check_lines` asks for what they disagree on.

    With ``errors="skip"`` a row that cannot be read is passed over, and the others keep their
    positions: ``check_many(rows, "return")`` tells what is wrong with it.

    Raises:
        pydantic.ValidationError: a row cannot be read (with a note of its position).
        ValueError: ``errors`` is neither ``"raise"`` nor ``"skip"``, or ``rows`` are not many.
    """
    if errors not in ("raise", "skip"):
        raise ValueError(f"errors is {errors!r}; accepted are 'raise' and 'skip'")
    refuse_a_single_line("rows", rows, "many lines of goods")
    lines = ExportLines()
    for position, row in enumerate(rows):
        try:
            goods = ReturnedGoods.model_validate(row)
        except ValidationError as error:
            if errors == "raise":
                error.add_note(f"at position {position}")
                raise
        else:
            lines.add(position, goods)
    return lines.list_overdrawn()


@dataclass(frozen=True, slots=True)
class LinePart:
    """The facts of a row that count for its export line, as in ``ReturnedGoods``.

    ``number``: that of the row in its file. ``claims``: what it says of the line, as
    :func:`~retax.lots.disagreement.list_claims` returns it.
    """

    number: int
    fingerprint: Fingerprint
    claims: tuple[Any, ...]
    units: Units
    export_entry: str | None
    export_item: int | None
    exported_quantity: Decimal | None
    returned_quantity: Decimal | None
    returned_before: Decimal | None
    returned_on: date | None
    domestic_on: date | None


def take_part(goods: ReturnedGoods, number: int) -> LinePart | None:
    """Return what of a row counts for others; None where it names no export paper and no unit."""
    units = list_units(goods)
    if goods.export_entry is None and units == NAMES_NO_UNIT:
        return None
    return LinePart(
        number,
        make_fingerprint(goods),
        list_claims(goods),
        units,
        goods.export_entry,
        goods.export_item,
        goods.exported_quantity,
        goods.returned_quantity,
        goods.returned_before,
        goods.returned_on,
        goods.domestic_on,
    )


OfAnExportLine = ReturnedGoods | LinePart
"""A row, or what of it counts for its export line."""


def _make_fingerprint_of(goods: OfAnExportLine) -> Fingerprint:
    return goods.fingerprint if isinstance(goods, LinePart) else make_fingerprint(goods)


def _list_claims_of(goods: OfAnExportLine) -> tuple[Any, ...]:
    return goods.claims if isinstance(goods, LinePart) else list_claims(goods)


def _get_is_food(goods: OfAnExportLine) -> bool | None:
    is_food: bool | None = _list_claims_of(goods)[IS_FOOD]
    return is_food


def _get_hs_code(goods: OfAnExportLine) -> str | None:
    code: str | None = _list_claims_of(goods)[HS_CODE]
    return code


def _list_units_of(goods: OfAnExportLine) -> Units:
    return goods.units if isinstance(goods, LinePart) else list_units(goods)


@dataclass(frozen=True, slots=True)
class Beyond:
    """A row beyond its export line, by the sums of the whole file.

    ``exported``: the smallest quantity given for the line. ``before``: what of it is back before
    the row.
    """

    exported: Decimal
    before: Decimal

    def complete(self, goods: ReturnedGoods) -> ReturnedGoods:
        """Return the goods of the row with what the whole file shows."""
        return goods.but(exported_quantity=self.exported, returned_before=self.before)


@dataclass(frozen=True, slots=True)
class Shown:
    """The findings of a whole file on one row.

    ``overdrawn``: the export line the row is beyond, and ``beyond`` by how much. ``lacks``: the
    facts without which the row cannot be added up with the others, and those on which the rows of
    its export line contradict each other (``disagreement``). They are asked for, and until they are
    known nothing else of the file counts for the row. Among them is ``is_food`` of a row that is
    silent where others of its line tell food. ``repeats``: the number of the first row that
    states the same in every fact; ``shared``: serial numbers earlier rows have, of a row that
    repeats none. ``hs_code``: that of the other rows of its line, of a row that tells none.
    """

    overdrawn: Overdrawn | None = None
    beyond: Beyond | None = None
    lacks: tuple[str, ...] = ()
    disagreement: Disagreement | None = None
    repeats: int | None = None
    shared: tuple[SharedSerial, ...] = ()
    hs_code: str | None = None

    def complete(self, goods: ReturnedGoods) -> ReturnedGoods:
        """Return the goods of the row with what the whole file shows; disputed facts as unknown."""
        if self.disagreement is not None:
            goods = goods.but(**dict.fromkeys(self.disagreement.unknown))
        if self.hs_code is not None:
            goods = goods.but(hs_code=self.hs_code)
        # While a row lacks something its sums are not certain: it is to be completed first.
        return goods if self.beyond is None or self.lacks else self.beyond.complete(goods)


NOTHING_SHOWN = Shown()

LACKS = ("export_item", "returned_quantity", "returned_before")
"""What a row can lack to be added up with others of its export paper."""

NEEDED_OF_A_ROW = frozenset({*LACKS, *OF_AN_EXPORT_LINE})
"""What a row can be asked for because of the other rows of its file."""

_LAST = date.max


@dataclass(frozen=True, slots=True, order=True)
class _Return:
    """The units one row returns; rows sort by the day they come back, then as in the file."""

    day: date
    position: int
    before: Decimal
    now: Decimal


@dataclass(slots=True)
class _Line:
    """An export line: the quantity exported, what each row returns, and what rows tell of it.

    ``uncounted``: the positions of the rows without a quantity. ``silent_on_food`` and
    ``without_code``: those of the rows that do not tell whether they are food, or no HS code.
    """

    exported: Decimal | None = None
    returns: list[_Return] = field(default_factory=list)
    uncounted: list[int] = field(default_factory=list)
    claims: RunningClaims = field(default_factory=RunningClaims)
    silent_on_food: list[int] = field(default_factory=list)
    without_code: list[int] = field(default_factory=list)

    def note_silence(self, position: int, goods: OfAnExportLine) -> None:
        """Note what a row leaves open that other rows of the line may tell."""
        if _get_is_food(goods) is None:
            self.silent_on_food.append(position)
        if _get_hs_code(goods) is None:
            self.without_code.append(position)

    def list_positions(self) -> Iterator[int]:
        """Yield the positions of all rows of the line."""
        yield from (row.position for row in self.returns)
        yield from self.uncounted

    def find_beyond(self) -> tuple[Decimal, dict[int, Beyond]]:
        """Return what comes back in all, and the rows beyond the exported quantity."""
        returned, beyond = Decimal(0), {}
        for row in sorted(self.returns):
            # `returned_before` may or may not include earlier rows of the file: the two are not
            # added up.
            before = max(returned, row.before)
            # Python's own context would round a sum to 28 digits.
            returned = EXACT.add(before, row.now)
            if self.exported is not None and returned > self.exported:
                beyond[row.position] = Beyond(self.exported, before)
        return returned, beyond


@dataclass(slots=True)
class _Rows:
    """Rows of one export paper, counted by item; those without an item are under None."""

    count: int = 0
    by_item: Counter[int | None] = field(default_factory=Counter)

    def add(self, item: int | None) -> None:
        """Count a row."""
        self.count += 1
        self.by_item[item] += 1

    def count_beside(self, item: int | None) -> int:
        """Count the rows that may be of the same export line as one of an item."""
        # A row without an item may be of any item of its paper.
        return self.count if item is None else self.by_item[item] + self.by_item[None]


@dataclass(slots=True)
class _Paper:
    """The rows of one export paper, and those of them that tell what went out.

    Where no row that may be of an export line tells that, no row can be shown to be beyond it, and
    none lacks anything.
    """

    rows: _Rows = field(default_factory=_Rows)
    exported: _Rows = field(default_factory=_Rows)

    def add(self, goods: OfAnExportLine) -> None:
        """Count a row."""
        self.rows.add(goods.export_item)
        if goods.exported_quantity is not None:
            self.exported.add(goods.export_item)

    def list_lacking(self, item: int | None, *, is_counted: bool) -> tuple[str, ...]:
        """Return what one of these rows lacks to be added up with the others."""
        lacks = []
        # Where no row tells what went out, nothing can be beyond it and nothing is lacking.
        if self.exported.count_beside(item):
            # Where no row of the paper names an item, the paper is one export line and nothing is
            # lacking.
            if item is None and self.rows.count > self.rows.by_item[None]:
                lacks.append("export_item")
            if not is_counted and self.rows.count_beside(item) > 1:
                lacks.append("returned_quantity")
        return tuple(lacks)


class _Same(NamedTuple):
    """How a row is the same as earlier ones, by the names of :class:`Shown`."""

    repeats: int | None = None
    shared: tuple[SharedSerial, ...] = ()


NOTHING_SAME = _Same()


@dataclass(frozen=True, slots=True)
class _SameUnits:
    """Rows as they pass, compared with earlier ones: whole, and by the units they name."""

    rows: FirstRows
    serials: FirstSerials

    def find_or_add(self, goods: OfAnExportLine, number: int) -> _Same:
        """Return how a row is the same as earlier ones; those of no export paper by units alone."""
        units = _list_units_of(goods)
        shared = self.serials.find_or_add(units, number) if units.serials else ()
        first = None
        if goods.export_entry is not None:
            first = self.rows.find_or_add(_make_fingerprint_of(goods), number)
        if first is not None:
            return _Same(repeats=first)
        return _Same(shared=shared) if shared else NOTHING_SAME


class ExportLines:
    """Export lines and what comes back of each, added up row by row while a file passes."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, int | None], _Line] = {}
        self._papers: dict[str, _Paper] = {}
        self._incomplete: list[tuple[int, str, int | None, bool]] = []
        self._same_units = _SameUnits(FirstRows(), FirstSerials())
        self._same: dict[int, _Same] = {}

    def add(self, position: int, goods: OfAnExportLine, number: int | None = None) -> None:
        """Add a row under its position; of one without entry only the units it names count.

        ``number``: that of the row in its file, by which others name it; a row without one is not
        held against others for being the same.
        """
        entry, item = goods.export_entry, goods.export_item
        if number is not None:
            same = self._same_units.find_or_add(goods, number)
            if same is not NOTHING_SAME:
                self._same[position] = same
        if entry is None:
            return
        self._papers.setdefault(entry, _Paper()).add(goods)
        is_counted = goods.returned_quantity is not None
        if item is None or not is_counted:
            self._incomplete.append((position, entry, item, is_counted))
        line = self._lines.get((entry, item))
        if line is None:
            line = self._lines[entry, item] = _Line()
        line.claims.add(_list_claims_of(goods), number or 0)
        if item is not None:
            line.note_silence(position, goods)
        if goods.returned_quantity is None:
            line.uncounted.append(position)
            return
        # Under 1210 a row may tell the day outside any zone alone; one without a day comes back
        # last.
        day = goods.returned_on or goods.domestic_on or _LAST
        before = goods.returned_before or Decimal(0)
        line.returns.append(_Return(day, position, before, goods.returned_quantity))
        if goods.exported_quantity is not None:
            # Where rows differ, the least counts: a larger quantity would hide what goes beyond it.
            line.exported = _choose_smaller(line.exported, goods.exported_quantity)

    def list_overdrawn(self) -> list[Overdrawn]:
        """Return the lines of which more comes back than went out."""
        return [found for found, _ in self._find_beyond()]

    def _find_beyond(self) -> Iterator[tuple[Overdrawn, Mapping[int, Beyond]]]:
        """Yield the lines of which more comes back than went out, with the rows beyond."""
        for (entry, item), line in self._lines.items():
            returned, beyond = line.find_beyond()
            if line.exported is not None and beyond:
                rows = tuple(sorted(beyond))
                yield Overdrawn(entry, item, line.exported, returned, rows), beyond

    def find_shown(self) -> dict[int, Shown]:
        """Return by position the rows of which the others show something."""
        shown = {
            at: Shown(found, row)
            for found, beyond in self._find_beyond()
            for at, row in beyond.items()
        }
        for at, entry, item, is_counted in self._incomplete:
            lacks = self._papers[entry].list_lacking(item, is_counted=is_counted)
            if lacks:
                shown[at] = replace(shown.get(at, NOTHING_SHOWN), lacks=lacks)
        for found, positions in self._find_disagreements():
            for at in positions:
                shown[at] = _add_disagreement(shown.get(at, NOTHING_SHOWN), found)
        for line in self._lines.values():
            for at in line.silent_on_food if line.claims.is_of_food else ():
                shown[at] = _ask_for_food(shown.get(at, NOTHING_SHOWN))
            for at in line.without_code if line.claims.hs_code is not None else ():
                shown[at] = replace(shown.get(at, NOTHING_SHOWN), hs_code=line.claims.hs_code)
        for at, same in self._same.items():
            shown[at] = replace(shown.get(at, NOTHING_SHOWN), **same._asdict())
        return shown

    def _find_disagreements(self) -> Iterator[tuple[Disagreement, Iterator[int]]]:
        """Yield the lines of which rows contradict each other, with the positions of all rows."""
        for key, line in self._lines.items():
            found = line.claims.find(*key)
            if found is not None:
                yield found, line.list_positions()


def _add_disagreement(shown: Shown, found: Disagreement) -> Shown:
    lacks = tuple(dict.fromkeys((*shown.lacks, *found.lacks)))
    return replace(shown, lacks=lacks, disagreement=found)


def _ask_for_food(shown: Shown) -> Shown:
    """Return what is shown of a row that is silent where others of its line tell food."""
    return replace(shown, lacks=tuple(dict.fromkeys((*shown.lacks, "is_food"))))


@dataclass(slots=True)
class _RunningPaper:
    """The rows of one export paper so far, and those of them nobody can add up.

    ``has_unplaced``: whether there are rows without an item, ``uncounted``: rows without a
    quantity, which lacked nothing when they came and so had an answer of their own. ``known``: the
    items of which a later row states what was returned before it, and with that what these rows
    returned.
    """

    paper: _Paper = field(default_factory=_Paper)
    has_unplaced: bool = False
    uncounted: _Rows = field(default_factory=_Rows)
    known: set[int | None] = field(default_factory=set)

    def add(self, goods: OfAnExportLine) -> tuple[str, ...]:
        """Add a row; return what it lacks to be added up with the rows before it."""
        item = goods.export_item
        self.paper.add(goods)
        lacks = self.paper.list_lacking(item, is_counted=goods.returned_quantity is not None)
        if goods.returned_before is not None:
            self.known.add(item)
        elif item not in self.known and self._has_hidden_rows(item):
            lacks = (*lacks, "returned_before")
        # A row that lacks something is asked for it and has no answer yet, so it hides nothing.
        if not lacks:
            self._keep(goods)
        return lacks

    def _has_hidden_rows(self, item: int | None) -> bool:
        """Say whether a row so far may be of the same export line and is not in its sum."""
        is_hidden = self.uncounted.count_beside(item) > 0 or (
            item is not None and self.has_unplaced
        )
        return is_hidden and self.paper.exported.count_beside(item) > 0

    def _keep(self, goods: OfAnExportLine) -> None:
        if goods.returned_quantity is None:
            self.uncounted.add(goods.export_item)
        elif goods.export_item is None:
            self.has_unplaced = True


class RunningLines:
    """Export lines of a stream, added up in the order in which the rows come.

    Of each line one sum is kept, not its rows, so that a stream can go on for ever. A row that
    nobody can add up and that was the first of its line has had its answer: the rows after it that
    may be of the same line are asked what was returned before. A row that contradicts a row before
    it is asked, and so is every later row of the line; those before have had their answer.
    """

    def __init__(self) -> None:
        self._lines: dict[tuple[str, int | None], tuple[Decimal | None, Decimal]] = {}
        self._claims: dict[tuple[str, int | None], RunningClaims] = {}
        # Bounded, since a stream may never end; ExportLines keeps those of its whole file.
        self._same_units = _SameUnits(FirstRows(ROWS_COMPARED), FirstSerials(ROWS_COMPARED))
        self._papers: dict[str, _RunningPaper] = {}

    def add(self, goods: OfAnExportLine, number: int | None = None) -> Shown:
        """Add a row; return what the rows before it show of it.

        Where the row is beyond, ``overdrawn`` is its export line as far as the rows go. ``number``:
        that of the row, as in :meth:`ExportLines.add`.
        """
        shown = NOTHING_SHOWN
        if goods.export_entry is not None:
            shown = self._show_line(goods.export_entry, goods, number)
        if number is None:
            return shown
        same = self._same_units.find_or_add(goods, number)
        return shown if same is NOTHING_SAME else replace(shown, **same._asdict())

    def _show_line(self, entry: str, goods: OfAnExportLine, number: int | None) -> Shown:
        """Add a row to its export line; return what the rows of the line before it show of it."""
        shown = self._show(entry, goods)
        key = (entry, goods.export_item)
        claims = self._claims.get(key)
        if claims is None:
            claims = self._claims[key] = RunningClaims()
        claims.add(_list_claims_of(goods), number or 0)
        if goods.export_item is not None:
            if claims.is_of_food and _get_is_food(goods) is None:
                shown = _ask_for_food(shown)
            if _get_hs_code(goods) is None and claims.hs_code is not None:
                shown = replace(shown, hs_code=claims.hs_code)
        found = claims.find(*key)
        return shown if found is None else _add_disagreement(shown, found)

    def _show(self, entry: str, goods: OfAnExportLine) -> Shown:
        """Add a row; return what the sums of the rows before it show of it."""
        lacks = self._papers.setdefault(entry, _RunningPaper()).add(goods)
        found = self._add_up(entry, goods)
        if found is None:
            return Shown(lacks=lacks) if lacks else NOTHING_SHOWN
        return Shown(*found, lacks)

    def _add_up(self, entry: str, goods: OfAnExportLine) -> tuple[Overdrawn, Beyond] | None:
        if goods.returned_quantity is None:
            return None
        key = (entry, goods.export_item)
        exported, returned = self._lines.get(key, (None, Decimal(0)))
        exported = _choose_smaller(exported, goods.exported_quantity)
        before = max(returned, goods.returned_before or Decimal(0))
        returned = EXACT.add(before, goods.returned_quantity)
        # The sum is kept also where it is beyond: each later row of the line then is beyond, too.
        self._lines[key] = exported, returned
        if exported is None or returned <= exported:
            return None
        return Overdrawn(*key, exported, returned, ()), Beyond(exported, before)


def _choose_smaller(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)
