"""Rows of a file judged one after another, with what only the whole file shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from retax import (
    Overdrawn,
    ReturnedGoods,
    Side,
    Status,
    ValidationError,
    Verdict,
    Words,
    check,
    overdrawn,
)
from retax.desk.example_rows import LEFT_IN, is_example
from retax.desk.rows import Row, is_blank
from retax.logic.scalar import EXACT
from retax.vocabulary import FACT_OF_NAME, NAMES, Kind, shown
from retax.words import joined


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a file: the options of :func:`retax.check`."""

    as_of: date | None = None
    settled: Mapping[str, Side] = field(default_factory=dict)
    days_off: Collection[date] | None = None
    known_on: date | None = None

    def of(self, goods: ReturnedGoods) -> Verdict:
        """Judge one line."""
        return check(
            goods,
            as_of=self.as_of,
            settled=self.settled,
            days_off=self.days_off,
            known_on=self.known_on,
        )


@dataclass(frozen=True, slots=True)
class Accepted:
    """A row whose facts were validated: ``goods``, or ``refused`` with the sentences why not.

    ``stated``: the facts the row leaves blank and the enterprise states for the whole batch.
    """

    row: Row
    goods: ReturnedGoods | None
    refused: tuple[Words, ...] = ()
    stated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A row and its verdict, or why it has none.

    ``overdrawn``: the export line of which the rows up to this one return more than went out.
    """

    accepted: Accepted
    verdict: Verdict | None
    overdrawn: Overdrawn | None = None

    @property
    def row(self) -> Row:
        """The row as it was read."""
        return self.accepted.row


_KINDS_OF_TOTALS_AND_REMARKS: frozenset[Kind] = frozenset({"text", "count", "quantity"})
_TELL_NOTHING_ALONE = frozenset(
    name for name, entry in NAMES.items() if entry.kind in _KINDS_OF_TOTALS_AND_REMARKS
)
_NOTHING_OF_ITS_OWN = Words(
    "本行除文字和数量外未填任何要素，不能仅凭批次声明作出结论；"
    "如系商品，请填写出口单证号等要素；如系合计或附注，请从表中删除",
    "the row tells nothing but texts and quantities, and is not judged by what is stated for the "
    "batch alone; give export_entry or other facts, or delete the row if it is a total or a remark",
)


def accepted(rows: Iterable[Row], batch: Mapping[str, Any] = {}) -> Iterator[Accepted]:
    """Validate the facts of each row; blank ones are taken from what is stated for the batch.

    Statements for the batch complete a row and never make one: where they are made, a row that
    tells nothing of its own but texts and quantities is refused; totals and remarks under a table
    are such rows.
    """
    for row in rows:
        yield _accepted(row, batch)


def _accepted(row: Row, batch: Mapping[str, Any]) -> Accepted:
    if row.refused:
        return Accepted(row, None, row.refused)
    facts, stated = row.facts, tuple[str, ...]()
    if batch and isinstance(facts, Mapping):
        # A blank cell of the same fact would stand beside it under another name.
        own = {name: value for name, value in facts.items() if not is_blank(value)}
        filled = {FACT_OF_NAME.get(_name(name)) for name in own}
        if filled <= _TELL_NOTHING_ALONE:
            return Accepted(row, None, (_NOTHING_OF_ITS_OWN,))
        given = {name: value for name, value in batch.items() if FACT_OF_NAME[name] not in filled}
        facts, stated = {**own, **given}, tuple(FACT_OF_NAME[name] for name in given)
    try:
        goods = ReturnedGoods.model_validate(facts)
    except ValidationError as error:
        return Accepted(row, None, tuple(refusals(error)))
    if is_example(goods):
        row = replace(row, remarks=(*row.remarks, LEFT_IN))
    return Accepted(row, goods, (), stated)


def _name(name: object) -> str:
    return name.strip() if isinstance(name, str) else ""


def refusals(error: ValidationError) -> list[Words]:
    """Return the sentences of a refusal, one a field."""
    return [Words(line["ctx"]["zh"], line["ctx"]["en"]) for line in error.errors()]


def beyond(lines: Sequence[Accepted]) -> dict[int, Overdrawn]:
    """Return by position in a file the rows of which more comes back than went out."""
    places = [place for place, line in enumerate(lines) if line.goods is not None]
    goods = [line.goods for line in lines if line.goods is not None]
    return {places[row]: found for found in overdrawn(goods) for row in found.rows}


def more_than_went_out(found: Overdrawn) -> Words:
    """Say of an export line that more comes back of it than went out."""
    item = found.export_item
    return Words(
        "超量：出口单证 {entry} {item}出口 {exported}，累计退运 {returned}，超出 {beyond}；"
        "本行不能按所填数量全部申请免税，请核对数量或拆分",
        "too many: of export paper {entry}{item}, {exported} went out and {returned} come "
        "back, {beyond} more; this row cannot be applied for in full, check or split it",
    ).filled(
        entry=found.export_entry,
        item=Words("项下", "") if item is None else Words(f"第 {item} 项", f" item {item}"),
        exported=f"{found.exported:f}",
        returned=f"{found.returned:f}",
        beyond=f"{EXACT.subtract(found.returned, found.exported):f}",
    )


def stated_for_batch(line: Accepted) -> Words | None:
    """Say which facts the enterprise states for the whole batch; None where the row has its own."""
    if line.goods is None or not line.stated:
        return None
    facts = [
        Words("{label}={value}", "{label}: {value}").filled(
            label=NAMES[name].label, value=shown(name, getattr(line.goods, name))
        )
        for name in line.stated
    ]
    return Words(
        "企业就本批商品声明：{facts}", "stated by the enterprise for the batch: {facts}"
    ).filled(facts=joined(facts, zh="；", en="; "))


def judged(
    lines: Iterable[Accepted], asked: Asked, overdrawn_rows: Mapping[int, Overdrawn] = {}
) -> Iterator[Judged]:
    """Judge rows one after another; no verdict is kept."""
    for place, line in enumerate(lines):
        verdict = None if line.goods is None else asked.of(line.goods)
        yield Judged(line, verdict, overdrawn_rows.get(place))


EXIT_CODES: Mapping[Status, int] = {
    "eligible": 0,
    "conditional": 0,
    "needs_facts": 3,
    "needs_review": 3,
    "ineligible": 1,
    "not_covered": 1,
}
REFUSED = 2
MORE_THAN_WENT_OUT = 3

_FROM_THE_BEST = (0, 3, 1, 2)


def exit_code(line: Judged) -> int:
    """Return what a row makes of the exit code."""
    if line.verdict is None:
        return REFUSED
    code = EXIT_CODES[line.verdict.status]
    return worse(code, MORE_THAN_WENT_OUT) if line.overdrawn else code


def worse(one: int, other: int) -> int:
    """Return the worse of two exit codes: bad input, then a no, then what is still to be asked."""
    return max(one, other, key=_FROM_THE_BEST.index)
