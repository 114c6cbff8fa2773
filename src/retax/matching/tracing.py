"""Unique evidence taken: which rows it names lines for, and what refutes it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from retax.facts.numbers import write_number
from retax.logic.compile_python import EXACT
from retax.matching.evidence import (
    Clash,
    Evidences,
    Listing,
    Named,
    Papers,
    Traces,
    find_limit,
    list_serials,
)
from retax.matching.merging import merge
from retax.matching.possible import as_date
from retax.matching.records import UnitsGone
from retax.matching.wording import name_line
from retax.matching.workings import NO_UNITS, Item, Workings
from retax.words import Words


def take_evidence(workings: Workings) -> None:
    """Take what evidence names from its lines; leave the other units of rows open."""
    _Tracing(workings).run()


class _Tracing:
    def __init__(self, workings: Workings) -> None:
        tables = workings.tables
        self._workings = workings
        self._positions = list(tables.exports)
        lines = [tables.exports[at] for at in self._positions]
        self._papers = Papers(lines)
        self._traces = Traces(lines, self._papers, tables.traces.values())
        self._traces.withhold(tables.unreadable.traced_values)
        self._evidences = Evidences(lines, self._papers, self._traces, tables.by_place)
        self._over: set[int] = set()
        """Lines that evidence names for more units than left by them."""
        self._borne: dict[tuple[str, str, int], Decimal] = {}
        """Units that bear a number a trace limits."""
        self._units: set[tuple[str, int]] = set()
        """Serial numbers of rows that have a line, each with the line."""

    def run(self) -> None:
        for (kind, value), trace in self._traces.without_line.items():
            paper = name_line(trace.facts.export_entry, trace.facts.export_item)
            self._workings.remark("number_of_no_line", None, one=f"{kind}:{value}", other=paper)
        for item in self._workings.items.values():
            self._take_units_gone(item)
        workings = self._workings
        returned, item_of_row = workings.tables.returned, workings.item_of_row
        numbered = {at for at, row in returned.items() if row.has_a_number}
        filed = {at for at in numbered if returned[at].is_filed}
        # The positions are in order, and sorting keeps it for rows of one day.
        in_order = sorted(returned, key=workings.day_back.__getitem__)
        if filed:
            # They go first: an earlier return keeps its line, whichever day it came back.
            in_order.sort(key=lambda at: at not in filed)
        for at in in_order:
            if at in numbered:
                self._trace(at)
            else:
                item_of_row[at].open[at] = returned[at].facts.returned_quantity or NO_UNITS

    # -- units gone of lines the books name

    def _take_units_gone(self, item: Item) -> None:
        workings = self._workings
        for units in item.gone:
            found = self._find_lines_of_gone(item, units)
            # Of several lines of one paper it is not known which they left.
            if found is None or len(found) > 1:
                item.gone_of_pool.append(units)
            elif found:
                workings.take(found[0], units.quantity)
            else:  # of a line that is not listed
                item.is_incomplete = True
                facts = units.facts
                paper = name_line(facts.export_entry, facts.export_item)
                workings.remark("gone_of_no_line", item.sku, one=paper)
        for at in item.lines:
            if not workings.taken[at]:
                continue
            exported = workings.tables.exports[at].facts.exported_quantity
            if exported is not None and workings.taken[at] > exported:
                workings.block(
                    item,
                    "over_the_line",
                    (at,),
                    one=workings.name(at),
                    taken=write_number(workings.taken[at]),
                    available=write_number(exported),
                )

    def _find_lines_of_gone(self, item: Item, units: UnitsGone) -> list[int] | None:
        """Return the lines of the item on the paper that units are gone of; None without paper."""
        if units.facts.export_entry is None:
            return None
        found = self._papers.find(units.facts.export_entry, units.facts.export_item)
        lines = [self._positions[i] for i in found]
        tables, key = self._workings.tables, (item.sku, item.place)
        return [at for at in lines if tables.get_key(tables.exports[at]) == key]

    # -- one row

    def _trace(self, at: int) -> None:
        workings = self._workings
        row, item = workings.tables.returned[at], workings.find_item(at)
        found = self._evidences.find(row, self._choose_listing(item)) if item.lines else None
        if row.is_filed and workings.complete_since is not None and _is_unlisted(found):
            workings.filed.append(at)  # of a line of before the ledger
        elif found is None:
            item.open[at] = workings.get_quantity(at)
        elif isinstance(found, Clash):
            lines = tuple(self._positions[i] for i in found.lines)
            workings.contradict_row(item, at, found.id, lines, one=found.one, other=found.other)
        else:
            named = [Named(self._positions[n.line], *n[1:]) for n in found]
            if not (
                self._is_refuted(item, at, named)
                or self._is_of_a_unit_before(item, at, named)
                or self._is_beyond(item, at, found)
            ):
                self._take(item, at, named)

    def _choose_listing(self, item: Item) -> Listing:
        if self._workings.tables.unreadable.can_affect(item.sku, "exports"):
            return "unreadable"
        return "whole" if self._workings.complete_since is None else "begins_later"

    def _take(self, item: Item, at: int, named: Sequence[Named]) -> None:
        workings = self._workings
        is_filed = workings.tables.returned[at].is_filed
        rest = workings.get_quantity(at)
        for found in named:
            workings.take(found.line, found.quantity)
            rest = EXACT.subtract(rest, found.quantity)
            if is_filed:
                before = workings.back_before[found.line]
                workings.back_before[found.line] = EXACT.add(before, found.quantity)
            else:
                workings.named.append((at, found))
        if is_filed:
            workings.filed.append(at)
        elif rest:
            item.open[at] = rest

    # -- what refutes evidence

    def _is_refuted(self, item: Item, at: int, named: Sequence[Named]) -> bool:
        """Say, and note, whether a row cannot be of a line that evidence names for it."""
        workings = self._workings
        row = workings.tables.returned[at]
        for found in named:
            line = workings.tables.exports[found.line]
            if workings.day_out[found.line] > workings.day_back[at]:
                workings.contradict_row(
                    item,
                    at,
                    "back_before_export",
                    (found.line,),
                    one=workings.name(found.line),
                    back=as_date(workings.day_back[at]),
                    out=as_date(workings.day_out[found.line]),
                )
                return True
            merged = merge(line, row, found.quantity, NO_UNITS, "traced", item.facts)
            if isinstance(merged, Words):
                name = workings.name(found.line)
                workings.contradict_row(
                    item, at, "facts_contradict", (found.line,), one=name, other=merged
                )
                return True
        return any(self._is_over(item, at, named, line) for line in _list_lines(named))

    def _is_over(self, item: Item, at: int, named: Sequence[Named], line: int) -> bool:
        """Say, and note, whether evidence names a line for more units than left by it."""
        workings = self._workings
        exported = workings.tables.exports[line].facts.exported_quantity
        taken = workings.taken[line]
        for found in named:
            if found.line == line:
                taken = EXACT.add(taken, found.quantity)
        if line not in self._over and (exported is None or taken <= exported):
            return False
        self._over.add(line)
        workings.contradict_row(
            item,
            at,
            "over_the_line",
            (line,),
            one=workings.name(line),
            taken=write_number(taken),
            available=write_number(exported or NO_UNITS),
        )
        # Which of the rows is wrong is open, so nothing that rests on this line is certain any
        # more.
        workings.block_by_last(item)
        return True

    def _is_of_a_unit_before(self, item: Item, at: int, named: Sequence[Named]) -> bool:
        """Say, and note, whether a unit of a line is back by an earlier row: it comes back once."""
        serials = list_serials(self._workings.tables.returned[at])
        units = [(serial, line) for line in _list_lines(named) for serial in serials]
        twice = next((unit for unit in units if unit in self._units), None)
        if twice is None:
            self._units.update(units)
            return False
        serial, line = twice
        self._workings.contradict_row(item, at, "unit_twice", (line,), one=serial)
        return True

    def _is_beyond(self, item: Item, at: int, found: Sequence[Named]) -> bool:
        """Say, and note, whether more units bear a number than a trace of it says."""
        for named in found:
            limited = find_limit(self._traces, named)
            if limited is None:
                continue
            number, most = limited
            borne = EXACT.add(self._borne.get(number, NO_UNITS), named.quantity)
            self._borne[number] = borne
            if borne > most:
                self._workings.contradict_row(
                    item,
                    at,
                    "over_the_trace",
                    one=f"{number[0]}:{number[1]}",
                    taken=write_number(borne),
                    available=write_number(most),
                )
                return True
        return False


def _list_lines(named: Sequence[Named]) -> list[int]:
    return list(dict.fromkeys(found.line for found in named))


def _is_unlisted(found: list[Named] | Clash | None) -> bool:
    """Say whether the paper a row states is not in the ledger."""
    return found is None or (isinstance(found, Clash) and found.id == "no_such_line")
