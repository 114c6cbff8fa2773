"""Tables matched and their lines judged: each line with the row of the file that it is of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any, Literal

from retax import Words
from retax.desk.exit_codes import (
    ALL_WELL,
    NOT_ACCEPTED,
    NOT_ELIGIBLE,
    TO_BE_CLARIFIED,
    choose_worst_exit_code,
)
from retax.desk.judging.judge import (
    JudgedRow,
    JudgeOptions,
    ValidatedRow,
    choose_exit_code,
    judge_rows,
    shown_of,
)
from retax.desk.matching.layout import TABLES, TableId
from retax.desk.matching.tables import MatchTables, list_own_fields
from retax.desk.source import Row
from retax.logic.compile_python import EXACT
from retax.matching import Matched, MatchedLine, ReturnedUnits, match_returns

UnitPlace = Literal["lines", "open", "contradicted", "filed"]
"""Where units that came back are in an answer."""


@dataclass(frozen=True, slots=True)
class MatchOptions:
    """The questions put to tables: the options of ``match_returns``, and those of the verdicts.

    ``today``: the day last days are counted from where ``judging`` names none; None: from none. It
    decides nothing else but the exit code of stock that has lapsed.
    """

    judging: JudgeOptions = field(default_factory=JudgeOptions)
    by_place: bool = False
    convention: Literal["fifo"] | None = None
    complete_since: date | None = None
    today: date | None = None


@dataclass(frozen=True, slots=True)
class MatchedTables:
    """Tables, what their matching gives, and the verdict on each line that can be judged.

    ``lines``: in the order of ``matched.lines``.
    """

    tables: MatchTables
    options: MatchOptions
    matched: Matched
    lines: Sequence[JudgedRow]

    def units_of(self, where: UnitPlace) -> Decimal:
        """Return how many units are in a part of the answer."""
        matched = self.matched
        quantities: Mapping[UnitPlace, Iterable[Decimal]] = {
            "lines": (line.quantity for line in matched.lines),
            "open": (units.quantity for units in matched.open),
            "contradicted": matched.contradicted.values(),
            "filed": self._list_filed_quantities(),
        }
        # sum() would round to the 28 digits of the current context.
        return reduce(EXACT.add, quantities[where], Decimal(0))

    def _list_filed_quantities(self) -> Iterator[Decimal]:
        # The matching names filed rows by position alone, so their quantities are read again.
        for at in self.matched.filed:
            record = ReturnedUnits.read(self.tables.of("returned")[at].facts)
            yield record.facts.returned_quantity or Decimal(0)

    @property
    def exit_code(self) -> int:
        """The exit code: unreadable rows, then contradictions and what is not eligible, then open.

        Stock abroad whose last day has passed is open, not a no: whether it was sold, or lapsed, is
        what the ledger does not tell. Rows of returns that are filed count for nothing here.
        """
        code = ALL_WELL
        for line in self.lines:
            code = choose_worst_exit_code(code, choose_exit_code(line))
        has_lapsed = any((lapse.days_left or 0) < 0 for lapse in self.matched.deadlines)
        if self.matched.open or has_lapsed:
            code = choose_worst_exit_code(code, TO_BE_CLARIFIED)
        if self.matched.contradictions:
            code = choose_worst_exit_code(code, NOT_ELIGIBLE)
        if self.matched.refused:
            code = choose_worst_exit_code(code, NOT_ACCEPTED)
        return code


def match_tables(tables: MatchTables, options: MatchOptions) -> MatchedTables:
    """Match the tables of files, and judge the lines that evidence, or a convention, names."""
    judging = options.judging
    matched = match_returns(
        tables.records("exports"),
        tables.records("returned"),
        gone=tables.records("gone"),
        counts=tables.records("counts"),
        traces=tables.records("traces"),
        by_place=options.by_place,
        convention=options.convention,
        complete_since=options.complete_since,
        errors="return",
        as_of=judging.as_of,
        settled=judging.settled,
        days_off=judging.days_off,
        known_on=judging.known_on,
    )
    counted_from = judging.as_of or options.today
    deadlines = tuple(replace(lapse, as_of=counted_from) for lapse in matched.deadlines)
    matched = replace(matched, deadlines=deadlines)
    rows = [_make_row(tables, line) for line in matched.lines]
    return MatchedTables(tables, options, matched, [*judge_rows(rows, judging, shown_of(rows))])


def _make_row(tables: MatchTables, line: MatchedLine) -> ValidatedRow:
    returned, exported = (
        tables.of("returned")[line.row],
        tables.of("exports")[line.line],
    )
    given = list_own_fields("returned", returned)
    stated = [*(fact for fact in exported.stated if fact not in given), *returned.stated]
    facts: dict[str, Any] = dict(line.goods.known_facts())
    remarks = (*_add_table_name("exports", exported.remarks), *returned.remarks)
    row = Row(returned.origin.number, facts, (), remarks)
    return ValidatedRow(row, line.goods, (), tuple(dict.fromkeys(stated)))


def _add_table_name(table: TableId, remarks: Sequence[Words]) -> Iterator[Words]:
    for remark in remarks:
        yield Words("{table}：{what}", "{table}: {what}").filled(
            table=TABLES[table].name, what=remark
        )
