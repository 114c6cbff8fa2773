"""Returned units matched to export lines: evidence first, then what holds whichever line it was.

The order: rows are read; unique evidence names lines, and what it names leaves the lines for good;
what is left of an item is a pool; pools that contradict themselves are left alone; of the others
the ranges are read off, then the rows only one line is left for; a convention names lines only
where it is asked for and its conditions hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, Literal

from retax.judge.options import NOTHING_SETTLED, find_law, validate_day, validate_errors
from retax.matching.answer_records import AnswerRecords
from retax.matching.answers import AnswerTables, ItemAnswers
from retax.matching.in_time import get_in_time
from retax.matching.items import sort_into_items
from retax.matching.lines import make_lines
from retax.matching.matched import Matched, MatchedLine
from retax.matching.merging import complete
from retax.matching.records import ExportLine, ReturnedUnits, StockCount, Trace, UnitsGone
from retax.matching.tables import Errors, Unreadable, UnreadRow, read_table
from retax.matching.tracing import take_evidence
from retax.matching.wording import ASSUMPTIONS
from retax.matching.workings import Tables, Workings


def match_returns(
    exports: Iterable[ExportLine | UnreadRow | Mapping[str, Any]],
    returned: Iterable[ReturnedUnits | UnreadRow | Mapping[str, Any]],
    *,
    gone: Iterable[UnitsGone | UnreadRow | Mapping[str, Any]] = (),
    counts: Iterable[StockCount | UnreadRow | Mapping[str, Any]] = (),
    traces: Iterable[Trace | UnreadRow | Mapping[str, Any]] = (),
    by_place: bool = False,
    convention: Literal["fifo"] | None = None,
    complete_since: date | None = None,
    errors: Errors = "raise",
    as_of: date | None = None,
    settled: Mapping[str, str] = NOTHING_SETTLED,
    days_off: Collection[date] | None = None,
    known_on: date | None = None,
) -> Matched:
    """Match returned units to the export lines they left by (退运对应).

    Says of every returned unit which line it is shown to be of or, where nothing shows it, how
    many units are in time whichever lines they are of. Nothing is guessed; a convention is used
    only where it is named. Verdicts are those of ``check_lines`` on ``Matched.goods``.

    Args:
        exports: the export ledger (出口台账), one row an item of a paper; ``sku`` is needed. It is
            taken to list every export of its items.
        returned: what came back, ``sku`` and ``returned_quantity`` needed. A row that names its
            line and its ``return_entry`` is an earlier return, filed.
        gone: units that do not come back (sold for good, destroyed), with their day ``gone_on``.
        counts: counts of the stock abroad.
        traces: records that tie serial, carton, order, tracking or lot numbers to lines.
        by_place: stock of each ``place`` abroad is kept apart, and every row names its place.
        convention: ``"fifo"`` attributes what stays open first in, first out, where the records
            allow it; such lines are ``attribution="fifo"``, never traced.
        complete_since: the ledger lists every export from this day on; older stock may exist.
        errors: a row that cannot be read is raised, or returned in ``Matched.refused``.
        as_of: as for :func:`check`.
        settled: as for :func:`check`.
        days_off: as for :func:`check`.
        known_on: as for :func:`check`.

    Raises:
        pydantic.ValidationError: a row cannot be read (with a note of its table and position).
        ValueError: an option is not one of those accepted.
    """
    validate_options(errors, convention, by_place, complete_since)
    law = find_law(as_of, settled, days_off, known_on)
    tables = read_tables(exports, returned, gone, counts, traces, errors, by_place)
    workings = Workings(tables, get_in_time(law, as_of), complete_since)
    answers = AnswerRecords(tables, as_of)
    lines = match_records(workings, convention, answers)
    return Matched(
        lines=tuple(sorted(lines, key=lambda line: (line.row, line.line))),
        open=tuple(sorted(answers.open, key=lambda units: units.row)),
        items=tuple(answers.items),
        export_lines=tuple(sorted(answers.export_lines, key=lambda line: line.line)),
        deadlines=tuple(answers.deadlines),
        to_prove=tuple(sorted(answers.to_prove, key=lambda proof: (proof.row, proof.line))),
        contradictions=tuple(workings.contradictions),
        contradicted=dict(sorted(workings.contradicted.items())),
        filed=tuple(sorted(workings.filed)),
        remarks=tuple(workings.remarks),
        refused=tuple(tables.unreadable.rows),
        assumed=_list_assumptions(workings),
        convention=convention,
        complete_since=complete_since,
        as_of=as_of,
        settled=dict(law.settled),
        days_off=days_off,
        known_on=known_on,
    )


def match_records(
    workings: Workings, convention: str | None, answers: AnswerTables
) -> list[MatchedLine]:
    """Match the tables of the workings; return the lines found, and add the other answers."""
    sort_into_items(workings)
    take_evidence(workings)
    of_items = ItemAnswers(workings, convention, answers)
    for item in workings.items.values():
        of_items.add(item)
    return make_lines(workings)


def read_tables(
    exports: Iterable[Any],
    returned: Iterable[Any],
    gone: Iterable[Any],
    counts: Iterable[Any],
    traces: Iterable[Any],
    errors: Errors,
    by_place: bool,
) -> Tables:
    """Read the tables of a matching, as :func:`match_returns` takes them."""
    unreadable = Unreadable()
    return Tables(
        read_table("exports", ExportLine, exports, errors, by_place, unreadable),
        read_table("returned", ReturnedUnits, returned, errors, by_place, unreadable),
        read_table("gone", UnitsGone, gone, errors, by_place, unreadable),
        read_table("counts", StockCount, counts, errors, by_place, unreadable),
        read_table("traces", Trace, traces, errors, by_place, unreadable),
        unreadable,
        by_place,
    )


def validate_options(
    errors: object, convention: object, by_place: object, complete_since: object
) -> None:
    """ValueError, in one sentence, for an option that is not accepted."""
    validate_errors(errors)
    if convention not in (None, "fifo"):
        raise ValueError(f"convention is {convention!r}; accepted are 'fifo' and None")
    if not isinstance(by_place, bool):
        raise ValueError(f"by_place is {by_place!r}; accepted are True and False")
    if complete_since is not None:
        validate_day("complete_since", complete_since)


def _list_assumptions(workings: Workings) -> tuple[str, ...]:
    tables = workings.tables
    exports = tables.exports.values()
    rests_on = {
        "ledger_complete": workings.complete_since is None,
        "ledger_complete_since": workings.complete_since is not None,
        "quantities_true": True,
        "filed_returns_as_filed": bool(workings.filed)
        or any(line.facts.returned_before for line in exports),
        "gone_for_good": bool(tables.gone),
        "counts_true": bool(tables.counts),
        "one_item_one_kind": any(
            # complete() returns the facts themselves where it adds nothing.
            complete(line.facts, workings.items[tables.get_key(line)].facts) is not line.facts
            for line in exports
        ),
    }
    return tuple(name for name in ASSUMPTIONS if rests_on[name])
