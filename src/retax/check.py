"""The law applied to one case, and to many one after another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

from pydantic import ValidationError

from retax.facts.many_lines import refuse_a_single_line
from retax.facts.model import ReturnedGoods
from retax.judge.case import Case
from retax.judge.compiled_law import Law
from retax.judge.options import NOTHING_SETTLED, find_law, validate_day, validate_errors
from retax.law.cross_border import announcements
from retax.law.instruments import Announcement
from retax.verdict import Verdict, validate_goods

if TYPE_CHECKING:
    from retax.lots.overdrawn import Overdrawn

_MANY_LINES = "many lines of goods (check() judges one)"
Goods: TypeAlias = ReturnedGoods | Mapping[str, Any]


def check(
    goods: Goods,
    *,
    as_of: date | None = None,
    settled: Mapping[str, str] = NOTHING_SETTLED,
    days_off: Collection[date] | None = None,
    known_on: date | None = None,
) -> Verdict:
    """Judge one line of returned goods under the announcement that governs its export.

    Args:
        goods: the facts, or a mapping that is validated into them.
        as_of: the day as of which you ask; goods of which no return is known count as not yet
            back on that day. Without it a missing day of return is a missing fact.
        settled: questions of law you know the answer to at your customs office: question id →
            ``"strict"`` or ``"lenient"``.
        days_off: exactly the rest days, instead of Saturdays and Sundays (they matter only to the
            question ``rest-day``).
        known_on: judge as one could on that day, by the announcements published until then.

    Raises:
        pydantic.ValidationError: a fact cannot be read, or two contradict each other.
        ValueError: an option is not one of those accepted.
    """
    law = find_law(as_of, settled, days_off, known_on)
    return Verdict(Case(law, validate_goods(goods), as_of, known_on))


@overload
def check_many(
    goods: Iterable[Goods],
    errors: Literal["raise"] = "raise",
    *,
    as_of: date | None = None,
    settled: Mapping[str, str] = NOTHING_SETTLED,
    days_off: Collection[date] | None = None,
    known_on: date | None = None,
) -> Iterator[Verdict]: ...


@overload
def check_many(
    goods: Iterable[Goods],
    errors: Literal["return"],
    *,
    as_of: date | None = None,
    settled: Mapping[str, str] = NOTHING_SETTLED,
    days_off: Collection[date] | None = None,
    known_on: date | None = None,
) -> Iterator[Verdict | ValidationError]: ...


def check_many(
    goods: Iterable[Goods],
    errors: Literal["raise", "return"] = "raise",
    *,
    as_of: date | None = None,
    settled: Mapping[str, str] = NOTHING_SETTLED,
    days_off: Collection[date] | None = None,
    known_on: date | None = None,
) -> Iterator[Verdict | ValidationError]:
    """Judge many lines, one verdict an item, in order and in constant memory.

    With ``errors="raise"`` a bad item raises its ``pydantic.ValidationError`` with a note of its
    position (counted from 0); with ``"return"`` it is yielded in its place and the others go on.
    The options are those of :func:`check`, and are looked at before the first item.
    """
    validate_errors(errors)
    refuse_a_single_line("goods", goods, _MANY_LINES)
    law = find_law(as_of, settled, days_off, known_on)
    return _judge(goods, errors, law, as_of, known_on)


def _judge(
    goods: Iterable[Goods],
    errors: Literal["raise", "return"],
    law: Law,
    as_of: date | None,
    known_on: date | None,
) -> Iterator[Verdict | ValidationError]:
    for facts in _read(goods, errors):
        if isinstance(facts, ValidationError):
            yield facts
        else:
            yield Verdict(Case(law, facts, as_of, known_on))


def _read(
    lines: Iterable[Goods], errors: Literal["raise", "return"]
) -> Iterator[ReturnedGoods | ValidationError]:
    for position, line in enumerate(lines):
        try:
            yield validate_goods(line)
        except ValidationError as error:
            if errors == "raise":
                error.add_note(f"at position {position}")
                raise
            yield error


@overload
def check_lines(
    lines: Iterable[Goods],
    errors: Literal["raise"] = "raise",
    *,
    as_of: date | None = None,
    settled: Mapping[str, str] = NOTHING_SETTLED,
    days_off: Collection[date] | None = None,
    known_on: date | None = None,
) -> Iterator[tuple[Verdict, Overdrawn | None]]: ...


@overload
def check_lines(
    lines: Iterable[Goods],
    errors: Literal["return"],
    *,
    as_of: date | None = None,
    settled: Mapping[str, str] = NOTHING_SETTLED,
    days_off: Collection[date] | None = None,
    known_on: date | None = None,
) -> Iterator[tuple[Verdict | ValidationError, Overdrawn | None]]: ...


def check_lines(
    lines: Iterable[Goods],
    errors: Literal["raise", "return"] = "raise",
    *,
    as_of: date | None = None,
    settled: Mapping[str, str] = NOTHING_SETTLED,
    days_off: Collection[date] | None = None,
    known_on: date | None = None,
) -> Iterator[tuple[Verdict | ValidationError, Overdrawn | None]]:
    """Judge the lines of a whole file, each with what all of them show of its export line.

    Yields, in the order given, the verdict of a line and the :class:`Overdrawn` export line it
    belongs to (None where no more comes back of it than went out). A row beyond the exported
    quantity is judged with what the file returns before it as its ``returned_before``: it is
    ``conditional`` with ``split_line`` while something of the line is left, else
    ``1.same_goods`` fails; it is never a plain yes. How rows are added up says :func:`overdrawn`.

    A row that cannot be added up is no yes either: ``1.same_goods`` is ``unknown`` and asks for
    the ``returned_quantity`` of a row beside others that may be of its export line, and for the
    ``export_item`` of a row whose paper other rows name with an item, where one of them tells the
    ``exported_quantity``.

    Rows of one export line that contradict each other in a fact of it (a day of the export, the
    supervision code, ``hs_code``, ``is_food``, ``exported_quantity``, …) are none of them a yes:
    the fact counts as unknown for each row of the line, and ``1.same_goods`` asks for it; where
    the rows name no item and may be of several, it asks for the ``export_item``. A fact that some
    rows leave open contradicts nothing, nor does an ``hs_code`` of fewer digits; but a row that is
    silent on ``is_food`` beside one of its item that tells food is asked for it, and one without
    ``hs_code`` is screened by that of the others.

    With ``errors="return"`` a bad line is yielded as its error, with None. The lines are read
    whole before the first one is judged; the options are those of :func:`check`.
    """
    validate_errors(errors)
    refuse_a_single_line("lines", lines, _MANY_LINES)
    law = find_law(as_of, settled, days_off, known_on)
    return _judge_together(lines, errors, law, as_of, known_on)


def _judge_together(
    lines: Iterable[Goods],
    errors: Literal["raise", "return"],
    law: Law,
    as_of: date | None,
    known_on: date | None,
) -> Iterator[tuple[Verdict | ValidationError, Overdrawn | None]]:
    from retax.lots.overdrawn import NOTHING_SHOWN, ExportLines  # whole files alone need it

    read = list(_read(lines, errors))
    export_lines = ExportLines()
    for position, goods in enumerate(read):
        if isinstance(goods, ReturnedGoods):
            export_lines.add(position, goods)
    shown = export_lines.find_shown()
    found = (row.overdrawn for row in shown.values())
    overdrawn_lines: dict[tuple[str | None, int | None], Overdrawn] = {
        (o.export_entry, o.export_item): o for o in found if o is not None
    }
    for position, goods in enumerate(read):
        if isinstance(goods, ValidationError):
            yield goods, None
        else:
            line = overdrawn_lines.get((goods.export_entry, goods.export_item))
            row = shown.get(position, NOTHING_SHOWN)
            yield Verdict(Case(law, row.complete(goods), as_of, known_on, row.lacks)), line


def last_day(
    goods: Goods,
    *,
    settled: Mapping[str, str] = NOTHING_SETTLED,
    days_off: Collection[date] | None = None,
) -> date | None:
    """Return the last day for the goods to come back, read strictly; None while it is not known.

    It is the ``last_day`` of the verdict: settled questions count on their settled side.
    """
    return check(goods, settled=settled, days_off=days_off).last_day


def governing(declared_on: date, known_on: date | None = None) -> Announcement | None:
    """Return the announcement that governs goods declared for export on a day.

    Where windows overlap, the one issued last governs. ``known_on`` leaves out what was published
    after that day. None: no announcement known by then speaks of such an export, which is not a
    "no" for days after the last window. ValueError for anything but days.
    """
    return announcements.governing(
        validate_day("declared_on", declared_on),
        None if known_on is None else validate_day("known_on", known_on),
    )
