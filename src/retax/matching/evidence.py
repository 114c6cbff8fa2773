"""Unique evidence: what on a row, or in a trace, names one export line, in order of rank."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import Literal, NamedTuple

from retax.facts.item_numbers import normalize_sku, split_serials
from retax.facts.placeholders import is_placeholder
from retax.matching.own_fields import TRACE_KINDS, TraceKind
from retax.matching.records import ExportLine, ReturnedUnits, Trace
from retax.words import Words

Evidence = Literal["stated", "serial", "carton", "order", "tracking", "lot", "only_line", "fifo"]
"""What ties units to an export line; all but ``fifo`` show it."""

_OF_TRACES: Iterable[tuple[Evidence, Words]] = TRACE_KINDS.items()

EVIDENCE: Mapping[Evidence, Words] = {
    "stated": Words("该行所填单证号", "paper stated on the row"),
    **dict(_OF_TRACES),
}
"""What names a line by a value, in words and in order of rank."""

Listing = Literal["whole", "begins_later", "unreadable"]
"""Whether the ledger lists every line of an item, those from a day on, or holds unreadable rows."""

_OF_WHOLE_ROWS: tuple[TraceKind, ...] = ("carton", "order", "tracking", "lot")


class Named(NamedTuple):
    """Units of a row and the line that evidence names for them."""

    line: int
    quantity: Decimal
    evidence: Evidence
    value: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Evidence that cannot be: which rule it breaks, and what it says."""

    id: str
    one: str
    other: str = ""
    lines: tuple[int, ...] = ()


class Papers:
    """Export lines by the numbers that name them."""

    def __init__(self, lines: Sequence[ExportLine]) -> None:
        self._lines = lines

    @cached_property
    def _by_entry(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at, line in enumerate(self._lines):
            if line.facts.export_entry is not None:
                found.setdefault(line.facts.export_entry, []).append(at)
        return found

    def find(self, entry: str, item: int | None) -> list[int]:
        """Return the lines of a paper, of one item where it is given."""
        found = self._by_entry.get(entry, [])
        if item is None:
            return found
        return [at for at in found if self._lines[at].facts.export_item == item]


class Traces:
    """Export lines by what their units bear: numbers of the line itself, and of traces to it."""

    def __init__(
        self, lines: Sequence[ExportLine], papers: Papers, traces: Iterable[Trace]
    ) -> None:
        self._lines: dict[tuple[TraceKind, str], dict[int, Decimal | None]] = {}
        self._tied: set[tuple[TraceKind, str]] = set()
        self.without_line: dict[tuple[TraceKind, str], Trace] = {}
        for at, line in enumerate(lines):
            for kind, value in _list_numbers_of_line(line):
                self._lines.setdefault((kind, value), {})[at] = None
        for trace in traces:
            key = trace.kind, normalize_sku(trace.value)
            found = papers.find(trace.facts.export_entry or "", trace.facts.export_item)
            if trace.facts.sku is not None:
                found = [at for at in found if lines[at].item == trace.item]
            if not found:
                self.without_line[key] = trace
            self._tied.add(key)
            for at in found:
                # What a line bears by itself is limited by no trace.
                self._lines.setdefault(key, {}).setdefault(at, trace.quantity)

    def find(self, kind: TraceKind, value: str) -> Mapping[int, Decimal | None]:
        """Return the lines whose units bear a number, each with the quantity a trace limits."""
        return self._lines.get((kind, value), {})

    def is_tied(self, kind: TraceKind, value: str) -> bool:
        """Say whether a trace ties a number to its lines, beside what the lines bear."""
        return (kind, value) in self._tied

    def withhold(self, values: Collection[str]) -> None:
        """Let numbers name no line: traces of them cannot be read."""
        if values:
            self._lines = {key: at for key, at in self._lines.items() if key[1] not in values}


class Evidences:
    """All evidence on export lines, asked row by row."""

    def __init__(
        self, lines: Sequence[ExportLine], papers: Papers, traces: Traces, by_place: bool
    ) -> None:
        self._lines = lines
        self._papers = papers
        self._traces = traces
        self._by_place = by_place

    def find(self, row: ReturnedUnits, listing: Listing) -> list[Named] | Clash:
        """Return the lines named for units of a row, or why the evidence cannot be.

        Where lines of the item cannot be read, they may bear the same numbers: only what is stated
        in full names a line. Where older lines are not listed, they may be of the same lot.
        """
        stated = self._find_stated(row)
        if isinstance(stated, Clash):
            return stated
        if listing == "unreadable":
            if stated is None or row.facts.export_item is None:
                return []
            return self._join(row, [stated], [])
        whole: list[tuple[Evidence, str, int]] = [] if stated is None else [stated]
        for kind in _OF_WHOLE_ROWS:
            # Older lines that are not listed may be of the same lot.
            if kind == "lot" and listing == "begins_later":
                continue
            for value in _list_numbers_of_row(row, kind):
                named = self._find_line(row, kind, value)
                if isinstance(named, Clash):
                    return named
                if named is not None:
                    whole.append((kind, value, named))
        serials: list[tuple[str, int]] = []
        for value in _list_numbers_of_row(row, "serial"):
            named = self._find_line(row, "serial", value)
            if isinstance(named, Clash):
                return named
            if named is not None:
                serials.append((value, named))
        return self._join(row, whole, serials)

    def _join(
        self,
        row: ReturnedUnits,
        whole: list[tuple[Evidence, str, int]],
        serials: list[tuple[str, int]],
    ) -> list[Named] | Clash:
        quantity = row.facts.returned_quantity or Decimal(0)
        all_named = [*whole, *(("serial", value, line) for value, line in serials)]
        if whole:
            first = whole[0]
            other = next((named for named in all_named if named[2] != first[2]), None)
            if other is not None:
                return Clash(
                    "evidence_disagrees",
                    f"{first[0]}:{first[1]}",
                    f"{other[0]}:{other[1]}",
                    (first[2], other[2]),
                )
            # The first in rank: a serial number comes before all but what is stated.
            by_serial = serials and first[0] != "stated" and len(serials) >= quantity
            evidence: Evidence = "serial" if by_serial else first[0]
            return [Named(first[2], quantity, evidence, serials[0][0] if by_serial else first[1])]
        # Fewer serials than units leave the rest open; more cannot be.
        if len(serials) > quantity:
            return Clash("serials_beyond_quantity", str(len(serials)), str(quantity))
        return [Named(line, Decimal(1), "serial", value) for value, line in serials]

    def _find_stated(self, row: ReturnedUnits) -> tuple[Evidence, str, int] | Clash | None:
        facts = row.facts
        if facts.export_entry is None:
            return None
        value = _name_paper(facts.export_entry, facts.export_item)
        of_paper = self._papers.find(facts.export_entry, facts.export_item)
        if not of_paper:
            return Clash("no_such_line", value)
        of_item = [at for at in of_paper if self._is_of_item(at, row)]
        if not of_item:
            return Clash("another_item", value, lines=tuple(of_paper))
        # Several lines of the item on one paper: the evidence names none of them.
        return ("stated", value, of_item[0]) if len(of_item) == 1 else None

    def _find_line(self, row: ReturnedUnits, kind: TraceKind, value: str) -> int | Clash | None:
        found = self._traces.find(kind, value)
        of_item = [at for at in found if self._is_of_item(at, row)]
        if (kind, value) in self._traces.without_line:
            trace = self._traces.without_line[kind, value]
            paper = _name_paper(trace.facts.export_entry or "", trace.facts.export_item)
            return None if of_item else Clash("no_such_line", f"{kind}:{value} ({paper})")
        # A serial number is borne by one unit; orders and parcels hold units of several items.
        if found and not of_item and kind == "serial":
            return Clash("another_item", f"{kind}:{value}", lines=tuple(found))
        if len(of_item) != 1:
            return None
        is_shown = self._traces.is_tied(kind, value) or not self._can_another_bear(kind, of_item[0])
        return of_item[0] if is_shown else None

    def _can_another_bear(self, kind: TraceKind, named: int) -> bool:
        """Say whether a line that tells no such number may bear that of the line named, too.

        A lot may be in any line of the item, an order or a parcel in those of one supervision code.
        """
        return (kind, self._find_group(kind, self._lines[named])) in self._silent

    @cached_property
    def _silent(self) -> set[tuple[TraceKind, tuple[object, ...]]]:
        """The groups of lines of which one at least tells no number of a kind."""
        kinds: tuple[TraceKind, ...] = ("order", "tracking", "lot")
        return {
            (kind, self._find_group(kind, line))
            for line in self._lines
            for kind in kinds
            if kind not in {borne for borne, _ in _list_numbers_of_line(line)}
        }

    def _find_group(self, kind: TraceKind, line: ExportLine) -> tuple[object, ...]:
        place = line.place if self._by_place else None
        # A lot may leave under several codes; an order or a parcel leaves under one.
        code = None if kind == "lot" else line.facts.supervision_code
        return line.item, place, code

    def _is_of_item(self, at: int, row: ReturnedUnits) -> bool:
        line = self._lines[at]
        return line.item == row.item and (not self._by_place or line.place == row.place)


def find_limit(traces: Traces, named: Named) -> tuple[tuple[TraceKind, str, int], Decimal] | None:
    """Return the quantity a trace limits for units it names; None where it sets no limit."""
    kind = next((kind for kind in TRACE_KINDS if kind == named.evidence), None)
    if kind is None:
        return None
    limit = traces.find(kind, named.value).get(named.line)
    return None if limit is None else ((kind, named.value, named.line), limit)


def _name_paper(entry: str, item: int | None) -> str:
    return entry if item is None else f"{entry}-{item}"


_get_numbers = attrgetter("serial_no", "order_no", "tracking_no")
_NO_NUMBERS = (None, None, None)


def _list_numbers_of_line(line: ExportLine) -> Iterator[tuple[TraceKind, str]]:
    facts = line.facts
    if line.lot_no is None and _get_numbers(facts) == _NO_NUMBERS:
        return
    for serial in _keep_numbers(split_serials(facts.serial_no)):
        yield "serial", serial
    of_kind: tuple[tuple[TraceKind, str | None], ...] = (
        ("order", facts.order_no),
        ("tracking", facts.tracking_no),
        ("lot", line.lot_no),
    )
    for kind, value in of_kind:
        if value is not None:
            yield from ((kind, number) for number in _keep_numbers([normalize_sku(value)]))


def list_serials(row: ReturnedUnits) -> list[str]:
    """Return the serial numbers of the units of a row."""
    return _keep_numbers(split_serials(row.facts.serial_no))


def _list_numbers_of_row(row: ReturnedUnits, kind: TraceKind) -> list[str]:
    match kind:
        case "serial":
            return list_serials(row)
        case "order":
            value = row.facts.order_no
        case "tracking":
            value = row.facts.tracking_no
        case "carton":
            value = row.carton_no
        case _:
            value = row.lot_no
    return [] if value is None else _keep_numbers([normalize_sku(value)])


def _keep_numbers(written: Iterable[str]) -> list[str]:
    """Return what may name a line: 无 on a line and 无 on a row are no number both bear."""
    return [number for number in written if not is_placeholder(number)]
