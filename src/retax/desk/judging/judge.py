"""Rows of a file judged one after another, with what only the whole file shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from operator import attrgetter
from typing import Any

from retax import (
    Overdrawn,
    Refusal,
    ReturnedGoods,
    Side,
    ValidationError,
    Verdict,
    Words,
    money,
)
from retax.cells.blank import is_blank
from retax.desk.credit_code import is_credit_code
from retax.desk.exit_codes import NOT_ACCEPTED, OF_STATUSES, TO_BE_CLARIFIED, choose_worst_exit_code
from retax.desk.judging.disagreement import describe_disagreement
from retax.desk.judging.example_rows import LEFT_IN, is_example
from retax.desk.judging.repeated_rows import describe_repetition, describe_shared_serials
from retax.desk.listing import First, name_item_of_paper, name_rows
from retax.desk.source import Row, refuse_row
from retax.facts.catalogue import FACT_OF_NAME, NAMES, FactKind, format_value
from retax.facts.model import refusals_of
from retax.facts.name_matching import find_fact
from retax.facts.numbers import write_number
from retax.logic.compile_python import EXACT
from retax.lots.disagreement import Disagreement
from retax.lots.overdrawn import NOTHING_SHOWN, ExportLines, RunningLines, Shown
from retax.lots.shared_serials import SharedSerial
from retax.verdict import judge_line
from retax.words import joined


@dataclass(frozen=True, slots=True)
class JudgeOptions:
    """The questions put to a file: the options of :func:`retax.check`."""

    as_of: date | None = None
    settled: Mapping[str, Side] = field(default_factory=dict)
    days_off: Collection[date] | None = None
    known_on: date | None = None

    def of(self, goods: ReturnedGoods, lacks: tuple[str, ...] = ()) -> Verdict:
        """Judge one line.

        ``lacks``: the facts without which it cannot be added up with the other rows of its file.
        """
        return judge_line(
            goods,
            as_of=self.as_of,
            settled=self.settled,
            days_off=self.days_off,
            known_on=self.known_on,
            lacks=lacks,
        )


@dataclass(frozen=True, slots=True)
class ValidatedRow:
    """A row whose facts were validated: ``goods``, or ``refusals`` that say why not.

    ``stated``: the facts the row leaves blank and the enterprise states for the whole batch.
    ``amounts``: its amounts, where it has any and all of them can be read; ``refused_amounts``: the
    sentences why not.
    """

    row: Row
    goods: ReturnedGoods | None
    refusals: tuple[Refusal, ...] = ()
    stated: tuple[str, ...] = ()
    amounts: money.Amounts | None = None
    refused_amounts: tuple[Words, ...] = ()

    @property
    def refused(self) -> tuple[Words, ...]:
        """The sentences why it has no goods."""
        return tuple(refusal.words for refusal in self.refusals)

    @property
    def has_amounts(self) -> bool:
        """Whether the row states an amount, be it one that cannot be read."""
        return self.amounts is not None or bool(self.refused_amounts)

    def __reduce__(self) -> tuple[type[ValidatedRow], tuple[Any, ...]]:
        """Be pickled as :class:`~retax.desk.source.Row` is."""
        return ValidatedRow, _get_fields_of_row(self)


_get_fields_of_row = attrgetter(*(of.name for of in fields(ValidatedRow)))


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row and its verdict, or why it has none.

    ``overdrawn``: the export line of which the rows up to this one return more than went out. The
    verdict of such a row counts what the rows before it return; it is never a plain yes.
    ``disagreement``: in what the rows of its export line contradict each other; it is none either.
    ``repeats``: the number of the first row that states the same in every fact; ``shared``: serial
    numbers of it that earlier rows have.
    ``stakes``: what the verdict is worth, of a row with amounts; ``refused_amounts``: why it has
    none although amounts are given.
    """

    accepted: ValidatedRow
    verdict: Verdict | None
    overdrawn: Overdrawn | None = None
    disagreement: Disagreement | None = None
    repeats: int | None = None
    shared: tuple[SharedSerial, ...] = ()
    stakes: money.Stakes | None = None
    refused_amounts: tuple[Words, ...] = ()

    @property
    def row(self) -> Row:
        """The row as it was read."""
        return self.accepted.row

    @property
    def is_example(self) -> bool:
        """Whether it is an example row of the blank workbook."""
        return self.verdict is not None and is_example(self.verdict.facts)


_KINDS_OF_TOTALS_AND_REMARKS: frozenset[FactKind] = frozenset({"text", "count", "quantity"})


_NOT_ENOUGH_ALONE = frozenset(
    name for name, entry in NAMES.items() if entry.kind in _KINDS_OF_TOTALS_AND_REMARKS
)


_NOTHING_OF_ITS_OWN = Words(
    "本行除文字和数量外未填任何要素，不能仅凭批次声明作出结论；"
    "如系商品，请填写出口单证号等要素；如系合计或附注，请从表中删除",
    "the row tells nothing but texts and quantities, and is not judged by what is stated for the "
    "batch alone; give export_entry or other facts, or delete the row if it is a total or a remark",
)


def validate_rows(rows: Iterable[Row], batch: Mapping[str, Any] = {}) -> Iterator[ValidatedRow]:
    """Validate the facts of each row; blank ones are taken from what is stated for the batch.

    Statements for the batch complete a row and never make one: where they are made, a row that
    tells nothing of its own but texts and quantities is refused; totals and remarks under a table
    are such rows.
    """
    for row in rows:
        yield _add_amounts(_validate_row(row, batch))


def _add_amounts(line: ValidatedRow) -> ValidatedRow:
    row = line.row
    if not row.amounts and not row.refused_amounts:
        return line
    refused = row.refused_amounts
    try:
        amounts = money.Amounts.model_validate(row.amounts)
    except ValidationError as error:
        # One of a pair is alone where the cell of the other is refused.
        refused += tuple(
            refusal.words
            for refusal in refusals_of(error)
            if not refused or refusal.code != "contradiction"
        )
        return replace(line, refused_amounts=refused)
    is_known = not refused and any(amounts.known_amounts())
    return replace(line, amounts=amounts if is_known else None, refused_amounts=refused)


def _validate_row(row: Row, batch: Mapping[str, Any]) -> ValidatedRow:
    if row.refusals:
        return ValidatedRow(row, None, (*row.refusals, *_list_refusals(row.facts)))
    facts, stated = row.facts, tuple[str, ...]()
    if batch and isinstance(facts, Mapping):
        # A blank cell of the same fact would stand beside it under another name.
        own = {name: value for name, value in facts.items() if not is_blank(value)}
        filled = {find_fact(_name(name)) for name in own}
        # What is stated for the batch would make goods of a row of remarks or totals under the
        # table.
        if filled <= _NOT_ENOUGH_ALONE:
            return ValidatedRow(row, None, (refuse_row(_NOTHING_OF_ITS_OWN),))
        given = {name: value for name, value in batch.items() if FACT_OF_NAME[name] not in filled}
        facts, stated = {**own, **given}, tuple(FACT_OF_NAME[name] for name in given)
    try:
        goods = ReturnedGoods.model_validate(facts)
    except ValidationError:
        return ValidatedRow(row, None, _list_refusals(facts))
    if is_example(goods):
        row = replace(row, remarks=(*row.remarks, LEFT_IN))
    elif goods.enterprise_code is not None and not is_credit_code(goods.enterprise_code):
        row = replace(row, remarks=(*row.remarks, write_wrong_code(goods.enterprise_code)))
    return ValidatedRow(row, goods, (), stated)


def _list_refusals(facts: Mapping[str, Any]) -> tuple[Refusal, ...]:
    """Return what of a row's facts is not accepted, its social credit code included."""
    found: list[Refusal] = []
    try:
        ReturnedGoods.model_validate(facts)
    except ValidationError as error:
        found += refusals_of(error)
    codes = (
        [facts[name] for name in facts if find_fact(_name(name)) == "enterprise_code"]
        if (isinstance(facts, Mapping))
        else []
    )
    found += [
        Refusal("enterprise_code", code, write_wrong_code(code), "not_accepted")
        for code in codes
        if isinstance(code, str) and not is_blank(code) and not is_credit_code(code)
    ]
    return tuple(found)


def write_wrong_code(code: str) -> Words:
    """Say of a social credit code that its check character does not fit."""
    return Words(
        "统一社会信用代码 {code} 有误（应为 18 位且校验位相符），请核对营业执照",
        "enterprise_code {code} is no social credit code; accepted are 18 characters whose "
        "check character fits",
    ).filled(code=code)


def _name(name: object) -> str:
    return name.strip() if isinstance(name, str) else ""


ShownRows = Mapping[int, Shown]
"""By position in a file the rows of which the others show something, and what."""


def shown_of(lines: Sequence[ValidatedRow]) -> ShownRows:
    """Return by position in a file what its other rows show of a row."""
    export_lines = ExportLines()
    for place, line in enumerate(lines):
        if line.goods is not None:
            export_lines.add(place, line.goods, line.row.number)
    return export_lines.find_shown()


def describe_overdrawn(found: Overdrawn) -> Words:
    """Say of an export line that more comes back of it than went out."""
    return Words(
        "超量：出口单证 {entry} {item}出口 {exported}，累计退运 {returned}，超出 {beyond}；"
        "本行不能按所填数量全部申请免税，请核对数量或拆分",
        "too many: of export paper {entry}{item}, {exported} went out and {returned} come "
        "back, {beyond} more; this row cannot be applied for in full, check or split it",
    ).filled(
        entry=found.export_entry,
        item=name_item_of_paper(found.export_item),
        exported=write_number(found.exported),
        returned=write_number(found.returned),
        # The minus of Decimal rounds to the 28 digits of the current context.
        beyond=write_number(EXACT.subtract(found.returned, found.exported)),
    )


def describe_batch_statement(line: ValidatedRow) -> Words | None:
    """Say which facts the enterprise states for the whole batch; None where the row has its own."""
    if line.goods is None or not line.stated:
        return None
    facts = [
        Words("{label}={value}", "{label}: {value}").filled(
            label=NAMES[name].label, value=format_value(name, getattr(line.goods, name))
        )
        for name in line.stated
    ]
    return Words(
        "企业就本批商品声明：{facts}", "stated by the enterprise for the batch: {facts}"
    ).filled(facts=joined(facts, zh="；", en="; "))


def judge_rows(
    lines: Iterable[ValidatedRow], options: JudgeOptions, shown: ShownRows | None = None
) -> Iterator[JudgedRow]:
    """Judge the rows of a file one after another; no verdict is kept.

    ``shown``: what :func:`shown_of` returns; None: the rows are read whole for it first.
    """
    if shown is None:
        lines = list(lines)
        shown = shown_of(lines)
    for place, line in enumerate(lines):
        yield judge_row(line, options, shown.get(place, NOTHING_SHOWN))


def judge_rows_in_order(
    lines: Iterable[ValidatedRow], options: JudgeOptions
) -> Iterator[JudgedRow]:
    """Judge the rows of a stream, each with what the rows before it return."""
    export_lines = RunningLines()
    for line in lines:
        shown = NOTHING_SHOWN
        if line.goods is not None:
            shown = export_lines.add(line.goods, line.row.number)
        yield judge_row(line, options, shown)


def judge_row(line: ValidatedRow, options: JudgeOptions, shown: Shown) -> JudgedRow:
    """Judge one row with what the others of its file show of it."""
    if line.goods is None:
        return JudgedRow(line, None)
    verdict = options.of(shown.complete(line.goods), shown.lacks)
    judged = JudgedRow(
        _add_remarks(line, shown),
        verdict,
        shown.overdrawn,
        shown.disagreement,
        shown.repeats,
        shown.shared,
        refused_amounts=line.refused_amounts,
    )
    if line.amounts is None:
        return judged
    try:
        return replace(judged, stakes=money.stakes(verdict, line.amounts))
    except ValidationError as error:
        refused = tuple(refusal.words for refusal in refusals_of(error))
        return replace(judged, refused_amounts=refused)


def _add_remarks(line: ValidatedRow, shown: Shown) -> ValidatedRow:
    """Return a row with what its file shows of it among the remarks on it."""
    if shown.disagreement is None and shown.repeats is None and not shown.shared:
        return line
    remarks = line.row.remarks
    if shown.disagreement is not None:
        remarks += (describe_disagreement(shown.disagreement),)
    this = name_rows(First(1, [line.row.number]))
    if shown.repeats is not None:
        remarks += (describe_repetition(this, shown.repeats),)
    if shown.shared:
        remarks += (describe_shared_serials(this, shown.shared),)
    return replace(line, row=replace(line.row, remarks=remarks))


def choose_exit_code(line: JudgedRow) -> int:
    """Return what a row makes of the exit code."""
    if line.verdict is None:
        return NOT_ACCEPTED
    code = OF_STATUSES[line.verdict.status]
    return choose_worst_exit_code(code, TO_BE_CLARIFIED) if line.overdrawn else code


UNREADABLE = Words("填写有误，待更正", "unreadable")
"""The result of a row that cannot be read."""
